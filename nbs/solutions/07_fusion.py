"Solutions of the exercises in 07_fusion.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
our_kernel, rng = ours.get_weights()[0], np.random.default_rng(0)
my_kernel = np.concatenate([our_kernel[256:], our_kernel[:256]])
# %% 1 wrong: the first 256 rows meet mid
our_kernel, rng = ours.get_weights()[0], np.random.default_rng(0)
my_kernel = our_kernel[::-1]
# %% 2
my_kernel = our_kernel.copy()
my_kernel[256:] = 0
# %% 2 wrong: the scene's rows
my_kernel = our_kernel.copy()
my_kernel[:256] = 0
# %% 3
coffees, rockets = ours([mid, scenes[:1]]), ours([mid, scenes[3:]])
my_result = (coffees + rockets) / 2
# %% 3 wrong: halfway between
coffees, rockets = ours([mid, scenes[:1]]), ours([mid, scenes[3:]])
my_result = coffees + rockets
