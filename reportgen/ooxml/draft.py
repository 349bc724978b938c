"""Package -> Draft: a document in the making -> bytes.

The package is never changed, so one template serves many drafts. Parts, content types and relationships
that nothing touched are written as they were read, still compressed.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.ooxml.archive import Entry, pack, write_archive
from reportgen.ooxml.content_types import content_types_xml
from reportgen.ooxml.names import CONTENT_TYPES_PART, ROOT
from reportgen.ooxml.package import Package
from reportgen.ooxml.relationships import Relationship, relationships_part, relationships_xml, source_of


class Draft:
    """A copy of a package that can be changed."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._kept: dict[str, Entry] = {
            name: entry
            for name, entry in package.entries.items()
            if name != CONTENT_TYPES_PART and source_of(name) is None
        }
        self._data: dict[str, bytes] = {}
        self._types = package.types.copy()
        self._arrows: dict[str, tuple[Relationship, ...]] = dict(package.arrows)
        self._changed_arrows = set(package.changed_arrows)
        self._numbers: dict[str, int] = {}

    @property
    def main(self) -> str:
        """The name of the main part."""
        return self.package.main

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, sorted."""
        return tuple(sorted({*self._kept, *self._data}))

    def __contains__(self, part: str) -> bool:
        return part in self._data or part in self._kept

    def read(self, part: str) -> bytes:
        """The bytes of a part as they are now; KeyError when there is none of that name."""
        return self._data[part] if part in self._data else self._kept[part].data

    def content_type(self, part: str) -> str:
        """The content type of a part; empty when it has none."""
        return self._types.of(part)

    def relationships(self, part: str = ROOT) -> tuple[Relationship, ...]:
        """The relationships of a part; of the package itself for ""."""
        return self._arrows.get(part, ())

    def replace(self, part: str, data: bytes) -> None:
        """Give an existing part other bytes; KeyError when there is none of that name."""
        if self.read(part) != data:
            self._data[part] = data
            self._kept.pop(part, None)

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """Add a part; ValueError when the name is taken."""
        if part in self:
            raise ValueError(f"there is a part {part} already")
        self._data[part] = data
        self._types.add(part, content_type)

    def copy_part(self, part: str, pattern: str) -> str:
        """Add a copy of a part under a free name of the pattern, with the same relationships; gives its name."""
        name = self.free_name(pattern)
        self.add(name, self.read(part), self.content_type(part))
        if self.relationships(part):
            self._set_arrows(name, self.relationships(part))
        return name

    def drop(self, *parts: str) -> None:
        """Take parts out, with the relationships from and to them and the parts that only they led to.

        Ids that other parts hold of those relationships (such as a slide list) are for the caller to take out.
        """
        dropped = set(parts)
        before = self._reachable(*dropped)
        for source, arrows in list(self._arrows.items()):
            kept = tuple(arrow for arrow in arrows if arrow.external or arrow.target not in dropped)
            if kept != arrows:
                self._set_arrows(source, kept)
        after = self._reachable(ROOT)
        for name in sorted(dropped | (before - after)):
            self._forget(name)

    def free_name(self, pattern: str) -> str:
        """The first part name of the pattern ("ppt/charts/chart{}.xml") that nothing has, counted from 1."""
        number = self._numbers.get(pattern, 0) + 1
        while pattern.format(number) in self:
            number += 1
        self._numbers[pattern] = number - 1
        return pattern.format(number)

    def relate(self, source: str, type: str, target: str, external: bool = False, id: str = "") -> str:
        """The id of the relationship from source to target, made (with that id, if free) when there is none like it."""
        arrows = self.relationships(source)
        for arrow in arrows:
            if (arrow.type, arrow.target, arrow.external) == (type, target, external):
                return arrow.id
        taken = {arrow.id for arrow in arrows}
        number = len(arrows) + 1
        while not id or id in taken:
            id = f"rId{number}"
            number += 1
        self._set_arrows(source, (*arrows, Relationship(id, type, target, external)))
        return id

    def unrelate(self, source: str, id: str) -> None:
        """Take out a relationship; the part it led to stays."""
        self._set_arrows(source, tuple(arrow for arrow in self.relationships(source) if arrow.id != id))

    def to_bytes(self) -> bytes:
        """The file: content types, root relationships, then all parts sorted by name; same inputs, same bytes."""
        return write_archive(self._entries())

    def _entries(self) -> Iterator[Entry]:
        yield self._content_types()
        entries = [*self._kept.values(), *(pack(name, data) for name, data in self._data.items())]
        entries += [self._relationships(source) for source, arrows in self._arrows.items() if arrows]
        root = relationships_part(ROOT)
        yield from sorted(entries, key=lambda entry: (entry.name != root, entry.name))

    def _content_types(self) -> Entry:
        if self._types == self.package.types and not self.package.changed_types:
            return self.package.entries[CONTENT_TYPES_PART]
        return pack(CONTENT_TYPES_PART, content_types_xml(self._types))

    def _relationships(self, source: str) -> Entry:
        name = relationships_part(source)
        if source not in self._changed_arrows:
            return self.package.entries[name]
        return pack(name, relationships_xml(source, self._arrows[source]))

    def _set_arrows(self, source: str, arrows: tuple[Relationship, ...]) -> None:
        self._arrows[source] = arrows
        self._changed_arrows.add(source)

    def _forget(self, part: str) -> None:
        self._kept.pop(part, None)
        self._data.pop(part, None)
        self._arrows.pop(part, None)
        self._types.drop(part)

    def _reachable(self, *starts: str) -> set[str]:
        found: set[str] = set()
        waiting = list(starts)
        while waiting:
            for arrow in self._arrows.get(waiting.pop(), ()):
                if not arrow.external and arrow.target in self and arrow.target not in found:
                    found.add(arrow.target)
                    waiting.append(arrow.target)
        return found
