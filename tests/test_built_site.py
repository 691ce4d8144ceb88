"""The site, built whole: its links lead somewhere, it asks no other machine for anything, and a browser shows it well."""
import functools, http.server, json, posixpath, re, shutil, subprocess, sys, threading, warnings
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlparse
import pytest
from colorize_nb.course import notebooks
from servers import axe_program, hindrances

ROOT = Path(__file__).parent.parent
NOTEBOOKS = [path.relative_to(ROOT / "nbs") for path in [ROOT / "nbs/index.ipynb", *notebooks(ROOT / "nbs")]]
SWITCHES = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync"]
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
        assert any(re.fullmatch(rf"\.\./course/[\w/]+\.html#{name}", link) for link in pages[f"api/{module}.html"].links), full
    text = (site / "api/lab.html").read_text(encoding="utf-8")
    assert "CIE L*a*b* of sRGB colours" in text and "system-message" not in text and "`" not in re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.S)


def test_the_site_is_small_and_holds_no_path_of_a_machine(site):
    files = [path for path in site.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 40e6
    assert sum(path.stat().st_size for path in files if "playground" not in path.relative_to(site).parts[:1]) < 20.5e6
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
    with sync_api.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=[*SWITCHES, "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def with_card(browser):
    "A browser with a graphics card, which the processor plays."
    card = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--use-angle=swiftshader"]
    browser = browser.browser_type.launch(executable_path=CHROMIUM, args=[*SWITCHES, *card])
    yield browser
    browser.close()


@pytest.fixture
def visit(browser, address):
    "Open a page of the site, which must ask no other machine for anything and report no error."
    contexts, faults = [], []

    def open_page(name, width=1280, browser=browser, **settings):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **settings))
        page = contexts[-1].new_page()
        page.on("request", lambda request: faults.append(request.url) if not request.url.startswith((address, "data:", "blob:")) else None)
        page.on("response", lambda response: faults.append(response.url) if response.status >= 400 else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address + name)
        return page

    yield open_page
    for each in contexts: each.close()
    assert faults == []


KINDS = ["index", "course/index", "course/02_lab", "course/04_low_level", "course/13_case_studies", "course/glossary", "course/labs/index",
         "course/labs/decoding", "course/backstage/command_line", "library", "api/index", "api/predict", "genindex"]


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


def test_live_cells_compute(visit):
    page = visit("course/02_lab.html")
    page.get_by_role("slider", name="a*").fill("0")
    page.get_by_role("slider", name="b*").fill("0")
    assert "Chroma 0" in page.locator(".live").inner_text() and "RGB 158, 158, 158" in page.locator(".live").inner_text()
    page.locator(".live canvas").click(position={"x": 110 + 90, "y": 110 - 90})
    assert "no screen has it" in page.locator(".live").inner_text()
    page = visit("course/labs/decoding.html", 360)
    page.get_by_role("slider", name="temperature").fill("0.05")
    assert re.search("likeliest has (9.|100) %", page.locator(".live").inner_text())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


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
def axe(): return axe_program()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "course/02_lab", "course/glossary", "api/predict", "library"])
def test_axe_finds_nothing_serious(visit, axe, name, scheme):
    page = visit(f"{name}.html", color_scheme=scheme, reduced_motion="reduce")
    assert hindrances(page, axe) == []


def test_a_page_prints_without_navigation(visit):
    page = visit("course/02_lab.html")
    page.emulate_media(media="print")
    assert page.locator("h1").first.is_visible()
    for part in (".sidebar-drawer", ".launch", ".related-pages"): assert not page.locator(part).first.is_visible(), part


# The playground: a page of the site that computes.

SAID = 60_000  # milliseconds: a busy machine is slow


@pytest.fixture(scope="module")
def photographs(tmp_path_factory):
    "Files for the playground: {name: path}; five photographs, and what is none."
    import numpy as np
    from PIL import Image
    from colorize_nb.historic import historic_photo
    from colorize_nb.photos import sample_photo
    folder = tmp_path_factory.mktemp("photographs")
    photos = {name: sample_photo(name) for name in ("coffee", "china", "chelsea", "astronaut")} | {"mother": historic_photo("migrant_mother")}
    pictures = {name: Image.fromarray(np.rint(255 * photo).astype(np.uint8)) for name, photo in photos.items()}
    for name, picture in pictures.items(): picture.save(folder / f"{name}.png")
    turned = Image.Exif()
    turned[274] = 6  # as a camera stores what is upright when turned to the right
    pictures["china"].rotate(90, expand=True).save(folder / "turned.jpg", exif=turned)
    hole = pictures["coffee"].copy()
    hole.putalpha(Image.new("L", hole.size))
    hole.save(folder / "hole.png")
    pictures["coffee"].resize((4000, 3000)).save(folder / "large.jpg", quality=90)
    (folder / "notes.jpg").write_text("no picture")
    (folder / "empty.png").write_bytes(b"")
    (folder / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(1000))
    return {path.name: path for path in folder.iterdir()}


def says(page, text, where="#state"):
    from playwright.sync_api import expect
    expect(page.locator(where)).to_contain_text(text, timeout=SAID)


def colored(page, path, colorizer):
    "Have the playground colour the photograph at `path`."
    page.locator("#file").set_input_files(str(path))
    page.locator(f"input[name=colorizer][value={colorizer}]").check()
    says(page, f"{path.name} in the colours of {colorizer}")


def saved(page, kind="PNG"):
    "The picture that the playground offers."
    from PIL import Image
    with page.expect_download(timeout=SAID) as download: page.get_by_role("button", name=f"Save {kind}").click()
    with Image.open(download.value.path()) as picture: return picture.convert("RGB"), download.value.suggested_filename


def rms(picture, wanted):
    "How far the pixels of `picture` are from `wanted` (height, width, 3) in [0, 1], in 255ths."
    import numpy as np
    return 255 * float(np.sqrt(((np.asarray(picture) / 255 - wanted) ** 2).mean()))


class LiveHints:
    "The live cell of lab hints on a `page`."
    def __init__(self, page):
        self.page, self.stage, self.image = page, page.locator(".live [role=application]"), page.locator(".live [role=application] img")
        says(page, "One hint changes", ".live [role=status]")

    def after(self, act):
        "The picture, RGB of whole numbers, when `act` has changed it."
        before = self.image.get_attribute("src")
        act()
        self.page.wait_for_function("before => document.querySelector('.live [role=application] img').src !== before", arg=before, timeout=SAID)
        return self.pixels()

    def pixels(self):
        import numpy as np
        values = self.image.evaluate("""async image => {
            await image.decode();
            const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight), context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            return [...context.getImageData(0, 0, canvas.width, canvas.height).data];
        }""")
        return np.array(values).reshape(144, 216, 4)[..., :3]

    def click(self, x, y):
        self.stage.scroll_into_view_if_needed()
        box = self.image.bounding_box()
        self.page.mouse.click(box["x"] + (x + 0.5) / 216 * box["width"], box["y"] + (y + 0.5) / 144 * box["height"])

    def offer(self, name): return self.page.locator(".live").get_by_role("button", name=name)


@pytest.mark.filterwarnings("ignore:.*too strong a colour")
def test_hints_in_a_live_cell_spread_as_in_the_library(visit):
    import numpy as np
    from colorize_nb.hints import Hint, Hinted
    from colorize_nb.metrics import grey
    from colorize_nb.playground import live_photograph
    cell = LiveHints(visit("course/labs/hints.html"))
    hinted, saucer, wood = Hinted(live_photograph()), Hint(54, 108, "#801c10"), Hint(200, 100, "#008080")
    assert rms(cell.pixels(), hinted.colored([saucer], 0.3)) < 1
    cell.click(200, 100)
    teal = cell.after(cell.offer("teal").click)
    assert rms(teal, hinted.colored([saucer, wood], 0.3)) < 1 and teal[100, 200, 2] > teal[100, 200, 0]
    far = cell.after(lambda: cell.page.get_by_role("slider", name="reach").fill("2"))
    assert rms(far, hinted.colored([saucer, wood], 2)) < 1 and rms(far, teal / 255) > 3
    alone = cell.after(cell.page.get_by_role("checkbox", name="start from").uncheck)
    assert rms(alone, Hinted(live_photograph(), grey).colored([saucer, wood], 2)) < 1
    cell.click(54, 108)
    assert rms(cell.after(cell.offer("Delete").click), Hinted(live_photograph(), grey).colored([wood], 2)) < 1
    none = cell.after(lambda: (cell.click(200, 100), cell.offer("Delete").click()))
    assert np.ptp(none, axis=-1).max() <= 1 and "No hint yet" in cell.page.locator(".live").inner_text()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_a_live_cell_for_hints_obeys_keys_and_hinders_nobody(visit, axe, width, scheme):
    cell = LiveHints(visit("course/labs/hints.html", width, color_scheme=scheme, reduced_motion="reduce"))
    assert hindrances(cell.page, axe, "'.live'") == [] and cell.page.evaluate("document.documentElement.scrollWidth") <= width
    cell.stage.focus()
    for _ in range(12): cell.page.keyboard.press("ArrowRight")
    cell.page.keyboard.press("5")
    says(cell.page, "2 hints change", ".live [role=status]")
    cell.page.keyboard.press("u")
    says(cell.page, "One hint changes", ".live [role=status]")


def test_the_playground_gives_the_colours_of_the_library(visit, photographs):
    from colorize_nb import predict_color
    from colorize_nb.weights import shipped_colorizers
    page, names = visit("playground/index.html"), shipped_colorizers()
    photos = [path for name, path in photographs.items() if name.split(".")[0] in ("coffee", "china", "chelsea", "astronaut", "mother")]
    assert len(photos) == 5
    for i, path in enumerate(photos + photos[:1] * (len(names) - 1)):  # each photograph once, and one by each colorizer
        name = names[(i + 1) % len(names)]
        colored(page, path, name)
        picture, file = saved(page)
        assert file == f"{path.stem}-{name}.png" and rms(picture, predict_color(path, name)) < 1, (path.name, name)


def test_a_graphics_card_gives_the_same_colours_and_may_fail(visit, with_card, photographs):
    from colorize_nb import predict_color
    assert visit("playground/index.html").locator("#devices").is_hidden()
    page, path = visit("playground/index.html", browser=with_card), photographs["coffee.png"]
    colored(page, path, "faithful")
    if page.locator("#devices").is_hidden(): pytest.skip("this Chromium plays no graphics card")
    assert page.locator("#by-processor").is_checked() and page.locator("#imitated").is_visible()
    with page.expect_request(re.compile("card.wasm")): page.locator("#by-card").check()
    page.locator("body:not(.busy)").wait_for(timeout=3 * SAID)
    assert page.locator("#by-card").is_checked() and rms(saved(page)[0], predict_color(path)) < 1

    page = visit("playground/index.html", browser=with_card)
    page.route(re.compile("card.wasm"), lambda route: route.abort())
    colored(page, path, "faithful")
    page.locator("#by-card").check()
    says(page, "The graphics card has failed, so the processor computes")
    assert page.locator("#by-processor").is_checked() and rms(saved(page)[0], predict_color(path)) < 1


def test_the_playground_sets_saturation_and_temperature_as_the_library_does(visit, photographs):
    from colorize_nb import predict_color
    page, path = visit("playground/index.html"), photographs["coffee.png"]
    colored(page, path, "faithful")
    for name, value in (("Saturation", "1.5"), ("Temperature", "-2")): page.get_by_role("slider", name=name).fill(value)
    says(page, "0.25", "#temperature-value")
    assert rms(saved(page)[0], predict_color(path, saturation=1.5, temperature=0.25)) < 2
    page.get_by_role("button", name="As the colorizer has them").click()
    assert page.get_by_role("slider", name="Saturation").input_value() == "1"
    assert rms(saved(page)[0], predict_color(path)) < 1


def test_hints_on_a_photograph_as_small_as_the_network_sees_it_are_those_of_the_library(visit, tmp_path):
    from colorize_nb import predict_color, sample_photo, save_photo
    path, table = tmp_path / "cup.png", tmp_path / "cup.csv"
    save_photo(sample_photo("coffee")[::4, ::4], path)
    table.write_text("50,70,firebrick,3\n120,20,teal,2\n")
    page = visit("playground/index.html")
    colored(page, path, "faithful")
    page.get_by_text("Give hints").click()
    page.locator("#table").set_input_files(table)
    page.locator(".colorize-hint").nth(1).wait_for()
    page.locator("#reach").select_option("0.5")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about colours that are too strong there
        wanted = predict_color(path, hints=table, reach=0.5)
    assert rms(saved(page)[0], wanted) < 1 < rms(saved(page)[0], predict_color(path))


def test_hints_in_the_playground_do_what_they_do_in_the_library(visit, photographs):
    from colorize_nb import predict_color
    from colorize_nb.hint_files import read_table
    from colorize_nb.hints import Hint, Hinted
    page, path = visit("playground/index.html"), photographs["coffee.png"]
    colored(page, path, "faithful")
    page.get_by_text("Give hints").click()
    says(page, "x=300, y=200: no hint yet", "#likely")
    stage = page.get_by_role("application", name="photograph with hints")
    stage.focus()
    for key, times in (("ArrowLeft", 10), ("ArrowUp", 5)): [page.keyboard.press(key) for _ in range(times)]  # 8 pixels each
    says(page, "x=220, y=160: no hint yet", "#likely")
    wanted = [suggestion.color for suggestion in Hinted(path).suggestions(220, 160)]
    assert [button.get_attribute("title") for button in page.locator("#swatches button").all()] == wanted
    page.keyboard.press("2")
    says(page, "the chosen hint", "#likely")
    page.locator("#own").fill("#3050c0")
    page.mouse.click(*(box["x"] + box["width"] * 0.8 for box in [stage.bounding_box()]), stage.bounding_box()["y"] + 40)
    says(page, "no hint yet", "#likely")
    page.get_by_role("button", name="Use it").click()
    says(page, "the chosen hint", "#likely")
    x, y = map(int, re.findall(r"x=(\d+), y=(\d+)", page.locator("#likely").inner_text())[0])
    page.locator("#reach").select_option("0.5")
    hints = [Hint(220, 160, wanted[1], 8), Hint(x, y, "#3050c0", 8)]
    assert rms(saved(page)[0], predict_color(path, hints=hints, reach=0.5)) < 1
    assert rms(saved(page)[0], predict_color(path)) > 2
    with page.expect_download() as download: page.get_by_role("button", name="Save hints (CSV)").click()
    table = Path(download.value.path())
    assert download.value.suggested_filename == "coffee-hints.csv" and read_table(table, 400, 600) == hints
    page.get_by_role("button", name="Delete all").click()
    assert page.locator(".colorize-hint").count() == 0 and page.get_by_role("button", name="Save hints (CSV)").is_disabled()
    page.locator("#table").set_input_files({"name": "wrong.csv", "mimeType": "text/csv", "buffer": b"1,2,tail"})
    says(page, "wrong.csv, line 1: tail is no colour", "#alert")
    page.locator("#table").set_input_files({"name": "right.csv", "mimeType": "text/csv", "buffer": table.read_bytes().replace(b"#3050c0", b"firebrick")})
    says(page, "in the colours of faithful")
    assert [dot.get_attribute("title").split()[0] for dot in page.locator(".colorize-hint").all()] == [wanted[1], "#b22222"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".colorize-hint").count() == 1
    stage.focus()
    page.keyboard.press("u")
    assert page.locator(".colorize-hint").count() == 0 and page.get_by_role("button", name="Undo").is_disabled()


def test_all_views_of_the_playground_show_the_photograph(visit, photographs):
    from colorize_nb.weights import shipped_colorizers
    page, names = visit("playground/index.html"), shipped_colorizers()
    colored(page, photographs["turned.jpg"], "faithful")  # the camera's orientation is respected
    assert "640 x 427" in page.locator("#size").inner_text() and page.locator("#scene tr").count() == 5
    page.get_by_label("Side by side").check()
    says(page, f"by {len(names)} colorizers")
    assert page.locator("#figures figcaption").all_inner_texts() == ["the photograph in grey", "the original", *names]
    page.get_by_label("How sure?").check()
    says(page, "Mean entropy", "#unsure-mean")
    page.get_by_label("Side by side").check()
    page.get_by_role("button", name="Use model4_places").click()
    says(page, "in the colours of model4_places")
    assert page.locator("#no-scene").is_visible() and page.get_by_role("slider", name="Temperature").is_disabled()
    page.get_by_label("How sure?").check()
    says(page, "choose another colorizer", "#alert")


def test_the_playground_is_honest_about_what_it_cannot_read(visit, photographs):
    page = visit("playground/index.html")
    for name, words in (("notes.jpg", "no picture"), ("empty.png", "is empty"), ("phone.heic", "HEIC")):
        page.locator("#file").set_input_files(str(photographs[name]))
        says(page, words, "#alert")
        assert name in page.locator("#alert").inner_text() and page.locator("#empty").is_visible()
    colored(page, photographs["hole.png"], "faithful")  # what is transparent lies on white
    assert page.locator("#alert").is_hidden() and min(saved(page)[0].getpixel((300, 5))) > 245


def test_twelve_megapixels_keep_their_size_and_their_luminance(visit, photographs):
    import numpy as np
    from PIL import Image
    from colorize_nb.lab import rgb_to_luminance
    page = visit("playground/index.html")
    colored(page, photographs["large.jpg"], "faithful")
    picture, file = saved(page, "JPEG")
    assert picture.size == (4000, 3000) and file == "large-faithful.jpg"
    with Image.open(photographs["large.jpg"]) as given: pair = [np.asarray(each)[::7, ::7] for each in (given, picture)]
    off = np.abs(rgb_to_luminance(pair[0]) - rgb_to_luminance(pair[1]))
    assert off.mean() < 0.02  # but for JPEG, and for colours at the border of the gamut


def test_a_photograph_can_be_a_sample_or_dropped_or_pasted(visit):
    page = visit("playground/index.html", 360, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Take one").first.wait_for()
    page.get_by_role("button", name="A cup of coffee").click()
    says(page, "coffee.jpg in the colours of")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for kind, event, member in (("drop", "DragEvent", "dataTransfer"), ("paste", "ClipboardEvent", "clipboardData")):
        page.evaluate(f"""fetch("china.jpg").then(answer => answer.blob()).then(file => {{
            const given = new DataTransfer();
            given.items.add(new File([file], "{kind}.jpg"));
            document.body.dispatchEvent(new {event}("{kind}", {{ {member}: given, bubbles: true, cancelable: true }}));
        }})""")
        says(page, f"{kind}.jpg in the colours of")
    page.get_by_role("button", name="Samples").click()
    assert page.locator("#empty").is_visible() and page.evaluate("document.documentElement.scrollWidth") <= 360


def test_nothing_can_leave_the_playground(browser, address, photographs):
    "Neither the page nor its worker gets an answer from another host, which is not even asked."
    asked = []
    class Elsewhere(Quiet):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as other, browser.new_context() as context:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        page = context.new_page()
        page.goto(address + "playground/index.html")
        page.locator("#samples button").first.wait_for()
        attempt = f"fetch('http://127.0.0.1:{other.server_port}/').then(() => 'answered', () => 'refused')"
        assert [place.evaluate(attempt) for place in (page, *page.workers)] == ["refused"] * 2
        assert page.workers[0].evaluate("fetch(location.origin + '/index.html').then(answer => answer.status)") == 200
        assert asked == []
        requests = []
        context.on("request", lambda request: requests.append((request.method, request.url)))
        colored(page, photographs["coffee.png"], "faithful")
        assert requests and all(method == "GET" and url.startswith((address, "blob:")) for method, url in requests)
        requests.clear()
        page.reload()  # runtime and weights are kept
        page.locator("#samples button").first.wait_for()
        colored(page, photographs["coffee.png"], "faithful")
        assert requests and not any(url.endswith(".gz") for _, url in requests)
        other.shutdown()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_playground(visit, axe, scheme):
    page = visit("playground/index.html", color_scheme=scheme, reduced_motion="reduce")
    for opened in (lambda: None, lambda: page.get_by_role("button", name="A pagoda").click(), lambda: page.get_by_label("Give hints").check()):
        opened()
        if page.locator("#work").is_visible(): says(page, "in the colours of")
        assert hindrances(page, axe) == []
