"Solutions of the exercises in labs/style_transfer.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_picture = rgb_to_lab(own).copy()
my_picture[..., 1:] = (rgb_to_lab(own)[..., 1:] + rgb_to_lab(borrowed)[..., 1:]) / 2
# %% 1 wrong: its shape should be
my_picture = np.zeros(3)
# %% 1 wrong: its ab is not the mean
my_picture = rgb_to_lab(borrowed)
# %% 1 wrong: its luminance is not
my_picture = (rgb_to_lab(own) + rgb_to_lab(borrowed)) / 2
my_picture[..., 0] = 50
# %% 2
my_giver = max(names, key=lambda scene: np.mean([table[name][scene] for name in names if name != scene]))
# %% 2 wrong: not yet
my_giver = min(names, key=lambda scene: np.mean([table[name][scene] for name in names if name != scene]))
