# Written by nbdev-export from nbs/13_case_studies.ipynb: edit the notebook.
import pytest
from colorize_nb.case_studies import *
from pathlib import Path
import tempfile
import numpy as np
import pandas as pd
import pytest
from skimage.color import rgb2lab
from colorize_nb.data import FolderError, center_crop, half_size
from colorize_nb.experiment import RUNS, outcome, read_run
from colorize_nb.lab import rgb_to_lab
from colorize_nb.photos import SAMPLES, sample_photo, save_photo


# cell 5c4bb28b
def test_the_relative_error_of_grey_is_one_and_that_of_the_truth_is_zero():
    photo = np.random.default_rng(0).integers(0, 256, (16, 16, 3), dtype=np.uint8)
    truth = rgb2lab(photo)[..., 1:].reshape(8, 2, 8, 2, 2).mean(axis=(1, 3))
    errors = [relative_error(ab, photo) for ab in (0 * truth, truth, 0.5 * truth, truth + [3, 4])]
    np.testing.assert_allclose(errors, [1, 0, 0.25, 64 * 25 / (truth ** 2).sum()], rtol=1e-3, atol=1e-6)


# cell b65a92fa
def test_the_curves_are_those_of_the_recorded_history_relative_to_grey():
    manifest, history = read_run("offline/seconds")
    left, middle, right = loss_curves(["offline/seconds"]).axes
    np.testing.assert_allclose(left.lines[1].get_ydata(), history["val_loss"])
    np.testing.assert_allclose(middle.lines[0].get_ydata(), history["ab_mse"] / manifest["baselines"]["grey"])
    np.testing.assert_allclose(right.lines[0].get_ydata(), history["scene_accuracy"])
    grey_and_mean = [line.get_ydata()[0] for line in middle.lines[2:]]
    assert grey_and_mean == pytest.approx([1, manifest["baselines"]["mean colour"] / manifest["baselines"]["grey"]])
    logarithmic = loss_curves(["offline/seconds"], log=True).axes
    assert [axis.get_yscale() for axis in logarithmic] == ["log", "log", "linear"]


# cell 5f32b622
def test_colour_loss_and_class_loss_make_up_the_whole():
    manifest, history = read_run("offline/seconds")
    np.testing.assert_allclose(color_loss_fraction("offline/seconds"), 1 - history["scene_crossentropy"] / history["loss"], rtol=1e-3)


# cell ef70a8bf
def test_a_prediction_comes_back_on_its_photograph():
    photo = center_crop(sample_photo("coffee"), 32) / np.float32(255)
    ab = predicted_ab("offline/seconds")["coffee"]
    assert ab.shape == (16, 16, 2) and set(predicted_ab("offline/seconds")) == set(SAMPLES)
    lab, given = rgb2lab(colorized(photo, ab)), rgb2lab(photo)
    inside = np.abs(lab[..., 0] - given[..., 0]) < 0.5  # colours outside the sRGB gamut were clipped
    assert inside.mean() > 0.7 and np.abs(lab - np.dstack([given[..., :1], ab.repeat(2, 0).repeat(2, 1)]))[inside].mean() < 2
    shown = sample_predictions(["offline/seconds"], ["coffee"]).axes
    assert len(shown) == 3 and shown[1].get_xlabel() == f"{relative_error(ab, photo):.2f}"


# cell ed540977
def test_the_photographs_of_miniplaces_are_read_or_asked_for():
    root = Path(tempfile.mkdtemp())
    keys = [key for key in predicted_ab("small/model1-default") if "/" in key]
    assert len(keys) == 4 and "no folder" in miniplaces_predictions(["small/model1-default"], root / "no").data
    with pytest.raises(FolderError, match="fetch it with colorize-nb download"): miniplaces_predictions(["small/model1-default"], root)
    for key in keys:
        (root / "val" / key).parent.mkdir(parents=True, exist_ok=True)
        save_photo(sample_photo("coffee"), root / "val" / key)
    shown = miniplaces_predictions(["small/model1-default"], root).axes
    assert len(shown) == 12 and find_photo(root, keys[0]) == root / "val" / keys[0]
    wanted = colorized(center_crop(sample_photo("coffee"), 112), predicted_ab("small/model1-default")[keys[1]])
    assert np.abs(shown[5].images[0].get_array() - wanted).max() < 0.1


# cell b9347f77
def test_the_figure_of_the_layers_shows_the_recorded_numbers():
    table = pd.read_csv(RUNS / "offline/seconds" / "inside.csv")
    gradient, _, dead = layer_statistics("offline/seconds").axes[:3]
    shown = gradient.images[0].get_array()
    assert shown.shape == (table["step"].nunique(), 4) and gradient.get_yticklabels()[0].get_text() == "low1"
    first = table[(table["step"] == "mid1") & (table["epoch"] == 2)].iloc[0]
    row = [label.get_text() for label in gradient.get_yticklabels()].index("mid1")
    assert np.isclose(shown[row, 2], np.log10(first["gradient"])) and dead.images[0].get_array()[row, 2] == first["dead"]


# cell 03d8855c
def test_model_1_is_grey_at_the_default_rate_and_its_loss_is_the_class():
    slow, fast = (outcome(f"small/model1-{rate}") for rate in ("default", "paper"))
    assert abs(slow["error"] - 1) < 0.01 and slow["chroma"] < 0.1 < fast["chroma"] and fast["error"] < fast["mean colour"]
    assert slow["accuracy"] < 0.2 and fast["accuracy"] < 0.2 and color_loss_fraction("small/model1-default").max() < 0.01
    assert recorded_distances("distance/model1-default").max() < 0.001 < 0.005 < recorded_distances("distance/model1-paper").min()


# cell e1cc4641
def test_model_2_gives_one_constant_colour_and_its_gradients_are_small_in_all_layers():
    slow, fast = (outcome(f"report/model2-{rate}") for rate in ("default", "paper"))
    assert abs(slow["error"] - slow["mean colour"]) < 0.01 and abs(fast["error"] - fast["mean colour"]) < 0.01
    table = {model: layer_table(f"report/{model}-default").query("epoch == 0").set_index("step") for model in ("model2", "model3")}
    gradient = pd.DataFrame({model: rows["gradient"] for model, rows in table.items()})
    assert gradient["model2"]["low1"] > 0.1 * gradient["model2"]["ab"] and (gradient["model2"] < 0.01 * gradient["model3"]).all()
    fading = {model: rows["activation_rms"]["color4"] / rows["activation_rms"]["low1"] for model, rows in table.items()}
    assert fading["model2"] < 0.1 < fading["model3"]
    assert all(np.stack(list(predicted_ab(f"report/model2-{rate}").values())).std(axis=(1, 2)).mean() < 2 for rate in ("default", "paper"))


# cell 8091cf41
def test_a_colour_that_no_screen_can_show_is_out_of_gamut():
    lab = rgb2lab(np.random.default_rng(0).random((20, 30, 3)))
    assert out_of_gamut(lab, lab[..., 1:]) == 0 and out_of_gamut(lab, lab[..., 1:] * 0) == 0
    assert out_of_gamut(np.float64([[[50, 0, 0], [97, 0, 0]]]), np.float64([[[10, -20], [60, 60]]])) == 0.5  # nearly white has little room for colour


# cell 918340e4
def test_model_3_is_worse_than_grey_at_its_end_and_swings():
    slow, fast = (outcome(f"report/model3-{rate}") for rate in ("default", "paper"))
    assert min(slow["error"], fast["error"]) > 1 and slow["training error"] > 1 and fast["training error"] < fast["mean colour"]
    assert read_run("report/model3-default")[1]["ab_mse"].min() > read_run("report/model3-default")[0]["baselines"]["grey"]
    assert read_run("report/model3-paper")[1]["val_ab_mse"].max() > 20 * read_run("report/model3-paper")[0]["baselines"]["grey"]


# cell 68760b42
def test_model_4_ends_above_grey_and_took_a_third_of_the_steps_of_model_3():
    default, paper = (outcome(f"report/model4-{rate}") for rate in ("default", "paper"))
    assert min(default["error"], paper["error"]) > 1 and 0.95 < paper["training error"] < 1.05 < default["training error"]
