"""The scripts of the playground: their numbers beside the library's, run by Node.js, and their types, checked by TypeScript."""
import json, os, shutil, subprocess, tarfile
from pathlib import Path
import numpy as np
import pytest
from PIL import Image
from scipy.special import softmax
from scipy.stats import entropy
from colorize_nb.hint_files import as_table, table_hints
from colorize_nb.hints import Corrections, Hint, discs, into_gamut, modes, working_size
from colorize_nb.lab import lab_to_rgb, rgb_to_lab, rgb_to_luminance
from colorize_nb.numpy_engine import decode
from colorize_nb.playground import facts
from colorize_nb.predict import default_short_side, network_size
from colorize_nb.upsampling import guided, resized
from colorize_nb.weights import load_weights, shipped_colorizers

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "colorize_nb/pages"
CENTRES = load_weights("faithful").arrays["decoding/centres"].astype(np.float32)
if not shutil.which("node"): pytest.skip("no Node.js on this machine: install it from nodejs.org", allow_module_level=True)


def lists(values): return np.asarray(values, float).round(6).tolist()


def colors(rng):
    rgb = np.concatenate([rng.random((40, 3)), np.eye(3), np.zeros((1, 3)), np.ones((1, 3))]).astype(np.float32)
    lab = rgb_to_lab(rgb)
    rows = [{"rgb": lists(r), "lab": lists(l), "back": lists(b)} for r, l, b in zip(rgb, lab, lab_to_rgb(lab))]
    outside = np.array([[50, 120, 90], [30, -90, 20]], np.float32)
    return rows + [{"rgb": lists(r), "lab": lists(rgb_to_lab(r)), "back": lists(r)} for r in lab_to_rgb(outside)]


def pixels(rng):
    rgb = rng.integers(0, 256, (50, 3), np.uint8)
    luminance, ab = rgb_to_luminance(rgb)[:, 0], rng.normal(0, 30, (50, 2)).astype(np.float32)
    colored = lab_to_rgb(np.column_stack([100 * luminance, ab]), "uint8")
    return {"rgb": rgb.tolist(), "luminance": lists(luminance), "ab": lists(ab), "colored": colored.tolist()}


def scaled(rng):
    filters = {"bilinear": Image.Resampling.BILINEAR, "lanczos": Image.Resampling.LANCZOS}
    sizes = [((37, 53), (8, 16)), ((9, 7), (31, 40)), ((20, 20), (20, 5)), ((5, 60), (9, 8))]
    maps = [(rng.random((*given, 2)).astype(np.float32), found, name) for given, found in sizes for name in filters]
    return [{"given": lists(m), "filter": name, "found": lists(resized(m, *found, filters[name]))} for m, found, name in maps]


def hints(rng):
    "The corrections of a photograph whose working size is smaller than itself."
    height, width, reach = 150, 200, 0.4
    luminance = np.clip(resized(rng.random((6, 8, 1)).astype(np.float32), height, width), 0, 1)
    small = np.clip(resized(luminance, *working_size(height, width)), 0, 1)
    ab = resized(rng.normal(0, 10, (5, 5, 2)).astype(np.float32), *small.shape[:2])
    given = [Hint(20, 30, "#a33b20", 4), Hint(26, 30, "#2040c0", 5), Hint(150, 149, "#30a040", 3), Hint(100, 60, "#777777", 0.5)]
    owners = [[int(p), int(w)] for p, w in zip(*discs(given, height, width))]
    with pytest.warns(UserWarning, match="too strong") as told: found = Corrections(luminance, ab)(given, reach)
    strong = [hint.color for hint in given if str(hint) in str(told[0].message)]
    about = [{"x": h.x, "y": h.y, "color": h.color, "radius": h.radius} for h in given]
    return {"hints": about, "height": height, "width": width, "owners": owners, "ab": lists(ab), "luminance": lists(small),
            "reach": reach, "found": lists(found), "whole": lists(luminance), "strong": strong}


def table():
    "Hints as the library writes and reads them."
    given = [Hint(20, 30, "#a33b20", 4), Hint(59, 0, "#2040c0", 1.2)]
    text = as_table(given)
    assert table_hints(text.encode(), "a.csv", 40, 60) == given
    return {"table": text, "hints": [{"x": h.x, "y": h.y, "color": h.color, "radius": h.radius} for h in given]}


def likely(rng):
    centres = CENTRES.astype(float)
    near = lambda a, b: np.exp(-((centres - [a, b]) ** 2).sum(axis=1) / 300)
    shares = near(0, 0) + 0.6 * near(40, 30) + 0.3 * near(-20, -40) + 0.002 * rng.random(len(centres))
    shares /= shares.sum()
    found, luminance = modes(shares, centres), 0.45
    rgb = lab_to_rgb(into_gamut(np.array([[100 * luminance, *ab] for ab, _ in found])))
    colors = ["#" + "".join(f"{round(255 * float(v)):02x}" for v in row) for row in rgb]
    return {"centres": centres.tolist(), "probabilities": shares.tolist(), "found": [[lists(ab), p] for ab, p in found],
            "luminance": luminance, "colors": colors}


def decoding(rng):
    centres, logits = CENTRES, rng.normal(0, 2, (5, 4, len(CENTRES))).astype(np.float32)
    prior = rng.dirichlet(np.ones(len(centres))).astype(np.float32)
    arrays = {"decoding/centres": centres, "decoding/prior": prior}
    decoded = [{"temperature": t, "rebalancing": r, "found": lists(decode(logits, arrays, t, r))} for t, r in ((1, 1), (0.5, 0.3), (0.05, 0))]
    bins = {"centres": centres.tolist(), "prior": prior.astype(float).tolist()}
    return {"logits": lists(logits), "bins": bins, "decoded": decoded, "unsure": lists(entropy(softmax(logits, axis=-1), axis=-1))}


def sizes():
    shapes = [(400, 600), (3000, 4000), (7, 9), (50, 5000), (112, 112), (100, 60), (149, 151)]
    found = [{"height": h, "width": w, "shortSide": s, "found": list(network_size(h, w, s))} for h, w in shapes for s in (80, 112, 128)]
    weights = [load_weights(name) for name in shipped_colorizers()]
    seen = [{"height": h, "width": w, "colorizer": facts(each, "file"),
             "found": list(network_size(h, w, default_short_side(each.recipe, h, w)))} for h, w in shapes for each in weights]
    return {"sizes": found, "seen": seen, "working": [{"height": h, "width": w, "found": list(working_size(h, w))} for h, w in shapes]}


def test_the_scripts_compute_what_the_library_computes(tmp_path):
    rng = np.random.default_rng(0)
    ab, luminance = rng.normal(0, 20, (9, 12, 2)).astype(np.float32), rng.random((33, 45, 1)).astype(np.float32)
    strong = rng.normal(0, 60, (40, 3)).astype(np.float32) + [50, 0, 0]
    strong[:, 0] = strong[:, 0].clip(5, 95)
    numbers = {"colors": colors(rng), "pixels": pixels(rng), "resized": scaled(rng), "hints": hints(rng), "table": table(), "modes": likely(rng),
               "decoding": decoding(rng), "guided": {"ab": lists(ab), "luminance": lists(luminance), "found": lists(guided(ab, luminance))},
               "gamut": [{"lab": lists(lab), "found": lists(found)} for lab, found in zip(strong, into_gamut(strong))]} | sizes()
    (tmp_path / "numbers.json").write_text(json.dumps(numbers), encoding="utf-8")
    (tmp_path / "scripts").mkdir()
    for path in PAGES.glob("playground/*.js"): shutil.copy(path, tmp_path / "scripts")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    environment = os.environ | {"NUMBERS": str(tmp_path / "numbers.json"), "SCRIPTS": (tmp_path / "scripts").as_uri()}
    ended = subprocess.run(["node", "--test", ROOT / "tests/page_scripts.test.mjs"], env=environment, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout[-6000:]


@pytest.mark.site
def test_the_types_of_the_scripts_agree(tmp_path):
    from colorize_nb.site import npm_package
    with tarfile.open(npm_package("typescript")) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # which Python 3.11 has from 3.11.4 on
        archive.extractall(tmp_path)
    given = [*PAGES.glob("playground/*.js"), PAGES / "wipe.js", PAGES / "picture.js", *(ROOT / "tests/page_types").iterdir()]
    (tmp_path / "scripts").mkdir()
    for path in given: shutil.copy(path, tmp_path / "scripts")
    options = "--allowJs --checkJs --noEmit --strict --target es2022 --module es2022 --moduleResolution bundler --lib es2023,dom,dom.iterable,dom.asynciterable"
    command = ["node", tmp_path / "package/lib/tsc.js", *options.split(), "playground.js", "worker.js", "live.js", "live_worker.js"]
    ended = subprocess.run(command, cwd=tmp_path / "scripts", capture_output=True, text=True)
    assert ended.stdout == "" and ended.returncode == 0, ended.stdout
