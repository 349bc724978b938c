"""A process of its own for the tests of what is kept on disk: fills a template, tells what came out as JSON.

python one_process.py PARTS NAMES       PARTS, NAMES: the template's parts and the names of its context, as JSON
"""

from __future__ import annotations

import json
import sys

import jinja2

from reportgen.errors import TemplateError
from reportgen.renderers.word.dialect import WORD
from reportgen.templating import Owner, Tag, Vocabulary, check_template, compile_template, render_template


class Plain:
    """Prints everything as Python does."""

    def inline(self, value: object, tag: Tag) -> str:
        return str(value)

    def block(self, value: object, tag: Tag, owner: Owner) -> str | None:
        return None


def main() -> None:
    """Compile, check and render, and count how often Jinja read and compiled a source."""
    parts = {name: text.encode() for name, text in json.loads(sys.argv[1]).items()}
    context = json.loads(sys.argv[2])
    done = {"parse": 0, "compile": 0}
    for name in done:
        setattr(jinja2.Environment, name, _counted(name, done))
    vocabulary = Vocabulary.of(context)
    problems, output = [], {}
    try:
        template = compile_template(parts, WORD, "status.docx", vocabulary=vocabulary)
        problems = [str(problem) for problem in check_template(template, vocabulary)]
        output = {part.part: part.data.decode() for part in render_template(template, context, Plain())}
    except TemplateError as error:
        problems += [str(problem) for problem in error.problems]
    print(json.dumps({"done": done, "problems": problems, "output": output}))


def _counted(name: str, done: dict[str, int]) -> object:
    real = getattr(jinja2.Environment, name)

    def counted(*arguments: object, **options: object) -> object:
        done[name] += 1
        return real(*arguments, **options)

    return counted


if __name__ == "__main__":
    main()
