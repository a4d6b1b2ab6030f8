"""The command `annex review`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from pipeline.errors import ConfigError

_PATH = click.Path(path_type=Path)
_NEEDED = ("starlette", "jinja2", "uvicorn")
INSTALL = "pip install 'annex-tables[review]', or in a clone ./dev review, which installs it too"


@click.command()
@click.option("--out", type=_PATH, default="out", show_default=True, help="Datasets to review.")
@click.option("--corrections", type=_PATH, metavar="DIR",
              help="Where decisions are kept (default: as for `annex run`).")  # fmt: skip
@click.option("--fixtures", type=_PATH, default="tests/fixtures", show_default=True,
              help="Where tables that were read through become fixtures.")  # fmt: skip
@click.option("--reader", metavar="NAME", help="Who reads; stands under each decision.")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Of the app, at first.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 = any that is free.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def review(
    out: Path,
    corrections: Path | None,
    fixtures: Path,
    reader: str | None,
    language: str | None,
    port: int,
    no_browser: bool,
) -> None:
    """Look at doubts in the browser, beside the page, and decide.

    Opens a page on this machine alone: what needs eyes first, each page beside its table, decisions
    by keyboard. Each decision is at once an entry in the files of corrections
    (docs/corrections.md), which the next run applies. Ends with Ctrl-C; nothing is lost when it is
    killed.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ConfigError(f"annex review needs {', '.join(missing)}: {INSTALL}")
    from pipeline.review.server import Settings, serve

    serve(Settings(out, corrections, fixtures, reader, language, port, not no_browser))
