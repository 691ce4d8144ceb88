# Written by nbdev-export from nbs/color_runs.ipynb: edit the notebook.
import pytest
from colorize_nb.color_runs import *
from dataclasses import asdict, replace
from pathlib import Path
from colorize_nb.recipes import RECIPES
import tempfile
import numpy as np
import pandas as pd
import pytest
from PIL import Image
from colorize_nb.data import Batches, PhotoSet
from colorize_nb.records import RunError
from colorize_nb.train import stored_size

class Grey:
    "A network that answers with grey."
    recipe = replace(RECIPES["faithful"], image_size=8)
    def __call__(self, luminance, training): return {"ab": np.full((len(luminance), 4, 4, 2), 128 / 255)}

def folder_of(names):
    "A new folder with small pictures of noise of these `names`."
    rng, root = np.random.default_rng(0), Path(tempfile.mkdtemp()) / "photos"
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(rng.integers(0, 256, (64, 64, 3), "uint8")).save(root / name)
    return root


# cell 96261b8c
def test_each_arm_changes_one_thing():
    assert [name for name, arm in COLOR_ARMS.items() if arm == ColorArm()] == ["base"]
    for name, changes in CHANGES.items():
        before, after = asdict(BASE), asdict(COLOR_ARMS[name].recipe)
        assert {key for key in before if before[key] != after[key]} == set(changes)
    for name, arm in COLOR_ARMS.items():
        assert sum(arm.shares) == 1 and arm.recipe.epoch_size * arm.recipe.epochs == (32_000 if name == "longer" else 16_000)
        assert bool(arm.recipe.encoder) != (name == "paper") and stored_size(arm.recipe) <= 176


# cell e37681a3
def test_the_error_of_a_photograph_is_that_of_its_pixels():
    photos = PhotoSet(list(np.random.default_rng(0).integers(0, 256, (3, 8, 8, 3), "uint8")), [-1] * 3, (), 8).read_all()
    errors = photo_errors(Grey(), photos)
    assert errors.shape == (3, 2)
    np.testing.assert_allclose(errors[:, 0], errors[:, 1], rtol=1e-5)
    truth = Batches(photos, 3)[0][1]["ab"]
    np.testing.assert_allclose(errors[:, 1], [((ab - 128 / 255) ** 2).mean() for ab in truth], rtol=1e-5)
    seen = []
    class Watching(Grey):
        def __call__(self, luminance, training): return seen.append(luminance) or super().__call__(luminance, training)
    plain, soft = (photo_errors(Watching(), photos, soften) for soften in (False, True))
    np.testing.assert_array_equal(plain, soft)
    np.testing.assert_allclose(seen[1][0, 3, 3], seen[0][0, 2:5, 2:5].mean(axis=(0, 1)), rtol=1e-5)


# cell 587d15f3
def test_arms_are_compared_seed_by_seed():
    table = pd.DataFrame([{"arm": arm, "seed": seed, "places": 0.6 + step + seed / 10, "minutes": 1.0}
                          for arm, step in (("base", 0), ("wide", -0.02)) for seed in range(3)])
    table.loc[table["seed"] == 2, "places"] += [0, 0.01]
    found = compared(table, "wide").loc["places"]
    np.testing.assert_allclose(found["effect"], -0.05 / 3)
    assert found["low"] < found["effect"] < found["high"]
    with pytest.raises(RunError, match="have 0 seeds in common"): compared(table, "narrow")


# cell d1639e46
def test_photographs_are_compared_one_by_one_over_the_seeds_in_common():
    with tempfile.TemporaryDirectory() as out:
        for arm, seed, errors in (("base", 0, [1, 3]), ("base", 1, [2, 2]), ("wide", 0, [1, 1]), ("wide", 1, [4, 2]), ("wide", 2, [9, 9])):
            (Path(out) / arm / str(seed)).mkdir(parents=True)
            np.savez(Path(out) / arm / str(seed) / "errors.npz", places=np.stack([errors, [3, 5]], axis=1))
        np.testing.assert_allclose(photo_differences(out, "wide")["places"], [(0 + 2) / 2 / 4, (-2 + 0) / 2 / 4])
        np.testing.assert_allclose(relative_errors(Path(out) / "wide" / "1")["places"], 6 / 8)
        with pytest.raises(RunError, match="^narrow and base have no seed in common$"): photo_differences(out, "narrow")


# cell c3fcebc8
@pytest.mark.slow
def test_a_run_leaves_the_errors_of_every_photograph_of_both_folders():
    places = folder_of([f"{part}/{name}/{i}.png" for part in ("train", "val") for name in ("bay", "hut") for i in range(3)])
    everyday = folder_of([f"{part}/{i}x{part}.png" for part in ("train", "val") for i in range(4)])
    for path in everyday.glob("val/*"): Image.fromarray(255 - np.asarray(Image.open(path))).save(path)
    arm = ColorArm(replace(PAPER, width=1/16, image_size=32, epochs=1, epoch_size=8, batch_size=4), (1, 0))
    with tempfile.TemporaryDirectory() as out, pytest.MonkeyPatch.context() as patch:
        patch.setitem(COLOR_ARMS, "tiny", arm)
        for seed in (0, 1): run_colors("tiny", seed, [places, everyday], out)
        before = (Path(out) / "tiny/0/errors.npz").stat().st_mtime_ns
        run_colors("tiny", 0, [], out)  # which is finished
        assert (Path(out) / "tiny/0/errors.npz").stat().st_mtime_ns == before
        table = color_results(out)
        assert table["arm"].tolist() == ["tiny"] * 2 and table["seed"].tolist() == [0, 1]
        names = [places.name + "1", everyday.name + "2"]
        assert list(relative_errors(Path(out) / "tiny" / "0")) == names + [f"{name}, softened" for name in names]
        with np.load(Path(out) / "tiny" / "0" / "errors.npz") as file: assert [len(file[name]) for name in file] == [6, 4, 6, 4]
        with pytest.raises(RunError, match="no finished run"): relative_errors(out)
    with pytest.raises(RunError, match="^there is no run wde: choose one of base, scratch"): run_colors("wde", 0, [], "out")
