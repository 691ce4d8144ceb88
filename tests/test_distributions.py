# Written by nbdev-export from nbs/distributions.ipynb: edit the notebook.
import pytest
from colorize_nb.bins import *
from colorize_nb.recipes import BINS
import numpy as np
from colorize_nb.lab import rgb_to_lab
from colorize_nb.photos import ColorizeError, SAMPLES, sample_photo


# cell 40471a67
def test_every_colour_of_a_photograph_has_its_bin_within_half_a_step():
    bins = bin_centres()
    for name in SAMPLES:
        ab = rgb_to_lab(sample_photo(name)[::7, ::7])[..., 1:].reshape(-1, 2)
        assert np.abs(ab[:, None] - bins).max(axis=-1).min(axis=1).max() < 5.01
    assert len(np.unique(bins, axis=0)) == len(bins) and (bins % 10 == 0).all() and [0, 0] in bins.tolist()


# cell bb22c0de
def test_the_bins_are_those_of_scikit_image_and_cannot_be_changed():
    from skimage.color import rgb2lab
    levels = np.linspace(0, 1, 64)
    screen = rgb2lab(np.stack(np.meshgrid(levels, levels, levels), axis=-1))[..., 1:].reshape(-1, 2)
    hit = np.unique(np.round(screen / 10), axis=0) * 10
    np.testing.assert_array_equal(bin_centres(), hit)
    assert len(hit) == BINS and not bin_centres().flags.writeable


# cell 9b336094
def test_soft_encoding_is_a_normal_density_on_the_grid():
    from scipy.stats import norm
    ab, bins = np.random.default_rng(0).uniform(-40, 40, (50, 2)).astype("float32"), bin_centres()
    density = norm.pdf(bins[:, 0] - ab[:, :1], scale=5) * norm.pdf(bins[:, 1] - ab[:, 1:], scale=5)
    wanted = density / density.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(np.asarray(soft_encode(ab, bins)), wanted, atol=1e-4)


# cell 05a9b20e
def test_the_annealed_mean_goes_from_the_mean_to_the_likeliest():
    rng = np.random.default_rng(0)
    bins = bin_centres()
    probabilities = rng.dirichlet(np.full(len(bins), 0.1), 20).astype("float32")
    logits = np.log(probabilities + 1e-20)
    np.testing.assert_allclose(np.asarray(annealed_mean(logits + 7, bins)), probabilities @ bins, atol=1e-3)
    likeliest = bins[probabilities.argmax(axis=1)]
    np.testing.assert_allclose(np.asarray(annealed_mean(logits, bins, 1e-5)), likeliest, atol=1e-3)
    half = probabilities ** 2 / (probabilities ** 2).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(np.asarray(annealed_mean(logits, bins, 0.5)), half @ bins, atol=1e-3)


# cell 1ddea151
def test_a_temperature_that_is_not_above_zero_is_told_so():
    for bad in (0, -1, float("nan")):
        try: annealed_mean(np.zeros((1, 3)), np.zeros((3, 2)), bad)
        except ColorizeError as e: message = str(e)
        assert str(bad) in message and "above 0" in message


# cell 75921fc3
def test_rebalancing_weights_are_one_on_average_and_even_out_the_bins():
    p = np.random.default_rng(0).dirichlet(np.ones(30)).astype("float32")
    for rebalancing in (0, 0.3, 1):
        np.testing.assert_allclose((p * np.asarray(rebalancing_weights(p, rebalancing))).sum(), 1, rtol=1e-5)
    np.testing.assert_allclose(p * np.asarray(rebalancing_weights(p, 0)), 1 / 30, rtol=1e-4)
    np.testing.assert_allclose(np.asarray(rebalancing_weights(p, 1)), 1, rtol=1e-5)


# cell fd1388f0
def test_the_prior_is_the_mean_soft_encoding_of_the_pixels():
    photos = [np.full((8, 8, 3), rgb, np.uint8) for rgb in ((255, 0, 0), (0, 0, 255), (0, 0, 255), (0, 0, 255))]
    p = color_prior(photos, bin_centres())
    of_red, of_blue = (p[np.abs(bin_centres() - ab).max(axis=1) <= 15].sum() for ab in ([80, 67], [79, -108]))
    np.testing.assert_allclose([p.sum(), of_red, of_blue], [1, 0.25, 0.75], atol=0.02)
    assert p.min() > 0 and p.dtype == np.float32
    one, other = (color_prior(photos, bin_centres(), sample=2, seed=1) for _ in range(2))
    np.testing.assert_array_equal(one, other)


# cell 64ce88e4
def test_the_loss_is_a_cross_entropy_in_which_a_pixel_counts_by_its_own_rebalancing():
    rng, bins = np.random.default_rng(0), bin_centres()
    p = rng.dirichlet(np.ones(BINS)).astype("float32")
    truth, logits = rng.random((2, 4, 6, 2), "float32"), rng.normal(size=(2, 2, 3, BINS)).astype("float32")
    w = 1 / (0.5 * p + 0.5 / BINS)
    wanted = np.empty((2, 2, 3))
    for n, i, j in np.ndindex(wanted.shape):
        colour = truth[n, 2*i:2*i + 2, 2*j:2*j + 2].reshape(4, 2).mean(axis=0) * 255 - 128
        target = np.exp(-((colour - bins) ** 2).sum(axis=1) / 50)
        target /= target.sum()
        log_q = logits[n, i, j] - np.log(np.exp(logits[n, i, j]).sum())
        wanted[n, i, j] = -(target * log_q).sum() * (target * w / (p * w).sum()).sum()
    np.testing.assert_allclose(np.asarray(distribution_loss(truth, logits, bins, p, 0.5)), wanted, rtol=1e-3)


# cell 5ae4feff
def test_entropy_is_that_of_scipy():
    from scipy.stats import entropy as reference
    p = np.random.default_rng(0).dirichlet(np.ones(40), 10).astype("float32")
    np.testing.assert_allclose(np.asarray(entropy(np.log(p))), reference(p, axis=1), rtol=1e-4)
