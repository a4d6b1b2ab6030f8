"""Tables that a page sets with blanks, tabs or signs in text whose spacing is kept (`pre`)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.errors import InputError
from pipeline.extract.dialects import form_of
from pipeline.extract.web.look import text_of
from pipeline.model import Dialect, Grid, Reading

_OF_TEXT: Final[frozenset[Dialect]] = frozenset({"markdown", "csv", "text-tsv", "text-spaced"})
"""Dialects that tell the cells of a text by its own signs."""
_LEAST: Final = 3
"""Lines of a table: its header and two rows."""


def read_kept(element: etree._Element, line: int | None) -> Reading | None:
    """The tables and lines of text whose spacing is kept, its lines counted from `line`; None where
    no table stands in it."""
    text = text_of(element)
    if text.count("\n") < _LEAST:
        return None
    data = ("\n" * max(0, (line or 1) - 1) + text).encode("utf-8", "replace")
    try:
        form = form_of(data)
        reading = form.read(Path(), data) if form.dialect in _OF_TEXT else None
    except InputError:
        return None
    blocks = [block for page in reading.pages for block in page.blocks] if reading else []
    return reading if any(isinstance(block, Grid) for block in blocks) else None
