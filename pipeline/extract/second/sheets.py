"""What a second library saw on a page, to the blocks of a `Page`.

A library reports characters and the cells of its tables. The cells' sides are taken as rules, so
that cells over several rows or columns come out as they do for rules read from the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.errors import InputError
from pipeline.extract.pdf.layout import Layout
from pipeline.extract.pdf.lines.text import PrintedLine
from pipeline.extract.pdf.tables.found import Table
from pipeline.extract.ruled.lattice import Lattice, find_lattices
from pipeline.extract.ruled.lines import Rule
from pipeline.extract.second.glyphs import Glyph, Turn, main_turn, pieces_from, turned, visible
from pipeline.model import Fragment, Problem, Reading

Side = tuple[float, float, float, float]
"""One straight side of a cell or a rule: x0, y0, x1, y1, with x0 = x1 or y0 = y1."""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A page as a library reports it: points from the top left corner of the page as shown.

    `tables` holds, for each table, the sides of its cells; `rules` are level strokes anywhere on
    the page. `pictures` tells that the page shows an image.
    """

    width: float
    height: float
    glyphs: Sequence[Glyph]
    tables: Sequence[Sequence[Side]]
    rules: Sequence[Side] = ()
    pictures: bool = False


def reading_of(sheets: Iterable[ReadSheet], engine: str) -> Reading:
    """The reading of a whole file, sheet by sheet.

    Raises `InputError('no-pages')`.
    """
    layout = Layout()
    pictures = 0
    for number, sheet in enumerate(sheets, 1):
        _add(layout, sheet, number)
        pictures += sheet.pictures
    if not layout.blocks:
        raise InputError("no-pages", "the PDF has no pages; fetch it again")
    if pictures and not any(layout.chars):
        return Reading("pdf-scan", engine, (), (_only_pictures(engine),))
    return Reading("pdf-ruled", engine, layout.pages())


def _only_pictures(engine: str) -> Problem:
    message = f"all pages are pictures without characters; {engine} cannot read them"
    return Problem("warning", "dialect-unsupported", message)


def _add(layout: Layout, sheet: ReadSheet, number: int) -> None:
    turn = main_turn(sheet.glyphs, sheet.width, sheet.height)
    glyphs = visible((turned(glyph, turn) for glyph in sheet.glyphs), *turn.size)
    pieces = pieces_from(glyphs)
    level, _ = _as_rules(sheet.rules, turn)
    blocks = layout.blocks_of(
        pieces,
        [Table(lattice) for sides in sheet.tables for lattice in _lattices(sides, turn)],
        level,
        lambda piece: [piece],
        _placer(number, turn.back(), layout),
    )
    chars = sum(len("".join(piece.text.split()).rstrip("\xad")) for piece in pieces)
    layout.add(blocks, chars, sheet.height)


def _placer(number: int, back: Turn, layout: Layout) -> Callable[..., Fragment]:
    """A function that makes a line a fragment of this page."""

    def fragment(line: PrintedLine, glued: bool = False) -> Fragment:
        box = back.box(line.x0, line.y0, line.x1, line.y1)
        return layout.fragment(line, number, box, glued)

    return fragment


def _lattices(sides: Iterable[Side], turn: Turn) -> list[Lattice]:
    level, upright = _as_rules(sides, turn)
    return find_lattices(level, upright)


def _as_rules(sides: Iterable[Side], turn: Turn) -> tuple[list[Rule], list[Rule]]:
    """Level and upright rules of the turned page."""
    level, upright = [], []
    for side in sides:
        x0, y0, x1, y1 = turn.box(*side)
        if x1 - x0 >= y1 - y0:
            level.append(Rule((y0 + y1) / 2, x0, x1))
        else:
            upright.append(Rule((x0 + x1) / 2, y0, y1))
    return level, upright
