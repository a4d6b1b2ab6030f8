"""The commands `annex pull` and `annex push`: folders on object stores."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("address")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), default="raw",
              show_default=True, help="Where files go.")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def pull(address: str, into: Path, quiet: bool) -> None:
    """Mirror a folder on an object store (s3://bucket/folder) into one here.

    What is new or changed there comes, what is gone there goes; a file that was changed here is
    left alone and said. Exit code 0: all is here; 1: some failed, each on a line; 2: no such
    store; 4: nothing there, or most of it gone: nothing is changed here.
    """
    from pipeline.data.remote import open_place
    from pipeline.show.screen import unsteered
    from pipeline.stores.pull import pull as pull_all

    counts: Counter[str] = Counter()
    for one in pull_all(open_place(address), into):
        counts[one.state] += 1
        if one.why is not None:
            click.echo(f"error: {unsteered(f'{one.name}: {one.why}')}", err=True)
        elif one.state != "unchanged" and not quiet:
            click.echo(unsteered(f"{one.state}: {into / one.name}"))
    if not quiet:
        told = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
        click.echo(f"{told}; files in {unsteered(str(into))}")
    sys.exit(1 if counts["failed"] else 0)


@click.command()
@click.argument("address")
@click.option("--out", type=_PATH, default="out", show_default=True, help="Where the datasets are.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def push(address: str, out: Path, quiet: bool) -> None:
    """Put the datasets on an object store (s3://bucket/folder), whole or not at all.

    They go into a folder of their own below states/; its name is written to `current` last, so
    that a reader who asks there first sees one state: pipeline.read("tasks", "s3://…").
    """
    from pipeline.data.remote import open_place
    from pipeline.stores.push import push as push_state

    done = push_state(out, open_place(address))
    if not quiet:
        click.echo(f"{address}: state {done.name}, {done.sent} files sent, {done.copied} copied")
