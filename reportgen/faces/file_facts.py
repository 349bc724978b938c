"""The facts about a file as text for a terminal: `reportgen inspect FILE`.

Written for 80 columns and for terminals without colour; the lines to paste stand alone, without frame and indent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

# The columns of a table's table, and the most that each may take of a narrow terminal.
_HEADINGS = (("column", 20), ("holds", 16), ("filled", 6), ("distinct", 8), ("values", 200))
_SLOTS_SHOWN = 40
_TEXT_SHOWN = 60
_TIMES = {
    "flow": "flow: rows belong to a period and add up",
    "stock": "stock: the last row of a period counts",
    "cumulative": "cumulative: a counter, of which the growth counts",
    "events": "events: rows with dates of their own",
    "static": "static: no time",
}


def print_file(facts: Mapping[str, Any], console: Console) -> None:
    """What a file holds: a workbook or text table, a template, or a finished document."""
    if facts["kind"] == "template":
        _print_template(facts, console)
    elif facts["kind"] == "document":
        _print_document(facts, console)
    else:
        _print_data(facts, console)


def _print_data(facts: Mapping[str, Any], console: Console) -> None:
    about = [facts["kind"], _size(facts["bytes"])]
    about += [facts[key] for key in ("encoding",) if facts.get(key)]
    about += [f"cells separated by {facts['delimiter']}"] if facts.get("delimiter") else []
    _line(console, facts["file"], ", ".join(about))
    if facts.get("like_it"):
        _line(console, "", f"one of {len(facts['like_it']) + 1} files of this form in the folder")
    for sheet in facts["sheets"]:
        _print_sheet(sheet, console)
    if facts.get("proposal"):
        _print_proposal(facts, console)
    else:
        console.print("\nNo table was found: a table has a row of headers and rows below it.", highlight=False)


def _print_sheet(sheet: Mapping[str, Any], console: Console) -> None:
    if sheet["name"]:
        size = f"{sheet['rows']} rows, {sheet['columns']} columns" if sheet["rows"] else "empty"
        hidden = f", {sheet['hidden']}" if sheet.get("hidden") else ""
        console.print()
        _line(console, f'Sheet "{sheet["name"]}"', f"{size}{hidden}")
    if sheet.get("rows_looked_at"):
        _line(console, "", f"the first {sheet['rows_looked_at']} rows were looked at")
    if sheet.get("columns_looked_at"):
        _line(console, "", f"the first {sheet['columns_looked_at']} of {sheet['columns']} columns were looked at")
    for table in sheet["tables"]:
        _print_table(table, console)


def _print_table(table: Mapping[str, Any], console: Console) -> None:
    console.print()
    for heading, text in _about_table(table):
        _line(console, heading, text)
    console.print(_columns(table["columns"], console.width))
    for text in table.get("to_decide", ()):
        _line(console, "to decide", text)
    if table.get("left_out"):
        _line(console, "not read", ", ".join(table["left_out"]))
    for problem in table.get("problems", ()):
        _line(console, problem["severity"], problem["message"])


def _about_table(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    named = f' (Excel table "{table["excel_table"]}")' if table.get("excel_table") else ""
    named = f' (name "{table["defined_name"]}")' if table.get("defined_name") else named
    rows = "row" if len(table.get("header_rows", ())) == 1 else "rows"
    numbers = " and ".join(str(row) for row in table.get("header_rows", ()))
    yield f"Table {table['range']}{named}", f"{table['rows']} rows below the header in {rows} {numbers}"
    if table.get("title"):
        yield "title", table["title"]
    yield "time", f"{_TIMES[table['time']]} ({table['why']})"
    if table.get("covered"):
        yield "covers", table["covered"]
    if table.get("key"):
        repeats = table.get("key_repeats", 0)
        twice = f"; {repeats} {'row repeats' if repeats == 1 else 'rows repeat'} one" if repeats else ""
        yield "key", f"{table['key']}{twice}"
    if table.get("period_columns"):
        yield "wide", f"{len(table['period_columns'])} columns are periods, {_range_of(table['period_columns'])}"
    if table.get("contract"):
        yield "contract", _contract(table["contract"])


def _range_of(names: Sequence[str]) -> str:
    return f"{names[0]} to {names[-1]}" if len(names) > 1 else names[0]


def _contract(contract: Mapping[str, Any]) -> str:
    found = f"{contract['name']}, {contract['fields_found']} of {contract['fields']} fields"
    if contract["fits"]:
        return found
    return f"nearly {found}; lacking: {', '.join(contract['lacking'])}"


def _columns(columns: Sequence[Mapping[str, Any]], width: int) -> Table:
    from rich.table import Table
    from rich.text import Text

    rows = [
        (
            column["name"] or f"(no header, column {column['column']})",
            _holds(column),
            _filled(column),
            str(column["distinct"]),
            _values(column),
        )
        for column in columns
    ]
    # Fixed widths: left to itself, rich drops the names to keep the values whole.
    widths = [
        min(most, max(len(heading), *(len(row[place]) for row in rows)))
        for place, (heading, most) in enumerate(_HEADINGS)
    ]
    widths[-1] = max(12, min(widths[-1], width - sum(widths[:-1]) - len(widths)))
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for place, (heading, _) in enumerate(_HEADINGS):
        last = place == len(_HEADINGS) - 1
        table.add_column(heading, width=widths[place], overflow="ellipsis" if last else "fold", no_wrap=last)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _filled(column: Mapping[str, Any]) -> str:
    """The part of the rows that hold something; "all" and "none" only where it is so."""
    rows = column["filled"] + column["missing"]
    if not column["filled"] or not column["missing"]:
        return "none" if rows and not column["filled"] else "all"
    return f"{min(99, max(1, round(100 * column['filled'] / rows)))} %"


def _holds(column: Mapping[str, Any]) -> str:
    if len(column.get("ask", ())) > 1:
        return f"{column['type']}, ambiguous: {' or '.join(column['ask'])}"
    if column.get("ask"):
        return f"{column['ask'][0]}s, but {column['odd']} not"
    role = column.get("role", "")
    extra = {"entity key": "key", "name of the entity": "name", "dimension": "group"}.get(role, "")
    told = column.get("format") or column.get("part") or extra
    scale = "of 100" if column.get("scale") == "100" else ""
    return ", ".join(filter(None, (column["type"], told, scale)))


def _values(column: Mapping[str, Any]) -> str:
    if column.get("odd_cells"):
        return f"see {', '.join(column['odd_cells'])}"
    if "low" in column:
        return column["low"] if column["low"] == column.get("high") else f"{column['low']} to {column['high']}"
    shown = ", ".join(column.get("examples", ()))
    more = column["distinct"] - len(column.get("examples", ()))
    return f"{shown}, …" if shown and more > 0 else shown


def _print_proposal(facts: Mapping[str, Any], console: Console) -> None:
    tables = [table for sheet in facts["sheets"] for table in sheet["tables"]]
    tried = [table.get("loads") for table in tables if "loads" in table]
    rows = sum(table.get("rows_loaded", 0) for table in tables)
    if all(each is None for each in tried):
        said = "Lines for report.yaml (not tried, the file is large):"
    elif all(tried):
        said = f"Lines for report.yaml; tried, they load {rows} rows:"
    else:
        said = "Lines for report.yaml; tried, not all of them load yet (reportgen check says why):"
    console.print(f"\n[bold]{said}[/bold]\n", highlight=False)
    # Unstyled and as they are: these lines are copied.
    console.print(facts["proposal"], markup=False, highlight=False, soft_wrap=True)
    console.print("\n[bold]For a new project also:[/bold]\n", highlight=False)
    console.print(facts["beginning"], markup=False, highlight=False, soft_wrap=True)


def _print_template(facts: Mapping[str, Any], console: Console) -> None:
    _line(console, facts["file"], f"template, {facts['program']}, {_size(facts['bytes'])}, {len(facts['tags'])} tags")
    place = None
    for tag in facts["tags"]:
        if tag["place"] != place:
            place = tag["place"]
            console.print(f"\n{place}" if place else "", markup=False, highlight=False, style="bold")
        console.print(f"  {tag['tag']}", markup=False, highlight=False, soft_wrap=True)
    if facts["names"]:
        console.print("\n[bold]Names it uses[/bold]", highlight=False)
        console.print(", ".join(facts["names"]), markup=False, highlight=False)
    for message in facts["unknown"]:
        _line(console, "unknown", message)


def _print_document(facts: Mapping[str, Any], console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    edited = {True: "edited since it was written", False: "as it was written"}
    state = edited.get(facts["edited"], "whether it was edited is not known: no manifest.json beside it tells of it")
    about = [facts["program"], _size(facts["bytes"]), *(facts[key] for key in ("period", "entity") if facts.get(key))]
    _line(console, facts["file"], ", ".join(["written by reportgen", *about, state]))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("slot", "kind", "place", "text"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "kind")
    for slot in facts["slots"][:_SLOTS_SHOWN]:
        table.add_row(*map(Text, (slot["id"], slot["kind"], slot["place"], _slot_text(slot))))
    console.print(table)
    if len(facts["slots"]) > _SLOTS_SHOWN:
        console.print(f"and {len(facts['slots']) - _SLOTS_SHOWN} more slots: see --json", highlight=False)


def _slot_text(slot: Mapping[str, Any]) -> str:
    if not slot.get("text"):
        return f"{slot.get('rows', 0)} rows, {slot.get('columns', 0)} columns"
    line = " ".join(slot["text"].split(" "))
    return line if len(line) <= _TEXT_SHOWN else f"{line[: _TEXT_SHOWN - 1]}…"


def _line(console: Console, heading: str, text: str) -> None:
    from rich.text import Text

    console.print(Text.assemble((heading, "bold"), ": " if heading else "", text), highlight=False, soft_wrap=False)


def _size(count: int) -> str:
    if count < 1_000:
        return f"{count} bytes"
    return f"{count / 1_000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
