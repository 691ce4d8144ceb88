"Solutions of the exercises in 04_low_level.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_kernel = np.full((3, 3), -1 / 8, "float32")
my_kernel[1, 1] = 1
# %% 1 wrong: must add up to 0
my_kernel = np.zeros((3, 3), "float32")
my_kernel[1, 1] = 1
# %% 2
my_number = 21
# %% 2 wrong: see 29 pixels
my_number = 14
# %% 3
my_kernels = np.zeros((3, 3, 1, 4), "float32")
for i, (row, column) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]): my_kernels[row, column, 0, i] = 1
# %% 3 wrong: no two windows take the same one
my_kernels = np.zeros((3, 3, 1, 4), "float32")
for i, (row, column) in enumerate([(0, 0), (0, 2), (2, 0), (2, 2)]): my_kernels[row, column, 0, i] = 1
