"Solutions of the exercises in labs/distributions.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_temperature = 1
# %% 1 wrong: has
my_temperature = 0.01
# %% 2
my_original = rebalanced / weights / (rebalanced / weights).sum()
# %% 2 wrong: up to a factor
my_original = rebalanced / weights
# %% 2 wrong: what undoes it
my_original = rebalanced * weights / (rebalanced * weights).sum()
