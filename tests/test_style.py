# Written by nbdev-export from nbs/style.ipynb: edit the notebook.
import pytest
from colorize_nb.style import *
import re
import numpy as np
from skimage.color import rgb2lab


# cell 79a00008
def test_the_colours_are_those_that_okabe_and_ito_published():
    published = {"BLACK": (0, 0, 0), "ORANGE": (230, 159, 0), "SKY_BLUE": (86, 180, 233), "GREEN": (0, 158, 115),
                 "YELLOW": (240, 228, 66), "BLUE": (0, 114, 178), "VERMILLION": (213, 94, 0), "PURPLE": (204, 121, 167)}
    named = dict(BLACK=BLACK, ORANGE=ORANGE, SKY_BLUE=SKY_BLUE, GREEN=GREEN, YELLOW=YELLOW, BLUE=BLUE, VERMILLION=VERMILLION, PURPLE=PURPLE)
    assert named == {name: "#%02x%02x%02x" % rgb for name, rgb in published.items()}


# cell 79a00009
def test_colours_of_a_series_differ_also_without_receptors_for_green():
    rgb = np.array([[int(c[i:i + 2], 16) / 255 for i in (1, 3, 5)] for c in SERIES])
    matrix = np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]])  # Machado et al. 2009
    seen = np.clip(rgb ** 2.2 @ matrix.T, 0, 1) ** (1 / 2.2)
    for colours in (rgb, seen):
        lab = rgb2lab(colours)
        distances = np.linalg.norm(lab[:, None] - lab[None], axis=-1) + 1000 * np.eye(len(lab))
        assert distances.min() > 8
