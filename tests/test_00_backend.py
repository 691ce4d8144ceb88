# Written by nbdev-export from nbs/00_backend.ipynb: edit the notebook.
import pytest
from colorize_nb.backend import *
import os
import numpy as np
from keras import ops


# cell cf517482
def test_modules_that_need_no_engine_do_not_start_one():
    import subprocess, sys
    program = "import sys, colorize_nb.photos, colorize_nb.lab, colorize_nb.metrics, colorize_nb.predict, colorize_nb.cli; print('keras' in sys.modules, 'sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.split() == ["False", "False"]


# cell e3c334d0
def test_a_compiled_function_gives_the_same_numbers():
    x = np.linspace(0, 1, 1001, dtype="float32")
    function = lambda x: ops.sqrt(x) * 2 - ops.exp(-x)
    np.testing.assert_allclose(compiled(function)(x), np.sqrt(x) * 2 - np.exp(-x), atol=1e-6)


# cell f51401a1
def test_a_format_must_be_clearly_faster_to_be_chosen():
    as_if = lambda **times: faster_precision(seconds=times.get)
    assert as_if(float32=1.0, mixed_bfloat16=0.5) == "mixed_bfloat16"
    assert as_if(float32=1.0, mixed_bfloat16=0.9) == "float32" and as_if(float32=1.0, mixed_bfloat16=9.0) == "float32"


# cell 2c63ed07
def test_a_training_step_takes_time_in_both_formats():
    assert all(0 < seconds_a_step(policy, size=8, channels=4, repeats=1) < 60 for policy in ("float32", "mixed_bfloat16"))


# cell da475ed9
def test_what_c_libraries_say_is_silenced_and_afterwards_heard_again():
    before = os.fstat(2)
    with quiet_stderr(): assert os.path.samestat(os.fstat(2), os.stat(os.devnull))
    assert os.path.samestat(os.fstat(2), before)
