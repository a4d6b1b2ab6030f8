"""What the cells of a row print, and whether it can name a column."""

from __future__ import annotations

import re

from pipeline.model import GridRow
from pipeline.normalize.text import clean
from pipeline.writing.columns import is_known

LONGEST_NAME = 250
"""Letters of a name at most: with more a text is a sentence."""
FEW_NAMES = 2
"""Names, or numbers of columns, that two cells of data may look like."""
VALUE = re.compile(r"[\s\d.,:;/%()+<>=≤≥±~*×xX–—…_-]+\Z")
"""Digits and signs alone."""
NO_RESULT = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)\Z")
"""What a sheet shows where a formula has none."""
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_POINT = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]+)\s*[-–.)/:](?!\d)|[-–+•]\s")


def texts_of(row: GridRow) -> list[str]:
    """What the cells of a row print, cleaned."""
    return [clean(cell.fragments).text for cell in row]


def text_at(row: GridRow, column: int) -> str:
    """What a column of a row prints, cleaned; nothing where the row has no such column."""
    return clean(row[column].fragments).text if column < len(row) else ""


def is_name(text: str) -> bool:
    """A text that can name a column: it begins with a letter or is a year; no point of a list, no
    sentence."""
    if _YEAR.match(text):
        return True
    if any(sign.match(text) for sign in (_POINT, VALUE, NO_RESULT)) or text.endswith((";", ",")):
        return False
    first = text.lstrip("(“\"'")[:1]
    return first.isupper() or is_known(text) or text[:1] in "%#"
