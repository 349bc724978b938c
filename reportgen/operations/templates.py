"""Which file of a brand is the template of which document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.renderers import Format

if TYPE_CHECKING:
    from reportgen.brand import Brand


def template_path(brand: Brand, format: Format) -> Path:
    """The brand's template for a kind of document."""
    return {"deck": brand.deck, "report": brand.report, "annex": brand.annex}[format.name]
