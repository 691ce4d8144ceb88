# Written by nbdev-export from nbs/course.ipynb: edit the notebook.
import pytest
from colorize_nb.course import *
from pathlib import Path
import json, sys, tempfile
import pandas as pd
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


# cell 2805c84f
def test_a_docstring_is_no_code_and_a_test_is_no_lesson():
    source = 'def f(x):\n    """Double x.\n\n    Slowly.\n    """\n    # twice\n\n    return 2 * x\n'
    assert lines_of_code(source) == 2
    assert is_test("#| test one is one\nassert 1 == 1") and is_test("#| test-imports\nimport os") and not is_test("#| export\ntest = 1")


# cell 1925b086
def test_words_of_our_own_are_found_and_those_of_the_field_are_not():
    assert private_words("The network knows; a colour cast, a cast; 44 MiniPlaces classes at their places in place") == ["cast", "places"]
    assert private_words("a distribution over quantised ab, soft-encoding, unseen classes, takes place") == []
    assert private_words("grey's error, strangers, the path hears it") == ["grey's error", "strangers", "hears"]


# cell 720c0fb0
def test_what_a_reader_meets_is_counted():
    made = [("markdown", "# One title\n\nIt is [a link](https://a.org/b) to $x^2$; $$y$$ costs 5 $."), ("code", "#| hide\nhidden = 1"), ("code", "x = 1\n# no\ny = 2"),
            ("code", "#| test one\nassert 1"), ("markdown", "## Exercises\n\n**1. A sum** · *build*\n\n**2. A look** · *look*"), ("code", "x = [\n" + "1,\n" * 14 + "]"), ("code", "d = Diagram(2, 1)")]
    path = Path(tempfile.mkdtemp()) / "a.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": kind, "source": source} for kind, source in made]}))
    assert counts(path) == {"words": 21, "lines": 19, "long cells": 1, "private": 0, "formulas": 2, "diagrams": 1, "links": 1, "exercises": 2, "building": 1}


# cell 042a0d9a
def test_each_limit_has_its_sentence():
    good = dict(part="course", minutes=20, words=1000, lines=9, private=0, formulas=1, diagrams=1, links=3, exercises=4, building=2) | {"long cells": 0}
    bad = dict(part="labs", minutes=61, words=1000, lines=9, private=1, formulas=1, diagrams=1, links=2, exercises=4, building=1) | {"long cells": 2}
    assert faults(pd.DataFrame({"01_a": good}).T) == []
    assert len(faults(pd.DataFrame({"01_a": good, "b": bad}).T)) == 5
    assert len(faults(pd.DataFrame({"01_a": good | {"words": 20_001, "minutes": 301}}).T)) == 3
    assert faults(pd.DataFrame({"c": bad | {"part": "backstage"}}).T) == []
