"""Where the pages of a text layer begin, as printed page numbers and headers printed again tell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.extract.layer.lines.header_starts import MIN_PAGES, first_header, headers_again
from pipeline.extract.layer.lines.lines import SAME_LINE, LinePiece
from pipeline.extract.layer.lines.number_runs import (
    BEGINS_WITH_NUMBER,
    FEW_PAGES,
    HEADER,
    LAST_NUMBER,
    SHORTEST_PAGE,
    TALL_PAGE,
    UNEVEN,
    Run,
    Tops,
    number_of,
    rising,
)
from pipeline.extract.layer.lines.numbered_heads import with_heads_apart
from pipeline.extract.layer.lines.torn_numbers import (
    with_digits_together,
    with_lines_together,
)
from pipeline.writing.cuts import is_cut_amount
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.page_numbers import (
    is_named_number,
    is_page_number,
    named_total,
)

_TOP = 3
_ROWS = 0.7

_HEADS = 2
"""Texts that head the pages of a document, left and right ones: of more that follow numbers again
and again some begin the titles of rows (`Xây dựng kế hoạch`, `Kiểm tra việc`)."""
_STOPS = (".", ")")
"""What closes the number of a row, on a line of its own where its column is too narrow for it."""
_LONGEST_CUT, _NEAR = 4, 60
"""Digits of the number of a row, and lines of the tallest one."""


def with_page_numbers(pieces: Sequence[LinePiece]) -> tuple[list[LinePiece], set[int]]:
    """The pieces with the page breaks that page numbers show, and which pieces these are.

    Where pages are marked, a number is one if it stands at an edge of its page and agrees with
    the count of pages, or keeps the same distance from it as most do. Otherwise numbers that go
    up by one from page to page show the pages; the first tells whether they head or end them.
    """
    closed = with_digits_together(pieces)
    torn = {
        (own.line, own.text): piece.text
        for piece, own in zip(pieces, closed, strict=True)
        if own.text != piece.text
    }
    found, numbers = _with_whole_numbers(closed)
    # What counts no page is as it was: two figures may stand on a line (`1 0`).
    apart = [
        replace(piece, text=torn[key])
        if at not in numbers and (key := (piece.line, piece.text)) in torn
        else piece
        for at, piece in enumerate(found)
    ]
    return apart, numbers


def _with_whole_numbers(pieces: Sequence[LinePiece]) -> tuple[list[LinePiece], set[int]]:
    """The same of numbers with no blanks between their digits."""
    pages = page_ranges(pieces)
    if len(pages) > 1:
        return list(pieces), _counted(pieces, pages)
    headed, beside = with_heads_apart(pieces, _TOP)
    if beside and (beside := _beside_heads(headed, beside)):
        return _opened_at(headed, beside), set(beside)
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
    tops = Tops.of(pieces)
    run = _longest(pieces, named, found, tops)
    numbers = run.indexes()
    while (
        numbers
        and is_page_number(pieces[numbers[0]].text)
        and (_are_labels(pieces, numbers) or not _are_pages(pieces, numbers))
    ):
        found = tops.without(found, numbers)
        run = rising(pieces, found, tops)
        numbers = run.indexes()
    if numbers[-1:] and numbers[-1] - numbers[0] < SHORTEST_PAGE * len(numbers):
        return list(pieces), set()
    if len(numbers) < (FEW_PAGES if tops.are_below(numbers) else MIN_PAGES):
        return list(pieces), set()
    missing = [*run.places(), *tops.last_torn(numbers, *_next(pieces[numbers[-1]]))]
    if torn := [lines for lines in missing if len(lines) > 1]:
        return _with_whole_numbers(with_lines_together(pieces, torn))
    if missing:
        return _with_whole_numbers(_with_last_apart(pieces, {lines.start for lines in missing}))
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
    pieces: Sequence[LinePiece], named: Sequence[int], found: Sequence[int], tops: Tops
) -> Run:
    """The run of lines that say themselves that they number pages, all of one number of pages, if
    it reaches over the text; else the better one of that and of numbers alone: months that a narrow
    column cuts from their year (`10/20` over `25`) count on too, but here and there."""
    totals: dict[str, list[int]] = {}
    for index in named:
        totals.setdefault(named_total(pieces[index].text), []).append(index)
    runs = [rising(pieces, own, tops, Run.by_length) for own in totals.values()]
    runs = [run for run in runs if run.length >= MIN_PAGES]
    best = max(runs, key=Run.by_length, default=None)
    if best is not None and _reach_over(best.indexes(), len(pieces)):
        return best
    return max([rising(pieces, found, tops), *runs], key=Run.rank)


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
        if len(text := pieces[index].single_spaced) >= HEADER:
            printed.setdefault(text, []).append(index)
    every = Counter(piece.single_spaced for piece in pieces)
    for text, places in printed.items():
        for side in (-1, 1):
            run = [at + side for at in places if at + side in numbers]
            steps = {number_of(pieces[b]) - number_of(pieces[a]) for a, b in pairwise(run)}
            if MIN_PAGES <= len(run) == every[text] and steps == {1}:
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
    above = [index - 1 for index in sorted(headers_again(pieces)) if index]
    found: dict[int, re.Match[str]] = {}
    expected = None
    for index in reversed(above):
        text = pieces[index].text
        match = None if is_annex_heading(text) else LAST_NUMBER.match(text)
        if match is None or expected not in (None, int(match["number"])):
            break
        found[index], expected = match, int(match["number"]) - 1
    own = [at for at, match in found.items() if match["before"] is None]
    if not own or len(found) < MIN_PAGES or len(found) == len(own):
        return list(pieces)
    return _with_last_apart(pieces, found)


def _with_last_apart(pieces: Sequence[LinePiece], ends: Container[int]) -> list[LinePiece]:
    """The pieces with the numbers parted that some of them end with."""
    parted: list[LinePiece] = []
    for index, piece in enumerate(pieces):
        match = LAST_NUMBER.match(piece.text) if index in ends else None
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
        (number_of(pieces[index]) - number, index)
        for number, index in edges
        if is_page_number(pieces[index].text) or is_named_number(pieces[index].text)
    ]
    if not found:
        return set()
    distance, count = Counter(distance for distance, _ in found).most_common(1)[0]
    if count < MIN_PAGES:
        distance = 0
    return {index for away, index in found if away == distance}


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
        if (match := BEGINS_WITH_NUMBER.match(piece.text))
    ]
    counted = Counter(number for _, number in begun)
    twice = sum(counted[number_of(pieces[index])] > 1 for index in numbers)
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
    return bool(apart) and median(apart) >= TALL_PAGE and numbers[0] < first_header(pieces)


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
    if max(apart) > UNEVEN * median(apart[:-1] or apart):
        return False
    if _stand_as_pages(pieces, numbers):
        return True
    headers = headers_again(pieces)
    between = any(numbers[0] < index < numbers[-1] for index in headers)
    return not between or any(index + 1 in headers for index in numbers)


def _next(piece: LinePiece) -> tuple[int, str]:
    """The number behind that of a line, and that of all pages which the line names."""
    return number_of(piece) + 1, named_total(piece.text)
