# Written by nbdev-export from nbs/02_photos.ipynb: edit the notebook.
import pytest
from colorize_nb.photos import *
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import tempfile, warnings
import numpy as np
import pytest
from PIL import Image


# cell 075be09a
def test_every_kind_of_array_is_the_same_picture():
    levels = np.array([[0, 51], [102, 255]], np.uint8)
    expected = np.repeat(levels[..., None] / 255, 3, axis=2)
    for same in (levels, levels[..., None], levels / 255, levels.astype(np.uint16) * 257, np.dstack([levels] * 3), np.dstack([levels] * 3 + [np.full((2, 2), 255, np.uint8)])):
        np.testing.assert_allclose(array_to_rgb(same), expected, atol=1e-6)
    assert (array_to_rgb(levels > 100) == np.repeat((levels > 100)[..., None], 3, axis=2)).all() and array_to_rgb(levels).dtype == np.float32


# cell b9c85e9a
def test_what_is_transparent_is_white():
    red_unseen = np.array([[[255, 0, 0, 0], [255, 0, 0, 51]]], np.uint8)
    np.testing.assert_allclose(array_to_rgb(red_unseen)[0], [[1, 1, 1], [1, 0.8, 0.8]], atol=1e-6)


# cell a3ff59bf
def test_arrays_that_are_no_pictures_are_told_why():
    for bad, told in ((np.zeros((2, 2, 5)), "(2, 2, 5)"), (np.zeros(4), "(4,)"), (np.zeros((0, 5)), "5x0 pixels"), (np.full((2, 2), 2.0), "[0, 1]"),
                      (np.full((2, 2), np.nan), "[0, 1]"), (np.zeros((2, 2), int), "int64"), (np.full((2, 2), -0.1), "[0, 1]")):
        with pytest.raises(PhotoError) as e: array_to_rgb(bad)
        assert told in str(e.value)


# cell 4a888586
def test_an_orientation_tag_turns_the_picture():
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the scene is at the right of the stored picture
    with tempfile.TemporaryDirectory() as folder:
        stored = np.zeros((8, 16, 3), np.uint8); stored[:, 8:] = 255
        Image.fromarray(stored).save(Path(folder) / "phone.png", exif=exif)
        with Image.open(Path(folder) / "phone.png") as image: rgb = array_to_rgb(pil_to_array(image))
    assert rgb.shape == (16, 8, 3) and rgb[:8].min() < 0.1 < 0.9 < rgb[8:].max() and rgb[:8].max() < 0.1


# cell 92184d87
def test_every_mode_of_file_is_read_as_what_it_shows():
    colours = np.random.default_rng(0).integers(0, 256, (6, 9, 3), dtype=np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.png"
        for mode in ("RGB", "RGBA", "L", "LA", "1", "P"):
            image = Image.fromarray(colours).convert(mode)
            image.save(path)
            np.testing.assert_allclose(read_photo(path) * 255, np.asarray(image.convert("RGB")), atol=1, err_msg=mode)
        cmyk = Image.fromarray(colours).convert("CMYK")
        cmyk.save(path.with_suffix(".tif"))
        np.testing.assert_allclose(read_photo(path.with_suffix(".tif")) * 255, colours, atol=1)


# cell 4c0b38d2
def test_sixteen_bits_keep_more_than_256_levels():
    levels = np.linspace(0, 65535, 1000).astype(np.uint16)[None].repeat(4, axis=0)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("p.png", "p.tif"):
            Image.fromarray(levels).save(Path(folder) / name)
            rgb = read_photo(Path(folder) / name)
            np.testing.assert_allclose(rgb[0, :, 0], levels[0] / 65535, atol=1e-5)
            assert len(np.unique(rgb)) == 1000


# cell 86a676b6
def test_a_transparent_colour_of_a_palette_is_white():
    image = Image.new("P", (4, 4), 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putpixel((0, 0), 0)
    with tempfile.TemporaryDirectory() as folder:
        image.save(Path(folder) / "p.png", transparency=0)
        rgb = read_photo(Path(folder) / "p.png")
    assert (rgb[0, 0] == 1).all() and (rgb[1:, 1:] == [0, 0, 1]).all()


# cell 3884ec00
def test_bad_files_are_one_sentence_that_names_the_file():
    whole = Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8))
    with tempfile.TemporaryDirectory() as folder:
        for name, told in (("missing.jpg", "does not exist"), ("folder", "is a folder"), ("text.jpg", "not a picture"), ("empty.png", "empty"),
                           ("cut.jpg", "cut short"), ("cut.png", "cut short")):
            path = Path(folder) / name
            if name == "folder": path.mkdir()
            if name == "text.jpg": path.write_text("no picture")
            if name == "empty.png": path.touch()
            if name.startswith("cut"): whole.save(path); path.write_bytes(path.read_bytes()[:1000])
            with pytest.raises(PhotoError) as e: read_photo(path)
            assert told in str(e.value) and str(path) in str(e.value) and "\n" not in str(e.value)


# cell 9d94331c
def test_a_bomb_is_refused_by_its_header():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bomb.png"
        Image.new("1", (20_000, 15_000)).save(path)
        with pytest.raises(PhotoError) as e: read_photo(path)
        assert "300 megapixels" in str(e.value) and "--max-megapixels" in str(e.value) and "100" in str(e.value)
        assert path.stat().st_size < 100_000
    with pytest.raises(PhotoError): read_photo(np.zeros((3, 4)), max_megapixels=1e-6)


# cell 155cfa2b
def test_threads_that_read_photographs_leave_the_limit_of_pillow_alone():
    limit = Image.MAX_IMAGE_PIXELS
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(16) as pool:
        path = Path(folder) / "small.png"
        Image.new("L", (2, 2), 255).save(path)
        assert all((rgb == 1).all() for rgb in pool.map(read_photo, [path] * 500))
    assert Image.MAX_IMAGE_PIXELS == limit is not None


# cell cf13e049
def test_of_an_animation_the_first_frame_is_used_with_a_warning():
    frames = [Image.new("RGB", (5, 5), c) for c in ("red", "blue")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "moving.gif"
        frames[0].save(path, save_all=True, append_images=frames[1:])
        with pytest.warns(UserWarning, match="2 frames: only the first"): rgb = read_photo(path)
        frames[0].save(path.with_suffix(".jpg"), "MPO", save_all=True, append_images=frames[1:])
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert read_photo(path.with_suffix(".jpg"))[..., 0].min() > 0.9
    assert (rgb == [1, 0, 0]).all()


# cell 4fdc539a
def test_a_file_appears_whole_or_not_at_all():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deep" / "a.txt"
        with written_whole(path) as temporary:
            temporary.write_text("whole")
            assert not path.exists()
        assert path.read_text() == "whole" and [p.name for p in path.parent.iterdir()] == ["a.txt"]
        with pytest.raises(ZeroDivisionError), written_whole(path, overwrite=True) as temporary:
            temporary.write_text("half"); 1 / 0
        assert path.read_text() == "whole" and [p.name for p in path.parent.iterdir()] == ["a.txt"]
        with pytest.raises(ColorizeError, match="not overwritten"), written_whole(path): pass
        with pytest.raises(ColorizeError, match="cannot be written"), written_whole(path / "below.txt"): pass


# cell 865a60a9
def test_a_saved_photograph_is_read_back_as_it_was():
    rgb = np.random.default_rng(0).random((7, 5, 3)).astype("float32")
    with tempfile.TemporaryDirectory() as folder:
        save_photo(rgb, Path(folder) / "a.png")
        assert np.abs(read_photo(Path(folder) / "a.png") - rgb).max() <= 0.5 / 255 + 1e-6
        with pytest.raises(PhotoError, match="use .png"): save_photo(rgb, Path(folder) / "a.txt")
        (Path(folder) / "b").mkdir(); save_photo(rgb, Path(folder) / "b" / "c.JPG"); (Path(folder) / "notes.txt").touch()
        assert [p.name for p in photos_in(folder)] == ["a.png", "c.JPG"]
        (Path(folder) / "none").mkdir()
        with pytest.raises(PhotoError, match="no pictures"): photos_in(Path(folder) / "none")


# cell 23a3f2b1
def test_the_ten_sample_photographs_are_there_in_colour():
    assert len(SAMPLES) == 10
    for name in SAMPLES:
        rgb = sample_photo(name)
        assert rgb.ndim == 3 and rgb.shape[2] == 3 and rgb.dtype == np.float32 and 0 <= rgb.min() < 0.3 and 0.7 < rgb.max() <= 1
        assert np.ptp(rgb, axis=2).max() > 0.3, name
    with pytest.raises(PhotoError, match="choose one of astronaut"): sample_photo("lenna")


# cell 20ff0fde
def test_photographs_are_shown_at_their_own_aspect():
    figure = show_photos([np.zeros((10, 20)), np.zeros((10, 10, 3))], ["wide", "square"])
    assert [a.get_title() for a in figure.axes] == ["wide", "square"]
    wide, square = (a.get_position() for a in figure.axes)
    assert figure.get_size_inches()[0] == 3 * 3
