"""How dates are written (dd-mm-yyyy) and where the date of a row stands: in a column, in two, in the file's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from reportgen.contracts.forms import DayCount, Declared, Text, unexpected

# Longest first. A token is a regular expression of its text and the part of a date it gives.
# How quarters are written: Q1, T1, 1. Quartal, I kw., 2 кв.; and fiscal years: FY25, GJ 2025.
_QUARTER = (
    r"(?:[QTK]\s*(?P<quarter>[1-4])|(?P<numbered>[1-4])\.?\s*(?:Quartal|[kк][wв]\.?|kwartał|trimestre|квартал)"
    r"|(?P<roman>I{1,3}|IV)\s*(?:Quartal|[kк][wв]\.?|kwartał|trimestre|квартал))"
)
_FISCAL = r"(?P<fiscal>FY|GJ|EF|AF|RO)\s*'?"
_TOKENS = {
    "fy": (_FISCAL, "fiscal"),
    "yyyy": (r"\d{4}", "year"),
    "yy": (r"\d{2}", "short_year"),
    "mmmm": (r"[^\W\d_]+", "month_name"),
    "mmm": (r"[^\W\d_]+\.?", "month_name"),
    "mm": (r"\d{1,2}", "month"),
    "m": (r"\d{1,2}", "month"),
    "dd": (r"\d{1,2}", "day"),
    "d": (r"\d{1,2}", "day"),
    "q": (r"[1-4]", "quarter"),
    "hh": (r"\d{1,2}", "hour"),
    "h": (r"\d{1,2}", "hour"),
    "ss": (r"\d{2}(?:[.,]\d+)?", "second"),
    "am/pm": (r"[AaPp]\.?[Mm]\.?", "half"),
    "am": (r"[AaPp]\.?[Mm]\.?", "half"),
}
_DIRECTIVES = {"year": "%Y", "short_year": "%y", "month": "%m", "day": "%d", "minute": "%M", "second": "%S"}
_TOKEN = re.compile(r"fy|yyyy|yy|mmmm|mmm|mm|m|dd|d|hh|h|ss|am/pm|am|'[^']*'|q|.", re.IGNORECASE | re.DOTALL)
_FORM = "a way of writing dates such as dd-mm-yyyy, mm/dd/yyyy hh:mm:ss AM or yyyy-mm"


@dataclass(frozen=True, slots=True)
class DateFormat:
    """A way of writing dates: `pattern` matches a text, its groups are named after the parts of a date.
    `directives` says the same to strptime; empty when strptime cannot."""

    text: str
    pattern: re.Pattern[str]
    parts: frozenset[str]
    directives: str = ""


@cache
def compile_format(text: str, with_year: bool = True) -> DateFormat:
    """The format written with yyyy yy mmmm mmm mm m dd d q hh h ss AM FY; ValueError when it makes no date.

    `mm` after `hh` or before `ss` means minutes, as in Excel's number formats. A second year (yyyy-yyyy, yyyy/yy) is
    the one in which a fiscal year ends. Other letters are quoted: 'Week of' dd.mm.yyyy. Without `with_year` a month or
    quarter alone will do.
    """
    pieces: list[str] = []
    directives: list[str] = []
    parts: list[str] = []
    twelve = "am" in text.lower()
    tokens = _TOKEN.findall(text)
    for index, token in enumerate(tokens):
        known = _TOKENS["q"] if token == "Qq" else _TOKENS.get(token.lower())
        if token.startswith("'") or known is None:
            literal = token.strip("'") if len(token) > 1 else token
            if len(token) == 1 and token.isalpha() and token not in "TZQ":
                raise ValueError(_FORM)
            pieces.append(r"\s+" if literal.isspace() else re.escape(literal))
            directives.append(literal.replace("%", "%%"))
            continue
        expression, part = known
        if token.lower() in ("mm", "m") and _means_minutes(tokens, index):
            part = "minute"
        # People write Q for the quarter's letter: "Qq yyyy" is Q1 2024, a single Q before q is a letter.
        if part == "quarter" and index + 1 < len(tokens) and tokens[index + 1] == "q":
            tokens[index + 1] = "Qq"
            continue
        if part in ("year", "short_year") and parts[-1:] in (["year"], ["short_year"]) and tokens[index - 1] in "-/":
            part = f"end_{part}"
        if token == "Qq":
            pieces.append(_QUARTER)
        else:
            pieces.append(expression if part == "fiscal" else f"(?P<{part}>{expression})")
        directives.append({"hour": "%I" if twelve else "%H", "half": "%p"}.get(part) or _DIRECTIVES.get(part, ""))
        parts.append(part)
    given = frozenset(parts)
    lacking = not given & {"year", "short_year"} if with_year else not given & {"month", "month_name", "quarter"}
    if len(parts) != len(given) or (lacking and not given & {"year", "short_year"}):
        raise ValueError(_FORM)
    if "day" in given and not _has_month(given):
        raise ValueError(_FORM)
    # Only whole days and times: a month or quarter lies at its end, which strptime does not know.
    whole = "day" in given and given <= {*_DIRECTIVES, "hour", "half"}
    return DateFormat(text, re.compile("".join(pieces), re.IGNORECASE), given, "".join(directives) if whole else "")


def date_format(text: str) -> str:
    """The text, when it is a format of dates (or empty)."""
    if text:
        try:
            compile_format(text)
        except (ValueError, re.error):
            raise unexpected(_FORM) from None
    return text


def _header_format(text: str) -> str:
    if text:
        try:
            compile_format(text, with_year=False)
        except (ValueError, re.error):
            raise unexpected("a way of writing periods such as mmm yyyy, yyyy-mm, Qq yyyy or mmm") from None
    return text


_GIVEN_YEAR = re.compile(
    r"(?P<year>\d{4})(?:[-/](?:(?P<end_year>\d{4})|(?P<end_short_year>\d{2})))?|FY ?(?P<fiscal>\d{2,4})"
)


def year_parts(text: str) -> dict[str, str] | None:
    """The parts of a year written 2024, 2023-2024, 2023/24 or FY24; None when it is none."""
    match = _GIVEN_YEAR.fullmatch(text.strip())
    if match is None:
        return None
    if match["fiscal"]:
        key = "year" if len(match["fiscal"]) == 4 else "short_year"
        return {key: match["fiscal"], "fiscal": "FY"}
    return {part: given for part, given in match.groupdict().items() if given}


def _given_year(text: str) -> str:
    if text and year_parts(text) is None:
        raise unexpected("a year such as 2024, 2023-2024 or FY24")
    return text


def _has_month(parts: frozenset[str]) -> bool:
    return bool(parts & {"month", "month_name"})


def _means_minutes(tokens: list[str], index: int) -> bool:
    before = [token.lower() for token in tokens[:index] if token.lower() in _TOKENS]
    after = [token.lower() for token in tokens[index + 1 :] if token.lower() in _TOKENS]
    return (bool(before) and before[-1] in ("hh", "h")) or (bool(after) and after[0] == "ss")


class DateSpec(Declared):
    """The date that places a row in a period: a column, columns for its parts, or the file's name."""

    header: str = Field("", alias="from", description="Header of the column that holds the date.")
    year: str = Field("", description="Header of the column with the year, when the parts stand apart.")
    month: str = Field("", description="Header of the column with the month, as a number or a name.")
    quarter: str = Field("", description="Header of the column with the quarter (1 or Q1), instead of the month.")
    day: str = Field("", description="Header of the column with the day; without it the row lies at the month's end.")
    file: Annotated[str, AfterValidator(date_format)] = Field(
        "", description="Where the file's name holds the date, such as yyyy-mm-dd or yyyy-mm."
    )
    columns: Annotated[str, AfterValidator(_header_format)] = Field(
        "",
        description="How the headers of several columns write their periods, such as mmm yyyy or Qq yyyy; "
        'the field whose header is "*" (or "Active *") holds their values.',
    )
    of_year: Annotated[str, AfterValidator(_given_year)] = Field(
        "", description="The year of columns that name months or quarters only, such as 2024; default: found out."
    )
    format: Annotated[str, AfterValidator(date_format)] = Field(
        "", description="How the date is written, such as dd-mm-yyyy; default: found out."
    )
    tolerance: DayCount = Field(
        0,
        description="How far from a period's end a snapshot may lie and still stand for it, such as 5 days "
        "(for stock and cumulative tables).",
    )

    @model_validator(mode="after")
    def _one_place(self) -> DateSpec:
        if sum(map(bool, (self.header, self.year, self.file, self.columns))) != 1:
            raise unexpected(
                "one place of the date: from: HEADER, or year: and month: HEADER, or file: yyyy-mm-dd, "
                "or columns: mmm yyyy"
            )
        if self.of_year and not self.columns:
            raise unexpected("of_year: only beside columns:")
        if ((self.month or self.quarter) and not self.year) or (self.day and not self.month):
            raise unexpected("year: HEADER beside month:, and month: HEADER beside day:")
        if self.month and self.quarter:
            raise unexpected("month: or quarter:, not both")
        if self.format and not self.header:
            raise unexpected("format: only beside from: HEADER")
        return self

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of the columns that hold the date or its parts; none when it stands in the file's name."""
        return tuple(header for header in (self.header, self.year, self.month, self.quarter, self.day) if header)


def _from_header(value: Any) -> Any:
    return {"from": value} if isinstance(value, str) else value


Dating = Annotated[DateSpec, BeforeValidator(_from_header, json_schema_input_type=Text | DateSpec)]
