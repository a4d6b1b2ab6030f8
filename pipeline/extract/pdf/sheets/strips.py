"""Sheets side by side laid together: the strips of a table that was too wide for the paper, as the
one page they are parts of.

::

    sheet of the first columns      sheet of further ones (columns printed again left out)
    ┌──────────────┐┐               ┌─────────────┐
    │ STT │ title  ││  ◀── moved ── │ lead │ when │    only what stands beside the rows of the
    └──────────────┘┘               └─────────────┘    first; lines above and below stay

Walls, rows and columns are then looked for in all of them at once: the numbers of the rows stand on
the first alone, and which lines are one row is often seen on another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.pdf.drawn.rules import Box, PageRules, Strokes
from pipeline.extract.pdf.letters.aside import Lost
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.lines.text import PrintedLine
from pipeline.extract.pdf.sheets.beside import Strips
from pipeline.extract.pdf.sheets.sideways import FEWEST_LEVELS
from pipeline.extract.ruled.lines import Rule
from pipeline.model import Fragment
from pipeline.writing.columns import names_row_numbers

_GAP = 1.5
"""White, in ems, put between two strips that no rule bounds: cells keep about as much from those
beside them."""
_SAME_PLACE = 0.5
"""Points by which what is printed again on the next strip may stand off its place."""
_ABOVE = 2.0
"""Points that rules and letters may reach over the edge of their table."""

Split = Callable[[Piece], list[Piece]]
Placer = Callable[..., Fragment]


@dataclass(frozen=True, slots=True)
class Strip:
    """What a page shows: its pieces and rules, what parts the pieces into words and places its
    lines, and where texts do not show whole."""

    pieces: list[Piece]
    rules: PageRules
    level: list[Rule]
    split: Split
    fragment: Placer
    lost: list[Lost]
    size: tuple[float, float]


def within(strip: Strip, top: float, bottom: float) -> tuple[Strip, list[Piece]]:
    """A strip with what stands between two heights alone, and its other pieces."""
    bottom += _ABOVE
    inside = [piece for piece in strip.pieces if top <= piece.middle <= bottom]
    rules = PageRules(
        Strokes(
            [rule for rule in strip.rules.horizontal if top <= rule.at <= bottom],
            [rule for rule in strip.rules.vertical if rule.hi > top and rule.lo < bottom],
        ),
        shades=[box for box in strip.rules.shades if box[1] >= top and box[3] <= bottom],
        figures=[box for box in strip.rules.figures if box[1] >= top and box[3] <= bottom],
    )
    rest = [piece for piece in strip.pieces if not top <= piece.middle <= bottom]
    level = [rule for rule in strip.level if top <= rule.at <= bottom]
    return replace(strip, pieces=inside, rules=rules, level=level), rest


def without_repeated(strip: Strip, first: Strip, left: float) -> tuple[Strip, list[Piece]]:
    """A strip without the first columns of the table, where they are printed on it again, and their
    pieces: each stands where the first strip prints the same. Other columns begin at `left`."""
    known = {(piece.text, round(piece.base)): piece.x0 for piece in first.pieces}
    again: list[Piece] = []
    ordered = sorted(strip.pieces, key=lambda piece: piece.x0)
    for piece in ordered:
        same = [known.get((piece.text, round(piece.base) + step)) for step in (0, -1, 1)]
        if not any(x is not None and abs(x - piece.x0) <= _SAME_PLACE for x in same):
            break
        again.append(piece)
    rest = ordered[len(again) :]
    if len(again) < FEWEST_LEVELS or not any(names_row_numbers(p.text) for p in again) or not rest:
        return strip, []
    edge = min(left, rest[0].x0)
    down = [r.at for r in strip.rules.vertical if again[0].x1 <= r.at <= edge + _ABOVE]
    return _right_of(replace(strip, pieces=rest), max(down, default=edge - _ABOVE)), again


def _right_of(strip: Strip, edge: float) -> Strip:
    """A strip whose rules and shades begin at an edge."""
    rules = strip.rules
    kept = PageRules(
        Strokes(
            [rule._replace(lo=max(rule.lo, edge)) for rule in rules.horizontal if rule.hi > edge],
            [rule for rule in rules.vertical if rule.at >= edge - _ABOVE],
        ),
        shades=[(max(x0, edge), y0, x1, y1) for x0, y0, x1, y1 in rules.shades if x1 > edge],
        figures=[box for box in rules.figures if box[0] >= edge],
    )
    level = [rule._replace(lo=max(rule.lo, edge)) for rule in strip.level if rule.hi > edge]
    return replace(strip, rules=kept, level=level)


def laid_beside(first: Strip, others: Sequence[Strip], rows: Strips) -> Strip:
    """Strips as one page: each of the others, which hold what stands beside the rows of the first,
    moved to the right edge of the one before."""
    whole, edges = first, []
    table, _ = within(first, rows.top, rows.bottom)
    right = _edges(table)[1] if _is_bounded(table) else rows.reach[0][1]
    for strip, (left, last) in zip(others, rows.reach[1:], strict=True):
        lo, hi = _edges(strip) if _is_bounded(strip) else (left, last)
        shift = right - lo
        if not _is_bounded(table) and not _is_bounded(strip):
            shift += _GAP * max((piece.size for piece in strip.pieces), default=0.0)
        edges.append((right - _ABOVE, shift, strip))
        whole = _with(whole, _moved(strip, shift))
        table, right = strip, hi + shift
    whole = replace(whole, size=(max(whole.size[0], right), whole.size[1]))
    split = _split_by(first.split, edges, rows)
    return replace(whole, split=split, fragment=_placed_by(first.fragment, edges, rows))


def _edges(strip: Strip) -> tuple[float, float]:
    """From where to where a strip reaches: its rules and shades, or its texts where it has none. A
    text may reach over its edge, where it goes on on the sheet before."""
    rules = strip.rules
    spans = [(rule.lo, rule.hi) for rule in rules.horizontal]
    spans += [(rule.at, rule.at) for rule in rules.vertical]
    spans += [(x0, x1) for x0, _, x1, _ in rules.shades]
    spans = spans or [(piece.x0, piece.x1) for piece in strip.pieces]
    none = float("inf")
    return min((x0 for x0, _ in spans), default=none), max((x1 for _, x1 in spans), default=-none)


def _is_bounded(strip: Strip) -> bool:
    """Whether rules or shades say where a strip ends."""
    return bool(strip.rules.horizontal or strip.rules.vertical or strip.rules.shades)


def _moved(strip: Strip, by: float) -> Strip:
    """A strip moved to the right."""

    def across(rules: Iterable[Rule]) -> list[Rule]:
        return [rule._replace(lo=rule.lo + by, hi=rule.hi + by) for rule in rules]

    def areas(boxes: Iterable[Box]) -> list[Box]:
        return [(x0 + by, y0, x1 + by, y1) for x0, y0, x1, y1 in boxes]

    rules = PageRules(
        Strokes(
            across(strip.rules.horizontal),
            [rule._replace(at=rule.at + by) for rule in strip.rules.vertical],
        ),
        shades=areas(strip.rules.shades),
        figures=areas(strip.rules.figures),
    )
    pieces = [_piece_moved(piece, by) for piece in strip.pieces]
    lost = [one._replace(x=one.x + by) for one in strip.lost]
    return replace(strip, pieces=pieces, rules=rules, level=across(strip.level), lost=lost)


def _piece_moved(piece: Piece, by: float) -> Piece:
    return piece._replace(x0=piece.x0 + by, x1=piece.x1 + by)


def _with(whole: Strip, moved: Strip) -> Strip:
    """What two strips show, as one."""
    rules = PageRules(
        Strokes(
            [*whole.rules.horizontal, *moved.rules.horizontal],
            [*whole.rules.vertical, *moved.rules.vertical],
        ),
        shades=[*whole.rules.shades, *moved.rules.shades],
        figures=[*whole.rules.figures, *moved.rules.figures],
    )
    return replace(
        whole,
        pieces=[*whole.pieces, *moved.pieces],
        rules=rules,
        level=[*whole.level, *moved.level],
        lost=[*whole.lost, *moved.lost],
    )


Edges = Sequence[tuple[float, float, Strip]]
"""From where on what stands is that of a strip, and by how much it was moved."""


def _owner(edges: Edges, x: float, y: float, rows: Strips) -> tuple[float, Strip | None]:
    """How far what stands at a place was moved, and its strip; None for the first."""
    if not rows.top <= y <= rows.bottom + _ABOVE:
        return 0.0, None
    own = [(shift, strip) for edge, shift, strip in edges if x >= edge]
    return own[-1] if own else (0.0, None)


def _split_by(first: Split, edges: Edges, rows: Strips) -> Split:
    def split(piece: Piece) -> list[Piece]:
        shift, strip = _owner(edges, piece.x0, piece.middle, rows)
        if strip is None:
            return first(piece)
        return [_piece_moved(word, shift) for word in strip.split(_piece_moved(piece, -shift))]

    return split


def _placed_by(first: Placer, edges: Edges, rows: Strips) -> Placer:
    def fragment(line: PrintedLine, glued: bool = False) -> Fragment:
        y = (line.y0 + line.y1) / 2
        shift, strip = _owner(edges, line.x0, y, rows)
        if strip is None:
            return first(line, glued)
        back = line._replace(x0=line.x0 - shift, x1=line.x1 - shift)
        return strip.fragment(back, glued)

    return fragment
