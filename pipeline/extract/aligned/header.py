"""The names over the columns of a table, and how they are known when a page prints them again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.aligned.shape import Band, Shape
from pipeline.extract.aligned.strips import NAME_LINES, TableLine
from pipeline.extract.aligned.words import Measure, Stretch, TextLine, segments
from pipeline.extract.layer.signs.words import OTHER, role_of
from pipeline.writing.columns import begins_row_numbers, glued_number_name, names_row_numbers
from pipeline.writing.labels import parse_label

MOST_LINES = 12
"""Lines of a header, printed again, that are looked at."""
LONGEST_NAME = 120
"""Letters of a name of a column, at most: what a document is to be changed by is told in full."""
PAIR = 2
"""Names of a table of two columns."""
FEWEST_NAMED, KINDS = 3, 2
"""Names side by side, and known kinds among them, that show columns where none is that of row
numbers: those over signatures and in letterheads are of one kind, or not known."""
_YEAR = re.compile(r"(?:Năm )?(?:19|20)\d\d")
_REST = "'"
"""What stands in place of the other lines of a name: it is printed there, and no letter."""
_NEXT_LINE = 2.2
"""Line heights from one part of a name to the next, at most: lines of the names beside it may stand
between."""


def with_whole_names(lines: Sequence[TextLine], measure: Measure) -> list[TextLine]:
    """The lines with each name of the row numbers that a narrow column cuts (`ST` over `T`) as one
    text, on that of its lines which names most columns."""
    lines = [_parted(line) for line in lines]
    out = list(lines)
    firsts = [segments(line, measure.blank) for line in lines]
    for at in range(len(lines)):
        parts = _parts_of_name(lines, firsts, at)
        if not parts:
            continue
        whole = "".join(firsts[part][0].text for part in parts)
        best = max(parts, key=lambda part: len(firsts[part]))
        for part in parts:
            out[part] = _with_first(lines[part], firsts[part][0], whole if part == best else _REST)
    return out


def _parted(line: TextLine) -> TextLine:
    """A line with the name of the row numbers apart from that of the next column, into which it
    runs (`STTNội dung`): no wider than the numbers below it are."""
    first, *rest = line.words
    letters = glued_number_name(first.text)
    if not letters:
        return line
    width = (first.x1 - first.x0) / len(first.text)
    name = first._replace(text=first.text[:letters], x1=first.x0 + width)
    other = first._replace(text=first.text[letters:], x0=first.x0 + width * letters)
    return TextLine(line.top, line.bottom, (name, other, *rest))


def _parts_of_name(
    lines: Sequence[TextLine], firsts: Sequence[Sequence[Stretch]], at: int
) -> list[int]:
    """The lines whose first texts make a name of row numbers, from one on; none where they do not,
    or one alone does."""
    text = firsts[at][0]
    parts, letters = [at], text.text
    for below in range(at + 1, min(at + 2 * NAME_LINES, len(lines))):
        last = lines[parts[-1]]
        if not begins_row_numbers(letters):
            return []
        if lines[below].top - last.top > _NEXT_LINE * (last.bottom - last.top):
            return []
        other = firsts[below][0]
        if other.x0 >= text.x1 or text.x0 >= other.x1:
            continue
        parts.append(below)
        letters += other.text
        if names_row_numbers(letters):
            return parts
    return []


def _with_first(line: TextLine, first: Stretch, text: str) -> TextLine:
    """A line with another text in place of its first one."""
    inside = [word for word in line.words if word.x1 <= first.x1]

    def put(words: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
        rest = tuple(word for word in words if word not in inside)
        return words if len(rest) == len(words) else (first._replace(text=text), *rest)

    parts = tuple(part._replace(words=put(part.words)) for part in line.parts)
    return TextLine(line.top, line.bottom, put(line.words), parts)


def header_names(
    strips: Sequence[TableLine], bands: Sequence[Band], columns: int
) -> tuple[str, ...]:
    """What the first row prints in each column where it names the numbers of the rows, or the
    columns, in bold where they are two, else nothing."""
    head, below = strips[bands[0].first : bands[0].last + 1], strips[bands[0].last + 1 :]
    texts = printed_in(head, columns)
    bold = all(strip.bold for strip in head) and not all(strip.bold for strip in below)
    named = any(map(names_row_numbers, texts[:2])) or name_columns(texts)
    return texts if named or (bold and name_pair(texts)) else ()


def name_columns(texts: Sequence[str]) -> bool:
    """Whether texts side by side, none in the column of row numbers, name columns: each is short
    and begins with a capital or is a year, and those that are known are of two kinds or more."""
    if len(texts) < FEWEST_NAMED or not all(map(_may_name, texts)):
        return False
    kinds = {"year" if _YEAR.fullmatch(text) else role_of(text).name for text in texts}
    return len(kinds - {OTHER.name}) >= KINDS


def name_pair(texts: Sequence[str]) -> bool:
    """Whether two texts side by side may name the only columns of a table."""
    return len(texts) == PAIR and all(map(_may_name, texts))


def _may_name(text: str) -> bool:
    return bool(_YEAR.fullmatch(text)) or (
        0 < len(text) <= LONGEST_NAME and text[0].isupper() and text[-1] not in ".;:,!?"
    )


def repeated_header(strips: Sequence[TableLine], names: Sequence[str]) -> int:
    """How many of the first lines are the header of the page before, printed again."""
    most = min(len(strips), MOST_LINES) if names else 0
    return next(
        (end for end in range(1, most + 1) if printed_in(strips[:end], len(names)) == tuple(names)),
        0,
    )


def bold_header(strips: Sequence[TableLine], shape: Shape) -> int:
    """How many of the first lines are a header in bold, that names the numbers of the rows or the
    columns, or two of them, over lines that are not; a number begins a row, in bold too, and so
    does what white parts from names that are whole."""
    end = 0
    whole = False
    for strip in strips[:MOST_LINES]:
        if not strip.bold or parse_label(strip.text(0)) is not None:
            break
        if whole and shape.is_wide(strip.top - strips[end - 1].bottom):
            break
        end += 1
        whole = name_columns(printed_in(strips[:end], shape.columns))
    names = [text.word.text for strip in strips[:end] for text in strip.texts]
    pair = name_pair(printed_in(strips[:end], shape.columns))
    named = whole or pair or any(map(names_row_numbers, names))
    return end if end < len(strips) and named else 0


def printed_in(strips: Sequence[TableLine], columns: int) -> tuple[str, ...]:
    """What some lines print in each column."""
    return tuple(
        " ".join(text for strip in strips if (text := strip.text(column)))
        for column in range(columns)
    )
