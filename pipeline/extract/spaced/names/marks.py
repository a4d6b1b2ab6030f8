"""Rows of column marks: what forms print below the names of their columns to count these.

Forms of statistics and budgets name the columns that say what a row is by letters, those of values
by numbers, some with how they are reckoned (`A B 1 2 3=1+2`); others count all (`(1) (2) (3)`) or
have Roman numerals for the first (`I II 1 2`). Each mark stands in the middle of its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from pipeline.extract.spaced.lines.words import SpacedLine, Word
from pipeline.writing.counting import roman

_MARK = re.compile(
    r"[-(\[]?(?P<base>\d{1,2}|[A-ZĐ]|[IVX]{1,4})[)\]]?(?P<rest>[=:]\S*)?|"
    r"[(\[](?P<within>\d{1,2})=\S*"
)
_RECKONED = re.compile(r"[-+=x*/:×÷(\[\d)\].,%]+")
_OPERATORS = "=+-/x*×:÷("
_FEWEST, _FEWEST_NUMBERS = 3, 2
"""Marks of a row, and those of them that are numbers."""
_LETTERS = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Marks:
    """A row of column marks: its lines `start` up to `end`, and per column where its mark begins
    and ends (characters)."""

    start: int
    end: int
    places: tuple[tuple[int, int], ...]


def marks_at(rows: Sequence[SpacedLine], index: int, opening: Set[int]) -> Marks | None:
    """The row of marks that a line is; how marks are reckoned may go on below them, and a tall one
    stand around the line of the others."""
    words = list(rows[index].words)
    start, end = index, index + 1
    found = _marks(words)
    if found is None:
        return None
    if not _counts(base for base, _ in found):
        above = index - 1
        if above < 0 or index in opening or rows[index].blanks or not _is_reckoned(rows[above]):
            return None
        found = _marks(sorted([*words, *rows[above].words], key=lambda word: word.x0))
        if found is None or not _counts(base for base, _ in found):
            return None
        start = above
    while end < len(rows) and end not in opening and not rows[end].blanks:
        first = rows[end].words
        if not _is_reckoned(rows[end]) or _marks(first) is not None:
            break
        end += 1
    return Marks(start, end, tuple((own[0].x0, own[-1].x1) for _, own in found))


def _is_reckoned(row: SpacedLine) -> bool:
    """Whether a line has nothing but parts of how marks are reckoned."""
    return all(_RECKONED.fullmatch(word.text) for word in row.words) and any(
        word.text[0] in _OPERATORS or word.text[-1] in _OPERATORS or "=" in word.text
        for word in row.words
    )


def _marks(words: Sequence[Word]) -> list[tuple[str, list[Word]]] | None:
    """The marks that words are, with what each of them is reckoned from; none if one is no mark."""
    found: list[tuple[str, list[Word]]] = []
    is_open = False
    for word in words:
        own = _MARK.fullmatch(word.text)
        begins = own is not None and not is_open and word.text[0] not in "=+/x*×:÷"
        if begins and own is not None:
            found.append((own["base"] or own["within"], [word]))
        elif found and _RECKONED.fullmatch(word.text):
            found[-1][1].append(word)
        else:
            return None
        is_open = word.text[-1] in "=+-/x*×:÷"
        if is_open and begins and len(word.text) == 1:
            return None
    return found


def _counts(bases: Iterable[str]) -> bool:
    """Whether marks count: numbers from 1 on, letters from A on, Roman numerals ahead of numbers
    from I on."""
    marks = list(bases)
    numbers = [mark for mark in marks if mark.isdecimal()]
    others = [mark for mark in marks if not mark.isdecimal()]
    counted = [str(place) for place in range(1, len(numbers) + 1)]
    letters = list(_LETTERS[: len(others)])
    romans = [roman(place) for place in range(1, len(others) + 1)]
    return (
        len(marks) >= _FEWEST
        and len(numbers) >= _FEWEST_NUMBERS
        and numbers == counted
        and (others == letters or (others == romans and marks[: len(others)] == romans))
    )
