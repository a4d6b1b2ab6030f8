"""The headers of a spaced text: those above number columns, read alike where they are printed
again, and those of tables without numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import replace

from pipeline.extract.spaced.columns.sheets import SpacedText
from pipeline.extract.spaced.lines.words import SpacedLine, Word, text_of
from pipeline.extract.spaced.names.agreed import agreed
from pipeline.extract.spaced.names.fields import told_apart
from pipeline.extract.spaced.names.figured import figured_headers
from pipeline.extract.spaced.names.header import HeaderLines, find_headers
from pipeline.extract.spaced.names.joined_names import with_names_whole
from pipeline.extract.spaced.names.marked import marked_headers
from pipeline.extract.spaced.names.nameless import nameless_headers
from pipeline.extract.spaced.names.two_names import two_names
from pipeline.extract.spaced.names.unnumbered import unnumbered_headers, with_room
from pipeline.model import Prose
from pipeline.writing.headings import is_annex_heading

_FIGURES = 4
"""Of the number of a page at most."""
_PAGES = 3
"""Pages whose numbers, counting, stand in their headers."""


def headers_of(text: SpacedText) -> list[HeaderLines]:
    """The headers of a text, in order. Where one has no number column the lines get room for it."""
    opening = set(text.opening)
    found = find_headers(text.rows, opening)
    if _drop_page_numbers(text, found):
        found = find_headers(text.rows, opening)
    apart = text.taken | text.numbers
    nameless = nameless_headers(text.rows, opening, _free_of(text.rows, found, apart))
    if _without_numbers(text, found + nameless, apart):
        text.rows = with_room(text.rows)
        found = find_headers(text.rows, opening)
        nameless = nameless_headers(text.rows, opening, _free_of(text.rows, found, apart))
    found = told_apart(text.rows, agreed(text.rows, found), opening) + nameless
    found += _without_numbers(text, found, apart)
    ordered = sorted(found, key=lambda header: header.start)
    return two_names(text.rows, with_names_whole(ordered))


def _without_numbers(
    text: SpacedText, numbered: Sequence[HeaderLines], apart: Set[int]
) -> list[HeaderLines]:
    """The headers of tables without numbers, beside those of `numbered` ones: by the marks of their
    columns, by their names, and by figures below these; `apart` is what stands outside of
    tables."""
    opening, taken = set(text.opening), _lines_of(numbered) | apart
    found = agreed(text.rows, [*marked_headers(text.rows, opening, taken)])
    found += unnumbered_headers(text.rows, opening, taken | _lines_of(found))
    known = sorted((*numbered, *found), key=lambda header: header.start)
    free = _free_of(text.rows, known, apart)
    return found + agreed(text.rows, [*figured_headers(text.rows, opening, free)])


def _lines_of(headers: Sequence[HeaderLines]) -> set[int]:
    return {index for header in headers for index in range(header.start, header.end)}


def _free_of(
    rows: Sequence[SpacedLine], headers: Sequence[HeaderLines], apart: Set[int]
) -> set[int]:
    """The lines that no header without a name for its numbers is looked for in: those of tables
    whose numbers have one, up to the next annex, and what stands apart from tables."""
    annexes = [at for at, row in enumerate(rows) if is_annex_heading(row.text)]
    taken = set(apart)
    until = 0
    for header in headers:  # in order: what is behind one up to the next annex is taken once
        start, place = max(header.start, until), bisect_left(annexes, header.end)
        until = max(until, annexes[place] if place < len(annexes) else len(rows))
        taken.update(range(start, until))
    return taken


def _drop_page_numbers(text: SpacedText, headers: Sequence[HeaderLines]) -> bool:
    """Take the numbers of pages out of headers that begin these: one printed at the height of the
    first names is a word of their line. It is the only word in which the headers of pages in a row
    differ, and counts these. Whether there were any."""
    lone: dict[tuple[str, ...], dict[int, tuple[int, Word]]] = {}
    for header in headers:
        if header.start not in text.opening:
            continue
        lines = range(header.start, header.end)
        figures = [
            (at, word)
            for at in lines
            for word in text.rows[at].words
            if len(word.text) <= _FIGURES and word.text.isdecimal()
        ]
        for at, word in figures:
            rest = tuple(
                text_of([own for own in text.rows[line].words if own is not word]) for line in lines
            )
            lone.setdefault(rest, {})[text.pages[at]] = (at, word)
    dropped = False
    for found in lone.values():
        offsets = {int(word.text) - page for page, (_, word) in found.items()}
        if len(found) < _PAGES or len(offsets) > 1:
            continue
        for at, word in found.values():
            row = text.rows[at]
            left = tuple(own for own in row.words if own is not word)
            if left:
                text.rows[at] = replace(row, words=left)
                text.add(at, Prose(text.fragment((word,), at), running=True))
                dropped = True
    return dropped
