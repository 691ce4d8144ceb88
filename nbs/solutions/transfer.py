"Solutions of the exercises in labs/transfer.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def tone(photo, reference):
    lab = rgb_to_lab(photo)
    return with_ab(lab, match_statistics(lab, rgb_to_lab(reference))[..., 1:])
# %% 1 wrong: keeps the luminance of lab
def tone(photo, reference):
    return transfer_color(photo, reference)
# %% 2
S1, T1 = np.linalg.cholesky(S), np.linalg.cholesky(T)
my_matrix = T1 @ np.linalg.inv(S1)
# %% 2 wrong: what must M do to
my_matrix = np.diag(np.sqrt(np.diag(T) / np.diag(S)))
# %% 3
def by_luminance(reference): return ReferenceColorizer(reference, window=1)
# %% 3 wrong: Set the second feature to 0
def by_luminance(reference): return ReferenceColorizer(reference, window=3)
