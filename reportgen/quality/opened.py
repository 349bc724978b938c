"""Package -> Opened: the tree of every XML part, and how a problem in a part is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from reportgen.errors import Problem, Severity
from reportgen.locations import TagLocation
from reportgen.ooxml import Package, parse_xml
from reportgen.ooxml.content_types import extension


@dataclass(frozen=True, slots=True)
class Opened:
    """A package with the trees of its well-formed parts by part name."""

    package: Package
    trees: dict[str, etree._Element]

    def parts(self, kind: str) -> Iterator[tuple[str, etree._Element]]:
        """Name and tree of the parts whose content type ends so ("slide+xml"), sorted by name."""
        for name, tree in self.trees.items():
            if self.package.content_type(name).endswith(kind):
                yield name, tree

    def problem(
        self,
        part: str,
        code: str,
        message: str,
        found: object = "",
        expected: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """A problem in a part."""
        return Problem(severity, code, message, TagLocation(self.package.name, f"part {part}"), str(found), expected)


def open_parts(package: Package) -> tuple[Opened, list[Problem]]:
    """The opened package, and a problem for every XML part that is malformed."""
    opened = Opened(package, {})
    problems = []
    for name in package.names:
        if not (extension(name) == "xml" or package.content_type(name).endswith("+xml")):
            continue
        try:
            opened.trees[name] = parse_xml(package.read(name))
        except etree.XMLSyntaxError as error:
            problems.append(opened.problem(name, "malformed-xml", "The part is not well-formed XML", error.msg or ""))
    return opened, problems


def elements(tree: etree._Element, *names: str) -> Iterator[etree._Element]:
    """All elements below (and with) the root of these names in lxml's form, in document order."""
    return tree.iter(*names)


def repeated(values: list[str]) -> list[str]:
    """The values that occur more than once, each once, in the order of their second occurrence."""
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for value in values:
        if value in seen:
            twice[value] = None
        seen.add(value)
    return list(twice)
