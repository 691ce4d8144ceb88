# Written by nbdev-export from nbs/07_fusion.ipynb: edit the notebook.
import pytest
from colorize_nb.fusion import *
from colorize_nb.low_level import convolution
import numpy as np
from colorize_nb.backend import keras, layers, ops
numbers = ops.convert_to_numpy

def fusion_and_inputs(channels=7, c=4, d=6, shape=(2, 3, 5)):
    "A `Fusion` with random weights, bias included, and random `mid` and `scene` for it."
    rng = np.random.default_rng(0)
    mid, scene = rng.normal(size=(*shape, c)).astype("float32"), rng.normal(size=(shape[0], d)).astype("float32")
    layer = Fusion(channels)
    layer.build([mid.shape, scene.shape])
    layer.set_weights([rng.normal(size=w.shape) for w in layer.weights])
    return layer, mid, scene


# cell 609d9369
def test_fusion_equals_an_explicit_loop_over_the_places():
    layer, mid, scene = fusion_and_inputs()
    kernel, bias = layer.get_weights()
    fused = numbers(layer([mid, scene]))
    assert fused.shape == (2, 3, 5, 7) and kernel.shape == (10, 7) and bias.any()
    for n, y, x in np.ndindex(2, 3, 5):
        np.testing.assert_allclose(fused[n, y, x], np.concatenate([mid[n, y, x], scene[n]]) @ kernel + bias, rtol=1e-4, atol=1e-5)


# cell 0e04911f
def test_fusion_equals_the_1x1_convolution_of_the_concatenation():
    layer, mid, scene = fusion_and_inputs()
    kernel, bias = layer.get_weights()
    one_by_one = layers.Conv2D(7, 1)
    one_by_one.build((None, None, None, 10))
    one_by_one.set_weights([kernel[None, None], bias])
    everywhere = np.broadcast_to(scene[:, None, None, :], (2, 3, 5, 6))
    expected = one_by_one(np.concatenate([mid, everywhere], axis=-1))
    np.testing.assert_allclose(layer([mid, scene]), expected, rtol=1e-4, atol=1e-5)
    assert layer.count_params() == one_by_one.count_params() == 77


# cell 0d4bae5b
def test_every_place_hears_the_same_scene():
    layer, mid, scene = fusion_and_inputs()
    change = numbers(layer([mid, scene + 1])) - numbers(layer([mid, scene]))
    expected = layer.get_weights()[0][4:].sum(axis=0)  # the scene's rows of the kernel
    np.testing.assert_allclose(change, np.broadcast_to(expected, change.shape), rtol=1e-4, atol=1e-5)


# cell de361b01
def test_a_photograph_hears_its_own_scene_and_no_other():
    layer, mid, scene = fusion_and_inputs()
    other = scene.copy()
    other[1] += 1
    before, after = numbers(layer([mid, scene])), numbers(layer([mid, other]))
    assert np.array_equal(after[0], before[0]) and (after[1] != before[1]).all()


# cell f747b76d
def test_the_scene_is_never_laid_out_at_every_place():
    layer = Fusion(1)
    mid, scene = np.random.default_rng(0).normal(size=(1, 512, 512, 1)).astype("float32"), np.full((1, 1_000_000), 0.001, "float32")
    fused = numbers(layer([mid, scene]))  # copied, this scene would take a terabyte
    kernel = layer.get_weights()[0][:, 0].astype("float64")
    np.testing.assert_allclose(fused[..., 0], mid[..., 0] * kernel[0] + 0.001 * kernel[1:].sum(), atol=1e-4)


# cell be5bbfed
def test_gradient_flows_to_both_inputs_and_from_all_places_to_the_scene():
    layer, mid, scene = fusion_and_inputs()
    inputs = [keras.Input(mid.shape[1:]), keras.Input(scene.shape[1:])]
    shifts = [layers.Dense(x.shape[-1], kernel_initializer="identity", name=name) for x, name in zip((mid, scene), ("mid", "scene"))]
    net = keras.Model(inputs, layer([shift(x) for shift, x in zip(shifts, inputs)]))
    net.compile(keras.optimizers.SGD(1.0), loss=lambda _, fused: ops.sum(fused))
    kernel = layer.get_weights()[0]
    net.train_on_batch([mid, scene], np.zeros((2, 3, 5, 7)))
    of_mid, of_scene = (-numbers(shift.bias) for shift in shifts)
    places = 2 * 3 * 5  # the bias of either shift is shared by two photographs of 15 places
    np.testing.assert_allclose(of_mid, places * kernel[:4].sum(axis=1), rtol=1e-4)
    np.testing.assert_allclose(of_scene, places * kernel[4:].sum(axis=1), rtol=1e-4)


# cell e06b41bb
def test_a_fusion_layer_survives_being_written_down_and_read_again():
    import tempfile
    from pathlib import Path
    again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(Fusion(7, name="seven", dtype="float32")))
    assert isinstance(again, Fusion) and again.get_config() == Fusion(7, name="seven", dtype="float32").get_config() and again.channels == 7
    layer, mid, scene = fusion_and_inputs()
    inputs = [keras.Input((None, None, 4)), keras.Input((6,))]
    net = keras.Model(inputs, layer(inputs))
    with tempfile.TemporaryDirectory() as folder:
        net.save(Path(folder) / "net.keras")
        loaded = keras.saving.load_model(Path(folder) / "net.keras")
    np.testing.assert_array_equal(loaded([mid, scene]), net([mid, scene]))


# cell 641f79c4
def test_one_fusion_layer_serves_maps_of_any_size_and_says_their_shape_beforehand():
    layer, mid, scene = fusion_and_inputs()
    for height, width in ((1, 1), (28, 28), (50, 75)):
        assert layer([np.zeros((2, height, width, 4), "float32"), scene]).shape == (2, height, width, 7)
        assert layer.compute_output_shape([(2, height, width, 4), (2, 6)]) == (2, height, width, 7)


# cell 2ab850f3
def test_in_mixed_bfloat16_fusion_computes_in_bfloat16_and_keeps_float32_weights():
    layer, mid, scene = fusion_and_inputs()
    mixed = Fusion(7, dtype="mixed_bfloat16")
    fused = mixed([mid, scene])
    mixed.set_weights(layer.get_weights())
    fused = mixed([mid, scene])
    assert keras.backend.standardize_dtype(fused.dtype) == "bfloat16" and mixed.kernel.dtype == "float32"
    np.testing.assert_allclose(numbers(ops.cast(fused, "float32")), numbers(layer([mid, scene])), atol=0.1)


# cell 7a764d51
def test_fusion_parameters_equal_the_table():
    assert fusion(batch_norm=False).count_params() == 131_328
    with_norm = fusion()
    assert with_norm.count_params() == 131_328 + 4 * 256
    assert sum(int(np.prod(v.shape)) for v in with_norm.trainable_variables) == 131_328 + 2 * 256


# cell 60faabd8
def test_the_part_is_fusion_then_normalisation_then_relu():
    net = fusion(1/64)
    rng = np.random.default_rng(0)
    mid, scene = rng.normal(size=(3, 6, 8, 4)).astype("float32"), rng.normal(size=(3, 4)).astype("float32")
    before = numbers(net.get_layer("fusion")([mid, scene]))
    z = (before - before.mean(axis=(0, 1, 2))) / np.sqrt(before.var(axis=(0, 1, 2)) + 1e-3)
    np.testing.assert_allclose(numbers(net([mid, scene], training=True)), np.maximum(z, 0), atol=1e-4)
    plain = fusion(1/64, batch_norm=False)
    plain.get_layer("fusion").set_weights(net.get_layer("fusion").get_weights())
    np.testing.assert_allclose(numbers(plain([mid, scene])), np.maximum(before, 0), atol=1e-5)
