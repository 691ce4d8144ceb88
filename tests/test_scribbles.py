# Written by nbdev-export from nbs/scribbles.ipynb: edit the notebook.
import pytest
from colorize_nb.scribbles import *
import numpy as np
from colorize_nb.lab import rgb_to_luminance
from colorize_nb.photos import ColorizeError, sample_photo

def scene():
    "Luminance (5, 6), which pixels are given (30,), and their values (30, 2)."
    rng = np.random.default_rng(0)
    held = np.zeros(30, bool)
    held[[3, 16, 17, 28]] = True
    return rng.uniform(0, 1, (5, 6)), held, rng.uniform(-50, 50, (30, 2))


# cell 50573ec5
def test_the_system_is_that_of_loops_over_a_picture_of_5x6_pixels():
    y, held, values = scene()
    a, matrix, right = np.zeros((30, 30)), np.zeros((30, 30)), np.zeros((30, 2))
    variances = 0.3 * np.array([np.pad(y, 1, mode="edge")[i:i + 3, j:j + 3].var() for i in range(5) for j in range(6)]) + 0.02 ** 2
    for r in range(30):
        for s in range(30):
            if abs(r // 6 - s // 6) + abs(r % 6 - s % 6) == 1:
                a[r, s] = np.exp(-(y.flat[r] - y.flat[s]) ** 2 / (variances[r] + variances[s]))
    np.testing.assert_allclose(affinities(y).toarray(), a, rtol=1e-6)
    for r in range(30):
        matrix[r, r] = 1 if held[r] else a[r].sum() + 0.1
        if held[r]: right[r] = values[r]; continue
        for s in range(30):
            if held[s]: right[r] += a[r, s] * values[s]
            elif s != r: matrix[r, s] = -a[r, s]
    built, built_right = system(affinities(y), held, values, prior=0.1)
    np.testing.assert_allclose(built.toarray(), matrix, atol=1e-6)
    np.testing.assert_allclose(built_right, right, rtol=1e-6)
    np.testing.assert_allclose(spread(affinities(y), (5, 6), held, values, 0.1), np.linalg.solve(matrix, right), atol=1e-4)


# cell cb4929c7
def test_weights_are_normalised_by_rows_and_each_free_pixel_is_the_weighted_mean_of_its_neighbours():
    y, held, values = scene()
    a = affinities(y)
    weights = a.toarray() / a.sum(axis=1)[:, None]
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    assert ((weights > 0).sum(axis=1)).max() == 4 and (a != a.T).nnz == 0
    colours = spread(a, (5, 6), held, values)
    np.testing.assert_allclose(colours[~held], (weights @ colours)[~held], atol=1e-4)


# cell 6effa3f2
def test_the_iterative_solution_is_that_of_a_direct_solver_and_keeps_every_stroke():
    from scipy.sparse.linalg import spsolve
    luminance = rgb_to_luminance(sample_photo("coffee")[::2, ::2])[..., 0]
    rng = np.random.default_rng(0)
    held, values = np.zeros((200, 300), bool), rng.uniform(-60, 60, (200, 300, 2))
    for row, column in zip(rng.integers(0, 195, 9), rng.integers(0, 280, 9)): held[row:row + 4, column:column + 20] = True
    affinity, held, values = affinities(luminance), held.ravel(), values.reshape(-1, 2)
    for prior in (0, 1e-3):
        found, (matrix, right) = spread(affinity, (200, 300), held, values, prior), system(affinity, held, values, prior)
        exact = spsolve(matrix.tocsc(), right)
        off = np.abs(found - exact)
        assert off.mean() < 0.1 and np.quantile(off, 0.999) < 2, (off.mean(), off.max())
        np.testing.assert_array_equal(found[held], values[held])
    try: spread(affinity, (200, 300), np.zeros(60000, bool), values)
    except ColorizeError as e: assert "no strokes" in str(e)
    else: assert False


# cell 49c1e15a
def test_a_constant_stroke_gives_a_constant_picture_of_any_size():
    for height, width in ((1, 1), (1, 40), (17, 3), (150, 133)):
        y = np.random.default_rng(1).uniform(0, 1, (height, width))
        held = np.zeros(height * width, bool)
        held[height * width // 2] = True
        colours = spread(affinities(y), (height, width), held, np.where(held[:, None], [[20.0, -30.0]], 0))
        np.testing.assert_allclose(colours, np.tile([20.0, -30.0], (height * width, 1)), atol=0.2)


# cell 20f58c3d
def test_all_solvers_agree():
    table = measured_solvers(160, 1)
    assert (table["mean error"] < 0.1).all() and (table["largest error"] < 5).all() and (table["relative"] >= 1).all()


# cell 98203b09
def test_lowered_weights_keep_colours_from_crossing_a_weak_edge():
    rng, left = np.random.default_rng(0), np.arange(96) < 48
    weak = 0.5 + 0.04 * ~left + rng.normal(0, 0.008, (64, 96))
    held = np.zeros((64, 96), bool)
    held[30:34, 8:12] = held[30:34, 84:88] = True
    values = 100 * np.broadcast_to(~left, (64, 96)).reshape(-1, 1).astype(float)
    leaks = []
    for factors in (None, edge_factors(weak)):
        shares = spread(affinities(weak, factors), (64, 96), held.ravel(), values).reshape(64, 96)
        leaks.append(np.where(left, shares, 100 - shares).mean())
    assert leaks[1] < leaks[0] / 2.5, leaks
