# Written by nbdev-export from nbs/cache.ipynb: edit the notebook.
import pytest
from colorize_nb.cache import *
from pathlib import Path
from unittest import mock
from dataclasses import replace
import contextlib, io, json, shutil, tempfile
import numpy as np
import pytest
from colorize_nb.backend import keras
from colorize_nb.data import Batches, PhotoSet
from colorize_nb.mixed import MixedPhotos
from colorize_nb.photos import ColorizeError, sample_photo, save_photo
from colorize_nb.recipes import RECIPES
from colorize_nb.records import last_checkpoint, read_checkpoint
from colorize_nb.train import train

def album(n=6, damaged=()):
    "A new folder with `n` small photographs, of which those with the numbers `damaged` cannot be read: their paths."
    folder = Path(tempfile.mkdtemp())
    for i in range(n): save_photo(sample_photo("coffee")[7 * i:7 * i + 64, 100:164], folder / f"{i}.png")
    for i in damaged: (folder / f"{i}.png").write_bytes((folder / f"{i}.png").read_bytes()[:200])
    return [folder / f"{i}.png" for i in range(n)]

def photo_set(paths, size=24): return PhotoSet(paths, np.arange(len(paths)) % 2, "ab", size)

def told(function, *arguments):
    "What `function` gives and what it prints."
    with contextlib.redirect_stdout(io.StringIO()) as printed: found = function(*arguments)
    return found, printed.getvalue()


# cell ca000013
def test_paths_in_an_array_are_the_same_paths():
    given = [Path("b") / name for name in ("x.png", "naïve ☃.jpg", "z")]
    paths = compact(given)
    assert paths == given and given == list(paths) and isinstance(paths[1], Path) and paths[1:] == given[1:] and paths[-1] == given[-1]
    assert taken(paths, np.array([2, 0])) == [given[2], given[0]] and joined([paths, paths]) == given * 2
    assert compact([given[0], "y"]) == [given[0], "y"] and taken(["p", "q"], np.array([1])) == ["q"] and paths != given[:2]
    assert joined([["p"], paths]) == ["p", *given] and compact(paths) is paths and compact([]) == [] and 'x.png' in repr(paths)


# cell ca000022
def test_the_key_follows_from_bytes_order_and_size_and_not_from_names():
    paths = album()
    key = content_key(photo_set(paths))
    copied = [Path(shutil.copy(path, Path(tempfile.mkdtemp()) / "other.png")) for path in paths]
    assert key == content_key(photo_set(copied)) == content_key(photo_set(paths)) and len(key) == 64
    assert len({key, content_key(photo_set(paths, 32)), content_key(photo_set(paths[::-1])), content_key(photo_set(paths[:5]))}) == 4
    paths[0].write_bytes(paths[1].read_bytes())
    assert content_key(photo_set(paths)) != key


# cell ca000060
def test_batches_from_the_disk_are_those_from_memory_to_the_last_bit():
    paths = album(10)
    in_memory, on_disk = photo_set(paths).read_all(), cached(photo_set(paths), tempfile.mkdtemp())
    options = dict(size=16, shuffle=True, augmented=True, seed=3, zoom=0.7, aspect=1.5, sharpness=1.0, noise=0.05)
    for epoch in (0, 5):
        batches = [Batches(photos, 4, **options) for photos in (in_memory, on_disk)]
        for each in batches: each.epoch = epoch
        for i in range(3):
            (x, y), (x_too, y_too) = batches[0][i], batches[1][i]
            assert (x == x_too).all() and (y["ab"] == y_too["ab"]).all() and (y["scene"] == y_too["scene"]).all()
    assert isinstance(on_disk.pixels, np.memmap) and not on_disk.pixels.flags.writeable and on_disk.read_all() is on_disk


# cell ca000061
def test_photographs_that_cannot_be_read_are_left_out_by_name_each_time():
    paths, folder = album(6, damaged=[2]), tempfile.mkdtemp()
    in_memory, said = told(photo_set(paths).read_all)
    for _ in range(2):
        on_disk, said_too = told(cached, photo_set(paths), folder)
        assert said_too == said and said.count("left out") == 1 and str(paths[2]) in said
        assert on_disk.sources == in_memory.sources and on_disk.labels.tolist() == in_memory.labels.tolist() == [0, 1, 1, 0, 1]
        assert (on_disk.pixels == in_memory.pixels).all()
    with pytest.raises(ColorizeError, match="^none of the 1 photographs can be read; the first: "): cached(photo_set(paths[2:3]), folder)


# cell ca000062
def test_a_file_that_is_there_is_not_written_again_and_a_damaged_one_is():
    paths, folder = album(), Path(tempfile.mkdtemp())
    wanted = cached(photo_set(paths), folder).pixels.copy()
    [pixels], [about] = folder.glob("*.uint8"), folder.glob("*.json")
    with mock.patch.object(PhotoSet, "decoded", side_effect=AssertionError): assert (cached(photo_set(paths), folder).pixels == wanted).all()
    whole, text = pixels.read_bytes(), about.read_text()
    flipped = bytearray(whole)
    flipped[777] ^= 1
    other = json.dumps(json.loads(text) | {"key": "0" * 64})
    for damage in (lambda: pixels.write_bytes(flipped), lambda: pixels.write_bytes(whole[:-1]), lambda: about.write_text(text[:-9]),
                   lambda: about.write_text("[]"), lambda: about.write_text(other)):
        damage()
        again, said = told(cached, photo_set(paths), folder)
        assert said == f"{pixels} is damaged: it is made anew\n" and (again.pixels == wanted).all() and pixels.read_bytes() == whole
    pixels.unlink()
    assert (told(cached, photo_set(paths), folder)[0].pixels == wanted).all() and len(list(folder.iterdir())) == 3


# cell ca000063
def test_a_disk_without_room_and_a_folder_that_cannot_be_written_are_told_in_one_sentence():
    paths, folder = album(), Path(tempfile.mkdtemp())
    usage = shutil.disk_usage(folder)._replace(free=5000)
    with mock.patch("shutil.disk_usage", return_value=usage):
        with pytest.raises(ColorizeError, match=r"^\S+ has 0.005 MB of room and the decoded photographs need 0.01 MB: make room[^\n]+--cache$"): cached(photo_set(paths), folder)
    assert [path.name for path in folder.iterdir()] == [".lock"]
    with mock.patch("zlib.crc32", side_effect=OSError(28, "No space left on device")):
        with pytest.raises(ColorizeError, match=r"^\S+.uint8 cannot be written \(No space left on device\): make room[^\n]+$"): cached(photo_set(paths), folder)
    assert [path.name for path in folder.iterdir()] == [".lock"]
    (folder / "file").touch()
    with pytest.raises(ColorizeError, match=r"^\S+ cannot be written \([^\n]+\): name another folder[^\n]+--cache$"): cached(photo_set(paths), folder / "file")


# cell ca000072
def test_few_photographs_stay_in_memory_and_many_go_to_the_disk():
    paths, folder = album(), Path(tempfile.mkdtemp())
    assert not isinstance(kept(photo_set(paths), None, folder).pixels, np.memmap) and not any(folder.iterdir())
    assert isinstance(kept(photo_set(paths), folder).pixels, np.memmap)
    many, said = told(kept, photo_set(paths), None, folder / "beside", 6 * 24 ** 2 * 3 - 1)
    assert isinstance(many.pixels, np.memmap) and said == f"6 photographs take 0.01 MB decoded: they are kept in {folder / 'beside'}\n"
    mixed = MixedPhotos([photo_set(paths[:2]), PhotoSet(paths[2:], [-1] * 4, (), 24)], ["one", "two"], [1, 3])
    found = kept(mixed, folder)
    assert [type(part.pixels) for part in found.sets] == [np.memmap] * 2 and found.shares.tolist() == [0.25, 0.75]
    assert all((found[i] == mixed[i]).all() for i in range(6))
    arrays = PhotoSet([np.zeros((8, 8, 3), "uint8")], [0], "a", 8)
    assert not isinstance(kept(arrays, folder).pixels, np.memmap)


# cell ca000080
def test_a_training_that_began_in_memory_goes_on_from_the_disk_to_the_same_bits():
    recipe = replace(RECIPES["model4"], name="tiny", width=1/32, image_size=16, batch_size=4, epochs=2, optimizer="adam", augmented=True)
    root, photos = Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp())
    for i in range(16): save_photo(sample_photo("coffee")[9 * i:9 * i + 64, 100:164], photos / "ab"[i % 2] / f"{i}.png")
    class Stop(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 1: raise KeyboardInterrupt
    train(recipe, photos, root / "whole", "float32")
    with pytest.raises(KeyboardInterrupt): train(recipe, photos, root / "cut", "float32", callbacks=[Stop()])
    train(recipe, photos, root / "cut", "float32", cache=root / "pixels")
    whole, cut = (read_checkpoint(last_checkpoint(root / folder)[1])[0] for folder in ("whole", "cut"))
    assert whole.keys() == cut.keys() and all((whole[name] == cut[name]).all() for name in whole)
    assert len(list((root / "pixels").glob("*.uint8"))) == 2
