"""Rows of a table: parts cut by page breaks joined, texts cleaned, headings and parents found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from pipeline.model import Cell, Fragment
from pipeline.normalize.tables.cut_labels import over_break, whole_label
from pipeline.normalize.tables.joins import Beginnings, Break, Edge, Join, judge
from pipeline.normalize.tables.outline import OutlineEntry, Position, outline
from pipeline.normalize.tables.stitch import PhysicalRow, RawTable
from pipeline.normalize.tables.titles import is_upper
from pipeline.normalize.text import CleanText, TextRepair, clean, join_parts
from pipeline.writing.columns import columns as known_columns
from pipeline.writing.labels import Label, parse_label, split_heading
from pipeline.writing.patterns import compiled

NUMBER_GOES_ON = "its number goes on over the break"
_FEWEST_LABELS = 3
"""Numbers inside the titles of a table without a number column from which they count its rows."""
_MIN_LABELLED = 0.5
"""Share of items with a printed number from which a blank one means something."""


_TOTAL = compiled(
    r"(?:tổng(?: cộng| số)?|cộng)(?: (?:chung|dồn|lũy kế|toàn \w+|cả nước|các \w+|"
    r"(?:mục|phần|nhóm|bảng|trang)?\s?(?:[IVX]+|\d+|[a-zđ])(?!\w)))*\s*"
    r"(?:[:.](?:\s*\d[\d.,]*(?:\s[^\W\d]+){0,4})?|\(.{0,60}\))?\Z",
    any_case=True,
)
"""Words of a row of sums, and of what they are of: `Tổng cộng (I + II)`, `Cộng mục 1`,
`Tổng số: 24 nhiệm vụ`."""
_SUM = re.compile(r"(?:[\d.,\s%–-]+|\d{1,3}\s?/\s?\d{1,3})\Z")
_LOOK_AT = 40
_CODE = 3
_MOST = 0.6
"""Rows that are looked at for codes, words of the longest code, and the share of cells that hold
one in a column of codes."""
_WORD = compiled(r"[\p{L}\p{N}]")
_POINT = re.compile(r"([-–+•*])\s")
_MAY_GO_ON = "the row on the next page may begin with the end of this cell"
_SAME_LINE = 6.0
"""Points within which two lines stand at one height; lines are at least 10 apart."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell made whole: its text, the fragments it came from, markers, changes and doubts."""

    text: str
    fragments: tuple[Fragment, ...] = ()
    merged: bool = False
    markers: tuple[int, ...] = ()
    changes: tuple[TextRepair, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def raw(self) -> str:
        """As extracted, fragments joined with a line feed."""
        return "\n".join(fragment.printed for fragment in self.fragments)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row made whole. `parent` and `group` are indices of rows of the same table."""

    kind: Literal["group", "item", "total"]
    label: str
    parsed: Label | None
    cells: tuple[TableCell, ...]
    position: Position
    pages: tuple[int, int]
    joins: tuple[Join, ...] = ()
    unstarted: bool = False
    changes: tuple[TextRepair, ...] = ()
    """Changes made to the row as a whole."""
    given: tuple[str, ...] = ()
    """Its texts where a person added it; nothing was read of it."""


@dataclass(slots=True)
class _Open:
    """A row being put together from physical rows."""

    parts: list[PhysicalRow]
    texts: list[list[CleanText]]
    joins: list[Join] = field(default_factory=list)
    unstarted: bool = False


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where the number and the title stand among the columns; None where there is none."""

    number: int | None
    title: int | None
    named: frozenset[int] = frozenset()
    """Positions of the other columns that have a canonical name."""
    others: int = 0
    """How many columns there are beside number and title."""


def build_rows(table: RawTable) -> tuple[TableRow, ...]:
    """The rows of a table, blank ones left out."""
    shape = _shape(table)
    opened = _join_cut_rows(table.rows, shape)
    finished = [_finish(row, shape) for row in opened]
    numbered = sum(bool(_printed_label(cells, shape)) for cells in finished)
    tell = numbered >= _MIN_LABELLED * len(finished)
    for row, cells in zip(opened, finished, strict=True):
        row.unstarted = row.unstarted or (tell and _lacks_start(cells, shape))
    drafts = [_draft(cells, row, shape) for cells, row in zip(finished, opened, strict=True)]
    drafts = _with_sums_as_headings(drafts, shape)
    return _positioned(
        drafts if shape.number is not None else _with_own_labels(drafts, shape), shape
    )


def placed_again(rows: Sequence[TableRow], table: RawTable) -> tuple[TableRow, ...]:
    """Rows whose kinds, labels or number changed, each with the position it has now."""
    return _positioned(rows, _shape(table))


def _shape(table: RawTable) -> _Shape:
    columns = table.header.columns
    title = _title_index(columns, table.rows)
    named = {i for i, name in enumerate(columns) if name in known_columns() and i != title}
    return _Shape(_index(columns, "stt"), title, frozenset(named), len(columns) - 2)


def _index(columns: Sequence[str], name: str) -> int | None:
    return columns.index(name) if name in columns else None


def _title_index(columns: Sequence[str], rows: Sequence[PhysicalRow]) -> int | None:
    """The title column, or in a table without one the first that holds neither numbers of rows
    nor codes."""
    found = _index(columns, "title")
    if found is not None:
        return found
    rest = [i for i, name in enumerate(columns) if not name.startswith("stt")]
    return next((i for i in rest if not _holds_codes(rows, i)), rest[0] if rest else None)


def _holds_codes(rows: Sequence[PhysicalRow], column: int) -> bool:
    """Whether most cells of a column are codes (`MAT2317`, `TCVN 9398:2012`) or numbers."""
    texts = [row.cells[column].raw for row in rows[:_LOOK_AT] if row.cells[column].fragments]
    codes = sum(any(char.isdigit() for char in t) and len(t.split()) <= _CODE for t in texts)
    return codes > _MOST * len(texts)


def _join_cut_rows(rows: Sequence[PhysicalRow], shape: _Shape) -> list[_Open]:
    opened: list[_Open] = []
    placed = [_placed(row, shape) for row in rows]
    cleaned = [[clean(cell.fragments) for cell in row.cells] for row in placed]
    beginnings = Beginnings(
        [part.text for part in texts]
        for row, texts in zip(placed, cleaned, strict=True)
        if not row.opens_part
    )
    numbered = _has_numbers(placed, shape)
    always = numbered and all(_numbered_or_heading(row, shape) for row in placed)
    spaces_tell = any(part.end == "spaced" for texts in cleaned for part in texts)
    titled = _has_titles(placed, shape)
    edges_tell = len({row.open_edge for row in rows if row.opens_part}) > 1
    labels: list[Label] = []
    for row, printed in zip(placed, cleaned, strict=True):
        if not any(part.text or part.markers for part in printed):
            continue
        texts = _with_whole_label(row, printed, shape, labels)
        if row.opens_part and opened and _number_goes_on(opened[-1], texts, shape, labels):
            _append(opened[-1], row, texts, Join(1.0, (NUMBER_GOES_ON,)))
            continue
        blank_number = _may_go_on(row, texts, shape)
        if row.opens_part and opened and (blank_number or _ends_in(opened[-1], row, texts, shape)):
            at = Break(shape.title, row.open_edge, edges_tell, numbered, titled, spaces_tell)
            join = judge(_edges(opened[-1], row, texts), at, beginnings)
            if join.joined:
                _append(opened[-1], row, texts, join)
                continue
        if row.opens_part and opened:
            opened[-1].parts[-1] = _doubted(opened[-1].parts[-1], row)
        first = not opened and blank_number and _is_rest(texts, shape)
        first = first or (row.opens_part and blank_number and always and _has_cells(row))
        if shape.number is not None and (label := parse_label(texts[shape.number].text)):
            labels.append(label)
        opened.append(_Open([row], [[part] for part in texts], unstarted=first))
    return opened


def _doubted(above: PhysicalRow, below: PhysicalRow) -> PhysicalRow:
    """The last row of a page, its cells in doubt where those of the first one on the next are: what
    is not theirs there is the end of the cell above."""
    cells = tuple(
        replace(one, doubt=_MAY_GO_ON) if other.doubt and one.fragments and not one.doubt else one
        for one, other in zip(above.cells, below.cells, strict=True)
    )
    return replace(above, cells=cells)


def _with_whole_label(
    row: PhysicalRow, texts: Sequence[CleanText], shape: _Shape, earlier: Sequence[Label]
) -> list[CleanText]:
    """The texts of a row, its number without the blanks at which a narrow column cut it."""
    out = list(texts)
    if shape.number is not None and len(row.cells[shape.number].fragments) > 1:
        out[shape.number] = whole_label(texts[shape.number], earlier)
    return out


def _number_goes_on(row: _Open, texts: list[CleanText], shape: _Shape, labels: list[Label]) -> bool:
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


def _has_numbers(rows: Sequence[PhysicalRow], shape: _Shape) -> bool:
    """Whether most rows have a number, so that a blank one means something."""
    if shape.number is None:
        return False
    whole = [row for row in rows if not row.opens_part]
    numbered = sum(bool(row.cells[shape.number].fragments) for row in whole)
    return numbered >= _MIN_LABELLED * max(1, len(whole))


def _numbered_or_heading(row: PhysicalRow, shape: _Shape) -> bool:
    """Whether a row has a number, needs none, or may be the rest of a row."""
    number = row.cells[shape.number] if shape.number is not None else Cell()
    return row.opens_part or bool(number.fragments) or not _has_cells(row)


def _has_cells(row: PhysicalRow) -> bool:
    """Whether several cells of a row print a text of their own."""
    return sum(bool(cell.fragments) and not cell.merged for cell in row.cells) > 1


def _has_titles(rows: Sequence[PhysicalRow], shape: _Shape) -> bool:
    """Whether all rows have a title, those beside a page break apart."""
    if shape.title is None:
        return False
    ends = {i - 1 for i, row in enumerate(rows) if row.opens_part}
    whole = [row for i, row in enumerate(rows) if not row.opens_part and i not in ends]
    return all(row.cells[shape.title].fragments for row in whole if _is_printed(row))


def _is_printed(row: PhysicalRow) -> bool:
    return any(cell.fragments for cell in row.cells)


def _edges(row: _Open, after: PhysicalRow, texts: Sequence[CleanText]) -> list[Edge]:
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


def _may_go_on(row: PhysicalRow, texts: Sequence[CleanText], shape: _Shape) -> bool:
    """Whether nothing says that the row is one of its own: it has no number; in a table without
    numbers, it has no title or one that begins in lower case."""
    if shape.number is not None:
        return not row.cells[shape.number].fragments
    title = texts[shape.title].text if shape.title is not None else ""
    return not title or title[0].islower()


def _ends_in(row: _Open, below: PhysicalRow, texts: Sequence[CleanText], shape: _Shape) -> bool:
    """Whether the row above is the beginning of the numbered one below: no rule parts them, the
    number stands below the break, the title begins there or goes on in lower case."""
    if shape.number is None or shape.title is None or not below.open_edge:
        return False
    first = row.parts[-1].cells
    if first[shape.number].fragments or any(cell.merged for cell in first):
        return False
    title = texts[shape.title].text
    return bool(title) and (not first[shape.title].fragments or title[0].islower())


def _placed(row: PhysicalRow, shape: _Shape) -> PhysicalRow:
    """A row of a single cell is a heading: its text belongs to the title, not the number. So does
    that of the one cell beside the number that reaches over the title's column."""
    if shape.number is None or shape.title is None:
        return row
    printed = [i for i, cell in enumerate(row.cells) if cell.fragments]
    beside = [i for i in printed if i != shape.number]
    if len(beside) == 1:
        return _with_title_in_place(row, beside[0], shape.title)
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


def _with_title_in_place(row: PhysicalRow, at: int, title: int) -> PhysicalRow:
    cell = row.cells[at]
    if not at < title < at + cell.span:
        return row
    cells = list(row.cells)
    cells[at], cells[title] = Cell(), replace(cell, span=cell.span - (title - at))
    return replace(row, cells=tuple(cells))


def _is_rest(texts: Sequence[CleanText], shape: _Shape) -> bool:
    """Whether the first row of a table reads like the end of one that is not there."""
    return any(part.text[:1].islower() for part in texts)


def _append(row: _Open, part: PhysicalRow, texts: Sequence[CleanText], join: Join) -> None:
    row.parts.append(part)
    row.joins.append(join)
    for column, cell, text in zip(row.texts, part.cells, texts, strict=True):
        if not cell.merged:
            column.append(text)


def _finish(row: _Open, shape: _Shape) -> list[TableCell]:
    """The cells of a row, parts joined column by column."""
    cells = []
    for index, texts in enumerate(row.texts):
        whole = join_parts(texts)
        first, *rest = [part.cells[index] for part in row.parts]
        printed = [first, *(cell for cell in rest if not cell.merged)]
        fragments = tuple(piece for cell in printed for piece in cell.fragments)
        merged = first.merged
        doubts = tuple(dict.fromkeys(cell.doubt for cell in printed if cell.doubt))
        cells.append(TableCell(whole.text, fragments, merged, whole.markers, whole.changes, doubts))
    return cells


def _printed_label(cells: Sequence[TableCell], shape: _Shape) -> str:
    return cells[shape.number].text if shape.number is not None else ""


def _lacks_start(cells: Sequence[TableCell], shape: _Shape) -> bool:
    """Whether a row begins inside a sentence: its number cell is blank and its title goes on in
    lower case, as where somebody typed the lines of one cell into cells below each other."""
    if shape.number is None or shape.title is None or _printed_label(cells, shape):
        return False
    title = cells[shape.title]
    begun = any(cell.merged for cell in cells) or split_heading(title.text) is not None
    return title.text[:1].islower() and not begun


def _positioned(drafts: Sequence[TableRow], shape: _Shape) -> tuple[TableRow, ...]:
    numbered = _mostly_labelled(drafts)
    entries = [
        OutlineEntry(
            draft.kind == "group",
            draft.parsed,
            under_last=draft.kind == "item" and _beside_label(draft, shape, numbered),
            point=_point(draft, shape),
            heads=draft.kind == "item" and bool(draft.label) and _is_bare(draft.cells, shape),
            apart=draft.kind == "total",
        )
        for draft in drafts
    ]
    return tuple(
        replace(draft, position=position)
        for draft, position in zip(drafts, outline(entries), strict=True)
    )


def _draft(cells: list[TableCell], row: _Open, shape: _Shape) -> TableRow:
    pages = (row.parts[0].page, row.parts[-1].page)
    label = "" if shape.number is None else cells[shape.number].text
    if shape.number is not None and cells[shape.number].merged:
        label = ""
    kind: Literal["group", "item", "total"] = "item"
    if _is_total(cells, label, shape):
        kind = "total"
    elif _is_group(cells, row, label, shape):
        label, cells = _group_label(cells, label, shape)
        kind = "group"
    position = Position(None, None, 0)
    parsed = parse_label(label)
    return TableRow(
        kind, label, parsed, tuple(cells), position, pages, tuple(row.joins), row.unstarted
    )


def _is_group(cells: list[TableCell], row: _Open, label: str, shape: _Shape) -> bool:
    """A section heading: a title and nothing else, under a roman number, a capital letter or
    no number at all, or under any number where the title reaches over all columns. Under a roman
    number or a letter it may have a code of its own, or its sum; its sum too where all of the row
    is bold and only it has no number. A merged cell beside it makes it
    a row of its own."""
    if shape.title is None or not cells[shape.title].text:
        return False
    others = [i for i in range(len(cells)) if i not in (shape.number, shape.title)]
    printed = [i for i in others if cells[i].text]
    if any(cell.merged for cell in cells):
        return False
    if label:
        parsed = parse_label(label)
        if parsed is None or parsed.style not in ("roman", "letter"):
            return parsed is not None and not printed and _reaches_over(row, shape.title)
        return not printed or _is_code_or_sum([cells[i].text for i in printed], printed, shape)
    if printed and shape.number is not None and _is_bold(row):
        return _is_code_or_sum([cells[i].text for i in printed], printed, shape, sums=True)
    return not printed and not row.unstarted and len(others) > 0


def _is_bold(row: _Open) -> bool:
    """Whether all that a row prints is bold."""
    printed = [f for part in row.parts for cell in part.cells for f in cell.fragments]
    return bool(printed) and all(fragment.bold for fragment in printed)


def _reaches_over(row: _Open, title: int) -> bool:
    """Whether the title of a row is one cell with all the columns beside it."""
    first = row.parts[0].cells
    return len(first) - title > 1 and title + first[title].span >= len(first)


def _is_code_or_sum(
    texts: Sequence[str], columns: Sequence[int], shape: _Shape, sums: bool = False
) -> bool:
    """Whether what stands beside a heading is a code in a column that has no canonical name, or
    few numbers: the sums of what is below (nothing else where only `sums` may stand there)."""
    if shape.named.intersection(columns):
        return False
    code = not sums and len(texts) == 1 and bool(shape.named)
    counted = all(_SUM.match(text) or parse_label(text) for text in texts)
    return code or (counted and 3 * len(texts) <= shape.others)


def _with_sums_as_headings(drafts: Sequence[TableRow], shape: _Shape) -> list[TableRow]:
    """The rows, those headings that print the sums of what they head: under a roman number or a
    capital letter nothing but numbers, and the row below counts from 1. As items they would count
    twice."""
    heads = {i for i, (row, below) in enumerate(pairwise(drafts)) if _has_sums(row, below, shape)}
    return [replace(row, kind="group") if i in heads else row for i, row in enumerate(drafts)]


def _has_sums(row: TableRow, below: TableRow, shape: _Shape) -> bool:
    if row.kind != "item" or row.parsed is None or row.parsed.style not in ("roman", "letter"):
        return False
    own = (shape.number, shape.title)
    texts = [cell.text for i, cell in enumerate(row.cells) if i not in own and cell.text]
    counts = below.parsed is not None and below.parsed.style == "number"
    first = counts and below.parsed is not None and set(below.parsed.numbers) == {1}
    return first and bool(texts) and all(map(_SUM.match, texts))


def _is_total(cells: Sequence[TableCell], label: str, shape: _Shape) -> bool:
    """A row of sums: its first text is a word for them (`Tổng cộng`), and it has no number."""
    texts = [label, *(cell.text for i, cell in enumerate(cells) if i != shape.number)]
    first = next((text for text in texts if text), "")
    return _TOTAL.match(first) is not None


def _point(row: TableRow, shape: _Shape) -> str:
    """The sign of a list that a row begins with which has no number and no code before it."""
    if row.label or shape.title is None or any(cell.text for cell in row.cells[: shape.title]):
        return ""
    match = _POINT.match(row.cells[shape.title].text)
    return match.group(1) if match else ""


def _is_bare(cells: Sequence[TableCell], shape: _Shape) -> bool:
    """Whether a row prints nothing beside its number and title."""
    own = (shape.number, shape.title)
    return not any(cell.text for i, cell in enumerate(cells) if i not in own)


def _group_label(cells: list[TableCell], label: str, shape: _Shape) -> tuple[str, list[TableCell]]:
    """A heading printed in one cell with its number (`I. NÂNG CAO …`): number and title apart."""
    if label or shape.title is None:
        return label, cells
    cell = cells[shape.title]
    split = split_heading(cell.text)
    if split is None or not (is_upper(split[1]) or split[1][0].isupper()):
        return "", cells
    change = TextRepair("label-split", cell.text, split[1])
    cells[shape.title] = replace(cell, text=split[1], changes=(*cell.changes, change))
    return split[0], cells


def _with_own_labels(drafts: list[TableRow], shape: _Shape) -> list[TableRow]:
    """The rows of a table without a number column, each with the number its title begins with
    (`I. Hàng ăn`) as its label, where most of them begin with one and the first counts from 1."""
    split = [draft if draft.kind == "group" else _with_own_label(draft, shape) for draft in drafts]
    labels = [draft.parsed for draft in split if draft.parsed is not None]
    counted = bool(labels) and set(labels[0].numbers) == {1}
    many = len(labels) >= max(_FEWEST_LABELS, _MIN_LABELLED * len(drafts))
    return split if counted and many else drafts


def _with_own_label(draft: TableRow, shape: _Shape) -> TableRow:
    label, cells = _group_label(list(draft.cells), draft.label, shape)
    return replace(draft, label=label, parsed=parse_label(label), cells=tuple(cells))


def _mostly_labelled(drafts: Sequence[TableRow]) -> bool:
    items = [draft for draft in drafts if draft.kind == "item"]
    return sum(bool(draft.label) for draft in items) >= _MIN_LABELLED * max(1, len(items))


def _beside_label(draft: TableRow, shape: _Shape, numbered: bool) -> bool:
    """Whether a row without a number stands beside one that an earlier row prints.

    The page shows it by a merged number cell; where the source has no cells to show, a blank
    number in a table whose items are numbered means the same.
    """
    if shape.number is None or draft.label:
        return False
    return draft.cells[shape.number].merged or numbered
