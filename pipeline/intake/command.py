"""The commands `annex fetch` and `annex watch`: publications come in."""

from __future__ import annotations

import signal
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipeline.batch.published import Summary

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


@click.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--out", type=_PATH, default="out", show_default=True, help="Where datasets go.")
@click.option("--interval", type=click.FloatRange(0.1), default=30.0, show_default=True,
              help="Seconds between two looks.")  # fmt: skip
@click.option("--settle", type=click.FloatRange(0), default=10.0, show_default=True,
              help="Seconds a file must stay as it is before it is taken.")  # fmt: skip
@click.option("--workers", type=click.IntRange(0), default=0, help="Processes; 0 = one per core.")
@click.option("--once", is_flag=True, help="End when all that is there has been taken.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def watch(
    folder: Path, out: Path, interval: float, settle: float, workers: int, once: bool, quiet: bool
) -> None:
    """Read what is put into a folder, each file once it is there completely.

    As `annex run DIR`, whenever something in DIR is new, changed or gone. Files that are still
    written are left for later, half-loaded ones (*.part, ~$…) passed over. Only news is
    printed. While another run writes to OUT, it waits. Ctrl-C or SIGTERM ends it (exit code 130).
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    from pipeline.batch.options import Options
    from pipeline.data.parquet import keep_pandas_out
    from pipeline.intake.watch import Rhythm, watch_folder

    keep_pandas_out()
    news = _News(quiet)
    rhythm = Rhythm(interval, settle, once)
    summary = watch_folder(folder, Options(out, workers), rhythm, news.tell, news.warn)
    sys.exit(summary.exit_code())


@dataclass(slots=True)
class _News:
    """Prints of each run what the one before did not say."""

    quiet: bool
    _said: frozenset[str] = frozenset()

    def tell(self, summary: Summary) -> None:
        """Print the documents that were read, and what is wrong and was not a run ago."""
        from pipeline.show.screen import counted, unsteered

        lines = [f"error: {line}" for line in summary.errors]
        lines += [] if self.quiet else [f"note: {line}" for line in summary.notes]
        for line in lines:
            if line not in self._said:
                click.echo(unsteered(line), err=True)
        self._said = frozenset(lines)
        fresh = [document.doc_id for document in summary.documents if document.fresh]
        if fresh and not self.quiet:
            of = counted(len(summary.documents), "document")
            click.echo(f"read: {', '.join(fresh)} ({summary.seconds:.1f} s; {of} in all)")
            sys.stdout.flush()

    def warn(self, line: str) -> None:
        """Print why nothing could be read just now."""
        from pipeline.show.screen import unsteered

        click.echo(f"warning: {unsteered(line)}", err=True)
