"""Nobody is named: not in documents, not in what is said of problems, not in what is written beside the files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from reportgen.contracts import ready_contract
from reportgen.loaders import load
from reportgen.project import read_project
from tests.systems.exports import (
    ACTIVE_USERS,
    ADDRESSES,
    EXPORTS,
    HUBSPOT,
    JIRA,
    PEOPLE,
    SECRETS,
    SERVICENOW,
    TEAMS,
    ZENDESK,
    Export,
)

Run = Callable[..., Result]
KPIS = """kpis:
  active:
    label: Active in Teams
    formula: count(use, where=teams_licensed and days(teams_last, refreshed) <= 30) / count(use, where=teams_licensed)
    unit: percent
  persons: {label: Persons, formula: distinct(use.user), unit: count}
  resolved: {label: Resolved, formula: "count(issues, on=closed)", unit: count}
"""


def write(folder: Path, *exports: tuple[str, Export], head: str = "", more: str = "", kpis: str = KPIS) -> Path:
    """A project with a table for each export."""
    (folder / "data").mkdir(exist_ok=True)
    tables = ""
    for name, export in exports:
        (folder / "data" / export.name).write_bytes(export.data())
        tables += f"  {name}: {{files: 'data/{export.name}', contract: {export.contract}}}\n"
    (folder / "report.yaml").write_text(f"title: Use of the suite\n{head}tables:\n{tables}{more}{kpis}", "utf-8")
    return folder


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text.lower()]


def texts_of(folder: Path) -> dict[str, str]:
    """Everything in the files of a folder, packed or not."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".pptx", ".docx", ".xlsx"):
            with zipfile.ZipFile(path) as package:
                found |= {
                    f"{path.name}/{name}": package.read(name).decode("utf-8", "replace") for name in package.namelist()
                }
        elif path.is_file():
            found[path.name] = path.read_text("utf-8", "replace")
    return found


def with_embedded(folder: Path, to: Path) -> dict[str, str]:
    """The same with the workbooks that charts carry."""
    for path in folder.rglob("*.pptx"):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.endswith(".xlsx"):
                    to.mkdir(exist_ok=True)
                    (to / f"{path.stem}-{Path(name).name}").write_bytes(package.read(name))
    return texts_of(folder) | (texts_of(to) if to.exists() else {})


ALL = (("use", ACTIVE_USERS), ("teams", TEAMS), ("issues", JIRA), ("tickets", ZENDESK), ("incidents", SERVICENOW))


def test_no_document_names_anybody(tmp_path: Path, reportgen: Run) -> None:
    folder = write(tmp_path, *ALL, ("contacts", HUBSPOT))
    done = reportgen("build", folder, "--period", "2026-10")
    assert done.exit_code == 0, done.stderr
    assert leaks(done.output) == []
    written = with_embedded(folder / "output", tmp_path / "embedded")
    assert len(written) > 50
    assert {name: found for name, text in written.items() if (found := leaks(text))} == {}


def test_the_annex_tells_which_columns_were_reduced(tmp_path: Path, reportgen: Run) -> None:
    folder = write(tmp_path, ("use", ACTIVE_USERS), ("issues", JIRA))
    assert reportgen("build", folder, "--period", "2026-10", "--only", "annex").exit_code == 0
    text = " ".join(texts_of(folder / "output").values())
    assert "reduced to counts" in text
    assert "user (B), name (C)" in text
    assert "assignee (L), reporter (M), creator (N)" in text


# Of each kind of remark about cells that quotes what it found, one about a person.
SPOILT = (
    ("Anna Kowalska", "Anna\u200b Kowalska"),
    ("boris.muster@", "boris.muster\u200b@"),
    ("Chiara Rossi", "Total Rossi"),
    ("Dmytro Bondar", "Dmytro Bоndar"),
    ("2026-10-29", "Boris Muster"),
    ("07/Oct/26 3:26 PM", "kowalska"),
)


def test_no_problem_quotes_anybody(tmp_path: Path, reportgen: Run) -> None:
    folder = write(tmp_path, *ALL, head="entities: {table: staff, key: user, groups: [unit]}\n", more=STAFF)
    # A cell of no personal column that holds a person is quoted like any other: that has to be seen to be mended.
    quoted = {"Boris Muster", "kowalska"}
    for path in (folder / "data").glob("*.csv"):
        text = path.read_text("utf-8-sig")
        for plain, spoilt in SPOILT:
            text = text if spoilt in quoted else text.replace(plain, spoilt, 1)
        path.write_text(text + text.splitlines()[-1] + "\n", "utf-8")
    (folder / "data/staff.csv").write_text(
        f"Account,Unit\n{ADDRESSES[0]},Care\n{ADDRESSES[0]},Sales\nx.muster@contoso.example,Y\n", "utf-8"
    )
    for arguments in (
        ["check", folder],
        ["check", folder, "--json"],
        ["check", folder, "--html", tmp_path / "page.html"],
    ):
        done = reportgen(*arguments)
        assert done.exit_code == 1
        assert "duplicate" in done.output or "stands twice" in done.output or "page.html" in done.output
        assert leaks(done.output) == []
    assert leaks((tmp_path / "page.html").read_text("utf-8")) == []


STAFF = "  staff: {files: data/staff.csv, columns: {user: {from: Account, personal: yes}, unit: Unit}}\n"


def test_persons_are_joined_with_departments_and_stay_unnamed(tmp_path: Path) -> None:
    head = "entities: {table: staff, key: user, groups: [unit]}\n"
    kpis = "kpis: {persons: {formula: count(use), unit: count}}\n"
    folder = write(tmp_path, head=head, more=STAFF, kpis=kpis)
    (folder / "data" / ACTIVE_USERS.name).write_bytes(ACTIVE_USERS.data())
    text = (folder / "report.yaml").read_text("utf-8")
    use = f"  use: {{files: 'data/{ACTIVE_USERS.name}', contract: microsoft365_active_users, entity: user}}\n"
    (folder / "report.yaml").write_text(text.replace("tables:\n", f"tables:\n{use}"), "utf-8")
    rows = [f"{address.upper()},{unit}" for address, unit in zip(ADDRESSES, "AABB", strict=True)]
    (folder / "data/staff.csv").write_text("\n".join(["Account,Unit", *rows]), "utf-8")
    dataset, _ = load(read_project(folder))
    staff, use_frame = dataset.tables["staff"].frame, dataset.tables["use"].frame
    assert set(use_frame["user"]) == set(staff["user"]) == {"A-1", "A-2", "A-3", "A-4"}


@pytest.mark.parametrize(
    ("kept", "users", "names"),
    [
        ("counts", ["A-1", "A-2", "A-3", "A-4"], ["P-1", "P-2", "P-3", "P-4"]),
        ("initials", ["A. K. @", "B. M. @", "C. R. @", "D. B. @"], ["A. K.", "B. M.", "C. R.", "D. B."]),
        ("full", list(ADDRESSES), list(PEOPLE)),
    ],
)
def test_a_project_says_what_is_kept(kept: str, users: list[str], names: list[str], tmp_path: Path) -> None:
    folder = write(tmp_path, ("use", ACTIVE_USERS), ("issues", JIRA), head=f"personal_data: {kept}\n")
    frame = load(read_project(folder))[0].tables["use"].frame
    assert list(frame["user"]) == users
    assert list(frame["name"]) == names


def test_a_table_may_keep_what_the_project_reduces(tmp_path: Path) -> None:
    folder = write(tmp_path, ("use", ACTIVE_USERS), ("issues", JIRA))
    text = (folder / "report.yaml").read_text("utf-8")
    (folder / "report.yaml").write_text(text.replace("jira_issues}", "jira_issues, personal_data: full}"), "utf-8")
    tables = load(read_project(folder))[0].tables
    assert tables["use"].frame["user"][0] == "A-1"
    assert tables["issues"].frame["assignee"][0] == PEOPLE[0]


def test_two_persons_with_the_same_initials_are_two(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Person\nAnna Kern\nAdam Kern\nANNA KERN\n", "utf-8")
    (tmp_path / "report.yaml").write_text(
        "title: T\npersonal_data: initials\ntables: {t: {files: a.csv, columns: {p: {from: Person, personal: yes}}}}\n"
        "kpis: {k: {formula: distinct(t.p)}}\n",
        "utf-8",
    )
    assert list(load(read_project(tmp_path))[0].tables["t"].frame["p"]) == ["A. K.", "A. K. (2)", "A. K."]


def test_a_column_of_names_addresses_and_numbers_keeps_all_apart(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Person\nAnna Kern\na.kern@example.org\n4711\nA. Kern\n4712\n", "utf-8")
    for kept in ("counts", "initials"):
        (tmp_path / "report.yaml").write_text(
            f"title: T\npersonal_data: {kept}\nkpis: {{k: {{formula: distinct(t.p)}}}}\n"
            "tables: {t: {files: a.csv, columns: {p: {from: Person, personal: yes}}}}\n",
            "utf-8",
        )
        assert load(read_project(tmp_path))[0].tables["t"].frame["p"].nunique() == 5


def test_concealed_names_are_told_and_counted(tmp_path: Path) -> None:
    folder = write(tmp_path, ("use", ACTIVE_USERS), ("issues", JIRA))
    path = folder / "data" / ACTIVE_USERS.name
    text = path.read_text("utf-8-sig")
    for number, (name, address) in enumerate(zip(PEOPLE, ADDRESSES, strict=True)):
        text = text.replace(address, f"{number:032X}").replace(name, f"{number + 9:032X}")
    path.write_text(text, "utf-8-sig")
    _, problems = load(read_project(folder))
    told = [problem for problem in problems if problem.code == "concealed-names"]
    assert [(problem.severity.value, str(problem.location)) for problem in told] == [
        ("notice", f"data/{ACTIVE_USERS.name}, cell B1"),
        ("notice", f"data/{ACTIVE_USERS.name}, cell C1"),
    ]


def test_names_that_were_concealed_between_two_exports_are_a_warning(tmp_path: Path) -> None:
    folder = write(tmp_path, ("use", ACTIVE_USERS), ("issues", JIRA))
    path = folder / "data" / ACTIVE_USERS.name
    path.write_text(path.read_text("utf-8-sig").replace(ADDRESSES[0], "0" * 32), "utf-8-sig")
    _, problems = load(read_project(folder))
    assert [problem.severity.value for problem in problems if problem.code == "concealed-names"] == ["warning"]


def test_a_marked_copy_names_nobody(tmp_path: Path, reportgen: Run) -> None:
    folder = write(tmp_path, ("use", ACTIVE_USERS), ("teams", TEAMS), ("issues", JIRA))
    done = reportgen("check", folder, "--mark")
    assert done.exit_code == 0
    copies = {path.name for path in (folder / "data").glob("*-checked.xlsx")}
    assert len(copies) == 3
    for path in (folder / "data").glob("*.csv"):
        path.unlink()
    # What people write in descriptions and comments is not read, and is in the copy as it is in the file.
    texts = {name: text for name, text in texts_of(folder / "data").items() if not name.startswith("Jira")}
    assert {name: found for name, text in texts.items() if (found := leaks(text))} == {}


def test_every_column_that_names_persons_is_declared() -> None:
    """Of each export, no other column of the contract than those declared holds any of the people."""
    for export in EXPORTS:
        columns = ready_contract(export.contract)["columns"]
        known = {alias.casefold(): field for field, column in columns.items() for alias in column["aliases"]}
        for place, header in enumerate(export.header):
            field = known.get(header.strip().casefold())
            if field and any(leaks(row[place]) for row in export.rows):
                assert columns[field].get("personal") == "yes", f"{export.contract}.{field}"
