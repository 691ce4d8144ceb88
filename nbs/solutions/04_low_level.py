"Solutions of the exercises in 04_low_level.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_kernel = np.full((3, 3), -1 / 8, "float32")
my_kernel[1, 1] = 1
# %% 1 wrong: sum must be 0
my_kernel = np.zeros((3, 3), "float32")
my_kernel[1, 1] = 1
# %% 2
def my_convolution(x, kernels, biases):
    padded = np.pad(x, ((0, 1), (0, 1), (0, 0)))
    result = np.zeros((x.shape[0] // 2, x.shape[1] // 2, kernels.shape[-1]))
    for u, v in np.ndindex(*result.shape[:2]):
        window = padded[2 * u:2 * u + 3, 2 * v:2 * v + 3]
        result[u, v] = (window[..., None] * kernels).sum(axis=(0, 1, 2)) + biases
    return result
# %% 2 wrong: Where does Keras put the zeros
def my_convolution(x, kernels, biases):
    padded = np.pad(x, ((1, 0), (1, 0), (0, 0)))
    result = np.zeros((x.shape[0] // 2, x.shape[1] // 2, kernels.shape[-1]))
    for u, v in np.ndindex(*result.shape[:2]):
        window = padded[2 * u:2 * u + 3, 2 * v:2 * v + 3]
        result[u, v] = (window[..., None] * kernels).sum(axis=(0, 1, 2)) + biases
    return result
# %% 2 wrong: its shape is
def my_convolution(x, kernels, biases):
    result = np.zeros((x.shape[0], x.shape[1], kernels.shape[-1]))
    return result + biases
# %% 3
def my_folded(kernels, biases, mean, variance, gamma, beta, epsilon):
    scale = gamma / np.sqrt(variance + epsilon)
    return kernels * scale, (biases - mean) * scale + beta
# %% 3 wrong: what is added?
def my_folded(kernels, biases, mean, variance, gamma, beta, epsilon):
    scale = gamma / np.sqrt(variance + epsilon)
    return kernels * scale, biases - mean * scale + beta
