"Solutions of the exercises in 18_model4.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_error = 1.0
# %% 1 wrong: a colour and its opposite
my_error = 2.0
# %% 2
my_epochs = recipes[four]["epochs"] * steps[three] / steps[four]
# %% 2 wrong: and model 3 made
my_epochs = recipes[four]["epochs"]
