"""One page while it is read: what is on it, what parts its pieces into words, where its lines are
placed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.pdf.drawn.askew import leaning
from pipeline.extract.pdf.drawn.rules import Box, PageRules
from pipeline.extract.pdf.file.frame import Frame
from pipeline.extract.pdf.layout import Layout
from pipeline.extract.pdf.letters.aside import SetAside
from pipeline.extract.pdf.letters.chars import PageChars
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.lines.text import PrintedLine
from pipeline.extract.pdf.scanned import Scan
from pipeline.extract.pdf.shown.covers import Opaque, parts_of
from pipeline.extract.pdf.shown.typed import TYPED
from pipeline.extract.ruled.lines import Rule
from pipeline.model import Fragment


@dataclass(slots=True)
class Sheet:
    """One page while it is read; `lean` is by how much it leaned before it was turned level,
    `beneath` what was painted before a picture as large as the page."""

    number: int
    chars: PageChars
    rules: PageRules
    opaque: Opaque
    lean: float = 0.0
    scan: Scan | None = None
    beneath: list[Piece] = field(default_factory=list)
    parts: list[Scan] = field(default_factory=list)
    strikes: list[Rule] = field(default_factory=list)
    aside: SetAside = field(default_factory=SetAside)
    clips: dict[int, Box] = field(default_factory=dict)
    unseen: Callable[[], frozenset[int]] = frozenset


def splitter(sheet: Sheet, scans: Sequence[Scan]) -> Callable[[Piece], list[Piece]]:
    """What parts a piece into words: the file's own, or what was read from a picture."""

    def printed(piece: Piece) -> list[Piece]:
        if piece.first >= TYPED:  # a word by itself
            return [piece]
        return parts_of(piece, chars=sheet.chars, clips=sheet.clips)

    if not scans:
        return printed

    def split(piece: Piece) -> list[Piece]:
        owner = next((scan for scan in scans if scan.owns(piece)), None)
        return printed(piece) if owner is None else owner.split(piece)

    return split


def placer(sheet: Sheet, printed: list[str], layout: Layout) -> Callable[..., Fragment]:
    """A function that makes a line a fragment of this page, placed as the page is shown.

    It notes the text in `printed`.
    """
    frame, shown = sheet.chars.frame, sheet.chars.shown

    def fragment(line: PrintedLine, glued: bool = False) -> Fragment:
        box = line.x0, line.y0, line.x1, line.y1
        if frame is not shown:
            box = _turned(frame, shown, *box)
        if sheet.lean:
            box = leaning(box, sheet.lean, shown)
        printed.append(line.text)
        found = layout.fragment(line, sheet.number, box, glued)
        if not sheet.parts:
            return found
        words = tuple(word for scan in sheet.parts for word in scan.words_of(line))
        return replace(found, words=words) if words else found

    return fragment


def _turned(
    frame: Frame, shown: Frame, x0: float, y0: float, x1: float, y1: float
) -> tuple[float, float, float, float]:
    return shown.box(*frame.user_point(x0, y0), *frame.user_point(x1, y1))
