"""Headers of tables whose number column has no name: names side by side, above lines that count.

A sheet that is numbered by hand leaves the head of its first column blank (`Số hiệu | Tên` over
`1 | 0004 | …`). What tells the table is the count: lines that begin with 1, 2, 3 below each other
and have cells beside these, and names above, none of which stands over the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from pipeline.extract.spaced.lines.words import WIDE, SpacedLine, Word, meet
from pipeline.extract.spaced.names.agreed import lines_of, read_as
from pipeline.extract.spaced.names.fields import PAGE, Field, fields_below, named_apart
from pipeline.extract.spaced.names.header import HeaderLines, columns_of, is_remark, is_title
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.labels import parse_label

_COUNT = 3
"""Numbers in a row that show a count: a sentence of two points has fewer."""
_LOOK = 40
"""Lines from the first number on in which these stand."""
_FEWEST = 3
"""Columns of a table, and cells of each line that counts, the number among them."""
_FEWEST_CELLS = 5
"""Lines with cells on a page, none of which has a number: the end of a row has fewer."""
_ABOVE = 10
"""Lines of a header: names of a dozen words in narrow columns take as many."""
_BLANK = 1
"""Blank lines in a header, and between it and the first row, at most."""
_NARROW = 40
"""Characters of a line that is one text and belongs to a header: a longer one is prose, unless it
stands aside: names one blank apart."""
_ASIDE = 0.25
"""Share of the width of a table by which the middle of such a line is off its middle: titles of
tables stand there."""
_NAME = "TT"
"""What stands for the name of the column until its grid is made."""


def nameless_headers(
    rows: Sequence[SpacedLine], opening: set[int], taken: Set[int]
) -> list[HeaderLines]:
    """The headers above number columns without a name, in order, also where they are printed again
    on a later page; `taken` are the lines of other headers, of notes and of page numbers."""
    found: list[HeaderLines] = []
    taken = set(taken)
    for index in range(len(rows)):
        if index in taken:
            continue
        begins = _value(rows[index].words[0]) == 1
        if not begins and not (found and opening & set(range(index - _ABOVE, index))):
            continue
        numbers = _counted(rows, index, taken)
        header = _read(rows, index, numbers, opening, taken) if numbers else None
        if header is not None and not begins and not _takes_out(header, found, opening):
            header = None
        if header is not None:
            own = [header, *_again(rows, header, opening, taken)]
            taken.update(at for one in own for at in range(one.start, one.end))
            found += own
    return sorted(found, key=lambda header: header.start)


def _takes_out(header: HeaderLines, found: Sequence[HeaderLines], opening: set[int]) -> bool:
    """Whether a header begins a page and has most of the names of one before it: sheets of a book
    that take rows out of the first one keep their numbers, and may have another column."""
    names = {name for name in header.titles if name}
    return header.start in opening and any(
        2 * len(names & {*before.titles}) > len(names) for before in found
    )


def counted_until(
    rows: Sequence[SpacedLine], opening: Sequence[int], header: HeaderLines, end: int
) -> int:
    """Where a table whose numbers have no name ends at the latest: before the first page with cells
    on which its count does not go on. Another sheet of its book begins there: no name would say."""
    left = header.columns[1][0][1][0].x0
    last = 0
    edges = [header.end, *(at for at in opening if header.end < at < end), end]
    for start, stop in pairwise(edges):
        cells = [row.words for row in rows[start:stop] if len(row.segments) > 1]
        found = [v for words in cells if words[0].x0 < left and (v := _value(words[0])) is not None]
        ends = found[0] <= last and found[0] > 1 if found else len(cells) >= _FEWEST_CELLS
        if ends:
            return start
        last = found[-1] if found else last
    return end


def _counted(rows: Sequence[SpacedLine], index: int, taken: Set[int]) -> list[Word]:
    """The first numbers of a count that begins with a line, each apart from the cells beside it;
    none if there is none."""
    numbers: list[Word] = []
    first_value = _value(rows[index].words[0])
    for at in range(index, min(len(rows), index + _LOOK)):
        if at in taken:
            break
        row = rows[at]
        first = row.words[0]
        if (
            first_value is None
            or _value(first) != len(numbers) + first_value
            or len(row.segments[0]) > 1
        ):
            if not numbers or row.words[0].x0 < numbers[0].x0 - WIDE:
                break
            continue
        if len(row.segments) < _FEWEST or not all(abs(first.x1 - n.x1) <= WIDE for n in numbers):
            break
        numbers.append(first)
        if len(numbers) == _COUNT:
            return numbers
    return []


def _value(word: Word) -> int | None:
    """The number a word is, if it may be that of a row."""
    text = word.text.strip("().")
    return int(text) if text.isdecimal() and parse_label(word.text) is not None else None


def _read(
    rows: Sequence[SpacedLine],
    end: int,
    numbers: Sequence[Word],
    opening: set[int],
    taken: Set[int],
) -> HeaderLines | None:
    """The header that ends above the line of the first number, if names stand there."""
    right = max(word.x1 for word in numbers)
    if (
        not end
        or end in opening
        or end - 1 in taken
        or not _may_head(rows[end - 1], rows[end], right)
    ):
        return None
    fields = fields_below(rows, end, min(len(rows), end + PAGE), opening)
    reach = numbers[0].x0, max(row.words[-1].x1 for row in rows[end : end + _COUNT])
    start = end
    while start > max(0, end - _ABOVE) and start not in opening | taken:
        if start - 1 in taken or not _is_of_names(
            rows[start - 1], rows[start], right, fields, reach
        ):
            break
        start -= 1
    while start < end and not _heads(rows, start, end, fields):
        start += 1
    if start == end:
        return None
    place = Word(min(word.x0 for word in numbers), right, _NAME)
    header = _named(rows, start, end, place)
    return None if header is None else named_apart(header, fields)


def _is_of_names(
    row: SpacedLine,
    below: SpacedLine,
    right: int,
    fields: Sequence[Field],
    reach: tuple[int, int],
) -> bool:
    """Whether a line may belong to a header: it leaves the number column blank, which ends at
    `right`, and is the names of several columns or a line of one; no title over the table, which
    begins and ends at `reach`."""
    if not _may_head(row, below, right):
        return False
    if is_annex_heading(row.text) or is_remark(row):
        return False
    if len(row.segments) > 1:
        return True
    x0, x1 = row.words[0].x0, row.words[-1].x1
    off = abs(x0 + x1 - reach[0] - reach[1]) / 2
    if x1 - x0 >= _NARROW and off < _ASIDE * (reach[1] - reach[0]):
        return False
    return not (is_title(row) and _over(row, fields) != 1)


def _may_head(row: SpacedLine, below: SpacedLine, right: int) -> bool:
    """Whether a line stands right above another one and leaves the number column blank."""
    return below.blanks <= _BLANK and row.words[0].x0 >= right


def _heads(rows: Sequence[SpacedLine], start: int, end: int, fields: Sequence[Field]) -> bool:
    """Whether the first line of a header is one: of several names, of one column, or one text over
    names that stand apart below it."""
    row = rows[start]
    if len(row.segments) > 1 or _over(row, fields) == 1:
        return True
    return any(
        sum(meet(own, row.words) for own in rows[at].segments) > 1 for at in range(start + 1, end)
    )


def _over(row: SpacedLine, fields: Sequence[Field]) -> int:
    """Over how many fields a line stands."""
    x0, x1 = row.words[0].x0, row.words[-1].x1
    return sum(x0 < field[1] and field[0] < x1 for field in fields)


def _named(rows: Sequence[SpacedLine], start: int, end: int, place: Word) -> HeaderLines | None:
    """The header of some lines, whose number column is at a place; none if it names too few."""
    label = [((start + end - 1) // 2, (place,))]
    columns, upper = columns_of(rows, start, end, {}, label)
    if len(columns) < _FEWEST or columns[0] != tuple(label):
        return None
    if not all(name[0][1][0].text[0].isupper() for name in columns):
        return None  # values of a row, or names whose beginnings stand elsewhere
    return HeaderLines(start, end, columns, upper, named=False)


def _again(
    rows: Sequence[SpacedLine], header: HeaderLines, opening: set[int], taken: Set[int]
) -> Iterator[HeaderLines]:
    """A header where its lines of words begin a later page."""
    texts = lines_of(rows, header)
    for start in sorted(opening):
        end = start + len(texts)
        if start < header.end or end >= len(rows) or taken & set(range(start, end)):
            continue
        if tuple(row.text for row in rows[start:end]) == texts:
            yield read_as(rows, header, start)
