# Written by nbdev-export from nbs/hint_files.ipynb: edit the notebook.
import pytest
from colorize_nb.hint_files import *
from pathlib import Path
import tempfile
import numpy as np
from PIL import Image
from colorize_nb.hints import Hint
from colorize_nb.metrics import grey
from colorize_nb.photos import ColorizeError, sample_photo, save_photo
from colorize_nb.predict import predict_color

def raised(function) -> str:
    "The sentence of the `ColorizeError` that `function` raises."
    try: function()
    except ColorizeError as e: return str(e)
    raise AssertionError("no error")


# cell e518ddcb
def test_a_table_of_hints_is_read_and_what_is_wrong_is_told_with_file_and_line():
    def table(text):
        "What `read_table` makes of a file with this `text`, for 60x40 pixels."
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "hints.csv"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            try: return read_table(path, 40, 60)
            except ColorizeError as e: raise ColorizeError(str(e).replace(folder, "").strip("/\\")) from None

    assert table("x,y,colour,radius\n1, 2, firebrick, 8\n\n3,4.5,#ff8000\n") == [Hint(1, 2, "firebrick", 8), Hint(3, 4.5, "#ff8000")]
    assert table("\ufeff10,20,\"rgb(10, 20, 30)\",0") == [Hint(10, 20, "rgb(10, 20, 30)", 0)]
    assert table("1,2,red\n1,2,#ff0000") == [Hint(1, 2, "red"), Hint(1, 2, "#ff0000")]
    cases = {"1,2,red\n60,2,red": "hints.csv, line 2: the hint red at x=60, y=2 is outside of the photograph, which has 60x40 pixels",
             "1,2,": "hints.csv, line 1: no colour", "1,2": "hints.csv, line 1: 2 values", "x,y,colour\n1,b,red": "line 2: b is not a number for y",
             "1,2,rde": "line 1: rde is not a colour", "1,2,red,-3": "line 1: the radius", "1,2,red,nan": "line 1: radius of a hint is nan",
             "1,2,red\n\n1,2,blue": "hints.csv, line 3: the hint blue at x=1, y=2 contradicts line 1, which wants red",
             "": "hints.csv has no hints", b"\xff\xfe\x00": "hints.csv is not text"}
    for text, sentence in cases.items(): assert sentence in raised(lambda: table(text)), (text, raised(lambda: table(text)))
    assert "does not exist" in raised(lambda: read_hints("none.csv", np.zeros((4, 4, 3))))


# cell d9f48fbf
def test_a_table_that_was_written_is_read_as_the_same_hints():
    several = [Hint(1, 2.25, "firebrick", 8), Hint(1234567, 3, "rgb(10, 20, 30)", 0), Hint(0, 0, (1, 0.5, 0))]
    read = table_hints(as_table(several).encode(), "hints.csv", 4, 1234568)
    assert read == [*several[:2], Hint(0, 0, "#ff8000")] and as_table([]) == "x,y,colour,radius\n"


# cell 1274806a
def test_strokes_are_where_a_copy_was_painted_on_whatever_it_is_a_copy_of():
    photo = sample_photo("coffee")[::5, ::5]
    mask = np.zeros(photo.shape[:2], bool)
    mask[50:54, 20:40] = True
    luma = np.repeat((photo @ [0.299, 0.587, 0.114])[..., None], 3, axis=-1)
    with tempfile.TemporaryDirectory() as folder:
        for copy in (photo, grey(photo), luma):
            picture = copy.copy()
            picture[mask] = [0.2, 0.4, 0.9]
            save_photo(picture, f"{folder}/painted.png", overwrite=True)
            strokes = read_hints(f"{folder}/painted.png", photo)
            np.testing.assert_array_equal(strokes.mask, mask)
            np.testing.assert_allclose(strokes.colors[mask], [[0.2, 0.4, 0.9]] * 80, atol=0.01)
        layer = np.zeros((*mask.shape, 4), np.uint8)
        layer[mask] = [128, 128, 128, 255]
        Image.fromarray(layer).save(f"{folder}/layer.png")
        np.testing.assert_array_equal(read_hints(f"{folder}/layer.png", photo).mask, mask)
        rgb = predict_color(photo, grey, hints=f"{folder}/painted.png")
        save_photo(grey(photo), f"{folder}/empty.png")
        save_photo(photo[:-1], f"{folder}/small.png")
        save_photo(1 - photo, f"{folder}/other.png")
        Path(f"{folder}/text.png").write_text("no picture")
        sentences = [raised(lambda: read_hints(f"{folder}/{name}.png", photo)) for name in ("empty", "small", "other", "text")]
    for sentence, part in zip(sentences, ("has no strokes", "120x79 pixels and the photograph 120x80", "nearly everywhere", "not a picture")):
        assert part in sentence, sentence
    assert (rgb[mask, 2] > rgb[mask, 0]).mean() > 0.9
