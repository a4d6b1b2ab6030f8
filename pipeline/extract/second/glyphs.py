"""Characters as a library reports them, to the pieces of text that lines are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.extract.pdf.file.frame import HALF_TURN
from pipeline.extract.pdf.letters.pieces import SPACE_GAP, Piece, clean
from pipeline.writing.legacy_fonts import decoder_for

SAME_BASE = 0.05
"""Glyphs of one piece stand on baselines no further apart than this many ems."""
BACKWARDS = 0.5
"""A step back by more ems than this begins a new piece."""
SAME_SPOT = 0.1
"""One glyph printed twice within this many ems is bold by overprinting, not two characters."""


SLANT = 0.1
"""A direction this far off the sides of the page is a slant: a stamp, a watermark."""
SLANTED = -1


class Glyph(NamedTuple):
    """A printed character: box and baseline in points from the top left corner of the page.

    `quarter` counts the quarter turns, against the clock, by which it is set, -1 for a slant.
    `base` is its origin across its direction: an x for an odd quarter.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    font: str
    quarter: int = 0


class Turn(NamedTuple):
    """A page turned by `quarter` quarter turns so that most of its text stands upright.

    `width` and `height` are those of the page as it is shown.
    """

    quarter: int
    width: float
    height: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height after the turn."""
        shown = (self.width, self.height)
        return shown if self.quarter % 2 == 0 else (self.height, self.width)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as shown, on the turned page."""
        if self.quarter == 0:
            return x, y
        if self.quarter == 1:
            return self.height - y, x
        if self.quarter == HALF_TURN:
            return self.width - x, self.height - y
        return y, self.width - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box of the page as shown, on the turned page."""
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def back(self) -> Turn:
        """The turn that undoes this one."""
        return Turn(-self.quarter % 4, *self.size)


def quarter_of(along_x: float, along_y: float) -> int:
    """Quarter turns of a text that runs in this direction, y growing upwards; -1 for a slant."""
    if min(abs(along_x), abs(along_y)) > SLANT * max(abs(along_x), abs(along_y)):
        return SLANTED
    if abs(along_x) >= abs(along_y):
        return 0 if along_x >= 0 else 2
    return 1 if along_y > 0 else 3


def main_turn(glyphs: Iterable[Glyph], width: float, height: float) -> Turn:
    """The turn that sets most characters of a page upright."""
    quarters = Counter(glyph.quarter for glyph in glyphs if not glyph.text.isspace())
    del quarters[SLANTED]
    return Turn(quarters.most_common(1)[0][0] if quarters else 0, width, height)


def turned(glyph: Glyph, turn: Turn) -> Glyph:
    """A glyph on the turned page."""
    if not turn.quarter:
        return glyph
    own_x, own_y = (glyph.base, glyph.y0) if glyph.quarter % 2 else (glyph.x0, glyph.base)
    base_x, base_y = turn.point(own_x, own_y)
    x0, y0, x1, y1 = turn.box(*glyph[1:5])
    quarter = SLANTED if glyph.quarter == SLANTED else (glyph.quarter - turn.quarter) % 4
    base = base_x if quarter % 2 else base_y
    return glyph._replace(x0=x0, y0=y0, x1=x1, y1=y1, base=base, quarter=quarter)


def visible(glyphs: Iterable[Glyph], width: float, height: float) -> Iterator[Glyph]:
    """Glyphs whose middle stands on the page, those printed twice on one spot once."""
    seen: set[tuple[str, str, int, int]] = set()
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        if not (-1 <= x <= width + 1 and -1 <= y <= height + 1):
            continue
        if glyph.text.isspace():
            yield glyph
            continue
        step = max(SAME_SPOT * glyph.size, 0.01)
        spot = round(glyph.x0 / step), round(glyph.base / step)
        near = (
            (glyph.text, glyph.font, spot[0] + dx, spot[1] + dy)
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
        )
        if any(key in seen for key in near):
            continue
        seen.add((glyph.text, glyph.font, *spot))
        yield glyph


def pieces_from(glyphs: Iterable[Glyph]) -> list[Piece]:
    """Glyphs in the order of the file, put together into words."""
    pieces: list[Piece] = []
    run: list[Glyph] = []
    spaced = False
    end = 0.0
    for glyph in glyphs:
        blank = not glyph.text.strip()
        if run and (blank or not _goes_on(run[-1], glyph, end)):
            pieces.append(_piece(run, len(pieces), spaced, blank))
            run, spaced = [], False
        if blank:
            spaced = True
            continue
        end = max(end, glyph.x1) if run else glyph.x1
        run.append(glyph)
    if run:
        pieces.append(_piece(run, len(pieces), spaced, False))
    return pieces


def _goes_on(last: Glyph, glyph: Glyph, end: float) -> bool:
    """Whether a glyph belongs to the word that ends with `last` and reaches to `end`."""
    size = last.size
    if glyph.font != last.font or glyph.quarter != last.quarter:
        return False
    if glyph.quarter:
        return True
    if abs(glyph.base - last.base) > SAME_BASE * size or abs(glyph.size - size) > 0.05 * size:
        return False
    return -BACKWARDS * size <= glyph.x0 - end <= SPACE_GAP * size


def _piece(run: list[Glyph], number: int, lead: bool, trail: bool) -> Piece:
    first = run[0]
    text = clean("".join(glyph.text for glyph in run), decoder_for(first.font))
    return Piece(
        text,
        min(glyph.x0 for glyph in run),
        max(glyph.x1 for glyph in run),
        first.base if not first.quarter else max(glyph.y1 for glyph in run),
        first.size,
        "bold" in first.font.lower(),
        lead,
        trail,
        number,
        number + 1,
        {0: 0, SLANTED: 2}.get(first.quarter, 1),
        min(glyph.y0 for glyph in run),
        max(glyph.y1 for glyph in run),
        trail,
    )
