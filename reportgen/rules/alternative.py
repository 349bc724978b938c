"""Alternative texts: what a screen reader says of a chart or a table."""

from __future__ import annotations

# Room for kind, measure, range, extremes and gap; what is longer tires the listener.
ALT_LENGTH = 250


def shortened(text: str) -> str:
    """An alternative text of at most 250 characters, cut at a word."""
    return text if len(text) <= ALT_LENGTH else text[: ALT_LENGTH - 1].rsplit(" ", 1)[0] + "…"
