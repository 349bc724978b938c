"""[Content_Types].xml <-> the content type of every part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from reportgen.ooxml.markup import document, el
from reportgen.ooxml.names import NS

_DEFAULT = f"{{{NS['ct']}}}Default"
_OVERRIDE = f"{{{NS['ct']}}}Override"


@dataclass(frozen=True, slots=True)
class ContentTypes:
    """Types by file extension (lower case) and, before those, by part name."""

    defaults: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)

    def of(self, part: str) -> str:
        """The content type of a part; empty when the package gives it none."""
        return self.overrides.get(part) or self.defaults.get(extension(part), "")

    def with_part(self, part: str, content_type: str) -> ContentTypes:
        """The same types with one more part, added the way Office does: by extension unless it is XML."""
        if self.of(part) == content_type:
            return self
        ending = extension(part)
        if ending not in ("xml", "") and ending not in self.defaults:
            return ContentTypes({**self.defaults, ending: content_type}, self.overrides)
        return ContentTypes(self.defaults, {**self.overrides, part: content_type})

    def without(self, part: str) -> ContentTypes:
        """The same types without a part."""
        if part not in self.overrides:
            return self
        return ContentTypes(self.defaults, {name: kind for name, kind in self.overrides.items() if name != part})


def extension(part: str) -> str:
    """The file extension in lower case, without its dot."""
    name = part.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def parse_content_types(root: etree._Element) -> ContentTypes:
    """The content types that the part declares."""
    defaults = {node.get("Extension", "").lower(): node.get("ContentType", "") for node in root.iterfind(_DEFAULT)}
    overrides = {node.get("PartName", "").lstrip("/"): node.get("ContentType", "") for node in root.iterfind(_OVERRIDE)}
    return ContentTypes(defaults, overrides)


def content_types_xml(types: ContentTypes) -> bytes:
    """The part, sorted: defaults by extension, then overrides by part name."""
    return document(
        "Types",
        (),
        *(el("Default", Extension=ending, ContentType=kind) for ending, kind in sorted(types.defaults.items())),
        *(el("Override", PartName=f"/{part}", ContentType=kind) for part, kind in sorted(types.overrides.items())),
        xmlns=NS["ct"],
    )
