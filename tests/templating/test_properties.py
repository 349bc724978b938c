"""Random documents: balanced tags give well-formed parts without tags, garbage gives located problems."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from reportgen.errors import Problem, Severity, TemplateError
from reportgen.locations import Location, TagLocation
from reportgen.templating import compile_template, render_template
from reportgen.templating.tags import TagKind, find_tags
from tests.templating.documents import FORMATS, A, Format, PlainPlacer, W

CONTEXT = {"x": "A & <b> {{ y }}", "y": None, "yes": True, "no": False, "xs": ["p", "q"], "empty": [], "d": {"k": "v"}}
FORMS = st.sampled_from([FORMATS["word"], FORMATS["powerpoint"]])
ANY_FORM = st.sampled_from(list(FORMATS.values()))
SETTINGS = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])

_words = st.sampled_from(["word", "⟨bold⟩", "a < b & c", "é", " ", "{ x }", "¦"])
_conditions = st.sampled_from(["if yes", "if no", "for i in xs", "for i in empty"])


@st.composite
def _inline(draw: st.DrawFn, depth: int = 2) -> str:
    pieces = draw(st.lists(st.sampled_from(["word", "value", "block", "split"]), max_size=4))
    made = []
    for piece in pieces:
        if piece == "block" and depth:
            opening = draw(_conditions)
            middle = "{% else %}" + draw(_inline(depth - 1)) if draw(st.booleans()) else ""
            made.append(f"{{% {opening} %}}{draw(_inline(depth - 1))}{middle}{{% end{opening.split()[0]} %}}")
        elif piece == "value":
            made.append(draw(st.sampled_from(["{{ x }}", "{{ d.k }}", "{{ y }}", "{{ “a” }}"])))
        elif piece == "split":
            made.append(draw(st.sampled_from(["{¦{ x }}", "⟨{{ x⟩ }}", "{{ d¦.k }¦}"])))
        else:
            made.append(draw(_words))
    return "".join(made)


@st.composite
def _lines(draw: st.DrawFn, tables: bool, depth: int = 2) -> list[str]:
    lines: list[str] = []
    kinds = ["text", "block", "over", *(["table"] if tables or depth == 2 else [])]
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=4)):
        opening = draw(_conditions)
        end = f"end{opening.split()[0]}"
        if kind == "block" and depth:
            lines += [f"{{%p {opening} %}}", *draw(_lines(tables, depth - 1)), f"{{%p {end} %}}"]
        elif kind == "table":
            row = f"| {draw(_inline())} | {draw(_inline())} |".replace("||", "|  |")
            lines += [f"| {{%tr {opening} %}} | |", row, f"| {{%tr {end} %}} | |"]
        elif kind == "over":
            lines += [f"{draw(_inline(0))}{{% {opening} %}}", "between", f"{{% {end} %}}{draw(_inline(0))}"]
        else:
            lines.append(draw(_inline()).strip() or "word")
    return lines


@SETTINGS
@given(st.data(), FORMS)
def test_balanced_tags_give_well_formed_parts_without_tags(data: st.DataObject, form: Format) -> None:
    # A block over paragraphs may hold tables in Word; on a slide a table is a shape of its own.
    lines = data.draw(_lines(form is FORMATS["word"]))
    parts = form.parts("start\n" + "\n".join(lines) + "\nend")
    template = compile_template(parts, form.dialect, "file")
    for done in render_template(template, CONTEXT, PlainPlacer(form)):
        root = etree.fromstring(done.data)
        text = "".join(str(piece) for piece in root.itertext()).replace("{{ y }}", "")
        assert "{{" not in text
        assert "{%" not in text
        for cell in [*root.iter(f"{{{W}}}tc"), *root.iter(f"{{{A}}}txBody")]:
            assert cell.find(f"{{{W}}}p") is not None or cell.find(f"{{{A}}}p") is not None
        assert not [table for table in root.iter(f"{{{W}}}tbl", f"{{{A}}}tbl") if not len(list(table.iter("{*}tr")))]
        names = {(etree.QName(x).localname, etree.QName(x.getparent()).localname) for x in root.iter() if x is not root}
        assert names <= {(inner, outer) for part in parts.values() for inner, outer in _nesting(part)} | {
            ("br", "r"), ("br", "p"), ("rPr", "br"), ("tab", "r"),
        }  # fmt: skip


def _nesting(data: bytes) -> set[tuple[str, str]]:
    root = etree.fromstring(data)
    return {(etree.QName(x).localname, etree.QName(x.getparent()).localname) for x in root.iter() if x is not root}


_signs = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "=",
    "|",
    "'",
    '"',
    "“",
    "\\",
    "(",
    ")",
    "[",
    "]",
    ".",
    "{",
    "}",
    "-",
    "*",
    "~",
]
_names = [
    "p",
    "tr",
    "tc",
    "r",
    "slide",
    "sheet",
    "for",
    "x",
    "in",
    "xs",
    "if",
    "endif",
    "endfor",
    "else",
    "set",
    "d",
    "macro",
    "m()",
    "endmacro",
    "raw",
    "endraw",
    "1",
    "endset",
]
_tokens = [*_signs, *_names, *(f"{name} " for name in _names), "¦", "⟨", "⟩", "\u00a0"]
_garbage = st.lists(st.sampled_from([*_tokens, "\n", "| ", " |", " "]), max_size=25)


@SETTINGS
@given(ANY_FORM, st.one_of(_garbage.map("".join), st.text("{}%#/ \n|'\"abxp", max_size=40)))
def test_garbage_gives_located_problems_or_well_formed_parts(form: Format, text: str) -> None:
    for problem in problems_of(form, f"start\n{text}\nend"):
        assert isinstance(problem.location, TagLocation)
        assert problem.message


def problems_of(form: Format, text: str) -> tuple[Problem, ...]:
    """Nothing where a template renders to well-formed parts."""
    parts = form.parts(text)
    try:
        done = render_template(compile_template(parts, form.dialect, "file"), CONTEXT, PlainPlacer(form))
    except TemplateError as error:
        return error.problems or (Problem(Severity.ERROR, "none", "", Location("no problem in the error")),)
    for part in done:
        etree.fromstring(part.data)
    return ()


@SETTINGS
@given(ANY_FORM, st.text(max_size=60))
def test_data_are_literal_text(form: Format, value: str) -> None:
    template = compile_template(form.parts("a {{ value }} b"), form.dialect, "file")
    done = render_template(template, {"value": value}, PlainPlacer(form))
    broken = re.sub("\r\n|\r|\u2028|\u2029", "\n", value)
    expected = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", broken)
    assert form.read(done) == f"a {expected} b".replace("\n", "↵").replace("\t", "⇥")


@SETTINGS
@given(st.text("{}%#_'\"“ abx\n-", max_size=60))
def test_tags_never_overlap_and_say_where_they_are(text: str) -> None:
    at = 0
    for tag in find_tags(text, ("p", "tr")):
        assert at <= tag.start < tag.end <= len(text)
        assert tag.kind in TagKind
        at = tag.end
