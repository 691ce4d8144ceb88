# Written by nbdev-export from nbs/bench.ipynb: edit the notebook.
import pytest
from colorize_nb.bench import *
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
import math, sys
import numpy as np
import pytest
from colorize_nb.engines import NumpyEngine
from colorize_nb.photos import ColorizeError, read_photo
from colorize_nb.recipes import RECIPES
TINY = replace(RECIPES["model3"], name="tiny", batch_norm=False, width=1/16, image_size=32)


# cell 0eb3ede8
def test_a_goal_is_reached_from_its_own_side_limit_included():
    most, least = "48 megapixels: seconds", "RGB to Lab: times the speed of scikit-image"
    assert [reached(most, value) for value in (29, 30, 31)] == [True, True, False]
    assert [reached(least, value) for value in (9, 10, 11)] == [False, True, True]
    assert reached(most, math.nan) is None and reached("a row without a goal", 1) is None


# cell e583c390
def test_the_table_has_a_line_for_each_value_with_its_goal_and_a_verdict():
    found = table({"48 megapixels: seconds": 31, "RGB to Lab: times the speed of scikit-image": 10, "another row": 2})
    assert list(found) == ["row", "value", "goal", "reached"]
    assert list(found["goal"]) == ["at most 30", "at least 10", ""] and list(found["reached"]) == ["no", "yes", ""]
    assert list(found["value"]) == [31, 10, 2]


# cell 519f14f7
def test_functions_are_called_in_turn_the_least_time_is_kept_and_the_first_round_is_not_counted():
    calls, durations = [], iter([0.1, 9, 5, 7, 3, 8])  # of a, b, a, b, a, b; the first a is the shortest of all
    now = [0.0]
    def spends(name):
        calls.append(name)
        now[0] += next(durations)
    times = least_times({"a": lambda: spends("a"), "b": lambda: spends("b")}, rounds=2, clock=lambda: now[0])
    assert calls == ["a", "b"] * 3
    assert times == pytest.approx({"a": 3, "b": 7})


# cell 09463561
def test_speeds_are_ratios_of_seconds():
    rows = lab_rows({"to Lab": 0.02, "to Lab by scikit-image": 0.3, "to RGB": 0.05, "to RGB by scikit-image": 0.2}, 0.01)
    assert list(rows.values()) == pytest.approx([15, 4, 0.01])
    assert list(table(rows)["reached"]) == ["yes", "no", "yes"]


# cell 08d93091
def test_the_peak_is_the_program_s_own_and_a_failure_is_told_in_its_words():
    mine = bytearray(400_000_000)
    assert 0.2 < run_measured(sys.executable, "-c", "bytearray(b'1') * 200_000_000")[1] < 0.3
    with pytest.raises(ColorizeError, match="status 3: no paper"):
        run_measured(sys.executable, "-c", "import sys; print('no paper', file=sys.stderr); sys.exit(3)")


# cell 9a703b13
def test_the_test_photograph_has_the_size_that_was_asked_for():
    with TemporaryDirectory() as folder:
        save_test_photo(f"{folder}/photo.jpg", 0.5)
        height, width, _ = read_photo(f"{folder}/photo.jpg").shape
    assert (height, width) == (612, 816)


# cell 657b3882
def test_throughput_is_a_ratio_and_a_photograph_has_its_part_of_the_shorter_time():
    rows = folder_rows({1: 10, 2: 5}, 200)
    assert rows == {"folder, 2 processes: times the throughput of one core": 2, "folder: milliseconds a photograph of 0.2 megapixels": 25}


# cell f65bb636
def test_operations_are_those_of_the_paper_s_table_counted_by_hand():
    square = lambda side, inputs, outputs, kernel=3: 2 * side ** 2 * inputs * outputs * kernel ** 2
    low = square(112, 1, 64) + square(112, 64, 128) + square(56, 128, 128) + square(56, 128, 256) + square(28, 256, 256) + square(28, 256, 512)
    scene = 2 * square(14, 512, 512) + 2 * square(7, 512, 512) + 2 * (7 * 7 * 512 * 1024 + 1024 * 512 + 512 * 256 + 512 * 256 + 256 * 10)
    mid = square(28, 512, 512) + square(28, 512, 256) + square(28, 512, 256, 1)
    colour = square(28, 256, 128) + square(56, 128, 64) + square(56, 64, 64) + square(112, 64, 32) + square(112, 32, 2)
    assert operations(WIDTH_ONE, (224, 224, 1)) == pytest.approx((low + scene + mid + colour) / 1e9)
    assert operations(WIDTH_ONE, (224, 224, 1), (224, 224, 1)) == pytest.approx((2 * low + scene + mid + colour) / 1e9)


# cell 289b95ad
def test_the_network_in_pytorch_gives_the_numbers_of_ours():
    if find_spec("torch"):
        import torch
        weights, inputs = random_weights(TINY), random_inputs(TINY, 2)
        network = torch_network(TINY)
        set_torch_weights(network, weights.arrays)
        with torch.no_grad(): ab, scene = network(*(torch.tensor(maps).permute(0, 3, 1, 2) for maps in inputs))
        ours = NumpyEngine(weights)(*inputs)
        assert np.abs(ab.permute(0, 2, 3, 1).numpy() - ours["ab"]).max() < 1e-5 and ours["ab"].std() > 0.01
        assert np.abs(scene.numpy() - ours["scene"]).max() < 1e-5


# cell 124080c6
def test_in_pytorch_too_the_network_has_the_paper_s_number_of_parameters_with_batch_normalisation_or_without():
    if find_spec("torch"):
        import torch
        count = lambda recipe: sum(p.numel() for p in torch_layers(recipe).parameters())
        assert count(WIDTH_ONE) == 42_303_724 and count(replace(WIDTH_ONE, batch_norm=True)) == 42_317_228


# cell 0a8a33d7
def test_what_does_not_work_here_is_left_out_and_named():
    def fails(): raise RuntimeError("no compiler")
    assert list(working({"a": lambda: 1, "b": fails})) == ["a"]


# cell 05aae0eb
def test_shares_and_ratios_are_those_of_the_fastest_in_its_own_precision():
    seconds = {"NumPy float32": 0.4, "Keras float32": 0.2, "Keras bfloat16": 0.1, "PyTorch float32, as it is": 0.3, "PyTorch bfloat16, compiled": 0.08}
    products = {"NumPy float32": 0.04, "Keras bfloat16": 0.03, "PyTorch bfloat16": 0.02}
    rows = network_rows(8, seconds, products, work=20, product=10)
    assert rows["network, 8 images: share of the bare matrix product"] == pytest.approx((8 * 20 / 0.1) / (10 / 0.02))
    assert rows["network, 8 images: time relative to PyTorch's best"] == pytest.approx(0.1 / 0.08)
    assert rows["network, 8 images: milliseconds an image, NumPy float32"] == pytest.approx(50)
    assert "network, 1 image: time relative to PyTorch's best" not in network_rows(1, {"NumPy float32": 1}, products, 20)


# cell 1b402254
def test_a_step_of_training_in_pytorch_lowers_the_loss():
    if find_spec("torch"):
        import torch
        torch.manual_seed(0)
        step = torch_training(replace(TINY, batch_norm=True, batch_size=4, learning_rate=1), "float32", compiled=False)
        losses = [step() for _ in range(8)]
        assert losses[-1] < losses[0] < 1000


# cell b2c280e2
def test_a_step_is_compared_with_the_fastest_of_pytorch_where_that_is_there():
    rows = training_rows(8, {"Keras float32": 4, "Keras bfloat16": 2, "PyTorch float32": 5, "PyTorch bfloat16": 1.6})
    assert rows["training step: time relative to PyTorch's best"] == pytest.approx(1.25)
    assert rows["training step: milliseconds an image, Keras bfloat16"] == 250
    assert list(training_rows(8, {"Keras float32": 4})) == ["training step: milliseconds an image, Keras float32"]


# cell 9edddad7
def test_every_goal_belongs_to_a_row_that_a_part_measures():
    import inspect, colorize_nb.bench as bench
    code = inspect.getsource(bench)
    endings = {row.split(": ")[1].split(" of ")[0] for row in GOALS}
    assert all(code.count(ending) > 1 for ending in endings)


# cell 106016ed
def test_the_command_prints_the_chosen_parts_and_records_them_with_their_machine():
    import json, colorize_nb.bench as bench
    from unittest import mock
    with mock.patch.dict(bench.PARTS, {"lab": lambda: {"RGB to Lab: largest difference from scikit-image": 0.01}}), TemporaryDirectory() as folder:
        bench.main(["--only", "lab", "--record", folder])
        manifest = json.loads(Path(folder, "manifest.json").read_text())
        lines = Path(folder, "table.csv").read_text().splitlines()
    assert lines == ["row,value,goal,reached", "RGB to Lab: largest difference from scikit-image,0.01,at most 0.05,yes"]
    assert manifest["command"].endswith("--only lab --record FOLDER") and manifest["machine"]["instructions"] in manifest["measured_on"]
