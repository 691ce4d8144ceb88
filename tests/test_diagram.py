# Written by nbdev-export from nbs/diagram.ipynb: edit the notebook.
import pytest
from colorize_nb.diagram import *
import numpy as np
import pytest


# cell d1a00009
def test_a_line_leaves_a_box_at_its_edge():
    box = Box(2, 1, w=1, h=0.5)
    assert box.edge((5, 1)) == (2.5, 1) and box.edge((2, -3)) == (2, 0.75) and box.edge((3, 2)) == (2.25, 1.25)
    assert box.edge((2.1, 1)) == (2.1, 1)  # a point inside


# cell d1a0000d
def test_everything_lies_where_it_was_put():
    d = Diagram(4, 2)
    a, b = d.box(1, 1, "a", w=1), d.box(3, 1, "b", w=1)
    d.arrow(a, b, "to")
    start, end = d.axis.patches[-1].get_path().vertices[[0, -1]]
    d.grid(0, 0, [["p", "q"], [5, 6]], cell=0.5, marked={(1, 0)})
    cells = d.axis.patches[-4:]
    assert [c.get_xy() for c in cells] == [(0, 0.5), (0.5, 0.5), (0, 0), (0.5, 0)]
    assert [t.get_text() for t in d.axis.texts] == ["a", "b", "to", "p", "q", "5", "6"]
    faces = [c.get_facecolor()[:3] for c in cells]
    assert faces.count((1, 1, 1)) == 3 and faces[2] != (1, 1, 1) and [*d.figure.get_size_inches()] == [4, 2]


# cell d1a0000e
def test_an_arrow_goes_from_edge_to_edge():
    d = Diagram(4, 2)
    a, b = d.box(1, 1, "a", w=1), d.box(3, 1, "b", w=1)
    d.arrow(a, b)
    posA, posB = d.axis.patches[-1]._posA_posB
    assert posA == (1.5, 1) and posB == (2.5, 1)
