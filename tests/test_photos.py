# Written by nbdev-export from nbs/photos.ipynb: edit the notebook.
import pytest
from colorize_nb.photos import *
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock
import errno, io, os, stat, struct, subprocess, sys, tempfile, threading, warnings
import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps
def made_profile(space, tags, connection=b"XYZ ", kind=b"mntr"):
    "An ICC profile of version 2 for the colour `space`, with `tags` `{name: content}` and those that all must have."
    tags = {b"wtpt": xyz((0.9642, 1, 0.8249)), b"desc": b"desc" + bytes(4) + struct.pack(">I", 5) + b"made" + bytes(80), **tags}
    tags = {key: tag + bytes(-len(tag) % 4) for key, tag in tags.items()}
    start, table, data = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for key, tag in tags.items():
        table += key + struct.pack(">II", start + len(data), len(tag))
        data += tag
    head = struct.pack(">I4sI4s4s4s", start + len(data), bytes(4), 0x02100000, kind, space, connection)
    return head + bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061) + bytes(48) + table + data

def xyz(values): return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(v * 65536) for v in values))
def curve(gamma): return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)

def rgb_profile(primaries, gamma):
    "A profile for RGB: `primaries` (3, 3), the XYZ (for D50) of red, green and blue; `gamma`, its exponent."
    matrix = {b"rXYZ": xyz(primaries[0]), b"gXYZ": xyz(primaries[1]), b"bXYZ": xyz(primaries[2])}
    return made_profile(b"RGB ", matrix | {name: curve(gamma) for name in (b"rTRC", b"gTRC", b"bTRC")})

ADOBE = [[0.6097, 0.3111, 0.0195], [0.2053, 0.6257, 0.0609], [0.1492, 0.0632, 0.7446]]
adobe_rgb, swapped = rgb_profile(ADOBE, 2.2), rgb_profile([ADOBE[1], ADOBE[0], ADOBE[2]], 1.8)


# cell 43661b1a
def test_names_are_shown_on_one_line_that_every_terminal_can_print():
    for name in ("a\nb\r.jpg", os.fsdecode(b"\xff\xfe.png"), "a\x00b", "a\u2028b", "\x1b[31mred", "rtl\u202egpj"):
        line = shown(name)
        assert line.isprintable() and line.encode() and "\\" in line, name
    assert shown(Path("über/Äpfel 1.jpg")) == str(Path("über/Äpfel 1.jpg")) and shown("a\nb") == "a\\nb"


# cell 075be09a
def test_every_kind_of_array_is_the_same_picture():
    levels = np.array([[0, 51], [102, 255]], np.uint8)
    expected = np.repeat(levels[..., None] / 255, 3, axis=2)
    for same in (levels, levels[..., None], levels / 255, levels.astype(np.uint16) * 257, np.dstack([levels] * 3), np.dstack([levels] * 3 + [np.full((2, 2), 255, np.uint8)])):
        np.testing.assert_allclose(array_to_rgb(same), expected, atol=1e-6)
    assert (array_to_rgb(levels > 100) == np.repeat((levels > 100)[..., None], 3, axis=2)).all() and array_to_rgb(levels).dtype == np.float32


# cell b9c85e9a
def test_what_is_transparent_is_white():
    red_unseen = np.array([[[255, 0, 0, 0], [255, 0, 0, 51]]], np.uint8)
    np.testing.assert_allclose(array_to_rgb(red_unseen)[0], [[1, 1, 1], [1, 0.8, 0.8]], atol=1e-6)


# cell a3ff59bf
def test_arrays_that_are_no_pictures_are_told_why():
    for bad, told in ((np.zeros((2, 2, 5)), "(2, 2, 5)"), (np.zeros(4), "(4,)"), (np.zeros((0, 5)), "5x0 pixels"), (np.full((2, 2), 2.0), "[0, 1]"),
                      (np.full((2, 2), np.nan), "[0, 1]"), (np.zeros((2, 2), int), "int64"), (np.full((2, 2), -0.1), "[0, 1]")):
        with pytest.raises(PhotoError) as e: array_to_rgb(bad)
        assert told in str(e.value)


# cell f67cce01
def test_an_array_of_bytes_stays_bytes_and_deeper_ones_become_float32():
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    for bytes_, same in ((levels, levels), (levels > 100, (levels > 100) * 255), (np.dstack([levels, np.full_like(levels, 255)]), levels)):
        pixels = rgb_pixels(bytes_)
        assert pixels.dtype == np.uint8 and pixels.shape == (16, 16, 3) and (pixels == np.asarray(same)[..., None]).all()
    assert all(rgb_pixels(deep).dtype == np.float32 for deep in (levels / 255, levels.astype(np.uint16) * 257))


# cell 174cb148
def test_each_orientation_is_the_one_that_pillow_knows():
    upright = np.arange(12, dtype=np.uint8).reshape(3, 4)
    for orientation in range(1, 9):
        stored = Image.fromarray(np.ascontiguousarray(as_stored(upright, orientation)))
        stored.getexif()[0x0112] = orientation
        assert (np.asarray(ImageOps.exif_transpose(stored)) == upright).all(), orientation


# cell 14c34ebb
def test_profiles_are_converted_to_srgb_as_imagecms_does_it():
    colours = np.random.default_rng(0).integers(0, 256, (40, 50, 3), dtype=np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        for profile in (adobe_rgb, swapped):
            for ending in ("png", "tif", "webp"):
                path = Path(folder) / f"p.{ending}"
                Image.fromarray(colours).save(path, icc_profile=profile, lossless=True)
                wanted = ImageCms.profileToProfile(Image.fromarray(colours), io.BytesIO(profile), ImageCms.createProfile("sRGB"))
                pixels = open_photo(path).pixels
                assert (pixels == np.asarray(wanted)).all() and np.abs(pixels.astype(int) - colours).mean() > 3, ending
            grey_alpha = Image.fromarray(np.dstack([colours[..., 0], np.full((40, 50), 255, np.uint8)]))
            grey_alpha.save(Path(folder) / "g.png", icc_profile=profile)  # grey, with a profile for RGB
            wanted = ImageCms.profileToProfile(Image.fromarray(colours[..., 0]).convert("RGB"), io.BytesIO(profile), ImageCms.createProfile("sRGB"))
            assert np.abs(open_photo(Path(folder) / "g.png").pixels - np.asarray(wanted).astype(int)).max() <= 1


# cell 57eefa19
def test_the_matrix_of_a_profile_is_the_one_of_colour_science():
    linear = lambda v: np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)
    bent = lambda v: np.where(v <= 0.0031308, v * 12.92, 1.055 * np.clip(v, 0, None) ** (1 / 2.4) - 0.055)
    srgb = np.array([[0.4360, 0.3851, 0.1431], [0.2225, 0.7169, 0.0606], [0.0139, 0.0971, 0.7141]])  # XYZ for D50, from the standard
    wanted = np.random.default_rng(0).uniform(0.2, 0.8, (30, 30, 3))  # colours that both spaces have
    as_adobe = (np.linalg.solve(np.array(ADOBE).T, srgb @ linear(wanted).reshape(-1, 3).T).T.clip(0, 1) ** (1 / 2.2)).reshape(wanted.shape)
    image = Image.fromarray((as_adobe * 255).round().astype(np.uint8))
    image.info["icc_profile"] = adobe_rgb
    inside = (as_adobe > 0.1).all(-1) & (as_adobe < 1).all(-1)
    assert inside.mean() > 0.9 and np.abs(read_photo(image) - wanted)[inside].max() < 0.02
    assert np.abs(bent(linear(wanted)) - wanted).max() < 1e-6 and np.abs(np.asarray(image) / 255 - wanted)[inside].max() > 0.1


# cell a5130b5b
def test_a_plain_srgb_profile_changes_nothing_and_costs_no_transform():
    colours = np.random.default_rng(0).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert to_srgb(profile, "RGB") is to_srgb(profile, "L") is None and to_srgb(adobe_rgb, "RGB") is not None
    image = Image.fromarray(colours)
    image.info["icc_profile"] = profile
    assert (open_photo(image).pixels == colours).all()


# cell cd8097cf
def test_a_broken_profile_is_noted_and_the_photograph_is_read():
    colours = np.random.default_rng(0).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    with tempfile.TemporaryDirectory() as folder:
        for mode, profile in (("RGB", b"no profile"), ("RGB", adobe_rgb[:200]), ("RGB", lab), ("CMYK", adobe_rgb)):
            image, path = Image.fromarray(colours).convert(mode), Path(folder) / "p\n.tif"
            image.save(path, icc_profile=profile)
            with pytest.warns(UserWarning, match=r"p\\n.tif has a colour profile that cannot be used") as told: pixels = open_photo(path).pixels
            assert (pixels == np.asarray(image.convert("RGB"))).all() and len(told) == 1 and "\n" not in str(told[0].message)


# cell d021f8c9
def test_grey_goes_through_the_curve_of_its_profile_and_keeps_its_levels():
    light = made_profile(b"GRAY", {b"kTRC": curve(1)})  # exponent 1: the numbers are light itself
    levels = np.linspace(0, 65535, 1000).astype(np.uint16)[None].repeat(3, axis=0)
    with tempfile.TemporaryDirectory() as folder:
        for name, grey in (("deep.png", levels), ("deep.tif", levels), ("plain.png", (levels // 257).astype(np.uint8))):
            Image.fromarray(grey).save(Path(folder) / name, icc_profile=light)
            rgb, v = read_photo(Path(folder) / name)[0], grey[0] / np.iinfo(grey.dtype).max
            wanted = np.where(v <= 0.0031308, v * 12.92, 1.055 * v ** (1 / 2.4) - 0.055)  # the curve of sRGB
            assert np.abs(rgb - wanted[:, None])[v > 0.01].max() < 0.006 and np.abs(rgb[:, 0] - v).max() > 0.2, name
            assert len(np.unique(rgb)) > 700 or name == "plain.png"


# cell 70907e45
def test_inks_go_through_their_profile():
    inks = np.stack(np.meshgrid(*[[0, 1]] * 4, indexing="ij"), axis=-1).reshape(16, 4)  # the corners of a table of inks
    lab = np.stack([255 * (1 - inks[:, 3]) * (1 - inks[:, :3].mean(1)), 128 + 60 * (inks[:, 1] - inks[:, 0]), 128 + 60 * (inks[:, 2] - inks[:, 0])], axis=-1)
    ramp, unit = bytes(range(256)), struct.pack(">9i", *(np.eye(3) * 65536).astype(int).ravel())
    table = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + unit + ramp * 4 + lab.astype(np.uint8).tobytes() + ramp * 3
    press = made_profile(b"CMYK", {b"A2B0": table}, b"Lab ", b"prtr")
    colours = np.random.default_rng(0).integers(0, 256, (20, 30, 4), dtype=np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("tif", "jpg"):
            Image.fromarray(colours, "CMYK").save(Path(folder) / f"p.{ending}", icc_profile=press, quality=100, subsampling=0)
            with Image.open(Path(folder) / f"p.{ending}") as stored:
                wanted = np.asarray(ImageCms.profileToProfile(stored, io.BytesIO(press), ImageCms.createProfile("sRGB"), outputMode="RGB"))
                plain = np.asarray(stored.convert("RGB")).astype(int)
            pixels = open_photo(Path(folder) / f"p.{ending}").pixels
            assert (pixels == wanted).all() and np.abs(plain - pixels).mean() > 10, ending


# cell 92184d87
def test_every_mode_of_file_is_read_as_what_it_shows():
    colours = np.random.default_rng(0).integers(0, 256, (6, 9, 3), dtype=np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.png"
        for mode in ("RGB", "RGBA", "L", "LA", "1", "P"):
            image = Image.fromarray(colours).convert(mode)
            image.save(path)
            np.testing.assert_allclose(read_photo(path) * 255, np.asarray(image.convert("RGB")), atol=1, err_msg=mode)
        cmyk = Image.fromarray(colours).convert("CMYK")
        cmyk.save(path.with_suffix(".tif"))
        np.testing.assert_allclose(read_photo(path.with_suffix(".tif")) * 255, colours, atol=1)


# cell 4c0b38d2
def test_sixteen_bits_keep_more_than_256_levels():
    levels = np.linspace(0, 65535, 1000).astype(np.uint16)[None].repeat(4, axis=0)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("p.png", "p.tif"):
            Image.fromarray(levels).save(Path(folder) / name)
            rgb = read_photo(Path(folder) / name)
            np.testing.assert_allclose(rgb[0, :, 0], levels[0] / 65535, atol=1e-5)
            assert len(np.unique(rgb)) == 1000


# cell 74c913e8
def test_deep_grey_that_is_no_plain_sixteen_bits_is_read_as_what_it_shows_or_refused():
    def tiff(bits, white_is_zero, data, sample_format=1):  # a TIFF of two rows of two pixels, tag by tag
        tags = [(256, 2), (257, 2), (258, bits), (259, 1), (262, 0 if white_is_zero else 1), (273, 8), (277, 1), (278, 2), (279, len(data)), (339, sample_format)]
        entries = b"".join(struct.pack("<HHII", tag, 4 if tag in (273, 279) else 3, 1, value) for tag, value in tags)
        return io.BytesIO(struct.pack("<2sHI", b"II", 42, 8 + len(data)) + data + struct.pack("<H", len(tags)) + entries + bytes(4))
    twelve = bytes([0xFF, 0xF0, 0x00, 0x80, 0x0F, 0xFF])  # white and black, half and white
    np.testing.assert_allclose(read_photo(tiff(12, False, twelve))[..., 0], [[1, 0], [2048 / 4095, 1]], atol=1e-6)
    sixteen = struct.pack("<4H", 0, 65535, 16384, 65535)
    np.testing.assert_allclose(read_photo(tiff(16, False, sixteen))[..., 0], [[0, 1], [16384 / 65535, 1]], atol=1e-6)
    np.testing.assert_allclose(read_photo(tiff(16, True, sixteen))[..., 0], [[1, 0], [1 - 16384 / 65535, 0]], atol=1e-6)
    for data in (struct.pack("<4i", 0, 1, 2, 70000), struct.pack("<4i", 0, 1, 2, -1)):
        with pytest.raises(PhotoError, match="not from 0 to 65535"): read_photo(tiff(32, False, data, 2))
    with pytest.raises(PhotoError, match="not from 0 to 1"): read_photo(tiff(32, False, struct.pack("<4f", 0, 1, 0, float("nan")), 3))


# cell 86a676b6
def test_a_transparent_colour_of_a_palette_is_white():
    image = Image.new("P", (4, 4), 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putpixel((0, 0), 0)
    with tempfile.TemporaryDirectory() as folder:
        image.save(Path(folder) / "p.png", transparency=0)
        rgb = read_photo(Path(folder) / "p.png")
    assert (rgb[0, 0] == 1).all() and (rgb[1:, 1:] == [0, 0, 1]).all()


# cell 4a888586
def test_an_orientation_tag_turns_the_picture():
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the scene is at the left of the stored picture
    with tempfile.TemporaryDirectory() as folder:
        stored = np.zeros((8, 16, 3), np.uint8); stored[:, 8:] = 255
        for ending in ("png", "tif", "webp"):
            Image.fromarray(stored).save(Path(folder) / f"phone.{ending}", exif=exif, lossless=True)
            rgb = read_photo(Path(folder) / f"phone.{ending}")
            assert rgb.shape == (16, 8, 3) and (rgb[:8] == 0).all() and (rgb[8:] == 1).all(), ending


# cell 4fb1f758
def test_the_strips_of_a_tall_photograph_are_one_picture():
    pixels = np.random.default_rng(0).integers(0, 256, (3000, 1000, 3), dtype=np.uint8)
    assert [rows.stop - rows.start for rows in strips(3000, 1000)] == [1000, 1000, 1000] and len(strips(5, 10 ** 8)) == 5
    assert strips(7, 400_000) == [slice(0, 2), slice(2, 4), slice(4, 6), slice(6, 7)]
    assert (open_photo(Image.fromarray(pixels)).pixels == pixels).all()
    assert (open_photo(Image.fromarray(pixels[..., 0])).pixels == pixels[..., :1]).all()
    deep = (pixels[..., 0].astype(np.uint16) * 257)
    np.testing.assert_allclose(open_photo(Image.fromarray(deep)).pixels, np.repeat(deep[..., None] / 65535, 3, axis=2), atol=1e-6)


# cell aec51a70
def test_a_large_photograph_takes_eight_bytes_a_pixel_to_read():
    code = """if True:
    import sys
    from colorize_nb.photos import open_photo
    peak = lambda: int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
    before = peak()
    photo = open_photo(sys.argv[1])
    print((peak() - before) * 1024 / (photo.pixels.size / 3), photo.pixels.shape)"""
    exif = Image.Exif()
    exif[0x0112] = 6
    with tempfile.TemporaryDirectory() as folder:
        Image.new("RGB", (6000, 5000), (90, 120, 30)).save(Path(folder) / "large.jpg", exif=exif)
        if os.path.exists("/proc/self/status"):  # other systems have no such way to ask for the peak of the memory
            told = subprocess.run([sys.executable, "-c", code, Path(folder) / "large.jpg"], capture_output=True, text=True, check=True).stdout
            assert told.endswith("(6000, 5000, 3)\n") and 3 < float(told.split()[0]) < 8


# cell 2ceb5a85
def test_bad_files_are_one_sentence_that_names_the_file():
    whole = Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8))
    files = {"text.jpg": (b"no picture", "not a picture"), "empty.png": (b"", "empty"), "a.pdf": (b"%PDF-1.7 ...", "PDF"), "b.jpg": (b"%!PS-Adobe-3.0 EPSF-3.0", "EPS"),
             "c.svg": (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"), "d.cr2": (b"II*\0\x10\0\0\0CR\2\0", "RAW"),
             "e.mov": (b"\0\0\0\x14ftypqt  \0\0\0\0", "film"), "f.heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "pillow-heif"),
             "g.jpg": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "pillow-heif"), "h.heic": (b"no picture", "pillow-heif"), "i.avif": (b"\0\0\0\x18ftypavif\0\0\0\0", "")}
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(sys.modules, pillow_heif=None):
        for name, kind in (("cut.jpg", "JPEG"), ("cut.png", "PNG"), ("cut.tif", "TIFF"), ("cut.webp", "WEBP")):
            content = io.BytesIO()
            whole.save(content, kind)
            files[name] = content.getvalue()[:1000], "cut short" if kind != "WEBP" else ""
        for name, (content, part) in files.items():
            path = Path(folder) / name
            path.write_bytes(content)
            with pytest.raises(PhotoError) as e: read_photo(path)
            with pytest.raises(PhotoError) as streamed: read_photo(io.BytesIO(content))
            assert part in str(e.value) and str(path) in str(e.value) and str(e.value).isprintable() and ": " in str(e.value), str(e.value)
            assert str(streamed.value).startswith("the stream ")


# cell d764aea2
def test_names_that_are_no_files_are_one_sentence():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        os.mkdir(folder / "folder")
        (folder / "loop").symlink_to(folder / "loop")
        cases = [(folder / "missing.jpg", "does not exist"), (folder / "folder", "is a folder"), ("", "name of a photograph is empty"), (folder / "loop", "cannot be opened"),
                 (folder / ("n" * 300 + ".png"), "shorter name"), (folder / "a\0b.png", "no file can have"), (folder / "two\nlines.png", "does not exist"),
                 (os.fsdecode(os.fsencode(folder) + b"/\xff.png"), r"\udcff.png does not exist")]
        for path, part in cases:
            with pytest.raises(PhotoError) as e: open_photo(path)
            assert part in str(e.value) and shown(path) in str(e.value) and str(e.value).isprintable(), str(e.value)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mine.png"
        Image.new("L", (2, 2)).save(path)
        with mock.patch("io.open", side_effect=PermissionError(errno.EACCES, "Permission denied")), pytest.raises(PhotoError) as e: open_photo(path)
        assert "Permission denied" in str(e.value) and "permission to read" in str(e.value)


# cell 43f63bd7
def test_a_pipe_is_refused_and_never_waited_for():
    if hasattr(os, "mkfifo"):
        with tempfile.TemporaryDirectory() as folder:
            pipe = Path(folder) / "p.jpg"
            os.mkfifo(pipe)  # nobody writes: opening it would wait for ever
            for path in (pipe, "/dev/null"):
                with pytest.raises(PhotoError, match="a pipe, a socket or a device"): open_photo(path)


# cell 118e293b
def test_a_picture_without_pixels_is_told_as_what_it_is():
    for source in (Image.new("RGB", (0, 5)), np.zeros((5, 0, 3)), np.zeros((5, 0), np.uint8)):
        with pytest.raises(PhotoError, match="is 0x5 pixels: a picture needs at least one"): open_photo(source)


# cell 57ad4fb2
def test_too_little_memory_is_not_told_as_a_damaged_file():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.png"
        Image.new("RGB", (4, 4)).save(path)
        for error, part in ((MemoryError(), "more memory"), (OSError("out of memory error when reading image file"), "more memory"),
                            (OSError(errno.EIO, "Input/output error"), "check the disk"), (SyntaxError("broken\nPNG"), "damaged")):
            with mock.patch.object(Image.Image, "crop", side_effect=error), pytest.raises(PhotoError) as e: open_photo(path)
            assert part in str(e.value) and ("copy it again" in str(e.value)) == (part == "damaged") and str(e.value).isprintable()


# cell ccc1bb64
def test_the_thumbnail_of_a_raw_file_is_not_taken_for_the_photograph():
    thumbnail = io.BytesIO()
    Image.new("RGB", (16, 12)).save(thumbnail, "TIFF", tiffinfo={254: 1})  # "a reduced version of another picture in this file"
    for source in (thumbnail, io.BytesIO(thumbnail.getvalue())):
        source.seek(0)
        with pytest.raises(PhotoError, match="RAW file of a camera"): open_photo(source)
    with tempfile.TemporaryDirectory() as folder:
        Image.new("RGB", (16, 12)).save(Path(folder) / "a.tif")
        os.rename(Path(folder) / "a.tif", Path(folder) / "a.NEF")
        with pytest.raises(PhotoError, match="a.NEF is the RAW file"): open_photo(Path(folder) / "a.NEF")


# cell 1efda591
def test_heic_is_read_where_pillow_heif_is_installed():
    class Opener:  # what pillow_heif.register_heif_opener does: tell Pillow how to open such files
        @staticmethod
        def register_heif_opener():
            Image.register_open("TOY", lambda file, name: Image.new("RGB", (3, 2), (9, 9, 9)), lambda head: head[4:12] == b"ftypheic")
    try:
        with mock.patch.dict(sys.modules, pillow_heif=Opener): pixels = open_photo(io.BytesIO(b"\0\0\0\x18ftypheic" + bytes(20))).pixels
    finally:
        Image.OPEN.pop("TOY"), Image.ID.remove("TOY")
    assert pixels.shape == (2, 3, 3) and (pixels == 9).all()


# cell 9171f92c
def test_a_stream_is_read_as_its_file_is():
    class Pipe:  # as standard input of a program: no going back
        def __init__(self, content): self.content, self.name = io.BytesIO(content), "<stdin>"
        def read(self, n=-1): return self.content.read(min(n, 1000) if n > 0 else n)
    pixels = np.random.default_rng(0).integers(0, 256, (50, 40, 3), dtype=np.uint8)
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG", dpi=(100, 100))
    photo = open_photo(Pipe(content.getvalue()))
    assert (photo.pixels == pixels).all() and photo.name == "<stdin>" and np.allclose(photo.dpi, 100, atol=0.1)
    with pytest.raises(PhotoError, match="<stdin> is empty"): open_photo(Pipe(b""))
    with pytest.raises(PhotoError, match="open it in binary mode"): open_photo(io.StringIO("text"))
    class Broken:
        def read(self, n=-1): raise OSError(errno.EIO, "Input/output error")
    with pytest.raises(PhotoError, match="the stream cannot be read .Input/output error"): open_photo(Broken())


# cell 26ca13b2
def test_what_a_file_knows_is_kept_and_turned():
    exif = Image.Exif()
    exif[0x0112], exif[0x0110], exif[0x8298] = 6, "A phone", "Me"
    exif[0x8769] = {0x9003: "2026:01:02 03:04:05", 0xA001: 65535, 0xA002: 640}
    exif[0x8825] = {1: "N", 2: (47.0, 22.0, 0.0)}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("p.jpg", "p.png", "p.webp", "p.tif"):
            Image.new("RGB", (40, 30)).save(Path(folder) / name, exif=exif.tobytes(), dpi=(300, 200))
            photo, kept = open_photo(Path(folder) / name), Image.Exif()
            kept.load(photo.exif)
            assert photo.pixels.shape == (40, 30, 3) and photo.name == str(Path(folder) / name)
            assert kept[0x0110] == "A phone" and kept[0x8298] == "Me" and 0x0112 not in kept and 256 not in kept, name
            assert kept.get_ifd(0x8769) == {0x9003: "2026:01:02 03:04:05", 0xA001: 1} and kept.get_ifd(0x8825)[1] == "N", name
            assert name == "p.webp" and photo.dpi is None or name == "p.tif" or np.allclose(photo.dpi, (200, 300), atol=0.1), (name, photo.dpi)
        Image.new("RGB", (4, 3)).save(Path(folder) / "p.jpg")
        assert open_photo(Path(folder) / "p.jpg").exif == b""


# cell 72a957ff
def test_damaged_exif_does_no_harm_and_says_nothing():
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        exif = Image.Exif()
        exif[0x010E], exif[0x0112] = "x" * 100, 3
        pixels = np.random.default_rng(0).integers(0, 256, (3, 5, 3), dtype=np.uint8)
        for cut in (4, 12, 30, 60):
            Image.fromarray(pixels).save(Path(folder) / "p.png", exif=exif.tobytes()[:cut])
            assert open_photo(Path(folder) / "p.png").pixels.shape == (3, 5, 3)


# cell 9d94331c
def test_a_bomb_is_refused_by_its_header():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bomb.png"
        Image.new("1", (20_000, 15_000)).save(path)
        with pytest.raises(PhotoError) as e: read_photo(path)
        assert "300 megapixels" in str(e.value) and "--max-megapixels" in str(e.value) and "100" in str(e.value)
        assert path.stat().st_size < 100_000
    with pytest.raises(PhotoError): read_photo(np.zeros((3, 4)), max_megapixels=1e-6)


# cell 7200d906
def test_the_limit_on_megapixels_is_a_number_above_zero():
    for limit in (float("nan"), float("inf"), -1, 0, "7", None, 1j):
        with pytest.raises(PhotoError, match="finite number above 0"): open_photo(np.zeros((3, 4)), max_megapixels=limit)
    for limit in (1, 0.5, np.float32(2), 10 ** 400): assert open_photo(np.zeros((3, 4)), max_megapixels=limit).pixels.shape == (3, 4, 3)


# cell 155cfa2b
def test_threads_that_read_photographs_leave_the_limit_of_pillow_alone():
    limit = Image.MAX_IMAGE_PIXELS
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(16) as pool:
        path = Path(folder) / "small.png"
        Image.new("L", (2, 2), 255).save(path)
        assert all((rgb == 1).all() for rgb in pool.map(read_photo, [path] * 500))
    assert Image.MAX_IMAGE_PIXELS == limit is not None


# cell cf13e049
def test_of_an_animation_the_first_frame_is_used_with_a_warning():
    frames = [Image.new("RGB", (5, 5), c) for c in ("red", "blue")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "moving.gif"
        frames[0].save(path, save_all=True, append_images=frames[1:])
        with pytest.warns(UserWarning, match="2 frames: only the first"): rgb = read_photo(path)
        frames[0].save(path.with_suffix(".jpg"), "MPO", save_all=True, append_images=frames[1:])
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert read_photo(path.with_suffix(".jpg"))[..., 0].min() > 0.9
    assert (rgb == [1, 0, 0]).all()


# cell 4fdc539a
def test_a_file_appears_whole_or_not_at_all():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deep" / "a.txt"
        with written_whole(path) as temporary:
            temporary.write_text("whole")
            assert not path.exists()
        assert path.read_text() == "whole" and [p.name for p in path.parent.iterdir()] == ["a.txt"]
        with pytest.raises(ZeroDivisionError), written_whole(path, overwrite=True) as temporary:
            temporary.write_text("half"); 1 / 0
        assert path.read_text() == "whole" and [p.name for p in path.parent.iterdir()] == ["a.txt"]
        with pytest.raises(ColorizeError, match="not overwritten"), written_whole(path): pass
        with pytest.raises(ColorizeError, match="cannot be written"), written_whole(path / "below.txt"): pass


# cell dbc56190
def test_of_two_that_write_one_name_at_the_same_moment_one_succeeds():
    def write(text):
        try:
            with written_whole(path) as temporary:
                temporary.write_text(text * 1000)
                both.wait()  # until the other has looked too, and seen no file
            return text
        except ColorizeError as e: return str(e)
    for links in (True, False):  # also on a file system without links
        with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
            path, both = Path(folder) / "a.txt", threading.Barrier(2)
            forbidden = mock.patch("os.link", side_effect=OSError(errno.EPERM, "no links here")) if not links else mock.patch("os.getlogin")
            with forbidden: results = list(pool.map(write, "xy"))
            winner, loser = sorted(results, key=len)
            assert len(winner) == 1 and "exists and is not overwritten" in loser and path.read_text() == winner * 1000
            assert os.listdir(folder) == ["a.txt"]


# cell 1d6282ef
def test_an_overwritten_file_keeps_its_permissions_and_a_new_one_gets_the_usual_ones():
    with tempfile.TemporaryDirectory() as folder:
        path, plain = Path(folder) / "a.txt", Path(folder) / "plain.txt"
        plain.write_text("made by open()")
        with written_whole(path) as temporary: temporary.write_text("1")
        assert path.stat().st_mode == plain.stat().st_mode
        for mode in (0o600, 0o640, 0o444):
            os.chmod(path, mode)
            with written_whole(path, overwrite=True) as temporary: temporary.write_text(str(mode))
            assert stat.S_IMODE(path.stat().st_mode) == mode or os.name == "nt"
            assert path.read_text() == str(mode)


# cell 2d6f9fa3
def test_the_umask_of_the_process_is_never_touched():
    code = """if True:
    import os, sys, tempfile
    os.umask(0o027)
    def touched(mask): raise AssertionError("the umask was set")
    os.umask = touched
    from colorize_nb.photos import *
    with tempfile.TemporaryDirectory() as folder:
        save_photo(sample_photo("coffee"), folder + "/a.png")
        print(oct(os.stat(folder + "/a.png").st_mode & 0o777))"""
    told = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)
    assert (told.stdout == "0o640\n" or os.name == "nt") and told.stderr == "", told.stderr


# cell 75473a0a
def test_a_link_stays_a_link_and_what_it_leads_to_is_written():
    with tempfile.TemporaryDirectory() as folder:
        target, link = Path(folder) / "far" / "a.txt", Path(folder) / "near" / "link.txt"
        for each in (target, link): each.parent.mkdir()
        target.write_text("old")
        link.symlink_to(Path("..") / "far" / "a.txt")
        with pytest.raises(ColorizeError, match="not overwritten"), written_whole(link): pass
        with written_whole(link, overwrite=True) as temporary: temporary.write_text("new")
        assert link.is_symlink() and target.read_text() == "new" and not target.is_symlink()
        assert [p.name for p in sorted(Path(folder).rglob("*.txt"))] == ["a.txt", "link.txt"] and not list(Path(folder).rglob(".part*"))


# cell aa341130
def test_the_content_is_on_the_disk_before_the_name_is_and_the_name_before_the_end():
    steps, fsync, link, replace = [], os.fsync, os.link, os.replace
    def noted(step, function): return lambda *a: (steps.append(step(*a)), function(*a))[1]
    def kind(handle): return "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else f"file of {os.fstat(handle).st_size}"
    with tempfile.TemporaryDirectory() as folder, mock.patch("os.fsync", noted(kind, fsync)), mock.patch("os.link", noted(lambda *a: "link", link)), \
         mock.patch("os.replace", noted(lambda *a: "replace", replace)):
        for overwrite, step in ((False, "link"), (True, "replace")):
            with written_whole(Path(folder) / "a.txt", overwrite) as temporary: temporary.write_text("12345")
            assert steps == ["file of 5", step, "folder"][:2 if os.name == "nt" else 3], steps
            steps.clear()


# cell 94443069
def test_errors_of_the_disk_are_told_and_others_pass():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        for error in (FileNotFoundError(errno.ENOENT, "No such file"), ConnectionResetError(errno.ECONNRESET, "reset"), OSError("no number"), BrokenPipeError(errno.EPIPE, "")):
            with pytest.raises(type(error)) as e, written_whole(path) as temporary: raise error
            assert e.value is error
        with pytest.raises(ColorizeError, match="No space left .*make room"), written_whole(path): raise OSError(errno.ENOSPC, "No space left on device")
        for step in ("os.fsync", "os.link", "os.chmod"):
            path.unlink(missing_ok=True)
            if step == "os.chmod": path.write_text("old")
            with mock.patch(step, side_effect=OSError(errno.EIO, "Input/output error")), mock.patch("os.replace", side_effect=OSError(errno.EIO, "Input/output error")):
                with pytest.raises(ColorizeError, match="a.txt cannot be written .Input/output error"), written_whole(path, overwrite=step == "os.chmod") as temporary:
                    temporary.write_text("new")
        assert os.listdir(folder) == ["a.txt"] and path.read_text() == "old"  # no litter


# cell 90b23d10
def test_a_full_disk_is_told_in_one_sentence_and_leaves_nothing():
    code = """if True:
    import resource, sys
    import numpy as np
    from colorize_nb.photos import *
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))  # no file beyond 1000 bytes
    try: save_photo(np.random.default_rng(0).random((64, 64, 3)), sys.argv[1])
    except ColorizeError as e: print(e)"""
    with tempfile.TemporaryDirectory() as folder:
        if os.name != "nt":
            for name in ("a.png", "a.jpg", "a.tif", "a.webp"):
                told = subprocess.run([sys.executable, "-c", code, Path(folder) / name], capture_output=True, text=True)
                assert f"{name} cannot be written (File too large)" in told.stdout and not told.stderr and os.listdir(folder) == [], (name, told)


# cell b0655f9b
def test_names_to_write_are_as_long_as_they_fit_and_may_hold_anything():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for name in ("n" * 251 + ".png", "n" + "." + "e" * 250, "two\nlines.png", os.fsdecode(b"\xff.png")):
            with written_whole(folder / name) as temporary: temporary.write_text("whole")
            assert (folder / name).read_text() == "whole"
        cases = [(folder / ("n" * 300 + ".png"), "shorter name"), ("", "is empty"), (folder / "a\0b", "no file can have"), (folder, "is a folder"),
                 ("/dev/null", "a pipe or a device"), (folder / "two\nlines.png" / "x", "cannot be written")]
        for path, part in cases:
            with pytest.raises(ColorizeError) as e, written_whole(path, overwrite=True): pass
            assert part in str(e.value) and str(e.value).isprintable() and shown(path) in str(e.value), str(e.value)
        assert len(os.listdir(folder)) == 4


# cell 865a60a9
def test_a_saved_photograph_is_read_back_as_it_was():
    rgb = np.random.default_rng(0).random((7, 5, 3)).astype("float32")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("a.png", "a.tif", "a.bmp", "a.ppm", "a.jp2"):
            save_photo(rgb, Path(folder) / name)
            assert np.abs(read_photo(Path(folder) / name) - rgb).max() <= 0.5 / 255 + 1e-6, name
            save_photo(to_uint8(rgb), Path(folder) / name, overwrite=True)
            assert (open_photo(Path(folder) / name).pixels == (rgb * 255).round()).all()
            with pytest.raises(ColorizeError, match="not overwritten"): save_photo(rgb, Path(folder) / name)
        for name in ("a.txt", "a", "a.gif"):
            with pytest.raises(PhotoError, match="use .png"): save_photo(rgb, Path(folder) / name)
        for bad in (np.zeros((4, 4, 4)), np.zeros(4), np.zeros((0, 4, 3))):
            with pytest.raises(PhotoError, match="shape"): save_photo(bad, Path(folder) / "b.png")
        for quality in (0, 101, float("nan")):
            with pytest.raises(PhotoError, match="from 1 to 100"): save_photo(rgb, Path(folder) / "b.jpg", quality=quality)
        assert len(os.listdir(folder)) == 5


# cell 14104911
def test_numbers_that_are_not_finite_are_never_written():
    with tempfile.TemporaryDirectory() as folder:
        for bad in (np.nan, np.inf, -np.inf):
            rgb = np.full((8, 8, 3), 0.5)
            rgb[7, 7, 2] = bad
            with pytest.raises(PhotoError, match="b.png has values that are not finite"): save_photo(rgb, Path(folder) / "b.png")
            with pytest.raises(PhotoError, match="not finite"): to_uint8(rgb.astype(np.float32))
            with pytest.raises(PhotoError, match="not finite"): save_photo(rgb, io.BytesIO(), format="png")
        assert os.listdir(folder) == []
    assert to_uint8(np.array([[-1, 0, 0.5 / 255 + 1e-6, 1, 7]])).tolist() == [[0, 0, 1, 255, 255]] and to_uint8(np.zeros((0, 3))).shape == (0, 3)


# cell 9d51d402
def test_jpeg_keeps_the_resolution_of_colour_and_png_is_packed_fast():
    rgb = np.zeros((64, 64, 3), np.uint8)
    rgb[::2, :, 0], rgb[1::2, :, 2] = 200, 200  # red and blue lines: at half the resolution they would be purple
    with tempfile.TemporaryDirectory() as folder:
        for name in ("a.jpg", "b.jpeg"):
            save_photo(rgb, Path(folder) / name)
            assert np.abs(open_photo(Path(folder) / name).pixels.astype(int) - rgb).mean() < 12
        save_photo(rgb, Path(folder) / "coarse.jpg", quality=10)
        assert (Path(folder) / "coarse.jpg").stat().st_size < (Path(folder) / "a.jpg").stat().st_size
        save_photo(rgb, Path(folder) / "a.png")
        data = (Path(folder) / "a.png").read_bytes()
        assert data[data.index(b"IDAT") + 4:][:2] == b"\x78\x01"  # the header of zlib for its fastest level


# cell d33bd348
def test_exif_and_resolution_are_kept_when_a_photograph_is_saved():
    exif = Image.Exif()
    exif[0x0112], exif[0x0110], exif[0x8769] = 8, "A phone", {0x9003: "2026:01:02 03:04:05"}
    with tempfile.TemporaryDirectory() as folder:
        Image.new("RGB", (40, 30)).save(Path(folder) / "p.jpg", exif=exif, dpi=(300, 200))
        photo = open_photo(Path(folder) / "p.jpg")
        for name in ("q.jpg", "q.png", "q.webp", "q.tif"):
            save_photo(photo.pixels, Path(folder) / name, exif=photo.exif, dpi=photo.dpi)
            again, kept = open_photo(Path(folder) / name), Image.Exif()
            kept.load(again.exif)
            assert again.pixels.shape == (40, 30, 3) and kept[0x0110] == "A phone" and kept.get_ifd(0x8769)[0x9003][:4] == "2026", name
            assert again.dpi is None if name == "q.webp" else np.allclose(again.dpi, (200, 300), atol=0.1), name
        save_photo(photo.pixels, Path(folder) / "q.bmp", exif=photo.exif)  # has no place for it
        with pytest.warns(UserWarning, match="no room for 70000 bytes"): save_photo(photo.pixels, Path(folder) / "long.jpg", exif=bytes(70_000))


# cell f3968538
def test_a_picture_that_a_format_cannot_hold_is_refused_and_nothing_is_left():
    with tempfile.TemporaryDirectory() as folder:
        wide = np.zeros((1, 65_501, 3), np.uint8)
        for name in ("a.jpg", "a.webp"):
            with pytest.raises(PhotoError, match=f"{name} would have 65501x1 pixels.*use .png"): save_photo(wide, Path(folder) / name)
        with mock.patch.object(Image.Image, "save", side_effect=MemoryError), pytest.raises(PhotoError, match="more memory"): save_photo(wide, Path(folder) / "a.png")
        with mock.patch.object(Image.Image, "save", side_effect=OSError("encoder error -2")), pytest.raises(PhotoError, match="encoder error"):
            save_photo(wide, Path(folder) / "a.png")
        assert os.listdir(folder) == []


# cell b2f04121
def test_a_photograph_is_written_to_a_stream_in_the_format_that_is_asked_for():
    class Pipe:  # as standard output of a program: no going back
        def __init__(self): self.content = b""
        def write(self, data): self.content += bytes(data)
    rgb = np.random.default_rng(0).random((6, 8, 3))
    for name, kind in (("png", "PNG"), ("JPG", "JPEG"), ("jpeg", "JPEG"), (".tif", "TIFF"), ("webp", "WEBP")):
        pipe = Pipe()
        save_photo(rgb, pipe, format=name)
        with Image.open(io.BytesIO(pipe.content)) as image: assert image.format == kind and image.size == (8, 6)
    for format in (None, "gif", "exe"):
        with pytest.raises(PhotoError, match="the stream"): save_photo(rgb, Pipe(), format=format)


# cell 6f55ff8b
def test_a_folder_gives_its_photographs_in_order_and_leaves_out_what_is_hidden():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        names = ["b/c.JPG", "a.png", "z.heic", "b/two\nlines.png", "notes.txt", ".hidden.png", ".trash/d.png", "out/a.png", "none/x.txt"]
        for name in names:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).touch()
        (folder / "b" / "loop").symlink_to(folder)
        found = [p.relative_to(folder).as_posix() for p in photos_in(folder)]
        assert found == ["a.png", "b/c.JPG", "b/two\nlines.png", "out/a.png", "z.heic"]
        assert len(photos_in(folder, leaving_out=lambda path: path == folder / "out")) == 4
        for place, part in ((folder / "none", "no pictures"), (folder / "gone", "not a folder"), ("", "is empty"), (folder / "a.png", "not a folder"),
                            (folder / ("n" * 300), "not a folder"), (folder / "a\0", "not a folder")):
            with pytest.raises(PhotoError, match=part) as e: photos_in(place)
            assert str(e.value).isprintable()


# cell 5d026df4
def test_a_folder_that_cannot_be_opened_is_noted_and_the_others_are_read():
    with tempfile.TemporaryDirectory() as folder:
        for name in ("closed/a.png", "open/b.png", os.fsdecode(b"open/\xff.png")):
            (Path(folder) / name).parent.mkdir(exist_ok=True)
            (Path(folder) / name).touch()
        scandir = os.scandir
        def guarded(path):
            if str(path).endswith("closed"): raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return scandir(path)
        with mock.patch("os.scandir", guarded), pytest.warns(UserWarning, match="closed cannot be opened .Permission denied"): found = photos_in(folder)
        assert [p.name for p in found] == ["b.png", os.fsdecode(b"\xff.png")]


# cell 3c3ad577
def test_every_ending_that_counts_as_a_photograph_is_one_that_pillow_knows():
    kinds = Image.registered_extensions()
    assert all(kinds.get(ending, "HEIF") in ("BMP", "DIB", "GIF", "JPEG", "JPEG2000", "PNG", "PPM", "TIFF", "WEBP", "AVIF", "HEIF") for ending in READABLE)
    assert READABLE - HEIF <= set(kinds) and set(FORMATS) <= READABLE and all(kinds[ending] == kind for ending, kind in FORMATS.items())


# cell 23a3f2b1
def test_the_ten_sample_photographs_are_there_in_colour():
    assert len(SAMPLES) == 10
    for name in SAMPLES:
        rgb = sample_photo(name)
        assert rgb.ndim == 3 and rgb.shape[2] == 3 and rgb.dtype == np.float32 and 0 <= rgb.min() < 0.3 and 0.7 < rgb.max() <= 1
        assert np.ptp(rgb, axis=2).max() > 0.3, name
    with pytest.raises(PhotoError, match="choose one of astronaut"): sample_photo("lenna")


# cell 5b3936c9
def test_importing_and_reading_photographs_needs_no_scientific_packages_and_says_nothing():
    code = """if True:
    import sys
    from colorize_nb.photos import *
    save_photo(open_photo(sys.argv[1]).pixels, sys.argv[1] + ".jpg")
    print([name for name in ("skimage", "sklearn", "scipy", "pandas", "matplotlib", "IPython", "tensorflow", "keras") if name in sys.modules])"""
    with tempfile.TemporaryDirectory() as folder:
        Image.new("RGB", (4, 4)).save(Path(folder) / "a.png")
        told = subprocess.run([sys.executable, "-W", "error", "-c", code, Path(folder) / "a.png"], capture_output=True, text=True)
    assert told.stdout == "[]\n" and told.stderr == "", told


# cell 20ff0fde
def test_photographs_are_shown_at_their_own_aspect():
    figure = show_photos([np.zeros((10, 20)), np.zeros((10, 10, 3))], ["wide", "square"])
    assert [a.get_title() for a in figure.axes] == ["wide", "square"]
    wide, square = (a.get_position() for a in figure.axes)
    assert figure.get_size_inches()[0] == 3 * 3
