# Written by nbdev-export from nbs/options.ipynb: edit the notebook.
import pytest
from colorize_nb.options import *
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
import tempfile
import numpy as np
import pytest
from colorize_nb.lab import rgb_to_lab, rgb_to_luminance
from colorize_nb.metrics import grey, mean_color
from colorize_nb.photos import ColorizeError, PhotoError, sample_photo
from colorize_nb.predict import Colorizer, load_colorizer, predict_color
from colorize_nb.recipes import Recipe, weight_shapes
from colorize_nb.weights import Weights, WeightsError, load_weights, write_weights
PLAIN = Recipe("tiny", width=0.05, image_size=32, classes=3)
DISTRIBUTION = replace(PLAIN, pooled=True, output_stride=4, quantized=True)

def tiny(recipe=PLAIN, classes=("land", "sea", "sky")):
    "A colorizer with random weights, which takes no time to make."
    rng = np.random.default_rng(0)
    arrays = {name: rng.normal(0, 0.1, shape).astype(np.float32) for name, shape in weight_shapes(recipe).items()}
    arrays = {name: np.abs(array) if name.endswith(("variance", "prior")) else array for name, array in arrays.items()}
    if recipe.quantized: arrays["decoding/centres"] *= 1000
    return Colorizer(Weights(recipe, classes, (0, 0), arrays))


# cell bc11c0de
def test_options_that_make_no_sense_end_in_a_sentence_before_anything_is_computed():
    nan, inf = float("nan"), float("inf")
    wrong = {"saturation": (nan, inf, -inf, -0.1, 1e9, "strong"), "temperature": (0, nan, inf, -1, 1e-9),
             "short_side": (nan, inf, 0, -8, 7, 20_000, 80.5), "max_megapixels": (nan, inf, 0, -1)}
    for name, values in wrong.items():
        for value in values:
            with pytest.raises(ColorizeError, match=name.replace("_", ".")):
                predict_color(np.zeros((8, 8, 3)), tiny(), **{name: value})


# cell 7f799dd3
def test_options_are_taken_up_to_their_limits_and_not_beyond():
    limits = {"saturation": (0, 10), "temperature": (0.001, 100), "rebalancing": (0, 1), "short_side": (8, 1024)}
    for name, (low, high) in limits.items():
        check_options(**{name: low}, **{other: None for other in limits if other != name})
        check_options(**{name: high})
        step, kind = (1, "a whole number") if name == "short_side" else (1e-6, "a number")
        for wrong in (low - step, high + step):
            sentence = f"^{name} is .* must be {kind} from {low} to {high}: "
            with pytest.raises(ColorizeError, match=sentence): check_options(**{name: wrong})
    for wrong in (None, "float64", "int32", "jpeg", int):
        with pytest.raises(ColorizeError, match="^dtype is .* must be 'float32'"):
            predict_color(np.zeros((8, 8, 3)), tiny(), dtype=wrong)


# cell cb312d5f
def test_a_decoding_beyond_its_limits_is_refused_by_the_colorizer_itself():
    colorizer = tiny(DISTRIBUTION)
    outputs = colorizer.outputs(np.full((32, 40, 1), 0.5, np.float32))
    for option, values in {"temperature": (0, -1, np.nan, 101), "rebalancing": (-0.1, 2, np.nan)}.items():
        for value in values:
            with pytest.raises(ColorizeError, match=option): colorizer.decode(outputs, **{option: value})
    with pytest.raises(ColorizeError, match="short_side"): colorizer.outputs(np.zeros((32, 40, 1), np.float32), 20_000)
    for option in ("temperature", "rebalancing"):
        with pytest.raises(ColorizeError, match="no distribution"): tiny().decode({}, **{option: 0.5})


# cell 82cf9515
def test_options_that_a_colorizer_does_not_have_are_told_so():
    one_answer, local, photo = tiny(), tiny(replace(PLAIN, global_path=False)), sample_photo("coffee")[::8, ::8]
    options = [(one_answer, "temperature", 0.5, "no temperature"), (local, "global_image", photo, "no global path"),
               (one_answer, "global_image", grey(photo), "is grey"), (one_answer, "saturation", -1, "saturation is -1"),
               (grey, "temperature", 0.5, "a function"), (grey, "global_image", photo, "a function"),
               (grey, "short_side", 64, "a function")]
    for colorizer, option, value, words in options:
        with pytest.raises(ColorizeError, match=words): predict_color(photo, colorizer, **{option: value})


# cell 2e2e8ac6
def test_a_global_image_with_hardly_any_colour_is_grey_and_one_with_some_is_not():
    faint, photo = np.full((40, 40, 3), 100, np.uint8), sample_photo("coffee")[::8, ::8]
    for grey_one in (faint + np.uint8([0, 0, 2]), (faint + np.uint8([0, 2, 0])) / 255):
        with pytest.raises(ColorizeError, match="the global image the array is grey"): scene_luminance(grey_one)
    for coloured in (faint + np.uint8([0, 0, 3]), (faint + np.uint8([0, 3, 0])) / 255):
        np.testing.assert_allclose(scene_luminance(coloured), rgb_to_luminance(coloured), atol=1e-3)
    assert scene_luminance(None) is None
    with pytest.raises(PhotoError): predict_color(photo[:8, :8], tiny(), global_image=photo, max_megapixels=0.001)


# cell c57a347b
def test_the_lowest_temperature_gives_the_likeliest_bin_and_the_highest_the_mean_of_all():
    colorizer = tiny(DISTRIBUTION)
    centres = np.random.default_rng(1).uniform(-100, 100, (261, 2)).astype(np.float32)
    colorizer.weights.arrays["decoding/centres"][:] = centres
    logits = np.zeros((3, 4, 261), np.float32)
    logits[..., 17] = 0.1
    for temperature, wanted in ((0.001, centres[17]), (100, centres.mean(axis=0))):
        ab = colorizer.decode({"logits": logits}, temperature)
        assert ab.shape == (6, 8, 2) and ab.dtype == np.float32
        np.testing.assert_allclose(ab, np.broadcast_to(wanted, ab.shape), atol=0.01)


# cell be11c0de
def test_colours_that_are_not_finite_are_never_written():
    colorizer = tiny()
    colorizer.engine.arrays["ab/bias"] = np.float32([np.nan, 0])
    with pytest.raises(ColorizeError, match="not finite"): predict_color(np.zeros((8, 8, 3)), colorizer)
    colorizer = tiny(DISTRIBUTION)
    colorizer.engine.arrays["logits/bias"] = np.full(261, np.inf, np.float32)
    with np.errstate(invalid="ignore"), pytest.raises(ColorizeError, match="not finite"):
        predict_color(np.zeros((8, 8, 3)), colorizer)


# cell 8ff26b90
def test_bytes_and_sixteen_bits_and_fractions_of_a_photograph_give_the_same_colours_and_are_not_changed():
    photo = np.random.default_rng(0).integers(0, 256, (60, 90, 3), dtype=np.uint8)
    wide = np.repeat(photo, 2, axis=1)[:, ::2]
    for colorizer in (tiny(), lambda p: np.clip(p * [1.1, 1, 0.8], 0, 1)):
        wanted = predict_color(photo, colorizer)
        assert wanted.dtype == np.float32 and predict_color(photo, colorizer, dtype="uint8").dtype == np.uint8
        fractions = photo / 255
        for given in (photo, photo * np.uint16(257), fractions, fractions.astype("f4"), np.asfortranarray(photo), wide):
            kept = given.copy()
            given.setflags(write=False)
            np.testing.assert_allclose(predict_color(given, colorizer), wanted, atol=2e-3)
            np.testing.assert_array_equal(given, kept)


# cell 4afff54d
def test_a_function_receives_grey_of_the_same_luminance_and_may_write_into_it():
    photo = sample_photo("coffee")[::8, ::8].copy()
    kept, seen = photo.copy(), []
    def spoiling(given):
        seen.append(given.copy())
        given[:] = 0
        return seen[0]
    rgb = predict_color(photo, spoiling)
    assert seen[0].dtype == np.float32 and np.ptp(seen[0], axis=-1).max() < 1e-3
    np.testing.assert_allclose(rgb_to_lab(seen[0])[..., 0], rgb_to_lab(photo)[..., 0], atol=0.1)
    np.testing.assert_allclose(rgb, seen[0], atol=2e-3)
    np.testing.assert_array_equal(photo, kept)


# cell 81a76f0c
def test_four_threads_share_a_colorizer_and_get_what_one_gets():
    photos = np.random.default_rng(0).integers(0, 256, (8, 120, 160, 3), dtype=np.uint8)
    for colorizer in (tiny(), tiny(DISTRIBUTION)):
        wanted = [predict_color(photo, colorizer, dtype="uint8") for photo in photos]
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda photo: predict_color(photo, colorizer, dtype="uint8"), photos))
        np.testing.assert_array_equal(found, wanted)


# cell bf11c0de
def test_ten_photographs_of_a_folder_are_coloured_as_one_is():
    colorizer, photo = load_colorizer("faithful"), sample_photo("chelsea")[::3, ::3]
    first = predict_color(photo, colorizer, dtype="uint8")
    assert first.dtype == np.uint8 and np.ptp(first, axis=2).max() > 10
    for _ in range(10): np.testing.assert_array_equal(predict_color(photo, colorizer, dtype="uint8"), first)
    np.testing.assert_allclose(predict_color(photo, colorizer), first / 255, atol=0.6 / 255)


# cell 615c4274
def test_a_colorizer_may_be_given_by_its_name_or_by_the_path_of_its_weights():
    photo = sample_photo("coffee")[::8, ::8]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "w.safetensors")
        write_weights(tiny().weights, path)
        wanted = predict_color(photo, load_colorizer(path))
        for given in (path, str(path), Colorizer.load(path, "numpy")):
            np.testing.assert_array_equal(predict_color(photo, given), wanted)
    np.testing.assert_array_equal(predict_color(photo, "model4_places"), load_colorizer("model4_places")(photo))
    np.testing.assert_array_equal(predict_color(photo), predict_color(photo, "faithful"))
    with pytest.raises(WeightsError, match="no colorizer 'nobody'"): predict_color(photo, "nobody")


# cell 2e1b2a2c
def test_a_saturation_of_0_is_grey_and_one_of_10_finite_for_a_colorizer_and_for_a_function():
    photo = sample_photo("coffee")[::8, ::8]
    for colorizer in (tiny(), tiny(DISTRIBUTION), mean_color((30, -40))):
        none, plain, much = (predict_color(photo, colorizer, saturation=s) for s in (0, 1, 10))
        np.testing.assert_allclose(none, grey(photo), atol=2e-3)
        assert np.abs(plain - none).max() > 0.02
        assert np.isfinite(much).all() and much.min() >= 0 and much.max() <= 1


# cell c6be0d73
def test_float16_weights_change_a_prediction_by_less_than_one_step_of_8_bits():
    weights, rng = load_weights("model3_places"), np.random.default_rng(0)
    factors = {name: rng.uniform(0.999, 1.001, array.shape).astype(np.float32) for name, array in weights.arrays.items()}
    arrays = {name: array * factors[name] for name, array in weights.arrays.items()}  # float16 cannot hold these exactly
    weights = replace(weights, arrays=arrays)
    with tempfile.TemporaryDirectory() as folder:
        write_weights(weights, f"{folder}/w.safetensors")
        loaded = load_colorizer(f"{folder}/w.safetensors")
    photo = sample_photo("flower")[::4, ::4]
    difference = predict_color(photo, loaded) - predict_color(photo, Colorizer(weights))
    assert 0 < np.sqrt((difference ** 2).mean()) < 1 / 255
    assert loaded.mean_ab == weights.mean_ab and loaded.recipe == weights.recipe and loaded.classes == weights.classes
