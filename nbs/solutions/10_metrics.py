"Solutions of the exercises in 10_metrics.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def best_factor(degrees):
    return max(0, np.cos(np.radians(degrees)))
# %% 1 wrong: may not be negative
def best_factor(degrees):
    return np.cos(np.radians(degrees))
# %% 2
def hue_error(lab, truth):
    hue, true_hue = (np.arctan2(x[..., 2], x[..., 1]) for x in (lab, truth))
    angle = np.degrees(np.abs(hue - true_hue))
    weights = np.hypot(truth[..., 1], truth[..., 2])
    return (weights * np.minimum(angle, 360 - angle)).sum() / weights.sum()
# %% 2 wrong: Wrap the difference
def hue_error(lab, truth):
    hue, true_hue = (np.arctan2(x[..., 2], x[..., 1]) for x in (lab, truth))
    weights = np.hypot(truth[..., 1], truth[..., 2])
    return (weights * np.degrees(np.abs(hue - true_hue))).sum() / weights.sum()
# %% 2 wrong: divide by the sum of the weights
def hue_error(lab, truth):
    hue, true_hue = (np.arctan2(x[..., 2], x[..., 1]) for x in (lab, truth))
    angle = np.degrees(np.abs(hue - true_hue))
    return np.minimum(angle, 360 - angle).mean()
# %% 3
def my_colouring(lab):
    a, b = np.moveaxis(lab[..., 1:], -1, 0)
    c, s = np.cos(0.4), np.sin(0.4)
    return np.stack([c * a - s * b, s * a + c * b], axis=-1)
# %% 3 wrong: wanted: 0.95 to 1.05
def my_colouring(lab):
    return lab[..., 1:] / 2
# %% 3 wrong: not the truth itself
def my_colouring(lab):
    return lab[..., 1:]
# %% 4
pixels = next(n for n in range(100) if shift_error(n) > of_grey / 4)
# %% 4 wrong: a quarter of of_grey
pixels = 20
