# Written by nbdev-export from nbs/27_quick.ipynb: edit the notebook.
import pytest
from colorize_nb.quick import *
from dataclasses import replace
import tempfile
import numpy as np
from colorize_nb.backend import keras, layers
from colorize_nb.better import BetterRecipe
from colorize_nb.data import offline_set
from colorize_nb.models import build_network
from colorize_nb.photos import sample_photo
from colorize_nb.predict import WeightsError, load_colorizer, predict_color, save_network, shipped_colorizers


# cell b8372c7f
def test_a_folded_network_gives_the_same_answers_to_one_part_in_ten_thousand():
    luminance = np.random.default_rng(0).random((1, 80, 80, 1)).astype("float32")
    for name in ("model3_places", "model4_places"):
        network = load_colorizer(name).network
        plain = build_network(replace(network.recipe, batch_norm=False))
        arrays = folded(short_names({v.path: np.asarray(v) for v in network.variables}))
        assert plain.count_params() < network.count_params() and len(arrays) == len(plain.variables)
        for v in plain.variables: v.assign(short_names({v.path: arrays["/".join(v.path.split("/")[-2:])]}).popitem()[1])
        for key, wanted in network(luminance).items(): np.testing.assert_allclose(plain(luminance)[key], wanted, atol=1e-4)


# cell 5232dd0b
def test_our_convolution_is_that_of_keras():
    rng = np.random.default_rng(0)
    for size, stride, shape in [(3, 1, (8, 11, 5)), (3, 2, (8, 12, 5)), (3, 2, (7, 9, 2)), (1, 1, (4, 4, 3)), (3, 1, (1, 1, 2)), (5, 2, (9, 8, 1))]:
        maps = rng.normal(size=shape).astype("float32")
        layer = layers.Conv2D(6, size, stride, padding="same", bias_initializer="normal")
        wanted = np.asarray(layer(maps[None]))[0]
        np.testing.assert_allclose(convolve(maps, *(np.asarray(w) for w in layer.weights), stride), wanted, atol=1e-5)


# cell 4efd603a
def test_numpy_and_keras_give_the_same_picture():
    photo = sample_photo("china")[::3, ::3]
    for name in shipped_colorizers():
        one, other = predict_color(photo, quick_colorizer(name)), predict_color(photo, load_colorizer(name))
        assert np.abs(one - other).max() < 1 / 255, name
        luminance = to_lab(photo)[..., :1] / 100
        for key, wanted in load_colorizer(name).outputs(luminance).items():
            np.testing.assert_allclose(quick_colorizer(name).outputs(luminance)[key], wanted, atol=1e-4 * max(1, np.abs(wanted).max()))


# cell 8f07d00a
def test_a_betting_network_in_numpy_is_that_in_keras():
    keras.utils.set_random_seed(0)
    luminance = np.random.default_rng(0).random((50, 70, 1)).astype("float32")
    for options in ({}, {"skip": False, "classify": False}, {"bins": False}, {"pooled": False}, {"global_path": False, "temperature": 0.4, "heard": 0.3}):
        network = BetterRecipe("tiny", width=1/16, image_size=32, **options).network()
        network(np.zeros((1, 32, 32, 1), "float32"))
        network.prepare(offline_set(32, per_class=2)[0])
        for v in network.variables:
            if "norm" in v.path: v.assign(keras.random.uniform(v.shape, 0.5, 1.5))
        with tempfile.TemporaryDirectory() as folder:
            save_network(network, "abcdefghij", f"{folder}/w.safetensors")
            keras_net, quick = load_colorizer(f"{folder}/w.safetensors"), quick_colorizer(f"{folder}/w.safetensors")
        for key, wanted in keras_net.outputs(luminance).items():
            np.testing.assert_allclose(quick.outputs(luminance)[key], wanted, atol=1e-4 * max(1, np.abs(wanted).max()))
        if quick.has_temperature: np.testing.assert_allclose(quick.ab(luminance, temperature=0.3)[0], keras_net.ab(luminance, temperature=0.3)[0], atol=0.02)


# cell 305fb47b
def test_group_normalisation_cannot_be_folded_and_says_so():
    try: folded({"low1/kernel": np.ones((3, 3, 1, 2)), "low1/bias": np.ones(2), "low1_norm/gamma": np.ones(2), "low1_norm/beta": np.ones(2)})
    except WeightsError as e: message = str(e)
    assert "low1" in message and "group normalisation" in message
