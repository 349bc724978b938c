"""What holds for the engine as a whole: identity, places, owners, copies, threads, limits."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from reportgen.content.charts import Chart, ChartKind, Series
from reportgen.content.kpis import Kpi
from reportgen.content.narrative import Narrative
from reportgen.content.tables import Column, Row, Table
from reportgen.content.values import Count, NoData, Percent, Quantity
from reportgen.errors import ReportgenError, TemplateError
from reportgen.locations import TagLocation
from reportgen.templating import (
    Owner,
    RenderedPart,
    Runs,
    Tag,
    Vocabulary,
    check_template,
    compile_template,
    render_template,
)
from tests.templating.documents import FORMATS, Format, PlainPlacer, W, Word, X

WORD, POWERPOINT, EXCEL = FORMATS["word"], FORMATS["powerpoint"], FORMATS["excel"]


def render(form: Format, text: str, placer: Any = None, **context: object) -> str:
    template = compile_template(form.parts(text), form.dialect, "file")
    return form.read(render_template(template, context, placer or PlainPlacer(form)))


def problems(form: Format, text: str, **context: object) -> list[str]:
    with pytest.raises(TemplateError) as caught:
        render(form, text, **context)
    return [problem.message for problem in caught.value.problems]


def word_part(body: str) -> dict[str, bytes]:
    return {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()}


def render_word(body: str, **context: object) -> str:
    template = compile_template(word_part(body), WORD.dialect, "file")
    return (
        render_template(template, context, PlainPlacer(WORD))[0]
        .data.decode()
        .split("<w:body>")[1]
        .split("</w:body>")[0]
    )


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_parts_without_tags_come_back_byte_for_byte(form: Format) -> None:
    parts = form.parts("a text { with } braces\n| a | b |\n=== 2\nwithout")
    template = compile_template(parts, form.dialect, "file")
    assert [(part.part, part.data) for part in render_template(template, {}, PlainPlacer(form))] == list(parts.items())


def test_what_no_tag_touches_stays_byte_for_byte() -> None:
    odd = '<w:p w:rsidR="00A"  ><!-- kept --><w:r><w:t>a &#233; &gt;</w:t></w:r></w:p>\r\n<?pi kept?>'
    body = f"{odd}<w:p><w:r><w:t>{{{{ x }}}}</w:t></w:r></w:p>{odd}"
    assert render_word(body, x=1) == f'{odd}<w:p><w:r><w:t xml:space="preserve">1</w:t></w:r></w:p>{odd}'


def test_marks_inside_a_split_tag_survive() -> None:
    body = (
        "<w:p><w:r><w:t>a {</w:t></w:r><w:bookmarkStart w:id='1' w:name='here'/><w:r><w:t>{ x</w:t></w:r>"
        "<w:proofErr w:type='gramEnd'/><w:r><w:t> }}</w:t></w:r><w:bookmarkEnd w:id='1'/></w:p>"
    )
    done = render_word(body, x="X")
    assert "<w:bookmarkStart w:id='1' w:name='here'/>" in done
    assert "<w:bookmarkEnd w:id='1'/>" in done
    assert "<w:proofErr w:type='gramEnd'/>" in done
    assert ">a X</w:t>" in done


def test_a_loop_over_a_hyperlink_splits_it_and_stays_well_formed() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    link = f"<w:hyperlink w:anchor='x'>{run.format('{% for x in xs %}link')}</w:hyperlink>"
    done = render_word(f"<w:p>{link}{run.format(' {{ x }}{% endfor %} end')}</w:p>", xs=[1, 2])
    assert done.count("<w:hyperlink") == done.count("</w:hyperlink>") > 0
    assert ">1<" in done.replace(" 1", "1")
    assert ">2<" in done.replace(" 2", "2")


def test_tags_in_attributes_are_filled_and_escaped() -> None:
    body = "<w:p><w:r><w:drawing><wp:docPr xmlns:wp='u' id='1' descr='About {{ x }}'/></w:drawing></w:r></w:p>"
    assert "descr='About a &quot;b&apos; &lt;c&gt; &amp; n/a'" in render_word(
        body.replace("{{ x }}", "{{ x }} {{ y }}"), x="a \"b' <c> &", y=None
    )


def test_a_lone_tag_whose_shape_has_a_tag_in_its_alternative_text() -> None:
    parts = {
        name: data.replace(b'name="Text 2"', b'name="Text 2" descr="{{ alt }}"')
        for name, data in POWERPOINT.parts("{{ x }}").items()
    }
    template = compile_template(parts, POWERPOINT.dialect, "file")
    data = render_template(template, {"x": "text", "alt": "a & b"}, PlainPlacer(POWERPOINT))[0].data
    assert b'descr="a &amp; b"' in data
    assert POWERPOINT.read([RenderedPart("1", data)]) == "text"


def test_numbers_that_must_be_unique_are_counted_up_in_loops() -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    picture = f"<w:p><w:r><w:drawing><wp:docPr xmlns:wp='{drawing}' id='7'/></w:drawing></w:r></w:p>"
    tag = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    done = render_word(tag.format("{%p for x in [1, 2, 3] %}") + picture + tag.format("{%p endfor %}"))
    assert [done.count(f"id='{number}'") for number in ("7", "1000001", "1000002")] == [1, 1, 1]


def test_a_table_in_the_place_of_a_cells_only_paragraph_is_followed_by_a_paragraph() -> None:
    class Tables(PlainPlacer):
        def block(self, value: object, tag: Tag, owner: Owner) -> str | None:
            return "<w:tbl/>"

    template = compile_template(WORD.parts("| {{ x }} |"), WORD.dialect, "file")
    assert b"<w:tbl/><w:p/></w:tc>" in render_template(template, {"x": 1}, Tables(WORD))[0].data


def test_runs_are_put_between_the_halves_of_their_run() -> None:
    class Coloured(PlainPlacer):
        def inline(self, value: object, tag: Tag) -> str | Runs:
            return Runs(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{value}</w:t></w:r>")

    assert render(WORD, "a {{ x }} b", Coloured(WORD), x="!") == "a ⟨!⟩ b"


def test_the_owner_is_handed_over_as_it_stands_in_the_template() -> None:
    owners: list[Owner] = []

    class Owners(PlainPlacer):
        def block(self, value: object, tag: Tag, owner: Owner) -> str | None:
            owners.append(owner)
            return ""

    for form, name in ((WORD, "w:p"), (POWERPOINT, "p:sp"), (EXCEL, "c")):
        render(form, "{{ x }}", Owners(form), x=1)
        assert owners[-1].name == name
        assert owners[-1].xml.startswith(f"<{name}".encode())
        assert b"{{ x }}" in owners[-1].xml


def test_notes_hold_a_tag_for_their_slide() -> None:
    parts = {
        "slide": POWERPOINT.parts("{{ k }} here")["1"],
        "notes": POWERPOINT.parts("{%slide for k in ks %}")["1"],
        "next": b"<a/>",
    }
    template = compile_template(parts, POWERPOINT.dialect, "file", units=[["slide", "notes"]])
    done = render_template(template, {"ks": "ab"}, PlainPlacer(POWERPOINT))
    assert [(part.part, part.copy) for part in done] == [
        ("slide", 0),
        ("notes", 0),
        ("slide", 1),
        ("notes", 1),
        ("next", 0),
    ]


def test_a_tag_knows_the_copy_it_is_printed_in() -> None:
    placer = PlainPlacer(POWERPOINT)
    render(POWERPOINT, "{%slide for k in [1, 2] %}\n\n{{ k }} a\nx {{ k }}\n=== 2\nno {{ 1 }}", placer)
    assert [(tag.source, tag.copy) for tag in placer.tags] == [
        ("{{ k }}", 0), ("{{ k }}", 0), ("{{ k }}", 1), ("{{ k }}", 1), ("{{ 1 }}", 0),
    ]  # fmt: skip


def test_places_say_file_part_and_shape() -> None:
    placer = PlainPlacer(POWERPOINT)
    parts = POWERPOINT.parts("{{ 1 }} x")
    template = compile_template(parts, POWERPOINT.dialect, "deck.pptx", titles={"1": "slide 4"})
    render_template(template, {}, placer)
    assert placer.tags[0].place == TagLocation("deck.pptx", 'slide 4, shape "Text 2"', "{{ 1 }}")


def test_a_template_is_compiled_once() -> None:
    parts = WORD.parts("{{ x }}")
    assert compile_template(parts, WORD.dialect, "a") is compile_template(dict(parts), WORD.dialect, "a")
    assert compile_template(parts, WORD.dialect, "a") is not compile_template(parts, WORD.dialect, "b")


def test_one_template_renders_in_many_threads() -> None:
    template = compile_template(WORD.parts("{% for i in xs %}{{ i }};{% endfor %}"), WORD.dialect, "file")

    def one(number: int) -> str:
        return WORD.read(render_template(template, {"xs": [number] * 200}, PlainPlacer(WORD)))

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(one, range(40))) == [f"{number};" * 200 for number in range(40)]


def test_utf_16_and_other_prefixes_are_read() -> None:
    text = WORD.parts("{%p if x %}\nyes {{ x }}\n{%p endif %}")["1"].decode()
    odd = text.replace("<w:", "<q:").replace("</w:", "</q:").replace("xmlns:w", "xmlns:q").replace("UTF-8", "UTF-16")
    template = compile_template({"1": odd.encode("utf-16")}, WORD.dialect, "file")
    assert WORD.read(render_template(template, {"x": 1}, PlainPlacer(WORD))) == "yes 1"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<a>{{ x }}", "not well-formed"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>{{ x }}</a>', "document type declaration"),
        (b"<a>{</a>\xff", "neither UTF-8 nor UTF-16"),
        (b"<a>" * 300 + b"{" + b"</a>" * 300, "deep"),
    ],
)
def test_a_part_that_no_office_program_writes_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        compile_template({"1": data}, WORD.dialect, "file")


@dataclass(frozen=True)
class Person:
    name: str
    _secret: str = "secret"

    def greet(self, word: str) -> str:
        return f"{word} {self.name}"


def test_fields_and_methods_of_frozen_dataclasses_are_readable_and_private_ones_not() -> None:
    assert render(WORD, "{{ p.name }} {{ p.greet('Hi') }}.", p=Person("Ada")) == "Ada Hi Ada."
    assert problems(WORD, "a {{ p._secret }}", p=Person("Ada")) == ["the template may not use '_secret' of this value"]


HOSTILE = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ x|attr('__class__') }}",
    "{{ x.format(1) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ range(10**9) }}",
    "{{ 'a' * 10**9 }}",
    "{{ [1] * 10**9 }}",
    "{{ 10 ** (10 ** 8) }}",
    "{{ xs.append(1) }}",
    "{{ d.update(a=1) }}",
    "{{ d.clear() }}",
    "{{ 'a'.ljust(10**10) }}",
    "{{ 'abc'.encode() }}",
    "{{ 'abcabc'|replace('', 'x' * 999999) }}",
    "{{ xs|batch(10**9, 'x')|list }}",
    "{{ x|center(10**9) }}",
    "{{ lipsum(n=10**6) }}",
    "{{ self.__init__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ greet.__globals__ }}",
    "{{ greet.__func__ }}",
    "{{ (1).__class__ }}",
    "{{ x|map(attribute='__class__')|first }}",
    "{{ xs|map('attr', '__class__')|list }}",
    "{{ xs|groupby('__class__') }}",
    "{{ xs|sum(attribute='__class__') }}",
    "{% include 'a' %}",
    "{% import 'os' as os %}{{ os }}",
    "{% extends 'a' %}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{{ a }}{% endfor %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% set n = namespace(a='aa') %}{% for i in range(60) %}{% set n.a = n.a ~ n.a %}{% endfor %}",
    "{% set n = namespace(a='aa') %}{% for i in range(60) %}{% set n.a = n.a + n.a %}{% endfor %}",
    "{% set n = namespace(a=99) %}{% for i in range(60) %}{% set n.a = n.a * n.a %}{% endfor %}",
    "{% set n = namespace(a=[1]) %}{% for i in range(60) %}{% set n.a = [n.a, n.a] %}{% endfor %}{{ n.a|string }}",
    "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
    "{{ " + "9" * 5000 + " }}",
    "{% for x in xs %}" * 25 + "{% endfor %}" * 25,
]


@pytest.mark.parametrize("template", HOSTILE)
def test_a_hostile_template_is_a_located_problem(template: str) -> None:
    found = problems(WORD, f"a {template} b", x="abc", xs=[1, 2], d={"a": 1}, greet=Person("Ada").greet)
    assert found


def test_arithmetic_between_values_of_the_report_asks_for_a_kpi() -> None:
    with pytest.raises(TemplateError) as caught:
        render(WORD, "a {{ x - y }} {{ x * 2 }} {{ z + 1 }}", x=Count(Decimal(5)), y=Count(Decimal(3)), z=NoData())
    assert {problem.hint for problem in caught.value.problems} == {
        "Declare a KPI with this formula in the project and print that."
    }
    assert len(caught.value.problems) == 3


def test_errors_of_the_placer_are_located_and_our_own_pass_through() -> None:
    class Refusing(PlainPlacer):
        def inline(self, value: object, tag: Tag) -> str | Runs:
            raise TypeError("a Table cannot stand in a sentence")

    class Broken(PlainPlacer):
        def inline(self, value: object, tag: Tag) -> str | Runs:
            raise ReportgenError([])

    with pytest.raises(TemplateError) as caught:
        render(WORD, "a {{ 1 }}\nb {{ 2 }}", Refusing(WORD))
    assert [problem.message for problem in caught.value.problems] == ["a Table cannot stand in a sentence"] * 2
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems
    with pytest.raises(ReportgenError):
        render(WORD, "a {{ 1 }}", Broken(WORD))


def chart(kind: ChartKind) -> Chart:
    return Chart("c", kind, ("a",), (Series("s", (Count(Decimal(1)),)),), Count(Decimal(0)))


def test_show_picks_the_chart_of_a_table() -> None:
    class Kinds(PlainPlacer):
        def inline(self, value: object, tag: Tag) -> str:
            return value.kind.value if isinstance(value, Chart) else "none"

    table = Table("t", (Column("a", "A"),), (Row("r", (1,)),), chart=chart(ChartKind.BAR))
    text = "a {{ t|show }} {{ t|show(kind='line') }} {{ t.chart|show('column') }} {{ none_here|show }}"
    assert render(WORD, text, Kinds(WORD), t=table, none_here=None) == "a bar line column none"
    assert problems(WORD, "a {{ t|show(kind='pie') }}", t=table) == [
        f"there is no chart kind 'pie'; there is {', '.join(ChartKind)}"
    ]


def names(form: Format, text: str, vocabulary: Mapping[str, Any]) -> list[str]:
    template = compile_template(form.parts(text), form.dialect, "file")
    return [f"{p.message}. {p.hint}".strip() for p in check_template(template, Vocabulary(vocabulary))]


def test_names_are_checked_without_data_through_types_loops_and_calls() -> None:
    vocabulary = {"kpi": {"reach": Kpi}, "kpis": tuple[Kpi, ...], "report": {"title": str}, "lead": Kpi}
    text = (
        "{{ report.titel }} {{ kpi.reech }} {{ lead.trend.headlin.text }} {{ kpi['reach'].valeu }}\n"
        "{% for k in kpis if k.trend %}{{ k.lable }} {{ k.by('region').rowz }}{{ loop.index }}{% endfor %}\n"
        "{{ lead.by('region')|show(kind='bar') }} {{ kpis|first }} {{ (kpis|first).ownr }} {{ k }}\n"
        "{{ missing is defined }} {{ missing|default('x') }} {% set a = lead %}{{ a.targett }}"
    )
    assert names(WORD, text, vocabulary) == [
        'report has no "titel". Did you mean "title"?',
        'kpi has no "reech". Did you mean "reach"?',
        'lead.trend has no "headlin". Did you mean "headline"?',
        'kpi[reach] has no "valeu". Did you mean "value"?',
        'k has no "lable". Did you mean "label"?',
        'k.by(…) has no "rowz". Did you mean "rows"?',
        'this value has no "ownr". Did you mean "owner"?',
        'there is no "k". There is kpi, kpis, lead, report.',
        'a has no "targett". Did you mean "target"?',
    ]


def test_a_name_without_its_owner_is_told_with_the_owner_that_is_meant() -> None:
    vocabulary = {"summary": Narrative, "kpi": {"reach": Kpi}, "report": {"title": str, "headline": str},
                  "notes": Narrative, "lead": Kpi}  # fmt: skip
    assert names(WORD, "{{ title }} {{ headline }} {{ reach }} {{ target }} {{ repport }}", vocabulary) == [
        'there is no "title". Did you mean "report.title"?',
        'there is no "headline". Did you mean "report.headline"?',
        'there is no "reach". Did you mean "kpi.reach"?',
        'there is no "target". Did you mean "lead.target"?',
        'there is no "repport". Did you mean "report"?',
    ]


def test_a_vocabulary_can_be_made_of_a_context() -> None:
    known = Vocabulary.of({"a": {"b": 1}, "p": Person("Ada"), "ps": (Person("Ada"),), "share": Percent(Decimal(1))})
    template = compile_template(
        WORD.parts("{{ a.c }} {{ p.nam }} {% for p in ps %}{{ p.nme }}{% endfor %} {{ share.amount }} {{ a.b }}"),
        WORD.dialect,
        "file",
    )
    assert [problem.message for problem in check_template(template, known)] == [
        'a has no "c"',
        'p has no "nam"',
        'p has no "nme"',
    ]


def test_with_a_vocabulary_compiling_reports_syntax_and_names_together() -> None:
    with pytest.raises(TemplateError) as caught:
        compile_template(
            WORD.parts("{{ nmae }} {% if %}x{% endif %}\n{% for y in xs %}{{ y }} {{ z }}"),
            WORD.dialect,
            "file",
            vocabulary=Vocabulary({"name": str, "xs": tuple[Quantity, ...]}),
        )
    assert [problem.code for problem in caught.value.problems] == [
        "unknown-name",
        "syntax",
        "unclosed-block",
        "unknown-name",
    ]


def test_a_grid_has_as_many_columns_as_a_repeated_cell_makes() -> None:
    cells = "".join(
        f"<w:tc>{Word().paragraph(text)}</w:tc>" for text in ("N", "{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}")
    )
    grid = '<w:tblGrid><w:gridCol w:w="100"/><w:gridCol w:w="200"/></w:tblGrid>'
    done = render_word(f"<w:tbl>{grid}<w:tr>{cells}</w:tr></w:tbl>", xs=[1, 2, 3, 4, 5])
    assert done.startswith("<w:tbl><w:tblGrid>" + '<w:gridCol w:w="50"/>' * 6 + "</w:tblGrid>")


def test_page_headers_of_sheets_hold_values() -> None:
    header = "<headerFooter><oddHeader>&amp;L{{ title }}&amp;RPage &amp;P</oddHeader></headerFooter>"
    parts = {"1": f'<worksheet xmlns="{X}">{header}</worksheet>'.encode()}
    template = compile_template(parts, EXCEL.dialect, "file")
    data = render_template(template, {"title": "<T>"}, PlainPlacer(EXCEL))[0].data
    assert b"&amp;L&lt;T&gt;&amp;RPage &amp;P" in data


def test_a_text_in_a_repeated_paragraph_has_no_identity_of_the_template() -> None:
    namespace = "http://schemas.microsoft.com/office/word/2010/wordml"
    line = f'<w:p xmlns:w14="{namespace}" w14:paraId="4B" w14:textId="77"><w:r><w:t>{{}}</w:t></w:r></w:p>'
    done = render_word(line.format("{%p for x in [1, 2] %}") + line.format("{{ x }}") + line.format("{%p endfor %}"))
    assert "paraId" not in done
    assert done.count("<w:p ") == 2
