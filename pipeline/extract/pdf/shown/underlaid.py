"""Text beneath the picture of its page: what a machine read in a scan, painted before it.

Programs that make scans searchable write what they read either invisibly or under the picture,
where it does not show either. It is a text layer like the invisible one: never what the page says.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.pdf.drawn.rules import Fill, PageRules
from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.letters.chars import PageChars
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.shown.covers import PAGE, Opaque


def parted_by_picture(
    pieces: list[Piece], chars: PageChars, rules: PageRules, opaque: Opaque
) -> tuple[list[Piece], list[Piece]]:
    """The pieces that stand upon the picture of their page or beside it, and those beneath."""
    sheet = _picture_over(pieces, chars, rules, opaque)
    if sheet is None:
        return pieces, []
    beneath = [piece for piece in pieces if _is_beneath(piece, sheet, chars, rules)]
    gone = {piece.first for piece in beneath}
    return [piece for piece in pieces if piece.first not in gone], beneath


def _picture_over(
    pieces: Sequence[Piece], chars: PageChars, rules: PageRules, opaque: Opaque
) -> Fill | None:
    """The picture as large as the page that hides texts painted before it."""
    for fill in rules.fills:
        x0, y0, x1, y1 = fill.box
        if (
            fill.picture
            and chars.frame.share((x1 - x0) * (y1 - y0)) > PAGE
            and any(_is_beneath(piece, fill, chars, rules) for piece in pieces)
            and not raw.has_transparency(fill.item)
            and opaque(fill.item)
        ):
            return fill
    return None


def _is_beneath(piece: Piece, fill: Fill, chars: PageChars, rules: PageRules) -> bool:
    """Whether a picture is painted over a piece."""
    x0, y0, x1, y1 = fill.box
    order = rules.texts.get(chars.owners[piece.first] or 0, -1)
    inside = x0 <= (piece.x0 + piece.x1) / 2 <= x1 and y0 <= piece.middle <= y1
    return inside and 0 <= order < fill.after
