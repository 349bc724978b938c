"""Hidden content controls: the carriers by which a refresh finds blocks and numbers in a document again.

Ids of controls are not given here: `finish` numbers them when the whole document is known.
"""

from __future__ import annotations

import hashlib
from typing import Final

from reportgen.ooxml import Xml, el

W15: Final = "http://schemas.microsoft.com/office/word/2012/wordml"
PREFIX: Final = "rg:"
# Word keeps at most 64 characters of a control's tag.
_LONGEST: Final = 64
_DIGEST: Final = 12


def control_tag(id: str) -> str:
    """The w:tag under which the fact or block of that id is found; long ids end in a digest of themselves."""
    tag = PREFIX + id
    if len(tag) <= _LONGEST:
        return tag
    digest = hashlib.sha256(id.encode()).hexdigest()[:_DIGEST]
    return f"{tag[: _LONGEST - _DIGEST - 1]}~{digest}"


def control(id: str, *content: Xml, hidden: bool = True) -> Xml:
    """Content in a control; `hidden` only where the part declares the prefix w15, or Word 2010 could not open it."""
    appearance = el("w15:appearance", **{"w15:val": "hidden"}) if hidden else None
    properties = el("w:sdtPr", el("w:tag", **{"w:val": control_tag(id)}), appearance)
    return el("w:sdt", properties, el("w:sdtContent", *content))
