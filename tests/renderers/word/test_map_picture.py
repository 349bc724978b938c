"""The stakeholder map as a picture in two forms."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from reportgen.brand import read_brand
from reportgen.content.maps import Bubble, Map, MapWords, Place
from reportgen.locales import locale_for
from reportgen.ooxml import read_package
from reportgen.renderers.word import render
from reportgen.renderers.word.map_picture import draw_map
from tests.renderers.programme import a_programme
from tests.renderers.word.xml import find

WIDTH = 6_120_000
PNG = b"\x89PNG\r\n"


def a_map(*labels: str) -> Map:
    bubbles = tuple(
        Bubble(f"s{n}", n, label, Place(2.0 * n, 9.0 - n), filled=n == 1, previous=Place(1, 1) if n == 2 else None)
        for n, label in enumerate(labels, start=1)
    )
    words = MapWords(
        "Interest", "Power", "low", "high", "below desired level", "at desired level", "moved since September"
    )
    names = ("Keep satisfied", "Manage closely", "Monitor", "Keep informed")
    return Map("stakeholder_map", names, bubbles, words)


def pixels(png: bytes) -> Any:
    import numpy as np
    from PIL import Image

    return np.asarray(Image.open(io.BytesIO(png)).convert("L")).astype(int)


@pytest.mark.parametrize("name", ["corporate", "agency"])
def test_the_words_stay_text_in_the_colours_of_the_brand(name: str):
    brand = read_brand(name, Path("nowhere"))
    picture = draw_map(a_map("Heads", "Κτηματολόγιο"), brand, WIDTH)
    svg: Any = etree.fromstring(picture.svg)
    texts = ["".join(one.itertext()).strip() for one in svg.iter("{http://www.w3.org/2000/svg}text")]
    for words in ("Heads", "Κτηματολόγιο", "Keep satisfied", "Interest", "1", "moved since September"):
        assert words in texts
    assert f"#{brand.theme['accent1']}".lower().encode() in picture.svg.lower()
    assert picture.png.startswith(PNG)


def test_the_same_map_gives_the_same_bytes():
    brand = read_brand("corporate", Path("nowhere"))
    assert draw_map(a_map("A", "B"), brand, WIDTH) == draw_map(a_map("A", "B"), brand, WIDTH)


def test_neither_a_date_nor_a_program_is_written_into_the_picture():
    picture = draw_map(a_map("A"), read_brand("corporate", Path("nowhere")), WIDTH)
    for sign in (b"dc:date", b"Matplotlib v", b"Software"):
        assert sign not in picture.svg
        assert sign not in picture.png


def test_a_name_with_dollar_signs_is_no_formula():
    picture = draw_map(a_map("Costs $x^2$"), read_brand("corporate", Path("nowhere")), WIDTH)
    assert b"Costs $x^2$" in picture.svg


def test_words_that_reach_over_the_edge_are_cut_there():
    shown = a_map("A", "B")
    words = replace(shown.words, high="high " * 60, moved="moved since September " * 20)
    picture = draw_map(replace(shown, words=words), read_brand("corporate", Path("nowhere")), WIDTH)
    assert words.moved.encode() in picture.svg
    assert picture.png.startswith(PNG)


def test_a_name_is_drawn_into_the_pixels_below_its_bubble():
    brand = read_brand("corporate", Path("nowhere"))
    inked, blank = (pixels(draw_map(a_map(label), brand, WIDTH).png) for label in ("Heads of offices", " "))
    rows, columns = (inked != blank).nonzero()
    # The bubble stands at 2 of 10 across and 8 of 10 up, in a picture of 1,003 x 662 pixels; it is 0.8 cm high.
    assert rows.min() > 140
    assert rows.max() < 165
    assert abs((columns.min() + columns.max()) / 2 - 238) < 4


def test_a_document_shows_the_map_as_svg_with_png_and_alternative_text():
    brand = read_brand("corporate", Path("nowhere"))
    package = read_package(render(a_programme(), brand.report, brand, locale_for("en")).data)
    document: Any = etree.fromstring(package.read("word/document.xml"))
    names = {"pic": "http://schemas.openxmlformats.org/drawingml/2006/picture"}
    blips = document.xpath("//*[local-name()='blip']")
    assert len(blips) == 1
    (vector,) = blips[0].xpath(".//*[local-name()='svgBlip']")
    held = {one.id: one.target for one in package.relationships("word/document.xml")}
    embed = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
    png, svg = held[blips[0].get(embed)], held[vector.get(embed)]
    assert package.read(png).startswith(PNG)
    assert b"<svg" in package.read(svg)
    assert (package.content_type(png), package.content_type(svg)) == ("image/png", "image/svg+xml")
    frames = [one for one in find(document, ".//wp:docPr") if one.get("name") == "rg:stakeholder_map"]
    assert frames[0].get("descr")
    assert document.xpath("//pic:cNvPr/@descr", namespaces=names) == [frames[0].get("descr")]


def test_matplotlib_is_loaded_only_to_draw():
    code = (
        "import sys, reportgen.renderers.word, reportgen.renderers.word.map_picture; print('matplotlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
