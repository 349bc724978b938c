"""The command line: arguments to operations, results to faces.

stdout is data (paths, tables, JSON), stderr is messages and progress. Exit codes: 0 documents made,
1 the user's data, 2 usage, 3 project file, 4 template or brand, 5 output not writable, 70 internal.
Nothing heavy is imported before a command needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen import __version__

if TYPE_CHECKING:
    from rich.console import Console

    from reportgen.content.report import Report
    from reportgen.errors import Problem
    from reportgen.operations.build import BuildRequest


def _examples(*lines: str) -> str:
    """An epilog with one example per line; what follows # says what it does."""
    width = max(len(command) for command, _ in map(_parts, lines))
    shown = (f"[cyan]  reportgen {command:<{width}}[/cyan]  [dim]{note}[/dim]" for command, note in map(_parts, lines))
    return "\n".join(["[bold]Examples[/bold]", *shown])


def _parts(line: str) -> tuple[str, str]:
    command, _, note = line.partition("  #")
    return command.strip(), note.strip()


app = typer.Typer(
    name="reportgen",
    help="Filled-in workbooks to a steering deck, a status report and an annex that agree to the digit.",
    epilog=_examples(
        "init my-report            # a project to start from",
        "check                     # what is wrong, before anything is made",
        "build --period 2026-10    # the documents of one month",
        "inspect --json            # the numbers behind them",
    ),
    rich_markup_mode="rich",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ProjectArgument = Annotated[
    Path, typer.Argument(metavar="[PROJECT]", help="Folder with report.yaml, or the file itself.", show_default="here")
]
Period = Annotated[
    str | None,
    typer.Option(
        "--period", "-p", metavar="P", help="2026-10, 2026-Q4, 2026, 2026-W41; default: the latest with data."
    ),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Data cut-off, as 2026-10-31; default: the period's end.")
]
Language = Annotated[
    str | None, typer.Option("--lang", metavar="LANG", help="Language of the documents; default: the project's.")
]
Entity = Annotated[str | None, typer.Option("--entity", metavar="E", help="Only one entity or group, by key or name.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no notices.")]


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"reportgen {__version__}")
        raise typer.Exit


@app.callback()
def main(
    # The callback runs while options are read: later, a missing command would be told instead.
    version: Annotated[
        bool,
        typer.Option("--version", "-V", help="Print the version and exit.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    """Filled-in workbooks to a steering deck, a status report and an annex that agree to the digit."""


@app.command(
    epilog=_examples(
        "init my-report                        # a small project to change",
        "init roll --example electoral-roll    # a large one on real data",
        "init my-report --brand ours           # with a look to make your own",
    )
)
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    example: Annotated[
        str, typer.Option("--example", metavar="NAME", help="The project to start from; a wrong name lists them all.")
    ] = "starter",
    brand: Annotated[
        str | None, typer.Option("--brand", metavar="NAME", help="Also templates and colours to change, as this brand.")
    ] = None,
) -> None:
    """Write a project that builds at once: data, report.yaml, a launcher to double-click."""
    from reportgen.operations.init import init as run

    with _problems_end_the_run():
        result = run(folder, example, brand)
    for path in result.files:
        typer.echo(path)
    typer.echo(f"Next: reportgen build {_quoted(folder)}", err=True)


@app.command(
    epilog=_examples(
        "build                               # the latest period with data",
        "build projects/portal -p 2026-10    # another project and period",
        "build --only deck,annex -o packs    # two documents, elsewhere",
        "build --entity Lazio                # one region",
        "build --against 2025-10             # what changed in a year",
        "build --each region --workers 2     # every region, two at a time",
    )
)
def build(
    project: ProjectArgument = Path(),
    period: Period = None,
    as_of: AsOf = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder for the output; default: PROJECT/output.")
    ] = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="LIST", help="Of deck,report,annex; default: what the project says.")
    ] = None,
    lang: Language = None,
    entity: Entity = None,
    each: Annotated[
        str | None, typer.Option("--each", metavar="GROUP", help="One pack for every group of a grouping, as region.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=1, help="Processes for --each.")] = 1,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="P",
            help="Compare with this period, or a report's folder; default: the one before.",
        ),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Deck and report as PDF too, where LibreOffice is installed.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Make the deck, the status report and the annex of one period."""
    from reportgen.operations.build import BuildRequest

    if entity and each:
        raise typer.BadParameter("give --entity or --each, not both", param_hint="--each")
    request = BuildRequest(project, period, _date(as_of), out, _names(only), lang, entity, pdf, against)
    with _problems_end_the_run():
        if each:
            _build_each(request, each, workers, quiet)
        else:
            _build_one(request, quiet)


@app.command(
    epilog=_examples(
        "collect -p 2026-11                    # every workbook of the month, prefilled",
        "collect -p 2026-11 --each department  # one for each department",
        "collect --only adoption --lang fr     # one table, in French",
    )
)
def collect(
    project: ProjectArgument = Path(),
    period: Annotated[
        str | None, typer.Option("--period", "-p", metavar="P", help="The period to ask for; default: the next one.")
    ] = None,
    each: Annotated[
        str | None,
        typer.Option("--each", metavar="GROUP", help="One workbook for every group of a grouping, or every entity."),
    ] = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="TABLES", help="Only these tables, as adoption,risks.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="LANG", help="Language of the workbooks; default: the project's.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Folder for them; default: PROJECT/collect/PERIOD."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write the Excel workbooks to fill in, prefilled from the period before."""
    from reportgen.operations.collect import CollectRequest
    from reportgen.operations.collect import collect as run

    request = CollectRequest(project, period or "", each, lang, out, _names(only))
    with _problems_end_the_run(), _progress(quiet) as progress:
        result = run(request, progress)
    for path in result.files:
        typer.echo(path)
    if not quiet:
        _show(result.problems)


@app.command(
    epilog=_examples(
        "check                              # the project in this folder",
        "check projects/portal --json       # another one, for a program",
        "check output/2026-10/deck.pptx     # a finished document",
        "check --mark --html issues.html    # beside the cells, and as a page",
    )
)
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PROJECT|FILE]...", help="Projects and Office files; default: here.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Problems as JSON on stdout.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Problems as a page for a browser, in one file.")
    ] = None,
    mark: Annotated[
        bool, typer.Option("--mark", help="Copies of the input files, NAME-checked.xlsx, with the cells marked.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Find what is wrong in data, project file, templates and documents, all at once; nothing checked is changed."""
    from reportgen.operations.check import check as run

    with _problems_end_the_run(), _progress(quiet) as progress:
        result = run(paths or [Path()], progress, mark)
        if html is not None:
            _write_page(html, result.problems, paths or [Path()])
    if as_json:
        from reportgen.faces.as_json import problems_json

        typer.echo(problems_json(result.problems))
    else:
        from reportgen.faces.terminal import print_tasks

        print_tasks(result.problems, _console(stderr=False))
        if not result.problems:
            typer.echo("No problems found.")
    for file in (*result.files, *([html] if html else [])):
        typer.echo(f"Written: {file}", err=True)
    if mark and not result.files:
        typer.echo("No copies were written: no input file has a problem in a cell.", err=True)
    raise typer.Exit(result.exit_code)


@app.command(
    epilog=_examples(
        "inspect -p 2026-10                # the KPIs as a table",
        "inspect projects/portal --json    # in total and by group",
        "inspect data/usage.xlsx           # what is in a workbook",
        "inspect templates/deck.pptx       # the tags of a template",
    )
)
def inspect(
    project: Annotated[
        Path,
        typer.Argument(
            metavar="[PROJECT|FILE]",
            help="A project, or a workbook, text table, template or finished document.",
            show_default="here",
        ),
    ] = Path(),
    period: Period = None,
    as_of: AsOf = None,
    lang: Language = None,
    entity: Entity = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: every KPI, or all of the file.")] = False,
    full: Annotated[bool, typer.Option("--full", help="With --json: the whole report, block by block.")] = False,
    quiet: Quiet = False,
) -> None:
    """Show the numbers behind the documents, without making them; or what is in a file."""
    from reportgen.operations.inspect import inspect as run
    from reportgen.operations.inspect_file import is_single_file

    if is_single_file(project):
        _inspect_file(project, as_json, quiet)
        return

    with _problems_end_the_run(), _progress(quiet) as progress:
        report, problems = run(project, period, _date(as_of), lang, entity, progress)
    if as_json:
        typer.echo(_report_json(report, full))
    else:
        from reportgen.faces.terminal import print_report

        print_report(report, _console(stderr=False))
    if not quiet:
        _show(problems)


@app.command(
    epilog=_examples(
        "explain active_share -p 2026-10   # formula, rows, cells",
        "explain active_share -g Support   # of one group or entity",
        'explain "63.4 %" deck.pptx        # every place that prints it',
        "explain unknown-entity            # what a code means",
    )
)
def explain(
    what: Annotated[
        str,
        typer.Argument(metavar="KPI|NUMBER|CODE", help="A KPI by id or name, a printed number, or a problem's code."),
    ],
    where: Annotated[
        Path,
        typer.Argument(metavar="[PROJECT|FILE]", help="The project; for a NUMBER the document.", show_default="here"),
    ] = Path(),
    period: Period = None,
    group: Annotated[
        str | None, typer.Option("--group", "-g", metavar="G", help="One group or entity, by name or key.")
    ] = None,
    as_of: AsOf = None,
    lang: Language = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    quiet: Quiet = False,
) -> None:
    """Show where a number comes from: formula, rows, cells, target and rounding; or what a problem's code means."""
    import json

    from reportgen.faces.catalogue import codes
    from reportgen.faces.explained import print_code, print_number, print_places
    from reportgen.operations.explain import ExplainRequest
    from reportgen.operations.explain import explain as run
    from reportgen.operations.inspect_file import is_single_file

    # No KPI has a hyphen in its id, nearly every code has one.
    if what in codes() and "-" in what:
        print_code(*codes()[what], _console(stderr=False))
        return
    with _problems_end_the_run(), _progress(quiet) as progress:
        if is_single_file(where):
            from reportgen.operations.printed import printed

            facts, problems = printed(what, where)
        else:
            facts, problems = run(ExplainRequest(what, where, period, group, _date(as_of), lang), progress)
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    elif "facts" in facts:
        print_places(facts, _console(stderr=False))
    else:
        print_number(facts, _console(stderr=False))
    if not quiet and "facts" in facts:
        _show(problems)


@app.command(epilog=_examples("schema > report.schema.json    # completion while you type"))
def schema() -> None:
    """Print the JSON Schema of report.yaml, for completion in editors."""
    import json

    from reportgen.operations.schema import schema as run

    typer.echo(json.dumps(run(), ensure_ascii=False, indent=2))


def _inspect_file(path: Path, as_json: bool, quiet: bool) -> None:
    import json

    from reportgen.faces.file_facts import print_file
    from reportgen.operations.inspect_file import inspect_file

    with _problems_end_the_run(), _progress(quiet) as progress:
        progress("Reading the file")
        found = inspect_file(path)
    if as_json:
        problems = [problem.as_dict() for problem in found.problems]
        typer.echo(json.dumps(found.facts | {"problems": problems}, ensure_ascii=False, indent=2))
    else:
        print_file(found.facts, _console(stderr=False))
    if not quiet:
        _show(found.problems)


def _write_page(page: Path, problems: Iterable[Problem], checked: list[Path]) -> None:
    from reportgen.faces.page import problems_page
    from reportgen.ooxml import write_file

    names = ", ".join(path.resolve().name for path in checked)
    write_file(page, problems_page(problems, f"Check of {names}").encode())


def _build_one(request: BuildRequest, quiet: bool) -> None:
    from reportgen.operations.build import build as run

    with _progress(quiet) as progress:
        result = run(request, progress)
    for path in result.files:
        typer.echo(path)
    if not quiet:
        _show(result.problems)
    if not quiet and _is_watched():
        from reportgen.faces.terminal import print_done

        report = result.report
        print_done(report.period_label or report.period.id, result.files, result.problems, _console(stderr=True))


def _build_each(request: BuildRequest, grouping: str, workers: int, quiet: bool) -> None:
    from reportgen.batch import build_each
    from reportgen.executors import executor_for

    codes = [0]
    with executor_for(workers) as executor, _progress(quiet) as progress:
        for outcome in build_each(request, grouping, executor, progress):
            codes.append(outcome.exit_code)
            for path in outcome.files:
                typer.echo(path)
            if outcome.exit_code or not quiet:
                typer.echo(f"{outcome.scope}:", err=True)
                _show(outcome.problems)
    raise typer.Exit(max(codes))


def _report_json(report: Report, full: bool) -> str:
    import json

    from reportgen.content.interchange import to_json
    from reportgen.operations.inspect import summary

    return to_json(report, 1) if full else json.dumps(summary(report), ensure_ascii=False, indent=2)


@contextmanager
def _problems_end_the_run() -> Iterator[None]:
    """Print the problems of a ReportgenError and exit with its code."""
    from reportgen.errors import ReportgenError

    try:
        yield
    except ReportgenError as error:
        _show(error.problems)
        raise typer.Exit(error.exit_code) from error


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """A line that names the present step, on a terminal only."""
    if quiet or not _is_watched():
        yield lambda step: None
        return
    console = _console(stderr=True)
    with console.status("Reading the project") as status:
        yield lambda step: status.update(step)


def _is_watched() -> bool:
    """True where messages go to a terminal. Programs without a console, such as services, have no stderr at all."""
    return sys.stderr is not None and sys.stderr.isatty()


def _show(problems: Iterable[Problem]) -> None:
    from reportgen.faces.terminal import print_tasks

    print_tasks(problems, _console(stderr=True))


def _console(stderr: bool) -> Console:
    from rich.console import Console

    # Long lines are the terminal's to wrap: a path cut in two cannot be copied.
    return Console(stderr=stderr, soft_wrap=True)


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is no date; expected one such as 2026-10-31", param_hint="--as-of"
        ) from error


def _names(text: str | None) -> tuple[str, ...]:
    return () if text is None else tuple(name.strip() for name in text.split(","))
