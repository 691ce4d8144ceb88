# Written by nbdev-export from nbs/86_onnx.ipynb: edit the notebook.
import pytest
from colorize_nb.onnx_export import *
from dataclasses import replace
from pathlib import Path
import tempfile
import numpy as np
import pytest
from colorize_nb.backend import keras
from colorize_nb.models import build_network, set_weights, weights_of
from colorize_nb.photos import ColorizeError
from colorize_nb.recipes import RECIPES, Recipe
from colorize_nb.weights import load_weights, shipped_colorizers
onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")
TINY = Recipe("tiny", width=1/16, image_size=32, pooled=True, output_stride=4, skip=True, quantized=True)


# cell 4c77f1ed
def test_the_exported_file_gives_the_answers_of_keras_at_any_size():
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        for name in shipped_colorizers():
            export_onnx(name, f"{folder}/{name}.onnx")
            session, weights = onnxruntime.InferenceSession(f"{folder}/{name}.onnx"), load_weights(name)
            network = build_network(weights.recipe)
            set_weights(network, weights)
            side = weights.recipe.image_size
            for size in ((80, 80), (64, 136)):
                luminance, view = rng.random((2, *size, 1), np.float32), rng.random((2, side, side, 1), np.float32)
                given = {"luminance": luminance.transpose(0, 3, 1, 2)}
                if weights.recipe.global_path: given["global_view"] = view.transpose(0, 3, 1, 2)
                found = dict(zip([output.name for output in session.get_outputs()], session.run(None, given)))
                wanted = network((luminance, view) if weights.recipe.global_path else luminance)
                np.testing.assert_allclose((found["ab"].transpose(0, 2, 3, 1) + 128) / 255, wanted["ab"], atol=1e-3)
                if "scene" in wanted: np.testing.assert_allclose(found["scene"], wanted["scene"], atol=1e-3)


# cell d59347de
def test_every_setting_of_a_recipe_can_be_exported():
    keras.utils.set_random_seed(0)
    luminance = np.random.default_rng(0).random((1, 48, 72, 1)).astype("float32")
    for options in ({}, {"skip": False, "classify": False}, {"quantized": False}, {"pooled": False},
                    {"batch_norm": False, "groups": 2}, {"output_stride": 2, "skip": False, "quantized": False},
                    {"global_path": False, "temperature": 0.4, "decode_rebalancing": 0.3}):
        network = build_network(replace(TINY, **options))
        for v in network.weights:
            if "norm" in v.path: v.assign(keras.random.uniform(v.shape, 0.5, 1.5))
            if v.path.endswith("prior"): v.assign(keras.ops.softmax(keras.random.normal(v.shape)))
        session = onnxruntime.InferenceSession(onnx_model(weights_of(network, "abcdefghij")).SerializeToString())
        given = {"luminance": luminance, "global_view": luminance[:, :32, :32]}
        found = session.run(["ab"], {i.name: given[i.name].transpose(0, 3, 1, 2) for i in session.get_inputs()})[0]
        wanted = network((luminance, luminance[:, :32, :32]))["ab"]
        np.testing.assert_allclose((found.transpose(0, 2, 3, 1) + 128) / 255, wanted, atol=1e-3)


# cell 86c22d90
def test_the_file_explains_itself_and_can_be_half_as_large():
    with tempfile.TemporaryDirectory() as folder:
        export_onnx("vivid", f"{folder}/a.onnx")
        export_onnx("vivid", f"{folder}/b.onnx", half=True)
        one, other = (onnxruntime.InferenceSession(f"{folder}/{name}.onnx") for name in "ab")
        sizes = [len(Path(f"{folder}/{name}.onnx").read_bytes()) for name in "ab"]
        assert sizes[1] < 9e6 and sizes[1] < 0.6 * sizes[0]
        about = one.get_modelmeta().custom_metadata_map
        assert "short side near 112" in about["usage"] and '"coast"' in about["classes"]
        random = lambda side: np.random.default_rng(0).random((1, 1, side, side), np.float32)
        given = {"luminance": random(112), "global_view": random(80)}
        assert np.abs(one.run(["ab"], given)[0] - other.run(["ab"], given)[0]).max() < 1
        with pytest.raises(ColorizeError, match="not overwritten"): export_onnx("vivid", f"{folder}/a.onnx")


# cell 6cb784e1
def test_without_the_package_one_sentence_says_what_to_install():
    from unittest.mock import patch
    with patch.dict(export_onnx.__globals__, find_spec=lambda name: None):
        with pytest.raises(ColorizeError, match="pip install"): export_onnx("faithful", "x.onnx")
