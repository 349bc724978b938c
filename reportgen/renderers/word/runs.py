"""Texts and values -> runs of WordprocessingML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from reportgen.brand import Brand
from reportgen.content.phrases import Phrase
from reportgen.content.values import Status
from reportgen.locales import Locale
from reportgen.ooxml import Xml, el, escape
from reportgen.ooxml.markup import join
from reportgen.renderers.word.controls import control

# Marks a run that looks like the run it was put into; `finish` copies the properties and takes the mark away.
INHERITS: Final = "rg"
# Office's fonts for text have no diamond; each program would take the signs from other fonts, of other sizes.
SIGN_FONT: Final = "Segoe UI Symbol"
_BREAKS = re.compile(r"([\n\t])")


def run(text: str, style: str = "", mark: str = "") -> Xml:
    """A run of text; `style` is the id of a character style, `mark` INHERITS or nothing."""
    # Written out, as paragraphs and cells are: a document is made of these.
    look, marked = _look(style) if style else "", f' {mark}="1"' if mark else ""
    return Xml(f"<w:r{marked}>{look}{_content(text)}</w:r>")


@lru_cache(maxsize=64)
def _look(style: str) -> Xml:
    return el("w:rPr", el("w:rStyle", **{"w:val": style}))


def phrase_pieces(phrase: Phrase) -> Iterator[tuple[str, str]]:
    """The phrase cut into (text, id of the fact or "")."""
    done = 0
    for span in sorted(phrase.spans, key=lambda span: span.start):
        if span.start < done:
            continue
        if span.start > done:
            yield phrase.text[done : span.start], ""
        yield phrase.text[span.start : span.end], span.id
        done = span.end
    if done < len(phrase.text):
        yield phrase.text[done:], ""


def phrase_runs(phrase: Phrase, hidden: bool, mark: str = "") -> Xml:
    """The sentence, each of its facts in a control of its own."""
    runs = [(run(text, mark=mark), id) for text, id in phrase_pieces(phrase)]
    return join(*(control(id, made, hidden=hidden) if id else made for made, id in runs))


def status_runs(status: Status, brand: Brand, locale: Locale, style: str = "") -> Xml:
    """The sign in the colour of the status, a space, and the word in the colour of the text."""
    word = locale.text(status)
    if not status.symbol:
        return run(word, style)
    return join(sign_run(status, brand), run(f" {word}", style))


def sign_run(status: Status, brand: Brand, mark: str = "") -> Xml:
    """The sign of a status in its colour, which is the same in every theme."""
    return _sign(status.symbol, brand.status_colours[status], mark)


@lru_cache(maxsize=64)
def _sign(symbol: str, colour: str, mark: str) -> Xml:
    look = el("w:rPr", _sign_font(), el("w:color", **{"w:val": colour}))
    return el("w:r", look, _text(symbol), **({mark: 1} if mark else {}))


@lru_cache(maxsize=64)
def arrow_run(arrow: str, style: str = "") -> Xml:
    """The arrow of a trend in the look of its word."""
    styled = el("w:rStyle", **{"w:val": style}) if style else None
    return el("w:r", el("w:rPr", styled, _sign_font()), _text(arrow))


def _sign_font() -> Xml:
    fonts = {f"w:{script}": SIGN_FONT for script in ("ascii", "hAnsi", "eastAsia", "cs")}
    return el("w:rFonts", **fonts)


def _content(text: str) -> str:
    if "\n" not in text and "\t" not in text:
        return _text(text) if text else ""
    breaks = {"\n": el("w:br"), "\t": el("w:tab")}
    return "".join([breaks.get(piece) or _text(piece) for piece in _BREAKS.split(text) if piece])


def _text(text: str) -> Xml:
    # Blanks at the ends are lost unless they are marked (ECMA-376 part 1, 17.3.3.31).
    space = ' xml:space="preserve"' if text[0] == " " or text[-1] == " " else ""
    return Xml(f"<w:t{space}>{escape(text)}</w:t>")
