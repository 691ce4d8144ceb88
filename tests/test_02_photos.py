# Written by nbdev-export from nbs/02_photos.ipynb: edit the notebook.
import pytest
from colorize_nb.photos import *
import numpy as np


# cell dbdae2f3
def test_the_ten_sample_photographs_are_there():
    assert len(SAMPLES) == 10
    assert all(sample_photo(name).shape[2] == 3 for name in SAMPLES)
