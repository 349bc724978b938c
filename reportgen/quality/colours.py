"""Theme and colour elements -> the RGB that a reader sees, and how well two of them tell apart."""

from __future__ import annotations

import colorsys
import re
import unicodedata
from collections.abc import Mapping
from typing import Final, TypeAlias

from lxml import etree

from reportgen.ooxml.names import qn

Rgb: TypeAlias = tuple[float, float, float]

WHITE: Final[Rgb] = (1.0, 1.0, 1.0)
BLACK: Final[Rgb] = (0.0, 0.0, 0.0)
# WCAG 2.1, 1.4.3 and 1.4.11: ordinary text; large text (18 pt, or 14 pt bold) and signs.
TEXT_RATIO: Final = 4.5
LARGE_RATIO: Final = 3.0
_LARGE: Final = 18.0
_LARGE_BOLD: Final = 14.0
_WHOLE: Final = 100_000
_HEX: Final = re.compile(r"[0-9A-Fa-f]{6}")
# What a slide calls a colour when its master maps nothing.
_USUAL: Final = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}


def rgb(text: str) -> Rgb | None:
    """Six hex digits, or eight with the opacity first, as Excel writes them."""
    digits = text[-6:]
    if not _HEX.fullmatch(digits):
        return None
    red, green, blue = (int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return red, green, blue


def theme_colours(theme: etree._Element | None) -> dict[str, Rgb]:
    """The colours of a theme by slot: dk1, lt1, ... folHlink."""
    scheme = None if theme is None else theme.find(f".//{qn('a:clrScheme')}")
    found: dict[str, Rgb] = {}
    for slot in [] if scheme is None else scheme:
        for held in slot:
            colour = rgb(held.get("lastClr", held.get("val", "")))
            if colour:
                found[etree.QName(slot).localname] = colour
    return found


def resolve(holder: etree._Element | None, theme: Mapping[str, Rgb], names: Mapping[str, str]) -> Rgb | None:
    """The colour inside an a:solidFill or its like; None when there is none that can be known."""
    for held in [] if holder is None else holder:
        kind = etree.QName(held).localname
        if kind == "srgbClr":
            colour = rgb(held.get("val", ""))
        elif kind == "sysClr":
            colour = rgb(held.get("lastClr", ""))
        elif kind == "schemeClr":
            slot = held.get("val", "")
            colour = theme.get(names.get(slot, _USUAL.get(slot, slot)))
        else:
            continue
        return None if colour is None else _modified(colour, held)
    return None


def tinted(colour: Rgb, tint: float) -> Rgb:
    """Excel's tint: lightness towards white (positive) or black (negative); ECMA-376 part 1, 18.8.19."""
    hue, light, saturation = colorsys.rgb_to_hls(*colour)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return colorsys.hls_to_rgb(hue, light, saturation)


def contrast(one: Rgb, other: Rgb) -> float:
    """The ratio of two colours, 1 to 21 (WCAG 2.1, contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def needed_contrast(text: str, points: float, bold: bool) -> float:
    """The least ratio for a text; signs such as that of a status are seen, not read."""
    signs = all(unicodedata.category(letter)[0] in "SZ" for letter in text)
    large = points >= _LARGE or (bold and points >= _LARGE_BOLD)
    return LARGE_RATIO if signs or large else TEXT_RATIO


def hexadecimal(colour: Rgb) -> str:
    """The colour as six hex digits."""
    return "".join(f"{round(part * 255):02X}" for part in colour)


def _luminance(colour: Rgb) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _modified(colour: Rgb, held: etree._Element) -> Rgb:
    for change in held:
        value = change.get("val", "")
        if not value.lstrip("-").isdecimal():
            continue
        share = int(value) / _WHOLE
        hue, light, saturation = colorsys.rgb_to_hls(*colour)
        kind = etree.QName(change).localname
        if kind == "lumMod":
            light *= share
        elif kind == "lumOff":
            light += share
        elif kind == "satMod":
            saturation *= share
        elif kind == "tint":
            colour = _mixed(colour, WHITE, share)
            continue
        elif kind == "shade":
            colour = _mixed(colour, BLACK, share)
            continue
        colour = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), min(max(saturation, 0), 1))
    return colour


def _mixed(colour: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (mine * share + theirs * (1 - share) for mine, theirs in zip(colour, other, strict=True))
    return red, green, blue
