"""Cells that hold what stands in those of another row, or what no body is, whatever was learned.

Where no number tells the rows, one that is divided wrongly teaches the next, and the model is sure
of both: the end of a title goes with a body, the beginning of one with a remark, the title of a row
with the one before. So this asks what can be seen of the texts alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest

from pipeline.extract.layer.columns.strips import Taken
from pipeline.extract.layer.numbered.rows import HEADING_STYLES
from pipeline.extract.layer.search.dividing import DividedRow
from pipeline.extract.layer.signs.begins import BODIES
from pipeline.extract.layer.signs.words import PLAIN, SPACE, Role, one_text, shape, width
from pipeline.frozen import dataclass
from pipeline.writing.patterns import compiled

TIMED = "a body is named with no time: the lines of this cell may be those of several"
"""Why the cell of a body is in doubt that holds a time, and a blank time behind it."""
SENTENCE = "the name of a body ends with no stop: the end of a title may stand here"
"""Why the cell of a body is in doubt that ends as a sentence, with the title and the next cell: in
rows with a number whole sentences say who does what."""
TWO_TITLES = "a line of this title ends where the next word has room: two titles may stand here"
"""Why a title is in doubt inside which a line ends early and the next one begins anew."""
SELDOM_FILLED = "hardly any other row names a body here: it may be that of the cell before"
"""Why a body is in doubt in a column that is nearly always blank, beside one that no other row has,
and that one."""
NO_REMARK = "other remarks are written otherwise: the title of the next row may begin here"
"""Why a remark is in doubt that is plain text among documents and blanks, and the title below."""
NO_TITLE = "no title begins so: it may go on from the cell before"
"""Why a title is in doubt that begins with the number of a document."""
_REMARKS = frozenset({"note", "document"})
"""Roles of columns that stand behind all others, with remarks of a known form or none."""
_TIME = compiled(r"\p{L}\s+(?:\d{1,2}/){0,2}20\d\d(?:\Z|\s+\p{Lu})")
_SYMBOL = compiled(r"\d+/\d*")
_SENTENCE = 5
"""Words of the shortest text that a stop makes a sentence: abbreviations have fewer."""
_ROOM = 0.85
"""Share of the width of the widest line of a title up to which a line and the next word reach where
there was room for both."""
_MOSTLY, _SELDOM = 0.8, 0.15
"""Shares of the rows: with a blank cell from which on a column nearly always is; with a plain text
up to which remarks are none."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A row that is no heading: its place, its cells page by page, their texts, whether it has a
    number."""

    place: int
    cells: Sequence[Taken]
    texts: tuple[str, ...]
    numbered: bool


def astray(rows: Sequence[DividedRow], roles: Sequence[Role]) -> list[Mapping[int, str]]:
    """Per row the columns whose cells are in doubt, and why."""
    items = list(_items(rows))
    found: list[dict[int, str]] = [{} for _ in rows]
    for item in items:
        for column, why in _named_wrongly(item, roles):
            found[item.place].setdefault(column, why)
    for place, column, why in (*_beside_blanks(items, roles), *_remarks(items, roles)):
        found[place].setdefault(column, why)
    for item in items:
        if not item.numbered and (why := _title(item)):
            found[item.place].setdefault(0, why)
    return list(found)


def _items(rows: Sequence[DividedRow]) -> Iterator[_Item]:
    for place, row in enumerate(rows):
        if row.division is not None and row.row.style not in HEADING_STYLES:
            cells = row.division.cells
            lines = ([line for run in runs if run for line in run.lines] for runs in cells)
            texts = tuple(one_text(own) if own else "" for own in lines)
            yield _Item(place, cells, texts, bool(row.row.label))


def _named_wrongly(item: _Item, roles: Sequence[Role]) -> Iterator[tuple[int, str]]:
    """Cells of bodies that hold a time or end as a sentence."""
    for column, (text, role) in enumerate(zip(item.texts, roles, strict=True)):
        if role.name not in BODIES or not text:
            continue
        beside = column + 1 if column + 1 < len(roles) else column
        if _TIME.search(text):
            yield column, TIMED
            yield from (
                (at, TIMED)
                for at in range(beside, len(roles))
                if roles[at].name == "deadline" and not item.texts[at]
            )
        if not item.numbered and text.endswith(".") and len(text.split()) >= _SENTENCE:
            yield from ((at, SENTENCE) for at in (column, 0, beside))


def _beside_blanks(items: Sequence[_Item], roles: Sequence[Role]) -> Iterator[tuple[int, int, str]]:
    """Bodies that take part where hardly any row names one."""
    for column, (lead, role) in enumerate(pairwise(roles), start=1):
        if (lead.name, role.name) != ("agency", "support"):
            continue
        filled = [item for item in items if item.texts[column] and not item.numbered]
        if len(items) - len(filled) < _MOSTLY * len(items):
            continue
        leading = Counter(item.texts[column - 1] for item in items)
        for item in filled:
            if leading[item.texts[column - 1]] == 1:
                yield from ((item.place, at, SELDOM_FILLED) for at in (column, column - 1))


def _remarks(items: Sequence[_Item], roles: Sequence[Role]) -> Iterator[tuple[int, int, str]]:
    """Plain texts among remarks that are documents, or nearly always blank."""
    last = len(roles) - 1
    if roles[last].name not in _REMARKS:
        return
    plain = [bool(item.texts[last]) and shape(item.texts[last]) == PLAIN for item in items]
    if sum(plain) > _SELDOM * len(items):
        return
    for item, told, below in zip_longest(items, plain, items[1:]):
        if told and not item.numbered:
            yield item.place, last, NO_REMARK
            if below is not None and not below.numbered:
                yield below.place, 0, NO_REMARK


def _title(item: _Item) -> str:
    """Why the title of a row without a number is in doubt; blank where it is not."""
    if _SYMBOL.match(item.texts[0]):
        return NO_TITLE
    return TWO_TITLES if any(_ends_early(run.lines) for run in item.cells[0] if run) else ""


def _ends_early(lines: Sequence[str]) -> bool:
    """Whether a line inside a title ends where the next one's first word has room, which begins
    anew."""
    widths = [width(line) for line in lines]
    room = _ROOM * max(widths, default=0.0)
    return any(
        other[0].isupper() and own + SPACE + width(other.split()[0]) < room
        for own, other in zip(widths, lines[1:], strict=False)
    )
