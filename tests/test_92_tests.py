# Written by nbdev-export from nbs/92_tests.ipynb: edit the notebook.
import pytest
from colorize_nb._pytests import *
from types import SimpleNamespace


# cell cd5d424c
def test_a_cell_becomes_a_function_that_fails_when_the_cell_fails():
    scope = {}
    exec(as_function("sums", "assert 1 + 1 == 3", "0"), scope)
    try: scope["test_sums"]()
    except AssertionError: failed = True
    else: failed = False
    assert failed


# cell dcf5f12e
def test_names_have_only_letters_digits_and_underscores():
    assert name_of("L* of white: 100 %") == "test_l_of_white_100"


# cell d15cbef3
def test_two_cells_that_state_one_fact_are_refused():
    writer = WriteTests(SimpleNamespace(path_="nbs/01_x.ipynb"))
    cell = SimpleNamespace(directives_={"test": "sums"}, source="assert True", id="0")
    writer(cell)
    try: writer(cell)
    except ValueError as e: message = str(e)
    assert "sums" in message and "01_x" in message
