"""Rows whose cells are set to the middle of their height, with no white between the rows.

The number of a row then stands at the middle of it, and the rows follow one another without a
gap: where the one ends the next begins. Of all ways to cut the lines between the numbers the one
is taken under which the numbers stand nearest to the middles.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.aligned.shape import Band, Shape
from pipeline.extract.aligned.strips import TableLine

SAME_LINE = 0.12
"""Texts on one line differ in height by no more than this share of a line."""
ON_LINE = 0.9
"""From this share of numbers on a line with a text beside them rows begin at their numbers."""
INSIDE = 0.15
"""From this share of numbers beside the middle of a sentence they stand at the middle of rows."""
BETWEEN = (0.25, 0.8)
"""Lines by which a number between two lines of a column is off each of them."""
LINES_EACH = 2
"""Lines that a column has for each number, at least, where its texts are of several lines."""
WORDS_EACH = 3
"""Words on each line of such a column."""
LEAST_GAP = 0.15
"""No row ends where less white than this share of a line goes through all its columns."""
LEFT_OVER = 0.75
"""Cost, in lines, of lines above the first row or below the last: the rest of a row cut by the
page."""
OFF = 0.35
"""A number off the middle of its row by more than this share of a line makes the row doubtful."""
OFF_MIDDLE = "the row is cut so that its number stands at its middle, and it does not quite"


def is_centred(strips: Sequence[TableLine], shape: Shape, labelled: Sequence[int]) -> bool:
    """Whether numbers stand at the middle of their rows: some between two lines of a column, many
    on no line of the next one, or on one that goes on with a sentence, there or in another column
    of texts of several lines."""
    lines = [strips[index] for index in labelled]
    if sum(_is_between(strips, index, shape) for index in labelled) > INSIDE * len(lines):
        return True
    on_line = sum(_is_on_line(line, shape) for line in lines)
    beside = (shape.number or 0) + 1
    inside = [
        sum(line.text(column)[:1].islower() for line in lines)
        for column in range(shape.columns)
        if column == beside or _is_of_sentences(strips, column, len(lines))
    ]
    return on_line < ON_LINE * len(lines) or max(inside, default=0) > INSIDE * len(lines)


def _is_between(strips: Sequence[TableLine], index: int, shape: Shape) -> bool:
    """Whether the number of a row stands lower than one line of a column and higher than the next,
    by less than a line: no row begins so near to the line above."""
    number = shape.number or 0
    own = [text.word.y for text in strips[index].texts if text.first == number]
    if len(own) != 1:
        return False
    off: dict[int, list[float]] = {}
    for strip in strips[max(index - 1, 0) : index + 2]:
        for text in strip.texts:
            if text.first == text.last != number:
                off.setdefault(text.first, []).append((text.word.y - own[0]) / shape.height)
    low, high = BETWEEN
    return any(
        any(-high < y < -low for y in ys) and any(low < y < high for y in ys) for ys in off.values()
    )


def _is_of_sentences(strips: Sequence[TableLine], column: int, rows: int) -> bool:
    """Whether the texts of a column have several lines in each of so many rows, and several words
    on each line: units begin with a small letter anywhere."""
    texts = [text for strip in strips if (text := strip.text(column))]
    words = sum(text.count(" ") + 1 for text in texts)
    return len(texts) >= LINES_EACH * rows and words >= WORDS_EACH * len(texts)


def _is_on_line(strip: TableLine, shape: Shape) -> bool:
    number = shape.number or 0
    heights = [text.word.y for text in strip.texts if text.first == number]
    others = [text.word.y for text in strip.texts if text.first == number + 1]
    near = SAME_LINE * shape.height
    return any(abs(one - other) <= near for one in heights for other in others)


def centred_rows(
    strips: Sequence[TableLine], shape: Shape, labelled: Sequence[int], first: int, last: int
) -> list[Band]:
    """The rows from strip `first` to `last`, cut around the numbers at their middles."""
    middles = [_middle(strips[index], shape) for index in labelled]
    named = [i for i in range(first, labelled[0]) if strips[i].names_numbers]
    starts = _cuts(strips, named[-1], labelled[0], last, shape) if named else None
    best: dict[int, tuple[float, tuple[int, ...]]] = {
        cut: (0.0 if named else LEFT_OVER * shape.height * (cut > first), (cut,))
        for cut in starts or range(first, labelled[0] + 1)
    }
    for number, index in enumerate(labelled):
        below = labelled[number + 1] if number + 1 < len(labelled) else last + 1
        ends: dict[int, tuple[float, tuple[int, ...]]] = {}
        for cut in _cuts(strips, index, below, last, shape):
            end = _height(strips, cut, first, last)
            costs = (
                (cost + abs((_height(strips, cuts[-1], first, last) + end) / 2 - middles[number]),
                 (*cuts, cut))
                for cost, cuts in best.values()
            )  # fmt: skip
            ends[cut] = min(costs)
        best = ends
    _, cuts = min(
        (cost + LEFT_OVER * shape.height * (cut <= last), cuts)
        for cut, (cost, cuts) in best.items()
    )
    return _bands(strips, shape, middles, cuts, (first, last))


def _gap(strips: Sequence[TableLine], cut: int) -> float:
    return strips[cut].top - strips[cut - 1].bottom


def _cuts(
    strips: Sequence[TableLine], index: int, below: int, last: int, shape: Shape
) -> list[int]:
    """Where a row may end: at white, up to the next number."""
    every = range(index + 1, below + 1)
    white = [c for c in every if c > last or _gap(strips, c) > LEAST_GAP * shape.height]
    return white or list(every)


def _middle(strip: TableLine, shape: Shape) -> float:
    """The height of the number of a row, the middle of the two where its column cuts it; of sums
    that of their line."""
    ys = [text.word.y for text in strip.texts if text.first == shape.number]
    ys = ys or [text.word.y for text in strip.texts]
    return (ys[0] + ys[-1]) / 2


def _height(strips: Sequence[TableLine], cut: int, first: int, last: int) -> float:
    """The height of a cut above a strip."""
    if cut == first:
        return strips[first].top
    if cut == last + 1:
        return strips[last].bottom
    return (strips[cut - 1].bottom + strips[cut].top) / 2


def _bands(
    strips: Sequence[TableLine],
    shape: Shape,
    middles: Sequence[float],
    cuts: Sequence[int],
    run: tuple[int, int],
) -> list[Band]:
    first, last = run
    bands = [Band(first, cuts[0] - 1)] if cuts[0] > first else []
    for middle, start, end in zip(middles, cuts, cuts[1:], strict=False):
        top, bottom = _height(strips, start, *run), _height(strips, end, *run)
        off = abs((top + bottom) / 2 - middle) > OFF * shape.height
        bands.append(Band(start, end - 1, OFF_MIDDLE if off else ""))
    if cuts[-1] <= last:
        bands.append(Band(cuts[-1], last, OFF_MIDDLE))
    return bands
