# Written by nbdev-export from nbs/parallel.ipynb: edit the notebook.
import pytest
from colorize_nb.parallel import *
from pathlib import Path
from unittest import mock
import io, socket, tempfile, zipfile
import numpy as np
import pytest
from colorize_nb.backend import keras
from colorize_nb.data import Batches, offline_set
from colorize_nb.photos import ColorizeError
from colorize_nb.records import RunError


# cell 9a000012
def test_the_variables_of_keras_are_understood_or_refused_in_one_sentence():
    def asked(address="h:1", count="2", number="1"): return {ADDRESSES: address, COUNT: count, NUMBER: number}
    assert wanted_team({}) == ("", 1, 0) and wanted_team(asked("10.0.0.1:99,10.0.0.2:99")) == ("10.0.0.1:99", 2, 1)
    assert wanted_team({COORDINATOR: "[::1]:5"}) == ("[::1]:5", None, None) and wanted_team(asked("") | {COORDINATOR: "a:5"}) == ("a:5", 2, 1)
    for wrong, named in ((asked(""), ADDRESSES), (asked("here"), ADDRESSES), (asked("h:"), ADDRESSES), (asked(count="two"), COUNT),
                         (asked(count="0"), COUNT), (asked(number="-1"), NUMBER), (asked(number="2"), NUMBER), ({COUNT: "2"}, ADDRESSES)):
        with pytest.raises(ColorizeError, match=f"^{named} is [^\n]+$"): wanted_team(wrong)


# cell 9a000022
def test_a_process_alone_is_a_team_of_one_and_nobody_at_an_address_is_told():
    assert team() == (0, 1) and join({}) is None
    with socket.socket() as free: free.bind(("127.0.0.1", 0)); address = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(ColorizeError, match=rf"^the first process does not answer at {address} \(Connection refused\): start it[^\n]+$"):
        wait_for(address, seconds=0.1)
    with socket.create_server(("127.0.0.1", 0)) as server: wait_for(f"127.0.0.1:{server.getsockname()[1]}")
    if keras.backend.backend() != "jax":
        with pytest.raises(ColorizeError, match="on JAX alone"): join({ADDRESSES: "h:1", COUNT: "2", NUMBER: "1"})


# cell 9a000033
def test_the_parts_of_a_batch_are_the_batch_to_the_last_bit():
    photos, _ = offline_set(48, per_class=5)  # 40
    options = dict(size=32, shuffle=True, augmented=True, seed=1, zoom=0.7, aspect=1.3, sharpness=1.0, noise=0.05)
    for count, batch_size in ((2, 8), (4, 12), (3, 6)):
        whole, parts = Batches(photos, batch_size, **options), [TeamBatches(photos, batch_size, k, count, **options) for k in range(count)]
        for i in range(40 // batch_size):
            (x, y), mine = whole[i], [part[i] for part in parts]
            assert (np.concatenate([part[0] for part in mine]) == x).all()
            for name in y: assert (np.concatenate([part[1][name] for part in mine]) == y[name]).all()
        assert [len(part[len(part) - 1][0]) for part in parts] == [(40 % batch_size or batch_size) // count] * count
    assert len(TeamBatches(photos, 39, 0, 2)) == 1 and len(Batches(photos, 39)) == 2 and type(team_batches(photos, 8)) is Batches


# cell 9a000062
def test_an_error_of_the_connection_is_told_only_where_there_is_one():
    with pytest.raises(ValueError, match="^Gloo"):
        with telling_of_loss(): raise ValueError("Gloo is not asked: this process is alone")
    with mock.patch.dict(telling_of_loss.__wrapped__.__globals__, team=lambda: (1, 2)):
        for error in (ValueError("UNKNOWN: Gloo AllReduce failed: Connection closed by peer"), RuntimeError("UNAVAILABLE: peer")):
            with pytest.raises(RunError, match="^another process [^\n]+ the last checkpoint$"):
                with telling_of_loss(): raise error
        for error in (ValueError("shapes"), RunError("Gloo"), KeyError("Gloo")):
            with pytest.raises(type(error), match=str(error)):
                with telling_of_loss(): raise error


# cell 9a000063
def test_alone_all_steps_are_plain():
    assert agreed(lambda: 3) == 3 and check_same({"seed": 1}) == {"seed": 1} and writes()
    with tempfile.TemporaryDirectory() as folder:
        with run_folder(Path(folder)) as out: assert out == Path(folder)
        (out / "manifest.json").write_text("{}")
        assert zipfile.ZipFile(io.BytesIO(packed(out))).namelist() == ["manifest.json"]
    with in_team(print): pass
