"""What the accessibility rules of all formats share: alternative text, decorative objects, link texts."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_DECORATIVE: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_FILE_NAME: Final = re.compile(r"[^\s/\\]+\.(png|jpe?g|gif|svg|emf|wmf|bmp|tiff?)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(https?|ftp|file)://\S+|www\.\S+", re.IGNORECASE)
# Words that say nothing of where a link leads.
_EMPTY_WORDS: Final = {"", "here", "click here", "link", "this link", "more", "read more", "see more", "details"}


def is_decorative(properties: etree._Element) -> bool:
    """True when the object is marked as decoration (MS-ODRAWXML 2.24), which is read aloud as nothing."""
    return any(mark.get("val", "1") in ("1", "true") for mark in properties.iter(_DECORATIVE))


def has_alternative_text(properties: etree._Element | None) -> bool:
    """True for an object with a description in words, or that is decoration; a file name is no description."""
    if properties is None:
        return False
    text = properties.get("descr", "").strip()
    return is_decorative(properties) or (bool(text) and not _FILE_NAME.fullmatch(text))


def says_where_it_leads(text: str) -> bool:
    """True for the text of a link that can be understood alone."""
    bare = text.strip()
    return bare.casefold().rstrip(".:") not in _EMPTY_WORDS and not _ADDRESS.fullmatch(bare)
