# Written by nbdev-export from nbs/records.ipynb: edit the notebook.
import pytest
from colorize_nb.records import *
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
from colorize_nb.train import *

TINY = replace(RECIPES["model2"], name="tiny", width=1/32, image_size=16, epochs=2, learning_rate=1.0)
TINY_DATA = offline_set(16, 8)
from colorize_nb.records import *  # the classes of the library, which `train` raises

@functools.cache
def tiny_run():
    "`(folder, network, history)` of one training of `TINY`, made when first asked for."
    folder = Path(tempfile.mkdtemp()) / "tiny"
    return folder, *train(TINY, TINY_DATA, folder, "float32")

def tiny_copy(): return Path(shutil.copytree(tiny_run()[0], Path(tempfile.mkdtemp()) / "copy"))


# cell bf86e0d1
def test_a_history_has_the_same_names_with_and_without_a_global_path():
    without = history_row(2, {"loss": 5, "mse": 0.005, "val_loss": 6, "val_mse": 0.006}, 0.5, 1.234)
    assert without == {"epoch": 2, "loss": 5, "ab_mse": 0.005, "val_loss": 6, "val_ab_mse": 0.006, "learning_rate": 0.5, "seconds": 1.23}
    with_path = history_row(2, {"loss": 5, "ab_loss": 1, "ab_mse": 0.005, "scene_sparse_categorical_crossentropy": 2, "scene_accuracy": 0.1}, 0.5, 1)
    assert list(with_path) == ["epoch", "loss", "ab_mse", "scene_crossentropy", "scene_accuracy", "learning_rate", "seconds"]


# cell 28c2e819
def test_further_validation_sets_have_columns_of_their_own():
    row = history_row(1, {"loss": 5, "ab_mse": 0.005, "val_ab_mse": 0.006, "val_everyday_ab_mse": 0.007}, 0.5, 1, ["everyday"])
    assert row == {"epoch": 1, "loss": 5, "ab_mse": 0.005, "val_ab_mse": 0.006, "val_everyday_ab_mse": 0.007, "learning_rate": 0.5, "seconds": 1}


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
def test_the_precision_follows_from_the_device_and_from_depthwise_convolutions():
    def chosen(device, instructions="", capability=(0, 0), engine="tensorflow", depthwise=False):
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {"devices": [device], "processor": ("a processor", instructions), "gpu_capability": capability}.items():
                patch.setitem(faster_precision.__globals__, name, functools.partial(lambda value: value, value))
            patch.setattr(keras.backend, "backend", lambda: engine)
            return faster_precision(depthwise)
    amx, zen4, older = "amx_bf16 amx_int8 amx_tile avx2", "avx2 avx512_bf16 avx512f", "avx avx2 avx512f"
    assert [chosen("cpu:0", known) for known in (amx, zen4, older, "")] == ["mixed_bfloat16", "mixed_bfloat16", "float32", "float32"]
    assert chosen("cpu:0", amx, engine="torch") == "mixed_bfloat16" and chosen("cpu:0", amx, engine="jax") == "float32"
    assert [chosen("gpu:0", amx, card) for card in ((7, 5), (8, 0), (9, 0))] == ["float32", "mixed_bfloat16", "mixed_bfloat16"]  # T4, A100, H100
    assert chosen("cpu:0", zen4, depthwise=True) == "float32"
    assert chosen("gpu:0", capability=(8, 0), depthwise=True) == "mixed_bfloat16"
    assert chosen("tpu:0") == "mixed_bfloat16" and faster_precision() == faster_precision() in PRECISIONS


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
    recipe = replace(RECIPES["faithful_places"], width=1/32, image_size=16, sizes=(), zoom=None, epochs=2, restart=0, learning_rate=0.01, ema_momentum=0.9)
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
