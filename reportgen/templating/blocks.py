"""Tags -> blocks: which `for`, `if`, `macro` ends where, within a part and, at part level, over units of parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reportgen.templating.findings import Findings, did_you_mean
from reportgen.templating.tags import TagKind
from reportgen.templating.texts import PlacedTag

MIDDLES = {"else": ("if", "for"), "elif": ("if",)}
_OPENERS = ("for", "if", "set", "macro", "call", "filter", "with")
ENDS = {f"end{opener}": opener for opener in _OPENERS}
KEYWORDS = (*_OPENERS, *MIDDLES, *ENDS)
_UNIT_KEYWORDS = ("for", "if", "else", "elif", "endfor", "endif")


@dataclass(slots=True, eq=False)
class Block:
    """An opening tag, its `else` and `elif` tags and its end, in order."""

    keyword: str
    tags: list[PlacedTag] = field(default_factory=list)
    closed: bool = False


def match_blocks(tags: Iterable[PlacedTag], findings: Findings) -> tuple[list[Block], set[int]]:
    """The blocks of one part, inner ones after outer ones, and the numbers of stray tags."""
    blocks: list[Block] = []
    stack: list[Block] = []
    stray: set[int] = set()
    for tag in tags:
        keyword = tag.found.keyword
        if not keyword or tag.found.fault:
            continue
        if keyword not in KEYWORDS:
            hint = did_you_mean(keyword, KEYWORDS)
            findings.add(tag.tag, "unknown-statement", f'there is no statement "{keyword}"', hint=hint)
            stray.add(tag.tag.number)
        elif keyword in _OPENERS:
            if opens(tag):
                stack.append(Block(keyword, [tag]))
                blocks.append(stack[-1])
        elif not _continue(stack, tag, findings):
            stray.add(tag.tag.number)
    for block in stack:
        _unclosed(block, findings)
    return blocks, stray


def opens(tag: PlacedTag) -> bool:
    """True for a statement that needs an end: all openers but {% set name = value %}."""
    code = tag.found.code
    return tag.found.keyword in _OPENERS and not (tag.found.keyword == "set" and "=" in code.split("|")[0])


def _continue(stack: list[Block], tag: PlacedTag, findings: Findings) -> bool:
    keyword = tag.found.keyword
    wanted = MIDDLES.get(keyword) or (ENDS[keyword],)
    # A forgotten end inside must not make the ends outside look wrong, so look further out for the opener.
    depth = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].keyword in wanted), None)
    if depth is None:
        message = f"{keyword} stands here without {' or '.join(wanted)} before it in the same part"
        findings.add(tag.tag, "stray-tag", message)
        return False
    if keyword in MIDDLES and depth != len(stack) - 1:
        inner = stack[-1]
        message = f"{keyword} stands inside {inner.tags[0].tag.source}, which is not closed before it"
        findings.add(tag.tag, "stray-tag", message, expected=f"end{inner.keyword}")
        return False
    for unclosed in stack[depth + 1 :]:
        _unclosed(unclosed, findings)
    del stack[depth + 1 :]
    stack[-1].tags.append(tag)
    if keyword in ENDS:
        stack.pop().closed = True
    return True


def _unclosed(block: Block, findings: Findings) -> None:
    opener = block.tags[0]
    expected = f"{{%{opener.found.level} end{block.keyword} %}}"
    findings.add(opener.tag, "unclosed-block", f"the block is not closed with {expected} in the same part")


@dataclass(slots=True)
class UnitLevel:
    """Part-level statements by unit: `before` its first part, in order, and `after` its last part."""

    before: list[list[PlacedTag]]
    after: list[list[str]]


def match_units(tags: Sequence[Sequence[PlacedTag]], findings: Findings) -> UnitLevel:
    """Where the part-level statements of each unit go. A block without an end closes after its own unit, or after
    the unit of its last `else`; an end closes after the unit in which it stands."""
    level = UnitLevel([[] for _ in tags], [[] for _ in tags])
    stack: list[_Span] = []
    spans: list[_Span] = []
    for unit, statements in enumerate(tags):
        for tag in statements:
            keyword = tag.found.keyword
            if tag.found.fault:
                continue
            if tag.found.kind is not TagKind.STATEMENT or keyword not in (*_UNIT_KEYWORDS, "set"):
                message = f"{tag.found.level} tags can be for, if, elif, else, endfor, endif and set"
                findings.add(tag.tag, "unknown-statement", message)
            elif keyword in ("for", "if"):
                stack.append(_Span(keyword, tag, unit, unit))
                spans.append(stack[-1])
                level.before[unit].append(tag)
            elif keyword == "set":
                level.before[unit].append(tag)
            else:
                _continue_span(stack, spans, tag, unit, level, findings)
    _check_nesting(spans, findings)
    for span in reversed(spans):
        level.after[span.last].append(f"end{span.keyword}")
    # Blocks that end after the same unit close innermost first; `spans` is in the order of opening.
    return level


@dataclass(slots=True)
class _Span:
    keyword: str
    tag: PlacedTag
    first: int
    last: int


def _continue_span(
    stack: list[_Span], spans: list[_Span], tag: PlacedTag, unit: int, level: UnitLevel, findings: Findings
) -> None:
    keyword = tag.found.keyword
    wanted = MIDDLES.get(keyword) or (ENDS[keyword],)
    depth = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].keyword in wanted), None)
    if depth is None:
        findings.add(tag.tag, "stray-tag", f"{keyword} stands here without {' or '.join(wanted)} before it")
        return
    del stack[depth + 1 :]
    span = stack[-1]
    if keyword in MIDDLES:
        if span.last == unit:
            findings.add(
                tag.tag, "stray-tag", f"{keyword} must stand in a later {tag.found.level} than its {span.keyword}"
            )
            return
        level.before[unit].insert(0, tag)
        span.last = unit
    else:
        span.last = unit
        stack.pop()


def _check_nesting(spans: list[_Span], findings: Findings) -> None:
    for index, outer in enumerate(spans):
        for inner in spans[index + 1 :]:
            if inner.first <= outer.last < inner.last:
                message = f"the block ends later than {outer.tag.tag.source}, in which it begins"
                findings.add(inner.tag.tag, "crossing-blocks", message)
