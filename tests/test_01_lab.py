# Written by nbdev-export from nbs/01_lab.ipynb: edit the notebook.
import pytest
from colorize_nb.lab import *
import numpy as np
from skimage.color import rgb2lab, lab2rgb


# cell 8ff2a0ff
def test_lab_agrees_with_scikit_image_over_the_whole_rgb_cube():
    steps = np.linspace(0, 1, 33)
    grid = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    colours = np.concatenate([grid, np.random.default_rng(0).integers(0, 256, (50_000, 3)) / 255])
    assert np.abs(np.asarray(rgb_to_lab(colours)) - rgb2lab(colours)).max() < 1e-2
    assert np.abs(np.asarray(lab_to_rgb(rgb_to_lab(colours))) - colours).max() < 1 / 255
