"Solutions of the exercises in 16_model2.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_factor = (strength["model 2"]["low6"] / strength["model 2"]["low1"]) ** (1 / 5)
# %% 1 wrong: (1/5)
my_factor = strength["model 2"]["low6"] / strength["model 2"]["low1"]
# %% 2
my_step = (lambda t: t[t["epoch"] == t["epoch"].max()].set_index("step")["dead"].idxmax())(pd.read_csv(RUNS / runs[1] / "inside.csv"))
# %% 2 wrong: there is a step with
my_step = (lambda t: t[t["epoch"] == t["epoch"].max()].set_index("step")["dead"].idxmin())(pd.read_csv(RUNS / runs[1] / "inside.csv"))
