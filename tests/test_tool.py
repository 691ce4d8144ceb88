"""The installed command `colorize-nb`, as a user meets it: right answers, and one clear sentence for each mistake."""
import io, json, os, signal, socket, subprocess, sys, time
from pathlib import Path
import numpy as np
import pandas as pd
import pytest
from PIL import Image
from colorize_nb import cli, folders
from colorize_nb.cli import main
from colorize_nb.engines import make_engine
from colorize_nb.lab import rgb_to_luminance
from colorize_nb.photos import open_photo, read_photo, sample_photo, save_photo
from colorize_nb.predict import predict_color, shipped_colorizers
from colorize_nb.progress import progress

TOOL = Path(sys.executable).parent / "colorize-nb"
PIPES = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
CUP = sample_photo("coffee")[100:164, 200:280]


def run(*words): return main([str(word) for word in words])
def pixels(path): return open_photo(path).pixels.astype(int)
def image(source):
    with Image.open(source) as found: found.load()
    return found
def names(folder): return sorted(path.name for path in Path(folder).rglob("*") if path.is_file())


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "cup.png"
    save_photo(CUP, path)
    return path


@pytest.fixture
def scans(tmp_path):
    "A folder with three photographs."
    for n in range(3): save_photo(sample_photo("coffee")[8 * n:8 * n + 64, 200:280], tmp_path / "scans" / f"{n}.png")
    return tmp_path / "scans"


@pytest.fixture
def out(tmp_path): return tmp_path / "results"


# ---------------------------------------------------------------- one photograph

def test_hints_in_a_file_correct_one_photograph(photo, out, tmp_path):
    hints = tmp_path / "hints.csv"
    hints.write_text("x, y, colour, radius\n20, 30, steelblue, 4\n")
    assert run("colorize", photo, "--out", out / "x.png", "--hints", hints, "--reach", 0.3) == 0
    wanted = predict_color(photo, hints=hints, reach=0.3, dtype="uint8").astype(int)
    assert np.abs(pixels(out / "x.png") - wanted).max() <= 1
    assert np.abs(wanted - predict_color(photo, dtype="uint8")).max() > 20


@pytest.mark.parametrize("text, words, sentence", [
    ("900,3,red", [], "hints.csv, line 1: the hint red at x=900, y=3 is outside"),
    ("1,3,red", ["--reach", "0"], "reach is 0 and must be above 0"),
    ("1,3,red", ["OTHER"], "has the hints of one photograph, and 2 are to be coloured"),
    (None, [], "hints.csv does not exist"),
    (None, ["--reach", "1", "WITHOUT"], "--reach says how far hints spread"),
])
def test_wrong_hints_are_one_sentence(photo, out, tmp_path, capsys, text, words, sentence):
    hints, other = tmp_path / "hints.csv", tmp_path / "other.png"
    save_photo(CUP, other)
    if text: hints.write_text(text)
    given = [] if "WITHOUT" in words else ["--hints", hints]
    photos, rest = [photo] + [other] * ("OTHER" in words), [word for word in words if word not in ("OTHER", "WITHOUT")]
    assert run("colorize", *photos, "--out", out, *given, *rest) in (1, 2)
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1 and sentence in told[0], told


def test_colorize_keeps_size_and_luminance_and_gives_colour(photo, out, capsys):
    assert run("colorize", photo, "--out", out, "--saturation", 0.5) == 0
    assert "1 of 1 coloured, in " in capsys.readouterr().out
    result = open_photo(out / "cup-faithful.png").pixels
    assert result.shape == CUP.shape
    lightness = 100 * np.abs(rgb_to_luminance(result) - rgb_to_luminance(open_photo(photo).pixels))
    assert np.percentile(lightness, 99) < 0.5 and lightness.mean() < 0.15  # of 8 bits; few are outside of sRGB
    assert np.ptp(result.astype(int), axis=2).max() > 12


@pytest.mark.parametrize("words, options", [
    ([], {}),
    (["--model", "vivid"], {"colorizer": "vivid"}),
    (["--saturation", "1.7"], {"saturation": 1.7}),
    (["--temperature", "0.1"], {"temperature": 0.1}),
    (["--short-side", "64"], {"short_side": 64}),
    (["--global-image", "GLOBAL"], {"global_image": "GLOBAL"}),
])
def test_every_option_of_colouring_has_its_effect(photo, out, tmp_path, words, options):
    save_photo(sample_photo("flower")[::8, ::8], tmp_path / "GLOBAL.png")
    words = [str(tmp_path / "GLOBAL.png") if word == "GLOBAL" else word for word in words]
    options = {name: tmp_path / "GLOBAL.png" if value == "GLOBAL" else value for name, value in options.items()}
    assert run("colorize", photo, "--out", out / "x.png", *words) == 0
    result, plain = pixels(out / "x.png"), predict_color(photo, dtype="uint8").astype(int)
    assert np.abs(result - predict_color(photo, dtype="uint8", **options)).max() <= 1
    assert (np.abs(result - plain).max() > 3) == bool(options)


def test_format_and_quality_have_their_effect(photo, out):
    for words in (["--format", "jpeg", "--quality", "60"], ["--format", "webp"], []):
        assert run("colorize", photo, "--out", out, *words) == 0
    assert run("colorize", photo, "--out", out / "best.jpg", "--quality", "100") == 0
    assert run("colorize", photo, "--out", out / "usual.jpg") == 0
    kinds = {"cup-faithful.jpg": "JPEG", "cup-faithful.webp": "WEBP", "cup-faithful.png": "PNG"}
    kinds |= {"best.jpg": "JPEG", "usual.jpg": "JPEG"}
    assert {name: image(out / name).format for name in names(out)} == kinds
    size = lambda name: (out / name).stat().st_size
    assert size("cup-faithful.jpg") < size("usual.jpg") < size("best.jpg")
    assert [layer[1:3] for layer in image(out / "usual.jpg").layer] == [(1, 1)] * 3  # 4:4:4


def test_the_limit_on_megapixels_has_its_effect(photo, out, capsys):
    assert run("colorize", photo, "--out", out, "--max-megapixels", "0.005") == 1
    assert "--max-megapixels" in capsys.readouterr().err and not out.exists()
    assert run("colorize", photo, "--out", out, "--max-megapixels", "0.006") == 0


@pytest.mark.parametrize("engine", ["numpy", "onnx", pytest.param("keras", marks=pytest.mark.slow)])
def test_all_engines_give_the_same_pixels(photo, out, engine):
    if engine == "onnx": pytest.importorskip("onnxruntime"), pytest.importorskip("onnx")
    assert run("colorize", photo, "--out", out, "--engine", engine) == 0
    assert np.abs(pixels(out / "cup-faithful.png") - predict_color(photo, dtype="uint8")).max() <= 1


def test_the_engine_asked_for_is_the_one_that_runs(photo, out, monkeypatch):
    asked = []
    def numpy(weights, name):
        asked.append(name)
        return make_engine(weights, "numpy")
    monkeypatch.setattr("colorize_nb.predict.make_engine", numpy)
    for engine in ("numpy", "keras", "onnx", "auto"):
        assert run("colorize", photo, "--out", out / f"{engine}.png", "--engine", engine) == 0
    assert asked == ["numpy", "keras", "onnx", None]


def test_the_cheapest_engine_colours_all_but_the_first(scans, out, monkeypatch):
    asked = []
    def numpy(weights, name):
        asked.append(name)
        return make_engine(weights, "numpy")
    monkeypatch.setattr("colorize_nb.predict.make_engine", numpy)
    monkeypatch.setattr(folders, "engines_here", lambda: ["numpy", "onnx"])
    monkeypatch.setattr(folders, "seconds_for", lambda n, each, engine, workers, running: n * len(engine))  # onnx: 4
    for engine in ("auto", "numpy"):
        assert run("colorize", scans, "--out", out / engine, "--engine", engine, "--jobs", 1) == 0
    assert asked == [None, "onnx", "numpy"] and len(names(out)) == 6


def test_standard_input_and_output(photo, out, capsysbinary, monkeypatch):
    wanted = predict_color(photo, dtype="uint8").astype(int)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(photo.read_bytes())))
    assert run("colorize", "-", "--out", "-", "--format", "png") == 0
    told = capsysbinary.readouterr()
    assert np.abs(np.asarray(image(io.BytesIO(told.out))) - wanted).max() <= 1
    assert told.err == b"1 of 1 coloured, on the standard output\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(photo.read_bytes())))
    assert run("colorize", "-", "--out", out) == 0 and np.abs(pixels(out / "stdin-faithful.png") - wanted).max() <= 1
    assert run("colorize", photo, "--out", "-", "--format", "webp", "--quiet") == 0
    told = capsysbinary.readouterr()
    assert image(io.BytesIO(told.out[told.out.index(b"RIFF"):])).format == "WEBP" and told.err == b""
    assert run("colorize", "-", photo) == 2 and run("colorize", photo, "--out", "-") == 2


def test_one_photograph_starts_nothing_heavy_and_help_even_less(photo, out):
    program = """if True:
        import sys
        from colorize_nb.cli import main
        heavy = ("pandas", "skimage", "sklearn", "matplotlib", "keras", "tensorflow", "IPython", "onnx", "onnxruntime")
        assert main(["--help"]) == 0 and main(["colorize", "--help"]) == 0
        print("help:", [name for name in ("scipy", "safetensors", "tqdm", *heavy) if name in sys.modules])
        assert main(["colorize", *sys.argv[1:]]) == 0
        print("colorize:", [name for name in heavy if name in sys.modules])
    """
    done = subprocess.run([sys.executable, "-c", program, photo, "--out", out], capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == "", done.stderr  # nor is there a bar where there is no terminal
    assert "help: []\n" in done.stdout and "colorize: []\n" in done.stdout


def test_a_reader_who_has_had_enough_is_no_error(photo):
    for words in (["--out", "-", "--format", "png"], ["--out", "results"]):
        with subprocess.Popen([TOOL, "colorize", photo, *words], cwd=photo.parent, text=True, **PIPES) as tool:
            tool.stdout.close()
            assert tool.stderr.read() == "" and tool.wait() == 0


# ---------------------------------------------------------------- many photographs

def test_files_folders_and_patterns_together(photo, scans, out, capsys):
    (scans / "deep").mkdir()
    save_photo(CUP, scans / "deep" / "c.png")
    assert run("colorize", photo, scans, scans.parent / "sca*" / "[01].png", "--out", out) == 0
    assert "7 of 7 coloured, in " in capsys.readouterr().out
    found = sorted(str(path.relative_to(out)) for path in out.rglob("*.png"))
    wanted = ["0", "1", "cup", "scans/0", "scans/1", "scans/2", "scans/deep/c"]
    assert found == [f"{name}-faithful.png" for name in wanted]


def test_a_bad_file_does_not_stop_the_folder(scans, out, capsys):
    (scans / "notes.jpg").write_text("no picture")
    (scans / "deep").mkdir()
    Image.new("L", (9, 9), 100).save(scans / "deep" / "grey.png")
    assert run("colorize", scans, "--out", out) == 1
    told = capsys.readouterr()
    assert "4 of 5 coloured, 1 failed, in " in told.out
    assert told.err.startswith(f"colorize-nb: {scans / 'notes.jpg'} is not a picture") and told.err.count("\n") == 1
    assert names(out) == [f"{name}-faithful.png" for name in (0, 1, 2, "grey")]  # nothing half-written


def test_ten_photographs_and_more_are_coloured_like_one(tmp_path, out, capsys):
    for n in range(11): save_photo(np.roll(CUP, 8 * n, axis=1), tmp_path / "many" / f"{n}.png")
    assert run("colorize", tmp_path / "many", "--out", out) == 0
    assert "11 of 11 coloured" in capsys.readouterr().out
    for n in (0, 5, 10):
        wanted = predict_color(tmp_path / "many" / f"{n}.png", dtype="uint8").astype(int)
        assert np.abs(pixels(out / f"{n}-faithful.png") - wanted).max() <= 1


def test_four_sources_never_end_in_one_file(tmp_path, out):
    shades = {"a.jpg": 40, "a.png": 90, "a.jpg.png": 140, "A.png": 190}
    (tmp_path / "same").mkdir()
    for name, shade in shades.items(): Image.new("L", (16, 16), shade).save(tmp_path / "same" / name)
    for _ in range(2):
        assert run("colorize", tmp_path / "same", "--out", out, "--overwrite") == 0
        found = [np.round(100 * rgb_to_luminance(open_photo(path).pixels).mean()) for path in out.iterdir()]
        wanted = [np.round(100 * rgb_to_luminance(np.full(3, shade, np.uint8)).item()) for shade in shades.values()]
        assert sorted(found) == wanted and len({path.name.casefold() for path in out.iterdir()}) == 4


@pytest.mark.parametrize("words", [[], ["--out", "."], ["--out", "deep/er"]])
def test_results_are_never_photographs(scans, words, monkeypatch, capsys):
    monkeypatch.chdir(scans)
    assert run("colorize", ".", *words) == 0
    assert run("colorize", ".", *words, "--skip-existing", "--model", "vivid") == 0
    assert run("colorize", ".", *words, "--skip-existing") == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 of 3 coloured, 3 were there before, in ")
    assert names(".") == sorted(f"{n}{mark}.png" for n in range(3) for mark in ("", "-faithful", "-vivid"))


def test_results_that_exist_are_kept_replaced_or_skipped(scans, out, capsys):
    out.mkdir()
    (out / "1-faithful.png").write_text("mine")
    assert run("colorize", scans, "--out", out, "--skip-existing") == 0
    assert "2 of 3 coloured, 1 were there before" in capsys.readouterr().out
    assert run("colorize", scans, "--out", out) == 1
    assert capsys.readouterr().err.count("exists and is not overwritten") == 3
    assert (out / "1-faithful.png").read_text() == "mine"
    assert run("colorize", scans, "--out", out, "--overwrite") == 0
    assert pixels(out / "1-faithful.png").shape == CUP.shape
    assert run("colorize", scans, "--out", out, "--overwrite", "--skip-existing") == 2


def test_odd_names_break_neither_sentence_nor_run(tmp_path, out, capsys):
    odd = tmp_path / "odd"
    odd.mkdir()
    for name in (b"a.png", b"line\nbreak.png", b"\xff.png", b"n" * 245 + b".png", b"z.png"):
        save_photo(CUP, os.path.join(os.fsencode(odd), name).decode(errors="surrogateescape"))
    (odd / "bad\nname.jpg").write_text("no picture")
    assert run("colorize", odd, "--out", out) == 1
    told = capsys.readouterr()
    assert "4 of 6 coloured, 2 failed" in told.out and len(list(out.iterdir())) == 4
    errors = told.err.splitlines()
    assert len(errors) == 2 and r"bad\nname.jpg is not a picture" in errors[0] and "give it a shorter name" in errors[1]
    assert all(line.isprintable() for line in errors)
    assert run("colorize", odd / "a.png", "--out", out / os.fsdecode(b"\xff")) == 0
    assert capsys.readouterr().out.endswith("\\udcff\n")


def test_memory_that_is_not_there_is_told_and_the_rest_is_done(scans, out, capsys, monkeypatch):
    color = folders.color_photo
    def too_large(photo, *rest, **options):
        if "1.png" in photo.name: raise MemoryError
        return color(photo, *rest, **options)
    monkeypatch.setattr(folders, "color_photo", too_large)
    assert run("colorize", scans, "--out", out, "--jobs", 1) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"colorize-nb: {scans / '1.png'} needs more memory than is free: ")
    assert error.count("\n") == 1
    assert names(out) == ["0-faithful.png", "2-faithful.png"]


def test_jobs_is_the_number_of_processes(scans, out, monkeypatch):
    started = []
    def here(function, things, workers, threads):
        started.append((workers, threads))
        return ((thing, function(thing)) for thing in things)
    monkeypatch.setattr(folders, "in_workers", here)
    monkeypatch.setattr(folders, "thread_count", lambda: 4)
    for jobs in (1, 2, 9):
        assert run("colorize", scans, "--out", out / str(jobs), "--engine", "numpy", "--jobs", jobs) == 0
    assert started == [(2, 2), (2, 2)]  # the first photograph was coloured before; nine processes for two are too many
    monkeypatch.setattr(folders, "seconds_for", lambda n, each, engine, workers, running: -workers)  # more are better
    monkeypatch.setattr(folders, "thread_count", lambda: 2)
    assert run("colorize", scans, "--out", out / "all") == 0 and started[2:] == [(2, 1)]


def test_a_worker_tells_the_same_sentence_and_the_same_notes(scans, out, capsys):
    (scans / "3.png").write_text("no picture")
    frames = [Image.new("RGB", (16, 16), colour) for colour in ("red", "blue")]
    frames[0].save(scans / "4.gif", save_all=True, append_images=frames[1:])
    said = []
    for jobs in (1, 2):
        words = ["--out", out, "--overwrite", "--engine", "numpy", "--jobs", jobs]
        assert run("colorize", scans, *words) == 1
        said.append(capsys.readouterr())
    assert said[0] == said[1] and said[0].err.count("\n") == 2
    assert "4.gif has 2 frames: only the first is used" in said[0].err


def test_the_global_image_is_read_once(scans, out, tmp_path, monkeypatch, capsys):
    save_photo(sample_photo("flower")[::8, ::8], tmp_path / "scene.png")
    seen, read = [], folders.scene_luminance
    monkeypatch.setattr(folders, "scene_luminance", lambda *given: seen.append(given) or read(*given))
    assert run("colorize", scans, "--out", out, "--jobs", 1, "--global-image", tmp_path / "scene.png") == 0
    assert len(seen) == 1
    monkeypatch.setattr(folders, "open_photo", lambda *given: pytest.fail("a photograph was opened"))
    Image.new("L", (9, 9), 99).save(tmp_path / "grey.png")
    for image, words in (("missing.jpg", "does not exist"), ("grey.png", "is grey")):
        assert run("colorize", scans, "--out", out / "none", "--global-image", tmp_path / image) == 2
        error = capsys.readouterr().err
        assert words in error and error.count("\n") == 1
    assert not (out / "none").exists()


def test_quiet_prints_nothing_but_errors(scans, out, capsys):
    frames = [Image.new("RGB", (16, 16), colour) for colour in ("red", "blue")]
    frames[0].save(scans / "moving.gif", save_all=True, append_images=frames[1:])
    assert run("colorize", scans, "--out", out, "--quiet") == 0 and capsys.readouterr() == ("", "")
    assert run("colorize", scans, "--out", out, "--overwrite") == 0 and "note: " in capsys.readouterr().err
    (scans / "bad.jpg").write_text("no picture")
    assert run("colorize", scans, "--out", out, "--quiet", "--skip-existing") == 1
    told = capsys.readouterr()
    assert told.out == "" and "bad.jpg is not a picture" in told.err and told.err.count("\n") == 1


def test_a_bar_moves_unless_the_tool_is_quiet(scans, out, monkeypatch):
    seen = []
    def bar(things, **options):
        seen.append(options["total"])
        return progress(things, **options)
    monkeypatch.setattr("colorize_nb.progress.progress", bar)
    for words in ([], ["--quiet"]): assert run("colorize", scans, "--out", out, "--overwrite", *words) == 0
    assert seen == [3]


def test_an_interruption_tells_how_to_go_on(scans, out, capsys, monkeypatch):
    color_all = folders.color_all
    def interrupted(*given):
        yield next(color_all(*given))
        raise KeyboardInterrupt
    monkeypatch.setattr(folders, "color_all", interrupted)
    before = signal.getsignal(signal.SIGTERM)
    assert run("colorize", scans, "--out", out) == 130 and signal.getsignal(signal.SIGTERM) is before
    assert capsys.readouterr().out == "1 of 3 coloured, 2 to go: start again with --skip-existing\n"
    monkeypatch.undo()
    assert run("colorize", scans, "--out", out, "--skip-existing") == 0 and len(names(out)) == 3


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("sent, status", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_all_processes_and_leaves_no_half_written_file(tmp_path, out, sent, status):
    cup = sample_photo("coffee")
    for n in range(60): save_photo(np.roll(cup, 9 * n, axis=1)[:240, :320], tmp_path / "many" / f"{n}.png")
    words = [TOOL, "colorize", tmp_path / "many", "--out", out, "--jobs", "2", "--engine", "numpy"]
    def heard(): signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell without terminal has it ignored
    with subprocess.Popen(words, text=True, start_new_session=True, preexec_fn=heard, **PIPES) as tool:
        while len(list(out.glob("*-faithful.png"))) < 4 and tool.poll() is None: time.sleep(0.02)
        if sent == signal.SIGINT: os.killpg(tool.pid, sent)  # as a terminal does
        else: tool.send_signal(sent)
        printed, errors = tool.communicate(timeout=60)
    assert tool.returncode == status and errors == ""
    assert "of 60 coloured, " in printed and " to go: start again with --skip-existing" in printed
    assert not list(out.glob(".part-*")) and all(open_photo(path) for path in out.iterdir())
    with pytest.raises(ProcessLookupError):  # nobody is left, after a moment
        for _ in range(100): os.killpg(tool.pid, 0), time.sleep(0.1)


# ---------------------------------------------------------------- one sentence for each mistake

@pytest.mark.parametrize("name, content, told", [
    ("missing.jpg", None, "does not exist"),
    ("text.jpg", b"hello, I am a text", "not a picture"),
    ("empty.png", b"", "empty"),
])
def test_a_bad_photograph_is_one_sentence(tmp_path, out, capsys, name, content, told):
    if content is not None: (tmp_path / name).write_bytes(content)
    assert run("colorize", tmp_path / name, "--out", out) == 1
    printed = capsys.readouterr()
    assert told in printed.err and name in printed.err and printed.err.count("\n") == 1 and printed.out == ""


def test_a_truncated_photograph_is_one_sentence(photo, tmp_path, out, capsys):
    save_photo(sample_photo("coffee"), tmp_path / "whole.jpg")
    (tmp_path / "cut.jpg").write_bytes((tmp_path / "whole.jpg").read_bytes()[:2000])
    assert run("colorize", tmp_path / "cut.jpg", "--out", out) == 1
    assert "cut.jpg" in capsys.readouterr().err and not out.exists()


def test_a_bomb_is_refused_with_the_switch(tmp_path, capsys):
    Image.new("1", (20_000, 15_000)).save(tmp_path / "bomb.png")
    assert run("colorize", tmp_path / "bomb.png") == 1
    error = capsys.readouterr().err
    assert "300 megapixels" in error and "--max-megapixels" in error


@pytest.mark.parametrize("option, values", {
    "--temperature": ("0", "nan", "-1", "inf", "1e9"), "--saturation": ("nan", "-1", "inf", "1e9"),
    "--short-side": ("nan", "inf", "0", "-8", "20000", "80.5"), "--max-megapixels": ("nan", "inf", "0", "-1"),
    "--quality": ("0", "101", "nan"), "--jobs": ("0", "-1", "two"), "--format": ("gif",), "--engine": ("abacus",),
    "--out": ("",),
}.items())
def test_an_option_that_makes_no_sense_is_one_sentence(scans, capsys, monkeypatch, option, values):
    monkeypatch.setattr(folders, "open_photo", lambda *given: pytest.fail("a photograph was opened"))
    monkeypatch.chdir(scans)
    words = ["--format", "jpeg"] if option == "--quality" else []
    for value in values:
        assert run("colorize", ".", *words, f"{option}={value}") == 2, value
        told = capsys.readouterr()
        assert told.out == "" and told.err.startswith("colorize-nb: ") and told.err.count("\n") == 1
        assert option.strip("-") in told.err.replace("_", "-")
    assert names(".") == ["0.png", "1.png", "2.png"]


def test_wrong_use_is_one_sentence(photo, scans, tmp_path, capsys):
    (tmp_path / "none").mkdir()
    several, small = (photo, scans / "0.png"), ("--model", "model4_places")
    wrong = {(photo, "--model", "model9"): "there is no colorizer 'model9'", (tmp_path / "none",): "has no pictures",
             ("",): "is empty", (tmp_path / "*.xyz",): "no file matches",
             (scans, "--out", "x.png"): "is for one photograph",
             (*several, "--out", "x.png"): "is for one photograph", (photo, "--quality", 80): "png has no quality",
             (photo, "--out", "x.png", "--format", "webp"): "does not end like", (photo, "--colour"): "unrecognized",
             (photo, *small, "--temperature", 1): "no temperature", (): "required",
             (photo, *small, "--global-image", photo): "no global path"}
    for words, told in wrong.items():
        assert run("colorize", *words) == 2, told
        error = capsys.readouterr().err
        assert told in error and error.startswith("colorize-nb: ") and error.count("\n") == 1
    assert run("colorize", photo, "--out", photo / "below") == 1 and "cannot be written" in capsys.readouterr().err
    assert run("colorize", photo, "--out", photo, "--overwrite") == 1
    assert "is the photograph itself" in capsys.readouterr().err
    assert run() == 2 and run("paint") == 2


def test_version_and_help(capsys):
    from importlib.metadata import version
    assert run("--version") == 0 and capsys.readouterr().out == f"colorize-nb {version('colorize_nb')}\n"
    assert run("--help") == 0
    text = capsys.readouterr().out
    assert all(command.__name__.replace("_", "-") in text for command in cli.COMMANDS) and "143 by SIGTERM" in " ".join(text.split())


# ---------------------------------------------------------------- the other commands

def test_demo_writes_one_picture_of_the_samples(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "SAMPLES", {name: cli.SAMPLES[name] for name in ("coffee", "chelsea")})
    Path("colorize-nb-demo.png").write_text("mine")
    assert run("demo", "--dpi", 40) == 0 and run("demo", "--dpi", 20, "--out", "small.png") == 0
    assert Path("colorize-nb-demo.png").read_text() == "mine"
    told = capsys.readouterr().out
    assert str(tmp_path / "colorize-nb-demo-2.png") in told and "jupyter lab" in told
    picture = np.asarray(image("colorize-nb-demo-2.png").convert("RGB")).astype(int)
    assert abs(2 * image("small.png").width - picture.shape[1]) <= 2
    colour = np.ptp(picture, axis=2) > 40
    column = picture.shape[1] // (len(shipped_colorizers()) + 2)
    assert colour[:, -column:].mean() > 0.2 > 0.02 > colour[:, :column].mean()  # originals are at the right


def test_train_names_what_is_wrong_with_the_data(tmp_path, capsys):
    lonely = tmp_path / "data"
    for name, n in (("coast", 3), ("valley", 1)):
        (lonely / name).mkdir(parents=True)
        for i in range(n): Image.new("RGB", (8, 8), (i, 9, 9)).save(lonely / name / f"{i}.png")
    assert run("train", "--recipe", "model4", "--data", lonely, "--out", tmp_path / "run") == 2
    assert "valley has one photograph" in capsys.readouterr().err
    assert run("train", "--recipe", "model5", "--data", lonely, "--out", tmp_path / "run") == 2
    error = capsys.readouterr().err
    assert "model5" in error and "model3_places" in error
    assert not (tmp_path / "run").exists()


def test_evaluate_writes_the_table_and_its_options_have_their_effect(tmp_path, capsys):
    from colorize_nb.evaluation import judge_folder
    for name in ("coffee", "chelsea"): save_photo(sample_photo(name)[:96, :128], tmp_path / "judged" / f"{name}.png")
    tables = {}
    for title, words in {"all": [], "one": ["--limit", 1], "small": ["--short-side", 64]}.items():
        where = ["--data", tmp_path / "judged", "--out", tmp_path / title]
        assert run("evaluate", *where, "--models", "faithful", *words) == 0
        tables[title] = pd.read_csv(tmp_path / title / "scores.csv", index_col=0)
    assert list(tables["all"].index) == ["grey", "mean colour", "faithful", "half-size ceiling"]
    errors = tables["all"]["ab MSE / grey"]
    assert np.isclose(errors["grey"], 1, atol=1e-3) and errors["half-size ceiling"] < 0.2
    for title, options in {"one": {"limit": 1}, "small": {"short_side": 64}}.items():
        wanted = judge_folder(tmp_path / "judged", models=["faithful"], **options)
        assert np.allclose(tables[title].loc["faithful", "PSNR"], wanted.loc["faithful", "PSNR"], atol=1e-6)
        assert abs(tables[title].loc["grey", "PSNR"] - tables["all"].loc["grey", "PSNR"]) > 1e-3
    command = json.loads((tmp_path / "small/scores.json").read_text())["command"]
    assert command == "colorize-nb evaluate --data judged --short-side 64"
    assert (tmp_path / "all" / "scores.md").read_text().startswith("| colorizer | ab MSE |")
    assert run("evaluate", "--data", tmp_path / "judged", "--out", tmp_path / "all") == 2  # not overwritten
    assert run("evaluate", "--data", tmp_path / "judged", "--out", tmp_path / "new", "--short-side", "nan") == 2
    assert not (tmp_path / "new").exists()


def test_compare_writes_a_page_and_does_not_overwrite_it(photo, tmp_path, capsys):
    page = tmp_path / "out.html"
    assert run("compare", photo, "--html", page) == 0
    text = page.read_text(encoding="utf-8")
    assert "cup.png in colour" in text and 'data-name="vivid"' in text and str(page) in capsys.readouterr().out
    page.write_text("mine")
    assert run("compare", photo, "--html", page) == 2
    assert page.read_text() == "mine" and "--overwrite" in capsys.readouterr().err
    (tmp_path / "text.jpg").write_text("no picture")
    wrong = {(tmp_path / "text.jpg",): "text.jpg is not a picture",
             (photo, "--max-megapixels", "nan"): "max_megapixels is nan",
             (photo, "--max-megapixels", "0.005"): "megapixels and the limit is 0.005"}
    for words, told in wrong.items():
        assert run("compare", *words, "--html", tmp_path / "none.html") == 2
        assert told in capsys.readouterr().err and not (tmp_path / "none.html").exists()


def test_app_says_what_is_missing(tmp_path, capsys, monkeypatch):
    assert run("app", "--data", tmp_path / "none") == 2
    assert "none is not a folder" in capsys.readouterr().err
    monkeypatch.setattr("colorize_nb.cli.find_spec", lambda name: None)
    assert run("app") == 2
    assert 'pip install "colorize_nb[app]"' in capsys.readouterr().err


def test_app_ends_on_sigterm(tmp_path):
    pytest.importorskip("voila")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([TOOL, "app", "--port", str(port)], cwd=tmp_path, text=True, **PIPES) as server:
        assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
        while server.poll() is None:
            try: socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError: time.sleep(0.1)
            else: break
        server.terminate()
        printed, errors = server.communicate(timeout=60)
    assert "Traceback" not in errors and server.returncode in (0, 143)  # 143: while it starts


def test_export_writes_onnx(tmp_path, capsys):
    onnx = pytest.importorskip("onnx")
    whole, half = tmp_path / "whole.onnx", tmp_path / "half.onnx"
    assert run("export", "model4_places", whole) == 0 and run("export", "model4_places", half, "--half") == 0
    assert str(whole) in capsys.readouterr().out and half.stat().st_size < 0.6 * whole.stat().st_size
    assert [output.name for output in onnx.load(whole).graph.output] == ["ab"]
    assert run("export", "model4_places", whole) == 2 and "--overwrite" in capsys.readouterr().err
    assert run("export", "model4_places", half, "--overwrite") == 0 and half.stat().st_size == whole.stat().st_size
    assert run("export", "model9", tmp_path / "none.onnx") == 2 and not (tmp_path / "none.onnx").exists()


def test_experiment_lists_the_runs_and_their_state(capsys):
    assert run("experiment", "offline/*", "--list") == 0
    lines = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert lines["offline/model3"] == "finished" and all(name.startswith("offline/") for name in lines)
    assert run("experiment", "none", "--list") == 2 and "there is no run none" in capsys.readouterr().err


def test_download_says_where_the_photographs_are(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("colorize_nb.download.download_miniplaces", lambda folder: Path(folder) / "miniplaces")
    assert run("download", tmp_path) == 0 and capsys.readouterr().out == f"MiniPlaces is in {tmp_path / 'miniplaces'}\n"


def test_a_classroom_gets_notebooks_without_outputs_and_solutions(tmp_path, capsys, monkeypatch):
    for name in ("nbformat", "execnb"): monkeypatch.setitem(sys.modules, name, None)  # as in a base install
    out = tmp_path / "class"
    assert run("classroom", out) == 0
    nbs = Path(__file__).parent.parent / "nbs"
    def copied(folder):
        found = (path.relative_to(folder) for path in folder.rglob("*.ipynb"))
        return {path for path in found if not any(part.startswith((".", "_")) for part in path.parts)}
    taught = {path for path in copied(nbs) if path.parts[0] != "backstage"}
    assert copied(out) == taught and not (out / "solutions").exists() and not (out / "backstage").exists()
    read = lambda folder: json.loads((folder / "04_low_level.ipynb").read_text(encoding="utf-8"))["cells"]
    notebook, original = read(out), read(nbs)
    assert [c["source"] for c in notebook if c["cell_type"] == "code"] == [c["source"] for c in original if c["cell_type"] == "code"]
    assert not any("](backstage" in "".join(c["source"]) for c in notebook)
    assert any(c.get("outputs") for c in original)
    assert not any(c.get("outputs") or c.get("execution_count") for c in notebook)
    assert (out / "runs/scores/kodak/scores.csv").exists()
    assert run("classroom", out) == 2 and "not overwritten" in capsys.readouterr().err
