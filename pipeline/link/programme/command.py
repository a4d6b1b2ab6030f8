"""The commands `annex programme`, `changes`, `calendar` and `find`. They read, call and print."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from shutil import get_terminal_size

import click

from pipeline.data.generations import pinned

_DAY = click.DateTime(["%Y-%m-%d"])
_PATH = click.Path(path_type=Path)
_OUT = click.option(
    "--out", type=_PATH, default="out", show_default=True, help="Where datasets are."
)


@click.command()
@click.option("--as-of", type=_DAY, metavar="DATE", help="The day asked about; today without it.")
@click.option("--of", "number", metavar="NUMBER", help="Tasks a document has (03/NQ-CP) alone.")
@click.option("--agency", metavar="NAME", help="Tasks a body leads, under its old names too.")
@click.option("--due-before", type=_DAY, metavar="DATE", help="Tasks due before that day.")
@click.option("--removed", is_flag=True, help="The tasks that were removed, instead.")
@click.option("--csv", type=_PATH, metavar="FILE", help="Write it as CSV.")
@click.option("--xlsx", type=_PATH, metavar="FILE", help="Write it as an Excel workbook.")
@click.option("--md", type=_PATH, metavar="FILE", help="Write it as Markdown.")
@click.option("--json", "as_json", type=_PATH, metavar="FILE", help="Write it as JSON.")
@_OUT
def programme(
    as_of: datetime | None,
    number: str | None,
    agency: str | None,
    due_before: datetime | None,
    removed: bool,
    csv: Path | None,
    xlsx: Path | None,
    md: Path | None,
    as_json: Path | None,
    out: Path,
) -> None:
    """Print the tasks as they stand on a day: one row each, drafts left out.

    What cannot be known is said at the end: documents that are cited and not held.
    """
    from pipeline.link.programme import views, written

    wanted = views.Wanted(
        as_of=as_of.date() if as_of else views.today(),
        number=number,
        agency=agency,
        due_before=due_before.date() if due_before else None,
        removed=removed,
    )
    with pinned(out) as folder:
        view = views.programme_view(folder, wanted)
    files = ((written.csv_file, csv), (written.xlsx_file, xlsx), (written.markdown_file, md),
             (written.json_file, as_json))  # fmt: skip
    for write, target in files:
        if target is not None:
            write(view, target)
            click.echo(f"{target}: {len(view.rows):,} rows")
    if not any(target for _, target in files):
        click.echo(written.text(view, _width()))
    for line in view.notes:
        click.echo(line, err=True)


@click.command()
@click.option("--since", type=_DAY, metavar="DATE", help="What was changed on that day or later.")
@click.option("--between", type=_DAY, nargs=2, metavar="A B", help="From A to B, both included.")
@click.option("--spelling", is_flag=True, help="Differences of spelling alone, too.")
@click.option("--json", "form", flag_value="json", help="As JSON.")
@click.option("--atom", "form", flag_value="atom", help="As an Atom feed.")
@click.option("--md", "form", flag_value="md", help="As a Markdown report.")
@_OUT
def changes(
    since: datetime | None,
    between: tuple[datetime, datetime] | None,
    spelling: bool,
    form: str | None,
    out: Path,
) -> None:
    """Print what resolutions changed in the tasks, field by field, on standard output."""
    from pipeline.link.programme import reports

    if (since is None) == (between is None):
        raise click.UsageError("say --since DATE or --between A B")
    first, last = between or (since, None)
    span = first.date() if first else date.min, last.date() if last else None
    with pinned(out) as folder:
        found = reports.changed(folder, *span, spelling)
    writers = {"json": reports.as_json, "atom": reports.as_atom, "md": reports.as_markdown}
    click.echo(writers[form](found) if form else reports.as_text(found))


@click.command()
@click.option("--agency", metavar="NAME", help="Deadlines of one body, under its old names too.")
@click.option("--of", "number", metavar="NUMBER", help="Tasks a document has (03/NQ-CP) alone.")
@click.option("--as-of", type=_DAY, metavar="DATE", help="The day asked about; today without it.")
@_OUT
def calendar(agency: str | None, number: str | None, as_of: datetime | None, out: Path) -> None:
    """Print the deadlines of the tasks in force as iCalendar.

    \b
    annex calendar --agency "Bộ Y tế" > bo-y-te.ics
    """
    from pipeline.link.programme import calendars, views

    wanted = views.Wanted(as_of.date() if as_of else views.today(), number, agency)
    with pinned(out) as folder:
        view = views.programme_view(folder, wanted)
    click.echo(calendars.ics(view.rows), nl=False)
    for line in view.notes:
        click.echo(line, err=True)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--current", is_flag=True, help="Only tasks in force.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Rows shown.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@_OUT
def find(words: tuple[str, ...], current: bool, limit: int, as_json: bool, out: Path) -> None:
    """Print the tasks that hold all WORDS; marks may be left out, a word may be a beginning.

    annex find dat dai · annex find '"co so du lieu" bo cong an'
    """
    from pipeline.link.programme import finding

    with pinned(out) as folder:
        found = finding.find(folder, " ".join(words), current)
    if as_json:
        click.echo(
            json.dumps([finding.as_data(row) for row in found], ensure_ascii=False, indent=1)
        )
    else:
        click.echo(finding.text(found, limit, _width()))


def _width() -> int:
    return get_terminal_size((100, 40)).columns
