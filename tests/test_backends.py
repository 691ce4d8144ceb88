"""The same training and the same colours on each engine of Keras. Run as a program, it trains and colours in the folder that it is given, on $KERAS_BACKEND."""
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
import os, subprocess, sys
import numpy as np
import pytest
from colorize_nb.backend import keras
from colorize_nb.data import Batches, offline_set
from colorize_nb.explore import walk
from colorize_nb.inside import Inside
from colorize_nb.photos import sample_photo
from colorize_nb.predict import load_colorizer
from colorize_nb.recipes import RECIPES
from colorize_nb.records import last_checkpoint, machine
from colorize_nb.train import stored_size, train

TINY = dict(width=1/32, image_size=16, epochs=2, optimizer="adam", learning_rate=0.01)
TRAINED = {"model3": replace(RECIPES["model3"], **TINY),
           "faithful_places": replace(RECIPES["faithful_places"], **TINY, sizes=(), zoom=None, restart=0, ema_momentum=0.9)}


def photos(recipe): return offline_set(stored_size(recipe), 4)
def photo(): return sample_photo("coffee")[:200, :300]


class Stop(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 1: raise KeyboardInterrupt


def same_weights(network, other, **tolerance):
    for v, w in zip(network.get_weights(), other.get_weights(), strict=True): np.testing.assert_allclose(v, w, **tolerance)


def train_and_colour(folder):
    "Train both recipes, enter their folders again, interrupt one, and colour a photograph: the folders NAME, cut/NAME and the files NAME.npy."
    for name, recipe in TRAINED.items():
        network, _ = train(recipe, photos(recipe), folder / name, "float32")
        again, _ = train(recipe, photos(recipe), folder / name, "float32")
        same_weights(network, again, rtol=0)
        np.save(folder / f"{name}.npy", load_colorizer(folder / name / "weights.safetensors")(photo()))
    recipe, whole = TRAINED["model3"], load_colorizer(folder / "model3/weights.safetensors").network
    with pytest.raises(KeyboardInterrupt): train(recipe, photos(recipe), folder / "cut", "float32", callbacks=[Stop()])
    resumed, history = train(recipe, photos(recipe), folder / "cut", "float32")
    same_weights(resumed, whole, atol=2e-3, rtol=2e-3)  # float16
    if keras.backend.backend() == "torch":  # on JAX too, but there each step is compiled for itself, which takes half a minute
        callback = Inside(folder, *Batches(photos(recipe)[0], 8)[0])
        callback.set_model(resumed)
        callback.on_epoch_begin(0)
    assert list(walk(whole, photo()[:192, :192]))[-1] == "ab"
    assert machine()["engine"] == os.environ["KERAS_BACKEND"] and machine()["devices"]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["jax", "torch"])
def test_an_engine_trains_resumes_and_colours_as_tensorflow_does(tmp_path, engine):
    if not find_spec(engine): pytest.skip(f"{engine} is not installed")
    words = [sys.executable, __file__, str(tmp_path)]
    done = subprocess.run(words, env=os.environ | {"KERAS_BACKEND": engine}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-5000:]
    for name, recipe in TRAINED.items():
        colorizer = load_colorizer(tmp_path / name / "weights.safetensors")
        np.testing.assert_allclose(colorizer(photo()), np.load(tmp_path / f"{name}.npy"), atol=5e-3)
        network, history = train(recipe, photos(recipe), tmp_path / name, "float32")  # finished there, read here
        assert len(history) == 2 and last_checkpoint(tmp_path / name)[0] == 2
        luminance = Batches(photos(recipe)[1], 4, size=16)[0][0]
        np.testing.assert_allclose(network.predict(luminance, verbose=0)["ab"], colorizer.network.predict(luminance, verbose=0)["ab"], atol=2e-3)  # float16


if __name__ == "__main__": train_and_colour(Path(sys.argv[1]))
