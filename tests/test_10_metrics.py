# Written by nbdev-export from nbs/10_metrics.ipynb: edit the notebook.
import pytest
from colorize_nb.metrics import *
import numpy as np
import pandas as pd
from colorize_nb.lab import lab_to_rgb, rgb_to_lab


# cell 4c7874b7
def test_grey_keeps_luminance_and_has_no_colour():
    photo = np.random.default_rng(0).random((20, 30, 3)).astype("float32")
    before, after = rgb_to_lab(photo), rgb_to_lab(grey(photo))
    np.testing.assert_allclose(after[..., 0], before[..., 0], atol=0.05)
    np.testing.assert_allclose(after[..., 1:], 0, atol=0.05)


# cell 83d35f4d
def test_the_ceiling_is_exact_for_one_colour_and_close_for_a_smooth_photograph():
    flat = np.full((9, 7, 3), [0.2, 0.5, 0.7], "float32")
    np.testing.assert_allclose(half_size_ceiling(flat), flat, atol=2e-3)
    ramp = np.linspace(0, 1, 64)[None, :, None] * np.array([0.8, 0.5, 0.3]) + 0.1 * np.ones((64, 64, 3))
    assert np.abs(half_size_ceiling(ramp) - ramp).mean() < 1 / 255


# cell c40d50b2
def test_the_mean_colour_is_everywhere():
    photo = np.full((4, 5, 3), 0.5, "float32")
    ab = rgb_to_lab(mean_color([10, -20])(photo))[..., 1:]
    np.testing.assert_allclose(ab, np.broadcast_to([10, -20], (4, 5, 2)), atol=0.1)


# cell 9e7e28e0
def test_ab_mse_of_half_strength_is_a_quarter_of_grey():
    truth = rgb_to_lab(np.random.default_rng(0).random((16, 16, 3)).astype("float32"))
    grey_lab, half = truth * [1, 0, 0], truth * [1, 0.5, 0.5]
    assert np.isclose(ab_mse(half, truth), ab_mse(grey_lab, truth) / 4)
    assert np.isclose(ab_mse(grey_lab, truth), (truth[..., 1] ** 2).mean() / 2 + (truth[..., 2] ** 2).mean() / 2)


# cell bf5def95
def test_psnr_of_a_known_error_is_known():
    truth = np.full((8, 8, 3), 0.5, "float32")
    assert np.isclose(psnr(truth + 0.1, truth), 20, atol=1e-3) and np.isclose(psnr(truth + 0.01, truth), 40, atol=1e-3)
    assert psnr(truth, truth) == np.inf


# cell 8c9a79b5
def test_ssim_is_one_for_equal_pictures_and_works_on_small_ones():
    photo = np.random.default_rng(0).random((5, 9, 3))
    assert np.isclose(ssim(photo, photo), 1) and ssim(1 - photo, photo) < 0.5
    assert np.isnan(ssim(photo[:2], photo[:2]))


# cell f771da8f
def test_ciede2000_gives_the_published_value_of_sharma_s_first_pair():
    first, second = np.array([[[50, 2.6772, -79.7751]]]), np.array([[[50, 0.0, -82.7485]]])
    assert np.isclose(ciede2000(first, second), 2.0425, atol=1e-4)


# cell c51c9eff
def test_colourfulness_of_half_red_and_half_green_is_known():
    photo = np.zeros((2, 2, 3)); photo[0, :, 0] = 1; photo[1, :, 1] = 1
    assert np.isclose(colorfulness(photo), 255 + 0.3 * 127.5)
    assert np.isclose(colorfulness(np.full((4, 4, 3), 0.3)), 0)


# cell e3c2e793
def test_the_mean_is_the_area_under_the_curve():
    rng = np.random.default_rng(0)
    lab, truth = rng.uniform(-90, 90, (2, 30, 30, 3))
    distance, thresholds = np.linalg.norm(lab[..., 1:] - truth[..., 1:], axis=-1), np.linspace(0, 150, 15_001)
    curve = np.array([(distance <= t).mean() for t in thresholds])
    assert np.isclose(accuracy(lab, truth).mean(), curve.mean(), atol=1e-3)


# cell df667018
def test_balanced_accuracy_gives_a_rare_colour_the_same_weight():
    truth = np.zeros((10, 10, 3)); truth[0, 0, 1] = 75    # one red pixel among 99 grey ones
    lab = np.zeros((10, 10, 3))                           # all predicted grey
    assert np.isclose(accuracy(lab, truth).mean(), 1 - 0.5 / 100)
    assert np.isclose(balanced_accuracy(square_sums(lab, truth)), (1 + 0.5) / 2)


# cell f480604f
def test_evaluate_agrees_with_the_scores_of_a_single_photograph():
    photo = np.random.default_rng(0).random((16, 24, 3)).astype("float32")
    table = evaluate({"grey": grey, "ceiling": half_size_ceiling}, [photo])
    assert np.isclose(table.loc["grey", "ab MSE / grey"], 1, atol=1e-2) and table.loc["grey", "chroma / original"] < 1e-3
    assert np.isclose(table.loc["grey", "PSNR"], score(grey(photo), photo)["PSNR"])
    assert table.loc["ceiling", "ab MSE"] < table.loc["grey", "ab MSE"]


# cell 96158f7b
def test_ratios_are_ratios_of_means_over_photographs():
    bright, dull = np.full((8, 8, 3), [1, 0.2, 0.2], "float32"), np.full((8, 8, 3), [0.5, 0.45, 0.45], "float32")
    red = mean_color(rgb_to_lab(bright)[0, 0, 1:])
    table = evaluate({"red": red}, [bright, dull])
    errors = [ab_mse(rgb_to_lab(red(p)), rgb_to_lab(p)) for p in (bright, dull)]
    greys = [(rgb_to_lab(p)[..., 1:] ** 2).mean() for p in (bright, dull)]
    assert np.isclose(table.loc["red", "ab MSE / grey"], sum(errors) / sum(greys), rtol=0.02)
    assert table.loc["red", "better than grey"] == 0.5 and errors[0] < greys[0] and errors[1] > greys[1]


# cell 8edb813b
def test_without_colour_cast_is_the_error_after_the_best_offset_for_all_photographs():
    rng = np.random.default_rng(0)
    colours = [rng.uniform(-10, 10, (6, 8, 2)) + (4 * i, 12) for i in range(3)]
    photos = [lab_to_rgb(np.concatenate([np.full((6, 8, 1), 60), ab], axis=-1)) for ab in colours]
    table = evaluate({"grey": grey, "brown": mean_color([5, 7])}, photos)
    offset = np.mean(colours, axis=(0, 1, 2))  # of grey, so the best one colour, and the same after brown
    best = np.mean((np.array(colours) - offset) ** 2) / np.mean(np.square(colours))
    np.testing.assert_allclose(table["without colour cast"], best, rtol=2e-3)
    assert table.loc["grey", "ab MSE / grey"] > 1.2 * best
    np.testing.assert_allclose(table.loc["brown", ["a*", "b*"]].tolist(), [5, 7], atol=0.1)


# cell ab000008
def test_an_interval_over_photographs_is_that_of_the_ratio_of_means():
    rng = np.random.default_rng(0)
    greys, noise = rng.uniform(100, 300, 500), rng.normal(0, 20, 500)
    rows = {"colorizer": "x", "photograph": range(500), "ab MSE": 0.7 * greys + noise, "ab MSE of grey": greys}
    mean, low, high = relative_interval(pd.DataFrame(rows)).loc["x"]
    ratio = rows["ab MSE"].sum() / greys.sum()
    half = 1.96 * np.std(rows["ab MSE"] - ratio * greys) / np.sqrt(500) / greys.mean()  # by the delta method
    assert np.isclose(mean, ratio) and np.isclose(high - low, 2 * half, rtol=0.1) and low < ratio < high


# cell 6c5f856e
def test_a_markdown_table_has_a_line_for_the_head_the_rule_and_each_row():
    text = markdown(pd.DataFrame({"x": [1.0, 2.5]}, index=pd.Index(["a", "b"], name="name")), digits=1)
    assert text == "| name | x |\n| --- | --- |\n| a | 1.0 |\n| b | 2.5 |"
