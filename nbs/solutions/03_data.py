"Solutions of the exercises in 03_data.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def is_grey(photo):
    _, a, b = np.moveaxis(rgb_to_lab(photo), -1, 0)
    return bool(np.hypot(a, b).mean() < 2)
# %% 1 wrong: return a bool
def is_grey(photo):
    return bool((rgb_to_lab(photo)[..., 1] == 0).all())
# %% 2
def mirrored(luminance, targets):
    return luminance[:, :, ::-1], targets | {"ab": targets["ab"][:, :, ::-1]}
# %% 2 wrong: ab has to be mirrored
def mirrored(luminance, targets):
    return luminance[:, ::-1], targets | {"ab": targets["ab"][:, ::-1]}
# %% 2 wrong: the label stays
def mirrored(luminance, targets):
    return luminance[:, :, ::-1], {"ab": targets["ab"][:, :, ::-1], "scene": targets["scene"][::-1]}
# %% 3
def unseen(photographs, batch_size):
    return photographs % batch_size
# %% 3 wrong: gives the rest
def unseen(photographs, batch_size):
    return photographs // batch_size
