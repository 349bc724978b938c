"""A .pptx, .docx or .xlsx file (or a template of one) -> Package: its parts, read once and never changed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from lxml import etree

from reportgen.errors import Problem, Severity
from reportgen.locations import Location
from reportgen.ooxml.archive import Entry, PackageError, read_archive, refusal
from reportgen.ooxml.content_types import ContentTypes, extension, parse_content_types
from reportgen.ooxml.names import (
    CONTENT_TYPES_PART,
    DOCUMENT_TYPE_OF,
    OFFICE_DOCUMENT,
    OFFICE_DOCUMENT_STRICT,
    ROOT,
    VBA_PROJECT,
)
from reportgen.ooxml.relationships import Relationship, parse_relationships, relationships_part, source_of

_XML_ENDINGS: Final = ("xml", "rels", "vml")
_ENCODING: Final = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ENCODINGS: Final = ("utf-8", "utf8", "utf-16", "us-ascii", "ascii")


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of an Office file. `problems` are warnings about what was left out in reading, such as macros."""

    name: str
    main: str
    entries: Mapping[str, Entry] = field(repr=False)
    types: ContentTypes = field(repr=False)
    arrows: Mapping[str, tuple[Relationship, ...]] = field(repr=False)
    problems: tuple[Problem, ...] = ()
    # Sources whose relationships, and whether the content types, differ from the bytes that were read.
    changed_arrows: frozenset[str] = frozenset()
    changed_types: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, sorted; content types and relationships are no parts."""
        return tuple(sorted(name for name in self.entries if not _is_plumbing(name)))

    def read(self, part: str) -> bytes:
        """The bytes of a part; PackageError when there is none of that name, though others may lead to it."""
        entry = self.entries.get(part)
        if entry is None:
            hint = "Open the file in Office, let it repair it, and save it."
            raise refusal(self.name, "missing-part", "The file lacks one of its parts", part, hint=hint)
        return entry.data

    def content_type(self, part: str) -> str:
        """The content type of a part; empty when the file gives it none."""
        return self.types.of(part)

    def relationships(self, part: str = ROOT) -> tuple[Relationship, ...]:
        """The relationships of a part in file order; of the package itself for ""."""
        return self.arrows.get(part, ())


# A document has hundreds of parts, and making a parser takes as long as reading a small one. lxml lets one thread at
# a time use it.
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def read_package(source: Path | bytes, name: str = "") -> Package:
    """The package of a file or of its bytes; PackageError (exit code 4) when it cannot be opened safely.

    Templates (.potx, .dotx, .xltx) become documents; macros are left out with a warning in `problems`.
    """
    if isinstance(source, bytes):
        return _package(source, name)
    name = name or source.name
    try:
        data = source.read_bytes()
    except OSError as error:
        raise refusal(name, "unreadable-file", "The file cannot be read", error.strerror or str(error)) from error
    return _package(data, name)


def parse_xml(data: bytes) -> etree._Element:
    """The root element of a part, without entities or network; etree.XMLSyntaxError when it is malformed."""
    return etree.fromstring(data, _PARSER)


def _package(data: bytes, name: str) -> Package:
    entries = read_archive(data, name)
    if CONTENT_TYPES_PART not in entries:
        raise refusal(
            *(name, "not-an-office-file", "This is not an Office file", _kind_of_archive(entries)),
            *("a .pptx, .docx or .xlsx file", "Save it from PowerPoint, Word or Excel and try again."),
        )
    for entry in entries.values():
        if extension(entry.name) in _XML_ENDINGS:
            _refuse_declarations(entry, name)
    types = parse_content_types(_parsed(entries[CONTENT_TYPES_PART], name))
    folded = {part.lower(): part for part in entries}
    arrows = {
        source: tuple(_with_spelling_of(folded, each) for each in parse_relationships(_parsed(entry, name), source))
        for source, entry in ((source_of(part), entry) for part, entry in entries.items())
        if source is not None
    }
    main = _main_part(arrows.get(ROOT, ()), entries, name)
    return _without_macros(_as_document(Package(name, main, entries, types, arrows)))


def _refuse_declarations(entry: Entry, file: str) -> None:
    # A part in UTF-16 hides the declaration between zero bytes.
    text = entry.data.replace(b"\0", b"") if b"\0" in entry.data[:64] else entry.data
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise refusal(
            *(file, "document-type-declaration", "A part has a document type declaration", entry.name),
            hint="Office never writes one, and it can read other files; do not use this file.",
        )
    encoding = _ENCODING.match(text.removeprefix(codecs.BOM_UTF8)[:300])
    if encoding and encoding.group(1).decode().lower() not in _ENCODINGS:
        found = f"{encoding.group(1).decode()} in {entry.name}"
        raise refusal(file, "unknown-encoding", "A part is in an encoding Office does not write", found, "UTF-8")


def _parsed(entry: Entry, file: str) -> etree._Element:
    try:
        return parse_xml(entry.data)
    except etree.XMLSyntaxError as error:
        found = f"{entry.name}: {error.msg}"
        hint = "Open it in Office, let it repair the file and save it."
        raise refusal(file, "malformed-part", "The file is damaged", found, hint=hint) from error


def _with_spelling_of(names: Mapping[str, str], arrow: Relationship) -> Relationship:
    # Part names are equal when they differ by case only (ECMA-376 part 2, 6.2.2.3).
    target = arrow.target if arrow.external else names.get(arrow.target.lower(), arrow.target)
    return arrow if target == arrow.target else replace(arrow, target=target)


def _main_part(root: tuple[Relationship, ...], entries: Mapping[str, Entry], file: str) -> str:
    for arrow in root:
        if arrow.type in (OFFICE_DOCUMENT, OFFICE_DOCUMENT_STRICT) and arrow.target in entries:
            return arrow.target
    raise refusal(
        *(file, "not-an-office-file", "This is not an Office file", "an archive without a main document"),
        "a .pptx, .docx or .xlsx file",
    )


def _as_document(package: Package) -> Package:
    kind = DOCUMENT_TYPE_OF.get(package.content_type(package.main))
    if kind is None:
        return package
    types = package.types.copy()
    types.overrides[package.main] = kind
    return replace(package, types=types, changed_types=True)


def _without_macros(package: Package) -> Package:
    macros = {arrow.target for arrows in package.arrows.values() for arrow in arrows if arrow.type == VBA_PROJECT}
    if not macros:
        return package
    # What a macro project relates to (its data, its signature) goes with it.
    macros |= {arrow.target for part in macros for arrow in package.relationships(part) if not arrow.external}
    gone = macros | {relationships_part(part) for part in macros}
    kept = {
        source: tuple(arrow for arrow in arrows if arrow.external or arrow.target not in macros)
        for source, arrows in package.arrows.items()
        if source not in macros
    }
    warning = Problem(
        Severity.WARNING,
        "macros-left-out",
        "The macros of this file are left out",
        Location(package.name),
        hint="Documents are made without macros; save the template without them.",
    )
    types = package.types.copy()
    for part in macros:
        types.drop(part)
    changed = {source for source, arrows in kept.items() if arrows != package.arrows[source]}
    return replace(
        package,
        entries={part: entry for part, entry in package.entries.items() if part not in gone},
        types=types,
        arrows=kept,
        problems=(*package.problems, warning),
        changed_arrows=frozenset(changed),
        changed_types=True,
    )


def _kind_of_archive(entries: Mapping[str, Entry]) -> str:
    return "an OpenDocument file" if "mimetype" in entries else "a zip archive"


def _is_plumbing(name: str) -> bool:
    return name == CONTENT_TYPES_PART or source_of(name) is not None


__all__ = ["Package", "PackageError", "parse_xml", "read_package"]
