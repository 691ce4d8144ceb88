# Written by nbdev-export from nbs/ancestors.ipynb: edit the notebook.
import pytest
from colorize_nb.ancestors import *
from pathlib import Path
import contextlib, io, json, tempfile
import numpy as np
import pandas as pd
import pytest
from colorize_nb.experiment import RUNS, results
from colorize_nb.lab import lab_to_rgb, rgb_to_lab
from colorize_nb.metrics import grey
from colorize_nb.neighbours import NeighbourSettings
from colorize_nb.photos import ColorizeError, sample_photo, save_photo

def sample(name): return sample_photo(name)[::8, ::8]


# cell 566a5aa8
def test_grey_has_the_error_1_and_the_truth_0_at_both_sizes():
    photos = [sample("coffee")[:48, :64], sample("rocket")[:48, :64]]
    answers = iter([photos[0], photos[1]])
    errors = judged_errors({"same": grey, "truth": lambda given: next(answers)}, photos)
    np.testing.assert_allclose(errors["same"], errors["grey"], rtol=1e-3)
    assert errors["truth"].max() < 1e-6 and list(errors) == ["grey", "same", "truth"]
    halves = judged_errors({"same": grey}, photos, halved)
    assert (halves["grey"] < errors["grey"]).all() and (halves["grey"] > 0.5 * errors["grey"]).all()
    with pytest.raises(ColorizeError, match="no photographs"): judged_errors({}, [])


# cell 30f09733
def test_intervals_over_photographs_and_seeds_hold_their_means_and_a_difference_is_paired():
    rng = np.random.default_rng(0)
    base = rng.uniform(50, 150, 80)
    errors = pd.DataFrame({"grey": base, "a/0": 0.5 * base, "a/1": 0.7 * base, "b": 0.9 * base + rng.normal(0, 1, 80)})
    table = error_table(errors)
    assert table.index.tolist() == ["grey", "a", "b"] and table["seeds"].tolist() == [1, 2, 1]
    np.testing.assert_allclose(table["mean"][:2], [1, 0.6])
    assert abs(table.loc["a", "high"] - 0.6) < 1e-9 and table.loc["b", "low"] < table.loc["b", "mean"] < table.loc["b", "high"]
    assert table.loc["a", "seeds low"] < 0.5 and table.loc["a", "seeds high"] > 0.7 and np.isnan(table.loc["b", "seeds low"])
    gap = difference(errors, "b", "a")
    assert abs(gap["mean"] - 0.3) < 0.01 and 0 < gap["low"] < gap["mean"] < gap["high"] < 0.32


# cell 24cbc2c6
def test_the_table_of_the_years_has_scribbles_where_they_are_recorded():
    rng = np.random.default_rng(0)
    errors = pd.DataFrame(rng.uniform(50, 150, (30, 1 + len(YEARS))), columns=["grey", *YEARS])
    hinted = pd.DataFrame({"colorizer": "Levin alone", "photograph": np.tile(np.arange(30), 2), "points": np.repeat((10, 50), 30),
                           "ab MSE": np.repeat((40.0, 20.0), 30), "ab MSE of grey": 100.0})
    with tempfile.TemporaryDirectory() as folder:
        for name in ("ancestors", "hints/miniplaces"): Path(f"{folder}/{name}").mkdir(parents=True)
        errors.to_csv(f"{folder}/ancestors/miniplaces.csv", index_label="photograph")
        without = timeline(folder)
        hinted.to_csv(f"{folder}/hints/miniplaces/points.csv", index=False)
        with_hints = timeline(folder)
    assert without["year"].tolist() == sorted(YEARS.values()) and set(without.index) == set(YEARS)
    assert with_hints.index.tolist()[2:4] == ["Levin 2004, 10 points", "Levin 2004, 50 points"]
    np.testing.assert_allclose(with_hints.loc["Levin 2004, 10 points", ["mean", "low", "high"]].astype(float), 0.4)


# cell f37ec721
def test_the_command_records_all_contestants_and_the_same_seeds_give_the_same_table():
    with tempfile.TemporaryDirectory() as folder:
        for part, names in (("train", ("coffee", "rocket", "china", "flower")), ("val", ("chelsea",))):
            for name in names: save_photo(sample(name), f"{folder}/photos/{part}/one/{name}.png")
        given = ["--data", f"{folder}/photos", "--parts", "miniplaces", "--seeds", "2", "--few", "3", "--more", "4"]
        for out in ("a", "b"): assert main([*given, "--out", f"{folder}/{out}"]) == 0
        tables = [Path(f"{folder}/{out}/miniplaces.csv").read_text() for out in ("a", "b")]
        errors = pd.read_csv(f"{folder}/a/miniplaces.csv", index_col="photograph")
        about = json.loads(Path(f"{folder}/a/miniplaces.json").read_text())
    assert tables[0] == tables[1] and len(errors) == 1
    assert {"Welsh 2002/1", "Charpiat 2008, global cue/1", "Reinhard 2001, tint/0", "mean colour", "faithful"} < {*errors}
    assert {*YEARS} - {*by_name(errors)} == {"Charpiat 2008, 5,000 photographs"}
    assert about["command"] == "python -m colorize_nb.ancestors --data photos --parts miniplaces --seeds 2 --limit 200 --few 3 --more 4"


# cell c6f1fde3
def test_a_folder_without_photographs_is_one_sentence():
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()) as said:
        assert main(["--data", folder, "--parts", "miniplaces", "--out", f"{folder}/out"]) == 2
    assert said.getvalue().count("\n") == 1 and "check the name" in said.getvalue()


# cell 4cc490a1
def test_the_recorded_photographs_are_those_of_the_recorded_networks():
    errors = pd.read_csv(RUNS / "ancestors/report-48.csv", index_col="photograph")
    about = json.loads((RUNS / "ablation/base/0/manifest.json").read_text())
    assert len(errors) == about["data"]["validation"] == 150
    np.testing.assert_allclose(errors["grey"].mean() / 255 ** 2, about["baselines"]["grey"], rtol=1e-4)
    mean_of_networks = about["baselines"]["mean colour"] / about["baselines"]["grey"]
    assert abs(error_table(errors).loc["mean colour", "mean"] - mean_of_networks) < 0.002


# cell 30347e7c
def test_the_look_up_has_a_smaller_error_than_each_model_of_the_report_at_its_best_epoch_with_every_seed():
    errors = pd.read_csv(RUNS / "ancestors/report-48.csv", index_col="photograph")
    looked_up = [column for column in errors if column.startswith("Charpiat")]
    best = [results(f"ablation/{arm}/*")["best"].min() for arm in ABLATION.values()]
    assert len(looked_up) == 6 and (errors[looked_up].sum() / errors["grey"].sum()).max() < min(best) < 1
    assert (ablation_models()["mean"] > min(best)).all() and (report_models()["best"] > min(best)).all()
