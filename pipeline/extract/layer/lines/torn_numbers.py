"""Page numbers whose digits are torn from each other: `1 0 / 3 0`, or `4` over `9`.

Programs write a blank, or begin a line, where digits are set wide apart or drawn one by one. Such
a line reads like two numbers, or the number of a row and that of the page below it. That it is one
is told by those beside it: only what counts on from page to page is put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.writing.page_numbers import is_named_number, is_page_number, named_total, number_in

_FEWEST = 3
"""Numbers that count on from one to the next, some with blanks in them: fewer may be figures."""
_TORN = 2
"""Of these the ones with blanks: a single one may be anything."""
_DIGITS_APART = 10
"""From this number on the digits of all are set apart: where `1 0` is one no `11` stands whole."""
_BETWEEN = 6
"""Lines from one number to the next at least: a page is not shorter."""
_WAYS = 40
"""Numbers that one may count on from, the last ones before it."""
_LINES = 3
"""Lines that a number is torn into at most: no document here has four digits of pages."""
_APART = re.compile(r"(?<=\d) (?=\d)")
_HOLDS_DIGITS = re.compile(r"[\d/ –-]+\Z")
"""All that a piece of a torn number may have."""


def with_digits_together(pieces: Sequence[LinePiece]) -> list[LinePiece]:
    """The pieces, those of them closed up that are page numbers with blanks between their digits
    (`1 0 / 3 0`): as many as count on from one to the next, from those of one digit on or alone."""
    closed = {
        at: text
        for at, piece in enumerate(pieces)
        if _APART.search(piece.text) and _is_number(text := _APART.sub("", piece.text))
    }
    if not closed:
        return list(pieces)
    short = {
        at: piece.text
        for at, piece in enumerate(pieces)
        if _is_number(piece.text) and number_in(piece.text) < _DIGITS_APART
    }
    torn = set[int]()
    for total in {named_total(text) for text in closed.values()}:
        own = {
            at: number_in(text)
            for at, text in {**short, **closed}.items()
            if named_total(text) == total
        }
        new = _counting_on(own) & closed.keys()
        torn |= new if len(new) >= _TORN else set()
    return [
        replace(piece, text=closed[at]) if at in torn else piece for at, piece in enumerate(pieces)
    ]


def _counting_on(numbers: Mapping[int, int]) -> set[int]:
    """Of numbers, given by their lines in order, the longest that go up by one, a page between any
    two, single ones missing; none if they are few."""
    length, before = dict[int, int](), dict[int, int]()
    last = dict[int, list[int]]()
    for at, number in sorted(numbers.items()):
        ways = [
            line
            for step in (1, 2)
            for line in last.get(number - step, [])[-_WAYS:]
            if at - line >= _BETWEEN
        ]
        length[at] = 1
        if ways:
            before[at] = max(ways, key=length.__getitem__)
            length[at] += length[before[at]]
        last.setdefault(number, []).append(at)
    best = max(length, key=length.__getitem__)
    if length[best] < _FEWEST:
        return set()
    chain = {best}
    while best in before:
        best = before[best]
        chain.add(best)
    return chain


def torn_into_lines(pieces: Sequence[LinePiece]) -> dict[tuple[int, str], list[range]]:
    """Lines that follow each other and together may be one page number (`4` over `9`, `3` over
    `/30`), by this and the number of all pages beside it (`''` for none)."""
    found: dict[tuple[int, str], list[range]] = {}
    held = [_HOLDS_DIGITS.match(piece.text) is not None for piece in pieces]
    for at in range(len(pieces) - 1):
        for end in range(at + 2, min(at + _LINES, len(pieces)) + 1):
            if not all(held[at:end]):
                break
            if _is_number(text := _joined(pieces[at:end])):
                found.setdefault((number_in(text), named_total(text)), []).append(range(at, end))
    return found


def with_lines_together(pieces: Sequence[LinePiece], torn: Iterable[range]) -> list[LinePiece]:
    """The pieces, the lines of some torn numbers put together."""
    ends = {lines.start: lines.stop for lines in torn}
    inside = {at for start, stop in ends.items() for at in range(start + 1, stop)}
    return [
        replace(piece, text=_joined(pieces[at : ends[at]])) if at in ends else piece
        for at, piece in enumerate(pieces)
        if at not in inside
    ]


def _joined(lines: Sequence[LinePiece]) -> str:
    """The text of a number that is torn into some lines."""
    return _APART.sub("", "".join(piece.text for piece in lines))


def _is_number(text: str) -> bool:
    return is_page_number(text) or is_named_number(text)
