"""Tables as pages print them, put together from their parts and not yet repaired."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.frozen import dataclass
from pipeline.model import Cell, Fragment, Ground
from pipeline.normalize.tables.captions import Caption
from pipeline.normalize.tables.headers import Header


@dataclass(frozen=True, slots=True)
class PhysicalRow:
    """A row as it stands on one page, its cells lined up with the columns of the table.

    `width` is how many cells the page printed. `opens_part` marks the first row after a page
    break; `open_edge` that the rule between the two pages is missing on either side.
    """

    cells: tuple[Cell, ...]
    page: int
    width: int
    opens_part: bool = False
    open_edge: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table put together from its parts, nothing repaired.

    `headings` are the cells of all header rows, repeated ones included: no character is lost.
    """

    caption: Caption
    header: Header
    rows: tuple[PhysicalRow, ...]
    headings: tuple[Cell, ...]
    has_header: bool = True
    ground: Ground | None = None
    is_form: bool = False
    """One of several that begin alike (`12 - Thủ tục hành chính`): it has no header by nature."""
    may_go_on: bool = False
    """Nothing tells its header from one more row of the table right above it."""


def fragments_of(cells: Sequence[Cell]) -> list[Fragment]:
    """All fragments of the cells that are printed there (not repeated from above)."""
    return [piece for cell in cells if not cell.merged for piece in cell.fragments]
