"""Points of a list inside a row that are rows of their own: `(1)`, `(2)`, or `a)`, `b)`.

A narrow column cuts their numbers (`(10` over `)`), and a page may do so in the middle of the row:
the first line of the row then has the one piece (`(14 Cơ sở dữ liệu`), the first line of the next
page the other (`) gia về dân cư`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.layer.lines.lines import SAME_LINE, LinePiece
from pipeline.extract.layer.numbered.rows import FoundLabel, UndividedRow, cut_rows, parts_of
from pipeline.writing.label_cuts import MOST_LINES
from pipeline.writing.labels import CUT_START, POINT_START, parse_label
from pipeline.writing.patterns import compiled

_OPEN = re.compile(r"(?P<number>\(\d{1,3})(?:\s+(?P<rest>\S.*))?")
_CLOSE = re.compile(r"(?P<number>\d{0,2}\))(?:\s+(?P<rest>\S.*))?")
_TOUCHED = compiled(r"\(\d{1,3}\)(?=\p{Lu}\p{Ll})")
"""The number of a point that is as wide as its column: no white parts it from the title that stands
in the next one (`(100)Hệ thống`)."""
_ESTABLISHED = 3
"""Points from which on a list goes on where one of them is lost."""


def split_points(row: UndividedRow) -> list[UndividedRow]:
    """The row up to its first point, and a row for each point of a list that counts from
    `(1)` or `a)`; the row alone where there is no such list."""
    stream = _with_whole_numbers([piece for part in row.parts for piece in part])
    starts: list[FoundLabel] = []
    style, last = "", 0
    for index, piece in enumerate(stream):
        if piece.text[0] != "(" and piece.text[1:2] != ")":
            continue
        for text, span in _point_labels(stream, index):
            label = parse_label(text)
            if label is None or style not in ("", label.style):
                continue
            number = label.numbers[0]
            one_lost = style == "small" or len(starts) >= _ESTABLISHED
            if number == last + 1 or (one_lost and number == last + 2):
                starts.append(FoundLabel(index, text, span))
                style, last = label.style, number
                break
    if not starts:
        return [row]
    first = replace(row, parts=parts_of(stream[: starts[0].index]), tail=False)
    points = [
        replace(point, style=style, tail=row.tail and point.tail)
        for point in cut_rows(stream, starts)
    ]
    return [first, *points]


def _point_labels(stream: Sequence[LinePiece], index: int) -> Iterator[tuple[str, int]]:
    """The labels of a point a piece may begin with, and how many pieces each takes; those of most
    pieces first: a bracket may be all that is left for the last one (`(1` over `00` over `)`). The
    title may stand on the line of the last (`(1` over `0) Cơ sở dữ liệu`)."""
    text = whole = stream[index].text
    found = list[tuple[str, int]]()
    for span in range(2, MOST_LINES + 1):
        if not CUT_START.match(whole) or index + span > len(stream):
            break
        below = stream[index + span - 1].text
        close = _CLOSE.fullmatch(below)
        titled = close is not None and (close["rest"] or "")[:1].isupper()
        label = whole + (close["number"] if close and titled else below)
        if POINT_START.fullmatch(label):
            found.append((label, span))
        whole += below
    yield from reversed(found)
    match = POINT_START.match(text) or _TOUCHED.match(text)
    if match:
        yield match.group(), 1


def _with_whole_numbers(stream: list[LinePiece]) -> list[LinePiece]:
    """The pieces, those of a number that a page cuts in the middle of its row beside each other."""
    found = list(stream)
    for place in [at for at, piece in enumerate(stream) if piece.opens_page][::-1]:
        close = _CLOSE.fullmatch(found[place].text)
        index = _opened(found, place, close["number"]) if close else None
        if close is None or index is None:
            continue
        below = found[place]
        rest = [replace(below, text=close["rest"])] if close["rest"] else []
        if not rest and place + 1 < len(found):
            found[place + 1] = replace(found[place + 1], opens_page=True)
        found[place : place + 1] = rest
        open_ = _OPEN.fullmatch(found[index].text)
        title = open_["rest"] if open_ else None
        line = found[index]
        found[index : index + 1] = [
            replace(line, text=open_["number"] if open_ else line.text),
            LinePiece(close["number"], below.line, SAME_LINE),
            *([LinePiece(title, line.line, SAME_LINE)] if title else []),
        ]
    return found


def _opened(stream: Sequence[LinePiece], page: int, close: str) -> int | None:
    """The last piece of the page before that begins with the number of a point whose bracket a
    piece on the next page closes: the number that comes after that of the last whole one."""
    for index in range(page - 1, -1, -1):
        text = stream[index].text
        match = _OPEN.fullmatch(text)
        if match and ")" not in text.split(" ", 1)[0]:
            whole = parse_label(match["number"] + close)
            before = _number_before(stream, index)
            return index if whole and before and whole.numbers == (before + 1,) else None
        if POINT_START.match(text) or stream[index].opens_page:
            return None
    return None


def _number_before(stream: Sequence[LinePiece], index: int) -> int | None:
    """The number of the last point above a piece, cut by its column or not."""
    for at in range(index - 1, -1, -1):
        for text, _ in _point_labels(stream, at):
            label = parse_label(text)
            if label is not None and label.style == "paren":
                return label.numbers[0]
    return None
