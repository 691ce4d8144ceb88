# Written by nbdev-export from nbs/studio.ipynb: edit the notebook.
import pytest
from colorize_nb.studio import *
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path
import tempfile, threading
import numpy as np
from PIL import Image
from colorize_nb.lab import rgb_to_lab
from colorize_nb.metrics import evaluate, grey, score
from colorize_nb.photos import ColorizeError, Photo, PhotoError, sample_photo, save_photo, to_float, to_uint8
from colorize_nb.predict import load_colorizer, predict_color
from colorize_nb.weights import shipped_colorizers


# cell 88a0000a
def test_the_screen_gets_at_most_768_pixels_and_small_photographs_keep_their_size():
    assert for_screen(np.zeros((1024, 2048, 3), "float32")).shape == (384, 768, 3)
    assert for_screen(np.zeros((3, 4000, 3), "uint8")).shape == (1, 768, 3)
    small = np.full((20, 30, 3), 0.3, "float32")
    assert (for_screen(small) == round(0.3 * 255)).all() and for_screen(small).shape == small.shape and for_screen(small).dtype == np.uint8


# cell 88a0000f
def test_albums_are_the_samples_and_the_classes_of_the_data_folder():
    with tempfile.TemporaryDirectory() as folder:
        for part, kind in (("train", "coast"), ("val", "coast"), ("val", "valley")):
            save_photo(np.full((4, 5, 3), [51, 102, 153], "uint8"), Path(folder) / part / kind / f"{part}.png")
        found = albums(folder)
        assert list(found) == ["samples", "coast", "valley"] and [p.name for p in found["coast"]] == ["val.png"]
        assert (found["valley"][0].screen == [51, 102, 153]).all()
    assert found["samples"][0].name == "astronaut" and found["samples"][0].has_color
    assert not Photograph("grey", lambda: grey(sample_photo("coffee")[:9, :9])).has_color


# cell 88a00010
def test_a_photograph_is_decoded_once_for_the_screen_and_for_its_full_size():
    reads = []
    def read(): reads.append(1); return np.full((30, 1024, 3), 90, "uint8")
    photograph = Photograph("wide", read)
    assert photograph.screen.shape == (22, 768, 3) and photograph.photo.pixels.shape == (30, 1024, 3) and photograph.has_color is False
    assert len(reads) == 1


# cell 88a00014
def test_uploads_of_every_kind_are_the_right_picture():
    colours = np.zeros((40, 60, 3), "uint8"); colours[:, :30] = [200, 60, 40]; colours[:, 30:] = [40, 90, 180]
    def upload(image, format, **options):
        file = BytesIO(); image.save(file, format, **options)
        return read_upload("mine", file.getvalue()).pixels
    turned = Image.Exif(); turned[0x0112] = 6
    cmyk = upload(Image.fromarray(colours).convert("CMYK"), "JPEG", quality=95).astype(int)
    assert np.abs(cmyk[:, 5:25] - [200, 60, 40]).max() < 8 and np.abs(cmyk[:, 35:55] - [40, 90, 180]).max() < 8
    phone = upload(Image.fromarray(colours), "JPEG", exif=turned, quality=95).astype(int)
    assert phone.shape == (60, 40, 3) and np.abs(phone[5:25] - [200, 60, 40]).max() < 8
    deep = upload(Image.fromarray(np.full((9, 8), 30_000, "uint16")), "PNG")
    np.testing.assert_allclose(deep, 30_000 / 65535, atol=1e-5)


# cell 88a00015
def test_what_is_no_picture_or_too_large_is_one_sentence_with_the_reader_s_own_name_for_it():
    file = BytesIO(); Image.new("1", (20_000, 15_000)).save(file, "PNG")
    for content, told in ((file.getvalue(), "my\\nfile has 300 megapixels"), (b"hello", "my\\nfile is not a picture")):
        try: read_upload("my\nfile", content)
        except PhotoError as e: assert str(e).startswith(told) and "\n" not in str(e)
        else: raise AssertionError(told)


# cell 88a00016
def test_of_an_uploaded_animation_the_first_frame_is_used_and_the_note_says_so():
    file = BytesIO()
    Image.new("RGB", (5, 5), "red").save(file, "GIF", save_all=True, append_images=[Image.new("RGB", (5, 5), "blue")])
    photograph = Photograph("moving.gif", lambda: read_upload("moving.gif", file.getvalue()))
    assert photograph.note == "" and (photograph.screen == [255, 0, 0]).all() and photograph.note.startswith("moving.gif has 2 frames")


# cell 88a0001c
def test_saturation_multiplies_ab():
    photo = Photo(sample_photo("coffee")[::10, ::10] * 0.4 + 0.3, "cup")
    tint = lambda rgb: rgb * [0.9, 1, 1]
    once, twice = (rgb_to_lab(colored(photo, tint, Settings(saturation=s))[0]) for s in (1, 2))
    np.testing.assert_allclose(twice[..., 1:].mean(axis=(0, 1)), 2 * once[..., 1:].mean(axis=(0, 1)), atol=0.1)
    np.testing.assert_allclose(twice[..., 0], once[..., 0], atol=0.5)


# cell 88a0001d
def test_temperature_and_style_reach_only_colorizers_that_have_a_use_for_them():
    sea = Photograph("sea", lambda: sample_photo("china")[::8, ::8])
    settings, of = Settings(0.5, 0.2, sea), {name: load_colorizer(name) for name in ("faithful", "model3_places", "model4_places")}
    assert effective(settings, of["faithful"]) == settings
    assert effective(settings, of["model3_places"]) == Settings(0.5, None, sea)
    assert effective(settings, of["model4_places"]) == effective(settings, grey) == Settings(0.5)


# cell 88a0001e
def test_a_colouring_is_that_of_predict_color_with_the_same_options():
    faithful, cup, sea = load_colorizer("faithful"), sample_photo("coffee")[::8, ::8], Photograph("sea", lambda: sample_photo("china")[::8, ::8])
    pixels, scene = colored(Photo(cup, "cup"), faithful, Settings(1.5, 0.3, sea))
    expected, classes = predict_color(cup, faithful, probabilities=True, saturation=1.5, temperature=0.3, global_image=sea.screen, dtype="uint8")
    assert (pixels == expected).all() and scene == classes and list(scene) == list(classes)
    assert (pixels != colored(Photo(cup, "cup"), faithful, Settings(1.5, 0.3))[0]).any() and colored(Photo(cup, "cup"), grey)[1] is None


# cell 88a0001f
def test_settings_that_make_no_sense_are_refused():
    for options in ({"saturation": float("nan")}, {"saturation": -1}, {"temperature": 0}):
        try: Settings(**options)
        except ColorizeError as e: assert next(iter(options)) in str(e)
        else: raise AssertionError(options)


# cell 88a00022
def test_eight_threads_get_one_and_the_same_colorizer():
    loaded.cache_clear()
    start = threading.Barrier(8)
    def ask(_): start.wait(); return shared_colorizer("model4_places")
    with ThreadPoolExecutor(8) as pool: found = list(pool.map(ask, range(8)))
    assert all(colorizer is found[0] for colorizer in found) and loaded.cache_info().misses == 1


# cell 88a0002a
def test_a_colouring_is_made_once_for_each_photograph_colorizer_and_setting():
    calls = []
    def mine(photo): calls.append(photo.shape); return photo * [1, 0.9, 0.8]
    studio, photo = Studio({"mine": mine}), Photograph("cup", lambda: sample_photo("coffee")[::10, ::10])
    pixels, scene = studio.coloring(photo, "mine")
    assert scene is None and studio.coloring(photo, "mine")[0] is pixels and len(calls) == 1
    assert studio.coloring(photo, "mine", Settings(temperature=0.5, style=photo))[0] is pixels  # mine has no use for them
    assert studio.scores(photo, "mine") == studio.scores(photo, "mine") and len(calls) == 1
    studio.coloring(photo, "mine", Settings(saturation=0.5)); studio.coloring(Photograph("other", photo.read), "mine")
    assert len(calls) == 3
    assert (pixels == predict_color(photo.screen, mine, dtype="uint8")).all()


# cell 88a0002b
def test_the_studio_knows_grey_the_shipped_colorizers_what_it_is_given_and_the_original():
    studio, photo = Studio({"grey": grey}), Photograph("cup", lambda: sample_photo("coffee")[::10, ::10])
    assert studio.names == ["grey", *shipped_colorizers(), "original"]  # grey is there already
    assert Studio({"mine": lambda photo: photo}).names == ["grey", *shipped_colorizers(), "mine", "original"]
    assert (studio.coloring(photo, "original")[0] == photo.screen).all()
    pixels, scene = studio.coloring(photo, "model3_places")
    assert (pixels == predict_color(photo.screen, "model3_places", dtype="uint8")).all() and np.isclose(sum(scene.values()), 1)


# cell db7c6a00
def test_each_colorizer_has_a_line_about_it():
    def mine(photo):
        """Twice as warm.

    And more."""
        return photo
    studio = Studio({"mine": mine, "short": lambda photo: photo})
    lines = {name: studio.about(name) for name in studio.names}
    assert len(set(lines.values())) == len(studio.names) and lines["mine"] == "Twice as warm." and "mean" in lines["faithful"]


# cell 88a0002c
def test_a_name_that_is_taken_is_refused():
    for name in ("grey", "original", "faithful"):
        try: Studio({name: lambda photo: photo})
        except ColorizeError as e: assert str(e) == f"the name {name} is taken: give your colorizer another"
        else: raise AssertionError(name)


# cell 88a0002d
def test_scores_are_those_of_the_library_against_the_original_and_none_without_one():
    truth = (sample_photo("coffee")[::8, ::8] * 0.5 + 0.3)
    studio, photo = Studio({"truth": lambda photo: truth, "tinted": lambda photo: photo * [1, 0.9, 0.8]}), Photograph("cup", lambda: truth)
    found, expected = studio.scores(photo, "tinted"), score(to_float(studio.coloring(photo, "tinted")[0]), to_float(photo.screen))
    assert (found["PSNR, dB"], found["SSIM"], found["CIEDE2000"], found["AuC"]) == tuple(expected[name] for name in ("PSNR", "SSIM", "CIEDE2000", "AuC"))
    table = evaluate({"tinted": lambda rgb: rgb * [1, 0.9, 0.8]}, [to_float(photo.screen)])
    assert np.isclose(found["ab MSE / grey"], table.loc["tinted", "ab MSE / grey"], atol=0.01)
    assert np.isclose(found["chroma / original"], table.loc["tinted", "chroma / original"], atol=0.01)
    assert studio.scores(photo, "grey")["ab MSE / grey"] == 1 and studio.scores(photo, "truth")["ab MSE / grey"] < 0.01
    assert studio.scores(photo, "original") == {} == studio.scores(Photograph("grey", lambda: grey(truth)), "truth")


# cell 88a0002e
def test_the_full_size_is_the_size_of_the_photograph():
    studio, photo = Studio(), Photograph("wide", lambda: np.full((10, 1024, 3), [0.5, 0.4, 0.3], "float32"))
    assert studio.coloring(photo, "grey")[0].shape == (8, 768, 3)
    assert studio.full_size(photo, "grey").shape == (10, 1024, 3) == studio.full_size(photo, "original").shape
