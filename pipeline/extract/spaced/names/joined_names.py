"""Names of a header that are one: what begins with a small letter goes on with the name before it.

A header set to both edges leaves white inside its names (`Dự   kiến   kết` over `quả`), as wide as
between two of them. No name begins with a small letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.spaced.names.header import HeaderLines
from pipeline.extract.spaced.names.upper import Part
from pipeline.writing.syllables import is_syllable


def with_names_whole(headers: Sequence[HeaderLines]) -> list[HeaderLines]:
    """The headers, each name that begins with a small letter joined with the one before it on its
    line; those whose columns marks or figures show, or that have several levels, as they are."""
    return [_whole(header) for header in headers]


def joined(header: HeaderLines, column: int) -> HeaderLines:
    """A header with the name of a column and that of the next one as one."""
    lines: dict[int, Part] = {}
    for index, words in (*header.columns[column], *header.columns[column + 1]):
        known = lines.get(index, (index, ()))[1]
        lines[index] = (index, (*known, *words))
    name = tuple(lines[index] for index in sorted(lines))
    columns = (*header.columns[:column], name, *header.columns[column + 2 :])
    doubtful = frozenset(at - (at > column) for at in header.doubtful)
    return replace(header, columns=columns, doubtful=doubtful)


def _whole(header: HeaderLines) -> HeaderLines:
    if header.borders or header.upper:
        return header
    column = len(header.columns) - 1
    while column > 1:
        if _goes_on(header, column):
            header = joined(header, column - 1)
            column = min(column + 1, len(header.columns))  # it may stand before more of the name
        column -= 1
    return header


def _goes_on(header: HeaderLines, column: int) -> bool:
    """Whether a name begins with a small letter, behind a line of the name before it."""
    if not header.columns[column]:
        return False
    line, words = min(header.columns[column])
    first = words[0].text
    before = {index for index, _ in header.columns[column - 1]}
    return first[0].islower() and is_syllable(first) and line in before
