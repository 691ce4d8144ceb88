# Written by nbdev-export from nbs/limits.ipynb: edit the notebook.
import pytest
from colorize_nb.limits import *
import contextlib, json, sys, tempfile
from pathlib import Path
import numpy as np
import pandas as pd
import pytest
from colorize_nb.bins import bin_centres, soft_encode
from colorize_nb.experiment import RUNS
from colorize_nb.lab import decode_gamma, encode_gamma, rgb_to_lab
from colorize_nb.photos import ColorizeError, sample_photo, save_photo
from colorize_nb.predict import load_colorizer


# cell 1im00018
def test_every_scene_class_has_one_kind_and_groceries_of_a_brand_are_packages():
    classes = load_colorizer("faithful").classes
    assert set(classes) | set(SOURCES) == set(KINDS) and len(" ".join(SCENES.values()).split()) == len(classes) == 44
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "some"
        folder.mkdir()
        paths = [folder / f"val/{i}.jpg" for i in range(3)]
        assert groups_of(folder, [folder / "val/coast/1.jpg"]) == ["coast"]
        table = "file,source,original\nval/0.jpg,grocery,Plum_1.jpg\nval/1.jpg,grocery,Oatly-Oat-Milk_1.jpg\n"
        (folder / "some.csv").write_text(table)
        assert groups_of(folder, paths[:2]) == ["grocery", "packages"]
        with pytest.raises(ColorizeError, match="val/2.jpg"): groups_of(folder, paths)


# cell 1im00019
def test_the_error_of_a_kind_is_a_ratio_of_sums_and_its_interval_holds_it():
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"set": "one", "group": ["coast", "river"] * 30 + ["bedroom"] * 30,
                          "grey": rng.uniform(50, 150, 90), "network": rng.uniform(20, 40, 90)})
    found = by_kind(table)
    assert found.index.tolist() in ([("one", "water"), ("one", "rooms")], [("one", "rooms"), ("one", "water")])
    water = table[:60].sum()
    assert np.isclose(found.loc[("one", "water"), "mean"], water["network"] / water["grey"])
    assert found["photographs"].to_dict() == {("one", "water"): 60, ("one", "rooms"): 30}
    assert (found["low"] < found["mean"]).all() and (found["mean"] < found["high"]).all()
    assert found["mean"].is_monotonic_increasing


# cell 1im00028
def test_an_error_is_its_variance_plus_the_square_of_its_offset_and_the_best_tint_beats_all_others():
    rng = np.random.default_rng(0)
    ab, truth = rng.normal(5, 9, (2, 7, 5, 2))
    errors, difference = pixel_errors(ab, truth), ab - truth
    assert np.isclose(errors["grey"], (truth ** 2).mean()) and np.isclose(errors["network"], (difference ** 2).mean())
    own = (errors["offset a*"] ** 2 + errors["offset b*"] ** 2) / 2
    assert np.isclose(errors["network"] - own, difference.var(axis=(0, 1)).mean())
    tints = [((rng.normal(5, 9, 2) - truth) ** 2).mean() for _ in range(500)]
    best = np.broadcast_to(truth.mean(axis=(0, 1)), truth.shape)
    assert errors["best tint"] < min(tints) and np.isclose(errors["best tint"], ((best - truth) ** 2).mean())
    assert np.isclose(pixel_errors(best, truth)["network"], errors["best tint"])


# cell 1im00029
def test_the_parts_add_up_and_an_offset_of_the_whole_set_is_found():
    table = pd.DataFrame({"set": "one", "grey": [100.0, 300], "best tint": [40.0, 60], "network": [80.0, 90],
                          "offset a*": [4.0, 4], "offset b*": [6.0, -2]})
    parts = one_tint(table).loc["one"]
    np.testing.assert_allclose(parts.loc["grey"], [1, 0.75, 0.25])
    np.testing.assert_allclose(parts.loc["network"], np.array([85, 18, 67]) / 200)
    np.testing.assert_allclose(parts.loc["network, one offset for the set"], np.array([75, 8, 67]) / 200)


# cell 1im00030
def test_half_of_the_recorded_error_of_grey_is_one_tint_a_photograph():
    parts = one_tint(pd.read_csv(RUNS / "limits/photographs.csv"))["error"].unstack()
    assert parts["best tint"].between(0.4, 0.6).all() and (parts["network"] < 1).all()


# cell 1im00047
def test_the_expected_error_is_what_draws_from_a_distribution_have_on_average():
    rng, bins = np.random.default_rng(0), bin_centres()
    p = rng.dirichlet(np.full(len(bins), 0.05))
    mean, expected = expected_error(p, bins)
    drawn = bins[rng.choice(len(bins), 200_000, p=p)]
    assert np.isclose(((drawn - mean) ** 2).mean() - 25, expected, rtol=0.01)
    one = np.asarray(soft_encode(np.float32([[13, -8]]), bins))
    assert abs(expected_error(one, bins)[1][0]) < 4 and np.allclose(expected_error(one, bins)[0], [13, -8], atol=0.5)


# cell 1im00048
def test_a_distribution_that_is_as_it_says_covers_what_it_says_and_a_too_wide_one_covers_more():
    p = np.array([[0.5, 0.3, 0.2]])
    np.testing.assert_allclose(coverage(p, p, [0.25, 0.5, 0.65, 0.9]), [[0.25, 0.5, 0.65, 0.9]])
    np.testing.assert_allclose(coverage(p, np.eye(3)[[1]], [0.5, 0.65, 0.8]), [[0, 0.5, 1]], atol=1e-9)
    wide, sharp = np.array([[0.4, 0.3, 0.3]]), np.array([[0.8, 0.1, 0.1]])
    assert (coverage(wide, sharp) > LEVELS).all() and (coverage(sharp, wide) < LEVELS).all()


# cell 1im00049
def test_the_distribution_of_a_decoding_has_the_mean_that_it_decodes_to():
    logits = np.random.default_rng(0).normal(0, 3, (1, 1, 261)).astype("float32")
    for name in ("faithful", "vivid"):
        colorizer = load_colorizer(name)
        mean, _ = expected_error(*distribution(logits, colorizer.weights.arrays, name))
        np.testing.assert_allclose(colorizer.decode({"logits": logits})[0, 0], mean[0, 0], atol=1e-3)


# cell 1im00062
def test_a_filter_moves_the_peak_as_far_as_a_grey_card_and_the_fixed_disc_misses_it():
    rng = np.random.default_rng(0)
    grey = np.repeat(rng.uniform(0.3, 0.8, (20, 40, 40, 1)), 3, axis=-1) + rng.normal(0, 0.01, (20, 40, 40, 3))
    grey[:, :10] *= [0.9, 0.5, 0.2]  # a quarter of each photograph is warm
    filtered = encode_gamma(decode_gamma(grey) * [1, 1, 0.7])
    plain, yellow = (neutral_surfaces(list(photos.astype("float32")), draws=20) for photos in (grey, filtered))
    assert abs(plain["peak b*"]) < 0.5 and abs(plain["b*"]) < 0.5 and 0.65 < plain["share"] < 0.8 and plain["rest b*"] > 20
    assert 8 < yellow["peak b*"] < 14 and yellow["b*"] < 4.5 and yellow["low"] <= yellow["peak b*"] <= yellow["high"]
    assert neutral_surfaces([np.full((4, 4, 3), 0.5, "float32")])["share"] == 1
    with pytest.raises(ColorizeError, match="medium luminance"): neutral_surfaces([np.zeros((4, 4, 3), "float32")])


# cell 1im00066
def test_a_kind_is_trusted_more_or_less_only_if_its_whole_interval_says_so():
    def said(*numbers): return verdict(pd.Series(numbers, ["photographs", "low", "high"]), 0.6)
    assert (said(50, 0.4, 0.5), said(50, 0.7, 0.9)) == ("more than usual", "less than usual")
    assert (said(50, 0.5, 0.7), said(19, 0.4, 0.5)) == ("as usual", "too few photographs")
    table = trust_table()
    assert table["mean"].is_monotonic_increasing and set(table["set"]) == {"miniplaces", "everyday"}
    for _, part in table.query("photographs >= 20").groupby("set"): assert part["high"].iloc[0] < part["low"].iloc[-1]
    rows = pd.read_csv(RUNS / "limits/photographs.csv")
    assert table["better than grey"].between(0, 1).all() and table["photographs"].sum() == len(rows)


# cell 1im00075
def test_truths_drawn_from_the_predicted_distributions_make_a_calibrated_curve():
    rng, bins = np.random.default_rng(0), bin_centres()
    arrays = load_colorizer("faithful").weights.arrays
    logits = rng.normal(0, np.repeat(rng.uniform(1, 5, (200, 1)), 100, axis=0), (20_000, 261)).astype("float32")
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    drawn = (p.cumsum(axis=1) < rng.random((20_000, 1))).sum(axis=1).clip(max=260)
    truth = bins[drawn]
    table = position_table(logits, truth, arrays, "faithful", rng).assign(set="one", photograph=np.arange(20_000) // 100)
    curve = calibration(table)
    np.testing.assert_allclose(curve["predicted"] + 25, curve["measured"], rtol=0.12)  # these truths were not soft-encoded
    assert curve["predicted"].is_monotonic_increasing and curve["positions"].eq(2000).all()
    assert ((curve["low"] < curve["measured"]) & (curve["measured"] < curve["high"])).all()
    found = correlations(table)
    ideal = found.loc["expected, if drawn", "by photograph"]
    assert ideal > 0.8 and abs(found.loc["expected", "by photograph"] - ideal) < 0.1  # these were drawn so
    wide = np.sqrt(p) / np.sqrt(p).sum(axis=1, keepdims=True)
    inside, too_often = (coverage(q[:5000], np.eye(261)[drawn[:5000]]).mean(axis=0) for q in (p, wide))
    np.testing.assert_allclose(inside, LEVELS, atol=0.03)
    assert (too_often > LEVELS + 0.05).all()


# cell 1im00076
def test_the_command_records_tables_of_all_sets_and_neutral_surfaces_of_one_more():
    with tempfile.TemporaryDirectory() as folder:
        for name in ("coffee", "rocket"): save_photo(sample_photo(name)[::6, ::6], f"{folder}/some/val/coast/{name}.png")
        save_photo(sample_photo("china")[::6, ::6], f"{folder}/film/china.png")
        argv, options = sys.argv, {"--data": "some", "--neutral": "film", "--out": "out"}
        sys.argv = ["limits", *(word for option, name in options.items() for word in (option, f"{folder}/{name}"))]
        try:
            with contextlib.redirect_stdout(None): main()
            sys.argv = [*sys.argv, "--model", "model3_places"]
            with pytest.raises(ColorizeError, match="no distribution"): main()
            sys.argv = ["limits", "--data", f"{folder}/some", "--data", f"{folder}/some"]
            with pytest.raises(ColorizeError, match="same name"): main()
        finally: sys.argv = argv
        read = lambda name, **options: pd.read_csv(f"{folder}/out/{name}.csv", **options)
        photographs, neutral, curve = read("photographs"), read("neutral", index_col=0), read("calibration")
        covered, command = read("coverage"), json.loads(Path(f"{folder}/out/manifest.json").read_text())["command"]
    assert photographs["group"].tolist() == ["coast", "coast"] and list(neutral.index) == ["some", "film"]
    assert len(curve) == 20 and curve["positions"].sum() == 800 and list(covered["decoding"]) == ["faithful", "vivid"]
    assert command == "python -m colorize_nb.limits --data some --neutral film --model faithful --limit 600"
    own = rgb_to_lab(load_colorizer("faithful")(sample_photo("coffee")[::6, ::6]))[..., 1:]
    wanted = ((own - rgb_to_lab(sample_photo("coffee")[::6, ::6])[..., 1:]) ** 2).mean()
    assert abs(photographs["network"][0] / wanted - 1) < 0.02


# cell 1im00077
def test_in_the_recorded_run_the_error_grows_with_what_is_expected_and_vivid_expects_too_little():
    curves = pd.read_csv(RUNS / "limits/calibration.csv")
    for (_, decoding), part in curves.groupby(["set", "decoding"]):
        assert part["measured"].iloc[-1] > 3 * part["measured"].iloc[0] and part["measured"].is_monotonic_increasing
        if decoding == "vivid": assert (part["predicted"] < part["measured"]).all()
    orders = pd.read_csv(RUNS / "limits/correlation.csv", index_col="predictor").query("decoding == 'faithful'")
    for _, of_faithful in orders.groupby("set"):
        for unit in ("by position", "by photograph"):
            assert of_faithful.loc["expected", unit] > of_faithful.loc["predicted chroma", unit] > 0
        assert of_faithful.loc["expected, if drawn", "by photograph"] > of_faithful.loc["expected", "by photograph"] + 0.2
