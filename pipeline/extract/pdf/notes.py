"""Footnotes of a page, and lines that run along on every page.

A note stands under a short rule at the foot of the page or begins with a raised number; one that
does not end on its page goes on under the rule of the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from pipeline.extract.pdf.text import Line
from pipeline.extract.ruled_lines import Rule
from pipeline.model import Block, Fragment, Note, Prose

MARGIN = 0.13
"""Share of the page height, at the top and at the foot, where running lines stand."""
REPEATS = 3
"""On so many pages a line must stand at one height to be a running head."""

_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_RAISED_START = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹]+)[.):]?\\s*")
_PLAIN_START = re.compile(r"([1-9]\d{0,2})(?![\d/.,%-]\d)[.):]?(\s*)(?=([^\W\d_]|[“\"(\[]))")
_TO_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TO_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:[Tt]rang\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|trên)\s*\d{1,4})?[-–—|\s]*"
)
_NUMBER = re.compile(r"\d+")


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
    """Takes the notes out of the prose of page after page of one document."""

    open_note: NoteDraft | None = None
    last: int = 0
    called: set[int] = field(default_factory=set)

    def take(
        self,
        lines: list[Line],
        rules: Iterable[Rule],
        calls: set[int],
        place: Callable[[Line], Fragment],
    ) -> tuple[list[Line], list[NoteDraft]]:
        """Split the prose lines of a page into those that stay and the notes that begin here.

        `calls` are the note numbers called on the page. A note that goes on from the page before
        is filled up where it is.
        """
        self.called |= calls
        foot = [lines.pop()] if lines and _is_foot(lines) else []
        zone = self._zone(lines, rules)
        rest = lines[:zone]
        notes: list[NoteDraft] = []
        carried = self.open_note
        self.open_note = None
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
        self.open_note = notes[-1] if notes else (carried if zone < len(lines) else None)
        if zone == len(lines):
            rest, notes = self._loose(rest, place)
        return rest + foot, notes

    def _zone(self, lines: list[Line], rules: Iterable[Rule]) -> int:
        """Index of the first line under the rule that parts the notes from the page."""
        for rule in sorted(rules):
            first = next((i for i, line in enumerate(lines) if line.base > rule.at), len(lines))
            below = lines[first:]
            if not below or not _parts_notes(rule, below, lines[:first]):
                continue
            if self.open_note is not None or self._starts(below[0]) is not None:
                return first
        return len(lines)

    def _starts(self, line: Line) -> int | None:
        """The number a line begins a note with."""
        if line.raised:
            match = _RAISED_START.match(line.text)
            return int(match.group(1).translate(_TO_DIGITS)) if match else None
        match = _PLAIN_START.match(line.text)
        if not match:
            return None
        number, gap, begins = int(match.group(1)), match.group(2), match.group(3)
        expected = number == self.last + 1
        if begins.islower() or (gap and not expected):
            return None
        return number if number in self.called or (expected and not gap) else None

    def _begin(self, line: Line, number: int, place: Callable[[Line], Fragment]) -> NoteDraft:
        self.last = number
        self.called.discard(number)
        return NoteDraft(number, line.y0, [_numbered(place(line), number)])

    def _loose(
        self, lines: list[Line], place: Callable[[Line], Fragment]
    ) -> tuple[list[Line], list[NoteDraft]]:
        """Notes that begin with a raised number without a rule above them."""
        rest: list[Line] = []
        notes: list[NoteDraft] = []
        before: Line | None = None
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


def _is_foot(lines: list[Line]) -> bool:
    """Whether the last line is a page number set apart from the text above it."""
    last = lines[-1]
    if not is_page_number(last.text):
        return False
    if len(lines) == 1:
        return True
    before = lines[-2]
    return last.base - before.base > 1.6 * last.size or last.x0 - before.x0 > 100


def _parts_notes(rule: Rule, below: list[Line], above: list[Line]) -> bool:
    """Whether a rule looks like the one over footnotes: short, at the left, small text below."""
    left = min(line.x0 for line in below)
    right = max(line.x1 for line in below)
    if not (rule.lo - 4 <= left <= rule.lo + 60 and rule.hi - rule.lo >= 20):
        return False
    if right - left > 200 and rule.hi - rule.lo > 0.75 * (right - left):
        return False
    if below[0].base - rule.at > 4 * below[0].size:
        return False
    body = max((line.size for line in above), default=below[0].size + 1)
    return below[0].raised > 0 or below[0].size <= 0.97 * body


def _goes_on(before: Line, line: Line) -> bool:
    drop = line.base - before.base
    return abs(line.size - before.size) < 0.5 and 0 < drop < 1.8 * before.size


def _numbered(fragment: Fragment, number: int) -> Fragment:
    """The first fragment of a note: its number raised, a blank, its text."""
    match = _RAISED_START.match(fragment.text) or _PLAIN_START.match(fragment.text)
    text = fragment.text[match.end() :] if match else fragment.text
    printed = fragment.text[: match.end()].strip() if match else str(number)
    return replace(fragment, text=f"{printed.translate(_TO_RAISED)} {text}".strip())


def calls_in(text: str) -> Iterable[int]:
    """Numbers of the notes called in a text."""
    return (int(call.translate(_TO_DIGITS)) for call in _RAISED.findall(text))


def is_page_number(text: str) -> bool:
    """Whether a line in the margin holds a page number and nothing else."""
    return len(text) < 24 and _PAGE_NUMBER.fullmatch(text) is not None


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
    if match is None or len(match.group()) > 5:
        return ((text, at),)
    counted = f"{text[: match.start()]}#{int(match.group()) - page}{text[match.end() :]}"
    return (text, at), (counted, at)


def _runs(block: Prose, keys: tuple[Key, ...], seen: Counter[Key]) -> bool:
    if not keys:
        return False
    return any(seen[key] >= REPEATS for key in keys) or is_page_number(block.fragment.text)
