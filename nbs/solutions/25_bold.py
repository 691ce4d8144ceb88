"Solutions of the exercises in 25_bold.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_way = recorded[recorded["ab MSE / grey"] < 1]["AuC balanced"].idxmax()
# %% 1 wrong: the largest is
my_way = recorded["ab MSE / grey"].idxmin()
# %% 2
maps = unsure(photos["rocket"], faithful)
my_place = np.unravel_index(maps.argmin(), maps.shape)
# %% 2 wrong: sure is a small entropy
maps = unsure(photos["rocket"], faithful)
my_place = np.unravel_index(maps.argmax(), maps.shape)
