# Written by nbdev-export from nbs/package.ipynb: edit the notebook.
import pytest
from colorize_nb.__init__ import *
import subprocess, sys
import pytest
import colorize_nb


# cell bd524c9b
def test_every_name_at_the_top_of_the_package_is_there_and_known_to_completion():
    for name, module in PUBLIC.items():
        if name in ("compare",): continue  # it starts the engine
        assert getattr(colorize_nb, name) is getattr(__import__(f"colorize_nb.{module}", fromlist=[name]), name)
    assert {*PUBLIC, "__version__"} <= set(dir(colorize_nb))
    with pytest.raises(AttributeError, match="no attribute 'colourise'"): colorize_nb.colourise


# cell 0f16f712
def test_importing_the_package_and_predicting_load_no_engine_and_no_plotting():
    code = """import sys, colorize_nb
first = set(sys.modules)
import numpy as np
colorize_nb.predict_color(np.zeros((8, 8, 3), np.uint8))
heavy = {"keras", "tensorflow", "jax", "torch", "pandas", "matplotlib", "skimage", "sklearn", "IPython", "ipywidgets", "onnx"}
print(sorted(heavy & set(sys.modules)), sorted({"numpy", "PIL"} & first))"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert told.stdout.strip() == "[] []", told.stdout + told.stderr
