# Written by nbdev-export from nbs/cards.ipynb: edit the notebook.
import pytest
from colorize_nb.cards import *
import json
import pandas as pd
import pytest
from colorize_nb.experiment import RUNS
from colorize_nb.models import build_network
from colorize_nb.photos import ColorizeError
from colorize_nb.recipes import get_recipe
from colorize_nb.weights import shipped_colorizers


# cell 86d01541
def test_every_shipped_colorizer_has_a_card_with_its_own_numbers():
    for name in shipped_colorizers():
        text, recipe = card(name), get_recipe(name)
        assert f"{build_network(recipe).count_params():,} numbers" in text and f"--recipe {name} " in text
        for setting in ("inference_size", "decode_rebalancing"): assert f"{setting} {getattr(recipe, setting)}," in text
        for photos in ("miniplaces", "everyday", "kodak"):
            table = pd.read_csv(RUNS / f"scores/{photos}/scores.csv", index_col=0)
            assert f"| {name} | {table.loc[name, 'ab MSE / grey']:.3f} |" in text
        assert ("shares the file of *faithful*" in text) == (name == "vivid")
    with pytest.raises(ColorizeError, match="model9"): card("model9")
