# Written by nbdev-export from nbs/numpy_engine.ipynb: edit the notebook.
import pytest
from colorize_nb.numpy_engine import *
from dataclasses import replace
import numpy as np
from colorize_nb.backend import keras, layers
from colorize_nb.models import build_network, set_weights, weights_of
from colorize_nb.recipes import RECIPES, Recipe, Step, part_shapes, parts_of, weight_shapes
from colorize_nb.weights import Weights, load_weights, shipped_colorizers
TINY = Recipe("tiny", width=1/16, image_size=32, pooled=True, output_stride=4, skip=True, quantized=True)


# cell b8372c7f
def test_a_folded_network_gives_the_same_answers_to_one_part_in_ten_thousand():
    luminance = np.random.default_rng(0).random((1, 80, 80, 1)).astype("float32")
    for name in shipped_colorizers():
        weights = load_weights(name)
        network, plain = build_network(weights.recipe), build_network(replace(weights.recipe, batch_norm=False))
        set_weights(network, weights)
        set_weights(plain, replace(weights, recipe=plain.recipe, arrays=folded(weights.arrays)))
        assert plain.count_params() < network.count_params()
        for key, wanted in network(luminance).items():
            scale = max(1, np.abs(wanted).max())
            np.testing.assert_allclose(plain(luminance)[key], wanted, atol=1e-4 * scale)


# cell 5232dd0b
def test_our_convolutions_are_those_of_keras():
    rng = np.random.default_rng(0)
    options = dict(padding="same", bias_initializer="normal")
    for size, stride, shape in [(3, 1, (8, 11, 5)), (3, 2, (8, 12, 5)), (3, 2, (7, 9, 2)), (1, 1, (4, 4, 3)),
                                (3, 1, (1, 1, 2)), (5, 2, (9, 8, 1))]:
        maps = rng.normal(size=shape).astype("float32")
        for layer, ours in [(layers.Conv2D(6, size, stride, **options), convolve),
                            (layers.DepthwiseConv2D(size, stride, **options), convolve_depthwise)]:
            wanted = np.asarray(layer(maps[None]))[0]
            np.testing.assert_allclose(ours(maps, *(np.asarray(w) for w in layer.weights), stride), wanted, atol=1e-5)


# cell 4efd603a
def test_numpy_and_keras_give_the_same_answers_for_every_colorizer():
    rng = np.random.default_rng(0)
    for name in shipped_colorizers():
        weights = load_weights(name)
        network = build_network(weights.recipe)
        set_weights(network, weights)
        side = weights.recipe.image_size
        luminance, view = rng.random((2, 88, 120, 1), np.float32), rng.random((2, side, side, 1), np.float32)
        ours = NumpyEngine(weights)(luminance, view if weights.recipe.global_path else None)
        theirs = network((luminance, view) if weights.recipe.global_path else luminance)
        for key, mine in ours.items(): np.testing.assert_allclose(mine, theirs[key], atol=2e-4 * max(1, np.abs(mine).max()))
        if weights.recipe.quantized:
            ab = decode(ours["logits"][0], weights.arrays, weights.recipe.temperature, weights.recipe.decode_rebalancing)
            np.testing.assert_allclose(ab, np.asarray(theirs["ab"])[0] * 255 - 128, atol=0.05)


# cell 8f07d00a
def test_every_setting_of_a_recipe_gives_the_same_answers_in_numpy_and_in_keras():
    keras.utils.set_random_seed(0)
    luminance = np.random.default_rng(0).random((1, 48, 72, 1)).astype("float32")
    for options in ({}, {"skip": False, "classify": False}, {"quantized": False}, {"pooled": False},
                    {"batch_norm": False, "groups": 2}, {"encoder": "efficientnet_lite0"}, {"output_stride": 2, "skip": False, "quantized": False},
                    {"fusion_kernel": 3, "strided_kernel": 4}, {"global_path": False, "temperature": 0.4, "decode_rebalancing": 0.3}):
        network = build_network(replace(TINY, **options))
        for v in network.weights:
            if "norm" in v.path: v.assign(keras.random.uniform(v.shape, 0.5, 1.5))
            if v.path.endswith("prior"): v.assign(keras.ops.softmax(keras.random.normal(v.shape)))
        weights = weights_of(network, "abcdefghij")
        view = luminance[:, :32, :32]
        ours, theirs = NumpyEngine(weights)(luminance, view), network((luminance, view))
        for key, mine in ours.items(): np.testing.assert_allclose(mine, theirs[key], atol=1e-4 * max(1, np.abs(mine).max()))
        if network.recipe.quantized:
            ab = decode(ours["logits"][0], weights.arrays, network.recipe.temperature, network.recipe.decode_rebalancing)
            np.testing.assert_allclose(ab, np.asarray(theirs["ab"])[0] * 255 - 128, atol=0.02)


# cell 5581ebc6
def test_the_small_number_in_a_normalisation_is_that_of_keras():
    assert EPSILON == layers.BatchNormalization().epsilon == layers.GroupNormalization().epsilon


# cell dc4abfd8
def test_decoding_is_the_smoothed_mean_of_the_centres_by_brute_force():
    rng = np.random.default_rng(0)
    logits, prior, centres = rng.normal(0, 3, (2, 3, 261)), rng.random(261) + 0.01, rng.uniform(-100, 100, (261, 2))
    arrays = {"decoding/prior": prior / prior.sum(), "decoding/centres": centres}
    def neighbours(maps, i, j): return maps[max(i - 1, 0):i + 2, max(j - 1, 0):j + 2].reshape(-1, 2)
    for temperature, rebalancing in ((1, 1), (0.4, 0.3), (3, 0)):
        frequency = (1 - rebalancing) * arrays["decoding/prior"] + rebalancing / 261
        p = (np.exp(logits) / frequency) ** (1 / temperature)
        large = np.kron(p @ centres / p.sum(axis=-1, keepdims=True), np.ones((2, 2, 1)))
        wanted = [[neighbours(large, i, j).mean(axis=0) for j in range(6)] for i in range(4)]
        np.testing.assert_allclose(decode(logits, arrays, temperature, rebalancing), wanted, atol=0.01)
    np.testing.assert_array_equal(decode(logits, arrays), decode(logits, arrays, 1, 1))


# cell af474c55
def test_group_normalisation_is_that_of_its_formula_by_brute_force():
    maps, gamma, beta = np.random.default_rng(0).normal(3, 2, (4, 5, 6)), np.arange(6) + 1.0, np.arange(6) - 2.0
    wanted = np.empty_like(maps)
    for first in (0, 2, 4):
        group = maps[..., first:first + 2]
        wanted[..., first:first + 2] = (group - group.mean()) / np.sqrt(group.var() + 1e-3)
    np.testing.assert_allclose(group_normalized(maps, 3, gamma, beta), wanted * gamma + beta)


# cell 551521f9
def test_the_engine_does_not_change_what_it_is_given():
    rng, shapes = np.random.default_rng(0), weight_shapes(TINY)
    arrays = {name: rng.random(shape, np.float32) for name, shape in shapes.items()}
    engine = NumpyEngine(Weights(TINY, tuple("abcdefghij"), (0, 0), arrays))
    luminance, view = rng.random((2, 48, 72, 1), np.float32), rng.random((2, 32, 32, 1), np.float32)
    for array in (luminance, view, *arrays.values(), *engine.arrays.values()): array.setflags(write=False)
    both = engine(luminance, view)
    for i in (0, 1):
        for name, maps in engine(luminance[i:i + 1], view[i:i + 1]).items():
            np.testing.assert_array_equal(maps[0], both[name][i])
