# Written by nbdev-export from nbs/weights.ipynb: edit the notebook.
import pytest
from colorize_nb.weights import *
from dataclasses import replace
from pathlib import Path
import json, tempfile
import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from colorize_nb.photos import ColorizeError
from colorize_nb.recipes import RECIPES, Recipe, weight_shapes
TINY = Recipe("tiny", width=1/16, image_size=32, classes=3, pooled=True, output_stride=4, skip=True, quantized=True)

def random_weights(recipe=TINY, classes=("land", "sea", "sky")):
    rng = np.random.default_rng(0)
    arrays = {name: rng.random(shape, np.float32) for name, shape in weight_shapes(recipe).items()}
    return Weights(recipe, classes, (1.0, 2.0), arrays)


# cell 9224e0ee
def test_what_is_written_is_read_again():
    weights = random_weights()
    with tempfile.TemporaryDirectory() as folder:
        write_weights(weights, f"{folder}/w.safetensors")
        again = read_weights(f"{folder}/w.safetensors")
        assert (again.recipe, again.classes, again.mean_ab) == (weights.recipe, weights.classes, weights.mean_ab)
        for name, array in weights.arrays.items():
            np.testing.assert_allclose(again.arrays[name], array, rtol=1e-3, atol=1e-6)
        with pytest.raises(ColorizeError, match="not overwritten"): write_weights(weights, f"{folder}/w.safetensors")


# cell bf81c0de
def test_weights_in_any_memory_layout_are_written_right():
    weights = random_weights()
    turned = {name: np.asfortranarray(array) for name, array in weights.arrays.items()}
    with tempfile.TemporaryDirectory() as folder:
        write_weights(weights, f"{folder}/a.safetensors")
        write_weights(replace(weights, arrays=turned), f"{folder}/b.safetensors")
        assert Path(f"{folder}/a.safetensors").read_bytes() == Path(f"{folder}/b.safetensors").read_bytes()
        for name, array in read_weights(f"{folder}/b.safetensors").arrays.items(): np.testing.assert_allclose(array, weights.arrays[name], rtol=1e-3, atol=1e-6)


# cell 6cab23b5
def test_the_same_weights_give_the_same_file_and_its_names_do_not_carry_the_recipe_s():
    with tempfile.TemporaryDirectory() as folder:
        written = []
        for i in range(5):
            weights = random_weights()
            shuffled = {name: weights.arrays[name] for name in np.random.default_rng(i).permutation(list(weights.arrays))}
            write_weights(replace(weights, arrays=shuffled), f"{folder}/{i}.safetensors")
            written.append(Path(f"{folder}/{i}.safetensors").read_bytes())
        assert len(set(written)) == 1
        assert "low1/kernel" in load_file(f"{folder}/0.safetensors")


# cell f36df1a0
def test_every_flipped_bit_is_noticed():
    with tempfile.TemporaryDirectory() as folder:
        good, bad = Path(folder, "good.safetensors"), Path(folder, "bad.safetensors")
        write_weights(random_weights(replace(TINY, width=1/64)), good)
        content = bytearray(good.read_bytes())
        rng = np.random.default_rng(0)
        for position in [*rng.integers(8, len(content), 200), *rng.integers(8, 2000, 60)]:
            flipped = content.copy()
            flipped[position] ^= 1 << rng.integers(8)
            bad.write_bytes(flipped)
            with pytest.raises(WeightsError, match="bad.safetensors"): read_weights(bad)


# cell e2d9414b
def test_hostile_headers_and_arrays_end_in_one_sentence():
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/bad.safetensors"
        weights = random_weights()
        arrays = {name: array.astype(np.float32) for name, array in weights.arrays.items()}
        def told(about, arrays=arrays, checksum=True):
            total = {"sha256": digest(about, arrays)} if checksum else {}
            text = about if isinstance(about, str) else json.dumps(about | total)
            save_file(arrays, path, {"colorize_nb": text})
            with pytest.raises(WeightsError, match="bad.safetensors") as caught: read_weights(path)
            assert "\n" not in str(caught.value)
            return str(caught.value)
        good = header(weights)
        assert "header cannot be read" in told("[" * 100_000) and "header" in told("null") and "header" in told("{}")
        changed = [good["recipe"] | change for change in ({"width": 1e9}, {"heard": 1}, {"name": "a/b"})]
        for recipe in (None, [], {}, "tiny", *changed): told(good | {"recipe": recipe})
        for classes in (None, "abc", [1, 2, 3], ["land", "sea"], ["", "sea", "sky"]): told(good | {"classes": classes})
        for mean in (None, [1], [1, float("nan")], ["a", "b"], [1e9, 0]): told(good | {"mean_ab": mean})
        assert "checksum" in told(good, checksum=False)
        assert "color1/kernel" in told(good, {name: array for name, array in arrays.items() if name != "color1/kernel"})
        assert "extra" in told(good, arrays | {"extra": np.zeros(3, np.float32)})
        assert "low1/bias" in told(good, arrays | {"low1/bias": np.zeros(7, np.float32)})
        assert "int64" in told(good, arrays | {"low1/bias": np.zeros(arrays["low1/bias"].shape, np.int64)})
        assert "not finite" in told(good, arrays | {"low1/bias": np.full_like(arrays["low1/bias"], np.nan)})


# cell 62f199e8
def test_missing_and_truncated_weights_are_named():
    with tempfile.TemporaryDirectory() as folder:
        for name in ("model9", f"{folder}/none.safetensors", "x" * 300, f"{'x' * 300}.safetensors", ""):
            with pytest.raises(WeightsError, match="choose one of faithful"): load_weights(name)
        write_weights(random_weights(), f"{folder}/w.safetensors")
        content = Path(f"{folder}/w.safetensors").read_bytes()
        for length in (0, 7, 100, len(content) // 2, len(content) - 1):
            Path(f"{folder}/cut.safetensors").write_bytes(content[:length])
            with pytest.raises(WeightsError, match="cut.safetensors"): read_weights(f"{folder}/cut.safetensors")


# cell 9fd9fc2f
def test_the_sentence_stays_one_line_whatever_the_name_of_the_file():
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/a\nb.safetensors"
        Path(path).write_bytes(b"no weights")
        spoiled = random_weights()
        spoiled.arrays["low1/bias"][0] = np.nan
        for work in (lambda: load_weights(path), lambda: load_weights(f"{folder}/c\nd.safetensors"),
                     lambda: load_weights("e\nf"), lambda: write_weights(spoiled, path, overwrite=True)):
            with pytest.raises(WeightsError) as caught: work()
            assert str(caught.value).isprintable()


# cell 471d741f
def test_any_changed_byte_of_shipped_weights_is_noticed():
    content, rng = weights_path("model4_places").read_bytes(), np.random.default_rng(0)
    positions = [*range(8), *rng.integers(8, 8000, 22), *rng.integers(8, len(content), 30)]
    with tempfile.TemporaryDirectory() as folder:
        for position in positions:
            changed = bytearray(content)
            changed[position] ^= int(rng.integers(1, 256))
            Path(f"{folder}/w.safetensors").write_bytes(changed)
            with pytest.raises(WeightsError, match="w.safetensors") as caught: read_weights(f"{folder}/w.safetensors")
            assert str(caught.value).isprintable()


# cell 833328a0
def test_weights_are_taken_up_to_their_limits_and_not_beyond():
    good = random_weights()
    variance, prior = "low1_norm/moving_variance", "decoding/prior"
    def with_array(name, array): return replace(good, arrays=good.arrays | {name: array})
    fine = [good, replace(good, mean_ab=(-128, 128)), replace(good, classes=("a", "b", "c" * 200)),
            with_array(variance, np.zeros_like(good.arrays[variance])), with_array(prior, np.zeros(261, np.float16)),
            with_array("low1/bias", -good.arrays["low1/bias"])]
    assert [problem(weights) for weights in fine] == [None] * len(fine)
    means = ((0, 128.1), (-128.1, 0), (1, 2, 3), (1,), (True, 0), ("1", 2))
    wrong = {"mean colour": [replace(good, mean_ab=mean) for mean in means],
             "name its classes": [replace(good, classes=("a", "b", "c" * 201)), replace(good, classes=("a", "b", ""))],
             "names 2 classes and its network has 3": [replace(good, classes=("a", "b"))],
             "twice": [replace(good, classes=("a", "b", "a"))],
             "negative": [with_array(variance, -good.arrays[variance]), with_array(prior, np.float32([-1e-9] * 261))],
             "of the kind float64": [with_array(prior, np.zeros(261))],
             "of the kind uint8": [with_array(prior, np.zeros(261, np.uint8))],
             "at 'decoding/prior'": [with_array(prior, np.zeros(260, np.float32))]}
    for words, cases in wrong.items():
        for weights in cases: assert words in problem(weights)


# cell 04db747e
def test_a_header_may_say_more_than_is_needed():
    with tempfile.TemporaryDirectory() as folder:
        weights, path = random_weights(), f"{folder}/w.safetensors"
        about = header(weights) | {"made_with": {"epochs": [1, 2]}}
        text = json.dumps(about | {"sha256": digest(about, weights.arrays)})
        save_file(weights.arrays, path, {"colorize_nb": text, "format": "np"})
        again = read_weights(path)
        assert (again.recipe, again.classes, again.mean_ab) == (weights.recipe, weights.classes, weights.mean_ab)
        for version in (None, 1, 3, "2"):
            about = header(weights) | {"format": version}
            save_file(weights.arrays, path, {"colorize_nb": json.dumps(about | {"sha256": digest(about, weights.arrays)})})
            with pytest.raises(WeightsError, match="another version"): read_weights(path)


# cell fbf4a01b
def test_matrices_are_stored_in_float16_and_vectors_in_float32():
    with tempfile.TemporaryDirectory() as folder:
        write_weights(random_weights(), f"{folder}/w.safetensors")
        stored = load_file(f"{folder}/w.safetensors")
        assert all(array.dtype == (np.float32 if array.ndim == 1 else np.float16) for array in stored.values())
        assert {array.ndim for array in stored.values()} == {1, 2, 4}
        bytes_of = Path(f"{folder}/w.safetensors").read_bytes
        before = bytes_of()
        write_weights(random_weights(replace(TINY, pooled=False)), f"{folder}/w.safetensors", overwrite=True)
        assert bytes_of() != before


# cell 3901f468
def test_weights_that_are_not_finite_are_never_written():
    for value in (np.nan, np.inf, 1e6):  # the last is beyond float16
        weights = random_weights()
        weights.arrays["low1/kernel"][0, 0, 0, 0] = value
        with tempfile.TemporaryDirectory() as folder:
            with pytest.raises(WeightsError, match="not finite"): write_weights(weights, f"{folder}/w.safetensors")


# cell cebe0dfa
def test_vivid_is_the_network_of_faithful_decoded_otherwise():
    faithful, vivid = load_weights("faithful"), load_weights("vivid")
    assert weights_path("vivid") == weights_path("faithful") and vivid.recipe.name == "vivid"
    assert (faithful.recipe.temperature, faithful.recipe.decode_rebalancing) == (1, 1) and vivid.recipe == RECIPES["vivid"]
    assert replace(vivid.recipe, name="faithful", temperature=1, decode_rebalancing=1) == faithful.recipe == RECIPES["faithful"]
    assert all(load_weights(name).recipe == RECIPES[name] for name in SHIPPED)


# cell 6721b3d7
def test_shipped_weights_written_again_are_the_same_file_to_the_last_byte():
    for name in SHIPPED:
        with tempfile.TemporaryDirectory() as folder:
            write_weights(read_weights(weights_path(name)), f"{folder}/w.safetensors")
            assert Path(f"{folder}/w.safetensors").read_bytes() == weights_path(name).read_bytes()
