"""Parts that are looked through while they are inflated: the same bytes, the same refusals, and once."""

from __future__ import annotations

import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.ooxml import PackageError
from reportgen.ooxml.archive import MAX_RATIO, Entry, pack, read_archive, write_archive
from reportgen.ooxml.walked import walk_archive


class Kept:
    """A watcher that keeps what it is shown."""

    def __init__(self) -> None:
        self.data, self.ended = b"", False

    def see(self, piece: bytes) -> None:
        assert not self.ended
        self.data += piece

    def end(self) -> None:
        self.ended = True


def problems_of(data: bytes) -> tuple[list[str], list[str]]:
    """The codes with which an archive is refused by each of the two ways to read it."""
    found: list[list[str]] = []
    for read in (lambda: read_archive(data, "a"), lambda: walk_archive(data, "a", Kept)):
        try:
            read()
            found.append([])
        except PackageError as error:
            found.append([problem.code for problem in error.problems])
    return found[0], found[1]


SIZES = st.sampled_from([0, 1, 4095, 4096, 4097, 1 << 15, (1 << 19) + 1, 3_000_000])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(SIZES, st.sampled_from([2, 40, 256]), st.booleans()), max_size=4))
def test_a_part_is_shown_as_it_is_read(parts: list[tuple[int, int, bool]]) -> None:
    contents = [random.Random(size).choices(bytes(range(signs)), k=size) for size, signs, _ in parts]
    names = [f"{place}.{'png' if stored else 'xml'}" for place, (_, _, stored) in enumerate(parts)]
    data = write_archive(pack(name, bytes(content)) for name, content in zip(names, contents, strict=True))
    entries, walked = read_archive(data, "a"), walk_archive(data, "a", Kept)
    assert list(entries) == list(walked)
    for name, entry in entries.items():
        part = walked[name]
        assert part.seen.ended
        assert part.seen.data == part.data == entry.data
        assert entry.data.startswith(part.head)
        assert len(part.head) >= min(4096, len(entry.data))


def test_a_bomb_is_refused_before_it_is_whole() -> None:
    seen = Kept()
    data = write_archive([pack("a.xml", bytes(100_000_000))])
    with pytest.raises(PackageError, match="unpacks to far more"):
        walk_archive(data, "a", lambda: seen)
    assert len(seen.data) <= MAX_RATIO * len(data)


@pytest.mark.parametrize("change", ["crc", "size", "cut", "garbage"])
def test_a_damaged_part_is_refused_in_both_ways(change: str) -> None:
    entry = pack("a.xml", random.Random(1).randbytes(100_000))
    crc = entry.crc ^ 1 if change == "crc" else entry.crc
    data = entry.data + b"x" if change == "size" else entry.data
    raw = {"cut": entry.raw[:50_000], "garbage": b"\xff" * 100}.get(change, entry.raw)
    whole = write_archive([Entry(entry.name, data, raw, entry.method, crc)])
    assert problems_of(whole) == (["not-an-office-file"], ["not-an-office-file"])


def test_what_comes_behind_the_end_of_a_part_does_not_count() -> None:
    entry = pack("a.xml", b"abc" * 1000)
    behind = Entry(entry.name, entry.data, entry.raw + zlib.compress(b"more"), entry.method, entry.crc)
    assert problems_of(write_archive([behind])) == ([], [])
