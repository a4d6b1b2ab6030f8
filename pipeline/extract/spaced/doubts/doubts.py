"""Which cells of a spaced text are in doubt: what a certain cell does not show.

White corridors alone do not prove a cell: a word may have come from the cell beside it, or a line
from the row below. What a column is like over its whole table, where its lines begin, how its
cells begin and end and which form they have, tells which of its cells are not like it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.layer.signs.doubtful_words import (
    LACKS_BLANK,
    MARKED,
    OTHER_WHITE,
    marked_words,
    may_lack_blank,
    unlike_white,
)
from pipeline.extract.layer.signs.symbols import CUT_SYMBOL, may_be_cut_symbol
from pipeline.extract.layer.signs.words import (
    NAMES,
    OPEN_ENDS,
    PLAIN,
    Role,
    ink,
    lexicon,
    one_text,
    role_of,
    shape,
    whole,
)
from pipeline.extract.spaced.corridors.ways import is_figure
from pipeline.extract.spaced.doubts.strangers import STRANGER, Pairs, pairs_in, stranger_ends
from pipeline.extract.spaced.doubts.torn import is_cut_group
from pipeline.extract.spaced.lines.words import Word, are_joined, text_of, wide_gaps
from pipeline.writing.labels import parse_label

_USUAL, _SURE = 0.85, 0.97
"""Share of the cells of a column from which on a habit is one, and its breach a doubt; the same for
words that begin cells, of which there are many."""
_FEWEST, _WITNESSES = 5, 3
"""Cells that make a habit, and cells that make a word one of those that begin them."""
_BESIDE = 2
"""Characters a line may begin beside the usual place of its column."""
_BODIES = NAMES - {"head", "deadline"}
"""Roles whose cells list bodies, a comma between them."""
_FIGURES = 0.6
"""Share of the cells of a column that are single figures from which on two figures, one below the
other, are two cells: the others may be such."""
_SPREAD = 0.5
"""Share of the lines with a wide gap that have several, from which on a column is set to both
edges; columns taken for one have hardly any with several."""
_GROUP = 3
"""Digits between the blanks of a long number."""
_LONGEST_MARK = 3
"""Characters of the longest mark of a list before its bracket (`12a)`)."""
_MARK = re.compile(r"[1-9]\d?")
"""The raised mark of a note; what stands behind `Đề án` or `số` (`06`) is none."""
_NUMBERED = frozenset({"số", "điều", "khoản", "điểm", "mục", "thứ", "án"})
"""Words that a number follows."""
_BETWEEN = re.compile(r"[,;]\s*")
"""What stands between two bodies."""
_LONGEST = 12
"""Words of the longest cell that is compared with the others of its column."""

_GAP = "white space stands inside this cell"
_PLACE = "a line of this cell begins beside its column"
LOWER = "the cell begins inside a sentence"
ENDLESS = "the cell ends inside a sentence"
UNOPENED = "a bracket is closed in this cell that none opens"
_BLANK = "the cell is blank where its column hardly ever is"
_FORM = "the cell is not of the form of its column"
_WORD = "the cell begins as none of its column does"
_BEFORE = "the cell begins where those of the column before it do, which is blank"
_PART = "the cell is the part of what others of its column are"
_BEGUN = "a word that begins a cell stands inside this one"
_TIME = "a time stands in a column of bodies, and that of times is blank beside it"
_FIGURE = "a figure and the text beside it may stand in one cell"
_FIGURES_BESIDE = "several figures stand beside each other in this cell"
_CUT_GROUP = "two lines of this cell are put together to one amount"
_JOINED = "no blank stands between two words of this cell: one may be of the cell beside it"
_LABEL = "more than a number stands in the number column"
HALVED = "its number and that of the row beside it together are the next one: both may be one row"
GUESSED = "where this row begins and ends is a guess"
"""Why the cells of a row are in doubt that would have other lines were it cut nearly as well."""
SEVERAL = "the row may hold several"
"""Why every cell of a row with two deadlines is in doubt."""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as printed: per column the words of its lines, whether it has a number, whether it
    stands at the top or the bottom of its page; `counted` is whether its number is one for
    certain, on however many lines."""

    columns: tuple[tuple[Sequence[Word], ...], ...]
    labelled: bool
    top: bool = False
    bottom: bool = False
    counted: bool = False

    def text(self, column: int) -> str:
        """A cell as one text."""
        lines = [text_of(words) for words in self.columns[column]]
        return one_text(lines) if lines else ""

    @property
    def is_heading(self) -> bool:
        """Whether the row has no more than a number and a title."""
        return not any(self.columns[2:])


def whole_cells(bodies: Iterable[PrintedRow]) -> Counter[tuple[int, str]]:
    """How often each text is the whole cell of a column, by that column; of numbers none is."""
    return Counter(
        (column, body.text(column))
        for body in bodies
        for column in range(1, len(body.columns))
        if body.columns[column]
    )


@dataclass(frozen=True, slots=True)
class Habit:
    """What the cells of a column are like: its role, whether as a rule they are filled and begin
    with a capital, which forms they have, and the words they begin with (both none where there
    is no rule); `parts`, texts that rather are the part of a commoner one, and those that differ
    from the form of others in nothing but white;
    `tails` what is the end of the name of a body; `figures` whether they are single figures,
    `numeric` whether their lines are; `empty` whether it has no cell; `spread` whether lines are
    set to both edges; `usual` are texts of several cells; `pairs` are words that
    stand beside each other inside the lines of the table."""

    role: Role
    filled: bool
    capital: bool
    forms: frozenset[str]
    begins: frozenset[str]
    parts: frozenset[str]
    other_white: frozenset[str] = frozenset()
    figures: bool = False
    numeric: bool = False
    empty: bool = False
    spread: bool = False
    tails: frozenset[str] = frozenset()
    usual: frozenset[str] = frozenset()
    pairs: Pairs = frozenset()


def habits(titles: Sequence[str], bodies: Sequence[PrintedRow]) -> list[Habit]:
    """The habits of the columns of a table."""
    rows = [body for body in bodies if not body.is_heading]
    found = [_habit(role_of(title), rows, column) for column, title in enumerate(titles)]
    named = [column for column, habit in enumerate(found) if habit.role.name in _BODIES]
    tails = _names_in([row.text(column) for row in rows for column in named])
    pairs = pairs_in([lines for row in rows for lines in row.columns])
    return [replace(habit, tails=tails, pairs=pairs) for habit in found]


def _habit(role: Role, rows: Sequence[PrintedRow], column: int) -> Habit:
    whole_rows = [body for body in rows if not (body.top or body.bottom)] or list(rows)
    texts = [body.text(column) for body in whole_rows]
    filled = [text for text in texts if text]
    forms = Counter(shape(text) for text in filled)
    first = Counter(text.split()[0].casefold() for text in filled)
    begins = role.begins | {word for word, count in first.items() if count >= _WITNESSES}
    printed = [words for body in rows for words in body.columns[column]]
    known = sum(_begins_with(text, begins) for text in filled)
    own = frozenset(forms) - {PLAIN}
    return Habit(
        role,
        _is_usual(len(filled), len(texts)),
        _is_usual(sum(not text[0].islower() for text in filled), len(filled)),
        own if _is_usual(len(filled) - forms[PLAIN], len(filled)) else frozenset(),
        begins if role.begins and _is_usual(known, len(filled), _SURE) else frozenset(),
        _parts(filled) if role.name in NAMES else frozenset(),
        unlike_white([body.text(column) for body in rows]),
        _is_usual(sum(map(is_figure, filled)), len(filled), _FIGURES),
        _is_usual(sum(map(_is_numeric, printed)), len(printed), _FIGURES),
        not filled,
        _is_spread(printed),
        usual=frozenset(text for text, n in Counter(filled).items() if n >= _WITNESSES),
    )


def _is_spread(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether lines are set to both edges: those of three words and more that have a wide gap as a
    rule have several; where columns are taken for one, lines have one, or some figures."""
    gaps = [sum(wide_gaps(words)) for words in lines if words[2:]]
    figures = sum(sum(is_figure(word.text) for word in words) > 1 for words in lines)
    several = sum(count > 1 for count in gaps) - figures
    return _is_usual(several, sum(count > 0 for count in gaps), _SPREAD)


def _parts(texts: Sequence[str]) -> frozenset[str]:
    """The texts that far more cells begin or end with than have them alone."""
    alone = Counter(texts)
    longer: Counter[str] = Counter()
    for text in texts:
        words = text.split()[:_LONGEST]
        for place, word in enumerate(words[:-1], start=1):
            if word[-1] not in ",;":
                longer.update((" ".join(words[:place]), " ".join(words[place:])))
    return frozenset(
        text for text, count in alone.items() if longer[text] >= max(_WITNESSES, 2 * count)
    )


def _is_usual(count: int, total: int, share: float = _USUAL) -> bool:
    return total >= _FEWEST and count >= share * total


def _begins_with(text: str, begins: frozenset[str]) -> bool:
    words = [word.casefold() for word in text.split()[:2]]
    return bool(words) and (words[0] in begins or " ".join(words) in begins)


def places(bodies: Sequence[PrintedRow]) -> list[int | None]:
    """Where the lines of each column of a page begin, None where they have no place in common."""
    found = []
    for column in range(len(bodies[0].columns) if bodies else 0):
        begins = Counter(words[0].x0 for body in bodies for words in body.columns[column])
        total = begins.total()
        best = max(begins, key=lambda x0: _near(begins, x0), default=0)
        found.append(best if _is_usual(_near(begins, best), total) else None)
    return found


def _near(begins: Counter[int], place: int) -> int:
    return sum(begins[place + off] for off in range(-_BESIDE, _BESIDE + 1))


def doubts(
    body: PrintedRow, habits: Sequence[Habit], places: Sequence[int | None]
) -> dict[int, str]:
    """The columns of a row in doubt, with the reason."""
    found: dict[int, str] = {}
    if _holds_several(body, habits):
        return dict.fromkeys(range(1, len(habits)), SEVERAL)
    for column in _taken(body, habits):
        found |= {column: _FIGURE, column + 1: _FIGURE}
    for column, blank in _times_elsewhere(body, habits):
        found |= {column: _TIME, blank: _TIME}
    for column in _before_its_own(body, habits, places):
        found |= {column: _BEFORE}
    for column, habit in enumerate(habits):
        for reason, reach in _reasons(body, column, habit, places[column]):
            for beside in (column, *(column + off for off in reach)):
                if 0 <= beside < len(habits) and (body.columns[beside] or beside == column):
                    found.setdefault(beside, reason)
    return found


def _taken(body: PrintedRow, habits: Sequence[Habit]) -> Iterator[int]:
    """The columns of figures, or without any cell, of which a figure and the text beside it stand
    in one cell, in theirs or in the next, and that one is no column of figures."""
    for column, (habit, behind) in enumerate(pairwise(habits)):
        if not (habit.figures or habit.empty) or behind.figures:
            continue
        words, after = body.text(column).split(), body.text(column + 1).split()
        own = len(words) > 1 and is_figure(words[0]) and words[-1][-1].isalpha()
        taken = not words and len(after) > 1 and is_figure(after[0]) and after[1][0].isupper()
        if own or taken:
            yield column


def _before_its_own(
    body: PrintedRow, habits: Sequence[Habit], places: Sequence[int | None]
) -> Iterator[int]:
    """The columns of a row with a line that begins where those of the column before do, which is
    blank and hardly ever is: it has the words of both."""
    for column, (habit, place) in enumerate(zip(habits[:-1], places, strict=False)):
        if not column or not habit.filled or place is None or body.columns[column]:
            continue
        if any(words[0].x0 <= place + _BESIDE for words in body.columns[column + 1]):
            yield column + 1


def _times_elsewhere(body: PrintedRow, habits: Sequence[Habit]) -> Iterator[tuple[int, int]]:
    """The columns of bodies that have a time and nothing else, with the column of times that is
    blank in their row."""
    for blank, times in enumerate(habits):
        if times.role.name != "deadline" or body.columns[blank]:
            continue
        for column, habit in enumerate(habits):
            text = body.text(column)
            if text and habit.role.name in _BODIES and shape(text) in times.role.shapes - {PLAIN}:
                yield column, blank


def _holds_several(body: PrintedRow, habits: Sequence[Habit]) -> bool:
    for column, habit in enumerate(habits):
        lines = [text_of(words) for words in body.columns[column]]
        if habit.forms and habit.role.name == "deadline":
            begun = [line for above, line in pairwise(["", *lines]) if not _is_open(above.split())]
            if sum(shape(line) in habit.role.shapes for line in begun) > 1:
                return True
        elif not column and body.counted:
            continue
        elif habit.numeric and sum(map(_is_numeric, body.columns[column])) > (
            1 + is_cut_group(lines)
        ):
            return True
    return False


def _is_open(words: Sequence[str]) -> bool:
    """Whether words end with one that the next one goes on with (`Quý II năm` over `2027`)."""
    return bool(words) and words[-1].casefold() in lexicon().open_words


def _is_unopened(text: str) -> bool:
    """Whether a bracket is closed that none opens; one behind a mark of a list (`a)`) is none."""
    opened = 0
    for place, char in enumerate(text):
        opened += (char == "(") - (char == ")")
        if opened < 0:
            if place - text.rfind(" ", 0, place) - 1 > _LONGEST_MARK:
                return True
            opened = 0
    return False


def _is_numeric(words: Sequence[Word]) -> bool:
    return all(is_figure(word.text) for word in words)


def _are_figures(words: Sequence[Word]) -> bool:
    """Whether a line is several figures, and not one whose thousands blanks part (`48 720 000`)."""
    if len(words) == 1 or not _is_numeric(words):
        return False
    first, *rest = (word.text for word in words)
    return len(first) > _GROUP or any(len(text) != _GROUP for text in rest)


def _reasons(
    body: PrintedRow, column: int, habit: Habit, place: int | None
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Why a cell is in doubt, and which cells beside it are with it."""
    lines, text = body.columns[column], body.text(column)
    if not text:
        if habit.filled and not body.is_heading and body.labelled and not body.bottom:
            yield _BLANK, (-1,)
        return
    if not habit.spread and any(any(wide_gaps(words)) for words in lines):
        yield _GAP, (1,)
    if any(map(_are_figures, lines)):
        yield _FIGURES_BESIDE, (1,)
    if is_cut_group([text_of(words) for words in lines]):
        yield _CUT_GROUP, ()
    if any(map(are_joined, lines)):
        yield _JOINED, (-1, 1)
    if place is not None and any(abs(words[0].x0 - place) > _BESIDE for words in lines):
        yield _PLACE, (-1,)
    if not column:
        cut = "".join(map(text_of, lines))  # a narrow column cuts it: `1` over `5.`
        if parse_label(text) is None and parse_label(cut) is None:
            yield _LABEL, (1,)
        return
    if text[0].islower() and habit.capital and (body.labelled or not body.top):
        yield LOWER, (-1,)
    if _is_unopened(text):
        yield UNOPENED, ()
    if not body.bottom and (ink(text_of(lines[-1])).end in OPEN_ENDS or not whole([text]).closed):
        yield ENDLESS, ()
    if text in habit.parts:
        yield _PART, ()
    if habit.role.name in _BODIES and _BETWEEN.split(text, 1)[0] in habit.tails:
        yield _PART, (-1,)
    if not body.is_heading and not (body.top or body.bottom):
        if habit.forms and shape(text) not in habit.role.shapes | habit.forms:
            yield _FORM, ()
        if habit.begins and not _begins_with(text, habit.begins):
            yield _WORD, (-1,)
    if text in habit.other_white:
        yield OTHER_WHITE, ()
    if any(may_lack_blank(text_of(one), text_of(other)) for one, other in pairwise(lines)):
        yield LACKS_BLANK, ()
    if any(map(marked_words, (text, *map(text_of, lines)))) or _has_lone_mark(lines, habit):
        yield MARKED, ()
    if any(may_be_cut_symbol(text_of(one), text_of(other)) for one, other in pairwise(lines)):
        yield CUT_SYMBOL, ()
    if text not in habit.usual and any(
        _meets_cell(text_of(one), text_of(other), habit) for one, other in pairwise(lines)
    ):
        yield _BEGUN, ()
    # A cell of many rows whose lines always end so is none of these, but where the next is blank.
    beside = body.columns[column + 1 : column + 2]
    if beside and not (text in habit.usual and beside[0]) and stranger_ends(lines, habit.pairs):
        yield STRANGER, (1,)
    if any(_ends_with_name(text_of(one), text_of(other), habit) for one, other in pairwise(lines)):
        yield _BEGUN, (1,)


def _has_lone_mark(lines: Sequence[Sequence[Word]], habit: Habit) -> bool:
    """Whether digits that may be a raised mark stand alone on a line of a cell of words, and those
    above them neither ask for a number nor are one that is cut (`số` over `71`)."""
    if habit.figures or habit.numeric:
        return False
    return any(
        len(own) == 1
        and _MARK.fullmatch(own[0].text)
        and above[-1].text[-1].isalpha()
        and not _is_open(text_of(above).split())
        and above[-1].text.casefold() not in _NUMBERED
        for above, own in pairwise(lines)
    )


def _ends_with_name(one: str, other: str, habit: Habit) -> bool:
    """Whether a line of a column of texts ends with what begins the name of a body, or what stands
    behind that (`quy trình Tài`), and the next one does not go on with it: it is of the cell beside
    it. `Quyết định của Thủ` goes on: no cell begins behind an open word; so does `Phó Chủ` with
    `tịch`."""
    *before, last = one.split()
    if f"{last} {other.split()[0]}" in lexicon().open_names:
        return False
    if not other[0].islower() or habit.role.name in NAMES:
        return False
    if _is_open(before):
        return False
    if last in lexicon().open_names:
        return True
    inside = last[0].isupper() and bool(before) and before[-1].islower()
    return inside and any(tail.startswith(f"{last} ") for tail in habit.tails)


def _meets_cell(one: str, other: str, habit: Habit) -> bool:
    """Whether two lines of a cell show another one: the first ends with a day or month and the
    second goes on with the first cell, or a cell begins with the second."""
    if other[0].islower():
        *before, last = one.split()
        return not _is_open(before) and shape(last) in ("month", "date")
    named = other.split()[0] in lexicon().open_names and _begins_with(other, habit.role.begins)
    return named and habit.role.name in _BODIES and ink(one).end == "word"


def _names_in(texts: Sequence[str]) -> frozenset[str]:
    """What stands behind the first word of the bodies that texts list (`Tài chính` of `Bộ Tài
    chính`): no body is called so, but for what begins as bodies do (`Bộ` of `Các Bộ, ngành`)."""
    bodies = (part.split() for text in texts for part in _BETWEEN.split(text) if part.strip())
    names = lexicon().open_names
    return frozenset(
        " ".join(words[1:])
        for words in bodies
        if words[1:] and words[0] in names and words[1] not in names
    )
