"""The commands `annex status`, `check`, `restore` and `rarity`: how the output stands, going back,
and the table by which links tell rare words."""

from __future__ import annotations

from pathlib import Path

import click

_OUT = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="out",
    show_default=True,
    help="Where the datasets are.",
)


@click.command()
@_OUT
def check(out: Path) -> None:
    """Compare every published file with the hash it was published with.

    All states that are kept are looked through. Exit code 1 where a file is damaged or missing:
    the next `annex run` reads the documents in it again.
    """
    from pipeline.data.check import check as look
    from pipeline.data.generations import current
    from pipeline.errors import AnnexError, ConfigError

    if not (out / "documents").is_dir():
        raise ConfigError(f"{out}: no datasets here; run `annex run` first")
    now, bad = current(out), 0
    for checked in look(out):
        state = "the datasets" if checked.number is None else f"state {checked.number}"
        counts = ", the one that counts" if checked.number == now else ""
        click.echo(f"{state}{counts}: {checked.files} files, {len(checked.damaged)} damaged")
        for name in checked.damaged:
            click.echo(f"  {name}", err=True)
        bad += len(checked.damaged)
    if bad:
        raise AnnexError(f"{bad} files are not as they were published; run `annex run` again")


@click.command()
@click.argument("number", type=click.IntRange(1), required=False)
@_OUT
def restore(number: int | None, out: Path) -> None:
    """List the states that are kept, or make state NUMBER count again.

    The datasets, and what is known of their inputs, become what they were; so the next
    `annex run` reads again what has changed since.
    """
    from pipeline.data.generations import current, folder_of, numbers
    from pipeline.data.lock import sole_writer
    from pipeline.data.restore import restore as make_current
    from pipeline.data.store import Store
    from pipeline.errors import ConfigError

    if not numbers(out):
        raise ConfigError(f"{out}: no states here; run `annex run` first")
    if number is None:
        for one in numbers(out):
            count = len(Store(folder_of(out, one)).doc_ids())
            click.echo(f"{one}{' *' if one == current(out) else ''}: {count} documents")
        return
    with sole_writer(out):
        click.echo(f"state {number} counts again, as state {make_current(out, number)}")


@click.command()
@click.option("--usual", is_flag=True, help="Take the table that comes with annex again.")
@_OUT
def rarity(out: Path, usual: bool) -> None:
    """Count how rare words are in the published documents, and settle all links by it.

    The table that comes with annex is counted in documents of many fields. For an archive of one
    field, count its own once there are some hundred documents; it then stays as it is until it is
    counted again.
    """
    from pipeline.batch.rarity import set_table

    table = set_table(out, own=not usual)
    click.echo(
        f"{len(table.counts)} syllables and pairs of {table.texts} texts (table {table.digest})"
    )


@click.command()
@_OUT
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, every line of it.")
def status(out: Path, as_json: bool) -> None:
    """Show how the datasets stand: documents, errors, what is not tried again, what went.

    Nothing is read anew and nothing is written.
    """
    import json

    from pipeline.batch.status import as_data, as_text, status_of
    from pipeline.show.screen import unsteered

    found = status_of(out)
    text = json.dumps(as_data(found), ensure_ascii=False, indent=1) if as_json else as_text(found)
    click.echo(text if as_json else unsteered(text))
