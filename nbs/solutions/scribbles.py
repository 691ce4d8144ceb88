"Solutions of the exercises in labs/scribbles.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def laplacian(alike):
    matrix = np.zeros((9, 9))
    for r in range(9):
        for s in range(9):
            if abs(r // 3 - s // 3) + abs(r % 3 - s % 3) == 1:
                matrix[r, s] -= alike(r, s)
                matrix[r, r] += alike(r, s)
    return matrix
# %% 1 wrong: The middle has four neighbours
def laplacian(alike):
    matrix = np.zeros((9, 9))
    for r in range(8): matrix[r, r + 1] = matrix[r + 1, r] = -alike(r, r + 1)
    return matrix - np.diag(matrix.sum(axis=1))
# %% 2
def middle(left, right, a1, a2):
    return (a1 * left + a2 * right) / (a1 + a2)
# %% 2 wrong: derivative with respect to u
def middle(left, right, a1, a2):
    return a1 * left + a2 * right
# %% 3
def minimum(B, c):
    return np.linalg.solve(B.T @ B, B.T @ c)
# %% 3 wrong: differentiate by each u
def minimum(B, c):
    return np.linalg.solve(B[:4], c[:4])
# %% 4
mask_of_ten, rng = np.zeros((256, 256), bool), np.random.default_rng(1)
for row, column in rng.integers(0, 253, (40, 2))[:10]: mask_of_ten[row:row + 3, column:column + 3] = True
error_of_ten = error(scribbled(photo, mask_of_ten, photo))
# %% 4 wrong: with a mask of ten points
error_of_ten = error(scribbled(photo, forty, photo))
