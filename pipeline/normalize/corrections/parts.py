"""One row that is two: cut between printed lines, or inside one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.model import Correction, Fragment, Place
from pipeline.normalize.corrections.changed import Corrections, Phase, again, change_of, of, shown
from pipeline.normalize.corrections.match import STALE, Built, Miss, rows_meant, settle
from pipeline.normalize.ocr.pieces import mended
from pipeline.normalize.tables.rows import TableCell, TableRow
from pipeline.normalize.text import clean
from pipeline.writing.columns import NUMBER
from pipeline.writing.labels import parse_label

Fragments = Sequence[Fragment]


def parted(tables: Sequence[Built], entries: Corrections) -> Phase:
    """Rows parted in two: so many printed lines, or characters, of each column stay above."""
    hits, misses = settle(of(entries, "part"), lambda entry: rows_meant(entry, tables))
    by_row = {address: entry for entry, address in hits}
    result = []
    for t, built in enumerate(tables):
        rows: list[TableRow] = []
        for r, row in enumerate(built.rows or ()):
            entry = by_row.get((t, r))
            why = _cannot_part(row, built.table.header.columns, entry) if entry else ""
            if entry and why:
                misses.append(Miss(entry, STALE, why))
            rows += _halves(row, built, entry) if entry and not why else (row,)
        result.append(again(built, rows) if len(rows) != len(built.rows or ()) else built)
    return result, misses


def _cannot_part(row: TableRow, columns: Sequence[str], entry: Correction) -> str:
    """Why a row cannot be parted as an entry says; blank where it can."""
    cells = dict(zip(columns, row.cells, strict=True))
    for column, _ in (*entry.lines, *entry.chars):
        if column not in cells:
            return f"its table has no column {column}"
        if cells[column].merged:
            return f"{column} has no text of its own"
    for column, count in entry.lines:
        if count > len(cells[column].fragments):
            return f"{column} has {len(cells[column].fragments)} lines of its own"
    for column, count in entry.chars:
        if count > len(cells[column].raw):
            return f"{column} has {len(cells[column].raw)} characters of its own"
    cuts = _cuts(cells, entry)
    if not any(below for _, below in cuts.values()):
        return "nothing would stand below"
    return ""


def _cuts(
    cells: Mapping[str, TableCell], entry: Correction
) -> dict[str, tuple[Fragments, Fragments]]:
    """Of each column: the lines that stay above, and those that go below."""
    lines, chars = dict(entry.lines), dict(entry.chars)
    cuts = {}
    for column, cell in cells.items():
        whole = cell.fragments
        if column in chars:
            cuts[column] = _cut_at(whole, chars[column])
        elif cell.merged:
            cuts[column] = (whole, ())
        else:
            count = lines.get(column, len(whole))
            cuts[column] = (whole[:count], whole[count:])
    return cuts


def _cut_at(fragments: Fragments, at: int) -> tuple[Fragments, Fragments]:
    """Lines cut behind so many characters of their text, line ends counted as one."""
    above: list[Fragment] = []
    for number, fragment in enumerate(fragments):
        length = len(fragment.printed)
        if at < length:
            first, second = _cut_line(fragment, at) if at > 0 else (None, fragment)
            return (*above, *([first] if first else [])), (second, *fragments[number + 1 :])
        above.append(fragment)
        at -= length + 1
    return above, ()


def _cut_line(fragment: Fragment, at: int) -> tuple[Fragment, Fragment]:
    """A line cut behind so many of its characters."""
    if fragment.words:
        return _cut_words(fragment, at)
    left, right = _places(fragment.place, at / len(fragment.text))
    above = replace(fragment, text=fragment.text[:at], place=left, glued=False, hyphenated=False)
    return above, replace(fragment, text=fragment.text[at:], place=right)


def _places(place: Place, share: float) -> tuple[Place, Place]:
    if place.x0 is None or place.x1 is None:
        return place, place
    middle = place.x0 + share * (place.x1 - place.x0)
    return replace(place, x1=middle), replace(place, x0=middle)


def _cut_words(fragment: Fragment, at: int) -> tuple[Fragment, Fragment]:
    """A line read from a picture, cut inside a word or between two. What was mended stays mended
    where all of it is on one side."""
    words, number = list(fragment.words), 0
    while number < len(words) and at > len(words[number].text):
        at -= len(words[number].text) + 1
        number += 1
    if 0 < at < len(words[number].text):
        one = words[number]
        middle = one.x0 + at / len(one.text) * (one.x1 - one.x0)
        words[number : number + 1] = [
            one._replace(text=one.text[:at], x1=middle, alternatives=()),
            one._replace(text=one.text[at:], x0=middle, alternatives=()),
        ]
        moved, inside, number = 1, number, number + 1
    else:
        number += at > 0
        moved, inside = 0, -1
    left, right = _places(fragment.place, number / max(1, len(words)))
    if 0 < number < len(words):
        left, right = replace(left, x1=words[number - 1].x1), replace(right, x0=words[number].x0)
    above = replace(
        fragment, words=tuple(words[:number]), mends=(), place=left, glued=False, hyphenated=False
    )
    below = replace(fragment, words=tuple(words[number:]), mends=(), place=right)
    above, below = (replace(f, text=" ".join(w.text for w in f.words)) for f in (above, below))
    kept = [m for m in fragment.mends if not m.at <= inside < m.at + m.read]
    upper = [m for m in kept if m.at + m.read <= number]
    lower = [m._replace(at=m.at + moved - number) for m in kept if m.at + moved >= number]
    return mended(above, upper), mended(below, lower)


def _halves(row: TableRow, built: Built, entry: Correction) -> tuple[TableRow, TableRow]:
    columns = built.table.header.columns
    cells = dict(zip(columns, row.cells, strict=True))
    cuts = _cuts(cells, entry)
    pairs = [_cut(cells[column], *cuts[column]) for column in columns]
    upper, lower = (_half(row, [pair[i] for pair in pairs], columns, not i) for i in (0, 1))
    change = change_of(entry, shown(row), f"{shown(upper)}\n{shown(lower)}")
    return replace(upper, changes=(*upper.changes, change)), lower


def _cut(cell: TableCell, above: Fragments, below: Fragments) -> tuple[TableCell, TableCell]:
    if cell.merged:
        return cell, cell
    return (cell, TableCell("")) if not below else (_cell(above), _cell(below))


def _cell(fragments: Fragments) -> TableCell:
    made = clean(fragments)
    return TableCell(made.text, tuple(fragments), False, made.markers, made.changes)


def _half(
    row: TableRow, cells: Sequence[TableCell], columns: Sequence[str], first: bool
) -> TableRow:
    numbers = [c for name, c in zip(columns, cells, strict=True) if name == NUMBER]
    own = next((cell.text for cell in numbers if not cell.merged), "")
    label = (own or row.label) if first and not numbers else own
    pages = [piece.place.page for cell in cells if not cell.merged for piece in cell.fragments]
    return replace(
        row,
        label=label,
        parsed=parse_label(label),
        cells=tuple(cells),
        pages=(min(pages, default=row.pages[0]), max(pages, default=row.pages[1])),
        joins=row.joins if first else (),
        unstarted=row.unstarted and first,
        changes=row.changes if first else (),
    )
