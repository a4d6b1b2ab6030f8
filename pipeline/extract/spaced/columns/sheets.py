"""Spaced text while its tables are taken from it, the part of a table on a page, and the pages put
together again."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.extract.layer.doubts.order import INTERLEAVED
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.lines.pages import page_ranges, with_page_numbers
from pipeline.extract.spaced.corridors.corridors import Cut, Told
from pipeline.extract.spaced.lines.foot import SpacedNote, find_notes
from pipeline.extract.spaced.lines.justified import with_lines_closed
from pipeline.extract.spaced.lines.measured import ColumnsLostError, put_right
from pipeline.extract.spaced.lines.overrun import with_room
from pipeline.extract.spaced.lines.paced import at_pace, pace_of
from pipeline.extract.spaced.lines.raised_lines import with_calls_joined
from pipeline.extract.spaced.lines.stretched import with_words_closed
from pipeline.extract.spaced.lines.words import SpacedLine, Word, text_of, words_of
from pipeline.extract.spaced.names.header import HeaderLines
from pipeline.extract.text.lines import NumberedLine, fragment, pages_in_order
from pipeline.model import Block, Fragment, Note, Page, Problem
from pipeline.writing.letters import printed_chars

_ENDED = 0.8
"""Share of the lines of a text that end with a blank from which on it is filled up with these."""
_DRIFTED = (
    "columns of this text begin elsewhere on each line, as PyMuPDF prints them (sort=True), and "
    "lines that overlap are one; fetch the PDF, or its text by pdftotext -layout"
)
TAB = 8
"""The distance of stops (characters) where nothing tells another one."""


@dataclass(slots=True)
class SpacedText:
    """The lines of a document while its tables are taken from them; `padded` is whether blanks fill
    them up to one width, `loose` by line number the words that may be of another column,
    `justified` whether the lines of cells are set to both edges."""

    rows: list[SpacedLine]
    opening: list[int]
    numbers: set[int]
    notes: dict[int, SpacedNote]
    taken: set[int]
    pages: list[int] = field(default_factory=list)
    blocks: list[tuple[int, int, Block]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    padded: bool = False
    loose: Mapping[int, frozenset[str]] = field(default_factory=dict)
    justified: bool = False

    def fragment(self, words: Sequence[Word], index: int) -> Fragment:
        """Words of a line as a fragment."""
        return fragment(text_of(words), self.rows[index].line, self.pages[index])

    def add(self, index: int, block: Block) -> None:
        """A block that begins with a line."""
        self.blocks.append((self.rows[index].line, self.pages[index], block))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The part of a table on one page: its header lines if it has any, and its body lines, by
    index, with the columns of each; `others` are the ways to cut them that are about as good where
    no header says which columns they are; `guessed` are the columns of each row that may have
    other lines; `counted` are the lines that begin with a number that its column cuts, of which
    those of the whole table tell that it is one."""

    header: HeaderLines | None
    body: tuple[int, ...]
    cuts: tuple[Cut, ...] = ()
    wide: tuple[bool, ...] = ()
    told: tuple[Told, ...] = ()
    others: tuple[tuple[Cut, ...], ...] = ()
    margins: tuple[tuple[float, ...], ...] = ()
    guessed: tuple[frozenset[int], ...] = ()
    resumes: bool = False
    seams: Sequence[Sequence[float]] = ()
    centred: bool = False
    counted: frozenset[int] = frozenset()


def read_text(lines: Sequence[NumberedLine], stops: int = TAB) -> SpacedText:
    """The lines of a text with its pages, page numbers and notes known; tabs jump to `stops`."""
    rows, opening = _rows(lines, stops)
    problems: list[Problem] = []
    loose: Mapping[int, frozenset[str]] = {}
    try:
        rows, loose = put_right(rows, opening)
    except ColumnsLostError:
        problems.append(Problem("error", INTERLEAVED, _DRIFTED))
    pace = pace_of(rows)
    rows = at_pace(rows, pace) if pace else with_words_closed(rows)
    rows, justified = with_lines_closed(rows, opening)
    rows, opening = with_room(rows, opening)
    rows, opening = with_calls_joined(rows, opening)
    opens = set(opening)
    pieces = [LinePiece(row.text, row.line, "", index in opens) for index, row in enumerate(rows)]
    pieces, numbers = _line_by_line(rows, *with_page_numbers(pieces))
    ranges = page_ranges(pieces)
    notes, rows = find_notes(rows, ranges, numbers)
    text = SpacedText(rows, [r.start for r in ranges], numbers, notes, set(), problems=problems)
    text.loose, text.justified = loose, justified
    text.padded = _are_padded(lines)
    text.pages = [number for number, r in enumerate(ranges, start=1) for _ in r]
    for index, note in notes.items():
        text.taken |= set(note.lines)
        parts = tuple(
            fragment(part, rows[at].line, text.pages[at])
            for at, part in zip(note.lines, note.texts, strict=True)
        )
        text.add(index, Note(note.number, parts))
    return text


def _line_by_line(
    rows: Sequence[SpacedLine], pieces: Sequence[LinePiece], numbers: set[int]
) -> tuple[list[LinePiece], set[int]]:
    """The pieces of a text as its lines again, where numbers of pages were parted from what stands
    beside them, or put together from several lines, and which lines are nothing but such a number.
    """
    if len(pieces) == len(rows):
        return list(pieces), numbers
    by_line: dict[int, list[int]] = {}
    for place, piece in enumerate(pieces):
        by_line.setdefault(piece.line, []).append(place)
    lines: list[LinePiece] = []
    counted: set[int] = set()
    places: list[int] = []
    for index, row in enumerate(rows):
        own = by_line.get(row.line, [])  # none: its digits stand in the piece above
        places = own or places
        lines.append(LinePiece(row.text, row.line, "", any(pieces[at].opens_page for at in own)))
        if places and numbers.issuperset(places):
            counted.add(index)
    return lines, counted


def _are_padded(lines: Sequence[NumberedLine]) -> bool:
    """Whether nearly all lines end with blanks, most of each page at one width, or are wider than
    that: so do programs that lay the letters of a page on a grid."""
    pages: list[list[str]] = [[]]
    for line in lines:
        if line.new_page:
            pages.append([])
        pages[-1].append(line.text)
    ended = usual = wider = 0
    for texts in pages:
        widths = Counter(len(text) for text in texts if text.endswith(" "))
        width, many = widths.most_common(1)[0] if widths else (0, 0)
        ended, usual = ended + widths.total(), usual + many
        wider += sum(len(text) > width > 0 and not text.endswith(" ") for text in texts)
    return usual >= max(1, ended / 2, wider / 2) and ended + wider >= _ENDED * len(lines)


def _rows(lines: Sequence[NumberedLine], stops: int) -> tuple[list[SpacedLine], list[int]]:
    rows: list[SpacedLine] = []
    opening: list[int] = []
    blanks, opens = 0, False
    known = {word for line in lines for word in line.text.lower().split()}
    for line in lines:
        opens = opens or line.new_page
        words = words_of(unicodedata.normalize("NFC", line.text.expandtabs(stops)), known)
        if not words:
            blanks += 1
            continue
        if opens and rows:
            opening.append(len(rows))
        rows.append(SpacedLine(line.number, words, 0 if opens else blanks))
        blanks, opens = 0, False
    return rows, opening


def pages_of(text: SpacedText) -> Iterator[Page]:
    """The pages with their blocks in the order of the lines."""
    chars: dict[int, int] = {}
    for index, row in enumerate(text.rows):
        page = text.pages[index]
        chars[page] = chars.get(page, 0) + sum(printed_chars(word.text) for word in row.words)
    return pages_in_order(text.blocks, chars)
