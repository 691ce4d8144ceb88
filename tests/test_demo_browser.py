"""The comparison in a real browser: JupyterLab, the page of `colorize-nb app`, and the file of `colorize-nb compare`."""
import os, shutil, sys, threading, time
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
from colorize_nb.photos import sample_photo
from colorize_nb.studio import Photograph, Studio
from servers import app, free_port, kernels, served

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
    cell = nbformat.v4.new_code_cell("from colorize_nb.demo import compare\ncompare()")
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=about), folder / "try.ipynb")
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
    picture, handle = page.locator("img.widget-image"), page.locator(".widget-slider", has_text="wipe").locator("[role=slider]")
    choice = lambda label: page.get_by_label(label, exact=True)
    wiped = lambda left, right, position, photo=COFFEE: near(shown(picture), wipe(pixels_of(photo, left), pixels_of(photo, right), position))
    picture.wait_for()
    until(lambda: wiped("grey", "faithful", 0.5), "the first picture")

    handle.focus()
    for _ in range(10): page.keyboard.press("ArrowLeft")
    until(lambda: wiped("grey", "faithful", 0.4), "ten steps to the left by key")
    page.keyboard.press("Home")
    until(lambda: wiped("grey", "faithful", 0), "all the way by key")

    box = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]").bounding_box()
    grip = handle.bounding_box()
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    position = float(handle.get_attribute("aria-valuenow"))
    assert 0.6 < position < 0.8
    until(lambda: wiped("grey", "faithful", position), "dragged by the mouse")

    choice("right").select_option("vivid")
    choice("left").select_option("original")
    until(lambda: wiped("original", "vivid", position), "other colorizers")
    choice("photograph").select_option("rocket")
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
    page.get_by_role("button", name="all side by side").click()
    grid = page.locator("figure img")
    until(lambda: grid.count() == len(STUDIO.names), "the grid")
    until(lambda: near(shown(grid.first), ab_only(pixels_of(phone, "grey"))) and near(shown(grid.last), ab_only(pixels_of(phone, "original"))), "grey first, the original last")
    page.get_by_role("button", name="wipe", exact=True).click()
    page.get_by_role("button", name="make PNG").click()
    with page.expect_download() as download: page.get_by_role("link", name="save phone-vivid.png").click()
    saved = np.asarray(Image.open(download.value.path()))
    assert (saved == pixels_of(phone, "vivid")).mean() > 0.9 and saved.shape == (300, 200, 3)


def upload(page, path, write):
    write(path)
    with page.expect_file_chooser() as chooser: page.get_by_role("button", name="upload a photograph").click()
    chooser.value.set_files(path)


def test_in_jupyterlab(page, lab, tmp_path):
    page.goto(lab + "doc/tree/try.ipynb?reset", wait_until="commit")
    page.get_by_text("| Idle").wait_for()
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("Shift+Enter")
    drive(page, tmp_path)


def test_as_a_page_by_voila(page, voila, tmp_path):
    page.goto(voila, wait_until="commit")
    drive(page, tmp_path)


@pytest.mark.parametrize("width", [1280, 400])
def test_the_page_fits(page, voila, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(voila, wait_until="commit")
    page.locator("img.widget-image").wait_for()
    page.get_by_role("button", name="all side by side").click()
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
    page.locator("img.widget-image").wait_for()
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
    other.locator("img.widget-image").wait_for()
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
    page.locator("img.widget-image").wait_for()
    until(lambda: near(shown(page.locator("img.widget-image")), wipe(pixels_of(COFFEE, "grey"), pixels_of(COFFEE, "faithful"), 0.5)), "the picture")


SENT = """window.sent = 0; const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) { window.sent += data.byteLength ?? data.length; return send.call(this, data); }"""


def test_an_upload_of_50_megabytes_is_shown_and_a_larger_one_is_told_before_it_is_sent(page, voila, tmp_path):
    page.add_init_script(SENT)
    page.goto(voila, wait_until="commit")
    page.locator("img.widget-image").wait_for()
    chosen = page.get_by_label("photograph", exact=True).locator("option:checked")
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
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(static)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
