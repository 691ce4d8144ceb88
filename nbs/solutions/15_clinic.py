"Solutions of the exercises in 15_clinic.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_kernel = 4
# %% 1 wrong: knows no neighbours
my_kernel = 2
# %% 1 wrong: inside some pixels get
my_kernel = 5
# %% 2
my_symptom = "grey"
# %% 2 wrong: its chroma is
my_symptom = "bleaches"
