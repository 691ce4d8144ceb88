# Written by nbdev-export from nbs/progress.ipynb: edit the notebook.
import pytest
from colorize_nb.progress import *
from io import StringIO


# cell 3e83549c
def test_progress_gives_the_things_and_only_these():
    assert list(progress("abc")) == ["a", "b", "c"]
    with progress(total=3, desc="three") as bar: bar.update(2)
    assert bar.total == 3


# cell 183545ee
def test_in_a_terminal_there_is_a_bar_and_in_a_log_there_is_none():
    class Terminal(StringIO):
        def isatty(self): return True
    def shown(file):
        list(progress("abc", desc="letters", delay=0, file=file))
        return file.getvalue()
    assert shown(StringIO()) == "" and "letters: 100%" in shown(Terminal())


# cell 02e47276
def test_a_line_replaces_the_one_before():
    line, shown = NotebookLine(), []
    class Handle:
        def update(self, data, raw): shown.append(data["text/plain"])
    line.handle = Handle()
    for text in ("\r 10%", "\r 20%", "\n"): line.write(text)
    assert shown == ["10%", "20%", ""]
