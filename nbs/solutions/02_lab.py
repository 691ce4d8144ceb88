"Solutions of the exercises in 02_lab.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def rgb_of(lab):
    y = (lab[0] + 16) / 116
    roots = np.array([y + lab[1] / 500, y, y - lab[2] / 200])
    light = np.where(roots > CORNER, roots ** 3, 3 * CORNER ** 2 * (roots - 4 / 29))
    return np.clip(encode_gamma(np.clip(LIGHT_TO_RGB @ light, 0, 1)), 0, 1)
# %% 1 wrong: Undo step 4 first
def rgb_of(lab):
    y = (lab[0] + 16) / 116
    roots = np.array([y + lab[1] / 500, y, y - lab[2] / 200])
    return np.clip(LIGHT_TO_RGB @ roots ** 3, 0, 1)
# %% 1 wrong: its shape is
def rgb_of(lab):
    return lab[1:]
# %% 2
def difference(chroma, degrees):
    return 2 * chroma * np.sin(np.radians(degrees) / 2)
# %% 2 wrong: on a circle
def difference(chroma, degrees):
    return chroma * np.radians(degrees)
# %% 3
linear = ((1 / 3 + 0.055) / 1.055) ** 2.4
off = 116 * (linear ** (1 / 3) - 0.072169 ** (1 / 3))
# %% 3 wrong: each with its gamma
off = 116 * ((1 / 3) ** (1 / 3) - 0.072169 ** (1 / 3))
# %% 4
most_room = int(np.argmax([in_gamut(L)[1].sum() for L in range(101)]))
# %% 4 wrong: count the True values
most_room = 30
