"Solutions of the exercises in 05_global_features.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_count = 512 * 1024 + 1024
# %% 1 wrong: and the biases
my_count = 512 * 1024
# %% 2
def my_cross_entropy(scores, labels):
    scores = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(labels)), labels]
# %% 2 wrong: Is it log(sum(exp))
def my_cross_entropy(scores, labels):
    scores = scores - scores.max(axis=1, keepdims=True)
    return -scores[np.arange(len(labels)), labels]
# %% 3
def my_scene(view):
    return (scene_of(view) + scene_of(view[:, :, ::-1])) / 2
# %% 3 wrong: the two differ by up to
def my_scene(view):
    return (scene_of(view) + scene_of(view[:, ::-1])) / 2
