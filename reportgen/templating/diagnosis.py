"""A template that does not compile -> all its problems: each tag is read alone, and what is broken is stepped over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import TemplateSyntaxError

from reportgen.errors import Problem, Severity
from reportgen.locations import TagLocation
from reportgen.templating.analysis import Analysis, PartAnalysis
from reportgen.templating.blocks import ENDS, KEYWORDS, MIDDLES, opens
from reportgen.templating.environment import TagEnvironment
from reportgen.templating.findings import Findings
from reportgen.templating.lines import AttributeSlot, Line
from reportgen.templating.names import check_names
from reportgen.templating.placing import Tag
from reportgen.templating.source import written
from reportgen.templating.tags import TagKind
from reportgen.templating.texts import PlacedTag
from reportgen.templating.vocabulary import Vocabulary

# Reading a tag may fail in Jinja's lexer or parser, or in Python's own (numbers with 5,000 digits, 400 brackets).
_READ_ERRORS = (TemplateSyntaxError, SyntaxError, RecursionError, ValueError, OverflowError, MemoryError)
_JINJA_END = re.compile("(token )?'end of (print statement|statement block)'|end of (print statement|statement block)")
_TARGETS = re.compile(r"[A-Za-z_]\w*(\s*,\s*[A-Za-z_]\w*)*")


def diagnose(
    analysis: Analysis,
    environment: TagEnvironment,
    file: str,
    vocabulary: Vocabulary | None,
    failure: BaseException | None,
) -> list[Problem]:
    """Every problem of the template in the order of its tags; at least one."""
    findings = analysis.findings
    broken = {tag.tag.number for tag in analysis.tags if not _reads(environment, tag, findings)}
    lines = list(_skeleton(analysis, broken))
    try:
        tree = environment.parse(written(lines))
    except _READ_ERRORS:
        tree = None
    if tree is not None:
        check_names(tree, vocabulary, lambda line: lines[line - 1].tag if 0 < line <= len(lines) else None, findings)
    if not findings.problems:
        _note_failure(findings, failure, lines, file)
    order = {tag.tag.place: tag.tag.number for tag in analysis.tags}
    return sorted(
        findings.problems,
        key=lambda problem: order.get(problem.location, 0) if isinstance(problem.location, TagLocation) else 0,
    )


def _reads(environment: TagEnvironment, tag: PlacedTag, findings: Findings) -> bool:
    """True when Jinja can read the tag; otherwise its complaint is noted."""
    kind, code, keyword = tag.found.kind, tag.found.code, tag.found.keyword
    if tag.found.fault:
        return False
    if kind not in (TagKind.VALUE, TagKind.STATEMENT):
        return True
    if kind is TagKind.VALUE:
        lines = [Line(code, AttributeSlot(tag.tag))]
    elif keyword not in KEYWORDS:
        return False  # named already
    elif opens(tag):
        lines = [Line(code), Line(f"end{keyword}")]
    elif keyword in MIDDLES:
        opener = "for x in ()" if keyword == "else" else "if true"
        lines = [Line(opener), Line(code), Line("endfor" if keyword == "else" else "endif")]
    elif keyword in ENDS:
        if code == keyword or keyword in ("endmacro", "endcall"):
            return True
        findings.add(tag.tag, "syntax", f"nothing may follow {keyword}", found=code.removeprefix(keyword).strip())
        return False
    else:
        lines = [Line(code)]
    try:
        environment.parse(written(lines))
    except _READ_ERRORS as error:
        findings.add(tag.tag, "syntax", _sentence(error))
        return False
    return True


def _sentence(error: BaseException) -> str:
    if isinstance(error, TemplateSyntaxError):
        message = _JINJA_END.sub("the end of the tag", (error.message or "").rstrip("."))
        return f"the tag cannot be read: {message}"
    if isinstance(error, RecursionError):
        return "the tag nests brackets too deeply"
    return f"the tag cannot be read: {error}"


def _skeleton(analysis: Analysis, broken: set[int]) -> Iterator[Line]:
    """The tags alone, in order, with broken ones harmless and missing ends added: enough to look at names."""
    for index, unit in enumerate(analysis.units):
        for tag in analysis.level.before[index]:
            yield _harmless(tag) if tag.tag.number in broken else Line(tag.found.code, None, tag.tag)
        for part in unit:
            yield from _part_skeleton(part, broken, {tag.tag.number for tag in analysis.part_level_tags})
        for end in analysis.level.after[index]:
            yield Line(end)


def _part_skeleton(part: PartAnalysis, broken: set[int], above: set[int]) -> Iterator[Line]:
    open_blocks: list[str] = []
    for tag in part.tags:
        number, keyword = tag.tag.number, tag.found.keyword
        if number in above or number in part.stray or tag.found.fault:
            continue
        if tag.found.kind is TagKind.VALUE:
            if number not in broken:
                yield Line(tag.found.code, AttributeSlot(tag.tag), tag.tag)
        elif tag.found.kind is TagKind.STATEMENT:
            if keyword in ENDS:
                while open_blocks and open_blocks[-1] != ENDS[keyword]:
                    yield Line(f"end{open_blocks.pop()}")
                if open_blocks:
                    yield Line(f"end{open_blocks.pop()}")
                continue
            if opens(tag):
                open_blocks.append(keyword)
            yield _harmless(tag) if number in broken else Line(tag.found.code, None, tag.tag)
    for keyword in reversed(open_blocks):
        yield Line(f"end{keyword}")


def _harmless(tag: PlacedTag) -> Line:
    """A statement of the same structure that says nothing; it still makes the names it would have made."""
    keyword, rest = tag.found.keyword, tag.found.code.partition(" ")[2]
    match = _TARGETS.match(rest.strip())
    targets = match[0] if match else "_"
    if keyword == "set":
        return Line(f"set {targets.split(',')[0]}" if opens(tag) else f"set {targets} = none")
    codes = {
        "for": f"for {targets} in ()",
        "if": "if false",
        "elif": "elif false",
        "else": "else",
        "with": "with",
        "macro": f"macro {targets.split(',')[0]}()",
        "call": "call namespace()",
        "filter": "filter upper",
    }
    return Line(codes.get(keyword, "set _ = none"))


def _note_failure(findings: Findings, failure: BaseException | None, lines: list[Line], file: str) -> None:
    """The whole does not compile although each tag does: loops nested deeper than Python allows, and the like."""
    message = "the template cannot be compiled"
    if isinstance(failure, TemplateSyntaxError):
        message = f"{message}: {failure.message}"
        tag: Tag | None = lines[failure.lineno - 1].tag if 0 < failure.lineno <= len(lines) else None
        if tag is not None:
            findings.add(tag, "syntax", message)
            return
    elif isinstance(failure, SyntaxError | RecursionError | MemoryError):
        message = "the template nests loops, conditions or brackets too deeply"
    findings.problems.append(Problem(Severity.ERROR, "syntax", message, TagLocation(file)))
