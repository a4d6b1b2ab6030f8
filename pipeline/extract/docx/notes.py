"""Footnotes and endnotes: which mark a call prints, and where a note's text is found.

Automatic marks count in document order; how, is said by `w:footnotePr` of the section, else of
the settings. A call with a mark of its own keeps it and does not count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.extract.docx.flow import Call, Flow, FlowLine, NoteKind
from pipeline.extract.docx.xml import W, number, value
from pipeline.writing.raised import lower_digits, raise_digits

_CHICAGO: Final = "*†‡§"
_ONE_NUMBER: Final = re.compile(r"\D{0,3}(\d{1,4})\D{0,3}")
NOTE_KINDS: Final[tuple[NoteKind, ...]] = ("footnote", "endnote")


@dataclass(slots=True)
class _Count:
    """How one kind of note counts, and how far it has come."""

    form: str
    start: int = 1
    restart: str = "continuous"
    count: int = 0
    page: int = 0


@dataclass(slots=True)
class NoteMarks:
    """The marks of a document's notes. `current` is that of the note whose text is being read.

    `called_in_all` is how often a document calls each kind: where it has footnotes and endnotes,
    their numbers must not meet.
    """

    settings: etree._Element | None
    called_in_all: Mapping[NoteKind, int] = field(default_factory=dict)
    current: str = ""
    _counts: dict[NoteKind, _Count] = field(default_factory=dict)

    def enter_section(self, section: etree._Element | None) -> None:
        """Take over how the notes of a section are numbered."""
        for kind in NOTE_KINDS:
            before = self._counts.get(kind)
            now = self._declared(kind, section)
            if before is not None and now.restart != "eachSect":
                now.count, now.page = before.count, before.page
            self._counts[kind] = now

    def _declared(self, kind: NoteKind, section: etree._Element | None) -> _Count:
        count = _Count("decimal" if kind == "footnote" else "lowerRoman")
        for parent in (self.settings, section):
            said = None if parent is None else parent.find(f"{W}{kind}Pr")
            if said is None:
                continue
            count.form = value(said, "numFmt") or count.form
            start = number(said, "numStart")
            count.start = count.start if start is None else start
            count.restart = value(said, "numRestart") or count.restart
        return count

    def next(self, kind: NoteKind, page: int) -> str:
        """The mark of the next automatic note.

        Letters and Roman numerals come as their number, for only numbers can be raised and
        looked up; beside notes of the other kind, where `i` is not 1, they count on from the last
        of those.
        """
        if kind not in self._counts:
            self._counts[kind] = self._declared(kind, None)
        count = self._counts[kind]
        if count.restart == "eachPage" and page != count.page:
            count.count, count.page = 0, page
        count.count += 1
        place = count.start + count.count - 1
        if count.form == "chicago":
            times, which = divmod(max(place - 1, 0), len(_CHICAGO))
            return _CHICAGO[which] * (times + 1)
        if count.form == "decimal":
            return str(place)
        others = sum(n for other, n in self.called_in_all.items() if other != kind)
        return str(place + others)

    def called(self, flow: Flow, kind: NoteKind, ident: str, mark: str, line: FlowLine) -> None:
        """Remember a call, so that the note follows the block it stands in."""
        flow.calls.append(Call(kind, ident, mark, line.page, line.number))
        if flow.in_row and not any(char.isdigit() for char in lower_digits(mark)):
            message = f"{kind}s are called by marks that are no numbers; they stay in their cells"
            flow.problem("warning", "note-mark", message, mark)
        form = self._counts[kind].form if kind in self._counts else "decimal"
        if form not in {"decimal", "chicago"} and mark.isdigit():
            flow.problem(
                "info",
                "note-mark",
                f"{kind}s are printed in the format {form} and stand here under numbers",
            )


class NoteTexts:
    """The note parts of a file, by kind and id."""

    def __init__(self, footnotes: etree._Element | None, endnotes: etree._Element | None) -> None:
        self._notes: dict[tuple[NoteKind, str], etree._Element] = {}
        for kind, root in zip(NOTE_KINDS, (footnotes, endnotes), strict=True):
            for note in () if root is None else root.iterfind(W + kind):
                self._notes.setdefault((kind, note.get(W + "id", "")), note)

    def find(self, call: Call) -> etree._Element | None:
        """The element that holds the text of a called note, None where the file has none."""
        return self._notes.get((call.kind, call.ident))


def note_number(mark: str) -> int | None:
    """The number a mark shows, None for an asterisk and the like.

    >>> note_number("12"), note_number("(3)"), note_number("*")
    (12, 3, None)
    """
    found = _ONE_NUMBER.fullmatch(lower_digits(mark))
    return int(found[1]) if found else None


def raise_mark(line: FlowLine, mark: str) -> None:
    """Raise a mark that is typed at the head of a note's first line, and set it apart by a space.

    A mark typed in front of other digits is told from them only where it is a run of its own.
    """
    for index, piece in enumerate(line.pieces):
        text = piece.strip()
        if not text:
            continue
        plain, rest = lower_digits(text), lower_digits(piece).lstrip()[len(mark) :]
        if plain == mark:
            _set_mark(line, index, mark, "")
        elif plain.startswith(mark) and not (mark[-1].isdigit() and rest[0].isdigit()):
            _set_mark(line, index, mark, piece.lstrip()[len(mark) :].lstrip())
        return


def _set_mark(line: FlowLine, index: int, mark: str, rest: str) -> None:
    line.pieces[index] = f"{raise_digits(mark)} {rest}"
    if not rest and index + 1 < len(line.pieces):
        line.pieces[index + 1] = line.pieces[index + 1].lstrip()
