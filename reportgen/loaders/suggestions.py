"""Keys that the entity table does not know -> the entities that were probably meant.

A suggestion is never applied: a person accepts it in the alias file, or corrects the cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from reportgen.loaders.aliases import plain

# In percent; a spelling that only leaves words out or adds some counts a little less than one that is as long. Of the
# 1,370 further spellings of 327 Canadian departments (org_var.csv of the federal service inventory), 242 get a
# suggestion so, nine of ten of them rightly; most of the others are acronyms or in another language.
_ALIKE = 82
_PART_OF = 8
# Shorter keys differ in one sign from several others.
_SHORTEST = 4


def nearest_entities(values: Sequence[str], names: Mapping[str, str]) -> dict[str, str]:
    """For each value the key of the entity of nearly that key or name; nothing where several are as near.

    `names` are the keys and names of all entities, each with the key it stands for.
    """
    choices = dict[str, str]()
    for name, key in names.items():
        choices.setdefault(plain(name), key)
    listed = list(choices)
    found = dict[str, str]()
    for value in values:
        text = plain(value)
        if text in choices:  # the name instead of the key, or another case
            found[value] = choices[text]
        elif len(text) >= _SHORTEST:
            best = _best(text, listed)
            meant = {choices[name] for name, score in best.items() if score == max(best.values())}
            if len(meant) == 1:
                found[value] = meant.pop()
    return found


def _best(text: str, names: Sequence[str]) -> dict[str, float]:
    """The names most alike, with how much of them agrees."""
    scores = dict[str, float]()
    for scorer, less in ((fuzz.token_sort_ratio, 0), (fuzz.token_set_ratio, _PART_OF)):
        for name, score, _ in process.extract(text, names, scorer=scorer, limit=3, score_cutoff=_ALIKE + less):
            scores[name] = max(score - less, scores.get(name, 0))
    return scores
