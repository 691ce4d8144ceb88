"Solutions of the exercises in backstage/widget.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def wipe_down(top, bottom, position):
    row = round(position * len(top))
    return np.concatenate([top[:row], bottom[row:]])
# %% 1 wrong: the mean of the upper part
def wipe_down(top, bottom, position):
    column = round(position * top.shape[1])
    return np.concatenate([top[:, :column], bottom[:, column:]], axis=1)
# %% 2
def bold(photo):
    lab = rgb_to_lab(predict_color(photo, "model3_places"))
    return with_ab(lab, 2 * lab[..., 1:])
# %% 2 wrong: wanted: about 2
def bold(photo):
    return predict_color(photo, "model3_places")
