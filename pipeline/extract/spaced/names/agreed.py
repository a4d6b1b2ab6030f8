"""Headers printed again: those of the same lines of words are read alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.spaced.lines.words import SpacedLine
from pipeline.extract.spaced.names.header import HeaderLines
from pipeline.extract.spaced.names.upper import Part


def agreed(rows: Sequence[SpacedLine], headers: Sequence[HeaderLines]) -> list[HeaderLines]:
    """The headers, those of the same lines of words read as most of them are, else as the one with
    the most columns: each page sets them at other places, and where names stand close to each other
    these do not always tell them apart."""
    alike: dict[tuple[str, ...], list[HeaderLines]] = {}
    for header in headers:
        alike.setdefault(lines_of(rows, header), []).append(header)
    best: dict[tuple[str, ...], HeaderLines] = {}
    for lines, own in alike.items():
        votes = Counter(header.titles for header in own)
        best[lines] = max(own, key=lambda one: (votes[one.titles], len(one.columns)))
    return [
        replace(read_as(rows, best[lines_of(rows, header)], header.start), borders=header.borders)
        for header in headers
    ]


def lines_of(rows: Sequence[SpacedLine], header: HeaderLines) -> tuple[str, ...]:
    """The lines of words of a header."""
    return tuple(row.text for row in rows[header.start : header.end])


def read_as(rows: Sequence[SpacedLine], known: HeaderLines, start: int) -> HeaderLines:
    """A header whose lines begin with one (`start`), read as another one of the same words."""
    if start == known.start:
        return known

    def moved(part: Part) -> Part:
        index, words = part
        if words[0] not in rows[index].words:  # it stands for a name that is not printed
            return index + start - known.start, words
        row = rows[index + start - known.start].words
        first = rows[index].words.index(words[0])
        return index + start - known.start, row[first : first + len(words)]

    return HeaderLines(
        start,
        start + known.end - known.start,
        tuple(tuple(map(moved, name)) for name in known.columns),
        tuple(replace(over, name=tuple(map(moved, over.name))) for over in known.upper),
        known.counted,
        known.named,
        doubtful=known.doubtful,
    )
