"Solutions of the exercises in 09_models.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def joint_gradients(ab, true_ab, logits, label, weight):
    probabilities = np.exp(logits) / np.exp(logits).sum()
    return 2 * weight * (ab - true_ab) / ab.size, probabilities - np.eye(len(logits))[label]
# %% 1 wrong: The derivative of log-sum-exp
def joint_gradients(ab, true_ab, logits, label, weight):
    probabilities = np.exp(logits) / np.exp(logits).sum()
    return 2 * weight * (ab - true_ab) / ab.size, probabilities
# %% 2
def first_dense(image_size, width):
    side = image_size
    for _ in range(5): side = math.ceil(side / 2)
    return round(side * side * 512 * width * 1024 * width + 1024 * width)
# %% 2 wrong: How many positions are left
def first_dense(image_size, width):
    side = image_size // 32
    return round(side * side * 512 * width * 1024 * width + 1024 * width)
# %% 3
mine = replace(RECIPES["model3"], name="mine", color_weight=300, image_size=96, batch_size=16, epochs=20, width=0.21)
# %% 3 wrong: the square of the width
mine = replace(RECIPES["model3"], name="mine", color_weight=300, image_size=96, batch_size=16, epochs=20, width=0.1)
# %% 3 wrong: look at color_weight
mine = replace(RECIPES["model3"], name="mine", image_size=96, batch_size=16, epochs=20, width=0.21)
# %% 4
low_features = low_level_features(1/16, batch_norm=False)
photo_path, view_path = keras.Sequential([low_features]), keras.Sequential([low_features])
# %% 4 wrong: forgot to share weights
photo_path = keras.Sequential([low_level_features(1/16, batch_norm=False)])
view_path = keras.Sequential([low_level_features(1/16, batch_norm=False)])
view_path.set_weights(photo_path.get_weights())
