"Solutions of the exercises in 01_first_colours.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def best_shift(reference, moved, reach=6):
    steps = range(-reach, reach + 1)
    def difference(shift): return ((reference - np.roll(moved, shift, axis=(0, 1)))[centre] ** 2).mean()
    return min([(rows, columns) for rows in steps for columns in steps], key=difference)
# %% 1 wrong: its sign is turned round
def best_shift(reference, moved, reach=6):
    steps = range(-reach, reach + 1)
    def difference(shift): return ((np.roll(reference, shift, axis=(0, 1)) - moved)[centre] ** 2).mean()
    return min([(rows, columns) for rows in steps for columns in steps], key=difference)
# %% 2
lightness, a, b = rgb_to_lab(cloth[0])
other = lab_to_rgb([lightness, 0, -40])
# %% 2 wrong: and 0 and more than 40 are wanted
other = cloth[0][::-1]
# %% 3
mean = p @ c
of_grey = p @ (c ** 2).sum(axis=1)
of_mean = p @ ((c - mean) ** 2).sum(axis=1)
least_error = of_mean / of_grey
# %% 3 wrong: Numerator and denominator
least_error = p @ ((c - p @ c) ** 2).sum(axis=1)
# %% 4
error_of_blue_film = relative_error(predict_color(truth[..., 2]), truth)
# %% 4 wrong: The blue channel
error_of_blue_film = relative_error(predict_color(truth[..., 0]), truth)
