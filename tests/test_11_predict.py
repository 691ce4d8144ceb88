# Written by nbdev-export from nbs/11_predict.ipynb: edit the notebook.
import pytest
from colorize_nb.predict import *
from pathlib import Path
import tempfile
import numpy as np
from colorize_nb.backend import keras
from colorize_nb.lab import normalize, rgb_to_lab
from colorize_nb.metrics import grey, half_size_ceiling, mean_colour, resized, score, with_ab
from colorize_nb.models import Recipe, build_network
from colorize_nb.photos import ColorizeError, PhotoError, sample_photo


# cell b154fc72
def test_the_network_s_size_is_a_multiple_of_8_near_the_wanted_short_side():
    rng = np.random.default_rng(0)
    for height, width, side in zip(rng.integers(1, 5000, 300), rng.integers(1, 5000, 300), rng.choice([64, 80, 224], 300)):
        h, w = network_size(height, width, side)
        assert h % 8 == w % 8 == 0 and min(h, w) >= 8 and max(h, w) <= 16 * side
        if max(height, width) <= 8 * min(height, width): assert abs(min(h, w) - side) <= 4 and abs(w / h - width / height) < 0.2 * width / height
    assert network_size(512, 768, 512) == (512, 768)


# cell 15401eff
def test_guided_upsampling_keeps_flat_colours_and_finds_the_edges():
    rng = np.random.default_rng(0)
    luminance = rng.random((40, 56, 1)).astype("float32")
    np.testing.assert_allclose(guided(np.full((10, 14, 2), [7, -3], "float32"), luminance), np.broadcast_to([7, -3], (40, 56, 2)), atol=1e-3)
    edge = np.zeros((64, 64, 1), "float32"); edge[:, 32:] = 1
    truth = edge * np.float32([40, -20])
    small = resized(truth, 8, 8)
    off = lambda ab: np.abs(ab - truth).mean()
    assert off(guided(small, edge)) < 0.25 * off(resized(small, 64, 64))


# cell bb94c049
def test_luminance_is_kept_where_the_colour_is_in_gamut():
    photo = sample_photo("coffee")[100:160, 200:290]
    for colorizer in (lambda p: np.clip(p * [1.1, 1, 0.8], 0, 1), Colorizer(build_network(Recipe("tiny", width=0.05, image_size=32, classes=3)), "abc")):
        rgb = predict_color(photo, colorizer)
        inside = ((rgb > 0.001) & (rgb < 0.999)).all(axis=-1)
        assert inside.mean() > 0.5
        difference = np.abs(rgb_to_lab(rgb)[..., 0] - rgb_to_lab(photo)[..., 0])
        assert difference[inside].max() < 0.05
        eight_bit = rgb_to_lab((rgb * 255).round().astype("uint8"))[..., 0]
        assert np.abs(eight_bit - rgb_to_lab(photo)[..., 0])[inside].max() < 0.6  # half a step of 8 bits is up to 0.5 L*


# cell 7c4cd027
def test_any_size_from_8_to_tall_strips_comes_back_at_exactly_its_size():
    colorizer = Colorizer(build_network(Recipe("tiny", width=0.05, image_size=32, classes=3)), "abc")
    for size in [(8, 8), (8, 400), (401, 9), (33, 47), (1, 1), (64, 64)]:
        rgb = predict_color(np.full((*size, 3), 0.5, "float32"), colorizer)
        assert rgb.shape == (*size, 3) and np.isfinite(rgb).all() and rgb.min() >= 0 and rgb.max() <= 1


# cell 9e8214d7
def test_the_global_view_is_the_whole_photograph():
    colorizer = Colorizer(build_network(Recipe("tiny", width=0.05, image_size=32, classes=3)), "abc")
    seen, network = [], colorizer.network
    class Spy:
        recipe = network.recipe
        def __call__(self, inputs, training): seen.extend(inputs); return network(inputs, training=training)
    colorizer.network = Spy()
    left_white = np.zeros((100, 400), "float32"); left_white[:, :200] = 1
    colorizer.ab(left_white[..., None])
    local, view = seen
    assert local.shape == (1, 32, 128, 1) and view.shape == (1, 32, 32, 1)
    assert view[0, :, :14].min() > 0.95 and view[0, :, 18:].max() < 0.05


# cell 82020144
def test_saturation_scales_the_colours_and_nothing_else():
    photo, warm = sample_photo("coffee")[::8, ::8], mean_colour((4, 10))
    plain, half, none = (rgb_to_lab(predict_color(photo, warm, saturation=s)) for s in (1, 0.5, 0))
    inside = (plain[..., 0] > 20) & (plain[..., 0] < 90)
    np.testing.assert_allclose(half[inside][:, 1:], plain[inside][:, 1:] / 2, atol=0.3)
    assert np.abs(none[..., 1:]).max() < 0.1


# cell 82cf9515
def test_settings_that_a_colorizer_cannot_follow_are_told_so():
    one_answer = Colorizer(build_network(Recipe("tiny", width=0.05, image_size=32, classes=3)), "abc")
    local = Colorizer(build_network(Recipe("local", width=0.05, image_size=32, classes=3, global_path=False)), "abc")
    photo = sample_photo("coffee")[::8, ::8]
    for colorizer, setting, words in [(one_answer, {"temperature": 0.5}, "no temperature"), (local, {"global_image": photo}, "no global path"),
                                      (one_answer, {"global_image": grey(photo)}, "is grey"), (one_answer, {"saturation": -1}, "saturation is -1"),
                                      (grey, {"temperature": 0.5}, "a function"), (grey, {"global_image": photo}, "a function")]:
        try: predict_color(photo, colorizer, **setting); message = "no error"
        except ColorizeError as e: message = str(e)
        assert words in message, message


# cell 0b600160
def test_a_colorizer_that_returns_another_size_is_told_so():
    try: predict_color(np.zeros((8, 9)), lambda photo: photo[:4])
    except ColorizeError as e: message = str(e)
    assert "(4, 9, 3)" in message and "(8, 9, 3)" in message


# cell 476ecc41
def test_probabilities_come_sorted_and_sum_to_one():
    colorizer = Colorizer(build_network(Recipe("tiny", width=0.05, image_size=32, classes=3)), ["land", "sea", "sky"])
    _, scene = predict_color(np.zeros((16, 16)), colorizer, probabilities=True)
    assert set(scene) == {"land", "sea", "sky"} and np.isclose(sum(scene.values()), 1) and list(scene.values()) == sorted(scene.values(), reverse=True)
    try: predict_color(np.zeros((16, 16)), grey, probabilities=True)
    except ColorizeError as e: message = str(e)
    assert "no classifier" in message


# cell ca3b9f8a
def test_the_scene_of_another_photograph_changes_the_colours_and_the_class():
    keras.utils.set_random_seed(0)
    colorizer = load_colorizer("model3_places")
    photo, other = sample_photo("china")[::4, ::4], sample_photo("rocket")[::4, ::4]
    luminance, view = (normalize(rgb_to_lab(p))[0] for p in (photo, other))
    told, scene = colorizer.ab(luminance, global_luminance=view)
    own, _ = colorizer.ab(luminance)
    assert np.abs(told - own).max() > 1 and np.allclose(scene, colorizer.ab(view)[1], atol=1e-5)
    np.testing.assert_array_equal(colorizer.ab(luminance, global_luminance=luminance)[0], own)


# cell c6be0d73
def test_float16_weights_change_a_prediction_by_less_than_one_step_of_8_bits():
    keras.utils.set_random_seed(0)
    network = load_colorizer("model3_places").network
    for v in network.variables: v.assign(v * keras.random.uniform(v.shape, 0.999, 1.001))  # numbers that float16 cannot hold exactly
    with tempfile.TemporaryDirectory() as folder:
        save_network(network, network.recipe.classes * "a", Path(folder) / "w.safetensors", mean_ab=(1, 2))
        loaded = load_colorizer(Path(folder) / "w.safetensors")
    photo = sample_photo("flower")[::4, ::4]
    difference = predict_color(photo, loaded) - predict_color(photo, Colorizer(network, loaded.classes))
    assert 0 < np.sqrt((difference ** 2).mean()) < 1 / 255
    assert loaded.mean_ab == (1, 2) and loaded.network.recipe == network.recipe


# cell 255d17af
def test_weights_that_are_missing_or_damaged_or_do_not_fit_are_named():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.safetensors"
        def message_of(name):
            try: load_colorizer(name)
            except WeightsError as e: return str(e)
        assert "model9" in message_of("model9")
        path.write_bytes(b"not weights"); assert str(path) in message_of(path) and "damaged" in message_of(path)
        network = build_network(Recipe("tiny", width=0.05, image_size=32, classes=3))
        save_network(network, "ab", path, overwrite=True); assert "2 classes" in message_of(path) and "3" in message_of(path)
        save_network(network, "abc", path, overwrite=True); whole = path.read_bytes()
        path.write_bytes(whole[:-100]); assert "damaged" in message_of(path)
        network.recipe = Recipe("other", width=0.1, image_size=32, classes=3)
        save_network(network, "abc", path, overwrite=True); assert "does not fit its recipe other" in message_of(path)
