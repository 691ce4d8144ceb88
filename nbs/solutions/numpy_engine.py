"Solutions of the exercises in backstage/numpy_engine.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_bias = (1 - 2) * 3 / 3 + 0.5
# %% 1 wrong: then plus beta
my_bias = 1.0
# %% 2
def my_convolve(maps, kernel, bias):
    return maps @ kernel[0, 0] + bias
# %% 2 wrong: should be (5, 6, 4)
def my_convolve(maps, kernel, bias):
    return maps[..., :1] * kernel[0, 0, 0, 0]
# %% 2 wrong: a column for each channel out
def my_convolve(maps, kernel, bias):
    return maps @ kernel[0, 0]
