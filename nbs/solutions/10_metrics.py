"Solutions of the exercises in 10_metrics.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def best_strength():
    return 0
# %% 1 wrong: at right angles
def best_strength():
    return -1
# %% 2
def my_colouring(lab):
    a, b = np.moveaxis(lab[..., 1:], -1, 0)
    c, s = np.cos(0.4), np.sin(0.4)
    return np.stack([c * a - s * b, s * a + c * b], axis=-1)
# %% 2 wrong: wanted: 0.95 to 1.05
def my_colouring(lab):
    return lab[..., 1:] / 2
# %% 2 wrong: not the truth itself
def my_colouring(lab):
    return lab[..., 1:]
