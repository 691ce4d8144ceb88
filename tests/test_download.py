# Written by nbdev-export from nbs/download.ipynb: edit the notebook.
import pytest
from colorize_nb.download import *
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock
from PIL import Image
from colorize_nb.photos import ColorizeError, sample_photo, to_uint8
import contextlib, gzip, hashlib, http.client, http.server, io, json, os, tarfile, threading
import numpy as np
MEMBERS = ["images/train/a/abbey/00000001.jpg", "images/train/a/abbey/00000002.jpg", "images/train/d/desert/sand/00000001.jpg",
           "images/val/00000001.jpg", "images/val/00000002.jpg", "images/test/00000001.jpg", "images/../../outside.jpg"]
LISTS = {"categories.txt": b"/a/abbey 0\n/d/desert/sand 1\n", "val.txt": b"val/00000001.jpg 1\nval/00000002.jpg 0\n"}

def toy_archive(members=MEMBERS):
    "A tar.gz with a different JPEG at each of `members`, and the JPEGs by name."
    buffer, files = io.BytesIO(), {}
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for i, name in enumerate(members):
            photo = io.BytesIO()
            noise = np.random.default_rng(i).integers(0, 256, (64, 64, 3), dtype=np.uint8)
            Image.fromarray(noise).save(photo, "jpeg")
            entry, files[name] = tarfile.TarInfo(name), photo.getvalue()
            entry.size = len(files[name])
            tar.addfile(entry, io.BytesIO(files[name]))
    return buffer.getvalue(), files
def refusal(folder, options):
    "What `download_miniplaces` says, which has to fail."
    with contextlib.redirect_stdout(io.StringIO()):
        try: download_miniplaces(folder, **options)
        except ColorizeError as e: return e
    raise AssertionError("nothing was refused")
@contextmanager
def served(archive, breaks=(), ranges=True, moved=None):
    """A web server on this machine with `archive` and the lists: `(options for download_miniplaces, requests so far)`.

    Its first answers stop after `breaks` bytes; if there is an address `moved`, it sends those who ask for the archive there.
    """
    files, breaks, requests = LISTS | {"data.tar.gz": archive}, list(breaks), []
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            name, asked = self.path[1:], self.headers["Range"]
            requests.append((name, asked))
            if name not in files: return self.send_error(404)
            start = int(asked[len("bytes="):-1]) if asked and ranges else 0
            if start and start >= len(files[name]): return self.send_error(416)
            self.send_response(302 if moved and name == "data.tar.gz" else 206 if start else 200)
            if moved: self.send_header("Location", moved)
            self.send_header("Content-Length", len(files[name]) - start)
            self.end_headers()
            self.wfile.write(files[name][start:][:breaks.pop(0) if breaks and name == "data.tar.gz" else None])
        def log_message(self, *words): pass
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, mock.patch.dict(os.environ, no_proxy="127.0.0.1"):
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        try: yield dict(url=f"{address}/data.tar.gz", kit=address), requests
        finally: server.shutdown()


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


# cell 01ea359b
def test_a_class_is_one_word_and_nothing_else():
    for category in ("/a/..", "/a/.", "/a/", "/a", "a", "", "/a/b c", "/a/../../x", "/a/C:", "/a/b\\..\\c", "/a/b\0", "/a/b."):
        try: validation_classes(f"{category or '?'} 0\n", "val/1.jpg 0\n")
        except ValueError: pass
        else: assert False, category
    assert validation_classes("/s/swimming_pool/outdoor 0\n", "val/1.jpg 0\n") == {"1.jpg": "swimming_pool_outdoor"}


# cell b209b884
def test_the_downloaded_photographs_lie_in_their_classes_byte_for_byte():
    archive, files = toy_archive()
    with TemporaryDirectory() as root, served(archive) as (options, requests), contextlib.redirect_stdout(io.StringIO()):
        folder = download_miniplaces(Path(root) / "data" / "places", **options)
        goes = {"train/abbey/00000001.jpg": MEMBERS[0], "train/abbey/00000002.jpg": MEMBERS[1], "train/desert_sand/00000001.jpg": MEMBERS[2],
                "val/desert_sand/00000001.jpg": MEMBERS[3], "val/abbey/00000002.jpg": MEMBERS[4]}
        assert {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()} == {ours: files[theirs] for ours, theirs in goes.items()}
        assert sorted(p.name for p in folder.parent.iterdir()) == ["places", "places.tar.gz.json"] and not list(Path(root).rglob("outside*"))
        record = json.loads((folder.parent / "places.tar.gz.json").read_text())
        assert record == {"url": options["url"], "bytes": len(archive), "sha256": hashlib.sha256(archive).hexdigest()}
        before = len(requests)
        assert download_miniplaces(folder, **options) == folder and len(requests) == before  # the second call asks nobody
        (folder.parent / "usual").mkdir()
        assert folder.stat().st_mode == (folder.parent / "usual").stat().st_mode


# cell 64638235
def test_what_was_downloaded_is_what_notebook_03_reads():
    from colorize_nb.data import load_folder
    with TemporaryDirectory() as root, served(toy_archive()[0]) as (options, _), contextlib.redirect_stdout(io.StringIO()):
        train, validation = load_folder(download_miniplaces(Path(root) / "places", **options), 64)
    assert train.classes == ("abbey", "desert_sand") and train.labels.tolist() == [0, 0, 1] and validation.labels.tolist() == [0, 1]


# cell f97f947e
def test_an_interrupted_download_goes_on_from_where_it_stopped():
    archive, _ = toy_archive()
    for ranges, asked in ((True, [None, "bytes=5000-", "bytes=9000-"]), (False, [None, "bytes=5000-", "bytes=4000-"])):
        with TemporaryDirectory() as root, served(archive, breaks=[5000, 4000], ranges=ranges) as (options, requests), contextlib.redirect_stdout(io.StringIO()):
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
    with TemporaryDirectory() as root, served(archive) as (options, requests), contextlib.redirect_stdout(io.StringIO()):
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
        with TemporaryDirectory() as root, served(content) as (options, _), contextlib.redirect_stdout(io.StringIO()):
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


# cell 7569bb39
def test_a_digest_that_is_known_is_compared_before_anything_is_unpacked():
    archive, _ = toy_archive()
    right, wrong = hashlib.sha256(archive).hexdigest(), "0" * 64
    with TemporaryDirectory() as root, served(archive) as (options, _):
        for sha256, pinned in ((wrong, {}), (None, {options["url"]: wrong}), (wrong, {options["url"]: right})):
            with mock.patch.dict(DIGESTS, pinned), mock.patch("tarfile.open", side_effect=AssertionError("unpacked")):
                told = str(refusal(Path(root) / "places", options | dict(sha256=sha256)))
            assert right in told and wrong in told and "delete it" in told and [p.name for p in Path(root).iterdir()] == ["places.tar.gz"]
        with contextlib.redirect_stdout(io.StringIO()) as said: download_miniplaces(Path(root) / "places", sha256=right.upper(), **options)
        assert said.getvalue() == ""  # it is known, and right
        with mock.patch.dict(DIGESTS, {options["url"]: right}), contextlib.redirect_stdout(said): download_miniplaces(Path(root) / "pinned", **options)
        assert said.getvalue() == ""


# cell 248912cd
def test_a_digest_that_is_not_known_is_said_once_and_recorded():
    archive, _ = toy_archive()
    digest = hashlib.sha256(archive).hexdigest()
    with TemporaryDirectory() as root, served(archive) as (options, _), contextlib.redirect_stdout(io.StringIO()) as said:
        folder = download_miniplaces(Path(root) / "places", **options)
        assert said.getvalue().count("\n") == 1 and "is not known" in said.getvalue() and digest in said.getvalue() and options["url"] in said.getvalue()
        assert json.loads((Path(root) / "places.tar.gz.json").read_text())["sha256"] == digest


# cell 7195cee7
def test_a_server_may_not_send_us_from_https_to_an_open_address():
    def unencrypted(self, request): return self.do_open(http.client.HTTPConnection, request)  # this https is http, for there is no certificate here
    with TemporaryDirectory() as root, served(toy_archive()[0]) as (other, others), contextlib.redirect_stdout(io.StringIO()):
        with served(b"", moved=other["url"]) as (options, _), mock.patch("urllib.request.HTTPSHandler.https_open", unencrypted):
            told = refusal(Path(root) / "places", {key: address.replace("http:", "https:") for key, address in options.items()})
            assert isinstance(told, DownloadError) and "not as safe" in str(told) and other["url"] in str(told) and not others
            assert not list(Path(root).iterdir())
            download_miniplaces(Path(root) / "places", **options)  # from http to http it may
        assert (Path(root) / "places" / "val").is_dir() and others
        for address, part in (("file:///etc/passwd", "not allowed"), ("ftp://127.0.0.1/x", "not as safe")):
            with served(b"", moved=address) as (options, _): assert part in str(refusal(Path(root) / "more", options))


# cell 41041429
def test_an_archive_or_a_list_beyond_its_limit_is_refused_and_leaves_no_folder():
    archive, _ = toy_archive()
    bomb, header = io.BytesIO(), tarfile.TarInfo(MEMBERS[0])
    header.size = 50_000_000
    with tarfile.open(fileobj=bomb, mode="w:gz") as tar: tar.addfile(header, io.BytesIO(bytes(header.size)))
    header.type, header.size = tarfile.XHDTYPE, 3_000_000_000  # a header as large as the memory
    zeros = gzip.compress(gzip.decompress(archive) + bytes(3_000_000))  # nothing, and no end of it
    cases = [("MAX_MEMBERS", 3, archive), ("MAX_TOTAL", 2000, archive), ("MAX_PHOTO", 1500, archive), (None, 0, bomb.getvalue()),
             (None, 0, gzip.compress(header.tobuf() + bytes(1000))), ("MAX_TOTAL", 2_000_000, zeros), ("MAX_LIST", 20, archive)]
    def refusal_within(limits, folder, options):
        with mock.patch.dict(download_miniplaces.__globals__, limits): return refusal(folder, options)
    for name, limit, content in cases:
        with TemporaryDirectory() as root, served(content) as (options, _):
            told = refusal_within({name: limit} if name else {}, Path(root) / "places", options)
            assert isinstance(told, DownloadError) and f"more than the limit of {limit or 20_000_000:,}" in str(told), (name, str(told))
            assert {p.name for p in Path(root).iterdir()} <= {"places.tar.gz", "places.tar.gz.part"}, name


# cell 94233010
def test_hostile_lists_name_no_folder_outside():
    archive, _ = toy_archive(MEMBERS[:5])
    for categories in (b"/a/abbey 0\n/a/.. 1\n", b"/a/abbey 0\n/a/C:\\x 1\n", b"/a/abbey 0\n/d/../../x 1\n"):
        with TemporaryDirectory() as root, mock.patch.dict(LISTS, {"categories.txt": categories}), served(archive) as (options, _):
            assert options["kit"] in str(refusal(Path(root) / "data" / "places", options)) and not list((Path(root) / "data").iterdir())


# cell e5e12234
def test_an_empty_folder_that_exists_is_filled_also_where_no_folder_can_be_replaced():
    replace = os.replace
    def windows(source, target):
        if Path(target).is_dir(): raise PermissionError(13, "Access is denied")
        replace(source, target)
    with TemporaryDirectory() as root, served(toy_archive()[0]) as (options, _), contextlib.redirect_stdout(io.StringIO()):
        (Path(root) / "places").mkdir()
        with mock.patch("os.replace", windows): download_miniplaces(Path(root) / "places", **options)
        assert sorted(p.name for p in (Path(root) / "places").iterdir()) == ["train", "val"]


# cell b43361be
def test_no_server_no_file_no_list_and_no_room_are_told_apart():
    archive, _ = toy_archive()
    with TemporaryDirectory() as root, served(archive) as (options, _):
        missing = refusal(Path(root) / "places", options | dict(url=options["url"] + "x"))
        assert isinstance(missing, DownloadError) and "404" in str(missing) and options["url"] in str(missing)
        with mock.patch.dict(LISTS, {"val.txt": b"<html>"}), served(archive) as (broken, _):
            assert broken["kit"] in str(refusal(Path(root) / "places", broken))
        (Path(root) / "file").write_text("")
        for folder in (Path(root) / "file", Path(root) / "file" / "places"): assert str(folder) in str(refusal(folder, options))
        (Path(root) / "full" / "mine").mkdir(parents=True)
        assert "new or empty" in str(refusal(Path(root) / "full", options))
        assert "cannot be written" in str(refusal(Path(root) / ("n" * 300), options))
        with mock.patch("os.replace", side_effect=OSError(28, "No space left on device")):
            assert "No space left" in str(refusal(Path(root) / "places", options))
    with TemporaryDirectory() as root:  # the server is gone by now
        assert "cannot be reached" in str(refusal(Path(root) / "places", options)) and not list(Path(root).iterdir())
