# Written by nbdev-export from nbs/08_colorization.ipynb: edit the notebook.
import pytest
from colorize_nb.colorization import *
import numpy as np
from scipy.ndimage import correlate
from scipy.special import expit
from colorize_nb.backend import keras, layers, ops
from colorize_nb.data import half_size
numbers = ops.convert_to_numpy

def upsampled(maps, factor=2): return np.asarray(maps).repeat(factor, axis=1).repeat(factor, axis=2)

def in_bfloat16(values): return numbers(ops.convert_to_tensor(values, "bfloat16")).astype("float32")


# cell 5d517b04
def test_a_transposed_convolution_with_stride_two_and_kernel_three_is_uneven_and_upsampling_with_a_convolution_is_not():
    counts = np.zeros(2 * 6 + 1)  # how many prints lie on a position, in one direction
    for i in range(6): counts[2 * i:2 * i + 3] += 1
    stamp = layers.Conv2DTranspose(1, 3, strides=2, padding="valid", kernel_initializer="ones")
    np.testing.assert_array_equal(numbers(stamp(np.ones((1, 6, 6, 1), "float32")))[0, ..., 0], np.outer(counts, counts))
    smooth = layers.Conv2D(1, 3, kernel_initializer="ones")
    assert (numbers(smooth(layers.UpSampling2D()(np.ones((1, 6, 6, 1), "float32")))) == 9).all()


# cell b73638b3
def test_upsampling_says_everything_twice():
    maps_in = np.random.default_rng(0).normal(size=(2, 3, 5, 4)).astype("float32")
    doublings = [layer for layer in colorization(1/32).layers if isinstance(layer, layers.UpSampling2D)]
    assert len(doublings) == 2
    for layer in doublings: np.testing.assert_array_equal(numbers(layer(maps_in)), upsampled(maps_in))


# cell 266b1c14
def test_colorization_parameters_equal_the_table():
    net = colorization(batch_norm=False)
    assert [l.count_params() for l in net.layers if l.count_params()] == [295_040, 73_792, 36_928, 18_464, 578]
    assert net.count_params() == 424_802


# cell ceb9fb7e
def test_batch_normalisation_follows_every_convolution_but_the_last():
    with_norm, without = colorization(), colorization(batch_norm=False)
    assert with_norm.count_params() - without.count_params() == 4 * (128 + 64 + 64 + 32)
    assert sum(isinstance(l, layers.BatchNormalization) for l in with_norm.layers) == 4
    assert [l.name for l in with_norm.layers[-2:]] == ["color4_relu", "ab"]


# cell 9037f18b
def test_colorization_is_convolutions_and_repeats_as_numpy_and_scipy_work_them_out():
    net = colorization(1/64, batch_norm=False)
    rng = np.random.default_rng(0)
    net.set_weights([rng.normal(size=w.shape) / 2 for w in net.get_weights()])
    fused = rng.normal(size=(1, 3, 5, 4)).astype("float32")
    def convolved(x, name):
        kernel, bias = net.get_layer(name).get_weights()
        total = np.zeros((*x.shape[:3], len(bias))) + bias
        for c, out in np.ndindex(*kernel.shape[2:]):
            total[0, ..., out] += correlate(x[0, ..., c], kernel[..., c, out], mode="constant")
        return total
    x = upsampled(np.maximum(convolved(fused, "color1"), 0))
    for name in ("color2", "color3"): x = np.maximum(convolved(x, name), 0)
    x = np.maximum(convolved(upsampled(x), "color4"), 0)
    np.testing.assert_allclose(numbers(net(fused)), expit(convolved(x, "ab")), atol=1e-4)


# cell b45929d2
def test_the_output_has_half_the_sides_of_the_photograph_for_any_multiple_of_eight():
    net = colorization(1/16)
    for height, width in ((8, 8), (64, 96), (224, 224), (400, 600)):
        fused = np.zeros((2, height // 8, width // 8, 16), "float32")
        assert net(fused).shape == (2, height // 2, width // 2, 2)
        assert half_size(np.zeros((2, height, width, 2))).shape == net(fused).shape  # what the loss compares it with


# cell a5426985
def test_halving_the_truth_takes_means_of_blocks_and_undoes_upsampling():
    truth = np.random.default_rng(0).random((2, 6, 10, 2))
    np.testing.assert_allclose(half_size(truth), truth.reshape(2, 3, 2, 5, 2, 2).mean(axis=(2, 4)))
    np.testing.assert_allclose(half_size(upsampled(truth)), truth)


# cell d6bc5046
def test_bfloat16_has_steps_of_one_lab_unit_above_one_half_and_of_half_a_unit_below():
    assert in_bfloat16([0.5, 0.5 + 1 / 256, 0.5 - 1 / 512]).tolist() == [0.5, 0.5 + 1 / 256, 0.5 - 1 / 512]
    assert in_bfloat16([0.5 + 0.49 / 256, 0.5 - 0.49 / 512]).tolist() == [0.5, 0.5]
    assert 0.99 < 255 / 256 < 1


# cell 87fd80f2
def test_ab_is_float32_within_zero_and_one_under_every_dtype_policy_and_close_to_the_same():
    fused = np.random.default_rng(0).normal(0, 3, size=(2, 5, 7, 64)).astype("float32")
    keras.utils.set_random_seed(0)
    plain, before = colorization(1/4), keras.config.dtype_policy()
    try:
        keras.config.set_dtype_policy("mixed_bfloat16")
        mixed = colorization(1/4)
    finally: keras.config.set_dtype_policy(before)
    mixed.set_weights(plain.get_weights())
    of_plain, of_mixed = plain(fused), mixed(fused)
    for found in (of_plain, of_mixed):
        assert keras.backend.standardize_dtype(found.dtype) == "float32" and found.shape == (2, 20, 28, 2)
        assert 0 < numbers(found).min() < 0.49 and 0.51 < numbers(found).max() < 1
    assert keras.backend.standardize_dtype(mixed.get_layer("color4").output.dtype) == "bfloat16"
    assert 0 < np.abs(numbers(of_plain) - numbers(of_mixed)).max() * 255 < 3  # Lab units
    on_steps = numbers(of_mixed) == in_bfloat16(of_mixed)
    assert on_steps.mean() < 0.2  # the output does not have the steps of bfloat16


# cell c0d9bdb5
def test_the_loss_of_grey_is_the_mean_squared_distance_from_grey():
    colours = np.array([[[30.0, -40.0]]])  # one position, a* and b*, in Lab units
    loss = keras.losses.MeanSquaredError()((colours + 128) / 255, np.full((1, 1, 2), 128 / 255))
    assert np.isclose(float(loss) * 255 ** 2, (30 ** 2 + 40 ** 2) / 2, rtol=1e-5)


# cell f6a81eaa
def test_without_batch_normalisation_faint_features_are_painted_grey_and_with_it_strong_ones_are_not():
    faint = np.random.default_rng(0).random((4, 7, 7, 64)).astype("float32") / 100
    keras.utils.set_random_seed(0)
    def chroma(found): return np.hypot(*(numbers(found).reshape(-1, 2).T * 255 - 128)).mean()
    assert chroma(colorization(1/4, batch_norm=False)(faint)) < 3
    assert chroma(colorization(1/4)(faint, training=True)) > 15


# cell 5489acb7
def test_of_all_single_answers_the_mean_has_the_least_squared_error():
    some = np.random.default_rng(0).normal(size=(50, 2)) * [30, 20]
    def mse(answer): return ((answer - some) ** 2).mean()
    centre = some.mean(axis=0)
    for step in np.random.default_rng(1).normal(size=(100, 2)):
        assert np.isclose(mse(centre + step), mse(centre) + (step ** 2).mean())  # more, by just the square of the step
