# Written by nbdev-export from nbs/11_predict.ipynb: edit the notebook.
import pytest
from colorize_nb.predict import *
from dataclasses import replace
import numpy as np
from colorize_nb.lab import rgb_to_lab, rgb_to_luminance
from colorize_nb.metrics import grey, mean_color
from colorize_nb.photos import ColorizeError, sample_photo
from colorize_nb.recipes import Recipe, weight_shapes
from colorize_nb.upsampling import guided
from colorize_nb.weights import Weights, shipped_colorizers
PLAIN = Recipe("tiny", width=0.05, image_size=32, classes=3)
DISTRIBUTION = replace(PLAIN, pooled=True, output_stride=4, quantized=True)

def tiny(recipe=PLAIN, classes=("land", "sea", "sky")):
    "A colorizer with random weights, which takes no time to make."
    rng = np.random.default_rng(0)
    arrays = {name: rng.normal(0, 0.1, shape).astype(np.float32) for name, shape in weight_shapes(recipe).items()}
    arrays = {name: np.abs(array) if name.endswith(("variance", "prior")) else array for name, array in arrays.items()}
    if recipe.quantized: arrays["decoding/centres"] *= 1000
    return Colorizer(Weights(recipe, classes, (0, 0), arrays))


# cell b154fc72
def test_the_network_s_size_is_a_multiple_of_8_near_the_wanted_short_side():
    rng = np.random.default_rng(0)
    for height, width, side in zip(rng.integers(1, 5000, 300), rng.integers(1, 5000, 300), rng.choice([64, 80, 224], 300)):
        h, w = network_size(height, width, side)
        assert h % 8 == w % 8 == 0 and min(h, w) >= 8 and max(h, w) <= 16 * side
        if max(height, width) > 8 * min(height, width): continue
        assert abs(min(h, w) - side) <= 4 and abs(w / h - width / height) < 0.2 * width / height
    assert network_size(512, 768, 512) == (512, 768)


# cell bb94c049
def test_luminance_is_kept_where_the_colour_is_in_gamut():
    photo = sample_photo("coffee")[100:160, 200:290]
    for colorizer in (lambda p: np.clip(p * [1.1, 1, 0.8], 0, 1), tiny()):
        rgb = predict_color(photo, colorizer)
        inside = ((rgb > 0.001) & (rgb < 0.999)).all(axis=-1)
        assert inside.mean() > 0.5
        difference = np.abs(rgb_to_lab(rgb)[..., 0] - rgb_to_lab(photo)[..., 0])
        assert difference[inside].max() < 0.1
        eight_bit = rgb_to_lab((rgb * 255).round().astype("uint8"))[..., 0]
        assert np.abs(eight_bit - rgb_to_lab(photo)[..., 0])[inside].max() < 0.6  # half a step of 8 bits is up to 0.5 L*


# cell 7c4cd027
def test_any_size_from_8_to_tall_strips_comes_back_at_exactly_its_size():
    colorizer = tiny()
    for size in [(8, 8), (8, 400), (401, 9), (33, 47), (1, 1), (64, 64)]:
        rgb = predict_color(np.full((*size, 3), 0.5, "float32"), colorizer)
        assert rgb.shape == (*size, 3) and np.isfinite(rgb).all() and rgb.min() >= 0 and rgb.max() <= 1


# cell a57b19c3
def test_what_goes_into_an_engine_stays_within_0_and_1_and_has_a_batch_axis():
    edge = np.zeros((100, 200, 1), np.float32)
    edge[:, 101:] = 1  # scaled down with lobes, it would leave the range
    for recipe in (PLAIN, replace(PLAIN, global_path=False)):
        seen, view = network_inputs(recipe, edge)
        assert seen.shape == (1, 32, 64, 1) and seen.min() == 0 and seen.max() == 1
        assert (view is None) == (not recipe.global_path)
    seen, view = network_inputs(PLAIN, edge, 16, 1 - edge)
    assert seen.shape == (1, 16, 32, 1) and view.shape == (1, 32, 32, 1)
    assert seen[0, 0, 0] == 0 == view[0, 0, -1] and seen[0, 0, -1] == 1 == view[0, 0, 0]


# cell 83817ab8
def test_two_numbers_of_the_network_are_ab_from_128_to_127():
    colorizer = tiny()
    outputs = np.float32([[[0, 1], [0.5, 128 / 255]]])
    np.testing.assert_allclose(colorizer.decode({"ab": outputs}), [[[-128, 127], [-0.5, 0]]], atol=1e-4)
    luminance = np.random.default_rng(0).random((40, 50, 1), np.float32)
    ab, scene = colorizer.ab(luminance)
    found = colorizer.outputs(luminance)
    np.testing.assert_array_equal(ab, guided(colorizer.decode(found), luminance))
    np.testing.assert_array_equal(scene, found["scene"])
    assert tiny(replace(PLAIN, global_path=False)).ab(luminance)[1] is None


# cell 9e8214d7
def test_the_global_view_is_the_whole_photograph():
    colorizer, seen = tiny(), []
    class Spy:
        name = "spy"
        def __call__(self, luminance, view):
            seen.extend([luminance, view])
            return {"ab": np.zeros((1, *(n // 2 for n in luminance.shape[1:3]), 2), np.float32)}
    colorizer.engine = Spy()
    left_white = np.zeros((100, 400), "float32"); left_white[:, :200] = 1
    colorizer.ab(left_white[..., None])
    local, view = seen
    assert local.shape == (1, 32, 128, 1) and view.shape == (1, 32, 32, 1)
    assert view[0, :, :14].min() > 0.95 and view[0, :, 18:].max() < 0.05


# cell 1abad397
def test_the_network_sees_the_size_of_its_inference_or_else_of_its_training_or_what_is_wanted():
    for recipe, wanted, size in [(PLAIN, None, 32), (replace(PLAIN, inference_size=48), None, 48),
                                 (replace(PLAIN, inference_size=48), 64, 64), (PLAIN, 8, 8)]:
        assert wanted or default_short_side(recipe) == size
        luminance = np.random.default_rng(0).random((50, 100, 1), np.float32)
        outputs = tiny(recipe).outputs(luminance, wanted)
        assert outputs["ab"].shape == (size // 2, size, 2) and outputs["scene"].shape == (3,)
    photo = np.random.default_rng(0).random((50, 100, 3))
    assert np.abs(predict_color(photo, tiny(), short_side=64) - predict_color(photo, tiny())).max() > 1e-3
    np.testing.assert_array_equal(predict_color(photo, tiny(), short_side=32), predict_color(photo, tiny()))


# cell be8c70ba
def test_a_recipe_may_see_luma_less_a_mean_and_a_photograph_that_is_not_enlarged():
    recipe = replace(PLAIN, luma=True, input_mean=0.4, inference_size=64, enlarged=False)
    luma = np.random.default_rng(0).random((40, 56, 1), np.float32)
    seen, view = network_inputs(recipe, rgb_to_luminance(luma.repeat(3, axis=-1)))
    assert seen.shape == (1, 40, 56, 1) and view.shape == (1, 32, 32, 1)
    np.testing.assert_allclose(seen[0] + 0.4, luma, atol=1e-3)
    assert network_inputs(recipe, np.zeros((100, 200, 1), np.float32))[0].shape == (1, 64, 128, 1)
    assert default_short_side(recipe, 20, 30) == 20 and default_short_side(recipe, 80, 90) == 64
    ab = tiny(replace(PLAIN, ab_scale=(200, 100))).decode({"ab": np.float32([[[0, 1], [0.5, 0.75]]])})
    np.testing.assert_allclose(ab, [[[-100, 100], [0, 50]]], atol=1e-4)


# cell a88cdbae
def test_a_recipe_with_luma_gives_each_pixel_the_luma_of_the_photograph():
    photo, rec601 = sample_photo("coffee")[100:160, 200:290], [0.299, 0.587, 0.114]
    rgb = predict_color(photo, tiny(replace(PLAIN, luma=True)))
    inside = ((rgb > 0.001) & (rgb < 0.999)).all(axis=-1)
    assert inside.mean() > 0.5 and np.ptp(rgb, axis=-1).mean() > 0.02
    np.testing.assert_allclose((rgb @ rec601)[inside], (photo @ rec601)[inside], atol=2e-3)


# cell 34e4b5ab
def test_a_picture_of_one_pixel_and_a_long_strip_are_coloured_by_every_shipped_colorizer():
    for name in shipped_colorizers():
        colorizer = load_colorizer(name)
        for shape in ((1, 1, 3), (1, 700), (700, 2, 3)):
            rgb = predict_color(np.full(shape, 0.5), colorizer)
            assert rgb.shape == (*shape[:2], 3) and rgb.min() >= 0 and rgb.max() <= 1
            assert np.abs(rgb_to_lab(rgb)[..., 0] - 53.39).max() < 0.1  # L* of the middle grey


# cell 82020144
def test_saturation_scales_the_colours_and_nothing_else():
    photo, warm = sample_photo("coffee")[::8, ::8], mean_color((4, 10))
    plain, half, none = (rgb_to_lab(predict_color(photo, warm, saturation=s)) for s in (1, 0.5, 0))
    inside = (plain[..., 0] > 20) & (plain[..., 0] < 90)
    np.testing.assert_allclose(half[inside][:, 1:], plain[inside][:, 1:] / 2, atol=0.3)
    assert np.abs(none[..., 1:]).max() < 0.1


# cell 0b600160
def test_a_colorizer_that_returns_another_size_is_told_so():
    try: predict_color(np.zeros((8, 9)), lambda photo: photo[:4])
    except ColorizeError as e: message = str(e)
    assert "(4, 9, 3)" in message and "(8, 9, 3)" in message


# cell 476ecc41
def test_probabilities_come_sorted_and_sum_to_one():
    colorizer = tiny()
    _, scene = predict_color(np.zeros((16, 16)), colorizer, probabilities=True)
    assert set(scene) == {"land", "sea", "sky"} and np.isclose(sum(scene.values()), 1)
    assert list(scene.values()) == sorted(scene.values(), reverse=True)
    try: predict_color(np.zeros((16, 16)), grey, probabilities=True)
    except ColorizeError as e: message = str(e)
    assert "no classifier" in message


# cell 0108f279
def test_each_class_has_its_own_probability():
    colorizer = tiny()
    colorizer.engine.arrays["classifier2/kernel"] *= 0
    colorizer.engine.arrays["classifier2/bias"][:] = np.log([0.2, 0.7, 0.1])
    rgb, scene = predict_color(np.zeros((16, 16)), colorizer, probabilities=True)
    assert rgb.shape == (16, 16, 3) and list(scene) == ["sea", "land", "sky"]
    np.testing.assert_allclose(list(scene.values()), [0.7, 0.2, 0.1], rtol=1e-5)


# cell 59478ebb
def test_a_colorizer_says_what_it_is():
    plain, local, distribution = tiny(), tiny(replace(PLAIN, global_path=False)), tiny(DISTRIBUTION)
    assert [c.has_global_path for c in (plain, local, distribution)] == [True, False, True]
    assert [c.has_temperature for c in (plain, local, distribution)] == [False, False, True]
    assert repr(plain) == "Colorizer('tiny', engine='numpy')" and plain.name == "tiny" and plain.recipe == PLAIN
    assert plain.classes == ("land", "sea", "sky") and plain.mean_ab == (0, 0)
    photo = np.random.default_rng(0).random((30, 40, 3))
    np.testing.assert_array_equal(plain(photo), predict_color(photo, plain))


# cell ca3b9f8a
def test_the_scene_of_another_photograph_changes_the_colours_and_the_class():
    colorizer = load_colorizer("model3_places")
    photo, other = sample_photo("china")[::4, ::4], sample_photo("rocket")[::4, ::4]
    luminance, view = rgb_to_luminance(photo), rgb_to_luminance(other)
    moved, scene = colorizer.ab(luminance, global_luminance=view)
    own, _ = colorizer.ab(luminance)
    assert np.abs(moved - own).max() > 1 and np.allclose(scene, colorizer.ab(view)[1], atol=1e-5)
    np.testing.assert_array_equal(colorizer.ab(luminance, global_luminance=luminance)[0], own)
