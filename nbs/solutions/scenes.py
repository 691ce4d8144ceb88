"Solutions of the exercises in labs/scenes.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_accuracy = np.diag(confusion).sum() / confusion.values.sum()
# %% 1 wrong: on the diagonal
my_accuracy = confusion.values.max() / confusion.values.sum()
# %% 1 wrong: count photographs
my_accuracy = np.diag(fractions).mean()
# %% 2
def merged(a, b):
    right = np.diag(confusion).sum() + confusion.loc[a, b] + confusion.loc[b, a]
    return right / confusion.values.sum()
# %% 2 wrong: Only two cells
def merged(a, b):
    return overall["top-1"] + fractions.loc[a, b] + fractions.loc[b, a]
# %% 3
mean = dict(zip(table.index, true))
confused = [(a, b) for a in fractions.index for b in fractions.columns if a != b and fractions.loc[a, b] >= 0.1]
my_pair = max(confused, key=lambda pair: np.linalg.norm(mean[pair[0]] - mean[pair[1]]))
# %% 3 wrong: is no pair
my_pair = (fractions.index[0], fractions.index[0])
