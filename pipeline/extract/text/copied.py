"""Cells as databases copy them out of a table: `\\N` for nothing, `\\n` and `\\t` for the ends of
lines and the tabs inside a cell, or a backslash before the line's end itself (PostgreSQL, `COPY`;
MySQL, `SELECT … INTO OUTFILE`)."""

from __future__ import annotations

import re
from typing import Final

NOTHING: Final = "\\N"
"""A cell without a value: no text that people write is so, and it tells that texts are copied."""
_SIGN: Final = re.compile(r"\\([ntrbfv\\])")
_SIGNS: Final = {**dict.fromkeys("nrv", "\n"), **dict.fromkeys("tbf", " "), "\\": "\\"}
"""What stands for the ends of lines and for white space inside a cell."""


def as_copied(cell: str) -> str:
    r"""What a cell says that was copied so.

    >>> as_copied(r"\N"), as_copied(r"Sở Y tế\nSở Nội vụ")
    ('', 'Sở Y tế\nSở Nội vụ')
    """
    return "" if cell.strip() == NOTHING else _SIGN.sub(lambda sign: _SIGNS[sign[1]], cell)


def without_break_mark(text: str) -> str:
    r"""The first line of a cell that goes on in the next one, without the backslash that says so.

    >>> without_break_mark("Sở Y tế\\"), without_break_mark("Sở Y tế")
    ('Sở Y tế', 'Sở Y tế')
    """
    return text.rstrip().removesuffix("\\") if text.rstrip().endswith("\\") else text
