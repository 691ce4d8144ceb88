"""The repository agrees with itself."""
import ast, json, re, subprocess, sys
from configparser import ConfigParser
from pathlib import Path
import pandas as pd
import pytest
from colorize_nb.cards import SCORES
from colorize_nb.metrics import markdown
from colorize_nb.predict import shipped_colorizers

try: import tomllib
except ImportError: import tomli as tomllib

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "nbs").glob("*.ipynb"))
HAND_WRITTEN = {"test_demo_browser", "test_notebooks", "test_repository", "test_tool"}


def cells(path): return json.loads(path.read_text(encoding="utf-8"))["cells"]
def code(path): return ["".join(c["source"]) for c in cells(path) if c["cell_type"] == "code"]


def lines_of_code(source):
    "How many lines of `source` are neither empty nor comments nor docstrings."
    documented = [n for n in ast.walk(ast.parse(source)) if isinstance(n, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(n)]
    docs = sum(n.body[0].end_lineno - n.body[0].lineno + 1 for n in documented)
    return len([l for l in source.splitlines() if l.strip() and not l.lstrip().startswith("#")]) - docs


def test_settings_and_pyproject_agree():
    ini = ConfigParser(delimiters=["="])
    ini.read(ROOT / "settings.ini", encoding="utf-8")
    nbdev = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["nbdev"]
    assert (nbdev["lib_path"], nbdev["nbs_path"]) == (ini["DEFAULT"]["lib_path"], ini["DEFAULT"]["nbs_path"])
    assert nbdev["lib_path"] == ini["DEFAULT"]["lib_name"]


def test_the_badges_and_the_cell_for_colab_fetch_this_repository(tmp_path, monkeypatch):
    ini = ConfigParser(delimiters=["="])
    ini.read(ROOT / "settings.ini", encoding="utf-8")
    url = ini["DEFAULT"]["git_url"]
    first = {code(path)[0] for path in NOTEBOOKS if path.stem[0].isdigit()}
    assert len(first) == 1 and f"git clone -q --depth 1 {url} " in (cell := first.pop())
    for name in ("nbs/index.ipynb", "README.md"):
        addresses = re.findall(r"https://(?:colab.research.google.com/github|mybinder.org/v2/gh)/([\w-]+/[\w-]+)", (ROOT / name).read_text(encoding="utf-8"))
        assert addresses and {*addresses} == {url.removeprefix("https://github.com/")}
    # Elsewhere the cell does nothing; on Colab it clones, installs, and works in the folder of the notebooks.
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", sys.path[:])
    exec(cell, {})
    assert Path.cwd() == tmp_path
    def clone(command, **_): ran.append(command), (tmp_path / "colorize_nb/nbs/runs").mkdir(parents=True)
    ran = []
    monkeypatch.setattr(subprocess, "run", clone)
    monkeypatch.setitem(sys.modules, "google.colab", None)
    exec(cell, {})
    exec(cell, {})  # a second time there is nothing to do
    assert len(ran) == 1 and Path.cwd() == tmp_path / "colorize_nb/nbs" and sys.path[0] == str(tmp_path / "colorize_nb")


def test_the_index_has_the_cost_of_every_notebook():
    costs = pd.read_csv(ROOT / "nbs/runs/course/costs.csv", index_col="notebook")
    assert list(costs.index) == [path.stem for path in NOTEBOOKS if path.stem[0].isdigit()]
    assert costs["seconds"].max() < 120 and costs["seconds"].sum() < 15 * 60 and costs["bytes"].max() < 4 * 2**30


def test_every_module_has_its_notebook():
    exported = {m for path in NOTEBOOKS for s in code(path) for m in re.findall(r"^#\| default_exp (\w+)", s)}
    assert {p.stem for p in (ROOT / "colorize_nb").glob("*.py")} - {"__init__", "_modidx"} == exported


def test_every_generated_test_file_has_its_notebook():
    with_tests = {f"test_{path.stem}" for path in NOTEBOOKS if any(s.startswith(("#| test ", "#| test-slow ")) for s in code(path))}
    assert {p.stem for p in (ROOT / "tests").glob("test_*.py")} - HAND_WRITTEN == with_tests


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_saved_outputs_are_clean(path):
    assert path.stat().st_size < 500_000
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/(root|home|work|Users)/", text), "a path of somebody's machine"
    for cell in cells(path):
        for output in cell.get("outputs", []):
            assert output["output_type"] != "error" and output.get("name") != "stderr"
            assert not any("widget" in kind for kind in output.get("data", {})), "a saved widget: execute with TQDM_DISABLE=1"


@pytest.mark.parametrize("path", [p for p in NOTEBOOKS if p.stem[0].isdigit()], ids=lambda path: path.stem)
def test_every_code_cell_was_executed_and_is_short(path):
    for source in code(path):
        assert lines_of_code(source) <= 25, source[:80]
    assert any(c.get("outputs") for c in cells(path))


@pytest.mark.parametrize("folder", ["miniplaces", "kodak"])
def test_the_readme_shows_the_recorded_scores(folder):
    table = pd.read_csv(ROOT / "nbs/runs/scores" / folder / "scores.csv", index_col=0)
    shown = markdown(table[SCORES])
    assert shown in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["miniplaces", "kodak"])
def test_shipped_colorizers_beat_grey(folder):
    error = pd.read_csv(ROOT / "nbs/runs/scores" / folder / "scores.csv", index_col=0)["ab MSE / grey"]
    assert all(error[name] < 1 for name in shipped_colorizers())
    assert all(error[name] < error["mean colour"] for name in shipped_colorizers() if name != "vivid")  # which pays error for colour


def test_on_places_faithful_beats_all_and_vivid_is_as_colourful_as_photographs_are():
    table = pd.read_csv(ROOT / "nbs/runs/scores/miniplaces/scores.csv", index_col=0).drop("half-size ceiling")
    assert {table[score].idxmin() for score in ("ab MSE / grey", "CIEDE2000")} | {table[score].idxmax() for score in ("better than grey", "PSNR", "SSIM", "AuC")} == {"faithful"}
    vivid = table.loc["vivid"]
    assert abs(vivid["colourfulness - original"]) < 0.1 * (vivid["colourfulness"] - vivid["colourfulness - original"]) and table["AuC balanced"].idxmax() == "vivid"


def test_kodak_is_yellow_and_without_its_cast_faithful_is_ahead():
    places, kodak = (pd.read_csv(ROOT / f"nbs/runs/scores/{photos}/scores.csv", index_col=0) for photos in ("miniplaces", "kodak"))
    assert kodak.loc["half-size ceiling", "b*"] > 2 * places.loc["half-size ceiling", "b*"]
    kodak = kodak.drop("half-size ceiling")
    assert kodak["ab MSE / grey"].idxmin() == "model3_places" and kodak["without cast"].idxmin() == "faithful" and kodak.loc["faithful", "without cast"] < 0.72
    assert all(abs(places["without cast"] - places["ab MSE / grey"]) < 0.05)


def test_colours_do_not_depend_on_the_size_of_a_photograph():
    sizes = {int(path.parent.name): pd.read_csv(path, index_col=0)["ab MSE / grey"] for path in (ROOT / "nbs/runs/sizes").glob("*/scores.csv")}
    table = pd.DataFrame(sizes).loc[["faithful", "vivid"]]
    assert {128, 256, 512} < {*sizes} and (table.max(axis=1) / table.min(axis=1) < 1.05).all()


def test_shipped_weights_are_small_and_have_their_record():
    weights = list((ROOT / "colorize_nb/weights").iterdir())
    sizes = [p.stat().st_size for p in weights]
    assert max(sizes) < 20e6 and sum(sizes) < 80e6 and {p.suffix for p in weights} == {".safetensors"}
    for name in shipped_colorizers():
        manifest = json.loads((ROOT / "nbs/runs" / name / "manifest.json").read_text())
        history = pd.read_csv(ROOT / "nbs/runs" / name / "history.csv")
        assert manifest["state"] == "finished" and manifest["recipe"]["name"] == name
        assert list(history["epoch"]) == list(range(1, manifest["recipe"]["epochs"] + 1))
