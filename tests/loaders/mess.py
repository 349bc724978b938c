"""A small file for each of the 56 kinds of mess in docs/messy-data.md, and what is read from it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from tests.loaders.test_workbooks import workbook

LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le").ljust(512, b"\0")
PAGE = "<html><table><tr><th>Unit</th><th>Users</th></tr><tr><td>A</td><td>5</td></tr></table></html>"


@dataclass(frozen=True)
class Mess:
    """A table of a project, its files by name, and the values of its fields that must be read, None where missing."""

    table: str
    files: Mapping[str, str | bytes]
    read: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    head: str = ""
    other: str = ""


def csv(text: str, columns: str, read: Mapping[str, Sequence[Any]], more: str = "", head: str = "") -> Mess:
    return Mess(f"files: a.csv\n{more}\ncolumns: {{{columns}}}", {"a.csv": text}, read, head)


def xlsx(data: bytes, columns: str, read: Mapping[str, Sequence[Any]], more: str = "", head: str = "") -> Mess:
    return Mess(f"files: a.xlsx\n{more}\ncolumns: {{{columns}}}", {"a.xlsx": data}, read, head)


def written(fill: Callable[[Any, Any], None]) -> bytes:
    """A workbook written cell by cell, by XlsxWriter."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    fill(book, book.add_worksheet("Data"))
    book.close()
    return stream.getvalue()


USE = "unit: Unit, users: {from: Users, type: count}"
ROWS: list[list[Any]] = [["Unit", "Users"], ["A", 5], ["B", 7]]


def _merged(book: Any, sheet: Any) -> None:
    sheet.merge_range("B1:C1", "2024")
    sheet.write_row("A2", ["Unit", "Users", "Licences"])
    sheet.write_row("A3", ["A", 5, 9])


def _total(book: Any, sheet: Any) -> None:
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    sheet.write(3, 0, "Total ")
    sheet.write_formula(3, 1, "=SUM(B2:B3)", None, 12)


def _errors(book: Any, sheet: Any) -> None:
    sheet.write_row("A1", ["Unit", "Users"])
    for row in range(1, 4):
        sheet.write(row, 0, f"U{row}")
        sheet.write_formula(row, 1, "=1/0", None, "#DIV/0!")


def _hidden(book: Any, sheet: Any) -> None:
    for number, row in enumerate([["Secret", "Unit", "Users"], ["x", "A", 5], ["y", "B", 7]]):
        sheet.write_row(number, 0, row)
    sheet.set_column("A:B", None, None, {"hidden": True})
    sheet.set_row(2, None, None, {"hidden": True})


def _linked() -> bytes:
    """A workbook whose formulas refer to another one; the values that were there last are kept."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(ROWS))) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        target.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    return stream.getvalue()


def _missing_drawing() -> bytes:
    stream = io.BytesIO()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(io.BytesIO(workbook(ROWS))) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            mark = f'<drawing xmlns:r="{kind}" r:id="rId1"/></worksheet>'.encode()
            target.writestr(name, source.read(name).replace(b"</worksheet>", mark))
        target.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kind}/drawing" Target="../drawings/drawing1.xml"/></Relationships>',
        )
    return stream.getvalue()


def _quarters(values: Mapping[str, Sequence[int]]) -> str:
    """Rows of a unit and a month in turn."""
    lines = [f"{unit},2024-{month:02},{n}" for unit, ns in values.items() for month, n in enumerate(ns, start=1)]
    return "Unit,Month,Users\n" + "\n".join(lines) + "\n"


FLOW = "time: flow\nentity: unit\ndate: {from: Month, format: yyyy-mm}"

MESS: dict[int, Mess] = {
    1: xlsx(
        written(_merged),
        "unit: Unit, users: {from: 2024 Users, type: count}, licences: {from: Licences, type: count}",
        {"unit": ["A"], "users": [5], "licences": [9]},
    ),
    2: csv(
        "Use,,,\nof the portal,,of the app,\n2023,2024,2023,2024\nUsers,Users,Users,Users\n1,2,3,4\n",
        'users: {from: "of the app / 2024 / Users", type: count}',
        {"users": [4]},
    ),
    3: csv("Applied filters: Country is all\n\nUnit,Users\nA,5\n", USE, {"users": [5]}),
    4: xlsx(written(_total), USE, {"unit": ["A", "B"], "users": [5, 7]}),
    5: csv(
        "Unit,Users\nNorth: Total,12\nA,5\nB,7\nSouth: Total,3\nC,3\n",
        USE,
        {"unit": ["A", "B", "C"], "users": [5, 7, 3]},
    ),
    6: csv(
        "Code,Unit,Users\n0,Grand total,20\n1,A,12\n2,B,*\n",
        f"code: {{from: Code, type: id}}, {USE}",
        {"code": ["1", "2"], "users": [12, None]},
    ),
    7: xlsx(
        workbook([["Share"], ["45%"], [45], [0.45]]),
        "share: {from: Share, type: percent}",
        {"share": [0.45, None, 0.45]},
    ),
    8: csv("Unit;Cost\nA;12,5\nB;1.234,75\n", "cost: {from: Cost, type: number}", {"cost": [12.5, 1234.75]}),
    9: csv(
        "Users\n1\u00a0234\n12\u202f345\n1'234\n", "users: {from: Users, type: count}", {"users": [1234, 12345, 1234]}
    ),
    10: xlsx(written(_errors), USE, {"users": [None, None, None]}),
    11: xlsx(workbook([["Unit", "Users"], ["A", "=1+1"]]), USE, {"users": [None]}),
    12: xlsx(_linked(), USE, {"users": [5, 7]}),
    13: xlsx(written(_hidden), USE, {"unit": ["A", "B"], "users": [5, 7]}),
    14: xlsx(workbook([["How to fill this in"]], "Read me", Data=ROWS), USE, {"users": [5, 7]}),
    15: csv("Day\n08-04-2023\n09-04-2023\n", "day: {from: Day, type: date}", {"day": [None, None]}),
    16: csv(
        "Users by department, 2024\nUnit,Jan,Feb\nA,1,2\n",
        'unit: Unit, users: {from: "*", type: count}',
        {"users": [1, 2], "@date": ["2024-01-31", "2024-02-29"]},
        "time: flow\ndate: {columns: mmm}",
    ),
    17: csv("Month\nmars 2024\nsept. 2024\n", "day: {from: Month, type: date}", {"day": ["2024-03-31", "2024-09-30"]}),
    18: csv("Year\n2023-2024\n", "day: {from: Year, type: date}", {"day": [None]}),
    19: Mess(
        "files: use_*.csv\ntime: stock\ndate: {file: yyyy-mm}\ncolumns: {users: {from: Users, type: count}}",
        {"use_final.csv": "Users\n5\n"},
        {"users": [5]},
    ),
    20: csv(
        "Unit,Day,Users\nA,2024-06-27,5\n",
        USE,
        {"@date": ["2024-06-30"]},
        "time: stock\ndate: {from: Day, tolerance: 5 days}",
    ),
    21: csv(
        "Day,CIE,SPID\n2024-10-31,1,2\n",
        'scheme: {across: [CIE, SPID]}, logins: {from: "*", type: count}',
        {"scheme": ["CIE", "SPID"], "logins": [1, 2]},
        "time: flow\ndate: Day",
    ),
    22: Mess(
        "files: a.csv\ncolumns: {name: Name, users: {from: Users, type: count}}",
        {"a.csv": "Name,Users\nCASTRO,5\nCASTRO,7\n"},
        {"users": [5, 7]},
        "entities: {table: t, key: name}",
    ),
    23: csv("Unit,Users\nDG COMM,5\nDG Comm,7\n", USE, {"unit": ["DG COMM", "DG Comm"]}),
    24: csv(
        "Type\nContractor Complaints\nContractors Complaint\n",
        "type: Type",
        {"type": ["Contractor Complaints", "Contractors Complaint"]},
    ),
    25: csv("Unit,Users\nHealth | Santé,5\n", USE, {"unit": ["Health | Santé"]}),
    26: csv("Zip\n2119.0\n7.0\n", "zip: {from: Zip, type: id, digits: 5}", {"zip": ["02119", "00007"]}),
    27: csv("Id\n1.03006E+13\n17\n", "id: {from: Id, type: id}", {"id": ["1.03006E+13", "17"]}),
    28: csv("Unit,Users\nA,< 5\nB,*\nC,:\nD,..\nE,c\nF,7\n", USE, {"users": [None, None, None, None, None, 7]}),
    29: csv("Unit,Users\nA,NA\nB,0\nC,\nD,–\n", USE, {"users": [None, 0, None, None]}, "missing: [NA]"),
    30: csv(
        _quarters({"A": [0, 0, 3, 4, 5, 6], "B": [0, 0, 7, 6, 5, 8]}),
        USE,
        {"users": [0, 0, 3, 4, 5, 6, 0, 0, 7, 6, 5, 8]},
        FLOW,
    ),
    31: csv(
        _quarters({"A": [1, 2, 4, 5], "B": [3, 5, 6, 9], "C": [2, 3, 4, 8]}),
        USE,
        {"users": [1, 2, 4, 5, 3, 5, 6, 9, 2, 3, 4, 8]},
        FLOW,
    ),
    32: csv("Met,All\n52,33\n", "met: {from: Met, type: count}, all: {from: All, type: count}", {"met": [52]}),
    33: csv(
        "Users,Licensed,Staff\n5,10,20\n",
        "users: {from: Users, type: count}, licensed: {from: Licensed, type: count}, staff: {from: Staff, type: count}",
        {"licensed": [10], "staff": [20]},
    ),
    34: csv(_quarters({"A": [5, 6, 60, 61]}), USE, {"users": [5, 6, 60, 61]}, FLOW),
    35: csv("User count,Unit\n5,A\n", USE.replace("from: Users", "from: Users count"), {}),
    36: Mess(
        "files: b.csv\nentity: unit\ntime: stock\ndate: Day\ncolumns: {unit: Unit, users: {from: Users, type: count}}",
        {"b.csv": "Unit,Day,Users\nA,2024-10-31,5\nNew,2024-10-31,7\n", "units.csv": "Unit\nA\nB\n"},
        {"users": [5, 7]},
        "entities: {table: units, key: unit}",
        "units: {files: units.csv, columns: {unit: Unit}}",
    ),
    37: csv("Unit,Users\nRome,5\nRome*,12¹\n* provisional,\n", USE, {"unit": ["Rome", "Rome"], "users": [5, 12]}),
    38: csv("Unit,Users\nA,waiting for IT\n", USE, {"users": [None]}),
    39: xlsx(workbook([*ROWS, *[[None, " "]] * 500]), USE, {"users": [5, 7]}),
    40: csv(",Unit,Labels,Labels,Users\n1,A,x,y,5\n", f"labels: Labels, {USE}", {"labels": ["x"], "users": [5]}),
    41: csv("Unit,Users\nA,5\nRome, Lazio,7\n", USE, {"unit": ["A", "Rome"]}),
    42: csv('Unit,Users\n"Health\nand ""Safety""",5\n', USE, {"unit": ['Health\nand "Safety"'], "users": [5]}),
    43: Mess(f"files: a.csv\ncolumns: {{{USE}}}", {"a.csv": b"\xef\xbb\xbfUnit,Users\nA,5\n"}, {"unit": ["A"]}),
    44: Mess(
        f"files: a.csv\ncolumns: {{{USE}}}",
        {"a.csv": "Unit;Users\nЗдоров'я;5\nОсвіта;7\n".encode("cp1251")},
        {"unit": ["Здоров'я", "Освіта"]},
    ),
    45: csv(
        "Unit,Users\nL’Aquila,5\nL'Aquila ,7\nNew\u00a0York,1\nNew  York,2\n",
        USE,
        {"unit": ["L'Aquila", "L'Aquila", "New York", "New York"]},
    ),
    46: csv(
        "Unit,Users,Day\nA,5,2024-10-31\n2024-11-21 10:15:00\n", USE + ", day: {from: Day, type: date}", {"unit": ["A"]}
    ),
    47: Mess(f"files: a.xls\ncolumns: {{{USE}}}", {"a.xls": PAGE}, {"unit": ["A"], "users": [5]}),
    48: xlsx(_missing_drawing(), USE, {"users": [5, 7]}),
    49: Mess(f"files: a.xlsx\ncolumns: {{{USE}}}", {"a.xlsx": LOCKED}),
    50: csv("Unit,Users\nA,5\nB,7\nTotal,13\n", USE, {"users": [5, 7]}),
    51: csv(_quarters({"A": [5, 4, 3, 2]}), USE, {"users": [5, 4, 3, 2]}, FLOW),
    52: csv(
        "Id,Opened,Closed\n1,2024-10-01,\n",
        "id: {from: Id, type: id}, opened: {from: Opened, type: date}, closed: {from: Closed, type: date}",
        {"opened": ["2024-10-01"], "closed": [None]},
    ),
    53: csv("Share,Users\n50 %,10\n", "share: {from: Share, type: percent}", {"share": [0.5]}),
    54: csv(
        "Target\n≥ 80 %\n80-85%\ntbd\nby Q4\n",
        "target: {from: Target, type: percent}",
        {"target": [0.8, None, None, None]},
    ),
    55: csv(
        "Name,Power\nA. Rossi / B. Bianchi,H\nPress,4\n",
        "name: Name, power: {from: Power, type: number}",
        {"name": ["A. Rossi / B. Bianchi", "Press"], "power": [None, 4]},
    ),
    56: csv("Unit,Users\n=cmd|x,+5\n", USE, {"unit": ["=cmd|x"], "users": [5]}),
}
