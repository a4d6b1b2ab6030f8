"""Running heads and feet of a bare text: lines that are printed again on page after page.

A text keeps no place of its lines, so a running line is told by what stands beside it: the edge of
a page as a form feed shows it, the number of a page, a header that is printed again. One that is
taken for the line of a cell ends up in the row that the page cuts, and nobody sees it there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.lines.numbered_heads import SHORTEST
from pipeline.extract.layer.lines.pages import counted_numbers, page_ranges
from pipeline.extract.layer.names.headers import HeaderPieces
from pipeline.extract.layer.signs.words import is_deadline
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.page_numbers import is_named_number, is_page_number

_PAGES = 3
"""On so many pages a line must stand at an edge to be a running one; `REPEATS` of PDF pages."""
_PART, _PART_OF_ANNEX = 3, 2
"""One page in so many has it: annexes of a document have heads of their own. Of what reads like the
heading of an annex more: each of its tables may begin a page below it."""
_MANY, _FEW_ELSEWHERE, _MOST_ELSEWHERE = 5, 0.1, 0.5
"""The last line of a cell stands at the edge of a page by chance, and anywhere else more often. Of
the times that a running line is printed this share may stand elsewhere: where it stands at so many
edges half, for the first page of a table may have a heading below it."""
_SHORTEST = 6
"""Characters of a running line at least: shorter ones at an edge are words of cells."""
_DEEP = 3
"""Lines that may stand beyond each other at an edge: two heads and a number."""
_FIRST_NUMBER = re.compile(r"(?P<number>\d{1,4})(?P<rest>\s+\S.*)")
_LAST_NUMBER = re.compile(r"(?P<rest>.*\S\s+|.*\D/)?(?P<number>\d{1,4})(?P<all>\s*/\s*\d{1,4})?")
"""A number of a page before the words of a running line, or behind them (`Công báo/Số 15 7`)."""

_Key = tuple[str, int | None]
"""What is the same of a running line on every page: its words, and how far the number in them is
from that of the page, None where all of them are the same."""


def running_lines(
    pieces: Sequence[LinePiece],
    numbers: Set[int],
    headers: Sequence[HeaderPieces],
    marked: bool,
) -> set[int]:
    """Which pieces are running lines, the page numbers among them.

    `numbers` are the page numbers found without knowing of others; where pages are `marked` they
    are looked for anew beyond the others. `headers` are those of the tables, which are no running
    lines. The heading of an annex that is printed on each of its pages stays where it is first.
    """
    inside = {at for header in headers for at in range(header.start, header.end)}
    printed = Counter(piece.single_spaced for piece in pieces)
    pages = [*_pages(pieces, headers)]
    found: set[int] = set()
    for _ in range(_DEEP):
        counted = {*_numbers_at(pieces, pages, found | inside)} if marked else numbers
        new = _repeated(pieces, [*_edges(pages, inside, counted | found)], len(pages), printed)
        if not new:
            break
        found |= new
    if not found:
        return {*numbers}
    if marked:
        edges = _edges(page_ranges(pieces), inside, found)
        numbers = counted_numbers(pieces, [*edges])
    found |= {*_elsewhere(pieces, found)}
    return {*numbers} | found - _first_headings(pieces, found)


def _numbers_at(
    pieces: Sequence[LinePiece], pages: Sequence[range], taken: Set[int]
) -> Iterator[int]:
    """The lines at the edges of pages that may be their numbers."""
    for _, at in _edges(pages, set(), taken):
        if is_page_number(pieces[at].text) or is_named_number(pieces[at].text):
            yield at


def _pages(pieces: Sequence[LinePiece], headers: Sequence[HeaderPieces]) -> Iterator[range]:
    """The stretches between two page breaks, as far as these or headers printed again show them."""
    opening = {at for at, piece in enumerate(pieces) if piece.opens_page}
    opening |= opening_headers(pieces, headers)
    yield from (range(*ends) for ends in pairwise(sorted({0, *opening, len(pieces)})))


def opening_headers(pieces: Sequence[LinePiece], headers: Sequence[HeaderPieces]) -> set[int]:
    """Where headers that are printed again show page breaks: not at the top of a page that is
    known, and in the middle of one only where few such pages have a header at their top. Some
    programs print it anew above a row that goes on on the next page."""
    known = [at for at, piece in enumerate(pieces) if piece.opens_page]
    pages = [bisect_right(known, header.start) - 1 for header in headers]
    tops = {
        page: header.start
        for header, page in zip(headers, pages, strict=True)
        if page >= 0 and header.start - known[page] <= _DEEP
    }
    again = {two.start for one, two in pairwise(headers) if two.same_as(one)} - {*tops.values()}
    if not tops or 2 * len(tops) <= max(tops) - min(tops):
        return again
    return {at for at in again if not known[min(tops)] < at < known[-1]}


def _edges(pages: Iterable[range], inside: Set[int], taken: Set[int]) -> Iterator[tuple[int, int]]:
    """The number of each page and its first and last piece beyond those taken; a header ends the
    edge."""
    for number, page in enumerate(pages, start=1):
        free = (next((at for at in way if at not in taken), -1) for way in (page, page[::-1]))
        yield from ((number, at) for at in {*free} - inside - {-1})


def _repeated(
    pieces: Sequence[LinePiece],
    edges: Sequence[tuple[int, int]],
    pages: int,
    printed: Counter[str],
) -> set[int]:
    """The pieces at the edges of pages that are printed there again and again."""
    keys = [(at, key) for number, at in edges for key in _keys(pieces[at], number)]
    times = Counter(key for _, key in keys)
    running = {key for key, count in times.items() if _is_running(*key, count, pages, printed)}
    return {at for at, key in keys if key in running}


def _is_running(
    text: str, apart: int | None, times: int, pages: int, printed: Counter[str]
) -> bool:
    """Whether words that stand so many times at the edges of pages are those of a running line."""
    part = _PART_OF_ANNEX if is_annex_heading(text) else _PART
    if times < max(_PAGES, pages // part):
        return False
    share = _MOST_ELSEWHERE if times >= _MANY else _FEW_ELSEWHERE
    return apart is not None or printed[text] - times <= share * printed[text]


def _keys(piece: LinePiece, page: int) -> Iterator[_Key]:
    """What may be the same of a line on other pages; nothing of a time (`Tháng 12/2026`), which may
    be the last cell of a table on every page, and is no running line."""
    text = piece.single_spaced
    if len(text) < _SHORTEST or not any(map(str.isalpha, text)) or is_deadline(text):
        return
    yield text, None
    for form in (_FIRST_NUMBER, _LAST_NUMBER) if not is_annex_heading(text) else ():
        match = form.fullmatch(text)
        if match and len(match["rest"] or "") >= SHORTEST:
            yield match["rest"], int(match["number"]) - page


def _elsewhere(pieces: Sequence[LinePiece], found: Set[int]) -> Iterator[int]:
    """The lines that say the same as running ones and stand at no edge that is known, but for the
    first of each: a head may repeat the title of its document."""
    times = Counter(pieces[at].single_spaced for at in found)
    seen: set[str] = set()
    for at, piece in enumerate(pieces):
        text = piece.single_spaced
        if times[text] >= _MANY:
            if at not in found and text in seen:
                yield at
            seen.add(text)


def _first_headings(pieces: Sequence[LinePiece], found: Set[int]) -> set[int]:
    """Of the running lines that head annexes the first of each text."""
    first: dict[str, int] = {}
    for at in sorted(found):
        if is_annex_heading(pieces[at].text):
            first.setdefault(pieces[at].single_spaced, at)
    return {*first.values()}
