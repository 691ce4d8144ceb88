# Written by nbdev-export from nbs/01_lab.ipynb: edit the notebook.
import pytest
from colorize_nb.lab import *
import numpy as np
from skimage.color import lab2rgb, rgb2lab
from colorize_nb.backend import compiled


# cell 330568ea
def test_lab_agrees_with_scikit_image_over_the_whole_rgb_cube():
    steps = np.linspace(0, 1, 33)
    grid = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    colours = np.concatenate([grid, np.random.default_rng(0).integers(0, 256, (50_000, 3)) / 255])
    assert np.abs(np.asarray(rgb_to_lab(colours)) - rgb2lab(colours)).max() < 1e-2


# cell 12bc6393
def test_white_is_light_without_tint_and_black_is_nothing():
    white_black = np.asarray(rgb_to_lab(np.array([[1, 1, 1], [0, 0, 0]], "float32")))
    np.testing.assert_allclose(white_black, [[100, 0, 0], [0, 0, 0]], atol=0.01)


# cell fb8070e6
def test_the_primaries_have_their_published_lab_values():
    published = [[53.24, 80.09, 67.20], [87.73, -86.18, 83.18], [32.30, 79.19, -107.86]]  # red, green, blue of sRGB under D65
    np.testing.assert_allclose(np.asarray(rgb_to_lab(np.eye(3, dtype="float32"))), published, atol=0.05)


# cell e76f0f49
def test_the_way_to_lab_and_back_loses_less_than_one_step_of_8_bits():
    steps = np.linspace(0, 1, 33)
    colours = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    colours = np.concatenate([colours, np.random.default_rng(0).integers(0, 256, (50_000, 3)) / 255])
    assert np.abs(np.asarray(lab_to_rgb(rgb_to_lab(colours))) - colours).max() < 1 / 255


# cell 4a52f640
def test_the_way_back_agrees_with_scikit_image():
    lab = rgb2lab(np.random.default_rng(1).random((2000, 3)))
    assert np.abs(np.asarray(lab_to_rgb(lab)) - lab2rgb(lab)).max() < 1e-3


# cell ad81e152
def test_colours_out_of_gamut_are_clipped_and_never_nan():
    L, a, b = np.meshgrid(np.linspace(0, 100, 21), np.linspace(-300, 300, 25), np.linspace(-300, 300, 25))
    rgb = np.asarray(lab_to_rgb(np.stack([L, a, b], axis=-1)))
    assert np.isfinite(rgb).all() and rgb.min() == 0 and 1 - 1e-6 < rgb.max() <= 1


# cell c1b70539
def test_every_rgb_colour_fits_into_the_network_s_range():
    steps = np.linspace(0, 1, 33)
    luminance, ab = normalize(np.asarray(rgb_to_lab(np.stack(np.meshgrid(steps, steps, steps), axis=-1))))
    assert -1e-4 <= luminance.min() and luminance.max() <= 1.0001 and 0 < ab.min() < 0.1 and 0.85 < ab.max() < 1


# cell 63cd5e16
def test_normalising_and_back_is_exact_and_grey_sits_at_128_of_255():
    lab = np.random.default_rng(0).uniform([0, -100, -100], [100, 100, 100], (500, 3)).astype("float32")
    luminance, ab = normalize(lab)
    assert luminance.shape == (500, 1) and ab.shape == (500, 2)
    np.testing.assert_allclose(np.asarray(denormalize(luminance, ab)), lab, atol=1e-3)
    assert (normalize(np.array([50.0, 0, 0]))[1] == 128 / 255).all()


# cell bde292ff
def test_photographs_of_many_sizes_are_converted_by_few_compilations():
    traced = []
    double = in_blocks(lambda colours: (traced.append(colours.shape), 2 * colours)[1])
    for n in (1, 20_000, 40_000, 80_000, 200_000, 400_000, 600_000):
        colours = np.random.default_rng(n).random((n, 3), dtype=np.float32)
        np.testing.assert_array_equal(double(colours), 2 * colours)
    assert len(traced) < 5  # from five on TensorFlow warns the user


# cell 8ca95b7b
def test_photographs_of_any_size_convert_as_one_block_does():
    rng = np.random.default_rng(0)
    for n in (1, SMALLEST_BLOCK, SMALLEST_BLOCK + 1, LARGEST_BLOCK + 5):
        photo = rng.integers(0, 256, (n, 1, 3), dtype=np.uint8)
        lab = photo_to_lab(photo)
        assert lab.shape == photo.shape and lab.dtype == np.float32
        ends = [0, n // 2, n - 1]
        np.testing.assert_allclose(lab[ends], rgb2lab(photo[ends]), atol=1e-2)
        np.testing.assert_allclose(lab_to_photo(lab)[ends], photo[ends] / 255, atol=1 / 255)


# cell 10a8bced
def test_bytes_and_fractions_mean_the_same_colours():
    photo = np.random.default_rng(0).integers(0, 256, (20, 30, 3), dtype=np.uint8)
    np.testing.assert_allclose(photo_to_lab(photo), photo_to_lab(photo / 255), atol=1e-3)


# cell 29494a74
def test_lab_runs_inside_a_compiled_graph():
    colours = np.random.default_rng(0).random((100, 3)).astype("float32")
    there_and_back = compiled(lambda rgb: lab_to_rgb(rgb_to_lab(rgb)))
    np.testing.assert_allclose(np.asarray(there_and_back(colours)), colours, atol=1 / 255)
