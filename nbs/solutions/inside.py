"Solutions of the exercises in labs/inside.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_slopes = gradients(make_probe(replace(small["model2"], color_weight=0)), networks["model2"].get_weights(), luminance, truth)
# %% 1 wrong: still has the gradient of its own loss
my_slopes = gradients(make_probe(replace(small["model2"], color_weight=1)), networks["model2"].get_weights(), luminance, truth)
# %% 2
maps = np.maximum(np.random.default_rng(5).normal(-2.5, 1, (2, 6, 6, 8)), 0)
my_dead = int((maps.max(axis=(0, 1, 2)) == 0).sum())
# %% 2 wrong: over photographs and positions
maps = np.maximum(np.random.default_rng(5).normal(-2.5, 1, (2, 6, 6, 8)), 0)
my_dead = int((maps == 0).sum())
