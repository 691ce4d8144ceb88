# Written by nbdev-export from nbs/course.ipynb: edit the notebook.
import pytest
from colorize_nb.course import *
from pathlib import Path
import json, sys, tempfile
import pytest
from colorize_nb.photos import ColorizeError


# cell ea865819
def test_the_memory_of_a_program_is_what_it_reports_of_itself():
    program = """import resource
held = b"1" * 100_000_000
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open("own.txt", "w") as file: file.write(str(own))"""
    with tempfile.TemporaryDirectory() as folder:
        _, memory = cost([sys.executable, "-c", program], folder)
        own = int((Path(folder) / "own.txt").read_text()) * (1 if sys.platform == "darwin" else 1024)
    assert 100e6 < own <= memory < own + 10e6


# cell d271861f
def test_a_program_that_fails_is_told_with_its_reason():
    with pytest.raises(ColorizeError, match="failed: NameError: name 'no_such_name' is not defined$"):
        cost([sys.executable, "-c", "print(no_such_name)"], ".")
    with pytest.raises(ColorizeError, match="failed: status 3$"): cost([sys.executable, "-c", "import sys; sys.exit(3)"], ".")


# cell baf857b7
def test_a_notebook_is_run_to_its_end_in_its_own_folder_and_an_error_in_it_is_told():
    def notebook(folder, name, *cells):
        code = [{"cell_type": "code", "execution_count": None, "id": f"c{i}", "metadata": {}, "outputs": [], "source": s} for i, s in enumerate(cells)]
        (Path(folder) / name).write_text(json.dumps({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        return Path(folder) / name
    with tempfile.TemporaryDirectory() as folder:
        good = notebook(folder, "good.ipynb", "x = 6 * 7", "open('answer.txt', 'w').write(str(x))")
        table = course_costs([good])
        assert (Path(folder) / "answer.txt").read_text() == "42" and list(table["notebook"]) == ["good"]
        bad = notebook(folder, "bad.ipynb", "1 / 0", "open('never.txt', 'w')")
        with pytest.raises(ColorizeError, match="bad.ipynb"): course_costs([bad])
        assert not (Path(folder) / "never.txt").exists()
