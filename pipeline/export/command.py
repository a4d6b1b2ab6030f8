"""The command `annex export`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.data.generations import pinned
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.export.values import Exported

_PATH = click.Path(path_type=Path)


@click.command()
@click.option("--xlsx", type=_PATH, metavar="FILE", help="An Excel workbook, a sheet per dataset.")
@click.option("--csv", type=_PATH, metavar="DIR", help="CSV files, UTF-8 with byte-order mark.")
@click.option("--sqlite", type=_PATH, metavar="FILE", help="A SQLite database.")
@click.option("--out", type=_PATH, default="out", show_default=True, help="Where datasets are.")
def export(xlsx: Path | None, csv: Path | None, sqlite: Path | None, out: Path) -> None:
    """Write the datasets for other tools; several at once are welcome.

    Excel: row 1 has Vietnamese labels, row 2 column names and filters; every text stays text.
    CSV: text is not changed, so open files with cells that begin with = or - through the Excel
    export instead. SQLite: typed tables with keys and indices, lists as JSON. A file that is
    there is replaced when the new one is complete.
    """
    from pipeline.export.csv_files import write_csv
    from pipeline.export.sqlite import write_sqlite
    from pipeline.export.xlsx import write_xlsx

    asked = [(write_xlsx, xlsx), (write_csv, csv), (write_sqlite, sqlite)]
    wanted = [(write, target) for write, target in asked if target is not None]
    if not wanted:
        raise click.UsageError("say at least one of --xlsx FILE, --csv DIR, --sqlite FILE")
    with pinned(out) as folder:
        for write, target in wanted:
            click.echo(_line(_written(write, folder, target)))


def _written(write: Callable[[Path, Path], Exported], out: Path, target: Path) -> Exported:
    try:
        return write(out, target)
    except OSError as error:
        raise ConfigError(f"cannot write {target}: {error.strerror or error}") from error


def _line(done: Exported) -> str:
    cut = f"; {done.cut} cells cut, named in the sheet problems" if done.cut else ""
    return f"{done.target}: {done.rows:,} rows{cut}"
