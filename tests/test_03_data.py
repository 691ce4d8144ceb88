# Written by nbdev-export from nbs/03_data.ipynb: edit the notebook.
import pytest
from colorize_nb.data import *
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock
from PIL import Image
from skimage.color import rgb2lab
from colorize_nb.photos import SAMPLES, ColorizeError, sample_photo, save_photo, show_photos, to_uint8
import contextlib, gzip, hashlib, io, json, os
import numpy as np

def write_photos(root, counts):
    "Save `n` squares of a sample photograph as JPEG files in the folder `root/<class>`, for each entry `class: n` of `counts`."
    for name, n in counts.items():
        photo = sample_photo(Path(name).name)
        for i in range(n): save_photo(photo[2 * i:2 * i + 64, 100:164], root / name / f"{i}.jpg")
import http.server, tarfile, threading
from contextlib import contextmanager

MEMBERS = ["images/train/a/abbey/00000001.jpg", "images/train/a/abbey/00000002.jpg", "images/train/d/desert/sand/00000001.jpg",
           "images/val/00000001.jpg", "images/val/00000002.jpg", "images/test/00000001.jpg", "images/../../outside.jpg"]
LISTS = {"categories.txt": b"/a/abbey 0\n/d/desert/sand 1\n", "val.txt": b"val/00000001.jpg 1\nval/00000002.jpg 0\n"}

def toy_archive(members=MEMBERS):
    "A tar.gz with a different JPEG at each of `members`, and the JPEGs by name."
    buffer, files = io.BytesIO(), {}
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for i, name in enumerate(members):
            photo = io.BytesIO()
            Image.fromarray(to_uint8(sample_photo("coffee")[:128, 30 * i:30 * i + 128])).save(photo, "jpeg")
            entry, files[name] = tarfile.TarInfo(name), photo.getvalue()
            entry.size = len(files[name])
            tar.addfile(entry, io.BytesIO(files[name]))
    return buffer.getvalue(), files
@contextmanager
def served(archive, breaks=(), ranges=True):
    "A web server on this machine with `archive` and the lists: `(options for download_miniplaces, requests so far)`. Its first answers stop after `breaks` bytes."
    files, breaks, requests = LISTS | {"data.tar.gz": archive}, list(breaks), []
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            name, asked = self.path[1:], self.headers["Range"]
            requests.append((name, asked))
            if name not in files: return self.send_error(404)
            start = int(asked[len("bytes="):-1]) if asked and ranges else 0
            if start and start >= len(files[name]): return self.send_error(416)
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", len(files[name]) - start)
            self.end_headers()
            self.wfile.write(files[name][start:][:breaks.pop(0) if breaks and name == "data.tar.gz" else None])
        def log_message(self, *words): pass
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, mock.patch.dict(os.environ, no_proxy="127.0.0.1"):
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        try: yield dict(url=f"{address}/data.tar.gz", kit=address), requests
        finally: server.shutdown()


# cell 01a18c9d
def test_a_split_keeps_the_classes_balanced():
    labels = np.repeat(np.arange(10), 100)
    train, validation = split(labels)
    assert len(train) == 850 and len(validation) == 150 and not set(train) & set(validation)
    assert (np.bincount(labels[train]) == 85).all() and (np.bincount(labels[validation]) == 15).all()


# cell e73c71df
def test_the_same_seed_splits_the_same_way_and_another_seed_otherwise():
    labels = np.repeat(np.arange(3), 40)
    assert all(np.array_equal(a, b) for a, b in zip(split(labels, seed=5), split(labels, seed=5)))
    assert not np.array_equal(split(labels, seed=5)[1], split(labels, seed=6)[1])
    uneven = np.array([0, 0, 1, 1, 1, 2, 2])
    assert all(set(uneven[part]) == {0, 1, 2} for part in split(uneven))  # no part loses a class, however small


# cell 1769a90f
def test_a_square_is_the_middle_of_the_photograph_and_is_not_stretched():
    steps = np.repeat(np.arange(300) // 100 / 2, 3).reshape(1, 300, 3).repeat(100, axis=0)  # black, grey and white squares, side by side
    assert (square(steps, 100) == 128).all() and (square(steps, 40) == 128).all()           # the grey one is the middle
    ramp = np.linspace(0, 1, 64).reshape(64, 1, 1) * np.ones((64, 64, 3))
    means = ramp.reshape(32, 2, 32, 2, 3).mean(axis=(1, 3)) * 255
    assert np.abs(square(ramp, 32) - means)[2:-2].max() <= 1


# cell 55150266
def test_damaged_photographs_are_left_out_by_name_and_the_others_stay():
    with TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as said:
        write_photos(Path(folder), {"coffee": 6})
        paths = sorted(Path(folder).glob("coffee/*"))
        paths[2].write_bytes(paths[3].read_bytes()[:500])
        whole = PhotoSet(paths, range(6), "abcdef", 64).read_all()
        assert whole.labels.tolist() == [0, 1, 3, 4, 5] and whole.sources == paths[:2] + paths[3:]
        assert all(np.array_equal(whole[i], PhotoSet([path], [0], "a", 64)[0]) for i, path in enumerate(whole.sources))
        try: PhotoSet(paths[2:3], [0], "a", 64).read_all()
        except FolderError as e: assert str(paths[2]) in str(e)
        else: assert False
    assert said.getvalue().count("left out") == 1 and str(paths[2]) in said.getvalue()


# cell c5e3adfc
def test_both_layouts_are_read_and_no_photograph_is_in_both_parts():
    with TemporaryDirectory() as folder:
        flat, parted = Path(folder) / "flat", Path(folder) / "parted"
        write_photos(flat, {"coffee": 20, "rocket": 10})
        write_photos(parted, {"train/coffee": 12, "train/rocket": 9, "val/coffee": 3, "val/rocket": 2})
        for root, sizes in ((flat, ([17, 8], [3, 2])), (parted, ([12, 9], [3, 2]))):
            parts = load_folder(root, 64)
            assert not set(parts[0].sources) & set(parts[1].sources)
            for part, size in zip(parts, sizes):
                assert part.classes == ("coffee", "rocket") and np.bincount(part.labels).tolist() == size
                assert all(path.parent.name == part.classes[label] for path, label in zip(part.sources, part.labels))
        chosen = [load_folder(flat, 64, ["rocket", "coffee"], per_class=7, seed=s) for s in (1, 1, 2)]
        assert chosen[0][0].classes == ("rocket", "coffee") and [np.bincount(p.labels).tolist() for p in chosen[0]] == [[6, 6], [1, 1]]
        assert chosen[0][0].sources == chosen[1][0].sources != chosen[2][0].sources
        some, same, others = (load_folder(parted, 64, per_class=3, seed=s) for s in (0, 0, 1))
        assert [len(p) for p in some] == [4, 2]  # 2 and 1 of each class
        assert some[0].sources == same[0].sources != others[0].sources


# cell 022800d2
def test_every_wrong_folder_is_told_in_one_sentence_with_its_name():
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "none").mkdir()
        (root / "bare" / "coffee").mkdir(parents=True)
        write_photos(root / "one", {"coffee": 3})
        write_photos(root / "single", {"coffee": 3, "rocket": 1})
        write_photos(root / "few", {"coffee": 5, "rocket": 3})
        write_photos(root / "halved", {"train/coffee": 3, "train/rocket": 3, "val/coffee": 3})
        cases = [("gone", "gone", {}), ("none", "none", {}), ("bare", "bare/coffee", {}), ("one", "one", {}), ("single", "single/rocket", {}),
                 ("halved", "halved/val", {}), ("few", "few", dict(classes=["coffee", "tea"])), ("few", "few/rocket", dict(per_class=4)),
                 ("few", "few", dict(per_class=1)), ("few", "few", dict(classes=["rocket"]))]
        for name, named, options in cases:
            try: load_folder(root / name, 64, **options)
            except FolderError as e: assert str(root / named) in str(e) and ": " in str(e) and "\n" not in str(e), (named, str(e))
            else: assert False, named


# cell ebdee38d
def test_training_and_validation_crops_of_the_offline_set_share_no_pixel():
    red_blue = np.zeros((200, 300, 3), np.uint8)
    red_blue[:, :210, 0], red_blue[:, 210:, 2] = 255, 255
    with mock.patch.dict(SAMPLES, {name: lambda: red_blue for name in SAMPLES}): parts = offline_set(16, per_class=20)
    for part, colour in zip(parts, ([255, 0, 0], [0, 0, 255])):
        assert all((part[i] == colour).all() for i in range(len(part)))


# cell 139a2921
def test_the_offline_set_has_ten_balanced_classes_and_is_the_same_for_the_same_seed():
    first, again, other = (offline_set(16, per_class=20, seed=s) for s in (0, 0, 1))
    for part, n in zip(first, (17, 3)): assert (np.bincount(part.labels) == n).all() and part.classes == tuple(SAMPLES)
    stack = lambda part: np.stack(part.read_all().pixels)
    assert all(np.array_equal(stack(a), stack(b)) for a, b in zip(first, again))
    assert not np.array_equal(stack(first[0]), stack(other[0]))


# cell 86198e2e
def test_half_size_is_the_mean_of_each_block_of_four():
    ab = np.random.default_rng(0).random((3, 8, 6, 2)).astype(np.float32)
    half = half_size(ab)
    assert half.shape == (3, 4, 3, 2)
    for n, row, column, channel in np.ndindex(half.shape):
        block = [ab[n, 2 * row + i, 2 * column + j, channel] for i in (0, 1) for j in (0, 1)]
        assert abs(half[n, row, column, channel] - sum(block) / 4) < 1e-6


# cell 0675b185
def test_brightness_is_one_factor_for_the_whole_photograph():
    luminance = np.random.default_rng(0).random((32, 32, 1)).astype(np.float32)
    factors = []
    for seed in range(200):
        brighter = brighten(luminance, np.random.default_rng(seed))
        factors.append(brighter[luminance < 0.5].sum() / luminance[luminance < 0.5].sum())  # these cannot reach 1
        np.testing.assert_allclose(brighter, np.minimum(luminance * factors[-1], 1), atol=1e-6)
    assert 0.8 <= min(factors) < 0.82 and 1.18 < max(factors) <= 1.2


# cell 737d0112
def test_cuts_are_as_often_wide_as_high_and_never_beyond_their_aspect():
    photo = np.arange(60 * 60 * 3).reshape(60, 60, 3)
    cuts = [cut(photo, 1.5, np.random.default_rng(seed)) for seed in range(400)]
    factors = np.array([c.shape[1] / c.shape[0] for c in cuts])
    assert 1.48 < factors.max() < 1.51 and 1 / 1.51 < factors.min() < 1 / 1.48 and abs((factors > 1).mean() - 0.5) < 0.1
    assert all(60 in c.shape and (c == photo[(60 - c.shape[0]) // 2:][:c.shape[0], (60 - c.shape[1]) // 2:][:, :c.shape[1]]).all() for c in cuts)
    ramp = np.repeat(np.linspace(0, 255, 60).astype("uint8")[None, :, None], 60, 0).repeat(3, 2)
    assert np.abs(squeezed(ramp[:30], 20) - squeezed(ramp, 20).astype(int)).max() <= 1 and squeezed(ramp[:, :30], 20).max() < 130


# cell 31fbd737
def test_a_batch_holds_what_scikit_image_says_of_the_same_photographs():
    photos = PhotoSet([np.random.default_rng(i).integers(0, 256, (16, 16, 3), dtype=np.uint8) for i in range(5)], [1, 0, 1, 2, 0], "abc", 16)
    batches = Batches(photos, 2)
    assert len(batches) == 3 and [len(batches[i][0]) for i in range(3)] == [2, 2, 1]
    luminance, targets = batches[1]
    lab = rgb2lab(np.stack([photos[2], photos[3]]))
    np.testing.assert_allclose(luminance[..., 0] * 100, lab[..., 0], atol=1e-2)
    np.testing.assert_allclose(targets["ab"] * 255 - 128, lab[..., 1:].reshape(2, 8, 2, 8, 2, 2).mean(axis=(2, 4)), atol=2e-2)
    assert targets["scene"].tolist() == [1, 2] and (luminance.dtype, targets["ab"].dtype, targets["scene"].dtype) == ("float32", "float32", "int32")
    assert list(Batches(photos, 2, labels=False)[0][1]) == ["ab"]  # one output: no label


# cell 0e8e212d
def test_augmentation_keeps_luminance_ab_and_label_in_step():
    photos = offline_set(24, per_class=2, seed=3)[0]
    lab = rgb2lab(np.stack([photos[i] for i in range(10)]))
    candidates = [(side[t:t + 16, l:l + 16], k) for k, one in enumerate(lab) for side in (one, one[:, ::-1]) for t in range(9) for l in range(9)]
    every = np.stack([part for part, _ in candidates])
    every_ab = every[..., 1:].reshape(-1, 8, 2, 8, 2, 2).mean(axis=(2, 4))
    luminance, targets = Batches(photos, 10, 16, shuffle=True, augmented=True)[0]
    found = []
    for light, ab, scene in zip(luminance[..., 0] * 100, targets["ab"] * 255 - 128, targets["scene"]):
        distance = np.abs(every_ab - ab).max(axis=(1, 2, 3))
        best = distance.argmin()
        found.append(candidates[best][1])
        assert distance[best] < 0.02 and photos.labels[found[-1]] == scene
        free = light < 99.9
        factor = (light[free] / every[best, ..., 0][free].clip(1e-3))[every[best, ..., 0][free] > 5]
        assert np.ptp(factor) < 0.01 and 0.79 < factor.mean() < 1.21
    assert sorted(found) == list(range(10))  # each photograph once


# cell 4a26fc70
def test_the_same_seed_and_epoch_give_the_same_batches_and_another_epoch_another_order():
    photos = offline_set(24, per_class=4)[0]
    def first_batch(epoch=0, **options):
        batches = Batches(photos, 8, 16, shuffle=True, augmented=True, **options)
        batches.epoch = epoch
        luminance, targets = batches[0]
        return luminance, targets["ab"], targets["scene"], batches.order()
    same = lambda a, b: all(np.array_equal(x, y) for x, y in zip(a, b))
    assert same(first_batch(epoch=2), first_batch(epoch=2))
    assert not np.array_equal(first_batch(epoch=2)[0], first_batch(epoch=3)[0]) and not np.array_equal(first_batch()[0], first_batch(seed=1)[0])
    orders = [first_batch(epoch=e)[3] for e in range(3)]
    assert all(sorted(o) == list(range(30)) for o in orders) and not same(orders[:1], orders[1:2])


# cell 55e625a3
def test_sizes_that_cannot_work_are_refused():
    photos = PhotoSet([np.zeros((32, 32, 3), np.uint8)], [0], "a", 32)
    for options in (dict(size=20), dict(size=40, augmented=True)):
        try: Batches(photos, 1, **options)
        except ValueError as e: assert str(options["size"]) in str(e)
        else: assert False
    assert Batches(photos, 1, size=40)[0][0].shape == (1, 40, 40, 1)  # without augmentation it is scaled


# cell f61aeae4
def test_archive_names_become_class_folders_and_wicked_names_nothing():
    held_out = validation_classes("/a/abbey 0\n/d/desert/sand 44\n/s/swimming_pool/outdoor 93\n", "val/00000004.jpg 93\nval/00000020.jpg 44\n")
    assert held_out == {"00000004.jpg": "swimming_pool_outdoor", "00000020.jpg": "desert_sand"}
    assert place("images/train/a/abbey/00000001.jpg", held_out) == "train/abbey/00000001.jpg"
    assert place("./images/train/s/swimming_pool/outdoor/00001000.jpg", held_out) == "train/swimming_pool_outdoor/00001000.jpg"
    assert place("images/val/00000020.jpg", held_out) == "val/desert_sand/00000020.jpg"
    for name in ("images/val/00000021.jpg", "images/test/00000001.jpg", "objects/train/a/abbey/00000001.xml", "images/train/a/../../../x/1.jpg",
                 "/images/train/a/abbey/1.jpg", "images/train/a/abbey/..jpg", "images/train/a/abbey/._1.jpg", "images/train/a/abbey"):
        assert place(name, held_out) is None, name


# cell 3819510f
def test_the_downloaded_photographs_lie_in_their_classes_byte_for_byte():
    archive, files = toy_archive()
    with TemporaryDirectory() as root, served(archive) as (options, requests):
        folder = download_miniplaces(Path(root) / "data" / "places", **options)
        goes = {"train/abbey/00000001.jpg": MEMBERS[0], "train/abbey/00000002.jpg": MEMBERS[1], "train/desert_sand/00000001.jpg": MEMBERS[2],
                "val/desert_sand/00000001.jpg": MEMBERS[3], "val/abbey/00000002.jpg": MEMBERS[4]}
        assert {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()} == {ours: files[theirs] for ours, theirs in goes.items()}
        assert sorted(p.name for p in folder.parent.iterdir()) == ["places", "places.tar.gz.json"] and not list(Path(root).rglob("outside*"))
        record = json.loads((folder.parent / "places.tar.gz.json").read_text())
        assert record == {"url": options["url"], "bytes": len(archive), "sha256": hashlib.sha256(archive).hexdigest()}
        train, validation = load_folder(folder, 64)
        assert train.classes == ("abbey", "desert_sand") and train.labels.tolist() == [0, 0, 1] and validation.labels.tolist() == [0, 1]
        before = len(requests)
        assert download_miniplaces(folder, **options) == folder and len(requests) == before  # the second call asks nobody


# cell f97f947e
def test_an_interrupted_download_goes_on_from_where_it_stopped():
    archive, _ = toy_archive()
    for ranges, asked in ((True, [None, "bytes=5000-", "bytes=9000-"]), (False, [None, "bytes=5000-", "bytes=4000-"])):
        with TemporaryDirectory() as root, served(archive, breaks=[5000, 4000], ranges=ranges) as (options, requests):
            folder, part = Path(root) / "places", Path(root) / "places.tar.gz.part"
            for arrived in (5000, 9000 if ranges else 4000):
                try: download_miniplaces(folder, **options)
                except DownloadError as e: assert "call again" in str(e) and f"{arrived:,} of {len(archive):,}" in str(e)
                else: assert False
                assert not folder.exists() and part.read_bytes() == archive[:arrived]
            download_miniplaces(folder, keep_archive=True, **options)
            assert (Path(root) / "places.tar.gz").read_bytes() == archive and not part.exists()
            assert [r for name, r in requests if name == "data.tar.gz"] == asked


# cell bcd79d5a
def test_a_part_file_longer_than_the_archive_is_fetched_anew():
    archive, _ = toy_archive()
    with TemporaryDirectory() as root, served(archive) as (options, requests):
        (Path(root) / "places.tar.gz.part").write_bytes(b"?" * (len(archive) + 1))
        download_miniplaces(Path(root) / "places", keep_archive=True, **options)
        assert (Path(root) / "places.tar.gz").read_bytes() == archive


# cell 01aab72e
def test_an_archive_that_is_cut_short_damaged_or_something_else_is_named_and_leaves_no_folder():
    archive, _ = toy_archive()
    damaged = bytearray(archive); damaged[len(archive) // 2] ^= 255
    wrong = {"cut": archive[:len(archive) // 2], "cut at the end": archive[:-4], "damaged": bytes(damaged), "a page": b"<html>Moved</html>", "empty": b"",
             "no tar": gzip.compress(b"no tar" * 1000), "cut before packing": gzip.compress(gzip.decompress(archive)[:9000]), "other": toy_archive(["a/b.jpg"])[0]}
    for name, content in wrong.items():
        with TemporaryDirectory() as root, served(content) as (options, _):
            try: download_miniplaces(Path(root) / "places", **options)
            except DownloadError as e: assert str(Path(root) / "places.tar.gz") in str(e) and "delete it" in str(e) and "\n" not in str(e), (name, str(e))
            else: assert False, name
            assert [p.name for p in Path(root).iterdir()] == ["places.tar.gz"], name  # nothing half done, no record


# cell 27768cb2
def test_an_archive_that_differs_from_its_record_is_refused():
    archive, _ = toy_archive()
    with TemporaryDirectory() as root, served(archive) as (options, _):
        record = Path(root) / "places.tar.gz.json"
        for text, word in (('{"sha256": "0"}', "delete both"), ("{}", "no record"), ("?", "no record")):
            record.write_text(text)
            try: download_miniplaces(Path(root) / "places", **options)
            except DownloadError as e: assert word in str(e) and str(record) in str(e)
            else: assert False
            assert not (Path(root) / "places").exists()


# cell b43361be
def test_no_server_no_file_no_list_and_no_room_are_told_apart():
    archive, _ = toy_archive()
    def error(folder, options):
        try: download_miniplaces(folder, **options)
        except ColorizeError as e: return e
    with TemporaryDirectory() as root, served(archive) as (options, _):
        missing = error(Path(root) / "places", options | dict(url=options["url"] + "x"))
        assert isinstance(missing, DownloadError) and "404" in str(missing) and options["url"] in str(missing)
        with mock.patch.dict(LISTS, {"val.txt": b"<html>"}), served(archive) as (broken, _):
            assert broken["kit"] in str(error(Path(root) / "places", broken))
        (Path(root) / "file").write_text("")
        for folder in (Path(root) / "file", Path(root) / "file" / "places"): assert str(folder) in str(error(folder, options))
        (Path(root) / "full" / "mine").mkdir(parents=True)
        assert "new or empty" in str(error(Path(root) / "full", options))
        with mock.patch("os.replace", side_effect=OSError(28, "No space left on device")):
            assert "No space left" in str(error(Path(root) / "places", options))
    with TemporaryDirectory() as root:  # the server is gone by now
        assert "cannot be reached" in str(error(Path(root) / "places", options)) and not list(Path(root).iterdir())
