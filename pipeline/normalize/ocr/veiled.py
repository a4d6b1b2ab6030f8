"""Bodies of which a seal or a stain hid a part: what still shows fits one name that the table
prints plainly elsewhere, and no other.

What is put in its place stays as much in doubt as what was read. Of texts that are no names one may
be like another and mean something else: they stay as they were read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from rapidfuzz.fuzz import ratio

from pipeline.model import Fragment
from pipeline.normalize.ocr.pieces import Fix, Spot, spots_of, sureness

RULE = "ocr-value"
PLAIN = 0.9
"""Confidence of every word of a value that is printed plainly."""
HIDDEN = 0.7
"""Confidence under which a word may be what stands over the print: what a black seal leaves of the
surest."""
ALIKE, APART = 60.0, 15.0
"""How like what is read a name must be (0 to 100), and how much less like it is any other."""

Lines = tuple[Fragment, ...]
Part = tuple[Spot, ...]


def whole(lines: Lines) -> list[Part]:
    """All of a text as its one part."""
    return [tuple(spot for spot in spots_of(lines) if spot.piece.text)]


def listed(lines: Lines) -> list[Part]:
    """What commas and semicolons part."""
    parts: list[list[Spot]] = [[]]
    for spot in whole(lines)[0]:
        parts[-1].append(spot)
        if spot.piece.text.endswith((",", ";")):
            parts.append([])
    return [tuple(part) for part in parts if part]


def shown(part: Part) -> str:
    """The text of a part, without the comma that parts it from the next."""
    return " ".join(spot.piece.text for spot in part).rstrip(",;")


def plain_values(cells: Iterable[Lines]) -> frozenset[str]:
    """What stands plainly in some cells, between commas; nothing with figures, of which one may
    be any other."""
    return frozenset(
        shown(part)
        for lines in cells
        for part in listed(lines)
        if _least(lines, part) >= PLAIN and not any(map(str.isdigit, shown(part)))
    )


def veiled_fixes(lines: Lines, values: Collection[str]) -> Iterator[Fix]:
    """The parts of a cell that are one of some values as far as they show."""
    for part in listed(lines):
        value = _beneath(lines, part, values) if _least(lines, part) < HIDDEN else ""
        if value:
            mark = part[-1].piece.text[len(part[-1].piece.text.rstrip(",;")) :]
            reason = f"{value}: printed elsewhere, and alone like what still shows"
            yield Fix(part, value + mark, RULE, reason)


def _beneath(lines: Lines, part: Part, values: Collection[str]) -> str:
    """The one value that a part is; "" where none or several are like it, or where it lacks a word
    that was read for certain."""
    text = shown(part)
    if text in values:
        return ""
    sure = {s.piece.text.rstrip(",;") for s in part if _sure(lines, s) >= PLAIN}
    near = sorted(((ratio(text, value), value) for value in values), reverse=True)[:2]
    if not near or near[0][0] < ALIKE or not sure <= set(near[0][1].split()):
        return ""
    return near[0][1] if len(near) == 1 or near[0][0] - near[1][0] >= APART else ""


def _sure(lines: Sequence[Fragment], spot: Spot) -> float:
    return sureness(lines[spot.fragment], spot.piece)


def _least(lines: Sequence[Fragment], part: Part) -> float:
    return min(_sure(lines, spot) for spot in part)
