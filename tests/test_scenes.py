# Written by nbdev-export from nbs/scenes.ipynb: edit the notebook.
import pytest
from colorize_nb.scenes import *
import numpy as np
import pandas as pd
from types import SimpleNamespace
from colorize_nb.data import Batches, PhotoSet, offline_set


# cell 5ce00003
def test_the_fraction_in_the_top_m_is_the_accuracy_of_scikit_learn():
    from sklearn.metrics import top_k_accuracy_score
    answers = np.random.default_rng(0).dirichlet(np.ones(7), 50)
    classes = np.random.default_rng(1).integers(0, 7, 50)
    for m in (1, 3, 5):
        wanted = top_k_accuracy_score(classes, answers, k=m, labels=range(7))
        assert np.isclose(in_top(answers, classes, m).mean(), wanted)


# cell b461d16c
def test_classes_and_colours_are_counted_as_by_hand():
    some, _ = offline_set(16, per_class=4)
    some = some.subset(np.arange(12))
    answers = np.random.default_rng(0).dirichlet(np.ones(10), 12).astype("float32")
    ab = np.random.default_rng(1).uniform(-90, 90, (12, 8, 8, 2)).astype("float32")
    fixed = {"scene": answers, "ab": ab}
    colorizer = SimpleNamespace(recipe=SimpleNamespace(image_size=16), engine=lambda luminance: fixed,
                                decode=lambda outputs: outputs["ab"])
    by_class, counts = judged_scenes(colorizer, some)
    assert by_class["photographs"].sum() == counts.values.sum() == 12
    assert list(counts.index) == list(counts.columns) == list(some.classes)
    for i, label in enumerate(some.labels): counts.iloc[label, answers[i].argmax()] -= 1
    assert (counts == 0).all(axis=None)
    chosen = some.labels == some.labels[0]
    scene = some.classes[some.labels[0]]
    assert np.isclose(by_class.loc[scene, "top-1"], (answers.argmax(axis=1) == some.labels)[chosen].mean())
    five = [some.labels[0] in np.argsort(-a)[:5] for a in answers[chosen]]
    assert np.isclose(by_class.loc[scene, "top-5"], np.mean(five))
    assert np.isclose(by_class.loc[scene, "predicted lower b"], ab[chosen][:, 4:, :, 1].mean(), atol=1e-3)
    true_ab = Batches(some, 12)[0][1]["ab"][chosen]
    assert np.isclose(by_class.loc[scene, "true upper a"], true_ab[:, :4, :, 0].mean() * 255 - 128, atol=1e-3)
