# Written by nbdev-export from nbs/03_data.ipynb: edit the notebook.
import pytest
from colorize_nb.data import *
import numpy as np


# cell 2f353e77
def test_a_split_keeps_the_classes_balanced():
    labels = np.repeat(np.arange(10), 100)
    train, validation = split(labels)
    assert len(train) == 850 and len(validation) == 150 and not set(train) & set(validation)
    assert (np.bincount(labels[train]) == 85).all()
