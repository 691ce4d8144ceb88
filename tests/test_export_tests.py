# Written by nbdev-export from nbs/export_tests.ipynb: edit the notebook.
import pytest
from colorize_nb._pytests import *
from types import SimpleNamespace
import pytest


# cell cd5d424c
def test_a_cell_becomes_a_function_that_fails_when_the_cell_fails():
    scope = {}
    exec(as_function("sums", "assert 1 + 1 == 3", "0"), scope)
    with pytest.raises(AssertionError): scope["test_sums"]()


# cell dcf5f12e
def test_names_have_only_letters_digits_and_underscores():
    assert name_of("L* of white: 100 %") == "test_l_of_white_100"


# cell d15cbef3
def test_two_facts_that_become_one_name_are_refused_and_both_are_told():
    writer = WriteTests(SimpleNamespace(path_="nbs/01_x.ipynb"))
    def cell(fact): return SimpleNamespace(directives_={"test": fact}, source="assert True", id="0")
    writer(cell("a + b is c"))
    with pytest.raises(ValueError, match=r"01_x.*'a \+ b is c' and 'a - b is c' both become test_a_b_is_c"): writer(cell("a - b is c"))
    with pytest.raises(ValueError, match="both become"): writer(cell("a + b is c"))
    writer(cell("a plus b is c"))


# cell d8932563
def test_a_text_in_triple_quotes_is_not_changed():
    scope, source = {}, 'text = """one\n  two\n"""\nfor c in f"""x\ny""":\n    text += c\nassert text == "one\\n  two\\nx\\ny", text'
    exec(as_function("texts", source, "0"), scope)
    scope["test_texts"]()
    assert inside_texts('a = ("one"\n     "two")') == set()
