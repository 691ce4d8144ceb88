# Written by nbdev-export from nbs/28_cards.ipynb: edit the notebook.
import pytest
from colorize_nb.cards import *
import json
import pandas as pd
from colorize_nb.experiment import RUNS
from colorize_nb.models import get_recipe
from colorize_nb.photos import ColorizeError
from colorize_nb.predict import load_colorizer, shipped_colorizers, weights_path
import colorize_nb.better


# cell 86d01541
def test_every_shipped_colorizer_has_a_card_with_its_own_numbers():
    for name in shipped_colorizers():
        text, table = card(name), pd.read_csv(RUNS / "scores/kodak/scores.csv", index_col=0)
        network = load_colorizer(name).network
        assert f"{network.count_params():,} numbers" in text and f"| {name} | {table.loc[name, 'ab MSE / grey']:.3f} |" in text
        assert f"--recipe {name} " in text or f"--recipe {get_recipe(name).name} " in text or "--recipe faithful " in text
    try: card("model9")
    except ColorizeError as e: assert "model9" in str(e)
    else: raise AssertionError
