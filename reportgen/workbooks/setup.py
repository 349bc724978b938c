"""setup.xlsx as it is filled in: the KPIs with formulas, targets, owners and thresholds, the report's texts, and the
labels of groupings, each cell with a prompt that says what it means.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from reportgen.contracts.setup_words import setup_text
from reportgen.project import CurveSpec, KpiSpec, Project, Sides, StepsSpec
from reportgen.project.setup import CHOICES, GROUPS, KPI_KEYS, KPIS, PATH_KEYS, REPORT, REPORT_KEYS, SETUP_FILE
from reportgen.workbooks.pages import height, validate, write
from reportgen.workbooks.styles import INPUT, LINE, TYPED, Looks
from reportgen.workbooks.wording import Wording

_WIDTHS = {"label": 26, "note": 30, "definition": 50, "formula": 60, "id": 22, "owner": 18}
# Rows below the last one that have prompts and drop-downs, too.
_SPARE = 200
_STEPS = (
    "Put this workbook beside report.yaml, under the name setup.xlsx. It then takes part in the project.",
    "An empty cell says nothing: what report.yaml says, or the default, holds.",
    "Where both say a thing the workbook wins, and `reportgen check` tells it with cell and line.",
    "A new row of the sheet KPIs is a new KPI; it needs an id and a formula.",
    "A target is an amount (80 %, 80 % by 2027-03, 1200), a range (20 % to 30 %), or a path: from, start, due and end.",
    "A path is linear unless the cell path says s-curve; steps stand in report.yaml or in a table of targets.",
    "Run `reportgen check`: what is wrong is told with its cell.",
)


def write_setup(project: Project, colours: Mapping[str, str], font: str, language: str = "en") -> bytes:
    """The workbook with what the project says now, in one of the languages of the workbooks to fill in; the same
    project gives the same bytes."""
    say = _Saying(language)
    data = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(data, options) as book:
        looks = Looks(book, colours, font)
        _read_me(book.add_worksheet(Wording(language)("Read me")), project, looks, say)
        _report(book.add_worksheet(say(REPORT)), project, looks, say)
        _kpis(book.add_worksheet(say(KPIS)), project, looks, say)
        _groups(book.add_worksheet(say(GROUPS)), project, looks, say)
        book.set_properties({"title": SETUP_FILE, "comments": project.title, "created": datetime(2000, 1, 1)})
    return data.getvalue()


class _Saying:
    """Says the texts of the workbook in its language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __call__(self, text: str, **facts: object) -> str:
        return setup_text(text, self._language, **facts)

    def head(self, key: str) -> str:
        """The name of a key as the head of a column or row."""
        name = self(key)
        return name[:1].upper() + name[1:]

    def value(self, key: str, text: str) -> str:
        """What a cell says: one of a few words in the language, anything else as it is."""
        return self(text) if text in CHOICES.get(key, ()) else text


def _read_me(page: Any, project: Project, looks: Looks, say: _Saying) -> None:
    page.hide_gridlines(2)
    write(page, 0, 0, say("Setup: {project}", project=project.title), looks.title())
    for number, step in enumerate(_STEPS, start=1):
        line = f"{number}. {say(step)}"
        page.set_row(number + 1, height((line,), (110,)))
        write(page, number + 1, 0, line, looks.text())
    page.set_column(0, 0, 110)
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _report(page: Any, project: Project, looks: Looks, say: _Saying) -> None:
    said = project.model_fields_set
    fields = type(project).model_fields
    rows = [
        (
            key,
            say.value(key, _text(getattr(project, key))) if key in said else "",
            say(fields[key].description or ""),
        )
        for key in REPORT_KEYS
    ]
    _head(page, [say.head(name) for name in ("key", "value", "meaning")], looks)
    widths = (18, 44, 90)
    for number, (key, value, meaning) in enumerate(rows, start=1):
        page.set_row(number, height((say(key), value, meaning), widths))
        write(page, number, 0, say(key), looks.text(bold=True))
        write(page, number, 1, value, _input(looks))
        write(page, number, 2, meaning, looks.text())
        validate(page, (number, 1, number, 1), _rule(key, meaning, say))
    for index, width in enumerate(widths):
        page.set_column(index, index, width)
    _print(page)


def _kpis(page: Any, project: Project, looks: Looks, say: _Saying) -> None:
    keys = ("id", *KPI_KEYS)
    _head(page, [say.head(key) for key in keys], looks)
    for number, (id, kpi) in enumerate(project.kpis.items(), start=1):
        said = {key: say.value(key, text) for key, text in _of_kpi(kpi).items()}
        page.set_row(number, height([said.get(key) for key in keys], [_WIDTHS.get(key, 12) for key in keys]))
        for index, key in enumerate(keys):
            write(page, number, index, id if key == "id" else said.get(key, ""), _input(looks))
    last = len(project.kpis) + _SPARE
    for index, key in enumerate(keys):
        validate(page, (1, index, last, index), _rule(key, say(_meaning(key)), say))
        page.set_column(index, index, _WIDTHS.get(key, 12), _input(looks) if key != "id" else None)
    page.autofilter(0, 0, len(project.kpis), len(keys) - 1)
    _print(page, 2)
    page.fit_to_pages(2, 0)
    page.repeat_columns(0, 1)


def _groups(page: Any, project: Project, looks: Looks, say: _Saying) -> None:
    _head(page, [say.head(name) for name in ("grouping", "label")], looks)
    for number, name in enumerate(project.entities.groups if project.entities else (), start=1):
        write(page, number, 0, name, looks.text(bold=True))
        write(page, number, 1, project.groups.get(name, ""), _input(looks))
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 40)
    _print(page)


def _of_kpi(kpi: KpiSpec) -> dict[str, str]:
    """The cells of a KPI, as the project file would write them; what nobody said stays empty."""
    said = {
        key: _text(getattr(kpi, key))
        for key in KPI_KEYS
        if key in kpi.model_fields_set and key not in ("target", "tolerance", "grace", "must_win", *PATH_KEYS)
    }
    if kpi.decimals == KpiSpec.model_validate({"formula": "-", "unit": kpi.unit.value}).decimals:
        said.pop("decimals", None)
    if isinstance(kpi.target, CurveSpec):
        path = kpi.target
        said |= {"path": path.path, "from": path.start_period, "start": path.start.text}
        said |= {"due": path.due, "end": path.end.text}
    elif kpi.target is not None and not isinstance(kpi.target, StepsSpec):
        said["target"] = kpi.target.text
    if kpi.tolerance is not None and not isinstance(kpi.tolerance, Sides):
        said["tolerance"] = kpi.tolerance.text
    if kpi.grace is not None:
        said["grace"] = kpi.grace.text
    if "must_win" in kpi.model_fields_set:
        said["must_win"] = "yes" if kpi.must_win else "no"
    return said


def _text(value: Any) -> str:
    return "" if value is None else str(getattr(value, "value", value))


def _meaning(key: str) -> str:
    if key == "id":
        return "The KPI's name in formulas and templates: letters, digits and _."
    if key in PATH_KEYS:
        fields = {info.alias or name: info for name, info in CurveSpec.model_fields.items()}
        return fields[key].description or ""
    return KpiSpec.model_fields[key].description or ""


def _rule(key: str, meaning: str, say: _Saying) -> dict[str, Any]:
    name = say(key)
    shown = {"input_title": name, "input_message": meaning, "error_title": name, "ignore_blank": True}
    if key in CHOICES:
        choices = [say(choice) for choice in CHOICES[key]]
        expected = say("One of {choices}.", choices=", ".join(choices))
        return {"validate": "list", "source": choices, "error_message": expected, **shown}
    limit = say("A shorter text.")
    return {"validate": "length", "criteria": "<=", "value": 4000, "error_message": limit, **shown}


def _head(page: Any, heads: Sequence[str], looks: Looks) -> None:
    for index, head in enumerate(heads):
        write(page, 0, index, head, looks.header_of_list())


def _input(looks: Looks) -> Any:
    # As text: Excel would make a date of 2026-10 and a number of 80 %.
    return looks.text(bg_color=INPUT, font_color=TYPED, border=1, border_color=LINE, num_format="@")


def _print(page: Any, frozen: int = 1) -> None:
    page.freeze_panes(1, frozen)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
