"""Dialect `text-lined`: each paragraph of a document stands on a line of its own, its cells one
after the other, row by row.

That is what programs leave of a Word file or a web page that write its text alone (LibreOffice,
`docx2txt`, BeautifulSoup). Lines do not wrap, so that every line is a whole paragraph; the header
says how many columns there are, numbers alone on their lines begin the rows (table), and blank
lines tell blank cells where the program prints them (tokens).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise
from pathlib import Path

from pipeline.extract.layer import reader
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.lines.notes import calls_on, find_notes, raise_call
from pipeline.extract.layer.names.headers import HeaderPieces
from pipeline.extract.layer.printed import header_rows
from pipeline.extract.layer.sheets import PrintedRow, TakenText, pages_of
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.lined.fit import lines_in
from pipeline.extract.lined.heads import LinedText, heads_of, names_numbers
from pipeline.extract.lined.table import LinedRow, is_fit, is_rest, read_rows
from pipeline.extract.lined.tokens import usual_gap
from pipeline.extract.text.dialect import lines_of
from pipeline.model import Cell, Page, Place, Problem, Reading, with_places

_FEWEST_CALLS = 3
"""Digits behind words that count up from 1, from which on they are calls of notes."""
_BARE = 0.25
"""Share of rows without a number up to which rows of broken lines are told apart by their numbers:
without these, where one ends is a guess for each line that fills the width."""
_CALLS = "a number behind the last word may call a footnote; compare with the document"
_UNCERTAIN = "the paragraphs of this row could be dealt to its cells otherwise; compare"
_TOO_LONG = "too many paragraphs for one row; all of them stand in its first cell"


def read(path: Path, data: bytes) -> Reading:
    """The pages of a text in this dialect; where its rows turn out to be no paragraphs, or have no
    numbers and broken lines, those that bare text has. Raises `InputError('not-text')`."""
    printed, problems = lines_of(data)
    lined = heads_of(data)
    text = _text(lined.pieces, lined.heads)
    tables = _with_cut_rows(list(_tables(text, lined)))
    fit = [is_fit(table.head, row) for table in tables for row in table.rows]
    bare = sum(not (row.label or row.placed) for table in tables for row in table.rows)
    if 2 * sum(fit) < len(fit) or (lined.width and bare > _BARE * len(fit)):
        return reader.read(path, data)
    pages, doubts = _pages(text, tables)
    if lined.real:
        pages = tuple(_as_in_file(page, lined.real) for page in pages)
    return Reading("text-lined", "text", pages, (*problems, *reader.mapped(printed), *doubts))


def _as_in_file(page: Page, real: Mapping[int, int]) -> Page:
    """A page of lines counted anew with those of the file as places."""

    def place(old: Place) -> Place:
        return replace(old, line=real.get(old.line or 0, old.line))

    return replace(page, blocks=tuple(with_places(block, place) for block in page.blocks))


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: its header, its rows, and the pieces from its first line up to the next header."""

    head: HeaderPieces
    rows: Sequence[LinedRow]
    inside: Sequence[int]


def _text(pieces: list[LinePiece], heads: Sequence[HeaderPieces]) -> TakenText:
    """A text with its notes found, before its tables are taken from it."""
    named = {at for head in heads for at in range(head.start, head.end)}
    notes = find_notes(pieces, named, {head.start for head in heads})
    notes.pieces = _with_calls(notes.pieces)
    text = TakenText(notes.pieces, set(), list(heads), notes)
    page = 1
    for index, piece in enumerate(text.pieces):
        page += piece.opens_page and index > 0
        text.pages[piece.line] = page
    return text


def _with_calls(pieces: Sequence[LinePiece]) -> list[LinePiece]:
    """The lines with the calls of notes raised that a text without its notes still has: digits
    right behind a word that count up from 1 through the text."""
    found, place = list(pieces), 0
    calls = calls_on(pieces, 0, len(pieces))
    counted: list[tuple[int, int]] = []
    for number in count(1):
        at = next((at for at in calls.get(number, ()) if at >= place), None)
        if at is None:
            break
        counted.append((number, at))
        place = at
    for number, at in counted if len(counted) >= _FEWEST_CALLS else ():
        found[at] = raise_call(found[at], number)
    return found


def _tables(text: TakenText, lined: LinedText) -> Iterator[_Table]:
    """The tables of a text, each from its header to the next one."""
    gap = usual_gap(text.pieces)
    ground = Background.of(piece.text for piece in text.pieces)
    stops = [*(head.start for head in text.headers), len(text.pieces)][1:]
    for head, stop in zip(text.headers, stops, strict=True):
        inside = [at for at in range(head.end, stop) if at not in text.notes.taken]
        end = text.pieces[stop].line if stop < len(text.pieces) else lined.lines[-1].number + 1
        own = [text.pieces[at] for at in inside]
        above = text.pieces[head.end - 1].line
        yield _Table(head, read_rows(head, own, (above, end), gap, ground, lined.width), inside)


def _with_cut_rows(tables: Sequence[_Table]) -> list[_Table]:
    """The tables, the last row of each in doubt where the next one begins with the rest of it, as
    where a header is printed again on each page."""
    found = list(tables)
    for at, (one, below) in enumerate(pairwise(tables)):
        if not (one.rows and below.rows and one.rows[-1].dealt is not None):
            continue
        first, last = below.rows[0], one.rows[-1]
        if is_rest((first.label, *first.tokens)):
            cut = replace(last, doubted=(True,) * len(last.doubted))
            found[at] = replace(one, rows=(*one.rows[:-1], cut))
    return found


def _pages(
    text: TakenText, tables: Sequence[_Table]
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """The pages of a text with its tables put in, and what is doubtful."""
    taken = set(text.notes.taken)
    for number, table in enumerate(tables):
        text.rows += header_rows(text, number, table.head)
        text.rows += [_printed(text, number, table.head, row) for row in table.rows]
        after = {piece.line for row in table.rows for piece in row.after}
        taken |= set(range(table.head.start, table.head.end))
        held = {piece.line for row in table.rows for piece in _printed_in(row)} - after
        taken |= {at for at in table.inside if text.pieces[at].line in held}
    text.prose += [piece for at, piece in enumerate(text.pieces) if at not in taken]
    return tuple(pages_of(text)), tuple(text.problems)


def _printed_in(row: LinedRow) -> Iterator[LinePiece]:
    """What stands in a row, and behind it."""
    yield from row.label
    for token in row.tokens:
        yield from token


def _printed(text: TakenText, number: int, head: HeaderPieces, row: LinedRow) -> PrintedRow:
    label = Cell(tuple(text.fragment(piece.text, piece.line) for piece in row.label))
    columns = len(head.names) - 1
    page = text.page(row.line) if row.line in text.pages else 1
    if row.dealt is None:
        every = _cell(text, [piece for token in row.tokens for piece in token], _TOO_LONG)
        cells = (every, *[Cell(doubt=_TOO_LONG)] * (columns - 1))
        return PrintedRow(row.line, page, (label, *cells), number)
    found = [
        _cell(text, lines_in(row.tokens, span), _UNCERTAIN if doubted else "")
        for span, doubted in zip(row.dealt.spans, row.doubted, strict=True)
    ]
    return PrintedRow(row.line, page, (label, *found), number)


def _cell(text: TakenText, pieces: Sequence[LinePiece], doubt: str) -> Cell:
    if any(names_numbers(one.text) for one in pieces[1:]):
        doubt = _UNCERTAIN  # a header printed again
    if not doubt and (
        calls_on(pieces, 0, len(pieces)) or any(one.text.isdecimal() for one in pieces[1:])
    ):
        doubt = _CALLS
    return Cell(tuple(text.fragment(one.text, one.line) for one in pieces), doubt=doubt)
