# Written by nbdev-export from nbs/decoding.ipynb: edit the notebook.
import pytest
from colorize_nb.decoding import *
from pathlib import Path
import contextlib, json, sys, tempfile
import numpy as np
import pandas as pd
from colorize_nb.backend import keras
from colorize_nb.data import offline_set
from colorize_nb.evaluation import judged_photos
from colorize_nb.experiment import RUNS
from colorize_nb.lab import rgb_to_lab
from colorize_nb.metrics import mean_chroma
from colorize_nb.models import build_network, weights_of
from colorize_nb.photos import ColorizeError, sample_photo, save_photo
from colorize_nb.predict import Colorizer, load_colorizer, predict_color
from colorize_nb.recipes import Recipe
from colorize_nb.weights import write_weights

def tiny():
    "An untrained colorizer that predicts a distribution."
    keras.utils.set_random_seed(0)
    recipe = Recipe("tiny", width=1/32, image_size=32, pooled=True, output_stride=4, skip=True, quantized=True)
    network, (photos, _) = build_network(recipe), offline_set(32, per_class=4)
    network.prepare(photos)
    return Colorizer(weights_of(network, photos.classes))


# cell 27ca50f4
def test_a_decoding_at_temperature_1_is_the_colorizer_s_own_and_saturation_is_a_factor():
    untrained, cup = tiny(), sample_photo("coffee")[::6, ::6]
    ways = Decodings(untrained)
    plain = ways.decoding()(cup)
    np.testing.assert_array_equal(plain, untrained(cup))
    sharp = ways.decoding(temperature=0.3)(cup)
    np.testing.assert_array_equal(sharp, predict_color(cup, untrained, temperature=0.3))
    assert np.abs(sharp - plain).max() > 0.01
    saturated = ways.decoding(saturation=1.5)(cup)
    assert np.isclose(mean_chroma(rgb_to_lab(saturated)), 1.5 * mean_chroma(rgb_to_lab(plain)), rtol=0.03)


# cell b8865fe0
def test_each_photograph_is_shown_to_the_network_once_and_never_taken_for_another():
    untrained, calls = tiny(), []
    run = untrained.outputs
    untrained.outputs = lambda luminance: calls.append(1) or run(luminance)
    ways, pair = Decodings(untrained), [sample_photo(name)[::8, ::8] for name in ("coffee", "rocket")]
    for picture in pair:
        for temperature in (1, 0.5, 0.1): ways.decoding(temperature)(picture)
    assert len(calls) == 2
    np.testing.assert_array_equal(ways.decoding()(pair[0]), Decodings(tiny()).decoding()(pair[0]))


# cell 2e7b1d5f
def test_settings_are_chosen_on_photographs_on_which_no_score_is_reported():
    with tempfile.TemporaryDirectory() as folder:
        for i in range(12): save_photo(np.full((8, 8, 3), i / 12), f"{folder}/val/{i}.png")
        tuning, reported = tuning_photos(folder, 5, reported=4).paths, judged_photos(folder, 4).paths
        assert len(tuning) == 5 and len(reported) == 4 and not set(tuning) & set(reported)
        assert tuning == tuning_photos(folder, 5, reported=4).paths
        assert len(tuning_photos(folder, 100, reported=4)) == 8 and len(tuning_photos(folder, 100, reported=0)) == 12
        try: tuning_photos(folder, 5, reported=12)
        except ColorizeError as e: message = str(e)
    assert "on all" in message and "--reported" in message


# cell 3406afea
def test_the_recorded_table_has_the_scores_of_its_decodings():
    with tempfile.TemporaryDirectory() as folder:
        write_weights(tiny().weights, f"{folder}/tiny.safetensors")
        for name in ("coffee", "rocket"): save_photo(sample_photo(name)[::8, ::8], f"{folder}/photos/{name}.png")
        given = {"--data": f"{folder}/photos", "--model": f"{folder}/tiny.safetensors", "--out": f"{folder}/out",
                 "--reported": "0"}
        argv, sys.argv = sys.argv, ["decoding", *(word for option in given.items() for word in option)]
        try:
            with contextlib.redirect_stdout(None): main()
        finally: sys.argv = argv
        scores = pd.read_csv(f"{folder}/out/decoding.csv", index_col=0)
        about = json.loads(Path(f"{folder}/out/manifest.json").read_text())
    assert list(scores.index) == list(DECODINGS)
    assert about["command"] == "python -m colorize_nb.decoding --data photos --limit 200 --reported 0 --model tiny"
    ratio = scores["colourfulness / original"]
    assert np.isclose(ratio["saturation 2"] / ratio["temperature 1"], 2, rtol=0.05)
    assert ratio["rebalancing 0.3"] > ratio["rebalancing 0.9"]


# cell 74f64c7b
def test_vivid_is_another_decoding_of_faithful():
    vivid, parent = load_colorizer("vivid"), load_colorizer("faithful")
    assert vivid.weights.arrays.keys() == parent.weights.arrays.keys()
    for name, array in vivid.weights.arrays.items(): np.testing.assert_array_equal(array, parent.weights.arrays[name])
    picture, recipe = sample_photo("rocket")[::4, ::4], vivid.recipe
    decoded = Decodings(parent).decoding(recipe.temperature, recipe.decode_rebalancing)(picture)
    np.testing.assert_array_equal(decoded, vivid(picture))
    assert np.abs(decoded - parent(picture)).max() > 0.05


# cell 6ad3c714
def test_vivid_is_the_rebalanced_decoding_that_errs_less_than_grey_and_is_nearest_to_the_colourfulness_of_the_originals():
    of_sets = {"miniplaces": "--reported 1000", "everyday": "--reported 400"}
    scores = [pd.read_csv(RUNS / f"decoding/{name}/decoding.csv", index_col=0) for name in of_sets]
    off = pd.concat([(table["colourfulness / original"] - 1).abs() for table in scores], axis=1).max(axis=1)
    recipe = load_colorizer("vivid").recipe
    below_grey = pd.concat([table["ab MSE / grey"] < 1 for table in scores], axis=1).all(axis=1)
    nearest = off[off.index.str.startswith("rebalancing") & below_grey].idxmin()
    assert nearest == f"rebalancing {recipe.decode_rebalancing:g}, temperature {recipe.temperature:g}" and off[nearest] < 0.1
    assert (off[off.index.str.startswith("saturation")] > 0.1).all()
    for name, reported in of_sets.items():
        command = json.loads((RUNS / f"decoding/{name}/manifest.json").read_text())["command"]
        assert reported in command and "--model faithful" in command


# cell ec4dc443
def test_a_network_whose_output_does_not_depend_on_the_photograph_is_equally_uncertain_everywhere():
    constant = tiny()
    constant.engine.arrays["logits/kernel"] *= 0
    frequency = constant.weights.arrays["decoding/prior"].astype("float64")
    nats = uncertainty(sample_photo("coffee")[::8, ::8], constant)
    np.testing.assert_allclose(nats, -(frequency * np.log(frequency)).sum(), rtol=1e-4)
