# Written by nbdev-export from nbs/classroom.ipynb: edit the notebook.
import pytest
from colorize_nb.classroom import *
from pathlib import Path
import json, tempfile
import pytest


# cell c1a50009
def test_answers_have_a_number_and_wrong_ones_a_hint():
    path = Path(tempfile.mkdtemp()) / "a.py"
    path.write_text('"Solutions."\n# %% 1\nx = 2\n\n# %% 1 wrong: too small\nx = 1\n# %% 2\ny = 3\n')
    assert answers(path) == [(1, None, "x = 2"), (1, "too small", "x = 1"), (2, None, "y = 3")] and answers(path.parent / "none.py") == []
    cell = lambda kind, source: {"cell_type": kind, "source": [source]}
    cells = [cell("code", "check(1, 1)"), cell("markdown", "## Exercises"), cell("code", "x = 1"), cell("code", "x = 0  # change\n\ncheck(x, 2)")]
    assert exercises(cells) == [cells[3]]


# cell c1a5000c
def test_a_cell_that_was_never_run_has_no_output_and_no_number():
    ran = {"cell_type": "code", "source": ["1 + 1"], "outputs": [{"data": 2}], "execution_count": 7, "metadata": {}, "id": "a"}
    assert never_run(ran) == ran | {"outputs": [], "execution_count": None} and ran["execution_count"] == 7
    text = {"cell_type": "markdown", "source": ["See [recipes](backstage/recipes.ipynb),\n", "[photos](../backstage/photos.ipynb), [04](04.ipynb)."]}
    assert "".join(never_run(text)["source"]) == f"See [recipes]({BACKSTAGE}recipes.ipynb),\n[photos]({BACKSTAGE}photos.ipynb), [04](04.ipynb)."


# cell c1a5000f
def test_the_solution_passes_its_test_and_a_wrong_answer_does_not():
    cell = {"cell_type": "code", "source": ["x = 0  # change me\n\n", "if x == 2: print('right')\n", "else: print('too small')"], "outputs": [], "metadata": {}}
    solution, test = graded(cell, "x = 2", "04-1")
    code = lambda cell: "".join(cell["source"])
    for answer in (code(solution), "x = 2"): exec(answer + "\n" + code(test), {})
    with pytest.raises(AssertionError, match="too small"): exec("x = 1\n" + code(test), {})
    told = solution["metadata"]["nbgrader"], test["metadata"]["nbgrader"]
    assert [(t["solution"], t["grade"], t["locked"], t.get("points")) for t in told] == [(True, False, False, None), (False, True, True, 1)]
    assert len({t["grade_id"] for t in told}) == 2


# cell c1a50013
def test_a_class_gets_course_and_labs_and_a_teacher_the_solutions():
    nbs = Path(tempfile.mkdtemp()) / "nbs"
    source = "x = 0  # change me\n\nif x == 2: print(\"right\")\nelse: print(\"too small\")"
    cells = [{"cell_type": "markdown", "source": ["## Exercises"], "metadata": {}, "id": "a"},
             {"cell_type": "code", "source": [source], "metadata": {}, "id": "b", "outputs": [1], "execution_count": 1}]
    for folder in ("labs", "backstage", "solutions", "runs"): (nbs / folder).mkdir(parents=True)
    for name in ("01_a", "labs/b", "backstage/c"): (nbs / f"{name}.ipynb").write_text(json.dumps({"cells": cells}))
    (nbs / "solutions/01_a.py").write_text("# %% 1\nx = 2\n# %% 1 wrong: small\nx = 1\n")
    for nbgrader in (False, True):
        classroom(nbs, out := nbs.parent / f"class-{nbgrader}", nbgrader)
        assert {p.relative_to(out).as_posix() for p in out.rglob("*.*")} == {"01_a.ipynb", "labs/b.ipynb"} and (out / "runs").is_dir()
        made = json.loads((out / "01_a.ipynb").read_text())["cells"]
        assert len(made) == 2 + nbgrader and made[1]["outputs"] == [] and ("x = 2\n### END" in "".join(made[1]["source"])) == nbgrader


# cell c1a50014
@pytest.mark.slow
def test_nbgrader_takes_the_solution_out_and_finds_its_test():
    api = pytest.importorskip("nbgrader.preprocessors", reason="nbgrader, which is not needed otherwise, is not installed")
    import nbformat
    cell = {"cell_type": "code", "source": ["x = 0\n\n", "if x == 2: print('right')\n", "else: print('too small')"], "outputs": [], "metadata": {}, "execution_count": None}
    made = {"cells": graded(cell, "x = 2", "a-1"), "metadata": {"kernelspec": {"name": "python3", "language": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    notebook = nbformat.reads(json.dumps(made), as_version=4)
    for name in ("IncludeHeaderFooter", "LockCells", "ClearSolutions", "CheckCellMetadata"): notebook, _ = getattr(api, name)().preprocess(notebook, {"language": "python"})
    assert "x = 2" not in notebook.cells[0].source and "YOUR CODE HERE" in notebook.cells[0].source and notebook.cells[1].metadata.deletable is False
