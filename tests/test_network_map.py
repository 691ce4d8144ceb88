# Written by nbdev-export from nbs/network_map.ipynb: edit the notebook.
import pytest
from colorize_nb.network_map import *
import numpy as np
from matplotlib.colors import to_rgb
from colorize_nb.style import ORANGE


# cell 2ffa4190
def test_only_the_named_parts_are_lit():
    figure = network_map("global", "classifier")
    faces = [tuple(np.round(p.get_facecolor()[:3], 3)) for p in figure.axes[0].patches if hasattr(p, "get_boxstyle") and p.get_edgecolor()[3] == 0]
    assert sum(f == tuple(np.round(to_rgb(ORANGE), 3)) for f in faces) == 2 and len(faces) == len(PARTS)


# cell 34def1b4
def test_a_part_that_does_not_exist_is_named():
    try: network_map("pooling")
    except ValueError as e: message = str(e)
    assert "pooling" in message and "fusion" in message
