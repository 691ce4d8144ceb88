# Written by nbdev-export from nbs/00_backend.ipynb: edit the notebook.
import pytest
from colorize_nb.backend import *
import numpy as np
from keras import ops


# cell e3c334d0
def test_a_compiled_function_gives_the_same_numbers():
    x = np.linspace(0, 1, 1001, dtype="float32")
    function = lambda x: ops.sqrt(x) * 2 - ops.exp(-x)
    np.testing.assert_allclose(compiled(function)(x), np.sqrt(x) * 2 - np.exp(-x), atol=1e-6)


# cell 82d9a13f
def test_a_format_must_earn_its_place():
    assert faster_precision() in ("float32", "mixed_bfloat16")
