"""A table of a project -> a sheet to fill in: which columns, in which order, with which rows."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from reportgen.content.periods import Period
from reportgen.contracts import ColumnSpec, ColumnType, TableSpec, TimeKind
from reportgen.contracts.asked import NOTHING_TO_REPORT, Among
from reportgen.contracts.vocabulary import ROW_CHECK
from reportgen.dataset import Dataset, DataTable
from reportgen.locales.dates import period_label
from reportgen.project import Project
from reportgen.project.model import in_words
from reportgen.workbooks.carried import Values, all_rows, rows_of_period
from reportgen.workbooks.form import Column, Part, Role, Sheet
from reportgen.workbooks.lists_of import YES_NO, Lists
from reportgen.workbooks.wording import Wording

# A table of more rows comes from a system; nobody keeps it by hand.
MOST_CARRIED = 1000
# Beyond so many figures the period before, beside each, would only be in the way.
MOST_COMPARED = 20
_REPORTS = (TimeKind.FLOW, TimeKind.STOCK, TimeKind.CUMULATIVE)
# What `given:` says for the value of the period before.
_LAST = "last"
_PATTERN = re.compile(r"[*?]")
# Excel's rules for the name of a sheet.
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom and when a workbook is made; `keys` are the entities asked, None for all; `targets` those of the KPIs
    in the period, a share as a ratio."""

    project: Project
    dataset: Dataset
    period: Period
    say: Wording
    keys: Sequence[str] | None = None
    targets: Mapping[str, float] = dataclasses.field(default_factory=dict)


def is_report(spec: TableSpec) -> bool:
    """True where every entity owes a row for every period."""
    return spec.entity is not None and spec.time in _REPORTS


def is_long(project: Project, dataset: Dataset, name: str) -> bool:
    """True where a table in one fixed file holds more rows than are carried over."""
    spec, table = project.tables[name], dataset.tables.get(name)
    fixed = not any(_PATTERN.search(file) for file in spec.files)
    return table is not None and not is_report(spec) and fixed and len(table.frame) > MOST_CARRIED


def build_sheet(asking: Asking, name: str, lists: Lists) -> Sheet:
    """The sheet of a table."""
    return _Builder(asking, name, lists).sheet()


class _Builder:
    """Builds the sheet of one table."""

    def __init__(self, asking: Asking, name: str, lists: Lists) -> None:
        self.asking, self.name, self.lists, self.say = asking, name, lists, asking.say
        self.spec = asking.project.tables[name]
        self.table: DataTable | None = asking.dataset.tables.get(name)
        self.entities = list(lists.entities) or self._known()
        self.fixed = is_report(self.spec) and bool(self.entities)
        self.fields = list(self._fields())
        figures = [field for field in self.fields if self.spec.columns[field].type.is_number]
        self.compares = self.fixed and len(figures) <= MOST_COMPARED
        self.titles = {field: self._title(field) for field in self.fields}
        self.previous = period_label(asking.period.previous, self.say.language, self.say, "abbreviated")

    def _known(self) -> list[str]:
        """Without an entity table, those who reported before are asked again; the last that did, in their order."""
        entity = self.spec.entity
        if self.table is None or entity is None or not is_report(self.spec):
            return []
        rows = rows_of_period(self.table, self.asking.period.previous, [entity], self.say)
        rows = rows or all_rows(self.table, [entity], self.say, None)
        return list(dict.fromkeys(str(row[entity]) for row in rows if row[entity] is not None))

    def sheet(self) -> Sheet:
        columns = [self._check(), *self._columns()]
        columns = [replace(column, title=title) for column, title in zip(columns, _unique(columns), strict=True)]
        label = self.spec.sheet or self.say(self.spec.label or in_words(self.name))
        return Sheet(
            self.name,
            self.spec.table or f"tbl_{self.name}",
            _NOT_IN_NAMES.sub(" ", label).strip("' ")[:_SHEET_NAME],
            self.say.meaning(self.spec.description),
            columns,
            self._rows(columns),
            self.fixed,
            self.titles[NOTHING_TO_REPORT] if self.fixed and NOTHING_TO_REPORT in self.titles else "",
            next((self.titles[field] for field in ("comment", "comments") if field in self.titles), ""),
        )

    def _fields(self) -> Iterator[str]:
        """The fields to ask for: what must be there, and what the files hold or, without files, could hold."""
        held = self.table.files[-1].columns if self.table is not None else None
        texts = ("comment", "comments")
        entity = self.spec.entity
        order = [field for field in self.spec.columns if field not in texts and field != entity]
        entities = [entity] if entity else []
        last = [field for field in texts if field in self.spec.columns]
        nothing = [NOTHING_TO_REPORT] if NOTHING_TO_REPORT in order else []
        for field in [*entities, *nothing, *(field for field in order if field != NOTHING_TO_REPORT), *last]:
            column = self.spec.columns[field]
            if column.required or held is None or field in held or field in (NOTHING_TO_REPORT, *texts):
                yield field

    def _title(self, field: str) -> str:
        return column_title(self.spec.columns[field], field, self.say.language, self.asking.project.language)

    def _check(self) -> Column:
        help = self.say("Says what the row still needs.")
        return Column("", self.say(ROW_CHECK), role=Role.CALCULATED, part=Part.CHECK, help=help)

    def _columns(self) -> Iterator[Column]:
        for field in self.fields:
            column = self._column(field)
            yield column
            spec = self.spec.columns[field]
            if spec.among in (Among.ENTITIES, Among.KPIS) and self.lists.has_names(column.choices):
                title = self._apart(self._name_title(spec.among), column.title)
                shown = self._name_of(str(column.example or ""))
                yield Column(
                    "", title, role=Role.CALCULATED, part=Part.NAME, of=column.title, choices=column.choices,
                    example=shown,
                )  # fmt: skip
            if field == self.spec.entity:
                yield from self._dates()
            if self.compares and column.kind.is_number and column.role is Role.INPUT:
                yield from self._compared(column, spec)
        if self.spec.entity is None:
            yield from self._dates()

    def _column(self, field: str) -> Column:
        spec = self.spec.columns[field]
        others = self.spec.columns
        entity = field == self.spec.entity
        among = replace_among(spec, Among.ENTITIES) if entity and self.lists.entities else spec
        choices = YES_NO if spec.type is ColumnType.BOOLEAN else self.lists.of(self.name, field, among)
        given = self.fixed and (entity or field in self._given)
        role = Role.GIVEN if given else Role.CALCULATED if spec.calculated else Role.INPUT
        grouping = next((name for name in self.fields if others[name].among is Among.GROUPINGS), "")
        factors = tuple(name.strip() for name in spec.calculated.split("*")) if spec.calculated else ()
        return Column(
            field,
            self.titles[field],
            spec.type,
            role,
            help=self.say.meaning(spec.description),
            unit=spec.unit,
            needed=self._needed(field, spec),
            choices=choices,
            within=self.titles[grouping] if grouping and choices == "lst_groups" else "",
            others=spec.others,
            minimum=spec.minimum,
            maximum=spec.maximum,
            at_most=self.titles.get(spec.at_most, ""),
            not_before=self.titles.get(spec.not_before, ""),
            factors=(self.titles[factors[0]], self.titles[factors[1]]) if len(factors) == 2 else None,
            example=self._given_value(field, {}) if given and not entity else self._example(field, spec, choices),
        )

    @cached_property
    def _earlier(self) -> Mapping[str, list[Values]]:
        """The rows of the period before by entity."""
        entity, found = self.spec.entity, dict[str, list[Values]]()
        if self.table is not None and entity is not None:
            for values in rows_of_period(self.table, self.asking.period.previous, self.fields, self.say):
                found.setdefault(str(values[entity]), []).append(values)
        return found

    @cached_property
    def _given(self) -> set[str]:
        """The fields that the sender fills in; one of which nothing is known is asked for like the others."""
        return {
            field
            for field in self.fields
            if (said := self.spec.columns[field].given)
            and (
                any(values.get(field) is not None for held in self._earlier.values() for values in held)
                if said == _LAST
                else self._given_value(field, {}) is not None
            )
        }

    def _given_value(self, field: str, before: Values) -> Any:
        """The value of a field that the sender fills in, in the row that had these values in the period before."""
        said = self.spec.columns[field].given
        return before.get(field) if said == _LAST else self.asking.targets.get(said.split(".")[1])

    def _needed(self, field: str, spec: ColumnSpec) -> bool:
        """Required cells, and in reports of entities every figure that a KPI is computed from."""
        if spec.optional or spec.calculated or field == NOTHING_TO_REPORT:
            return False
        if spec.required:
            return True
        if not self.fixed:
            return False
        words = (set(re.findall(r"\w+", kpi.formula)) for kpi in self.asking.project.kpis.values())
        return any(self.name in said and field in said for said in words)

    def _name_title(self, among: Among) -> str:
        project = self.asking.project
        if among is Among.KPIS or project.entities is None or not project.entities.name:
            return self.say("Name of the indicator") if among is Among.KPIS else self.say("Name")
        field = project.entities.name
        return column_title(
            project.tables[project.entities.table].columns[field], field, self.say.language, project.language
        )

    def _apart(self, title: str, of: str) -> str:
        """A title under which no field is looked for: what only explains must not be read in its place."""
        taken = {header.casefold() for field, spec in self.spec.columns.items() for header in spec.headers(field)}
        return f"{of}: {self.say('Name')}" if title.casefold() in taken else title

    def _dates(self) -> Iterator[Column]:
        """The columns that place a row in its period; given, because the workbook is for one period."""
        place = self.spec.date
        if place is None or self.spec.time not in _REPORTS:
            return
        taken = {header for field in self.fields for header in self.spec.columns[field].headers(field)}
        end, start = self.asking.period.end, self.asking.period.start
        quarter = (end.month - 1) // 3 + 1
        parts: list[tuple[str, Any, ColumnType]] = [
            (place.header, end, ColumnType.DATE),
            (place.year, end.year, ColumnType.ID),
            (place.month, end.month, ColumnType.ID),
            (place.quarter, quarter, ColumnType.ID),
            (place.day, start.day if start == end else end.day, ColumnType.ID),
        ]
        help = self.say("The period of the figures; given.")
        for header, value, kind in parts:
            if header and header not in taken:
                role = Role.GIVEN if self.fixed else Role.INPUT
                yield Column(f"@{header}", header, kind, role, help=help, needed=not self.fixed, example=value)

    def _compared(self, column: Column, spec: ColumnSpec) -> Iterator[Column]:
        """The figure of the period before, and how far the new one is from it."""
        plain = replace_unit(spec)
        name = column_title(plain, column.field, self.say.language, self.asking.project.language)
        before = self.say("{name}: {previous}", name=name, previous=self.previous)
        yield Column(column.field, before, column.kind, Role.GIVEN, Part.PREVIOUS, of=column.title)
        unit = "points" if column.kind is ColumnType.PERCENT else ""
        title = self.say("{name}: change", name=name)
        kind = ColumnType.NUMBER
        yield Column(column.field, title, kind, Role.CALCULATED, Part.CHANGE, of=column.title, within=before, unit=unit)

    def _example(self, field: str, spec: ColumnSpec, choices: str) -> Any:
        if spec.among is Among.ENTITIES or (field == self.spec.entity and self.entities):
            return next(iter(self.entities), None)
        if spec.among is Among.KPIS:
            return next(iter(self.asking.project.kpis))
        if not spec.example:
            return self.asking.period.end if spec.type is ColumnType.DATE and self._needed(field, spec) else None
        return example_value(spec, self.say)

    def _rows(self, columns: Sequence[Column]) -> list[Mapping[str, Any]]:
        if self.fixed:
            return list(self._reports(columns))
        if self.table is None or any(_PATTERN.search(file) for file in self.spec.files) or is_report(self.spec):
            return []
        if len(self.table.frame) > MOST_CARRIED:
            return []
        carried = all_rows(self.table, self.fields, self.say, self.asking.keys)
        return [self._titled(columns, values) for values in carried]

    def _reports(self, columns: Sequence[Column]) -> Iterator[Mapping[str, Any]]:
        """A row for each entity, or as many as it had in the period before."""
        entity = self.spec.entity
        assert entity is not None
        for key in self.entities:
            for values in self._earlier.get(key, [{}]):
                yield self._report(columns, entity, key, values)

    def _report(self, columns: Sequence[Column], entity: str, key: str, before: Values) -> Mapping[str, Any]:
        row: dict[str, Any] = {}
        for column in columns:
            if column.part is Part.PREVIOUS:
                row[column.title] = before.get(column.field)
            elif column.part is Part.NAME:
                row[column.title] = self.lists.name_of(key)
            elif column.field == entity:
                row[column.title] = key
            elif column.field.startswith("@"):
                row[column.title] = column.example
            elif column.part is Part.FIELD and column.field in self._given:
                row[column.title] = self._given_value(column.field, before)
            elif column.part is Part.FIELD and _tells_apart(column):
                row[column.title] = before.get(column.field)
        return row

    def _titled(self, columns: Sequence[Column], values: Values) -> Mapping[str, Any]:
        row = {column.title: values[column.field] for column in columns if column.field in values}
        by_title = {column.title: column for column in columns}
        for column in columns:
            if column.part is Part.NAME:
                code = str(row.get(by_title[column.of].title) or "")
                row[column.title] = self._name_of(code)
        return row

    def _name_of(self, code: str) -> str:
        return self.lists.name_of(code) or self.lists.kpi_label(code)


def _tells_apart(column: Column) -> bool:
    """True for texts that stay from period to period, and by which the rows of one entity differ: a division."""
    return column.kind in (ColumnType.TEXT, ColumnType.ID) and column.field not in (
        "comment",
        "comments",
        NOTHING_TO_REPORT,
    )


def column_title(column: ColumnSpec, field: str, language: str, own: str) -> str:
    """The header of a column: in the project's own language what the project says, else the contract's label."""
    name = column.header if column.header and (language == own or not column.label) else column.label
    words = Wording(language)
    name = words(name) if name and name == column.label else name or column.header or in_words(field)
    return f"{name} ({words(column.unit)})" if column.unit else name


def example_value(column: ColumnSpec, say: Wording) -> Any:
    """The declared example as the value of a cell."""
    text = column.example
    if column.type is ColumnType.DATE:
        return date.fromisoformat(text)
    if column.type.is_number:
        number = float(text)
        return int(number) if number.is_integer() else number
    return say(text) if text in column.choices else text


def replace_among(column: ColumnSpec, among: Among) -> ColumnSpec:
    """The column with another list."""
    return column.model_copy(update={"among": among, "choices": ()})


def replace_unit(column: ColumnSpec) -> ColumnSpec:
    """The column without its unit."""
    return column.model_copy(update={"unit": ""})


def _unique(columns: Sequence[Column]) -> list[str]:
    """Titles that no two columns share: Excel compares them without regard to case."""
    seen: set[str] = set()
    titles = []
    for column in columns:
        title, number = column.title, 2
        while title.casefold() in seen:
            title, number = f"{column.title} {number}", number + 1
        seen.add(title.casefold())
        titles.append(title)
    return titles
