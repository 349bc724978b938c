"""Parts -> the items of the whole template, and every fault that shows in its structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.errors import Problem, Severity, TemplateError
from reportgen.locations import TagLocation
from reportgen.templating.blocks import Block, UnitLevel, match_blocks, match_units
from reportgen.templating.dialect import Dialect
from reportgen.templating.edits import Items
from reportgen.templating.events import BrokenXmlError, Document, read_document
from reportgen.templating.findings import Findings
from reportgen.templating.lifting import lift
from reportgen.templating.lines import Line, PartStart
from reportgen.templating.pieces import part_pieces
from reportgen.templating.texts import PlacedTag, placed_tags


@dataclass(slots=True)
class PartAnalysis:
    """A part with its tags; `document` is None where there is no tag to look for."""

    part: str
    document: Document | None
    tags: list[PlacedTag] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    stray: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Analysis:
    """The template as read: units of parts, what part-level tags do to them, and the faults so far."""

    units: list[list[PartAnalysis]]
    level: UnitLevel
    part_level_tags: list[PlacedTag]
    findings: Findings

    @property
    def tags(self) -> list[PlacedTag]:
        """All tags in the order of their numbers."""
        return [tag for unit in self.units for part in unit for tag in part.tags]


def analyse(
    parts: Mapping[str, bytes],
    dialect: Dialect,
    file: str,
    titles: Mapping[str, str],
    units: Sequence[Sequence[str]],
) -> Analysis:
    """Read and match the tags of all parts. TemplateError for parts that are not XML."""
    findings, broken = Findings(), list[Problem]()
    analysed: list[list[PartAnalysis]] = []
    number = 1
    for position, unit in enumerate(_all_units(parts, units)):
        held = []
        for name in unit:
            title = titles.get(name) or dialect.title(name, position)
            try:
                part = _analyse_part(name, parts[name], dialect, file, title, number, findings)
            except BrokenXmlError as error:
                broken.append(Problem(Severity.ERROR, "broken-part", str(error), TagLocation(file, title)))
                continue
            number += len(part.tags)
            held.append(part)
        analysed.append(held)
    if broken:
        raise TemplateError(broken)
    level = [[tag for part in unit for tag in part.tags if _is_part_level(tag, dialect)] for unit in analysed]
    flat = [tag for unit in level for tag in unit]
    return Analysis(analysed, match_units(level, findings), flat, findings)


def items_of(analysis: Analysis, dialect: Dialect) -> Items:
    """The items of the whole template, faults noted in the analysis; starts with a line."""
    items: Items = []
    for index, unit in enumerate(analysis.units):
        items += [Line(tag.found.code, None, tag.tag) for tag in analysis.level.before[index]]
        for part in unit:
            if part.document is None or not part.tags:
                items.append(Line("0", PartStart(part.part, b"" if part.document is None else part.document.data)))
                continue
            lifted = lift(part.blocks, dialect, analysis.findings)
            items.append(Line("0", PartStart(part.part)))
            items += part_pieces(part.document, part.tags, part.blocks, lifted, dialect, analysis.findings)
        items += [Line(end, None, None) for end in analysis.level.after[index]]
    return items


def _all_units(parts: Mapping[str, bytes], units: Sequence[Sequence[str]]) -> list[list[str]]:
    """The units in the order of their first parts; parts that no unit names are their own."""
    unit_of = {part: list(unit) for unit in units for part in unit if part in parts}
    ordered: list[list[str]] = []
    for part in parts:
        unit = [one for one in unit_of.get(part, [part]) if one in parts]
        if unit not in ordered:
            ordered.append(unit)
    return ordered


def _analyse_part(
    name: str, data: bytes, dialect: Dialect, file: str, title: str, first: int, findings: Findings
) -> PartAnalysis:
    if b"{" not in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return PartAnalysis(name, None)
    document = read_document(name, data, dialect.namespaces)
    tags = placed_tags(document, dialect, file, title, first)
    for tag in tags:
        if tag.found.fault:
            findings.add(tag.tag, "broken-tag", tag.found.fault)
    blocks, stray = match_blocks([tag for tag in tags if not _is_part_level(tag, dialect)], findings)
    return PartAnalysis(name, document, tags, blocks, stray)


def _is_part_level(tag: PlacedTag, dialect: Dialect) -> bool:
    return bool(dialect.part_level) and tag.found.level == dialect.part_level
