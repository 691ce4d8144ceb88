# Written by nbdev-export from nbs/03_data.ipynb: edit the notebook.
import pytest
from colorize_nb.data import *
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock
from PIL import Image
from skimage.color import rgb2lab
from colorize_nb.photos import SAMPLES, ColorizeError, sample_photo, save_photo, show_photos
import contextlib, io, os
import numpy as np
import pytest
from colorize_nb.lab import decode_gamma, encode_gamma

def write_photos(root, counts):
    "Save `n` squares of a sample photograph as JPEG files in the folder `root/<class>`, for each entry `class: n` of `counts`."
    for name, n in counts.items():
        photo = sample_photo(Path(name).name)
        for i in range(n): save_photo(photo[2 * i:2 * i + 64, 100:164], root / name / f"{i}.jpg")


# cell 01a18c9d
def test_a_split_keeps_the_classes_balanced():
    labels = np.repeat(np.arange(10), 100)
    train, validation = split(labels)
    assert len(train) == 850 and len(validation) == 150 and not set(train) & set(validation)
    assert (np.bincount(labels[train]) == 85).all() and (np.bincount(labels[validation]) == 15).all()


# cell e73c71df
def test_the_same_seed_splits_the_same_way_and_another_seed_otherwise():
    labels = np.repeat(np.arange(3), 40)
    assert all(np.array_equal(a, b) for a, b in zip(split(labels, seed=5), split(labels, seed=5)))
    assert not np.array_equal(split(labels, seed=5)[1], split(labels, seed=6)[1])
    uneven = np.array([0, 0, 1, 1, 1, 2, 2])
    assert all(set(uneven[part]) == {0, 1, 2} for part in split(uneven))  # no part loses a class, however small


# cell 1769a90f
def test_a_center_crop_is_the_middle_of_the_photograph_and_is_not_stretched():
    steps = np.repeat(np.arange(300) // 100 / 2, 3).reshape(1, 300, 3).repeat(100, axis=0)  # black, grey and white squares, side by side
    assert (center_crop(steps, 100) == 128).all() and (center_crop(steps, 40) == 128).all()  # the grey one is the middle
    ramp = np.linspace(0, 1, 64).reshape(64, 1, 1) * np.ones((64, 64, 3))
    means = ramp.reshape(32, 2, 32, 2, 3).mean(axis=(1, 3)) * 255
    assert np.abs(center_crop(ramp, 32) - means)[2:-2].max() <= 1
    assert (center_crop((steps * 255).round().astype(np.uint8), 40) == center_crop(steps, 40)).all()  # bytes or fractions


# cell 55150266
def test_damaged_photographs_are_left_out_by_name_and_the_others_stay():
    with TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as said:
        write_photos(Path(folder), {"coffee": 6})
        paths = sorted(Path(folder).glob("coffee/*"))
        paths[2].write_bytes(paths[3].read_bytes()[:500])
        whole = PhotoSet(paths, range(6), "abcdef", 64).read_all()
        assert whole.labels.tolist() == [0, 1, 3, 4, 5] and whole.sources == paths[:2] + paths[3:]
        assert all(np.array_equal(whole[i], PhotoSet([path], [0], "a", 64)[0]) for i, path in enumerate(whole.sources))
        try: PhotoSet(paths[2:3], [0], "a", 64).read_all()
        except FolderError as e: assert str(paths[2]) in str(e)
        else: assert False
    assert said.getvalue().count("left out") == 1 and str(paths[2]) in said.getvalue()


# cell c5e3adfc
def test_both_layouts_are_read_and_no_photograph_is_in_both_parts():
    with TemporaryDirectory() as folder:
        flat, parted = Path(folder) / "flat", Path(folder) / "parted"
        write_photos(flat, {"coffee": 20, "rocket": 10})
        write_photos(parted, {"train/coffee": 12, "train/rocket": 9, "val/coffee": 3, "val/rocket": 2})
        for root, sizes in ((flat, ([17, 8], [3, 2])), (parted, ([12, 9], [3, 2]))):
            parts = load_folder(root, 64)
            assert not set(parts[0].sources) & set(parts[1].sources)
            for part, size in zip(parts, sizes):
                assert part.classes == ("coffee", "rocket") and np.bincount(part.labels).tolist() == size
                assert all(path.parent.name == part.classes[label] for path, label in zip(part.sources, part.labels))
        chosen = [load_folder(flat, 64, ["rocket", "coffee"], per_class=7, seed=s) for s in (1, 1, 2)]
        assert chosen[0][0].classes == ("rocket", "coffee") and [np.bincount(p.labels).tolist() for p in chosen[0]] == [[6, 6], [1, 1]]
        assert chosen[0][0].sources == chosen[1][0].sources != chosen[2][0].sources
        some, same, others = (load_folder(parted, 64, per_class=3, seed=s) for s in (0, 0, 1))
        assert [len(p) for p in some] == [4, 2]  # 2 and 1 of each class
        assert some[0].sources == same[0].sources != others[0].sources


# cell 022800d2
def test_every_wrong_folder_is_reported_in_one_sentence_with_its_name():
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "none").mkdir()
        (root / "bare" / "coffee").mkdir(parents=True)
        write_photos(root / "one", {"coffee": 3})
        write_photos(root / "single", {"coffee": 3, "rocket": 1})
        write_photos(root / "few", {"coffee": 5, "rocket": 3})
        write_photos(root / "halved", {"train/coffee": 3, "train/rocket": 3, "val/coffee": 3})
        cases = [("gone", "gone", {}), ("none", "none", {}), ("bare", "bare/coffee", {}), ("one", "one", {}), ("single", "single/rocket", {}),
                 ("halved", "halved/val", {}), ("few", "few", dict(classes=["coffee", "tea"])), ("few", "few/rocket", dict(per_class=4)),
                 ("few", "few", dict(per_class=1)), ("few", "few", dict(classes=["rocket"]))]
        for name, named, options in cases:
            try: load_folder(root / name, 64, **options)
            except FolderError as e: assert str(root / named) in str(e) and ": " in str(e) and "\n" not in str(e), (named, str(e))
            else: assert False, named


# cell b5c8f1d7
def test_names_of_classes_and_folders_may_hold_anything_and_stay_on_one_line():
    with TemporaryDirectory() as folder:
        odd = Path(folder) / "two\nlines"
        for name in ("a", "b\n"):
            (odd / name).mkdir(parents=True)
            Image.new("RGB", (8, 8)).save(odd / name / "1.png")
        for root, options in ((odd, {}), (odd, dict(classes=["c"])), (odd, dict(classes=["b\n"])), (odd, dict(per_class=1)), (odd / "n", {}),
                              (Path(folder) / ("n" * 300), {}), (Path(folder) / "a\0", {}), (odd / "a" / "1.png", {})):
            with pytest.raises(FolderError) as e: load_folder(root, 8, **options)
            assert str(e.value).isprintable() and str(Path(folder)) in str(e.value), str(e.value)
        assert [len(paths) for paths in class_folders(odd).values()] == [1, 1]


# cell ebdee38d
def test_training_and_validation_crops_of_the_offline_set_share_no_pixel():
    red_blue = np.zeros((200, 300, 3), np.uint8)
    red_blue[:, :210, 0], red_blue[:, 210:, 2] = 255, 255
    with mock.patch.dict(SAMPLES, {name: lambda: red_blue for name in SAMPLES}): parts = offline_set(16, per_class=20)
    for part, colour in zip(parts, ([255, 0, 0], [0, 0, 255])):
        assert all((part[i] == colour).all() for i in range(len(part)))


# cell 139a2921
def test_the_offline_set_has_ten_balanced_classes_and_is_the_same_for_the_same_seed():
    first, again, other = (offline_set(16, per_class=20, seed=s) for s in (0, 0, 1))
    for part, n in zip(first, (17, 3)): assert (np.bincount(part.labels) == n).all() and part.classes == tuple(SAMPLES)
    stack = lambda part: np.stack(part.read_all().pixels)
    assert all(np.array_equal(stack(a), stack(b)) for a, b in zip(first, again))
    assert not np.array_equal(stack(first[0]), stack(other[0]))


# cell 86198e2e
def test_half_size_is_the_mean_of_each_block_of_four():
    ab = np.random.default_rng(0).random((3, 8, 6, 2)).astype(np.float32)
    half = half_size(ab)
    assert half.shape == (3, 4, 3, 2)
    for n, row, column, channel in np.ndindex(half.shape):
        block = [ab[n, 2 * row + i, 2 * column + j, channel] for i in (0, 1) for j in (0, 1)]
        assert abs(half[n, row, column, channel] - sum(block) / 4) < 1e-6


# cell 0675b185
def test_luminance_jitter_is_one_factor_for_the_whole_photograph():
    random_light = np.random.default_rng(0).random((32, 32, 1)).astype(np.float32)
    factors = []
    for seed in range(200):
        brighter = jitter_luminance(random_light, np.random.default_rng(seed))
        factors.append(brighter[random_light < 0.5].sum() / random_light[random_light < 0.5].sum())  # these cannot reach 1
        np.testing.assert_allclose(brighter, np.minimum(random_light * factors[-1], 1), atol=1e-6)
    assert 0.8 <= min(factors) < 0.82 and 1.18 < max(factors) <= 1.2


# cell 3b000013
def test_sharpness_jitter_adds_a_multiple_of_what_the_mean_of_3x3_pixels_lacks():
    random_light = np.random.default_rng(0).uniform(0.4, 0.6, (9, 9, 1)).astype(np.float32)
    means = np.mean([np.roll(random_light, (i, j), (0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1)], axis=0)
    details = (random_light - means)[1:-1, 1:-1]
    factors = []
    for seed in range(100):
        added = (jitter_sharpness(random_light, np.random.default_rng(seed)) - random_light)[1:-1, 1:-1]
        factors.append(float((added * details).sum() / (details ** 2).sum()))
        np.testing.assert_allclose(added, factors[-1] * details, atol=1e-6)
    assert -1 <= min(factors) < -0.9 and 0.9 < max(factors) <= 1


# cell 3b000016
def test_noise_has_a_standard_deviation_up_to_the_amount_and_no_mean():
    half_light = np.full((100, 100, 1), 0.5, np.float32)
    added = np.stack([add_noise(half_light, np.random.default_rng(seed), 0.1) - 0.5 for seed in range(100)])
    deviations = added.std(axis=(1, 2, 3))
    assert deviations.min() < 0.005 and 0.095 < deviations.max() < 0.102 and abs(deviations.mean() - 0.05) < 0.01
    assert abs(added.mean()) < 1e-3 and added.dtype == np.float32
    assert add_noise(np.ones((50, 50, 1)), np.random.default_rng(0), 0.1).max() == 1


# cell 3b000001
def test_half_the_light_scales_chroma_by_the_cube_root_of_a_half():
    bright = np.random.default_rng(0).integers(100, 256, (50, 50, 3), dtype=np.uint8)  # above the straight piece
    full, half = rgb2lab(bright), rgb2lab(encode_gamma(decode_gamma(bright / 255) / 2))
    np.testing.assert_allclose(half[..., 1:], 0.5 ** (1 / 3) * full[..., 1:], atol=0.01)
    np.testing.assert_allclose(half[..., 0] + 16, 0.5 ** (1 / 3) * (full[..., 0] + 16), atol=0.01)


# cell 737d0112
def test_aspect_crops_are_as_often_wide_as_high_and_never_beyond_their_aspect():
    photo = np.arange(60 * 60 * 3).reshape(60, 60, 3)
    cuts = [aspect_crop(photo, 1.5, np.random.default_rng(seed)) for seed in range(400)]
    factors = np.array([c.shape[1] / c.shape[0] for c in cuts])
    assert 1.48 < factors.max() < 1.51 and 1 / 1.51 < factors.min() < 1 / 1.48 and abs((factors > 1).mean() - 0.5) < 0.1
    assert all(60 in c.shape and (c == photo[(60 - c.shape[0]) // 2:][:c.shape[0], (60 - c.shape[1]) // 2:][:, :c.shape[1]]).all() for c in cuts)
    ramp = np.repeat(np.linspace(0, 255, 60).astype("uint8")[None, :, None], 60, 0).repeat(3, 2)
    assert np.abs(resize(ramp[:30], 20) - resize(ramp, 20).astype(int)).max() <= 1 and resize(ramp[:, :30], 20).max() < 130


# cell 3b000002
def test_luminance_jitter_leaves_ab_as_it_is():
    photo = np.random.default_rng(0).integers(0, 256, (48, 48, 3), dtype=np.uint8)
    (light, ab), (darker, same) = (input_and_target([photo], 48, rngs) for rngs in (None, [np.random.default_rng(1)]))
    mirrored = same[:, :, ::-1]
    assert np.allclose(same, ab, atol=1e-4) or np.allclose(mirrored, ab, atol=1e-4)
    assert not np.isclose(light.mean(), darker.mean(), rtol=0.01)


# cell 31fbd737
def test_a_batch_holds_what_scikit_image_says_of_the_same_photographs():
    photos = PhotoSet([np.random.default_rng(i).integers(0, 256, (16, 16, 3), dtype=np.uint8) for i in range(5)], [1, 0, 1, 2, 0], "abc", 16)
    batches = Batches(photos, 2)
    assert len(batches) == 3 and [len(batches[i][0]) for i in range(3)] == [2, 2, 1]
    luminance, targets = batches[1]
    lab = rgb2lab(np.stack([photos[2], photos[3]]))
    np.testing.assert_allclose(luminance[..., 0] * 100, lab[..., 0], atol=1e-2)
    np.testing.assert_allclose(targets["ab"] * 255 - 128, lab[..., 1:].reshape(2, 8, 2, 8, 2, 2).mean(axis=(2, 4)), atol=2e-2)
    assert targets["scene"].tolist() == [1, 2] and (luminance.dtype, targets["ab"].dtype, targets["scene"].dtype) == ("float32", "float32", "int32")
    assert list(Batches(photos, 2, labels=False)[0][1]) == ["ab"]  # one output: no label


# cell 0e8e212d
def test_augmentation_keeps_luminance_ab_and_label_in_step():
    photos = offline_set(24, per_class=2, seed=3)[0]
    lab = rgb2lab(np.stack([photos[i] for i in range(10)]))
    candidates = [(side[t:t + 16, l:l + 16], k) for k, one in enumerate(lab) for side in (one, one[:, ::-1]) for t in range(9) for l in range(9)]
    every = np.stack([part for part, _ in candidates])
    every_ab = every[..., 1:].reshape(-1, 8, 2, 8, 2, 2).mean(axis=(2, 4))
    luminance, targets = Batches(photos, 10, size=16, shuffle=True, augmented=True)[0]
    origins = []
    for light, ab, scene in zip(luminance[..., 0] * 100, targets["ab"] * 255 - 128, targets["scene"]):
        distance = np.abs(every_ab - ab).max(axis=(1, 2, 3))
        best = distance.argmin()
        origins.append(candidates[best][1])
        assert distance[best] < 0.02 and photos.labels[origins[-1]] == scene
        free = light < 99.9
        factor = (light[free] / every[best, ..., 0][free].clip(1e-3))[every[best, ..., 0][free] > 5]
        assert np.ptp(factor) < 0.01 and 0.79 < factor.mean() < 1.21
    assert sorted(origins) == list(range(10))  # each photograph once


# cell 4a26fc70
def test_the_same_seed_and_epoch_give_the_same_batches_and_another_epoch_another_order():
    photos = offline_set(24, per_class=4)[0]
    def first_batch(epoch=0, **options):
        batches = Batches(photos, 8, size=16, shuffle=True, augmented=True, **options)
        batches.epoch = epoch
        luminance, targets = batches[0]
        return luminance, targets["ab"], targets["scene"], batches.order()
    same = lambda a, b: all(np.array_equal(x, y) for x, y in zip(a, b))
    assert same(first_batch(epoch=2), first_batch(epoch=2))
    assert not np.array_equal(first_batch(epoch=2)[0], first_batch(epoch=3)[0]) and not np.array_equal(first_batch()[0], first_batch(seed=1)[0])
    orders = [first_batch(epoch=e)[3] for e in range(3)]
    assert all(sorted(o) == list(range(30)) for o in orders) and not same(orders[:1], orders[1:2])


# cell 3b000006
def test_what_a_photograph_becomes_depends_on_its_position_in_the_epoch_and_not_on_the_size_of_the_batches():
    photos, _ = offline_set(24, per_class=4)
    options = dict(size=16, shuffle=True, augmented=True, zoom=0.7, aspect=1.3, sharpness=1, noise=0.05)
    small, large = ([batches[i] for i in range(len(batches))] for batches in (Batches(photos, n, **options) for n in (7, 30)))
    assert np.array_equal(np.concatenate([luminance for luminance, _ in small]), large[0][0])
    for name, truth in large[0][1].items(): assert np.array_equal(np.concatenate([targets[name] for _, targets in small]), truth)
    twice = PhotoSet([photos[0]] * 2, [0, 0], "a", 24)
    first, second = Batches(twice, 2, size=16, augmented=True)[0][0]
    assert not np.array_equal(first, second)


# cell 55e625a3
def test_sizes_that_cannot_work_are_refused():
    photos = PhotoSet([np.zeros((32, 32, 3), np.uint8)], [0], "a", 32)
    for options in (dict(size=20), dict(size=40, augmented=True)):
        try: Batches(photos, 1, **options)
        except ValueError as e: assert str(options["size"]) in str(e)
        else: assert False
    assert Batches(photos, 1, size=40)[0][0].shape == (1, 40, 40, 1)  # without augmentation it is scaled
    with pytest.raises(TypeError): Batches(photos, 1, 40)  # options are named: nobody remembers the order of ten


# cell 9df98b17
def test_sizes_take_turns_and_crops_are_zoomed():
    photos, _ = offline_set(64, per_class=4)
    batches = Batches(photos, 4, size=32, augmented=True, sizes=(32, 16, 16), zoom=0.5)
    for i, size in enumerate((32, 16, 16, 32)):
        luminance, truth = batches[i]
        assert luminance.shape == (4, size, size, 1) and truth["ab"].shape == (4, size // 2, size // 2, 2)
    ramp = PhotoSet([np.tile(np.linspace(0, 255, 64, dtype="uint8")[:, None, None], (1, 64, 3))], [0], ["ramp"], 64)
    zoomed = [Batches(ramp, 1, size=32, augmented=True, seed=seed, zoom=0.5)[0][0] for seed in range(40)]
    ranges, full = [np.ptp(luminance) for luminance in zoomed], np.ptp(Batches(ramp, 1, size=32)[0][0])
    assert min(ranges) < 0.62 * full and max(ranges) > 0.85 * full  # parts of the ramp between a half and all of it
