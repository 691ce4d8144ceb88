"""What all tests share: memory is let go between the modules."""
import ctypes, gc, sys
import pytest


def let_go():
    "Free what modules keep after a test: figures, Keras' names and graphs, and the memory that malloc would hold back."
    if "matplotlib.pyplot" in sys.modules: sys.modules["matplotlib.pyplot"].close("all")
    if "keras" in sys.modules: sys.modules["keras"].utils.clear_session()
    gc.collect()
    if sys.platform == "linux": ctypes.CDLL(None).malloc_trim(0)


@pytest.fixture(scope="module", autouse=True)
def module_lets_go():
    yield
    let_go()


@pytest.fixture
def lets_go():
    "For a test that builds much, as a whole notebook does."
    yield
    let_go()
