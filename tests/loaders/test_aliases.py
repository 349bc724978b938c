"""Spellings of entities: what was probably meant is suggested, and what a person accepts is remembered in a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from reportgen.loaders.aliases import plain
from reportgen.loaders.suggestions import nearest_entities

Run = Callable[..., Result]
# Open Government Licence - Canada; see SOURCE.txt beside it.
SPELLINGS = Path(__file__).resolve().parents[3] / "shared/data/gc-services-ca/org_var.csv"
PROJECT = """\
title: Use
entities: {table: teams, key: code, name: team}
tables:
  teams: {files: teams.csv, columns: {code: CODE, team: TEAM}}
  uses: {files: uses.csv, entity: code, time: events, columns: {code: TEAM, n: {from: N, type: count}}}
kpis:
  all: {formula: sum(uses.n), unit: count}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "report.yaml").write_text(PROJECT, "utf-8")
    (tmp_path / "teams.csv").write_text('CODE,TEAM\nT1,Legal affairs\nT2,"Data, services"\nT3,Audit\n', "utf-8")
    (tmp_path / "uses.csv").write_text(
        'TEAM,N\nT1,5\nLegal afairs,7\n"Data, services",1\nlegal afairs,2\nJupiter,4\n', "utf-8"
    )
    return tmp_path


def problems(folder: Path, reportgen: Run) -> list[dict[str, Any]]:
    found = json.loads(reportgen("check", folder, "--json").stdout)["problems"]
    return [problem for problem in found if "entit" in problem["code"] or "alias" in problem["code"]]


def test_what_was_probably_meant_is_suggested_where_it_stands(folder: Path, reportgen: Run) -> None:
    found = problems(folder, reportgen)
    assert [(one["code"], one["location"]["cell"], one["found"]) for one in found] == [
        ("probable-entity", "A3", '"Legal afairs"'),
        ("probable-entity", "A4", '"Data, services"'),
        ("probable-entity", "A5", '"legal afairs"'),
        ("unknown-entity", "A6", "Jupiter"),
    ]
    assert found[0]["hint"] == (
        'Did you mean "T1" (Legal affairs)? Correct it, or accept it with the line Legal afairs,T1 in aliases.csv.'
    )
    assert found[1]["hint"].endswith('accept it with the line "Data, services",T2 in aliases.csv.')


def test_an_accepted_spelling_is_read_as_its_entity_and_said_so(folder: Path, reportgen: Run) -> None:
    lines = 'spelling,key\nLEGAL  AFAIRS,T1\n"Data, services",T2\nJupiter,T3\n'
    (folder / "aliases.csv").write_text(lines, "utf-8")
    [used] = problems(folder, reportgen)
    assert used["code"] == "alias-used"
    assert used["message"] == "4 rows name entities by a spelling that aliases.csv accepts"
    assert used["found"] == "Legal afairs = T1, Data, services = T2, legal afairs = T1, Jupiter = T3"


def test_a_line_that_leads_nowhere_or_to_two_entities_is_told(folder: Path, reportgen: Run) -> None:
    (folder / "spellings.csv").write_text("a;b\nLegal afairs;T1\nlegal afairs;T2\nJupiter;T9\n", "utf-8")
    text = PROJECT.replace("name: team}", "name: team, aliases: spellings.csv}")
    (folder / "report.yaml").write_text(text, "utf-8")
    found = [one for one in problems(folder, reportgen) if one["code"] == "alias-value"]
    assert [(one["location"]["file"], one["location"]["cell"], one["found"]) for one in found] == [
        ("spellings.csv", "B3", "T1 and T2"),
        ("spellings.csv", "B4", "T9"),
    ]


def test_an_alias_file_that_is_named_and_not_there_is_an_error(folder: Path, reportgen: Run) -> None:
    text = PROJECT.replace("name: team}", "name: team, aliases: spellings.csv}")
    (folder / "report.yaml").write_text(text, "utf-8")
    result = reportgen("check", folder, "--json")
    [missing] = [one for one in json.loads(result.stdout)["problems"] if one["code"] == "missing-file"]
    assert (missing["location"]["line"], result.exit_code) == (2, 1)


@pytest.mark.open_data
@pytest.mark.skipif(not SPELLINGS.exists(), reason="needs the open data")
def test_nine_of_ten_suggestions_among_1697_real_spellings_are_right() -> None:
    with SPELLINGS.open(encoding="utf-8-sig", newline="") as stream:
        rows = [(row["org_name_variant"], row["org_id"]) for row in csv.DictReader(stream)]
    first = dict[str, str]()
    for spelling, key in rows:
        if "/" not in spelling or key not in [known for _, known in rows if known == key][1:2]:
            first.setdefault(key, spelling)
    names = {spelling: key for key, spelling in first.items()}
    others = {spelling: key for spelling, key in rows if spelling not in names}
    found = nearest_entities(list(others), names)
    right = sum(others[spelling] == key for spelling, key in found.items())
    assert len(found) >= 200
    assert right >= 0.88 * len(found)


@pytest.mark.open_data
@pytest.mark.skipif(not SPELLINGS.exists(), reason="needs the open data")
def test_1697_real_spellings_as_an_alias_file_match_all_of_them(tmp_path: Path, reportgen: Run) -> None:
    with SPELLINGS.open(encoding="utf-8-sig", newline="") as stream:
        rows = [(row["org_name_variant"], row["org_id"]) for row in csv.DictReader(stream)]
    assert len({plain(spelling) for spelling, _ in rows}) > 1600
    (tmp_path / "report.yaml").write_text(PROJECT.replace(", name: team", ""), "utf-8")
    (tmp_path / "aliases.csv").write_bytes(SPELLINGS.read_bytes())
    for name, header, lines in (
        ("teams.csv", ("CODE", "TEAM"), [(key, key) for key in dict.fromkeys(key for _, key in rows)]),
        ("uses.csv", ("TEAM", "N"), [(spelling.upper(), "1") for spelling, _ in rows]),
    ):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *lines])
    codes = [problem["code"] for problem in problems(tmp_path, reportgen)]
    assert "alias-used" in codes
    assert "unknown-entity" not in codes
