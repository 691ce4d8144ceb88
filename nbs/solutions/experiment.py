"Solutions of the exercises in backstage/experiment.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_words = ["plain", "he"]
# %% 1 wrong: should differ from the base
my_words = ["plain", "slow"]
# %% 2
my_word = dict(batch_size=32, epochs=60)
# %% 2 wrong: and the base makes 1605
my_word = dict(batch_size=32, epochs=15)
