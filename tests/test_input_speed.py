# Written by nbdev-export from nbs/input_speed.ipynb: edit the notebook.
import pytest
from colorize_nb.input_speed import *
from pathlib import Path
import tempfile
from colorize_nb.data import load_folder
from colorize_nb.photos import sample_photo, save_photo

def album():
    "A new folder with two classes of photographs, in parts."
    folder = Path(tempfile.mkdtemp())
    for part, n in (("train", 3), ("val", 1)):
        for name in ("chelsea", "coffee"):
            for i in range(n): save_photo(sample_photo(name)[9 * i:9 * i + 200, 100:300], folder / part / name / f"{i}.jpg")
    return folder


# cell 5d000023
def test_each_of_our_ways_gives_batches_of_every_photograph():
    photos, _ = load_folder(album(), SIZE)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("in memory", "memory-mapped", "files"):
            luminance, targets = next(WAYS[name](photos, folder))
            assert luminance.shape == (len(photos), 96, 96, 1) and targets["ab"].shape == (len(photos), 48, 48, 2)
        light, ab = next(tf_mapped(photos, folder))
        assert light.shape == (32, 96, 96, 1) and ab.shape == (32, 48, 48, 2)
        found = measured("memory-mapped", photos, passes=1)
    assert found["photographs a second"] > 0 and set(WAYS) == set(KEEPS)
