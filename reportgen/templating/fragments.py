"""What macros and captured blocks return: output that is already XML, and marks in it that are settled later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from reportgen.templating.events import plain
from reportgen.templating.lines import Fresh, Guard, PartStart

_TAG = re.compile(r"<[^>]*>")


class Mark(str):
    """An empty piece of output that tells the writer something."""

    __slots__ = ("payload",)
    payload: PartStart | Guard | Fresh

    def __new__(cls, payload: PartStart | Guard | Fresh) -> Mark:
        mark = super().__new__(cls, payload.value if isinstance(payload, Fresh) else "")
        mark.payload = payload
        return mark

    def __str__(self) -> str:
        return self  # str() of a piece must not lose what it is


class Fragment(str):
    """Finished output as a value. As a text it is its XML; `pieces` keeps the marks in it."""

    __slots__ = ("pieces",)
    pieces: tuple[str, ...]

    def __new__(cls, pieces: Iterable[Any] = ()) -> Fragment:
        held = tuple(pieces)
        fragment = super().__new__(cls, "".join(held))
        # Without marks one piece does.
        fragment.pieces = held if any(type(piece) is not str for piece in held) else (str.__str__(fragment),)
        return fragment

    def __str__(self) -> str:
        return self

    def flat(self) -> Iterator[str]:
        """Texts and marks, fragments within resolved."""
        for piece in self.pieces:
            if isinstance(piece, Fragment):
                yield from piece.flat()
            else:
                yield piece

    def text(self) -> str:
        """The characters a reader would see."""
        return plain(_TAG.sub("", self))

    def outer(self) -> str:
        """The written name of the element it begins with; "" when it begins inside a text."""
        match = re.match(r"\s*<([^\s/>!?]+)", self)
        return match[1] if match else ""
