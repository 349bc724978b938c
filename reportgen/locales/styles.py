"""How numbers are written in a language: the separators of a number style.

`eu` is the house style of the EU institutions: a decimal point in English, Irish and Maltese and a
comma elsewhere, a no-break space for thousands and before the percent sign (Interinstitutional Style
Guide, 6.4 and 10.1). `cldr` takes the separators that are usual in the language, from Babel.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
NUMBER_STYLES = ("eu", "cldr")

_DECIMAL_POINT = {"en", "ga", "mt"}
_CURRENCY_FIRST = {"en", "ga", "mt", "nl"}
_CURRENCY_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


class NumberStyle(NamedTuple):
    """Decimal and thousands separator, what stands between number and percent sign, side of the currency."""

    decimal: str
    group: str
    percent_gap: str
    currency_first: bool

    def currency(self, code: str) -> tuple[str, str]:
        """What is written before and after an amount of this currency (ISO 4217)."""
        sign = _CURRENCY_SIGNS.get(code, code)
        if not self.currency_first:
            return "", f"{NO_BREAK_SPACE}{sign}"
        return (sign if code in _CURRENCY_SIGNS else f"{sign}{NO_BREAK_SPACE}"), ""


@cache
def number_style(language: str, name: str) -> NumberStyle:
    """The style of that name in a language; ValueError names the styles there are."""
    if name not in NUMBER_STYLES:
        raise ValueError(f"no number style {name!r}; there are {', '.join(NUMBER_STYLES)}")
    currency_first = language in _CURRENCY_FIRST
    if name == "eu":
        decimal = "." if language in _DECIMAL_POINT else ","
        return NumberStyle(decimal, NO_BREAK_SPACE, NO_BREAK_SPACE, currency_first)
    from babel.core import Locale as CldrLocale

    cldr = CldrLocale.parse(language)
    symbols = cldr.number_symbols["latn"]
    gap = NO_BREAK_SPACE if NO_BREAK_SPACE in cldr.percent_formats[None].pattern else ""
    return NumberStyle(symbols["decimal"], symbols["group"], gap, currency_first)
