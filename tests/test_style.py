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


# cell 79a0000e
def test_labels_legend_and_scales_are_where_they_were_asked_for():
    figure, axis = axes(width=4, height=2)
    axis.plot([1, 2], [1, 10], label="a")
    assert finish(axis, "epoch", "error", "t", legend=True, log="y") is None
    assert (axis.get_xlabel(), axis.get_ylabel(), axis.get_title()) == ("epoch", "error", "t")
    assert (axis.get_xscale(), axis.get_yscale()) == ("linear", "log") and axis.get_legend().get_texts()[0].get_text() == "a"
    figure.canvas.draw()
    assert axis.get_legend().get_window_extent().x0 >= axis.get_window_extent().x1 and [*figure.get_size_inches()] == [4, 2]
    assert len(axes(columns=3)[1]) == 3


# cell 79a00012
def test_an_interval_reaches_from_low_to_high():
    import pandas as pd
    _, axis = axes()
    intervals(axis, pd.DataFrame({"mean": [2.0, 5.0], "low": [1.5, 3.0], "high": [4.0, 6.0]}, index=["a", "b"]), zero=1)
    ends = [segment[:, 0].tolist() for segment in axis.collections[0].get_segments()]
    assert ends == [[1.5, 4.0], [3.0, 6.0]] and [t.get_text() for t in axis.get_yticklabels()] == ["a", "b"]
    assert axis.get_ylim()[0] > axis.get_ylim()[1]  # the first row is at the top
