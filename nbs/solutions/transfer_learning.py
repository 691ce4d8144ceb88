"Solutions of the exercises in labs/transfer_learning.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_arm = ColorArm(replace(BASE, encoder_rate=0), (0.5, 0.5))
# %% 1 wrong: another encoder_rate
my_arm = ColorArm(replace(BASE, encoder_rate=0, classify=False), (0.5, 0.5))
# %% 1 wrong: the same share
my_arm = ColorArm(replace(BASE, encoder_rate=0))
# %% 2
def joined(first, second): return {name: np.concatenate([first[name], second[name]], axis=1) for name in names}
# %% 2 wrong: 112 channels
def joined(first, second): return second
# %% 3
my_penalty = 1_000_000
# %% 3 wrong: which way
my_penalty = 10
