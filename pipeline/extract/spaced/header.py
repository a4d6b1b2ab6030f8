"""The header of a table in spaced text: its columns by what stands above what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.layer.headers import split_names
from pipeline.extract.layer.words import lexicon, role_of, shape
from pipeline.extract.spaced.words import SpacedLine, Word, text_of
from pipeline.writing.labels import parse_label
from pipeline.writing.letters import fold

_ABOVE, _BELOW = 4, 8
"""Lines a header may have above and below the name of the number column."""
_MIN_COLUMNS = 3
_ABBREVIATION = 4


_YEAR = re.compile(r"(?:19|20)\d{2}(?:[-–](?:19|20)\d{2})?")
_NARROW = 40
"""Characters of a line that a header cell has: a longer one is prose."""


_Name = tuple[tuple[int, tuple[Word, ...]], ...]
"""The words of a name, as (index of the line, words)."""


@dataclass(frozen=True, slots=True)
class HeaderLines:
    """A header: lines `start` up to `end` of the text, and per column its words by line, as
    (index of the line, words)."""

    start: int
    end: int
    columns: tuple[_Name, ...]

    @property
    def number(self) -> tuple[Word, ...]:
        """The words that name the number column."""
        return self.columns[0][0][1]

    @property
    def titles(self) -> tuple[str, ...]:
        """The columns' names as one text each."""
        return tuple(" ".join(text_of(words) for _, words in name) for name in self.columns)

    def same_as(self, other: HeaderLines) -> bool:
        """Whether both name the same columns."""
        return [fold(title) for title in self.titles] == [fold(title) for title in other.titles]


def find_headers(rows: Sequence[SpacedLine], opening: set[int]) -> list[HeaderLines]:
    """The headers of a text, in order. `opening` are the lines that begin a page."""
    headers: list[HeaderLines] = []
    for index in range(len(rows)):
        if headers and index < headers[-1].end:
            continue
        skip = _number_header(rows, index)
        if not skip:
            continue
        header = _again(rows, index, headers) or _read(rows, index, skip, opening)
        if header is not None:
            headers.append(header)
    return headers


def _number_header(rows: Sequence[SpacedLine], index: int) -> int:
    """How many words at the start of a line name the number column; the second word of the name
    may stand below the first (`Số` over `TT`)."""
    words = _plain(rows[index].words[:3])
    for name in lexicon().numbers:
        if words[: len(name)] == tuple(part.strip(".") for part in name):
            return len(name)
    below = rows[index + 1].words[:1] if index + 1 < len(rows) else ()
    return 1 if _completes(rows[index].words[:1], below) else 0


def _plain(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.text.strip(".") for word in words)


def _completes(number: Sequence[Word], below: Sequence[Word]) -> bool:
    """Whether a word goes on with the name of the number column above it."""
    named = (*_plain(number), *_plain(below))
    return bool(below) and named in lexicon().numbers and _meet(number, below)


def _again(
    rows: Sequence[SpacedLine], index: int, headers: Sequence[HeaderLines]
) -> HeaderLines | None:
    """A header printed before, printed again: the same lines of words."""
    for known in headers[::-1]:
        height = known.end - known.start
        for start in range(index - height + 1, index + 1):
            lines = rows[max(0, start) : start + height]
            if [row.text for row in lines] == [row.text for row in rows[known.start : known.end]]:
                columns = _columns(
                    rows, start, start + height, rows[index].words[: len(known.number)]
                )
                if len(columns) == len(known.columns):
                    return HeaderLines(start, start + height, columns)
    return None


def _read(
    rows: Sequence[SpacedLine], index: int, skip: int, opening: set[int]
) -> HeaderLines | None:
    number = rows[index].words[:skip]
    start, end = index, index + 1
    while start > max(0, index - _ABOVE) and start not in opening and _above(rows, start, number):
        start -= 1
    while start < index and rows[start].words[0].text[0].islower():
        start += 1  # names begin with capitals: it is the end of what stands above
    if start < index and end < len(rows) and end not in opening and _closes(rows, index):
        end += 1
    while end < min(len(rows), index + _BELOW) and end not in opening and _below(rows, end, number):
        end += 1
    columns = _columns(rows, start, end, number)
    if len(columns) < _MIN_COLUMNS:
        return None
    return HeaderLines(start, end, columns)


def _above(rows: Sequence[SpacedLine], start: int, number: Sequence[Word]) -> bool:
    """Whether the line above belongs to a header: names beside the number column, in its case."""
    row, below = rows[start - 1], rows[start]
    if below.blanks or row.words[0].x0 <= number[-1].x1:
        return False
    if len(row.segments) > 1:
        return True
    names = text_of(below.words[len(number) :]) if below.words[:1] == number[:1] else below.text
    return row.text.isupper() == names.isupper() and _inside_one(row, below)


def _inside_one(row: SpacedLine, other: SpacedLine) -> bool:
    """Whether a line stands over or under one segment of another."""
    x0, x1 = row.words[0].x0, row.words[-1].x1
    met = [s for s in other.segments if s[0].x0 < x1 and x0 < s[-1].x1]
    return len(met) <= 1 and x1 - x0 < _NARROW


def _below(rows: Sequence[SpacedLine], end: int, number: Sequence[Word]) -> bool:
    """Whether a line goes on with the header above it: no label, and parts of names."""
    row = rows[end]
    if row.blanks > 1:
        return False
    first = row.words[0]
    if _is_legend(row):
        return True
    if _completes(number, row.words[:1]):
        row = replace(row, words=row.words[1:])
    elif first.x0 < number[-1].x1 + 1:
        return False
    upper = text_of(rows[end - 1].words).isupper()
    return all(
        _goes_on(segment, upper) or _dates(segment, rows[end - 1]) for segment in row.segments
    )


def _dates(segment: Sequence[Word], above: SpacedLine) -> bool:
    """Whether a day goes on with the name above it, which is not that of a column of days."""
    if shape(text_of(segment)) != "date":
        return False
    names = [text_of(name) for name in above.segments if _meet(segment, name)]
    return len(names) == 1 and names[0][-1].isalpha() and "date" not in role_of(names[0]).shapes


def _closes(rows: Sequence[SpacedLine], index: int) -> bool:
    """Whether the line below that of the number is the other half of names that stand around it:
    it begins above, and nothing of it is on the line of the number itself."""
    above, row, below = rows[index - 1 : index + 2]
    return below.blanks <= 1 and all(
        any(_meet(segment, name) for name in above.segments)
        and not any(_meet(segment, name) for name in row.segments)
        for segment in below.segments
    )


def _meet(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether two texts stand one over the other."""
    return one[0].x0 < other[-1].x1 and other[0].x0 < one[-1].x1


def _is_legend(row: SpacedLine) -> bool:
    """Whether a line is a row of column numbers (`(1) (2) (3)`, `A B 1 2`)."""
    texts = [word.text.strip("()[]") for word in row.words]
    counted = [str(number) for number in range(1, len(texts) + 1)]
    return len(texts) >= _MIN_COLUMNS and (texts == counted or texts[:2] == ["A", "B"])


def _goes_on(segment: Sequence[Word], upper: bool) -> bool:
    """Whether a text goes on with the name above it; of figures a year does."""
    text = text_of(segment)
    if upper:
        return text.isupper() and parse_label(segment[0].text) is None
    if text[0].isdigit():
        return _YEAR.fullmatch(text) is not None
    return not text[0].isupper() or fold(text) in lexicon().names


def _columns(
    rows: Sequence[SpacedLine], start: int, end: int, number: Sequence[Word]
) -> tuple[_Name, ...]:
    """The names of a header: parted at wide gaps and where a known name ends, or at each capital
    if more of them are known so."""
    usual, apart = (_names(rows, start, end, number, capitals) for capitals in (False, True))
    return apart if _known(apart) > _known(usual) else usual


def _known(names: Sequence[_Name]) -> int:
    """How many more of some names are known than are not."""
    titles = [" ".join(text_of(words) for _, words in name) for name in names[1:]]
    return sum(1 if fold(title) in lexicon().names else -1 for title in titles)


def _names(
    rows: Sequence[SpacedLine], start: int, end: int, number: Sequence[Word], capitals: bool
) -> tuple[_Name, ...]:
    """The parts of names, put together where one stands under the other."""
    lines = [index for index in range(start, end) if not _is_legend(rows[index])]
    named = {x0 for index in lines for x0 in _name_starts(rows[index])} if capitals else set()
    parts = [(index, part) for index in lines for part in _parts(rows[index], number, named)]
    groups: list[list[tuple[int, tuple[Word, ...]]]] = []
    first = next(index for index, part in parts if part == tuple(number))
    for part in sorted(parts, key=lambda part: (part[0] != first, -_size(part[1]))):
        groups = _put(groups, part)
    groups.sort(key=lambda group: min(words[0].x0 for _, words in group))
    return tuple(tuple(sorted(group, key=lambda part: part[0])) for group in groups)


def _size(words: Sequence[Word]) -> int:
    return words[-1].x1 - words[0].x0


def _put(
    groups: list[list[tuple[int, tuple[Word, ...]]]], part: tuple[int, tuple[Word, ...]]
) -> list[list[tuple[int, tuple[Word, ...]]]]:
    """The groups with one more part: where it overlaps most, or alone."""
    shared = [(_overlap(group, part), place) for place, group in enumerate(groups)]
    best, place = max(shared, default=(0, -1))
    if best <= 0:
        return [*groups, [part]]
    return [[*group, part] if at == place else group for at, group in enumerate(groups)]


def _overlap(
    group: Sequence[tuple[int, tuple[Word, ...]]], part: tuple[int, tuple[Word, ...]]
) -> int:
    index, words = part
    if any(line == index for line, _ in group):
        return 0
    x0 = min(own[0].x0 for _, own in group)
    x1 = max(own[-1].x1 for _, own in group)
    return min(x1, words[-1].x1) - max(x0, words[0].x0)


def _parts(row: SpacedLine, number: Sequence[Word], named: set[int]) -> Iterator[tuple[Word, ...]]:
    """The names and parts of names on a line of a header; parted where names begin on any of its
    lines (`named`), or without that where they are known."""
    words = row.words
    if tuple(words[: len(number)]) == tuple(number):
        yield tuple(number)
        row = replace(row, words=words[len(number) :])
    elif _completes(number, words[:1]):
        yield words[:1]
        row = replace(row, words=words[1:])
    for segment in row.segments:
        begin = 0
        for place in _begins(segment, named):
            yield segment[begin:place]
            begin = place
        yield segment[begin:]


def _begins(segment: Sequence[Word], named: set[int]) -> Iterator[int]:
    """The words of a segment behind the first that begin another name, or a line of one."""
    if named:
        yield from (place for place, word in enumerate(segment) if place and word.x0 in named)
        return
    for name in split_names([(place, word.text) for place, word in enumerate(segment)])[1:]:
        place, text = name[0]
        if text[0].isupper():
            yield place


def _name_starts(row: SpacedLine) -> Iterator[int]:
    """Where the names on a line begin, as far as capitals show it."""
    yield from (word.x0 for word in row.words if _is_name(word.text))


def _is_name(word: str) -> bool:
    """Whether a word may begin a name by its letters: a capital and small ones."""
    return word[0].isupper() and not word.isupper()
