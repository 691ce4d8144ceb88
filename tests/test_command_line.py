# Written by nbdev-export from nbs/command_line.ipynb: edit the notebook.
import pytest
from colorize_nb.cli import *
from argparse import Namespace
import argparse, contextlib, io
from collections import Counter
from pathlib import Path
from unittest import mock
import os, tempfile
import numpy as np
import pytest
from PIL import Image
from colorize_nb.metrics import grey, psnr
from colorize_nb.photos import ColorizeError, sample_photo


# cell b9d643b4
def test_the_options_of_colorize_that_contradict_each_other_are_one_sentence():
    options = dict(out="out", format=None, quality=None)
    kind = lambda **changed: result_format(Namespace(**options | changed))
    assert kind() == "png" and kind(format="jpeg") == "jpeg" and kind(out="x.tif") == "tif"
    assert kind(out="x.JPG", format="jpeg", quality=80) == "jpeg" and kind(out="-", format="webp") == "webp"
    wrong = [({"out": "-"}, "add --format"), ({"out": "x.png", "format": "jpeg"}, "leave out --format"),
             ({"quality": 80}, "no quality to choose"), ({"out": "x.tif", "quality": 80}, "tif has no quality"),
             ({"out": "x.gif"}, "cannot be written"), ({"out": ""}, "is empty")]
    for changed, words in wrong:
        with pytest.raises(ColorizeError, match=f"^[^\n]*{words}"): kind(**changed)


# cell 99ff2362
def test_the_summary_counts_every_photograph():
    tasks = range(40)
    assert summary(tasks, "out", Counter(coloured=40)) == "40 of 40 coloured, in out"
    to_go = "12 of 40 coloured, 28 to go: start again with --skip-existing"
    assert summary(tasks, "out", Counter(coloured=12)) == to_go
    found = Counter(coloured=30, skipped=7, failed=3)
    assert summary(tasks, "o\nut", found) == r"30 of 40 coloured, 7 were there before, 3 failed, in o\nut"
    interrupted = summary(tasks, "out", found - Counter(failed=1))
    assert interrupted == "30 of 40 coloured, 7 were there before, 2 failed, 1 to go: start again with --skip-existing"
    assert summary([1], "-", Counter(coloured=1)) == "1 of 1 coloured, on the standard output"


# cell 42531f59
def test_numbers_are_read_as_they_are_written():
    assert [number(text) for text in ("3", "0.5", "-1", "1e3")] == [3, 0.5, -1, 1000]
    assert np.isnan(number("nan")) and isinstance(number("3"), int)
    for text in ("", "two", "1,5"):
        with pytest.raises(argparse.ArgumentTypeError): number(text)
    for text in ("0", "-1", "1.5", "nan", ""):
        with pytest.raises(argparse.ArgumentTypeError): positive(text)


# cell eefb6525
def test_train_takes_several_folders_with_their_shares():
    import pandas as pd
    given = []
    def fake(*positions, **options):
        given.append((positions, options))
        return None, pd.DataFrame([{"epoch": 1}])
    with mock.patch("colorize_nb.train.train", fake), contextlib.redirect_stdout(io.StringIO()) as told:
        for words in ("--data a", "--data a --data b", "--data a --share 3 --data b --share 1"):
            assert main(f"train --recipe faithful --out runs {words}".split()) == 0
        with mock.patch.dict(os.environ, COLORIZE_NB_DATA="places"):
            for words in ("", "--data a"): assert main(f"train --recipe faithful --out runs {words}".split()) == 0
    assert [positions[1] for positions, _ in given] == ["a", ["a", "b"], ["a", "b"], "places", "a"]
    assert [options["shares"] for _, options in given] == [None, None, [3, 1], None, None]
    assert "weights, history and manifest are in runs" in told.getvalue()


# cell ed81b4fd
def test_import_original_hands_its_options_on_and_tells_the_licence():
    from colorize_nb.original import LICENSE
    given = []
    def fake(*arguments):
        given.append(arguments)
        return mock.Mock(license=LICENSE)
    with mock.patch("colorize_nb.original.import_original", fake), contextlib.redirect_stdout(io.StringIO()) as told:
        assert main("import-original colornet.t7 mine.safetensors".split()) == 0
        assert main("import-original a.t7 b.safetensors --classes names.txt --overwrite".split()) == 0
    assert given == [("colornet.t7", "mine.safetensors", None, False), ("a.t7", "b.safetensors", "names.txt", True)]
    assert "--model mine.safetensors" in told.getvalue() and "CC BY-NC-SA 4.0" in told.getvalue()
    with contextlib.redirect_stderr(io.StringIO()) as told: assert main("import-original no.t7 mine.safetensors".split()) == 2
    assert told.getvalue().startswith("colorize-nb: no.t7 does not exist") and told.getvalue().count("\n") == 1


# cell 5b239ffa
def test_commands_that_need_the_repository_say_so_where_it_is_not():
    with tempfile.TemporaryDirectory() as folder:
        Path(f"{folder}/colorize_nb").mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("colorize_nb.__file__", f"{folder}/colorize_nb/__init__.py")
            for command in (["classroom", f"{folder}/class"], ["experiment", "--list"]):
                with contextlib.redirect_stderr(io.StringIO()): assert main(command) == 2
            with pytest.raises(ColorizeError, match="^[^\n]*git clone"): repository()
    assert (repository() / "nbs/backstage/command_line.ipynb").exists()


# cell 2fe69b30
def test_the_demonstration_takes_the_next_free_name():
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "demo.png"
        assert unused(first) == first
        first.touch(); (Path(folder) / "demo-2.png").touch()
        assert unused(first).name == "demo-3.png"


# cell b184b4c7
def test_a_comparison_has_a_column_for_grey_each_colorizer_and_the_original():
    figure = comparison(["coffee", "rocket"], {"red": lambda photo: np.clip(photo * [1.5, 1, 1], 0, 1)}, height=0.5)
    axes = np.array(figure.axes).reshape(2, 3)
    assert [a.get_title() for a in axes[0]] == ["grey", "red", "original"]
    rocket = sample_photo("rocket")
    assert axes[1, 0].get_xlabel() == f"1.00, {psnr(grey(rocket), rocket):.1f} dB"
    assert axes[1, 2].get_xlabel() == "rocket"
