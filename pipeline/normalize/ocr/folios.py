"""Page numbers misread from a picture: `Q` for 9 heads nothing, and parts no table.

A number that is read stays a line like any other, and every stage knows it. One that is misread
would stand between the two halves of a table as a title does. It is known by its place: where other
pages print their number, or, where none was read, alone at the very head of a page above a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.model import Fragment, Grid, Page, Prose
from pipeline.normalize.ocr.pieces import is_read
from pipeline.writing.page_numbers import is_page_number
from pipeline.writing.patterns import compiled

_ACROSS, _DOWN = 15.0, 12.0
"""Points by which the places of the number on two pages differ at most: sheets lie askew, and are
fed in a little higher or lower."""
_LONGEST = 5
"""Characters of a misread number with its dashes."""
_LONE = 2
"""Characters of one that stands where no other page has its number."""
_BESIDE = 6.0
"""Points in height within which two lines stand beside each other: a number stands alone."""
_ROMAN = compiled(r"[IVX]+\.?")
"""What may be the number of a section."""


class _Edge(NamedTuple):
    """A line at the head or the foot of a page: where it stands among the blocks, its text, and
    its place."""

    at: int
    text: str
    x: float
    y: float
    above_table: bool

    def is_beside(self, other: _Edge) -> bool:
        """Whether two pages print these lines at one place."""
        return abs(self.x - other.x) <= _ACROSS and abs(self.y - other.y) <= _DOWN


def with_folios(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, misread page numbers marked as running lines."""
    edges = [tuple(_edges(page)) for page in pages]
    known = [edge for found in edges for edge in found if is_page_number(edge.text)]
    return tuple(
        _running(page, {edge.at for edge in found if _is_misread(edge, known)})
        for page, found in zip(pages, edges, strict=True)
    )


def _edges(page: Page) -> Iterator[_Edge]:
    """The lines read from a picture that stand alone at the head and at the foot of a page."""
    count = len(page.blocks)
    for at, beside in ((0, 1), (count - 1, count - 2)):
        found = _line_at(page, at)
        other = _line_at(page, beside)
        if found is None or not is_read(found):
            continue
        y, y_beside = found.place.y0, other.place.y0 if other else None
        if y is None or (y_beside is not None and abs(y - y_beside) <= _BESIDE):
            continue
        x = ((found.place.x0 or 0.0) + (found.place.x1 or 0.0)) / 2
        above = not at and count > 1 and isinstance(page.blocks[1], Grid)
        yield _Edge(at, found.text.strip(), x, y, above)


def _line_at(page: Page, at: int) -> Fragment | None:
    block = page.blocks[at] if 0 <= at < len(page.blocks) else None
    return block.fragment if isinstance(block, Prose) else None


def _is_misread(edge: _Edge, known: Sequence[_Edge]) -> bool:
    """Whether a line can be nothing but the number of its page, or specks in its place."""
    if is_page_number(edge.text) or len(edge.text) > _LONGEST:
        return False
    if any(edge.is_beside(other) for other in known):
        return True
    return edge.above_table and len(edge.text) <= _LONE and not _ROMAN.fullmatch(edge.text)


def _running(page: Page, places: set[int]) -> Page:
    if not places:
        return page
    blocks = tuple(
        replace(block, running=True) if at in places and isinstance(block, Prose) else block
        for at, block in enumerate(page.blocks)
    )
    return replace(page, blocks=blocks)
