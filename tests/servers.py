"""Servers that tests start, and that leave nothing behind: neither a process nor one of its kernels."""
import contextlib, os, re, socket, subprocess, sys, tarfile, time
from pathlib import Path
from urllib.parse import urlparse
import psutil


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def end(process, patience=20):
    """End `process` (a `subprocess.Popen`) and all that it has started, kernels included; returns those that had to be killed.

    SIGTERM and not Ctrl-C: what is started in the background ignores Ctrl-C, and so do its children. A kernel is in a session
    of its own, so that no signal to a group reaches it: the children are looked up by their parents while these still live.
    The server has `patience` seconds to end its children and itself.
    """
    try: server = psutil.Process(process.pid)
    except psutil.NoSuchProcess: family = []
    else:
        family = [*server.children(recursive=True), server]
        process.terminate()
        psutil.wait_procs([server], timeout=patience)
    _, left = psutil.wait_procs(family, timeout=2)
    for each in left:
        with contextlib.suppress(psutil.NoSuchProcess): each.kill()
    psutil.wait_procs(left, timeout=10)
    process.wait(10)
    return left


@contextlib.contextmanager
def served(command, address, seconds=60, **options):
    "Inside the `with`, `command` runs and answers at `address`; the process is given. In the end nothing of it is left."
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": os.name == "posix"}
    server = subprocess.Popen(command, **quiet | options)
    try:
        end_of_waiting = time.monotonic() + seconds
        while True:
            assert server.poll() is None, f"{command[0]} has ended"
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", urlparse(address).port), 1).close()
                break
            assert time.monotonic() < end_of_waiting, f"{command[0]} does not answer at {address}"
            time.sleep(0.2)
        yield server
    finally: end(server)


APP = [Path(sys.executable).parent / "colorize-nb", "app"]
IMPATIENT = """
import sys, tempfile
from colorize_nb.app import app_server
with tempfile.TemporaryDirectory() as folder: app_server(folder, int(sys.argv[2]), kernels=2, unseen=4).start()
"""  # the same server with two kernels, which end four seconds after their pages


@contextlib.contextmanager
def app(command=APP, **options):
    "Inside the `with`, `colorize-nb app`, or `command`, runs: its process and the address that it prints, with the token."
    port = free_port()
    with served([*command, "--port", str(port)], f"http://127.0.0.1:{port}/", stdout=subprocess.PIPE, text=True, **options) as server:
        with server.stdout: yield server, re.search(r"http://\S+", server.stdout.readline())[0]


def kernels(server): return psutil.Process(server.pid).children(recursive=True)


def axe_program():
    "axe-core, which looks for what hinders people who do not see well or use no mouse, as a script for a page."
    from colorize_nb.site import npm_package
    with tarfile.open(npm_package("axe-core")) as archive: return archive.extractfile("package/axe.min.js").read().decode()


def hindrances(page, axe, where="document"):
    "What the script `axe` calls serious or critical on the `page`, or in the element `where`: `[(impact, rule, HTML)]`."
    page.evaluate(axe)
    found = page.evaluate(f"axe.run({where}).then(found => found.violations.map(each => [each.impact, each.id, each.nodes[0].html]))")
    return [each for each in found if each[0] in ("serious", "critical")]
