"""What a column knows of its cells: the sequence of row numbers, the values that it repeats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import partial

from pipeline.model import Cell
from pipeline.normalize.ocr.dated import deadline_fixes, year_counts
from pipeline.normalize.ocr.grouped import (
    decimal_fixes,
    group_fixes,
    grouping_of,
    has_commas,
)
from pipeline.normalize.ocr.labels import RULE as LABEL_RULE
from pipeline.normalize.ocr.labels import ReadLabel, numbered
from pipeline.normalize.ocr.named import body_fixes, list_fixes
from pipeline.normalize.ocr.pieces import Fix, Spot, fixed, is_read, spots_of, sureness
from pipeline.normalize.ocr.shapes import distance
from pipeline.normalize.ocr.veiled import (
    Lines,
    Part,
    listed,
    plain_values,
    shown,
    veiled_fixes,
    whole,
)
from pipeline.normalize.ocr.worded import word_fixes, words_printed
from pipeline.normalize.tables.raw_table import PhysicalRow, RawTable
from pipeline.normalize.text import clean
from pipeline.writing.columns import body_columns
from pipeline.writing.patterns import compiled

Rule = Callable[[Lines], Iterable[Fix]]

VALUE_RULE = "ocr-value"
_REPEATED = 0.35
"""Share of the filled cells of a column that repeat another, from which it has a closed list."""
_FEWEST = 6
_TIMES = 2
"""Cells that print a value, from which it is one of the column's."""
_DOUBTED = 0.95
"""Confidence of a word from which the list of a column does not overrule it."""
_FAR = 2.0
"""Characters by which a misread value differs at most, and share of its length."""
_FAR_SHARE = 0.15


_FIGURES = compiled(r"\d++|(?<!\p{L})[IVXLC]++(?!\p{L})")


def column_mends(table: RawTable) -> Iterator[tuple[int, Lines, Lines]]:
    """Column, lines as read and as mended of each cell that its column tells to be misread."""
    columns = table.header.columns
    number = columns.index("stt") if "stt" in columns else None
    if number is not None:
        yield from ((number, *change) for change in _labels(table.rows, number))
    body_rules = partial(_body_rules, plain_values(_cells(table, body_columns())))
    for index, name in enumerate(columns):
        if index != number and name != "title":
            changes = dict(_values(table.rows, index))
            changes |= _ruled(table.rows, index, _figure_rules, changes)
            if name in body_columns():
                changes |= _ruled(table.rows, index, body_rules, changes)
            if name == "deadline":
                changes |= _ruled(table.rows, index, _deadline_rules, changes)
            yield from ((index, *change) for change in changes.items())


def _cells(table: RawTable, names: Collection[str]) -> Iterator[Lines]:
    """The cells of the columns of some names, those that merge into others left out."""
    places = [at for at, name in enumerate(table.header.columns) if name in names]
    for row in table.rows:
        yield from (row.cells[at].fragments for at in places if not row.cells[at].merged)


def _ruled(
    rows: Sequence[PhysicalRow],
    column: int,
    rules_of: Callable[[Sequence[Lines]], Sequence[Rule]],
    changes: Mapping[Lines, Lines],
) -> Iterator[tuple[Lines, Lines]]:
    """Cells as rules have them, which are made of what all cells of the column print."""
    cells = {row.cells[column].fragments for row in rows}
    rules = rules_of(list(cells))
    for lines in cells:
        known = changes.get(lines, lines)
        for fixes_of in rules:
            known = fixed(known, list(fixes_of(known)))
        if known != lines:
            yield lines, known


def _body_rules(bodies: Collection[str], cells: Sequence[Lines]) -> Sequence[Rule]:
    """The names of bodies are as the registry has them, and those that something hides as the
    table prints them elsewhere."""
    veiled = partial(veiled_fixes, values=bodies)
    return veiled, list_fixes, body_fixes, partial(word_fixes, printed=words_printed(cells))


def _figure_rules(cells: Sequence[Lines]) -> Sequence[Rule]:
    """The figures of a column are grouped alike, its decimals written alike."""
    grouped = partial(group_fixes, grouping=grouping_of(cells))
    return (grouped, decimal_fixes) if has_commas(cells) else (grouped,)


def _deadline_rules(cells: Sequence[Lines]) -> Sequence[Rule]:
    """A cell is a deadline once a misread word is."""
    return (partial(deadline_fixes, years=year_counts(cells)),)


def _labels(rows: Sequence[PhysicalRow], number: int) -> Iterator[tuple[Lines, Lines]]:
    shown = [row.cells[number] for row in rows if not row.cells[number].merged]
    own = [row for row in rows if not row.cells[number].merged]
    labels = [_label(row, cell, number) for row, cell in zip(own, shown, strict=True)]
    texts = numbered(labels)
    for at, (cell, text) in enumerate(zip(shown, texts, strict=True)):
        spots = spots_of(cell.fragments)
        if text is not None and spots:
            fix = Fix(spots, text, LABEL_RULE, _between(labels, texts, at))
            yield cell.fragments, fixed(cell.fragments, [fix])


def _between(labels: Sequence[ReadLabel], texts: Sequence[str | None], at: int) -> str:
    """The numbers before and after a row, as the reason for its own."""
    known = [text or label.text for label, text in zip(labels, texts, strict=True)]
    before = next((text for text in reversed(known[:at]) if text), "")
    after = next((text for text in known[at + 1 :] if text), "")
    parts = (f"after {before}" if before else "", f"before {after}" if after else "")
    return " and ".join(part for part in parts if part) or "the only number"


def _label(row: PhysicalRow, cell: Cell, number: int) -> ReadLabel:
    printed = [i for i, other in enumerate(row.cells) if other.fragments and i != number]
    spots = spots_of(cell.fragments)
    sure = min((sureness(cell.fragments[s.fragment], s.piece) for s in spots), default=1.0)
    text = clean(cell.fragments).text
    tight = "".join(text.split())
    return ReadLabel(tight, sure, len(printed) <= 1, not all(map(is_read, cell.fragments)))


def _values(rows: Sequence[PhysicalRow], column: int) -> Iterator[tuple[Lines, Lines]]:
    """What a column that repeats its values tells of those it prints once: whole cells, or what
    stands between commas."""
    cells = [row.cells[column] for row in rows if row.cells[column].fragments]
    cells = [cell for cell in cells if not cell.merged]
    made = {cell.fragments: cell.fragments for cell in cells}
    for parts_of in (whole, listed):
        parts = {lines: parts_of(new) for lines, new in made.items()}
        counts = Counter(shown(part) for cell in cells for part in parts[cell.fragments])
        repeated = sum(count for count in counts.values() if count >= _TIMES)
        if counts.total() < _FEWEST or repeated < _REPEATED * counts.total():
            continue
        for lines, found in parts.items():
            fixes = [fix for part in found for fix in _nearest(made[lines], part, counts)]
            made[lines] = fixed(made[lines], fixes)
    yield from ((lines, new) for lines, new in made.items() if new != lines)


def _nearest(lines: Lines, part: Part, counts: Counter[str]) -> list[Fix]:
    """The fixes that make a part that stands once the only value it can be."""
    text = shown(part)
    if counts[text] != 1 or not part:
        return []
    near = [value for value, times in counts.items() if times >= _TIMES and _is_near(text, value)]
    if len(near) != 1:
        return []
    wanted = near[0].split()
    mark = part[-1].piece.text[-1:] if part[-1].piece.text.endswith((",", ";")) else ""
    read, wanted[-1] = [spot.piece.text for spot in part], wanted[-1] + mark
    fixes = []
    for kind, a, b, c, d in SequenceMatcher(None, read, wanted, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        changed, kept = (part[a:b], []) if b > a else (part[max(0, a - 1) : a], read[a - 1 : a])
        if not changed or not _may_change(lines, changed, " ".join((*kept, *wanted[c:d]))):
            return []
        reason = f"the column prints {near[0]} {counts[near[0]]} times"
        fixes.append(Fix(changed, " ".join((*kept, *wanted[c:d])), VALUE_RULE, reason))
    return fixes


def _is_near(text: str, value: str) -> bool:
    """Whether a value differs by little, and in no digit that it prints."""
    most = min(_FAR, _FAR_SHARE * len(value))
    if abs(len(text) - len(value)) > most or (_digits(value) and _digits(text) != _digits(value)):
        return False
    return distance(text, value) <= most


def _digits(text: str) -> str:
    """The figures of a text, roman ones too: `Quý II` is no misread `Quý I`."""
    return " ".join(_FIGURES.findall(text))


def _may_change(lines: Lines, spots: Sequence[Spot], wanted: str) -> bool:
    """Whether the reader was in doubt about any of the words, or saw marks that are specks: a mark
    that only the list prints may be left out on purpose."""
    read = " ".join(spot.piece.text for spot in spots)
    if read.lower() == wanted.lower():
        return False  # a capital is the author's choice
    doubted = any(sureness(lines[spot.fragment], spot.piece) < _DOUBTED for spot in spots)
    specks = _letters(read) == _letters(wanted) and len(wanted) < len(read)
    return doubted or specks


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
