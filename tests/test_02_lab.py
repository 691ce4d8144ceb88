# Written by nbdev-export from nbs/02_lab.ipynb: edit the notebook.
import pytest
from colorize_nb.lab import *
import os, subprocess, sys, warnings
import numpy as np
from skimage.color import lab2rgb, rgb2lab


# cell 330568ea
def test_lab_agrees_with_scikit_image_over_the_whole_rgb_cube():
    steps = np.linspace(0, 1, 33)
    grid = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    bytes_ = np.random.default_rng(0).integers(0, 256, (1_000_000, 3), dtype=np.uint8)
    fractions = np.random.default_rng(1).random((1_000_000, 3))
    for colours in (grid, bytes_, fractions):
        assert np.abs(rgb_to_lab(colours) - rgb2lab(colours)).max() < 0.05


# cell 12bc6393
def test_white_is_light_without_tint_and_black_is_nothing():
    np.testing.assert_allclose(rgb_to_lab([[1, 1, 1], [0, 0, 0]]), [[100, 0, 0], [0, 0, 0]], atol=0.05)


# cell fb8070e6
def test_the_primaries_have_their_published_lab_values():
    published = [[53.24, 80.09, 67.20], [87.73, -86.18, 83.18], [32.30, 79.19, -107.86]]  # red, green, blue, under D65
    np.testing.assert_allclose(rgb_to_lab(np.eye(3)), published, atol=0.05)


# cell aa11c0de
def test_luminance_is_a_hundredth_of_lightness():
    colours = np.random.default_rng(0).integers(0, 256, (500, 700, 3), dtype=np.uint8)
    np.testing.assert_allclose(rgb_to_luminance(colours), rgb_to_lab(colours)[..., :1] / 100, atol=2e-4)


# cell e76f0f49
def test_the_way_to_lab_and_back_loses_less_than_one_step_of_8_bits():
    steps = np.linspace(0, 1, 33)
    grid = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    bytes_ = np.random.default_rng(0).integers(0, 256, (50_000, 3), dtype=np.uint8)
    assert np.abs(lab_to_rgb(rgb_to_lab(grid)) - grid).max() < 1 / 255
    assert (lab_to_rgb(rgb_to_lab(bytes_), "uint8") == bytes_).mean() > 0.99


# cell 4a52f640
def test_the_way_back_agrees_with_scikit_image():
    lab = rgb2lab(np.random.default_rng(1).random((2000, 3)))
    assert np.abs(lab_to_rgb(lab) - lab2rgb(lab)).max() < 1e-3


# cell ad81e152
def test_colours_out_of_gamut_are_clipped_as_scikit_image_clips_them():
    L, a, b = np.meshgrid(np.linspace(0, 100, 21), np.linspace(-128, 127, 25), np.linspace(-128, 127, 25))
    lab = np.stack([L, a, b], axis=-1)
    rgb = lab_to_rgb(lab)
    assert rgb.min() == 0 and rgb.max() == 1
    kept = np.abs(rgb2lab(rgb) - lab).max(axis=-1) < 1  # in gamut
    with warnings.catch_warnings():  # scikit-image tells of the pixels out of gamut
        warnings.simplefilter("ignore")
        assert np.abs(rgb - np.clip(lab2rgb(lab), 0, 1))[kept].max() < 1e-3


# cell aa09c0de
@pytest.mark.slow
def test_lab_agrees_with_scikit_image_for_sixteen_million_random_colours():
    rng = np.random.default_rng(2)
    for _ in range(16):
        colours = rng.random((1_000_000, 3))
        lab = rgb_to_lab(colours)
        assert np.abs(lab - rgb2lab(colours)).max() < 0.05
        assert np.abs(lab_to_rgb(lab) - colours).max() < 1 / 255


# cell c1b70539
def test_every_rgb_colour_fits_into_the_network_s_range():
    steps = np.linspace(0, 1, 33)
    luminance, ab = normalize(rgb_to_lab(np.stack(np.meshgrid(steps, steps, steps), axis=-1)))
    assert -1e-4 <= luminance.min() and luminance.max() <= 1.0001 and 0 < ab.min() < 0.1 and 0.85 < ab.max() < 1


# cell 63cd5e16
def test_normalising_and_back_is_exact_and_grey_sits_at_128_of_255():
    lab = np.random.default_rng(0).uniform([0, -100, -100], [100, 100, 100], (500, 3)).astype("float32")
    luminance, ab = normalize(lab)
    assert luminance.shape == (500, 1) and ab.shape == (500, 2)
    np.testing.assert_allclose(denormalize(luminance, ab), lab, atol=1e-3)
    assert (normalize(np.array([50.0, 0, 0]))[1] == 128 / 255).all()


# cell 8ca95b7b
def test_photographs_of_any_size_convert_as_one_block_does():
    rng = np.random.default_rng(0)
    for n in (1, BLOCK, BLOCK + 1, ROUND + 5, 3 * ROUND + 5):
        photo = rng.integers(0, 256, (n, 1, 3), dtype=np.uint8)
        lab = rgb_to_lab(photo)
        assert lab.shape == photo.shape and lab.dtype == np.float32
        np.testing.assert_allclose(lab, rgb2lab(photo), atol=0.05)
        np.testing.assert_allclose(lab_to_rgb(lab), photo / 255, atol=1 / 255)


# cell 10a8bced
def test_bytes_and_fractions_mean_the_same_colours():
    photo = np.random.default_rng(0).integers(0, 256, (20, 30, 3), dtype=np.uint8)
    np.testing.assert_allclose(rgb_to_lab(photo), rgb_to_lab(photo / 255), atol=0.05)


# cell ee827e94
def test_a_forked_process_converts_large_photographs_too():
    script = """
import os, signal
import numpy as np
from colorize_nb.lab import ROUND, rgb_to_lab
photo = np.zeros((ROUND + 1, 3), np.uint8)
rgb_to_lab(photo)
child = os.fork()
if not child:
    signal.alarm(60)  # ends it if it waits for threads that it does not have
    rgb_to_lab(photo)
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
"""
    if hasattr(os, "fork"): subprocess.run([sys.executable, "-W", "ignore", "-c", script], check=True)


# cell fd525e60
def test_no_conversion_changes_what_it_is_given():
    colours = np.random.default_rng(0).random((500, 600, 3), np.float32)
    for given in (colours, (255 * colours).astype(np.uint8), np.asfortranarray(colours), colours[::-1, ::2]):
        kept = given.copy()
        given.setflags(write=False)
        lab = rgb_to_lab(given)
        lab.setflags(write=False)
        np.testing.assert_array_equal(rgb_to_luminance(given), rgb_to_luminance(kept))
        np.testing.assert_array_equal(lab, rgb_to_lab(kept))
        lab_to_rgb(lab)
        np.testing.assert_array_equal(given, kept)
