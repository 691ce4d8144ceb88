"Solutions of the exercises in labs/distributions.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def five_nearest(ab):
    squared = ((np.float32(ab) - centres) ** 2).sum(axis=1)
    probabilities = np.zeros(len(centres))
    nearest = np.argsort(squared)[:5]
    probabilities[nearest] = np.exp(-squared[nearest] / 2 / 5 ** 2)
    return probabilities / probabilities.sum()
# %% 1 wrong: up to a factor
def five_nearest(ab):
    probabilities = np.asarray(soft_encode(np.float32(ab), centres))
    return np.where(probabilities >= np.sort(probabilities)[-5], probabilities, 0)
# %% 1 wrong: 1 bins are not zero
def five_nearest(ab):
    squared = ((np.float32(ab) - centres) ** 2).sum(axis=1)
    return np.eye(len(centres))[squared.argmin()]
# %% 2
my_original = rebalanced / weights / (rebalanced / weights).sum()
# %% 2 wrong: up to a factor
my_original = rebalanced / weights
# %% 2 wrong: what undoes it
my_original = rebalanced * weights / (rebalanced * weights).sum()
# %% 3
def my_gradient(t, z): return np.exp(z) / np.exp(z).sum() - t
# %% 3 wrong: sign is turned round
def my_gradient(t, z): return t - np.exp(z) / np.exp(z).sum()
# %% 3 wrong: where p is t, it must be 0
def my_gradient(t, z): return -t / (np.exp(z) / np.exp(z).sum())
# %% 4
my_temperature = 1
# %% 4 wrong: has
my_temperature = 0.01
