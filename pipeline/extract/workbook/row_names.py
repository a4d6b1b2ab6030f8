"""Delimited text as R writes it: names of rows before their cells that no name of a column stands
over, blanks between texts in quotes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.extract.workbook.quoting import Record, first_divided
from pipeline.writing.columns import is_number_header
from pipeline.writing.labels import parse_label

_FEWEST_ROWS: Final = 2
"""Rows with a cell more than there are names: one may have a delimiter in a text."""
_QUOTED: Final = r'"(?:[^"\n]|""|\\")*+"'
_NAMES: Final = re.compile(rf"{_QUOTED}(?: {_QUOTED})+")
_ROW: Final = re.compile(rf"(?:{_QUOTED}|[^\s\"]+)(?: (?:{_QUOTED}|[^\s\"]+))*")
_BETWEEN: Final = re.compile(rf"({_QUOTED}) ?|([^\s\"]+) ?")


def with_commas(text: str) -> str:
    """A text of cells in quotes with one blank between them (`write.table`), commas in the places
    of these blanks; as it stands where a line is none of such cells. A comma in a figure
    (`dec = ","`) parts none.

    >>> with_commas('"TT" "Xã"\\n1 "Hải Lộc"\\n')
    '"TT","Xã"\\n1,"Hải Lộc"\\n'
    >>> with_commas('"TT" "Giá"\\n1 2,5\\n')
    '"TT","Giá"\\n1,"2,5"\\n'
    """
    if not text.startswith('"') or not _NAMES.fullmatch(text.partition("\n")[0].rstrip("\r")):
        return text
    lines = text.splitlines()
    if not all(_ROW.fullmatch(line) for line in lines if line):
        return text
    rows = [[one or _whole(other) for one, other in _BETWEEN.findall(line)] for line in lines]
    widths = {len(row) for row in rows[1:] if row}
    if len(widths) != 1 or len(rows[0]) not in (max(widths), max(widths) - 1):
        return text
    return "".join(f"{','.join(row)}\n" for row in rows)


def _whole(cell: str) -> str:
    """A cell without quotes, in quotes where a comma would part it."""
    return f'"{cell}"' if "," in cell else cell


def with_name_of_rows(found: list[Record]) -> list[Record]:
    """The rows, a blank cell before the names of columns where all rows below have a cell more than
    these, their second one the number that the first name announces."""
    first = first_divided(found)
    below = [row.cells for row in found[first + 1 :] if any(map(str.strip, row.cells))]
    if len(below) < _FEWEST_ROWS or not is_number_header(found[first].cells[0]):
        return found
    width = len(found[first].cells) + 1
    if any(len(cells) != width or not _is_number(cells[1]) for cells in below):
        return found
    named = replace(found[first], cells=("", *found[first].cells))
    return [*found[:first], named, *found[first + 1 :]]


def _is_number(cell: str) -> bool:
    return parse_label(cell) is not None
