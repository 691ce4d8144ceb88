# Written by nbdev-export from nbs/neighbours.ipynb: edit the notebook.
import pytest
from colorize_nb.neighbours import *
from pathlib import Path
import json
import numpy as np
import pytest
from scipy.spatial import cKDTree
from colorize_nb.bins import bin_centres, soft_encode
from colorize_nb.lab import lab_to_rgb, rgb_to_lab, rgb_to_luminance
from colorize_nb.metrics import ab_mse, grey
from colorize_nb.photos import ColorizeError, sample_photo

SMALL = NeighbourSettings(neighbours=16, per_photo=200, photos=None)
def sample(name): return sample_photo(name)[::4, ::4]

def tinted(name, a, b):
    "The luminance of a sample photograph, between 40 and 70, in one colour that sRGB has there."
    luminance = 40 + 30 * rgb_to_luminance(sample(name))
    return lab_to_rgb(np.concatenate([luminance, np.full_like(luminance, a), np.full_like(luminance, b)], axis=-1))


# cell 250df4b5
def test_stripes_have_the_direction_that_they_run_in_and_smooth_surfaces_have_none():
    x = np.sin(np.arange(64) / 2)
    upright, lying, smooth = (scale_features(maps, 1)[20:44, 20:44] for maps in (np.tile(x, (64, 1)), np.tile(x[:, None], (1, 64)), np.full((64, 64), 0.5)))
    assert (upright[..., 4] > 0.1).all() and (lying[..., 4] < -0.1).all() and np.abs(upright[..., 5]).max() < 1e-6
    np.testing.assert_allclose(upright[..., 3], lying[..., 3].T, atol=1e-9)
    assert np.abs(smooth[..., 1:]).max() == 0
    assert position_features(np.full((300, 400, 1), 0.5, "float32")).shape == (32, 44, 25)


# cell 66be206d
def test_counts_are_those_of_a_loop():
    nearest, bins = np.array([[0, 2, 3], [1, 1, 0]]), np.array([4, 0, 4, 2])
    np.testing.assert_array_equal(neighbour_counts(nearest, bins, 5), [[0, 0, 1, 0, 2], [2, 0, 0, 0, 1]])


# cell add70561
def test_smoothing_keeps_edges_and_sums():
    stripe = np.zeros((12, 12, 3), np.float32)
    stripe[:, :6, 0], stripe[:, 6:, 1] = 1, 1
    luminance = np.where(np.arange(12) < 6, 0.2, 0.8)[None, :, None] * np.ones((12, 1, 1), np.float32)
    noisy = np.abs(stripe - 0.3 * np.random.default_rng(0).random(stripe.shape, "float32"))
    noisy /= noisy.sum(axis=-1, keepdims=True)
    smooth = smooth_along_edges(noisy, luminance, 2)
    np.testing.assert_allclose(smooth.sum(axis=-1), 1, rtol=1e-5)
    assert smooth[:, :6].std(axis=(0, 1))[0] < 0.5 * noisy[:, :6].std(axis=(0, 1))[0]
    assert smooth[:, 5, 0].mean() > 0.7 > 0.3 > smooth[:, 6, 0].mean()


# cell 82e98962
def test_the_distributions_sum_to_one_and_a_constant_training_set_gives_its_colour():
    colorizer = NeighbourColorizer([sample("coffee"), sample("rocket")], SMALL)
    probabilities = colorizer.distribution(rgb_to_luminance(sample("china")))
    assert probabilities.shape == (32, 48, 261) and probabilities.dtype == np.float32 and probabilities.min() >= 0
    np.testing.assert_allclose(probabilities.sum(axis=-1), 1, rtol=1e-4)
    answer = NeighbourColorizer([tinted("coffee", 20, 30)], SMALL)(lab_to_rgb(np.full((64, 64, 3), (55, 0, 0))))
    assert np.abs(rgb_to_lab(answer)[..., 1:] - (20, 30)).max() < 1


# cell 6b14aa66
def test_the_tree_finds_the_neighbours_that_brute_force_finds():
    colorizer = NeighbourColorizer([sample("coffee"), sample("rocket")], SMALL)
    points = np.concatenate(colorizer.points)
    asked = colorizer.project(position_features(rgb_to_luminance(sample("china"))).reshape(-1, 25))[::37]
    distances = ((asked[:, None] - points[None]) ** 2).sum(axis=-1)
    tree, bins = colorizer.searched(np.arange(2))
    assert tree.n == 400 == len(bins)
    np.testing.assert_array_equal(tree.query(asked, 16)[1], np.argsort(distances, axis=1)[:, :16])
    exact, roughly = (tree.query(asked, 16, eps=eps)[0] for eps in (0, 0.5))
    assert (roughly <= 1.5 * exact + 1e-6).all() and roughly.mean() < 1.02 * exact.mean()


# cell c5735b3c
def test_a_photograph_that_the_cue_excludes_gives_no_colour():
    warm, cold = tinted("coffee", 20, 30), tinted("rocket", -20, -10)
    colorizer = NeighbourColorizer([warm, cold], SMALL).with_settings(photos=1)
    for name, photo, (a, b) in (("coffee", warm, (20, 30)), ("rocket", cold, (-20, -10))):
        luminance = rgb_to_luminance(photo)
        [only] = colorizer.chosen(position_features(luminance))
        assert only == ["coffee", "rocket"].index(name)
        mean = colorizer.distribution(luminance) @ bin_centres()
        assert np.abs(mean - (a, b)).max() < 0.5


# cell 6922f154
def test_the_same_seed_keeps_the_same_positions():
    photos = [sample("coffee"), sample("rocket")]
    one, same, other = (NeighbourColorizer(photos, SMALL, seed)(sample("china")) for seed in (0, 0, 1))
    np.testing.assert_array_equal(one, same)
    assert np.abs(one - other).max() > 0
    with pytest.raises(ColorizeError, match="no photograph"): NeighbourColorizer([])
    np.testing.assert_allclose(one, NeighbourColorizer(photos, SMALL)(grey(sample("china"))), atol=0.02)  # no colour is seen


# cell 9f88d22c
def test_a_photograph_in_the_memory_gets_its_own_colours():
    own = NeighbourColorizer([sample("coffee")], NeighbourSettings(per_photo=2000, neighbours=1, photos=None, radius=0))
    truth = rgb_to_lab(sample("coffee"))
    assert ab_mse(rgb_to_lab(own(grey(sample("coffee")))), truth) < 0.15 * ab_mse(truth * [1, 0, 0], truth)
