"""[Content_Types].xml <-> the content type of every part."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from reportgen.ooxml.markup import document, el
from reportgen.ooxml.names import NS

_DEFAULT = f"{{{NS['ct']}}}Default"
_OVERRIDE = f"{{{NS['ct']}}}Override"


@dataclass(slots=True)
class ContentTypes:
    """Types by file extension (lower case) and, before those, by part name. Those of a package are never changed, a
    draft has a copy."""

    defaults: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)

    def copy(self) -> ContentTypes:
        """The same types, to be changed."""
        return ContentTypes(dict(self.defaults), dict(self.overrides))

    def of(self, part: str) -> str:
        """The content type of a part; empty when the package gives it none."""
        return self.overrides.get(part) or self.defaults.get(extension(part), "")

    def add(self, part: str, content_type: str) -> None:
        """Take in one more part the way Office does: by extension unless it is XML."""
        if self.of(part) == content_type:
            return
        ending = extension(part)
        if ending not in ("xml", "") and ending not in self.defaults:
            self.defaults[ending] = content_type
        else:
            self.overrides[part] = content_type

    def drop(self, part: str) -> None:
        """Forget a part."""
        self.overrides.pop(part, None)


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
