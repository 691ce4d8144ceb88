"Solutions of the exercises in 06_mid_level.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_layers = next(n for n in range(99) if receptive_field(strides + [1] * n)[0] >= 224)
# %% 1 wrong: each layer adds 16
my_layers = 5
# %% 2
my_parameters = 9 * 512 * 256 + 256 + 9 * 256 * 256 + 256
# %% 2 wrong: and the second one
my_parameters = 9 * 512 * 256 + 256
