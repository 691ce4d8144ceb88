# Written by nbdev-export from nbs/scenes.ipynb: edit the notebook.
import pytest
from colorize_nb.scenes import *
import numpy as np
import pandas as pd
from types import SimpleNamespace
from colorize_nb.data import Batches, PhotoSet, offline_set


# cell b461d16c
def test_classes_and_colours_are_counted_as_by_hand():
    photos, _ = offline_set(16, per_class=4)
    photos = photos.subset(np.arange(12))
    answers = np.random.default_rng(0).dirichlet(np.ones(10), 12).astype("float32")
    ab = np.random.default_rng(1).uniform(-90, 90, (12, 8, 8, 2)).astype("float32")
    predicted = {"scene": answers, "ab": ab}
    colorizer = SimpleNamespace(recipe=SimpleNamespace(image_size=16), engine=lambda luminance: predicted,
                                decode=lambda outputs: outputs["ab"])
    table, confusion = judged_scenes(colorizer, photos)
    assert table["photographs"].sum() == confusion.values.sum() == 12
    assert list(confusion.index) == list(confusion.columns) == list(photos.classes)
    for i, label in enumerate(photos.labels): confusion.iloc[label, answers[i].argmax()] -= 1
    assert (confusion == 0).all(axis=None)
    chosen = photos.labels == photos.labels[0]
    name = photos.classes[photos.labels[0]]
    assert np.isclose(table.loc[name, "top-1"], (answers.argmax(axis=1) == photos.labels)[chosen].mean())
    assert np.isclose(table.loc[name, "top-5"], np.mean([photos.labels[0] in np.argsort(-a)[:5] for a in answers[chosen]]))
    assert np.isclose(table.loc[name, "predicted lower b"], ab[chosen][:, 4:, :, 1].mean(), atol=1e-3)
    truth = Batches(photos, 12)[0][1]["ab"][chosen]
    assert np.isclose(table.loc[name, "true upper a"], truth[:, :4, :, 0].mean() * 255 - 128, atol=1e-3)
