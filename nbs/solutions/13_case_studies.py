"Solutions of the exercises in 13_case_studies.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_drop = (lambda h: float(np.ptp(h["ab_mse"]) / np.ptp(h["loss"])))(read_run(runs[0])[1].iloc[[0, -1]])
# %% 1 wrong: divide the fall
my_drop = 1.0
# %% 2
my_step = pd.read_csv(RUNS / runs[1] / "inside.csv").query("epoch == 1").set_index("step")["gradient"].idxmax()
# %% 2 wrong: and there is one of
my_step = pd.read_csv(RUNS / runs[1] / "inside.csv").query("epoch == 1").set_index("step")["gradient"].idxmin()
