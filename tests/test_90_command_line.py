# Written by nbdev-export from nbs/90_command_line.ipynb: edit the notebook.
import pytest
from colorize_nb.cli import *
from pathlib import Path
import socket, tempfile
import numpy as np
import pytest
from PIL import Image
from colorize_nb.metrics import grey, psnr
from colorize_nb.photos import ColorizeError, sample_photo


# cell a9a4a607
def test_two_photographs_with_one_stem_get_two_outputs():
    with tempfile.TemporaryDirectory() as folder:
        for name in ("a.png", "a.jpg", "b.png"): Image.new("RGB", (8, 8)).save(Path(folder) / name)
        targets = [t.name for _, t in sources_and_targets(folder, "out", "m")]
    assert sorted(targets) == ["a.jpg-m.png", "a.png-m.png", "b-m.png"]


# cell 699bbf47
def test_a_port_that_is_taken_is_not_used():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert free_port(taken) != taken
    assert free_port(taken) == taken


# cell 2fe69b30
def test_the_demonstration_takes_the_next_free_name():
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "demo.png"
        assert unused(first) == first
        first.touch(); (Path(folder) / "demo-2.png").touch()
        assert unused(first).name == "demo-3.png"


# cell b184b4c7
def test_a_comparison_has_a_column_for_grey_each_colorizer_and_the_original():
    figure = comparison(["coffee", "rocket"], {"red": lambda photo: np.clip(photo * [1.5, 1, 1], 0, 1)}, height=0.5)
    axes = np.array(figure.axes).reshape(2, 3)
    assert [a.get_title() for a in axes[0]] == ["grey", "red", "original"]
    assert axes[1, 0].get_xlabel() == f"1.00, {psnr(grey(sample_photo('rocket')), sample_photo('rocket')):.1f} dB" and axes[1, 2].get_xlabel() == "rocket"
