"""The comparison in a real browser: JupyterLab, the page of `colorize-nb app`, and the file of `colorize-nb compare`."""
import os, re, shutil, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import urlparse
import nbformat
import numpy as np
import pytest
from PIL import Image
from colorize_nb.cli import main
from colorize_nb.demo import ab_only, wipe
from colorize_nb.hinting import HAND_REACH, on_screen
from colorize_nb.hints import Hint, Hinted
from colorize_nb.photos import sample_photo
from colorize_nb.studio import Photograph, Studio
from servers import app, axe_program, free_port, hindrances, kernels, served

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
if CHROMIUM is None:
    pytest.skip("no Chromium on this machine: install it (Debian: apt-get install chromium) to test the demo in a browser", allow_module_level=True)
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]  # one process: one browser, one server of each kind
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser: pip install playwright")

BIN = Path(sys.executable).parent
COFFEE = Photograph("coffee", lambda: sample_photo("coffee"))
STUDIO = Studio()


def pixels_of(photo, name): return STUDIO.coloring(photo, name)[0]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    switches = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"]
    with sync_api.sync_playwright() as p:
        profile = str(tmp_path_factory.mktemp("profile"))
        context = p.chromium.launch_persistent_context(profile, executable_path=CHROMIUM, args=switches, viewport={"width": 1280, "height": 1000})
        yield context
        context.close()


@pytest.fixture
def page(browser):
    "A new page, which must not ask any other machine for anything."
    page, outside = browser.new_page(), []
    page.on("request", lambda request: outside.append(request.url) if urlparse(request.url).hostname not in (None, "127.0.0.1") else None)
    page.set_default_timeout(60_000)
    yield page
    page.close()
    assert not outside


@pytest.fixture(scope="module")
def voila_server():
    "`colorize-nb app`: its process, and its address with the token."
    pytest.importorskip("voila")
    with app() as (server, address): yield server, address


@pytest.fixture
def voila(voila_server): return voila_server[1]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    folder, home, port = tmp_path_factory.mktemp("lab"), tmp_path_factory.mktemp("home"), free_port()
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for name, program in {"try": "from colorize_nb.demo import compare\ncompare()", "hint": "from colorize_nb.hinting import hint\nhint()"}.items():
        cell = nbformat.v4.new_code_cell(program)
        nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=about), folder / f"{name}.ipynb")
    command = [BIN / "jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}", "--ServerApp.ip=127.0.0.1",
               "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None",
               "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate"]
    own = {"JUPYTER_CONFIG_DIR": str(home), "IPYTHONDIR": str(home), "JUPYTERLAB_WORKSPACES_DIR": str(home)}
    with served(command, f"http://127.0.0.1:{port}/", env=os.environ | own): yield f"http://127.0.0.1:{port}/"


SHOWN = """async picture => { await picture.decode(); const canvas = document.createElement("canvas"); canvas.width = picture.naturalWidth; canvas.height = picture.naturalHeight;
canvas.getContext("2d").drawImage(picture, 0, 0); return canvas.toDataURL("image/png") }"""


def shown(locator):
    "The pixels of the picture that the browser shows: int (height, width, 3)."
    from base64 import b64decode
    try: address = locator.evaluate(SHOWN)
    except sync_api.Error: return np.zeros((0, 0, 3), int)  # the next picture is on its way
    return np.asarray(Image.open(BytesIO(b64decode(address.split(",")[1]))).convert("RGB")).astype(int)


def until(true, what, seconds=60):
    "Wait until `true()` holds."
    end = time.time() + seconds
    while not true():
        assert time.time() < end, f"not within {seconds} s: {what}"
        time.sleep(0.1)


def near(picture, expected): return picture.shape == expected.shape and np.abs(picture - expected).mean() < 4  # JPEG


def drive(page, tmp_path):
    "What a reader does with the widget: both keyboards and mice, all photographs and colorizers; each time the pixels are looked at."
    picture, handle = page.locator(".colorize-wiped img"), page.get_by_role("slider", name="Wipe")
    choice = lambda label: page.get_by_label(label, exact=True)
    wiped = lambda left, right, position, photo=COFFEE: near(shown(picture), wipe(pixels_of(photo, left), pixels_of(photo, right), position))
    picture.wait_for()
    until(lambda: wiped("grey", "faithful", 0.5), "the first picture")

    handle.focus()
    for _ in range(10): page.keyboard.press("ArrowLeft")
    until(lambda: wiped("grey", "faithful", 0.4), "ten steps to the left by key")
    page.keyboard.press("Home")
    until(lambda: wiped("grey", "faithful", 0), "all the way by key")

    for what, start, height in ((picture, 0.3, 0.4), (handle, None, 0.5)):  # the picture itself, and then the slider
        box, before = what.bounding_box(), float(handle.input_value())
        page.mouse.move(box["x"] + (before if start is None else start) * box["width"], box["y"] + height * box["height"])
        page.mouse.down()
        page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + height * box["height"], steps=8)
        page.mouse.up()
        until(lambda: 0.6 < float(handle.input_value()) < 0.8, "dragged by the mouse")
        position = float(handle.input_value())
        until(lambda: wiped("grey", "faithful", position), "the picture follows")
        handle.focus()
        page.keyboard.press("Home")
    for _ in range(70): page.keyboard.press("ArrowRight")
    position = float(handle.input_value())
    assert position == 0.7

    choice("Right").select_option("vivid")
    choice("Left").select_option("original")
    until(lambda: wiped("original", "vivid", position), "other colorizers")
    assert picture.get_attribute("alt") == "coffee: original on the left, vivid on the right" and "livelier" in page.locator("body").inner_text()
    choice("Photograph").select_option("rocket")
    rocket = Photograph("rocket", lambda: sample_photo("rocket"))
    until(lambda: wiped("original", "vivid", position, rocket), "another photograph")
    assert "chroma / original" in page.locator("body").inner_text()

    upload(page, tmp_path / "notes.jpg", lambda path: path.write_text("no picture"))
    page.get_by_role("alert").get_by_text("notes.jpg is not a picture").wait_for()
    turned = Image.Exif()
    turned[0x0112] = 6
    upload(page, tmp_path / "phone.jpg", lambda path: Image.new("CMYK", (300, 200), (0, 160, 160, 0)).save(path, exif=turned, quality=95))
    phone = Photograph("phone", lambda: np.full((300, 200, 3), [255, 95, 95], "uint8"))
    until(lambda: wiped("original", "vivid", position, phone), "the uploaded photograph, upright")

    page.get_by_label("ab alone, without luminance").check()
    until(lambda: near(shown(picture)[:, :60], ab_only(pixels_of(phone, "original"))[:, :60]), "ab alone")
    page.get_by_role("button", name="Side by side").click()
    grid = page.locator("figure img")
    until(lambda: grid.count() == len(STUDIO.names), "the grid")
    until(lambda: near(shown(grid.first), ab_only(pixels_of(phone, "grey"))) and near(shown(grid.last), ab_only(pixels_of(phone, "original"))), "grey first, the original last")
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("button", name="Make a PNG").click()
    with page.expect_download() as download: page.get_by_role("link", name="save phone-vivid.png").click()
    saved = np.asarray(Image.open(download.value.path()))
    assert (saved == pixels_of(phone, "vivid")).mean() > 0.9 and saved.shape == (300, 200, 3)


def upload(page, path, write):
    write(path)
    with page.expect_file_chooser() as chooser: page.get_by_role("button", name="Upload a photograph").click()
    chooser.value.set_files(path)


def run_in_lab(page, address):
    "Open the notebook of one cell at `address` and run the cell."
    page.goto(address, wait_until="commit")
    page.get_by_text("| Idle").wait_for()
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("Shift+Enter")


def test_in_jupyterlab(page, lab, tmp_path):
    run_in_lab(page, lab + "doc/tree/try.ipynb?reset")
    drive(page, tmp_path)


def test_as_a_page_by_voila(page, voila, tmp_path):
    page.goto(voila, wait_until="commit")
    drive(page, tmp_path)


class HintsInPage:
    "The widget of hints in a page, and what it should show."
    def __init__(self, page):
        self.page, self.hinted = page, Hinted(COFFEE.screen, "faithful")
        self.stage = page.get_by_role("application", name="photograph with hints")
        self.picture, self.marks = self.stage.locator("img"), self.stage.locator(".colorize-hint")
        self.swatches = page.get_by_role("button", name=re.compile(r"^\d+%$"))

    def hints(self):
        "The hints that the marks stand for."
        found = [re.fullmatch(r"(#\w+) at x=(\d+), y=(\d+)", mark.get_attribute("title")).groups() for mark in self.marks.all()]
        return [Hint(int(x), int(y), color, 8) for color, x, y in found]

    def is_colored(self, count, what):
        "Wait until there are `count` hints and the pixels are those of their positions and colours."
        def true():
            if self.marks.count() != count: return False
            scaled = on_screen(self.hints(), (600, 400), COFFEE.screen.shape[1::-1])
            return near(shown(self.picture), self.hinted.colored(scaled, HAND_REACH, "uint8").astype(int))
        until(true, what)

    def point(self, x, y):
        "Where on the page the photograph's pixel is."
        box = self.picture.bounding_box()
        return box["x"] + (x + 0.5) * box["width"] / 600, box["y"] + (y + 0.5) * box["height"] / 400

    def at(self, which, x, y):
        hint = self.hints()[which]
        return abs(hint.x - x) <= 1 and abs(hint.y - y) <= 1


def click_and_drag(page):
    "What a reader does with a mouse: a suggested colour, a colour of one's own, drags; returns the widget with two hints."
    ui = HintsInPage(page)
    ui.picture.wait_for()
    ui.is_colored(0, "the first picture")
    page.mouse.click(*ui.point(150, 260))
    page.get_by_text(re.compile(r"x=(149|150|151), y=(259|260|261): no hint yet")).wait_for()
    assert 3 <= ui.swatches.count() <= 6
    suggested = ui.swatches.nth(1).get_attribute("title")
    ui.swatches.nth(1).click()
    ui.is_colored(1, "a suggested colour")
    assert ui.at(0, 150, 260) and ui.hints()[0].color == suggested
    page.mouse.click(*ui.point(450, 300))
    page.get_by_text("no hint yet").wait_for()
    page.get_by_label("Your own colour").fill("#557799")
    ui.is_colored(2, "a colour of one's own")
    assert ui.hints()[1].color == "#557799"
    page.mouse.move(*ui.point(450, 300))
    page.mouse.down()
    page.mouse.move(*ui.point(330, 60), steps=6)
    page.mouse.up()
    until(lambda: ui.at(1, 330, 60), "dragged")
    ui.is_colored(2, "the picture after the drag")
    return ui


def press_keys(ui):
    "What a reader does by keyboard, with the two hints of `click_and_drag` and the cross at the second."
    press, before = ui.page.keyboard.press, ui.hints()
    ui.stage.focus()
    press("ArrowLeft")
    press("ArrowRight")
    assert ui.stage.evaluate("e => getComputedStyle(e).outlineStyle + getComputedStyle(e).outlineWidth") == "solid3px"
    for _ in range(5): press("ArrowDown")
    for _ in range(3): press("Shift+ArrowRight")
    press("Enter")
    ui.is_colored(3, "set by Enter")
    assert ui.at(2, 333, 100)
    first = ui.hints()[2].color
    press("2")
    until(lambda: ui.hints()[2].color != first, "recoloured by a digit")
    ui.is_colored(3, "the picture after the digit")
    press("Delete")
    ui.is_colored(2, "deleted")
    press("Control+z")
    until(lambda: ui.marks.count() == 3, "undone")
    for _ in range(3): press("u")
    ui.is_colored(2, "undone three times")
    assert ui.hints()[0] == before[0]
    until(lambda: ui.at(1, 450, 300), "the second hint is where it was")


def save_and_load(ui, tmp_path):
    "The file of hints, away and back, and a wrong one."
    page, before = ui.page, ui.hints()
    with page.expect_download() as download: page.get_by_role("link", name="save coffee-hints.csv").click()
    table = Path(download.value.path()).read_text()
    assert table.splitlines()[1] == f"{before[0].x},{before[0].y},{before[0].color},8"
    page.get_by_role("button", name="Delete all").click()
    ui.is_colored(0, "all deleted")
    for name, text in {"wrong.csv": "1,2,red\n600,2,red", "right.csv": table}.items():
        (tmp_path / name).write_text(text)
        with page.expect_file_chooser() as chooser: page.get_by_role("button", name="Load hints").click()
        chooser.value.set_files(tmp_path / name)
        if name == "wrong.csv": page.get_by_role("alert").get_by_text("wrong.csv, line 2: the hint red at x=600, y=2 is outside").wait_for()
    ui.is_colored(2, "loaded")
    assert ui.hints() == before and page.locator(".colorize-alert").count() == 0


def test_hints_in_jupyterlab(page, lab, tmp_path):
    run_in_lab(page, lab + "doc/tree/hint.ipynb?reset")
    ui = click_and_drag(page)
    cells = page.locator(".jp-Cell").count()
    press_keys(ui)
    assert page.locator(".jp-Cell").count() == cells and ui.stage.evaluate("e => e === document.activeElement")
    save_and_load(ui, tmp_path)


def test_hints_as_a_view_of_the_page(page, voila, tmp_path):
    page.goto(voila, wait_until="commit")
    page.get_by_role("button", name="Give hints").click()
    ui = click_and_drag(page)
    press_keys(ui)
    save_and_load(ui, tmp_path)
    page.get_by_label("Colorizer", exact=True).select_option("vivid")
    ui.hinted = Hinted(COFFEE.screen, "vivid")
    ui.is_colored(2, "the same hints on another colorizer")


def test_hints_fit_a_phone(page, voila):
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(voila, wait_until="commit")
    page.get_by_role("button", name="Give hints").click()
    ui = HintsInPage(page)
    ui.is_colored(0, "the picture")
    box = ui.picture.bounding_box()
    assert 0 <= box["x"] and box["x"] + box["width"] <= 360 and box["width"] > 300
    page.mouse.click(*ui.point(150, 260))
    ui.swatches.first.click()
    ui.is_colored(1, "a suggested colour")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_fits(page, voila, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(voila, wait_until="commit")
    page.locator(".colorize-wiped img").wait_for()
    page.get_by_role("button", name="Side by side").click()
    until(lambda: page.locator("figure img").count() == len(STUDIO.names), "the grid")
    for box in (image.bounding_box() for image in page.locator("figure img").all()): assert 0 <= box["x"] and box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


HOSTILE = """<!doctype html><title>waiting</title><img src="APP/"><iframe src="APP/"></iframe><script src="APP/"></script><a href="APP/">look</a>
<script>fetch("APP/", {mode: "no-cors", credentials: "include"}).catch(() => 0);
const socket = new WebSocket("APP/api/kernels/KERNEL/channels".replace("http", "ws"));
socket.onopen = () => document.title = "it is open"; socket.onerror = () => document.title = "it is shut";</script>"""


@pytest.fixture
def another_site():
    "The address of a site that shows the page `pages[0]`. It has another port, and so gets the cookies of the app."
    pages = []
    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(pages[0].encode())
        def log_message(self, *about): pass
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        threading.Thread(target=site.serve_forever).start()
        try: yield f"http://127.0.0.1:{site.server_port}/", pages
        finally: site.shutdown()


def running(server): return {kernel.pid for kernel in kernels(server)}


def opened(page, server, address):
    "Open the app in `page`; the id of its kernel, for the server and for the system."
    before = running(server)
    page.goto(address, wait_until="commit")
    page.locator(".colorize-wiped img").wait_for()
    assert "token" not in page.url
    [pid] = running(server) - before
    return page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"), pid


def test_another_site_starts_no_kernel_and_reaches_none(page, voila_server, another_site):
    server, address = voila_server
    until(lambda: not running(server), "the pages of other tests are closed")
    kernel, pid = opened(page, server, address)
    there, pages = another_site
    pages.append(HOSTILE.replace("APP", address.split("/?")[0]).replace("KERNEL", kernel))
    other = page.context.new_page()
    other.goto(there)
    until(lambda: other.title() != "waiting", "the socket is answered")
    assert other.title() == "it is shut"
    other.get_by_role("link", name="look").click()
    other.get_by_text("Another page led here").wait_for()
    assert running(server) == {pid}
    other.get_by_role("link", name="Open the comparison").click()  # a person may go on
    other.locator(".colorize-wiped img").wait_for()
    other.close()


def test_a_page_whose_kernel_has_died_says_so_and_starts_again(page, voila_server):
    import psutil
    server, address = voila_server
    _, pid = opened(page, server, address)
    psutil.Process(pid).kill()
    told = page.get_by_role("alertdialog", name="The kernel of this page has ended")
    told.wait_for(timeout=15_000)
    page.keyboard.press("Escape")
    assert told.is_visible() and pid not in running(server)
    page.keyboard.press("Enter")  # on the button, which has the focus
    told.wait_for(state="detached")
    page.locator(".colorize-wiped img").wait_for()
    until(lambda: near(shown(page.locator(".colorize-wiped img")), wipe(pixels_of(COFFEE, "grey"), pixels_of(COFFEE, "faithful"), 0.5)), "the picture")


SENT = """window.sent = 0; const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) { window.sent += data.byteLength ?? data.length; return send.call(this, data); }"""


def test_an_upload_of_50_megabytes_is_shown_and_a_larger_one_is_told_before_it_is_sent(page, voila, tmp_path):
    page.add_init_script(SENT)
    page.goto(voila, wait_until="commit")
    page.locator(".colorize-wiped img").wait_for()
    chosen = page.get_by_label("Photograph", exact=True).locator("option:checked")
    scan = lambda height: lambda path: Image.new("RGB", (4500, height), "teal").save(path)
    upload(page, tmp_path / "large.tif", scan(3710))
    told = page.get_by_role("alertdialog", name="This file is too large")
    told.wait_for()
    assert "large.tif has 51 MB" in told.inner_text() and "up to 50 MB" in told.inner_text()
    page.get_by_role("button", name="OK").click()
    time.sleep(1)
    assert page.evaluate("window.sent") < 1e6 and chosen.inner_text() == "coffee"
    upload(page, tmp_path / "scan.tif", scan(3700))
    until(lambda: chosen.inner_text() == "scan.tif", "the scan is there")
    assert 49.9e6 < (tmp_path / "scan.tif").stat().st_size < 50e6 < (tmp_path / "large.tif").stat().st_size
    assert page.evaluate("window.sent") > 49.9e6


@pytest.fixture(scope="module")
def static(tmp_path_factory):
    path = tmp_path_factory.mktemp("static") / "out.html"
    assert main(["compare", "coffee", "--html", str(path)]) == 0
    return path.as_uri()


def displayed(page):
    "What the browser paints where the wipe is: int (height, width, 3), at the size of the photograph."
    box = page.locator("#stage")
    picture = Image.open(BytesIO(box.screenshot(animations="disabled"))).convert("RGB")
    return np.asarray(picture.resize((600, 400))).astype(int)


def test_the_static_page_by_key_mouse_and_choice(page, static):
    page.goto(static)
    full = Photograph("coffee", lambda: sample_photo("coffee"), longest=768)
    wiped = lambda left, right, position: np.abs(displayed(page) - wipe(pixels_of(full, left), pixels_of(full, right), position)).mean() < 6
    position, stage = page.get_by_label("Wipe"), page.locator("#stage").bounding_box()
    assert wiped("grey", "faithful", 0.5)
    position.focus()
    for _ in range(20): page.keyboard.press("ArrowRight")
    assert position.input_value() == "70" and wiped("grey", "faithful", 0.7)
    page.mouse.move(stage["x"] + 0.7 * stage["width"], stage["y"] + 50)
    page.mouse.down()
    page.mouse.move(stage["x"] + 0.2 * stage["width"], stage["y"] + 60, steps=5)
    page.mouse.up()
    assert position.input_value() == "20" and wiped("grey", "faithful", 0.2)
    page.get_by_label("Left").select_option("original")
    page.get_by_label("Right").select_option("grey")
    assert wiped("original", "grey", 0.2) and not wiped("grey", "original", 0.2)


def test_the_static_page_fits_a_phone(page, static):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(static)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.fixture(scope="module")
def axe():
    if not shutil.which("npm"): pytest.skip("no Node.js on this machine: axe-core comes from npm")
    return axe_program()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_page_of_the_app(page, voila, axe, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(voila, wait_until="commit")
    page.get_by_text("What faithful takes it for").wait_for()
    page.get_by_text("What the scores mean").click()
    assert hindrances(page, axe) == []
    page.get_by_role("button", name="Side by side").click()
    until(lambda: page.locator("figure img").count() == len(STUDIO.names), "the grid")
    assert hindrances(page, axe) == []
    page.get_by_role("button", name="Give hints").click()
    ui = HintsInPage(page)
    ui.is_colored(0, "the picture")
    page.mouse.click(*ui.point(150, 260))
    ui.swatches.first.click()
    ui.is_colored(1, "a suggested colour")
    assert hindrances(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_static_page(page, static, axe, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(static)
    page.get_by_text("What the scores mean").click()
    assert hindrances(page, axe) == []


def test_axe_finds_nothing_serious_in_the_widget_in_jupyterlab(page, lab, axe):
    run_in_lab(page, lab + "doc/tree/try.ipynb?reset")
    page.get_by_text("What faithful takes it for").wait_for()
    assert hindrances(page, axe, "document.querySelector('.colorize-widget')") == []
