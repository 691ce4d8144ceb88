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
    features = rng.normal(size=(5, 7, 8)).astype("float32")
    expected = features
    for kernel, bias in zip(net.get_weights()[::2], net.get_weights()[1::2]):
        def window_sum(out): return sum(correlate(expected[..., c], kernel[..., c, out], mode="constant") for c in range(8))
        expected = np.maximum(np.stack([window_sum(out) for out in range(len(bias))], axis=-1) + bias, 0)
    assert expected.shape == (5, 7, 4) and expected.max() > 1
    np.testing.assert_allclose(numbers(net(features[None]))[0], expected, rtol=1e-4, atol=1e-4)


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
def test_a_mid_level_feature_depends_on_75_pixels():
    net, mid_part = low_level_features(1/16, batch_norm=False), mid_level_features(1/16, batch_norm=False)
    for part in (net, mid_part):
        part.set_weights([np.abs(w) + 0.01 for w in part.get_weights()])  # all positive: nothing cancels
    before = np.full((1, 96, 96, 1), 0.5, "float32")
    brighter = before + np.eye(96, dtype="float32")[:, :, None, None]  # in each, one whole row is brighter
    change = numbers(mid_part(net(brighter))[:, 5, 5] - mid_part(net(before))[:, 5, 5]).max(axis=-1)
    rows = np.flatnonzero(change > 1e-5 * change.max())
    assert receptive_field([stride for _, stride in LOW_LEVEL] + [1, 1]) == (75, 8) and len(rows) == 75
    assert (rows[0] + rows[-1]) / 2 == 5 * 8 + 7  # the centre is the last pixel of the position: strides pad at the end


# cell 0410c795
def test_one_low_level_position_influences_five_by_five_mid_level_positions():
    net = mid_level_features(1/64, batch_norm=False)
    net.set_weights([np.abs(w) + 0.01 for w in net.get_weights()])
    features = np.ones((1, 11, 13, 8), "float32")
    changed = features.copy()
    changed[0, 4, 7] += 1
    rows, columns = np.nonzero((numbers(net(changed)) != numbers(net(features)))[0].any(axis=-1))
    assert (rows.min(), rows.max(), columns.min(), columns.max(), len(rows)) == (2, 6, 5, 9, 25)


# cell 00df1556
def test_a_part_of_a_photograph_has_the_features_of_the_whole_where_its_receptive_field_is_inside():
    low_part, mid_part = low_level_features(1/16), mid_level_features(1/16)
    photograph = np.random.default_rng(0).random((1, 160, 200, 1), "float32")
    of_whole, of_part = (numbers(mid_part(low_part(x))) for x in (photograph, photograph[:, 24:136, 40:168]))
    cut_out = of_whole[:, 3:17, 5:21]
    assert of_part.shape == cut_out.shape == (1, 14, 16, 16)
    np.testing.assert_allclose(of_part[:, 4:-5, 4:-5], cut_out[:, 4:-5, 4:-5], rtol=1e-4, atol=1e-6)
    assert not np.allclose(of_part[:, 3], cut_out[:, 3], rtol=1e-4, atol=1e-6)


# cell bba093ec
def test_mid_level_features_keep_the_sides_of_any_grid():
    net = mid_level_features(1/16)
    for sides in ((1, 1), (7, 12), (50, 75)):
        assert net(np.zeros((2, *sides, 32), "float32")).shape == (2, *sides, 16)
    assert mid_level_features().output_shape == (None, None, None, 256)
