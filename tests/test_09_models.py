# Written by nbdev-export from nbs/09_models.ipynb: edit the notebook.
import pytest
from colorize_nb.models import *
from dataclasses import replace
import numpy as np


# cell 061bc971
def test_parameters_of_the_four_models_equal_the_table():
    assert build_network("model1").count_params() == 42_303_724
    net = build_network("model3")
    assert net.count_params() == 42_330_732
    assert sum(int(np.prod(v.shape)) for v in net.trainable_variables) == 42_317_228
    assert build_network("model4").count_params() == 6_261_602
    assert build_network(replace(RECIPES["model4"], batch_norm=False)).count_params() == 6_252_002
