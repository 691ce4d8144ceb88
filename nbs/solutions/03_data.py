"Solutions of the exercises in 03_data.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def mirrored(luminance, targets):
    return luminance[:, :, ::-1], targets | {"ab": targets["ab"][:, :, ::-1]}
# %% 1 wrong: ab has to be mirrored
def mirrored(luminance, targets):
    return luminance[:, ::-1], targets | {"ab": targets["ab"][:, ::-1]}
# %% 1 wrong: the label stays
def mirrored(luminance, targets):
    return luminance[:, :, ::-1], {"ab": targets["ab"][:, :, ::-1], "scene": targets["scene"][::-1]}
# %% 2
def expose(luminance, ab, k):
    factor = k ** (1 / 3)
    return factor * (luminance + 0.16) - 0.16, factor * (ab - 128 / 255) + 128 / 255
# %% 2 wrong: 16 is 0.16 in luminance
def expose(luminance, ab, k):
    return k ** (1 / 3) * luminance, k ** (1 / 3) * ab
# %% 3
def is_grey(photo):
    _, a, b = np.moveaxis(rgb_to_lab(photo), -1, 0)
    return bool(np.hypot(a, b).mean() < 2)
# %% 3 wrong: return a bool
def is_grey(photo):
    return bool((rgb_to_lab(photo)[..., 1] == 0).all())
