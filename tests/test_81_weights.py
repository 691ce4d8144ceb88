# Written by nbdev-export from nbs/81_weights.ipynb: edit the notebook.
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
        write_weights(random_weights(replace(TINY, width=1/64)), good := f"{folder}/good.safetensors")
        content = bytearray(Path(good).read_bytes())
        rng = np.random.default_rng(0)
        for position in [*rng.integers(8, len(content), 200), *rng.integers(8, 2000, 60)]:
            flipped = content.copy()
            flipped[position] ^= 1 << rng.integers(8)
            Path(bad := f"{folder}/bad.safetensors").write_bytes(flipped)
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
        for name in ("model9", f"{folder}/none.safetensors", "x" * 300, ""):
            with pytest.raises(WeightsError, match="choose one of faithful"): load_weights(name)
        write_weights(random_weights(), f"{folder}/w.safetensors")
        content = Path(f"{folder}/w.safetensors").read_bytes()
        for length in (0, 7, 100, len(content) // 2, len(content) - 1):
            Path(f"{folder}/cut.safetensors").write_bytes(content[:length])
            with pytest.raises(WeightsError, match="cut.safetensors"): read_weights(f"{folder}/cut.safetensors")


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
    assert (faithful.recipe.decode_rebalancing, vivid.recipe.decode_rebalancing) == (1, 0.3)
    assert replace(vivid.recipe, name="faithful", decode_rebalancing=1) == faithful.recipe == RECIPES["faithful"]
    assert all(load_weights(name).recipe == RECIPES[name] for name in SHIPPED)
