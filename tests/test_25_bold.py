# Written by nbdev-export from nbs/25_bold.ipynb: edit the notebook.
import pytest
from colorize_nb.bold import *
from types import SimpleNamespace
from pathlib import Path
import contextlib, json, sys, tempfile
import numpy as np
import pandas as pd
from colorize_nb.backend import keras
from colorize_nb.better import BetterRecipe
from colorize_nb.bins import bin_centres
from colorize_nb.data import offline_set
from colorize_nb.lab import rgb_to_lab
from colorize_nb.metrics import grey
from colorize_nb.models import build_network
from colorize_nb.photos import SAMPLES, sample_photo, save_photo
from colorize_nb.predict import Colorizer, load_colorizer, predict_color, save_network

def tiny():
    "An untrained betting colorizer."
    keras.utils.set_random_seed(0)
    photos, _ = offline_set(32, per_class=4)
    network = build_network(BetterRecipe("tiny", width=1/32, image_size=32))
    network.prepare(photos)
    return Colorizer(network, photos.classes, (0, 0))


# cell 27ca50f4
def test_a_reading_at_temperature_1_is_the_colorizer_s_own_and_saturation_is_a_factor():
    colorizer, photo = tiny(), sample_photo("coffee")[::6, ::6]
    reader = Reader(colorizer)
    np.testing.assert_allclose(reader.way()(photo), colorizer(photo), atol=1e-4)
    np.testing.assert_allclose(reader.way(temperature=0.3)(photo), predict_color(photo, colorizer, temperature=0.3), atol=1e-4)
    chroma = lambda photo: np.hypot(*np.moveaxis(rgb_to_lab(photo)[..., 1:], -1, 0)).mean()
    assert np.isclose(chroma(reader.way(saturation=1.5)(photo)), 1.5 * chroma(reader.way()(photo)), rtol=0.03)


# cell b8865fe0
def test_each_photograph_is_shown_to_the_network_once_and_never_taken_for_another():
    colorizer, calls = tiny(), []
    outputs = colorizer.outputs
    colorizer.outputs = lambda luminance: calls.append(1) or outputs(luminance)
    reader, pair = Reader(colorizer), [sample_photo(name)[::8, ::8] for name in ("coffee", "rocket")]
    for photo in pair:
        for temperature in (1, 0.5, 0.1): reader.way(temperature)(photo)
    assert len(calls) == 2
    np.testing.assert_array_equal(reader.way()(pair[0]), Reader(tiny()).way()(pair[0]))


# cell 3406afea
def test_recorded_readings_are_the_scores_of_their_ways():
    with tempfile.TemporaryDirectory() as folder:
        colorizer, argv = tiny(), sys.argv
        save_network(colorizer.network, colorizer.classes, f"{folder}/tiny.safetensors", (0, 0))
        for name in ("coffee", "rocket"): save_photo(sample_photo(name)[::8, ::8], f"{folder}/photos/{name}.png")
        sys.argv = ["bold", "--data", f"{folder}/photos", "--model", f"{folder}/tiny.safetensors", "--out", f"{folder}/out"]
        try:
            with contextlib.redirect_stdout(None): main()
        finally: sys.argv = argv
        table, about = pd.read_csv(f"{folder}/out/readings.csv", index_col=0), json.loads(Path(f"{folder}/out/manifest.json").read_text())
    assert list(table.index) == list(WAYS) and about["command"] == "python -m colorize_nb.bold --data photos --limit 200 --model tiny"
    table = table["colourfulness / original"]
    assert np.isclose(table["saturation 2"] / table["temperature 1"], 2, rtol=0.05) and table["heard 0.3"] > table["heard 0.9"]


# cell 74f64c7b
def test_vivid_is_faithful_read_otherwise():
    vivid, faithful = load_colorizer("vivid"), load_colorizer("faithful")
    for a, b in zip(vivid.network.get_weights(), faithful.network.get_weights(), strict=True): np.testing.assert_array_equal(a, b)
    photo, recipe = sample_photo("rocket")[::4, ::4], vivid.network.recipe
    np.testing.assert_allclose(Reader(faithful).way(recipe.temperature, recipe.heard)(photo), vivid(photo), atol=1e-4)


# cell ec4dc443
def test_a_network_that_has_seen_nothing_is_equally_unsure_everywhere():
    colorizer = tiny()
    colorizer.network.last.kernel.assign(colorizer.network.last.kernel * 0)
    shares = np.asarray(colorizer.network.shares, "float64")
    np.testing.assert_allclose(unsure(sample_photo("coffee")[::8, ::8], colorizer), -(shares * np.log(shares)).sum(), rtol=1e-4)
