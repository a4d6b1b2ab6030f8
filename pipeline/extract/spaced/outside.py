"""Cells that stand beside each other outside of the tables of a spaced text: tables whose header
names no number column are not read, and that is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from pipeline.extract.layer.crowded import ROWS_UNCERTAIN
from pipeline.extract.spaced.words import SpacedLine
from pipeline.extract.text.stops import near
from pipeline.model import EVIDENCE, Problem

_FEWEST = 10
"""Lines with a cell that begins below another from which on a stretch of text is a table: the head
and the signatures of a letter have fewer."""


def left_out(
    rows: Sequence[SpacedLine], pages: Sequence[int], used: Set[int], apart: Set[int]
) -> Iterator[Problem]:
    """The doubt about lines with columns that no table has, one for all pages between two tables;
    `used` are the lines of tables, `apart` those of notes and page numbers."""
    found: list[list[int]] = []
    for stretch in _stretches(len(rows), used | apart):
        below = _below_each_other(rows, stretch)
        if len(below) < _FEWEST:
            continue
        if found and not used & set(range(found[-1][-1], below[0])):
            found[-1] += below
        else:
            found.append(below)
    for lines in found:
        first = lines[0]
        message = (
            f"{len(lines)} lines from line {rows[first].line} on stand in columns, and no table "
            f"was read there: no header with a number column stands above; compare with the page"
        )
        evidence = rows[first].text[:EVIDENCE]
        yield Problem("warning", ROWS_UNCERTAIN, message, evidence, pages[first])


def _below_each_other(rows: Sequence[SpacedLine], stretch: Sequence[int]) -> list[int]:
    """The lines of a stretch with a cell that begins below or above another."""
    begins = [_begins(rows[index]) for index in stretch]
    return [index for at, index in enumerate(stretch) if begins[at] & near(begins, at)]


def _stretches(count: int, used: Set[int]) -> Iterator[list[int]]:
    """Runs of lines that are not used."""
    edges = [-1, *(index for index in range(count) if index in used), count]
    yield from (list(range(one + 1, other)) for one, other in pairwise(edges) if other > one + 1)


def _begins(row: SpacedLine) -> set[int]:
    """Where cells behind a wide gap begin on a line."""
    return {words[0].x0 for words in row.segments[1:]}
