"""`colorize-nb app` by real requests on the loopback address: who is let in, and how many kernels there are."""
import re, sys, time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlparse
import psutil
import pytest
from servers import IMPATIENT, app, kernels

pytest.importorskip("voila")
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]  # it starts kernels
KERNEL = "/api/kernels/01234567-0123-0123-0123-0123456789ab"
FILE = "/voila/static/voila.js"


def ask(address, path=None, method="GET", body=None, **headers):
    "The status of the answer, its headers, and its text. In the names of `headers` _ stands for -."
    there = urlparse(address)
    connection = HTTPConnection(there.hostname, there.port, timeout=120)
    headers = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
    connection.request(method, path or f"{there.path}?{there.query}", body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, text


def own(address): return f"http://{urlparse(address).netloc}"


def cookie_of(address):
    "The cookie that is given for the token in the `address`."
    status, headers, _ = ask(address)
    assert (status, headers["Location"]) == (302, "/")
    return headers["Set-Cookie"].split(";")[0]


def socket(address, path, cookie, **headers):
    "What becomes of a request for a websocket: 101, or the status of the refusal."
    shake = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg=="}
    return ask(address, path, **shake, Cookie=cookie, **headers)[0]


def until(true, seconds, what):
    "Wait until `true()` holds, at most so many `seconds`."
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.1)


def memory(server): return sum(each.memory_info().rss for each in [psutil.Process(server.pid), *kernels(server)])


@pytest.fixture(scope="module")
def tool():
    "`colorize-nb app`, of which no test of this module starts a kernel."
    with app() as (server, address):
        yield server, address
        assert not kernels(server), "a request that should not has started a kernel"


@pytest.fixture
def impatient():
    "The same with two kernels at most, which end four seconds after their pages."
    with app([sys.executable, "-c", IMPATIENT]) as (server, address): yield server, address


@pytest.mark.parametrize("path", [None, "/", FILE, KERNEL, KERNEL + "/channels", "/login", "/none"])
@pytest.mark.parametrize("headers", [
    {"Host": "evil.example"}, {"Host": "evil.example:8866", "Origin": "http://evil.example:8866"}, {"Host": "127.0.0.1.evil.example"},
    {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}, {"Origin": "https://127.0.0.1"},
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}], ids=str)
def test_what_comes_from_elsewhere_gets_403_even_with_token_and_cookie(tool, path, headers):
    _, address = tool
    status, answered, text = ask(address, path, **{"Cookie": cookie_of(address)} | headers)
    assert status == 403 and "Set-Cookie" not in answered and "frame-ancestors 'none'" in answered["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in answered and "token=" not in text


@pytest.mark.parametrize("path", ["/", "/?token=", "/?token=wrong", FILE, KERNEL, KERNEL + "/channels", "/login", "/logout", "/none",
                                  "/voila/files/comparison.ipynb", "/voila/labextensions/x", "/voila/execution/x"])
def test_what_has_no_token_gets_403(tool, path):
    _, address = tool
    other = re.sub(r"=.*", '="2|1:0|10:1795680650|4:name|4:eHh4|0123456789abcdef"', cookie_of(address))
    for cookie in (None, "x=y", other):
        status, answered, text = ask(address, path, Cookie=cookie)
        assert status == 403 and "colorize-nb app" in text and "Set-Cookie" not in answered
    for method in ("POST", "DELETE", "PUT", "HEAD", "OPTIONS", "PATCH"): assert ask(address, path, method)[0] == 403


def test_the_token_becomes_a_cookie_that_only_the_own_page_can_use(tool):
    _, address = tool
    status, headers, _ = ask(address, Sec_Fetch_Site="none")
    given, *about = headers["Set-Cookie"].split("; ")
    assert status == 302 and {"HttpOnly", "SameSite=Strict"} <= {*about} and not any("expires" in each for each in about)
    token = urlparse(address).query.removeprefix("token=")
    assert len(token) >= 32 and token not in given + headers["Location"]
    assert ask(address, FILE, Cookie=given)[0] == 200
    assert ask(address, "/voila/files/comparison.ipynb", Cookie=given)[0] == 403


def test_a_link_on_another_page_leads_to_a_page_that_leads_on(tool):
    _, address = tool
    status, _, text = ask(address, Sec_Fetch_Site="cross-site")
    assert status == 403 and '<a href="">Open the comparison</a>' in text
    assert "<a " not in ask(address, "/", Sec_Fetch_Site="cross-site")[2]


def test_each_start_has_a_token_of_its_own_and_reads_no_settings_from_the_folder(tool, tmp_path):
    _, address = tool
    (tmp_path / "voila.py").write_text("open('was here', 'w').close()\nc.Voila.token = 'known'")
    with app(cwd=tmp_path) as (server, later):
        assert [each.name for each in tmp_path.iterdir()] == ["voila.py"] and "known" not in later
        assert urlparse(later).query != urlparse(address).query
        assert ask(later, "/", Cookie=cookie_of(address))[0] == 403 and ask(later, f"/?{urlparse(address).query}")[0] == 403
        assert not kernels(server)


def test_sockets_and_the_end_of_a_kernel_are_for_the_own_page(impatient):
    server, address = impatient
    cookie = cookie_of(address)
    status, headers, text = ask(address, "/", Cookie=cookie, Sec_Fetch_Site="none")
    assert status == 200 and len(kernels(server)) == 1
    kernel = re.search(r'"kernelId": "([^"]+)"', text)[1]
    channels = f"/api/kernels/{kernel}/channels"
    assert socket(address, channels, cookie, Origin=own(address)) == socket(address, channels, cookie) == 101
    for wrong in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Host": "evil.example", "Origin": "http://evil.example"},
                  {"Host": "evil.example"}, {"Origin": own(address).replace("127.0.0.1", "localhost")}, {"Sec-Fetch-Site": "same-site"}):
        assert socket(address, channels, cookie, **wrong) == 403, wrong
    assert socket(address, channels, None, Origin=own(address)) == 403
    end = f"/voila/api/shutdown/{kernel}"
    assert ask(address, end, "POST", Cookie=cookie)[0] == 403 and len(kernels(server)) == 1  # without the word that the page knows
    word = re.search(r"_xsrf=[^;]+", headers["Set-Cookie"])[0]
    sent = {"Cookie": f"{cookie}; {word}", "Content_Type": "application/x-www-form-urlencoded"}
    assert ask(address, end, "POST", word, Origin=own(address), **sent)[0] == 204
    until(lambda: not kernels(server), 10, "the kernel ends with its page")
    assert ask(address, f"/api/kernels/{kernel}", Cookie=cookie)[0] == 404


def test_twenty_pages_have_no_more_kernels_than_the_limit_and_their_memory_is_given_back(impatient):
    server, address = impatient
    cookie = cookie_of(address)
    before = memory(server)
    with ThreadPoolExecutor(20) as people: answers = [*people.map(lambda _: ask(address, "/", Cookie=cookie), range(20))]
    statuses = [status for status, _, _ in answers]
    assert statuses.count(200) == 2 == 20 - statuses.count(503) and len(kernels(server)) <= 2
    text = next(text for status, _, text in answers if status == 503)
    assert "2 pages are open already" in text and "--max-kernels 4" in text and "Try again" in text
    until(lambda: not kernels(server), 30, "kernels that no page is connected to end")
    assert memory(server) - before < 50e6
    assert ask(address, "/", Cookie=cookie)[0] == 200  # there is a place again


def test_a_kernel_that_dies_is_gone_and_its_place_is_free(impatient):
    server, address = impatient
    cookie = cookie_of(address)
    for _ in range(3):
        status, _, text = ask(address, "/", Cookie=cookie)
        assert status == 200
        for kernel in kernels(server): kernel.kill()
        where = "/api/kernels/" + re.search(r'"kernelId": "([^"]+)"', text)[1]
        until(lambda: ask(address, where, Cookie=cookie)[0] == 404, 10, "the death of the kernel is noticed")
    assert not kernels(server)


def test_the_app_writes_one_line(impatient):
    server, address = impatient
    cookie = cookie_of(address)
    for path in ("/", KERNEL, "/none"): ask(address, path), ask(address, path, Host="evil.example"), ask(address, path, Cookie=cookie)
    server.terminate()
    server.wait(30)
    assert server.stdout.read() == ""
