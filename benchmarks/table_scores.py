"""How near the tables of a tool come to the hand-checked fixtures.

Rows are aligned by their printed number, in order; cells of an aligned row are compared by
position. A run of white space counts as one space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from pipeline.qa.fixtures import read_fixture

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "fixtures"
HEADER_LABELS = ("tt", "stt", "số tt")
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts; `rows` and `cells` are those of the fixture, the rest how many are right.

    `letters` are cells right but for white space, `numbers` cells that print a number and give
    just that, `repaired` rows cut by a page break and whole again but for white space. `found`
    counts the rows a tool gives, headers left out.
    """

    rows: int = 0
    found: int = 0
    cells: int = 0
    exact: int = 0
    letters: int = 0
    numbered: int = 0
    numbers: int = 0
    cut: int = 0
    repaired: int = 0

    def __add__(self, other: Score) -> Score:
        names = [field.name for field in fields(self)]
        return Score(*(getattr(self, name) + getattr(other, name) for name in names))


@cache
def fixture(doc_id: str, tables: tuple[int, ...], count: int | None = None) -> tuple[Rows, ...]:
    """The rows of each table, number first; of the last table only `count` where that is given."""
    truth = read_fixture(FIXTURES / doc_id)
    found = [
        [[row.label, *map(str, row.texts)] for row in truth.table(ordinal).rows]
        for ordinal in tables
    ]
    if count is not None:
        found[-1] = found[-1][:count]
    return tuple(found)


def folded(text: str) -> str:
    """Text with single spaces and composed marks."""
    return unicodedata.normalize("NFC", " ".join(str(text).split()))


def bare(text: str) -> str:
    """Text without white space."""
    return folded(text).replace(" ", "")


def body(rows: Iterable[Sequence[str]]) -> Rows:
    """Rows without repeated headers."""
    kept = []
    for row in rows:
        label = folded(row[0]).lower() if row else ""
        if label not in HEADER_LABELS:
            kept.append([folded(cell) for cell in row])
    return kept


def score(expected: tuple[Rows, ...], tables: Sequence[tuple[int, Rows]], cut: set[int]) -> Score:
    """Compare the tables of one file. `cut` has the indices (over all tables of the fixture) of
    the rows that a page break cuts."""
    wanted = [row for table in expected for row in table]
    found = [row for _, rows in tables for row in body(rows)]
    pairs = _aligned(wanted, found)
    total = Score(rows=len(wanted), found=len(found), cut=len(cut))
    for index, row in enumerate(wanted):
        total += _row_score(row, found[pairs[index]] if index in pairs else [], index in cut)
    return total


def _aligned(wanted: Rows, found: Rows) -> dict[int, int]:
    """Index of a wanted row → index of the found row with its number, order kept."""
    labels = [bare(row[0]) for row in wanted]
    others = [bare(row[0]) if row and row[0] else f"\0{n}" for n, row in enumerate(found)]
    matcher = SequenceMatcher(None, labels, others, autojunk=False)
    return {
        block.a + offset: block.b + offset
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    }


def _row_score(wanted: Sequence[str], found: Sequence[str], is_cut: bool) -> Score:
    padded = list(found) + [""] * (len(wanted) - len(found)) if found else ["\0"] * len(wanted)
    exact = letters = numbered = numbers = 0
    for cell, other in zip(wanted, padded, strict=False):
        exact += folded(cell) == folded(other)
        letters += bare(cell) == bare(other)
        if _NUMBER.search(cell):
            numbered += 1
            numbers += _NUMBER.findall(folded(cell)) == _NUMBER.findall(folded(other))
    whole = letters == len(wanted)
    return Score(
        cells=len(wanted),
        exact=exact,
        letters=letters,
        numbered=numbered,
        numbers=numbers,
        repaired=int(is_cut and whole),
    )


def grits(expected: tuple[Rows, ...], tables: Sequence[tuple[int, Rows]]) -> float | None:
    """GriTS (content) of the file's tables, None where grits-metric is not installed.

    The parts a tool finds page by page are laid end to end, for each table of the fixture those
    that share most numbers and words with it.
    """
    try:
        from grits import grits_con
    except ImportError:
        return None
    parts: list[Rows] = [[] for _ in expected]
    words = [{cell for row in table for cell in row if cell} for table in expected]
    for _, rows in tables:
        kept = body(rows)
        texts = {cell for row in kept for cell in row}
        best = max(range(len(expected)), key=lambda index: len(words[index] & texts))
        if words[best] & texts:
            parts[best] += kept
    weights = [len(table) * len(table[0]) for table in expected]
    scores = [
        grits_con(table, _even(part))[0] if part else 0.0
        for table, part in zip(expected, parts, strict=True)
    ]
    return float(sum(w * s for w, s in zip(weights, scores, strict=True)) / sum(weights))


def _even(rows: Rows) -> Rows:
    width = max(len(row) for row in rows)
    return [row + [""] * (width - len(row)) for row in rows]


def grids_right(wanted: list[list[Rows]], tables: Sequence[tuple[int, Rows]]) -> bool:
    """Whether the tables of a small file are right on every page, but for white space.

    `wanted` holds the grids of each page. A cell merged down may be repeated or blank.
    """
    if not any(page for page, _ in tables):  # no pages told: all tables in order, as of one page
        wanted, tables = [[grid for grids in wanted for grid in grids]], [(1, t) for _, t in tables]
    found: dict[int, list[Rows]] = {}
    for page, rows in tables:
        found.setdefault(page, []).append(rows)
    if set(found) - set(range(1, len(wanted) + 1)):
        return False
    return all(
        len(grids) == len(found.get(page, [])) and all(map(_same_grid, grids, found.get(page, [])))
        for page, grids in enumerate(wanted, 1)
    )


def _same_grid(wanted: Rows, found: Rows) -> bool:
    if [len(row) for row in wanted] != [len(row) for row in found]:
        return False
    return all(
        _same_cell(cell, other)
        for row, others in zip(wanted, found, strict=True)
        for cell, other in zip(row, others, strict=True)
    )


def _same_cell(wanted: str, found: str) -> bool:
    text = _plain(found)
    if wanted.startswith("^"):
        return text in ("", _plain(wanted[1:]))
    return text == _plain(wanted)


def _plain(text: str) -> str:
    """Without white space and line marks; raised digits as digits."""
    text = re.sub(r"^\[\d+\]", "", bare(text).replace("/", "").replace("~", ""))
    return unicodedata.normalize("NFKC", text)
