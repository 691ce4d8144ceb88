# Written by nbdev-export from nbs/upsampling.ipynb: edit the notebook.
import pytest
from colorize_nb.upsampling import *
import numpy as np
from PIL import Image
from colorize_nb.lab import lab_to_rgb


# cell 5d66cdf1
def test_strips_are_the_whole():
    rng = np.random.default_rng(0)
    for size, small in [((97, 130), (12, 16)), ((500, 31), (40, 8)), ((8, 9), (28, 32))]:
        luminance, ab = rng.random((*size, 1), np.float32), rng.normal(0, 20, (*small, 2)).astype(np.float32)
        whole, upsampling = guided(ab, luminance), EdgeUpsampling(ab, luminance)
        for first in range(0, size[0], 7):
            last = min(first + 7, size[0])
            np.testing.assert_allclose(np.stack(upsampling.rows(first, last), axis=-1), whole[first:last], atol=1e-3)


# cell fa098c0d
def test_the_maps_are_stretched_as_pillow_stretches_them():
    rng = np.random.default_rng(0)
    luminance, ab = rng.random((90, 120, 1), np.float32), rng.normal(0, 20, (11, 15, 2)).astype(np.float32)
    slope, offset = (resized(maps, 90, 120) for maps in edge_lines(ab, resized(luminance, 11, 15)))
    np.testing.assert_allclose(guided(ab, luminance), slope * luminance + offset, atol=1e-3)


# cell a666cb46
def test_edge_lines_are_least_squares_by_brute_force():
    rng = np.random.default_rng(0)
    luminance, ab = rng.random((9, 9, 1)), rng.random((9, 9, 2))
    lines = {}
    for i, j in np.ndindex(5, 5):
        L, colours = luminance[i:i + 5, j:j + 5].ravel(), ab[i:i + 5, j:j + 5].reshape(25, 2)
        centred = L - L.mean()
        slope = centred @ colours / (centred @ centred + 25 * 0.05 ** 2)
        lines[i, j] = slope, colours.mean(axis=0) - slope * L.mean()
    slope, offset = edge_lines(ab, luminance)
    np.testing.assert_allclose(slope[4, 4], np.mean([s for s, _ in lines.values()], axis=0), atol=1e-9)
    np.testing.assert_allclose(offset[4, 4], np.mean([o for _, o in lines.values()], axis=0), atol=1e-9)


# cell bdb0e1fd
def test_guided_upsampling_keeps_flat_colours_and_finds_the_edges():
    rng = np.random.default_rng(0)
    luminance = rng.random((40, 56, 1)).astype("float32")
    ab = guided(np.full((10, 14, 2), [7, -3], "float32"), luminance)
    np.testing.assert_allclose(ab, np.broadcast_to([7, -3], (40, 56, 2)), atol=1e-3)
    edge = np.zeros((64, 64, 1), "float32"); edge[:, 32:] = 1
    truth = edge * np.float32([40, -20])
    small = resized(truth, 8, 8)
    off = lambda ab: np.abs(ab - truth).mean()
    assert off(guided(small, edge)) < 0.25 * off(resized(small, 64, 64))


# cell 0f21513e
def test_a_photograph_made_in_strips_is_that_made_as_a_whole():
    rng = np.random.default_rng(0)
    luminance, ab = rng.random((300, 401, 1), np.float32), rng.normal(0, 20, (28, 40, 2)).astype(np.float32)
    whole = lab_to_rgb(np.concatenate([luminance * 100, 1.5 * guided(ab, luminance)], axis=-1))
    assert np.abs(put_colors_in(luminance, ab, 1.5) - whole).max() <= 1 / 255
    assert np.abs(put_colors_in(luminance, ab, 1.5, "uint8") - 255 * whole).max() <= 1
