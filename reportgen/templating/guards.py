"""Elements that tags may leave without a needed child (a table without rows, a cell without a paragraph)."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.templating.dialect import Dialect
from reportgen.templating.edits import Edits
from reportgen.templating.events import Document, Element
from reportgen.templating.lines import Guard, Line

# Marks at the same place: the end of one element comes before the beginning of the next, and that before its tags.
_FIRST, _LAST = -1, -2


def guard_lost_children(document: Document, removed: Iterable[Element], edits: Edits, dialect: Dialect) -> None:
    """Put marks around every element that may lose its last needed child because of these removable elements."""
    guarded: dict[Element, bool] = {}
    for element in removed:
        mends = element.name == dialect.levels.get("tc")
        below: Element | None = element
        while below is not None:
            container = next((above for above in below.ancestors() if above.name in dialect.keeps), None)
            if container is None:
                break
            guarded[container] = guarded.get(container, False) or mends
            keep = dialect.keeps[container.name]
            # What is filled never goes itself, so nothing further out can lose it.
            below = None if keep.fill else _frame(container, keep.frame)
    for container, mends in guarded.items():
        _guard(document, container, edits, dialect, mends)


def needed_fill(document: Document, owner: Element, dialect: Dialect) -> str:
    """The XML that must follow a block which replaces this owner, when the owner is the last child its
    container needs: a cell must end with a paragraph, and a table may take the paragraph's place."""
    container = owner.parent
    keep = dialect.keeps.get(container.name) if container else None
    if container is None or keep is None or keep.child != owner.name or not keep.fill:
        return ""
    later = (inner for inner in document.within(container) if inner.start >= owner.end and inner.parent is container)
    return "" if any(inner.name == keep.child for inner in later) else _empty(document, owner)


def _guard(document: Document, container: Element, edits: Edits, dialect: Dialect, mends: bool) -> None:
    keep = dialect.keeps[container.name]
    child = _written(document, container, keep.child)
    if keep.fill:
        start, end, fill = container.body, container.close, f"<{_written(document, container, keep.fill)}/>"
    else:
        frame = _frame(container, keep.frame)
        start, end, fill = frame.start, frame.end, ""
    mends = mends and keep.mend is not None
    edits.insert(start, [Line("0", Guard(keep, True, child, fill, mends))], _FIRST)
    edits.insert(end, [Line("0", Guard(keep, False, child, fill, mends))], _LAST)


def _written(document: Document, container: Element, name: str) -> str:
    """The name with the prefix that the document gives it: p:txBody holds a:p, and a prefix may be any."""
    inner = next((inner for inner in document.within(container) if inner.name == name), None)
    return document.written_name(inner) if inner else name


def _frame(container: Element, name: str) -> Element:
    if not name:
        return container
    return next((above for above in container.ancestors() if above.name == name), container)


def _empty(document: Document, element: Element) -> str:
    return f"<{document.written_name(element)}/>"
