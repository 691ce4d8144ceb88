"Solutions of the exercises in 21_errata.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_weight = class_loss / colour_loss
# %% 1 wrong: should equal class loss
my_weight = 1000
# %% 2
my_epochs = 30 * -(-850 // 8) / -(-850 // 16)
# %% 2 wrong: and model 3 makes
my_epochs = 30 / 2
