"Solutions of the exercises in labs/scenes.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_accuracy = np.diag(confusion).sum() / confusion.values.sum()
# %% 1 wrong: on the diagonal
my_accuracy = confusion.values.max() / confusion.values.sum()
# %% 2
mean = dict(zip(table.index, true))
confused = [(a, b) for a in parts.index for b in parts.columns if a != b and parts.loc[a, b] >= 0.1]
my_pair = max(confused, key=lambda pair: np.linalg.norm(mean[pair[0]] - mean[pair[1]]))
# %% 2 wrong: is no pair
my_pair = (parts.index[0], parts.index[0])
