"""Every numbered notebook runs from top to bottom, offline and without warnings."""
from pathlib import Path
import pytest
from nbdev.test import test_nb as run_notebook

NOTEBOOKS = sorted((Path(__file__).parent.parent / "nbs").glob("[0-9]*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path):
    finished, seconds = run_notebook(path, skip_flags=["test-slow"])
    assert finished, f"a cell of {path.name} failed; its traceback is above"
