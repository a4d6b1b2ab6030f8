"""What the program tells of its own doing: stdlib logging, configured here and nowhere else.

Modules ask for `logging.getLogger(__name__)`. Warnings are for what a person should know though
nothing failed; `--verbose` adds what is done, `--debug` what the libraries say. A log file
(`--log`) keeps all of that and every line that is told on the screen, with the time.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path

import click

_CHATTY = ("pdfminer", "pdfplumber", "pypdfium2", "camelot", "playa", "PIL", "matplotlib")
"""Libraries that warn of every oddity of a file; what matters of it is in `problems`."""


class _ToScreen(logging.Handler):
    """Lines on standard error as it is now: above the progress bar where there is one."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(self.format(record), err=True)


def configure(verbose: bool = False, debug: bool = False) -> None:
    """Set level and form of every log line of this process and those it forks."""
    level = logging.DEBUG if debug else logging.INFO if verbose else logging.WARNING
    screen = _ToScreen()
    screen.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[screen], force=True)
    logging.captureWarnings(True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.DEBUG if debug else logging.ERROR)


_TOLD = logging.getLogger("annex")
"""Lines that the screen shows in a form of its own: they go to the log file alone."""
_TOLD.addHandler(logging.NullHandler())
_TOLD.propagate = False


def keep_in(file: Path) -> None:
    """Append what is done and told to a file as well, each line with its time (UTC).

    Raises `OSError` where the file cannot be opened.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = logging.FileHandler(file, encoding="utf-8")
    form = logging.Formatter(
        "%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ"
    )
    form.converter = time.gmtime
    kept.setFormatter(form)
    kept.setLevel(logging.INFO)
    top = logging.getLogger()
    for handler in top.handlers:  # the screen stays as it was asked for
        handler.setLevel(max(handler.level, top.level))
    top.setLevel(min(top.level, logging.INFO))
    top.addHandler(kept)
    _TOLD.addHandler(kept)
    _TOLD.setLevel(logging.INFO)


def tell(level: str, line: str) -> None:
    """A line for a person on standard error (`error: …`), and in the log file if there is one."""
    click.echo(f"{level}: {line}", err=True)
    record(level, line)


def record(level: str, line: str) -> None:
    """A line in the log file alone."""
    _TOLD.log(_LEVELS[level], "%s", line)


_LEVELS = {"error": logging.ERROR, "note": logging.INFO, "info": logging.INFO}
