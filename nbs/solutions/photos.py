"Solutions of the exercises in backstage/photos.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def on_black(rgba):
    rgba = rgba / 255
    return rgba[..., :3] * rgba[..., 3:]
# %% 1 wrong: up to a factor
def on_black(rgba):
    return rgba[..., :3] / 255
# %% 2
upside_down = 3
# %% 2 wrong: the axes are in another order
upside_down = 6
