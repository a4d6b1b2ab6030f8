"""The lines of a source with the cells that stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.data.records import CellRecord
from pipeline.review.paper import SourceLine
from pipeline.review.sheets import Sheet
from pipeline.review.shelf import Opened
from pipeline.review.views import name_of


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the source: its texts, each with the cell it is (blank where it cannot be told),
    and all cells that stand in it."""

    number: int | None
    pieces: tuple[tuple[str, str], ...]
    names: tuple[str, ...]


def line_views(opened: Opened, sheet: Sheet, lines: Iterable[SourceLine]) -> list[LineView]:
    """The lines of a source with the cells of a sheet that stand in them."""
    found: dict[int, dict[str, CellRecord]] = {}
    for key in sheet.rows:
        row = opened.rows[key]
        for cell in opened.cells_of[key]:
            for place in cell.places if not cell.merged else ():
                if place.line is not None:
                    found.setdefault(place.line, {})[f"{name_of(row)}-{cell.column}"] = cell
    return [_line_view(line, found) for line in lines]


def _line_view(line: SourceLine, found: Mapping[int, Mapping[str, CellRecord]]) -> LineView:
    own = {name: cell for n in line.lines for name, cell in found.get(n, {}).items()}
    left = {name: {cell.raw.strip(), *map(str.strip, cell.raw.split("\n"))} for name, cell in
            own.items()}  # fmt: skip
    pieces = []
    for text in line.cells:
        name = next((n for n, texts in left.items() if text.strip() in texts), "")
        pieces.append((text, name if text.strip() else ""))
        if text.strip():
            left.pop(name, None)
    named = tuple(name for _, name in pieces if name)
    number = line.lines[0] if line.lines else None
    return LineView(
        number, tuple(pieces), tuple(own) if len(line.cells) <= 1 or not named else named
    )
