# Written by nbdev-export from nbs/09_models.ipynb: edit the notebook.
import pytest
from colorize_nb.models import *
from dataclasses import replace
from unittest import mock
import os, tempfile
import numpy as np
from colorize_nb.backend import keras
from colorize_nb.bins import bin_centres
from colorize_nb.data import offline_set
from colorize_nb.lab import rgb_to_lab
from colorize_nb.recipes import RECIPES, Part, Recipe, Step, encoder_part, part_shapes, weight_shapes
from colorize_nb.weights import read_weights, write_weights
SMALL = replace(RECIPES["model3"], width=1/16, image_size=32)
TINY = Recipe("tiny", width=1/16, image_size=32, pooled=True, output_stride=4, skip=True, quantized=True)


# cell ba05c0de
def test_depthwise_convolutions_and_other_activations_become_layers():
    steps = (Step("deep", "depthwise", activation="relu6"), Step("mix", "conv", 5, kernel=1, activation="linear"),
             Step("sum", "add", inputs=("mix", "mix")))
    model = keras_part(Part("x", {"low": 3}, steps, ("sum",)))
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds == ["InputLayer", "DepthwiseConv2D", "BatchNormalization", "ReLU", "Conv2D", "BatchNormalization", "Add"]
    assert model.get_layer("deep_relu").max_value == 6
    maps = np.random.default_rng(0).normal(0, 9, (1, 4, 4, 3)).astype("float32")
    before = keras.Model(model.inputs[0], model.get_layer("mix_norm").output)
    np.testing.assert_allclose(model(maps), 2 * np.asarray(before(maps)), rtol=1e-5)


# cell 9747b8a8
def test_the_network_is_its_parts_called_by_hand():
    net = build_network(replace(RECIPES["model3"], width=1/16, image_size=32))
    given = np.random.default_rng(0).random((2, 32, 32, 1), "float32")
    features = net.low_level_features(given)
    vector, before = net.global_features(features)
    colours = net.colorization(net.fusion([net.mid_level_features(features), vector]))
    np.testing.assert_allclose(net(given)["ab"], colours, rtol=1e-5)
    np.testing.assert_allclose(net(given)["scene"], net.classifier(before), rtol=1e-5)


# cell 717ac380
def test_without_a_global_path_there_is_no_scene():
    net = build_network(replace(RECIPES["model4"], width=1/16))
    given = np.random.default_rng(0).random((1, 24, 40, 1), "float32")
    out = net(given)
    assert set(out) == {"ab"} and out["ab"].shape == (1, 12, 20, 2)
    by_hand = net.colorization(net.mid_level_features(net.low_level_features(given)))
    np.testing.assert_allclose(out["ab"], by_hand, rtol=1e-5)


# cell f8b938ee
def test_scene_probabilities_sum_to_one():
    net = build_network(replace(RECIPES["model3"], width=1/16, image_size=32, classes=44))
    found = np.asarray(net(np.random.default_rng(0).random((3, 32, 32, 1), "float32"))["scene"])
    assert found.shape == (3, 44) and found.min() > 0
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-5)


# cell 978500e2
def test_one_seed_gives_one_network():
    def weights(seed):
        keras.utils.set_random_seed(seed)
        return build_network(replace(RECIPES["model3"], width=1/16, image_size=32)).get_weights()
    assert all(np.array_equal(v, w) for v, w in zip(weights(3), weights(3), strict=True))
    assert not np.array_equal(weights(3)[0], weights(4)[0])


# cell 309cf0fe
def test_luminance_of_any_size_goes_with_its_own_global_view():
    net = build_network(replace(RECIPES["model3"], width=1/16, image_size=32))
    rng = np.random.default_rng(0)
    out = net((rng.random((2, 64, 96, 1), "float32"), rng.random((2, 32, 32, 1), "float32")))
    assert out["ab"].shape == (2, 32, 48, 2) and out["scene"].shape == (2, 10)


# cell 1cae90df
def test_luminance_alone_is_its_own_global_view():
    net = build_network(replace(RECIPES["model3"], width=1/16, image_size=32))
    given = np.random.default_rng(0).random((2, 32, 32, 1), "float32")
    alone, pair = net(given), net((given, given))
    for name in ("ab", "scene"): np.testing.assert_allclose(alone[name], pair[name], rtol=1e-5)


# cell a734ec71
def test_a_photograph_without_a_class_teaches_no_class():
    net, probabilities = build_network(TINY), keras.ops.softmax(np.random.default_rng(0).normal(size=(4, 10)).astype("float32"))
    losses = np.asarray(net.class_loss(np.float32([3, -1, 0, -1]), probabilities))
    known = -np.log(np.asarray(probabilities)[[0, 2], [3, 0]])
    np.testing.assert_allclose(losses, [known[0], 0, known[1], 0], rtol=1e-5)


# cell 033bc4ae
def test_the_low_level_weights_are_shared_by_both_paths():
    net = build_network(replace(RECIPES["model3"], width=1/16, image_size=32))
    rng = np.random.default_rng(0)
    (given, square), (other, other_square) = rng.random((2, 2, 1, 32, 32, 1), "float32")
    pairs = ((given, square), (other, square), (given, other_square))
    def answers(): return [{k: np.asarray(v) for k, v in net(pair).items()} for pair in pairs]
    def differ(a, b, key): return not np.allclose(a[key], b[key], rtol=1e-6)
    seen, of_other, of_other_square = answers()
    assert len([v for v in net.variables if v.path.startswith("low_level_features/low") and v.name == "kernel"]) == 6
    assert differ(of_other, seen, "ab") and np.array_equal(of_other["scene"], seen["scene"])
    assert differ(of_other_square, seen, "ab") and differ(of_other_square, seen, "scene")
    net.low_level_features.set_weights([0 * w for w in net.low_level_features.get_weights()])
    seen, of_other, of_other_square = answers()
    for out in (of_other, of_other_square): assert all(np.array_equal(out[k], seen[k]) for k in ("ab", "scene"))


# cell 0bab3678
def test_parameters_of_every_layer_equal_the_table():
    net = build_network(replace(RECIPES["model3"], batch_norm=False))
    counts = {part.name: [layer.count_params() for layer in part.layers if layer.count_params()] for part in net.layers}
    assert counts == {
        "low_level_features": [640, 73_856, 147_584, 295_168, 590_080, 1_180_160],
        "mid_level_features": [2_359_808, 1_179_904],
        "global_features": 4 * [2_359_808] + [25_691_136, 524_800, 131_328], "classifier": [131_328, 2_570],
        "fusion": [131_328], "colorization": [295_040, 73_792, 36_928, 18_464, 578]}


# cell 061bc971
def test_parameters_of_the_four_models_equal_the_table():
    assert build_network("model1").count_params() == 42_303_724
    net = build_network("model3")
    assert net.count_params() == 42_330_732
    assert sum(int(np.prod(v.shape)) for v in net.trainable_variables) == 42_317_228
    assert build_network("model4").count_params() == 6_261_602
    assert build_network(replace(RECIPES["model4"], batch_norm=False)).count_params() == 6_252_002


# cell 1fccf539
def test_outputs_and_weights_are_float32_in_mixed_bfloat16():
    net = build_network(replace(RECIPES["model3"], width=1/16, image_size=32), "mixed_bfloat16")
    out = net(np.random.default_rng(0).random((1, 32, 32, 1), "float32"))
    assert net.mid_level_features(np.zeros((1, 4, 4, 32), "float32")).dtype == "bfloat16"
    assert {keras.backend.standardize_dtype(v.dtype) for v in [*out.values(), *net.variables]} == {"float32"}
    assert keras.config.dtype_policy().name == "float32"  # and nothing is left behind


# cell 5af1e689
def test_an_encoder_takes_every_size_that_is_a_multiple_of_8_and_gives_maps_of_a_quarter():
    net = build_network(replace(TINY, encoder="efficientnet_lite0"))
    rng = np.random.default_rng(0)
    for height, width in ((32, 32), (40, 72), (8, 104)):
        out = net((rng.random((2, height, width, 1), "float32"), rng.random((2, 32, 32, 1), "float32")))
        assert out["logits"].shape == (2, height // 4, width // 4, 261) and out["scene"].shape == (2, 10)
    shapes = {weight_name(v): tuple(v.shape) for v in net.weights}
    assert shapes == weight_shapes(net.recipe)


# cell 32d96202
def test_a_pretrained_encoder_begins_with_the_weights_that_were_read():
    rng, encoder = np.random.default_rng(0), part_shapes(encoder_part(), TINY, 32)
    arrays = {name: rng.normal(size=shape).astype("float32") for name, shape in encoder.items()}
    recipe = replace(TINY, encoder="efficientnet_lite0", pretrained=True)
    net, photos = build_network(recipe), offline_set(32, per_class=4)[0]
    with mock.patch.dict(ColorizationNetwork.prepare.__globals__, encoder_arrays=lambda name: arrays): net.prepare(photos)
    found = weights_of(net, "abcdefghij").arrays
    for name, array in arrays.items(): np.testing.assert_array_equal(found[name], array)


# cell ba14c0de
def test_a_network_is_saved_loaded_and_cloned_as_keras_does_it():
    for recipe in (SMALL, TINY):
        network = build_network(recipe)
        given = np.random.default_rng(0).random((1, 32, 48, 1), "float32")
        view = given[:, :, :32]
        with tempfile.TemporaryDirectory() as folder:
            network.save(path := os.path.join(folder, "x.keras"))
            again = keras.saving.load_model(path)
        found = again((given, view))
        for key, wanted in network((given, view)).items(): np.testing.assert_allclose(found[key], wanted, atol=1e-6)
        clone = keras.models.clone_model(network)
        assert clone.recipe == recipe and [v.shape for v in clone.weights] == [v.shape for v in network.weights]


# cell ba15c0de
def test_a_network_and_its_file_of_weights_give_the_same_answers():
    given = np.random.default_rng(0).random((1, 32, 32, 1), "float32")
    for recipe in (SMALL, replace(TINY, sizes=(16, 32), temperature=0.5)):
        network = build_network(recipe)
        with tempfile.TemporaryDirectory() as folder:
            write_weights(weights_of(network, "abcdefghij", (1, 2)), f"{folder}/w.safetensors")
            weights = read_weights(f"{folder}/w.safetensors")
        other = trained_network(weights)
        assert weights.recipe == recipe and weights.mean_ab == (1, 2)
        found = other(given)
        for key, wanted in network(given).items(): np.testing.assert_allclose(found[key], wanted, atol=2e-3)  # float16


# cell ba04c0de
def test_every_part_of_every_recipe_has_the_weights_that_its_table_promises():
    for recipe in RECIPES.values():
        small = replace(recipe, width=1/16)
        network = build_network(small)
        assert {weight_name(v): tuple(v.shape) for v in network.weights} == weight_shapes(small)


# cell f1716620
def test_a_network_starts_close_to_the_mean_colour_of_its_training_photographs():
    keras.utils.set_random_seed(0)
    photos, _ = offline_set(32, per_class=20)
    network = build_network(TINY)
    network.prepare(photos)
    np.testing.assert_allclose(np.asarray(network.decoding.prior).sum(), 1, rtol=1e-5)
    head = network.colorization.get_layer("logits")
    head.kernel.assign(head.kernel * 0)
    ab = np.asarray(network(np.random.default_rng(0).random((2, 32, 32, 1), "float32"))["ab"]) * 255 - 128
    mean = np.mean([rgb_to_lab(photo)[..., 1:].mean(axis=(0, 1)) for photo in photos.pixels], axis=0)
    assert np.ptp(ab, axis=(0, 1, 2)).max() < 1e-3 and np.abs(ab[0, 0, 0] - mean).max() < 1


# cell 84d08e16
def test_full_rebalancing_in_decoding_makes_all_bins_equally_frequent():
    network = build_network(replace(TINY, decode_rebalancing=0))
    network.prepare(offline_set(32, per_class=4)[0])
    logits = np.log(network.decoding.prior)[None, None, None]  # of a network whose output does not depend on its input
    ab = np.asarray(network.decoding(logits))[0, 0, 0] * 255 - 128
    np.testing.assert_allclose(ab, bin_centres().mean(axis=0), atol=1e-2)


# cell 69bf7166
def test_a_chroma_weight_counts_strong_colours_more():
    network = build_network(replace(TINY, quantized=False, chroma_weight=2))
    grey, strong = (np.float32([[[[a, 128]]]]) / 255 for a in (128, 168))  # chroma 0 and 40
    loss = lambda truth: float(network.ab_loss(truth, truth + 0.1)[0, 0, 0])
    assert np.isclose(loss(grey), 0.01) and np.isclose(loss(strong), 0.01 * (1 + 2 * 40 / 20))
