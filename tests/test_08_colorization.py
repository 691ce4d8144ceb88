# Written by nbdev-export from nbs/08_colorization.ipynb: edit the notebook.
import pytest
from colorize_nb.colorization import *


# cell 88a4437a
def test_colorization_parameters_equal_the_table():
    net = colorization(batch_norm=False)
    assert [l.count_params() for l in net.layers if l.count_params()] == [295_040, 73_792, 36_928, 18_464, 578]
