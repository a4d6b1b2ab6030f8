"""Rows that page breaks cut, joined: which physical rows of a table are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import field, replace

from pipeline.frozen import dataclass
from pipeline.model import Cell
from pipeline.normalize.tables.cut_labels import follows, over_break, says_it_goes_on, whole_label
from pipeline.normalize.tables.joins import Beginnings, Break, Edge, Join, judge
from pipeline.normalize.tables.lost_starts import lost_starts
from pipeline.normalize.tables.part_columns import MIN_LABELLED
from pipeline.normalize.tables.raw_table import PhysicalRow
from pipeline.normalize.tables.shape import Shape
from pipeline.normalize.tables.turns import Kind, Turns, kind_of, turns_of
from pipeline.normalize.text import STRUCK_OUT, CleanText, TextRepair, clean, join_parts
from pipeline.writing.labels import Label, parse_label, split_heading
from pipeline.writing.patterns import compiled

NUMBER_GOES_ON = "its number goes on over the break"
SAYS_IT_GOES_ON = "its number is that of the row above and says that it goes on"
NEVER_TWICE = "rows that fill these columns never follow each other within a page"
_WORD = compiled(r"[\p{L}\p{N}]")
_MAY_GO_ON = "the next row may begin with the end of this cell"
MAY_BE_REST = "the row may be the end of the one on the page before"
MAY_BE_END = (
    "the row has no number and lacks what nearly all have: it may be the end of the one above"
)
LACKS_START = "the row begins on the page before, and what it has there was not found"
_NEARLY = 0.9
"""Share of the rows that fill a column which hardly any leaves blank."""
_SAME_LINE = 6.0
"""Points within which two lines stand at one height; lines are at least 10 apart."""


@dataclass(slots=True)
class OpenRow:
    """A row being put together from physical rows."""

    parts: list[PhysicalRow]
    texts: list[list[CleanText]]
    joins: list[Join] = field(default_factory=list)
    unstarted: bool = False


def join_cut_rows(rows: Sequence[PhysicalRow], shape: Shape) -> list[OpenRow]:
    """The rows of a table, blank ones left out; those that a page break cut are one each."""
    placed = [_placed(row, shape) for row in rows]
    cleaned = [[clean(cell.fragments) for cell in row.cells] for row in placed]
    joiner = _Joiner(_TableFacts.of(placed, cleaned, shape))
    lost = lost_starts(placed, shape.number)
    for at, (row, printed) in enumerate(zip(placed, cleaned, strict=True)):
        if any(part.text or part.markers or _is_struck(part) for part in printed):
            joiner.add(row, printed, lost=at in lost)
    return joiner.opened


@dataclass(frozen=True, slots=True)
class _TableFacts:
    """What all rows of a table tell of which of them page breaks cut: whether rows have numbers,
    and always; whether white at the end of a cell tells, titles do, and open edges; the columns
    nearly all fill, and those whose cells begin in small letters; which rows follow which."""

    shape: Shape
    numbered: bool
    always: bool
    spaces_tell: bool
    titled: bool
    edges_tell: bool
    usual: Kind
    small: frozenset[int]
    turns: Turns
    beginnings: Beginnings

    @property
    def others(self) -> Kind:
        """The columns beside that of the numbers that nearly all rows fill."""
        return self.usual - {self.shape.number}

    @classmethod
    def of(
        cls, rows: Sequence[PhysicalRow], cleaned: Sequence[Sequence[CleanText]], shape: Shape
    ) -> _TableFacts:
        """`cleaned` are the texts of the rows."""
        numbered = _has_numbers(rows, shape)
        whole = (texts for row, texts in zip(rows, cleaned, strict=True) if not row.opens_part)
        return cls(
            shape=shape,
            numbered=numbered,
            always=numbered and all(_numbered_or_heading(row, shape) for row in rows),
            spaces_tell=any(part.end == "spaced" for texts in cleaned for part in texts),
            titled=_has_titles(rows, shape),
            edges_tell=len({row.open_edge for row in rows if row.opens_part}) > 1,
            usual=_usually_filled(rows),
            small=_in_small_letters(cleaned),
            turns=turns_of(rows) if shape.number is None else Turns(),
            beginnings=Beginnings([part.text for part in texts] for texts in whole),
        )


class _Joiner:
    """Puts the rows of a table together, from the first to the last."""

    def __init__(self, facts: _TableFacts) -> None:
        self.facts = facts
        self.shape = facts.shape
        self.opened: list[OpenRow] = []
        self._labels: list[Label] = []
        self._headings: list[Label] = []

    def add(self, row: PhysicalRow, printed: list[CleanText], lost: bool = False) -> None:
        """Add a row as it stands on its page: to the row above, or as one of its own; as that where
        it goes on with one that is `lost`."""
        facts, shape, opened = self.facts, self.shape, self.opened
        if lost:
            cells = tuple(replace(cell, doubt=cell.doubt or LACKS_START) for cell in row.cells)
            row = replace(row, cells=cells)
            self.opened.append(OpenRow([row], [[part] for part in printed], unstarted=True))
            return
        texts = _with_whole_label(row, printed, shape, self._labels)
        sure = _sure_join(opened, row, texts, shape, self._labels, facts.turns)
        if sure is not None:
            _append(opened[-1], row, texts, sure)
            return
        blank_number = self._has_no_number(row, texts)
        covered = _number_is_merged(row, shape)
        may_go_on = blank_number or (covered and _title_goes_on(texts, shape))
        if row.opens_part and opened:
            if may_go_on or _ends_in(opened[-1], row, texts, shape):
                join = self._judged(row, texts, covered)
                if join.joined:
                    _append(opened[-1], row, texts, join)
                    return
            row = self._at_head(row)
        elif opened and may_go_on and _reads_as_end(row, texts, facts.others, facts.small):
            row = _with_doubt(row, MAY_BE_END)
            opened[-1].parts[-1] = _doubted(opened[-1].parts[-1], row)
        self._open(row, texts, blank_number)

    def _has_no_number(self, row: PhysicalRow, texts: list[CleanText]) -> bool:
        """Whether a row has no number that would tell that it is one of its own: the heading of
        the next section has."""
        heading = _heading(texts, self.shape)
        counts_on = heading is not None and follows(heading, self._headings)
        self._headings += [heading] if heading else []
        return not counts_on and (
            _may_go_on(row, texts, self.shape) or _closes_above(self.opened, texts, self.shape)
        )

    def _judged(self, row: PhysicalRow, texts: list[CleanText], covered: bool) -> Join:
        """What the edges of two pages tell of a row, `covered` where its number is merged from
        above."""
        facts = self.facts
        at = Break(
            self.shape.title, row.open_edge, facts.edges_tell, facts.numbered and not covered,
            facts.titled, facts.spaces_tell, _lacks(row, facts.others),
        )  # fmt: skip
        return judge(_edges(self.opened[-1], row, texts), at, facts.beginnings)

    def _at_head(self, row: PhysicalRow) -> PhysicalRow:
        """A row of its own at the head of a page: in doubt, and the one above it with it, where it
        may be the rest of that."""
        above = self.opened[-1].parts[-1]
        facts = self.facts
        tells_nothing = _number_tells_nothing(row, self.shape) or not (
            facts.numbered or _has_own_number(row, self.shape)
        )
        if tells_nothing and _lacks(row, facts.others) and not facts.turns.is_usual(above, row):
            row = _with_doubt(row)
        self.opened[-1].parts[-1] = _doubted(above, row)
        return row

    def _open(self, row: PhysicalRow, texts: list[CleanText], blank_number: bool) -> None:
        """Begin a row; it began before the table does, or before its page, where nothing else of it
        is there."""
        unstarted = not self.opened and blank_number and _is_rest(texts, self.facts.small)
        unstarted = unstarted or (
            row.opens_part and blank_number and self.facts.always and _has_cells(row)
        )
        number = self.shape.number
        if number is not None and (label := parse_label(texts[number].text)):
            self._labels.append(label)
        self.opened.append(OpenRow([row], [[part] for part in texts], unstarted=unstarted))


def _sure_join(
    opened: Sequence[OpenRow],
    row: PhysicalRow,
    texts: list[CleanText],
    shape: Shape,
    labels: list[Label],
    turns: Turns,
) -> Join | None:
    """What says for certain that the first row of a page goes on with the one above; None where
    nothing does. Where its number tells, `texts` and `labels` get the whole number."""
    if not row.opens_part or not opened:
        return None
    if _number_goes_on(opened[-1], texts, shape, labels):
        return Join(1.0, (NUMBER_GOES_ON,))
    if _says_it_goes_on(opened[-1], texts, shape):
        return Join(1.0, (SAYS_IT_GOES_ON,))
    if turns.is_rest(opened[-1].parts[-1], row):
        return Join(1.0, (NEVER_TWICE,))
    return None


def _is_struck(part: CleanText) -> bool:
    """Whether a cell prints nothing but what is struck out: its row stays, for what was printed."""
    return any(change.rule == STRUCK_OUT for change in part.changes)


def _usually_filled(rows: Sequence[PhysicalRow]) -> Kind:
    """The columns that nearly all rows fill, those at the head of a page and headings apart."""
    whole = [kind_of(row) for row in rows if not row.opens_part and _has_cells(row)]
    filled = Counter(column for kind in whole for column in kind)
    return frozenset(i for i, count in filled.items() if count >= _NEARLY * len(whole))


def _number_tells_nothing(row: PhysicalRow, shape: Shape) -> bool:
    """Whether a table has no numbers, or a row none but that of a cell merged from above."""
    return shape.number is None or _number_is_merged(row, shape)


def _has_own_number(row: PhysicalRow, shape: Shape) -> bool:
    """Whether a row prints something in the number column: it begins there."""
    return shape.number is not None and bool(row.cells[shape.number].fragments)


def _number_is_merged(row: PhysicalRow, shape: Shape) -> bool:
    """Whether a row stands beside a number merged from above: it may be one of its own as well as
    the rest of a row."""
    return shape.number is not None and row.cells[shape.number].merged


def _lacks(row: PhysicalRow, usual: Kind) -> bool:
    """Whether a row at the head of a page that is no heading leaves a column blank that nearly all
    fill: it may be the rest of a row."""
    printed = [cell for cell in row.cells if cell.fragments]
    heading = len(printed) == 1 and all(f.bold for f in printed[0].fragments)
    return not heading and not usual <= kind_of(row)


def _reads_as_end(
    row: PhysicalRow, texts: Sequence[CleanText], others: Kind, small: Collection[int]
) -> bool:
    """Whether a row without a number amid a page may be the end of the one above: it leaves blank
    what nearly all rows fill of the `others` columns, and a cell begins in small letters. In the
    text of a cut row that was copied nothing shows where its page ended."""
    return _has_cells(row) and _lacks(row, others) and _is_rest(texts, small)


def _with_doubt(row: PhysicalRow, why: str = MAY_BE_REST) -> PhysicalRow:
    cells = tuple(
        replace(cell, doubt=why) if cell.fragments and not cell.doubt else cell
        for cell in row.cells
    )
    return replace(row, cells=cells)


def _closes_above(opened: Sequence[OpenRow], texts: Sequence[CleanText], shape: Shape) -> bool:
    """Whether the first row of a page, in a table without numbers, closes a bracket that the row
    above opened."""
    if shape.number is not None or not opened:
        return False
    above = [join_parts(column).text for column in opened[-1].texts]
    below = [part.text for part in texts]
    return any(
        one.count("(") > one.count(")") and other.count(")") > other.count("(")
        for one, other in zip(above, below, strict=True)
    )


def _doubted(above: PhysicalRow, below: PhysicalRow) -> PhysicalRow:
    """The last row of a page, its cells in doubt where those of the first one on the next are: what
    is not theirs there is the end of the cell above."""
    cells = tuple(
        replace(one, doubt=_MAY_GO_ON) if other.doubt and one.fragments and not one.doubt else one
        for one, other in zip(above.cells, below.cells, strict=True)
    )
    return replace(above, cells=cells)


def _with_whole_label(
    row: PhysicalRow, texts: Sequence[CleanText], shape: Shape, earlier: Sequence[Label]
) -> list[CleanText]:
    """The texts of a row, its number without the blanks at which a narrow column cut it."""
    out = list(texts)
    if shape.number is not None and len(row.cells[shape.number].fragments) > 1:
        out[shape.number] = whole_label(texts[shape.number], earlier)
    return out


def _number_goes_on(
    row: OpenRow, texts: list[CleanText], shape: Shape, labels: list[Label]
) -> bool:
    """Whether the number of the row above goes on in the one below the break. If so, the row above
    gets the whole number, the one below none."""
    if shape.number is None or not texts[shape.number].text:
        return False
    above = join_parts(row.texts[shape.number])
    earlier = labels[:-1] if parse_label(above.text) else labels
    whole = over_break(above.text, texts[shape.number].text, earlier)
    if whole is None:
        return False
    change = TextRepair("word-cut", f"{above.text}\n{texts[shape.number].text}", whole)
    row.texts[shape.number] = [replace(above, text=whole, changes=(*above.changes, change))]
    texts[shape.number] = CleanText("")
    labels[:] = [*earlier, *([label] if (label := parse_label(whole)) else [])]
    return True


def _says_it_goes_on(row: OpenRow, texts: list[CleanText], shape: Shape) -> bool:
    """Whether the number below the break is that of the row above, `(tiếp)` behind it. If so, the
    row below gets none."""
    if shape.number is None:
        return False
    above, below = join_parts(row.texts[shape.number]).text, texts[shape.number].text
    if not says_it_goes_on(above, below):
        return False
    change = TextRepair("redundant-fragment", f"{above}\n{below}", above)
    texts[shape.number] = CleanText("", changes=(change,))
    return True


def _has_numbers(rows: Sequence[PhysicalRow], shape: Shape) -> bool:
    """Whether most rows have a number, so that a blank one means something."""
    if shape.number is None:
        return False
    whole = [row for row in rows if not row.opens_part]
    numbered = sum(bool(row.cells[shape.number].fragments) for row in whole)
    return numbered >= MIN_LABELLED * max(1, len(whole))


def _numbered_or_heading(row: PhysicalRow, shape: Shape) -> bool:
    """Whether a row has a number, needs none, or may be the rest of a row."""
    number = row.cells[shape.number] if shape.number is not None else Cell()
    return row.opens_part or bool(number.fragments) or not _has_cells(row)


def _has_cells(row: PhysicalRow) -> bool:
    """Whether several cells of a row print a text of their own."""
    return sum(bool(cell.fragments) and not cell.merged for cell in row.cells) > 1


def _has_titles(rows: Sequence[PhysicalRow], shape: Shape) -> bool:
    """Whether all rows have a title, those beside a page break apart."""
    if shape.title is None:
        return False
    ends = {i - 1 for i, row in enumerate(rows) if row.opens_part}
    whole = [row for i, row in enumerate(rows) if not row.opens_part and i not in ends]
    return all(row.cells[shape.title].fragments for row in whole if kind_of(row))


def _edges(row: OpenRow, after: PhysicalRow, texts: Sequence[CleanText]) -> list[Edge]:
    """The columns at the break between an open row and the one that may go on with it."""
    last = row.parts[-1]
    bottoms = at_bottom(last.cells)
    edges = []
    cells = zip(row.texts, texts, bottoms, last.cells, after.cells, strict=True)
    for column, below, low, one, other in cells:
        whole = join_parts(column)
        text = "" if other.merged else below.text
        edges.append(Edge(whole.text, text, whole.end, low, (one.span, other.span), other.merged))
    return edges


def at_bottom(cells: Sequence[Cell]) -> list[bool | None]:
    """For each cell of a row as printed on one page: whether its last line is the row's lowest.

    None for a blank cell, and for all cells where the source has no boxes or the cells do not
    begin on one line (they are centred, so that no cell need fill the row).
    """
    boxed = [[f.place for f in cell.fragments if f.place.y1 is not None] for cell in cells]
    tops = [places[0].y0 or 0.0 for places in boxed if places]
    if len(tops) <= 1 or max(tops) - min(tops) > _SAME_LINE:
        return [None] * len(cells)
    lowest = max(places[-1].y1 or 0.0 for places in boxed if places)
    return [
        None if not places else lowest - (places[-1].y1 or 0.0) <= _SAME_LINE for places in boxed
    ]


def _may_go_on(row: PhysicalRow, texts: Sequence[CleanText], shape: Shape) -> bool:
    """Whether nothing says that the row is one of its own: it has no number; in a table without
    numbers, it has no title or one that begins in lower case."""
    if shape.number is not None:
        return not row.cells[shape.number].fragments
    return _title_goes_on(texts, shape) or shape.title is None or not texts[shape.title].text


def _heading(texts: Sequence[CleanText], shape: Shape) -> Label | None:
    """The number of the heading (`VI. Thúc đẩy …`) that is all a row says."""
    if shape.title is None or any(part.text for at, part in enumerate(texts) if at != shape.title):
        return None
    found = split_heading(texts[shape.title].text)
    return parse_label(found[0]) if found else None


def _title_goes_on(texts: Sequence[CleanText], shape: Shape) -> bool:
    """Whether the title begins in lower case."""
    return shape.title is not None and texts[shape.title].text[:1].islower()


def _ends_in(row: OpenRow, below: PhysicalRow, texts: Sequence[CleanText], shape: Shape) -> bool:
    """Whether the row above is the beginning of the numbered one below: no rule parts them, the
    number stands below the break, the title begins there or goes on in lower case."""
    if shape.number is None or shape.title is None or not below.open_edge:
        return False
    first = row.parts[-1].cells
    if first[shape.number].fragments or any(cell.merged for cell in first):
        return False
    title = texts[shape.title].text
    return bool(title) and (not first[shape.title].fragments or title[0].islower())


def _placed(row: PhysicalRow, shape: Shape) -> PhysicalRow:
    """A row of a single cell is a heading: its text belongs to the title, not the number. So does
    that of the one cell beside the number that reaches over the title's column."""
    if shape.number is None or shape.title is None:
        return row
    printed = [i for i, cell in enumerate(row.cells) if cell.fragments]
    beside = [i for i in printed if i != shape.number]
    if len(beside) == 1:
        row = _with_title_in_place(row, beside[0], shape.title)
    if len(printed) > 1:
        return _with_title_for_number(row, shape.number, shape.title)
    if printed != [shape.number]:
        return row
    cell = row.cells[shape.number]
    over_all = row.width == 1 or cell.span > 1
    if not _WORD.search(cell.raw):
        return row  # dots: further rows may follow
    if not over_all and parse_label(clean(cell.fragments).text) is not None:
        return row
    cells = list(row.cells)
    cells[shape.number], cells[shape.title] = Cell(), cell
    return replace(row, cells=tuple(cells))


def _with_title_for_number(row: PhysicalRow, number: int, title: int) -> PhysicalRow:
    """A row whose one cell over number and title says what no number says: it is the title."""
    cell = row.cells[number]
    if cell.merged or not number < title < number + cell.span or not _WORD.search(cell.raw):
        return row
    text = clean(cell.fragments).text
    if parse_label(text) is not None:
        return row
    return _with_title_in_place(row, number, title)


def _with_title_in_place(row: PhysicalRow, at: int, title: int) -> PhysicalRow:
    cell = row.cells[at]
    if not at < title < at + cell.span:
        return row
    cells = list(row.cells)
    cells[at], cells[title] = Cell(), replace(cell, span=cell.span - (title - at))
    return replace(row, cells=tuple(cells))


def _is_rest(texts: Sequence[CleanText], small: Collection[int]) -> bool:
    """Whether a row reads like the end of one: a cell begins in lower case, where most cells of its
    column do not (`small` are those where they do)."""
    return any(part.text[:1].islower() and at not in small for at, part in enumerate(texts))


def _in_small_letters(rows: Sequence[Sequence[CleanText]]) -> frozenset[int]:
    """The columns of which most cells begin in lower case."""
    return frozenset(
        at
        for at, column in enumerate(zip(*rows, strict=True))
        if _mostly_lower([part.text for part in column])
    )


def _mostly_lower(texts: Sequence[str]) -> bool:
    printed = [text for text in texts if text]
    return len(printed) > 1 and 2 * sum(text[0].islower() for text in printed) > len(printed)


def _append(row: OpenRow, part: PhysicalRow, texts: Sequence[CleanText], join: Join) -> None:
    row.parts.append(part)
    row.joins.append(join)
    for column, cell, text in zip(row.texts, part.cells, texts, strict=True):
        if not cell.merged:
            column.append(text)
