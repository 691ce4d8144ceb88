# Written by nbdev-export from nbs/02_lab.ipynb: edit the notebook.
import pytest
from colorize_nb.lab import *
import warnings
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
