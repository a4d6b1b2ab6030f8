"""A page read from its picture, handed to the layout that all pages go through.

The layout works on the picture set upright; what it places is taken back to the page as shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.extract.pdf.drawn.rules import PageRules, Strokes
from pipeline.extract.pdf.layout import Layout
from pipeline.extract.pdf.letters.aside import UNREAD, Lost
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.lines.text import PrintedLine
from pipeline.extract.ruled.lattice import find_lattices
from pipeline.extract.ruled.lines import Rule
from pipeline.model import Fragment, ReadWord
from pipeline.writing.patterns import compiled

if TYPE_CHECKING:
    from pipeline.extract.scan.page import ReadLine, ReadPage

SAME_SIZE = 0.2
"""Sizes of type that differ by less are one: few letters do not tell better."""
READ = 1 << 30
"""Numbers of pieces that were read from a picture begin here; below are characters of the file."""

SURE = 0.8
"""How sure the engine is at least of words that stand in no table: logos and seals read badly."""
MUMBLED = 0.6
"""Below it a page is no print that can be read: the worst of 60 pages copied twice over has 0.76,
handwriting 0.3 to 0.5."""
_WORD = compiled(r"\w++")


@dataclass(frozen=True, slots=True)
class Scan:
    """A page, or a part of one, read from a picture; `start` numbers its first line."""

    page: ReadPage
    start: int = READ

    @property
    def x(self) -> float:
        """Left edge of the picture on the page."""
        return self.page.x

    @property
    def y(self) -> float:
        """Top edge of the picture on the page."""
        return self.page.y

    def lost(self) -> list[Lost]:
        """Where print in its cells may be missing."""
        return [Lost(x + self.x, y + self.y, UNREAD) for x, y in self.page.lost]

    def pieces(self) -> list[Piece]:
        """Its lines, each one piece; `first` is the number of the line."""
        usual = usual_size(self.page)
        return [
            self._piece(self.start + at, line, usual) for at, line in enumerate(self.page.lines)
        ]

    def _piece(self, at: int, line: ReadLine, usual: float) -> Piece:
        size = usual if abs(line.size - usual) <= SAME_SIZE * usual else line.size
        x, y = self.x, self.y
        return Piece(
            line.text, line.x0 + x, line.x1 + x, line.base + y, size, line.bold, True, False, at,
            at + 1, 0, line.y0 + y, line.y1 + y,
        )  # fmt: skip

    def agrees(self, layer: Iterable[Piece]) -> float:
        """The share of letters, 0 to 1, in words read afresh that a text layer has too."""
        known = {word for piece in layer for word in words_in(piece.text)}
        read = [word for line in self.page.lines for word in words_in(line.text)]
        letters = sum(map(len, read))
        return sum(len(word) for word in read if word in known) / letters if letters else 0.0

    def straight(self, piece: Piece) -> Piece:
        """A piece printed on the page, where it stands in the picture set straight."""
        ahead = self.page.back.inverse()
        x0, base = ahead.point(piece.x0 - self.x, piece.base - self.y)
        x1, _ = ahead.point(piece.x1 - self.x, piece.base - self.y)
        return piece._replace(x0=x0 + self.x, x1=x1 + self.x, base=base + self.y)

    @property
    def sureness(self) -> float:
        """How sure the engine is of a letter, on the mean; 0 where it read none."""
        words = [word for line in self.page.lines for word in line.words]
        letters = sum(len(word.text) for word in words)
        return sum(len(word.text) * word.confidence for word in words) / max(1, letters)

    @property
    def speaks(self) -> bool:
        """Whether what was read is writing: a table, or words the engine is sure of."""
        if not any(line.words for line in self.page.lines):
            return False
        return self.sureness >= SURE or bool(find_lattices(self.page.across, self.page.down))

    @property
    def mumbles(self) -> bool:
        """Whether what was read is hardly print: handwriting, a drawing, a picture gone wrong."""
        return bool(self.page.lines) and self.sureness < MUMBLED

    def rules(self) -> PageRules:
        """Its rules, as those of a page that is drawn."""
        x, y = self.x, self.y
        across = [Rule(rule.at + y, rule.lo + x, rule.hi + x) for rule in self.page.across]
        down = [Rule(rule.at + x, rule.lo + y, rule.hi + y) for rule in self.page.down]
        return PageRules(drawn=Strokes(across, down))

    def owns(self, piece: Piece) -> bool:
        """Whether a piece was read from this picture."""
        return self.start <= piece.first < self.start + len(self.page.lines)

    def split(self, piece: Piece) -> list[Piece]:
        """The words of a piece."""
        return [
            piece._replace(text=word.text, x0=word.x0 + self.x, x1=word.x1 + self.x)
            for word in self.page.lines[piece.first - self.start].words
        ]

    def words_of(self, line: PrintedLine) -> tuple[ReadWord, ...]:
        """The words that a printed line was put together from, placed on the page as shown. A line
        is held within the walls of its cell: what was read beyond them is of it too."""
        lines = [
            read
            for read in self.page.lines
            if abs(read.base + self.y - line.base) <= 0.3 * line.size
        ]
        found = [
            word
            for read in sorted(lines, key=lambda read: read.x0)  # words of one stay as it has them
            for word in read.words
            if line.x0 - 0.5 <= _held((word.x0 + word.x1) / 2, read) + self.x <= line.x1 + 0.5
        ]
        return tuple(self._shown(word) for word in found)

    def _shown(self, word: ReadWord) -> ReadWord:
        x0, y0, x1, y1 = self.page.back.box(word.x0, word.y0, word.x1, word.y1)
        return word._replace(
            x0=round(x0 + self.x, 2), y0=round(y0 + self.y, 2),
            x1=round(x1 + self.x, 2), y1=round(y1 + self.y, 2),
            confidence=round(word.confidence, 4),
        )  # fmt: skip

    def placer(self, number: int, layout: Layout) -> Callable[..., Fragment]:
        """A function that makes a line a fragment of page `number`, with its words."""

        def fragment(line: PrintedLine, glued: bool = False) -> Fragment:
            box = self.page.back.box(
                line.x0 - self.x, line.y0 - self.y, line.x1 - self.x, line.y1 - self.y
            )
            x0, y0, x1, y1 = box
            shown = x0 + self.x, y0 + self.y, x1 + self.x, y1 + self.y
            return replace(layout.fragment(line, number, shown, glued), words=self.words_of(line))

        return fragment


def _held(x: float, line: ReadLine) -> float:
    """A place across, within the ends of a line."""
    return min(max(x, line.x0), line.x1)


def words_in(text: str) -> list[str]:
    """The words of a text that tell whether two readings are of one print: two letters at least."""
    return [word for word in _WORD.findall(text) if len(word) > 1]


def usual_size(page: ReadPage) -> float:
    """The size of type that most words of a page are set in; 0 where there are none."""
    sizes = sorted(line.size for line in page.lines for _ in line.words)
    return sizes[len(sizes) // 2] if sizes else 0.0


def parts_of_page(pages: Sequence[ReadPage]) -> list[Scan]:
    """The pictures on a page of text that say something, their lines numbered one after the
    other."""
    scans: list[Scan] = []
    start = READ
    for page in pages:
        scan = Scan(page, start)
        if scan.speaks:
            scans.append(scan)
            start += len(page.lines)
    return scans
