"""What a decision was made against, found again: one thing, or a miss."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipeline.model import Correction
from pipeline.normalize.tables.rows import TableRow
from pipeline.normalize.tables.stitch import RawTable

STALE = "correction-stale"
AMBIGUOUS = "correction-ambiguous"
_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Miss:
    """A correction that was not applied: the problem code, and why."""

    correction: Correction
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Built:
    """A table with its rows made whole; None where that failed."""

    table: RawTable
    rows: tuple[TableRow, ...] | None


Address = tuple[int, int]
"""A row by the positions of its table in the document and its own in the table, from 0."""
Key = TypeVar("Key", bound=Hashable)


def fingerprint(raws: Iterable[str]) -> str:
    """What a row prints, as 16 hexadecimal digits: the raw texts of its cells in printed order.

    It does not change with the row's place, its number in the datasets, a corrected text or the
    Unicode form in which a file stores the same letters.
    """
    printed = unicodedata.normalize("NFC", "\x1f".join(raws))
    digest = hashlib.sha256(printed.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:_LENGTH]


def added_print(texts: Iterable[str]) -> str:
    """The fingerprint of a row that nobody read and a person added, by the texts it was given."""
    return fingerprint(("+", *texts))


def print_of(row: TableRow) -> str:
    """The fingerprint of a row."""
    return added_print(row.given) if row.given else fingerprint(cell.raw for cell in row.cells)


def settle(
    entries: Sequence[Correction], meant: Callable[[Correction], Sequence[Key]]
) -> tuple[list[tuple[Correction, Key]], list[Miss]]:
    """Each correction with the one thing it means; those that mean none, several, or what another
    one means too are misses, whatever their order."""
    misses: list[Miss] = []
    hits: list[tuple[Correction, Key]] = []
    for entry in entries:
        found = meant(entry)
        if len(found) == 1:
            hits.append((entry, found[0]))
        elif found:
            why = f"{len(found)} places are as it says; name the row by its fingerprint and `at`"
            misses.append(Miss(entry, AMBIGUOUS, why))
        else:
            misses.append(Miss(entry, STALE, "nothing is any more as it was made against"))
    claims = Counter(key for _, key in hits)
    for entry, key in hits:
        if claims[key] > 1:
            misses.append(Miss(entry, AMBIGUOUS, f"{claims[key]} corrections decide the same"))
    return [hit for hit in hits if claims[hit[1]] == 1], misses


def rows_meant(entry: Correction, tables: Sequence[Built]) -> list[Address]:
    """The rows of the fingerprint, of which `at` chooses one; all rows where none is given."""
    found = [
        (t, r)
        for t, built in enumerate(tables)
        for r, row in enumerate(built.rows or ())
        if not entry.row or print_of(row) == entry.row
    ]
    if len(found) > 1 and entry.row and entry.at:
        return [address for address in found if name_of(address) == entry.at] or found
    return found


def name_of(address: Address) -> str:
    """Table and row as row keys write them behind the document (`1/0026`)."""
    return f"{address[0] + 1}/{address[1] + 1:04}"
