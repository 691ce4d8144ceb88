"Solutions of the exercises in labs/decoding.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_decoding = recorded[recorded["ab MSE / grey"] < 1]["AuC balanced"].idxmax()
# %% 1 wrong: the largest is
my_decoding = recorded["ab MSE / grey"].idxmin()
# %% 2
maps = uncertainty(photos["rocket"], faithful)
my_position = np.unravel_index(maps.argmin(), maps.shape)
# %% 2 wrong: certain is a small entropy
maps = uncertainty(photos["rocket"], faithful)
my_position = np.unravel_index(maps.argmax(), maps.shape)
