# Written by nbdev-export from nbs/05_global_features.ipynb: edit the notebook.
import pytest
from colorize_nb.global_features import *
import numpy as np


# cell 22df6190
def test_global_parameters_equal_the_table():
    net, head = global_features(224, batch_norm=False), classifier_head(10, batch_norm=False)
    assert [l.count_params() for l in net.layers if l.count_params()] == [2_359_808] * 4 + [25_691_136, 524_800, 131_328]
    assert [l.count_params() for l in head.layers if l.count_params()] == [131_328, 2_570]
