"""Steps in a parsed part that are taken thousands of times.

lxml's `find` reads its argument as a path each time, and its iterators make a matcher: to look at the first few
children, among which Office's formats have what is asked for, takes a fraction of that.
"""

from __future__ import annotations

from lxml import etree


def child(element: etree._Element, *tags: str) -> etree._Element | None:
    """The element that one reaches by going to the first child of each tag in turn; None where there is none."""
    for tag in tags:
        for inner in element:
            if inner.tag == tag:
                element = inner
                break
        else:
            return None
    return element
