"Solutions of the exercises in labs/cards.ipynb, and wrong answers with a part of the hint that they get; tests run them all."

# %% 1
my_seconds = manifest["seconds"] / manifest["recipe"]["epoch_size"] / manifest["recipe"]["epochs"]
# %% 1 wrong: epoch_size crops
my_seconds = manifest["seconds"] / manifest["data"]["train"] / manifest["recipe"]["epochs"]
# %% 2
columns = ["PSNR", "CIEDE2000"]
my_rows = scores["kodak"].loc[["grey", "mean colour"], columns] - scores["kodak"].loc["faithful", columns]
# %% 2 wrong: two rows and two columns
my_rows = scores["kodak"].loc[["grey"], ["PSNR"]]
# %% 2 wrong: signs are turned round
my_rows = -(scores["kodak"].loc[["grey", "mean colour"], ["PSNR", "CIEDE2000"]] - scores["kodak"].loc["faithful", ["PSNR", "CIEDE2000"]])
# %% 2 wrong: the row of faithful
my_rows = scores["kodak"].loc[["grey", "mean colour"], ["PSNR", "CIEDE2000"]] * 2
