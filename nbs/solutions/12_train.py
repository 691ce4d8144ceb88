"Solutions of the exercises in 12_train.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def my_slope(ab, true_ab):
    prediction, target = ab[..., 1], true_ab[..., 1]
    inner = prediction * (1 - prediction)
    return 1000 * np.mean(2 * (prediction - target) * inner) / 2  # the mean over both channels is half of that over one
# %% 1 wrong: the mean has two channels
def my_slope(ab, true_ab):
    prediction, target = ab[..., 1], true_ab[..., 1]
    return 1000 * np.mean(2 * (prediction - target) * prediction * (1 - prediction))
# %% 1 wrong: Chain rule
def my_slope(ab, true_ab):
    return 1000 * np.mean(2 * (ab - true_ab)[..., 1]) / 2
# %% 2
def momentum(gradient, state, rate, beta=0.9):
    velocity = beta * state[0] + gradient
    return -rate * velocity, (velocity, 0)
# %% 2 wrong: Is the velocity kept
def momentum(gradient, state, rate, beta=0.9):
    return -rate * gradient, state
# %% 3
class StopBelowGrey(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs):
        if logs["val_ab_mse"] < grey_mse: self.model.stop_training = True
# %% 3 wrong: compare logs
class StopBelowGrey(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs):
        self.model.stop_training = True
# %% 4
my_factor = 10
# %% 4 wrong: and yet it adjusts itself
my_factor = 1
