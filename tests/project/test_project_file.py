"""report.yaml is read with every mistake at its line and column, all in one run."""

from __future__ import annotations

import pickle
import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.content.periods import PeriodKind
from reportgen.contracts import ColumnType, TimeKind, ready_contracts
from reportgen.errors import ProjectError
from reportgen.locations import TextLocation
from reportgen.project import Amount, CurveSpec, Document, Project, Tolerance, Unit, read_project

SAMPLE = Path(__file__).parents[2] / "sample_data/electoral-roll"
SMALL = """\
title: Use of the portal
tables:
  t:
    files: data.csv
    columns: {code: CODE, n: {from: N, type: count}}
kpis:
  total: {formula: sum(t.n)}
"""

FEEDBACK = """\
title: Complaints and feedback
period: month
tables:
  cases:
    files: data/General Comments For a Program or Policy.csv
    contract: cases
    columns: {id: CASE_ENQUIRY_ID, opened: {from: OPEN_DT, format: mm/dd/yyyy hh:mm:ss AM}, due: {from: TARGET_DT}, \
closed: {from: CLOSED_DT}, department: Department, channel: Source}
kpis:
  received: {label: Received, unit: count, formula: "count(cases, on=opened)"}
  backlog: {label: Open at period end, unit: count, better: lower, formula: "count(cases, where=opened <= period_end)"}
  days_to_close: {label: Days to close, unit: days, decimals: 2, formula: "median(days(opened, closed), on=closed)"}
"""


def project(folder: Path, text: str) -> Project:
    (folder / "report.yaml").write_text(text, "utf-8")
    return read_project(folder)


def complaints(folder: Path, text: str) -> list[str]:
    with pytest.raises(ProjectError) as caught:
        project(folder, text)
    return [str(problem) for problem in caught.value.problems]


def test_a_small_project_has_sensible_defaults(tmp_path: Path) -> None:
    small = project(tmp_path, SMALL)
    assert (small.language, small.number_style, small.brand, small.status) == ("en", "eu", "corporate", "draft")
    assert (small.period, small.year_start, small.as_of) == (PeriodKind.MONTH, 1, None)
    assert small.documents == (Document.DECK, Document.REPORT, Document.ANNEX)
    assert small.tables["t"].time is TimeKind.STATIC
    assert small.kpi_label("total") == "Total"
    assert small.folder == tmp_path


def test_the_sample_project_is_read() -> None:
    sample = read_project(SAMPLE)
    live = sample.kpis["municipalities_live"]
    assert isinstance(live.target, CurveSpec)
    assert (live.target.start_period, live.target.due) == ("2023-05", "2023-11")
    assert (live.target.start.value, live.target.end.value) == (Decimal(0), Decimal(1))
    assert live.allowance == Tolerance(Decimal("0.05"))
    assert sample.entities is not None
    assert sample.entities.groups == ("region", "province")
    uses = sample.tables["uses"]
    assert uses.time is TimeKind.CUMULATIVE
    assert uses.date is not None
    assert uses.date.tolerance == 5


def test_a_ready_contract_needs_the_mapping_only(tmp_path: Path) -> None:
    cases = project(tmp_path, FEEDBACK).tables["cases"]
    assert cases.time is TimeKind.EVENTS
    assert cases.columns["opened"].type is ColumnType.DATE
    assert cases.columns["opened"].format == "mm/dd/yyyy hh:mm:ss AM"
    assert cases.columns["due"].header == "TARGET_DT"
    assert not cases.columns["due"].required


def test_nothing_is_typed_by_how_it_looks(tmp_path: Path) -> None:
    text = SMALL.replace("Use of the portal", "no").replace("CODE", "001001") + "version: 1.0\nowner: 2024-10-31\n"
    read = project(tmp_path, text)
    assert (read.title, read.version, read.owner) == ("no", "1.0", "2024-10-31")
    assert read.tables["t"].columns["code"].header == "001001"


def test_an_empty_value_leaves_the_default(tmp_path: Path) -> None:
    assert project(tmp_path, SMALL + "language:\nowner: ''\n").language == "en"


def test_a_formula_is_found_at_its_first_character(tmp_path: Path) -> None:
    text = SMALL.replace("sum(t.n)", '"sum(t.n)"') + "  folded:\n    formula: >\n\n      sum(t.n)\n      + 1\n"
    read = project(tmp_path, text)
    assert read.where("kpis", "total", "formula") == TextLocation("report.yaml", 7, 21)
    assert read.where("kpis", "folded", "formula") == TextLocation("report.yaml", 11, 7)
    assert read.where("tables", "t", "columns", "n", "type") == TextLocation("report.yaml", 5, 46)
    assert read.where("kpis", "total", "owner") == TextLocation("report.yaml", 7, 10), "the nearest part there is"


def test_every_mistake_is_told_at_once_with_line_column_and_suggestion(tmp_path: Path) -> None:
    text = """\
title: A report
titel: A report
title: Another
status: finale
period: moon
entities: {table: t, key: cod, groups: [region]}
tables:
  t:
    files: a.csv
    time: flow
    columns: {code: CODE, when: {from: W, typ: date, type: dat}}
  c: {contract: casess, files: b.csv, columns: {}}
kpis:
  a: {formula: sum(x), unit: percent, target: 80, decimals: x, tolerance: 5 apples}
  b: {unit: percent, target: {path: linear, from: 2023-05, start: 1, due: 2023-02, stop: 3 %}}
"""
    assert complaints(tmp_path, text) == [
        'report.yaml:2:1: There is no key "titel" here. Did you mean "title"?',
        'report.yaml:3:1: The key "title" is said twice (expected one title; the first stands in line 1). '
        "Remove one of them.",
        'report.yaml:4:9: The value of "status" cannot be used (found "finale", expected draft or final).',
        'report.yaml:5:9: The value of "period" cannot be used (found "moon", expected month, quarter, year or week).',
        'report.yaml:6:27: There is no column of "t" of the name "cod". Did you mean "code"?',
        'report.yaml:6:41: There is no column of "t" of the name "region". There are: code, when.',
        'report.yaml:10:11: The key "date" is missing in "t" (expected date: HEADER, because time is flow).',
        'report.yaml:11:43: There is no key "typ" here. Did you mean "type"?',
        'report.yaml:11:60: The value of "tables.t.columns.when.type" cannot be used (found "dat", expected text, id, '
        "count, number, percent, money, date or boolean).",
        'report.yaml:12:17: The value of "tables.c.contract" cannot be used (found "casess", expected one of the ready '
        f"contracts: {', '.join(ready_contracts())}).",
        'report.yaml:14:47: The unit of the KPI is percent (found "80", expected an amount such as 80 %).',
        'report.yaml:14:61: The value of "kpis.a.decimals" cannot be used (found "x", expected a whole number).',
        'report.yaml:14:75: The value of "kpis.a.tolerance" cannot be used (found "5 apples", expected an amount such '
        "as 80 %, 5 points, 3 days or 1200).",
        'report.yaml:15:3: The key "formula" is missing in "b" (expected formula: ...).',
        'report.yaml:15:22: The key "end" is missing in "target" (expected end: ...).',
        'report.yaml:15:84: There is no key "stop" here. Known keys here: path, from, start, due, end.',
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("total: {", "1st: {", "report.yaml:7:3: The value of"),
        ("total: {", "where: {", "expected another name, because where is a word of the formula language"),
        ("{formula: sum(t.n)}", "{}", 'report.yaml:7:3: The key "formula" is missing in "total"'),
        ("{formula: sum(t.n)}", "[1]", "found a list, expected entries of the form key: value"),
        ("files: data.csv", "files: []", "found an empty list, expected at least one"),
        ("files: data.csv", "{files: a", "report.yaml:4:5: The file is not valid YAML: a bracket { is not closed"),
        ("title: Use of the portal", "subtitle: x", 'report.yaml:1:1: The key "title" is missing'),
        ("title: Use", "subtitle: *name\ntitle: Use", "report.yaml:1:11: Aliases (*name) are not used"),
        ("code: CODE", "code: {from: CODE, format: dd-mm}", "expected a way of writing dates such as dd-mm-yyyy"),
        ("code: CODE", "code: {from: CODE, format: dd-mm-yyyy}", "A format is for dates only (found type: text"),
        ("n: {from: N", "n: {scale: 100, from: N", "A scale is for shares only (found type: count"),
        ("files: data.csv", "files: data.csv\n    entity: kode", 'Did you mean "code"?'),
        ("files: data.csv", "files: data.csv\n    encoding: utf-9", "expected the name of an encoding"),
        ("files: data.csv", "files: data.csv\n    carry: 2", "Only rows of a stock table can be carried on"),
        ("files: data.csv", "files: data.csv\n    date: {month: M}", "expected one place of the date"),
        ("sum(t.n)", "sum(t.n), unit: count, tolerance: 5 points", "The tolerance does not fit the unit count"),
        ("sum(t.n)", "sum(t.n), unit: days, target: 80 %", "expected an amount such as 3 days"),
        ("sum(t.n)", "sum(t.n), decimals: 9", "expected a number of at most 6"),
        (
            "title: Use of the portal",
            "title: Use\nescalation: [{when: total off track, label: x, asked: y}]",
            "Known keys here: when,",
        ),
    ],
)
def test_a_mistake_says_what_was_expected(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in SMALL
    [complaint] = complaints(tmp_path, SMALL.replace(old, new))
    assert told in complaint


def test_every_missing_key_of_a_part_is_told(tmp_path: Path) -> None:
    told = complaints(tmp_path, SMALL.replace("sum(t.n)", "sum(t.n), target: {path: linear}"))
    assert [complaint.split('"')[1] for complaint in told] == ["from", "start", "due", "end"]


def test_a_wrong_item_of_a_list_is_told_at_its_place(tmp_path: Path) -> None:
    [told] = complaints(tmp_path, SMALL + "documents: [deck, slides]\n")
    assert told == (
        'report.yaml:8:19: The value of "documents" cannot be used (found "slides", expected deck, report or annex).'
    )


@pytest.mark.parametrize("seed", range(60))
def test_no_slip_of_the_pen_is_more_than_a_problem(tmp_path: Path, seed: int) -> None:
    """Lines of the sample are lost, doubled, shifted or changed; the file is read or its problems are told."""
    chance = random.Random(seed)
    lines = (SAMPLE / "report.yaml").read_text("utf-8").splitlines()
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(lines))
        line, position = lines[at], chance.randrange(len(lines[at]) + 1)
        sign = chance.choice("{}[]:,#&*!|>'\"%@`-?\té\u2028")
        key = line.split(":")[0]
        value = chance.choice(["", "[]", "{}", "[a, b]", "{a: b}", "-1", "2023-13", "yes", "80 %"])
        changes = [[], [line, line], ["  " + line], [line[:position] + sign + line[position:]], [f"{key}: {value}"]]
        lines[at : at + 1] = chance.choice(changes) or [""]
    (tmp_path / "report.yaml").write_text("\n".join(lines), "utf-8")
    told: list[str] = []
    try:
        read_project(tmp_path)
    except ProjectError as error:
        told = [str(problem) for problem in error.problems] or ["an error without a problem"]
    assert all(problem.startswith("report.yaml:") for problem in told)


def test_a_path_that_ends_before_it_begins_is_told(tmp_path: Path) -> None:
    path = "{path: linear, from: 2023-05, start: 0 %, due: 2023-02, end: 100 %}"
    [told] = complaints(tmp_path, SMALL.replace("sum(t.n)", f"a, unit: percent, target: {path}"))
    assert "report.yaml:7:93: The path ends before it begins (found 2023-02, expected a period after 2023-05)" in told
    [told] = complaints(tmp_path, "period: quarter\n" + SMALL.replace("sum(t.n)", f"a, unit: percent, target: {path}"))[
        :1
    ]
    assert 'This is no period of the project (found "2023-05", expected a quarter such as 2026-Q4)' in told


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("80 %", Amount(Decimal("0.8"), "percent")),
        ("80%", Amount(Decimal("0.8"), "percent")),
        ("12.5 percent", Amount(Decimal("0.125"), "percent")),
    ],
)
def test_a_share_as_target_is_a_ratio(tmp_path: Path, text: str, amount: Amount) -> None:
    target = project(tmp_path, SMALL.replace("sum(t.n)", f"a, unit: percent, target: {text}")).kpis["total"].target
    assert target == amount


@pytest.mark.parametrize(
    ("unit", "tolerance", "expected"),
    [
        ("percent", "", Tolerance(Decimal("0.05"))),
        ("points", "", Tolerance(Decimal("0.05"))),
        ("count", "", Tolerance(Decimal("0.1"), relative=True)),
        ("percent", "3 points", Tolerance(Decimal("0.03"))),
        ("count", "20 %", Tolerance(Decimal("0.2"), relative=True)),
        ("count", "1 500", Tolerance(Decimal(1500))),
        ("days", "2 days", Tolerance(Decimal(2))),
    ],
)
def test_a_tolerance_is_an_amount_or_a_part_of_the_target(
    tmp_path: Path, unit: str, tolerance: str, expected: Tolerance
) -> None:
    said = f"a, unit: {unit}, tolerance: {tolerance}"
    assert project(tmp_path, SMALL.replace("sum(t.n)", said)).kpis["total"].allowance == expected


@pytest.mark.parametrize(("unit", "decimals"), [("percent", 1), ("number", 1), ("count", 0), ("money", 0)])
def test_decimals_follow_the_unit(tmp_path: Path, unit: str, decimals: int) -> None:
    kpi = project(tmp_path, SMALL.replace("sum(t.n)", f"a, unit: {unit}")).kpis["total"]
    assert (kpi.unit, kpi.decimals) == (Unit(unit), decimals)


def test_the_cut_off_is_a_date(tmp_path: Path) -> None:
    assert project(tmp_path, SMALL + "as_of: 2024-10-31\n").as_of == date(2024, 10, 31)
    [told] = complaints(tmp_path, SMALL + "as_of: 31/10/2024\n")
    assert 'found "31/10/2024", expected a date such as 2024-10-31' in told


def test_a_folder_without_project_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        ProjectError, match=r"report.yaml: There is no project file in .* \(expected a file report.yaml\)"
    ):
        read_project(tmp_path)


def test_a_file_that_is_not_utf8_is_told_at_its_first_wrong_byte(tmp_path: Path) -> None:
    (tmp_path / "report.yaml").write_bytes(b"title: A\nowner: Biblioth\xe8que\n")
    with pytest.raises(ProjectError, match=r"report.yaml:2:16: The file is not UTF-8 text. Save the file"):
        read_project(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_does_no_harm(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "report.yaml").write_bytes(SMALL.encode(encoding))
    assert read_project(tmp_path).where("title") == TextLocation("report.yaml", 1, 8)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just a text",
        "- a\n- b\n",
        "a: " + "[" * 5000,
        "? [a]\n: b\n",
        "title: \x07\n",
        "a: 1\n---\nb: 2\n",
        "\t- :",
    ],
)
def test_no_text_is_more_than_a_problem(tmp_path: Path, text: str) -> None:
    assert complaints(tmp_path, text)


def test_a_project_survives_the_way_to_another_process(tmp_path: Path) -> None:
    read = project(tmp_path, SMALL)
    again = pickle.loads(pickle.dumps(read))
    assert again == read
    assert again.where("kpis", "total") == read.where("kpis", "total")
    assert again.folder == tmp_path


def test_document_control_and_meeting_are_read(tmp_path: Path) -> None:
    text = SMALL + (
        "control:\n  author: I. Marten\n  phase: Executing\n  issued: 2024-11-06\n"
        "  people: [{name: M. Keller, action: Approve}]\n"
        "  history: [{revision: 0.9, date: 2024-11-04}]\n"
        "meeting: {name: Steering committee, date: 2024-11-12}\n"
    )
    (tmp_path / "report.yaml").write_text(text, "utf-8")
    project = read_project(tmp_path)
    assert (project.control.phase, project.control.issued) == ("Executing", date(2024, 11, 6))
    assert (project.control.people[0].action, project.control.history[0].revision) == ("Approve", "0.9")
    assert project.meeting is not None
    assert (project.meeting.date, project.meeting.next) == (date(2024, 11, 12), None)


def test_mistakes_in_document_control_are_told_in_its_own_words(tmp_path: Path) -> None:
    text = SMALL + (
        "control:\n  phase: Doing\n  issued: 6.11.2024\n  people: [{nam: K, action: Sign}]\n"
        "meeting: {nam: 2024-11-12}\n"
    )
    assert complaints(tmp_path, text) == [
        'report.yaml:9:10: The value of "control.phase" cannot be used (found "Doing", '
        "expected Initiating, Planning, Executing or Closing).",
        'report.yaml:10:11: The value of "control.issued" cannot be used (found "6.11.2024", '
        "expected a date such as 2024-10-31).",
        'report.yaml:11:13: There is no key "nam" here. Did you mean "name"?',
        'report.yaml:11:29: The value of "control.people.action" cannot be used (found "Sign", '
        "expected Approve or Review).",
        'report.yaml:12:11: There is no key "nam" here. Did you mean "name"?',
    ]
