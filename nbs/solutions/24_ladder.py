"Solutions of the exercises in 24_ladder.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_detour = {"skip": False}
# %% 1 wrong: is called skip
my_detour = {"bins": False}
# %% 2
my_detour = (lambda paid: max(paid, key=paid.get))({name: (means.loc[f"averaged-{name}", "chroma"] - means.loc["averaged", "chroma"]) / -g for name in DETOURS
    if f"averaged-{name}" in means.index and (g := gain(f"averaged-{name}", "averaged")["gain"]) < 0})
# %% 2 wrong: for each unit of error
my_detour = "local"
