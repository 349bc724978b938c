"""Makes the workbooks of sample_data/crm-adoption, an invented programme of an invented agency.

Run from the project's folder: python -m scripts.samples.crm_adoption [FOLDER]. The same bytes every time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scripts.samples.crm_commentary import COMMENTARY
from scripts.samples.crm_complaints import cases
from scripts.samples.crm_logs import LOGS
from scripts.samples.crm_plan import PLAN
from scripts.samples.crm_stakeholders import assessments
from scripts.samples.crm_survey import ROUNDS, answers
from scripts.samples.crm_targets import target_rows
from scripts.samples.crm_usage import DEPARTMENTS, MONTHS, Use, month_end, path, uses
from scripts.samples.sheets import Column, Sheet, write_workbook

DATA = Path(__file__).parents[2] / "sample_data/crm-adoption/data"
_CODE, _MONTH = Column("Department code", 12), Column("Month end", 12, "date")
# Name in the language of the place, and head of department; invented.
_LOCAL = {
    "P05": ("Relations internationales", "Benoît Lefèvre"),
    "P07": ("Évaluation d’impact", "Odile Garçon"),
    "O06": ("Reagowanie na incydenty", "Małgorzata Żółtowska"),
    "S04": ("Μετάφραση", "Ευγενία Παπαδάκη"),
    "F01": ("Бюро «Північ»", "Олена Ковальчук"),
    "F02": ("Bureau Ouest", "Anaïs Thébaud"),
    "F03": ("Περιφερειακό γραφείο Νότου", "Οδυσσέας Λαμπρόπουλος"),
    "F04": ("Biuro terenowe Wschód", "Łukasz Wójcik"),
    "F05": ("Biuro terenowe Bałtyk", "Żaneta Śliwińska"),
    "F06": ("Γραφείο Νήσων", "Ιωάννα Μαυρίδη"),
}
_REMARKS = {
    ("P02", 10): "Links in the manuals lost in the move",
    ("O06", 7): "Nowy zespół, szkolenie w czerwcu",
    ("S01", 12): "Les partages de fichiers sont en lecture seule depuis le 5 octobre",
    ("F03", 12): "Οι γραμμές είναι κορεσμένες από τις 10:00",
    ("F01", 12): "Доступ до файлів надто повільний",
    ("F04", 12): "Łącze zbyt wolne, wracamy do dysków",
}
_SILENT = "Données non encore transmises"


def write_all(folder: Path = DATA) -> None:
    """Write every workbook of the sample into a folder."""
    for step, rows in enumerate(uses()):
        name = f"{MONTHS[step]:%Y-%m}"
        write_workbook(folder / f"adoption/adoption_{name}.xlsx", f"Adoption {name}", [_adoption(step, rows)])
    write_workbook(folder / "departments.xlsx", "Departments", [_departments()])
    write_workbook(folder / "register.xlsx", "Stakeholder register", [_register()])
    write_workbook(folder / "targets.xlsx", "Targets", [_targets()])
    write_workbook(folder / "complaints.xlsx", "Complaints", [_complaints()])
    write_workbook(folder / "survey.xlsx", "Satisfaction survey", [_answers(), _rounds()])
    write_workbook(folder / "logs.xlsx", "Logs", LOGS)
    write_workbook(folder / "plan.xlsx", "Plan", PLAN)
    write_workbook(folder / "commentary.xlsx", "Commentary", [COMMENTARY])


def _adoption(step: int, rows: Sequence[Use]) -> Sheet:
    numbers = ("Licensed users", "Reached users", "Trained users", "Activated users", "Active users", "Habitual users")
    columns = [
        _CODE,
        Column("Department", 24),
        _MONTH,
        *(Column(header, 10, "count") for header in numbers),
        Column("Documents created", 11, "count"),
        Column("Documents in shared spaces", 12, "count"),
        Column("Target share", 9, "percent"),
        Column("Comment", 44),
    ]
    return Sheet("Adoption", "tbl_adoption", columns, list(_adoption_rows(step, rows)))


def _adoption_rows(step: int, rows: Sequence[Use]) -> Iterator[list[Any]]:
    end = month_end(MONTHS[step])
    said = {use.department.code: use for use in rows}
    for one in DEPARTMENTS:
        use, place = said.get(one.code), [one.code, one.name, end]
        remark = _REMARKS.get((one.code, step))
        if use is not None:
            counts = [use.licensed, use.reached, use.trained, use.activated, use.active, use.habitual]
            yield [*place, *counts, use.documents, use.shared, path(step), remark]
        elif one.code == "S05":
            # Facilities sends its row without figures; Field office Islands sends nothing at all.
            yield [*place, *[None] * 9, _SILENT]


def _departments() -> Sheet:
    columns = [
        _CODE, Column("Department", 26), Column("Segment", 16), Column("Name on site", 30), Column("Head", 26)
    ]  # fmt: skip
    rows = [[one.code, one.name, one.segment, *_LOCAL.get(one.code, (None, None))] for one in DEPARTMENTS]
    return Sheet("Departments", "tbl_departments", columns, rows)


def _register() -> Sheet:
    columns = [
        Column("No.", 6), Column("Stakeholder", 24), Column("Role", 20), Column("Organisation", 20),
        Column("Segment", 16), Column("Power", 8, "number"), Column("Interest", 8, "number"), Column("Current", 12),
        Column("Desired", 12), Column("Owner", 14), Column("Next action", 46), Column("Due", 12, "date"),
        Column("Assessed", 12, "date"), Column("Comment", 46),
        *(Column(name, 12) for name in ("Legitimacy", "Urgency")),
        *(Column(name, 12, "number") for name in ("Awareness", "Desire", "Knowledge", "Ability", "Reinforcement")),
        *(Column(name, 12, "number") for name in ("Contacts planned", "Contacts made")),
        Column("Last contact", 12, "date"),
    ]  # fmt: skip
    rows = [
        [
            str(one.number), one.name, one.role, one.organisation, one.segment or None, one.power, one.interest,
            one.current, one.desired, one.owner, one.action or None, one.due, day, one.comment or None,
            # Kept since October only.
            *((*one.claim, *one.adkar, *one.contacts) if day.month == 10 and day.year == 2026 else (None,) * 10),
        ]
        for day, one in assessments()
    ]  # fmt: skip
    return Sheet("Stakeholders", "tbl_stakeholders", columns, rows)


def _targets() -> Sheet:
    columns = [
        Column("KPI", 24), Column("Group", 16), Column("Month", 12, "date"), Column("Target", 10, "percent"),
        Column("Agreed", 34),
    ]  # fmt: skip
    return Sheet("Targets", "tbl_targets", columns, list(target_rows()))


def _complaints() -> Sheet:
    columns = [
        Column("Case number", 12), Column("Opened", 12, "date"), Column("Due", 12, "date"),
        Column("Closed", 12, "date"), _CODE, Column("Cause", 28), Column("Channel", 12), Column("Comment", 50),
    ]  # fmt: skip
    rows = [
        [
            f"CMP-{case.number:04}", case.opened, case.due, case.closed, case.department, case.cause, case.channel,
            case.remark or None,
        ]
        for case in cases()
    ]  # fmt: skip
    return Sheet("Complaints", "tbl_complaints", columns, rows)


def _answers() -> Sheet:
    columns = [
        Column("Answered", 12, "date"), _CODE, Column("Rating", 8, "count"), Column("Recommend", 11, "count"),
        Column("Effort", 8, "count"), Column("Theme", 16), Column("Comment", 60), Column("Language", 10),
    ]  # fmt: skip
    rows = [
        [
            one.day, one.department, one.rating, one.recommend, one.effort, one.theme or None, one.comment or None,
            one.language or None,
        ]
        for one in answers()
    ]  # fmt: skip
    return Sheet("Answers", "tbl_answers", columns, rows)


def _rounds() -> Sheet:
    columns = [Column("Closes", 12, "date"), Column("Invited", 10, "count")]
    rows = [[month_end(month), invited] for month, (_, _, invited) in zip(MONTHS, ROUNDS, strict=True)]
    return Sheet("Rounds", "tbl_rounds", columns, rows)


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
