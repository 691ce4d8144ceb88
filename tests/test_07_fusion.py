# Written by nbdev-export from nbs/07_fusion.ipynb: edit the notebook.
import pytest
from colorize_nb.fusion import *
import numpy as np
from colorize_nb.backend import keras


# cell 8ffb5b1b
def test_fusion_equals_an_explicit_loop_over_the_places():
    rng = np.random.default_rng(0)
    mid, scene = rng.normal(size=(2, 3, 5, 4)).astype("float32"), rng.normal(size=(2, 6)).astype("float32")
    layer = Fusion(7)
    fused = np.asarray(layer([mid, scene]))
    kernel, bias = layer.kernel.numpy(), rng.normal(size=7)
    layer.bias.assign(bias)
    fused = np.asarray(layer([mid, scene]))
    for n, y, x in np.ndindex(2, 3, 5):
        np.testing.assert_allclose(fused[n, y, x], np.concatenate([mid[n, y, x], scene[n]]) @ kernel + bias, rtol=1e-4, atol=1e-5)


# cell e020da39
def test_fusion_parameters_equal_the_table():
    assert fusion(batch_norm=False).count_params() == 131_328
