"""The tables of a page: those that rules close, and those that rules, shades and white space make
together.

::

    rules ──ruled──▶ lattices (rules) ── rows missing ──▶ aligned (mixed)
    what is left: boxes ──▶ lattices (rules), rules across, shades + words ──▶ aligned (mixed),
                  words alone ──▶ aligned (alignment)

A page on which all text stands in closed cells is done after the first step.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from pipeline.extract.aligned.corridors import Corridor
from pipeline.extract.aligned.drawn import (
    Box,
    boxed,
    columns_between,
    walls_of,
    with_filled_columns,
    without_stripes,
)
from pipeline.extract.aligned.region import find_tables as find_aligned
from pipeline.extract.aligned.table import Aligned, Before
from pipeline.extract.aligned.walled import parted, walled_table
from pipeline.extract.aligned.words import TextLine
from pipeline.extract.pdf.drawn.rules import PageRules
from pipeline.extract.pdf.letters.pieces import SLANTED, Piece
from pipeline.extract.pdf.sheets.sideways import same_levels
from pipeline.extract.pdf.tables.apart import tables_apart
from pipeline.extract.pdf.tables.filled_rows import with_filled_rows_parted
from pipeline.extract.pdf.tables.found import (
    AT_EDGE,
    Table,
    inside,
    told_doubled,
    told_drawn,
    told_leaning,
)
from pipeline.extract.pdf.tables.headings import with_headings
from pipeline.extract.pdf.tables.heads import with_names_above, with_numbers_beside
from pipeline.extract.pdf.tables.lacking_rules import parted_by_rows
from pipeline.extract.pdf.tables.no_tables import (
    ONE_ROW,
    filled_cells,
    is_balloon,
    is_drawing,
    is_for_digits,
    is_loose,
)
from pipeline.extract.pdf.tables.rest import has_columns, without_folio
from pipeline.extract.pdf.tables.text_rows import with_text_rows
from pipeline.extract.pdf.tables.turned import with_turned_names
from pipeline.extract.pdf.tables.undrawn_walls import with_undrawn_walls
from pipeline.extract.pdf.tables.worded import lines_of_words, measure_of
from pipeline.extract.ruled.framed import without_frames
from pipeline.extract.ruled.gaps import (
    beside_of,
    has_gaps,
    headings_below,
    parted_by_gap,
    stacked,
    with_filled_sides,
    without_gaps,
)
from pipeline.extract.ruled.half_walls import rules_over_half_walls
from pipeline.extract.ruled.header_walls import walls_below_header
from pipeline.extract.ruled.headings_between import with_headings_between
from pipeline.extract.ruled.ladders import FEWEST_LADDERS, columns_apart
from pipeline.extract.ruled.lattice import Lattice, find_ladders, find_ruled
from pipeline.extract.ruled.lines import Rule, join_rules, same_places
from pipeline.extract.ruled.missing_walls import Word, lacking_walls, with_walls
from pipeline.extract.ruled.open_headings import rules_at_headings
from pipeline.extract.ruled.stripes import stripe_edges
from pipeline.extract.ruled.wall_pieces import edges_of_pieces
from pipeline.model import Ground
from pipeline.writing.columns import names_row_numbers

MIN_PIECES = 4
"""Fewer pieces outside of closed cells are no table."""
MAX_FOLIO = 3
"""Pieces of a page number."""


ROW_OF_BOXES = 2
"""Boxes side by side that may be a row of the table above or below them: a number and a heading."""
NESTED = "a table of its own stands in this cell; its cells are read as lines of it"
BETWEEN = 0.2
"""Share of the texts of boxes that may stand in none of them."""
BELOW = 2.5
"""Line heights below a stripe in which the next row has its lines, those at its middle too."""


@dataclass(slots=True)
class Carried:
    """What is known of the table that reaches to the end of the page before; nothing where it was
    closed, or there is none."""

    before: Before = field(default_factory=Before)
    levels: list[tuple[float, ...]] = field(default_factory=list)
    """The rules across of the tables that stand alone on pages before."""
    columns: tuple[float, ...] = ()
    """The walls of the table at the end of the page before, where its cells are all closed."""


@dataclass(slots=True)
class _Page:
    """A page while its tables are looked for."""

    pieces: list[Piece]
    split: Callable[[Piece], list[Piece]]
    tables: list[Table] = field(default_factory=list)

    def rest(self) -> list[Piece]:
        """The pieces outside of the tables found so far."""
        left = self.pieces
        for x0, y0, x1, y1 in (table.lattice.box for table in self.tables):
            left = [
                piece
                for piece in left
                if not (y0 <= piece.middle <= y1 and x0 <= (piece.x0 + piece.x1) / 2 <= x1)
            ]
        return left


def find_tables(
    rules: PageRules,
    pieces: list[Piece],
    split: Callable[[Piece], list[Piece]],
    carried: Carried,
) -> list[Table]:
    """The tables of a page, topmost first. `carried` is read and set anew."""
    level = [piece for piece in pieces if piece.tilt != SLANTED]
    texts = [(piece.x0, piece.x1, piece.middle) for piece in level]
    goes_on = partial(_has_columns, columns=carried.columns)
    stroked = tables_apart(rules.horizontal, rules.vertical, level, goes_on)
    across, walls, leaning = without_frames(join_rules(stroked.across), join_rules(stroked.down))
    undrawn = rules_over_half_walls(across, walls, texts)
    undrawn += (
        edges_of_pieces(rules.vertical, across, texts)
        or stripe_edges(rules.shades, across, walls, texts, carried.columns)
        or rules_at_headings(across, walls, texts)
    )
    if undrawn:
        across = join_rules([*across, *undrawn])
    sized = [(piece.x0, piece.x1, piece.middle, piece.size) for piece in level] if walls else []
    below = walls_below_header(across, walls, sized, partial(_numbers_rows, level))
    walls = join_rules([*walls, *below]) if below else walls
    found, frames = find_ruled(across, walls)
    boxes = [Box(*frame) for frame in frames]
    lattices = _closed_up(found, boxes, level)
    lattices = with_headings_between(lattices, walls, level)
    if boxes and not lattices:
        lattices = _ladders(boxes, (across, walls), rules, level, carried.levels)
    page = _Page(level, split)
    whole = [
        _with_columns_beside(lattice, level, rules.shades)
        for lattice in [*stroked.lattices, *lattices]
    ]
    if rules.shades:
        whole = with_headings(whole, level, carried.columns)
    page.tables = [
        _with_rows(_ruled(lattice, page), page, carried.before)
        for lattice in whole
        if _has_columns(lattice, carried.columns)
        or not (
            is_for_digits(lattice, level)
            or is_drawing(lattice, level)
            or is_balloon(lattice, lattices, level)
        )
    ]
    if below:
        page.tables = [_walled_by_header(table, below) for table in page.tables]
    if len(page.rest()) >= MIN_PIECES:
        boxes += [Box(*shade) for shade in rules.shades]
        outside = [box for box in boxes if not _covered(box, lattices)]
        page.tables += _boxed(outside, rules.horizontal, page, carried)
        _add_walled(rules, outside, page, carried.before)
        page.tables += _aligned(page, carried.before)
    _carry_on(page, carried)
    told = [told_leaning(told_doubled(table, level), level, leaning) for table in page.tables]
    tables = [told_drawn(table, rules) for table in told]
    return sorted(tables, key=lambda table: (table.lattice.ys[0], table.lattice.xs[0]))


def _ladders(
    frames: Sequence[Box],
    joined: tuple[list[Rule], list[Rule]],
    rules: PageRules,
    pieces: Sequence[Piece],
    levels: Sequence[Sequence[float]],
) -> Sequence[Lattice]:
    """The tables of a page whose rules (`joined`: across and down) close frames of one column only:
    those that stand apart beside each other, if all that print something do, or else those with the
    rules across of tables on pages before (`levels`)."""
    if len(frames) >= FEWEST_LADDERS:
        apart = columns_apart(*joined)
        printed = (frame for frame in frames if any(inside(piece, [frame]) for piece in pieces))
        if apart and all(_covered(frame, apart) for frame in printed):
            return apart
    ladders = find_ladders(rules.horizontal, rules.vertical) if levels else []
    return [one for one in ladders if any(same_levels(one.ys, ys) for ys in levels)]


def _walled_by_header(table: Table, walls: Sequence[Rule]) -> Table:
    """A table some of whose walls (`walls`) are not drawn: what is told of it, and of the next
    page, is what white parts too."""
    x0, y0, x1, y1 = table.lattice.box
    own = any(x0 < wall.at < x1 and y0 < wall.hi <= y1 + AT_EDGE for wall in walls)
    if not own or table.ground != "rules":
        return table
    return replace(table, ground="mixed", hands_on=Before(_walls_inside(table.lattice)))


def _numbers_rows(pieces: Sequence[Piece], box: tuple[float, float, float, float]) -> bool:
    """Whether a box holds the name of the column of row numbers."""
    return any(inside(piece, [box]) and names_row_numbers(piece.text) for piece in pieces)


def _has_columns(lattice: Lattice, columns: Sequence[float]) -> bool:
    """Whether a lattice has the walls of the table that ends the page before: it goes on, however
    little it prints here."""
    return len(columns) > FEWEST_LADDERS and same_places(lattice.xs, columns, AT_EDGE)


def _ruled(lattice: Lattice, page: _Page) -> Table:
    lattice, undrawn = with_undrawn_walls(lattice, page.pieces)
    if undrawn:
        return Table(lattice, doubts=undrawn)
    lattice, joint = parted_by_rows(lattice, page.pieces)
    lacking = [] if lattice.nested else lacking_walls(lattice)
    if not lacking:
        return Table(lattice, doubts=joint or dict.fromkeys(lattice.nested, NESTED))
    words: dict[int, list[Word]] = {}
    lack = {index for index, _ in lacking}
    for piece in page.pieces:
        cell = lattice.cell_at((piece.x0 + piece.x1) / 2, piece.middle)
        if cell is not None:
            own = page.split(piece) if cell in lack else [piece]
            words.setdefault(cell, []).extend(Word(w.x0, w.x1, w.size) for w in own)
    parted, doubts = with_walls(lattice, lacking, words)
    at = {index: (lattice.cells[index].row, lattice.cells[index].col) for index in joint}
    moved = {parted.owner[row][col]: joint[index] for index, (row, col) in at.items()}
    return Table(parted, doubts={**moved, **doubts})


def _closed_up(
    found: Sequence[Lattice], frames: Sequence[Box], pieces: Sequence[Piece]
) -> Sequence[Lattice]:
    """The lattices without the white between cells that are boxes, and with the rows of boxes that
    no rule joins."""
    if not any(map(has_gaps, found)):
        return found
    middles = [((piece.x0 + piece.x1) / 2, piece.middle) for piece in pieces]
    tables = [one for lattice in found for one in parted_by_gap(lattice)]
    closed = [without_gaps(lattice, middles) for lattice in tables]
    rows = [*boxed(frames, ROW_OF_BOXES), *headings_below(closed, frames)]
    return stacked(closed, rows, middles)


def _covered(box: Box, lattices: Sequence[Lattice]) -> bool:
    """Whether the middle of a box lies in a table."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return any(lat.xs[0] <= x <= lat.xs[-1] and lat.ys[0] <= y <= lat.ys[-1] for lat in lattices)


def _with_rows(table: Table, page: _Page, before: Before) -> Table:
    """A table with the rows that only its text shows: rules down and none across. `before` is what
    is known of the table on the page before."""
    lattice, names = table.lattice, before.names
    goes_on = same_places(lattice.xs[1:-1], [white.middle for white in before.whites], AT_EDGE)
    found = with_text_rows(lattice, page.pieces, page.split, names, table.doubts, goes_on)
    if found is None:
        return table
    return Table(
        found.lattice, "mixed", found.doubts, Before(_walls_inside(found.lattice), found.names)
    )


def _walls_inside(lattice: Lattice) -> tuple[Corridor, ...]:
    """The walls between columns, as corridors without width."""
    return tuple(Corridor(x, x) for x in lattice.xs[1:-1])


def _with_columns_beside(
    lattice: Lattice, pieces: Sequence[Piece], shades: Sequence[tuple[float, float, float, float]]
) -> Lattice:
    return with_numbers_beside(_widened(lattice, pieces, shades), pieces)


def _widened(
    lattice: Lattice, pieces: Sequence[Piece], shades: Sequence[tuple[float, float, float, float]]
) -> Lattice:
    """A lattice of rules down alone with the columns beside them that have no rule outside: those
    that are filled, whatever they print, or else print something."""
    if not (lattice.open_top and lattice.open_bottom) or len(lattice.ys) > ONE_ROW:
        return lattice
    lattice = with_filled_sides(lattice, shades)
    top, bottom = lattice.ys[0], lattice.ys[-1]
    beside = [piece for piece in pieces if top < piece.middle < bottom]
    left = [piece.x0 for piece in beside if piece.x1 <= lattice.xs[0] + 1]
    right = [piece.x1 for piece in beside if piece.x0 >= lattice.xs[-1] - 1]
    if len(left) > 1:
        lattice = beside_of(lattice, min(left) - 1, first=True)
    return beside_of(lattice, max(right) + 1, first=False) if len(right) > 1 else lattice


def _boxed(
    boxes: Sequence[Box], level: Sequence[Rule], page: _Page, carried: Carried
) -> list[Table]:
    """The tables of boxes that stand apart, each a cell, or one column of several rows; shades
    between them may be rows. A single row is one where it stands in the columns of the table on the
    page before (`carried`)."""
    found = []
    before = carried.columns
    every = with_headings(boxed(boxes), page.pieces, before)
    rows = [one for one in every if len(one.ys) == ONE_ROW and same_places(one.xs, before, AT_EDGE)]
    for lattice in [*without_stripes(every), *rows]:
        filled = 2 * len(filled_cells(lattice, page.pieces)) >= len(lattice.cells)
        if filled and not is_loose(lattice):
            if _goes_on_below(lattice, page.pieces) or _is_striped(lattice, boxes, page.pieces):
                continue
            whole = with_filled_rows_parted(lattice, page.pieces)
            opened = _opened(whole, boxes, level)
            named = with_names_above(opened, page.pieces)
            found.append(_with_rows(Table(named), page, carried.before))
    return found


def _is_striped(lattice: Lattice, boxes: Sequence[Box], pieces: Iterable[Piece]) -> bool:
    """Whether much of what some boxes print stands between them: they are stripes over single
    cells, and the rows between have none."""
    held = [piece for piece in pieces if inside(piece, [lattice.box])]
    own = [b for b in boxes if _covered(b, [lattice])]
    beside = {y: [b for b in own if b.y0 <= y <= b.y1] for y in {piece.middle for piece in held}}
    between = sum(not inside(piece, beside[piece.middle]) for piece in held)
    return between > BETWEEN * len(held)


def _goes_on_below(lattice: Lattice, pieces: Iterable[Piece]) -> bool:
    """Whether lines in several columns of some boxes stand right below them, in none: the boxes are
    stripes, and the rows between have none. A row set to its middle begins with the lines of its
    longest cell alone."""
    left, right, bottom = lattice.xs[0], lattice.xs[-1], lattice.ys[-1]
    below = sorted(
        (piece.middle, piece.x0, piece.x1, piece.size)
        for piece in pieces
        if left <= piece.x0 and piece.x1 <= right and bottom < piece.middle
    )
    columns: set[tuple[int, int]] = set()
    for middle, x0, x1, size in below:
        if middle - bottom >= BELOW * size:
            break
        bottom = middle
        columns.add((bisect_right(lattice.xs, x0), bisect_right(lattice.xs, x1)))
    return len(columns) > 1 and all(first == last for first, last in columns)


def _opened(lattice: Lattice, boxes: Sequence[Box], level: Sequence[Rule]) -> Lattice:
    """The lattice of some boxes, told open where the outermost ones have no rule: the page cuts
    them."""
    x0, y0, x1, y1 = lattice.box
    within = [b for b in boxes if x0 <= b.x0 and b.x1 <= x1 and y0 <= b.y0 and b.y1 <= y1]
    ruled = [rule.at for rule in level if x0 - 1 <= rule.lo and rule.hi <= x1 + 1]
    top, bottom = min(b.y0 for b in within), max(b.y1 for b in within)
    return replace(
        lattice,
        open_top=bool(ruled) and not any(abs(at - top) < AT_EDGE for at in ruled),
        open_bottom=bool(ruled) and not any(abs(at - bottom) < AT_EDGE for at in ruled),
    )


def _add_walled(rules: PageRules, boxes: Sequence[Box], page: _Page, before: Before) -> None:
    """Add the tables between rules across, or edges of shades, that nothing parts into columns."""
    level = [Rule(y, box.x0, box.x1) for box in boxes for y in (box.y0, box.y1)]
    closed = [table.lattice.box for table in page.tables]
    level += [rule for rule in rules.horizontal if not _is_side(rule, closed)]
    places = [(piece.x0, piece.x1, piece.middle) for piece in page.rest()]
    for walls in with_filled_columns(walls_of(level), boxes, places):
        rest = without_folio(page.rest())
        if len(rest) < MIN_PIECES:
            break
        between = [p for p in rest if walls.ys[0] <= p.middle <= walls.ys[-1]]
        lines, measure = _lines_of(rest, page), measure_of(between or rest)
        for ys, own in parted(lines, walls.ys, measure):
            painted = columns_between(boxes, replace(walls, ys=ys))
            table = walled_table(own, ys, (walls.x0, walls.x1), measure, before, painted)
            if table is not None:
                page.tables.append(_as_table(_closed_below_stripe(table, ys, boxes), "mixed"))


def _closed_below_stripe(table: Aligned, walls: Sequence[float], boxes: Sequence[Box]) -> Aligned:
    """A table whose last row is not told to be cut by the page where the wall above it is the lower
    edge of a shade: the row between two stripes has none below it."""
    if not table.lattice.open_bottom:
        return table
    last = max((y for y in walls if y < table.strips[-1].top), default=walls[0])
    if not any(abs(box.y1 - last) < AT_EDGE for box in boxes):
        return table
    return replace(table, lattice=replace(table.lattice, open_bottom=False))


def _is_side(rule: Rule, boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    middle = (rule.lo + rule.hi) / 2
    return any(x0 <= middle <= x1 and y0 - 2 <= rule.at <= y1 + 2 for x0, y0, x1, y1 in boxes)


def _aligned(page: _Page, before: Before) -> list[Table]:
    """The tables that white space alone makes."""
    rest = without_folio(page.rest())
    if len(rest) < MIN_PIECES or not (before.whites or has_columns(rest)):
        return []
    lines = _lines_of(rest, page)
    return [
        _as_table(table, "alignment") for _, table in find_aligned(lines, measure_of(rest), before)
    ]


def _lines_of(pieces: Sequence[Piece], page: _Page) -> list[TextLine]:
    return with_turned_names(lines_of_words(pieces, page.split), pieces)


def _as_table(table: Aligned, ground: Ground) -> Table:
    hands_on = Before(table.whites, table.names, table.lattice.open_bottom)
    return Table(table.lattice, ground, table.doubts, hands_on)


def _last_on(page: _Page) -> Table | None:
    """The last table of the page, where nothing but a page number follows."""
    if not page.tables:
        return None
    last = max(page.tables, key=lambda table: table.lattice.ys[-1])
    bottom = last.lattice.ys[-1]
    below = [piece for piece in page.pieces if piece.middle > bottom]
    return last if len(below) <= MAX_FOLIO else None


def _carry_on(page: _Page, carried: Carried) -> None:
    """Note what the next page should know of the tables of this one."""
    last = _last_on(page)
    carried.before = _handed_on(last)
    carried.columns = last.lattice.xs if last and last.ground == "rules" else ()
    if len(page.tables) == 1 and page.tables[0].ground == "rules":
        carried.levels.append(page.tables[0].lattice.ys)


def _handed_on(last: Table | None) -> Before:
    """The columns and the header of a table at the end of its page, where its cells are not all
    ruled."""
    if last is None or last.ground == "rules":
        return Before()
    return last.hands_on or Before(_walls_inside(last.lattice))
