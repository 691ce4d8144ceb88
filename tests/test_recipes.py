# Written by nbdev-export from nbs/recipes.ipynb: edit the notebook.
import pytest
from colorize_nb.recipes import *
from dataclasses import FrozenInstanceError, asdict, fields, replace
import math, random
import pytest
from colorize_nb.photos import ColorizeError


# cell ae68963c
def test_a_bad_setting_is_told_in_one_sentence_that_names_it():
    wrong = dict(image_size=100, width=0, batch_size=0, epochs=2.5, learning_rate=float("nan"), color_weight=-1,
                 optimizer="adadleta", initializer="hee", momentum=1, groups=5, restart=30, temperature=0,
                 decode_rebalancing=2, inference_size=-8, sizes=(80, 7), zoom=0, aspect=9, sharpness=3, noise=-1, output_stride=3, skip=True,
                 encoder="resnet", pretrained=True, encoder_rate=2)
    for setting, bad in wrong.items():
        sentence = f"^recipe mine: {setting} is [^\n]+ and must be [^\n]+$"
        with pytest.raises(ColorizeError, match=sentence): Recipe("mine", **{setting: bad})
        with pytest.raises(RecipeError): replace(RECIPES["model3"], **{setting: bad})


# cell 43a1fa87
def test_settings_from_a_hostile_file_are_refused():
    hostile = dict(width=1e9, image_size=8_000_000, inference_size="a", classes=None, batch_norm=1, groups="x", sizes=["a"],
                   epochs=True, decode_rebalancing=5, temperature=float("nan"))
    for setting, bad in hostile.items():
        with pytest.raises(RecipeError, match=f"{setting} is "): Recipe("mine", **{setting: bad})
    for name in ("a/b", "", "a\nb", "x" * 65, None, 3):
        with pytest.raises(RecipeError, match="name"): Recipe(name)
    for given in ([], None, {}, "model3", {"name": "mine", "heard": 1}):
        with pytest.raises(RecipeError): recipe_from(given)
    assert recipe_from(asdict(RECIPES["faithful"])) == RECIPES["faithful"]


# cell 03e5faac
def test_hostile_settings_in_any_mixture_are_refused_in_one_line():
    values = [None, True, -1, 0, 2, 5, 8.0, 1e308, float("nan"), float("inf"), 10**400, -10**400, "x", "a\nb",
              [], ["a"], [10**400], {}, ()]
    names, rng = [field.name for field in fields(Recipe) if field.name != "name"], random.Random(0)
    for _ in range(3000):
        chosen = {name: rng.choice(values) for name in rng.sample(names, rng.choice((1, 2, 3)))}
        try: recipe = recipe_from({"name": "mine"} | chosen)
        except RecipeError as e: assert str(e).isprintable() and len(str(e)) < 400
        else: assert all(isinstance(getattr(recipe, name), int) for name in ("image_size", "classes", "groups", "epochs"))
    for name in ("a\nb", "x" * 100_000):
        for options in ({}, {"width": "wide"}):
            with pytest.raises(RecipeError) as caught: Recipe(name, **options)
            assert str(caught.value).isprintable() and len(str(caught.value)) < 400
    with pytest.raises(RecipeError) as caught: get_recipe("a\nb")
    assert str(caught.value).isprintable()


# cell 5013165c
def test_settings_are_taken_up_to_their_limits_and_not_beyond():
    inf = float("inf")
    good = dict(width=(1e-3, 4), image_size=(8, 1024), inference_size=(8, 1024, None), classes=(1, 100_000),
                momentum=(0, 0.999), temperature=(1e-6, 1e6), decode_rebalancing=(0, 1), groups=(0, 1, 32),
                color_weight=(0, 1e9), batch_size=(1, 100_000), epochs=(1, 1_000_000), learning_rate=(1e-9, 10),
                rebalancing=(0, 1), chroma_weight=(0, 5), ema_momentum=(0, 0.999), sizes=((), (8,) * 16),
                zoom=(0.01, 1, None), aspect=(1, 4), sharpness=(0, 2), noise=(0, 1), encoder_rate=(0, 1), epoch_size=(0, 10**9), optimizer=("Adam",), initializer=("he_normal",),
                input_mean=(-1, 1), ab_scale=((1, 1), (1000, 1000)), fusion_kernel=(1, 3), strided_kernel=(3, 4))
    bad = dict(width=(0, 4.001), image_size=(0, 4, 12, 1032), inference_size=(0, 12, 1032), classes=(0, 100_001),
               momentum=(-0.1, 1), temperature=(0, inf), decode_rebalancing=(-0.1, 1.1), groups=(-1, 3, 64),
               color_weight=(-1, inf), batch_size=(0, 100_001), epochs=(0, 1_000_001), learning_rate=(0, inf),
               rebalancing=(-0.1, 1.1), chroma_weight=(-1, inf), ema_momentum=(-0.1, 1), sizes=((8,) * 17, (8, 12)),
               zoom=(0, 1.1), aspect=(0.9, 4.1), sharpness=(-0.1, 2.1), noise=(-0.1, 1.1), encoder_rate=(-0.1, 1.1), epoch_size=(-1, 10**9 + 1), encoder=("resnet", "efficientnet_lite0"),
               input_mean=(-1.1, 1.1, float("nan")), ab_scale=((), (255,), (0, 1), (1, 1001)), fusion_kernel=(0, 2, 5), strided_kernel=(2, 5))
    for setting, values in good.items():
        for value in values: assert getattr(Recipe("mine", **{setting: value}), setting) == value
    for setting, values in bad.items():
        for value in values:
            with pytest.raises(RecipeError, match=f"^recipe mine: {setting} is "): Recipe("mine", **{setting: value})
    for restart in (0, 1, 29): assert Recipe("mine", epochs=30, restart=restart).restart == restart
    for restart in (-1, 30):
        with pytest.raises(RecipeError, match="restart is "): Recipe("mine", epochs=30, restart=restart)


# cell 3a2ec913
def test_a_network_without_a_classifier_may_have_no_classes():
    assert Recipe("mine", classify=False, classes=0).classes == Recipe("mine", global_path=False, classes=0).classes == 0
    with pytest.raises(RecipeError, match="classes is 0 and must be from 1"): Recipe("mine", classes=0)


# cell 1a0e2379
def test_the_four_recipes_are_those_of_the_report():
    rows = [(r.batch_norm, r.global_path, r.color_weight, r.batch_size, r.epochs) for r in RECIPES.values()][:4]
    assert rows == [(False, True, 1, 5, 10), (False, True, 1000, 8, 10),
                    (True, True, 1000, 8, 30), (True, False, 1000, 16, 20)]
    assert all(r.image_size == 224 and r.width == 1 and r.classes == 10 for r in list(RECIPES.values())[:4])
    with pytest.raises(FrozenInstanceError): RECIPES["model3"].epochs = 2


# cell 2009fc5e
def test_an_unknown_recipe_lists_the_choices():
    choices = "model1, model2, model3, model4, model3_places, model4_places, faithful_places, faithful, vivid"
    with pytest.raises(ColorizeError, match=f"no recipe model5: choose one of {choices}"): get_recipe("model5")
    assert get_recipe("model2") is RECIPES["model2"]


# cell 0376ac50
def test_the_parameters_of_the_four_models_equal_the_paper_s_table():
    count = lambda recipe: sum(math.prod(shape) for shape in weight_shapes(recipe).values())
    assert [count(RECIPES[f"model{i}"]) for i in (1, 3, 4)] == [42_303_724, 42_330_732, 6_261_602]
    assert count(replace(RECIPES["model4"], batch_norm=False)) == 6_252_002
    assert count(replace(RECIPES["model3"], batch_norm=False, groups=8)) == 42_330_732 - 13_504  # without moving averages


# cell b18bafe7
def test_the_researchers_fusion_layer_and_padding_have_shapes_of_their_own():
    mine = weight_shapes(replace(RECIPES["model1"], name="mine", fusion_kernel=3, strided_kernel=4, ab_scale=[200, 100]))
    changed = {name: shape for name, shape in mine.items() if shape != weight_shapes(RECIPES["model1"]).get(name)}
    assert changed == {"low1/kernel": (4, 4, 1, 64), "low3/kernel": (4, 4, 128, 128), "low5/kernel": (4, 4, 256, 256),
                       "global1/kernel": (4, 4, 512, 512), "global3/kernel": (4, 4, 512, 512), "fusion/kernel": (3, 3, 512, 256)}
    assert Recipe("mine", ab_scale=[200, 100]).ab_scale == (200, 100) and all(recipe.ours for recipe in RECIPES.values())
    for foreign in (dict(luma=True), dict(input_mean=0.4), dict(ab_scale=(200, 100))): assert not Recipe("mine", **foreign).ours


# cell 5592d99b
def test_each_part_by_itself_is_that_of_the_paper_s_table_1():
    def layers(part):
        return [(step.channels, step.stride, step.kernel) for step in part.steps if step.kind in ("conv", "dense")]
    assert layers(low_level_part()) == [(64, 2, 3), (128, 1, 3), (128, 2, 3), (256, 1, 3), (256, 2, 3), (512, 1, 3)]
    assert layers(mid_level_part()) == [(512, 1, 3), (256, 1, 3)] and fusion_part().steps[0].channels == 256
    convolutions, dense = [(512, 2, 3), (512, 1, 3), (512, 2, 3), (512, 1, 3)], [(1024, 1, 3), (512, 1, 3), (256, 1, 3)]
    assert layers(global_part()) == convolutions + dense and global_part().side == 28
    assert layers(global_part(pooled=True)) == convolutions + dense[1:] and global_part(pooled=True).side is None
    assert layers(classifier_part()) == [(256, 1, 3), (10, 1, 3)]
    assert layers(colorization_part()) == [(128, 1, 3), (64, 1, 3), (64, 1, 3), (32, 1, 3), (2, 1, 3)]
    assert low_level_part().outputs == ("low6",) and low_level_part(skip=True).outputs == ("low6", "low4")
    assert layers(quarter_colorization_part()) == [(128, 1, 3)] * 3 + [(261, 1, 1)]
    assert quarter_colorization_part().steps[-1].activation == "linear"
    assert quarter_colorization_part(skip=256).inputs == {"fused": 256, "quarter": 256}


# cell eeafdf3c
def test_the_encoder_has_the_layers_and_parameters_of_efficientnet_lite0():
    shapes = weight_shapes(RECIPES["faithful"])
    encoder = {name: shape for name, shape in shapes.items() if name.startswith(("stem", "block"))}
    count = lambda names: sum(math.prod(encoder[name]) for name in names if name in encoder)
    assert count(encoder) == 2_938_544 and not any("norm" in name for name in encoder)
    assert encoder["stem/kernel"] == (3, 3, 1, 32) and encoder["block0_depthwise/kernel"] == (3, 3, 32, 1)
    assert encoder["block11_expand/kernel"] == (1, 1, 112, 672) and encoder["block15_project/bias"] == (320,)
    block = lambda i, k, c, e, d: [c * e, e, k * k * e, e, e * d, d]  # 1x1, depthwise, 1x1, with their biases
    wanted = {1: block(1, 3, 16, 96, 24), 4: block(4, 5, 40, 240, 40), 15: block(15, 3, 192, 1152, 320)}
    for i, numbers in wanted.items(): assert [math.prod(s) for n, s in encoder.items() if n.startswith(f"block{i}_")] == numbers
    strides = [step.stride for step in encoder_steps() if step.kind == "depthwise"]
    assert strides == [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1] and math.prod(strides) == 16
    sums = [step for step in encoder_steps() if step.kind == "add"]
    assert [step.name for step in sums] == [f"block{i}_add" for i in (2, 4, 6, 7, 9, 10, 12, 13, 14)]
    assert sums[1].inputs == ("block4_project", "block3_project") and sums[3].inputs == ("block7_project", "block6_add")


# cell ce86658c
def test_the_decoder_of_an_encoder_receives_its_maps_from_small_to_large():
    asked, recipe = [], RECIPES["faithful"]
    def run(name, *inputs):
        asked.append((name, inputs))
        part = parts_of(recipe)[name]
        assert len(inputs) == len(part.inputs)
        return [f"{name}.{output}" for output in part.outputs]
    forward(recipe, run, "luminance", "view")
    low = "low_level_features."
    assert asked[1] == ("mid_level_features", (low + "block15_project", low + "block10_add", low + "block4_add"))
    assert asked[-1] == ("colorization", ("fusion.fusion", low + "block2_add"))
    assert part_shapes(parts_of(recipe)["mid_level_features"], recipe, 8)["mid3/kernel"] == (3, 3, 96 + 40, 128)


# cell a6e71d3c
def test_each_kind_of_step_has_the_shape_that_its_name_promises():
    maps, vector = (5, 6, 8), (8,)
    shapes = {("conv", 3, 1): (5, 6, 3), ("conv", 3, 2): (3, 3, 3), ("depthwise", 0, 2): (3, 3, 8),
              ("upsample", 0, 1): (10, 12, 8), ("smooth", 0, 1): maps, ("add", 0, 1): maps, ("pool", 0, 1): vector,
              ("flatten", 0, 1): (240,)}
    for (kind, channels, stride), shape in shapes.items():
        assert output_shape(Step("one", kind, channels, stride), maps) == shape
    assert output_shape(Step("one", "dense", 3), vector) == (3,)
    assert output_shape(Step("one", "concat"), maps, (5, 6, 2)) == (5, 6, 10)
    assert output_shape(Step("one", "spread"), vector, (5, 6, 2)) == (5, 6, 8)
    assert output_shape(Step("one", "upsample"), maps, (9, 12, 2)) == (9, 12, 8)
    assert output_shape(Step("one", "fusion", 3), maps, vector) == (5, 6, 3)
    assert kernel_shape(Step("one", "conv", 3, kernel=5), maps) == (5, 5, 8, 3)
    assert kernel_shape(Step("one", "depthwise"), maps) == (3, 3, 8, 1)
    assert kernel_shape(Step("one", "fusion", 3), maps, vector) == (16, 3)
    assert kernel_shape(Step("one", "dense", 3), vector) == (8, 3)


# cell 0c5efcea
def test_the_wiring_gives_the_global_path_its_own_view_and_the_decoder_its_skip():
    asked = []
    def run(name, *inputs):
        asked.append((name, inputs))
        return [f"{name}.{output}" for output in parts_of(recipe)[name].outputs]
    recipe = RECIPES["faithful_places"]
    outputs = forward(recipe, run, "luminance", "view")
    assert asked[0] == ("low_level_features", ("luminance",)) and asked[2] == ("low_level_features", ("view",))
    assert asked[-1] == ("colorization", ("fusion.fusion", "low_level_features.low4"))
    assert outputs == {"logits": "colorization.logits", "scene": "classifier.classifier2"}
    asked.clear()
    recipe = RECIPES["model4"]
    assert forward(recipe, run, "luminance") == {"ab": "colorization.ab"}
    assert [name for name, _ in asked] == ["low_level_features", "mid_level_features", "colorization"]
