"""Lines at which rows begin because what stands above them has ended: where a line breaks within a
text, the next word had no room.

Rows that neither rules, numbers nor white part show themselves so, where they are set to the top:
their first line begins anew in several columns, and no line above it goes on there.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.aligned.several import is_fresh
from pipeline.extract.aligned.shape import Shape
from pipeline.extract.aligned.strips import ColumnText, TableLine

PLAY = 0.5
"""Line heights that must be left beside the next word: widths of letters differ."""
FEWEST = 2
"""Columns in which a line must begin anew for a row to begin there."""


def row_begins(strips: Sequence[TableLine], shape: Shape, first: int, last: int) -> list[int]:
    """The lines of a run, but for its first, at which rows begin by what the lines above left."""
    if first == last:
        return []
    rooms = _rooms(strips, shape.columns)
    return [i for i in range(first + 1, last + 1) if _begins(strips, i, first, rooms, shape)]


def _begins(
    strips: Sequence[TableLine], at: int, first: int, rooms: Sequence[float], shape: Shape
) -> bool:
    texts = [text for text in strips[at].texts if text.first == text.last]
    above = strips[at - 1]
    ended = full = 0
    for text in texts:
        before = next((t for t in above.texts if t.first == t.last == text.first), None)
        if not is_fresh(text.word.text):
            return False
        if before is None:
            continue  # nothing stands above, or the cell had ended there
        has_room = _has_room(before, text, rooms[text.first], shape.height)
        ended += has_room
        full += not has_room
    filled = {column for strip in strips[first:at] for column in strip.columns}
    begun = {text.first for text in texts}
    return ended > full and len(begun) >= FEWEST and filled <= begun


def _has_room(text: ColumnText, below: ColumnText, room: float, height: float) -> bool:
    """Whether the first word of a line had room at the end of the line above."""
    word = below.word
    letters = len(word.text.partition(" ")[0])
    width = (word.x1 - word.x0) * letters / len(word.text)
    return text.word.x1 - text.word.x0 + width + PLAY * height < room


def _rooms(strips: Sequence[TableLine], columns: int) -> list[float]:
    """The width of the widest line of each column."""
    rooms = [0.0] * columns
    for text in (text for strip in strips for text in strip.texts if text.first == text.last):
        rooms[text.first] = max(rooms[text.first], text.word.x1 - text.word.x0)
    return rooms
