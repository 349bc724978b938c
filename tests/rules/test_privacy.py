"""Stakeholders are named one way in every block, note and finding; the names themselves then stand nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.content.interchange import to_json
from reportgen.content.periods import Period
from reportgen.project.privacy import Naming
from reportgen.rules.assemble import build_report
from reportgen.rules.stakeholders.privacy import named
from tests.rules.projects import prepared
from tests.rules.test_stakeholders import PROJECT

ROWS = """id,name,role,organisation,power,interest,current,desired,owner,assessed
1,Ada Lovelace,Sponsor,Ministry,9,7,Supportive,Leading,K,2026-09-29
2,Grace Hopper,Users,Navy,5,4,Neutral,Supportive,K,2026-09-29
3,Alan Lamarr,Users,Bletchley,99,4,Neutral,Supportive,K,2026-09-29
1,Ada Lovelace,Sponsor,Ministry,9,7,Neutral,Leading,K,2026-10-29
"""


@pytest.mark.parametrize(
    ("naming", "told"),
    [
        ("names", ["Ada Lovelace", "Grace Hopper", "Alan Lamarr"]),
        ("initials", ["A. L. (S-1)", "G. H.", "A. L. (S-3)"]),
        ("roles", ["Sponsor", "Users (S-2)", "Users (S-3)"]),
        ("codes", ["S-1", "S-2", "S-3"]),
    ],
)
def test_a_name_is_printed_in_one_form_everywhere(naming: str, told: list[str], tmp_path: Path) -> None:
    made, dataset = prepared(tmp_path, f"stakeholder_names: {naming}\n{PROJECT}", register=ROWS)
    report, problems = build_report(made.project, made, dataset, Period.parse("2026-10"), None)
    table = report.table("stakeholders")
    place = [column.key for column in table.columns].index("stakeholder")
    assert [row.cells[place] for row in table.rows] == told
    everything = to_json(report) + "".join(f"{problem} {problem.found}" for problem in problems)
    for name, organisation in [("Ada Lovelace", "Ministry"), ("Grace Hopper", "Navy"), ("Alan Lamarr", "Bletchley")]:
        assert (name in everything) == (naming == "names")
        assert (organisation in everything) == (naming in ("names", "initials"))


@given(
    st.lists(
        st.tuples(st.text("ab", max_size=3), st.text("ab ", max_size=4)), unique_by=lambda pair: pair[0], max_size=6
    ),
    st.sampled_from([Naming.INITIALS, Naming.ROLES, Naming.CODES]),
)
def test_two_stakeholders_are_never_printed_alike(people: list[tuple[str, str]], naming: Naming) -> None:
    keys = [f"{key}{row}" for row, (key, _) in enumerate(people)]
    names = [name.strip() for _, name in people]
    found = named(keys, names, names, naming)
    assert len(set(found)) == len(keys)
