# Written by nbdev-export from nbs/07_fusion.ipynb: edit the notebook.
import pytest
from colorize_nb.fusion import *
import numpy as np
from colorize_nb.backend import keras, layers, ops
numbers = ops.convert_to_numpy

def fusion_and_inputs(channels=7, c=4, d=6, shape=(2, 3, 5)):
    "A `Fusion` with random weights, bias included, and random maps (n, h, w, c) and vectors (n, d) for it."
    rng = np.random.default_rng(0)
    maps, vectors = rng.normal(size=(*shape, c)).astype("float32"), rng.normal(size=(shape[0], d)).astype("float32")
    layer = Fusion(channels)
    layer.build([maps.shape, vectors.shape])
    layer.set_weights([rng.normal(size=w.shape) for w in layer.weights])
    return layer, maps, vectors


# cell 609d9369
def test_fusion_equals_an_explicit_loop_over_the_positions():
    layer, maps, vectors = fusion_and_inputs()
    weights, biases = layer.get_weights()
    found = numbers(layer([maps, vectors]))
    assert found.shape == (2, 3, 5, 7) and weights.shape == (10, 7) and biases.any()
    for n, y, x in np.ndindex(2, 3, 5):
        expected = np.concatenate([maps[n, y, x], vectors[n]]) @ weights + biases
        np.testing.assert_allclose(found[n, y, x], expected, rtol=1e-4, atol=1e-5)


# cell 0e04911f
def test_fusion_equals_the_1x1_convolution_of_the_concatenation():
    layer, maps, vectors = fusion_and_inputs()
    weights, biases = layer.get_weights()
    convolution = layers.Conv2D(7, 1)
    convolution.build((None, None, None, 10))
    convolution.set_weights([weights[None, None], biases])
    copies = np.broadcast_to(vectors[:, None, None, :], (2, 3, 5, 6))
    expected = convolution(np.concatenate([maps, copies], axis=-1))
    np.testing.assert_allclose(layer([maps, vectors]), expected, rtol=1e-4, atol=1e-5)
    assert layer.count_params() == convolution.count_params() == 77


# cell 0d4bae5b
def test_every_position_receives_the_same_scene_vector():
    layer, maps, vectors = fusion_and_inputs()
    difference = numbers(layer([maps, vectors + 1])) - numbers(layer([maps, vectors]))
    expected = layer.get_weights()[0][4:].sum(axis=0)  # the rows of the kernel that meet the vector
    np.testing.assert_allclose(difference, np.broadcast_to(expected, difference.shape), rtol=1e-4, atol=1e-5)


# cell de361b01
def test_each_photograph_receives_its_own_scene_vector_and_no_other():
    layer, maps, vectors = fusion_and_inputs()
    changed = vectors.copy()
    changed[1] += 1
    before, after = numbers(layer([maps, vectors])), numbers(layer([maps, changed]))
    assert np.array_equal(after[0], before[0]) and (after[1] != before[1]).all()


# cell f747b76d
def test_the_scene_vector_is_never_copied_to_the_positions():
    layer = Fusion(1)
    maps = np.random.default_rng(0).normal(size=(1, 512, 512, 1)).astype("float32")
    vectors = np.full((1, 1_000_000), 0.001, "float32")
    found = numbers(layer([maps, vectors]))  # copied, this vector would take a terabyte
    weights = layer.get_weights()[0][:, 0].astype("float64")
    np.testing.assert_allclose(found[..., 0], maps[..., 0] * weights[0] + 0.001 * weights[1:].sum(), atol=1e-4)


# cell be5bbfed
def test_gradients_flow_to_both_inputs_and_from_all_positions_to_the_scene():
    layer, maps, vectors = fusion_and_inputs()
    inputs = [keras.Input(x.shape[1:]) for x in (maps, vectors)]
    shifts = [layers.Dense(x.shape[-1], kernel_initializer="identity") for x in (maps, vectors)]
    net = keras.Model(inputs, layer([shift(x) for shift, x in zip(shifts, inputs)]))
    net.compile(keras.optimizers.SGD(1.0), loss=lambda _, found: ops.sum(found))
    weights = layer.get_weights()[0]
    net.train_on_batch([maps, vectors], np.zeros((2, 3, 5, 7)))
    of_maps, of_vectors = (-numbers(shift.bias) for shift in shifts)  # a step of rate 1: minus the gradient
    positions = 2 * 3 * 5  # both biases are shared by two photographs of 15 positions
    np.testing.assert_allclose(of_maps, positions * weights[:4].sum(axis=1), rtol=1e-4)
    np.testing.assert_allclose(of_vectors, positions * weights[4:].sum(axis=1), rtol=1e-4)


# cell e06b41bb
def test_a_fusion_layer_survives_being_written_down_and_read_again():
    import tempfile
    from pathlib import Path
    seven = Fusion(7, name="seven", dtype="float32")
    again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(seven))
    assert isinstance(again, Fusion) and again.get_config() == seven.get_config() and again.channels == 7
    layer, maps, vectors = fusion_and_inputs()
    inputs = [keras.Input((None, None, 4)), keras.Input((6,))]
    net = keras.Model(inputs, layer(inputs))
    with tempfile.TemporaryDirectory() as folder:
        net.save(Path(folder) / "net.keras")
        loaded = keras.saving.load_model(Path(folder) / "net.keras")
    np.testing.assert_array_equal(loaded([maps, vectors]), net([maps, vectors]))


# cell 641f79c4
def test_one_fusion_layer_serves_maps_of_any_size_and_says_their_shape_beforehand():
    layer, _, vectors = fusion_and_inputs()
    for height, width in ((1, 1), (28, 28), (50, 75)):
        assert layer([np.zeros((2, height, width, 4), "float32"), vectors]).shape == (2, height, width, 7)
        assert layer.compute_output_shape([(2, height, width, 4), (2, 6)]) == (2, height, width, 7)


# cell 2ab850f3
def test_in_mixed_bfloat16_fusion_computes_in_bfloat16_and_keeps_float32_weights():
    layer, maps, vectors = fusion_and_inputs()
    mixed = Fusion(7, dtype="mixed_bfloat16")
    mixed.build([maps.shape, vectors.shape])
    mixed.set_weights(layer.get_weights())
    found = mixed([maps, vectors])
    assert keras.backend.standardize_dtype(found.dtype) == "bfloat16" and mixed.kernel.dtype == "float32"
    np.testing.assert_allclose(numbers(found).astype("float32"), numbers(layer([maps, vectors])), atol=0.1)


# cell 7a764d51
def test_fusion_parameters_equal_the_table():
    assert fusion(batch_norm=False).count_params() == 131_328
    with_norm = fusion()
    assert with_norm.count_params() == 131_328 + 4 * 256
    assert sum(int(np.prod(v.shape)) for v in with_norm.trainable_variables) == 131_328 + 2 * 256


# cell 60faabd8
def test_the_part_is_fusion_then_normalisation_then_relu():
    part = fusion(1/64)
    rng = np.random.default_rng(0)
    maps, vectors = rng.normal(size=(3, 6, 8, 4)).astype("float32"), rng.normal(size=(3, 4)).astype("float32")
    before = numbers(part.get_layer("fusion")([maps, vectors]))
    z = (before - before.mean(axis=(0, 1, 2))) / np.sqrt(before.var(axis=(0, 1, 2)) + 1e-3)
    np.testing.assert_allclose(numbers(part([maps, vectors], training=True)), np.maximum(z, 0), atol=1e-4)
    plain = fusion(1/64, batch_norm=False)
    plain.get_layer("fusion").set_weights(part.get_layer("fusion").get_weights())
    np.testing.assert_allclose(numbers(plain([maps, vectors])), np.maximum(before, 0), atol=1e-5)
