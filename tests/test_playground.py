# Written by nbdev-export from nbs/playground.ipynb: edit the notebook.
import pytest
from colorize_nb.playground import *
from pathlib import Path
import gzip, json, tempfile
import numpy as np
from colorize_nb.lab import rgb_to_luminance
from colorize_nb.weights import load_weights, shipped_colorizers, weights_path


# cell 91a00008
def test_eight_bits_keep_a_kernel_to_half_a_step_of_each_output():
    kernel = np.random.default_rng(0).normal(size=(8, 4, 3, 3)).astype(np.float32) * np.arange(8)[:, None, None, None]
    whole, scale = in_eight_bits(kernel)
    assert whole.dtype == np.int8 and np.abs(whole).max() == 127 and (whole[0] == 0).all()
    assert (np.abs(whole * scale - kernel) <= scale / 2 + 1e-6).all()
    assert in_eight_bits(kernel[0, :, 0])[1].shape == (1, 3)


# cell 91a00012
def test_colorizers_that_differ_only_in_decoding_share_a_file_and_each_is_below_9_mb():
    with tempfile.TemporaryDirectory() as place:
        written, colorizers = write_models(Path(place))
        assert [each["name"] for each in colorizers] == shipped_colorizers()
        assert set(written) == {weights_path(name).stem for name in shipped_colorizers()} == {each["file"] for each in colorizers}
        assert sorted(path.name for path in Path(place).iterdir()) == sorted(file["path"] for file in written.values())
        assert all((Path(place) / file["path"]).stat().st_size == file["bytes"] < 9e6 for file in written.values())
        assert all((written[each["file"]]["bins"] is not None) == each["quantized"] for each in colorizers)


# cell 11fe0004
def test_live_cells_get_a_small_file_with_the_luminance_of_their_photograph():
    with tempfile.TemporaryDirectory() as place:
        write_live(Path(place))
        text = (Path(place) / "live.json").read_text(encoding="utf-8")
    photograph, photo = json.loads(text)["photograph"], live_photograph()
    assert len(text) < 200_000 and (photograph["height"], photograph["width"]) == LIVE_SIZE == photo.shape[:2]
    off = np.array(photograph["luminance"]) / 1000 - rgb_to_luminance(photo).ravel()
    assert np.abs(off).max() <= 0.0005 + 1e-6 and len(photograph["ab"]["planes"]) == 2
