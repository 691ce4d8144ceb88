"""Every numbered notebook runs from top to bottom, offline and without warnings; so do all answers to its exercises, right and wrong."""
from pathlib import Path
import re
from execnb.shell import CaptureShell
from fastcore.nbio import read_nb
from fastcore.xtras import working_directory
import pytest

NBS = Path(__file__).parent.parent / "nbs"
NOTEBOOKS = sorted(NBS.glob("[0-9]*.ipynb"))
VERDICT = re.compile(r"^\s*(if .*)?(print\(f?\"right|check\(|check_shared\()", re.M)  # so the check of an exercise speaks


def answers(path):
    "`[(number of the exercise, None or a part of the hint that it gets, code)]` from the solutions of the notebook at `path`."
    file = NBS / "solutions" / f"{path.stem}.py"
    parts = re.split(r"^# %% (\d+)(?: wrong: (.+))?\n", file.read_text(encoding="utf-8"), flags=re.M)[1:] if file.exists() else []
    return [(int(number), hint, code.strip()) for number, hint, code in zip(parts[::3], parts[1::3], parts[2::3])]


def printed(outputs): return "".join("".join(o["text"]) for o in outputs if o.get("name") == "stdout")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_and_its_exercises_know_right_from_wrong(path):
    notebook, shell, tried = read_nb(path), CaptureShell(path), []
    heading = next((i for i, cell in enumerate(notebook.cells) if "## Exercises" in cell.source), len(notebook.cells))
    exercises = [cell.id for cell in notebook.cells[heading:] if cell.cell_type == "code" and VERDICT.search(cell.source)]

    def try_answers(cell):
        if cell.get("id") not in exercises: return
        number, check = exercises.index(cell.id) + 1, cell.source.split("\n\n", 1)[1]
        assert not printed(cell.outputs).startswith("right"), f"exercise {number} is right before anything was done"
        for which, hint, code in answers(path):
            if which != number: continue
            told = printed(shell.run(f"{code}\n\n{check}"))
            assert told.startswith("right") if hint is None else hint in told and not told.startswith("right"), (number, code, told, shell.exc)
            tried.append((number, hint is None))

    with working_directory(NBS):
        shell.run_all(notebook, exc_stop=True, preproc=lambda cell: "#| test-slow" in cell.source, postproc=try_answers, cell_timeout=600)
    assert {*tried} == {(n, right) for n in range(1, len(exercises) + 1) for right in (True, False)}, "an exercise has no solution or no wrong answer"
