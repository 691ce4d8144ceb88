"Solutions of the exercises in 05_global_features.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_count = 4 * (9 * 512 * 512 + 512) + (512 * 512 + 512) + (512 * 256 + 256)
# %% 1 wrong: are the biases counted
my_count = 4 * 9 * 512 * 512 + 512 * 512 + 512 * 256
# %% 2
def my_cross_entropy(logits, labels):
    logits = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(labels)), labels]
# %% 2 wrong: Which constant may be added
def my_cross_entropy(logits, labels):
    logits = logits - logits.max(axis=1, keepdims=True)
    return -logits[np.arange(len(labels)), labels]
# %% 2 wrong: not finite
def my_cross_entropy(logits, labels):
    with np.errstate(all="ignore"):
        p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(labels)), labels])
# %% 3
def my_gradient(logits, label):
    p = np.exp(logits) / np.exp(logits).sum()
    p[label] -= 1
    return p
# %% 3 wrong: its own logit counts once more
def my_gradient(logits, label):
    return np.exp(logits) / np.exp(logits).sum()
# %% 4
def my_scene(view):
    return (scene_of(view) + scene_of(view[:, :, ::-1])) / 2
# %% 4 wrong: the two differ by up to
def my_scene(view):
    return (scene_of(view) + scene_of(view[:, ::-1])) / 2
# %% 4 wrong: no longer depends on the view
def my_scene(view):
    return scene_of(view) * 0
