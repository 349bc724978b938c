"""The stamp of a workbook that was written to be filled in: what it asks for, of whom, for which period.

It stands in a cell, in a hidden defined name and in a document property, so that a file is known whatever its name
and whatever program has saved it. As a text it is one line: reportgen-collect?period=2026-11&tables=adoption.1 ...
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode

STAMP_NAME = "reportgen_stamp"
# The defined name of the cell in which a whole table says that there is nothing to report, before the table's name.
NOTHING_NAME = "nothing_"
_SCHEME = "reportgen-collect?"
# Excel's limit for both is 255.
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Stamp:
    """`tables` are versions by table; `start` and `end` the days of the period; `grouping` and `scope` the group, or
    with an empty grouping the entity, that the workbook was written for; both empty: everybody. `nothing` are the
    tables of which the workbook says, when it comes back, that there is nothing to report."""

    period: str
    start: date
    end: date
    tables: Mapping[str, int] = field(default_factory=dict)
    grouping: str = ""
    scope: str = ""
    language: str = "en"
    nothing: tuple[str, ...] = ()

    def text(self) -> str:
        """The stamp in one line of ASCII."""
        tables = ",".join(f"{name}.{version}" for name, version in self.tables.items())
        said = {
            "period": self.period,
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "tables": tables,
            "grouping": self.grouping,
            "scope": self.scope,
            "language": self.language,
        }
        said = {key: value for key, value in said.items() if value}
        return _SCHEME + urlencode(said, safe=",", quote_via=quote)

    def pieces(self) -> list[tuple[str, str]]:
        """The text under the names of its pieces, each as long as a property or a text in a formula may be."""
        text = self.text()
        parts = [text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST)]
        return [(STAMP_NAME if not number else f"{STAMP_NAME}_{number + 1}", part) for number, part in enumerate(parts)]

    @classmethod
    def parse(cls, text: str) -> Stamp | None:
        """The stamp that a text is; None when it is none."""
        if not text.startswith(_SCHEME):
            return None
        said = dict(parse_qsl(text.removeprefix(_SCHEME)))
        try:
            start, end = date.fromisoformat(said["from"]), date.fromisoformat(said["to"])
            pairs = [pair.rsplit(".", 1) for pair in said["tables"].split(",")]
            tables = {name: int(version) for name, version in pairs}
            period = said["period"]
        except (KeyError, ValueError):
            return None
        grouping, scope = said.get("grouping", ""), said.get("scope", "")
        return cls(period, start, end, tables, grouping, scope, said.get("language", "en"))
