"""Codes that stand in another column than those of as many digits.

Where codes tell the place of a row in a tree (`I1`, `I101`, `I10201`), each level has a column and
a number of digits of its own. A code with as many digits as those of another column was put into
the wrong one, or stands with its blank in the cell beside it (`II202030301 Đá cấp phối`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from pipeline.extract.spaced.doubts.doubts import PrintedRow
from pipeline.extract.spaced.doubts.grids import OTHERWISE

_CODE = re.compile(r"(?P<letters>[A-ZĐ]+)(?P<digits>\d+)")
_FEWEST, _MOST = 5, 0.6
"""Codes of a column with as many digits, and their share of all such, that show where these stand:
of 667 codes of a tree 14 to 17 were in a wrong column of a print."""

_ELSEWHERE = "codes of as many digits stand in another column"


def add_codes(
    pages: Sequence[Sequence[PrintedRow]], why: Sequence[Sequence[dict[int, str]]]
) -> None:
    """Doubt the cells of a table that are codes of another column or begin with one, and the blank
    cells of that one beside them. One that stands alone among the columns of codes, in its own,
    could be divided no other way, whatever the white space around says."""
    bodies = [body for page in pages for body in page]
    homes = _homes(bodies)
    if not homes:
        return
    letters = _letters(bodies, homes)
    for page, reasons in zip(pages, why, strict=True):
        for body, doubts in zip(page, reasons, strict=True):
            for column in _in_doubt(body, homes, letters):
                doubts.setdefault(column, _ELSEWHERE)
            for column in _at_home(body, homes):
                if doubts.get(column) == OTHERWISE:
                    del doubts[column]


def _homes(bodies: Sequence[PrintedRow]) -> dict[int, int]:
    """The column in which the codes of so many digits stand, by that number, where there is one."""
    found: dict[int, Counter[int]] = {}
    for column, code in _codes(bodies):
        found.setdefault(len(code["digits"]), Counter())[column] += 1
    best = ((digits, counts.most_common(1)[0], counts.total()) for digits, counts in found.items())
    return {
        digits: column
        for digits, (column, count), total in best
        if count >= max(_FEWEST, _MOST * total)
    }


def _letters(bodies: Sequence[PrintedRow], homes: Mapping[int, int]) -> Set[str]:
    """What the codes in the columns of codes begin with: others (`QL12`) are words of texts."""
    return {code["letters"] for at, code in _codes(bodies) if homes.get(len(code["digits"])) == at}


def _codes(bodies: Sequence[PrintedRow]) -> Iterator[tuple[int, re.Match[str]]]:
    """The cells that are nothing but a code, and their columns."""
    for body in bodies:
        for column in range(1, len(body.columns)):
            if (code := _CODE.fullmatch(body.text(column))) is not None:
                yield column, code


def _in_doubt(body: PrintedRow, homes: Mapping[int, int], letters: Set[str]) -> Iterator[int]:
    """The columns of a row that have the code of another one, and the blank ones of these: where
    it stands before a text, the one of codes beside this if nothing tells another."""
    for column in range(1, len(body.columns)):
        words = body.text(column).split()
        code = _CODE.fullmatch(words[0]) if words else None
        if code is None or code["letters"] not in letters:
            continue
        beside = len(words) > 1 and column - 1 in homes.values()
        home = homes.get(len(code["digits"]), column - 1 if beside else column)
        if home != column and not body.columns[home]:
            yield column
            yield home


def _at_home(body: PrintedRow, homes: Mapping[int, int]) -> Iterable[int]:
    """The columns of codes of a row with a code in the one where those of as many digits stand, and
    nothing in the others; none of another row."""
    columns = set(homes.values())
    filled = [column for column in columns if body.columns[column]]
    if len(filled) != 1 or len(columns) == 1:
        return ()
    code = _CODE.fullmatch(body.text(filled[0]))
    return columns if code and homes.get(len(code["digits"])) == filled[0] else ()
