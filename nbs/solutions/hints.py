"Solutions of the exercises in labs/hints.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def exact_prior(length):
    return 2 * np.cosh(1 / length) - 2
# %% 1 wrong: Put q ** r into the equation
def exact_prior(length):
    return np.exp(-1 / length)
# %% 2
def soft(L, hinted, t, mu, lam):
    H = np.diag(hinted.astype(float))
    return np.linalg.solve(L + mu * np.eye(len(L)) + lam * H, lam * H @ t)
# %% 2 wrong: The derivative of the whole cost
def soft(L, hinted, t, mu, lam):
    return np.linalg.solve(L + (mu + lam) * np.eye(len(L)), lam * t)
# %% 3
my_hints = [Hint(160, 300, "teal", 8), Hint(330, 60, tuple(coffee.colored()[60, 330].tolist()), 6)]
# %% 3 wrong: should be below -5
my_hints = [Hint(160, 300, "firebrick", 8)]
