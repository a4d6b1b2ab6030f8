"""A page of which is known what shows on it, before its tables are looked for: alone, or laid
together with the pages that show further columns of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.extract.pdf.layout import Layout
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.sheet import Sheet, placer, splitter
from pipeline.extract.pdf.sheets.beside import Strips
from pipeline.extract.pdf.sheets.strips import Strip, laid_beside, within, without_repeated
from pipeline.extract.ruled.lines import Rule


@dataclass(slots=True)
class Opened:
    """A page with what shows on it; `level` are all its rules across, `printed` its lines as they
    are placed, `rest` what of it stands beside no row of another page that takes the others, and
    `again` what that page prints too."""

    sheet: Sheet
    pieces: list[Piece]
    level: list[Rule]
    printed: list[str] = field(default_factory=list)
    rest: list[Piece] | None = None
    again: list[Piece] = field(default_factory=list)


def strip_of(opened: Opened, layout: Layout) -> Strip:
    """What a page shows, as a strip of a table."""
    sheet = opened.sheet
    return Strip(
        opened.pieces,
        sheet.rules,
        opened.level,
        splitter(sheet, sheet.parts),
        placer(sheet, opened.printed, layout),
        sheet.aside.lost,
        sheet.chars.frame.size,
    )


def laid_together(shown: Strip, beside: Sequence[Opened], rows: Strips, layout: Layout) -> Strip:
    """A page with the columns of the pages beside it, which keep what stands above and below."""
    strips = []
    for other, (left, _) in zip(beside, rows.reach[1:], strict=True):
        strip, other.rest = within(strip_of(other, layout), rows.top, rows.bottom)
        strip, other.again = without_repeated(strip, shown, left)
        strips.append(strip)
    return laid_beside(shown, strips, rows)
