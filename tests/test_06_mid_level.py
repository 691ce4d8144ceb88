# Written by nbdev-export from nbs/06_mid_level.ipynb: edit the notebook.
import pytest
from colorize_nb.mid_level import *


# cell e06bb3ca
def test_mid_level_parameters_equal_the_table():
    net = mid_level_features(batch_norm=False)
    assert [l.count_params() for l in net.layers if l.count_params()] == [2_359_808, 1_179_904]
