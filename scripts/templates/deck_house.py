"""What tells the decks of the brands apart: colours, font, sizes, and the band at the top.

Colours and fonts are read from the brand's own file, so that its deck cannot disagree with it.
Lengths are cm, sizes points.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.templates.deck_shapes import Level, Style

BRANDS: Final = Path("report_templates")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes by what is set in them."""

    cover: float = 54
    cover_subtitle: float = 24
    title: float = 24
    topic: float = 12
    subtitle: float = 14
    big: float = 48
    status: float = 36
    number: float = 32
    box: float = 18
    panel: float = 18
    heading: float = 16
    counted: float = 14
    body: float = 14
    small: float = 12
    detail: float = 14
    note: float = 12
    fact: float = 11
    foot: float = 10


@dataclass(frozen=True, slots=True)
class House:
    """The look of one deck. `band`: the topic stands white on a band of dk2, a bar of that colour below it.

    `main_columns`: how many of the twelve a picture has that stands beside comments."""

    folder: Path
    title: str
    font: str
    theme: Mapping[str, str]
    sizes: Sizes = Sizes()
    title_columns: int = 10
    title_colour: str = "tx1"
    band: str = ""
    footer_rule: tuple[float, str] = (0.75, "accent6")
    tab: float = 3.2
    count_pitch: float = 3.35
    map_columns: float = 7
    main_columns: float = 9

    # Calibri's own line is 1.22 times its size, and Verdana's: 90 % of it is the 108 % of the type scale, 94 % its 115.

    @property
    def headline(self) -> Level:
        return Level(Style(self.sizes.title, True, self.title_colour), line=90)

    @property
    def heading(self) -> Level:
        return Level(Style(self.sizes.heading, True, "accent1"), line=94)

    @property
    def panel(self) -> Level:
        return Level(Style(self.sizes.panel, True, "tx1"), line=94)

    @property
    def statement(self) -> Level:
        return Level(Style(self.sizes.heading, True, "tx1"), line=94)

    @property
    def boxed(self) -> Level:
        return Level(Style(self.sizes.box, True, "tx1"), line=94, before=3)

    @property
    def body(self) -> Level:
        return Level(Style(self.sizes.body, False, "tx1"), before=2)

    @property
    def bullet(self) -> Level:
        return Level(Style(self.sizes.body, False, "tx1"), before=4, bullet="–")

    @property
    def quiet(self) -> Level:
        return Level(Style(self.sizes.body, False, "grey"))

    @property
    def small(self) -> Level:
        return Level(Style(self.sizes.small, False, "grey"))

    @property
    def note(self) -> Level:
        return Level(Style(self.sizes.note, False, "tx1"), before=2)

    @property
    def big(self) -> Level:
        return Level(Style(self.sizes.big, True, "tx1"), line=85)

    @property
    def number(self) -> Level:
        return Level(Style(self.sizes.number, True, "tx1"), line=85)

    @property
    def foot(self) -> Style:
        return Style(self.sizes.foot, False, "grey")

    @property
    def topic(self) -> Style:
        return Style(self.sizes.topic, False, "bg1" if self.band else "grey")


def house(name: str) -> House:
    """The look of a brand's deck; KeyError for a brand that has none here."""
    file = tomllib.loads((BRANDS / name / "brand.toml").read_text("utf-8"))
    theme = dict(file["theme"])
    theme |= {"hlink": theme["accent1"], "folHlink": file["text"]["grey"]}
    return _LOOKS[name](BRANDS / name, file["title"], file["fonts"]["body"], theme)


def _agency(folder: Path, title: str, font: str, theme: Mapping[str, str]) -> House:
    # Verdana is a quarter wider than Calibri: what is larger than body text is set smaller.
    sizes = Sizes(
        cover=42, cover_subtitle=20, title=20, topic=10.5, subtitle=11.5, big=40, status=30, number=25, box=15,
        panel=14, heading=14, counted=11, body=14, small=11.5, detail=12, note=10, fact=10.5,
    )  # fmt: skip
    return House(
        folder,
        title,
        font,
        theme,
        sizes,
        11,
        "accent1",
        "FFD617",
        (1.0, "tx2"),
        tab=3.6,
        map_columns=6.5,
        main_columns=8,
    )


_LOOKS: Final = {"corporate": House, "agency": _agency}
