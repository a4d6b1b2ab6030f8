"""Second readers of PDF tables: the same `Page` type through pdfplumber and camelot.

::

    pdfplumber ──plumber──────▶ Sheet ─┐
    camelot ────camelot_reader▶ Sheet ─┴─sheets──▶ Reading ──compare──▶ problems

The libraries find characters and cells; what a line, a cell and a note is, `sheets` decides, for
both alike. They are imported when they are asked for: a plain run needs neither.
"""

from __future__ import annotations

from pipeline.extract.second.camelot_reader import read_with_camelot
from pipeline.extract.second.compare import second_opinion
from pipeline.extract.second.plumber import read_with_pdfplumber

__all__ = ["read_with_camelot", "read_with_pdfplumber", "second_opinion"]
