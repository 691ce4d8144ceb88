# Written by nbdev-export from nbs/13_case_studies.ipynb: edit the notebook.
import pytest
from colorize_nb.stories import *
from pathlib import Path
import tempfile
import numpy as np
import pandas as pd
import pytest
from skimage.color import rgb2lab
from colorize_nb.data import FolderError, center_crop
from colorize_nb.experiment import RUNS, outcome, read_run
from colorize_nb.photos import SAMPLES, sample_photo, save_photo


# cell b65a92fa
def test_the_curves_are_those_of_the_recorded_history_in_parts_of_grey():
    manifest, history = read_run("offline/seconds")
    left, middle, right = loss_curves(["offline/seconds"]).axes
    np.testing.assert_allclose(left.lines[1].get_ydata(), history["val_loss"])
    np.testing.assert_allclose(middle.lines[0].get_ydata(), history["ab_mse"] / manifest["baselines"]["grey"])
    np.testing.assert_allclose(right.lines[0].get_ydata(), history["scene_accuracy"])
    assert [line.get_ydata()[0] for line in middle.lines[2:]] == pytest.approx([1, manifest["baselines"]["mean colour"] / manifest["baselines"]["grey"]])


# cell 5f32b622
def test_the_shares_of_both_losses_make_up_the_whole():
    manifest, history = read_run("offline/seconds")
    np.testing.assert_allclose(colour_share("offline/seconds"), 1 - history["scene_crossentropy"] / history["loss"], rtol=1e-3)


# cell ef70a8bf
def test_kept_colours_come_back_on_their_photograph():
    photo = center_crop(sample_photo("coffee"), 32) / np.float32(255)
    ab = predicted_ab("offline/seconds")["coffee"]
    assert ab.shape == (16, 16, 2) and set(predicted_ab("offline/seconds")) == set(SAMPLES)
    lab, given = rgb2lab(coloured(photo, ab)), rgb2lab(photo)
    inside = np.abs(lab[..., 0] - given[..., 0]) < 0.5  # colours outside the sRGB gamut were clipped
    assert inside.mean() > 0.7 and np.abs(lab - np.dstack([given[..., :1], ab.repeat(2, 0).repeat(2, 1)]))[inside].mean() < 2


# cell 8091cf41
def test_a_colour_that_no_screen_can_show_is_out_of_gamut():
    lab = rgb2lab(np.random.default_rng(0).random((20, 30, 3)))
    assert out_of_gamut(lab, lab[..., 1:]) == 0 and out_of_gamut(lab, lab[..., 1:] * 0) == 0
    assert out_of_gamut(np.float64([[[50, 0, 0], [97, 0, 0]]]), np.float64([[[10, -20], [60, 60]]])) == 0.5  # nearly white has little room for colour


# cell ed540977
def test_the_photographs_of_places_are_found_or_asked_for():
    root = Path(tempfile.mkdtemp())
    keys = [key for key in predicted_ab("small/model1-default") if "/" in key]
    assert len(keys) == 4 and "no folder" in places_rows(["small/model1-default"], root / "no").data
    with pytest.raises(FolderError, match="fetch it with colorize-nb download"): places_rows(["small/model1-default"], root)
    for key in keys:
        (root / "val" / key).parent.mkdir(parents=True, exist_ok=True)
        save_photo(sample_photo("coffee"), root / "val" / key)
    shown = places_rows(["small/model1-default"], root).axes
    assert len(shown) == 12 and find_photo(root, keys[0]) == root / "val" / keys[0]
    wanted = coloured(center_crop(sample_photo("coffee"), 112) / np.float32(255), predicted_ab("small/model1-default")[keys[1]])
    assert np.abs(shown[5].images[0].get_array() - wanted).max() < 0.1


# cell b9347f77
def test_the_picture_of_the_inside_shows_the_recorded_numbers():
    table = pd.read_csv(RUNS / "offline/seconds" / "inside.csv")
    gradient, _, dead = inside_picture("offline/seconds").axes[:3]
    shown = gradient.images[0].get_array()
    assert shown.shape == (table["step"].nunique(), 4) and gradient.get_yticklabels()[0].get_text() == "low1"
    first = table[(table["step"] == "mid1") & (table["epoch"] == 2)].iloc[0]
    row = [label.get_text() for label in gradient.get_yticklabels()].index("mid1")
    assert np.isclose(shown[row, 2], np.log10(first["gradient"])) and dead.images[0].get_array()[row, 2] == first["dead"]


# cell 6e9aede3
def test_the_journey_of_a_layer_is_that_of_its_kernel():
    table = pd.read_csv(RUNS / "offline/seconds" / "inside.csv")
    first, last = (table[(table["step"] == "low1") & (table["epoch"] == e)]["weight"].iloc[0] for e in (0, 3))
    assert np.isclose(journey("offline/seconds")["low1"], abs(last - first) / first)


# cell 03d8855c
def test_model_1_is_grey_at_the_default_rate_and_its_loss_is_the_class():
    slow, fast = (outcome(f"small/model1-{rate}") for rate in ("default", "paper"))
    assert abs(slow["error"] - 1) < 0.01 and slow["chroma"] < 0.1 < fast["chroma"] and fast["error"] < fast["mean colour"]
    assert slow["accuracy"] < 0.2 and fast["accuracy"] < 0.2 and colour_share("small/model1-default").max() < 0.01
    assert journey("small/model1-default").median() < 0.01 < journey("small/model1-paper").max()
