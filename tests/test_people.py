# Written by nbdev-export from nbs/people.ipynb: edit the notebook.
import pytest
from colorize_nb.people import *
import numpy as np
import pandas as pd
from colorize_nb.lab import rgb_to_lab
from colorize_nb.metrics import grey
from colorize_nb.photos import sample_photo


# cell 397a961c
def test_skin_is_a_range_of_hue_chroma_and_lightness():
    tan, grass, sky, paper, shadow = [65, 15, 20], [60, -25, 30], [70, -5, -30], [95, 1, 3], [5, 9, 9]
    assert skin(np.array([tan, grass, sky, paper, shadow])).tolist() == [True, False, False, False, False]
    assert skin(np.full((4, 5, 3), tan)).shape == (4, 5)


# cell 5fdca733
def test_the_face_of_the_astronaut_counts_and_grey_and_the_truth_have_the_errors_that_they_must_have():
    photo = sample_photo("astronaut")
    table = judged_faces({"grey": grey, "truth": lambda given: photo}, [photo])
    assert table["colorizer"].tolist() == ["grey", "truth"]
    of_grey, of_truth = table.iloc[0], table.iloc[1]
    assert abs(of_grey["ab MSE"] / of_grey["grey"] - 1) < 1e-3 and abs(of_grey["predicted a*"]) < 0.1
    assert of_truth["ab MSE"] < 1e-6 and abs(of_truth["predicted b*"] - of_truth["b*"]) < 1e-3
    assert 60 < of_grey["L*"] < 80 and 5 < of_grey["a*"] < 15 and 10 < of_grey["b*"] < 25
    assert judged_faces({"grey": grey}, [np.zeros((64, 64, 3), np.float32)]).empty


# cell 28c3094e
def test_faces_are_grouped_by_their_lightness_and_the_interval_holds_the_ratio():
    rng = np.random.default_rng(0)
    faces = pd.DataFrame({"colorizer": "one", "L*": np.arange(90.0), "a*": 10.0, "b*": 15.0, "predicted a*": 5.0, "predicted b*": 5.0,
                          "ab MSE": rng.uniform(10, 20, 90) + 30 * (np.arange(90) < 30), "grey": 60.0})
    table = by_lightness(faces)
    assert table["faces"].tolist() == [30, 30, 30] and list(table.index) == [("one", third) for third in THIRDS]
    assert ((table["low"] < table["mean"]) & (table["mean"] < table["high"])).all()
    assert abs(table.loc[("one", "darker"), "mean"] - faces["ab MSE"][:30].sum() / 1800) < 1e-9
    assert table.loc[("one", "darker"), "low"] > table.loc[("one", "lighter"), "high"]
