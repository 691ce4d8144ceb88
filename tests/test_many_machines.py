# Written by nbdev-export from nbs/many_machines.ipynb: edit the notebook.
import pytest
from colorize_nb.many_machines import *
from importlib.util import find_spec
from pathlib import Path
import numpy as np
import pytest
from colorize_nb.photos import ColorizeError


# cell 3a000015
def test_amdahl_s_law_has_its_limits():
    assert amdahl(1, 0.3) == 1 and np.isclose(amdahl(1e9, 0.05), 20) and np.isclose(amdahl(8, 0), 8)
    assert (np.diff(amdahl(np.arange(1, 50), 0.1)) > 0).all() and amdahl(50, 0.1) < 10


# cell 3a000043
@pytest.mark.slow
def test_two_processes_on_jax_take_the_steps_of_one():
    if not find_spec("jax"): pytest.skip("jax is not installed")
    found = live()
    np.testing.assert_allclose(found["2 processes"], found["1 process"], rtol=1e-5)
    np.testing.assert_allclose(found["1 process"], one_layer(), rtol=1e-5)  # whatever the engine here
    with pytest.raises(ColorizeError, match="^a process of 1 failed: "): by_processes(1, "nothing", Path("x"))
