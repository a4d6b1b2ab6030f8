"""Second readers of PDF tables: the same `Page` type through pdfplumber and camelot.

::

    pdfplumber ──plumber──────▶ Sheet ─┐
    camelot ────camelot_reader▶ Sheet ─┴─sheets──▶ Reading ──compare──▶ problems

The libraries find characters and cells; what a line, a cell and a note is, `sheets` decides, for
both alike. They are imported when they are asked for: a plain run needs neither.
"""

from __future__ import annotations

from importlib.util import find_spec

from pipeline.errors import ConfigError
from pipeline.extract.second.camelot_reader import read_with_camelot
from pipeline.extract.second.compare import second_opinion
from pipeline.extract.second.needs import HOW_TO_INSTALL
from pipeline.extract.second.plumber import read_with_pdfplumber

__all__ = ["check_readers", "read_with_camelot", "read_with_pdfplumber", "second_opinion"]


def check_readers(engine: str, verify: bool) -> None:
    """Whether the packages behind `--engine` and `--verify` are installed.

    Raises `ConfigError` where one is missing: once, before a batch begins, not once per file.
    """
    if engine in ("pdfplumber", "camelot") and find_spec(engine) is None:
        raise ConfigError(f"--engine {engine} needs the package {engine}; {HOW_TO_INSTALL}")
    if verify and not (find_spec("camelot") or find_spec("pdfplumber")):
        raise ConfigError(f"--verify needs camelot or pdfplumber; {HOW_TO_INSTALL}")
