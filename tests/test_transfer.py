# Written by nbdev-export from nbs/transfer.ipynb: edit the notebook.
import pytest
from colorize_nb.transfer import *
import numpy as np
import pytest
from colorize_nb.lab import lab_to_rgb, rgb_to_lab, with_ab
from colorize_nb.demo import compare
from colorize_nb.metrics import ab_mse, evaluate, grey
from colorize_nb.photos import ColorizeError, sample_photo


# cell 5e7053ce
def test_the_result_has_the_mean_and_the_deviation_of_the_reference_before_it_is_clipped():
    one, other = (rgb_to_lab(sample_photo(name)[::4, ::4]) for name in ("china", "rocket"))
    matched = match_statistics(one, other)
    np.testing.assert_allclose(matched.mean(axis=(0, 1)), other.mean(axis=(0, 1), dtype="float64"), atol=1e-9)
    np.testing.assert_allclose(matched.std(axis=(0, 1)), other.std(axis=(0, 1), dtype="float64"), atol=1e-9)
    np.testing.assert_allclose(match_statistics(one, one), one, atol=1e-9)
    np.testing.assert_allclose(match_statistics(np.array([[10.0], [20], [30]]), np.array([[1.0], [3]])), [[2 - 1.5 ** 0.5], [2], [2 + 1.5 ** 0.5]])


# cell 7fb805fd
def test_a_photograph_without_chroma_gets_one_tint():
    tinted = match_statistics(rgb_to_lab(np.full((4, 5, 3), 0.5)), rgb_to_lab(sample_photo("rocket")[::8, ::8]))
    assert np.ptp(tinted, axis=(0, 1)).max() == 0
    np.testing.assert_allclose(tinted[0, 0], rgb_to_lab(sample_photo("rocket")[::8, ::8]).mean(axis=(0, 1), dtype="float64"), rtol=1e-6)


# cell d8a16cc6
def test_where_luminance_determines_the_colour_a_photograph_gets_its_own_colours_back():
    ramp = np.linspace(10, 90, 64)
    lab = np.stack(np.broadcast_arrays(ramp[:, None], (ramp[:, None] - 50) / 4, np.full((1, 48), 8.0)), axis=-1)
    picture = lab_to_rgb(lab)
    answer = rgb_to_lab(ReferenceColorizer(picture, samples=800)(grey(picture)))
    assert np.abs(answer - rgb_to_lab(picture))[..., 1:].max() < 1


# cell 73916325
def test_a_photograph_that_is_its_own_reference_gets_nearly_its_own_colours():
    cup = sample_photo("coffee")[::4, ::4]
    truth = rgb_to_lab(cup)
    error = lambda answer: ab_mse(rgb_to_lab(answer), truth) / ab_mse(truth * [1, 0, 0], truth)
    assert error(ReferenceColorizer(cup, samples=5000)(grey(cup))) < 0.5
    assert error(ReferenceColorizer(sample_photo("hubble_deep_field")[::4, ::4])(grey(cup))) > 0.8
    np.testing.assert_array_equal(ReferenceColorizer(cup, seed=3)(grey(cup)), ReferenceColorizer(cup, seed=3)(grey(cup)))


# cell d6bc9aa9
def test_every_colour_is_one_of_the_samples_and_exposure_does_not_matter():
    china = sample_photo("china")[::4, ::4]
    colorizer = ReferenceColorizer(china)
    ab = rgb_to_lab(colorizer(np.full((20, 30, 3), 0.5, "float32")))[..., 1:]
    assert np.ptp(ab, axis=(0, 1)).max() < 0.1
    dark = lab_to_rgb(rgb_to_lab(china) * [0.5, 1, 1])
    assert len(colorizer.ab) == len(colorizer.features) and 150 < len(colorizer.ab) < 250
    np.testing.assert_allclose(colorizer.ab, rgb_to_lab(china)[jittered_grid(*china.shape[:2], 200, np.random.default_rng(0))][:, 1:])


# cell 43d601c4
def test_the_nearest_reference_is_the_photograph_itself_if_it_is_there_and_grey_is_as_good_as_colour():
    several = [sample_photo(name)[::4, ::4] for name in ("coffee", "rocket", "china")]
    automatic = NearestReference(several)
    assert [automatic.nearest(grey(photo)) for photo in several] == [0, 1, 2]
    assert automatic.nearest(several[1][::2, ::2]) == 1
    np.testing.assert_array_equal(automatic(grey(several[2])), ReferenceColorizer(several[2])(grey(several[2])))
    with pytest.raises(ColorizeError, match="no reference"): NearestReference([])


# cell 305fa461
def test_a_reference_colorizer_stands_in_the_scores_and_in_the_drop_downs_of_the_comparison():
    cup = sample_photo("coffee")[::8, ::8]
    welsh = ReferenceColorizer(sample_photo("flower")[::8, ::8])
    scores = evaluate({"Welsh 2002": welsh, "grey": grey}, [cup])
    assert scores.loc["grey", "ab MSE / grey"] > 0.99 and scores.loc["Welsh 2002", "chroma / original"] > 0.2
    ui = compare(cup, left="Welsh 2002", right="grey", colorizers={"Welsh 2002": welsh})
    ui.wait()
    assert "Welsh 2002" in ui.left.options and "Welsh 2002" in ui.right.options and "Welsh 2002" in ui.scores.value
    ui.close()
