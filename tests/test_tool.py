"""The installed command `colorize-nb`, as a user meets it: right answers, and one clear sentence for each mistake."""
import json, subprocess, sys
from pathlib import Path
import numpy as np
import pandas as pd
import pytest
from PIL import Image
from colorize_nb.cli import main
from colorize_nb.photos import read_photo, sample_photo, save_photo
from colorize_nb.predict import shipped_colorizers

TOOL = Path(sys.executable).parent / "colorize-nb"


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "cup.png"
    save_photo(sample_photo("coffee")[:120, :160], path)
    return path


def test_demo_writes_one_picture_of_all_samples(tmp_path):
    done = subprocess.run([TOOL, "demo", "--dpi", "40"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    picture = tmp_path / "colorize-nb-demo.png"
    assert str(picture) in done.stdout and "jupyter lab" in done.stdout
    pixels = np.asarray(Image.open(picture).convert("RGB")).astype(int)
    colour = np.ptp(pixels, axis=2) > 40
    column = pixels.shape[1] // (len(shipped_colorizers()) + 2)
    assert colour[:, -column:].mean() > 0.2 > 0.02 > colour[:, :column].mean()  # originals at the right, grey at the left


def test_demo_does_not_overwrite(tmp_path, monkeypatch):
    from argparse import Namespace
    from colorize_nb import cli
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "SAMPLES", ["coffee"])
    Path("colorize-nb-demo.png").write_text("mine")
    monkeypatch.setattr(cli, "comparison", lambda *args: __import__("matplotlib.pyplot").pyplot.figure())
    cli.demo(Namespace(out=None, dpi=20))
    assert Path("colorize-nb-demo.png").read_text() == "mine" and Path("colorize-nb-demo-2.png").exists()


def test_a_reader_who_has_heard_enough_is_no_error():
    with subprocess.Popen([TOOL, "experiment", "--list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as tool:
        tool.stdout.close()
        assert "Broken" not in tool.stderr.read() and tool.wait() == 0


def test_colorize_keeps_size_and_luminance(photo, tmp_path, capsys):
    assert main(["colorize", str(photo), "--out", str(tmp_path / "out")]) == 0
    result = read_photo(tmp_path / "out" / "cup-faithful.png")
    assert result.shape == read_photo(photo).shape
    assert np.ptp(result, axis=2).max() > 0.05  # there is colour


def test_a_bad_file_does_not_stop_the_folder(photo, tmp_path, capsys):
    (photo.parent / "notes.jpg").write_text("no picture")
    (photo.parent / "deep").mkdir()
    Image.new("L", (9, 9), 100).save(photo.parent / "deep" / "grey.png")
    out = tmp_path.parent / f"{tmp_path.name}-out"
    assert main(["colorize", str(photo.parent), "--out", str(out)]) == 2
    told = capsys.readouterr()
    assert "2 of 3 coloured" in told.out and "notes.jpg is not a picture" in told.err and "Traceback" not in told.err
    assert (out / "cup-faithful.png").exists() and (out / "deep" / "grey-faithful.png").exists()
    assert len(list(out.rglob("*.*"))) == 2  # nothing half-written


def test_results_are_not_overwritten_unasked(photo, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["colorize", str(photo), "--out", str(out)]) == 0
    (out / "cup-faithful.png").write_text("mine")
    assert main(["colorize", str(photo), "--out", str(out)]) == 2
    assert (out / "cup-faithful.png").read_text() == "mine" and "--overwrite" in capsys.readouterr().err
    assert main(["colorize", str(photo), "--out", str(out), "--overwrite"]) == 0


@pytest.mark.parametrize("name, content, told", [
    ("missing.jpg", None, "does not exist"),
    ("text.jpg", b"hello, I am a text", "not a picture"),
    ("empty.png", b"", "empty"),
])
def test_a_bad_photograph_is_one_sentence(tmp_path, capsys, name, content, told):
    if content is not None: (tmp_path / name).write_bytes(content)
    assert main(["colorize", str(tmp_path / name)]) == 2
    error = capsys.readouterr().err
    assert told in error and name in error and error.count("\n") == 1


def test_a_truncated_photograph_is_one_sentence(photo, tmp_path, capsys):
    whole = tmp_path / "whole.jpg"
    save_photo(read_photo(photo), whole)
    (tmp_path / "cut.jpg").write_bytes(whole.read_bytes()[:2000])
    assert main(["colorize", str(tmp_path / "cut.jpg"), "--out", str(tmp_path / "out")]) == 2
    assert "cut.jpg" in capsys.readouterr().err and not (tmp_path / "out").exists()


def test_a_bomb_is_refused_with_the_switch(tmp_path, capsys):
    Image.new("1", (20_000, 15_000)).save(tmp_path / "bomb.png")
    assert main(["colorize", str(tmp_path / "bomb.png")]) == 2
    error = capsys.readouterr().err
    assert "300 megapixels" in error and "--max-megapixels" in error


@pytest.mark.filterwarnings("always::UserWarning")  # which the command turns into a line on standard error
def test_an_animation_says_that_only_its_first_frame_is_used(tmp_path, capsys):
    frames = [Image.new("RGB", (16, 16), c) for c in ("red", "blue")]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    assert main(["colorize", str(tmp_path / "moving.gif"), "--out", str(tmp_path / "out")]) == 0
    assert "first is used" in capsys.readouterr().err


def test_unknown_model_folder_without_pictures_and_unwritable_output(photo, tmp_path, capsys):
    assert main(["colorize", str(photo), "--model", "model9"]) == 2
    assert "model9" in capsys.readouterr().err
    (tmp_path / "none").mkdir()
    assert main(["colorize", str(tmp_path / "none")]) == 2
    assert "no pictures" in capsys.readouterr().err
    assert main(["colorize", str(photo), "--out", str(photo / "below")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_train_names_what_is_wrong_with_the_data(photo, tmp_path, capsys):
    lonely = tmp_path / "data"
    for name, n in (("coast", 3), ("valley", 1)):
        (lonely / name).mkdir(parents=True)
        for i in range(n): Image.new("RGB", (8, 8), (i, 9, 9)).save(lonely / name / f"{i}.png")
    assert main(["train", "--recipe", "model4", "--data", str(lonely), "--out", str(tmp_path / "run")]) == 2
    assert "valley has one photograph" in capsys.readouterr().err
    assert main(["train", "--recipe", "model5", "--data", str(lonely), "--out", str(tmp_path / "run")]) == 2
    error = capsys.readouterr().err
    assert "model5" in error and "model3_places" in error
    assert not (tmp_path / "run").exists()


def test_evaluate_writes_the_table(photo, tmp_path, capsys):
    folder = tmp_path / "judged"
    folder.mkdir()
    for name in ("coffee", "chelsea"): save_photo(sample_photo(name)[:96, :128], folder / f"{name}.png")
    assert main(["evaluate", "--data", str(folder), "--out", str(tmp_path / "scores")]) == 0
    table = pd.read_csv(tmp_path / "scores" / "scores.csv", index_col=0)
    assert list(table.index)[:2] == ["grey", "mean colour"] and table.index[-1] == "half-size ceiling"
    assert np.isclose(table.loc["grey", "ab MSE / grey"], 1, atol=1e-3) and table.loc["half-size ceiling", "ab MSE / grey"] < 0.2
    assert (tmp_path / "scores" / "scores.md").read_text().startswith("| colorizer | ab MSE |")
    assert main(["evaluate", "--data", str(folder), "--out", str(tmp_path / "scores")]) == 2  # not overwritten


def test_compare_writes_a_page_and_does_not_overwrite_it(photo, tmp_path, capsys):
    page = tmp_path / "out.html"
    assert main(["compare", str(photo), "--html", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "cup.png in colour" in text and 'data-name="vivid"' in text and str(page) in capsys.readouterr().out
    page.write_text("mine")
    assert main(["compare", str(photo), "--html", str(page)]) == 2
    assert page.read_text() == "mine" and "--overwrite" in capsys.readouterr().err
    (tmp_path / "text.jpg").write_text("no picture")
    assert main(["compare", str(tmp_path / "text.jpg"), "--html", str(tmp_path / "none.html")]) == 2
    assert "text.jpg is not a picture" in capsys.readouterr().err and not (tmp_path / "none.html").exists()


def test_app_says_what_is_missing(tmp_path, capsys, monkeypatch):
    assert main(["app", "--data", str(tmp_path / "none")]) == 2
    assert "none is not a folder" in capsys.readouterr().err
    monkeypatch.setattr("colorize_nb.cli.find_spec", lambda name: None)
    assert main(["app"]) == 2
    assert 'pip install "colorize_nb[app]"' in capsys.readouterr().err


def test_a_classroom_gets_notebooks_without_outputs_and_solutions(tmp_path, capsys):
    out = tmp_path / "class"
    assert main(["classroom", str(out)]) == 0
    nbs = Path(__file__).parent.parent / "nbs"
    assert {p.name for p in out.glob("*.ipynb")} == {p.name for p in nbs.glob("*.ipynb")} and not (out / "solutions").exists()
    notebook, original = (json.loads((folder / "01_lab.ipynb").read_text(encoding="utf-8"))["cells"] for folder in (out, nbs))
    assert [c["source"] for c in notebook] == [c["source"] for c in original] and any(c.get("outputs") for c in original)
    assert not any(c.get("outputs") for c in notebook) and (out / "runs/scores/kodak/scores.csv").exists()
    assert main(["classroom", str(out)]) == 2 and "not overwritten" in capsys.readouterr().err
