# Written by nbdev-export from nbs/hints.ipynb: edit the notebook.
import pytest
from colorize_nb.hints import *
import json, sys, tempfile, warnings, contextlib
from pathlib import Path
import numpy as np
import pandas as pd
from colorize_nb.decoding import Decodings
from colorize_nb.lab import lab_to_rgb, rgb_to_lab, rgb_to_luminance
from colorize_nb.metrics import grey
from colorize_nb.photos import ColorizeError, sample_photo, save_photo
from colorize_nb.predict import load_colorizer, predict_color
from colorize_nb.scribbles import affinities, scribbled, spread

def raised(function) -> str:
    "The sentence of the `ColorizeError` that `function` raises."
    try: function()
    except ColorizeError as e: return str(e)
    raise AssertionError("no error")


# cell d00a1f00
def test_a_correction_falls_to_1_e_over_its_reach_in_an_area_of_one_luminance():
    for reach in (10, 40):
        held = np.arange(400) == 0
        d = spread(affinities(np.full((1, 400), 0.3)), (1, 400), held, held[:, None] * 1.0, 1 / reach ** 2)[:, 0]
        assert abs(d[reach] * np.e - 1) < 0.01 and d[399] < 1e-4


# cell 8af7210e
def test_a_pixel_belongs_to_the_nearest_hint_and_what_is_no_hint_is_refused_in_a_sentence():
    pixels, which = discs([Hint(2, 2, "red", 1), Hint(4, 2, (0, 0, 1), 2), Hint(0, 0, "#00ff00", 0)], 5, 8)
    owner = np.full(40, -1)
    owner[pixels] = which
    loops = np.full((5, 8), -1)
    for i in range(5):
        for j in range(8):
            near = [((j - x) ** 2 + (i - y) ** 2, n) for n, (x, y, radius) in enumerate([(2, 2, 1), (4, 2, 2), (0, 0, 0)])
                    if (j - x) ** 2 + (i - y) ** 2 <= radius ** 2]
            if near: loops[i, j] = min(near)[1]
    np.testing.assert_array_equal(owner.reshape(5, 8), loops)
    assert "not a colour" in raised(lambda: Hint(1, 1, "rde")) and "nothing is not" in raised(lambda: Hint(1, 1, ""))
    assert "not a colour" in raised(lambda: Hint(1, 1, (0, 0, 2))) and "must be a number" in raised(lambda: Hint(np.nan, 1, "red"))
    assert "0 or more" in raised(lambda: Hint(1, 1, "red", -1))
    assert raised(lambda: discs([Hint(8, 1, "red")], 5, 8)) == "the hint red at x=8, y=1 is outside of the photograph, which has 8x5 pixels"
    assert "contradicts the hint red at x=1" in raised(lambda: discs([Hint(1, 1, "red"), Hint(1.2, 1, "blue")], 5, 8))


# cell e40533fb
def test_clipping_to_the_gamut_keeps_luminance_and_hue_and_as_much_chroma_as_a_search_over_all_factors_finds():
    rng = np.random.default_rng(0)
    lab = np.concatenate([rng.uniform(1, 99, (200, 1)), rng.uniform(-110, 110, (200, 2))], axis=1).astype(np.float32)
    clipped = into_gamut(lab)
    factors = np.linspace(0, 1, 2001)
    for colour, found in zip(lab, clipped):
        tried = np.column_stack([np.full(2001, colour[0]), factors[:, None] * colour[1:]])
        fits = in_gamut(tried)
        best = factors[-1] if fits.all() else factors[np.argmin(fits) - 1]
        np.testing.assert_allclose(found, [colour[0], *(best * colour[1:])], atol=0.15)
    assert np.abs(rgb_to_lab(lab_to_rgb(clipped))[:, 0] - lab[:, 0]).max() < 0.3
    inside = rgb_to_lab(rng.uniform(0, 1, (100, 3)))
    np.testing.assert_array_equal(into_gamut(inside), inside)


# cell 14a91bde
def test_without_hints_nothing_changes_and_far_from_a_hint_nearly_nothing():
    photo, faithful = grey(sample_photo("coffee"))[::2, ::2], load_colorizer("faithful")
    hinted, plain = Hinted(photo, faithful), predict_color(photo, faithful)
    np.testing.assert_allclose(hinted.colored(), plain, atol=1e-4)
    d = hinted.corrections([Hint(20, 120, (0.3, 0.4, 0.5), 5)], 0.1)
    assert d.shape == (128, 192, 2) and np.abs(d[75:79, 11:15]).max() > 15 and np.abs(d[:38, 128:]).max() < 0.05
    few = hinted.colored([Hint(20, 120, (0.3, 0.4, 0.5), 5)], reach=0.1)
    assert np.abs(few[:60, 200:] - plain[:60, 200:]).max() < 0.01 and np.abs(few - plain).max() > 0.1


# cell d63243d8
def test_a_hint_has_its_colour_at_any_size_and_the_luminance_stays():
    wanted = rgb_to_lab(np.array([[0.4, 0.45, 0.55]], np.float32))[0, 1:]
    for step in (1, 2, 5, 40):
        photo = grey(sample_photo("coffee"))[::step, ::step]
        height, width = photo.shape[:2]
        x, y = width // 2, height - 1 - height // 8
        rgb = predict_color(photo, "faithful", hints=[Hint(x, y, (0.4, 0.45, 0.55), 24 / step)])
        lab = rgb_to_lab(rgb)
        assert rgb.shape == photo.shape and np.abs(lab[y, x, 1:] - wanted).max() < 4
        changes = np.abs(lab[..., 0] - 100 * rgb_to_luminance(photo)[..., 0])
        assert changes.mean() < 0.1 and np.quantile(changes, 0.99) < 1
    one = predict_color(np.full((1, 1, 3), 0.5), grey, hints=[Hint(0, 0, "red", 0)])
    assert one.shape == (1, 1, 3) and one[0, 0, 0] > one[0, 0, 2] + 0.2


# cell 5692da3a
def test_grey_with_an_infinite_reach_is_levin_alone():
    photo = sample_photo("coffee")[::4, ::4]
    mask = np.zeros((100, 150), bool)
    pixels, _ = discs([Hint(30, 60, (0.5, 0.3, 0.25)), Hint(120, 80, (0.4, 0.4, 0.3))], 100, 150)
    mask.flat[pixels] = True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        alone = Hinted(photo, grey).corrections(Strokes(mask, photo), np.inf)
    lab = rgb_to_lab(photo)
    levin = spread(affinities(lab[..., 0] / 100), (100, 150), mask.ravel(), lab[..., 1:].reshape(-1, 2).astype(float))
    inside = in_gamut(np.column_stack([lab[..., 0].ravel(), levin]))
    assert inside.mean() > 0.5 and np.abs(alone.reshape(-1, 2) - levin)[inside].max() < 0.2


# cell fed23f4b
def test_what_is_too_strong_for_its_luminance_is_said_and_reduced():
    white = np.full((40, 60, 3), 0.93)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        rgb = predict_color(white, grey, hints=[Hint(30, 20, "red")])
        predict_color(white, grey, hints=[Hint(30, 20, "ivory")])
    assert [str(w.message) for w in caught] == ["the hint red at x=30, y=20: too strong a colour for the luminance there, so its chroma is reduced"]
    lab, original = rgb_to_lab(rgb), rgb_to_lab(white)
    assert np.abs(lab[..., 0] - original[..., 0]).max() < 0.5 and lab[20, 30, 1] > 5
    for reach in (0, -1, np.nan, "far"): assert "must be above 0" in raised(lambda: predict_color(white, grey, hints=[], reach=reach))
    assert "40x60" in raised(lambda: predict_color(white, grey, hints=Strokes(np.ones((60, 40), bool), np.ones((60, 40, 3)))))


# cell 22696a92
def test_modes_are_found_where_a_made_up_distribution_has_them():
    from colorize_nb.bins import bin_centres
    centres = bin_centres()
    known = {(50, 40): 0.5, (-30, 30): 0.3, (0, -40): 0.2}
    bumps = {ab: np.exp(-((centres - ab) ** 2).sum(axis=1) / (2 * 8 ** 2)) for ab in known}
    q = sum(share * bumps[ab] / bumps[ab].sum() for ab, share in known.items())
    found = modes(q, centres)
    assert len(found) == 3
    for (ab, share), (at, probability) in zip(known.items(), found):
        assert np.abs(np.array(ab) - at).max() < 4 and abs(share - probability) < 0.02
    single = modes(bumps[(50, 40)] / bumps[(50, 40)].sum(), centres)
    assert len(single) == 3 and single[0][1] > 0.8 and np.hypot(*(single[0][0] - single[1][0])) > 15
    flat = modes(np.full(len(centres), 1 / len(centres)), centres)
    assert 3 <= len(flat) <= 6


# cell 63c45369
def test_suggestions_have_the_luminance_of_their_position_and_need_a_distribution():
    photo = grey(sample_photo("coffee"))[::4, ::4]
    hinted = Hinted(photo)
    found = hinted.suggestions(70, 40)
    assert 3 <= len(found) <= 6 and sum(s.probability for s in found) <= 1 + 1e-6
    assert [s.probability for s in found] == sorted((s.probability for s in found), reverse=True)
    for s in found: assert abs(rgb_to_lab(np.array([s.rgb], np.float32))[0, 0] - 100 * rgb_to_luminance(photo)[40, 70, 0]) < 1
    assert rgb_of(found[0].color).shape == (3,)
    assert "predicts no distribution" in raised(lambda: Hinted(photo, grey).suggestions(1, 1))
    assert "outside" in raised(lambda: hinted.suggestions(150, 1))


# cell 1013f7c2
def test_more_true_hints_mean_less_error_and_the_record_has_its_curves():
    photos = [sample_photo("coffee")[::5, ::5], sample_photo("astronaut")[::5, ::5]]
    table = judged_hints({"Levin alone": (grey, np.inf), "faithful": (load_colorizer("faithful"), REACH)}, photos, (0, 5, 50))
    assert len(table) == 12 and abs(table["ab MSE"] / table["ab MSE of grey"])[0] > 0.99
    found = curves(table, 200)
    assert (found["low"] <= found["mean"]).all() and (found["mean"] <= found["high"]).all()
    for name in ("Levin alone", "faithful"):
        errors = found.loc[name, "mean"]
        assert errors[50] < errors[5] < errors[0] and found.loc[name, "PSNR"][50] > found.loc[name, "PSNR"][0]
    same = [true_hints(photos[0], 3) for _ in range(2)]
    assert same[0] == same[1] and true_hints(photos[0], 4) != same[0]
