# Written by nbdev-export from nbs/94_progress.ipynb: edit the notebook.
import pytest
from colorize_nb.progress import *
from io import StringIO
import time


# cell 3e83549c
def test_progress_gives_the_things_and_only_these():
    assert list(progress("abc")) == ["a", "b", "c"]
    bar = progress(total=3, desc="three")
    bar.update(2); bar.close()
    assert bar.total == 3


# cell 02e47276
def test_a_line_replaces_the_one_before():
    line, shown = NotebookLine(), []
    class Handle:
        def update(self, data, raw): shown.append(data["text/plain"])
    line.handle = Handle()
    for text in ("\r 10%", "\r 20%", "\n"): line.write(text)
    assert shown == ["10%", "20%", ""]
