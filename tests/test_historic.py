# Written by nbdev-export from nbs/historic.ipynb: edit the notebook.
import pytest
from colorize_nb.historic import *
import numpy as np
import pytest
from PIL import Image
from colorize_nb.photos import PhotoError, sample_photo


# cell ef8b271c
def test_every_historic_photograph_has_a_credit_is_small_and_grey_and_all_together_stay_below_700_kb():
    files = sorted(FOLDER.iterdir())
    assert {path.stem for path in files} == {*HISTORIC} | {*PLATES} and {path.suffix for path in files} == {".jpg"}
    assert sum(path.stat().st_size for path in files) < 700_000
    for path in files:
        with Image.open(path) as image:
            assert image.mode == "L" and max(image.size) <= (640 if path.stem in HISTORIC else 1000), path.name


# cell 78d95380
def test_every_credit_names_its_author_its_year_and_its_collection():
    table = photo_credits()
    assert len(table) == 10 and (table[["title", "author", "year", "collection"]] != "").all(axis=None)
    assert table["author"].value_counts().to_dict() == {"S. M. Prokudin-Gorskii": 6, "Detroit Publishing Company": 3, "Dorothea Lange": 1}
    assert table.loc["three_women", "number"] == "01043" and table.loc["migrant_mother", "year"] == "1936"


# cell e24dd237
def test_historic_photographs_come_as_other_sample_photographs_do_and_an_unknown_name_gets_a_sentence():
    for name in HISTORIC:
        rgb = historic_photo(name)
        assert rgb.shape[2] == 3 and rgb.dtype == sample_photo("coffee").dtype == np.float32
        assert np.ptp(rgb, axis=2).max() == 0 and 0 <= rgb.min() < 0.1 and 0.9 < rgb.max() <= 1
    for name in PLATES: assert plate(name).ndim == 2 and plate(name).dtype == np.float32 and len(plate(name)) == 960
    with pytest.raises(PhotoError, match="choose one of broadway, buffalo"): historic_photo("lenna")
    with pytest.raises(PhotoError, match="choose one of portrait"): plate("buffalo")


# cell 1f9022b9
def test_a_plate_whose_shifts_are_known_is_put_together_exactly():
    photo = sample_photo("coffee")
    shifts = {"blue": (-7, 4), "green": (0, 0), "red": (9, -6)}
    def window(channel, rows, columns): return photo[50 + rows:350 + rows, 75 + columns:525 + columns, channel]
    made = np.concatenate([window(channel, *shifts[name]) for channel, name in ((2, "blue"), (1, "green"), (0, "red"))])
    blue, green, red = negatives(made)
    assert shift_onto(green, blue) == shifts["blue"] and shift_onto(green, red) == shifts["red"]
    np.testing.assert_array_equal(align(made), inner(photo[50:350, 75:525]))


# cell 1642f402
def test_the_negatives_of_every_plate_are_moved_by_a_few_pixels_and_then_are_more_alike():
    for name in PLATES:
        blue, green, red = negatives(plate(name))
        for other in (blue, red):
            shift = shift_onto(green, other)
            before, after = (np.corrcoef(inner(green).ravel(), inner(moved).ravel())[0, 1] for moved in (other, np.roll(other, shift, axis=(0, 1))))
            assert 0 < np.abs(shift).max() < 15 and after > before, name


# cell 996753d7
def test_what_is_no_plate_is_refused_in_one_sentence():
    noise = np.random.default_rng(0).random((300, 100))
    with pytest.raises(PhotoError, match="do not fit onto each other"): align(noise)
    with pytest.raises(PhotoError, match="give one channel"): align(sample_photo("coffee"))


# cell a6bb54c5
def test_a_restored_plate_is_a_picture_in_colour_without_edges():
    for name in PLATES:
        rgb = restored_plate(name)
        assert rgb.dtype == np.float32 and rgb.shape[0] == 268 and 300 < rgb.shape[1] < 320 and 0 <= rgb.min() and rgb.max() <= 1
        assert np.ptp(rgb, axis=2).mean() > 0.05
