"""Text as a workbook can hold it: legal characters, Excel's escapes, at most 32,767 UTF-16 units.

Text is written as an inline string and therefore never becomes a formula, whatever it begins with.
"""

from __future__ import annotations

import re

# Excel's limit for the text of a cell, counted in UTF-16 units (Excel specifications and limits).
LONGEST_TEXT = 32_767
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# ST_Xstring (ECMA-376 part 1, 22.9.2.19): _x000A_ in a file means a character, so a literal one is escaped.
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CAUTIOUS = re.compile("[=+\\-@\t\r＝＋－＠]")


def legal_text(text: str) -> str:
    """Without the characters XML 1.0 forbids (2.2, Char), with one kind of line end."""
    if text.isascii() and text.isprintable():
        return text
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fitting_text(text: str) -> str:
    """Cut with an ellipsis where a cell could not hold it; a character is never split."""
    if len(text) * 2 <= LONGEST_TEXT or utf16_length(text) <= LONGEST_TEXT:
        return text
    room = (LONGEST_TEXT - 1) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + "…"


def utf16_length(text: str) -> int:
    """The length as Excel counts it: characters beyond U+FFFF count twice."""
    return len(text) + sum(1 for character in text if character > "\uffff")


def looks_like_formula(text: str) -> bool:
    """True for text that would become a formula when somebody edits the cell; it gets Excel's quote prefix."""
    return bool(_CAUTIOUS.match(text))


def xml_text(text: str) -> str:
    """The text as element content of a sheet, cleaned and escaped."""
    # Not xml.sax.saxutils: it imports a client for web addresses, which takes longer than a sheet.
    escaped = fitting_text(legal_text(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return literal_text(escaped)


def text_element(text: str) -> str:
    """`<t>` with the text; spaces at the ends are kept."""
    held = xml_text(text)
    space = ' xml:space="preserve"' if held != held.strip() or "\n" in held else ""
    return f"<t{space}>{held}</t>"


def literal_text(text: str) -> str:
    """The text with what looks like one of Excel's escapes escaped, for writers that do the rest themselves."""
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text
