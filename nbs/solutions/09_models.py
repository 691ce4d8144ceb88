"Solutions of the exercises in 09_models.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
paper = replace(RECIPES["model3"], name="paper", color_weight=300, batch_size=128, epochs=11, learning_rate=1.0, classes=205)
# %% 1 wrong: how many epochs
paper = replace(RECIPES["model3"], name="paper", color_weight=300, batch_size=128, epochs=200_000, learning_rate=1.0, classes=205)
# %% 2
my_width = 0.257
# %% 2 wrong: the square of the width
my_width = 2.9 / 42.3
# %% 3
my_count = 42_303_724 + 2_287_488
# %% 3 wrong: one more set
my_count = 2 * 42_303_724
# %% 4
low_features = low_level_features(1/16, batch_norm=False)
photo_path, view_path = keras.Sequential([low_features]), keras.Sequential([low_features])
# %% 4 wrong: forgot to share weights
photo_path = keras.Sequential([low_level_features(1/16, batch_norm=False)])
view_path = keras.Sequential([low_level_features(1/16, batch_norm=False)])
view_path.set_weights(photo_path.get_weights())
