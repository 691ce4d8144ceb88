# Written by nbdev-export from nbs/widget.ipynb: edit the notebook.
import pytest
from colorize_nb.demo import *
from base64 import b64decode
from datetime import datetime
from io import BytesIO
import gc, re, subprocess, sys, threading, time, weakref
import numpy as np
from PIL import Image
from colorize_nb.lab import rgb_to_lab
from colorize_nb.metrics import grey
from colorize_nb.page import page_file
from colorize_nb.photos import ColorizeError, PhotoError, sample_photo, to_uint8
from colorize_nb.predict import load_colorizer, predict_color
from colorize_nb.studio import Photograph, Settings, Studio, albums


# cell 6d76d6f8
def test_a_wipe_has_left_and_right_where_it_says_and_a_white_line_between():
    black, red = np.zeros((4, 10, 3), "uint8"), np.full((4, 10, 3), [200, 0, 0], "uint8")
    both = wipe(black, red, 0.4)
    assert (both[:, :3] == 0).all() and (both[:, 3:5] == 255).all() and (both[:, 5:] == [200, 0, 0]).all()
    assert (wipe(black, red, 0) == red).all() and (wipe(black, red, 1) == black).all() and (black == 0).all()


# cell 589b0921
def test_ab_alone_has_one_luminance_and_the_colours():
    pixels = to_uint8(sample_photo("coffee")[::8, ::8] * 0.3 + 0.4)
    before, after = rgb_to_lab(pixels), rgb_to_lab(ab_only(pixels))
    assert np.abs(after[..., 0] - 70).max() < 0.6 and np.abs(after[..., 1:] - before[..., 1:]).max() < 1.5


# cell 30a00004
def test_the_controls_say_which_settings_are_wanted():
    found = albums()
    ui = Controls(["grey", "faithful"], found, found["samples"][1], "grey", "faithful")
    assert (ui.album.value, ui.photo.label, ui.left.value, ui.right.value) == ("samples", "chelsea", "grey", "faithful")
    assert ui.settings == Settings()
    ui.saturation.value, ui.temperature.value, ui.style_from.value = 1.5, 0.3, found["samples"][0]
    assert ui.settings == Settings(1.5, 0.3, found["samples"][0])


# cell 30a0000b
def test_an_outdated_request_is_given_up_before_and_after_its_colourings():
    def slow(photo): views.number += 1; return photo
    found = albums()
    views = Views(Studio({"slow": slow}), found, found["samples"][2], "grey", "slow")
    before = views.pair
    for number in (0, 0):  # the first becomes outdated while it is worked on, the second is so from the start
        try: views.show_pair(number)
        except Outdated: pass
        else: raise AssertionError
    assert views.pair is before and views.number == 1 and views.scores.value == ""


# cell 30a0000f
def test_a_worker_does_all_in_order_also_what_a_job_asks_for():
    worker, done = Worker(), []
    def ask(number):
        done.append(number)
        if number < 3: worker.do(ask, number + 10)
    for number in range(3): worker.do(ask, number)
    worker.wait()
    assert done == [0, 1, 2, 10, 11, 12]
    worker.close(); worker.close()


# cell 30a00010
def test_a_closed_worker_drops_what_waits_and_its_thread_ends():
    worker, go, started, done = Worker(), threading.Event(), threading.Event(), []
    def slow(): started.set(); go.wait(20); done.append("slow")
    worker.do(slow); worker.do(done.append, "dropped")
    started.wait(20)
    worker.close(); go.set(); worker.thread.join(20); worker.wait()
    worker.do(done.append, "too late"); worker.wait()
    assert not worker.thread.is_alive() and done == ["slow"]


# cell 30a00011
def test_a_worker_without_owner_ends():
    worker = Worker()
    thread = worker.thread
    worker.do(lambda: None); worker.wait()
    del worker
    gc.collect(); thread.join(20)
    assert not thread.is_alive()


# cell 30ec6862
def test_the_picture_is_left_of_the_slider_one_colorizer_and_right_of_it_the_other():
    ui = compare("coffee", "grey", lambda photo: photo * [1, 0.5, 0.5])
    ui.wait()
    left, right = (ui.studio.coloring(ui.photo.value, name)[0] for name in ("grey", "lambda"))
    for position in (0, 0.25, 1):
        ui.position.value = position
        shown = np.asarray(Image.open(BytesIO(ui.picture.value))).astype(int)
        assert shown.shape == left.shape and np.abs(shown - wipe(left, right, position)).mean() < 3
    assert np.abs(left.astype(int) - right).mean() > 20 and re.findall(r"<span>(\w+)</span>", ui.caption.value) == ["grey", "lambda"]


# cell 1c194caf
@pytest.mark.slow
def test_moving_the_slider_at_512x512_takes_less_than_50_ms():
    ui = compare("astronaut", "grey", "original")
    ui.wait()
    taken = []
    for position in np.linspace(0, 1, 41):
        start = time.perf_counter(); ui.position.value = position; taken.append(time.perf_counter() - start)
    assert ui.pair[0].shape == (512, 512, 3) and np.median(taken) < 0.05


# cell 9b7d3e1f
def test_a_drag_over_the_picture_moves_the_slider_and_both_say_what_they_are():
    ui = compare("coffee", "grey", "original"); ui.wait()
    ui.picture.position = 0.2
    assert ui.position.value == 0.2 and (ui.position.description, ui.picture.about) == ("Wipe", "coffee: grey on the left, original on the right")
    ui.position.value = 0.7
    assert ui.picture.position == 0.7


# cell 179d7e83
def test_each_colorizer_that_is_chosen_is_described():
    ui = compare("coffee", "grey", "vivid"); ui.wait()
    assert "without its colours" in ui.about_left.value and "livelier" in ui.about_right.value


# cell 6eb3f56f
def test_another_photograph_another_colorizer_and_ab_alone_are_shown():
    ui = compare("coffee", "grey", "original")
    ui.photo.value = next(p for p in ui.albums["samples"] if p.name == "rocket"); ui.left.value = "model4_places"; ui.wait()
    rocket = ui.photo.value
    assert (ui.pair[0] == ui.studio.coloring(rocket, "model4_places")[0]).all() and (ui.pair[1] == rocket.screen).all()
    assert "model4_<wbr>places" in ui.scores.value and "chroma / original" in ui.scores.value and ui.classes.value == "" and ui.status.value == ""
    ui.as_ab.value, ui.left.value = True, "model3_places"; ui.wait()
    assert (ui.pair[1] == ab_only(rocket.screen)).all() and "takes it for" in ui.classes.value


# cell 079502fb
def test_the_grid_has_all_colorizers_and_a_wipe_afterwards_is_as_before():
    ui = compare("coffee", "grey", "original", colorizers={"mine": grey}); ui.wait()
    ui.view.value = "all"; ui.wait()
    assert re.findall(r'data-name="([^"]*)"', ui.grid.value) == ui.studio.names and ui.wiped.layout.display == "none" and ui.grid.layout.display is None
    ui.view.value = "wipe"; ui.wait()
    assert ui.wiped.layout.display is None and ui.grid.layout.display == "none"


# cell 8f8169a6
def test_nothing_waits_for_a_slow_colorizer_and_only_the_newest_request_is_worked_on():
    go, calls = threading.Event(), []
    def slow(photo): go.wait(20); calls.append(1); return photo
    ui = compare("coffee", "grey", "original", colorizers=[slow]); ui.wait()
    ui.right.value = "slow"
    while "colouring with slow" not in ui.status.value: time.sleep(0.01)
    start = time.perf_counter(); ui.position.value = 0.1
    for s in (0.1, 0.2, 0.3, 0.4): ui.saturation.value = s
    assert time.perf_counter() - start < 1 and not calls
    go.set(); ui.wait()
    assert len(calls) == 2 and ui.status.value == ""  # of the five settings the one that it was at, and the last


# cell 2cd9e64c
def test_uploads_are_shown_or_a_message_and_the_widget_lives_on():
    ui = compare("coffee", "grey", "original"); ui.wait()
    def upload(name, image, format="PNG", **options):
        file = BytesIO()
        if image: image.save(file, format, **options)
        ui.upload.value = ({"name": name, "type": "image/*", "size": 1, "content": memoryview(file.getvalue() or b"no picture"), "last_modified": datetime.now()},)
        ui.wait()
    upload("<notes>.jpg", None)
    assert 'role="alert"' in ui.status.value and "&lt;notes&gt;.jpg is not a picture" in ui.status.value and ui.photo.label == "coffee" and ui.upload.value == ()
    upload("huge.png", Image.new("1", (20_000, 15_000)))
    assert "300 megapixels" in ui.status.value and ui.photo.label == "coffee"
    upload("ink.jpg", Image.new("CMYK", (60, 40), (0, 200, 200, 0)), "JPEG")
    assert (ui.album.value, ui.photo.label, ui.status.value) == ("yours", "ink.jpg", "") and np.abs(ui.pair[1].mean(axis=(0, 1)) - [255, 55, 55]).max() < 8
    turned = Image.Exif(); turned[0x0112] = 6
    upload("phone.jpg", Image.new("L", (60, 40), 90), "JPEG", exif=turned)
    assert ui.pair[1].shape == (60, 40, 3) and "Nothing to score" in ui.scores.value
    upload("deep.png", Image.fromarray(np.full((9, 8), 30_000, "uint16")))
    assert ui.pair[1].max() == round(30_000 / 257) and [p.name for p in ui.albums["yours"]] == ["ink.jpg", "phone.jpg", "deep.png"]
    ui.album.value = "samples"; ui.wait()
    assert ui.photo.label == "astronaut" and ui.pair[1].shape == (512, 512, 3)


# cell b6833977
def test_a_colorizer_that_fails_is_a_message_and_the_next_works():
    def broken(photo): raise ZeroDivisionError("oh")
    ui = compare("coffee", "grey", broken, colorizers=[lambda photo: photo[:3]]); ui.wait()
    assert "ZeroDivisionError: oh" in ui.status.value
    ui.right.value = "lambda"; ui.wait()
    assert "returned shape (3," in ui.status.value
    ui.right.value = "original"; ui.wait()
    assert ui.status.value == "" and (ui.pair[1] == ui.photo.value.screen).all()


# cell 26ac42e4
def test_the_png_is_the_whole_photograph_and_the_link_goes_when_something_changes():
    ui = compare(np.full((10, 1000, 3), [0.5, 0.4, 0.3], "float32"), "grey", lambda photo: photo * [0.9, 1, 1]); ui.wait()
    ui.save.click(); ui.wait()
    assert 'download="yours-lambda.png"' in ui.link.value and "(1000 x 10 pixels)" in ui.link.value
    pixels = np.asarray(Image.open(BytesIO(b64decode(re.search(r'base64,([^"]*)"', ui.link.value)[1]))))
    assert (pixels == ui.studio.full_size(ui.photo.value, "lambda")).all()
    ui.saturation.value = 0.5; ui.wait()
    assert ui.link.value == ""


# cell 23491dca
def test_temperature_and_style_are_shown_where_they_have_an_effect_and_have_it():
    ui = compare("coffee", "original", "faithful"); ui.wait()
    shown = [(widget.layout.display, widget.description) for widget in (ui.temperature, ui.style_from)]
    assert shown == [(None, "Temperature"), (None, "Global style")]
    ui.temperature.value, ui.style_from.value = 0.05, ui.albums["samples"][0]; ui.wait()
    expected = predict_color(ui.photo.value.screen, "faithful", temperature=0.05, global_image=ui.style_from.value.screen, dtype="uint8")
    assert (ui.pair[1] == expected).all() and (expected != predict_color(ui.photo.value.screen, "faithful", dtype="uint8")).any()
    ui.right.value = "model3_places"; ui.wait()
    assert (ui.temperature.layout.display, ui.style_from.layout.display) == ("none", None)
    ui.right.value = "model4_places"; ui.wait()
    assert ui.temperature.layout.display == ui.style_from.layout.display == "none"


# cell 30a00017
def test_closing_the_widget_ends_its_thread_and_leaves_nothing_of_it_in_memory():
    ui = compare("coffee", "grey", "original"); ui.wait()
    thread, gone = ui.worker.thread, weakref.ref(ui)
    assert thread.is_alive()
    ui.close()
    thread.join(20)
    assert not thread.is_alive()
    ui.wait(); ui.saturation.value = 0.5; ui.close()  # late calls do nothing
    del ui
    gc.collect()
    assert gone() is None


# cell 30a00018
def test_a_program_that_makes_a_comparison_ends_although_a_colorizer_works_for_long():
    program = ["import threading", "from colorize_nb.demo import compare", "started = threading.Event()",
               "def slow(photo): started.set(); threading.Event().wait(3600)", "ui = compare('coffee', 'grey', slow)",
               "for saturation in (0.1, 0.2, 0.3): ui.saturation.value = saturation", "started.wait(60)", "print('the last line')"]
    ended = subprocess.run([sys.executable, "-c", "\n".join(program)], capture_output=True, text=True, timeout=120)  # and not 3600
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "the last line\n", "")


# cell 42a96fe7
def test_compare_tells_what_is_wrong_with_what_it_is_given():
    def original(photo): return photo
    wrong = {"there is no colorizer model9: choose one of grey, faithful": ("coffee", "model9"),
             "the name original is taken: give your colorizer another": ("coffee", original),
             "no such file.jpg does not exist": ("no such file.jpg",)}
    for told, arguments in wrong.items():
        try: compare(*arguments)
        except ColorizeError as e: assert told in str(e)
        else: raise AssertionError(told)
