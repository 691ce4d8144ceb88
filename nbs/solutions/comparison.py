"Solutions of the exercises in labs/comparison.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def mine(photo): return predict_color(photo, faithful, saturation=0.5)
# %% 1 wrong: it is still grey
def mine(photo): return photo
# %% 1 wrong: that is faithful itself
def mine(photo): return predict_color(photo, faithful)
# %% 1 wrong: scale ab in Lab
def mine(photo): return predict_color(photo, faithful)[..., ::-1]
# %% 2
lab, truth = rgb_to_lab(predict_color(photos["china"], vivid)), rgb_to_lab(photos["china"])
my_factor = min(np.arange(11) / 10, key=lambda f: ab_mse(lab * [1, f, f], truth))
# %% 2 wrong: too weak
my_factor = -0.1
# %% 2 wrong: too strong
my_factor = 1.1
