"Solutions of the exercises in labs/better_training.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_recipe = Recipe("mine", width=1/10, **OURS)
# %% 1 wrong: keep the skip
my_recipe = Recipe("mine", width=1/10, **OURS | {"skip": False})
# %% 2
my_factor = (112 / 64) ** 2
# %% 2 wrong: two sides
my_factor = 112 / 64
