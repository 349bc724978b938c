"""Parts with tags -> a compiled template, kept in memory and on disk under the hash of what it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import CodeType

import jinja2
from jinja2 import TemplateError as JinjaError

from reportgen.errors import TemplateError
from reportgen.kept import Kept
from reportgen.templating.check import check_tree
from reportgen.templating.dialect import Dialect
from reportgen.templating.environment import TagEnvironment
from reportgen.templating.slots import RUN, Run
from reportgen.templating.source import ENVIRONMENT, Source, arrange, generate, read_tags, rewritten
from reportgen.templating.stored import read_compiled, template_key, write_compiled
from reportgen.templating.template import Template
from reportgen.templating.vocabulary import Vocabulary

# Templates of one process: a deck, a report and an annex in a few brands.
_MOST_KEPT = 32
_KEPT: Kept[Template] = Kept(_MOST_KEPT)
# What Jinja and Python raise for a source they cannot take; SyntaxError includes 20 nested loops, which Python refuses.
COMPILE_ERRORS = (JinjaError, SyntaxError, RecursionError, MemoryError, ValueError, OverflowError)


def compile_template(
    parts: Mapping[str, bytes],
    dialect: Dialect,
    file: str,
    *,
    titles: Mapping[str, str] | None = None,
    units: Sequence[Sequence[str]] | None = None,
    vocabulary: Vocabulary | None = None,
) -> Template:
    """The template made of these parts, in this order (what earlier parts `set`, later parts see).

    titles: words for a part in locations ("slide 4", 'sheet "Summary"', "page header"); else the dialect's.
    units: parts that a part-level tag holds together (a slide and its notes), in order, each part in one unit;
    parts not named are units of their own. Raises TemplateError with every problem of syntax and structure;
    with a vocabulary also the unknown names of the same template, so that one run says everything.
    """
    titles, units = titles or {}, units or ()
    key = _key(tuple(parts.items()), dialect.name, file, tuple(titles.items()), tuple(map(tuple, units)))

    def make() -> Template:
        stored = template_key(key, parts, dialect)
        code, source = read_compiled(stored, dialect) or _compile(
            key, stored, parts, dialect, file, titles, units, vocabulary
        )
        compiled = _loaded(ENVIRONMENT, code)
        return Template(key, stored, file, dialect, dict(parts), source, compiled, source.payloads, source.tags)

    return _KEPT.get(key, make)


def _compile(
    key: bytes,
    stored: bytes,
    parts: Mapping[str, bytes],
    dialect: Dialect,
    file: str,
    titles: Mapping[str, str],
    units: Sequence[Sequence[str]],
    vocabulary: Vocabulary | None,
) -> tuple[CodeType, Source]:
    # Most processes find their templates compiled and need none of this.
    from reportgen.templating.analysis import analyse, items_of

    analysis = analyse(parts, dialect, file, titles, units)
    source = arrange(items_of(analysis, dialect))
    failure: BaseException | None = None
    if not analysis.findings.problems:
        try:
            tree = read_tags(source)
            if vocabulary is not None:
                check_tree(key, stored, tree, source, vocabulary)
            code = generate(ENVIRONMENT, rewritten(tree, source))
        except COMPILE_ERRORS as error:
            failure = error
        else:
            write_compiled(stored, dialect, code, source)
            return code, source
    from reportgen.templating.diagnosis import diagnose

    raise TemplateError(diagnose(analysis, ENVIRONMENT, file, vocabulary, failure)) from None


def compiled_in(environment: TagEnvironment, source: Source, bunched: bool = True) -> jinja2.Template:
    """The source as Jinja's template object of that environment."""
    tree = rewritten(read_tags(source, environment), source, bunched)
    return _loaded(environment, generate(environment, tree))


def _loaded(environment: TagEnvironment, code: CodeType) -> jinja2.Template:
    return jinja2.Template.from_code(environment, code, environment.make_globals(None))


def start(compiled: jinja2.Template, context: Mapping[str, object], run: Run) -> Iterator[str]:
    """Begin to render: the pieces of output, made as they are asked for."""
    return compiled.root_render_func(compiled.new_context({**context, RUN: run}))


@lru_cache(maxsize=_MOST_KEPT)
def _key(
    parts: tuple[tuple[str, bytes], ...],
    dialect: str,
    file: str,
    titles: tuple[tuple[str, str], ...],
    units: tuple[tuple[str, ...], ...],
) -> bytes:
    """The hash of all that a template is made from; kept, because Python hashes the bytes of a part only once."""
    digest = hashlib.sha256(repr((dialect, file, sorted(titles), [list(unit) for unit in units])).encode())
    for name, data in parts:
        digest.update(f"{len(name)} {name} {len(data)} ".encode())
        digest.update(data)
    return digest.digest()
