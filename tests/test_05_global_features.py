# Written by nbdev-export from nbs/05_global_features.ipynb: edit the notebook.
import pytest
from colorize_nb.global_features import *
import numpy as np
from scipy.special import log_softmax, softmax
from colorize_nb.backend import keras, layers, ops
from colorize_nb.recipes import GLOBAL
from colorize_nb.low_level import LOW_LEVEL, convolution, low_level_features, receptive_field
numbers = ops.convert_to_numpy


# cell a9910f08
def test_the_receptive_field_of_the_last_global_convolution_has_187_pixels():
    test_strides = [stride for _, stride in LOW_LEVEL + GLOBAL]
    net = keras.Sequential([keras.Input((224, 8, 1))])
    for i, stride in enumerate(test_strides):
        for layer in convolution(8, f"c{i}", stride, batch_norm=False): net.add(layer)
    net.set_weights([np.abs(w) for w in net.get_weights()])  # none negative: no connection cancels another
    bright_rows = np.tile(np.eye(224, dtype="float32")[:, :, None, None], (1, 1, 8, 1))  # black pictures with one white row
    answer = numbers(net(bright_rows))[:, 3, 0].max(axis=-1)
    changed = np.flatnonzero(answer > 1e-6 * answer.max())
    assert receptive_field(test_strides) == (187, 32) and len(changed) == 187
    assert (changed[0] + changed[-1]) // 2 == 3 * 32 + 31  # the centre: the last row of the 32 of position 3


# cell 7f6bae68
def test_scene_is_one_dense_step_after_summary():
    net = global_features(32, 1/16)
    low = np.random.default_rng(0).random((3, 4, 4, 32), "float32")
    vector, earlier = (numbers(x) for x in net(low))
    assert vector.shape == (3, 16) and earlier.shape == (3, 32)
    layer = net.get_layer("global7")
    expected = earlier @ layer.kernel.numpy() + layer.bias.numpy()
    expected = np.maximum(expected / np.sqrt(1 + 1e-3), 0)  # an untrained normalisation
    np.testing.assert_allclose(vector, expected, rtol=1e-3, atol=1e-6)


# cell 33b1eb6c
def test_global_parameters_equal_the_table():
    net = global_features(224, batch_norm=False)
    assert [l.count_params() for l in net.layers if l.count_params()] == [2_359_808] * 4 + [25_691_136, 524_800, 131_328]
    assert net.count_params() == 9_439_232 + 26_347_264


# cell 3cca311a
def test_the_size_of_the_view_changes_the_first_dense_layer_only():
    small, large = (global_features(size, batch_norm=False) for size in (80, 256))
    of_small, of_large = ({l.name: l.count_params() for l in net.layers if l.count_params()} for net in (small, large))
    assert of_small.pop("global5") == 3 * 3 * 512 * 1024 + 1024  # 80/8 = 10, then 5, then 3: halves are rounded up
    assert of_large.pop("global5") == 8 * 8 * 512 * 1024 + 1024 == 33_555_456
    assert of_small == of_large


# cell 49c675d6
def test_without_biases_and_norm_half_the_light_is_half_of_everything():
    keras.utils.set_random_seed(0)
    low_part, view_part = low_level_features(1/8, batch_norm=False), global_features(64, 1/8, batch_norm=False)
    light = np.random.default_rng(0).random((1, 64, 64, 1), "float32")
    bright, dim = (numbers(view_part(low_part(v))[0]) for v in (light, light / 2))
    assert bright.max() > 0
    np.testing.assert_allclose(dim, bright / 2, rtol=1e-4, atol=1e-7)


# cell 1b5956b7
def test_softmax_is_scipys_and_does_not_change_when_a_constant_is_added():
    random_logits = np.random.default_rng(0).normal(0, 3, (5, 10)).astype("float32")
    np.testing.assert_allclose(numbers(ops.softmax(random_logits)), softmax(random_logits, axis=1), rtol=1e-5)
    np.testing.assert_allclose(numbers(ops.softmax(random_logits + 100)), softmax(random_logits, axis=1), rtol=1e-3)


# cell cea9767c
def test_classifier_parameters_equal_the_table():
    net = classifier_head(10, batch_norm=False)
    assert [l.count_params() for l in net.layers if l.count_params()] == [131_328, 2_570]


# cell b2fdc562
def test_cross_entropy_depends_on_the_true_class_only():
    of_six = softmax(np.random.default_rng(0).normal(0, 2, (6, 10)), axis=1).astype("float32")
    true = np.array([0, 9, 3, 3, 7, 1])
    loss = numbers(ops.sparse_categorical_crossentropy(true, of_six))
    np.testing.assert_allclose(loss, [-np.log(of_six[i, label]) for i, label in enumerate(true)], rtol=1e-4)


# cell 4352d5fd
def test_an_untrained_classifier_is_at_chance_level():
    keras.utils.set_random_seed(0)
    low_part, view_part = low_level_features(1/8, batch_norm=False), global_features(64, 1/8, batch_norm=False)
    random_views = np.random.default_rng(0).random((20, 64, 64, 1), "float32")
    for classes in (10, 44):
        of_classes = numbers(classifier_head(classes, 1/8, batch_norm=False)(view_part(low_part(random_views))[1]))
        assert of_classes.shape == (20, classes)
        np.testing.assert_allclose(of_classes.sum(axis=1), 1, rtol=1e-5)
        assert abs(-np.log(of_classes[:, 0]).mean() - np.log(classes)) < 0.05


# cell c296fd8b
def test_class_probabilities_are_float32_under_every_policy():
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try: small_head = classifier_head(10, 1/8)
    finally: keras.config.set_dtype_policy(policy)
    answer = small_head(np.random.default_rng(0).normal(size=(4, 64)).astype("float32"))
    assert keras.backend.standardize_dtype(answer.dtype) == "float32"
    assert small_head.layers[0].compute_dtype == "bfloat16"
    np.testing.assert_allclose(numbers(answer).sum(axis=1), 1, rtol=1e-6)


# cell 8bec8833
def test_a_step_of_the_classifier_moves_the_features_of_the_local_path():
    keras.utils.set_random_seed(0)
    low_part, view_part = low_level_features(1/8, batch_norm=False), global_features(32, 1/8, batch_norm=False)
    class_part = classifier_head(4, 1/8, batch_norm=False)
    rng = np.random.default_rng(0)
    photograph, four_views = rng.random((1, 48, 64, 1), "float32"), rng.random((4, 32, 32, 1), "float32")
    local_features = numbers(low_part(photograph))
    to_classes = keras.Model(view_part.input, view_part.get_layer("global6_relu").output)
    net = keras.Sequential([low_part, to_classes, class_part])
    net.compile(keras.optimizers.SGD(1.0), "sparse_categorical_crossentropy")
    net.train_on_batch(four_views, np.arange(4))
    assert np.abs(numbers(low_part(photograph)) - local_features).max() > 1e-3 * local_features.max() > 0


# cell c47f1706
def test_one_low_level_weight_changes_the_outputs_of_both_paths():
    keras.utils.set_random_seed(0)
    low_part, view_part = low_level_features(1/16, batch_norm=False), global_features(32, 1/16, batch_norm=False)
    photo_in, small_view = keras.Input((None, None, 1)), keras.Input((32, 32, 1))
    of_view = low_part(small_view)
    net = keras.Model([photo_in, small_view], [low_part(photo_in), of_view, view_part(of_view)[0]])
    rng = np.random.default_rng(0)
    inputs = [rng.random((1, 48, 64, 1), "float32"), rng.random((1, 32, 32, 1), "float32")]
    before = [numbers(output) for output in net(inputs)]
    weights = low_part.get_weights()
    weights[0][1, 1, 0, 0] += 1
    low_part.set_weights(weights)
    for old, new in zip(before, net(inputs)): assert np.abs(numbers(new) - old).max() > 1e-3 * np.abs(old).max()


# cell 4d3907f9
def test_two_paths_hold_the_low_level_weights_once():
    low_part, view_part = low_level_features(1/16), global_features(32, 1/16)
    photo_in, small_view = keras.Input((None, None, 1)), keras.Input((32, 32, 1))
    net = keras.Model([photo_in, small_view], [low_part(photo_in), *view_part(low_part(small_view))])
    held = [id(v) for v in net.variables]
    assert len(held) == len(set(held)) == len(low_part.variables) + len(view_part.variables)
    assert all(held.count(id(v)) == 1 for v in low_part.variables)
    assert net.count_params() == low_part.count_params() + view_part.count_params()
