"""A small reader of Excel number formats, written from ECMA-376 part 1, 18.8.31: what a cell shows.

Knows sections, conditions, quoted literals, `%`, `0 # . +`. The thousands `,` is not needed here.
"""

from __future__ import annotations

import operator
import re
from decimal import ROUND_HALF_UP, Context, Decimal

_COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq}
_CONDITION = re.compile(r"\[(>=|<=|>|<|=)(-?[\d.]+)\]")
_TOKEN = re.compile(r'"([^"]*)"|([0#.])|(%)|(.)')
_WIDE = Context(prec=60)


def shown(number: float, code: str) -> str:
    """The text of a cell that holds the number: 15 significant digits, half away from zero."""
    value = Decimal(f"{number:.15g}")
    section, value = _section(value, _sections(code))
    return _filled(value, section)


def _sections(code: str) -> list[str]:
    return re.findall(r'((?:"[^"]*"|[^;"])+)', code)


def _section(value: Decimal, sections: list[str]) -> tuple[str, Decimal]:
    if _CONDITION.match(sections[0]):
        for section in sections:
            condition = _CONDITION.match(section)
            if condition is None or _COMPARE[condition[1]](value, Decimal(condition[2])):
                return _CONDITION.sub("", section), value
        return "####", value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    return (sections[2] if value == 0 and len(sections) > 2 else sections[0]), value


def _filled(value: Decimal, section: str) -> str:
    tokens = [match.groups() for match in _TOKEN.finditer(section)]
    value = value * 100 if any(percent for _, _, percent, _ in tokens) else value
    places = [digit for _, digit, _, _ in tokens if digit]
    decimals = len(places) - places.index(".") - 1 if "." in places else 0
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    integers = places[: places.index(".")] if "." in places else places
    queue = _spread(whole.lstrip("0"), integers) + list(fraction)
    text = "-" if value < 0 else ""
    for literal, digit, percent, other in tokens:
        if digit == ".":
            text += "."
        elif digit:
            text += queue.pop(0)
        else:
            text += literal if literal is not None else percent or other
    return text


def _spread(digits: str, places: list[str]) -> list[str]:
    """The digits on their places from the right; what is too many goes to the first place."""
    filled: list[str] = []
    for place in reversed(places[1:]):
        filled.append(digits[-1:] or ("0" if place == "0" else ""))
        digits = digits[:-1]
    filled.append(digits or ("0" if places[0] == "0" else ""))
    return filled[::-1]
