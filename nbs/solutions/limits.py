"Solutions of the exercises in labs/limits.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def smallest_set(p, level):
    order = np.argsort(-p)
    needed = np.searchsorted(np.cumsum(p[order]), level) + 1
    mask = np.zeros(len(p), bool)
    mask[order[:needed]] = True
    return mask
# %% 1 wrong: until the level is reached
def smallest_set(p, level):
    order = np.argsort(-p)
    mask = np.zeros(len(p), bool)
    mask[order[np.cumsum(p[order]) < level]] = True
    return mask
# %% 1 wrong: Sort from the likeliest down
def smallest_set(p, level): return np.cumsum(p) <= level
# %% 2
mean, expected = expected_error(q, centres)
cost_of_mode = expected + ((likeliest - mean) ** 2).sum() / 2
# %% 2 wrong: is too small
mean, expected = expected_error(q, centres)
cost_of_mode = expected
# %% 2 wrong: half of a squared distance
mean, expected = expected_error(q, centres)
cost_of_mode = expected + ((likeliest - mean) ** 2).sum()
# %% 3
def best_saturation(ab, truth): return (ab * truth).sum() / (ab ** 2).sum()
# %% 3 wrong: the sum of the products of both
def best_saturation(ab, truth): return np.sqrt((truth ** 2).sum() / (ab ** 2).sum())
