# Written by nbdev-export from nbs/archives.ipynb: edit the notebook.
import pytest
from colorize_nb.archives import *
from contextlib import contextmanager
from pathlib import Path
from unittest import mock
import contextlib, io, json, logging, os, signal, subprocess, sys, tempfile, threading, time, zipfile
import numpy as np
import pandas as pd
import pytest
from colorize_nb import archives
from colorize_nb.folders import COLORED, FAILED, SKIPPED, Settings
from colorize_nb.photos import ColorizeError, open_photo, sample_photo, save_photo
from colorize_nb.predict import predict_color
from colorize_nb.weights import load_weights
def small_photos(folder, number, broken=()):
    "Write so many different small photographs into `folder`; those with the numbers `broken` are none."
    cup = sample_photo("coffee")
    for n in range(number):
        path = Path(folder) / f"{n % 3}" / f"{n:03}.png"
        save_photo(cup[2 * n % 300:2 * n % 300 + 48, 200:264], path, overwrite=True)
        if n in broken: path.write_text("no picture")
def colored(colorizer, jobs=2, most=8):
    "Colour in threads of this process; the rows."
    with archives.local_cluster(jobs, processes=False) as connect: return list(archives.color_archive(colorizer, connect, most))
def states(rows): return pd.Series([row["state"] for row in rows]).value_counts().to_dict()
def in_folder(folder, **options):
    return archives.prepared(f"{folder}/in", f"{folder}/out", Settings(**options))
SECRET = {"AWS_ACCESS_KEY_ID": "AKIAVERYPUBLIC12", "AWS_SECRET_ACCESS_KEY": "abcdefg-a-secret-indeed"}
@contextmanager
def moto():
    "Inside the `with`, moto's S3 answers on loopback and the environment names it; gives its file system."
    from moto.server import ThreadedMotoServer
    import fsspec
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    where = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": "http://127.0.0.1:%d" % server.get_host_and_port()[1]}
    with mock.patch.dict(os.environ, SECRET | where):
        archives.opened.cache_clear()
        fsspec.get_filesystem_class("s3").clear_instance_cache()
        try: yield fsspec.filesystem("s3", use_listings_cache=False)
        finally: server.stop()
@contextmanager
def printing():
    "Inside the `with`, what is printed goes to the text that it gives."
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text): yield text
def ip(*words): subprocess.run(["ip", *words], check=True, capture_output=True)
@contextmanager
def two_hosts():
    "Inside the `with`, two network namespaces, colourA and colourB, with a cable between 10.77.0.1 and 10.77.0.2."
    names = ("colourA", "colourB")
    try:
        for name in names: ip("netns", "add", name)
        ip("link", "add", "cableA", "netns", "colourA", "type", "veth", "peer", "name", "cableB", "netns", "colourB")
        for name, end, address in zip(names, ("cableA", "cableB"), ("10.77.0.1/24", "10.77.0.2/24")):
            ip("-n", name, "addr", "add", address, "dev", end)
            for device in (end, "lo"): ip("-n", name, "link", "set", device, "up")
        yield
    finally:
        for name in names: subprocess.run(["ip", "netns", "del", name], capture_output=True)
HOSTS_PROGRAM = """if True:
    import sys
    from colorize_nb import archives
    with archives.quiet_dask():
        rows = archives.color_archive(archives.prepared(*sys.argv[1:3]), lambda: archives.reached("tcp://10.77.0.1:8786", 60), 8)
        for row in rows: print(row["state"], row["worker"].split(":")[1], flush=True)
"""
def on_host(name, *words, **more): return subprocess.Popen(["ip", "netns", "exec", name, sys.executable, *words], **more)
@contextmanager
def cluster_of_two_hosts():
    "Inside the `with`, a scheduler and a worker on colourA and a worker on colourB."
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    worker = ["-m", "dask", "worker", "tcp://10.77.0.1:8786", "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    scheduler = ["-m", "dask", "scheduler", "--host", "10.77.0.1", "--port", "8786", "--no-dashboard"]
    with two_hosts():
        started = [on_host("colourA", *scheduler, **quiet), *(on_host(name, *worker, **quiet) for name in ("colourA", "colourB"))]
        try: yield
        finally:
            for process in started: process.kill(); process.wait()


# cell arc00008
def test_a_missing_extra_is_one_sentence():
    with mock.patch.object(archives, "find_spec", lambda name: None if name == "pyarrow" else name):
        with pytest.raises(ColorizeError, match=r'^archives need pyarrow: pip install "colorize_nb\[scale\]"$'): archives.check_extra()
    assert check_extra() is None


# cell arc00011
def test_credentials_in_an_address_are_refused_and_never_repeated():
    for address in ("s3://AKIA:verysecret@bucket/scans", "https://me:verysecret@host/scans/", "zip://::ftp://me:verysecret@host/a.zip",
                    "https://host/scans/?X-Amz-Signature=verysecret"):
        with pytest.raises(ColorizeError, match="credentials") as told: checked_address(address)
        assert "verysecret" not in str(told.value) and "\n" not in str(told.value)
    with mock.patch.dict(os.environ, {"AWS_SECRET_ACCESS_KEY": "verysecret", "AWS_SESSION_TOKEN": "verysecretindeed"}):
        assert without_secrets("verysecretindeed, verysecret") == "***, ***"
    assert checked_address("s3://b/at@home/") == "s3://b/at@home" and checked_address("x.zip") == f"zip://::{os.path.abspath('x.zip')}"


# cell arc00018
def test_stores_are_listed_whole_and_what_is_written_there_is_whole():
    import fsspec
    with tempfile.TemporaryDirectory() as folder:
        small_photos(f"{folder}/in", 5)
        with zipfile.ZipFile(f"{folder}/a.zip", "w") as archive:
            for path in Path(f"{folder}/in").rglob("*.png"): archive.write(path, path.relative_to(f"{folder}/in"))
        wanted = sorted(str(path.relative_to(f"{folder}/in")) for path in Path(f"{folder}/in").rglob("*.png"))
        zipped = Store(checked_address(f"{folder}/a.zip"))
        memory = Store("memory://archive-a")
        for name in wanted: memory.write(name, Store(f"{folder}/in").read(name))
        for store in (Store(f"{folder}/in"), zipped, memory, Store(f"file://{folder}/in")):
            assert sorted(store.names()) == wanted and store.read(wanted[0]) == Store(f"{folder}/in").read(wanted[0])
            assert store.info("missing.png") is None and store.info(wanted[0]) is not None
        assert modified(memory.info(wanted[0])) > 1e9 and zipped.address_of("x/a.png") == f"zip://x/a.png::{folder}/a.zip"
        class Torn(fsspec.get_filesystem_class("memory")):
            protocol, cachable, store, pseudo_dirs = "torn", False, {}, [""]
            def pipe_file(self, path, value, **more):
                super().pipe_file(path, value[:3])
                raise ConnectionError("the cable")
        fsspec.register_implementation("torn", Torn, clobber=True)
        with pytest.raises(TargetError, match=r"torn://a/b.png cannot be written \(ConnectionError: the cable\): "):
            Store("torn://a").write("b.png", b"whole")
        assert [name for name in Torn.store if "b.png" in name or "part" in name] == []


# cell arc00019
def test_an_address_that_leads_nowhere_is_one_sentence():
    for address, words in (("nowhere://x", "no store that fsspec knows"), ("", "is empty")):
        with pytest.raises(ColorizeError, match=f"^[^\n]*{words}"): list(Store(checked_address(address)).names())
    with pytest.raises(ColorizeError, match="cannot be listed"): list(Store(checked_address("/no/such/folder")).names())


# cell arc00026
def test_a_photograph_of_an_archive_is_coloured_as_predict_color_colours_it():
    with tempfile.TemporaryDirectory() as folder:
        small_photos(f"{folder}/in", 1)
        Path(f"{folder}/in/text.jpg").write_text("no picture")
        colorizer = in_folder(folder, saturation=1.5)
        assert sorted(colorizer.job.names()) == ["0/000.png", "text.jpg"]
        assert colorizer.row("0/000.png")[0]["state"] == COLORED
        wanted = predict_color(f"{folder}/in/0/000.png", saturation=1.5, dtype="uint8").astype(int)
        assert np.abs(open_photo(f"{folder}/out/0/000.png-faithful.png").pixels - wanted).max() <= 1
        row = colorizer.row("text.jpg")[0]
        assert row["state"] == FAILED and row["error"].startswith(f"{folder}/in/text.jpg is not a picture")
        alone = prepared(f"{folder}/in/0/000.png", f"{folder}/out2")
        assert [*alone.job.names()] == [""] and alone.row("")[0]["target"] == f"{folder}/out2/000.png-faithful.png"
        beside = prepared(f"{folder}/in", f"{folder}/in/out")
        beside.row("0/000.png")
        assert sorted(beside.job.names()) == ["0/000.png", "text.jpg"]


# cell arc00027
def test_no_name_in_an_archive_leads_out_of_it():
    with tempfile.TemporaryDirectory() as folder:
        save_photo(sample_photo("coffee")[:48, :64], f"{folder}/cup.png")
        with zipfile.ZipFile(f"{folder}/a.zip", "w") as archive: archive.write(f"{folder}/cup.png", "../../evil.png")
        colorizer = prepared(f"{folder}/a.zip", f"{folder}/deep/er/out")
        [name] = colorizer.job.names()
        assert colorizer.row(name)[0]["error"].endswith("has a name that leads out of its archive: rename it")
        assert sorted(os.listdir(folder)) == ["a.zip", "cup.png"]
        with pytest.raises(ColorizeError, match="is a zip file, which several workers cannot write"):
            prepared(folder, f"{folder}/new.zip")


# cell arc00031
def test_a_photograph_that_ended_three_workers_is_given_up_and_no_other():
    class Deadly(StoreColorizer):
        def color(self, name):
            if "002" in name: raise SystemExit  # stands for the end of the process: nothing after it happens
            return super().color(name)
    with tempfile.TemporaryDirectory() as folder:
        small_photos(f"{folder}/in", 4, broken=[1])
        job = in_folder(folder).job
        names, died = sorted(job.names()), 0
        while True:
            try: rows, _ = color_names(Deadly(job, load_weights("faithful")), 7, names)
            except SystemExit: died += 1; continue
            break
        assert died == 3 and [row["state"] for row in rows] == [COLORED, COLORED, FAILED, FAILED]
        given_up = [row["source"] for row in rows if "was given up, it ended 3 workers" in row["error"]]
        assert given_up == [f"{folder}/in/2/002.png"] and os.listdir(f"{folder}/out/ledger/at-work") == []


# cell arc00037
def test_a_scheduler_that_is_not_there_is_one_sentence():
    with tempfile.TemporaryDirectory() as folder:
        Path(f"{folder}/bad.json").write_text("{}")
        for scheduler in (f"{folder}/bad.json", f"{folder}/missing.json"):
            with pytest.raises(ColorizeError, match="is not the file of a scheduler: start `dask scheduler"): reached(scheduler)
        for scheduler in ("nonsense", "tcp://host", "http://host:80/x", "me:secret@host:1"):
            with pytest.raises(ColorizeError, match="is no address of a scheduler: give one like tcp"): reached(scheduler)
        Path(f"{folder}/good.json").write_text(json.dumps({"address": "tcp://127.0.0.1:9"}))
        with archives.quiet_dask():
            for scheduler in (f"{folder}/good.json", "127.0.0.1:9"):
                with pytest.raises(ColorizeError, match="^the scheduler [^\n]* does not answer: check"): reached(scheduler, 0.5)


# cell arc00038
def test_a_worker_with_another_version_is_one_sentence():
    with local_cluster(1, processes=False) as connect, connect() as client:
        check_versions(client, installed())
        with pytest.raises(ColorizeError, match=r"^the worker inproc:\S+ has colorize_nb \S+ and this machine has 9.9: install the same on all$"):
            check_versions(client, "9.9")
        with mock.patch.object(archives, "version", lambda name: 1 / 0), pytest.raises(ColorizeError, match="has colorize_nb"):
            check_versions(client, "9.9")


# cell arc00059
def test_the_command_hands_an_archive_over_and_wrong_options_are_one_sentence():
    from colorize_nb.cli import main
    @contextmanager
    def threads(*given):
        with archives.local_cluster(1, processes=False) as connect: yield connect
    with tempfile.TemporaryDirectory() as folder:
        small_photos(f"{folder}/in", 3)
        with mock.patch.object(archives, "cluster_of", threads), printing() as printed:
            assert main(["colorize", f"{folder}/in", "--out", f"file://{folder}/out", "--format", "jpeg"]) == 0
        assert printed.getvalue().startswith("3 coloured, 0 there before, 0 failed, in file:///")
        assert os.path.exists(f"{folder}/out/1/001.png-faithful.jpg")
        scheduler = ["--scheduler", "127.0.0.1:9"]
        wrong = {"is no address of a scheduler": ["--scheduler", "nonsense"], "leave out one": [*scheduler, "--jobs", "2"],
                 "--hints are those of one photograph": [*scheduler, "--hints", "x.csv"], "has no ledger": ["--report"],
                 "does not answer: check": scheduler, "there is no colorizer": [*scheduler, "--model", "none"]}
        for sentence, words in wrong.items():
            with printing() as printed: assert main(["colorize", f"{folder}/in", "--out", f"{folder}/new", *words]) == 2, words
            told = printed.getvalue().strip().split("\n")
            assert len(told) == 1 and sentence in told[0] and not os.path.exists(f"{folder}/new"), told
        with printing() as printed: assert main(["colorize", f"{folder}/in", f"{folder}/in", *scheduler]) == 2
        assert "of an archive one SOURCE is coloured into one --out" in printed.getvalue()


# cell arc00061
def test_a_second_start_does_what_is_missing_and_each_photograph_is_told_once():
    with tempfile.TemporaryDirectory() as folder:
        small_photos(f"{folder}/in", 40, broken=[7, 21])
        colorizer = in_folder(folder)
        rows = colored(colorizer)
        assert states(rows) == {COLORED: 38, FAILED: 2} and len({row["source"] for row in rows}) == 40
        assert all(row["worker"].startswith("inproc") and row["engine"] and row["seconds"] > 0 for row in rows if row["state"] == COLORED)
        Path(f"{folder}/out/0/000.png-faithful.png").unlink()
        before = {path: path.stat().st_mtime_ns for path in Path(f"{folder}/out").rglob("*-faithful.png")}
        small_photos(f"{folder}/in", 8)  # one of the broken ones is repaired
        assert states(colored(colorizer)) == {COLORED: 2, SKIPPED: 37, FAILED: 1}
        assert all(path.stat().st_mtime_ns == time for path, time in before.items())
        table = archives.read_ledger(f"{folder}/out")
        assert len(table) == 80 and table["run"].nunique() == 2 and {"source", "target", "size", "seconds", "engine", "classes", "error"} <= {*table}
        assert states(colored(in_folder(folder, overwrite=True))) == {COLORED: 39, FAILED: 1}
        told = archives.write_report(f"{folder}/out")
        assert told.startswith("40 photographs: 39 coloured, 0 skipped, 1 failed") and "1 failed: ... is not a picture" in told
        assert f"{folder}/in/0/021.png" in told and Path(f"{folder}/out/ledger/throughput.png").read_bytes()[:4] == b"\x89PNG"
        assert not [path for path in Path(f"{folder}/out").rglob("*") if ".part-" in path.name or path.name == ".room"]


# cell arc00062
def test_only_so_many_batches_are_read_from_the_list_as_the_workers_need():
    asked, most = [], []
    class Slow(archives.StoreColorizer):
        def color(self, name): time.sleep(0.002); return {}
    with tempfile.TemporaryDirectory() as folder:
        small_photos(f"{folder}/in", 1)
        job = in_folder(folder).job
        def given():
            for n in range(60): asked.append(n); yield archives.Batch(n, ["0/000.png"])
        done = 0
        with archives.local_cluster(2, processes=False) as connect:
            begun, ledger = archives.begun(Slow(job, load_weights("faithful")))
            for rows, _ in archives.finished(begun, connect, given()):
                done += 1
                most.append(len(asked) - done)
    assert done == 60 and max(most) <= 2 * 2 + 1


# cell arc00064
def test_workers_that_are_killed_lose_nothing_and_the_photograph_that_kills_them_is_named():
    import psutil
    class Deadly(archives.StoreColorizer):
        def color(self, name):
            if "044" in name: os.kill(os.getpid(), signal.SIGKILL)
            return super().color(name)
    with tempfile.TemporaryDirectory() as folder:
        small_photos(f"{folder}/in", 60, broken=[5, 25, 45])
        colorizer, rows, killed = Deadly(in_folder(folder).job, load_weights("faithful")), [], []
        with archives.local_cluster(2) as connect:
            family = psutil.Process().children(recursive=True)
            listening = {c.laddr.ip for p in [psutil.Process(), *family] for c in p.net_connections("tcp") if c.status == "LISTEN"}
            assert listening == {"127.0.0.1"}
            for row in archives.color_archive(colorizer, connect, 8):
                rows.append(row)
                if len(rows) == 10:
                    killed = [p for p in family if "nanny" not in " ".join(p.cmdline()) and "spawn_main" in " ".join(p.cmdline())][-1:]
                    killed[0].kill()
        table = archives.read_ledger(f"{folder}/out")
        assert killed and len(rows) == len(table) == table["source"].nunique() == 60
        assert states(rows) == {COLORED: 56, FAILED: 4}
        [sentence] = table["error"][table["error"].str.contains("given up")]
        assert sentence.startswith(f"{folder}/in/2/044.png was given up, it ended 3 workers")
        assert len([*Path(f"{folder}/out").rglob("*-faithful.png")]) == 56 and not os.listdir(f"{folder}/out/ledger/at-work")


# cell arc00068
def test_a_scheduler_that_is_killed_and_started_again_costs_nothing_but_time():
    with tempfile.TemporaryDirectory() as folder, archives.quiet_dask(), archives.OwnCluster() as cluster:
        small_photos(f"{folder}/in", 40)
        rows = []
        for row in archives.color_archive(in_folder(folder), lambda: archives.reached(cluster.address, 30), 8):
            rows.append(row)
            if len(rows) == 5: cluster.kill(); cluster.start()
        assert states(rows) == {COLORED: 40} and len({row["source"] for row in rows}) == 40
        assert len(archives.read_ledger(f"{folder}/out")) == 40


# cell arc00070
def test_on_a_full_disk_the_run_stops_with_one_sentence_and_goes_on_when_there_is_room():
    if sys.platform == "linux" and os.geteuid() == 0:
        with tempfile.TemporaryDirectory() as folder:
            small_photos(f"{folder}/in", 60)
            os.mkdir(f"{folder}/out")
            if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1300k", "none", f"{folder}/out"]).returncode: pytest.skip("no tmpfs here")
            try:
                with pytest.raises(ColorizeError, match="cannot be written .No space left on device.: make room or choose another folder; then start again"):
                    colored(in_folder(folder))
                table = archives.read_ledger(f"{folder}/out")
                results = [*Path(f"{folder}/out").rglob("*-faithful.png")]
                assert table["state"].value_counts()[COLORED] == len(results) > 5 and not [*Path(f"{folder}/out").rglob(".part-*")]
                assert table["error"][table["state"] == FAILED].str.contains("No space left").all() and FAILED in set(table["state"])
                for path in results: open_photo(path)
                subprocess.run(["mount", "-o", "remount,size=20m", f"{folder}/out"], check=True)
                assert states(colored(in_folder(folder))) == {COLORED: 60 - len(results), SKIPPED: len(results)}
            finally: subprocess.run(["umount", f"{folder}/out"], check=True)


# cell arc00072
def test_an_archive_in_s3_is_coloured_and_the_credentials_are_nowhere():
    from colorize_nb.cli import main
    with moto() as fs, tempfile.TemporaryDirectory() as folder, printing() as printed:
        fs.mkdir("archive")
        small_photos(f"{folder}/in", 20, broken=[4])
        fs.put(f"{folder}/in", "archive/scans", recursive=True)
        colorizer = archives.prepared("s3://archive/scans", "s3://archive/colour")
        assert states(colored(colorizer)) == {COLORED: 19, FAILED: 1} and states(colored(colorizer)) == {SKIPPED: 19, FAILED: 1}
        assert main(["colorize", "s3://archive/scans", "--out", "s3://archive/colour", "--report"]) == 0
        with mock.patch.object(archives.Store, "read", side_effect=OSError("403 for abcdefg-a-secret-indeed")):
            colored(archives.prepared("s3://archive/scans", "s3://archive/other"))
        with pytest.raises(ColorizeError, match="^s3://missing/scans cannot be listed"):
            colored(archives.prepared("s3://missing/scans", "s3://archive/colour"))
        with pytest.raises(ColorizeError, match="s3://missing/.*cannot be written"):
            colored(archives.prepared("s3://archive/scans", "s3://missing/colour"))
        in_address = "s3://AKIAVERYPUBLIC12:abcdefg-a-secret-indeed@archive/scans"
        assert main(["colorize", in_address, "--out", f"{folder}/out"]) == 2
        assert "20 photographs: 19 coloured, 0 skipped, 1 failed" in printed.getvalue()
        written = [fs.cat_file(path) for path in fs.find("archive") if "/ledger/" in path]
        tables = [str(archives.read_ledger(f"s3://archive/{name}").to_dict()) for name in ("colour", "other")]
        assert len(written) >= 7 and "403 for ***" in tables[1]
        for value in SECRET.values():
            assert not any(value in text for text in (printed.getvalue(), *tables))
            assert not any(value.encode() in content for content in written)
        assert fs.cat_file("archive/colour/0/000.png-faithful.png")[:4] == b"\x89PNG"


# cell arc00073
def test_photographs_are_read_from_a_web_server_and_written_to_a_folder():
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *words): pass
    with tempfile.TemporaryDirectory() as folder:
        small_photos(f"{folder}/in", 4)
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=f"{folder}/in")) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            colorizer = archives.prepared(f"http://127.0.0.1:{server.server_port}/", f"{folder}/out")
            rows = colored(colorizer)
            server.shutdown()
        assert states(rows) == {COLORED: 4} and rows[0]["source"].startswith(f"http://127.0.0.1:{server.server_port}/")
        assert sorted(path.name for path in Path(f"{folder}/out").rglob("*-faithful.png")) == [f"{n:03}.png-faithful.png" for n in range(4)]


# cell arc00075
@pytest.mark.slow
def test_six_hundred_photographs_survive_a_cluster_that_is_killed_six_times_and_workers_that_are_killed_at_random():
    import random
    with tempfile.TemporaryDirectory() as folder, archives.quiet_dask(), archives.OwnCluster(2) as cluster:
        small_photos(f"{folder}/in", 600, broken=range(0, 600, 20))
        rows, chance = [], random.Random(0)
        for row in archives.color_archive(in_folder(folder), lambda: archives.reached(cluster.address, 60), 8):
            rows.append(row)
            if len(rows) % 100 == 50: cluster.kill(); cluster.start()
            elif chance.random() < 0.01: cluster.running["worker"][0].kill(); cluster.running["worker"][0].wait()
        assert states(rows) == {COLORED: 570, FAILED: 30} and len({row["source"] for row in rows}) == 600
        assert len(archives.read_ledger(f"{folder}/out")) == 600 == len([*Path(f"{folder}/out").rglob("*-faithful.png")]) + 30


# cell arc00077
@pytest.mark.slow
def test_the_network_between_two_hosts_may_be_cut_for_ten_seconds():
    import shutil
    if sys.platform != "linux" or os.geteuid() or not shutil.which("ip"): pytest.skip("network namespaces need root and ip")
    with tempfile.TemporaryDirectory() as folder, cluster_of_two_hosts():
        small_photos(f"{folder}/in", 400)
        lines = []
        with on_host("colourA", "-c", HOSTS_PROGRAM, f"{folder}/in", f"{folder}/out", stdout=subprocess.PIPE, text=True) as client:
            for line in client.stdout:
                lines.append(line.split())
                if len(lines) == 60:
                    ip("-n", "colourB", "link", "set", "cableB", "down")
                    time.sleep(10)
                    ip("-n", "colourB", "link", "set", "cableB", "up")
        assert client.returncode == 0 and [state for state, _ in lines] == [COLORED] * 400
        assert {host for _, host in lines[:60]} == {host for _, host in lines[200:]} == {"//10.77.0.1", "//10.77.0.2"}
        table = archives.read_ledger(f"{folder}/out")
        assert len(table) == table["source"].nunique() == 400 == len([*Path(f"{folder}/out").rglob("*-faithful.png")])
