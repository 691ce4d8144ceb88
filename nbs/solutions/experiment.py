"Solutions of the exercises in backstage/experiment.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_words = ["plain", "he"]
# %% 1 wrong: should differ from the base
my_words = ["plain", "slow"]
# %% 2
my_seeds = next(n for n in range(2, 99) if 2 * stats.t.ppf(0.975, n - 1) * 0.02 / np.sqrt(n) < 0.02)
# %% 2 wrong: give the smallest number
my_seeds = 40
