# Written by nbdev-export from nbs/original.ipynb: edit the notebook.
import pytest
from colorize_nb.original import *
from dataclasses import replace
from pathlib import Path
import math, re, struct, tempfile
import numpy as np
import pytest
from scipy.signal import correlate2d
from scipy.special import expit
from skimage.color import lab2rgb, rgb2lab
from colorize_nb.luma import rgb_to_luma
from colorize_nb.numpy_engine import NumpyEngine
from colorize_nb.photos import ColorizeError, sample_photo
from colorize_nb.predict import load_colorizer, network_inputs, predict_color
from colorize_nb.recipes import Recipe, parts_of, weight_shapes
from colorize_nb.weights import Weights, check_weights, read_weights
class Lua(list):
    "A table of Lua as a list of pairs, so that any value can be a key."

class Torch7Writer:
    "What is written of a file, for tests; what was written before is written as its index."
    def __init__(self): self.bytes, self.indices, self.kept = bytearray(), {}, []

    def add(self, form, *values): self.bytes += struct.pack("<" + form, *values)
    def text(self, text): self.add(f"i{len(text.encode())}s", len(text.encode()), text.encode())

    def seen(self, value, kind):
        "Write kind and index of `value`; whether its contents were written before."
        self.kept.append(value)  # so that its id stays its own
        known = id(value) in self.indices
        self.add("ii", kind, self.indices.setdefault(id(value), len(self.indices) + 1))
        return known
def write(file, value):
    "Append `value`: None, bool, number, str, dict, list (a table from 1), `Lua`, `LuaObject`, function or array."
    if value is None: file.add("i", 0)
    elif isinstance(value, bool): file.add("ii", 5, value)
    elif isinstance(value, (int, float)): file.add("id", 1, value)
    elif isinstance(value, str): file.add("i", 2); file.text(value)
    elif isinstance(value, np.ndarray): write_tensor(file, value)
    elif callable(value):
        if not file.seen(value, 8): file.add("i4s", 4, b"\x1bLJ\x01"); write(file, {"name": "upvalue"})
    elif isinstance(value, LuaObject):
        if not file.seen(value, 4): file.text("V 1"); file.text(value.kind); write(file, value.fields)
    elif not file.seen(value, 3): write_table(file, value)

def write_table(file, value):
    if isinstance(value, dict): value = value.items()
    elif not isinstance(value, Lua): value = list(enumerate(value, 1))
    file.add("i", len(value))
    for pair in value:
        for part in pair: write(file, part)
def write_tensor(file, array):
    "A tensor; arrays that are views of another share its storage."
    if file.seen(array, 4): return
    names = {"<f4": "Float", "<f8": "Double", "<i8": "Long", "|u1": "Byte"}
    name, whole = names[array.dtype.str], array if array.base is None else array.base
    file.text("V 1"); file.text(f"torch.{name}Tensor")
    strides = [stride // array.itemsize for stride in array.strides]
    start = (array.__array_interface__["data"][0] - whole.__array_interface__["data"][0]) // array.itemsize
    file.add(f"i{2 * array.ndim}qq", array.ndim, *array.shape, *strides, start + 1)
    known = ("storage", id(whole)) in file.indices
    file.add("ii", 4, file.indices.setdefault(("storage", id(whole)), len(file.indices) + 1))
    if known: return
    file.text("V 1"); file.text(f"torch.{name}Storage"); file.add("q", whole.size); file.bytes += whole.tobytes()

def torch7(value):
    "The bytes of a Torch7 file with `value`."
    file = Torch7Writer()
    write(file, value)
    return bytes(file.bytes)

def written(content, name="colornet.t7"):
    "The path of a new file with this `content`, bytes or an object."
    path = Path(tempfile.mkdtemp()) / name
    path.write_bytes(content if isinstance(content, bytes) else torch7(content))
    return path
def convolution(rng, inputs, outputs, size=3, stride=1, **more):
    "A convolution of Torch with random weights."
    scale = math.sqrt(2.6 / (inputs * size * size))
    fields = {"nInputPlane": inputs, "nOutputPlane": outputs, "kW": size, "kH": size, "dW": stride, "dH": stride,
              "padW": size // 2, "padH": size // 2, "weight": rng.normal(0, scale, (outputs, inputs, size, size)).astype("f4"),
              "bias": rng.normal(0, 0.1, outputs).astype("f4"), "gradBias": np.zeros(outputs, "f4"), "output": np.empty(0, "f4")}
    return LuaObject("nn.SpatialConvolution", fields | more)

def linear(rng, inputs, outputs):
    weight = rng.normal(0, math.sqrt(2.6 / inputs), (outputs, inputs)).astype("f4")
    return LuaObject("nn.Linear", {"weight": weight, "bias": rng.normal(0, 0.1, outputs).astype("f4"), "train": False})

def plain(kind, **fields): return LuaObject(f"nn.{kind}", fields)
def sequential(*modules): return plain("Sequential", modules=list(modules), train=False)

def relus(*layers):
    "`layers`, each followed by a ReLU."
    return [module for layer in layers for module in (layer, plain("ReLU", inplace=True, threshold=0, val=0))]
def modules_of(width=1/16, positions=1, fusion=3, seed=0):
    "The five modules of the drawing by name, with random weights."
    rng, c = np.random.default_rng(seed), lambda channels: max(1, round(channels * width))
    conv = lambda inputs, outputs, *more: convolution(rng, c(inputs), c(outputs), *more)
    dense = lambda inputs, outputs: linear(rng, c(inputs), c(outputs))
    low = [convolution(rng, 1, c(64), 3, 2), conv(64, 128), conv(128, 128, 3, 2), conv(128, 256), conv(256, 256, 3, 2), conv(256, 512)]
    convolutions = [conv(512, 512, 3, 2), conv(512, 512), conv(512, 512, 3, 2), conv(512, 512)]
    after = relus(dense(512 * positions ** 2, 1024), dense(1024, 512))
    double = plain("SpatialUpSamplingNearest", scale_factor=2)
    color = relus(conv(512, 256, fusion), conv(256, 128)) + [double] + relus(conv(128, 64), conv(64, 64)) + [double]
    color += relus(conv(64, 32)) + [convolution(rng, c(32), 2), plain("Sigmoid")]
    return {"low": sequential(*relus(*low)), "mid": sequential(*relus(conv(512, 512), conv(512, 256))),
            "global": sequential(*relus(*convolutions), plain("View", size=np.int64([512])), *after),
            "vector": sequential(*relus(dense(512, 256)), plain("Replicate", nfeatures=28, dim=2), plain("Replicate", nfeatures=28, dim=2)),
            "color": sequential(*color)}

def node(module, *sources, **more):
    "A node of nngraph; its `sources` are known by number, and their numbers by them."
    pairs = [pair for i, source in enumerate(sources, 1) for pair in ((i, source.fields["data"]), (source.fields["data"], i))]
    label = {"_debugLabel": "[convert.lua]:50_"}
    data = {"annotations": label, "mapindex": Lua(pairs), "reverseMap": {}, "input": {}, **more}
    made = LuaObject("nngraph.Node", {"data": data | ({"module": module} if module else {}), "children": [], "visited": False})
    for source in sources: source.fields["children"].append(made)
    return made
def graph_of(modules, second_low=None, vector_first=False, head=None):
    "The `nn.gModule` of the drawing. `second_low`: of the global path. `head`: a classifier on the global vector's source."
    start = node(None)
    split = node(None, start, nSplitOutputs=2)
    one, two = node(None, split, selectindex=1), node(None, split, selectindex=2)
    mid = node(modules["mid"], node(modules["low"], two))
    view = node(modules["global"], node(second_low or modules["low"], one))
    vector = node(modules["vector"], view)
    joined = node(plain("JoinTable", dimension=2), *((vector, mid) if vector_first else (mid, vector)))
    color = node(modules["color"], joined)
    ends = [color] + ([node(head, view)] if head else [])
    end = node(None, *ends)
    def sources(these): return [n for n in these if n is not None]
    low, low_of_view = two.fields["children"][0], one.fields["children"][0]
    nodes = sources([start, split, two, low, mid, one, low_of_view, view, vector, joined, color, *ends[1:], end])
    edges = [plain("graph.Edge", **{"from": a, "to": b}) for a in nodes for b in a.fields["children"]]
    graph = LuaObject("graph.Graph", {"edges": edges, "nodes": Lua([*enumerate(nodes, 1), *((n, i) for i, n in enumerate(nodes, 1))])})
    inside = [n.fields["data"]["module"] for n in nodes if "module" in n.fields["data"]]
    return LuaObject("nn.gModule", {"fg": graph, "bg": graph, "forwardnodes": nodes, "backwardnodes": nodes[::-1], "innode": start,
                                    "outnode": end, "modules": inside, "verbose": False, "train": False, "apply": print})

def colornet(mean=0.45, **options):
    "The table of a file with random weights, and its modules."
    graph_options = {name: options.pop(name) for name in ("second_low", "vector_first", "head") if name in options}
    modules = modules_of(**options)
    return {"model": graph_of(modules, **graph_options), "mean": mean}, modules
def run_torch(module, maps):
    "What the Torch `module` makes of `maps`, channels first."
    fields, kind = module.fields, module.kind.split(".")[-1]
    if kind == "Sequential":
        for inner in fields["modules"]: maps = run_torch(inner, maps)
        return maps
    if kind.startswith("SpatialConvolution"):
        size, stride = fields["kW"], fields["dW"]
        framed = np.pad(maps, [(0, 0), (size // 2,) * 2, (size // 2,) * 2])
        weight = fields["weight"].reshape(fields["nOutputPlane"], -1, size, size)
        planes = [sum(correlate2d(plane, w, "valid") for plane, w in zip(framed, kernels)) for kernels in weight]
        return np.stack(planes)[:, ::stride, ::stride] + fields.get("bias", np.zeros(len(weight)))[:, None, None]
    if kind.endswith("BatchNormalization"):
        column = (-1,) + (1,) * (maps.ndim - 1)
        inverse = fields["running_std"] if "running_std" in fields else 1 / np.sqrt(fields["running_var"] + fields.get("eps", 1e-5))
        normal = (maps - fields["running_mean"].reshape(column)) * inverse.reshape(column)
        return normal * fields["weight"].reshape(column) + fields["bias"].reshape(column) if "weight" in fields else normal
    if kind == "Linear": return fields["weight"] @ maps + fields["bias"]
    if kind == "SpatialUpSamplingNearest": return maps.repeat(2, axis=1).repeat(2, axis=2)
    return {"ReLU": lambda x: np.maximum(x, 0), "Sigmoid": expit, "View": np.ravel, "Replicate": lambda x: x}[kind](maps)
def answer(modules, luma, view, vector_first=False, second_low=None):
    "ab in [0, 1] (2, h/2, w/2) for the network's inputs `luma` (h, w) and `view` (s, s), as Torch computes it."
    mid = run_torch(modules["mid"], run_torch(modules["low"], luma[None]))
    vector = run_torch(modules["vector"], run_torch(modules["global"], run_torch(second_low or modules["low"], view[None])))
    everywhere = np.broadcast_to(vector[:, None, None], (len(vector), *mid.shape[1:]))
    return run_torch(modules["color"], np.concatenate([everywhere, mid] if vector_first else [mid, everywhere]))

def agrees(path, modules, **options):
    "Whether the network in `path` gives in our engine what Torch computes of `modules`."
    weights = original_weights(path)
    side = weights.recipe.image_size
    luma, view = (np.random.default_rng(1).random(size, np.float32) - 0.45 for size in ((48, 64), (side, side)))
    wanted = answer(modules, luma, view, **options).transpose(1, 2, 0)
    found = NumpyEngine(weights)(luma[None, ..., None], view[None, ..., None])["ab"][0]
    assert np.ptp(wanted) > 0.1  # the network does see something
    np.testing.assert_allclose(found, wanted, atol=1e-5)
    return weights


# cell cca4bc63
def test_what_torch7_wrote_is_read_as_it_was_and_what_was_shared_is_shared():
    rng, flat = np.random.default_rng(0), np.arange(12, dtype="f4")
    weight, data = rng.random((2, 3)), {}
    module = LuaObject("nn.Linear", {"weight": weight})
    table = {"text": "grün", "whole": 3, "half": 0.5, "no": False, "list": [1.5, None, "x"], "turned": flat.reshape(3, 4).T,
             "tail": flat[5:], "module": module, "same": module, "closure": print, "empty": np.empty(0, "f4"),
             "map": Lua([(1, data), (data, 1), (2.5, "between"), (True, "true")]), -1: "minus"}
    table["itself"], module.fields["owner"], data["map"] = table, module, table["map"]
    found = read_torch7(written(table))
    assert [found[name] for name in ("text", "whole", "half", "no")] == ["grün", 3, 0.5, False] and found[-1] == "minus"
    assert found["list"] == {1: 1.5, 2: None, 3: "x"} and found["itself"] is found
    assert found["map"] == {1: {"map": found["map"]}, 2.5: "between"} and found["map"][1]["map"] is found["map"]
    np.testing.assert_array_equal(found["turned"], flat.reshape(3, 4).T)
    np.testing.assert_array_equal(found["tail"], flat[5:])
    assert np.shares_memory(found["turned"], found["tail"]) and found["empty"].size == 0
    assert found["module"] is found["same"] and found["module"].kind == "nn.Linear" and found["module"].fields["owner"] is found["module"]
    np.testing.assert_array_equal(found["module"].fields["weight"], weight)
    assert found["closure"].kind == "function"
    for value in (7.5, "text", True): assert read_torch7(written(value)) == value


# cell 91f31752
def test_files_before_versions_and_functions_without_an_index_are_read():
    i, text = lambda v: struct.pack("<i", v), lambda t: struct.pack("<i", len(t)) + t
    old = i(3) + i(1) + i(2) + i(2) + text(b"f") + i(6) + text(b"program") + i(0) + i(2) + text(b"m")
    old += i(4) + i(2) + text(b"nn.Identity") + i(3) + i(3) + i(0)
    found = read_torch7(written(old))
    assert found["f"].kind == "function" and found["m"].kind == "nn.Identity" and found["m"].fields == {}


# cell 894e6727
def test_a_file_cut_off_at_any_byte_is_told_in_one_sentence():
    small = {"weight": np.arange(3, dtype="f4"), "list": ["a", None, True], "closure": print, "m": LuaObject("nn.X", {"a": 1})}
    content = torch7(small)
    path = written(content)
    for length in range(len(content)):
        path.write_bytes(content[:length])
        with pytest.raises(OriginalError, match="^[^\n]*colornet.t7 cannot be read as a file of Torch7[^\n]+$"): read_torch7(path)


# cell 910b4f89
def test_hostile_files_take_no_memory_and_run_nothing_and_are_told_in_one_sentence():
    i, q, text = lambda *v: struct.pack(f"<{len(v)}i", *v), lambda *v: struct.pack(f"<{len(v)}q", *v), lambda t: struct.pack("<i", len(t)) + t
    def instance(name, rest, index=1): return i(4, index) + text(b"V 1") + text(name) + rest
    def tensor(shape, strides, start, storage): return instance(b"torch.FloatTensor", i(len(shape)) + q(*shape, *strides, start) + storage)
    def storage(size, numbers=b"\0" * 8): return instance(b"torch.FloatStorage", q(size) + numbers, 2)
    deep = b"".join(i(3, n, 1, 1) + struct.pack("<d", 1) for n in range(1, 5000))
    hostile = [b"", i(9), i(-1), i(2, -1), i(2, 1 << 30), i(3, 1, 1 << 30), i(3, 1, -5) + i(9), i(6, -1), i(8, 1, -7), deep, b"PK\x03\x04" * 9,
               storage(-1), storage(1 << 62), storage(3), instance(b"nn.Linear", i(1) + struct.pack("<d", 1)), instance(b"os.system", i(2, 4) + b"true"),
               tensor([1 << 40], [1], 1, storage(2)), tensor([3], [1], 1, storage(2)), tensor([2], [1], 2, storage(2)), tensor([2], [1], 0, storage(2)),
               tensor([-2], [1], 1, storage(2)), tensor([2], [-1], 2, storage(2)), tensor([2, 2], [1 << 62, 1 << 62], 1, storage(2)),
               tensor([2], [1], 1, instance(b"torch.DoubleStorage", q(1) + b"\0" * 8, 2)), tensor([2], [1], 1, i(1) + b"\0" * 8),
               instance(b"torch.FloatTensor", i(1 << 30)), instance(b"torch.FloatTensor", i(-1)), tensor([1 << 62] * 9, [0] * 9, 1, storage(2))]
    for content in hostile:
        with pytest.raises(OriginalError, match="^[^\n]*colornet.t7 cannot be read as a file of Torch7[^\n]+$"): read_torch7(written(content))
    for wrong, why in (("no/such.t7", "does not exist"), (".", "cannot be read")):
        with pytest.raises(OriginalError, match=why): read_torch7(wrong)
    repeated = read_torch7(written(tensor([1000, 1000], [0, 0], 1, storage(2))))  # a view: it takes no memory
    assert repeated.shape == (1000, 1000) and not repeated.any()
    many = i(3, 1, 1 << 20) + i(0, 0) * (1 << 19)
    with pytest.raises(OriginalError, match="more than 1,000,000 objects"): read_torch7(written(many))


# cell e2957046
def test_the_network_of_the_drawing_gives_what_torch_computes():
    table, modules = colornet()
    weights = agrees(written(table), modules)
    recipe = weights.recipe
    assert (recipe.width, recipe.image_size, recipe.fusion_kernel, recipe.strided_kernel) == (1 / 16, 32, 3, 4)
    assert recipe.luma and recipe.input_mean == 0.45 and recipe.ab_scale == (200, 100) and not recipe.batch_norm
    assert not recipe.labelled and recipe.classes == 0 and weights.classes == () and weights.license.startswith("CC BY-NC-SA 4.0")


# cell b794a871
def test_a_larger_view_and_the_paper_s_fusion_layer_and_the_other_order_of_joining_give_what_torch_computes():
    for options in (dict(positions=2), dict(fusion=1), dict(vector_first=True), dict(fusion=1, vector_first=True, seed=3)):
        table, modules = colornet(**options)
        weights = agrees(written(table), modules, vector_first="vector_first" in options)
        assert weights.recipe.fusion_kernel == options.get("fusion", 3) and weights.recipe.image_size == 32 * options.get("positions", 1)


# cell 407a230f
def test_batch_normalisation_is_folded_with_the_numbers_of_torch():
    def normalized(modules, rng, old=False):
        "The Sequential `modules` with batch normalisation between each layer with weights and its ReLU."
        for name in modules:
            inside = modules[name].fields["modules"]
            for i in reversed(range(len(inside))):
                if inside[i].kind != "nn.ReLU": continue
                n = len(inside[i - 1].fields["bias"])
                fields = {name: rng.uniform(0.5, 1.5, n).astype("f4") for name in ("running_mean", "running_std" if old else "running_var", "weight", "bias")}
                if rng.random() < 0.3: del fields["weight"], fields["bias"]
                inside.insert(i, plain("SpatialBatchNormalization", eps=0.01, **fields))
    for old in (False, True):
        modules, rng = modules_of(), np.random.default_rng(5)
        normalized(modules, rng, old)
        assert not agrees(written({"model": graph_of(modules), "mean": 0.4}), modules).recipe.batch_norm


# cell 020a8d53
def test_old_and_other_forms_of_the_same_layers_are_understood():
    table, modules = colornet()
    def change(module, path=()):
        "Turn the layers into doubles, flat kernels, cudnn's classes, one storage for all."
        for inner in module.fields.get("modules", []): change(inner)
        if "weight" not in module.fields: return
        fields = module.fields
        fields["weight"], fields["bias"] = fields["weight"].astype("f8"), fields["bias"].astype("f8")
        if module.kind == "nn.SpatialConvolution":
            fields["weight"] = fields["weight"].reshape(fields["nOutputPlane"], -1)
            fields["padding"] = fields.pop("padW")
            del fields["padH"]
            module.kind = "nn.SpatialConvolutionMM" if fields["dW"] == 1 else "cudnn.SpatialConvolution"
    for module in modules.values(): change(module)
    layers = [layer for module in modules.values() for layer in module.fields["modules"] if "weight" in layer.fields]
    everything = np.concatenate([layer.fields["weight"].ravel() for layer in layers])
    start = 0
    for layer in layers:
        shape = layer.fields["weight"].shape
        layer.fields["weight"] = everything[start:start + math.prod(shape)].reshape(shape)
        start += math.prod(shape)
    del layers[0].fields["bias"]
    copied = sequential(*modules["low"].fields["modules"])
    for twice in (None, copied, plain("MapTable", modules=[modules["low"], copied])):
        agrees(written({"model": graph_of(modules, second_low=twice), "mean": np.float32([0.45])}), modules)


# cell 8f48311a
def test_the_answer_that_can_be_computed_by_hand_comes_out_of_the_whole_way():
    table, modules = colornet(mean=0.3)
    for module in modules.values():
        for layer in module.fields["modules"]:
            for name in ("weight", "bias"):
                if name in layer.fields: layer.fields[name][...] = 0
    modules["color"].fields["modules"][-2].fields["bias"][:] = [math.log(0.6 / 0.4), math.log(0.35 / 0.65)]
    folder = Path(tempfile.mkdtemp())
    weights = import_original(written(table), folder / "original.safetensors")
    colorizer = load_colorizer(folder / "original.safetensors")
    ab = np.float32([20, -30])  # 200 * 0.6 - 100, 200 * 0.35 - 100
    outputs = colorizer.outputs(np.random.default_rng(0).random((40, 56, 1), np.float32))
    np.testing.assert_allclose(colorizer.decode(outputs), np.broadcast_to(ab, (20, 28, 2)), atol=0.05)
    photo = sample_photo("coffee")[100:180, 200:312]
    luma = photo @ [0.299, 0.587, 0.114]
    lab = rgb2lab(np.repeat(luma[..., None], 3, axis=-1)) + [0, *ab]
    wanted = lab2rgb(lab)
    wanted += (luma - wanted @ [0.299, 0.587, 0.114])[..., None]  # yuv2rgb of the picture's luma and the colour's u and v
    found = predict_color(photo, colorizer)
    inside = ((wanted > 0.01) & (wanted < 0.99)).all(axis=-1) & (lab[..., 0] > 25) & (lab[..., 0] < 75)
    assert inside.mean() > 0.2
    np.testing.assert_allclose(found[inside], wanted[inside], atol=5e-3)
    np.testing.assert_allclose((found @ [0.299, 0.587, 0.114])[inside], luma[inside], atol=1e-3)
    assert np.abs(predict_color(photo, colorizer, dtype="uint8") - 255 * found).max() < 0.51


# cell 6e1be721
def test_a_photograph_is_seen_at_its_own_size_as_luma_less_the_mean():
    table, modules = colornet(mean=0.3)
    path = Path(tempfile.mkdtemp()) / "original.safetensors"
    import_original(written(table), path)
    colorizer = load_colorizer(path)
    grey = np.random.default_rng(0).random((48, 64, 1), np.float32)
    seen, view = network_inputs(colorizer.recipe, np.float32(rgb2lab(grey.repeat(3, axis=-1))[..., :1] / 100))
    np.testing.assert_allclose(seen[0] + 0.3, grey, atol=2e-3)
    assert view.shape == (1, 32, 32, 1) and network_inputs(colorizer.recipe, np.zeros((1000, 1500, 1)))[0].shape == (1, 512, 768, 1)
    wanted = answer(modules, seen[0, ..., 0], view[0, ..., 0]).transpose(1, 2, 0) * 200 - 100
    found = colorizer.decode(colorizer.outputs(np.float32(rgb2lab(grey.repeat(3, axis=-1))[..., :1] / 100)))
    np.testing.assert_allclose(found, wanted, atol=0.5)  # its file has matrices in float16
    rgb = predict_color(grey.repeat(3, axis=-1), colorizer)
    inside = ((rgb > 0.01) & (rgb < 0.99)).all(axis=-1)
    assert inside.mean() > 0.3 and np.ptp(rgb, axis=-1).max() > 0.05
    np.testing.assert_allclose((rgb @ [0.299, 0.587, 0.114])[inside], grey[..., 0][inside], atol=2e-3)


# cell 8b8f048e
def test_all_engines_give_the_same_colours():
    table, _ = colornet(vector_first=True)
    path = Path(tempfile.mkdtemp()) / "original.safetensors"
    import_original(written(table), path)
    photo = sample_photo("coffee")[100:180, 200:312]
    wanted = predict_color(photo, load_colorizer(path))
    for engine in ("keras", "onnx"):
        np.testing.assert_allclose(predict_color(photo, load_colorizer(path, engine)), wanted, atol=2e-3)


# cell 75fb6077
def test_the_paper_s_classifier_is_taken_and_another_is_left_out_and_told():
    rng, c = np.random.default_rng(7), lambda channels: round(channels / 16)
    paper = lambda end: sequential(*relus(linear(rng, c(512), c(256))), linear(rng, c(256), 5), *end)
    for end in ([], [plain("LogSoftMax")]):
        head = paper(end)
        table, modules = colornet(head=head)
        weights = agrees(written(table), modules)
        assert weights.recipe.labelled and weights.classes == ("class001", "class002", "class003", "class004", "class005")
        view = rng.random((32, 32), np.float32)
        logits = run_torch(sequential(*head.fields["modules"][:3]), run_torch(modules["global"], run_torch(modules["low"], view[None])))
        scene = NumpyEngine(weights)(view[None, ..., None])["scene"][0]
        np.testing.assert_allclose(scene, np.exp(logits) / np.exp(logits).sum(), atol=1e-5)
    other = sequential(*relus(linear(rng, c(512), c(512))), plain("Dropout", p=0.5), linear(rng, c(512), 5), plain("LogSoftMax"))
    table, modules = colornet(head=other)
    with pytest.warns(UserWarning, match="classifier of another form, which is left out: dense 32 to 32, dense 32 to 5"):
        weights = agrees(written(table), modules)
    assert weights.classes == ()


# cell 206a4b4a
def test_the_names_of_the_classes_come_from_a_file():
    table, _ = colornet(head=sequential(*relus(linear(np.random.default_rng(0), 32, 16)), linear(np.random.default_rng(0), 16, 3)))
    path, bare = written(table), written(colornet()[0])
    assert original_weights(path, written("sea\nland \n\nKüste\n".encode(), "names.txt")).classes == ("sea", "land", "Küste")
    for content, sentence in ((b"sea\nland", "2 different names and the network 3 classes"), (b"a\na\nb", "2 different names"),
                              (b"\xff\xfe\xff", "cannot be read as text")):
        with pytest.raises(OriginalError, match=f"names.txt [^\n]*{sentence}"): original_weights(path, written(content, "names.txt"))
    with pytest.raises(OriginalError, match="missing.txt cannot be read as text"): original_weights(path, "missing.txt")
    with pytest.raises(OriginalError, match="no classifier"): original_weights(bare, written(b"sea", "names.txt"))


# cell 4bb7a7f5
def test_another_network_is_refused_in_a_sentence_that_lists_what_was_found():
    def without(modules, name, index): del modules[name].fields["modules"][index]
    def wider(modules): modules["mid"].fields["modules"][0] = convolution(rng, 32, 33)
    def strided(modules): modules["mid"].fields["modules"][0].fields.update(dW=2, dH=2)
    def cropped(modules): modules["low"].fields["modules"][2].fields.update(padW=0, padH=0)
    def oblique(modules): modules["low"].fields["modules"][2].fields.update(dW=2)
    def tanh(modules): modules["color"].fields["modules"][-1].kind = "nn.Tanh"
    def tripled(modules): modules["color"].fields["modules"][4].fields["scale_factor"] = 3
    def flatter(modules): modules["global"].fields["modules"][9] = linear(rng, 33, 64)
    def normalized_first(modules): modules["low"].fields["modules"].insert(0, plain("SpatialBatchNormalization"))
    def without_statistics(modules): modules["low"].fields["modules"].insert(1, plain("SpatialBatchNormalization"))
    def late(modules): modules["low"].fields["modules"].insert(2, plain("SpatialBatchNormalization"))
    def deeper(modules): modules["color"].fields["modules"] += relus(convolution(rng, 2, 2))
    rng = np.random.default_rng(0)
    changes = [lambda m: without(m, "low", 0), lambda m: without(m, "mid", 1), lambda m: without(m, "global", 11), lambda m: without(m, "color", 0),
               wider, strided, cropped, oblique, tanh, tripled, flatter, normalized_first, without_statistics, late, deeper,
               lambda m: m["mid"].fields.update(m["global"].fields), lambda m: without(m, "vector", 0)]
    for change in changes:
        modules = modules_of()
        change(modules)
        with pytest.raises(OriginalError, match="^[^\n]*colornet.t7 does not have the researchers' network [^\n]*: give colornet.t7[^\n]+$"):
            original_weights(written({"model": graph_of(modules), "mean": 0.4}))


# cell e15a8b53
def test_the_sentence_about_another_network_lists_what_was_found():
    modules = modules_of()
    del modules["mid"].fields["modules"][0]
    with pytest.raises(OriginalError, match="no layers are mid1 to mid2 .*it has conv 1 to 4 3x3 stride 2, conv 4 to 8 3x3, .*dense 32 to 16"):
        original_weights(written({"model": graph_of(modules), "mean": 0.4}))
    with pytest.raises(OriginalError, match="two paths differ"): original_weights(written(colornet(second_low=modules_of(seed=1)["low"])[0]))


# cell ff11e104
def test_hostile_objects_where_a_network_should_be_are_told_in_one_sentence():
    table, modules = colornet()
    circle = sequential()
    circle.fields["modules"].append(circle)
    doubled = plain("ReLU")
    for _ in range(60): doubled = sequential(doubled, doubled)
    models = [None, 3, "model", circle, doubled, sequential(), sequential(None), sequential("x"), plain("Linear"), plain("gModule", forwardnodes=[1, None]),
              plain("SpatialConvolution"), sequential(plain("Linear", weight="heavy")), sequential(plain("Linear", weight=np.zeros(3, "f4"))),
              sequential(modules["low"]), LuaObject("os.system", {"modules": 7}), print, {"modules": 3}]
    for model in models:
        with pytest.raises(OriginalError, match="^[^\n]*colornet.t7 does not have the researchers' network [^\n]+$"):
            original_weights(written({"model": model, "mean": 0.4}))
    for mean in (None, "0.4", -0.1, 1.5, float("nan"), np.zeros(3, "f4"), np.float32([np.inf])):
        with pytest.raises(OriginalError, match="no mean luma"): original_weights(written(table | {"mean": mean}))
    for other in (3.0, [1, 2], sequential()):
        with pytest.raises(OriginalError, match="does not have"): original_weights(written(other))
    plain_graph = {"model": sequential(*(modules[name] for name in ("low", "mid", "global", "vector", "color"))), "mean": 0.4}
    with pytest.raises(OriginalError, match="does not say in which order"): original_weights(written(plain_graph))


# cell 67cf16c6
def test_weights_that_repeat_their_numbers_are_not_copied():
    i, q, text = lambda *v: struct.pack(f"<{len(v)}i", *v), lambda *v: struct.pack(f"<{len(v)}q", *v), lambda t: struct.pack("<i", len(t)) + t
    def instance(index, name, rest): return i(4, index) + text(b"V 1") + text(name) + rest
    for shape, strides in (([1 << 30, 1 << 20], [0, 0]), ([1 << 16, 1 << 16], [1, 1])):
        storage = instance(9, b"torch.FloatStorage", q(1 << 18) + b"\0" * (1 << 20))
        weight = instance(8, b"torch.FloatTensor", i(2) + q(*shape, *strides, 1) + storage)
        module = instance(7, b"nn.Linear", i(3, 6, 1, 2) + text(b"weight") + weight)
        content = i(3, 1, 2, 2) + text(b"mean") + i(1) + struct.pack("<d", 0.4) + i(2) + text(b"model") + module
        with pytest.raises(OriginalError, match="weight of nn.Linear repeats its numbers"): original_weights(written(content))


# cell 3d6ab921
def test_flipped_bits_give_another_network_or_one_sentence_and_nothing_else():
    rng, folder = np.random.default_rng(0), Path(tempfile.mkdtemp())
    content = bytearray(torch7(colornet(width=1 / 64)[0]))
    path, ends = folder / "colornet.t7", {"weights": 0, "sentence": 0}
    for _ in range(150):
        position, bit = rng.integers(len(content)), 1 << rng.integers(8)
        content[position] ^= bit
        path.write_bytes(content)
        try:
            check_weights(original_weights(path), "the weights")
            ends["weights"] += 1
        except ColorizeError as e:
            assert str(e).isprintable() and len(str(e)) < 4000
            ends["sentence"] += 1
        content[position] ^= bit
    assert min(ends.values()) > 10
    for length in rng.integers(len(content), size=30).tolist():
        path.write_bytes(content[:length])
        with pytest.raises(OriginalError, match="^[^\n]+$"): original_weights(path)


# cell 47db82b4
def test_what_is_written_is_a_file_of_weights_with_its_licence():
    folder = Path(tempfile.mkdtemp())
    path, out = written(colornet()[0]), folder / "mine.safetensors"
    weights = import_original(path, out)
    again = read_weights(out)
    assert again.license == weights.license == LICENSE and again.recipe == weights.recipe and LICENSE in out.read_bytes()[:4000].decode("latin-1")
    for wrong, sentence in ((out, "exists and is not overwritten"), (folder / "mine.t7", "let it end with .safetensors")):
        with pytest.raises(ColorizeError, match=sentence): import_original(path, wrong)
    import_original(path, out, overwrite=True)
    with pytest.raises(OriginalError, match="does not exist"): import_original(folder / "no.t7", folder / "other.safetensors")
    assert [p.name for p in folder.iterdir()] == ["mine.safetensors"]


# cell b8634f76
@pytest.mark.slow
def test_a_file_of_the_full_width_becomes_a_network_of_the_full_width():
    table, _ = colornet(width=1, positions=7)
    path = written(table)
    assert 160e6 < path.stat().st_size < 200e6
    out = path.with_name("original.safetensors")
    recipe = import_original(path, out).recipe
    assert (recipe.width, recipe.image_size, recipe.classes) == (1, 224, 0) and out.stat().st_size < 100e6
    rgb = predict_color(sample_photo("coffee")[::4, ::4], out)
    assert rgb.shape == (100, 150, 3) and np.isfinite(rgb).all()
    for p in (path, out): p.unlink()
