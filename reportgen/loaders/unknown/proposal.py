"""A table of unknown form -> the lines of a project file that read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.contracts import ColumnType, ready_contract
from reportgen.loaders.dates import date_in_name
from reportgen.loaders.shape import LONGEST_HEADER
from reportgen.loaders.unknown.columns import ColumnGuess
from reportgen.loaders.unknown.headers import field_name
from reportgen.loaders.unknown.matching import Match
from reportgen.loaders.unknown.snapshots import DATES
from reportgen.loaders.unknown.systems import is_system, questions
from reportgen.loaders.unknown.tables import Role, TableGuess

# A scalar that YAML reads as it stands, also between the braces of a flow mapping.
_PLAIN = re.compile(r"[^\W_][\w./()%+€$°-]*(?: [\w./()%+€$°&-]+)*")
_MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class Proposal:
    """A table of a project file: its name, and its `lines` without indent. `left_out` are
    headers that are not read; `counted` is what a first KPI counts, where the contract knows it."""

    name: str
    lines: tuple[str, ...]
    fields: Mapping[str, int]
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    counted: str = ""

    def as_yaml(self, indent: int = 2) -> str:
        """The table below `tables:`."""
        margin = " " * indent
        return "\n".join(f"{margin}{line}".rstrip() for line in (f"{self.name}:", *(f"  {x}" for x in self.lines)))


def table_name(table: TableGuess, file: str, taken: set[str], alone: bool) -> str:
    """A name for the table: that of the Excel table, else of the sheet where there are several, else of the file."""
    stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    text = table.name or ("" if alone else table.sheet.name) or DATES.sub("", stem) or stem
    return field_name(re.sub(r"(?i)[\W_]+(export|final|copy|v\d+)$", "", text.strip(" -_.")), taken)


def propose(
    table: TableGuess, name: str, files: str, match: Match | None, settings: Mapping[str, str], doubted: frozenset[int]
) -> Proposal:
    """The lines that read the table from these files. `doubted` columns are read as texts."""
    if match and is_system(match.contract):
        return _of_system(table, name, files, match, settings)
    fields = _fields(table, match)
    head = [f"files: {scalar(files)}"]
    head += [f"contract: {match.contract}"] if match else []
    head += [f"{key}: {scalar(value)}" for key, value in _where(table, settings)]
    head += _time_lines(table, match, fields)
    columns = [line for field, index in fields.items() for line in [_column(field, table, index, match, doubted)]]
    left_out = tuple(c.header for c in table.columns if c.header and c.index not in fields.values() and c.filled)
    placed = set(table.placing.columns)
    left_out = tuple(c for c in left_out if c not in {table.columns[index].header for index in placed})
    body = ["columns:", *(f"  {line}" for line in columns)] if columns else ["columns: {}"]
    return Proposal(name, (*head, *body), fields, left_out, tuple(_asked(table, fields)))


def _of_system(table: TableGuess, name: str, files: str, match: Match, settings: Mapping[str, str]) -> Proposal:
    """The lines for the export of a system: its contract knows the columns, but for the questions of a form."""
    asked = questions(table, match)
    lines = [f"files: {scalar(files)}", f"contract: {match.contract}"]
    lines += [f"{key}: {scalar(value)}" for key, value in _where(table, settings)]
    if ready_contract(match.contract)["time"] == "static":
        named = next((form for form in ("yyyy-mm-dd", "yyyy-mm") if date_in_name(files, form)), "")
        lines += ["time: stock", f"date: {flow({'file': named})}"] if named else []
    if asked:
        lines.append("columns:  # is this what the questions ask?")
        lines += [f"  {field}: {scalar(table.columns[index].header)}" for field, index in asked.items()]
    fields = {**match.columns, **asked}
    left_out = tuple(c.header for c in table.columns if c.header and c.index not in fields.values() and c.filled)
    counted = next((f"{name}, on={field}" for field in ("opened", "answered") if field in fields), name)
    return Proposal(name, tuple(lines), fields, left_out, tuple(_asked(table, match.columns)), counted)


def _where(table: TableGuess, settings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if table.kind == "table":
        yield "table", table.name
    elif settings.get("several"):
        yield "sheet", table.sheet.name
    for key in ("encoding", "delimiter"):
        if settings.get(key):
            yield key, settings[key]


def _time_lines(table: TableGuess, match: Match | None, fields: Mapping[str, int]) -> list[str]:
    placing = table.placing
    own = ready_contract(match.contract) if match else {}
    lines = []
    single = placing.single and not settings_ask_for_date(own)
    if not match:
        time = "static" if placing.single else placing.time
        lines.append(f"time: {time}  # {placing.why}")
    if (not match or settings_ask_for_date(own)) and not single:
        lines += [f"date: {_date(table)}"] if placing.columns or placing.name_form else []
    key = next((field for field, index in fields.items() if index == table.key), "")
    dated = placing.time in ("stock", "cumulative", "flow") and not placing.single
    if key and dated and not match and (placing.columns or placing.name_form):
        lines.append(f"entity: {key}")
    return lines


def settings_ask_for_date(contract: Mapping[str, object]) -> bool:
    """True for a contract whose rows are placed by one date."""
    return "date" in contract


def _date(table: TableGuess) -> str:
    placing = table.placing
    if placing.name_form:
        return flow({"file": placing.name_form})
    if list(placing.columns.values()) == ["date"]:
        column = table.columns[next(iter(placing.columns))]
        return flow({"from": column.header} | ({"format": column.form} if column.form else {}))
    return flow({part: table.columns[index].header for index, part in placing.columns.items()})


def _fields(table: TableGuess, match: Match | None) -> dict[str, int]:
    """The columns to read, by field: those of the contract, then everything that a report can use."""
    fields = dict(match.columns) if match else {}
    seen = {table.columns[index].header for index in fields.values()}
    for column, role in zip(table.columns, table.roles, strict=True):
        placed = column.index in table.placing.columns and not table.placing.single and table.placing.time != "events"
        if column.index in fields.values() or not column.header or column.header in seen or placed:
            continue
        if column.personal or column.sentences or role is Role.NOTHING or (match and role is Role.TEXT):
            continue
        if len(column.header) >= LONGEST_HEADER:
            continue
        # Without an own name formulas could not tell it from the contract's.
        contract = set(ready_contract(match.contract)["columns"]) if match else set()
        fields[field_name(column.header, {*fields, *contract})] = column.index
        seen.add(column.header)
    return fields


def _column(field: str, table: TableGuess, index: int, match: Match | None, doubted: frozenset[int]) -> str:
    column = table.columns[index]
    own = ready_contract(match.contract)["columns"].get(field, {}) if match else {}
    said: dict[str, object] = {"from": column.header}
    kind = ColumnType.TEXT if column.asked or index in doubted or column.type is None else column.type
    if not own and kind is not ColumnType.TEXT:
        said["type"] = kind.value
    if index not in doubted and not column.asked:
        said |= {"format": column.form} if kind is ColumnType.DATE and column.form else {}
        said |= {"decimal": column.decimal} if column.decimal else {}
        said |= {"scale": column.scale} if column.scale else {}
        said |= {"missing": list(column.missing[:_MOST_LISTED])} if kind.is_number and column.missing else {}
        said |= {"missing": list(column.missing[:_MOST_LISTED])} if kind is ColumnType.DATE and column.missing else {}
    written = scalar(column.header) if len(said) == 1 else flow(said)
    return f"{field}: {written}{_remark(column, index in doubted)}"


def _remark(column: ColumnGuess, doubted: bool) -> str:
    if len(column.asked) > 1 and column.type is ColumnType.DATE:
        return f"  # dates: {{type: date, format: {column.asked[0]}}} or format: {column.asked[1]}?"
    if len(column.asked) > 1:
        return f"  # numbers: {{type: {column.type}, decimal: \".\"}} or decimal: \",\"?"  # fmt: skip
    if column.asked:
        return f"  # nearly all are {column.asked[0]}s, {column.odd_count} are not"
    return "  # read as text: it does not load as it looks" if doubted else ""


def _asked(table: TableGuess, fields: Mapping[str, int]) -> Iterator[str]:
    """What a person must decide or should know before the table is used."""
    fiscal = next((column.header for column in table.columns if column.part == "fiscal year"), "")
    if fiscal and not table.placing.columns:
        date = flow({"from": fiscal, "format": "yyyy-yyyy"})
        yield f'"{fiscal}" holds fiscal years: say year_start: 4 (the month) at the top, and date: {date} for the table'
    for field, index in fields.items():
        column = table.columns[index]
        if len(column.asked) > 1 and column.type is ColumnType.DATE:
            yield f"{field}: day or month first? {' or '.join(column.asked)}"
        elif len(column.asked) > 1:
            yield f'{field}: is the comma or the point the decimal sign? decimal: "." or ","'
        elif column.asked:
            yield f"{field}: {column.odd_count} cells are no {column.asked[0]}s"


def beginning(table: TableGuess, proposal: Proposal) -> str:
    """The other lines of a project file that begins with this table: title, length of a period, and a first KPI."""
    title = " ".join(proposal.name.split("_")).capitalize()
    step = table.placing.step if table.placing.step in ("quarter", "year") else ""
    kpi, formula, unit = _first_kpi(table, proposal)
    lines = [f"title: {scalar(title)}", *([f"period: {step}"] if step else []), "kpis:"]
    return "\n".join([*lines, f"  {kpi}: {{formula: {formula}, unit: {unit}}}"])


def _first_kpi(table: TableGuess, proposal: Proposal) -> tuple[str, str, str]:
    """A KPI that the table gives at once: the sum of its first measure, else how many rows it has."""
    if proposal.counted:
        return "rows", f'"count({proposal.counted})"', "count"
    for field, index in proposal.fields.items():
        column = table.columns[index]
        summed = column.type in (ColumnType.COUNT, ColumnType.MONEY, ColumnType.NUMBER) and not column.asked
        if summed and table.roles[index] is Role.MEASURE and table.placing.time != "events":
            unit = column.type.value if column.type else "number"
            return field, f"sum({proposal.name}.{field})", unit
    dates = [field for field, index in proposal.fields.items() if table.columns[index].type is ColumnType.DATE]
    if table.placing.time == "events" and dates:
        return "rows", f'"count({proposal.name}, on={dates[0]})"', "count"
    return "rows", f"count({proposal.name})", "count"


def scalar(text: str) -> str:
    """A text as YAML reads it back, plain where that is safe."""
    if _PLAIN.fullmatch(text) and not text.endswith(" "):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign == " " or sign.isprintable() else _escaped(sign) for sign in quoted)


def _escaped(sign: str) -> str:
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def flow(mapping: Mapping[str, object]) -> str:
    """A mapping on one line."""
    return "{" + ", ".join(f"{key}: {_value(value)}" for key, value in mapping.items()) + "}"


def _value(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(scalar(str(each)) for each in value) + "]"
    return scalar(str(value))
