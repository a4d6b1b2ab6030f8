"""Names over several columns in a header that no rules divide.

A name of the upper level stands in the middle over the names of its columns; these begin on one
line, with nothing else above them. A name in the middle over that of its own column goes on there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.aligned.strips import ColumnText, TableLine
from pipeline.extract.aligned.words import Measure, Stretch, TextLine, segments
from pipeline.extract.ruled.lattice import CellBox
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.labels import parse_label

_SAME_LINE = 0.35
"""Names on one line differ in height by less than this share of a line."""
_SAME_MIDDLE = 0.2
"""Names set to the middle of their row differ in height by less than this share of a line."""
_NEXT_LINE = 1.7
"""Line heights from one line of a name to the next, at most."""
_ALIGNED = 2.0
"""Points by which the lines of one name may be off their common middle or left edge."""
_OFF = 0.2
"""Share of the width of its columns by which a name over them may be off their middle."""
_APART = 1.2
"""White, in lines, that parts a header from a title above it."""
_MOST = 12
"""Columns under one name."""
PAIR = 2
"""Names beside the first that a name set to the left over them has at least: two of them alone may
be a name of two lines and its neighbour."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in the header: its texts from top to bottom."""

    texts: tuple[ColumnText, ...]

    @property
    def middle(self) -> float:
        return sum((t.word.x0 + t.word.x1) / 2 for t in self.texts) / len(self.texts)

    @property
    def top(self) -> float:
        return self.texts[0].word.y

    @property
    def end(self) -> float:
        return self.texts[-1].word.y


def without_upper(lines: Sequence[TextLine], measure: Measure) -> list[TextLine]:
    """The lines of a table without the names over several columns in its header, which run over the
    white between these: a text in the middle over the white between two others of one line. A
    header names the numbers of the rows, or is in bold over lines that are not."""
    end = next((i for i, line in enumerate(lines) if _begins_row(line)), 0)
    numbered = any(
        names_row_numbers(text.text)
        for line in lines[:end]
        for part in line.printed
        for text in segments(part, measure.blank)
    )
    if not numbered:
        end = next((i for i, line in enumerate(lines) if not line.bold), 0)
    header = [part for line in lines[:end] for part in line.printed]
    found = [segments(part, measure.blank) for part in header]
    over: set[Stretch] = set()
    for line, texts in zip(header, found, strict=True):
        lower = [own for part, own in zip(header, found, strict=True) if part.top > line.top]
        lower += [segments(one, measure.blank) for one in _laid_together(lines[:end], line.top)]
        higher = [
            word
            for part, own in zip(header, found, strict=True)
            if part.top < line.top
            for word in own
        ]
        below = [
            pair
            for own in lower
            for pair in pairwise(own)
            if not any(_ends_name(word, higher, line.bottom - line.top) for word in pair)
        ]
        names = [
            text
            for text in texts
            if any(
                _bridges(text, *pair) and _alone(text, texts, *pair) and _is_like(text, *pair)
                for pair in below
            )
        ]
        over |= {w for w in line.words if any(t.x0 <= w.x0 <= t.x1 for t in names)}
    out = [_without(line, over) if at < end else line for at, line in enumerate(lines)]
    return [line for line in out if line.words]


def _ends_name(word: Stretch, higher: Sequence[Stretch], line: float) -> bool:
    """Whether a text is the next line of a name that begins on one of the `higher` ones: what
    stands between these two lines is set to the middle of its row, and heads neither."""
    return any(
        word.y - above.y <= _NEXT_LINE * line
        and abs((word.x0 + word.x1) - (above.x0 + above.x1)) <= 2 * _ALIGNED
        for above in higher
    )


def _laid_together(lines: Sequence[TextLine], top: float) -> Iterator[TextLine]:
    """The printed lines below a height whose heights overlap, as one: a name set to the middle of
    its row stands between the lines of its neighbour."""
    for line in lines:
        lower = [part for part in line.parts if part.top > top]
        if len(lower) > 1:
            words = sorted((w for part in lower for w in part.words), key=lambda word: word.x0)
            yield TextLine(lower[0].top, line.bottom, tuple(words))


def _without(line: TextLine, words: set[Stretch]) -> TextLine:
    """A line without some of its words."""
    kept = tuple(word for word in line.words if word not in words)
    if len(kept) == len(line.words):
        return line
    parts = [_without(part, words) for part in line.parts]
    return line._replace(words=kept, parts=tuple(part for part in parts if part.words))


def _begins_row(line: TextLine) -> bool:
    return parse_label(line.words[0].text) is not None


def _alone(text: Stretch, texts: Sequence[Stretch], left: Stretch, right: Stretch) -> bool:
    """Whether no other text of its line stands over two others."""
    return not any(t is not text and t.x0 < right.x1 and left.x0 < t.x1 for t in texts)


def _is_like(name: Stretch, left: Stretch, right: Stretch) -> bool:
    """Whether two texts may be names below another: those of a header in bold are in bold, and what
    is not is the first row, of which several lines stand above its number."""
    return not name.bold or (left.bold and right.bold)


def _bridges(text: Stretch, left: Stretch, right: Stretch) -> bool:
    """Whether a text reaches over the white between two others, in the middle over both."""
    width = right.x1 - left.x0
    off = abs((text.x0 + text.x1) / 2 - (left.x0 + right.x1) / 2)
    return text.x0 < right.x0 and left.x1 < text.x1 and off <= _OFF * width


def with_levels(
    strips: Sequence[TableLine], bounds: Sequence[float], sides: tuple[float, float], number: int
) -> list[TableLine]:
    """The lines of a table, the texts of its header that name several columns put over them.

    `bounds` are the inner bounds of the columns, `sides` the ends of the table, `number` the
    column of the row numbers.
    """
    end = next((i for i, s in enumerate(strips) if parse_label(s.text(number)) is not None), 0)
    line = min(strip.bottom - strip.top for strip in strips)
    parted = list(strips)
    start = _start(strips[:end], line)
    if start is None:
        return parted
    strips = [*strips[:start], *_with_whole_names(strips[start:end]), *strips[end:]]
    if _has_one_level(strips[start:end], len(bounds) + 1, line):
        return parted
    texts = [text for strip in strips[start:end] for text in strip.texts]
    edges = (sides[0], *bounds, sides[1])
    put = dict(_upper(_names(texts, line), edges, line))
    if not put:
        return parted
    spanned = {column for first, last in put.values() for column in range(first, last + 1)}
    return [
        _moved(strip, put, bounds, spanned) if start <= at < end else strip
        for at, strip in enumerate(strips)
    ]


def _has_one_level(strips: Sequence[TableLine], columns: int, line: float) -> bool:
    """Whether the names of all columns stand on one level: all of the lines above the first number,
    or those of them that name every column; where numbers stand at the middle of their rows, the
    first row begins above its number."""
    named = next((i for i, strip in enumerate(strips, 1) if strip.names_numbers), len(strips))
    heads = [strips] + [
        strips[:end]
        for end in range(named, len(strips))
        if len({column for strip in strips[:end] for column in strip.columns}) == columns
    ]
    texts = ([text for strip in head for text in strip.texts] for head in heads)
    return any(_is_one_level(own, line) for own in texts)


def _is_one_level(texts: Sequence[ColumnText], line: float) -> bool:
    """Whether the names of all columns, of one line or of several, have their middles at one
    height: those under a name of an upper level stand lower than the others."""
    heights: dict[int, list[float]] = {}
    for text in texts:
        if text.last > text.first:
            return False
        heights.setdefault(text.first, []).append(text.word.y)
    middles = [(min(ys) + max(ys)) / 2 for ys in heights.values()]
    return len(middles) > 1 and max(middles) - min(middles) < _SAME_MIDDLE * line


def _with_whole_names(header: Sequence[TableLine]) -> list[TableLine]:
    """The lines of a header with the names whole that a bound between columns parts between two
    words: they stand in the middle over two names below."""
    below = [text for strip in header for text in strip.texts]
    return [replace(strip, texts=tuple(_whole(strip.texts, below))) for strip in header]


def _whole(texts: Sequence[ColumnText], names: Sequence[ColumnText]) -> list[ColumnText]:
    out: list[ColumnText] = []
    for text in texts:
        if out and out[-1].squeezed and text.squeezed and out[-1].word.y == text.word.y:
            joined = out[-1].word.with_next(text.word)
            pairs = [
                (a.word, b.word)
                for a in names
                for b in names
                if (a.first, b.first) == (out[-1].first, text.first)
                and a.word.y == b.word.y > text.word.y
            ]
            if any(_bridges(joined, *pair) for pair in pairs):
                out[-1] = ColumnText(out[-1].first, text.last, joined)
                continue
        out.append(text)
    return out


def _start(strips: Sequence[TableLine], line: float) -> int | None:
    """The first line of a header: from the name of the number column up, as far as no white parts
    the lines; what stands above is a title."""
    at = next((i for i, strip in enumerate(strips) if strip.names_numbers), None)
    while at and strips[at].top - strips[at - 1].bottom <= _APART * line:
        at -= 1
    return at


def _names(texts: Sequence[ColumnText], line: float) -> list[_Name]:
    """The texts put together to names: what stands below another in its middle, or at its edge."""
    names: list[_Name] = []
    for text in sorted(texts, key=lambda text: text.word.y):
        at = next((i for i, name in enumerate(names) if _goes_on(name, text, texts, line)), None)
        if at is None:
            names.append(_Name((text,)))
        else:
            names[at] = _Name((*names[at].texts, text))
    return names


def _goes_on(name: _Name, text: ColumnText, texts: Sequence[ColumnText], line: float) -> bool:
    last = name.texts[-1].word
    word = text.word
    below = _SAME_LINE * line < word.y - last.y <= _NEXT_LINE * line
    middle = abs((word.x0 + word.x1) / 2 - name.middle) <= _ALIGNED
    edge = abs(word.x0 - last.x0) <= _ALIGNED
    return below and (middle or edge) and not _starts_level(text, last.y, texts, line)


def _starts_level(text: ColumnText, above: float, texts: Sequence[ColumnText], line: float) -> bool:
    """Whether a name begins the lower level: it has neighbours on its line with nothing above, and
    other names stand between the lines, so that a name of one line would stand there too."""
    level = [t for t in texts if abs(t.word.y - text.word.y) < _SAME_LINE * line]
    free = [
        t
        for t in level
        if t.first in (text.first - 1, text.last + 1)
        and not any(o.first <= t.first <= o.last and o.word.y < t.word.y - 1 for o in texts)
    ]
    between = any(
        above + _SAME_LINE * line < t.word.y < text.word.y - _SAME_LINE * line for t in texts
    )
    return (between and len(free) > 1) or _heads_run(text, level, texts)


def _heads_run(text: ColumnText, level: Sequence[ColumnText], texts: Sequence[ColumnText]) -> bool:
    """Whether a name is the first of three or more that stand side by side, alone on their line,
    with nothing above the others, while names beside them stand higher: the name above the first
    is set to the left over all of them."""
    if min(t.first for t in level) < text.first or len(level) <= PAIR:
        return False
    others = [t.first for t in level if t is not text]
    if sorted(others) != list(range(text.first + 1, text.first + 1 + len(others))):
        return False
    return not any(o.word.y < text.word.y - 1 and o.last > text.first for o in texts)


def _upper(
    names: Sequence[_Name], edges: Sequence[float], line: float
) -> Iterator[tuple[ColumnText, tuple[int, int]]]:
    """The texts of the names over several columns, each with its first and last column."""
    taken: set[int] = set()
    for name in sorted(names, key=lambda name: (name.top, name.middle)):
        found = _columns_under(name, names, edges, line, taken)
        if found is not None:
            taken.update(range(found[0], found[1] + 1))
            yield from ((text, found) for text in name.texts)


def _columns_under(
    name: _Name,
    names: Sequence[_Name],
    edges: Sequence[float],
    line: float,
    taken: set[int],
) -> tuple[int, int] | None:
    """The columns a name stands over the middle of, None for the name of one column."""
    free = [
        column
        for column in range(len(edges) - 1)
        if column not in taken and _begins_below(column, name, names, edges, line)
    ]
    spans = [
        (first, last)
        for first in free
        for last in range(first + 1, min(first + _MOST, len(edges) - 1))
        if all(column in free for column in range(first, last + 1))
    ]
    spans = [span for span in spans if _on_one_line(span, name, names, edges, line)]
    left = max((s for s in spans if _is_left_set(name, s, names, edges)), default=None)
    if left is not None:
        return left
    off, best = min(((_off(name, span, names, edges), span) for span in spans), default=(1.0, None))
    return best if off <= _OFF else None


def _between(left: float, right: float, name: _Name, names: Sequence[_Name]) -> list[_Name]:
    """The other names whose middle stands between two edges."""
    return [n for n in names if n is not name and left <= n.middle < right]


def _is_left_set(
    name: _Name, span: tuple[int, int], names: Sequence[_Name], edges: Sequence[float]
) -> bool:
    """Whether a name begins where the first of three or more names below it does, and ends before
    the last of them."""
    if span[1] - span[0] < PAIR:
        return False
    first, *_, last = (
        _between(edges[column], edges[column + 1], name, names)
        for column in range(span[0], span[1] + 1)
    )
    start = min(t.word.x0 for t in name.texts)
    off = abs(min(t.word.x0 for n in first for t in n.texts) - start)
    end = max(t.word.x1 for t in name.texts)
    return off <= _ALIGNED and end < min(t.word.x0 for n in last for t in n.texts)


def _off(
    name: _Name, span: tuple[int, int], names: Sequence[_Name], edges: Sequence[float]
) -> float:
    """How far a name is off the middle of its columns, or of what they print, as a share."""
    left, right = edges[span[0]], edges[span[1] + 1]
    own = [n for n in _between(left, right, name, names) if n.top > name.end]
    first = min(t.word.x0 for n in own for t in n.texts)
    last = max(t.word.x1 for n in own for t in n.texts)
    off = min(abs(name.middle - (left + right) / 2), abs(name.middle - (first + last) / 2))
    return off / (last - first)


def _begins_below(
    column: int, name: _Name, names: Sequence[_Name], edges: Sequence[float], line: float
) -> bool:
    """Whether what a column is named stands below a name, and nothing but that above it."""
    own = _between(edges[column], edges[column + 1], name, names)
    return bool(own) and all(n.top > name.end + _SAME_LINE * line for n in own)


def _on_one_line(
    span: tuple[int, int],
    name: _Name,
    names: Sequence[_Name],
    edges: Sequence[float],
    line: float,
) -> bool:
    tops = [
        min(n.top for n in _between(edges[column], edges[column + 1], name, names))
        for column in range(span[0], span[1] + 1)
    ]
    return max(tops) - min(tops) < _SAME_LINE * line


def _moved(
    strip: TableLine,
    put: dict[ColumnText, tuple[int, int]],
    bounds: Sequence[float],
    spanned: set[int],
) -> TableLine:
    """A line with its names over the columns they name."""
    texts = []
    for text in strip.texts:
        middle = sum(bound <= (text.word.x0 + text.word.x1) / 2 for bound in bounds)
        if text in put:
            text = replace(text, first=put[text][0], last=put[text][1])
        elif middle in spanned:
            text = replace(text, first=middle, last=middle)
        texts.append(text)
    return replace(strip, texts=tuple(texts))


def level_between(strips: Sequence[TableLine]) -> float | None:
    """The height between the two levels of a header that names the numbers of the rows: names over
    several columns, and below each of them the names of these columns. None where there is one
    level."""
    texts = [text for strip in strips for text in strip.texts]
    over = [text for text in texts if text.last > text.first]
    if not over or not any(strip.names_numbers for strip in strips):
        return None
    low = max(text.word.y for text in over)
    below = {text.first for text in texts if text.first == text.last and text.word.y > low}
    wide = {column for text in over for column in range(text.first, text.last + 1)}
    beside = [t for t in texts if t.first == t.last and t.first in wide and t.word.y <= low]
    if not wide <= below or beside:
        return None
    return (low + min(t.word.y for t in texts if t.first in wide and t.word.y > low)) / 2


def levels(spans: Mapping[int, int], columns: int) -> tuple[list[CellBox], list[tuple[int, ...]]]:
    """The cells of a header of two levels, and whose each box of its rows is: names over several
    columns stand above those of each, the others reach over both."""
    cells: list[CellBox] = []
    upper: list[int] = []
    column = 0
    while column < columns:
        width = spans.get(column, 1)
        upper += [len(cells)] * width
        cells.append(CellBox(0, column, 2 if width == 1 else 1, width))
        column += width
    lower = list(upper)
    for column in range(columns):
        if cells[upper[column]].rows == 1:
            lower[column] = len(cells)
            cells.append(CellBox(1, column, 1, 1))
    return cells, [tuple(upper), tuple(lower)]
