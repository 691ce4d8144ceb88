# Written by nbdev-export from nbs/luma.ipynb: edit the notebook.
import pytest
from colorize_nb.luma import *
import numpy as np
import pytest
from colorize_nb.lab import lab_to_rgb, rgb_to_lab, rgb_to_luminance


# cell 67e96781
def test_luma_and_luminance_of_grey_pictures_are_converted_into_each_other():
    grey = np.linspace(0, 1, 1001, dtype=np.float32).reshape(7, 143, 1)
    np.testing.assert_allclose(luma_to_luminance(grey), rgb_to_luminance(grey.repeat(3, axis=-1)), atol=1e-6)
    np.testing.assert_allclose(luma_of_luminance(luma_to_luminance(grey)), grey, atol=2e-4)
    np.testing.assert_allclose(rgb_to_luma(grey.repeat(3, axis=-1)), grey, atol=1e-6)
    assert luma_of_luminance(grey).dtype == np.float32


# cell e624858a
def test_luma_is_the_weighted_mean_of_the_values_in_the_file():
    rgb = np.random.default_rng(0).integers(0, 256, (5, 4, 3), dtype=np.uint8)
    wanted = 0.299 * rgb[..., :1] + 0.587 * rgb[..., 1:2] + 0.114 * rgb[..., 2:]
    np.testing.assert_allclose(rgb_to_luma(rgb), wanted / 255, atol=1e-6)
    np.testing.assert_allclose(rgb_to_luma(rgb / 255), wanted / 255, atol=1e-6)


# cell 80313eaa
def test_colours_keep_the_luma_of_the_grey_and_all_three_channels_move_alike():
    lab = np.random.default_rng(0).uniform([20, -15, -15], [80, 15, 15], (500, 3)).astype(np.float32)
    rgb, bytes_ = np.empty((500, 3), np.float32), np.empty((500, 3), np.uint8)
    for result in (rgb, bytes_): planes_to_rgb_with_luma(lab.T, result)
    grey = lab_to_rgb(lab * [1, 0, 0])[:, :1]
    np.testing.assert_allclose(rgb_to_luma(rgb), grey, atol=1e-4)
    assert np.ptp(rgb - lab_to_rgb(lab), axis=1).max() < 1e-5
    assert np.abs(bytes_ - 255 * rgb).max() <= 0.51
    outside = np.float32([[50, 127, -128], [99, -80, 90]])
    planes_to_rgb_with_luma(outside.T, rgb[:2])
    assert rgb[:2].min() >= 0 and rgb[:2].max() <= 1
