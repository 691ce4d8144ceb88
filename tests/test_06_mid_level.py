# Written by nbdev-export from nbs/06_mid_level.ipynb: edit the notebook.
import pytest
from colorize_nb.mid_level import *
import numpy as np
from scipy.ndimage import correlate
from colorize_nb.backend import layers, ops
from colorize_nb.low_level import LOW_LEVEL, low_level_features, receptive_field
numbers = ops.convert_to_numpy


# cell 892488f4
def test_mid_level_features_are_two_sums_over_windows_and_two_relus_as_scipy_works_them_out():
    net = mid_level_features(1/64, batch_norm=False)
    rng = np.random.default_rng(0)
    net.set_weights([rng.normal(size=w.shape) for w in net.get_weights()])
    low = rng.normal(size=(5, 7, 8)).astype("float32")
    mid = low
    for kernel, bias in zip(net.get_weights()[::2], net.get_weights()[1::2]):
        sums = [sum(correlate(mid[..., c], kernel[..., c, out], mode="constant") for c in range(8)) for out in range(len(bias))]
        mid = np.maximum(np.stack(sums, axis=-1) + bias, 0)
    assert mid.shape == (5, 7, 4) and mid.max() > 1
    np.testing.assert_allclose(numbers(net(low[None]))[0], mid, rtol=1e-4, atol=1e-4)


# cell 2db669b1
def test_mid_level_parameters_equal_the_table():
    net = mid_level_features(batch_norm=False)
    assert [l.count_params() for l in net.layers if l.count_params()] == [2_359_808, 1_179_904]
    assert net.count_params() == 3_539_712 == 9 * 512 * 512 + 512 + 9 * 512 * 256 + 256


# cell 19f43f80
def test_batch_normalisation_adds_four_numbers_a_channel_of_which_two_are_trained():
    with_norm, without = mid_level_features(), mid_level_features(batch_norm=False)
    assert with_norm.count_params() - without.count_params() == 4 * (512 + 256)
    assert sum(int(np.prod(v.shape)) for v in with_norm.trainable_variables) - without.count_params() == 2 * (512 + 256)


# cell 90603a03
def test_half_the_width_has_half_the_channels():
    channels = [layer.filters for layer in mid_level_features(1/2).layers if isinstance(layer, layers.Conv2D)]
    assert channels == [256, 128] and mid_level_features(1/2).input_shape[-1] == 256


# cell e99593c4
def test_a_mid_level_feature_sees_75_pixels():
    net, mid_net = low_level_features(1/16, batch_norm=False), mid_level_features(1/16, batch_norm=False)
    for part in (net, mid_net): part.set_weights([np.abs(w) + 0.01 for w in part.get_weights()])  # all positive: nothing cancels
    before = np.full((1, 96, 96, 1), 0.5, "float32")
    pokes = before + np.eye(96, dtype="float32")[:, :, None, None]  # in each, one whole row is brighter
    change = numbers(mid_net(net(pokes))[:, 5, 5] - mid_net(net(before))[:, 5, 5]).max(axis=-1)
    rows = np.flatnonzero(change > 1e-5 * change.max())
    assert receptive_field([stride for _, stride in LOW_LEVEL] + [1, 1]) == (75, 8) and len(rows) == 75
    assert (rows[0] + rows[-1]) / 2 == 5 * 8 + 7  # the middle is the last pixel of the place: strides pad at the end


# cell 0410c795
def test_one_low_level_place_reaches_five_by_five_mid_level_places():
    net = mid_level_features(1/64, batch_norm=False)
    net.set_weights([np.abs(w) + 0.01 for w in net.get_weights()])
    low = np.ones((1, 11, 13, 8), "float32")
    poked = low.copy()
    poked[0, 4, 7] += 1
    rows, columns = np.nonzero((numbers(net(poked)) != numbers(net(low)))[0].any(axis=-1))
    assert (rows.min(), rows.max(), columns.min(), columns.max(), len(rows)) == (2, 6, 5, 9, 25)


# cell 00df1556
def test_a_part_of_a_photograph_has_the_features_of_the_whole_where_all_it_sees_is_inside():
    low_net, mid_net = low_level_features(1/16), mid_level_features(1/16)
    whole = np.random.default_rng(0).random((1, 160, 200, 1), "float32")
    of_whole, of_part = (numbers(mid_net(low_net(x))) for x in (whole, whole[:, 24:136, 40:168]))
    there = of_whole[:, 3:17, 5:21]
    assert of_part.shape == there.shape == (1, 14, 16, 16)
    np.testing.assert_allclose(of_part[:, 4:-5, 4:-5], there[:, 4:-5, 4:-5], rtol=1e-4, atol=1e-6)
    assert not np.allclose(of_part[:, 3], there[:, 3], rtol=1e-4, atol=1e-6)


# cell bba093ec
def test_mid_level_features_keep_the_sides_of_any_grid():
    net = mid_level_features(1/16)
    for height, width in ((1, 1), (7, 12), (50, 75)):
        assert net(np.zeros((2, height, width, 32), "float32")).shape == (2, height, width, 16)
    assert mid_level_features().output_shape == (None, None, None, 256)
