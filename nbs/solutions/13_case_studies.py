"Solutions of the exercises in 13_case_studies.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def my_factor(n_in, n_out): return math.sqrt(n_in * 2 / (n_in + n_out) / 2)
# %% 1 wrong: The mean square is multiplied
def my_factor(n_in, n_out): return n_in * 2 / (n_in + n_out) / 2
# %% 2
def my_swing(errors): return np.abs(np.diff(np.log(errors))).mean()
# %% 2 wrong: makes two steps of log(2)
def my_swing(errors): return np.diff(np.log(errors)).mean()
# %% 2 wrong: the unit of the error must not matter
def my_swing(errors): return np.abs(np.diff(errors)).mean()
# %% 3
my_angle = 90
# %% 3 wrong: for 180 degrees it is 1.00
my_angle = 180
# %% 4
my_recipe = replace(RECIPES["model3"], name="model3_local", global_path=False)
# %% 4 wrong: it differs from model 3 in
my_recipe = replace(RECIPES["model4"], batch_size=8)
