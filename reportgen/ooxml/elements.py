"""Steps in a parsed part that are taken thousands of times.

lxml's `find` reads its argument as a path each time, which takes four times as long as to look for one tag.
"""

from __future__ import annotations

from lxml import etree


def child(element: etree._Element, *tags: str) -> etree._Element | None:
    """The element that one reaches by going to the first child of each tag in turn; None where there is none."""
    found: etree._Element | None = element
    for tag in tags:
        if found is None:
            return None
        found = next(found.iterchildren(tag), None)
    return found
