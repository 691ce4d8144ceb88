# Written by nbdev-export from nbs/experiment.ipynb: edit the notebook.
import pytest
from colorize_nb.experiment import *
from dataclasses import replace
from pathlib import Path
import contextlib, functools, io, json, re, shutil, tempfile
import numpy as np
import pandas as pd
import pytest
from scipy import stats
from colorize_nb.backend import keras
from colorize_nb.data import Batches, PhotoSet, crops, load_folder, offline_set, center_crop
from colorize_nb.lab import normalize, rgb_to_lab
from colorize_nb.models import build_network
from colorize_nb.photos import SAMPLES, ColorizeError, sample_photo, save_photo
from colorize_nb.predict import load_colorizer
from colorize_nb.recipes import RECIPES, Recipe
from colorize_nb.records import RunError
@functools.cache
def recorded():
    "A folder with the run offline/seconds, made when first asked for."
    root = Path(tempfile.mkdtemp())
    run("offline/seconds", out=root)
    return root

def recorded_copy(): return Path(shutil.copytree(recorded(), Path(tempfile.mkdtemp()) / "copy"))


# cell a514c003
def test_each_step_is_one_change_and_sees_as_many_photographs():
    arms = {name.split("/")[1]: arm for name, arm in step_arms([0]).items()}
    assert len(arms) == len(STEPS) + len(ALTERNATIVES)
    assert arms["skip"].recipe.skip and not arms["pooled"].recipe.skip and arms["averaged-local"].recipe.ema_momentum == 0.995
    for one, other in zip(list(STEPS)[1:], list(STEPS)[2:]):
        a, b = (vars(arms[name].recipe) | {"per_class": arms[name].per_class} for name in (one, other))
        assert {k for k in a if a[k] != b[k]} == set(STEPS[other]) - {"categories"}
    photographs = {(arm.per_class, arm.recipe.epochs) for arm in arms.values()}
    assert photographs == {(254, 8), (None, 2)}  # 216 of 254 are for training: 8 * 216 * 44 is 2 * 38,016


# cell a514c006
def test_arms_with_unseen_classes_know_ten_classes_and_are_judged_on_ten_others():
    arms = unseen_arms([0])
    assert len({*TEN, *UNSEEN}) == 20
    assert all((arm.categories, arm.unseen) == (TEN, UNSEEN) for arm in arms.values())
    assert arms["unseen/plain/0"].recipe == step_arms([0])["steps/averaged/0"].recipe
    assert replace(arms["unseen/shaped/0"].recipe, aspect=1) == arms["unseen/zoomed/0"].recipe
    swapped = swapped_arms([0])
    ten, other = swapped["swapped/ten/0"], swapped["swapped/other/0"]
    assert ten == arms["unseen/plain/0"] and replace(ten, categories=ten.unseen, unseen=ten.categories) == other


# cell 1813d873
def test_the_arms_of_the_ablation_differ_from_the_base_in_what_their_names_say():
    default = ARMS["ablation/base/0"].recipe
    assert (default.batch_norm, default.global_path, default.color_weight, default.learning_rate, default.initializer) == (True, True, 1000, 1.0, "glorot_uniform")
    arm = ARMS["ablation/plain-equal-slow-he/2"]
    assert arm.seed == 2 and arm.recipe == replace(default, batch_norm=False, color_weight=1, learning_rate=0.001, initializer="he_normal")
    collapse = {(r.batch_norm, r.color_weight, r.learning_rate, r.initializer) for words in COLLAPSE for r in [ARMS[run_name(words, 0)].recipe]}
    assert len(collapse) == 16 and len(set(ARMS.values())) == len(ARMS) - 1  # swapped/ten/0 is unseen/plain/0 once more
    same_steps, same_photos = (ARMS[f"ablation/local-batch16{x}/1"].recipe for x in ("-longer", ""))
    assert same_steps.epochs * -(-850 // same_steps.batch_size) == pytest.approx(default.epochs * -(-850 // 8), rel=0.02) and same_photos.epochs == default.epochs


# cell e14bbec7
def test_the_arms_of_the_report_are_its_recipes_at_two_rates():
    for name, arm in (REPORT | SMALLER).items():
        model, rate = name.split("/")[1].split("-")
        recipe = replace(RECIPES[model], learning_rate={"default": 0.001, "paper": 1.0}[rate])
        if name.startswith("small"): recipe = replace(recipe, width=1/4, image_size=112)
        assert arm.recipe == recipe and arm.inside and arm.per_class * len(arm.categories) == 1000
    with pytest.raises(ColorizeError, match="there is no run report/model5"): matching(["report/model5"])


# cell 9a50b182
def test_the_baselines_of_two_colours_by_hand():
    def two(*rgb): return PhotoSet([np.full((8, 8, 3), c, np.uint8) for c in rgb], [0, 1], "ab", 8).read_all()
    greys = two([50] * 3, [200] * 3)
    found = baselines(greys, greys)
    assert found["grey"] < 1e-9 and found["mean colour"] < 1e-9 and found["chroma"] < 0.01
    red = baselines(greys, two([255, 0, 0], [255, 0, 0]))  # a* 80.09, b* 67.20
    assert np.isclose(red["grey"], (80.09 ** 2 + 67.20 ** 2) / 2 / 255 ** 2, rtol=1e-3) and np.isclose(red["chroma"], np.hypot(80.09, 67.20), rtol=1e-3)
    assert np.isclose(red["mean colour"], red["grey"], rtol=1e-3) and baselines(two([255, 0, 0], [255, 0, 0]), greys)["mean colour"] > 0.08
    stripes = PhotoSet([np.tile(np.uint8([[250, 0, 0]] * 2 + [[0, 250, 250]] * 2), (16, 4, 1))], [0], ["stripes"], 16).read_all()
    assert baselines(stripes, stripes, size=8)["grey"] < 0.1 * baselines(stripes, stripes)["grey"]  # where they blur, grey is right


# cell 2344265f
def test_validation_by_batch_is_that_of_training_mode_and_leaves_no_trace():
    recipe = replace(RECIPES["model4"], width=1/16, image_size=16)
    keras.utils.set_random_seed(0)
    net, logs = build_network(recipe), {}
    luminance, truth = Batches(offline_set(16, 8)[0], 8)[0]
    before, callback = net.get_weights(), ByBatch([(luminance, truth)])
    callback.set_model(net)
    callback.on_epoch_end(0, logs)
    for v, w in zip(net.get_weights(), before, strict=True): np.testing.assert_array_equal(v, w)
    wanted = np.mean((np.asarray(net(luminance, training=True)["ab"]) - truth["ab"]) ** 2)
    assert np.isclose(logs["val_ab_mse_by_batch"], wanted, rtol=1e-5) and not np.isclose(wanted, np.mean((np.asarray(net(luminance)["ab"]) - truth["ab"]) ** 2), rtol=0.01)


# cell c6e4a59c
def test_the_distance_from_initialisation_sees_a_rotation():
    recipe = replace(RECIPES["model4"], width=1/16, image_size=16)
    keras.utils.set_random_seed(3)
    net = build_network(recipe)
    assert (distances(net, 3) == 0).all() and (distances(net, 4) > 1).all()
    kernel = net.low_level_features.get_layer("low2").kernel
    kernel.assign(-kernel)  # of the same norm
    assert np.isclose(distances(net, 3)["low2"], 2) and distances(net, 3).drop("low2").max() == 0


# cell 35119811
def test_unseen_classes_are_judged_and_not_trained_on():
    data, out = Path(tempfile.mkdtemp()), tempfile.mkdtemp()
    for name in ("china", "coffee", "flower", "rocket"):
        for i, crop in enumerate(crops(sample_photo(name), 8, 64, np.random.default_rng(0))): save_photo(crop, data / name / f"{i}.png")
    recipe = replace(RECIPES["model4"], width=1/16, image_size=16, epochs=1)
    ARMS["try"] = Arm(recipe, categories=("china", "coffee"), per_class=None, unseen=("flower", "rocket"))
    try: manifest = json.loads((run("try", data, out) / "manifest.json").read_text())
    finally: del ARMS["try"]
    network = load_colorizer(f"{out}/try/weights.safetensors").network
    _, known = load_folder(data, 16, ("china", "coffee"))
    assert manifest["classes"] == ["china", "coffee"] and manifest["data"]["train"] == 14
    assert np.isclose(ab_error(network, known), pd.read_csv(f"{out}/try/history.csv")["val_ab_mse"].iloc[-1], rtol=0.01)  # float16
    _, strange = load_folder(data, 16, ("flower", "rocket"))
    luminance, truth = Batches(strange, 2, labels=False)[0]
    found = manifest["unseen"]
    assert np.isclose(found["error"], np.mean((network(luminance)["ab"] - truth["ab"]) ** 2), rtol=0.01) and found["grey"] == np.mean((truth["ab"] - 128 / 255) ** 2)


# cell 0b7be965
def test_a_run_without_its_photographs_is_refused_before_it_starts():
    out = Path(tempfile.mkdtemp()) / "new"
    with pytest.raises(RunError, match="needs MiniPlaces: name its folder"): run_all(["offline/seconds", "ablation/base/0"], out=out)
    with pytest.raises(ColorizeError, match="nowhere is not a folder"): run_all(["ablation/base/0"], "nowhere", out)
    assert not out.exists()


# cell 2b9352ed
def test_the_module_says_in_one_sentence_why_it_made_no_run():
    folder = Path(tempfile.mkdtemp())
    (folder / "file").write_text("")
    (folder / "offline/seconds").mkdir(parents=True)
    (folder / "offline/seconds/manifest.json").write_text("{")
    told = run_alone("offline/seconds", out=folder)
    assert told.startswith("offline/seconds stopped (") and "manifest.json is not the manifest of a run" in told and "\n" not in told
    assert "cannot be written (Not a directory): name another folder" in run_alone("offline/seconds", out=folder / "file")
    with contextlib.redirect_stderr(io.StringIO()) as printed: assert main(["report/model5"]) == 2 and main(["report/model1-paper"]) == 2
    assert re.fullmatch(r"there is no run report/model5: .*\nthis run needs MiniPlaces: .*\n", printed.getvalue())


# cell b5e1a001
def test_recorded_baselines_do_not_depend_on_the_size_at_which_photographs_are_kept():
    arms = {"steps": ("quarter", "augmented", "averaged-zoomed"), "unseen": ("plain", "zoomed"), "ablation": ("base", "augmented")}
    for group, names in arms.items():
        greys = [read_run(f"{group}/{name}/0")[0]["baselines"]["grey"] for name in names]  # kept at 48, 56 and 80 pixels
        assert max(greys) < 1.002 * min(greys)


# cell d0d50d25
def test_a_run_keeps_its_pages_and_can_be_read():
    folder = recorded() / "offline/seconds"
    manifest, history = read_run("offline/seconds", recorded())
    assert {"history.csv", "manifest.json", "inside.csv", "predictions.npz"} <= {p.name for p in folder.iterdir()}
    assert len(history) == 3 and history["val_ab_mse_by_batch"].notna().all() and manifest["command"] == "colorize-nb experiment offline/seconds"
    assert pd.read_csv(folder / "inside.csv")["epoch"].max() == 3
    with np.load(folder / "predictions.npz") as predicted:
        luminance, _ = normalize(rgb_to_lab(center_crop(sample_photo("coffee"), 32)[None]))
        ab = load_colorizer(folder / "weights.safetensors").network(luminance)["ab"][0]
        assert set(predicted) == set(SAMPLES) and np.abs(predicted["coffee"] - np.asarray(ab) * 255).max() < 1
    assert state("offline/seconds", recorded()) == "finished" and state("offline/model1", recorded()) == "missing"


# cell 97c63025
def test_what_is_missing_damaged_or_unfinished_is_named_and_not_read():
    def damage(name, change):
        root = recorded_copy()
        path = root / "offline/seconds" / name
        path.write_text(change(path.read_text()))
        with pytest.raises(RunError, match=r"^the run offline/seconds in .* is [^\n]*: colorize-nb experiment offline/seconds [^\n]*$"): read_run("offline/seconds", root)
        return state("offline/seconds", root)
    def edit(text, **new): return json.dumps(json.loads(text) | new)
    assert damage("manifest.json", lambda t: edit(t, seed=7)) == "of another recipe than its name says"
    assert damage("manifest.json", lambda t: json.dumps({k: v for k, v in json.loads(t).items() if k != "history"})) == "interrupted after 3 of 3 epochs"
    assert damage("history.csv", lambda t: t.replace("0.0", "0.1", 1)) == "damaged, its manifest does not fit its history"
    assert damage("manifest.json", lambda t: "[" * 100_000) == damage("manifest.json", lambda t: edit(t, recipe=None)) == "damaged, it cannot be read"
    assert damage("history.csv", lambda t: "") == damage("manifest.json", lambda t: "{") == damage("manifest.json", lambda t: "[]") == "damaged, it cannot be read"
    with pytest.raises(RunError, match="is missing"): read_run("offline/model1", recorded())


# cell 2bc3e91a
def test_the_states_of_the_recorded_runs_need_the_repository():
    assert states(["offline/seconds", "offline/model1"], recorded()) == {"offline/seconds": "finished", "offline/model1": "missing"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(states.__globals__, "RUNS", Path("nowhere"))
        with pytest.raises(RunError, match=r"^the recorded runs are in the repository and not in the installed package: clone [^\n]* or name a folder [^\n]*$"): states(list(ARMS))


# cell 1a554cc3
def test_a_run_recorded_before_a_setting_existed_is_read_and_goes_on():
    root = recorded_copy()
    path = root / "offline/seconds/manifest.json"
    manifest = json.loads(path.read_text())
    del manifest["recipe"]["restart"], manifest["recipe"]["augmented"]
    path.write_text(json.dumps(manifest))
    assert state("offline/seconds", root) == "finished"
    run("offline/seconds", out=root)  # nothing is left to do, and nothing is refused
    assert state("offline/seconds", root) == "finished" and "restart" not in json.loads(path.read_text())["recipe"]


# cell ad32751e
def test_the_recorded_seconds_come_out_the_same_again_in_both_precisions():
    names, root, once_more = ["offline/seconds", "offline/bfloat16"], Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp())
    run_all(names, out=root)
    found = {name: reproduces(name, root) for name in names}
    if not all(same_machine for _, same_machine in found.values()):
        run_all(names, out=once_more)
        found = {name: reproduces(name, once_more, root) for name in names}
    assert [difference for difference, _ in found.values()] == [0, 0], found
    for (new, _), (old, _) in ((read_run(name, root), read_run(name)) for name in names):
        assert new["data"] == old["data"] and np.allclose(list(new["baselines"].values()), list(old["baselines"].values()), rtol=1e-4)


# cell cf812575
def test_an_outcome_is_relative_to_grey():
    manifest, history = read_run("offline/seconds", recorded())
    row = outcome("offline/seconds", recorded())
    assert np.isclose(row["error"], history["val_ab_mse"].mean() / manifest["baselines"]["grey"]) and row["best"] <= row["error"]
    assert np.isclose(row["chroma"] * manifest["baselines"]["chroma"], history["val_ab_chroma"].mean())
    assert results("offline/seconds", recorded())["error"].tolist() == [row["error"]]
    with pytest.raises(RunError, match="offline/model1 .* is missing"): results("offline/*", recorded())


# cell 2271c9d8
def test_an_interval_is_that_of_the_t_distribution_and_covers_the_truth():
    mean, low, high = interval([1.0, 2.0, 4.0])
    half = stats.t.ppf(0.975, 2) * np.std([1.0, 2.0, 4.0], ddof=1) / np.sqrt(3)
    assert np.isclose(mean, 7 / 3) and np.isclose(low, 7 / 3 - half) and np.isclose(high, 7 / 3 + half)
    rng = np.random.default_rng(0)
    covered = np.mean([low < 0.5 < high for _, low, high in (interval(rng.normal(0.5, 2, 3)) for _ in range(2000))])
    assert abs(covered - 0.95) < 0.02


# cell cc6406f6
def test_an_effect_is_paired_by_seed():
    numbers = pd.DataFrame({"arm": list("aaabbb"), "seed": [0, 1, 2, 2, 1, 0], "error": [1.0, 2.0, 3.0, 3.5, 2.5, 1.4]})
    found = effect(numbers, "a", "b")
    assert np.isclose(found["effect"], -1.4 / 3) and found["high"] < 0 and np.isclose(found["d"], -1.4 / 3 / np.sqrt((1 + np.var([3.5, 2.5, 1.4], ddof=1)) / 2))
    with pytest.raises(RunError, match="cannot be compared"): effect(numbers.iloc[:5], "a", "b")
