# Written by nbdev-export from nbs/91_bench.ipynb: edit the notebook.
import pytest
from colorize_nb.bench import *
import time


# cell 519f14f7
def test_the_first_call_is_not_counted():
    calls = []
    def slow_at_first():
        if not calls: time.sleep(0.2)
        calls.append(1)
    assert least_time(slow_at_first, repeats=3) < 0.1 and len(calls) == 4
