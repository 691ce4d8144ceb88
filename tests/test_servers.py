"""No test and no command leaves a process behind."""
import os, shutil, subprocess, sys, time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlparse
import psutil
import pytest
from servers import APP, app, end, free_port, kernels, served

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
IGNORES_CTRL_C = ["sh", "-c", 'trap "" INT; exec "$@"', "sh"]  # as a shell starts what is put in the background

# A server that ignores Ctrl-C and SIGTERM, and has a child that does so too, in a session of its own.
STUBBORN = """
import signal, socket, subprocess, sys, time
for each in (signal.SIGINT, signal.SIGTERM): signal.signal(each, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
print(child.pid, flush=True)
listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))
time.sleep(600)
"""


def test_a_server_that_ignores_every_signal_is_ended_with_its_children():
    port = free_port()
    with served([sys.executable, "-c", STUBBORN, str(port)], f"http://127.0.0.1:{port}/", stdout=subprocess.PIPE, text=True) as server:
        child = psutil.Process(int(server.stdout.readline()))
        assert os.getsid(child.pid) != os.getsid(server.pid) != os.getsid(0)
        killed = end(server, patience=1)
        server.stdout.close()
    assert {p.pid for p in killed} == {server.pid, child.pid}
    assert not psutil.pid_exists(child.pid) or child.status() == psutil.STATUS_ZOMBIE


def test_a_server_that_has_ended_by_itself_is_told():
    with pytest.raises(AssertionError, match="has ended"), served([sys.executable, "-c", "pass"], "http://127.0.0.1:1/"): pass


WAITS = """
import os, sys, time
from pathlib import Path
from urllib.parse import urlparse
import psutil
from servers import free_port, served

def test_that_waits():
    port = free_port()
    command = [sys.executable, "-c", Path("server.py").read_text(), str(port)]
    with served(command, f"http://127.0.0.1:{port}/") as server:
        family = [os.getpid(), server.pid, *(child.pid for child in psutil.Process(server.pid).children())]
        Path("writing").write_text(" ".join(map(str, family)))
        Path("writing").rename("pids")
        time.sleep(600)
"""


@pytest.mark.parametrize("processes", [0, 1])
def test_a_run_that_is_ended_where_ctrl_c_is_ignored_leaves_no_server(tmp_path, processes):
    for name in ("conftest.py", "servers.py"): shutil.copy(Path(__file__).parent / name, tmp_path)
    (tmp_path / "server.py").write_text(STUBBORN.replace("signal.SIG_IGN", "signal.SIG_DFL"))
    (tmp_path / "test_waits.py").write_text(WAITS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", str(processes), "test_waits.py"]
    with subprocess.Popen([*IGNORES_CTRL_C, *command], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        while not (tmp_path / "pids").exists():
            assert run.poll() is None, "the run has ended before it started its server"
            time.sleep(0.1)
        pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
        family = [psutil.Process(pid) for pid in pids]
        assert len(family) == 3
        run.terminate()
        run.wait(60)
    _, alive = psutil.wait_procs(family, timeout=30)
    assert not alive


def page_of(address):
    "Ask for the page at `address`, with the token and then with the cookie for it; a kernel is started for that."
    there = urlparse(address)
    connection = HTTPConnection(there.hostname, there.port, timeout=120)
    connection.request("GET", f"/?{there.query}")
    led = connection.getresponse()
    led.read()
    connection.request("GET", led.headers["Location"], headers={"Cookie": led.headers["Set-Cookie"].split(";")[0]})
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_app_ends_on_sigterm_with_its_kernels_where_ctrl_c_is_ignored(tmp_path):
    pytest.importorskip("voila")
    with app([*IGNORES_CTRL_C, *APP], env=os.environ | {"TMPDIR": str(tmp_path)}) as (server, address):
        assert page_of(address) == 200
        running = kernels(server)
        assert running
        server.terminate()
        assert server.wait(30) == 0
        _, alive = psutil.wait_procs(running, timeout=10)
        assert not alive and not list(tmp_path.glob("tmp*")), "the folder of the page is removed"
