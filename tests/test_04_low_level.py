# Written by nbdev-export from nbs/04_low_level.ipynb: edit the notebook.
import pytest
from colorize_nb.low_level import *
import numpy as np


# cell 963313d7
def test_low_level_parameters_equal_the_table():
    net = low_level_features(batch_norm=False)
    assert [l.count_params() for l in net.layers if l.count_params()] == [640, 73_856, 147_584, 295_168, 590_080, 1_180_160]
    assert net.count_params() == 2_287_488
