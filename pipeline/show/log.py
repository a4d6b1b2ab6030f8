"""What the program tells of its own doing: stdlib logging, configured here and nowhere else.

Modules ask for `logging.getLogger(__name__)`. Warnings are for what a person should know though
nothing failed; `--verbose` adds what is done, `--debug` what the libraries say.
"""

from __future__ import annotations

import logging

import click

_CHATTY = ("pdfminer", "pdfplumber", "camelot", "playa", "PIL", "matplotlib")
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
