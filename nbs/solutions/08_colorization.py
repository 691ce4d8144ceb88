"Solutions of the exercises in 08_colorization.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_kernel = np.ones((2, 2), "float32")
# %% 1 wrong: Prints should touch
my_kernel = np.ones((4, 4), "float32") / 4
# %% 2
def gradient_at_input(x, truth):
    return 2 * (sigmoid(x) - truth) * slope(x) / x.size
# %% 2 wrong: right up to a factor
def gradient_at_input(x, truth):
    return 2 * (sigmoid(x) - truth) * slope(x)
# %% 2 wrong: Which derivative does the chain rule add
def gradient_at_input(x, truth):
    return 2 * (sigmoid(x) - truth) * sigmoid(x) / x.size
# %% 3
cups = np.array([60.0] * 60 + [0.0] * 40)
my_answer = np.median(cups)
# %% 3 wrong: how many cups pull
cups = np.array([60.0] * 60 + [0.0] * 40)
my_answer = 30.0
