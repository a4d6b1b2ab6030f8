"""The headers of a spaced text: those above number columns, read alike where they are printed
again, and those of tables without numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.spaced.header import HeaderLines, find_headers
from pipeline.extract.spaced.sheets import SpacedText
from pipeline.extract.spaced.unnumbered import unnumbered_headers, with_room
from pipeline.extract.spaced.upper import Part
from pipeline.extract.spaced.words import SpacedLine


def headers_of(text: SpacedText) -> list[HeaderLines]:
    """The headers of a text, in order. Where one has no number column the lines get room for it."""
    opening = set(text.opening)
    found = find_headers(text.rows, opening)
    taken = {index for header in found for index in range(header.start, header.end)}
    taken |= text.taken | text.numbers
    if not any(unnumbered_headers(text.rows, opening, taken)):
        return agreed(text.rows, found)
    text.rows = with_room(text.rows)
    found = agreed(text.rows, find_headers(text.rows, opening))
    found += unnumbered_headers(text.rows, opening, taken)
    return sorted(found, key=lambda header: header.start)


def agreed(rows: Sequence[SpacedLine], headers: Sequence[HeaderLines]) -> list[HeaderLines]:
    """The headers, those of the same lines of words read as most of them are, else as the one with
    the most columns: each page sets them at other places, and where names stand close to each other
    these do not always tell them apart."""
    alike: dict[tuple[str, ...], list[HeaderLines]] = {}
    for header in headers:
        alike.setdefault(_lines(rows, header), []).append(header)
    best: dict[tuple[str, ...], HeaderLines] = {}
    for lines, own in alike.items():
        votes = Counter(header.titles for header in own)
        best[lines] = max(own, key=lambda one: (votes[one.titles], len(one.columns)))
    return [_read_as(rows, best[_lines(rows, header)], header.start) for header in headers]


def _lines(rows: Sequence[SpacedLine], header: HeaderLines) -> tuple[str, ...]:
    return tuple(row.text for row in rows[header.start : header.end])


def _read_as(rows: Sequence[SpacedLine], known: HeaderLines, start: int) -> HeaderLines:
    """A header whose lines begin with one (`start`), read as another one of the same words."""
    if start == known.start:
        return known

    def moved(part: Part) -> Part:
        index, words = part
        row = rows[index + start - known.start].words
        first = rows[index].words.index(words[0])
        return index + start - known.start, row[first : first + len(words)]

    return HeaderLines(
        start,
        start + known.end - known.start,
        tuple(tuple(map(moved, name)) for name in known.columns),
        tuple(replace(over, name=tuple(map(moved, over.name))) for over in known.upper),
    )
