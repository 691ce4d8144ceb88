"Solutions of the exercises in 08_colorization.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_kernel = np.ones((2, 2), "float32")
# %% 1 wrong: overlap
my_kernel = np.ones((4, 4), "float32") / 4
# %% 2
my_input = logit((60 + 128) / 255)
# %% 2 wrong: is the output that you want
my_input = (60 + 128) / 255
# %% 3
cups = np.array([60.0] * 60 + [0.0] * 40)
my_answer = np.median(cups)
# %% 3 wrong: is possible
cups = np.array([60.0] * 60 + [0.0] * 40)
my_answer = 30.0
