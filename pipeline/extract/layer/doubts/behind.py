"""Texts of a column that stand behind others, in a cell of another column or in their own.

Where two cells of bodies meet on one line (`Bộ Tài chính Văn phòng Chính phủ`), or the rest of a
cell stands before one (`Đặc khu Phú` over `Quý Sở Xây dựng`), nothing in the words alone says
where the one ends. The other rows do: they have the second text as a cell of its own. So it is with
amounts: none stands behind a body, and two columns do not hold the groups of one in each row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.layer.columns.strips import text_of
from pipeline.extract.layer.numbered.rows import HEADING_STYLES
from pipeline.extract.layer.search.dividing import DividedRow
from pipeline.extract.layer.signs.begins import BODIES, is_promised
from pipeline.extract.layer.signs.grouped import is_amount
from pipeline.extract.layer.signs.words import NAMES, Role, ink, lexicon
from pipeline.writing.patterns import compiled

JOINED = "the end of this cell is one of the next column in other rows; compare with the page"
"""Why a cell is in doubt that ends with what other rows have in a column which is blank here, and
that one."""
BEFORE_BODY = "words stand before what other rows have here as a whole; compare with the page"
"""Why the cell of a body is in doubt that begins with other words, and the one before it."""
REST = "other cells of this column begin with a capital; compare with the page"
"""Why a cell is in doubt that begins in small letters, and the one before it."""
WITH_AMOUNT = "no body is named with an amount: a column may be missing; compare with the page"
"""Why the cell of a body is in doubt that ends with an amount, and all behind it."""
GROUPS = "this cell and the next one may be one amount; compare with the page"
"""Why the cells of two columns are in doubt that nearly always hold the groups of one amount (`148`
and `576`), and all behind them."""
_NAMED = BODIES | {"workplace", "post"}
"""Roles of columns whose cells are told again in other rows."""
_FEWEST, _MOSTLY = 4, 0.7
"""Filled cells of a column, and the share of them that begin with a capital, from which on one in
small letters is the rest of another, or that are groups of one amount with those beside them."""
_FIGURES = frozenset({"count", "target"})
"""Roles of columns of figures."""
_AMOUNT = compiled(r"\d{1,3}(?:[.,]\d{3})+")
_GOES_ON = ",;:-–/("
"""What a word ends with behind which a cell goes on."""
_AGAIN = 1
"""Other rows that have a text as a cell."""


def behind_others(rows: Sequence[DividedRow], roles: Sequence[Role]) -> list[Mapping[int, str]]:
    """Per row the columns whose cells are in doubt, and why."""
    texts = [
        tuple(map(text_of, row.division.cells))
        if row.division is not None and row.row.style not in HEADING_STYLES
        else ()
        for row in rows
    ]
    filled = [own for own in texts if own]
    columns = [_Known.of(own[at] for own in filled) for at in range(len(roles))]
    upper = [_begin_with_capitals(own.texts) for own in columns]
    parted = _first_parted(filled, roles)
    found: list[dict[int, str]] = []
    for own in texts:
        told = dict[int, str]()
        for column, why in (
            *_joined(own, roles, columns),
            *_before_bodies(own, roles, columns),
            *_rests(own, roles, upper),
            *_amounts(own, roles),
            *((at, GROUPS) for at in range(parted, len(own))),
        ):
            told.setdefault(column, why)
        found.append(told)
    return list(found)


class _Known(NamedTuple):
    """How often a column has each text, and the characters of the longest."""

    texts: Counter[str]
    longest: int

    @classmethod
    def of(cls, cells: Iterable[str]) -> _Known:
        texts = Counter(cell for cell in cells if cell)
        return cls(texts, max(map(len, texts), default=0))

    def has_end_of(self, text: str) -> bool:
        """Whether a row has an end of a text as a cell."""
        return any(self.texts[end] >= _AGAIN for end in _ends(text, self.longest))


def _begin_with_capitals(cells: Counter[str]) -> bool:
    """Whether nearly all cells of a column begin with a capital."""
    upper = sum(count for text, count in cells.items() if text[0].isupper())
    return cells.total() >= _FEWEST and upper >= _MOSTLY * cells.total()


def _first_parted(rows: Sequence[Sequence[str]], roles: Sequence[Role]) -> int:
    """The first of two columns that together hold amounts whose thousands blanks part, the second
    of which promises no figures; the number of columns where there are none such."""
    for column, role in enumerate(roles[1:]):
        pairs = [(row[column], row[column + 1]) for row in rows if row[column] and row[column + 1]]
        parted = sum(is_amount([*one.split(), *other.split()]) for one, other in pairs)
        if role.name not in _FIGURES and len(pairs) >= _FEWEST and parted >= _MOSTLY * len(pairs):
            return column
    return len(roles)


def _amounts(texts: Sequence[str], roles: Sequence[Role]) -> Iterator[tuple[int, str]]:
    """Cells of bodies that end with an amount, and all behind them."""
    for column, (text, role) in enumerate(zip(texts, roles, strict=False)):
        if role.name in BODIES and " " in text and _AMOUNT.fullmatch(text.split()[-1]):
            yield from ((at, WITH_AMOUNT) for at in range(column, len(roles)))


def _joined(
    texts: Sequence[str], roles: Sequence[Role], columns: Sequence[_Known]
) -> Iterator[tuple[int, str]]:
    """Blank cells of bodies, or those behind another one that hold what no other row has, behind a
    cell that ends with what other rows have there; and all in between. Posts are named with bodies
    (`Bộ trưởng Bộ Công an`)."""
    for column, text in enumerate(texts):
        before = _filled_before(texts, column)
        if before is None or roles[column].name not in _NAMED or roles[before].name == "head":
            continue
        if text and (columns[column].texts[text] > _AGAIN or roles[before].name not in _NAMED):
            continue
        if columns[column].has_end_of(texts[before]):
            yield from ((at, JOINED) for at in range(before, column + 1))


def _before_bodies(
    texts: Sequence[str], roles: Sequence[Role], columns: Sequence[_Known]
) -> Iterator[tuple[int, str]]:
    """Cells of bodies that begin as none does and end with what other rows have there as a whole,
    and the cells before them."""
    for column, text in enumerate(texts):
        role = roles[column]
        if not (column and text and role.name in BODIES) or is_promised(role, *ink(text).first):
            continue
        if columns[column].has_end_of(text):
            yield from ((at, BEFORE_BODY) for at in (column - 1, column))


def _filled_before(texts: Sequence[str], column: int) -> int | None:
    """The nearest column before one whose cell is filled."""
    return next((at for at in range(column - 1, -1, -1) if texts[at]), None)


def _ends(text: str, longest: int) -> Iterator[str]:
    """The ends of a text, of so many characters at most, that may be the next cell: they begin with
    a capital, behind a word that leaves nothing open."""
    words = text.split()
    left = len(" ".join(words))
    for at, (before, word) in enumerate(pairwise(words), start=1):
        left -= len(before) + 1
        is_open = before.casefold() in lexicon().open_words or before[-1] in _GOES_ON
        if left <= longest and word[0].isupper() and not is_open:
            yield " ".join(words[at:])


def _rests(
    texts: Sequence[str], roles: Sequence[Role], upper: Sequence[bool]
) -> Iterator[tuple[int, str]]:
    """Cells that begin in small letters where others begin with a capital, and the filled ones
    before them."""
    for column, text in enumerate(texts):
        if not text or not upper[column] or not text[0].islower():
            continue
        if roles[column].name in NAMES and text.split()[0] in lexicon().small_begins:
            continue
        before = _filled_before(texts, column)
        if before is not None:
            yield from ((before, REST), (column, REST))
