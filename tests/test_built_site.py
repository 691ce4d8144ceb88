"""The site, built whole: its links lead somewhere, it asks no other machine for anything, and a browser shows it well."""
import functools, http.server, json, posixpath, re, shutil, subprocess, sys, tarfile, threading
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlparse
import pytest
from colorize_nb.course import notebooks

ROOT = Path(__file__).parent.parent
NOTEBOOKS = [path.relative_to(ROOT / "nbs") for path in [ROOT / "nbs/index.ipynb", *notebooks(ROOT / "nbs")]]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
missing = [name for name in ("sphinx", "myst_nb", "furo") if not find_spec(name)]
missing += [name for name in ("node", "npm") if not shutil.which(name)]
if missing: pytest.skip(f"{missing[0]} is missing: the site cannot be built (extra `site`, Node.js)", allow_module_level=True)
pytestmark = [pytest.mark.site, pytest.mark.xdist_group("site")]  # one process, which builds the site once


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    "The folder of the built site."
    out = tmp_path_factory.mktemp("site") / "out"
    command = [sys.executable, "-m", "colorize_nb.site", out, "--notebooks", ROOT / "nbs"]
    ended = subprocess.run(command, cwd=out.parent, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return out


class Page(HTMLParser):
    "What a page refers to, what in it can be referred to, and its pictures."
    RESOURCES = {("script", "src"), ("img", "src"), ("source", "src"), ("video", "src"), ("audio", "src"), ("iframe", "src"), ("object", "data"),
                 ("embed", "src"), ("img", "srcset"), ("form", "action"), ("use", "href")}

    def __init__(self, path):
        super().__init__()
        self.links, self.resources, self.ids, self.pictures = [], [], {""}, []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        self.ids |= {has.get("id"), has.get("name")} - {None}
        if tag == "img": self.pictures.append(has)
        if tag == "a" and "href" in has: self.links.append(has["href"])
        if tag == "link" and has.get("rel") in ("stylesheet", "icon", "preload", "manifest", "preconnect", "dns-prefetch", "modulepreload"):
            self.resources.append(has["href"])
        self.resources += [has[name] for of, name in self.RESOURCES if of == tag and has.get(name)]


@pytest.fixture(scope="module")
def pages(site): return {path.relative_to(site).as_posix(): Page(path) for path in sorted(site.rglob("*.html"))}


def target(page, link):
    "Where `link` on the `page` leads within the site: (file, anchor)."
    path, _, anchor = link.partition("#")
    file = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path.partition("?")[0]))) if path else page
    return file, unquote(anchor)


def elsewhere(address): return bool(urlparse(address).netloc)


def test_every_link_and_anchor_leads_somewhere(site, pages):
    followed, broken = 0, []
    for name, page in pages.items():
        for link in {*page.links, *page.resources}:
            if urlparse(link).scheme or elsewhere(link): continue
            file, anchor = target(name, link)
            followed += 1
            if not (site / file).is_file() or file in pages and anchor not in pages[file].ids: broken.append((name, link))
    assert broken == [] and followed > 5000


def test_no_page_style_or_script_is_fetched_from_elsewhere(site, pages):
    assert [(name, each) for name, page in pages.items() for each in page.resources if elsewhere(each)] == []
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        named = re.findall(r"url\([\"']?([^\"')]+)", text) + re.findall(r"@import\s+[\"']([^\"']+)", text)
        assert not any(map(elsewhere, named)), path
        for each in named:
            if not each.startswith(("data:", "#")): assert (path.parent / re.sub(r"[?#].*", "", each)).is_file(), (path, each)


def test_every_notebook_has_a_page_and_can_be_opened_and_downloaded(site, pages):
    for notebook in NOTEBOOKS:
        name = f"course/{notebook.with_suffix('.html').as_posix()}"
        opened = [link for link in pages[name].links if link.endswith(f"nbs/{notebook.as_posix()}")]
        assert {urlparse(link).netloc for link in opened} >= {"colab.research.google.com", "mybinder.org"}, name
        downloads = [target(name, link)[0] for link in pages[name].links if link.endswith(notebook.name) and not elsewhere(link)]
        assert downloads == [f"notebooks/{notebook.as_posix()}"]
        cells, originals = (json.loads(path.read_text(encoding="utf-8"))["cells"] for path in (site / downloads[0], ROOT / "nbs" / notebook))
        assert [cell["source"] for cell in cells] == [cell["source"] for cell in originals] and not any(cell.get("outputs") for cell in cells)


def test_every_picture_has_words(pages):
    pictures = [picture for page in pages.values() for picture in page.pictures]
    assert len(pictures) > 150 and [picture for picture in pictures if not (picture.get("alt") or "").strip()] == []


def test_the_course_is_read_in_its_order(site):
    numbered = [path.stem for path in NOTEBOOKS if path.parent == Path(".") and path.stem[0].isdigit()]
    for here, there in zip(["index", *numbered], numbered):
        page = (site / f"course/{here}.html").read_text(encoding="utf-8")
        assert re.search(rf'class="next-page" href="{there}\.html"', page)


def test_formulas_are_set_and_none_is_left_as_tex(site):
    text = (site / "course/02_lab.html").read_text(encoding="utf-8")
    assert text.count('class="katex-mathml"') > 20 and text.count('class="katex-display"') >= 5
    for path in site.rglob("*.html"):
        shown = re.sub(r"<(pre|script|style|code|annotation)\b.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r"katex-error|\\(frac|sqrt|sum|text|begin|qquad)\b|\$\$", shown), path


def test_tests_and_imports_are_folded_and_what_sets_up_colab_is_left_out(site):
    text = (site / "course/02_lab.html").read_text(encoding="utf-8")
    assert "<summary>Imports</summary>" in text and "<summary>Tested: " in text and "#|" not in text and "google.colab" not in text


def test_the_reference_documents_the_public_functions_and_leads_to_their_source(site, pages):
    from colorize_nb import PUBLIC
    for name, module in PUBLIC.items():
        full = f"colorize_nb.{module}.{name}"
        assert full in pages[f"api/{module}.html"].ids and full in "".join(pages["api/index.html"].links), full
        assert any(link.endswith(f"_modules/colorize_nb/{module}.html#{name}") for link in pages[f"api/{module}.html"].links), full
    text = (site / "api/lab.html").read_text(encoding="utf-8")
    assert "CIE L*a*b* of sRGB colours" in text and "system-message" not in text and "`" not in re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.S)


def test_the_site_is_small_and_holds_no_path_of_a_machine(site):
    files = [path for path in site.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 25e6
    named = [path for path in files if path.suffix in (".html", ".js", ".css", ".json") and re.search(r"/(root|home|work|Users|tmp)/\w", path.read_text(encoding="utf-8"))]
    texts = {path: path.read_text(encoding="utf-8") for path in named}
    assert [path for path, text in texts.items() if str(ROOT) in text or str(Path.home()) + "/" in text] == []


def test_an_older_site_is_replaced_only_if_asked(site):
    command = [sys.executable, "-m", "colorize_nb.site", site, "--notebooks", ROOT / "nbs"]
    before = (site / "index.html").stat().st_mtime_ns
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 1 and len(ended.stderr.strip().splitlines()) == 1 and "is not empty" in ended.stderr
    assert (site / "index.html").stat().st_mtime_ns == before and [path.name for path in site.parent.iterdir()] == [site.name]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *about): pass


@pytest.fixture(scope="module")
def address(site):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None: pytest.skip("no Chromium on this machine: install it (Debian: apt-get install chromium)")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser: pip install playwright")
    switches = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"]
    with sync_api.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=switches)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, address):
    "Open a page of the site, which must ask no other machine for anything and report no error."
    contexts, faults = [], []

    def open_page(name, width=1280, **settings):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **settings))
        page = contexts[-1].new_page()
        page.on("request", lambda request: faults.append(request.url) if not request.url.startswith((address, "data:")) else None)
        page.on("response", lambda response: faults.append(response.url) if response.status >= 400 else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address + name)
        return page

    yield open_page
    for each in contexts: each.close()
    assert faults == []


KINDS = ["index", "course/index", "course/02_lab", "course/04_low_level", "course/13_case_studies", "course/glossary", "course/labs/index",
         "course/labs/decoding", "course/backstage/command_line", "library", "api/index", "api/predict", "_modules/colorize_nb/lab", "genindex"]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", KINDS)
def test_a_page_asks_nobody_else_and_fits(visit, name, width):
    page = visit(f"{name}.html", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("Promise.all([...document.images].map(image => { image.loading = 'eager'; return image.decode() }))")
    assert page.locator("h1").first.is_visible()


def test_search_finds_a_term_and_leads_to_it(visit):
    page = visit("index.html")
    page.get_by_role("textbox", name="Search").first.fill("annealed mean")
    page.keyboard.press("Enter")
    found = page.locator("ul.search li a")
    found.first.wait_for()
    assert any("glossary" in link.get_attribute("href") for link in found.all())


def test_the_page_can_be_dark(visit):
    def background(page): return [int(n) for n in re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))][:3]
    assert min(background(visit("course/02_lab.html"))) > 200 and max(background(visit("course/02_lab.html", color_scheme="dark"))) < 60


def position(page): return float(page.locator(".wipe input").input_value())


def test_the_wipe_moves_once_by_itself_and_obeys_keys(visit):
    page = visit("index.html")
    page.wait_for_function("document.querySelector('.wipe input').value < 40")  # on its way
    slider = page.get_by_role("slider")
    slider.focus()
    stopped = position(page)
    page.wait_for_timeout(300)
    assert position(page) == stopped
    page.keyboard.press("Home")
    assert position(page) == 0 and page.evaluate("document.querySelector('.wipe').style.getPropertyValue('--position')") == "0%"


def test_the_wipe_stands_still_for_who_wants_less_motion(visit):
    page = visit("index.html", reduced_motion="reduce")
    page.wait_for_timeout(1500)
    assert position(page) == 50


def test_the_start_page_can_be_read_without_scripts(visit):
    page = visit("index.html", java_script_enabled=False)
    assert page.get_by_role("link", name="Take the course").is_visible() and page.locator(".wipe img").count() == 2


@pytest.fixture(scope="module")
def axe():
    "The program of axe-core, which looks for what hinders people who do not see well or use no mouse."
    from colorize_nb.site import npm_package
    with tarfile.open(npm_package("axe-core")) as archive: return archive.extractfile("package/axe.min.js").read().decode()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "course/02_lab", "course/glossary", "api/predict", "library"])
def test_axe_finds_nothing_serious(visit, axe, name, scheme):
    page = visit(f"{name}.html", color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(found => found.violations.map(each => [each.impact, each.id, each.nodes[0].html]))")
    assert [each for each in found if each[0] in ("serious", "critical")] == []


def test_a_page_prints_without_navigation(visit):
    page = visit("course/02_lab.html")
    page.emulate_media(media="print")
    assert page.locator("h1").first.is_visible()
    for part in (".sidebar-drawer", ".launch", ".related-pages"): assert not page.locator(part).first.is_visible(), part
