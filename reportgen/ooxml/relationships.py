"""Relationship parts (.rels) <-> Relationships whose targets are part names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from reportgen.ooxml.markup import document, el
from reportgen.ooxml.names import NS, ROOT

_RELATIONSHIP = f"{{{NS['rel']}}}Relationship"


@dataclass(frozen=True, slots=True)
class Relationship:
    """An arrow from a part: `target` is a part name, or the address as it stands when `external`."""

    id: str
    type: str
    target: str
    external: bool = False


def relationships_part(source: str) -> str:
    """Where the relationships of a part are kept ("ppt/slides/_rels/slide1.xml.rels"); the root's for ""."""
    folder, slash, name = source.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"


def source_of(rels_part: str) -> str | None:
    """The part whose relationships are kept there; "" for the package itself, None for another kind of part."""
    folder, name = posixpath.split(rels_part)
    if not name.endswith(".rels") or posixpath.basename(folder) != "_rels":
        return None
    source = name.removesuffix(".rels")
    return posixpath.join(posixpath.dirname(folder), source) if source else ROOT


def parse_relationships(root: etree._Element, source: str) -> tuple[Relationship, ...]:
    """The relationships in file order, targets resolved against the folder of their source."""
    found = []
    for node in root.iterfind(_RELATIONSHIP):
        target = node.get("Target", "")
        external = node.get("TargetMode") == "External"
        found.append(
            Relationship(
                node.get("Id", ""), node.get("Type", ""), target if external else resolve(source, target), external
            )
        )
    return tuple(found)


def resolve(source: str, target: str) -> str:
    """The part name that a relative or absolute target means; "#place" stays as it is."""
    if target.startswith("#"):
        return target
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def relationships_xml(source: str, relationships: Iterable[Relationship]) -> bytes:
    """The .rels part of a source, with relative targets as Office writes them."""
    return document(
        "Relationships",
        (),
        *(
            el(
                "Relationship",
                Id=each.id,
                Type=each.type,
                Target=each.target if each.external else _relative(source, each.target),
                TargetMode="External" if each.external else None,
            )
            for each in relationships
        ),
        xmlns=NS["rel"],
    )


@lru_cache(maxsize=4096)
def _relative(source: str, target: str) -> str:
    """The target as seen from its source; kept, because names of parts are the same in all documents of a template."""
    if target.startswith("#"):
        return target
    return posixpath.relpath(target, posixpath.dirname(source) or ".")
