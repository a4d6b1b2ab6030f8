"""Two readings of one annex, compared cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import zip_longest

from rapidfuzz.fuzz import ratio

from pipeline.data.records import DOUBT, CellRecord, Document, ProblemRecord, RowRecord
from pipeline.writing.letters import unspaced

_ALIKE = 50.0
"""Likeness of two rows, 0 to 100, from which one may be a reading of the other."""
_FRACTION = re.compile(r"-?\d+[.,]\d+")
_MOST_PAIRS = 40_000
"""Pairs of rows between two anchors that are weighed; in a longer stretch rows go in order."""


def compare(best: Document, other: Document) -> Iterable[ProblemRecord]:
    """One `rendition-differs` problem per cell, and per row that only one of them has.

    What the other one read from a picture, and doubts itself, is no more than an info.
    """
    if not other.rows:
        return
    ours, theirs = _cells_by_row(best), _cells_by_row(other)
    name = other.facts.source
    pairs = list(_aligned(best, other))
    end = _end(pairs)
    if end < len(pairs) - 1:
        message = f"{name} ends before this row and the {len(pairs) - 1 - end} after it"
        yield _differs(best, pairs[end][0], None, message, "")
        pairs = pairs[:end]
    rounded = 0
    for mine, yours in pairs:
        if mine is None and yours is not None:
            text = theirs[yours.row_id].get("title")
            message = f"{name} has a row that is not here"
            yield _differs(best, None, None, message, text.text if text else "")
        elif mine is not None and yours is None:
            yield _differs(best, mine, None, f"{name} does not have this row", "")
        elif mine is not None and yours is not None:
            other_cells = theirs[yours.row_id]
            for column, cell in ours[mine.row_id].items():
                twin = other_cells.get(column)
                if twin is not None and _is_rounded(cell.text, twin.text):
                    rounded += 1
                elif twin is not None and twin.text != cell.text:
                    message = f"{name} prints this cell differently"
                    yield _differs(best, mine, column, message, twin.text, _is_doubted(twin))
    if rounded:
        message = f"{name} shows {rounded} numbers with more or fewer places, rounded"
        yield _differs(best, None, None, message, "", doubted=True)


def _is_rounded(one: str, other: str) -> bool:
    """Whether two texts are one number, shown with more and with fewer places: programs show what a
    cell holds as far as it is wide."""
    short, long = sorted((one, other), key=len)
    found = [_FRACTION.fullmatch(text) for text in (short, long)]
    if short == long or not all(found):
        return False
    places = len(short) - max(map(short.rfind, ".,")) - 1
    value, exact = (Decimal(text.replace(",", ".")) for text in (short, long))
    return round(exact, places) == value


def _end(pairs: Sequence[tuple[RowRecord | None, RowRecord | None]]) -> int:
    """Where the rows begin that only the first of two has, up to its last one."""
    return next((at + 1 for at in reversed(range(len(pairs))) if pairs[at][1] is not None), 0)


def _is_doubted(cell: CellRecord) -> bool:
    return cell.confidence is not None and cell.confidence < DOUBT


def _differs(
    best: Document,
    row: RowRecord | None,
    column: str | None,
    message: str,
    evidence: str,
    doubted: bool = False,
) -> ProblemRecord:
    return ProblemRecord(
        doc_id=best.doc_id,
        table_id=row.table_id if row else None,
        row_id=row.row_id if row else None,
        column=column,
        severity="info" if doubted else "warning",
        code="rendition-differs",
        message=message,
        evidence=evidence,
    )


def _cells_by_row(document: Document) -> dict[str, dict[str, CellRecord]]:
    rows: dict[str, dict[str, CellRecord]] = {}
    for cell in document.cells:
        rows.setdefault(cell.row_id, {})[cell.column] = cell
    return rows


def _row_texts(document: Document) -> dict[str, str]:
    """Row id → what it says, for aligning: all its texts, white space and case left out."""
    return {
        row_id: unspaced("".join(cell.text for cell in cells.values())).casefold()
        for row_id, cells in _cells_by_row(document).items()
    }


def _aligned(
    best: Document, other: Document
) -> Iterable[tuple[RowRecord | None, RowRecord | None]]:
    """Rows of both in order, side by side; None where one has no counterpart.

    Equal rows anchor the alignment; between two anchors as many rows are paired in order, and of
    more or fewer those that are most alike.
    """
    ours, theirs = best.rows, other.rows
    texts, others = _row_texts(best), _row_texts(other)
    mine, yours = [texts[row.row_id] for row in ours], [others[row.row_id] for row in theirs]
    matcher = SequenceMatcher(None, mine, yours, autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        for one, two in _pairs(mine[start:end], yours[first:last]):
            yield (
                None if one is None else ours[start + one],
                None if two is None else theirs[first + two],
            )


def _pairs(mine: Sequence[str], yours: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Places in two runs of texts, side by side, in order; None where one has no counterpart."""
    if len(mine) == len(yours) or len(mine) * len(yours) > _MOST_PAIRS:
        yield from zip_longest(range(len(mine)), range(len(yours)))
        return
    at = other = 0
    for one, two in (*_most_alike(mine, yours), (len(mine), len(yours))):
        yield from ((place, None) for place in range(at, one))
        yield from ((None, place) for place in range(other, two))
        if one < len(mine):
            yield one, two
        at, other = one + 1, two + 1


def _most_alike(mine: Sequence[str], yours: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs, in order in both, that are most alike together."""
    like = [[ratio(one, two) for two in yours] for one in mine]
    best = [[0.0] * (len(yours) + 1) for _ in range(len(mine) + 1)]
    for one in reversed(range(len(mine))):
        for two in reversed(range(len(yours))):
            paired = best[one + 1][two + 1] + like[one][two] if like[one][two] >= _ALIKE else 0.0
            best[one][two] = max(paired, best[one + 1][two], best[one][two + 1])
    pairs, one, two = [], 0, 0
    while one < len(mine) and two < len(yours):
        if best[one][two] == best[one + 1][two]:
            one += 1
        elif best[one][two] == best[one][two + 1]:
            two += 1
        else:
            pairs.append((one, two))
            one, two = one + 1, two + 1
    return pairs
