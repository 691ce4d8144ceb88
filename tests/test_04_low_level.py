# Written by nbdev-export from nbs/04_low_level.ipynb: edit the notebook.
import pytest
from colorize_nb.low_level import *
import numpy as np
from scipy.ndimage import correlate
from colorize_nb.backend import keras, layers, ops
from colorize_nb.recipes import LOW_LEVEL, scaled
numbers = ops.convert_to_numpy


# cell 39d6843f
def test_a_convolution_is_a_sum_of_windows_over_all_channels_and_agrees_with_scipy():
    rng = np.random.default_rng(0)
    picture, kernel, bias = rng.normal(size=(7, 9, 3)), rng.normal(size=(3, 3, 3, 4)), rng.normal(size=4)
    layer = layers.Conv2D(4, 3, padding="same")
    layer.build((None, None, None, 3))
    layer.set_weights([kernel, bias])
    result = numbers(layer(picture[None].astype("float32")))[0]
    for out in range(4):
        expected = sum(correlate(picture[..., c], kernel[..., c, out], mode="constant") for c in range(3)) + bias[out]
        np.testing.assert_allclose(result[..., out], expected, atol=1e-5)


# cell 9dac52a2
def test_stride_two_is_stride_one_with_every_second_row_and_column_left_out():
    rng = np.random.default_rng(0)
    kernel = rng.normal(size=(3, 3, 2, 3)).astype("float32")
    for size, first in ((12, 1), (13, 0)):  # the padding of even sizes is at the end only
        picture = rng.normal(size=(1, size, size, 2)).astype("float32")
        dense, coarse = (numbers(ops.conv(picture, kernel, stride, "same")) for stride in (1, 2))
        assert coarse.shape[1] == (size + 1) // 2
        np.testing.assert_allclose(coarse, dense[:, first::2, first::2], atol=1e-5)


# cell d2f38cb9
def test_a_step_is_convolution_then_normalisation_per_channel_then_relu():
    x = np.random.default_rng(0).normal(3, 2, (5, 8, 6, 2)).astype("float32")
    steps = convolution(4, "x", stride=2)
    before = numbers(steps[0](x))
    result = numbers(keras.Sequential(steps)(x, training=True))
    z = (before - before.mean(axis=(0, 1, 2))) / np.sqrt(before.var(axis=(0, 1, 2)) + 1e-3)
    np.testing.assert_allclose(result, np.maximum(z, 0), atol=1e-4)
    np.testing.assert_allclose(numbers(keras.Sequential(convolution(4, "y", batch_norm=False))(x)).min(), 0)
    assert len(convolution(4, "y", batch_norm=False)) == 2


# cell 6acbcc00
def test_group_normalisation_standardises_each_photograph_by_itself():
    x = np.random.default_rng(0).normal(3, 2, (5, 8, 6, 2)).astype("float32")
    steps = convolution(4, "x", groups=2)
    before, after = numbers(steps[0](x)), numbers(steps[1](steps[0](x)))
    pairs = before.reshape(5, 8, 6, 2, 2)
    z = (pairs - pairs.mean(axis=(1, 2, 4), keepdims=True)) / np.sqrt(pairs.var(axis=(1, 2, 4), keepdims=True) + 1e-3)
    np.testing.assert_allclose(after.reshape(pairs.shape), z, atol=1e-4)


# cell fbb8205a
def test_the_weights_are_drawn_as_asked():
    keras.utils.set_random_seed(0)
    he = convolution(256, "x", initializer="he_normal")[0]
    he.build((None, 8, 8, 128))
    np.testing.assert_allclose(numbers(he.kernel).std(), np.sqrt(2 / (9 * 128)), rtol=0.01)


# cell 7ad99baf
def test_under_batch_normalisation_a_bias_does_nothing_while_training():
    x = np.random.default_rng(0).normal(size=(5, 8, 6, 2)).astype("float32")
    net = keras.Sequential([keras.Input((8, 6, 2)), *convolution(4, "x")])
    before = numbers(net(x, training=True))
    net.layers[0].bias.assign([5, -5, 1, 2])
    np.testing.assert_allclose(numbers(net(x, training=True)), before, atol=1e-4)
    assert not np.allclose(numbers(net(x, training=False)), before, atol=0.1)


# cell 475a6ad3
def test_moving_averages_approach_the_batch_like_powers_of_0_99():
    x = np.random.default_rng(0).normal(3, 2, (16, 4, 4, 2)).astype("float32")
    moving = layers.BatchNormalization()
    centre, spread = x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2))
    for _ in range(50): moving(x, training=True)
    old = 0.99 ** 50  # what is left of the start, mean 0 and variance 1
    np.testing.assert_allclose(moving.moving_mean.numpy(), (1 - old) * centre, rtol=1e-4)
    np.testing.assert_allclose(moving.moving_variance.numpy(), old + (1 - old) * spread, rtol=1e-2)
    expected = (x - moving.moving_mean.numpy()) / np.sqrt(moving.moving_variance.numpy() + 1e-3)
    np.testing.assert_allclose(numbers(moving(x, training=False)), expected, atol=1e-4)


# cell 963313d7
def test_low_level_parameters_equal_the_table():
    net = low_level_features(batch_norm=False)
    assert [l.count_params() for l in net.layers if l.count_params()] == [640, 73_856, 147_584, 295_168, 590_080, 1_180_160]
    assert net.count_params() == 2_287_488


# cell c36c6430
def test_batch_normalisation_adds_four_numbers_a_channel_of_which_two_are_trained():
    with_norm, without = low_level_features(), low_level_features(batch_norm=False)
    all_channels = 64 + 128 + 128 + 256 + 256 + 512
    assert with_norm.count_params() - without.count_params() == 4 * all_channels
    assert sum(int(np.prod(v.shape)) for v in with_norm.trainable_variables) - without.count_params() == 2 * all_channels


# cell b5156882
def test_low_level_features_have_an_eighth_of_the_sides_and_512_channels():
    net = low_level_features(1/16)
    for sides in ((8, 8), (64, 96), (224, 224)):
        assert net(np.zeros((2, *sides, 1), "float32")).shape == (2, sides[0] // 8, sides[1] // 8, 32)
    assert net(np.zeros((1, 100, 100, 1), "float32")).shape == (1, 13, 13, 32)  # other sides are rounded up, three times
    assert low_level_features().layers[-1].output.shape[-1] == 512


# cell 7bd33874
def test_equal_filters_stay_equal_while_they_learn_and_random_ones_do_not():
    picture = np.random.default_rng(0).random((1, 12, 12, 1), "float32")
    target = np.random.default_rng(1).random((1, 12, 12, 1), "float32")
    for initializer, number in ((keras.initializers.Constant(0.1), 1), (keras.initializers.GlorotUniform(seed=0), 4)):
        options = {"padding": "same", "kernel_initializer": initializer}
        net = keras.Sequential([keras.Input((12, 12, 1)), layers.Conv2D(4, 3, **options), layers.Conv2D(1, 1, **options)])
        net.compile(keras.optimizers.SGD(0.1), "mse")
        start = net.get_weights()[0]
        for _ in range(5): net.train_on_batch(picture, target)
        weights_after = net.get_weights()[0].reshape(9, 4)
        assert len(np.unique(weights_after.round(5), axis=1).T) == number
        assert np.abs(weights_after - start.reshape(9, 4)).max() > 1e-3  # they did learn


# cell 3576f320
def test_the_receptive_field_is_as_wide_as_the_recursion_says():
    net = low_level_features(1/16, batch_norm=False)
    net.set_weights([np.abs(w) for w in net.get_weights()])  # none negative: no connection cancels another
    bright_rows = np.tile(np.eye(64, dtype="float32")[:, :, None, None], (1, 1, 64, 1))  # black pictures with one white row
    answer = numbers(net(bright_rows))[:, 4, 4].max(axis=-1)
    changed_rows = np.flatnonzero(answer > 1e-6 * answer.max())
    side, step = receptive_field([stride for _, stride in LOW_LEVEL])
    assert (side, step) == (43, 8) and len(changed_rows) == side
    assert changed_rows[0] == 4 * step + step - 1 - side // 2 and changed_rows[-1] == 4 * step + step - 1 + side // 2


# cell 62243683
def test_a_photograph_moved_by_eight_pixels_moves_its_features_by_one_position():
    photo = np.random.default_rng(0).random((1, 160, 160, 1), "float32")
    net = low_level_features(1/16)
    features, moved = numbers(net(photo)), numbers(net(np.roll(photo, 8, axis=2)))
    np.testing.assert_allclose(moved[:, 3:-3, 4:-3], features[:, 3:-3, 3:-4], atol=1e-5)  # away from border and seam
    assert not np.allclose(moved[:, 3:-3, 3:-4], features[:, 3:-3, 3:-4], atol=1e-5)


# cell ffd2b95e
def test_half_the_width_has_half_the_channels_everywhere():
    half = [layer.filters for layer in low_level_features(1/2).layers if isinstance(layer, layers.Conv2D)]
    assert half == [32, 64, 64, 128, 128, 256]
    assert scaled(512, 1/8) == 64 and scaled(64, 1/1000) == 1


# cell f1446a1b
def test_low_level_features_called_twice_hold_their_weights_once():
    net = low_level_features(1/16, batch_norm=False)
    large, small = keras.Input((64, 96, 1)), keras.Input((32, 32, 1))
    twice = keras.Model([large, small], [net(large), net(small)])
    assert twice.count_params() == net.count_params() and len(twice.variables) == len(net.variables) == 12
    inputs = [np.random.default_rng(0).random((1, *shape, 1), "float32") for shape in ((64, 96), (32, 32))]
    earlier = [numbers(x) for x in twice(inputs)]
    net.layers[-2].bias.assign(net.layers[-2].bias + 1)  # of the last convolution: what was positive grows by 1
    for old, new in zip(earlier, twice(inputs)):
        np.testing.assert_allclose(numbers(new)[old > 0], old[old > 0] + 1, rtol=1e-5)
