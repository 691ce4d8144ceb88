# Written by nbdev-export from nbs/backend.ipynb: edit the notebook.
import pytest
from colorize_nb.backend import *
import os, pickle, rlcompleter, subprocess, sys
import numpy as np
from colorize_nb.backend import keras, layers, ops

def printed_by(program):
    "What the Python `program` prints in a process of its own, which must end well."
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


# cell 54c46c05
def test_what_c_libraries_write_is_silenced_and_afterwards_shown_again():
    before = os.fstat(2)
    with quiet_stderr(): assert os.path.samestat(os.fstat(2), os.stat(os.devnull))
    assert os.path.samestat(os.fstat(2), before)


# cell cf517482
def test_modules_that_need_no_engine_do_not_start_one():
    program = """
import sys
import colorize_nb.photos, colorize_nb.lab, colorize_nb.metrics, colorize_nb.predict, colorize_nb.cli
print({"keras", "tensorflow", "sklearn"} & {*sys.modules})
"""
    assert printed_by(program) == "set()"


# cell 9e4afaad
def test_eight_threads_at_first_use_get_the_same_function_and_standard_error_is_back():
    program = """
import os, threading
from concurrent.futures import ThreadPoolExecutor
from colorize_nb.backend import keras, layers, ops
before, start = os.fstat(2), threading.Barrier(8)
def first_use(i):
    start.wait()
    return [lambda: ops.exp, lambda: layers.Dense, lambda: keras.Model][i % 3]().__name__
with ThreadPoolExecutor(8) as pool: names = sorted(pool.map(first_use, range(8)))
print(names == 3 * ["Dense"] + 2 * ["Model"] + 3 * ["exp"], os.path.samestat(os.fstat(2), before))
"""
    assert printed_by(program) == "True True"


# cell c4630289
def test_a_program_without_standard_error_can_import_the_engine():
    program = """
import os
os.close(2)
from colorize_nb.backend import ops
print(float(ops.exp(0.0)))
"""
    assert printed_by(program) == "1.0"


# cell a5a7c670
def test_dir_and_tab_completion_list_what_the_module_has():
    assert {"Model", "ops", "layers"} <= {*dir(keras)} and {"Dense", "Conv2D"} <= {*dir(layers)} and "exp" in dir(ops)
    complete = rlcompleter.Completer({"keras": keras}).complete
    assert complete("keras.Sequ", 0).startswith("keras.Sequential")


# cell c5d1f95e
def test_what_tools_ask_of_every_object_imports_nothing():
    program = """
import copy, inspect, sys
from colorize_nb.backend import Lazy, keras
inspect.unwrap(keras), inspect.ismodule(keras), inspect.isroutine(keras), repr(keras)
asked = [hasattr(keras, name) for name in ("__wrapped__", "_repr_html_", "_pytestfixturefunction", "__file__")]
print(asked, repr(keras), "keras" in sys.modules)
"""
    assert printed_by(program) == "[False, False, False, False] <module 'keras', imported when it is first used> False"


# cell f3bdf551
def test_a_pickled_stand_in_comes_back_as_the_module():
    import keras as real
    assert pickle.loads(pickle.dumps(keras)) is real and pickle.loads(pickle.dumps(ops)) is real.ops


# cell e3c334d0
def test_a_compiled_function_gives_the_same_numbers():
    x = np.linspace(0, 1, 1001, dtype="float32")
    function = lambda x: ops.sqrt(x) * 2 - ops.exp(-x)
    np.testing.assert_allclose(compiled(function)(x), np.sqrt(x) * 2 - np.exp(-x), atol=1e-6)
