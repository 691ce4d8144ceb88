# Written by nbdev-export from nbs/inside.ipynb: edit the notebook.
import pytest
from colorize_nb.inside import *
from dataclasses import replace
from pathlib import Path
import tempfile
import numpy as np
import pandas as pd
from colorize_nb.backend import keras, ops
from colorize_nb.data import Batches, offline_set
from colorize_nb.models import build_network
from colorize_nb.recipes import RECIPES
from colorize_nb.train import compile_network, train


# cell 02219b34
def test_the_last_features_are_the_outputs_of_the_network():
    keras.utils.set_random_seed(0)
    grey = np.random.default_rng(0).random((4, 16, 16, 1), "float32")
    for name in ("model2", "model3", "model4"):
        net = build_network(replace(RECIPES[name], width=1/16, image_size=16))
        found, out = all_features(net, grey), net(grey, training=True)
        np.testing.assert_allclose(found["ab"], ops.convert_to_numpy(out["ab"]), rtol=1e-4)
        if "scene" in out: np.testing.assert_allclose(found["classifier2"], ops.convert_to_numpy(out["scene"]), rtol=1e-4)
        assert all(isinstance(maps, np.ndarray) for maps in found.values())
        assert len(found) == sum(isinstance(l, (keras.layers.Conv2D, keras.layers.Dense)) for part in net.layers for l in part.layers) + ("scene" in out)


# cell 120be7d5
def test_the_root_of_the_mean_square_and_dead_channels_by_hand():
    maps = np.zeros((2, 1, 2, 4))
    maps[0, 0, 1] = [3, 0, 0, 1]
    maps[1, 0, 0] = [0, 0, 4, 0]
    assert dead(maps) == 1 / 4 and np.isclose(activation_rms(maps), np.sqrt((9 + 1 + 16) / 16))
    assert dead(np.eye(3)) == 0 and dead(np.zeros((5, 2))) == 1


# cell f77ca729
def test_saturation_counts_both_ends():
    assert saturated([0.01, 0.5, 0.99, 0.97]) == 0.5 and saturated(np.full((3, 3), 0.5)) == 0


# cell 23e5e349
def test_gradients_are_the_derivatives_of_the_loss():
    keras.utils.set_random_seed(0)
    recipe = replace(RECIPES["model2"], width=1/16, image_size=16, initializer="he_normal")
    net, probe = build_network(recipe), make_probe(recipe)
    compile_network(net, 1)
    batch = Batches(offline_set(16, 8)[0], 8, shuffle=True)[0]
    found = gradients(probe, net.get_weights(), *batch)
    loss = lambda: float(net.compute_loss(batch[0], batch[1], net(batch[0], training=True)))
    for v in (net.trainable_variables[0], net.get_layer("fusion").trainable_variables[0], net.get_layer("colorization").trainable_variables[-1]):
        start, direction, h = v.numpy(), found[v.path] / np.linalg.norm(found[v.path]), 1e-3
        v.assign(start + h * direction); up = loss()
        v.assign(start - h * direction); down = loss()
        v.assign(start)
        np.testing.assert_allclose((up - down) / (2 * h), np.linalg.norm(found[v.path]), rtol=0.05)


# cell 46882600
def test_a_probe_changes_none_of_its_weights():
    recipe = replace(RECIPES["model2"], width=1/16, image_size=16)
    net, probe = build_network(recipe), make_probe(recipe)
    batch = Batches(offline_set(16, 8)[0], 8)[0]
    first = gradients(probe, net.get_weights(), *batch)
    for v, w in zip(probe.get_weights(), net.get_weights(), strict=True): np.testing.assert_array_equal(v, w)
    again = gradients(probe, net.get_weights(), *batch)
    for path in first: np.testing.assert_allclose(again[path], first[path], rtol=1e-4, atol=1e-9)


# cell f58c6c35
def test_the_table_has_a_row_for_every_kernel_and_the_numbers_of_its_parts():
    keras.utils.set_random_seed(0)
    recipe = replace(RECIPES["model3"], width=1/16, image_size=16)
    net, batch = build_network(recipe), Batches(offline_set(16, 8)[0], 8)[0]
    table = look_inside(make_probe(recipe), net.get_weights(), *batch).set_index("step")
    kernels = {v.path.split("/")[-2]: v for v in net.trainable_variables if v.path.endswith("kernel")}
    assert set(table.index) == set(kernels)
    np.testing.assert_allclose(table["weight"], [np.linalg.norm(kernels[step].numpy()) for step in table.index], rtol=1e-5)
    found = gradients(make_probe(recipe), net.get_weights(), *batch)
    assert np.isclose(table["gradient"]["mid1"], np.linalg.norm(found[kernels["mid1"].path]), rtol=1e-4)
    assert table["saturated"].notna().sum() == 1 and (table["dead"].between(0, 1)).all()


# cell 0d09daef
def test_a_run_records_what_is_inside_and_goes_on_with_it():
    class PowerCut(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 1: raise KeyboardInterrupt
    recipe, parts = replace(RECIPES["model3"], width=1/32, image_size=16, epochs=2), offline_set(16, 4)
    folder, batch = Path(tempfile.mkdtemp()), Batches(parts[1], 8)[0]
    train(recipe, parts, folder / "whole", "float32", callbacks=[Inside(folder / "whole", *batch)])
    try: train(recipe, parts, folder / "cut", "float32", callbacks=[Inside(folder / "cut", *batch), PowerCut()])
    except KeyboardInterrupt: pass
    train(recipe, parts, folder / "cut", "float32", callbacks=[Inside(folder / "cut", *batch)])
    whole, cut = (pd.read_csv(folder / name / "inside.csv") for name in ("whole", "cut"))
    assert whole["epoch"].tolist() == sorted(list(range(3)) * whole["step"].nunique())
    pd.testing.assert_frame_equal(whole, cut, rtol=1e-3, atol=1e-6)
