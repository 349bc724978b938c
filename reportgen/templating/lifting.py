"""Where a block may begin and end: statements are lifted out of text and runs until both ends lie at equal places."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.templating.blocks import Block
from reportgen.templating.dialect import Dialect
from reportgen.templating.events import Element
from reportgen.templating.findings import Findings
from reportgen.templating.texts import PlacedTag


@dataclass(frozen=True, slots=True)
class Lifted:
    """The elements to close before a statement and to open again after it, innermost first."""

    chain: tuple[Element, ...]


def level_element(tag: PlacedTag, dialect: Dialect) -> Element | None:
    """The element that a level tag replaces; None when it stands in none."""
    name = dialect.levels[tag.found.level]
    return next((above for above in tag.text_element.ancestors() if above.name == name), None)


def lift(blocks: list[Block], dialect: Dialect, findings: Findings) -> dict[int, Lifted]:
    """How far the statements of each block are lifted, by tag number; blocks whose ends do not fit are problems."""
    lifted: dict[int, Lifted] = {}
    for block in blocks:
        if not block.closed:
            continue
        levels = {tag.found.level for tag in block.tags}
        if len(levels) > 1:
            _different_levels(block, findings)
        elif levels == {""}:
            lifted.update(_lift_inline(block, dialect, findings))
        else:
            _check_level_block(block, dialect, findings)
    return lifted


def _different_levels(block: Block, findings: Findings) -> None:
    opener = block.tags[0]
    odd = next(tag for tag in block.tags if tag.found.level != opener.found.level)
    expected = f"{{%{opener.found.level} {odd.found.code} %}}"
    message = f"the block begins with {opener.tag.source}, so this tag needs the same prefix"
    findings.add(odd.tag, "different-levels", message, expected=expected)


def _check_level_block(block: Block, dialect: Dialect, findings: Findings) -> None:
    elements = [level_element(tag, dialect) for tag in block.tags]
    parents = {element.parent for element in elements if element}
    opener = block.tags[0]
    if len(parents) > 1:
        _crossing(block, findings)
    elif len(set(elements)) < len(elements) and None not in elements:
        message = f"the block begins and ends in the same {_word(opener.found.level)}, so nothing can stand between"
        hint = f"Give {block.tags[-1].tag.source} a {_word(opener.found.level)} of its own."
        findings.add(opener.tag, "empty-block", message, hint=hint)


def _lift_inline(block: Block, dialect: Dialect, findings: Findings) -> dict[int, Lifted]:
    texts = {tag.text_element for tag in block.tags}
    if len(texts) == 1:
        return {}
    chains = [_chain(tag, dialect) for tag in block.tags]
    shared = next((above for above in _parents(chains[0]) if all(above in _parents(chain) for chain in chains)), None)
    if shared is not None:
        cuts = [_parents(chain).index(shared) + 1 for chain in chains]
        return {
            tag.tag.number: Lifted(tuple(chain[:cut])) for tag, chain, cut in zip(block.tags, chains, cuts, strict=True)
        }
    ends = [chain[-1].parent for chain in chains]
    paths = {end.path() for end in ends if end}
    whole = all(end is tag.paragraph for end, tag in zip(ends, block.tags, strict=True))
    if len(paths) > 1 or not whole or not all(tag.flow and tag.flow.crossing for tag in block.tags):
        _crossing(block, findings)
        return {}
    return {tag.tag.number: Lifted(tuple(chain)) for tag, chain in zip(block.tags, chains, strict=True)}


def _chain(tag: PlacedTag, dialect: Dialect) -> list[Element]:
    """The text, its run, and what else around them may be split, innermost first."""
    chain = [tag.text_element]
    for above in tag.text_element.ancestors():
        if not (tag.flow and above.name == tag.flow.run) and above.name not in dialect.splittable:
            break
        chain.append(above)
    return chain


def _parents(chain: list[Element]) -> list[Element]:
    return [element.parent for element in chain if element.parent is not None]


def _crossing(block: Block, findings: Findings) -> None:
    opener, odd = block.tags[0], block.tags[-1]
    message = f"{odd.tag.source} stands in another place ({odd.tag.place.place}) than the tag it belongs to"
    hint = "Begin and end must stand in the same cell, text box or paragraph, or have a row of their own with {%tr %}."
    findings.add(opener.tag, "crossing-block", message, hint=hint)


_WORDS = {"p": "paragraph", "r": "run", "tr": "row", "tc": "cell"}


def _word(level: str) -> str:
    return _WORDS.get(level, level)
