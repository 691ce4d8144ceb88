# Written by nbdev-export from nbs/30_demo.ipynb: edit the notebook.
import pytest
from colorize_nb.demo import *
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
import re, tempfile, threading, time
import numpy as np
from PIL import Image
from colorize_nb.lab import rgb_to_lab
from colorize_nb.metrics import grey
from colorize_nb.photos import PhotoError, sample_photo, save_photo, to_uint8
from colorize_nb.predict import load_colorizer, predict_color, shipped_colorizers


# cell 6d76d6f8
def test_a_wipe_has_left_and_right_where_it_says_and_a_white_line_between():
    black, red = np.zeros((4, 10, 3), "uint8"), np.full((4, 10, 3), [200, 0, 0], "uint8")
    both = wipe(black, red, 0.4)
    assert (both[:, :3] == 0).all() and (both[:, 3:5] == 255).all() and (both[:, 5:] == [200, 0, 0]).all()
    assert (wipe(black, red, 0) == red).all() and (wipe(black, red, 1) == black).all() and (black == 0).all()


# cell 891ff08b
def test_the_screen_gets_at_most_512_pixels_and_small_photographs_stay():
    assert for_screen(np.zeros((1024, 2048, 3), "float32")).shape == (256, 512, 3)
    assert for_screen(np.zeros((3, 4000, 3), "float32")).shape == (1, 512, 3)
    assert for_screen(cup := np.full((20, 30, 3), 0.3, "float32")) is cup


# cell 589b0921
def test_ab_alone_has_one_luminance_and_the_colours():
    pixels = to_uint8(sample_photo("coffee")[::8, ::8] * 0.3 + 0.4)
    before, after = rgb_to_lab(pixels), rgb_to_lab(ab_only(pixels))
    assert np.abs(after[..., 0] - 70).max() < 0.6 and np.abs(after[..., 1:] - before[..., 1:]).max() < 1.5


# cell 2c41c5f1
def test_a_picture_survives_as_jpeg_nearly_and_as_png_exactly():
    pixels = to_uint8(for_screen(sample_photo("coffee")))
    opened = {kind: np.asarray(Image.open(BytesIO(as_file(pixels, kind)))).astype(int) for kind in ("JPEG", "PNG")}
    assert (opened["PNG"] == pixels).all() and 0 < np.abs(opened["JPEG"] - pixels).mean() < 3
    assert as_uri(b"\x00\xff", "png") == "data:image/png;base64,AP8="


# cell cb36ad0c
def test_albums_are_the_samples_and_the_classes_of_the_data_folder():
    with tempfile.TemporaryDirectory() as folder:
        for part, kind in (("train", "coast"), ("val", "coast"), ("val", "valley")):
            save_photo(np.full((4, 5, 3), [0.2, 0.4, 0.6], "float32"), Path(folder) / part / kind / f"{part}.png")
        found = albums(folder)
        assert list(found) == ["samples", "coast", "valley"] and [p.name for p in found["coast"]] == ["val.png"]
        np.testing.assert_allclose(found["valley"][0].screen[0, 0], [0.2, 0.4, 0.6], atol=0.003)
    assert found["samples"][0].name == "astronaut" and found["samples"][0].truth is found["samples"][0].screen
    assert Photograph("grey", lambda: grey(sample_photo("coffee")[:9, :9])).truth is None


# cell 17047fae
def test_uploads_of_every_kind_are_the_right_picture_or_one_sentence():
    colours = np.zeros((40, 60, 3), "uint8"); colours[:, :30] = [200, 60, 40]; colours[:, 30:] = [40, 90, 180]
    def upload(image, format, **options):
        file = BytesIO(); image.save(file, format, **options)
        return read_upload("mine", file.getvalue())[0]
    turned = Image.Exif(); turned[0x0112] = 6
    cmyk = upload(Image.fromarray(colours).convert("CMYK"), "JPEG", quality=95)
    assert np.abs(cmyk[:, 5:25] * 255 - [200, 60, 40]).max() < 8 and np.abs(cmyk[:, 35:55] * 255 - [40, 90, 180]).max() < 8
    phone = upload(Image.fromarray(colours), "JPEG", exif=turned, quality=95)
    assert phone.shape == (60, 40, 3) and np.abs(phone[5:25] * 255 - [200, 60, 40]).max() < 8
    deep = upload(Image.fromarray(np.full((9, 8), 30_000, "uint16")), "PNG")
    np.testing.assert_allclose(deep, 30_000 / 65535, atol=1e-5)
    for bomb, told in ((Image.new("1", (20_000, 15_000)), "mine has 300 megapixels"), (None, "mine is not a picture")):
        try: upload(bomb, "PNG") if bomb else read_upload("mine", b"hello")
        except PhotoError as e: assert str(e).startswith(told) and "upload" not in str(e)
        else: raise AssertionError(told)


# cell 5a547b0c
def test_of_an_uploaded_animation_the_first_frame_is_used_and_the_note_says_so():
    file = BytesIO()
    Image.new("RGB", (5, 5), "red").save(file, "GIF", save_all=True, append_images=[Image.new("RGB", (5, 5), "blue")])
    rgb, note = read_upload("moving.gif", file.getvalue())
    assert (rgb == [1, 0, 0]).all() and note.startswith("moving.gif has 2 frames")


# cell 5a5d35de
def test_saturation_multiplies_ab():
    photo = sample_photo("coffee")[::10, ::10] * 0.4 + 0.3
    tint = lambda photo: photo * [0.9, 1, 1]
    once, twice = (rgb_to_lab(coloured(photo, tint, {"saturation": s})[0]) for s in (1, 2))
    np.testing.assert_allclose(twice[..., 1:], 2 * once[..., 1:], atol=0.3)
    np.testing.assert_allclose(twice[..., 0], once[..., 0], atol=0.1)


# cell 9411c54c
def test_temperature_and_style_reach_only_colorizers_that_have_a_use_for_them():
    network = SimpleNamespace(recipe=SimpleNamespace(global_path=True))
    bold, local = SimpleNamespace(network=network, has_temperature=True), SimpleNamespace(network=SimpleNamespace(recipe=SimpleNamespace(global_path=False)))
    sea = Photograph("sea", lambda: np.zeros((4, 4, 3), "float32"))
    settings = Settings(0.5, 0.2, sea)
    assert options_of(bold, settings) == {"saturation": 0.5, "temperature": 0.2, "global_image": sea}
    assert options_of(local, settings) == options_of(grey, settings) == {"saturation": 0.5}
    assert "global_image" not in options_of(bold, Settings())


# cell 61536358
def test_settings_are_handed_to_predict_color_as_it_takes_them():
    def predict(image, colorizer, probabilities=False, saturation=1.0, temperature=None, global_image=None):
        rgb = np.full_like(image, saturation / 10) + [temperature, 0, global_image.mean()]
        return (rgb, {"sea": 1.0}) if probabilities else rgb
    bold = SimpleNamespace(network=SimpleNamespace(recipe=SimpleNamespace(global_path=True)), has_temperature=True)
    settings = Settings(2.0, 0.3, Photograph("sea", lambda: np.full((4, 4, 3), 0.5, "float32")))
    used = coloured.__globals__  # where `coloured` looks names up
    before, used["predict_color"] = used["predict_color"], predict
    try: rgb, scene = coloured(np.zeros((2, 2, 3)), bold, options_of(bold, settings))
    finally: used["predict_color"] = before
    np.testing.assert_allclose(rgb[0, 0], [0.5, 0.2, 0.7], atol=1e-6)
    assert scene == {"sea": 1.0}


# cell dbe30dda
def test_a_colouring_is_made_once_for_each_photograph_colorizer_and_setting():
    calls = []
    def mine(photo): calls.append(photo.shape); return photo * [1, 0.9, 0.8]
    studio, photo = Studio({"mine": mine}), Photograph("cup", lambda: sample_photo("coffee")[::10, ::10])
    pixels, scene = studio.colouring(photo, "mine")
    assert scene is None and studio.colouring(photo, "mine")[0] is pixels and len(calls) == 1
    assert studio.colouring(photo, "mine", Settings(temperature=0.5, style=photo))[0] is pixels  # mine has no use for them
    studio.colouring(photo, "mine", Settings(saturation=0.5)); studio.colouring(Photograph("other", photo.read), "mine")
    assert len(calls) == 3
    np.testing.assert_allclose(pixels / 255, predict_color(photo.screen, mine), atol=0.5 / 255 + 1e-6)


# cell 09230526
def test_the_studio_knows_grey_the_shipped_colorizers_what_it_is_given_and_the_original():
    studio, photo = Studio({"mine": grey}), Photograph("cup", lambda: sample_photo("coffee")[::10, ::10])
    assert studio.names[0] == "grey" and studio.names[-2:] == ["mine", "original"] and "model3_places" in studio.names
    assert (studio.colouring(photo, "original")[0] == to_uint8(photo.screen)).all()
    pixels, scene = studio.colouring(photo, "model3_places")
    np.testing.assert_allclose(pixels / 255, predict_color(photo.screen, load_colorizer("model3_places")), atol=0.5 / 255 + 1e-6)
    assert np.isclose(sum(scene.values()), 1)


# cell 1ac6742a
def test_scores_are_against_the_original_and_none_without_one():
    studio, photo = Studio({"truth": lambda photo: truth}), Photograph("cup", lambda: truth)
    truth = sample_photo("coffee")[::8, ::8] * 0.5 + 0.3
    assert np.isclose(studio.scores(photo, "grey")["ab MSE / grey"], 1, atol=0.02) and studio.scores(photo, "grey")["chroma / original"] < 0.03
    assert studio.scores(photo, "truth")["ab MSE / grey"] < 0.01 and np.isclose(studio.scores(photo, "truth")["chroma / original"], 1, atol=0.02)
    assert studio.scores(photo, "original") == {} == studio.scores(Photograph("grey", lambda: grey(truth)), "truth")


# cell 63e04874
def test_the_full_size_is_the_size_of_the_photograph():
    studio, photo = Studio(), Photograph("wide", lambda: np.full((10, 700, 3), [0.5, 0.4, 0.3], "float32"))
    assert studio.colouring(photo, "grey")[0].shape == (7, 512, 3)
    assert studio.full_size(photo, "grey").shape == (10, 700, 3) == studio.full_size(photo, "original").shape


# cell c0fcfd8b
def test_a_table_and_bars_say_the_numbers_and_escape_the_names():
    table = score_table({"<mine>": {"PSNR, dB": 24.06, "SSIM": 0.9}, "original": {}})
    assert "&lt;mine&gt;" in table and "<mine>" not in table and ">24.1<" in table and ">0.90<" in table and "original</span>" not in table
    bars = class_bars("model3_places", {"art_gallery": 0.25, "sea": 0.125, "sky": 0.1}, top=2)
    assert "art gallery" in bars and "width:25%" in bars and ">12%<" in bars and "sky" not in bars and class_bars("grey", None) == ""


# cell e10f542e
def test_every_shipped_colorizer_has_its_own_colour():
    marks = [mark_of(name) for name in ["grey", "original", *shipped_colorizers()][:8]]
    assert len(set(marks)) == len(marks) and mark_of("mine") == mark_of("mine")


# cell b5a48347
def test_the_grid_has_each_picture_with_its_name_and_its_error():
    photo = Photograph('a "cup"', lambda: np.zeros((2, 2, 3), "float32"))
    html = figures(photo, {"grey": np.zeros((8, 8, 3), "uint8"), "mine": np.full((8, 8, 3), 200, "uint8")}, {"mine": {"ab MSE / grey": 0.75}})
    assert html.count("<img") == 2 and 'alt="a &quot;cup&quot; by mine"' in html and "ab MSE / grey 0.75" in html


# cell 05fded8c
def test_a_static_page_has_every_picture_inside_and_asks_nothing_of_anyone():
    page = static_page(Photograph("<cup>", lambda: sample_photo("coffee")[::4, ::4]), {"mine": lambda photo: photo * [1, 0.5, 0.5]})
    assert "<h1>&lt;cup&gt; in colour" in page and "http" not in page.replace("http-equiv", "")
    assert re.findall(r'data-name="([^"$]*)"', page) == Studio({"mine": grey}).names and page.count("src=\"data:image/jpeg;base64,") == page.count("<figure ")
    encoded = re.search(r'data-name="mine"[^>]*base64,([^"]*)', page)[1]
    from base64 import b64decode
    pixels = np.asarray(Image.open(BytesIO(b64decode(encoded)))).astype(int)
    assert np.abs(pixels / 255 - predict_color(sample_photo("coffee")[::4, ::4], lambda photo: photo * [1, 0.5, 0.5])).mean() < 0.02


# cell cab93202
def test_of_a_grey_photograph_the_page_shows_no_original_and_no_scores():
    page = static_page(Photograph("old", lambda: grey(sample_photo("coffee")[::8, ::8])))
    assert ">original<" not in page and "Against the original" not in page and "has no colour" in page


# cell 30ec6862
def test_the_picture_is_left_of_the_slider_one_colorizer_and_right_of_it_the_other():
    ui = compare("coffee", "grey", lambda photo: photo * [1, 0.5, 0.5])
    ui.wait()
    left, right = (ui.studio.colouring(ui.photo.value, name)[0] for name in ("grey", "lambda"))
    for position in (0, 0.25, 1):
        ui.position.value = position
        shown = np.asarray(Image.open(BytesIO(ui.picture.value))).astype(int)
        assert shown.shape == left.shape and np.abs(shown - wipe(left, right, position)).mean() < 3
    assert np.abs(left.astype(int) - right).mean() > 20 and re.findall(r"</span> (\w+)</span>", ui.caption.value) == ["grey", "lambda"]


# cell 1c194caf
@pytest.mark.slow
def test_moving_the_slider_at_512x512_takes_less_than_50_ms():
    ui = compare("astronaut", "grey", "original")
    ui.wait()
    taken = []
    for position in np.linspace(0, 1, 41):
        start = time.perf_counter(); ui.position.value = position; taken.append(time.perf_counter() - start)
    assert ui.pair[0].shape == (512, 512, 3) and np.median(taken) < 0.05


# cell 6eb3f56f
def test_another_photograph_another_colorizer_and_ab_alone_are_shown():
    ui = compare("coffee", "grey", "original")
    ui.photo.value = next(p for p in ui.albums["samples"] if p.name == "rocket"); ui.left.value = "model4_places"; ui.wait()
    rocket = ui.photo.value
    assert (ui.pair[0] == ui.studio.colouring(rocket, "model4_places")[0]).all() and (ui.pair[1] == to_uint8(rocket.screen)).all()
    assert "model4_<wbr>places" in ui.scores.value and "chroma / original" in ui.scores.value and ui.classes.value == "" and ui.status.value == ""
    ui.as_ab.value, ui.left.value = True, "model3_places"; ui.wait()
    assert (ui.pair[1] == ab_only(to_uint8(rocket.screen))).all() and "takes it for" in ui.classes.value


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
    assert ui.status.value == "" and (ui.pair[1] == to_uint8(ui.photo.value.screen)).all()


# cell 26ac42e4
def test_the_png_is_the_whole_photograph_and_the_link_goes_when_something_changes():
    from base64 import b64decode
    ui = compare(np.full((10, 700, 3), [0.5, 0.4, 0.3], "float32"), "grey", lambda photo: photo * [0.9, 1, 1]); ui.wait()
    ui.save.click(); ui.wait()
    assert 'download="yours-lambda.png"' in ui.link.value and "(700 x 10 pixels)" in ui.link.value
    pixels = np.asarray(Image.open(BytesIO(b64decode(re.search(r'base64,([^"]*)"', ui.link.value)[1]))))
    assert (pixels == ui.studio.full_size(ui.photo.value, "lambda")).all()
    ui.saturation.value = 0.5; ui.wait()
    assert ui.link.value == ""


# cell 23491dca
def test_temperature_and_style_are_shown_where_they_have_an_effect():
    space = coloured.__globals__
    def predict(image, colorizer, probabilities=False, saturation=1.0, temperature=None, global_image=None):
        rgb = np.full_like(image, temperature or 0) + (0 if global_image is None else 0.25)
        return (rgb, {"sea": 1.0}) if probabilities else rgb
    class Bold:
        network, has_temperature = SimpleNamespace(recipe=SimpleNamespace(global_path=True, name="bold")), True
        def __call__(self, photo): return photo
    before, space["predict_color"] = space["predict_color"], predict
    try:
        ui = compare("coffee", "original", Bold()); ui.wait()
        shown = [(w.layout.display, w.description) for w in (ui.temperature, ui.style_from)]
        ui.temperature.value = 0.5; ui.style_from.value = ui.albums["samples"][0]; ui.wait()
        pixels = ui.pair[1]
        ui.right.value = "original"; ui.wait()
    finally: space["predict_color"] = before
    assert shown == [(None, "temperature"), (None, "global style from")] and (pixels == round(0.75 * 255)).all()
    assert ui.temperature.layout.display == ui.style_from.layout.display == "none"


# cell 42a96fe7
def test_compare_tells_which_name_it_does_not_know():
    try: compare("coffee", "model9")
    except Exception as e: message = str(e)
    assert message.startswith("there is no colorizer model9: choose one of grey, faithful")
    def original(photo): return photo
    try: compare("coffee", original)
    except Exception as e: message = str(e)
    assert message == "the name original is taken: give your colorizer another"
    try: compare("no such file.jpg")
    except PhotoError as e: assert "no such file.jpg does not exist" in str(e)
