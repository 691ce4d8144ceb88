"Solutions of the exercises in labs/unseen_classes.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def correction(e):
    on_a, on_b = e["B", "A"] - e["A", "A"], e["A", "B"] - e["B", "B"]
    return (on_b - on_a) / 2
# %% 1 wrong: the cost on B, and compare
def correction(e):
    return e["A", "B"] - e["B", "B"] - e["B", "A"] + e["A", "A"]
# %% 2
my_arm = varied(ARMS["swapped/other/0"], {"zoom": 0.6})
# %% 2 wrong: everything but the zoom
my_arm = ARMS["unseen/zoomed/0"]
# %% 3
def after_offset(predicted, truth):
    offset = np.mean(truth - predicted, axis=(0, 1, 2))
    return np.mean((truth - predicted - offset) ** 2)
# %% 3 wrong: for each channel one
def after_offset(predicted, truth):
    return np.mean((truth - predicted - np.mean(truth - predicted)) ** 2)
