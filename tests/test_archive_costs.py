# Written by nbdev-export from nbs/archive_costs.ipynb: edit the notebook.
import pytest
from colorize_nb.archive_costs import *
from pathlib import Path
import os, tempfile
import pandas as pd
import pytest
from colorize_nb import archive_costs


# cell acs00008
def test_links_count_as_photographs_and_work_is_counted():
    with tempfile.TemporaryDirectory() as folder:
        archive_costs.linked(folder, 45, 32, 32, kinds=3)
        assert len([*Path(folder).rglob("*.jpg")]) == 45
    assert archive_costs.worked(os.getpid()) > 0.1 and archive_costs.held(os.getpid()) > 10


# cell acs00020
def test_a_simulation_of_eight_workers_counts_the_work_of_the_scheduler():
    found = archive_costs.simulate(8, 0.002, 2000, processes=1)
    assert found["workers"] == 8 and found["a second"] > 200
    assert 0.1 < found["scheduler, ms a batch"] < 100 and 0.1 < found["client, ms a batch"] < 100


# cell acs00039
def test_the_limit_of_a_run_is_its_slowest_part():
    few, many = (archive_costs.rates(machines, 4, 0.04, 0.01, 0.02) for machines in (1, 100))
    assert few.idxmin() == "cores" and few["cores"] == 100 and many["cores"] == 10_000
    assert many.drop(["writes to one prefix", "reads from one prefix"]).idxmin() == "client and ledger"
    assert archive_costs.rates(1, 4, 0.04, 0.01, 0.02, batch=64)["scheduler"] == 6400
