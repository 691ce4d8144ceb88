"""Training that is killed, runs into a full disk or meets a second one: what only real processes and real disks show. Run as a program, it trains until killed."""
from dataclasses import replace
from pathlib import Path
import os, shutil, signal, subprocess, sys
import numpy as np
import pytest
from colorize_nb.backend import keras
from colorize_nb.data import offline_set
from colorize_nb.recipes import RECIPES
from colorize_nb.photos import ColorizeError
from colorize_nb.records import RunError, last_checkpoint, read_checkpoint
from colorize_nb.train import train

RECIPE = replace(RECIPES["model4"], name="tiny", width=1/32, image_size=16, batch_size=10, epochs=3, optimizer="adam", cosine=True, augmented=True)


def photos(): return offline_set(24, 4)


class WaitInEpoch2(keras.callbacks.Callback):
    "Says in the middle of epoch 2 that it is there, and waits to be killed."
    def on_train_batch_end(self, batch, logs=None):
        if self.model.optimizer.iterations != 4 + 2: return
        print("in epoch 2", flush=True)
        signal.pause()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there are no such signals")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_a_killed_training_keeps_others_out_and_goes_on_to_the_same_bits(tmp_path, name):
    words = [sys.executable, __file__, str(tmp_path / "killed")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        try:
            assert child.stdout.readline() == "in epoch 2\n"
            with pytest.raises(RunError, match="another training is at work in .*killed: wait for its end"):
                train(RECIPE, photos(), tmp_path / "killed", "float32")
            child.send_signal(getattr(signal, name))
            assert child.wait(60) != 0
        finally: child.kill()
    assert last_checkpoint(tmp_path / "killed")[0] == 1
    for folder in ("killed", "whole"): train(RECIPE, photos(), tmp_path / folder, "float32")
    killed, whole = (read_checkpoint(last_checkpoint(tmp_path / folder)[1])[0] for folder in ("killed", "whole"))
    assert killed.keys() == whole.keys()
    for array in whole: np.testing.assert_array_equal(killed[array], whole[array], err_msg=array)


@pytest.fixture
def small_disk(tmp_path):
    "A folder on a disk of its own, of 8 MB."
    if not shutil.which("mount") or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(tmp_path)], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def fill(folder, left):
    "Fill the disk of `folder` but for about `left` bytes."
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_bsize
    (folder / "filler").write_bytes(bytes(max(0, free - left)))


class Fill(keras.callbacks.Callback):
    "Fills the disk when epoch 2 begins, or when training ends."
    def __init__(self, folder, at_end):
        super().__init__()
        self.folder, self.at_end = folder, at_end

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 1 and not self.at_end: fill(self.folder, 20_000)
    def on_train_end(self, logs=None):
        if self.at_end: fill(self.folder, 20_000)


@pytest.mark.parametrize("at_end", [False, True], ids=["checkpoint", "weights"])
def test_a_full_disk_is_a_sentence_and_training_goes_on_when_there_is_room(small_disk, tmp_path_factory, at_end):
    out = small_disk / "out"
    with pytest.raises(ColorizeError, match=r"(checkpoint-0002|weights).safetensors cannot be written \(.*No space left on device.*\): "):
        train(RECIPE, photos(), out, "float32", callbacks=[Fill(small_disk, at_end)])
    pages = {"history.csv", "manifest.json", ".lock"}
    assert {p.name for p in out.iterdir()} == pages | {f"checkpoint-000{3 if at_end else 1}.safetensors"}
    (small_disk / "filler").unlink()
    network, _ = train(RECIPE, photos(), out, "float32")
    whole, _ = train(RECIPE, photos(), tmp_path_factory.mktemp("whole"), "float32")
    for v, w in zip(network.get_weights(), whole.get_weights(), strict=True): np.testing.assert_array_equal(v, w)
    assert {p.name for p in out.iterdir()} == pages | {"checkpoint-0003.safetensors", "weights.safetensors"}


if __name__ == "__main__": train(RECIPE, photos(), sys.argv[1], "float32", callbacks=[WaitInEpoch2()])
