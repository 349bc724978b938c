"""The lists of a project: its entities, KPIs, groupings and groups, and the choices that columns declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.contracts import ColumnSpec
from reportgen.contracts.asked import Among
from reportgen.dataset import Dataset
from reportgen.project import Project
from reportgen.workbooks.form import Choices
from reportgen.workbooks.wording import Wording

YES_NO = "lst_yes_no"


class Lists:
    """Collects the lists that the sheets of a workbook use, each once. `keys` are the entities it is for."""

    def __init__(self, project: Project, dataset: Dataset, keys: Sequence[str] | None, say: Wording) -> None:
        self._project, self._say = project, say
        self._used: dict[str, Choices] = {}
        self._names = entity_names(project, dataset)
        chosen = self._names if keys is None else {key: self._names[key] for key in keys if key in self._names}
        self._entities = chosen
        self._groups = _groups(project, dataset)
        self._use(Choices(YES_NO, say("Yes or no"), (say("Yes"), say("No"))))

    @property
    def used(self) -> list[Choices]:
        """The lists in the order of their first use."""
        return list(self._used.values())

    def has_names(self, name: str) -> bool:
        """Whether a list calls its codes otherwise."""
        found = self._used.get(name)
        return found is not None and bool(found.labels) and list(found.labels) != list(found.codes)

    def name_of(self, key: str) -> str:
        """What an entity is called."""
        return self._names.get(key, "")

    def kpi_label(self, kpi: str) -> str:
        """What a KPI is called."""
        return self._project.kpi_label(kpi) if kpi in self._project.kpis else ""

    @property
    def entities(self) -> Sequence[str]:
        """The entities that the workbook is for."""
        return list(self._entities)

    def of(self, table: str, field: str, column: ColumnSpec) -> str:
        """The name of the list of a column; empty when it has none."""
        if column.choices:
            labels = [self._say(choice) for choice in column.choices]
            return self._use(Choices(f"lst_{table}_{field}", f"{self._say(column.label or field)}", labels))
        if column.among is None:
            return ""
        return self._among(column.among, field)

    def _among(self, among: Among, field: str) -> str:
        say = self._say
        match among:
            case Among.ENTITIES:
                codes = list(self._entities)
                found = Choices("lst_entities", say("Entities"), codes, [self._entities[code] for code in codes])
            case Among.KPIS:
                kpis = list(self._project.kpis)
                found = Choices("lst_kpis", say("Indicators"), kpis, [self._project.kpi_label(kpi) for kpi in kpis])
            case Among.GROUPINGS:
                names = list(self._groups)
                found = Choices(
                    "lst_groupings", say("Groupings"), names, [self._project.group_label(name) for name in names]
                )
            case Among.GROUPS:
                return self._groups_of(field)
        return self._use(found) if found.codes else ""

    def _groups_of(self, field: str) -> str:
        for grouping, names in self._groups.items():
            self._use(Choices(f"lst_groups_{grouping}", self._project.group_label(grouping), names))
        if field in self._groups:
            return f"lst_groups_{field}"
        every = list(dict.fromkeys(name for names in self._groups.values() for name in names))
        return self._use(Choices("lst_groups", self._say("Groups"), every)) if every else ""

    def _use(self, choices: Choices) -> str:
        if choices.codes:
            self._used.setdefault(choices.name, choices)
        return choices.name


def entity_names(project: Project, dataset: Dataset) -> dict[str, str]:
    """The entities of the entity table by key, in its order; none where there is no such table."""
    master = dataset.tables.get(project.entities.table) if project.entities else None
    if master is None or project.entities is None:
        return {}
    keys = master.frame[project.entities.key].astype("string")
    names = master.frame[project.entities.name or project.entities.key].astype("string").fillna("")
    return {
        str(key): str(name) for key, name in zip(keys, names, strict=True) if key is not None and str(key) != "<NA>"
    }


def _groups(project: Project, dataset: Dataset) -> Mapping[str, list[str]]:
    master = dataset.tables.get(project.entities.table) if project.entities else None
    if master is None or project.entities is None:
        return {}
    return {
        grouping: sorted({str(value) for value in master.frame[grouping].dropna().unique()})
        for grouping in project.entities.groups
    }
