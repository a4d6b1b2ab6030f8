"""Footnotes of a text layer: notes at the ends of pages, and the plain digits that call them.

Where the text lost the raising of digits, a call is a number that ends a word (`thành3)`) and a
note a line that begins with the same number. Neither is believed alone: a note must stand at the
end of a page that calls it, and the notes of a page follow each other by number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field, replace

from pipeline.extract.layer.lines.lines import SAME_LINE, LinePiece
from pipeline.extract.layer.lines.pages import page_ranges
from pipeline.extract.layer.signs.words import width
from pipeline.frozen import dataclass
from pipeline.writing.cuts import is_cut_number
from pipeline.writing.labels import is_next, parse_label
from pipeline.writing.note_starts import UNPROVEN, raised_number
from pipeline.writing.patterns import compiled
from pipeline.writing.raised import raise_digits

_GLUED_NOTE = compiled(r"\d{1,3}\p{L}{2}")
_CALL = compiled(
    r"(?:(?<=\p{L})(?:,?(?:\.{3}|…))?[)”\"’.,;:]{0,2}|(?<=\d)[)”\"’][.,;:]?|(?<=/20\d\d))(?P<digits>[1-9]\d{0,2})(?=[\s)\],.;:”\"]|\Z)"
)
_DIGIT = re.compile(r"[1-9]")
"""What each call begins with: most lines have none, and it is looked for in a tenth of the time."""
_BOXED_CALL = re.compile(r"(?<=[\w)”\"])\[(?P<digits>\d{1,3})\]")
_CODE = compiled(r"(?:\A|[\s(“\"/-])\p{Lu}{1,2}\Z|(?:\A|[\s\d(/])[kcdm]?m\Z")
"""What a number is part of: a code (`H2`), a measure of areas or volumes (`km2`)."""
_ALONE = re.compile(r"[1-9]\d{0,2}")
_NOTE_TEXT = compiled(r"\p{Lu}|[“\"(]")
_LABELLED = re.compile(r"(?:\d{1,3}[.)]|\(\d{1,3}\))(?=\s|\Z)")
"""A line that begins with the number of a row as a document with stops or brackets prints it."""
_MEASURE = compiled(r"\d+\s?\p{L}{1,4}/\p{L}{1,4}(?!\w)")
"""An amount with its unit (`1Gb/s`): no note begins so."""
_URL = re.compile(r"(?:https?://|www\.)\S+\Z")
_LONGEST_BLOCK = 60
"""Lines of the notes under a page at most."""
_AS_WIDE = 0.85
"""Share of the width of a note from which on a line of the next page is the rest of it."""
_FILLED = 0.6
"""Share of the width of a note that each line of its rest has but the last one: a line breaks where
the next word has no room."""
_CALLED = 0.5
"""Share of the notes under a page that it calls, at least: nothing calls the rows of a table."""
_FEW = 4
"""Lines of a block of notes from which on some must be wider than those of cells."""
_MUCH_WIDER, _BROADEST = 1.5, 3
"""Times as wide as a line of cells the one behind a lone number is: the broadest column has less
than half of a page, and so many lines at least that are as wide as it."""
_WIDER = 6
"""One line in so many of a block of notes is wider than those of cells, at least."""


@dataclass(frozen=True, slots=True)
class LayerNote:
    """A note: its number, and its pieces, the first beginning with the number, raised."""

    number: int
    pieces: tuple[LinePiece, ...]


@dataclass(slots=True)
class Notes:
    """Notes by the index of their first piece; `taken` are the indices of all their pieces.

    `pieces` are all pieces of the text with the calls raised.
    """

    pieces: list[LinePiece]
    found: dict[int, LayerNote] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)


def find_notes(pieces: Sequence[LinePiece], skip: set[int], headers: set[int]) -> Notes:
    """The notes of a text. `skip` are page numbers, `headers` the first pieces of headers."""
    notes = Notes([_raise_boxed(piece) for piece in pieces])
    last, open_note = 0, None
    before = range(0)
    for page in page_ranges(pieces):
        start = _first_note(pieces, page, before, skip, last)
        if open_note is not None:
            _run_on(
                notes, open_note, range(page.start, page.stop if start is None else start), skip
            )
        if start is None:
            open_note, before = None, page
            continue
        if not _are_called(notes.pieces, range(start, page.stop), (before, page), skip):
            open_note, before = None, page
            continue
        last, open_note = _read_block(notes, range(start, page.stop), skip, headers)
        above = range(page.start, start)
        _raise_calls(notes, above, range(start, page.stop), before)
        before = above
    return notes


def _run_on(notes: Notes, first: int, page: range, skip: set[int]) -> None:
    """Give a note the rest of it that stands at the foot of the next page: lines as wide as its
    own but for the last one, where the page before ended inside a sentence. Else the rows of the
    page would be the rest of a short note that ends without a stop."""
    note = notes.found[first]
    if note.pieces[-1].text.endswith((".", ")", "”", '"', ";")):
        return
    widest = max(width(piece.text) for piece in note.pieces)
    start = next((i for i in page if width(notes.pieces[i].text) > _AS_WIDE * widest), None)
    if start is None:
        return
    rest = [index for index in range(start, page.stop) if index not in skip]
    full = all(width(notes.pieces[index].text) > _FILLED * widest for index in rest[:-1])
    if full and len(rest) <= _LONGEST_BLOCK:
        more = tuple(notes.pieces[index] for index in rest)
        notes.found[first] = replace(note, pieces=(*note.pieces, *more))
        notes.taken.update(rest)


def is_stray(piece: LinePiece) -> bool:
    """Whether a piece is an address that the page shows outside its text."""
    return _URL.match(piece.text) is not None


def calls_on(pieces: Sequence[LinePiece], first: int, end: int) -> dict[int, list[int]]:
    """Pieces of a page that may call a note behind a word of theirs, by number."""
    calls: dict[int, list[int]] = {}
    for index in range(first, end):
        text = pieces[index].text
        for match in _CALL.finditer(text) if _DIGIT.search(text) else ():
            if not _CODE.search(text[: match.start()]):
                calls.setdefault(int(match.group("digits")), []).append(index)
    return calls


def _begun_with(pieces: Sequence[LinePiece], page: range) -> dict[int, list[int]]:
    """Pieces of a page that may begin with the call of a note in the line before, by number."""
    calls: dict[int, list[int]] = {}
    labelled = any(_LABELLED.match(pieces[index].text) for index in page)
    for index in page[1:]:
        if pieces[index].text[0].isdigit():
            above = pieces[index - 2] if index - 2 >= page.start else None
            number = _call_before(above, pieces[index - 1], pieces[index], labelled)
            if number is not None:
                calls.setdefault(number, []).append(index)
    return calls


def _places(pieces: Sequence[LinePiece], page: range) -> dict[int, list[int]]:
    """Pieces of a page with what may be calls, by number."""
    found = _begun_with(pieces, page)
    for number, places in calls_on(pieces, page.start, page.stop).items():
        found.setdefault(number, []).extend(places)
    return found


def _call_before(
    above: LinePiece | None, before: LinePiece, piece: LinePiece, labelled: bool
) -> int | None:
    """The number that a piece begins with and that may be a call in what stands before it. Programs
    give raised digits a line of their own (`điện tử`, `2`; a year that its column cuts, `02/202`,
    `6`, `15`); where rows are `labelled` with stops or brackets, a bare number alone is none of
    theirs."""
    year = end_of_year(before.text, piece.text)
    if year and _ALONE.fullmatch(piece.text[year:]):
        return int(piece.text[year:])
    if labelled and _ALONE.fullmatch(piece.text):
        cut_year = above is not None and is_cut_number(above.text, before.text)
        return int(piece.text) if cut_year or any(map(str.isalpha, before.text)) else None
    if piece.line != before.line or piece.sign == SAME_LINE:
        return None
    match = _CALL.match(f"{before.text}{piece.text}", len(before.text))
    return int(match.group("digits")) if match and not _CODE.search(before.text) else None


def end_of_year(before: str, text: str) -> int:
    """How many digits that a line begins with end the year of the line before (`02/202` over `616`:
    the year 2026, and the call 16), if more stand behind them; 0 for none."""
    return next((k for k in range(1, min(3, len(text))) if is_cut_number(before, text[:k])), 0)


def _note_number(pieces: Sequence[LinePiece], index: int) -> int | None:
    """The number of a note that may begin with a piece; its text may begin with the next one."""
    text = pieces[index].text
    if not text[0].isdigit() and text[0] != "[":
        return None
    match = UNPROVEN.match(text)
    if match:
        return int(match.group("boxed") or match.group("plain"))
    if _ALONE.fullmatch(text) and index + 1 < len(pieces):
        if index and is_cut_number(pieces[index - 1].text, text):
            return None  # the end of a year that its narrow column broke
        return int(text) if _NOTE_TEXT.match(pieces[index + 1].text) else None
    return raised_number(text)


def _first_note(
    pieces: Sequence[LinePiece],
    page: range,
    before: range,
    skip: set[int],
    last: int,
) -> int | None:
    """Where the notes of a page begin: with the number after the last one, or 1, that is called
    above on the page (or, of a row that goes on, on the one before), else with any later one: the
    notes of a page between may not have been found. Rows are counted too, but notes stand below
    them: of lines that may begin with the first note it is the last one."""
    may = {
        index: number
        for index in page
        if index not in skip and (number := _note_number(pieces, index)) is not None
        if number == 1 or number > last
    }
    if not may:
        return None
    calls, earlier = _places(pieces, page), _places(pieces, before)
    found: dict[int, int] = {}
    for index, number in may.items():
        text, follows = pieces[index].text, number == last + 1
        called = (
            any(call < index for call in calls.get(number, ()))
            or (follows and (number in earlier or _GLUED_NOTE.match(text) is not None))
            or raised_number(text) is not None
        )
        # A number that stands alone and follows those of notes needs no wide line.
        alone = _ALONE.fullmatch(text) is not None and not (follows and last)
        above, block = range(page.start, index), range(index, page.stop)
        if not called or _MEASURE.match(text) or _rows_go_on(pieces, above, block, skip):
            continue
        if _wider_than_cells(pieces, above, block, alone):
            found[number] = index
    first = {1, last + 1} & found.keys() or found.keys()
    return min((found[number] for number in first), default=None)


def _rows_go_on(pieces: Sequence[LinePiece], above: range, block: range, skip: set[int]) -> bool:
    """Whether the rows of a page go on in what would be its notes: the first number of a row there
    is the one after the last one above, printed alike and alone on its line."""
    labels = (_LABELLED.fullmatch(pieces[index].text) for index in reversed(above))
    last = next((label.group() for label in labels if label), None)
    below = (pieces[index].text for index in block[:_LONGEST_BLOCK] if index not in skip)
    first = next((text for text in below if _LABELLED.fullmatch(text)), None)
    return last is not None and first is not None and is_next(parse_label(last), parse_label(first))


def _wider_than_cells(pieces: Sequence[LinePiece], above: range, block: range, alone: bool) -> bool:
    """Whether what would be notes is set across the page: of more than a few lines some are
    wider than those of the cells above. Where the number stands `alone`, as those of rows do, the
    line behind it is much wider."""
    usual = sorted(width(pieces[index].text) for index in above)
    if alone:
        behind = width(pieces[block.start + 1].text)
        return bool(usual) and behind > _MUCH_WIDER * usual[-_BROADEST:][0]
    if len(block) < _FEW or not usual:
        return True
    wide = usual[int(0.9 * (len(usual) - 1))]
    wider = sum(width(pieces[index].text) > wide for index in block)
    return _WIDER * wider >= len(block)


def _read_block(notes: Notes, block: range, skip: set[int], headers: set[int]) -> tuple[int, int]:
    """Take the notes of a page; return the number of the last one and its first piece."""
    number, first = 0, block.start
    for index in block:
        if index in headers or index - block.start > _LONGEST_BLOCK:
            break
        if index in skip:
            continue
        piece = notes.pieces[index]
        found = _note_number(notes.pieces, index)
        if found is not None and (number == 0 or found == number + 1):
            number, first = found, index
            notes.found[first] = LayerNote(number, (_raise_number(piece),))
        else:
            so_far = notes.found[first]
            notes.found[first] = replace(so_far, pieces=(*so_far.pieces, piece))
        notes.taken.add(index)
    return number, first


def _are_called(
    pieces: Sequence[LinePiece], block: range, above: Sequence[range], skip: set[int]
) -> bool:
    """Whether so many of what would be notes are called on their page, or the one before, as those
    of a page are: rows that count on from what a number is taken for are not."""
    found, last = list[int](), 0
    for index in block[:_LONGEST_BLOCK]:
        number = None if index in skip else _note_number(pieces, index)
        if number is not None and (not found or number == last + 1):
            last = number
            if raised_number(pieces[index].text) is None:
                found.append(number)
    called = set().union(*(_places(pieces, page) for page in above))
    return sum(number in called for number in found) >= _CALLED * len(found)


def _raise_number(piece: LinePiece) -> LinePiece:
    if _ALONE.fullmatch(piece.text):
        return replace(piece, text=raise_digits(piece.text))
    match = UNPROVEN.match(piece.text)
    if match is None:
        return piece
    digits = raise_digits(match.group("boxed") or match.group("plain"))
    return replace(piece, text=f"{digits} {piece.text[match.end() :]}")


def _raise_calls(notes: Notes, page: range, block: range, before: range) -> None:
    """Raise the calls of the notes under a page: the first place that can be one of each, on the
    page or, where it ends with a row that goes on, the last one of the page before."""
    own = calls_on(notes.pieces, page.start, page.stop)
    begun = _begun_with(notes.pieces, page)
    earlier = calls_on(notes.pieces, before.start, before.stop)
    for start, note in notes.found.items():
        if start not in block:
            continue
        if note.number not in own and note.number in begun:
            _raise_begun(notes, begun[note.number][0], str(note.number))
        elif places := own.get(note.number, []) or earlier.get(note.number, [])[-1:]:
            notes.pieces[places[0]] = raise_call(notes.pieces[places[0]], note.number)


def _raise_begun(notes: Notes, index: int, digits: str) -> None:
    """Give the call that a piece begins with to the end of the one before; one behind the end of a
    year stays there."""
    called, piece = notes.pieces[index - 1 : index + 1]
    if year := end_of_year(called.text, piece.text):
        notes.pieces[index] = replace(piece, text=piece.text[:year] + raise_digits(digits))
        return
    notes.pieces[index - 1] = replace(called, text=called.text + raise_digits(digits))
    rest = piece.text.removeprefix(digits).lstrip()
    if rest:
        notes.pieces[index] = replace(piece, text=rest)
    else:
        notes.taken.add(index)


def raise_call(piece: LinePiece, number: int) -> LinePiece:
    """The piece with the first call of a note raised, where it has one."""
    for match in _CALL.finditer(piece.text):
        if int(match.group("digits")) == number and not _CODE.search(piece.text[: match.start()]):
            start, end = match.span("digits")
            digits = raise_digits(match.group("digits"))
            return replace(piece, text=piece.text[:start] + digits + piece.text[end:])
    return piece


def _raise_boxed(piece: LinePiece) -> LinePiece:
    """`gồm[1]` with its call raised."""
    if "[" not in piece.text:
        return piece
    text = _BOXED_CALL.sub(lambda m: raise_digits(m.group("digits")), piece.text)
    return replace(piece, text=text)
