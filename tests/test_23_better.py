# Written by nbdev-export from nbs/23_better.ipynb: edit the notebook.
import pytest
from colorize_nb.better import *
from dataclasses import replace
import tempfile
import numpy as np
from colorize_nb.backend import keras
from colorize_nb.bins import bin_centres
from colorize_nb.data import Batches, PhotoSet, offline_set
from colorize_nb.experiment import ARMS, TEN
from colorize_nb.lab import normalize, rgb_to_lab
from colorize_nb.models import build_network
from colorize_nb.photos import sample_photo
from colorize_nb.predict import Colorizer, load_colorizer, save_network
from colorize_nb.train import compile_network, mean_ab, train


# cell 6c9f4ab8
def test_the_pooled_path_has_the_weights_of_its_table_and_takes_any_size():
    path = pooled_global_features(batch_norm=False)
    assert path.count_params() == 4 * 2_359_808 + 512 * 513 + 256 * 513
    small = pooled_global_features(1/32)
    for size in (2, 7, 11): assert small(np.zeros((2, size, 3 * size, 16), "float32"))[0].shape == (2, 8)
    before_and_after = keras.Model(small.inputs[0], [small.get_layer("global4_relu").output, small.get_layer("pool").output])
    places, mean = before_and_after(np.random.default_rng(0).random((2, 9, 12, 16)).astype("float32"))
    np.testing.assert_allclose(np.asarray(places).reshape(2, -1, 16).mean(axis=1), mean, rtol=1e-5)


# cell 653bc70a
def test_the_loss_of_a_bet_is_a_weighted_cross_entropy():
    rng = np.random.default_rng(0)
    recipe = BetterRecipe("tiny", width=1/32, image_size=16, rarity=0.5, color_weight=3)
    network = recipe.network()
    network(np.zeros((1, 16, 16, 1), "float32"))
    network.centres.assign(bin_centres())
    shares = rng.dirichlet(np.ones(len(bin_centres()))).astype("float32")
    network.shares.assign(shares)
    truth, bets = rng.random((2, 4, 6, 2), "float32"), rng.normal(size=(2, 2, 3, len(bin_centres()))).astype("float32")
    wanted = np.empty((2, 2, 3))
    for n, i, j in np.ndindex(wanted.shape):
        colour = truth[n, 2*i:2*i + 2, 2*j:2*j + 2].reshape(4, 2).mean(axis=0) * 255 - 128
        bell = np.exp(-((colour - bin_centres()) ** 2).sum(axis=1) / 50)
        bell /= bell.sum()
        weights = 1 / (0.5 * shares + 0.5 / len(shares))
        log_bet = bets[n, i, j] - np.log(np.exp(bets[n, i, j]).sum())
        wanted[n, i, j] = -(bell * log_bet).sum() * (bell * weights / (shares * weights).sum()).sum()
    np.testing.assert_allclose(np.asarray(network.bet_loss(truth, bets)), wanted, rtol=1e-3)


# cell ecb32ae3
def test_total_loss_and_metrics_of_a_betting_network_are_of_the_right_outputs():
    rng = np.random.default_rng(0)
    net = build_network(BetterRecipe("tiny", width=1/32, image_size=16, color_weight=3))
    photos, _ = offline_set(16, per_class=4)
    net.prepare(photos)
    compile_network(net, 10)
    luminance, truth = Batches(photos, 5)[0]
    out = net(luminance)
    scene = -np.log(np.asarray(out["scene"])[np.arange(5), truth["scene"]]).mean()
    total = float(net.compute_loss(luminance, truth, out))
    np.testing.assert_allclose(total, 3 * np.asarray(net.bet_loss(truth["ab"], out["bins"])).mean() + scene, rtol=1e-4)
    logs = net.evaluate(luminance, truth, batch_size=5, verbose=0, return_dict=True)
    np.testing.assert_allclose(logs["ab_mse"], ((np.asarray(out["ab"]) - truth["ab"]) ** 2).mean(), rtol=1e-3)


# cell 93d71da2
def test_the_first_bet_is_close_to_the_mean_colour():
    keras.utils.set_random_seed(0)
    photos, _ = offline_set(32, per_class=20)
    net = build_network(BetterRecipe("tiny", width=1/16, image_size=32, color_weight=1))
    net.prepare(photos)
    np.testing.assert_allclose(np.asarray(net.shares).sum(), 1, rtol=1e-5)
    net.last.kernel.assign(net.last.kernel * 0)
    ab = np.asarray(net(Batches(photos, 8)[0][0])["ab"]) * 255 - 128
    assert np.ptp(ab, axis=(0, 1, 2)).max() < 1e-3 and np.abs(ab[0, 0, 0] - mean_ab(photos)).max() < 1


# cell 1bb84d62
def test_rare_colours_are_heard_as_much_as_they_would_be_if_all_were_as_common():
    net = build_network(BetterRecipe("tiny", width=1/32, image_size=16, heard=0))
    photos, _ = offline_set(32, per_class=4)
    net.prepare(photos)
    common = np.log(net.shares)[None, None, None]  # the bet of a network that sees nothing
    np.testing.assert_allclose(np.asarray(net.read(common, 1))[0, 0, 0] * 255 - 128, bin_centres().mean(axis=0), atol=1e-2)


# cell cbdf1ada
def test_a_chroma_weight_counts_strong_colours_more():
    net = build_network(BetterRecipe("tiny", width=1/32, image_size=16, bins=False, chroma_weight=2))
    grey_truth, strong = np.full((1, 1, 1, 2), 128 / 255, "float32"), np.float32([[[[168, 128]]]]) / 255  # chroma 0 and 40
    loss = lambda truth: float(net.ab_loss(truth, truth + 0.1)[0, 0, 0])
    assert np.isclose(loss(grey_truth), 0.01) and np.isclose(loss(strong), 0.01 * (1 + 2 * 40 / 20))


# cell 9332f0bb
def test_sizes_take_turns_and_crops_are_zoomed():
    photos, _ = offline_set(64, per_class=4)
    batches = Batches(photos, 4, 32, augmented=True, sizes=(32, 16, 16), zoom=0.5)
    for i, size in enumerate((32, 16, 16, 32)):
        luminance, truth = batches[i]
        assert luminance.shape == (4, size, size, 1) and truth["ab"].shape == (4, size // 2, size // 2, 2)
    ramp = np.tile(np.linspace(0, 255, 64, dtype="uint8")[:, None, None], (1, 64, 3))
    ranges = [np.ptp(Batches(PhotoSet([ramp], [0], ["ramp"], 64), 1, 32, augmented=True, seed=s, zoom=0.5)[0][0]) for s in range(40)]
    full = np.ptp(Batches(PhotoSet([ramp], [0], ["ramp"], 64), 1, 32)[0][0])
    assert min(ranges) < 0.62 * full and max(ranges) > 0.85 * full  # parts of the ramp between a half and all of it


# cell 70a8204b
def test_weights_of_a_better_network_come_back_as_the_same_network():
    keras.utils.set_random_seed(0)
    photos, _ = offline_set(32, per_class=4)
    network = build_network(BetterRecipe("tiny", width=1/16, image_size=32, sizes=(16, 32), temperature=0.5))
    network.prepare(photos)
    with tempfile.TemporaryDirectory() as folder:
        save_network(network, photos.classes, f"{folder}/w.safetensors")
        loaded = load_colorizer(f"{folder}/w.safetensors")
    assert vars(loaded.network.recipe) == vars(network.recipe) and loaded.has_temperature and not load_colorizer("model3_places").has_temperature
    luminance, _ = normalize(rgb_to_lab(sample_photo("coffee")[::4, ::4]))
    own, read = loaded.ab(luminance)[0], loaded.ab(luminance, temperature=0.5)[0]
    np.testing.assert_allclose(own, Colorizer(network, photos.classes).ab(luminance)[0], atol=0.3)  # float16
    np.testing.assert_allclose(read, own, atol=1e-3)
    assert np.abs(loaded.ab(luminance, temperature=0.2)[0] - own).max() > 1


# cell a4c40add
def test_training_stops_and_goes_on_with_averages_and_sizes_as_if_it_had_not():
    recipe = BetterRecipe("tiny", width=1/32, image_size=16, batch_size=8, epochs=3, optimizer="adam", learning_rate=1e-2, color_weight=1,
                          augmented=True, averaging=0.9, sizes=(16, 8), zoom=0.5)
    parts = offline_set(24, per_class=4)
    class Stop(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 2: raise KeyboardInterrupt
    with tempfile.TemporaryDirectory() as a, tempfile.TemporaryDirectory() as b:
        network, history = train(recipe, parts, a, "float32")
        try: train(recipe, parts, b, "float32", callbacks=[Stop()])
        except KeyboardInterrupt: pass
        again, second = train(recipe, parts, b, "float32")
        weights = [load_colorizer(f"{f}/weights.safetensors").network.get_weights() for f in (a, b)]
    np.testing.assert_allclose(second.drop(columns="seconds"), history.drop(columns="seconds"), rtol=1e-4)
    for one, other in zip(*weights): np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-4)


# cell 54aaec4f
def test_each_rung_of_the_ladder_is_one_change_and_sees_as_many_photographs():
    arms = {name.split("/")[1]: arm for name, arm in ladder([0]).items()}
    assert len(arms) == len(RUNGS) + len(DETOURS)
    assert arms["skip"].recipe.skip and not arms["pooled"].recipe.skip and arms["averaged-local"].recipe.averaging == 0.995
    for one, other in zip(list(RUNGS)[2:], list(RUNGS)[3:]):
        a, b = (vars(arms[name].recipe) | {"per_class": arms[name].per_class} for name in (one, other))
        assert {k for k in a if a[k] != b[k]} == set(RUNGS[other]) - {"categories"}
    photographs = {(arm.per_class, arm.recipe.epochs) for arm in arms.values()}
    assert photographs == {(254, 8), (None, 2)}  # 216 of 254 are for training: 8 * 216 * 44 is 2 * 38,016


# cell 2c1f6161
def test_the_arms_with_strangers_know_ten_classes_and_are_judged_on_ten_others():
    arms = strangers([0])
    assert len({*TEN, *STRANGERS}) == 20 and all((arm.categories, arm.strangers) == (TEN, STRANGERS) for arm in arms.values())
    assert arms["strangers/plain/0"].recipe == ARMS["ladder/averaged/0"].recipe
    assert replace(arms["strangers/shaped/0"].recipe, aspect=1) == arms["strangers/zoomed/0"].recipe
