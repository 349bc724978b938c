"""Parts of tables that templates ask for."""

from __future__ import annotations

from decimal import Decimal

from reportgen.content.tables import Column, Row, Table
from reportgen.content.values import Count, NoData, Status


def number(amount: int) -> Count:
    return Count(Decimal(amount))


TABLE = Table(
    "actions",
    (Column("title", "Action"), Column("change", "Change"), Column("status", "Status")),
    (
        Row("1", ("Visit", number(3), Status.DONE)),
        Row("2", ("Order", NoData("no return"), Status.AT_RISK)),
        Row("3", ("Coach", number(0), Status.ON_TRACK)),
    ),
)


def keys(table: Table) -> list[str]:
    return [row.key for row in table.rows]


def test_what_is_done_can_be_left_out() -> None:
    assert keys(TABLE.undone()) == ["2", "3"]


def test_rows_without_a_number_can_be_left_out() -> None:
    assert keys(TABLE.known("change")) == ["1", "3"]
    assert not TABLE.known("no such column")


def test_the_last_columns_keep_the_first_one_before_them() -> None:
    last = TABLE.latest(1)
    assert [column.key for column in last.columns] == ["title", "status"]
    assert last.rows[0].cells == ("Visit", Status.DONE)
    assert TABLE.latest(9) == TABLE
