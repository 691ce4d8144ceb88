"Solutions of the exercises in labs/better_training.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_recipe = Recipe("mine", width=1/10, **OURS)
# %% 1 wrong: keep the skip
my_recipe = Recipe("mine", width=1/10, **OURS | {"skip": False})
# %% 2
my_momentum = 0.01 ** (1 / (8 * 297))  # the share of w_0 after t steps is m ** t
# %% 2 wrong: of the start is left
my_momentum = 1 - 1 / 100
# %% 3
my_arms = {"optimiser": {"optimizer": "adadelta"}, "rate": {"learning_rate": 1.0}, "schedule": {"cosine": False},
           "batch": {"batch_size": 8}}
# %% 3 wrong: no arm has only the change {'optimizer'
my_arms = {"optimiser": {"optimizer": "adadelta", "learning_rate": 1.0}, "schedule": {"cosine": False}, "batch": {"batch_size": 8}}
