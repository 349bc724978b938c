"""Looking at pieces of WordprocessingML in tests."""

from __future__ import annotations

from typing import Any

from lxml import etree

from reportgen.ooxml.names import NS
from reportgen.renderers.word.controls import W15

NAMES = {prefix: NS[prefix] for prefix in ("w", "wp", "a", "c", "r")} | {"w15": W15}
W = f"{{{NS['w']}}}"


def body(xml: str) -> Any:
    """The pieces inside a w:body that declares the usual prefixes."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMES.items())
    return etree.fromstring(f"<w:body {declared}>{xml}</w:body>")


def find(element: Any, path: str) -> list[Any]:
    """What an XPath finds, with the usual prefixes."""
    return list(element.xpath(path, namespaces=NAMES))


def text_of(element: Any) -> str:
    """The text of all runs below, no-break spaces shown as "~"."""
    return "".join(find(element, ".//w:t/text()")).replace("\N{NO-BREAK SPACE}", "~")


def value(element: Any, path: str, attribute: str = "val") -> Any:
    """A w: attribute of the only element at the path."""
    (found,) = find(element, path)
    return found.get(f"{W}{attribute}")
