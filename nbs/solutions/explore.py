"Solutions of the exercises in labs/explore.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_row = 2
# %% 1 wrong: begins to see at pixel -14
my_row = 0
# %% 2
other = walk(network, center_crop(sample_photo("rocket"), 224) / np.float32(255))
my_distances = [float(np.abs(steps[name] - other[name]).mean()) for name in ("low1", "mid2", "color4")]
# %% 2 wrong: mid2 is wrong
other = walk(network, center_crop(sample_photo("rocket"), 224) / np.float32(255))
my_distances = [float(np.abs(steps[name] - other[name]).mean()) for name in ("low1", "low1", "low1")]
