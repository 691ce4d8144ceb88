"Solutions of the exercises in labs/decoding.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
rows = recorded[kind == "saturation"]["colourfulness / original"]
(low, below), (high, above) = [(float(name.split()[1]), rows[name]) for name in ("saturation 1.4", "saturation 1.6")]
my_saturation = low + (1 - below) / (above - below) * (high - low)
# %% 1 wrong: Between which two rows
my_saturation = 1.6
# %% 2
def careful(ab, nats): return ab * (1 - nats[..., None] / np.log(BINS))
# %% 2 wrong: third axis
def careful(ab, nats): return ab * nats[..., None]
# %% 3
my_decoding = recorded[recorded["ab MSE / grey"] < 1]["AuC balanced"].idxmax()
# %% 3 wrong: the largest is
my_decoding = recorded["ab MSE / grey"].idxmin()
# %% 3 wrong: not below the error of grey
my_decoding = recorded["ab MSE / grey"].idxmax()
