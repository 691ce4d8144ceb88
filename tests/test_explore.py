# Written by nbdev-export from nbs/explore.ipynb: edit the notebook.
import pytest
from colorize_nb.explore import *
import numpy as np
from colorize_nb.backend import keras, ops
from colorize_nb.data import center_crop
from colorize_nb.lab import rgb_to_lab
from colorize_nb.low_level import low_level_features
from colorize_nb.mid_level import mid_level_features
from colorize_nb.models import build_network
from colorize_nb.recipes import RECIPES
from colorize_nb.photos import sample_photo
from colorize_nb.predict import load_colorizer


# cell 997098d9
def test_the_pixels_of_a_receptive_field_are_those_that_reach_it():
    parts = [low_level_features(1/32, batch_norm=False), mid_level_features(1/32, batch_norm=False)]
    for net in parts: net.set_weights([np.abs(w) for w in net.get_weights()])
    rows, size = np.eye(160, dtype="float32")[:, :, None, None], 160
    maps = np.tile(rows, (1, 1, 8, 1))
    for part in parts:
        for layer in [l for l in part.layers if isinstance(l, keras.layers.Conv2D)]:
            maps = np.maximum(ops.convert_to_numpy(layer(maps)), 0)
            answer = maps[:, 9].max(axis=(1, 2))
            reached = np.flatnonzero(answer > 1e-7 * answer.max())
            assert (reached[0], reached[-1]) == tuple(np.clip(seen_pixels(layer.name, 9), 0, size - 1)), layer.name


# cell 917c7cde
def test_the_widget_shows_the_position_that_its_sliders_say():
    photo = center_crop(sample_photo("coffee"), 224) / np.float32(255)
    space, shown = explore_seen.__globals__, []
    before, space["display"] = space["display"], shown.append
    ui = explore_seen(photo)
    layer, down, across = ui.children[:3]
    for wanted, share, position in (("low1", 1.0, 111), ("mid2", 0.0, 0), ("low4", 0.5, 28)):
        layer.value, down.value, across.value = wanted, share, share
        ui.update()
        np.testing.assert_array_equal(ui.result.axes[0].images[0].get_array(), seen(photo, wanted, position, position))
        assert ui.result.axes[0].get_title() == f"{wanted}, position ({position}, {position})" and shown[-1] is ui.result
    space["display"] = before


# cell d62a5879
def test_a_mosaic_shows_the_maps_that_vary_in_their_order_each_to_its_maximum():
    maps = np.zeros((2, 2, 4), "float32")
    maps[0, 0] = [0, 5, 1, 2]; maps[1, 1, 3] = 4
    np.testing.assert_allclose(mosaic(maps, 2), [[1, 0, 0.5, 0], [0, 0, 0, 1]])
    assert mosaic(maps, 9).shape == (2, 8) and mosaic(np.zeros((3, 3, 1))).max() == 0


# cell 0f5cb97c
def test_the_last_step_is_the_output_of_the_network_and_nothing_changes_in_it():
    network = load_colorizer("model3_places").network
    before = [np.array(w) for w in network.get_weights()]
    photo = center_crop(sample_photo("coffee"), 224) / np.float32(255)
    steps = walk(network, photo)
    wanted = {name: ops.convert_to_numpy(out) for name, out in network(steps["luminance"][None], training=False).items()}
    np.testing.assert_allclose(steps["ab"], wanted["ab"][0], atol=1e-5)
    np.testing.assert_allclose(steps["classifier2"], wanted["scene"][0], atol=1e-5)
    for w, b in zip(network.get_weights(), before, strict=True): np.testing.assert_array_equal(w, b)
    local = walk(build_network(RECIPES["model4"].__class__("tiny", width=1/32, image_size=16, global_path=False)), photo)
    assert list(local)[-1] == "ab" and not any(name.startswith(("global", "fusion")) for name in local)


# cell 3c109b53
def test_the_walking_widget_draws_the_layer_that_is_chosen():
    network, photo = load_colorizer("model3_places").network, center_crop(sample_photo("coffee"), 224) / np.float32(255)
    ui, steps = explore_layers(network, photo), walk(network, photo)
    for name, kind in (("low3", "images"), ("global6", "patches"), ("ab", "images")):
        ui.children[0].value = name
        ui.update()
        axis = ui.result.axes[0]
        assert axis.get_title().startswith(f"{name}: {steps[name].shape[0]}") and len(getattr(axis, kind)) > 0
    np.testing.assert_allclose(ui.result.axes[0].images[0].get_array(), mosaic(steps["ab"] - steps["ab"].min(axis=(0, 1))), atol=1e-6)
