"""The commands `annex fetch` and `annex watch`: publications come in."""

from __future__ import annotations

import signal
import sys
from collections import Counter
from pathlib import Path

import click

_PATH = click.Path(path_type=Path)
_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("source", metavar="LIST", type=_PATH)
@click.option("--into", type=_FOLDER, default="raw", show_default=True, help="Where files go.")
@click.option("--delay", type=click.FloatRange(0), default=1.0, show_default=True,
              help="Seconds between two questions to one host.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(1), default=600.0, show_default=True,
              help="Seconds one file may take.")  # fmt: skip
@click.option("--tries", type=click.IntRange(1, 10), default=4, show_default=True,
              help="How often a server that is busy or breaks off is asked.")  # fmt: skip
@click.option("--largest", type=click.IntRange(1), default=200, show_default=True,
              help="Megabytes of the largest file.")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def fetch(
    source: Path,
    into: Path,
    delay: float,
    timeout: float,
    tries: int,
    largest: int,
    quiet: bool,
) -> None:
    """Fetch the addresses in LIST into a folder, with where each file is from.

    LIST has one address a line (# begins a comment), or is TOML: urls = ["…"], or
    ["name.pdf"] and url = "…" below. What has not changed is not sent again. Origins stand in
    fetched.toml beside the files; the next `annex run` puts them into documents.url.
    Exit code 0: all are here; 1: some failed, each on a line of its own; 2: LIST cannot be read.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does
    from pipeline.intake.download import Downloader, Manner
    from pipeline.intake.fetch import fetch as fetch_all
    from pipeline.intake.fetch import told
    from pipeline.intake.wanted import read_list
    from pipeline.show.screen import unsteered

    manner = Manner(delay, min(30.0, timeout), timeout, tries, largest=largest * 1_000_000)
    counts: Counter[str] = Counter()
    for one in fetch_all(read_list(source), into, Downloader(manner)):
        counts[one.state] += 1
        if one.why is not None:
            line = " ".join(unsteered(f"{one.url}: {one.why}").split())
            click.echo(f"error: {line}", err=True)
        elif one.state != "unchanged" and not quiet:
            click.echo(unsteered(f"{one.state}: {into / str(one.name)}"))
    if not quiet:
        click.echo(f"{told(counts)}; files in {unsteered(str(into))}")
    sys.exit(1 if counts["failed"] else 0)
