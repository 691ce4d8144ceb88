"Solutions of the exercises in 15_clinic.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def even(kernel, stride): return kernel % stride == 0
# %% 1 wrong: with kernel 3 and stride 2
def even(kernel, stride): return kernel >= stride
# %% 1 wrong: with kernel 2 and stride 2
def even(kernel, stride): return kernel > stride and kernel % stride == 0
# %% 2
my_symptom = "grey"
# %% 2 wrong: its chroma is
my_symptom = "loud patches"
# %% 3
my_weight = np.linalg.norm(of_class) / np.linalg.norm(of_colour)
# %% 3 wrong: too large
my_weight = 1000
# %% 3 wrong: Colours pull with
my_weight = 1
# %% 4
my_recipe = replace(RECIPES["model3"], name="fair", global_path=False)
# %% 4 wrong: batch_size, epochs
my_recipe = replace(RECIPES["model4"], name="fair")
# %% 4 wrong: nothing changed
my_recipe = replace(RECIPES["model3"], name="fair")
