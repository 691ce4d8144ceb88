# Written by nbdev-export from nbs/97_course.ipynb: edit the notebook.
import pytest
from colorize_nb.course import *
from pathlib import Path
import json, sys, tempfile
from colorize_nb.photos import ColorizeError


# cell ea865819
def test_a_program_that_holds_more_and_waits_longer_costs_more_and_one_that_fails_is_told():
    seconds, memory = cost([sys.executable, "-c", "import time; held = b'1' * 100_000_000; time.sleep(0.5)"], ".")
    _, less = cost([sys.executable, "-c", "pass"], ".")
    assert 0.5 < seconds and 90e6 < memory - less < 120e6
    try: cost([sys.executable, "-c", "print(no_such_name)"], ".")
    except ColorizeError as e: assert str(e).endswith("failed: NameError: name 'no_such_name' is not defined")
    else: raise AssertionError


# cell baf857b7
def test_a_notebook_is_run_to_its_end_in_its_own_folder_and_an_error_in_it_is_told():
    def notebook(folder, name, *cells):
        code = [{"cell_type": "code", "execution_count": None, "id": f"c{i}", "metadata": {}, "outputs": [], "source": s} for i, s in enumerate(cells)]
        (Path(folder) / name).write_text(json.dumps({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        return Path(folder) / name
    with tempfile.TemporaryDirectory() as folder:
        good = notebook(folder, "good.ipynb", "x = 6 * 7", "open('answer.txt', 'w').write(str(x))")
        table = course_costs([good])
        assert (Path(folder) / "answer.txt").read_text() == "42" and list(table["notebook"]) == ["good"] and table["bytes"][0] > 10e6
        try: course_costs([notebook(folder, "bad.ipynb", "1 / 0", "open('never.txt', 'w')")])
        except ColorizeError as e: assert "bad.ipynb" in str(e)
        else: raise AssertionError
        assert not (Path(folder) / "never.txt").exists()
