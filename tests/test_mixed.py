# Written by nbdev-export from nbs/mixed.ipynb: edit the notebook.
import pytest
from colorize_nb.mixed import *
from pathlib import Path
import contextlib, io, re, tempfile
import numpy as np
import pytest
from PIL import Image
from colorize_nb.data import FolderError, PhotoSet, load_folder
from colorize_nb.photos import ColorizeError

def painted(folder, names, seed=0):
    "Small pictures of noise with these `names` below `folder`; the folder."
    rng = np.random.default_rng(seed)
    for name in names:
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(rng.integers(0, 256, (16, 16, 3), "uint8")).save(path)
    return Path(folder)

def places(seed=0):
    "A new folder with two classes, in parts."
    names = [f"{part}/{name}/{i}.png" for part, n in (("train", 3), ("val", 2)) for name in ("bay", "hut") for i in range(n)]
    return painted(Path(tempfile.mkdtemp()) / "places", names, seed)

def plain(seed=1, names=("train/1.png", "train/2.png", "val/3.png")):
    "A new folder of photographs without classes, in parts."
    return painted(Path(tempfile.mkdtemp()) / "plain", names, seed)


# cell 7733467b
def test_a_folder_without_classes_is_read_in_parts_or_split():
    train, validation = load_plain(plain(), 16)
    assert [path.name for path in train.sources] == ["1.png", "2.png"] and len(validation) == 1
    assert set(train.labels) == {-1} and train.classes == () and train.read_all().pixels.shape == (2, 16, 16, 3)
    folder = plain(names=[f"{i:02}.png" for i in range(20)])
    parts = load_plain(folder, 16), load_plain(folder, 16), load_plain(folder, 16, seed=1)
    names = [[{path.name for path in part.sources} for part in pair] for pair in parts]
    assert names[0] == names[1] != names[2] and (len(names[0][0]), len(names[0][1])) == (17, 3)
    assert not names[0][0] & names[0][1]
    assert has_classes(places()) and not has_classes(folder) and not has_classes(plain())


# cell d9ae8d99
def test_a_folder_without_pictures_is_told_in_one_sentence():
    empty = Path(tempfile.mkdtemp()) / "everyday"
    for part in ("train", "val"): (empty / part).mkdir(parents=True)
    for folder in (empty, empty / "train", empty / "missing", plain(names=["one.png"])):
        with pytest.raises(FolderError, match=r"^[^\n]+: [^\n]+$"): load_plain(folder, 16)


# cell 88a88eeb
def test_shares_are_kept_to_one_photograph_and_all_come_equally_often():
    for total in (1, 7, 100, 47_106):
        n = counts(np.array([0.5, 0.2, 0.3]), total)
        assert n.sum() == total and np.abs(n - np.array([0.5, 0.2, 0.3]) * total).max() <= 1
    times = np.bincount(drawn(7, 30, np.random.default_rng(0)), minlength=7)
    assert times.sum() == 30 and set(times) == {4, 5} and len(drawn(5, 0, np.random.default_rng(0))) == 0


# cell 9c94929b
def test_a_mixed_set_has_the_photographs_of_all_with_their_labels():
    one = PhotoSet(list(np.full((4, 8, 8, 3), 1, "uint8")), [0, 1, 0, 1], "ab", 8)
    two = PhotoSet(list(np.full((2, 8, 8, 3), 2, "uint8")), [-1, -1], (), 8)
    mixed = MixedPhotos([one, two], ["one", "two"]).read_all()
    assert len(mixed) == 6 and mixed.classes == ("a", "b") and mixed.size == 8
    assert [int(mixed[i][0, 0, 0]) for i in range(6)] == [1, 1, 1, 1, 2, 2] and mixed.labels.tolist() == [0, 1, 0, 1, -1, -1]
    assert sorted(mixed.order(6, np.random.default_rng(0))) == list(range(6))  # without shares each photograph once
    even = MixedPhotos([one, two], ["one", "two"], [1, 1])
    orders = [even.order(100, np.random.default_rng(seed)) for seed in (0, 0, 1)]
    assert (orders[0] == orders[1]).all() and (orders[0] != orders[2]).any()
    assert np.bincount(orders[0]).tolist() == [13, 13, 12, 12, 25, 25] or sorted(np.bincount(orders[0])) == [12, 12, 13, 13, 25, 25]
    other = PhotoSet(list(np.zeros((1, 8, 8, 3), "uint8")), [0], "x", 8)
    with pytest.raises(FolderError, match="one and x have different classes"): MixedPhotos([one, other], ["one", "x"])


# cell 3537f4c3
def test_a_mean_over_sets_counts_each_by_its_share():
    mixed = MixedPhotos([PhotoSet([np.zeros((8, 8, 3), "uint8")] * n, [-1] * n, (), 8) for n in (1, 3)], ["a", "b"], [1, 1])
    assert mean_over_sets(lambda photos: np.array([len(photos), 1.0]), mixed).tolist() == [2, 1]
    assert mean_over_sets(len, mixed.sets[1]) == 3


# cell d032eb75
def test_a_photograph_that_is_trained_on_and_validated_on_is_left_out_of_training_or_refused():
    one, other = places(), plain(seed=2)
    train, validation = load_folder(one, 16)[0], load_plain(other, 16)[1]
    assert without_overlap([train], [validation])[0] is train
    (other / "val" / "copy.png").write_bytes((one / "train" / "hut" / "1.png").read_bytes())
    with contextlib.redirect_stdout(io.StringIO()) as told: [kept] = without_overlap([train], [load_plain(other, 16)[1]])
    assert re.fullmatch(r"left out of training: [^\n]+hut.1.png, which is [^\n]+copy.png\n", told.getvalue())
    assert [path.parent.name + path.name for path in kept.sources] == ["bay0.png", "bay1.png", "bay2.png", "hut0.png", "hut2.png"]
    assert kept.labels.tolist() == [0, 0, 0, 1, 1]
    (other / "val" / "again.png").write_bytes((one / "train" / "bay" / "1.png").read_bytes())
    with pytest.raises(FolderError, match=r"^2 of the photographs[^\n]+bay.1.png, which is [^\n]+again.png: take[^\n]+$"):
        without_overlap([train], [load_plain(other, 16)[1]])


# cell 1fa1eda8
def test_folders_with_and_without_classes_become_one_training():
    train, validation = load_mixed([places(), plain()], 16, [3, 1])
    assert train.names == ["places", "plain"] and train.classes == ("bay", "hut")
    assert train.labels.tolist() == [0, 0, 0, 1, 1, 1, -1, -1] and len(validation) == 5
    assert train.shares.tolist() == [0.75, 0.25] and np.bincount(train.labels[train.order(8, np.random.default_rng(0))] + 1)[0] == 2
    assert folder_names([Path("a/x"), Path("b/x"), Path("y")]) == ["x1", "x2", "y"]
    for shares in ([1], [1, 2, 3], [0, 0], [1, -1], [1, float("nan")], [1, float("inf")]):
        with pytest.raises(ColorizeError, match="share"): load_mixed([places(), plain()], 16, shares)
    train, _ = load_mixed([places(), plain()], 16, [0, 1])  # validated on, not trained on
    assert set(train.labels[train.order(8, np.random.default_rng(0))]) == {-1}
    one, other = places(), plain(seed=2)
    (other / "val" / "copy.png").write_bytes((one / "train" / "hut" / "1.png").read_bytes())
    with contextlib.redirect_stdout(io.StringIO()): train, validation = load_mixed([one, other], 16)
    assert len(train) == 7 and len(validation) == 6


# cell f0e35be9
def test_a_training_is_given_two_sets_one_folder_or_several():
    sets, root = load_plain(plain(), 16), places()
    assert load_parts(sets, 16) is sets and isinstance(load_parts(root, 16)[0], PhotoSet)
    train, _ = load_parts([str(root), plain()], 16, [1, 1])
    assert sets_of(train) == train.sets and set_names(train) == ["places", "plain"] and train.shares.tolist() == [0.5, 0.5]
    assert sets_of(sets[0]) == [sets[0]] and set_names(sets[0]) == [""]


# cell ba1c5e0a
def test_the_metrics_of_classes_leave_out_photographs_without_one():
    probabilities = np.float32([[0.7, 0.3], [0.6, 0.4], [0.1, 0.9], [0.5, 0.5]])
    crossentropy, accuracy = class_metrics()
    for metric in (crossentropy, accuracy): metric.update_state(np.array([0, -1, 0, -1]), probabilities)
    np.testing.assert_allclose(float(crossentropy.result()), -np.log([0.7, 0.1]).mean(), rtol=1e-5)
    assert float(accuracy.result()) == 0.5 and (crossentropy.name, accuracy.name) == ("sparse_categorical_crossentropy", "accuracy")
