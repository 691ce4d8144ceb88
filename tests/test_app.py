# Written by nbdev-export from nbs/app.ipynb: edit the notebook.
import pytest
from colorize_nb.app import *
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.web import create_signed_value
import socket, subprocess, sys
import nbformat
import pytest
from colorize_nb.photos import ColorizeError


# cell ccce22c8
def test_names_and_origins_that_only_look_like_ours_are_foreign():
    ours = {"Host": "127.0.0.1:8866"}
    for headers in (ours, {"Host": "localhost:80"}, {"Host": "localhost"}, {"Host": "LOCALHOST:1", "Origin": "http://localhost:1"},
                    ours | {"Origin": "http://127.0.0.1:8866", "Sec-Fetch-Site": "same-origin"}): assert foreign(headers) == ""
    hosts = ("", "evil.example", "127.0.0.1.evil.example", "localhost.", "127.0.0.1:8866.evil.example", "127.0.0.1:", "0.0.0.0:8866",
             "evil.example#127.0.0.1", "127.0.0.1:8866,evil.example", "127.0.0.1 ", "[::1]:8866", "127x0x0x1")
    for host in hosts: assert "name" in foreign({"Host": host}), host
    origins = ("null", "https://127.0.0.1:8866", "http://127.0.0.1:9000", "http://localhost:8866", "http://127.0.0.1", "file://",
               "http://evil.example", "http://127.0.0.1:8866.evil.example", "http://127.0.0.1:8866, http://evil.example")
    for origin in origins: assert "another site" in foreign(ours | {"Origin": origin}), origin
    for site in ("cross-site", "same-site", "cross-origin", "new-word"): assert foreign(ours | {"Sec-Fetch-Site": site}), site


# cell 209d098b
def test_the_door_opens_for_the_token_and_for_the_cookie_that_is_signed_and_for_nothing_else():
    door = Door("secret", "colorize-nb", b"key")
    def refused(uri, headers):
        line, headers = RequestStartLine("GET", uri, "HTTP/1.1"), HTTPHeaders({"Host": "127.0.0.1:8866"} | headers)
        return door.refusal(HTTPServerRequest(headers=headers, start_line=line))
    signed = create_signed_value(b"key", "colorize-nb", "somebody").decode()
    assert refused("/?token=secret", {}) == refused("/api/kernels", {"Cookie": f"colorize-nb={signed}"}) == ""
    for uri in ("/", "/?token=", "/?token=secre", "/?token=secret&token=x", "/?Token=secret", "/#token=secret", "/?token=%FF%00"):
        assert "token" in refused(uri, {}), uri
    other = create_signed_value(b"another key", "colorize-nb", "somebody").decode()
    renamed = create_signed_value(b"key", "other", "somebody").decode()
    for cookie in ("", "x", other, renamed, signed[:-1]): assert "token" in refused("/", {"Cookie": f"colorize-nb={cookie}"}), cookie
    assert "name" in refused("/?token=secret", {"Host": "evil.example", "Cookie": f"colorize-nb={signed}"})


# cell 61609d64
def test_a_kernel_of_the_app_does_not_start_tensorflow():
    program = "import sys, colorize_nb.demo; print(*{'keras', 'tensorflow'} & {*sys.modules})"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == ""


# cell 285a7b29
def test_the_notebook_of_the_app_is_a_notebook():
    notebook = empty_notebook(NOTEBOOK)
    nbformat.validate(nbformat.from_dict(notebook))
    assert [cell["source"] for cell in notebook["cells"]] == [source for _, source in NOTEBOOK]


# cell 8c0334ba
def test_a_port_that_is_taken_is_not_used():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert free_port(taken) != taken
    assert free_port(taken) == taken
