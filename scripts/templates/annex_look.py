"""What tells the annexes of the brands apart: colours, font, sizes, and the band at the top; and their cell styles.

Colours and fonts are read from the brand's own file, so that its annex cannot disagree with it. Sizes are points.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.writer.theme import theme_xml

BRANDS: Final = Path("report_templates")
# Theme colours as cells count them.
LT1, DK1, DK2, ACCENT1, ACCENT6 = 0, 1, 3, 4, 9
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True, slots=True)
class AnnexLook:
    """The look of one annex. `band`: titles stand white on a band of dk2, with a bar of that colour below it."""

    folder: Path
    title: str
    font: str
    theme: Mapping[str, str]
    grey: str
    size: float = 11
    title_size: float = 16
    heading_size: float = 13
    band: str = ""

    @property
    def target(self) -> Path:
        return self.folder / "annex.xlsx"

    def font_of(
        self, size: float = 0, bold: bool = False, theme: int = DK1, grey: bool = False, underline: str | None = None
    ) -> Font:
        """The font in that look; size 0 is the base size."""
        colour = Color(rgb=f"FF{self.grey}") if grey else Color(theme=theme)
        return Font(
            name=self.font, sz=size or self.size, b=bold or None, color=colour, family=2, scheme="minor", u=underline
        )

    def styles(self) -> Sequence[NamedStyle]:
        """The cell styles of the template; generated tables take the first three."""
        rule = Side(style="thin", color=Color(theme=ACCENT6))
        end = Side(style="medium", color=Color(theme=DK2))
        middle, top = Alignment(vertical="center"), Alignment(vertical="top")
        title = self.font_of(self.title_size, bold=True, theme=LT1 if self.band else DK2)
        return (
            _style("Report header", self.font_of(bold=True, theme=LT1), middle, fill=_filled(DK2)),
            _style("Report cell", self.font_of(), middle, border=Border(bottom=rule)),
            _style("Report total", self.font_of(bold=True), middle, border=Border(top=end, bottom=end)),
            _style("Report title", title, middle, **self._banded()),
            _style("Report scope", self.font_of(grey=True), middle),
            _style("Report heading", self.font_of(self.heading_size, bold=True, theme=DK2), middle),
            _style("Report label", self.font_of(grey=True), middle),
            _style("Report value", self.font_of(), Alignment(horizontal="left", vertical="center")),
            _style("Report text", self.font_of(), top),
            _style("Report link", self.font_of(theme=ACCENT1, underline="single"), middle),
        )

    def _banded(self) -> dict[str, Any]:
        if not self.band:
            return {}
        bar = Side(style="thick", color=Color(rgb=f"FF{self.band}"))
        return {"fill": _filled(DK2), "border": Border(bottom=bar)}

    def theme_part(self) -> bytes:
        """The Office theme with the colours and fonts of the brand."""
        root = etree.fromstring(theme_xml.encode())
        root.set("name", self.title)
        for scheme in (*root.iter(f"{_A}clrScheme"), *root.iter(f"{_A}fontScheme")):
            scheme.set("name", self.title)
        for slot in root.iterfind(f".//{_A}clrScheme/*"):
            slot[:] = [etree.Element(f"{_A}srgbClr", val=self.theme[etree.QName(slot).localname])]
        for latin in root.iterfind(f".//{_A}fontScheme/*/{_A}latin"):
            latin.set("typeface", self.font)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def annex_look(name: str) -> AnnexLook:
    """The look of a brand's annex; KeyError for a brand that has none here."""
    file = tomllib.loads((BRANDS / name / "brand.toml").read_text("utf-8"))
    grey = file["text"]["grey"]
    theme = dict(file["theme"])
    theme |= {"hlink": theme["accent1"], "folHlink": grey}
    return _LOOKS[name](BRANDS / name, file["title"], file["fonts"]["body"], theme, grey)


def _agency(folder: Path, title: str, font: str, theme: Mapping[str, str], grey: str) -> AnnexLook:
    # Verdana is a quarter wider than Calibri: all sizes are smaller.
    return AnnexLook(folder, title, font, theme, grey, 9.5, 13, 11, "FFD617")


_LOOKS: Final = {"corporate": AnnexLook, "agency": _agency}


def _style(name: str, font: Font, alignment: Alignment, **more: Any) -> NamedStyle:
    return NamedStyle(name=name, font=font, alignment=alignment, **more)


def _filled(theme: int) -> PatternFill:
    return PatternFill("solid", fgColor=Color(theme=theme))
