"""What a cell of a divided row cannot be, whatever the model of its columns says.

The model is learned from rows that it divides itself: where it errs again and again it is sure. So
this asks what it does not know of: how values, symbols and words are written anywhere, and what
other rows have in this column or in another one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

from pipeline.extract.layer.columns.strips import Taken
from pipeline.extract.layer.numbered.rows import HEADING_STYLES
from pipeline.extract.layer.search.dividing import DividedRow
from pipeline.extract.layer.signs.begins import is_promised
from pipeline.extract.layer.signs.doubtful_words import MARKED, marked_words
from pipeline.extract.layer.signs.words import (
    DAY,
    NAMES,
    OPEN_ENDS,
    PLAIN,
    LineMeasure,
    Role,
    foreign_forms,
    ink,
    one_text,
    shape,
)
from pipeline.frozen import dataclass
from pipeline.writing.patterns import compiled
from pipeline.writing.torn import whole_lines

SIGN_APART = "a sign such as ≥ and the number behind it are parted; compare with the page"
"""Why a cell is in doubt that has a sign of comparison and not its value, and the one before it."""
NUMBER_IN_UNIT = "a unit ends with no number: the value may stand here; compare with the page"
"""Why a unit is in doubt that has a value behind it, and the value's own cell."""
SYMBOL_APART = "the number of a document goes on in the next cell; compare with the page"
"""Why two cells are in doubt between which the symbol of a document is cut."""
ELSEWHERE = "other rows have this text in a column that is blank here; compare with the page"
"""Why a cell is in doubt whose text stands in another column again and again, never in its own."""
LACKED = "the cell before holds what may be the text of this blank one; compare with the page"
"""Why a blank cell of a column that is seldom blank is in doubt, and the one before it."""
HIDDEN = (
    "no body, time or remark is written so: it may be the title of another row that is not told"
)
"""Why a cell is in doubt, in a row without a number, that holds what reads like a title."""
PARTED = "this row and the next one may be one: the title of that goes on in small letters"
"""Why the cells of a row with nothing but a title are in doubt, and the title of the next one."""
PARTED_ELSEWHERE = (
    "the title of a row begins in small letters, as hardly any does: it may end a cell above"
)
"""Why the cells of a row without a number are in doubt whose title begins so, and those of the row
before it."""
BEGUN_ABOVE = (
    "the title of the row below may begin here: that has none, or one that goes on in small letters"
)
"""Why the last cell of a row without a number is in doubt that reads like the beginning of a title,
and the title of the next row."""
CUT_TIME = "a time begins in the cell before, it seems; compare with the page"
"""Why a time is in doubt that begins in small letters, or behind a word like `Tháng` of the cell
before, and that cell."""
OPEN_LIST = "a list of bodies goes on in the next cell, it seems; compare with the page"
"""Why a cell of bodies is in doubt that ends as a list does which goes on, and the next one."""
FOREIGN = "this is written as the cells of another column are; compare with the page"
"""Why a cell is in doubt that has a form which the header promises elsewhere, and not here."""
UNFORMED = "the other cells of this column are numbers or codes; compare with the page"
"""Why a cell with words is in doubt among numbers or codes, and a blank one beside it."""
SEVERAL_VALUES = "this cell holds the values of several columns; compare with the page"
"""Why a cell is in doubt that holds a run of values, and those behind it."""
UNIT_BEFORE = "the cell before ends with what other rows have as their unit; compare with the page"
"""Why a blank unit is in doubt, and the cell before it."""
UNIT_LOST = "values without a unit: the cell before may hold it; compare with the page"
"""Why the blank unit of values is in doubt, and the cell before it."""
_SIGNS = "≥≤<>"
_VALUES = re.compile(r"(?<!\S)\d[\d.,]*%?(?:\s\d[\d.,]*%?){2,}(?!\S)")
_WHITE_GROUPS = re.compile(r"\d{1,3}(?:\s\d{3})+")
"""An amount whose digits white groups is one value."""
_LONE_SIGN = compiled(rf"[{_SIGNS}](?!\s*[\d{_SIGNS}=])")
_ENDS_WITH_NUMBER = compiled(r"\A[^\p{L}%]*+[\p{L}%].*\s\d[\d.,]*+\Z")
_HAS_SIGN = re.compile(f"[{_SIGNS}]")
_CUT_SYMBOL = compiled(r"\d[-/][\p{Lu}\d/-]*\Z")
_GOES_ON = compiled(r"\p{Lu}{2}")
_BEHIND_DATE = compiled(r"\d/(?:19|20)\d\d\s+(?P<rest>\p{Lu}.*)")
_OFTEN = 3
"""Rows that have a text in a column from which on it is at home there."""
_TITLE = 12
"""Words from which on a text that is no name and no time reads like a title: longer lists of bodies
begin with one."""
_BEGUN = 3
"""Words from which on the last cell of a row may be the beginning of a title."""
_REMARKS = frozenset({"note", "document"})
"""Roles of columns that stand behind all others, with remarks of a known form or of few words."""
_SELDOM = 0.15
"""Share of the rows with a blank cell up to which that may be an error."""
_FORMED, _MOSTLY = frozenset({"code", "count"}), 0.7
"""Roles whose cells are numbers or codes, and the share of the cells of a column from which on its
others are in doubt, or of figures."""


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a divided row: page by page, and as texts."""

    cells: Sequence[Taken]
    texts: tuple[str, ...]
    heading: bool
    numbered: bool


def misfits(rows: Sequence[DividedRow], roles: Sequence[Role]) -> list[Mapping[int, str]]:
    """Per row the columns whose cells are in doubt, and why."""
    read = [_read(row) for row in rows]
    home = _Home.of([row for row in read if row is not None and not row.heading], roles)
    found = [{} if row is None else dict(_of_row(row, roles, home)) for row in read]
    begins_large = _begin_large([row.texts[0] for row in read if row is not None])
    for (one, own), (other, its) in pairwise(zip(read, found, strict=True)):
        if one is not None and other is not None and _are_one(one, other):
            own.update(dict.fromkeys(range(len(roles)), PARTED))
            its[0] = PARTED
        elif one is not None and other is not None and _are_torn(one, other, begins_large):
            for told in (own, its):
                told.update(dict.fromkeys(range(len(roles)), PARTED_ELSEWHERE) | told)
        elif one is not None and other is not None and _ends_with_title(one, other, roles):
            own.setdefault(len(roles) - 1, BEGUN_ABOVE)
            its.setdefault(0, BEGUN_ABOVE)
    return list(found)


def _read(row: DividedRow) -> _Row | None:
    if row.division is None:
        return None
    cells = row.division.cells
    lines = ([line for run in runs if run for line in run.lines] for runs in cells)
    texts = tuple(one_text(whole_lines(own)) if own else "" for own in lines)
    return _Row(cells, texts, row.row.style in HEADING_STYLES, bool(row.row.label))


def _are_one(row: _Row, other: _Row) -> bool:
    """Whether a row has nothing but a title that the next one, without a number, goes on with."""
    return (
        not row.heading
        and not other.numbered
        and not any(row.texts[1:])
        and (other.texts[0][:1].islower())
    )


def _begin_large(titles: Sequence[str]) -> bool:
    """Whether nearly all titles of a table begin in capitals."""
    small = sum(title[:1].islower() for title in titles)
    return small <= _SELDOM * sum(map(bool, titles))


def _are_torn(row: _Row, other: _Row, begins_large: bool) -> bool:
    """Whether the title of a row without a number begins in small letters, as hardly any other
    does: it is the end of a cell of the row before."""
    small = begins_large and not other.numbered and not other.heading
    return small and not row.heading and other.texts[0][:1].islower()


def _ends_with_title(row: _Row, other: _Row, roles: Sequence[Role]) -> bool:
    """Whether the last cell of a row, a remark by its header, reads like the beginning of a title
    that the next row, without a number, lacks or goes on with."""
    text, title = row.texts[-1], other.texts[0]
    begun = text[:1].isupper() and len(text.split()) >= _BEGUN and shape(text) == PLAIN
    if not begun or row.heading or other.heading or other.numbered:
        return False
    lacks = any(other.texts[1:]) if not title else title[0].islower()
    return lacks and roles[-1].name in _REMARKS


@dataclass(frozen=True, slots=True)
class _Home:
    """What the rows of a table have in its columns: how often each text, and how many have none."""

    texts: Sequence[Counter[str]]
    blank: Sequence[int]
    long: Sequence[int]
    rows: int
    formed: frozenset[int]

    @classmethod
    def of(cls, rows: Sequence[_Row], roles: Sequence[Role]) -> _Home:
        columns = len(roles)
        texts = [Counter(row.texts[column] for row in rows) for column in range(columns)]
        long = [sum(map(_reads_like_title, own)) for own in texts]
        pairs = enumerate(zip(texts, roles, strict=True))
        formed = frozenset(at for at, (own, role) in pairs if _has_form(own, role))
        return cls(texts, [own[""] for own in texts], long, len(rows), formed)

    def is_seldom_blank(self, column: int) -> bool:
        """Whether few rows have nothing in a column."""
        return self.blank[column] <= _SELDOM * self.rows

    def holds_figures(self, column: int) -> bool:
        """Whether most filled cells of a column have digits and no letter."""
        filled = self.texts[column].total() - self.blank[column]
        figures = sum(
            count
            for text, count in self.texts[column].items()
            if any(map(str.isdigit, text)) and not any(map(str.isalpha, text))
        )
        return bool(filled) and figures >= _MOSTLY * filled


def _has_form(texts: Counter[str], role: Role) -> bool:
    """Whether most cells of a column have the form of numbers or codes that its header promises."""
    if role.name not in _FORMED:
        return False
    filled = texts.total() - texts[""]
    formed = sum(count for text, count in texts.items() if text and _is_formed(text, role))
    return bool(filled) and formed >= _MOSTLY * filled


def _is_formed(text: str, role: Role) -> bool:
    """Whether a text is a number or a code, if only one of a form that is not known."""
    return shape(text) in role.shapes or not any(map(str.isalpha, text)) or " " not in text


def _of_row(row: _Row, roles: Sequence[Role], home: _Home) -> Iterator[tuple[int, str]]:
    for column, text in enumerate(row.texts):
        if marked_words(text):
            yield column, MARKED
    if row.heading:
        return
    if not row.numbered:
        yield from _hidden(row, roles, home)
    for column, text in enumerate(row.texts):
        if text and shape(text) in foreign_forms(roles, column):
            yield column, FOREIGN
    yield from _glued(row, home)
    yield from _open_lists(row, roles)
    yield from _elsewhere(row, home)
    yield from _lacked(row, roles, home)
    yield from _lost_unit(row, roles, home)
    yield from _symbols(row)
    yield from _times(row, roles)
    yield from _values(row, roles)
    yield from _unformed(row, roles, home)
    yield from _several_values(row)


def _glued(row: _Row, home: _Home) -> Iterator[tuple[int, str]]:
    """Blank cells of columns of figures behind a cell that ends with digits right behind a word:
    these are theirs, it seems (`Bộ Quốc phòng09` of `0` and `9`)."""
    for column, text in enumerate(row.texts):
        if text and marked_words(text.split()[-1]):
            behind = range(column + 1, len(row.texts))
            for at in takewhile(lambda at: not row.texts[at], behind):
                if home.holds_figures(at):
                    yield at, LACKED


def _open_lists(row: _Row, roles: Sequence[Role]) -> Iterator[tuple[int, str]]:
    """Bodies whose cell ends as a list does that goes on (`Bộ Tài chính;`), and the next filled
    cell: of the bodies in the hand-checked documents four cells end so."""
    filled = [at for at, text in enumerate(row.texts) if text]
    for one, other in pairwise(filled):
        if roles[one].name in NAMES and row.texts[one].endswith((";", ",")):
            yield from ((one, OPEN_LIST), (other, OPEN_LIST))


def _several_values(row: _Row) -> Iterator[tuple[int, str]]:
    """Cells that hold a run of values, and those behind them: cells of a row that a program printed
    as one line are hard to tell apart (`Tổng 1.703.160 24.384 7.971`)."""
    for column, text in enumerate(row.texts):
        runs = (found.group() for found in _VALUES.finditer(text))
        if any(_WHITE_GROUPS.fullmatch(run) is None for run in runs):
            yield from ((at, SEVERAL_VALUES) for at in range(column, len(row.texts)))


def _unformed(row: _Row, roles: Sequence[Role], home: _Home) -> Iterator[tuple[int, str]]:
    """Words in a column of numbers or codes, and the blank cells beside them."""
    for column in home.formed:
        if row.texts[column] and not _is_formed(row.texts[column], roles[column]):
            yield column, UNFORMED
            beside = (at for at in (column - 1, column + 1) if 0 <= at < len(roles))
            yield from ((at, UNFORMED) for at in beside if not row.texts[at])


def _hidden(row: _Row, roles: Sequence[Role], home: _Home) -> Iterator[tuple[int, str]]:
    """Titles of other rows among the bodies and times of a row, or in its last column."""
    last = len(roles) - 1
    for column, (text, role) in enumerate(zip(row.texts, roles, strict=True)):
        if not _reads_like_title(text):
            continue
        named = role.name in NAMES and not is_promised(role, *_head(row.cells[column]).first)
        seldom = home.long[column] <= _SELDOM * home.rows
        if named or (column == last and role.name in _REMARKS and seldom):
            yield column, HIDDEN


def _reads_like_title(text: str) -> bool:
    """Whether a text has as many words as a title, begins as one, and has no form of its own."""
    return text[:1].isupper() and len(text.split()) >= _TITLE and shape(text) == PLAIN


def _head(cell: Taken) -> LineMeasure:
    """The first line of a cell that is not blank."""
    return next(run.head for run in cell if run)


def _values(row: _Row, roles: Sequence[Role]) -> Iterator[tuple[int, str]]:
    """Values and their signs that stand in two cells, or in the wrong order."""
    for column, (text, role) in enumerate(zip(row.texts, roles, strict=True)):
        if role.name == "unit" and (_HAS_SIGN.search(text) or _ENDS_WITH_NUMBER.search(text)):
            yield column, NUMBER_IN_UNIT
            yield min(column + 1, len(roles) - 1), NUMBER_IN_UNIT
        if _LONE_SIGN.search(text):
            yield column, SIGN_APART
            if column and text[0] in _SIGNS:
                yield column - 1, SIGN_APART


def _times(row: _Row, roles: Sequence[Role]) -> Iterator[tuple[int, str]]:
    """Times cut between two cells (`Nhiệm vụ` and `thường xuyên`, `Tháng` and `8/2025`)."""
    for column, (text, role) in enumerate(zip(row.texts, roles, strict=True)):
        if role.name != "deadline" or not text:
            continue
        before = next((at for at in range(column - 1, -1, -1) if row.texts[at]), None)
        if before is None:
            continue
        last = row.texts[before].split()[-1]
        opened = last.istitle() and last.casefold() in role.begins and text[0].isdigit()
        if text[0].islower() or opened:
            yield from ((before, CUT_TIME), (column, CUT_TIME))


def _symbols(row: _Row) -> Iterator[tuple[int, str]]:
    """Symbols of documents that are cut between two cells."""
    for part in range(len(row.cells[0])):
        runs = [(at, run) for at, cell in enumerate(row.cells) if (run := cell[part])]
        for (left, one), (right, other) in pairwise(runs):
            if _CUT_SYMBOL.search(one.tail.text) and _GOES_ON.match(other.head.text):
                yield from ((left, SYMBOL_APART), (right, SYMBOL_APART))


def _elsewhere(row: _Row, home: _Home) -> Iterator[tuple[int, str]]:
    """Texts that stand in another column again and again, which is blank here or bears no title,
    and hardly ever in their own."""
    for column, text in enumerate(row.texts):
        usual = max(_OFTEN, _OFTEN * home.texts[column][text])
        for other, own in enumerate(home.texts):
            if text and own[text] >= usual and (column == 0 or not row.texts[other]):
                yield from ((column, ELSEWHERE), (other, ELSEWHERE))


def _lacked(row: _Row, roles: Sequence[Role], home: _Home) -> Iterator[tuple[int, str]]:
    """Blank cells where a column seldom is, behind a cell with a line that begins as one of this
    column."""
    for column, text in enumerate(row.texts):
        if text or not home.is_seldom_blank(column):
            continue
        before = next((at for at in range(column - 1, -1, -1) if row.texts[at]), None)
        if before is not None and any(row.texts[1:]) and _holds(row, before, roles[column]):
            yield from ((column, LACKED), (before, LACKED))


def _lost_unit(row: _Row, roles: Sequence[Role], home: _Home) -> Iterator[tuple[int, str]]:
    """Blank units behind a cell that ends with the unit of other rows, or of values."""
    for column, role in enumerate(roles):
        if role.name != "unit" or row.texts[column] or not column:
            continue
        last = row.texts[column - 1].rsplit(" ", 1)
        if len(last) > 1 and home.texts[column][last[1]] > 1:
            yield from ((column, UNIT_BEFORE), (column - 1, UNIT_BEFORE))
        elif len(last) > 1 and any(shape(text) == "number" for text in row.texts[column + 1 :]):
            yield from ((column, UNIT_LOST), (column - 1, UNIT_LOST))


def _holds(row: _Row, column: int, role: Role) -> bool:
    """Whether a cell has text that begins as the cells of a role do, on a line of its own behind
    one that ends, or behind a date; of a title, which names bodies too, on its last line."""
    if role.name not in NAMES:
        return False
    lines = [ink(line) for run in row.cells[column] if run for line in run.lines]
    pairs = list(pairwise(lines))
    own_line = any(
        one.end not in OPEN_ENDS and other.begin != "lower" and _begins(role, other)
        for one, other in (pairs if column else pairs[-1:])
    )
    return own_line or any(
        _begins(role, ink(match["rest"]))
        for line in lines
        if (match := _BEHIND_DATE.search(line.text))
    )


def _begins(role: Role, line: LineMeasure) -> bool:
    """Whether a line begins as the cells of a role do, if anything is known of that."""
    return line.begin == DAY or (bool(role.begins) and is_promised(role, *line.first))
