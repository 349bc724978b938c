"""Make the workbook of `sample_data/starter`: invented departments that take up an invented service.

Run it after a change here and commit the workbook; the same numbers give the same bytes.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import xlsxwriter

WORKBOOK = Path(__file__).resolve().parents[2] / "sample_data" / "starter" / "data" / "adoption.xlsx"
MONTHS = [date(2026, 5, 31), date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30)]
MONTHS.append(date(2026, 10, 31))
# Department, area, licences, persons trained and active users month by month.
DEPARTMENTS = [
    ("Communication", "Headquarters", 120, (40, 62, 75, 80, 101, 112), (38, 55, 70, 66, 92, 104)),
    ("Finance", "Headquarters", 85, (20, 31, 40, 44, 58, 66), (17, 26, 35, 33, 49, 58)),
    ("Human Resources", "Headquarters", 64, (18, 30, 37, 39, 50, 57), (16, 27, 34, 31, 45, 52)),
    ("Legal Service", "Headquarters", 48, (5, 9, 12, 13, 19, 24), (4, 7, 10, 9, 15, 19)),
    ("Customer Service", "Regions", 310, (80, 131, 172, 190, 236, 268), (71, 118, 160, 149, 214, 247)),
    ("Field Offices", "Regions", 420, (52, 88, 121, 139, 190, 231), (40, 71, 102, 97, 158, 196)),
    ("Logistics", "Regions", 150, (22, 40, 55, 61, 84, 99), (19, 34, 49, 46, 73, 88)),
]


def main() -> None:
    """Write the workbook: what is filled in month by month, and which department belongs to which area."""
    WORKBOOK.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(WORKBOOK)) as book:
        book.set_properties({"title": "Adoption of the shared workspace", "created": datetime(2026, 11, 1)})
        _adoption(book)
        _departments(book)


def _adoption(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Adoption")
    day, count = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0"})
    columns = [
        {"header": "Date", "format": day},
        {"header": "Department"},
        {"header": "Licensed users", "format": count},
        {"header": "Trained users", "format": count},
        {"header": "Active users", "format": count},
    ]
    rows = [
        [month, name, licensed, trained[number], active[number]]
        for number, month in enumerate(MONTHS)
        for name, _, licensed, trained, active in DEPARTMENTS
    ]
    sheet.add_table(0, 0, len(rows), 4, {"name": "Adoption", "columns": columns, "data": rows})
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 4, 15)
    sheet.freeze_panes(1, 0)


def _departments(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Departments")
    rows = [[name, area] for name, area, *_ in DEPARTMENTS]
    columns = [{"header": "Department"}, {"header": "Area"}]
    sheet.add_table(0, 0, len(rows), 1, {"name": "Departments", "columns": columns, "data": rows})
    sheet.set_column(0, 1, 22)


if __name__ == "__main__":
    main()
