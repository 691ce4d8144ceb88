"Solutions of the exercises in 26_scenes.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_accuracy = np.diag(confusion).sum() / confusion.values.sum()
# %% 1 wrong: on the diagonal
my_accuracy = confusion.values.max() / confusion.values.sum()
# %% 2
apart = {(a, b): np.linalg.norm(true[i] - true[j]) for i, a in enumerate(parts.index) for j, b in enumerate(parts.columns) if i != j and parts.loc[a, b] >= 0.1}
my_pair = max(apart, key=apart.get)
# %% 2 wrong: is no pair
my_pair = (parts.index[0], parts.index[0])
