"Solutions of the exercises in 17_model3.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
m, h = read_run(runs[0])
slope, start = np.polyfit(h["epoch"].tail(10), np.log(h["val_ab_mse"].tail(10) / m["baselines"]["grey"]), 1)
my_epochs = -start / slope
# %% 1 wrong: where does it reach 0
my_epochs = 1000
# %% 2
my_scene = max(SCENES, key={s: out_of_gamut(l, ab) for s, l, ab in zip(SCENES, lab, after[runs[1]])}.get)
# %% 2 wrong: another has more
my_scene = min(SCENES, key={s: out_of_gamut(l, ab) for s, l, ab in zip(SCENES, lab, after[runs[1]])}.get)
