# Written by nbdev-export from nbs/fast_lab.ipynb: edit the notebook.
import pytest
from colorize_nb.lab import *
import os, subprocess, sys, warnings
import numpy as np
from skimage.color import lab2rgb, rgb2lab


# cell 8ca95b7b
def test_photographs_of_any_size_convert_as_one_block_does():
    rng = np.random.default_rng(0)
    for n in (1, BLOCK, BLOCK + 1, ROUND + 5, 3 * ROUND + 5):
        photo = rng.integers(0, 256, (n, 1, 3), dtype=np.uint8)
        lab = rgb_to_lab(photo)
        assert lab.shape == photo.shape and lab.dtype == np.float32
        np.testing.assert_allclose(lab, rgb2lab(photo), atol=0.05)
        np.testing.assert_allclose(lab_to_rgb(lab), photo / 255, atol=1 / 255)


# cell 10a8bced
def test_bytes_and_fractions_mean_the_same_colours():
    photo = np.random.default_rng(0).integers(0, 256, (20, 30, 3), dtype=np.uint8)
    np.testing.assert_allclose(rgb_to_lab(photo), rgb_to_lab(photo / 255), atol=0.05)


# cell ee827e94
def test_a_forked_process_converts_large_photographs_too():
    script = """
import os, signal
import numpy as np
from colorize_nb.lab import ROUND, rgb_to_lab
photo = np.zeros((ROUND + 1, 3), np.uint8)
rgb_to_lab(photo)
child = os.fork()
if not child:
    signal.alarm(60)  # ends it if it waits for threads that it does not have
    rgb_to_lab(photo)
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
"""
    if hasattr(os, "fork"): subprocess.run([sys.executable, "-W", "ignore", "-c", script], check=True)


# cell fd525e60
def test_no_conversion_changes_what_it_is_given():
    colours = np.random.default_rng(0).random((500, 600, 3), np.float32)
    for given in (colours, (255 * colours).astype(np.uint8), np.asfortranarray(colours), colours[::-1, ::2]):
        kept = given.copy()
        given.setflags(write=False)
        lab = rgb_to_lab(given)
        lab.setflags(write=False)
        np.testing.assert_array_equal(rgb_to_luminance(given), rgb_to_luminance(kept))
        np.testing.assert_array_equal(lab, rgb_to_lab(kept))
        lab_to_rgb(lab)
        np.testing.assert_array_equal(given, kept)


# cell aa09c0de
@pytest.mark.slow
def test_lab_agrees_with_scikit_image_for_sixteen_million_random_colours():
    rng = np.random.default_rng(2)
    for _ in range(16):
        colours = rng.random((1_000_000, 3))
        lab = rgb_to_lab(colours)
        assert np.abs(lab - rgb2lab(colours)).max() < 0.05
        assert np.abs(lab_to_rgb(lab) - colours).max() < 1 / 255
