# Written by nbdev-export from nbs/onnx.ipynb: edit the notebook.
import pytest
from colorize_nb.onnx_export import *
from dataclasses import replace
from pathlib import Path
import json, tempfile
import numpy as np
import pytest
from colorize_nb.backend import keras
from colorize_nb.models import build_network, set_weights, weights_of
from colorize_nb.numpy_engine import NumpyEngine, decode, run_part
from colorize_nb.photos import ColorizeError
from colorize_nb.recipes import RECIPES, Part, Recipe, Step, part_shapes, weight_shapes
from colorize_nb.weights import Weights, load_weights, shipped_colorizers
onnxruntime, onnx = pytest.importorskip("onnxruntime"), pytest.importorskip("onnx")
TINY = Recipe("tiny", width=1/16, image_size=32, pooled=True, output_stride=4, skip=True, quantized=True)

def random_weights(recipe):
    rng = np.random.default_rng(0)
    arrays = {name: rng.normal(0, 0.3, shape).astype("f4") for name, shape in weight_shapes(recipe).items()}
    for name in arrays:
        if name.endswith(("variance", "prior")): arrays[name] = np.abs(arrays[name]) + np.float32(0.5)
        if name.startswith("block"): arrays[name] /= np.float32(3)  # fifty layers must not enlarge what float32 rounds
    return Weights(recipe, tuple("abcdefghij"), (0, 0), arrays)


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
                    {"batch_norm": False, "groups": 2}, {"encoder": "efficientnet_lite0"},
                    {"output_stride": 2, "skip": False, "quantized": False}, {"fusion_kernel": 3, "strided_kernel": 4},
                    {"output_stride": 2, "skip": False, "quantized": False, "ab_scale": (200, 100), "fusion_kernel": 3},
                    {"global_path": False, "temperature": 0.4, "decode_rebalancing": 0.3}):
        network = build_network(replace(TINY, **options))
        for v in network.weights:
            if "norm" in v.path: v.assign(keras.random.uniform(v.shape, 0.5, 1.5))
            if v.path.endswith("prior"): v.assign(keras.ops.softmax(keras.random.normal(v.shape)))
        session = onnxruntime.InferenceSession(onnx_model(weights_of(network, "abcdefghij")).SerializeToString())
        given = {"luminance": luminance, "global_view": luminance[:, :32, :32]}
        found = session.run(["ab"], {i.name: given[i.name].transpose(0, 3, 1, 2) for i in session.get_inputs()})[0]
        wanted = network((luminance, luminance[:, :32, :32]))["ab"]
        scale, zero = network.recipe.ab_scale
        np.testing.assert_allclose((found.transpose(0, 2, 3, 1) + zero) / scale, wanted, atol=1e-3)


# cell de9c108c
def test_every_setting_of_a_recipe_gives_in_a_file_the_numbers_of_numpy_before_and_after_decoding():
    rng = np.random.default_rng(1)
    luminance, view = rng.random((2, 48, 72, 1), np.float32), rng.random((2, 32, 32, 1), np.float32)
    for options in ({}, {"skip": False, "classify": False}, {"quantized": False}, {"pooled": False},
                    {"batch_norm": False, "groups": 2}, {"encoder": "efficientnet_lite0"},
                    {"output_stride": 2, "skip": False, "quantized": False}, {"fusion_kernel": 3, "strided_kernel": 4},
                    {"output_stride": 2, "skip": False, "quantized": False, "ab_scale": (200, 100), "fusion_kernel": 3},
                    {"global_path": False, "temperature": 0.4, "decode_rebalancing": 0.3}):
        weights = random_weights(replace(TINY, **options))
        recipe, given = weights.recipe, {"luminance": luminance, "global_view": view}
        wanted = NumpyEngine(weights)(luminance, view if recipe.global_path else None)
        if recipe.quantized:
            settings = weights.arrays, recipe.temperature, recipe.decode_rebalancing
            ab = [decode(logits, *settings) for logits in wanted["logits"]]
        else: ab = recipe.ab_scale[0] * wanted["ab"] - recipe.ab_scale[1]
        scene = {name: wanted[name] for name in wanted if name == "scene"}
        for decoded, results in ((False, wanted), (True, {"ab": ab} | scene)):
            session = onnxruntime.InferenceSession(onnx_model(weights, decoded=decoded).SerializeToString())
            inputs = {i.name: np.moveaxis(given[i.name], -1, 1) for i in session.get_inputs()}
            found = session.run(list(results), inputs)
            for maps, result in zip(found, results.values()):
                maps = np.moveaxis(maps, 1, -1) if maps.ndim == 4 else maps
                np.testing.assert_allclose(maps, result, atol=1e-3 * max(1, np.abs(result).max()))


# cell 86c22d90
def test_the_file_explains_itself_and_can_be_half_as_large():
    with tempfile.TemporaryDirectory() as folder:
        export_onnx("vivid", f"{folder}/a.onnx")
        export_onnx("vivid", f"{folder}/b.onnx", half=True)
        one, other = (onnxruntime.InferenceSession(f"{folder}/{name}.onnx") for name in "ab")
        sizes = [len(Path(f"{folder}/{name}.onnx").read_bytes()) for name in "ab"]
        assert sizes[1] < 9e6 and sizes[1] < 0.6 * sizes[0]
        about = one.get_modelmeta().custom_metadata_map
        assert "short side near 128" in about["usage"] and '"coast"' in about["classes"]
        random = lambda side: np.random.default_rng(0).random((1, 1, side, side), np.float32)
        given = {"luminance": random(128), "global_view": random(96)}
        assert np.abs(one.run(["ab"], given)[0] - other.run(["ab"], given)[0]).max() < 1
        with pytest.raises(ColorizeError, match="not overwritten"): export_onnx("vivid", f"{folder}/a.onnx")


# cell 18068190
def test_inputs_and_outputs_have_names_and_sizes_and_the_text_says_how_to_use_them():
    weights = load_weights("model3_places")
    model = onnx_model(weights)
    shape = lambda value: [axis.dim_value or axis.dim_param for axis in value.type.tensor_type.shape.dim]
    inputs = {value.name: shape(value) for value in model.graph.input}
    outputs = {value.name: shape(value) for value in model.graph.output}
    assert inputs == {"luminance": ["n", 1, "height", "width"], "global_view": ["n", 1, 80, 80]}
    assert list(outputs) == ["ab", "scene"] and outputs["scene"] == ["n", 44]
    about = {prop.key: prop.value for prop in model.metadata_props}
    assert about["image_size"] == "80" and tuple(json.loads(about["classes"])) == weights.classes
    assert "short side near 80" in about["usage"] and "scaled to 80 x 80" in about["usage"]
    foreign = random_weights(replace(TINY, luma=True, input_mean=0.25))
    about = {prop.key: prop.value for prop in onnx_model(replace(foreign, license="CC BY 4.0")).metadata_props}
    assert about["usage"].startswith("luminance: luma of Rec. 601, from 0 to 1, less 0.25 of") and about["license"] == "CC BY 4.0"
    names = lambda values: [value.name for value in values]
    local, vivid = (onnx_model(load_weights(name), decoded=False).graph for name in ("model4_places", "vivid"))
    assert names(local.input) == ["luminance"] and names(local.output) == ["ab"]
    assert names(vivid.output) == ["logits", "scene"]


# cell 1514c37a
def test_only_large_weights_are_stored_in_half_precision_and_none_twice():
    for half in (False, True):
        model = onnx_model(random_weights(TINY), half)
        stored = [onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer]
        assert len({(array.dtype.str, array.shape, array.tobytes()) for array in stored}) == len(stored)
        halves = [array for array in stored if array.dtype == np.float16]
        others = [array for array in stored if array.dtype == np.float32]
        assert all(array.size > 1000 for array in halves) and bool(halves) == half
        assert not half or max(array.size for array in others) <= 1000


# cell e83d56a4
def test_layers_of_a_trunk_to_come_give_in_a_file_what_they_give_in_numpy():
    steps = (Step("a", "conv", 4, stride=2, activation="relu6", norm=False),
             Step("b", "depthwise", kernel=5, activation="linear", norm=False), Step("c", "add", inputs=("a", "b")),
             Step("d", "concat", inputs=("c", "a")), Step("e", "upsample"), Step("f", "smooth"))
    part, rng = Part("trunk", {"maps": 3}, steps, ("f",)), np.random.default_rng(0)
    arrays = {name: rng.normal(0, 2, shape).astype("f4") for name, shape in part_shapes(part, TINY, 8).items()}
    graph = Graph()
    [end] = part_nodes(graph, part, arrays, 0, "maps")
    value = lambda name: onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [None] * 4)
    body = onnx.helper.make_graph(graph.nodes, "trunk", [value("maps")], [value(end)], graph.initializers)
    model = onnx.helper.make_model(body, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    maps = rng.random((8, 12, 3), np.float32)
    [found] = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"maps": maps.transpose(2, 0, 1)[None]})
    [wanted] = run_part(part, arrays, 0, maps)
    assert wanted.shape == (8, 12, 8) and wanted.min() < 0
    np.testing.assert_allclose(found[0].transpose(1, 2, 0), wanted, atol=1e-4)


# cell 6cb784e1
def test_without_the_package_one_sentence_says_what_to_install():
    from unittest.mock import patch
    with patch.dict(export_onnx.__globals__, find_spec=lambda name: None):
        with pytest.raises(ColorizeError, match="pip install"): export_onnx("faithful", "x.onnx")
