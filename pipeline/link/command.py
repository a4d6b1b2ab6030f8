"""The command `annex trace`. It reads, calls and prints; the history lives beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.errors import ConfigError


@click.command()
@click.argument("row_id")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="out",
    show_default=True,
    help="Where the datasets are.",
)
@click.option("--review", is_flag=True, help="Follow links that wait for review, too.")
def trace(row_id: str, out: Path, review: bool) -> None:
    """Print one task's history over the documents, oldest first, with what changed.

    ROW_ID is a row_id of `tasks` or `indicators`:

    \b
    annex trace 11-nq-cp-2026/2/0106
    """
    from shutil import get_terminal_size

    from pipeline.data.generations import pinned
    from pipeline.data.parquet import read_records
    from pipeline.data.records import ITEMS
    from pipeline.data.store import Store
    from pipeline.link.lineage.trace import trace_text

    if not (out / "documents").is_dir():
        raise ConfigError(f"{out}: no datasets here; run `annex run` first")

    def read(table: str) -> list[Any]:
        return [record for file in store.files(table) for record in read_records(file, table)]

    width = get_terminal_size((100, 40)).columns
    with pinned(out) as folder:
        store = Store(folder)
        items = [item for kind in ITEMS for item in read(kind)]
        told = read("documents"), items, read("links"), review, width
        claims = read("amendments"), read("originals")
    click.echo(trace_text(row_id, *told, *claims))
