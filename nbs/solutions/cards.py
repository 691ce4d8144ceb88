"Solutions of the exercises in labs/cards.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_seconds = manifest["seconds"] / manifest["data"]["train"] / manifest["recipe"]["epochs"]
# %% 1 wrong: once an epoch
my_seconds = manifest["seconds"] / manifest["data"]["train"]
