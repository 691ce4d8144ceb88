"Solutions of the exercises in labs/many_machines.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def combined(gradients, sizes): return np.average(gradients, axis=0, weights=sizes)
# %% 1 wrong: A worker with more rows
def combined(gradients, sizes): return np.mean(gradients, axis=0)
# %% 1 wrong: A worker with more rows
def combined(gradients, sizes): return np.sum(gradients, axis=0)
# %% 2
gain = step_seconds(parts.loc["model3"], 1, 10) / step_seconds(parts.loc["model3"], workers, 10)
my_workers = workers[np.argmax(gain >= 4)]
# %% 2 wrong: Look at the dashed line
my_workers = 4
# %% 3
def whole_variance(means, variances): return np.mean(variances) + np.var(means)
# %% 3 wrong: The means of the parts
def whole_variance(means, variances): return np.mean(variances)
# %% 4
my_seconds = times.max(axis=1).mean()
# %% 4 wrong: its slowest worker
my_seconds = times.mean()
