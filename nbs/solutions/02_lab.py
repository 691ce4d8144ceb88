"Solutions of the exercises in 02_lab.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def grey_photo(photo):
    lab = rgb2lab(photo)
    lab[..., 1:] = 0
    return lab2rgb(lab)
# %% 1 wrong: lightness
def grey_photo(photo):
    return np.repeat(photo.mean(axis=-1, keepdims=True), 3, axis=-1) / (255 if photo.max() > 1 else 1)
# %% 2
off = float(np.ptp(rgb2lab(np.array([[[0, 0, 1.0], [1 / 3] * 3]]))[0, :, 0]))
# %% 2 wrong: compare L*
off = 1 / 3
# %% 3
most_room = max(range(101), key=lambda L: in_gamut(L)[1].sum())
# %% 3 wrong: count the True values
most_room = 50
