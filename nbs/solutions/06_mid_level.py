"Solutions of the exercises in 06_mid_level.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
def my_parameters(channels_in, channels_out):
    total = 0
    for channels in channels_out:
        total += 9 * channels_in * channels + channels
        channels_in = channels
    return total
# %% 1 wrong: are the biases counted
def my_parameters(channels_in, channels_out):
    total = 0
    for channels in channels_out:
        total += 9 * channels_in * channels
        channels_in = channels
    return total
# %% 1 wrong: the channels of the layer before
def my_parameters(channels_in, channels_out):
    return sum(9 * channels_in * channels + channels for channels in channels_out)
# %% 2
def my_layers(side):
    return int(np.ceil((side - 43) / 16))
# %% 2 wrong: round up
def my_layers(side):
    return (side - 43) // 16
# %% 3
def my_receptive_field(strides, dilations):
    side, step = 1, 1
    for stride, dilation in zip(strides, dilations): side, step = side + 2 * dilation * step, step * stride
    return side
# %% 3 wrong: is 5 positions wide
def my_receptive_field(strides, dilations):
    side, step = 1, 1
    for stride, dilation in zip(strides, dilations): side, step = side + (3 * dilation - 1) * step, step * stride
    return side
