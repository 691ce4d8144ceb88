# Written by nbdev-export from nbs/check.ipynb: edit the notebook.
import pytest
from colorize_nb.check import *
import contextlib, io
import numpy as np
from colorize_nb.backend import keras, layers


# cell 096380df
def test_each_kind_of_mistake_is_named():
    right = np.random.default_rng(0).random((4, 5, 3))
    kinds = {"no answer": None, "this is a str": "brown", "should be (4, 5, 3)": right[..., 0], "another order": right.transpose(1, 0, 2), "length 1": right[None],
             "multiply it by 0.003922": right * 255, "sign": -right, "-1 is missing": right + 1, "axis 0 is turned": right[::-1], "axis 1 is turned": right[:, ::-1],
             "the channels": right[..., [1, 2, 0]], "not finite": np.where(right > 0.5, np.nan, right), "off by up to": right ** 2 + np.arange(3)}
    for part, answer in kinds.items(): assert part in mistake(answer, right), (part, mistake(answer, right))
    assert mistake(right + 1e-6, right) is None and mistake(3, 3.0) is None and mistake(2, 3) == "2 is too small"
    assert "wanted" in mistake(np.array([1.0, 2.0]), np.array([1.0, 5.0]))
    assert mistake(np.zeros(3), np.arange(3.0)).startswith("it is off by up to 2, at (2,)")


# cell 3b3a36b5
def test_check_prints_what_is_wrong_and_the_hint():
    def said(*args):
        with contextlib.redirect_stdout(io.StringIO()) as out: check(*args)
        return out.getvalue()
    assert said(2, 2) == "right\n" and said(None, 2, "Think.") == "not yet: there is no answer yet. Think.\n"


# cell 7a342e65
def test_weights_that_are_only_equal_are_not_shared():
    def said(*args):
        with contextlib.redirect_stdout(io.StringIO()) as out: check_shared(*args)
        return out.getvalue()
    dense = layers.Dense(2); dense.build((None, 3))
    twin = layers.Dense(2); twin.build((None, 3)); twin.set_weights(dense.get_weights())
    first, second = keras.Sequential([dense]), keras.Sequential([dense, twin])
    first.build((None, 3))
    assert said(dense, first) == "right\n" and "forgot to share" in said(dense, twin) and "built" in said(dense, layers.Dense(2))
