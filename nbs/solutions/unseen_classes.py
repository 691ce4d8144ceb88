"Solutions of the exercises in labs/unseen_classes.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_alternative = {"skip": False}
# %% 1 wrong: is called skip
my_alternative = {"quantized": False}
# %% 2
costs = {name: -row["gain"] for name, row in of_alternatives.items() if row["gain"] < 0}
my_choice = max(costs, key=lambda name: (chroma[name] - means.loc["averaged", "chroma"]) / costs[name])
# %% 2 wrong: for each unit of error
my_choice = "local"
