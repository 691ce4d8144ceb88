"""What all tests share: a run can be ended, and memory is let go between the modules."""
import ctypes, gc, signal, sys, threading
import pytest


def pytest_configure():
    """SIGTERM ends a run as Ctrl-C does, with the servers that it has started.

    Ctrl-C too, where a run in the background would ignore it: pytest-xdist ends its processes in that way.
    """
    if threading.current_thread() is threading.main_thread():
        for each in (signal.SIGTERM, signal.SIGINT): signal.signal(each, signal.default_int_handler)


@pytest.fixture(scope="module", autouse=True)
def let_go():
    "Free what a module leaves: figures, Keras' names and graphs, and the memory that malloc would keep."
    yield
    if "matplotlib.pyplot" in sys.modules: sys.modules["matplotlib.pyplot"].close("all")
    if "keras" in sys.modules: sys.modules["keras"].utils.clear_session()
    gc.collect()
    if sys.platform == "linux": ctypes.CDLL(None).malloc_trim(0)
