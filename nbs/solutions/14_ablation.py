"Solutions of the exercises in 14_ablation.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_share = np.mean(differences(("equal",), [c for c in COLLAPSE if "slow" not in c and "equal" not in c], "error") > 0)
# %% 1 wrong: count the differences
my_share = -1.0
# %% 2
my_ratio = np.std(differences(("local",), PATHS, "error"), ddof=1) / table[table["arm"].isin([arm(*c) for c in PATHS])]["error"].std(ddof=1)
# %% 2 wrong: ddof=1
my_ratio = np.mean(differences(("local",), PATHS, "error"))
