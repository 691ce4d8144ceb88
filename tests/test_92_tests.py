# Written by nbdev-export from nbs/92_tests.ipynb: edit the notebook.
import pytest
from colorize_nb._pytests import *
from colorize_nb._pytests import test_function, test_name


# cell 6ef62b66
def test_a_cell_becomes_a_function_that_fails_when_the_cell_fails():
    scope = {}
    exec(test_function("sums", "assert 1 + 1 == 3", "0"), scope)
    try: scope["test_sums"]()
    except AssertionError: failed = True
    else: failed = False
    assert failed


# cell a20889c1
def test_names_have_only_letters_digits_and_underscores():
    assert test_name("L* of white: 100 %") == "test_l_of_white_100"
