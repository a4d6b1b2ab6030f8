"""The header of a table in spaced text: its columns by what stands above what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.layer.signs.words import lexicon, role_of, shape
from pipeline.extract.spaced.lines.words import SpacedLine, Word, meet, text_of
from pipeline.extract.spaced.names.levels import levels
from pipeline.extract.spaced.names.number_name import NUMBER_LINES, end_of_name, number_name
from pipeline.extract.spaced.names.pieces import OPEN, Number, name_starts, parts_of, pieces_of
from pipeline.extract.spaced.names.upper import LONGEST, Part, Upper, zones
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.labels import parse_label
from pipeline.writing.letters import fold
from pipeline.writing.syllables import is_syllable

_ABOVE, _BELOW = 10, 16
"""Lines a header may have above and below the name of the number column: names of a dozen words in
narrow columns take as many."""
_AHEAD = 2
"""Lines by which names under another one begin above the one on which they stand side by side."""
_FAR = 4
"""Blank lines at most above the names below others: they stand at the foot of a high header."""
_APART = 1
"""Blank lines at most inside a name whose next line begins with a small letter."""
_MIN_COLUMNS = 3

_YEAR = re.compile(r"(?:19|20)\d{2}(?:[-–](?:19|20)\d{2})?")
_COLUMN_NUMBER = re.compile(r"[-(\[]?(\d{1,2})[)\]]?(?:=.{1,20})?")
"""The number of a column below its name."""
_NARROW = 40
"""Characters of a line that a header cell has: a longer one is prose."""

LEVELS = " / "
"""What stands between a name over several columns and one below it."""

_Name = tuple[Part, ...]
"""The words of a name, as (index of the line, words)."""


@dataclass(frozen=True, slots=True)
class HeaderLines:
    """A header: lines `start` up to `end` of the text, and per column its words by line, as
    (index of the line, words); `upper` are names over several columns; `counted` is whether the
    first one is printed: the number column; `named` is whether that has a name, for which a word
    stands in its place otherwise; `borders` is where the columns meet, where marks of these show it
    before their names are read; `doubtful` are the columns whose names nearly as good ways to read
    the header give differently."""

    start: int
    end: int
    columns: tuple[_Name, ...]
    upper: tuple[Upper, ...] = ()
    counted: bool = True
    named: bool = True
    borders: tuple[float, ...] = ()
    doubtful: frozenset[int] = frozenset()

    @property
    def titles(self) -> tuple[str, ...]:
        """The columns' names as one text each, that of the upper level first."""
        return tuple(
            LEVELS.join([*(over.text for over in self.above(column)), _text(name)])
            for column, name in enumerate(self.columns)
        )

    def above(self, column: int) -> list[Upper]:
        """The names over several columns that stand over one, the uppermost first."""
        over = [one for one in self.upper if one.first <= column <= one.last]
        return sorted(over, key=lambda one: one.first - one.last)

    def same_as(self, other: HeaderLines) -> bool:
        """Whether both name the same columns."""
        return [fold(title) for title in self.titles] == [fold(title) for title in other.titles]


def find_headers(rows: Sequence[SpacedLine], opening: set[int]) -> list[HeaderLines]:
    """The headers of a text, in order. `opening` are the lines that begin a page."""
    headers: list[HeaderLines] = []
    for index in range(len(rows)):
        if headers and index < headers[-1].end:
            continue
        number = number_name(rows, index, opening)
        if not number or _is_of_next(rows, index, number, opening):
            continue
        header = _again(rows, number, headers) or _read(rows, number, opening)
        if header is not None:
            headers.append(header)
    return headers


def _is_of_next(rows: Sequence[SpacedLine], index: int, number: Number, opening: set[int]) -> bool:
    """Whether the line below has the name of the number column to the left of one that stands alone
    on its line: that is of the second column, which has other numbers (`STT` over `TT 37`)."""
    if index + 1 == len(rows) or index + 1 in opening or len(rows[index].segments) > 1:
        return False
    below = number_name(rows, index + 1, opening)
    return bool(below) and rows[index + 1].words[0].x1 < rows[index].words[0].x0


def _again(
    rows: Sequence[SpacedLine], number: Number, headers: Sequence[HeaderLines]
) -> HeaderLines | None:
    """A header printed before, printed again: the same lines of words."""
    index = min(number)
    for known in headers[::-1]:
        height = known.end - known.start
        for start in range(index - height + 1, index + 1):
            lines = rows[max(0, start) : start + height]
            if [row.text for row in lines] == [row.text for row in rows[known.start : known.end]]:
                columns, upper = columns_of(rows, start, start + height, number)
                return HeaderLines(start, start + height, columns, upper)
    return None


def _read(rows: Sequence[SpacedLine], number: Number, opening: set[int]) -> HeaderLines | None:
    start, end = min(number), end_of_name(rows, number, opening)
    first = start
    words = rows[first].words[: number[first]]
    while start > max(0, first - _ABOVE) and start not in opening:
        if not (
            _above(rows, start, words, opening)
            or _is_over(rows, start, number, opening)
            or _opens(rows, start, number)
        ):
            break
        start -= 1
    while start < first and rows[start].words[0].text[0].islower():
        start += 1  # names begin with capitals: it is the end of what stands above
    if start < first and end == first + 1 < len(rows) and end not in opening:
        end += _closes(rows, first)
    while end < min(len(rows), first + _BELOW) and end not in opening:
        if not (
            _below(rows, end, number, start)
            or _names_follow(rows, end, number, start, opening)
            or _names_begin(rows, end, number, start, opening)
        ):
            break
        end += 1
    columns, upper = columns_of(rows, start, end, number)
    if len(columns) < _MIN_COLUMNS:
        return None
    return HeaderLines(start, end, columns, upper)


def _above(
    rows: Sequence[SpacedLine], start: int, number: Sequence[Word], opening: set[int]
) -> bool:
    """Whether the line above belongs to a header: names beside the number column, in its case, or
    that of another column of numbers."""
    row, below = rows[start - 1], rows[start]
    if below.blanks or row.words[0].x0 <= number[-1].x1 or is_remark(row):
        return False
    if len(row.segments) > 1:
        return True
    names = text_of(below.words[len(number) :]) if below.words[:1] == number[:1] else below.text
    alike = row.text.isupper() == names.isupper() or bool(number_name(rows, start - 1, opening))
    return alike and _inside_one(row, below)


def _opens(rows: Sequence[SpacedLine], start: int, number: Number) -> bool:
    """Whether the line above, behind a blank one, holds nothing but beginnings of names that go on
    in small letters right below them: programs that keep the height of a page leave blank lines
    inside names (`Thời`, a blank line, `gian`)."""
    row, below = rows[start - 1], rows[start]
    if below.blanks > _APART or is_remark(row) or is_annex_heading(row.text):
        return False
    open_ = [own for own in parts_of(below, number.get(start, 0)) if own[0].text[0].islower()]
    return all(
        _may_begin(own) and sum(meet(own, part) for part in open_) == 1 for own in row.segments
    )


def _is_over(rows: Sequence[SpacedLine], start: int, number: Number, opening: set[int]) -> bool:
    """Whether the line above that of the number column, behind a blank one, is names over several
    columns, whose names stand below it."""
    row, below = rows[start - 1], rows[start]
    if start != min(number) or below.blanks > 1 or is_annex_heading(row.text) or is_remark(row):
        return False
    if row.text.isupper() and not below.text.isupper():
        return False
    for at in range(start + 1, min(len(rows), start + 1 + NUMBER_LINES)):
        if at in opening:
            break
        if _is_level(rows, at, number, start - 1):
            return True
    return False


def is_remark(row: SpacedLine) -> bool:
    """Whether a line says something of the table (`(Kèm theo Nghị quyết số …)`, `Đơn vị tính: triệu
    đồng`): no name begins with a bracket, or goes on behind a colon."""
    return row.text.startswith("(") or any(word.text.endswith(":") for word in row.words[:-1])


def _inside_one(row: SpacedLine, other: SpacedLine) -> bool:
    """Whether a line stands over or under one segment of another."""
    x0, x1 = row.words[0].x0, row.words[-1].x1
    met = [s for s in other.segments if s[0].x0 < x1 and x0 < s[-1].x1]
    return len(met) <= 1 and x1 - x0 < _NARROW


def _below(rows: Sequence[SpacedLine], end: int, number: Number, start: int) -> bool:
    """Whether a line goes on with the header above it: no label, and parts of names, or the names
    under one of those above."""
    row = rows[end]
    if row.blanks > 1:
        return row.blanks <= _FAR and _is_level(rows, end, number, start)
    if is_legend(row):
        return True
    named = [rows[at].words[:count] for at, count in number.items()]
    if row.words[0].x0 < max(words[-1].x1 for words in named) + 1 and not (
        row.words[0].text[0].islower()
        and parse_label(row.words[0].text) is None
        and any(meet(row.segments[0], words) for words in named)
    ):
        return False
    names = [text_of(rows[at].words[number.get(at, 0) :]) for at in range(start, end)]
    upper = next(filter(None, reversed(names)), rows[end - 1].text).isupper()
    if not upper and is_title(row):
        return False
    segments = row.segments
    rest = [
        segment
        for segment in segments
        if not (_goes_on(segment, upper) or _dates(segment, rows[end - 1]))
    ]
    if not rest:
        return True
    if all(_completes(segment, rows[end - 1]) for segment in rest):
        return True
    above = _parts_above(rows, start, end, number)
    if len(rest) < len(segments) and all(_is_short_form(s) and _under(s, above) for s in rest):
        return True
    found = zones(above, end, segments)
    if found and all(
        _under(segment, above) for segment in rest if not any(zone.holds(segment) for zone in found)
    ):
        return True
    return _is_level(rows, end, number, start)


def _parts_above(rows: Sequence[SpacedLine], start: int, end: int, number: Number) -> list[Part]:
    """The names and parts of names on the lines of a header above one."""
    lines = range(start, end)
    return [(at, part) for at in lines for part in parts_of(rows[at], number.get(at, 0))]


def _end_of(rows: Sequence[SpacedLine], number: Number) -> int:
    """Where the name of the number column ends."""
    return max(rows[at].words[count - 1].x1 for at, count in number.items())


def _only_goes_on(row: SpacedLine) -> bool:
    """Whether all texts of a line are further lines of names: they begin with small letters or
    brackets."""
    return not row.blanks and all(
        part[0].text[0].islower() or part[0].text[0] == "(" for part in row.segments
    )


def _is_level(rows: Sequence[SpacedLine], end: int, number: Number, start: int) -> bool:
    """Whether a line holds names below those over several columns, and nothing else."""
    if start == min(number) and end > start + 1:
        return False
    label = [(at, rows[at].words[:count]) for at, count in sorted(number.items())]
    if rows[end].words[0].x0 <= _end_of(rows, number):
        return False
    last = end + 1
    while last < min(len(rows), end + 1 + _AHEAD) and _only_goes_on(rows[last]):
        last += 1  # names of more lines show only with these that they stand beside others
    columns, uppers = levels(pieces_of(rows, range(start, last), number), label)
    own = [column for column, name in enumerate(columns) if any(index == end for index, _ in name)]
    begun = [column for column in own if columns[column][0][0] == end]
    over = [[one for one in uppers if one.first <= column <= one.last] for column in begun]
    if not begun or not all(over):
        return False
    return begun == own if len(own) > 1 and len(begun) > 1 else _is_beside(columns, begun, over)


def _is_beside(
    columns: Sequence[_Name], begun: Sequence[int], over: Sequence[Sequence[Upper]]
) -> bool:
    """Whether a name below one over several begins a line below another one under that, which has
    a line on each side of it: they stand at one height."""
    if len(begun) != 1:
        return False
    line = columns[begun[0]][0][0]
    beside = (columns[column] for column in range(over[0][-1].first, over[0][-1].last + 1))
    return any(name[0][0] == line - 1 and name[-1][0] == line + 1 for name in beside)


def _names_follow(
    rows: Sequence[SpacedLine], end: int, number: Number, start: int, opening: set[int]
) -> bool:
    """Whether a line holds the beginnings of names under those above it, and the line on which
    these stand side by side is one of the next: names of two lines begin above it."""
    above, right = _parts_above(rows, start, end, number), _end_of(rows, number)
    if not all(_under(segment, above) for segment in rows[end].segments):
        return False
    for at in range(end, min(len(rows), end + _AHEAD + 1)):
        row = rows[at]
        if row.blanks > 1 or at in opening or row.words[0].x0 <= right or is_title(row):
            return False
        if at > end and zones(above, at, row.segments):
            return True
    return False


def _names_begin(
    rows: Sequence[SpacedLine], end: int, number: Number, start: int, opening: set[int]
) -> bool:
    """Whether a line holds names beside those above it, under none of them, and the next one goes
    on with either: names of fewer lines begin lower, in the middle of the header."""
    row, right = rows[end], _end_of(rows, number)
    if row.blanks or row.words[0].x0 <= right or is_title(row):
        return False
    if end + 1 in opening or end + 1 == len(rows):
        return False
    above, below = _parts_above(rows, start, end, number), rows[end + 1]
    free = [segment for segment in row.segments if not _under(segment, above)]
    if not free or not all(map(_may_begin, free)):
        return False
    if not all(segment in free or _goes_on(segment, False) for segment in row.segments):
        return False
    names = [*above, *((end, segment) for segment in free)]
    return (
        below.words[0].x0 > right
        and _only_goes_on(below)
        and all(_under(segment, names) for segment in below.segments)
    )


def _may_begin(segment: Sequence[Word]) -> bool:
    """Whether a text may be the first line of a name: words that begin with a capital."""
    return (
        segment[0].text[0].isupper()
        and len(segment) <= LONGEST
        and parse_label(segment[0].text) is None
    )


def is_title(row: SpacedLine) -> bool:
    """Whether a line is the title of a part of the table, or its beginning: words in capitals,
    where the names above are none; short forms (`NSTW`, `VT1`) are no words."""
    words = [word.text.strip(",;:.") for word in row.words]
    return len(words) > 1 and row.text.isupper() and all(map(is_syllable, words))


def _is_short_form(segment: Sequence[Word]) -> bool:
    """Whether a text is a short form in capitals (`UN` below `Số hiệu`), which ends a name where
    others beside it go on in small letters."""
    return len(segment) == 1 and segment[0].text.isupper() and segment[0].text.isalpha()


def _under(segment: Sequence[Word], above: Sequence[Part]) -> bool:
    """Whether a text stands under a name of the lines above."""
    return any(meet(segment, words) for _, words in above)


def _completes(segment: Sequence[Word], above: SpacedLine) -> bool:
    """Whether a text goes on with the one above it that a hyphen or slash left open."""
    return any(meet(segment, part) and part[-1].text[-1] in OPEN for part in above.segments)


def _dates(segment: Sequence[Word], above: SpacedLine) -> bool:
    """Whether a day goes on with the name above it, which is not that of a column of days."""
    if shape(text_of(segment)) != "date":
        return False
    names = [text_of(name) for name in above.segments if meet(segment, name)]
    return len(names) == 1 and names[0][-1].isalpha() and "date" not in role_of(names[0]).shapes


def _closes(rows: Sequence[SpacedLine], index: int) -> bool:
    """Whether the line below that of the number is the other half of names that stand around it:
    it begins above, and nothing of it is on the line of the number itself."""
    above, row, below = rows[index - 1 : index + 2]
    return below.blanks <= 1 and all(
        any(meet(segment, name) for name in above.segments)
        and not any(meet(segment, name) for name in row.segments)
        for segment in below.segments
    )


def is_legend(row: SpacedLine) -> bool:
    """Whether a line is a row of column numbers (`(1) (2) (3)`, `A B 1 2`), some with how they are
    reckoned, or as a sheet shows what it takes for a negative number (`-7`, `(9)=(8-7)`)."""
    texts = [word.text.strip("()[]") for word in row.words]
    found = [_COLUMN_NUMBER.fullmatch(word.text) for word in row.words]
    counted = all(own and int(own[1]) == place for place, own in enumerate(found, start=1))
    return len(texts) >= _MIN_COLUMNS and (counted or texts[:2] == ["A", "B"])


def _goes_on(segment: Sequence[Word], upper: bool) -> bool:
    """Whether a text goes on with the name above it; of figures a year does."""
    text = text_of(segment)
    if upper:
        return text.isupper() and parse_label(segment[0].text) is None
    if text[0].isdigit():
        return _YEAR.fullmatch(text) is not None
    return not text[0].isupper() or fold(text) in lexicon().names


def columns_of(
    rows: Sequence[SpacedLine],
    start: int,
    end: int,
    number: Number,
    label: Sequence[Part] = (),
) -> tuple[tuple[_Name, ...], tuple[Upper, ...]]:
    """The names of a header: parted at wide gaps and where a known name ends, or at each capital
    if more of them are known so; and those over several columns. `label` stands for the name of the
    number column where no line has one."""
    usual, parted = (
        _names(rows, start, end, number, label, capitals) for capitals in (False, True)
    )
    return parted if _known(parted[0]) > _known(usual[0]) else usual


def zone_names(rows: Sequence[SpacedLine], start: int, end: int) -> list[_Name]:
    """The names of a header of one level without a number column."""
    groups: list[list[Part]] = []
    parts = [(index, part) for index in range(start, end) for part in rows[index].segments]
    for one in sorted(parts, key=lambda part: -_size(part[1])):
        groups = _put(groups, one)
    groups.sort(key=lambda group: min(words[0].x0 for _, words in group))
    return [tuple(sorted(group, key=lambda part: part[0])) for group in groups]


def _text(name: _Name) -> str:
    return " ".join(text_of(words) for _, words in name)


def _known(names: Sequence[_Name]) -> int:
    """How many more of some names are known than are not."""
    titles = map(_text, names[1:])
    return sum(1 if fold(title) in lexicon().names else -1 for title in titles)


def _names(
    rows: Sequence[SpacedLine],
    start: int,
    end: int,
    number: Number,
    label: Sequence[Part],
    capitals: bool,
) -> tuple[tuple[_Name, ...], tuple[Upper, ...]]:
    """The parts of names, put together where one stands under the other; what stands over several
    columns apart."""
    lines = [index for index in range(start, end) if not is_legend(rows[index])]
    named = {x0 for index in lines for x0 in name_starts(rows[index])} if capitals else set()
    printed = [(index, rows[index].words[:count]) for index, count in sorted(number.items())]
    return levels(pieces_of(rows, lines, number, named), label or printed)


def _size(words: Sequence[Word]) -> int:
    return words[-1].x1 - words[0].x0


def _put(groups: list[list[Part]], part: Part) -> list[list[Part]]:
    """The groups with one more part: where it overlaps most, or alone."""
    shared = [(_overlap(group, part), place) for place, group in enumerate(groups)]
    best, place = max(shared, default=(0, -1))
    if best <= 0:
        return [*groups, [part]]
    return [[*group, part] if at == place else group for at, group in enumerate(groups)]


def _overlap(group: Sequence[Part], part: Part) -> int:
    index, words = part
    if any(line == index for line, _ in group):
        return 0
    x0 = min(own[0].x0 for _, own in group)
    x1 = max(own[-1].x1 for _, own in group)
    return min(x1, words[-1].x1) - max(x0, words[0].x0)
