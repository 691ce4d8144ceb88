"""Every notebook runs from top to bottom in a process of its own, offline and without warnings; its test cells change
nothing of what the others show; and all answers to its exercises, right and wrong, are judged rightly."""
import base64, io, subprocess, sys
from pathlib import Path
import numpy as np
import pytest
from PIL import Image
from colorize_nb.classroom import answers, exercises
from colorize_nb.course import is_test, notebooks

NBS = Path(__file__).parent.parent / "nbs"


@pytest.mark.notebooks
@pytest.mark.parametrize("path", notebooks(NBS), ids=lambda path: path.stem)
def test_notebook_runs_and_its_exercises_know_right_from_wrong(path):
    ended = subprocess.run([sys.executable, __file__, path], cwd=path.parent, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def printed(outputs, stream="stdout"): return "".join("".join(o["text"]) for o in outputs if o.get("name") == stream)


def shows(output):
    "What a reader sees of `output`: a text, or a small copy of a picture, since a layout may move by a pixel."
    data = output.get("data", {})
    for kind in ("image/png", "image/jpeg"):
        if kind not in data: continue
        picture = Image.open(io.BytesIO(base64.b64decode("".join(data[kind])))).convert("RGB")
        return np.asarray(picture.resize((64, 64), Image.Resampling.BOX), float)
    return "".join(data.get("text/plain", output.get("text", "")))


def same(one, other):
    "Do two outputs look the same? Pictures may differ a little, by a pixel or by the rounding of sums."
    if isinstance(one, str) or isinstance(other, str): return isinstance(one, type(other)) and one == other
    return np.abs(one - other).mean() < 3


def test_small_differences_of_pictures_are_none_and_an_empty_one_is_one():
    def picture(pixels):
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "PNG")
        return shows({"data": {"image/png": base64.b64encode(file.getvalue()).decode()}})
    pixels = np.full((200, 300, 3), 255, np.uint8)
    pixels[50:150, 100:200] = (0, 90, 180)
    empty, moved = np.full_like(pixels, 255), np.roll(pixels, 1, axis=1)[:-1]
    assert same(picture(pixels), picture(moved)) and not same(picture(pixels), picture(empty))
    assert same("a", "a") and not same("a", "b") and not same("a", picture(pixels))


def execute(path, skipped, look_at=lambda cell, shell: None):
    "Run the notebook at `path` but for the cells that are `skipped`: `{id: what the cell shows}` of its other cells."
    from execnb.shell import CaptureShell
    from fastcore.nbio import read_nb
    notebook, shell, seen = read_nb(path), CaptureShell(path), {}

    def after(cell):
        assert not printed(cell.get("outputs", []), "stderr"), f"cell {cell.id} writes to standard error: {printed(cell.outputs, 'stderr')}"
        if cell.cell_type == "code" and not is_test(cell.source) and "#| varies" not in cell.source:
            seen[cell.id] = [shows(output) for output in cell.get("outputs", [])]
        look_at(cell, shell)

    shell.run_all(notebook, exc_stop=True, preproc=skipped, postproc=after, cell_timeout=600)
    return seen


def run(path):
    "Run the notebook at `path` with and without its tests, and try all answers; a failure is an exception."
    from fastcore.nbio import read_nb
    wanted = {cell["id"]: number for number, cell in enumerate(exercises(read_nb(path).cells), 1)}
    tried = set()

    def try_answers(cell, shell):
        exercise = wanted.get(cell.id)
        if exercise is None: return
        check = cell.source.split("\n\n", 1)[1]
        assert not printed(cell.outputs).startswith("right"), f"exercise {exercise} is right before anything was done"
        for number, hint, code in answers(NBS / "solutions" / f"{path.stem}.py"):
            if number != exercise: continue
            told = printed(shell.run(f"{code}\n\n{check}"))
            right = told.startswith("right")
            assert right if hint is None else hint in told and not right, f"exercise {number}: {code}\ntold: {told}\n{shell.exc}"
            tried.add((number, hint is None))

    with_tests = execute(path, lambda cell: cell.source.startswith("#| test-slow"), try_answers)
    pairs = {(number, right) for number in wanted.values() for right in (True, False)}
    assert tried == pairs, f"an exercise has no solution or no wrong answer: {pairs ^ tried}"
    if "keras" in sys.modules: sys.modules["keras"].utils.clear_session()
    without = execute(path, lambda cell: cell.source.startswith(("#| test ", "#| test-slow ")))
    for name, shown in without.items():
        equal = len(shown) == len(with_tests[name]) and all(map(same, shown, with_tests[name]))
        assert equal, f"cell {name} shows something else without the test cells (or says how long it took: mark it `#| varies`)"


if __name__ == "__main__": run(Path(sys.argv[1]))
