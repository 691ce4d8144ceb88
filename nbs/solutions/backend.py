"Solutions of the exercises in backstage/backend.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def leaky(x): return ops.where(x > 0, x, x / 10)
# %% 1 wrong: wanted
def leaky(x): return ops.where(x > 0, x, 10)
# %% 1 wrong: no answer
def leaky(x): pass
# %% 1 wrong: sign
def leaky(x): return -ops.where(x > 0, x, x / 10)
