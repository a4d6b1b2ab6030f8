"""Runs of numbers that may be those of the pages of a text layer: they go up by one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.layer.lines.header_starts import MIN_PAGES, headers_again
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.lines.torn_numbers import torn_into_lines
from pipeline.frozen import dataclass
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.page_numbers import named_total, number_in

SHORTEST_PAGE = 6
BEGINS_WITH_NUMBER = re.compile(r"(\d{1,4})[.)]?(?=\s|\Z)")
LAST_NUMBER = re.compile(r"(?:(?P<before>.*\S)\s+)?(?P<number>\d{1,4})\Z")
_RUNS = 40
"""Numbers of which the next one may go on a run, the last ones found."""
HEADER = 12
"""Characters of a line, or two, printed again on each page, as a header is."""
FEW_PAGES = 2
"""Numbers that are those of pages where each stands right above what heads one."""
TALL_PAGE = 30
"""Lines from number to number, as a rule, that are those of pages: of the layouts for learning no
table has rows as tall, and few pages are shorter."""
UNEVEN = 8
"""Times the usual page that the longest one may be, the text behind the last number too: of numbers
that stand more unevenly some count rows."""


@dataclass(frozen=True, slots=True)
class Tops:
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
    def of(cls, pieces: Sequence[LinePiece]) -> Tops:
        """What the lines of a text say of that."""
        printed = Counter(text for at in range(len(pieces)) for text in _heads(pieces, at))
        annexes = {index for index, piece in enumerate(pieces) if is_annex_heading(piece.text)}
        few = {1, len(pieces)} | annexes | headers_again(pieces, FEW_PAGES)
        ends: dict[int, list[int]] = {}
        for index, piece in enumerate(pieces):
            match = LAST_NUMBER.match(piece.text) if piece.text[-1].isdigit() else None
            if match is not None and match["before"] is not None:
                ends.setdefault(int(match["number"]), []).append(index)
        again = annexes | headers_again(pieces)
        return cls(printed, again, few, ends, torn_into_lines(pieces), len(pieces))

    def only_place(self, number: int, total: str, start: int, end: int) -> range | None:
        """The only place between two lines, a page from either, where a number may stand that is
        no line: the one that ends with it, or those it is torn into. None where there is none, or
        several."""
        ends = self.ends.get(number, ()) if not total else ()
        first = bisect_left(ends, start + SHORTEST_PAGE)
        last = bisect_left(ends, end - SHORTEST_PAGE)
        found = [
            lines
            for lines in self.torn.get((number, total), ())
            if start + SHORTEST_PAGE <= lines.start and lines.stop + SHORTEST_PAGE <= end
        ]
        found += [range(at, at + 1) for at in ends[first:last]]
        return found[0] if len(found) == 1 else None

    def last_torn(self, numbers: Sequence[int], number: int, total: str) -> list[range]:
        """The lines that the number behind the last one is torn into: at the end of the text, or
        above what heads a page."""
        found = self.only_place(number, total, numbers[-1], self.count + SHORTEST_PAGE)
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


def rising(
    pieces: Sequence[LinePiece],
    found: Sequence[int],
    tops: Tops,
    rank: Callable[[Run], tuple[int, ...]] | None = None,
) -> Run:
    """The run of numbers that go up by one from piece to piece with most headers or headings of
    annexes right behind them, else one with nothing else behind them, else the longest, else that
    whose numbers stand farthest apart: pages are longer than rows, which may be counted too. One
    between two others may stand behind the last cell of its page, or be torn into lines, where
    there is only one such place. `rank` is what is better instead."""
    rank = rank or Run.rank
    total = named_total(pieces[found[0]].text) if found else ""
    runs: dict[int, list[Run]] = {}
    longest = Run(0, 0, 0, -1, None)
    for index in found:
        number, headed = number_of(pieces[index]), index + 1 in tops.heads
        header = index + 1 in tops.headings or any(
            tops.printed[text] > 1 for text in _heads(pieces, index + 1)
        )
        steps: list[tuple[Run, range | None]]
        steps = [(run, None) for run in runs.get(number - 1, [])[-_RUNS:]]
        steps += [
            (run, place)
            for run in runs.get(number - 2, [])[-_RUNS:]
            if (place := tops.only_place(number - 1, total, run.index, index))
        ]
        ways = [
            Run(
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
        alone = Run(1, int(header), len(pieces), index, None, headed)
        run = max(ways, key=rank, default=alone)
        runs.setdefault(number, []).append(run)
        longest = max(longest, run.if_last(len(pieces)), key=rank)
    return longest


def _heads(pieces: Sequence[LinePiece], index: int) -> list[str]:
    """What may be a header that is printed again, or its beginning: a line, and with the next."""
    texts = [piece.text for piece in pieces[index : index + 2]]
    return [text for text in {*texts[:1], " ".join(texts)} if len(text) >= HEADER]


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers that go up by one: how many, behind how many of them a line stands that is printed
    again, the fewest lines between two of them, where the last one stands, the run before it,
    whether behind each stands what heads a page, and where the number between the last one and the
    one before it stands, if it is no line."""

    length: int
    headers: int
    apart: int
    index: int
    before: Run | None
    only_heads: bool = False
    missing: range | None = None

    def rank(self) -> tuple[int, int, int, int, int]:
        """What a run is better by than another."""
        printed = self.headers if self.headers >= MIN_PAGES else 0
        heads = self.length if self.only_heads and self.length >= FEW_PAGES else 0
        return printed, heads, self.length, self.headers, self.apart

    def if_last(self, end: int) -> Run:
        """The run as one behind which no number follows up to the end of a text: what stands behind
        few of its numbers tells nothing where most of the text is behind the last one."""
        if not self.only_heads or end - self.index <= UNEVEN * self._widest():
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

    def _every(self) -> Iterator[Run]:
        """The runs up to each of its numbers, the longest first."""
        run = self if self.length else None
        while run is not None:
            yield run
            run = run.before


def number_of(piece: LinePiece) -> int:
    """The number that a line holds, 0 for none."""
    return number_in(piece.text)
