"""Notes at the foot of the pages of spaced text, and the plain digits that call them.

A note begins at the left edge with the number after the last one (or with 1), alone on its line
or before its text, and no wide gap parts its lines. It must be called above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.lines.notes import calls_on, end_of_year, raise_call
from pipeline.extract.spaced.lines.words import SpacedLine, Word, meet, segments, text_of
from pipeline.writing.note_starts import ALONE_AT_FOOT, AT_FOOT
from pipeline.writing.raised import RAISED_NUMBER, raise_digits

_RAISED = re.compile(RAISED_NUMBER)
LEFT = 8
"""Characters from the left edge of a page at which its notes begin, at most."""
_FAR = 8
"""Blanks at most between the number of a note and its text: what stands further off is a cell of a
row."""
_MOST_MISSED = 5
"""Notes that may have been missed before one whose call no word stands right before."""
_YEAR_ABOVE = 2
"""Lines above the end of a year on which its column may begin it: others may stand between."""


@dataclass(frozen=True, slots=True)
class SpacedNote:
    """A note: its number, the lines it takes, and the text of each, the first with the number
    raised."""

    number: int
    lines: tuple[int, ...]
    texts: tuple[str, ...]


def find_notes(
    rows: Sequence[SpacedLine], pages: Sequence[range], numbers: set[int]
) -> tuple[dict[int, SpacedNote], list[SpacedLine]]:
    """The notes by their first line, and all lines with the calls raised."""
    found: dict[int, SpacedNote] = {}
    raised = list(rows)
    last = 0
    for before, page in zip([range(0), *pages], pages, strict=False):
        since = before.start if before else page.start
        start = _first(rows, page, since, numbers, last)
        if start is None:
            continue
        block = [index for index in range(start, page.stop) if index not in numbers]
        if any(_is_far(rows[index]) for index in block):
            continue
        for note in _notes(rows, block):
            found[note.lines[0]] = note
            last = note.number
            own = range(page.start, start)
            if not _is_raised(rows, own, note.number) and not _raise(raised, own, note.number):
                _raise(raised, range(since, page.start), note.number)
    return found, raised


def _first(
    rows: Sequence[SpacedLine], page: range, since: int, numbers: set[int], last: int
) -> int | None:
    """The line with which the notes of a page begin; their calls stand above it, `since` the page
    before."""
    own = [index for index in page if index not in numbers]
    edge = min((rows[index].words[0].x0 for index in own), default=0)
    alone = [index for index in own if has_cells(rows[index])]
    lowest = alone[-1] + 1 if alone else page.start
    for index in own:
        number = note_number(rows[index])
        if number is None or not (number == 1 or last < number):
            continue
        if index < lowest or rows[index].words[0].x0 > edge + LEFT:
            continue
        if _follows_row(rows, range(page.start, index), rows[index], number):
            continue
        pieces = [LinePiece(rows[i].text, rows[i].line, "") for i in range(since, index)]
        if calls_on(pieces, 0, len(pieces)).get(number):
            return index
        if _is_raised(rows, range(page.start, index), number):
            return index
        if number <= last + _MOST_MISSED and _is_called_apart(rows, page, index, number):
            return index
    return None


def _is_raised(rows: Sequence[SpacedLine], page: range, number: int) -> bool:
    """Whether the call of a note is raised on some lines."""
    digits = raise_digits(str(number))
    return any(digits in _RAISED.findall(rows[index].text) for index in page)


def _follows_row(rows: Sequence[SpacedLine], above: range, row: SpacedLine, number: int) -> bool:
    """Whether a line is the next row of a table above it that stands where a note could: the number
    before has its text at the same place, behind white space as well."""
    own = _beside(row)
    return own is not None and any(
        note_number(rows[index]) == number - 1 and _beside(rows[index]) == own for index in above
    )


def _beside(row: SpacedLine) -> int | None:
    """Where the text behind the number of a line begins; None where no white space parts them."""
    first, *others = row.segments
    return others[0][0].x0 if len(first) == 1 and others else None


def _is_far(row: SpacedLine) -> bool:
    """Whether a line is a number and a text that stands too far off to be its note."""
    beside = _beside(row)
    return beside is not None and beside - row.words[0].x1 > _FAR and note_number(row) is not None


def _is_called_apart(rows: Sequence[SpacedLine], page: range, end: int, number: int) -> bool:
    """Whether the lines of a page above a note have a call that no word stands right before."""
    return (
        _detached(rows, page, end, number)
        or _apart(rows, page, end, number)
        or any(_behind_years(rows, page.start, at, number) for at in range(page.start + 1, end))
    )


def _behind_years(
    rows: Sequence[SpacedLine], start: int, at: int, number: int
) -> list[tuple[Word, int]]:
    """The words of a line that are the end of a year which its column cuts and the call of a note
    behind it (`02/202` over `616`), each with how many of its digits are of the year. The year
    begins on one of the lines above, `start` the first of them."""
    return [
        (part[0], year)
        for part in segments(rows[at].words)
        if len(part) == 1 and part[0].text.isdigit() and part[0].text.endswith(str(number))
        for above in range(max(start, at - _YEAR_ABOVE), at)
        for begun in segments(rows[above].words)
        if meet(begun, part)
        and (year := end_of_year(begun[-1].text, part[0].text))
        and part[0].text[year:] == str(number)
    ]


def _detached(rows: Sequence[SpacedLine], page: range, end: int, number: int) -> bool:
    """Whether a number ends a cell behind a blank: a call that was set after one."""
    return any(
        len(part) > 1 and part[-1].text == str(number) and part[-2].text[-1].isalpha()
        for index in range(page.start, end)
        for part in rows[index].segments
    )


def _apart(rows: Sequence[SpacedLine], page: range, end: int, number: int) -> bool:
    """Whether a wide gap parts the call of a note from its word, as some programs set raised digits
    (`Bộ Công an     31`): behind a word, above a note that blank lines part from the rows and that
    runs on below the call, where no cell left of it does."""
    if not rows[end].blanks:
        return False
    reach = max(row.words[-1].x1 for row in rows[end : min(end + 2, page.stop)])
    return any(
        call.x0 < reach
        for index in range(page.start, end)
        for call in _calls_apart(rows[index], number)
    )


def _calls_apart(row: SpacedLine, number: int) -> Iterator[Word]:
    """The words of a line that are a number between wide gaps, letters before it."""
    for before, own in pairwise(segments(row.words)):
        if len(own) == 1 and own[0].text == str(number) and before[-1].text[-1].isalpha():
            yield own[0]


def has_cells(row: SpacedLine) -> bool:
    """Whether wide gaps part a line, that behind its number aside."""
    parts = row.segments
    return len(parts) > (2 if ALONE_AT_FOOT.match(text_of(parts[0])) else 1)


def note_number(row: SpacedLine) -> int | None:
    """The number of a note that a line begins with."""
    first = row.words[0].text
    match = AT_FOOT.match(first)
    return int(match["number"]) if match else None


def _notes(rows: Sequence[SpacedLine], block: Sequence[int]) -> list[SpacedNote]:
    notes: list[SpacedNote] = []
    for index in block:
        number = note_number(rows[index])
        text = rows[index].text
        if number is not None and (not notes or number == notes[-1].number + 1):
            notes.append(SpacedNote(number, (index,), (_raised_number(text),)))
        elif notes:
            so_far = notes[-1]
            notes[-1] = SpacedNote(so_far.number, (*so_far.lines, index), (*so_far.texts, text))
    return notes


def _raised_number(text: str) -> str:
    match = re.match(r"\[?(\d{1,3})\]?", text)
    if match is None:
        return text
    return f"{raise_digits(match.group(1))} {text[match.end() :].lstrip()}".rstrip()


def _raise(rows: list[SpacedLine], page: range, number: int) -> bool:
    """Raise the first call of a note among some lines, one behind a blank if there is no other,
    one behind a wide gap if there is none either; and whether there was one."""
    for detached in (False, True):
        for index in page:
            for part in segments(rows[index].words):
                text = " ".join(word.text for word in part)
                raised = _detached_raised(part, number) if detached else _raised(text, number)
                if raised != text:
                    rows[index] = _replaced(rows[index], part, raised.split())
                    return True
    for index in page:
        for word, year in _behind_years(rows, page.start, index, number):
            text = word.text[:year] + raise_digits(str(number))
            rows[index] = _replaced(rows[index], [word], [text])
            return True
        for call in _calls_apart(rows[index], number):
            rows[index] = _moved_to_word(rows[index], call)
            return True
    return False


def _moved_to_word(row: SpacedLine, call: Word) -> SpacedLine:
    """A line with the call of a note raised and moved to the word before it."""
    place = row.words.index(call)
    end = row.words[place - 1].x1
    own = Word(end, end + len(call.text), raise_digits(call.text))
    return replace(row, words=(*row.words[:place], own, *row.words[place + 1 :]))


def _raised(text: str, number: int) -> str:
    return raise_call(LinePiece(text, 0, ""), number).text


def _detached_raised(part: Sequence[Word], number: int) -> str:
    texts = [word.text for word in part]
    if len(texts) > 1 and texts[-1] == str(number) and texts[-2][-1].isalpha():
        texts[-1] = raise_digits(texts[-1])
    return " ".join(texts)


def _replaced(row: SpacedLine, part: Sequence[Word], texts: Sequence[str]) -> SpacedLine:
    new = {word: Word(word.x0, word.x1, text) for word, text in zip(part, texts, strict=True)}
    return SpacedLine(row.line, tuple(new.get(word, word) for word in row.words), row.blanks)
