"""Footnotes of a page, and lines that run along on every page.

A note stands under a short rule at the foot of the page or begins with a raised number; one that
does not end on its page goes on under the rule of the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from pipeline.extract.pdf.lines.text import PrintedLine
from pipeline.extract.ruled.lines import Rule
from pipeline.model import Block, Fragment, Note, Prose
from pipeline.writing.note_starts import PLAIN, RAISED_START
from pipeline.writing.page_numbers import is_margin_number
from pipeline.writing.raised import RAISED_NUMBER, lower_digits, raise_digits

MARGIN = 0.13
"""Share of the page height, at the top and at the foot, where running lines stand."""
_SAME_SIZE = 0.5
"""Points within which two lines are set in one size."""
_ENDS = '.;:!?)”"'
"""Marks that a text ends with."""
REPEATS = 3
"""On so many pages a line must stand at one height to be a running head."""

_RAISED = re.compile(RAISED_NUMBER)
_NUMBER = re.compile(r"\d+")


APART, INSET = 1.6, 100
"""Ems below the line before, or points right of it, at which a number under notes is that of the
page."""
OUT, IN = 4, 60
"""Points by which notes may begin left and right of the rule over them: hanging marks, indents."""
SHORTEST_RULE = 20
"""Points of the rule over notes: shorter ones underline a word."""
RIGHT_BELOW = 4
"""Ems between the rule and the first note."""
WIDE_TEXT, AS_WIDE = 200, 0.75
"""Points of a text whose width tells something, and the share of it a long rule has."""
LONGEST_PAGE_NUMBER = 5
"""Digits of a page number: longer ones number something else."""


@dataclass(slots=True)
class NoteDraft:
    """A note while its text may still go on; `top` is where it begins on its page."""

    number: int
    top: float
    fragments: list[Fragment] = field(default_factory=list)

    def finished(self) -> Note:
        """The note as a block."""
        return Note(self.number, tuple(self.fragments))


@dataclass(slots=True)
class NoteReader:
    """Takes the notes out of the prose of page after page of one document.

    `open_note` stood under a rule at the foot of the last page; `open_end` ended that page with
    no rule above it: the note and its last line.
    """

    open_note: NoteDraft | None = None
    open_end: tuple[NoteDraft, PrintedLine] | None = None
    last: int = 0
    called: set[int] = field(default_factory=set)

    def take(
        self,
        lines: list[PrintedLine],
        rules: Iterable[Rule],
        calls: set[int],
        place: Callable[[PrintedLine], Fragment],
        table_top: float = float("inf"),
    ) -> tuple[list[PrintedLine], list[NoteDraft]]:
        """Split the prose lines of a page into those that stay and the notes that begin here.

        `calls` are the note numbers called on the page, `table_top` is where its first table
        begins. A note that goes on from the page before is filled up where it is.
        """
        self.called |= calls
        foot = [lines.pop()] if lines and _is_foot(lines) else []
        zone = self._zone(lines, rules)
        if zone == len(lines):
            rest, notes = self._take_loose(lines, place, table_top)
            return rest + foot, notes
        rest, notes = lines[:zone], []
        carried, self.open_note, self.open_end = self.open_note, None, None
        for line in lines[zone:]:
            number = self._starts(line)
            if number is not None:
                notes.append(self._begin(line, number, place))
            elif notes:
                notes[-1].fragments.append(place(line))
            elif carried is not None:
                carried.fragments.append(place(line))
            else:
                rest.append(line)
        self.open_note = notes[-1] if notes else carried
        return rest + foot, notes

    def _take_loose(
        self, lines: list[PrintedLine], place: Callable[[PrintedLine], Fragment], table_top: float
    ) -> tuple[list[PrintedLine], list[NoteDraft]]:
        """The notes of a page that has no rule over its notes."""
        head = self._head(lines, table_top)
        draft = self.open_end[0] if self.open_end else None
        if draft is not None:
            draft.fragments += [place(line) for line in head]
        rest, notes = self._loose(lines[len(head) :], place)
        draft = notes[-1] if notes else draft
        ends_in_note = bool(lines) and (not rest or rest[-1] is not lines[-1])
        self.open_end = (draft, lines[-1]) if ends_in_note and draft is not None else None
        self.open_note = None
        return rest, notes

    def _head(self, lines: list[PrintedLine], table_top: float) -> list[PrintedLine]:
        """The lines at the head of a page with which the note at the end of the one before goes
        on, no rule above them: set as it is, one under the other, after a text without an end."""
        if self.open_end is None or not lines or lines[0].base > table_top:
            return []
        before = self.open_end[1]
        if abs(lines[0].size - before.size) >= _SAME_SIZE or lines[0].bold != before.bold:
            return []
        if lines[0].raised or (before.text[-1] in _ENDS and not lines[0].text[0].islower()):
            return []
        head = lines[:1]
        for line in lines[1:]:
            if line.raised or line.base > table_top or not _goes_on(head[-1], line):
                break
            head.append(line)
        return head

    def _zone(self, lines: list[PrintedLine], rules: Iterable[Rule]) -> int:
        """Index of the first line under the rule that parts the notes from the page."""
        for rule in sorted(rules):
            first = next((i for i, line in enumerate(lines) if line.base > rule.at), len(lines))
            below = lines[first:]
            if not below or not _lies_over(rule, below):
                continue
            number = self._starts(below[0])
            if number is not None and (below[0].raised or number in self.called):
                return first
            if _is_long(rule, below) and (number is not None or self._is_finished()):
                continue
            goes_on = self.open_note is not None or number is not None
            if goes_on and _is_small(below[0], lines[:first]):
                return first
        return len(lines)

    def _is_finished(self) -> bool:
        """Whether the note at the foot of the page before has an end."""
        return self.open_note is None or self.open_note.fragments[-1].text[-1:] in _ENDS

    def _starts(self, line: PrintedLine) -> int | None:
        """The number a line begins a note with."""
        if line.raised:
            match = RAISED_START.match(line.text)
            return int(lower_digits(match.group(1))) if match else None
        match = PLAIN.match(line.text)
        if not match:
            return None
        number, gap, begins = int(match.group(1)), match.group(2), match.group(3)
        expected = number == self.last + 1
        if begins.islower() or (gap and not expected):
            return None
        return number if number in self.called or (expected and not gap) else None

    def _begin(
        self, line: PrintedLine, number: int, place: Callable[[PrintedLine], Fragment]
    ) -> NoteDraft:
        self.last = number
        self.called.discard(number)
        return NoteDraft(number, line.y0, [_numbered(place(line), number)])

    def _loose(
        self, lines: list[PrintedLine], place: Callable[[PrintedLine], Fragment]
    ) -> tuple[list[PrintedLine], list[NoteDraft]]:
        """Notes that begin with a raised number without a rule above them."""
        rest: list[PrintedLine] = []
        notes: list[NoteDraft] = []
        before: PrintedLine | None = None
        for line in lines:
            number = self._starts(line) if line.raised else None
            if number is not None and len(line.text) > line.raised:
                notes.append(self._begin(line, number, place))
                before = line
            elif before is not None and _goes_on(before, line):
                notes[-1].fragments.append(place(line))
                before = line
            else:
                rest.append(line)
                before = None
        return rest, notes


def _is_foot(lines: list[PrintedLine]) -> bool:
    """Whether the last line is a page number set apart from the text above it."""
    last = lines[-1]
    if not is_margin_number(last.text):
        return False
    if len(lines) == 1:
        return True
    before = lines[-2]
    far = last.base - before.base > APART * last.size
    return far or last.x0 - before.x0 > INSET


def _lies_over(rule: Rule, below: list[PrintedLine]) -> bool:
    """Whether a rule may be the one over footnotes: at their left, right above them."""
    left = min(line.x0 for line in below)
    beside = rule.lo - OUT <= left <= rule.lo + IN and rule.hi - rule.lo >= SHORTEST_RULE
    return beside and below[0].base - rule.at <= RIGHT_BELOW * below[0].size


def _is_long(rule: Rule, below: list[PrintedLine]) -> bool:
    """Whether a rule is as wide as the text under it."""
    width = max(line.x1 for line in below) - min(line.x0 for line in below)
    return width > WIDE_TEXT and rule.hi - rule.lo > AS_WIDE * width


def _is_small(line: PrintedLine, above: list[PrintedLine]) -> bool:
    body = max((other.size for other in above), default=line.size + 1)
    return line.raised > 0 or line.size <= 0.97 * body


def _goes_on(before: PrintedLine, line: PrintedLine) -> bool:
    """Whether a line is set right under another; with wide leading only inside a sentence."""
    drop = (line.base - before.base) / before.size
    near = 1.8 if before.text[-1] in _ENDS and not line.text[0].islower() else 2.5
    return abs(line.size - before.size) < _SAME_SIZE and 0 < drop < near


def _numbered(fragment: Fragment, number: int) -> Fragment:
    """The first fragment of a note: its number raised, a blank, its text."""
    match = RAISED_START.match(fragment.text) or PLAIN.match(fragment.text)
    text = fragment.text[match.end() :] if match else fragment.text
    printed = fragment.text[: match.end()].strip() if match else str(number)
    return replace(fragment, text=f"{raise_digits(printed)} {text}".strip())


def calls_in(text: str) -> Iterable[int]:
    """Numbers of the notes called in a text."""
    return (int(lower_digits(call)) for call in _RAISED.findall(text))


def mark_running(pages: list[list[Block]], heights: list[float]) -> list[tuple[Block, ...]]:
    """Mark page numbers and lines that repeat at the top or foot of several pages."""
    keys = [
        [_running_keys(block, number, height) for block in blocks]
        for number, (blocks, height) in enumerate(zip(pages, heights, strict=True), 1)
    ]
    seen = Counter(key for page in keys for key in {key for pair in page for key in pair})
    return [
        tuple(
            replace(block, running=True)
            if isinstance(block, Prose) and _runs(block, pair, seen)
            else block
            for block, pair in zip(blocks, page, strict=True)
        )
        for blocks, page in zip(pages, keys, strict=True)
    ]


Key = tuple[str, int]


def _running_keys(block: Block, page: int, height: float) -> tuple[Key, ...]:
    """What may be the same of a running line on every page: its height, and its text as it is
    or with the first number in it as distance from the number of the page."""
    if not isinstance(block, Prose):
        return ()
    place = block.fragment.place
    if place.y0 is None or place.y1 is None:
        return ()
    if place.y1 > MARGIN * height and place.y0 < (1 - MARGIN) * height:
        return ()
    text, at = block.fragment.text, round(place.y0 / 4)
    match = _NUMBER.search(text)
    if match is None or len(match.group()) > LONGEST_PAGE_NUMBER:
        return ((text, at),)
    counted = f"{text[: match.start()]}#{int(match.group()) - page}{text[match.end() :]}"
    return (text, at), (counted, at)


def _runs(block: Prose, keys: tuple[Key, ...], seen: Counter[Key]) -> bool:
    if not keys:
        return False
    return any(seen[key] >= REPEATS for key in keys) or is_margin_number(block.fragment.text)
