# Written by nbdev-export from nbs/page.ipynb: edit the notebook.
import pytest
from colorize_nb.page import *
from base64 import b64decode
from io import BytesIO
import re
import numpy as np
from PIL import Image
from colorize_nb.metrics import grey
from colorize_nb.photos import sample_photo, to_uint8
from colorize_nb.predict import predict_color
from colorize_nb.studio import Photograph, Studio
from colorize_nb.style import BLUE
from colorize_nb.weights import shipped_colorizers


# cell 89a0000a
def test_a_picture_survives_as_jpeg_nearly_and_as_png_exactly():
    pixels = Photograph("cup", lambda: sample_photo("coffee")).screen
    opened = {kind: np.asarray(Image.open(BytesIO(as_file(pixels, kind)))).astype(int) for kind in ("JPEG", "PNG")}
    assert (opened["PNG"] == pixels).all() and 0 < np.abs(opened["JPEG"] - pixels).mean() < 3
    assert as_uri(b"\x00\xff", "png") == "data:image/png;base64,AP8="


# cell 89a0001f
def test_the_style_of_the_page_has_the_blue_of_the_palette():
    assert BLUE in page_file("style.css")


# cell 89a00010
def test_every_shipped_colorizer_has_its_own_colour():
    colours = [color_of(name) for name in ["grey", "original", *shipped_colorizers()][:8]]
    assert len(set(colours)) == len(colours) and color_of("mine") == color_of("mine")


# cell 89a00014
def test_a_table_and_bars_say_the_numbers_and_escape_the_names():
    table = score_table({"<mine>": {"PSNR, dB": 24.06, "SSIM": 0.9}, "original": {}})
    assert "&lt;mine&gt;" in table and "<mine>" not in table and ">24.1<" in table and ">0.90<" in table and "original</span>" not in table
    bars = class_bars("model3_places", {"art_gallery": 0.25, "sea": 0.125, "sky": 0.1}, top=2)
    assert "art gallery" in bars and "width:25%" in bars and ">12%<" in bars and "sky" not in bars and class_bars("grey", None) == ""


# cell 89a00017
def test_the_grid_has_each_picture_with_its_name_and_its_error():
    photo = Photograph('a "cup"', lambda: np.zeros((2, 2, 3), "float32"))
    html = figures(photo, {"grey": np.zeros((8, 8, 3), "uint8"), "mine": np.full((8, 8, 3), 200, "uint8")}, {"mine": {"ab MSE / grey": 0.75}})
    assert html.count("<img") == 2 and 'alt="a &quot;cup&quot; by mine"' in html and html.count("ab MSE / grey") == 1 and "ab MSE / grey 0.75" in html


# cell 89a0001c
def test_a_static_page_has_every_picture_inside_and_asks_nothing_of_anyone():
    tint = lambda photo: photo * [1, 0.5, 0.5]
    page = static_page(Photograph("<cup>", lambda: sample_photo("coffee")[::4, ::4]), {"mine": tint})
    assert "<h1>&lt;cup&gt; in colour" in page and "<cup>" not in page and "http" not in page.replace("http-equiv", "")
    assert re.findall(r'data-name="([^"$]*)"', page) == Studio({"mine": tint}).names
    assert page.count('src="data:image/jpeg;base64,') == page.count("<figure>") == len(Studio({"mine": tint}).names)
    pixels = np.asarray(Image.open(BytesIO(b64decode(re.search(r'data-name="mine"[^>]*base64,([^"]*)', page)[1])))).astype(int)
    assert np.abs(pixels / 255 - predict_color(sample_photo("coffee")[::4, ::4], tint)).mean() < 0.02


# cell 89a0001d
def test_no_placeholder_of_the_template_is_left_and_nothing_of_a_name_is_taken_for_one():
    page = static_page(Photograph("$style ${scores}", lambda: sample_photo("coffee")[::20, ::20]))
    assert "<h1>$style ${scores} in colour</h1>" in page
    assert "$figures" not in page and "$width" not in page and page_script("wipe.js", "comparison.js") in page and page_file("parts.css") in page


# cell 89a0001e
def test_of_a_grey_photograph_the_page_shows_no_original_and_no_scores():
    page = static_page(Photograph("old", lambda: grey(sample_photo("coffee")[::8, ::8])))
    assert ">original<" not in page and "Against the original" not in page and "ab MSE / grey" not in page and "has no colour" in page
