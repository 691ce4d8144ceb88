"Solutions of the exercises in 14_ablation.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def my_half_length(one, other):
    spread = np.sqrt((one.var(ddof=1) + other.var(ddof=1)) / len(one))
    return stats.t.ppf(0.975, 2 * len(one) - 2) * spread
# %% 1 wrong: the variances have ddof=1
def my_half_length(one, other): return stats.t.ppf(0.975, 4) * np.sqrt((np.var(one.to_numpy()) + np.var(other.to_numpy())) / 3)
# %% 2
of_seed = table.pivot(index="seed", columns="arm", values="chroma")
my_interaction = interval((of_seed["plain-slow"] - of_seed["plain"]) - (of_seed["slow"] - of_seed["base"]))
# %% 2 wrong: less its effect with it
of_seed = table.pivot(index="seed", columns="arm", values="chroma")
my_interaction = interval(of_seed["plain-slow"] - of_seed["base"])
# %% 3
differences = by_seed(("augmented",), [()], "best")[:, 0] - by_seed((), [()], "best")[:, 0]
my_seeds = 2
while stats.t.ppf(0.975, my_seeds - 1) * differences.std(ddof=1) / np.sqrt(my_seeds) >= abs(differences.mean()): my_seeds += 1
# %% 3 wrong: the half length is
my_seeds = 100
