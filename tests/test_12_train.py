# Written by nbdev-export from nbs/12_train.ipynb: edit the notebook.
import pytest
from colorize_nb.train import *
from dataclasses import replace
from pathlib import Path
import contextlib, errno, functools, hashlib, io, json, shutil, subprocess, tempfile
import numpy as np
import pandas as pd
import pytest
from colorize_nb.backend import keras, ops
from colorize_nb.data import Batches, PhotoSet, offline_set
from colorize_nb.models import build_network
from colorize_nb.recipes import RECIPES, Recipe
from colorize_nb.weights import load_weights
from colorize_nb.photos import ColorizeError, save_photo
from colorize_nb.predict import load_colorizer
from skimage.color import rgb2lab

TINY = replace(RECIPES["model2"], name="tiny", width=1/32, image_size=16, epochs=2, learning_rate=1.0)
TINY_DATA = offline_set(16, 8)

def adadelta(gradient, state, rate, rho=0.95, epsilon=1e-7):
    "The change that ADADELTA makes for `gradient`, and its new state: (mean square gradient, mean square change)."
    of_gradient = rho * state[0] + (1 - rho) * gradient ** 2
    change = -gradient * np.sqrt((state[1] + epsilon) / (of_gradient + epsilon))
    return rate * change, (of_gradient, rho * state[1] + (1 - rho) * change ** 2)
QUANTIZED = Recipe("tiny", width=1/16, image_size=32, pooled=True, output_stride=4, skip=True, quantized=True)
@functools.cache
def tiny_run():
    "`(folder, network, history)` of one training of `TINY`, made when first asked for."
    folder = Path(tempfile.mkdtemp()) / "tiny"
    return folder, *train(TINY, TINY_DATA, folder, "float32")

def tiny_copy(): return Path(shutil.copytree(tiny_run()[0], Path(tempfile.mkdtemp()) / "copy"))


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


# cell 407b1e82
def test_photographs_are_kept_at_the_size_of_the_paper():
    assert stored_size(RECIPES["model3"]) == 224 and stored_size(replace(RECIPES["model3"], augmented=True)) == 256
    assert all(stored_size(replace(RECIPES["model3"], augmented=True, image_size=s)) >= s for s in range(8, 520, 8))


# cell bf86e0d1
def test_a_history_has_the_same_names_with_and_without_a_global_path():
    without = history_row(2, {"loss": 5, "mse": 0.005, "val_loss": 6, "val_mse": 0.006}, 0.5, 1.234)
    assert without == {"epoch": 2, "loss": 5, "ab_mse": 0.005, "val_loss": 6, "val_ab_mse": 0.006, "learning_rate": 0.5, "seconds": 1.23}
    with_path = history_row(2, {"loss": 5, "ab_loss": 1, "ab_mse": 0.005, "scene_sparse_categorical_crossentropy": 2, "scene_accuracy": 0.1}, 0.5, 1)
    assert list(with_path) == ["epoch", "loss", "ab_mse", "scene_crossentropy", "scene_accuracy", "learning_rate", "seconds"]


# cell 58f7426d
def test_the_newest_checkpoint_is_found():
    with tempfile.TemporaryDirectory() as folder:
        assert last_checkpoint(folder) == (0, None)
        for epoch in (9, 10, 2): checkpoint_path(folder, epoch).touch()
        (Path(folder) / "weights.safetensors").touch()
        assert last_checkpoint(folder) == (10, Path(folder) / "checkpoint-0010.safetensors")


# cell 0b8a4d59
def test_a_flipped_bit_of_a_checkpoint_is_noticed_wherever_it_lies():
    arrays = {"network/a": np.arange(6, dtype="float32").reshape(2, 3), "optimizer/iteration": np.array(7)}
    path = Path(tempfile.mkdtemp()) / "checkpoint-0001.safetensors"
    whole = pack_checkpoint(arrays, [{"epoch": 1, "loss": 0.1}])
    path.write_bytes(whole)
    read, history = read_checkpoint(path)
    assert history == hashlib.sha256(b"epoch,loss\n1,0.1\n").hexdigest()
    for name in arrays:
        np.testing.assert_array_equal(read[name], arrays[name])
        assert read[name].dtype == arrays[name].dtype and read[name].shape == arrays[name].shape
    in_history = range(whole.index(history.encode()), whole.index(history.encode()) + 64)  # compared with the history, not here
    for byte in set(range(len(whole))) - set(in_history):
        path.write_bytes(whole[:byte] + bytes([whole[byte] ^ 1 << byte % 8]) + whole[byte + 1:])
        with pytest.raises(RunError, match="checkpoint-0001.safetensors is damaged: name another folder, or delete"): read_checkpoint(path)
    for damaged in (b"", b"?", whole[:-1], whole + b"?"):
        path.write_bytes(damaged)
        with pytest.raises(RunError, match="is damaged"): read_checkpoint(path)


# cell 90cb60a2
def test_a_tree_that_does_not_have_our_files_is_not_our_commit():
    if not shutil.which("git"): pytest.skip("there is no git")
    with tempfile.TemporaryDirectory() as folder:
        assert commit(folder) is None
        git = lambda *words: subprocess.run(["git", "-C", folder, "-c", "user.name=a", "-c", "user.email=a@b", *words], check=True, capture_output=True)
        git("init"); (Path(folder) / "mine.txt").write_text("1"); git("add", "mine.txt"); git("commit", "-m", "one")
        assert len(commit(folder)) == 40
        (Path(folder) / "mine.txt").write_text("2")
        assert commit(folder).endswith("-dirty")
        installed = Path(folder) / "site-packages"; installed.mkdir()
        assert commit(installed) is None  # somebody's project with the library installed inside


# cell b74ef007
def test_other_pixels_or_other_labels_are_another_run():
    part = lambda pixels, labels: PhotoSet(pixels, labels, "ab", 8).read_all()
    pixels = np.random.default_rng(0).integers(0, 256, (4, 8, 8, 3), "uint8")
    told = lambda *parts: settings(RECIPES["model3"], parts, 0, "float32")["data"]
    one, same = (told(part(pixels, [0, 1, 0, 1]), part(pixels[:2], [0, 1])) for _ in range(2))
    assert one == same and one["train"] == 4 and one["validation"] == 2
    assert told(part(pixels[::-1], [0, 1, 0, 1]), part(pixels[:2], [0, 1])) != one != told(part(pixels, [0, 1, 1, 0]), part(pixels[:2], [0, 1]))


# cell 4568d235
def test_results_lie_beside_where_they_come_from():
    folder = Path(tempfile.mkdtemp())
    write_results(folder / "new", {"a.csv": "x\n1\n", "b.md": "ä"}, "make them", "a.json", limit=3)
    assert {p.name for p in (folder / "new").iterdir()} == {"a.csv", "b.md", "a.json"} and (folder / "new/b.md").read_text(encoding="utf-8") == "ä"
    about = json.loads((folder / "new/a.json").read_text())
    assert (about["command"], about["limit"], about["machine"]) == ("make them", 3, machine()) and about["commit"] == commit()


# cell dbab9be0
def test_the_mean_colour_is_that_of_scikit_image():
    tiny_photos = TINY_DATA[0].read_all()
    np.testing.assert_allclose(mean_ab(tiny_photos), rgb2lab(tiny_photos.pixels)[..., 1:].mean(axis=(0, 1, 2)), atol=0.02)


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


# cell cf1f1541
def test_a_setting_that_came_later_had_its_default():
    recipe, parts = TINY, [part.read_all() for part in TINY_DATA]
    wanted = settings(recipe, parts, 0, "float32")
    early = json.loads(json.dumps(wanted))
    del early["recipe"]["cosine"], early["recipe"]["groups"]
    assert differences(early, wanted) == []
    assert differences(early, settings(replace(recipe, cosine=True), parts, 0, "float32")) == ["recipe"]
    early["recipe"]["of_next_year"] = 1  # what this version does not know, it cannot do
    assert differences(early, wanted) == ["recipe"] and differences(as_json(wanted) | {"seed": 1}, wanted) == ["seed"]


# cell 25125077
def test_the_precision_follows_from_the_device_and_from_nothing_else():
    def chosen(device, instructions="", capability=(0, 0), engine="tensorflow"):
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {"devices": [device], "processor": ("a processor", instructions), "gpu_capability": capability}.items():
                patch.setitem(faster_precision.__globals__, name, functools.partial(lambda value: value, value))
            patch.setattr(keras.backend, "backend", lambda: engine)
            return faster_precision()
    amx, zen4, older = "amx_bf16 amx_int8 amx_tile avx2", "avx2 avx512_bf16 avx512f", "avx avx2 avx512f"
    assert [chosen("cpu:0", known) for known in (amx, zen4, older, "")] == ["mixed_bfloat16", "mixed_bfloat16", "float32", "float32"]
    assert chosen("cpu:0", amx, engine="torch") == "mixed_bfloat16" and chosen("cpu:0", amx, engine="jax") == "float32"
    assert [chosen("gpu:0", amx, card) for card in ((7, 5), (8, 0), (9, 0))] == ["float32", "mixed_bfloat16", "mixed_bfloat16"]  # T4, A100, H100
    assert chosen("tpu:0") == "mixed_bfloat16" and faster_precision() == faster_precision() in PRECISIONS


# cell 4aeb814c
def test_losses_are_float32_in_mixed_bfloat16():
    network, _, batches = prepare(replace(TINY, name="mixed"), TINY_DATA, "mixed_bfloat16", seed=0)
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


# cell 6a67c474
@pytest.mark.slow
def test_an_interrupted_run_gives_the_history_of_an_unbroken_one():
    class PowerCut(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if self.model.optimizer.iterations == 2 * 7 + 3: raise KeyboardInterrupt  # in the middle of epoch 3
    recipe = replace(RECIPES["model4"], width=1/32, image_size=16, epochs=4, batch_size=10, learning_rate=1.0, cosine=True, augmented=True)
    data, folder = offline_set(stored_size(recipe), 8), Path(tempfile.mkdtemp())
    unbroken, wanted = train(recipe, data, folder / "unbroken", "float32", seed=5)
    with pytest.raises(KeyboardInterrupt): train(recipe, data, folder / "broken", "float32", seed=5, callbacks=[PowerCut()])
    assert last_checkpoint(folder / "broken")[0] == 2 and json.loads((folder / "broken/manifest.json").read_text())["state"] == "interrupted"
    resumed, history = train(recipe, data, folder / "broken", "float32", seed=5)
    pd.testing.assert_frame_equal(history.drop(columns="seconds"), wanted.drop(columns="seconds"), rtol=0, atol=0)
    for v, w in zip(resumed.get_weights(), unbroken.get_weights(), strict=True): np.testing.assert_array_equal(v, w)
    assert json.loads((folder / "broken/manifest.json").read_text())["state"] == "finished"


# cell 5fcecdfa
def test_a_finished_run_is_not_trained_again():
    folder, network, history = tiny_run()
    times = {p.name: p.stat().st_mtime_ns for p in folder.iterdir()}
    again, history_again = train(TINY, TINY_DATA, folder, "float32")
    pd.testing.assert_frame_equal(history_again, history)
    train(TINY, TINY_DATA, folder)  # whichever precision is the faster here: the folder has its own
    for v, w in zip(again.get_weights(), network.get_weights(), strict=True): np.testing.assert_array_equal(v, w)
    assert {p.name: p.stat().st_mtime_ns for p in folder.iterdir()} == times


# cell 7a861f53
def test_a_cut_after_the_last_epoch_costs_nothing():
    folder = tiny_copy()
    (folder / "weights.safetensors").unlink()
    manifest = json.loads((folder / "manifest.json").read_text()) | {"state": "interrupted"}
    write_json(folder / "manifest.json", manifest)
    network, history = train(TINY, TINY_DATA, folder, "float32")
    pd.testing.assert_frame_equal(history, tiny_run()[2])
    for v, w in zip(network.get_weights(), tiny_run()[1].get_weights(), strict=True): np.testing.assert_array_equal(v, w)
    assert (folder / "weights.safetensors").exists() and json.loads((folder / "manifest.json").read_text())["state"] == "finished"


# cell 77a4e597
def test_a_finished_run_whose_weights_were_deleted_writes_them_again():
    folder = tiny_copy()
    (folder / "weights.safetensors").unlink()
    before = (folder / "manifest.json").read_bytes()
    train(TINY, TINY_DATA, folder, "float32")
    again, wanted = (load_colorizer(f / "weights.safetensors") for f in (folder, tiny_run()[0]))
    for v, w in zip(again.network.get_weights(), wanted.network.get_weights(), strict=True): np.testing.assert_array_equal(v, w)
    assert again.classes == wanted.classes and (folder / "manifest.json").read_bytes() == before


# cell 0f071901
def test_a_finished_run_gives_its_averaged_weights_when_it_is_entered_again():
    recipe = replace(RECIPES["faithful"], width=1/32, image_size=16, sizes=(), zoom=None, epochs=2, restart=0, learning_rate=0.01, ema_momentum=0.9)
    data, folder = offline_set(stored_size(recipe), 8), Path(tempfile.mkdtemp()) / "averaged"
    network, history = train(recipe, data, folder, "float32")
    again, _ = train(recipe, data, folder, "float32")
    arrays, _ = read_checkpoint(last_checkpoint(folder)[1])
    names = [f"network/{v.path}" for v in network.trainable_variables]
    assert any(not np.array_equal(arrays[name], v.numpy()) for name, v in zip(names, network.trainable_variables))  # the checkpoint is not averaged
    for v, w in zip(again.get_weights(), network.get_weights(), strict=True): np.testing.assert_array_equal(v, w)


# cell 4e2b6534
def test_a_folder_with_another_run_is_refused_and_left_alone():
    folder = tiny_copy()
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    same = dict(recipe=TINY, data=TINY_DATA, out=folder, precision="float32", seed=0)
    others = dict(seed=1, precision="mixed_bfloat16", recipe=replace(TINY, epochs=3), data=TINY_DATA[::-1])
    for name, other in others.items():
        with pytest.raises(RunError, match=f"copy holds a run with another {name}: "): train(**same | {name: other})
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


# cell 7d7bc298
def test_a_damaged_record_is_refused_in_one_sentence():
    deep = "[" * 100_000
    damages = {"manifest.json": ["{", "[]", "{}", "null", '{"recipe": []}', '{"recipe": {}, "precision": []}', deep, '{"recipe": ' + deep, b"\xff\xfe", None],
               "history.csv": ["", "epoch\n1\n", "epoch\n2\n1\n", "a,b\n1\n1,2,3\n", None],
               "checkpoint-0002.safetensors": ["", "?", None]}
    for name, variants in damages.items():
        for damage in variants:
            folder = tiny_copy()
            if damage is None: (folder / name).unlink()
            else: (folder / name).write_bytes(damage if isinstance(damage, bytes) else damage.encode())
            sentence = rf"^[^\n]*copy{'' if damage is None and name.startswith('c') else '/' + name} [^\n]*: name another folder, or delete [^\n]*copy to start over$"
            with pytest.raises(RunError, match=sentence): train(TINY, TINY_DATA, folder, "float32")


# cell fe9a5cf6
def test_a_history_that_was_cut_or_changed_is_not_that_of_its_checkpoint():
    folder = tiny_copy()
    path = folder / "history.csv"
    text = path.read_text()
    last = text.splitlines()[-1]
    for changed in (text[:-4], text[:-len(last) // 2], text[:-len(last) - 1], text.replace(last[:6], last[:5] + str((int(last[5]) + 1) % 10))):
        assert changed != text
        path.write_text(changed)
        with pytest.raises(RunError, match=r"copy/history.csv is damaged, [^\n]*: name another folder, or delete"): train(TINY, TINY_DATA, folder, "float32")
    path.write_text(text + "3,0.1\n")  # a row of an epoch that was cut off before its checkpoint
    pd.testing.assert_frame_equal(train(TINY, TINY_DATA, folder, "float32")[1], tiny_run()[2])


# cell c3c88d3a
def test_checkpoints_of_others_are_refused():
    network, _, _ = prepare(replace(TINY, name="other", width=1/16), TINY_DATA, "float32", 0)
    arrays = state_arrays(network)
    folder, rows = tiny_copy(), tiny_run()[2].to_dict("records")
    (folder / "checkpoint-0002.safetensors").write_bytes(pack_checkpoint(arrays, rows))
    with pytest.raises(RunError, match="checkpoint-0002.safetensors is of another network, first at network/low_level_features/low1/kernel: name another folder"):
        train(TINY, TINY_DATA, folder, "float32")
    arrays, _ = read_checkpoint(tiny_run()[0] / "checkpoint-0002.safetensors")
    arrays["network/low_level_features/low1/bias"] = np.full_like(arrays["network/low_level_features/low1/bias"], np.nan)
    (folder / "checkpoint-0002.safetensors").write_bytes(pack_checkpoint(arrays, rows))
    with pytest.raises(RunError, match="holds numbers that are not finite: name another folder"): train(TINY, TINY_DATA, folder, "float32")
    (folder / "checkpoint-0002.weights.h5").touch()
    with pytest.raises(RunError, match="was written by an older version"): train(TINY, TINY_DATA, folder, "float32")


# cell e86c01b3
def test_training_that_runs_away_stops_before_its_checkpoint_and_can_go_on():
    class Faster(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 1: self.model.optimizer.learning_rate = 1e30
    folder = Path(tempfile.mkdtemp()) / "wild"
    with pytest.raises(RunError, match=r"^training in \S+wild stopped in epoch 2 because [^\n]* is no longer finite; the checkpoint of epoch 1 was kept: train in another folder with a lower [^\n]*$"):
        train(TINY, TINY_DATA, folder, "float32", callbacks=[Faster()])
    assert {p.name for p in folder.iterdir()} == {"history.csv", "manifest.json", "checkpoint-0001.safetensors", ".lock"}
    assert len(pd.read_csv(folder / "history.csv")) == 1 and json.loads((folder / "manifest.json").read_text())["state"] == "interrupted"
    network, history = train(TINY, TINY_DATA, folder, "float32")
    for v, w in zip(network.get_weights(), tiny_run()[1].get_weights(), strict=True): np.testing.assert_array_equal(v, w)


# cell d916cbe4
def test_a_weight_that_is_not_finite_is_not_saved_although_the_loss_is():
    class Infinite(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None): self.model.colorization.layers[-1].bias.assign([0, np.inf])
    folder = Path(tempfile.mkdtemp()) / "wild"
    with pytest.raises(RunError, match="in epoch 1 because network/colorization/ab/bias is no longer finite: train"): train(TINY, TINY_DATA, folder, "float32", callbacks=[Infinite()])
    network, _, _ = prepare(TINY, TINY_DATA, "float32", 0)
    network.colorization.layers[-1].bias.assign([0, np.nan])
    with pytest.raises(RunError, match="colorization/ab/bias is no longer finite"): save_weights(network, TINY_DATA[0], [], folder)
    assert {p.name for p in folder.iterdir()} == {"manifest.json", ".lock"}


# cell ca5af90b
def test_training_that_runs_away_is_an_error_of_the_command_line():
    from colorize_nb.cli import main
    folder = Path(tempfile.mkdtemp())
    for i in range(3):
        for name in "ab": save_photo(np.full((16, 16, 3), i / 4), folder / name / f"{i}.png")
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stderr(io.StringIO()) as printed:
        patch.setitem(RECIPES, "wild", replace(TINY, name="wild", optimizer="sgd", learning_rate=1e30, epochs=1))
        assert main(["train", "--recipe", "wild", "--data", str(folder), "--out", str(folder / "out")]) == 2
    assert printed.getvalue().splitlines()[-1].startswith(f"colorize-nb: training in {folder / 'out'} stopped in epoch 1 because")
    assert not (folder / "out/weights.safetensors").exists() and last_checkpoint(folder / "out") == (0, None)


# cell b68ac039
def test_a_second_training_in_the_same_folder_is_told():
    folder = tiny_copy()
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    with only_training(folder), pytest.raises(RunError, match=r"^another training is at work in \S*copy: wait for its end, or name another folder$"):
        train(TINY, TINY_DATA, folder, "float32")
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    train(TINY, TINY_DATA, folder, "float32")


# cell 28cc7a19
def test_a_full_disk_is_told_in_one_sentence_and_training_goes_on_when_there_is_room():
    class Full(keras.callbacks.Callback):
        "From epoch 2 on there is no room for a checkpoint."
        def on_epoch_begin(self, epoch, logs=None): self.full = epoch == 1
        def write_bytes(self, path, content):
            if getattr(self, "full", False) and len(content) > 10_000: raise OSError(errno.ENOSPC, "No space left on device")
            with open(path, "wb") as file: return file.write(content)
    folder, full = Path(tempfile.mkdtemp()) / "full", Full()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_bytes", lambda path, content: full.write_bytes(path, content))
        sentence = r"^\S+full/checkpoint-0002.safetensors cannot be written \(No space left on device\): make room and train again, it goes on after the last checkpoint$"
        with pytest.raises(RunError, match=sentence): train(TINY, TINY_DATA, folder, "float32", callbacks=[full])
    assert {p.name for p in folder.iterdir()} == {"history.csv", "manifest.json", "checkpoint-0001.safetensors", ".lock"}
    (folder / ".part-of-a-killed-run").touch()
    network, _ = train(TINY, TINY_DATA, folder, "float32")
    for v, w in zip(network.get_weights(), tiny_run()[1].get_weights(), strict=True): np.testing.assert_array_equal(v, w)
    assert {p.name for p in folder.iterdir()} == {p.name for p in tiny_run()[0].iterdir()}


# cell adc270cb
def test_data_and_folders_that_cannot_be_used_are_told_before_training():
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "file").write_text("")
        new = Path(folder) / "new"
        with pytest.raises(ColorizeError, match="new cannot be written"): train(TINY, TINY_DATA, Path(folder) / "file" / "new", "float32")
        with pytest.raises(ColorizeError, match="nowhere is not a folder"): train(TINY, Path(folder) / "nowhere", new, "float32")
        with pytest.raises(ColorizeError, match="no recipe model5"): train("model5", TINY_DATA, new, "float32")
        with pytest.raises(RunError, match="kept at 8 pixels and recipe tiny needs 16: read them at 16"): train(TINY, offline_set(8, 8), new, "float32")
        with pytest.raises(RunError, match="no precision half: choose one of auto, float32, mixed_bfloat16"): train(TINY, TINY_DATA, new, "half")
        assert not new.exists()
