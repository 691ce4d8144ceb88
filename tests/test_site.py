# Written by nbdev-export from nbs/site.ipynb: edit the notebook.
import pytest
from colorize_nb.site import *
from pathlib import Path
import base64, hashlib, json, os, tempfile
import colorize_nb
from PIL import Image
from colorize_nb.course import notebooks
from colorize_nb.photos import ColorizeError


# cell 5a1e000d
def test_what_a_page_shows_of_a_cell_follows_from_its_directives():
    seen = lambda source: headline(*split_directives(source))
    assert [seen(s) for s in ("#| hide\nimport os", "#| default_exp lab", "#| test-imports\nimport os", "#| echo: false\n1")] == [None] * 4
    assert seen("#| test-slow it learns\nfit()") == "Tested: it learns" and seen("import os\nfrom a import b") == "Imports"
    assert seen("#| hide\n#| export\ndef f(): ...") == "Code of the library" and seen("#| hide\n#| export\nimport os") == "Imports"
    assert seen("#| export\ndef f(): ...") == seen("!ls") == seen("import os; os.getcwd()") == ""


# cell 5a1e0014
def test_a_picture_is_described_by_heading_titles_and_the_sentence_before():
    assert plain("a\\*, [b](c.ipynb#d) and `e_f` of $\\sqrt{x}$") == "a*, b and e_f of x"
    assert last_sentence("One. Two:\n\n$$x$$") == "Two" and last_sentence("One. Which?") == last_sentence("# One") == ""
    assert titles('show_photos(x, ("a", "b"), title="a"); f(x)') == ["a", "b"] and titles("!ls") == []
    assert alternative("Fusion", "", "network_map('fusion', 'ab')") == "Map of the network. What Fusion is about is lit: fusion, ab"
    assert alternative("H", "It is so.", "finish(axis, 'epoch', 'loss')") == "H; panels or labels: epoch, loss; It is so"


# cell 5a1e0017
def test_a_folded_cell_keeps_its_outputs_and_text_cannot_break_out_of_it():
    cell = {"cell_type": "code", "source": ["#| export\n", "import os"], "metadata": {}, "outputs": [], "execution_count": None}
    assert [made["cell_type"] for made in code_cells(cell, "")] == ["markdown"]
    made = code_cells(cell | {"source": "#| test a < b\n'''\n````\n'''", "outputs": [{"output_type": "stream"}]}, "a picture")
    assert "a &lt; b</summary>\n\n`````ipython3" in made[0]["source"] and made[1]["metadata"]["tags"] == ["remove-input"]
    assert code_cells(cell | {"source": "#| alt: a cat\nshow()"}, "?")[0]["metadata"]["mystnb"]["image"]["alt"] == "a cat"


# cell 5a1e001b
def test_links_to_pages_stay_others_lead_to_the_repository_and_no_picture_is_fetched_from_elsewhere():
    lead = lambda text: page_text(text, "nbs/labs", "R")
    assert lead("[a](../02_lab.ipynb#b) [c](#d) ![e](f.png) [g](https://h)") == "[a](../02_lab.ipynb#b) [c](#d) ![e](f.png) [g](https://h)"
    assert lead("[runs](../runs/a.csv#b)") == "[runs](R/blob/main/nbs/runs/a.csv#b)" and lead("![b](https://c/d.svg)") == "b"


# cell 5a1e0021
def test_a_page_begins_with_its_title_and_where_it_can_be_opened_and_its_pictures_have_words():
    picture = {"output_type": "display_data", "data": {"image/png": ""}, "metadata": {}}
    cells = [{"cell_type": "markdown", "source": "# A cup\n\n> Hot."}, {"cell_type": "code", "source": "show(cup)", "outputs": [picture]}]
    title, links, cup = page_cells(cells, "labs/cup.ipynb", "https://github.com/us/it")
    assert title["source"] == "# A cup\n\n> Hot." and "github/us/it/blob/main/nbs/labs/cup.ipynb" in links["source"]
    assert '"../../notebooks/labs/cup.ipynb" download="cup.ipynb"' in links["source"]
    assert cup["metadata"]["mystnb"]["image"]["alt"] == "A cup" and cup["outputs"] == [picture]


# cell 5a1e0022
def test_links_in_tables_that_a_cell_made_are_those_of_the_page_too():
    table = {"output_type": "execute_result", "data": {"text/markdown": ["[a](b.ipynb)", " [c](d.csv)"], "text/plain": "-"}}
    made = page_output(table, "nbs/labs", "R")["data"]
    assert made == {"text/markdown": "[a](b.ipynb) [c](R/blob/main/nbs/labs/d.csv)", "text/plain": "-"}


# cell 11fe0003
def test_each_live_cell_follows_a_cell_that_there_is():
    nbs = Path(colorize_nb.__path__[0]).parent / "nbs"
    for name, places in LIVE.items():
        cells = json.loads((nbs / name).read_text(encoding="utf-8"))["cells"]
        assert set(places) <= {cell["id"] for cell in cells}
        made = "".join("".join(cell["source"]) for cell in page_cells(cells, name, ""))
        assert all(live_cell(kind, name) in made for kind in places.values())


# cell 5a1e0025
def test_a_package_that_is_not_what_it_should_be_is_refused():
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"katex-{NPM['katex'][0]}.tgz").write_bytes(b"something else")
        try: npm_package("katex", Path(folder))
        except SiteError as e: assert "delete it" in str(e)
        else: raise AssertionError("taken")


# cell 5a1e002c
def test_a_docstring_keeps_its_meaning_as_restructuredtext():
    assert as_rst("a* | b_ c_d", {}) == r"a\* \| b\_ c_d" and as_rst(r"a\*", {}) == r"a\*"
    assert as_rst("`f(x)`s, x`y` and `f()`.", {"f": "m.f"}) == r"``f(x)``\ s, x\ ``y`` and :py:obj:`f() <m.f>`."
    assert as_rst("`A.b`", {"A": "m.A"}) == ":py:obj:`A.b <m.A.b>`"
    assert as_rst("See doi:10.1145/1.2.", {}) == "See `doi:10.1145/1.2 <https://doi.org/10.1145/1.2>`__."


# cell 5a1e002e1
def test_the_reference_names_each_module_what_it_is_for_and_who_explains_it():
    page = module_page("colorize_nb", "lab", "02_lab")
    assert page.startswith("colorize_nb.lab\n===============\n") and ":doc:`/course/02_lab`" in page
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "cups.py").write_text('"""All about *cups*."""\ndef fill(cup):\n    """Fill `cup`.\n\n    More."""\ndef _spill(): ...\n')
        assert summaries(Path(place) / "cups.py") == {"": "All about *cups*.", "fill": "Fill `cup`.", "_spill": ""}
        links = source_links(Path(place), {"cups": "02_cups"})
        assert public_names(links) == {"fill": f"{Path(place).name}.cups.fill"}
        start = reference_start(Path(place), ["cups"], {"fill": "cups"})
    assert ".cups.fill>`\n   Fill ``cup``.\n" in start and "All about \\*cups\\*." in start and start.endswith("\n   cups")
    assert links[f"{Path(place).name}.cups.fill"] == "../course/02_cups.html#fill"


# cell 5a1e0038c
def test_what_has_no_colour_of_its_own_in_code_has_no_element():
    context = {"body": '<span class="p">,</span><pre><span></span><span class="k">def</span><span class="w"> </span><span class="nf">f</span><span class="p">(</span></pre>'}
    mend_page(None, "", "", context, None)
    assert context["body"] == '<span class="p">,</span><pre><span></span><span class="k">def</span> <span class="nf">f</span>(</pre>'


# cell 5a1e0038e
def test_what_the_library_exports_has_an_anchor_and_nothing_else_has():
    code = '<pre><span></span><span class="k">def</span> <span class="nf">f</span>():\n    <span class="k">def</span> <span class="nf">g</span>(): ...\n<span class="k">class</span> <span class="nc">A</span>: ...</pre>'
    context = {"body": f'<div class="cell tag_exported docutils">{code}</div><div class="cell">{code}</div>'}
    mend_page(None, "", "", context, None)
    assert [word.partition('"')[0] for word in context["body"].split('id="')[1:]] == ["f", "A"]


# cell c93760ec
def test_a_long_signature_has_no_definitions_without_a_term():
    signature = '<dt class="sig sig-object py">f(<dl>\n<dd>a,</dd>\n<dd>b</dd>\n</dl>\n)</dt><dd>Text.</dd>'
    context = {"body": signature}
    mend_page(None, "", "", context, None)
    assert context["body"].count("<dl>") == 0 and context["body"].endswith("</dt><dd>Text.</dd>") and context["body"].count('"parameter"') == 2


# cell 812d9b9b
def test_pictures_of_pages_become_smaller_and_pages_name_them():
    with tempfile.TemporaryDirectory() as place:
        site, flat = Path(place), Image.new("RGB", (64, 64), "teal")
        (site / "_images").mkdir()
        flat.save(site / "_images" / "a.png", compress_level=0)
        (site / "_images" / "b.gif").write_bytes(b"moves")
        (site / "a.html").write_text('<img src="_images/a.png"><img src="_images/b.gif"> a.png')
        shrink(site)
        assert (site / "a.html").read_text() == '<img src="_images/a.webp"><img src="_images/b.gif"> a.png'
        with Image.open(site / "_images" / "a.webp") as made: assert made.convert("RGB").getcolors() == [(64 * 64, (0, 128, 128))]
        assert sorted(os.listdir(site / "_images")) == ["a.webp", "b.gif"]


# cell 5a1e003c
def test_a_site_appears_whole_or_not_at_all_and_replaces_nothing_unasked():
    def fails(out, replace, words, block=lambda folder: folder.mkdir()):
        try:
            with new_folder(out, replace) as folder: block(folder)
        except SiteError as e: return words in str(e)
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "a" / "b"
        def broken(folder): folder.mkdir(); raise SiteError("broken")
        assert fails(out, False, "broken", broken) and os.listdir(Path(place) / "a") == []
        def write(folder): folder.mkdir(); (folder / "index.html").write_text("1")
        assert fails(out, False, "", write) is None and os.listdir(Path(place) / "a") == ["b"]
        assert fails(out, False, "not empty") and fails(out, True, "no site") and fails(out / "index.html", False, "is a file")
        (out / ".buildinfo").write_text("")
        assert fails(out, True, "") is None and os.listdir(out) == []


# cell 5a1e003e
def test_a_site_without_settings_is_refused_in_one_sentence():
    with tempfile.TemporaryDirectory() as place:
        try: read_settings(Path(place))
        except SiteError as e: assert "--notebooks" in str(e)
        else: raise AssertionError("taken")
