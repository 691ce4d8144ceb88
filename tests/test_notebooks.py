"""Every notebook runs from top to bottom in a process of its own, offline and without warnings; so do all answers to its
exercises, right and wrong."""
import re, subprocess, sys
from pathlib import Path
import pytest
from colorize_nb.course import notebooks

NBS = Path(__file__).parent.parent / "nbs"
NOTEBOOKS = notebooks(NBS)
VERDICT = re.compile(r"^\s*(if .*)?(print\(f?\"right|check\(|check_shared\()", re.M)  # so the check of an exercise speaks


@pytest.mark.notebooks
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_and_its_exercises_know_right_from_wrong(path):
    ended = subprocess.run([sys.executable, __file__, path], cwd=path.parent, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def answers(path):
    "`[(number of the exercise, None or a part of the hint that it gets, code)]` from the solutions of the notebook at `path`."
    file = NBS / "solutions" / f"{path.stem}.py"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    parts = re.split(r"^# %% (\d+)(?: wrong: (.+))?\n", text, flags=re.M)[1:]
    return [(int(number), hint, code.strip()) for number, hint, code in zip(parts[::3], parts[1::3], parts[2::3])]


def printed(outputs, stream="stdout"): return "".join("".join(o["text"]) for o in outputs if o.get("name") == stream)


def run(path):
    "Run the notebook at `path` and try all answers to its exercises; a failure is an exception."
    from execnb.shell import CaptureShell
    from fastcore.nbio import read_nb
    notebook, shell, tried = read_nb(path), CaptureShell(path), set()
    heading = next((i for i, cell in enumerate(notebook.cells) if "## Exercises" in cell.source), len(notebook.cells))
    exercises = [cell.id for cell in notebook.cells[heading:] if cell.cell_type == "code" and VERDICT.search(cell.source)]

    def look_at(cell):
        assert not printed(cell.get("outputs", []), "stderr"), f"cell {cell.id} writes to standard error: {printed(cell.outputs, 'stderr')}"
        if cell.get("id") in exercises: try_answers(cell, exercises.index(cell.id) + 1)

    def try_answers(cell, exercise):
        check = cell.source.split("\n\n", 1)[1]
        assert not printed(cell.outputs).startswith("right"), f"exercise {exercise} is right before anything was done"
        for number, hint, code in answers(path):
            if number != exercise: continue
            told = printed(shell.run(f"{code}\n\n{check}"))
            right = told.startswith("right")
            assert right if hint is None else hint in told and not right, f"exercise {number}: {code}\ntold: {told}\n{shell.exc}"
            tried.add((number, hint is None))

    shell.run_all(notebook, exc_stop=True, preproc=lambda cell: "#| test-slow" in cell.source, postproc=look_at, cell_timeout=600)
    wanted = {(number, right) for number in range(1, len(exercises) + 1) for right in (True, False)}
    assert tried == wanted, f"an exercise has no solution or no wrong answer: {wanted ^ tried}"


if __name__ == "__main__": run(Path(sys.argv[1]))
