# Written by nbdev-export from nbs/12_train.ipynb: edit the notebook.
import pytest
from colorize_nb.train import *
from dataclasses import replace
from pathlib import Path
import functools, json, tempfile
import numpy as np
import pandas as pd
import pytest
from colorize_nb.backend import keras, ops
from colorize_nb.data import Batches, PhotoSet, offline_set
from colorize_nb.mixed import MixedPhotos
from colorize_nb.models import build_network
from colorize_nb.pretrained import PretrainedError
from colorize_nb.recipes import RECIPES, Recipe
from colorize_nb.records import RunError
from colorize_nb.weights import load_weights
from colorize_nb.predict import load_colorizer
from skimage.color import rgb2lab

TINY = replace(RECIPES["model2"], name="tiny", width=1/32, image_size=16, epochs=2, learning_rate=1.0)
TINY_DATA = offline_set(16, 8)
QUANTIZED = Recipe("tiny", width=1/16, image_size=32, pooled=True, output_stride=4, skip=True, quantized=True)
@functools.cache
def tiny_run():
    "`(folder, network, history)` of one training of `TINY`, made when first asked for."
    folder = Path(tempfile.mkdtemp()) / "tiny"
    return folder, *train(TINY, TINY_DATA, folder, "float32")


# cell 8f92d428
def test_our_adadelta_is_that_of_keras():
    for rate in (1.0, 0.001):
        x, state = np.array([0.3, -2.0, 5.0]), (0, 0)
        weight, optimizer = keras.Variable(x), keras.optimizers.Adadelta(rate)
        for gradient in np.random.default_rng(0).normal(size=(50, 3)) * [0.01, 1, 100]:
            change, state = adadelta(gradient, state, rate)
            x = x + change
            optimizer.apply([keras.ops.convert_to_tensor(gradient, "float32")], [weight])
        np.testing.assert_allclose(weight, x, rtol=1e-5, atol=1e-6)


# cell 153e0e38
def test_the_total_loss_is_the_weighted_sum_of_the_two():
    rng = np.random.default_rng(0)
    luminance = rng.random((4, 16, 16, 1), "float32")
    truth = {"ab": rng.random((4, 8, 8, 2), "float32"), "scene": np.array([0, 9, 3, 3])}
    for name, weight in (("model1", 1), ("model2", 1000)):
        net = build_network(replace(RECIPES[name], width=1/32, image_size=16))
        compile_network(net, 10)
        out = {k: ops.convert_to_numpy(v) for k, v in net(luminance).items()}
        wanted = weight * np.mean((out["ab"] - truth["ab"]) ** 2) - np.mean(np.log(out["scene"][np.arange(4), truth["scene"]]))
        assert np.isclose(float(net.compute_loss(x=luminance, y=truth, y_pred=net(luminance))), wanted, rtol=1e-5)


# cell 9ae2ac9c
def test_optimiser_and_rate_are_those_of_the_recipe():
    tiny = dict(width=1/32, image_size=16)
    net = build_network(replace(RECIPES["model2"], **tiny))
    compile_network(net, 10)
    assert isinstance(net.optimizer, keras.optimizers.Adadelta) and np.isclose(float(net.optimizer.learning_rate), 0.001)
    net = build_network(replace(RECIPES["model4"], **tiny, optimizer="adam", learning_rate=0.5, cosine=True))
    compile_network(net, 10)
    rates = [float(net.optimizer._learning_rate(step)) for step in range(11)]
    assert isinstance(net.optimizer, keras.optimizers.Adam)
    np.testing.assert_allclose(rates, 0.5 * (1 + np.cos(np.pi * np.arange(11) / 10)) / 2, atol=1e-6)
    restarted = learning_rate(replace(RECIPES["model4"], learning_rate=0.5, cosine=True, epochs=5, restart=3), 50)
    first, second = 0.5 * (1 + np.cos(np.pi * np.arange(30) / 30)) / 2, 0.25 * (1 + np.cos(np.pi * np.arange(20) / 20)) / 2
    np.testing.assert_allclose([float(restarted(step)) for step in range(50)], [*first, *second], atol=1e-6)


# cell c8caddfd
def test_an_encoder_learns_at_its_own_rate_or_not_at_all():
    rng, recipe = np.random.default_rng(0), replace(QUANTIZED, encoder="efficientnet_lite0", optimizer="sgd", learning_rate=0.5)
    changes = {}
    for rate in (1.0, 0.25, 0.0):
        keras.utils.set_random_seed(0)
        net = build_network(replace(recipe, encoder_rate=rate))
        compile_network(net, 10)
        before = {v.path: v.numpy() for v in net.trainable_variables}
        gradients = {path: rng.normal(size=array.shape).astype("float32") for path, array in before.items()}
        net.optimizer.apply(list(map(ops.convert_to_tensor, gradients.values())), net.trainable_variables)
        moved = {v.path: (before[v.path] - v.numpy(), gradients[v.path]) for v in net.trainable_variables}
        for path, (change, gradient) in moved.items():
            factor = rate if path.startswith(("stem/", "block")) else 1
            np.testing.assert_allclose(change, 0.5 * factor * gradient, atol=1e-5)
        assert any(path.startswith("block") for path in moved) == (rate > 0) and "mid_level_features/mid1/kernel" not in moved
        assert len(net.variables) == len(build_network(recipe).variables)


# cell 407b1e82
def test_photographs_are_kept_at_the_size_of_the_paper():
    assert stored_size(RECIPES["model3"]) == 224 and stored_size(replace(RECIPES["model3"], augmented=True)) == 256
    assert all(stored_size(replace(RECIPES["model3"], augmented=True, image_size=s)) >= s for s in range(8, 520, 8))


# cell dbab9be0
def test_the_mean_colour_is_that_of_scikit_image():
    tiny_photos = TINY_DATA[0].read_all()
    unread = offline_set(16, 8)[0]
    for photos in (tiny_photos, unread): np.testing.assert_allclose(mean_ab(photos), rgb2lab(tiny_photos.pixels)[..., 1:].mean(axis=(0, 1, 2)), atol=0.02)


# cell 835e1c54
def test_total_loss_and_metrics_of_a_network_with_a_distribution_are_of_the_right_outputs():
    network = build_network(replace(QUANTIZED, width=1/32, image_size=16, color_weight=3))
    photos, _ = offline_set(16, per_class=4)
    network.prepare(photos)
    compile_network(network, 10)
    luminance, truth = Batches(photos, 5)[0]
    outputs = network(luminance)
    scene = -np.log(np.asarray(outputs["scene"])[np.arange(5), truth["scene"]]).mean()
    colours = np.asarray(network.color_loss(truth["ab"], outputs["logits"])).mean()
    total = float(network.compute_loss(luminance, truth, outputs))
    np.testing.assert_allclose(total, 3 * colours + scene, rtol=1e-4)
    logs = network.evaluate(luminance, truth, batch_size=5, verbose=0, return_dict=True)
    np.testing.assert_allclose(logs["ab_mse"], ((np.asarray(outputs["ab"]) - truth["ab"]) ** 2).mean(), rtol=1e-3)


# cell 4aeb814c
def test_losses_are_float32_in_mixed_bfloat16():
    network, _, [batches] = prepare(replace(TINY, name="mixed"), TINY_DATA, "mixed_bfloat16", seed=0)
    logs = network.evaluate(batches, return_dict=True, verbose=0)
    luminance, truth = Batches(TINY_DATA[1], 8)[0]
    assert network.mid_level_features.layers[0].compute_dtype == "bfloat16"
    out = [ops.convert_to_numpy(network(l)["ab"]) for l in (batches[i][0] for i in range(len(batches)))]
    wanted = np.mean((np.concatenate(out) - Batches(TINY_DATA[1], 10)[0][1]["ab"]) ** 2)
    assert np.isclose(logs["ab_mse"], wanted, rtol=1e-5)  # bfloat16 has steps of 4e-3


# cell 4e053b80
def test_training_stops_and_goes_on_with_averages_and_sizes_as_if_it_had_not():
    recipe = replace(QUANTIZED, width=1/32, image_size=16, batch_size=8, epochs=3, optimizer="adam", learning_rate=1e-2,
                     color_weight=1, augmented=True, ema_momentum=0.9, sizes=(16, 8), zoom=0.5)
    parts = offline_set(24, per_class=4)
    class Stop(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 2: raise KeyboardInterrupt
    with tempfile.TemporaryDirectory() as a, tempfile.TemporaryDirectory() as b:
        _, history = train(recipe, parts, a, "float32")
        try: train(recipe, parts, b, "float32", callbacks=[Stop()])
        except KeyboardInterrupt: pass
        _, second = train(recipe, parts, b, "float32")
        one, other = (load_weights(f"{folder}/weights.safetensors") for folder in (a, b))
    np.testing.assert_allclose(second.drop(columns="seconds"), history.drop(columns="seconds"), rtol=1e-4)
    assert one.recipe == other.recipe and one.recipe.sizes == (16, 8)
    for name, array in one.arrays.items(): np.testing.assert_allclose(array, other.arrays[name], rtol=1e-3, atol=1e-4)


# cell 782c5c69
def test_folders_with_and_without_classes_train_together_stop_and_go_on():
    recipe = replace(QUANTIZED, width=1/32, image_size=16, batch_size=8, epochs=3, optimizer="adam", learning_rate=1e-2,
                     color_weight=1, augmented=True, ema_momentum=0.9, zoom=0.5, epoch_size=20)
    def mixed():
        "Two parts of two sets each, the second without classes."
        plain = [PhotoSet(part.sources, np.full(len(part), -1), (), 32) for part in offline_set(32, per_class=3, seed=1)]
        return [MixedPhotos([one, other], ["scenes", "plain"], [3, 1]) for one, other in zip(offline_set(32, per_class=4), plain)]
    class Stop(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 2: raise KeyboardInterrupt
    with tempfile.TemporaryDirectory() as a, tempfile.TemporaryDirectory() as b:
        network, history = train(recipe, mixed(), a, "float32")
        try: train(recipe, mixed(), b, "float32", callbacks=[Stop()])
        except KeyboardInterrupt: pass
        _, second = train(recipe, mixed(), b, "float32")
        manifest = json.loads((Path(a) / "manifest.json").read_text())
    np.testing.assert_allclose(second.drop(columns="seconds"), history.drop(columns="seconds"), rtol=1e-4)
    assert manifest["data"]["folders"][1] == {"name": "plain", "share": 0.25, "train": 20, "validation": 10}
    assert "--data scenes --share 0.75 --data plain --share 0.25" in manifest["command"]
    validation = [Batches(photos, 100, size=16) for photos in mixed()[1].sets]
    for name, batches in zip(("val_ab_mse", "val_plain_ab_mse"), validation):
        luminance, truth = batches[0]
        wanted = float(np.mean((np.asarray(network(luminance)["ab"]) - truth["ab"]) ** 2))
        np.testing.assert_allclose(history[name].iloc[-1], wanted, rtol=1e-4)
    assert network.recipe.classes == 10 and "val_plain_scene_accuracy" not in history


# cell 7fa00c9d
def test_folders_without_a_single_class_are_told_before_training():
    with pytest.raises(RunError, match="^no photograph for training has a class: add a folder [^\n]+$"):
        train(QUANTIZED, [PhotoSet(part.sources, np.full(len(part), -1), (), 32) for part in offline_set(32, per_class=3)], "none")


# cell 020c4772
def test_a_recipe_of_weights_that_others_trained_is_not_trained():
    for foreign in (dict(luma=True), dict(ab_scale=(200, 100)), dict(input_mean=0.4)):
        with pytest.raises(RunError, match="for weights of others"): train(replace(TINY, **foreign), "no folder", "no run")


# cell 4db9a8af
def test_weights_that_are_not_there_are_told_before_photographs_are_read():
    def missing(name): raise PretrainedError(f"no weights of {name}: install them")
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setitem(train.__globals__, "encoder_arrays", missing)
        with pytest.raises(PretrainedError, match="no weights of efficientnet_lite0"): train("faithful", "no folder", f"{folder}/out")


# cell 5eefe133
def test_a_run_leaves_history_manifest_one_checkpoint_and_weights():
    folder, network, history = tiny_run()
    assert {p.name for p in folder.iterdir()} == {"history.csv", "manifest.json", "checkpoint-0002.safetensors", "weights.safetensors", ".lock"}
    pd.testing.assert_frame_equal(pd.read_csv(folder / "history.csv"), history)
    measured = ["loss", "ab_mse", "ab_chroma", "scene_crossentropy", "scene_accuracy"]
    assert list(history) == ["epoch", *measured, *["val_" + m for m in measured], "learning_rate", "seconds"]
    assert history["epoch"].tolist() == [1, 2] and history["learning_rate"].tolist() == [1, 1] and (history["seconds"] > 0).all()
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["state"] == "finished" and manifest["recipe"]["name"] == "tiny" and manifest["data"]["train"] == 70
    assert manifest["machine"]["keras"] == keras.__version__ and manifest["started"] <= manifest["ended"] and len(manifest["classes"]) == 10


# cell 627a0677
def test_the_history_is_the_truth_about_the_network():
    _, network, history = tiny_run()
    luminance, truth = Batches(TINY_DATA[1], 10)[0]
    out = {k: ops.convert_to_numpy(v) for k, v in network(luminance).items()}
    last = history.iloc[-1]
    assert np.isclose(last["val_ab_mse"], np.mean((out["ab"] - truth["ab"]) ** 2), rtol=1e-5)
    assert np.isclose(last["val_ab_chroma"], np.linalg.norm(out["ab"] * 255 - 128, axis=-1).mean(), rtol=1e-4)
    assert np.isclose(last["val_scene_crossentropy"], -np.mean(np.log(out["scene"][np.arange(10), truth["scene"]])), rtol=1e-5)
    assert np.isclose(last["val_scene_accuracy"], np.mean(out["scene"].argmax(axis=1) == truth["scene"]))
    assert np.isclose(last["val_loss"], 1000 * last["val_ab_mse"] + last["val_scene_crossentropy"], rtol=1e-5)
    assert last["loss"] < history["loss"][0]  # and it learns


# cell 5d028c40
def test_live_curves_are_those_of_the_history():
    live = LiveCurves(0.02)
    _, history = train(TINY, TINY_DATA, Path(tempfile.mkdtemp()) / "live", "float32", callbacks=[live])
    colour, scene = live.figure.axes
    for axis, name in ((colour, "ab_mse"), (scene, "scene_accuracy")):
        for line, column in zip(axis.lines, (name, f"val_{name}")): np.testing.assert_allclose(line.get_xydata(), history[["epoch", column]])
    assert list(colour.lines[2].get_ydata()) == [0.02, 0.02] and len(scene.lines) == 2
    assert len(curves(history.drop(columns="scene_accuracy")).axes) == 1


# cell 0ec6e1b2
def test_the_saved_weights_are_those_of_the_network():
    folder, network, _ = tiny_run()
    colorizer = load_colorizer(folder / "weights.safetensors")
    assert colorizer.classes == TINY_DATA[0].classes
    np.testing.assert_allclose(colorizer.mean_ab, mean_ab(TINY_DATA[0]))
    luminance = Batches(TINY_DATA[1], 10)[0][0]
    np.testing.assert_allclose(colorizer.network(luminance)["ab"], network(luminance)["ab"], atol=2e-3)  # they are kept in float16
