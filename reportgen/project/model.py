"""The model of report.yaml. Every field has a description: the JSON Schema and the documentation are made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, model_validator

from reportgen.content.periods import Period, PeriodKind
from reportgen.contracts import PersonalData, TableSpec
from reportgen.contracts.forms import Declared, FieldName, Text, listed, unexpected
from reportgen.locations import Location, Passage
from reportgen.project.amounts import Tolerance
from reportgen.project.aside import Aside
from reportgen.project.collecting import Collecting
from reportgen.project.control import DateText, DocumentControl, Meeting
from reportgen.project.escalation import EscalationSpec
from reportgen.project.goals import GraceText, OverallSpec, Sides, Target, ToleranceForm
from reportgen.project.marks import Marks
from reportgen.project.plausibility import Plausibility
from reportgen.project.privacy import Naming
from reportgen.project.story import EventSpec, Journey

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")


class Unit(StrEnum):
    """What a KPI's number counts; it decides how the number is printed and compared."""

    PERCENT = "percent"
    COUNT = "count"
    NUMBER = "number"
    DAYS = "days"
    MONEY = "money"
    POINTS = "points"

    @property
    def is_share(self) -> bool:
        return self in (Unit.PERCENT, Unit.POINTS)


class Document(StrEnum):
    """A document of the pack: PowerPoint deck, Word report, Excel annex."""

    DECK = "deck"
    REPORT = "report"
    ANNEX = "annex"


_DECIMALS = {Unit.PERCENT: 1, Unit.NUMBER: 1, Unit.DAYS: 1, Unit.POINTS: 1, Unit.COUNT: 0, Unit.MONEY: 0}
# Default tolerance of a status: 5 points for shares, 10 % of the target for the rest.
_SHARE_TOLERANCE = Tolerance(Decimal("0.05"))
_OTHER_TOLERANCE = Tolerance(Decimal("0.10"), relative=True)


class Entities(Declared):
    """What the report is about row by row: municipalities, departments, customers."""

    table: FieldName = Field(description="The table with one row per entity; all other tables join through it.")
    key: FieldName = Field(description="The field of that table that identifies an entity.")
    name: FieldName | None = Field(None, description="The field with the entity's name; default: the key.")
    groups: Annotated[tuple[FieldName, ...], BeforeValidator(listed)] = Field(
        (), description="Fields of that table by which KPIs are grouped, the most important first."
    )
    aliases: str = Field(
        "", description="A csv file of accepted spellings: spelling, key; default: aliases.csv, where that is there."
    )


class KpiSpec(Declared):
    """A KPI: a formula, and how its number is printed, judged and explained."""

    label: str = Field("", description="The KPI's name in the documents; default: its id in words.")
    note: str = Field("", description="A short second line under the name, such as: of 7,896 municipalities.")
    definition: str = Field("", description="What the KPI measures, in a sentence.")
    formula: Text = Field(description="How the number is computed from the tables.")
    unit: Unit = Field(Unit.NUMBER, description="percent, count, number, days, money or points (default number).")
    decimals: int = Field(
        None,  # type: ignore[assignment]  # filled by _unit_decimals
        ge=0,
        le=6,
        description="Decimals that are printed; default 1, for count and money 0.",
    )
    currency: str = Field("EUR", pattern=r"^[A-Z]{3}$", description="For money: the ISO 4217 code (default EUR).")
    better: Literal["higher", "lower"] = Field("higher", description="Whether higher or lower is better.")
    target: Target | None = Field(
        None, description="The target: a constant such as 80 %, 80 % by 2027-03, a range 20 % to 30 %, or a path."
    )
    targets: Mapping[FieldName, Mapping[Text, Target]] = Field(
        {}, description="Targets of groups and entities: by grouping, or the key of the entities, then by name."
    )
    tolerance: ToleranceForm | None = Field(
        None,
        description="How far a value may miss the target and be at risk only: 5 points, 10 % (of the target) or an "
        "amount; default 5 points for percent and points, 10 % for the rest.",
    )
    minimum_n: int | None = Field(
        None, ge=0, description="From which n on a value is judged; smaller ones are grey (default: the report's)."
    )
    grace: GraceText | None = Field(
        None, description="How long nothing is judged yet: until 2026-03, or 3 periods from the first data on."
    )
    must_win: bool = Field(False, description="Whether the overall status depends on it: yes or no (default no).")
    owner: str = Field("", description="Who answers for the KPI.")

    @model_validator(mode="before")
    @classmethod
    def _unit_decimals(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "decimals" in data:
            return data
        unit = data.get("unit", Unit.NUMBER)
        return {**data, "decimals": _DECIMALS[Unit(unit)] if unit in list(Unit) else 0}

    @property
    def allowance(self) -> Tolerance:
        """The tolerance on the worse side of a target."""
        return self.allowance_on("below" if self.better == "higher" else "above")

    def allowance_on(self, side: Literal["below", "above"]) -> Tolerance:
        """The tolerance that holds on a side of the target: the declared one, or the default of the unit."""
        declared = self.tolerance
        if declared is None:
            return _SHARE_TOLERANCE if self.unit.is_share else _OTHER_TOLERANCE
        if isinstance(declared, Sides):
            declared = declared.below if side == "below" else declared.above
        return Tolerance(declared.value, relative=declared.unit in ("percent", "part"))


def _language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise unexpected("a language code such as en or fr")
    return code


class Project(Declared):
    """A report project: its title, tables, entities and KPIs."""

    title: Text = Field(description="Title of the documents.")
    subtitle: str = Field("", description="A second line under the title.")
    language: Annotated[str, AfterValidator(_language)] = Field(
        "en", description="Language of the documents, such as en (default)."
    )
    number_style: str = Field("eu", description="How numbers are written, such as eu (default).")
    brand: Text = Field("corporate", description="Folder of templates and colours (default corporate).")
    organisation: str = Field("", description="The organisation on title pages and in footers.")
    owner: str = Field("", description="Who answers for the report; KPIs without an owner are theirs.")
    classification: str = Field("", description="How the documents may be passed on, such as Public.")
    version: str = Field("", description="Version of the documents, such as 1.0.")
    status: Literal["draft", "final"] = Field("draft", description="draft (default) or final.")
    source: str = Field("", description="Attribution of the data, printed under charts and tables.")
    period: PeriodKind = Field(
        PeriodKind.MONTH, description="Length of a reporting period: month (default), quarter, year or week."
    )
    year_start: int = Field(1, ge=1, le=12, description="Month in which the (fiscal) year starts, 1 to 12 (default 1).")
    as_of: DateText | None = Field(None, description="Data cut-off as 2024-10-31; default: the end of the period.")
    control: DocumentControl = Field(
        DocumentControl.model_validate({}),
        description="Document control: author, manager, phase, issued, people, history, location.",
    )
    meeting: Meeting | None = Field(None, description="The meeting for which the documents are made: name, date, next.")
    collect: Collecting = Field(
        Collecting.model_validate({}),
        description="What workbooks to fill in say: purpose, deadline, send_to, contact.",
    )
    minimum_n: int = Field(0, ge=0, description="From which n on values are judged; smaller ones are grey (default 0).")
    overall: OverallSpec | None = Field(
        None, description="A person's judgement of the overall status: status, reason, name and date."
    )
    entities: Entities | None = Field(None, description="The entity table: key, name and groups.")
    groups: Mapping[FieldName, Text] = Field(
        {}, description="Labels of the groupings, such as region: Region; default: the field's name in words."
    )
    tables: Mapping[FieldName, TableSpec] = Field(min_length=1, description="The tables, by name.")
    kpis: Mapping[FieldName, KpiSpec] = Field(min_length=1, description="The KPIs, by id; the first one leads.")
    journeys: Mapping[FieldName, Journey] = Field({}, description="Journeys in stages, by id: label, note, stages.")
    events: tuple[EventSpec, ...] = Field(
        (), description="Dated events that trend charts mark: a list of date, label and kpi."
    )
    escalation: tuple[EscalationSpec, ...] = Field(
        (), description="What is put before the committee, and when: a list of when, label, owner, action and within."
    )
    plausibility: Plausibility = Field(
        Plausibility.model_validate({}),
        description="From which change on `check` asks whether a number is right: jump, least, skip, totals.",
    )
    personal_data: PersonalData = Field(
        PersonalData.COUNTS,
        description="What is kept of columns that name persons: counts (default), initials or full.",
    )
    stakeholder_names: Naming = Field(
        Naming.NAMES, description="How the documents name stakeholders: names (default), initials, roles or codes."
    )
    documents: Annotated[tuple[Document, ...], BeforeValidator(listed)] = Field(
        tuple(Document), min_length=1, description="Which documents are made: deck, report, annex (default all)."
    )

    _file: Path = PrivateAttr(default=Path("report.yaml"))
    _marks: Marks = PrivateAttr(default=Marks("report.yaml"))
    _aside: Aside = PrivateAttr(default=Aside())

    @property
    def file(self) -> Path:
        """The project file."""
        return self._file

    @property
    def folder(self) -> Path:
        """The folder to which the files of the tables are relative."""
        return self._file.parent

    @property
    def aside(self) -> Aside:
        """What the file says and could not be used; nothing, unless the project was salvaged."""
        return self._aside

    def passage(self, *path: str | int) -> Passage:
        """Where each part of the text at path stands in the project file, however it is folded there."""
        return self._marks.passage(*path)

    def where(self, *path: str | int) -> Location:
        """Where a value starts in the project file; for what is not there, the nearest part that contains it."""
        return self._marks.where(*path)

    def group_label(self, group: str) -> str:
        """The label of a grouping."""
        return self.groups.get(group, in_words(group))

    def kpi_label(self, kpi: str) -> str:
        """The label of a KPI."""
        return self.kpis[kpi].label or in_words(kpi)

    def kpi_owner(self, kpi: str) -> str:
        """Who answers for a KPI."""
        return self.kpis[kpi].owner or self.owner

    def least_n(self, kpi: str) -> int:
        """From which n on a value of a KPI is judged; 0 for any."""
        own = self.kpis[kpi].minimum_n
        return self.minimum_n if own is None else own

    def period_named(self, text: str) -> Period:
        """The period of this project's kind and fiscal year that a text names; ValueError says the expected form."""
        return Period.parse(text, self.period, self.year_start)


def in_words(name: str) -> str:
    """A field or id as words: uses_per_1000 is "Uses per 1000"."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


__all__ = ["Document", "Entities", "KpiSpec", "Project", "Unit", "in_words"]
