"""Formulas: what compiles, and what each mistake is told, at its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.locations import Passage, TextLocation
from reportgen.rules.formulas import TableNames, Vocabulary, compile_formula
from reportgen.rules.formulas.syntax import Kind

NAMES = Vocabulary(
    {
        "towns": TableNames({"code": Kind.TEXT, "region": Kind.TEXT, "residents": Kind.NUMBER}, "static", True),
        "rollout": TableNames({"code": Kind.TEXT, "go_live": Kind.DATE, "electors": Kind.NUMBER}, "events", True),
        "uses": TableNames({"code": Kind.TEXT, "total": Kind.NUMBER}, "cumulative", True),
        "changes": TableNames({"state": Kind.TEXT, "requests": Kind.NUMBER, "urgent": Kind.BOOLEAN}, "flow"),
        "cases": TableNames({"opened": Kind.DATE, "closed": Kind.DATE, "due": Kind.DATE}, "events"),
    },
    ("live", "reach"),
    "towns",
)
START = Passage("report.yaml", ((0, 10, 14),))


def told(formula: str) -> list[str]:
    tree, problems = compile_formula(formula, NAMES, START)
    assert (tree is None) == bool(problems)
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "formula",
    [
        "count(rollout, where=go_live <= period_end) / count(rollout)",
        "sum(rollout.electors, where=go_live <= period_end) / sum(electors)",
        "1000 * sum(level(uses.total)) / sum(towns.residents)",
        "sum(requests, where=state in ['DONE', 'OPEN'] and urgent and not missing(state))",
        "count(cases, where=opened <= period_end and not closed <= period_end)",
        "median(days(opened, closed), on=closed)",
        "percentile(days(opened, closed), 90, on=cases.closed)",
        "sum(uses.total, where=region == 'North' and residents > 1000)",
        "weighted(total, residents)",
        "count(cases, where='2024-01-01' <= opened < '2025-01-01')",
        "kpi.live - previous(kpi.live)",
        "rolling(sum(requests), 12) / year_to_date(count(changes))",
        "-max(requests) + min(requests) * 2",
        "  first(requests)\n  + last(requests)  ",
    ],
)
def test_the_language_of_the_design_compiles(formula: str) -> None:
    assert told(formula) == []


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        (
            "sum(rollout.electrs)",
            'report.yaml:10:26: Table "rollout" has no column "electrs". Did you mean "electors"?',
        ),
        ("sum(rolout.electors)", 'report.yaml:10:18: There is no table "rolout". Did you mean "rollout"?'),
        ("smu(electors)", 'report.yaml:10:14: There is no function "smu". Did you mean "sum"?'),
        ("kpi.raech", 'report.yaml:10:18: There is no KPI "raech". Did you mean "reach"?'),
        ("live", 'report.yaml:10:14: There is no column "live". For the KPI write kpi.live.'),
        (
            "electors / 2",
            "report.yaml:10:14: A column has a value for every row, one number is needed here (found electors). "
            "Say how the rows become one number, for example sum(electors) or mean(electors).",
        ),
        (
            "sum(requests - mean(requests))",
            "report.yaml:10:29: A number for the whole scope stands where every row needs its own value "
            "(found mean(requests) (mean() gives one number for all rows), expected columns of changes). "
            "Reduce first and calculate afterwards, outside the brackets of the aggregation.",
        ),
        (
            "sum(kpi.live)",
            "report.yaml:10:18: A KPI is already one number and cannot be aggregated (found kpi.live). "
            "Write kpi.live alone, or previous(...), rolling(..., 3) or year_to_date(...) of it.",
        ),
        (
            "count(cases, where=closed <= 3)",
            "report.yaml:10:33: Only values of one kind can be compared (found date <= number).",
        ),
        (
            "sum(requests, where=state = 'x')",
            "report.yaml:10:40: The formula cannot be read (found = 'x')). Compare with ==.",
        ),
        (
            "sum(requests",
            "report.yaml:10:17: The formula cannot be read (found (requests). The brackets do not match. A formula "
            'with commas stands in quotation marks: formula: "sum(a, where=b)".',
        ),
        (
            "count(code)",
            'report.yaml:10:20: "code" is in more than one table (found towns, rollout, uses). '
            "Name the table, for example towns.code.",
        ),
        (
            "sum(electors + requests)",
            "report.yaml:10:29: One aggregation reads the rows of one table (found electors and requests). "
            "Reduce each table by itself and combine the results, for example sum(a.x) / sum(b.y).",
        ),
        (
            "count(changes, on=state)",
            "report.yaml:10:32: on= places rows of tables with time: events only "
            '(found table "changes" with time: flow). Leave on= away: the table\'s own date places its rows.',
        ),
        (
            "sum(level(requests))",
            'report.yaml:10:24: level() is for counters (found table "changes" with time: flow, '
            "expected a table with time: cumulative). Write requests alone.",
        ),
        (
            "count(closed <= due)",
            "report.yaml:10:20: count() of a condition (found closed <= due). Write count(cases, where=closed <= due).",
        ),
        (
            "sum(requests) ** 9",
            "report.yaml:10:14: ** is not part of a formula (found sum(requests) ** 9, expected + - * /).",
        ),
        (
            "80",
            "report.yaml:10:14: The formula uses no data (found 80). "
            "A fixed number to compare with belongs under target:.",
        ),
        ("sum(requests) / 0", "report.yaml:10:30: A formula cannot divide by zero (found 0)."),
        ("", "report.yaml:10:14: The formula is empty. For example sum(table.column)."),
    ],
)
def test_a_mistake_is_told_at_its_column_with_what_to_do(formula: str, sentence: str) -> None:
    assert told(formula) == [sentence]


def test_all_mistakes_of_a_formula_are_told_at_once() -> None:
    assert [line.split(": ", 2)[0] for line in told("sum(electros) + summ(requests) / kpi.non + missing(state)")] == [
        "report.yaml:10:18",
        "report.yaml:10:30",
        "report.yaml:10:51",
        "report.yaml:10:57",
    ]


def test_columns_count_characters_not_bytes() -> None:
    assert told("sum(requests, where=state == 'Żółć') + sum(nothing)")[0].startswith("report.yaml:10:57: ")


@pytest.mark.parametrize(
    "formula", ["(" * 60 + "1" + ")" * 60, "-" * 1500 + "sum(requests)", "sum(requests)" + "+1" * 1000]
)
def test_what_would_be_expensive_is_refused(formula: str) -> None:
    assert [problem.code for problem in compile_formula(formula, NAMES, START)[1]] == ["formula-too-long"]


@pytest.mark.parametrize(
    "formula",
    ["__import__('os').system('x')", "().__class__", "[c for c in requests]", "lambda: 1", "f'{requests}'", "sum(**x)"],
)
def test_nothing_else_of_python_is_let_in(formula: str) -> None:
    assert told(formula)


_WORDS = """sum count ( ) , . + - * / ** == <= < in not and or where= on= kpi. live requests state closed opened
cases changes uses.total level rolling previous 3 0.5 'x' '2024-01-01' [ ] period_end missing days None True lambda
: if else é 1e999"""
_PIECES = st.sampled_from(_WORDS.split())


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=14).map(" ".join)))
def test_no_text_breaks_the_compiler(text: str) -> None:
    tree, problems = compile_formula(text, NAMES, START)
    assert (tree is None) == bool(problems)
    for problem in problems:
        assert isinstance(problem.location, TextLocation)
        assert problem.location.line >= 10
        assert problem.location.column <= 14 + len(text)
