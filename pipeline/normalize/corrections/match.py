"""What a decision was made against, found again: one thing, or a miss."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from pipeline.frozen import dataclass
from pipeline.model import Correction
from pipeline.normalize.tables.raw_table import RawTable
from pipeline.normalize.tables.rows import TableRow

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
        return [one for one in found if _stands_at(one, tables, entry.at)] or found
    return found


def name_of(address: Address) -> str:
    """Table and row as row keys write them behind the document (`1/0026`)."""
    return f"{address[0] + 1}/{address[1] + 1:04}"


def place_name(places: Iterable[tuple[int | None, int | None, float | None]]) -> str:
    """Where the print of a row begins: the line of a text (`l315`), or the page and the points from
    its top (`p7y312`); blank where the file says neither. Places are page, line and top.

    >>> place_name([(7, None, 312.4), (7, None, 330.0)]), place_name([(1, 315, None)])
    ('p7y312', 'l315')
    """
    known = list(places)
    lines = [line for _, line, _ in known if line is not None]
    if lines:
        return f"l{min(lines)}"
    tops = [(page, top) for page, _, top in known if page is not None and top is not None]
    return "p{}y{:.0f}".format(*min(tops)) if tops else ""


def _stands_at(address: Address, tables: Sequence[Built], at: str) -> bool:
    """Whether a row is the one of a place, or of a table and row."""
    row = (tables[address[0]].rows or ())[address[1]]
    places = [f.place for cell in row.cells if not cell.merged for f in cell.fragments]
    own = place_name((place.page, place.line, place.y0) for place in places)
    return at in (own, name_of(address)) if own else at == name_of(address)
