"Solutions of the exercises in labs/people.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def label(name, colorizer):
    credit = photo_credits().loc[name]
    source = f"{credit['title']}. {credit['author']}, {credit['year']}; {credit['collection']}, Library of Congress."
    return f"{source} The colours are guesses of a program ({colorizer}); the original is grey."
# %% 1 wrong: lacks Dorothea Lange
def label(name, colorizer):
    credit = photo_credits().loc[name]
    return f"{credit['title']}, {credit['year']}, {credit['collection']}; the colours are guesses of {colorizer}."
# %% 2
def hue_difference(h, k):
    apart = np.abs(h - k) % 360
    return np.minimum(apart, 360 - apart)
# %% 2 wrong: it is off by up to
def hue_difference(h, k):
    return np.abs(h - k)
# %% 3
box = ("astronaut", slice(110, 130), slice(46, 96))
a, b = mean_skin(rgb_to_lab(predict_color(grey(astronaut[:200, 150:300]))), box)[1:]
chroma_alone = np.hypot(a, b)
# %% 3 wrong: The box moves
a, b = mean_skin(rgb_to_lab(predict_color(grey(astronaut))), SKIN["astronaut"])[1:]
chroma_alone = np.hypot(a, b)
