"""Zip bytes -> parts that are looked through while they are inflated, once, in pieces that fit the processor's cache.

A sheet of 200,000 rows is 100 MB of text. Whoever only has to look for something in it need not hold it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

from reportgen.ooxml.archive import DEFLATED, MAX_TOTAL, Packed, not_a_package, packed_files, refuse_size

# Packed bytes unpack to about eight times as many; both fit the cache together.
_FEED, _PIECE = 1 << 15, 1 << 19
# The first bytes that are kept: the beginning of any XML, and all of a small part.
_HEAD = 1 << 12


class Watcher(Protocol):
    """Who looks through a part: is shown its pieces in their order, and told when that was the last one."""

    def see(self, piece: bytes) -> None: ...
    def end(self) -> None: ...


Watching = TypeVar("Watching", bound=Watcher)


class Part(Generic[Watching]):
    """A part that was looked through: its first bytes, what was seen, and all of its data, inflated again when they
    are asked for unless they are few."""

    __slots__ = ("_packed", "head", "seen")

    def __init__(self, packed: Packed, head: bytes, seen: Watching) -> None:
        self._packed, self.head, self.seen = packed, head, seen

    @property
    def data(self) -> bytes:
        """All bytes of the part."""
        if len(self.head) == self._packed.size:
            return self.head
        return b"".join(_pieces(self._packed))


def walk_archive(data: bytes, name: str, watch: Callable[[], Watching]) -> dict[str, Part[Watching]]:
    """The parts by name, in the order of the archive, each with its own watcher; PackageError as of `read_archive`."""
    parts: dict[str, Part[Watching]] = {}
    left = MAX_TOTAL
    for packed in packed_files(data, name):
        watcher, head, size, crc = watch(), b"", 0, 0
        try:
            for piece in _pieces(packed):
                head += piece if len(head) < _HEAD else b""
                size, crc = size + len(piece), zlib.crc32(piece, crc)
                refuse_size(packed, size, left, name)
                watcher.see(piece)
        except zlib.error as error:
            raise not_a_package(data, name) from error
        if crc != packed.crc or size != packed.size:
            raise not_a_package(data, name)
        watcher.end()
        left -= size
        parts[packed.name] = Part(packed, head, watcher)
    return parts


def _pieces(packed: Packed) -> Iterator[bytes]:
    """What a file holds, bit by bit; zlib.error where it is damaged."""
    if packed.method != DEFLATED:
        for start in range(0, len(packed.raw), _PIECE):
            yield packed.raw[start : start + _PIECE]
        return
    inflate = zlib.decompressobj(-15)
    for start in range(0, len(packed.raw), _FEED):
        rest = packed.raw[start : start + _FEED]
        while rest:
            if piece := inflate.decompress(rest, _PIECE):
                yield piece
            rest = inflate.unconsumed_tail
    # Only the last few bytes may still be held back.
    if last := inflate.flush():
        yield last
