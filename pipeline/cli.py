"""The command `annex`: parse, call, print. No logic lives here."""

from __future__ import annotations

import errno
import gc
import json
import os
import re
import signal
import sys
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipeline import __version__
from pipeline.errors import BUG, INTERRUPTED, AnnexError, in_one_line
from pipeline.usage import RARELY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.batch.options import FailOn, Options
    from pipeline.batch.progress import Progress
    from pipeline.data.records import Document

_PATH = click.Path(path_type=Path)


_ELSEWHERE = {
    "qa": "pipeline.qa.command",
    "trace": "pipeline.link.command",
    "programme": "pipeline.link.programme.command",
    "changes": "pipeline.link.programme.command",
    "calendar": "pipeline.link.programme.command",
    "find": "pipeline.link.programme.command",
    "export": "pipeline.export.command",
    "review": "pipeline.review.command",
    "status": "pipeline.batch.command",
    "check": "pipeline.batch.command",
    "restore": "pipeline.batch.command",
    "rarity": "pipeline.batch.command",
    "fetch": "pipeline.intake.command",
    "watch": "pipeline.intake.command",
    "pull": "pipeline.stores.command",
    "push": "pipeline.stores.command",
}
"""Commands that live with what they do: name → module, which has a function of that name."""


class _Group(click.Group):
    """Commands in the order a newcomer meets them; one handler for every expected error."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *_ELSEWHERE]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Nothing: the text above has them all, and what each is for."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _ELSEWHERE:
            found: click.Command = getattr(import_module(_ELSEWHERE[cmd_name]), cmd_name)
            return found
        return super().get_command(ctx, cmd_name)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        try:  # `--version` and `--help` print before anything is invoked
            return super().make_context(info_name, args, parent, **extra)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            _fail(_trouble(error), AnnexError.exit_code)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AnnexError as error:
            if ctx.params.get("debug"):
                raise
            _fail(str(error), error.exit_code)
        except KeyboardInterrupt:
            _fail("interrupted; what was published stays, the same command goes on", INTERRUPTED)
        except OSError as error:
            if ctx.params.get("debug") or error.errno == errno.EPIPE:
                raise
            _fail(_trouble(error), AnnexError.exit_code)
        except Exception as error:
            if ctx.params.get("debug") or isinstance(
                error, click.ClickException | click.exceptions.Exit | click.Abort
            ):
                raise
            _fail(
                f"annex itself failed ({in_one_line(error)}); annex --debug … shows where;"
                " please report it", BUG,
            )  # fmt: skip


def _trouble(error: OSError) -> str:
    """What the machine refuses, in one line."""
    where = f"{error.filename}: " if error.filename else ""
    number = re.search(r"\[errno (\d+)\]", str(error))  # as Arrow has it
    what = error.strerror or (os.strerror(int(number[1])) if number else str(error))
    return f"{where}{what}; the same command goes on when that is mended"


def _fail(message: str, code: int) -> NoReturn:
    from pipeline.show.log import tell
    from pipeline.show.screen import unsteered

    tell("error", unsteered(message))
    sys.exit(code)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="annex")
@click.option("-v", "--verbose", is_flag=True, help="Say what is being done.")
@click.option(
    "--debug", is_flag=True, help="Show the traceback of an error, and what libraries say."
)
def main(verbose: bool, debug: bool) -> None:
    """Turn the annex tables of Vietnamese government documents into data.

    \b
    annex run                    every document in raw/ into Parquet files in out/
    annex inspect FILE           look at one document's recovered tables
    annex schema tasks           what the columns of a dataset mean
    annex qa --html qa.html      compare with the hand-checked fixtures
    annex trace ROW_ID           one task's history over the documents
    annex programme              the tasks as they stand today
    annex changes --since DATE   what resolutions changed
    annex calendar               deadlines for a calendar (.ics)
    annex find WORDS             full-text search, marks optional
    annex export --xlsx FILE     the datasets for Excel, CSV or SQLite
    annex review                 look at doubts beside the page, and decide (in the browser)
    annex status                 how the datasets stand: errors, what is not tried again
    annex check                  are the published files as they were published
    annex restore [N]            go back to an earlier state
    annex rarity                 count which words are rare in the archive, for its links
    annex fetch LIST             fetch publications into raw/, and where they are from
    annex watch DIR              read what is put into a folder, once it is there completely
    annex pull s3://…            mirror a folder of an object store into raw/
    annex push s3://…            put the datasets on an object store

    \b
    Exit codes: 0 done; 1 a document failed, the others are written; 2 wrong usage;
    3 quality below the level asked for; 4 nothing published; 5 another run writes there;
    70 a bug in annex; 130 interrupted.
    """
    from pipeline.show.log import configure

    gc.set_threshold(*RARELY)  # what is loaded now lives to the end
    # Read when numpy is loaded: no matrix here is large, and threads for them take time to start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    configure(verbose, debug)


@main.command()
@click.argument("paths", nargs=-1, type=_PATH)
@click.option("--out", type=_PATH, default="out", show_default=True, help="Where datasets go.")
@click.option("--workers", type=click.IntRange(0), default=0, help="Processes; 0 = one per core.")
@click.option("--force", is_flag=True, help="Read documents again that have not changed.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "pdfium", "pdfplumber", "camelot"]),
    default="auto",
    show_default=True,
    help="Reader of PDF tables.",
)
@click.option("--verify", is_flag=True, help="Ask a second reader about every PDF cell.")
@click.option("--strict", is_flag=True, help="The same as --fail-on warning.")
@click.option(
    "--fail-on",
    type=click.Choice(["failed", "error", "warning"]),
    default="error",
    show_default=True,
    help="What ends with exit code 1: a document that could not be read, any error, or a warning.",
)
@click.option("--prune", is_flag=True, help="Take out documents whose inputs are gone.")
@click.option("--timeout", type=click.FloatRange(0.1), default=600.0, show_default=True,
              help="Seconds one document may take.")  # fmt: skip
@click.option("--corrections", type=_PATH, metavar="DIR",
              help="What people corrected (default: corrections in or beside PATHS).")  # fmt: skip
@click.option("--cluster", metavar="ADDRESS",
              help="Read on the machines of this Dask cluster (tcp://HOST:8786).")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be read; write nothing.")
@click.option("--log", type=_PATH, metavar="FILE", help="Append what is done and told to FILE.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def run(
    paths: tuple[Path, ...],
    out: Path,
    workers: int,
    force: bool,
    engine: Any,
    verify: bool,
    strict: bool,
    fail_on: FailOn,
    prune: bool,
    timeout: float,
    corrections: Path | None,
    cluster: str | None,
    dry_run: bool,
    log: Path | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Read every document under PATHS (default: raw) into Parquet datasets.

    A folder is read with everything in it; a sources.toml beside the files may say what they
    cannot say of themselves. Unchanged documents are not read again. Exit code 0: done;
    1: there is an error, each on the screen (all others are written); 2: wrong usage; 4: no
    document found, or most would go; 5: another run is writing to OUT; 70: a bug; 130: interrupted.
    A document stays though its file is gone, until --prune.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends a run as Ctrl-C does
    from pipeline.batch.options import Options
    from pipeline.show.log import keep_in
    from pipeline.workers import Limits

    if log is not None:
        keep_in(log)
    options = Options(out, workers, force, engine, verify, Limits(seconds=timeout), corrections,
                      prune, fail_on="warning" if strict else fail_on, cluster=cluster)  # fmt: skip
    wanted = paths or (Path("raw"),)
    if dry_run:
        _say_plan(wanted, options, as_json)
    else:
        sys.exit(_run(wanted, options, quiet, as_json))


def _say_plan(paths: Sequence[Path], options: Options, as_json: bool) -> None:
    from dataclasses import asdict

    from pipeline.batch.plan import as_text, plan

    made = plan(paths, options)
    _tell_all(made.wrong, made.notes)
    click.echo(json.dumps(asdict(made), ensure_ascii=False, indent=1) if as_json else as_text(made))


def _run(paths: Sequence[Path], options: Options, quiet: bool, as_json: bool) -> int:
    """Run, print the summary, return the exit code."""
    from pipeline.workers import look_rarely_for_rubbish

    look_rarely_for_rubbish()  # what is loaded below is none
    from pipeline.batch import summary as told
    from pipeline.batch.run import run
    from pipeline.data.parquet import keep_pandas_out
    from pipeline.show.log import record
    from pipeline.show.screen import terminal_width, unsteered

    look_rarely_for_rubbish()
    if not options.second_reader:  # camelot needs pandas
        keep_pandas_out()
    with _progress(quiet) as progress:
        summary = run(paths, options, progress)
    _tell_all(summary.errors, () if quiet else summary.notes)
    code = summary.exit_code(options.fail_on)
    found = told.groups(summary if as_json else summary.news, options.out, paths)
    for line in told.as_log(summary, found, code):
        record("info", unsteered(line))
    if as_json or not quiet:
        data = told.as_data(summary, found, options.out, code)
        text = told.as_text(summary, found, options.out, terminal_width())
        click.echo(json.dumps(data, ensure_ascii=False, indent=1) if as_json else unsteered(text))
    look_rarely_for_rubbish()  # what is left goes with the process
    return code


def _tell_all(errors: Iterable[str], notes: Iterable[str]) -> None:
    from pipeline.show.log import tell
    from pipeline.show.screen import unsteered

    for line in errors:
        tell("error", unsteered(line))
    for line in notes:
        tell("note", unsteered(line))


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress]:
    """Progress on standard error, which leaves the terminal as it was."""
    from pipeline.batch.progress import Silent
    from pipeline.show.screen import Bar

    if quiet:
        yield Silent()
        return
    bar = Bar()
    try:
        yield bar
    finally:
        bar.close()


@main.command()
@click.argument("file", type=_PATH)
@click.option("--page", type=click.IntRange(1), help="Only the rows on this page.")
@click.option("--row", help="One row in full: a row_id, or a number such as 26.77.")
@click.option("--out", type=_PATH, default="out", show_default=True,
              help="Datasets: they know a row's twins, and what was read in scans.")  # fmt: skip
@click.option("--corrections", type=_PATH, metavar="DIR",
              help="What people corrected (default: as for `annex run`).")  # fmt: skip
@click.option("--png", type=_PATH, help="Draw what was recovered on pictures of the pages, here.")
@click.option("--width", type=click.IntRange(40), help="Columns of the terminal.")
def inspect(
    file: Path,
    page: int | None,
    row: str | None,
    out: Path,
    corrections: Path | None,
    png: Path | None,
    width: int | None,
) -> None:
    """Print the recovered tables of one document: rows, footnotes, problems.

    Nothing is written. A row that was cut by a page break shows both pages. With --row: every
    cell of one row with its places and repairs, its footnotes and originals, and the same task
    in the other documents under --out.
    """
    from shutil import get_terminal_size

    from pipeline.batch.apart import apart
    from pipeline.batch.read import read_document_from
    from pipeline.batch.sources import discover, own_agencies
    from pipeline.normalize.values.agency_registry import own_bodies
    from pipeline.show.document import document_text
    from pipeline.show.picture import draw_pages
    from pipeline.show.row import row_text

    if not file.is_file():
        raise click.BadParameter(f"{file} is not a file", param_hint="FILE")

    def read() -> tuple[Document, list[Path]]:
        found = read_document_from(discover([file], corrections)[0], out)
        return found, [] if png is None else list(draw_pages(file, found, png, page))

    with own_bodies(own_agencies([file], corrections)):
        document, pictures = apart(read)
    columns = width or get_terminal_size((120, 40)).columns
    if png is not None:
        for picture in pictures:
            click.echo(picture)
    elif row is None:
        click.echo(document_text(document, page, columns))
    else:
        click.echo(row_text(document, row, out, columns))


@main.command()
@click.argument("table", required=False)
def schema(table: str | None) -> None:
    """Print the data dictionary: every dataset, or one TABLE."""
    from pipeline.data.schema import dictionary, record_type
    from pipeline.show.screen import columns, terminal_width

    if table is not None:
        record_type(table)
    chosen = [row for row in dictionary() if table in (None, row.table)]
    header = ["table", "column", "type", "unit", "meaning"]
    rows = [[r.table, r.column, r.type, r.unit, r.description] for r in chosen]
    click.echo(columns([header, *rows], width=terminal_width()))
