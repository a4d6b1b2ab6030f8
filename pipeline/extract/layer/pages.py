"""Where the pages of a text layer begin, as printed page numbers and headers printed again tell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from itertools import pairwise
from statistics import median

from pipeline.extract.layer.lines import SAME_LINE, LinePiece
from pipeline.extract.layer.torn_numbers import (
    torn_into_lines,
    with_digits_together,
    with_lines_together,
)
from pipeline.extract.layer.words import lexicon
from pipeline.frozen import dataclass
from pipeline.writing.cuts import is_cut_amount
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.page_numbers import (
    is_named_number,
    is_page_number,
    named_total,
    number_in,
)

_MIN_PAGES = 3
_TOP = 3
_SHORTEST_PAGE = 6
_LAST_NUMBER = re.compile(r"(?:(?P<before>.*\S)\s+)?(?P<number>\d{1,4})\Z")
_COUNTED = re.compile(r"(\d{1,4})[.)]?(?=\s|\Z)")
_ROWS = 0.7

_HEADS = 2
"""Texts that head the pages of a document, left and right ones: of more that follow numbers again
and again some begin the titles of rows (`Xây dựng kế hoạch`, `Kiểm tra việc`)."""
_RUNS = 40
"""Numbers of which the next one may go on a run, the last ones found."""
_CUT_NAME = 3
"""Characters of the longest piece of a name of numbers that is cut (`S` over `T` over `T`), and the
lines it stands on."""
_HEADER = 12
"""Characters of a line, or two, printed again on each page, as a header is."""
_STOPS = (".", ")")
"""What closes the number of a row, on a line of its own where its column is too narrow for it."""
_FEW_PAGES = 2
"""Numbers that are those of pages where each stands right above what heads one."""
_TALL = 30
"""Lines from number to number, as a rule, of which the first one stands above all tables, that are
those of pages: of the layouts for learning no table has rows as tall, and few pages are shorter."""
_LONGEST_CUT, _NEAR = 4, 60
"""Digits of the number of a row, and lines of the tallest one."""
_UNEVEN = 8
"""Times the usual page that the longest one may be, the text behind the last number too: of numbers
that stand more unevenly some count rows."""


def with_page_numbers(pieces: Sequence[LinePiece]) -> tuple[list[LinePiece], set[int]]:
    """The pieces with the page breaks that page numbers show, and which pieces these are.

    Where pages are marked, a number is one if it stands at an edge of its page and agrees with
    the count of pages, or keeps the same distance from it as most do. Otherwise numbers that go
    up by one from page to page show the pages; the first tells whether they head or end them.
    """
    pages = page_ranges(pieces)
    pieces = with_digits_together(pieces)
    if len(pages) > 1:
        return pieces, _counted(pieces, pages)
    pieces = _parted_numbers(pieces)
    named = [index for index, piece in enumerate(pieces) if is_named_number(piece.text)]
    cut = _cut_numbers(pieces)
    found = [
        index
        for index, piece in enumerate(pieces)
        if is_page_number(piece.text)
        and index not in cut
        and not any(below.text in _STOPS for below in pieces[index + 1 : index + 2])
    ]
    if not named and not found:
        return list(pieces), set()
    if beside := _beside_heads(pieces, named or found):
        return _opened_at(pieces, beside), set(beside)
    tops = _Tops.of(pieces)
    run = _longest(pieces, named, found, tops)
    numbers = run.indexes()
    while (
        numbers
        and is_page_number(pieces[numbers[0]].text)
        and (_are_labels(pieces, numbers) or not _are_pages(pieces, numbers))
    ):
        found = tops.without(found, numbers)
        run = _rising(pieces, found, tops)
        numbers = run.indexes()
    if numbers[-1:] and numbers[-1] - numbers[0] < _SHORTEST_PAGE * len(numbers):
        return list(pieces), set()
    if len(numbers) < (_FEW_PAGES if tops.are_below(numbers) else _MIN_PAGES):
        return list(pieces), set()
    missing = [*run.places(), *tops.last_torn(numbers, *_next(pieces[numbers[-1]]))]
    if torn := [lines for lines in missing if len(lines) > 1]:
        return with_page_numbers(with_lines_together(pieces, torn))
    if missing:
        return with_page_numbers(_with_last_apart(pieces, {lines.start for lines in missing}))
    return _opened_at(pieces, numbers), set(numbers)


def _cut_numbers(pieces: Sequence[LinePiece]) -> set[int]:
    """The lines that are parts of numbers which a narrow column cuts: `1.950.00` over `0`, and
    those of rows that count on (`1` over `9`, further below `2` over `0`); the number of a page and
    that of its first row do not."""
    texts = [piece.text for piece in pieces]
    cut = {at for at in range(1, len(texts)) if is_cut_amount(texts[at - 1], texts[at])}
    halves: list[tuple[int, int]] = [
        (at, int(one + other))
        for at, (one, other) in enumerate(pairwise(texts))
        if one.isdecimal() and other.isdecimal() and len(one + other) <= _LONGEST_CUT
    ]
    for place, (at, number) in enumerate(halves):
        for below, other in halves[place + 1 :]:
            if below - at > _NEAR:
                break
            if other == number + 1:
                cut |= {at, at + 1, below, below + 1}
    return cut


def _longest(
    pieces: Sequence[LinePiece], named: Sequence[int], found: Sequence[int], tops: _Tops
) -> _Run:
    """The run of lines that say themselves that they number pages, all of one number of pages, if
    it reaches over the text; else the better one of that and of numbers alone: months that a narrow
    column cuts from their year (`10/20` over `25`) count on too, but here and there."""
    totals: dict[str, list[int]] = {}
    for index in named:
        totals.setdefault(named_total(pieces[index].text), []).append(index)
    runs = [_rising(pieces, own, tops, _Run.by_length) for own in totals.values()]
    runs = [run for run in runs if run.length >= _MIN_PAGES]
    best = max(runs, key=_Run.by_length, default=None)
    if best is not None and _reach_over(best.indexes(), len(pieces)):
        return best
    return max([_rising(pieces, found, tops), *runs], key=_Run.rank)


def _opened_at(pieces: Sequence[LinePiece], numbers: Sequence[int]) -> list[LinePiece]:
    """The pieces with the page breaks that numbers show: the first tells whether they head pages or
    end them."""
    at_top = numbers[0] <= _TOP
    opening = set(numbers) if at_top else {index + 1 for index in numbers}
    return [
        replace(piece, opens_page=True) if index in opening and index else piece
        for index, piece in enumerate(pieces)
    ]


def _beside_heads(pieces: Sequence[LinePiece], found: Sequence[int]) -> list[int]:
    """Of the lines that may be page numbers those that stand beside a running head, as far as all
    lines of its words do, on one side and counting on: rows may be numbered as high as pages, but
    have not the same words beside each number and nowhere else."""
    numbers, runs = set(found), list[list[int]]()
    printed: dict[str, list[int]] = {}
    for index in sorted({at + side for at in found for side in (-1, 1)} & {*range(len(pieces))}):
        if len(text := pieces[index].single_spaced) >= _HEADER:
            printed.setdefault(text, []).append(index)
    every = Counter(piece.single_spaced for piece in pieces)
    for text, places in printed.items():
        for side in (-1, 1):
            run = [at + side for at in places if at + side in numbers]
            steps = {_number(pieces[b]) - _number(pieces[a]) for a, b in pairwise(run)}
            if _MIN_PAGES <= len(run) == every[text] and steps == {1}:
                runs.append(run)
    run = max(runs, key=len, default=[])
    if not run or not _reach_over(run, len(pieces)):
        return []
    return run if _are_pages(pieces, run) and not _are_labels(pieces, run) else []


def _reach_over(numbers: Sequence[int], pieces: int) -> bool:
    """Whether numbers stand from about a page behind the first piece to about one before the last:
    rows that follow each other and begin alike do not."""
    page = 2 * max(other - one for one, other in pairwise(numbers))
    return numbers[0] <= page and pieces - numbers[-1] <= page


def _parted_numbers(pieces: Sequence[LinePiece]) -> list[LinePiece]:
    """The pieces with the page numbers parted that stand behind the last cell of their page: a
    number ends the line before each header that is printed again, they count on from header to
    header, and some of them have lines of their own."""
    above = [index - 1 for index in sorted(_headers_again(pieces)) if index]
    found: dict[int, re.Match[str]] = {}
    expected = None
    for index in reversed(above):
        text = pieces[index].text
        match = None if is_annex_heading(text) else _LAST_NUMBER.match(text)
        if match is None or expected not in (None, int(match["number"])):
            break
        found[index], expected = match, int(match["number"]) - 1
    own = [at for at, match in found.items() if match["before"] is None]
    if not own or len(found) < _MIN_PAGES or len(found) == len(own):
        return list(pieces)
    return _with_last_apart(pieces, found)


def _with_last_apart(pieces: Sequence[LinePiece], ends: Container[int]) -> list[LinePiece]:
    """The pieces with the numbers parted that some of them end with."""
    parted: list[LinePiece] = []
    for index, piece in enumerate(pieces):
        match = _LAST_NUMBER.match(piece.text) if index in ends else None
        if match is None or match["before"] is None:
            parted.append(piece)
            continue
        parted.append(replace(piece, text=match["before"]))
        parted.append(LinePiece(match["number"], piece.line, SAME_LINE))
    return parted


def page_ranges(pieces: Sequence[LinePiece]) -> list[range]:
    """The positions of the pieces of each page, as far as pages are marked."""
    opening = [0, *(index for index, piece in enumerate(pieces) if piece.opens_page and index)]
    return [range(*ends) for ends in pairwise([*opening, len(pieces)])]


def _counted(pieces: Sequence[LinePiece], pages: Sequence[range]) -> set[int]:
    edges = [
        (number, index)
        for number, page in enumerate(pages, start=1)
        for index in {page[0], page[-1]}
    ]
    return counted_numbers(pieces, edges)


def counted_numbers(pieces: Sequence[LinePiece], edges: Iterable[tuple[int, int]]) -> set[int]:
    """Of the pieces at the edges of pages, given with the count of the page, those that are its
    number: they agree with the count, or keep the same distance from it as most do."""
    found = [
        (_number(pieces[index]) - number, index)
        for number, index in edges
        if is_page_number(pieces[index].text) or is_named_number(pieces[index].text)
    ]
    if not found:
        return set()
    distance, count = Counter(distance for distance, _ in found).most_common(1)[0]
    if count < _MIN_PAGES:
        distance = 0
    return {index for away, index in found if away == distance}


@dataclass(frozen=True, slots=True)
class _Tops:
    """What may stand at the top of a page, below its number: how often each text is printed that
    may be a header, the lines that begin the heading of an annex or a header that is printed on
    several pages, and those that begin what heads a page: one of these, if of few pages, and the
    text itself; the end of it too, where the number of the last page may stand. And where a number
    may stand that is no line: lines that end with one behind other words, and those it is torn
    into, by the number of all pages beside it; how many lines there are."""

    printed: Counter[str]
    headings: Set[int]
    heads: Set[int]
    ends: Mapping[int, Sequence[int]]
    torn: Mapping[tuple[int, str], Sequence[range]]
    count: int

    @classmethod
    def of(cls, pieces: Sequence[LinePiece]) -> _Tops:
        """What the lines of a text say of that."""
        printed = Counter(text for at in range(len(pieces)) for text in _heads(pieces, at))
        annexes = {index for index, piece in enumerate(pieces) if is_annex_heading(piece.text)}
        few = {1, len(pieces)} | annexes | _headers_again(pieces, _FEW_PAGES)
        ends: dict[int, list[int]] = {}
        for index, piece in enumerate(pieces):
            match = _LAST_NUMBER.match(piece.text) if piece.text[-1].isdigit() else None
            if match is not None and match["before"] is not None:
                ends.setdefault(int(match["number"]), []).append(index)
        again = annexes | _headers_again(pieces)
        return cls(printed, again, few, ends, torn_into_lines(pieces), len(pieces))

    def only_place(self, number: int, total: str, start: int, end: int) -> range | None:
        """The only place between two lines, a page from either, where a number may stand that is
        no line: the one that ends with it, or those it is torn into. None where there is none, or
        several."""
        ends = self.ends.get(number, ()) if not total else ()
        first = bisect_left(ends, start + _SHORTEST_PAGE)
        last = bisect_left(ends, end - _SHORTEST_PAGE)
        found = [
            lines
            for lines in self.torn.get((number, total), ())
            if start + _SHORTEST_PAGE <= lines.start and lines.stop + _SHORTEST_PAGE <= end
        ]
        found += [range(at, at + 1) for at in ends[first:last]]
        return found[0] if len(found) == 1 else None

    def last_torn(self, numbers: Sequence[int], number: int, total: str) -> list[range]:
        """The lines that the number behind the last one is torn into: at the end of the text, or
        above what heads a page."""
        found = self.only_place(number, total, numbers[-1], self.count + _SHORTEST_PAGE)
        if found is None or len(found) == 1:
            return []
        return [found] if found.stop in self.heads else []

    def without(self, found: Sequence[int], labels: Sequence[int]) -> list[int]:
        """The lines that may be page numbers without those of a run that are labels of rows; one
        of these that stands right above the heading of an annex or a header is a page's all the
        same, which the numbers of the rows count on from."""
        rows = [index for index in labels if index + 1 not in self.headings] or labels
        return [index for index in found if index not in rows]

    def are_below(self, numbers: Sequence[int]) -> bool:
        """Whether behind each of some numbers stands what heads a page."""
        return bool(numbers) and all(index + 1 in self.heads for index in numbers)


def _rising(
    pieces: Sequence[LinePiece],
    found: Sequence[int],
    tops: _Tops,
    rank: Callable[[_Run], tuple[int, ...]] | None = None,
) -> _Run:
    """The run of numbers that go up by one from piece to piece with most headers or headings of
    annexes right behind them, else one with nothing else behind them, else the longest, else that
    whose numbers stand farthest apart: pages are longer than rows, which may be counted too. One
    between two others may stand behind the last cell of its page, or be torn into lines, where
    there is only one such place. `rank` is what is better instead."""
    rank = rank or _Run.rank
    total = named_total(pieces[found[0]].text) if found else ""
    runs: dict[int, list[_Run]] = {}
    longest = _Run(0, 0, 0, -1, None)
    for index in found:
        number, headed = _number(pieces[index]), index + 1 in tops.heads
        header = index + 1 in tops.headings or any(
            tops.printed[text] > 1 for text in _heads(pieces, index + 1)
        )
        steps: list[tuple[_Run, range | None]]
        steps = [(run, None) for run in runs.get(number - 1, [])[-_RUNS:]]
        steps += [
            (run, place)
            for run in runs.get(number - 2, [])[-_RUNS:]
            if (place := tops.only_place(number - 1, total, run.index, index))
        ]
        ways = [
            _Run(
                run.length + 1,
                run.headers + header,
                min(run.apart, index - run.index),
                index,
                run,
                run.only_heads and headed,
                place,
            )
            for run, place in steps
        ]
        alone = _Run(1, int(header), len(pieces), index, None, headed)
        run = max(ways, key=rank, default=alone)
        runs.setdefault(number, []).append(run)
        longest = max(longest, run.if_last(len(pieces)), key=rank)
    return longest


def _heads(pieces: Sequence[LinePiece], index: int) -> list[str]:
    """What may be a header that is printed again, or its beginning: a line, and with the next."""
    texts = [piece.text for piece in pieces[index : index + 2]]
    return [text for text in {*texts[:1], " ".join(texts)} if len(text) >= _HEADER]


@dataclass(frozen=True, slots=True)
class _Run:
    """Numbers that go up by one: how many, behind how many of them a line stands that is printed
    again, the fewest lines between two of them, where the last one stands, the run before it,
    whether behind each stands what heads a page, and where the number between the last one and the
    one before it stands, if it is no line."""

    length: int
    headers: int
    apart: int
    index: int
    before: _Run | None
    only_heads: bool = False
    missing: range | None = None

    def rank(self) -> tuple[int, int, int, int, int]:
        """What a run is better by than another."""
        printed = self.headers if self.headers >= _MIN_PAGES else 0
        heads = self.length if self.only_heads and self.length >= _FEW_PAGES else 0
        return printed, heads, self.length, self.headers, self.apart

    def if_last(self, end: int) -> _Run:
        """The run as one behind which no number follows up to the end of a text: what stands behind
        few of its numbers tells nothing where most of the text is behind the last one."""
        if not self.only_heads or end - self.index <= _UNEVEN * self._widest():
            return self
        return replace(self, only_heads=False)

    def _widest(self) -> int:
        """The most lines between two of its numbers, or before its only one."""
        return max(one - other for other, one in pairwise([0, *self.indexes()]))

    def by_length(self) -> tuple[int, ...]:
        """The same of numbers that say themselves that they are those of pages: the longer run is
        better, for no rows are among them."""
        return self.length, *self.rank()

    def indexes(self) -> list[int]:
        """Where all its numbers stand, in order."""
        return [run.index for run in self._every()][::-1]

    def places(self) -> list[range]:
        """Where the numbers stand that are missing between its own."""
        return [run.missing for run in self._every() if run.missing]

    def _every(self) -> Iterator[_Run]:
        """The runs up to each of its numbers, the longest first."""
        run = self if self.length else None
        while run is not None:
            yield run
            run = run.before


def _are_labels(pieces: Sequence[LinePiece], numbers: Sequence[int]) -> bool:
    """Whether numbers on lines of their own number the rows of a table, not the pages.

    Rows are counted once, or anew under each heading, one number right after the other: a page has
    the number of a row besides. And a row begins with a capital letter; the first line of a page
    goes on as often as not, or is a header printed again, or one of two. No row is numbered above
    the header of the first table, and few are as tall as pages.
    """
    if _stand_as_pages(pieces, numbers):
        return False
    begun = [
        (at, int(match[1]))
        for at, piece in enumerate(pieces)
        if (match := _COUNTED.match(piece.text))
    ]
    counted = Counter(number for _, number in begun)
    twice = sum(counted[_number(pieces[index])] > 1 for index in numbers)
    if 2 * twice > len(numbers) and not _count_on(numbers, [at for at, _ in begun]):
        return False
    following = [pieces[index + 1].single_spaced for index in numbers if index + 1 < len(pieces)]
    heads = Counter(following).most_common(_HEADS)
    if sum(often for _, often in heads if often > 1) > _ROWS * len(numbers):
        return False
    capital = sum(text[0].isupper() or text[0] in ".)" for text in following)
    return capital > _ROWS * len(numbers)


def _stand_as_pages(pieces: Sequence[LinePiece], numbers: Sequence[int]) -> bool:
    """Whether numbers stand as far apart as those of pages, the first one above all tables."""
    apart = [other - one for one, other in pairwise(numbers)]
    return bool(apart) and median(apart) >= _TALL and numbers[0] < _first_header(pieces)


def _first_header(pieces: Sequence[LinePiece]) -> int:
    """The line that begins the first header, 0 where none does."""
    return next((at for at in range(len(pieces)) if _begins_header(pieces, at)), 0)


def _count_on(numbers: Sequence[int], begun: Sequence[int]) -> bool:
    """Whether between most numbers and the next one no line begins with a number (`begun`)."""
    places = [bisect_left(begun, index) for index in numbers]
    return 2 * sum(other == one + 1 for one, other in pairwise(places)) > len(numbers)


def _are_pages(pieces: Sequence[LinePiece], numbers: Sequence[int]) -> bool:
    """Whether numbers stand as those of pages do: about as far apart, and where headers are printed
    again between them, one of them beside a number, if the first number does not stand above all:
    several tables of a document may begin alike."""
    ends = [*numbers, len(pieces)]
    apart = [other - one for one, other in pairwise(ends)]
    if max(apart) > _UNEVEN * median(apart[:-1] or apart):
        return False
    if _stand_as_pages(pieces, numbers):
        return True
    headers = _headers_again(pieces)
    between = any(numbers[0] < index < numbers[-1] for index in headers)
    return not between or any(index + 1 in headers for index in numbers)


def _headers_again(pieces: Sequence[LinePiece], least: int = _MIN_PAGES) -> set[int]:
    """The lines that begin a header which is printed on several pages: that of the name of the
    numbers, or the one above it where that is printed again as well (names over several columns).
    """
    found = [index for index in range(len(pieces)) if _begins_header(pieces, index)]
    times = Counter(pieces[index].single_spaced for index in found)
    again = [index for index in found if times[pieces[index].single_spaced] >= least]
    above = Counter(pieces[index - 1].single_spaced for index in again if index)
    return {
        index - 1 if index and above[pieces[index - 1].single_spaced] >= least else index
        for index in again
    }


def _begins_header(pieces: Sequence[LinePiece], index: int) -> bool:
    """Whether a line begins with the name of a column of numbers, which a narrow one cuts: `ST`
    over `T`."""
    text = pieces[index].text
    if begins_header(text):
        return True
    if len(text) > _CUT_NAME or text != text.upper():
        return False
    below = [piece.text for piece in pieces[index + 1 : index + _CUT_NAME]]
    return any(begins_header(text + "".join(below[:count])) for count in range(1, len(below) + 1))


def begins_header(text: str) -> bool:
    """Whether a line begins with the name of a column of numbers."""
    if text.split(None, 1)[0] not in _first_words():
        return False
    words = tuple(text.split())
    return any(words[: len(name)] == name for name in lexicon().numbers)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name[0] for name in lexicon().numbers)


def _next(piece: LinePiece) -> tuple[int, str]:
    """The number behind that of a line, and that of all pages which the line names."""
    return _number(piece) + 1, named_total(piece.text)


def _number(piece: LinePiece) -> int:
    return number_in(piece.text)
