# Written by nbdev-export from nbs/folders.ipynb: edit the notebook.
import pytest
from colorize_nb.folders import *
from dataclasses import replace
from pathlib import Path
import os, signal, tempfile, time
import numpy as np
import pytest
from PIL import Image
from colorize_nb.photos import ColorizeError, open_photo, sample_photo, save_photo
from colorize_nb.predict import predict_color
from colorize_nb.weights import load_weights
def touched(folder, *names):
    for name in names:
        (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
        (Path(folder) / name).touch()
def targets(*arguments, out="out"): return {t.source: t.target for t in Photographs(arguments, out, "m", ".png")}


# cell 67fb3726
def test_each_photograph_of_a_folder_has_a_result_of_its_own_whatever_the_file_system():
    assert result_names(["b.jpg", "c.png"]) == ["b", "c"]
    assert result_names(["a.jpg", "a.png"]) == ["a.jpg", "a.png"]
    assert result_names(["a.jpg", "a.jpg.png"]) == ["a", "a.jpg.png"]
    assert result_names(["A.png", "a.png"]) == ["A.png", "a.png-2"]
    hard = ["A.png", "a.jpg", "a.jpg.png", "a.png", "a.png-2.jpg", "\u00e9.png", "e\u0301.jpg", "\u00df.png", "SS.jpg"]
    hard += ["\udcff.png", "\udcff.jpg"]
    for names in (hard, hard[::-1]):
        assert len({name_key(name) for name in result_names(names)}) == len(hard)


# cell e6716a3c
def test_patterns_are_expanded_and_names_with_brackets_are_names_first():
    with tempfile.TemporaryDirectory() as folder:
        touched(folder, "a.jpg", "b.jpg", "c[1].jpg", "deep/d.jpg", "deep/e.png")
        def short(*arguments):
            found = expanded([os.path.join(folder, name) for name in arguments])
            return [os.path.relpath(path, folder) for path in found]
        assert short("*.jpg") == ["a.jpg", "b.jpg", "c[1].jpg"] and short("[ab].jpg") == ["a.jpg", "b.jpg"]
        assert short("c[1].jpg") == ["c[1].jpg"] and short("*/*.png") == ["deep/e.png"]
        assert short("**") == ["a.jpg", "b.jpg", "c[1].jpg", "deep/d.jpg", "deep/e.png"]
        assert short("b.jpg", "*.jpg", "./b.jpg", "missing.jpg") == ["b.jpg", "a.jpg", "c[1].jpg", "missing.jpg"]
        with pytest.raises(ColorizeError, match=r"^no file matches .*z\*\.jpg: check the pattern$"): short("z*.jpg")
    with pytest.raises(ColorizeError, match="empty"): expanded([""])


# cell 9cabf574
def test_results_are_never_photographs_to_be_coloured():
    with tempfile.TemporaryDirectory() as folder:
        touched(folder, "a.jpg", "a-m.png", "b-faithful.jpg", "deep/c.jpg", "deep/out/d.jpg", "out/g.jpg")
        touched(folder, ".hidden/e.jpg", ".f.jpg", "notes.txt")
        inside = lambda path: os.path.join(folder, path)
        found = Photographs([folder], inside("out"), "m")
        assert [os.path.relpath(t.source, folder) for t in found] == ["a.jpg", "deep/c.jpg", "deep/out/d.jpg"]
        assert found.left_out == 2 and len(found) == 3
        beside = {f"{name}.jpg": f"{name}-m.png" for name in ("a", "deep/c", "deep/out/d", "out/g")}
        assert targets(folder, out=folder) == {inside(name): inside(result) for name, result in beside.items()}
        assert targets(inside("a-m.png")) == {inside("a-m.png"): "out/a-m-m.png"}  # named alone, it is coloured
        assert targets(inside("a-m.png"), inside("a.jpg")) == {inside("a.jpg"): "out/a-m.png"}


# cell 21ba9447
def test_no_two_photographs_of_one_call_have_one_result():
    with tempfile.TemporaryDirectory() as folder:
        touched(folder, "x/a.jpg", "x/sub/b.jpg", "x/SUB/b.jpg", "y/a.jpg", "y/x/a.png", "a.jpg", "A.jpg")
        inside = lambda path: os.path.join(folder, path)
        assert targets(inside("x"))[inside("x/a.jpg")] == "out/a-m.png"
        both = targets(*map(inside, ("a.jpg", "x", "y/x", "x/a.jpg", "A.jpg", "y/a.jpg")))
        assert len({t.casefold() for t in both.values()}) == len(both) and len(both) >= 7
        assert both[inside("x/sub/b.jpg")].startswith("out/x/") and both[inside("y/x/a.png")] == "out/x-2/a-m.png"


# cell 40ba6386
def test_where_there_are_no_photographs_that_is_said():
    with tempfile.TemporaryDirectory() as folder:
        with pytest.raises(ColorizeError, match="has no pictures to colour: "): Photographs([folder], "out", "m")
        touched(folder, "a-m.png", "b.txt")
        with pytest.raises(ColorizeError, match=r"pictures to colour \(1 named like results are left out\): "):
            Photographs([folder], "out", "m")


# cell 65f063c2
def test_settings_that_make_no_sense_are_told_before_any_photograph_is_opened():
    recipe = load_weights("faithful").recipe
    nan, infinite = float("nan"), float("inf")
    for name in ("saturation", "temperature", "short_side", "max_megapixels", "quality"):
        for value in (nan, infinite, -1, 0, 1e9):
            if (name, value) in {("saturation", 0), ("max_megapixels", 1e9)}: continue  # grey, and a large machine
            with pytest.raises(ColorizeError, match=f"^{name} is [^\n]*$"): checked_settings(recipe, **{name: value})
    with pytest.raises(ColorizeError, match="^model4_places predicts one colour"):
        checked_settings(load_weights("model4_places").recipe, temperature=0.5)
    with pytest.raises(ColorizeError, match="missing.jpg does not exist"): checked_settings(recipe, "missing.jpg")
    assert checked_settings(recipe, temperature=0.5, short_side=64) == Settings(temperature=0.5, short_side=64)


# cell 8cce88c0
def test_a_file_is_coloured_as_predict_color_colours_it_and_exif_and_resolution_stay():
    with tempfile.TemporaryDirectory() as folder:
        exif = Image.Exif()
        exif[0x010E] = "a cup"
        source, target = f"{folder}/cup.png", f"{folder}/out/cup-m.png"
        save_photo(sample_photo("coffee")[100:164, 200:280], source, exif=exif.tobytes(), dpi=(300, 300))
        assert FileColorizer(Settings(saturation=1.5))(Task(source, target)) == Outcome(Task(source, target), COLORED)
        found = open_photo(target)
        assert np.abs(found.pixels - predict_color(source, saturation=1.5, dtype="uint8").astype(int)).max() <= 1
        with Image.open(target) as written: assert written.getexif()[0x010E] == "a cup"
        assert np.round(found.dpi).tolist() == [300, 300]


# cell f80c5e84
def test_a_result_that_exists_is_skipped_or_told_and_a_photograph_is_never_its_own_result():
    with tempfile.TemporaryDirectory() as folder:
        source, target = f"{folder}/cup.png", f"{folder}/out.png"
        save_photo(sample_photo("coffee")[:64, :80], source)
        Path(target).write_text("mine")
        told = FileColorizer(Settings())(Task(source, target))
        assert told.state == FAILED and "exists and is not overwritten" in told.sentence
        assert FileColorizer(Settings(skip_existing=True))(Task(source, target)).state == SKIPPED
        assert Path(target).read_text() == "mine"
        assert FileColorizer(Settings(overwrite=True))(Task(source, target)).state == COLORED
        before = Path(source).read_bytes()
        os.symlink(source, f"{folder}/link.png")
        for itself in (source, f"{folder}/link.png"):
            assert "is the photograph itself" in FileColorizer(Settings(overwrite=True))(Task(source, itself)).sentence
        assert Path(source).read_bytes() == before
        long = FileColorizer(Settings(skip_existing=True))(Task(source, f"{folder}/{'n' * 300}.png"))
        assert long.state == FAILED and "give it a shorter name" in long.sentence


# cell 1d7fa963
def test_whatever_goes_wrong_with_one_photograph_is_one_sentence():
    class Failing(FileColorizer):
        error = None
        def color(self, task): raise self.error
    failing = Failing(Settings())
    wanted = {MemoryError(): "needs more memory than is free: close", ColorizeError("so it is"): "so it is",
              ValueError("odd\n\udcff"): r"cannot be coloured (ValueError: odd\n\udcff): tell the authors"}
    for error, words in wanted.items():
        failing.error = error
        outcome = failing(Task("new\nline.png", "no such file"))
        assert outcome.state == FAILED and words in outcome.sentence and outcome.sentence.isprintable()
        assert isinstance(error, ColorizeError) or r"new\nline.png" in outcome.sentence


# cell 2fdc0e27
def test_the_global_image_is_read_once_and_changes_the_colours_as_in_predict_color():
    with tempfile.TemporaryDirectory() as folder:
        source, target = f"{folder}/cup.png", f"{folder}/out.png"
        save_photo(sample_photo("coffee")[100:164, 200:280], source)
        other = sample_photo("flower")
        view = global_view(other, FileColorizer(Settings()).colorizer.recipe)
        FileColorizer(Settings(view=view))(Task(source, target))
        wanted = predict_color(source, global_image=other, dtype="uint8").astype(int)
        assert view.shape == (96, 96, 1) and np.abs(open_photo(target).pixels - wanted).max() <= 1
        assert np.abs(predict_color(source, dtype="uint8") - wanted).max() > 5
    assert global_view(None, None) is None
    with pytest.raises(ColorizeError, match="^model4_places has no global path"):
        global_view(other, load_weights("model4_places").recipe)
    with pytest.raises(ColorizeError, match="is grey"):
        global_view(np.full((9, 9, 3), 0.5), load_weights("faithful").recipe)


# cell c2bb0f93
def test_a_worker_starts_with_its_own_number_of_threads_and_the_environment_is_as_before():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "7")
        patch.delenv("COLORIZE_NB_THREADS", raising=False)
        with starting(3):
            assert {os.environ[name] for name in THREADS} == {"3"}
            assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
        assert os.environ["OMP_NUM_THREADS"] == "7" and "COLORIZE_NB_THREADS" not in os.environ
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


# cell 9d264f2e
def test_a_worker_that_dies_takes_one_thing_with_it_and_the_others_go_on():
    killed, ended = "__import__('os').kill(__import__('os').getpid(), 9)", "__import__('os')._exit(3)"
    questions = ["1 + 1", killed, "2 + 2", ended, "3 + 3"]
    found = dict(in_workers(eval, questions, 2))
    assert [found[q] for q in questions[::2]] == [2, 4, 6]
    assert [str(found[q]) for q in questions[1::2]] == ["by the signal SIGKILL", "with status 3"]


# cell 44db310a
def test_workers_take_one_thing_at_a_time_and_none_is_left_behind():
    def asked():
        for n in range(6): taken.append(n); yield f"{n}, __import__('os').getpid()"
    taken, seen = [], []
    for n, (_, (number, process)) in enumerate(answers := in_workers(eval, asked(), 2)):
        seen.append(process)
        assert len(taken) <= n + 3
    assert len(taken) == 6 and len({*seen}) == 2
    answers = in_workers(eval, ["__import__('os').getpid()"] * 9, 2)
    seen += [next(answers)[1], next(answers)[1]]
    answers.close()  # as after Ctrl-C
    for process in seen:
        with pytest.raises(ProcessLookupError): os.kill(process, 0)


# cell f9f75fd3
def test_a_worker_that_is_stopped_leaves_no_half_written_file():
    writing = """
import time
from colorize_nb.photos import written_whole
with written_whole("FOLDER/picture.png") as temporary:
    temporary.write_text("half")
    time.sleep(60)
"""
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(eval)
        worker.send(f"exec({writing.replace('FOLDER', folder)!r})")
        while not any(path.stat().st_size for path in Path(folder).iterdir()): time.sleep(0.02)
        worker.stop()
        assert os.listdir(folder) == [] and worker.process.exitcode == 143


# cell f79d444f
def test_the_engine_is_chosen_by_seconds_and_not_by_the_number_of_photographs():
    choose = lambda n, each, workers=(1,): cheapest_engine(n, each, list(ENGINE_COSTS), list(workers))
    assert choose(1, 0.05) == ("numpy", 1) and choose(10, 0.001, (1, 2)) == ("numpy", 1)
    assert choose(10, 30, (1, 2))[1] == 2 and choose(10, 0.001, (1, 2))[1] == 1  # as many, and slower ones
    best = min(ENGINE_COSTS, key=lambda name: ENGINE_COSTS[name].each)
    assert choose(10**6, 1, (1, 2)) == (best, 2)
    assert seconds_for(100, 2.0, "numpy", 1) == 200 and seconds_for(100, 2.0, "onnx", 1, "onnx") == 200
    assert np.isclose(seconds_for(100, 2.0, "numpy", 4), ENGINE_COSTS["numpy"].start + 200 / (4 * WORKER_SHARE))


# cell f62393f6
def test_ten_photographs_are_coloured_the_same_by_one_process_and_by_two():
    cup = sample_photo("coffee")
    with tempfile.TemporaryDirectory() as folder:
        for n in range(10): save_photo(cup[4 * n:4 * n + 64, 200:280], f"{folder}/in/{n}.png")
        Path(f"{folder}/in/4.png").write_text("no picture")
        for jobs in (1, 2):
            tasks = Photographs([f"{folder}/in"], f"{folder}/{jobs}", "m")
            found = list(color_all(tasks, FileColorizer(Settings(engine="numpy")), len(tasks), jobs))
            assert len(found) == 10 and {outcome.task for outcome in found} == {*tasks}
            [sentence] = [outcome.sentence for outcome in found if outcome.state == FAILED]
            assert sentence.startswith(f"{folder}/in/4.png is not a picture that Pillow can read: give a JPEG")
            assert sorted(os.listdir(f"{folder}/{jobs}")) == [f"{n}-m.png" for n in range(10) if n != 4]
        for n in (0, 3, 9):
            wanted = predict_color(f"{folder}/in/{n}.png", dtype="uint8").astype(int)
            for jobs in (1, 2): assert np.abs(open_photo(f"{folder}/{jobs}/{n}-m.png").pixels - wanted).max() <= 1


# cell 92783b5f
def test_a_photograph_whose_process_was_killed_is_told():
    task = Task("a\nb.jpg", "out/b.png")
    [outcome] = outcomes_of([(task, WorkerDied("by the signal SIGKILL"))])
    assert outcome.state == FAILED
    assert outcome.sentence.startswith(r"a\nb.jpg was not coloured, its process was ended by the signal SIGKILL, ")
    assert [*outcomes_of([(task, Outcome(task, COLORED))])] == [Outcome(task, COLORED)]
