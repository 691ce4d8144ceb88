# Written by nbdev-export from nbs/engines.ipynb: edit the notebook.
import pytest
from colorize_nb.engines import *
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch
import tempfile
import numpy as np
import pytest
from colorize_nb.lab import rgb_to_luminance
from colorize_nb.models import build_network, weights_of
from colorize_nb.numpy_engine import NumpyEngine, decode
from colorize_nb.photos import ColorizeError, sample_photo
from colorize_nb.predict import load_colorizer
from colorize_nb.recipes import RECIPES, Recipe
from colorize_nb.upsampling import resized
from colorize_nb.weights import WeightsError, load_weights, shipped_colorizers, write_weights
TINY = Recipe("tiny", width=1/16, image_size=32, pooled=True, output_stride=4, skip=True, quantized=True)
SETTINGS = ({}, {"skip": False, "classify": False}, {"quantized": False}, {"pooled": False}, {"batch_norm": False, "groups": 2},
            {"global_path": False}, {"output_stride": 2, "skip": False, "quantized": False})


# cell 90407562
def test_all_engines_give_the_same_answers_for_every_setting_of_a_recipe():
    rng = np.random.default_rng(0)
    luminance, view = rng.random((2, 48, 72, 1), np.float32), rng.random((2, 32, 32, 1), np.float32)
    for options in SETTINGS:
        weights = weights_of(build_network(replace(TINY, **options)), "abcdefghij")
        given = (luminance, view) if weights.recipe.global_path else (luminance,)
        reference = NumpyEngine(weights)(*given)
        for name in ENGINES:
            found = make_engine(weights, name)(*given)
            assert set(found) == set(reference)
            for key, wanted in reference.items(): np.testing.assert_allclose(found[key], wanted, atol=1e-4 * max(1, np.abs(wanted).max()))


# cell 9671b15e
def test_all_engines_colour_with_every_shipped_colorizer_alike():
    rng = np.random.default_rng(0)
    for name in shipped_colorizers():
        weights = load_weights(name)
        side = weights.recipe.image_size
        given = (rng.random((1, 112, 152, 1), np.float32), *([rng.random((1, side, side, 1), np.float32)] if weights.recipe.global_path else []))
        reference = NumpyEngine(weights)(*given)
        for engine in ("keras", "onnx", "openvino"):
            for key, maps in make_engine(weights, engine)(*given).items():
                np.testing.assert_allclose(maps, reference[key], atol=1e-3 * max(1, np.abs(reference[key]).max()))


# cell 2ec37323
def test_an_engine_that_does_not_exist_or_is_not_installed_is_told_so():
    with pytest.raises(ColorizeError, match="choose one of numpy, keras, onnx, openvino"): make_engine(load_weights("faithful"), "cuda")
    with patch.dict(needs.__globals__, find_spec=lambda name: None):
        for name in ("onnx", "openvino"):
            with pytest.raises(ColorizeError, match="pip install"): make_engine(load_weights("faithful"), name)


# cell cf82c0d4
def test_half_the_bits_change_the_colours_by_a_fraction_of_a_lab_unit_and_nowhere_by_much():
    weights = load_weights("faithful")
    luminance = rgb_to_luminance(sample_photo("coffee"))
    given = resized(luminance, 128, 192)[None], resized(luminance, 96, 96)[None]
    colours = [decode(engine(*given)["logits"][0], weights.arrays) for engine in (NumpyEngine(weights), OpenVinoEngine(weights, "bfloat16"))]
    moved = np.linalg.norm(colours[0] - colours[1], axis=-1)
    assert 0 < moved.mean() < 0.5 and moved.max() < 5


# cell bf82c0de
def test_damaged_weights_are_refused_by_every_engine_with_the_same_sentence():
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/w.safetensors"
        write_weights(weights_of(build_network(TINY), "abcdefghij"), path)
        content = bytearray(Path(path).read_bytes())
        content[-100] ^= 4
        Path(path).write_bytes(content)
        told = set()
        for engine in (*ENGINES, None):
            with pytest.raises(WeightsError, match="checksum") as caught: load_colorizer(path, engine)
            told.add(str(caught.value))
        assert len(told) == 1
