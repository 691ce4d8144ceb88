"Solutions of the exercises in 07_fusion.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def fuse_three(mid, scene, hint, kernel, bias):
    once = scene @ kernel[256:512] + hint @ kernel[512:] + bias
    return mid @ kernel[:256] + once[:, None, None, :]
# %% 1 wrong: Which rows of the kernel meet the hint
def fuse_three(mid, scene, hint, kernel, bias):
    once = scene @ kernel[256:512] + hint @ kernel[:2] + bias
    return mid @ kernel[:256] + once[:, None, None, :]
# %% 2
def gradient_of_scene_weights(g, scene):
    return scene.T @ g.sum(axis=(1, 2))
# %% 2 wrong: right up to a factor
def gradient_of_scene_weights(g, scene):
    return scene.T @ g.mean(axis=(1, 2))
# %% 3
of_coffee, of_rocket = ours([mid, scene]), ours([mid, scenes[3:]])
my_result = 0.75 * of_coffee + 0.25 * of_rocket
# %% 3 wrong: linearly
of_coffee, of_rocket = ours([mid, scene]), ours([mid, scenes[3:]])
my_result = 0.25 * of_coffee + 0.75 * of_rocket
