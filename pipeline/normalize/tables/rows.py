"""Rows of a table: what was joined made whole, headings and sums told, parents found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from pipeline.frozen import dataclass
from pipeline.model import Fragment
from pipeline.normalize.tables.cut_rows import OpenRow, join_cut_rows
from pipeline.normalize.tables.joins import Join, is_open
from pipeline.normalize.tables.outline import OutlineEntry, Position, outline
from pipeline.normalize.tables.part_columns import MIN_LABELLED
from pipeline.normalize.tables.raw_table import RawTable
from pipeline.normalize.tables.shape import Shape, shape_of
from pipeline.normalize.tables.titles import is_upper
from pipeline.normalize.text import TextRepair, join_parts
from pipeline.writing.labels import Label, parse_label, split_heading
from pipeline.writing.sums import names_sum, names_what_is_summed

_FEWEST_LABELS = 3
"""Numbers inside the titles of a table without a number column from which they count its rows."""


OVER_COLUMNS = "the cell is printed over several columns; its text stands in the first of them"

_SUM = re.compile(r"(?:[\d.,\s%–-]+|\d{1,3}\s?/\s?\d{1,3})\Z")
_POINT = re.compile(r"([-–+•*])\s")


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


def build_rows(table: RawTable) -> tuple[TableRow, ...]:
    """The rows of a table, blank ones left out."""
    shape = shape_of(table)
    opened = join_cut_rows(table.rows, shape)
    finished = [_finish(row) for row in opened]
    numbered = sum(bool(_printed_label(cells, shape)) for cells in finished)
    tell = numbered >= MIN_LABELLED * len(finished)
    above: Sequence[TableCell] = ()
    for row, cells in zip(opened, finished, strict=True):
        inside = _lacks_start(cells, shape) or _is_halved(above, cells, shape)
        row.unstarted = row.unstarted or (tell and inside)
        above = cells
    drafts = [_draft(cells, row, shape) for cells, row in zip(finished, opened, strict=True)]
    drafts = _with_counted_as_items(_with_sums_as_headings(drafts, shape))
    return _positioned(
        drafts if shape.number is not None else _with_own_labels(drafts, shape), shape
    )


def placed_again(rows: Sequence[TableRow], table: RawTable) -> tuple[TableRow, ...]:
    """Rows whose kinds, labels or number changed, each with the position it has now."""
    return _positioned(rows, shape_of(table))


def _finish(row: OpenRow) -> list[TableCell]:
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


def _printed_label(cells: Sequence[TableCell], shape: Shape) -> str:
    return cells[shape.number].text if shape.number is not None else ""


def _lacks_start(cells: Sequence[TableCell], shape: Shape) -> bool:
    """Whether a row begins inside a sentence: its number cell is blank and its title goes on in
    lower case, or one cell alone says something, as where somebody typed the lines of one cell into
    cells below each other."""
    if shape.number is None or shape.title is None or _printed_label(cells, shape):
        return False
    title = cells[shape.title]
    if not title.text:
        alone = sum(bool(cell.text) for cell in cells) == 1
        return alone and not any(cell.merged for cell in cells)
    begun = any(cell.merged for cell in cells) or split_heading(title.text) is not None
    return title.text[:1].islower() and not begun


def _is_halved(above: Sequence[TableCell], cells: Sequence[TableCell], shape: Shape) -> bool:
    """Whether a line inside of a cell makes two rows of one: all other cells reach down from the
    row above, whose title stops in the middle and goes on here in lower case."""
    if not above or shape.number is None or shape.title is None or not cells[shape.number].merged:
        return False
    title = cells[shape.title]
    others = [cell for at, cell in enumerate(cells) if at != shape.title]
    alone = not title.merged and all(cell.merged or not cell.text for cell in others)
    return alone and title.text[:1].islower() and is_open(above[shape.title].text)


def _positioned(drafts: Sequence[TableRow], shape: Shape) -> tuple[TableRow, ...]:
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


def _draft(cells: list[TableCell], row: OpenRow, shape: Shape) -> TableRow:
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
    if kind == "item":
        cells = _told_of_spans(cells, row, shape)
    position = Position(None, None, 0)
    parsed = parse_label(label)
    return TableRow(
        kind, label, parsed, tuple(cells), position, pages, tuple(row.joins), row.unstarted
    )


def _told_of_spans(cells: list[TableCell], row: OpenRow, shape: Shape) -> list[TableCell]:
    """The cells of an item, those doubted whose text is one value of several columns: the others
    look blank. A title that reaches over the columns beside it says nothing of them."""
    first = row.parts[0].cells
    if shape.title is None:
        return cells
    return [
        replace(cell, doubts=(*cell.doubts, OVER_COLUMNS))
        if printed.span > 1 and cell.text and at > shape.title and not printed.merged
        else cell
        for at, (cell, printed) in enumerate(zip(cells, first, strict=True))
    ]


def _is_group(cells: list[TableCell], row: OpenRow, label: str, shape: Shape) -> bool:
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
            known = parsed is not None or _is_code(label)
            return known and not printed and _reaches_over(row, shape.title)
        return not printed or _is_code_or_sum([cells[i].text for i in printed], printed, shape)
    if printed and shape.number is not None and _is_bold(row):
        return _is_code_or_sum([cells[i].text for i in printed], printed, shape, sums=True)
    if printed or row.unstarted:
        return False
    return len(others) > 0 or _is_one_cell(row, shape.title)


def _is_code(text: str) -> bool:
    """Whether a label that no number is reads like a code (`BT.11100`)."""
    return any(map(str.isdecimal, text)) and len(text.split()) == 1


def _is_bold(row: OpenRow) -> bool:
    """Whether all that a row prints is bold."""
    printed = [f for part in row.parts for cell in part.cells for f in cell.fragments]
    return bool(printed) and all(fragment.bold for fragment in printed)


def _reaches_over(row: OpenRow, title: int) -> bool:
    """Whether the title of a row is one cell with all the columns beside it."""
    first = row.parts[0].cells
    return len(first) - title > 1 and title + first[title].span >= len(first)


def _is_one_cell(row: OpenRow, title: int) -> bool:
    """Whether a row of numbers and titles alone is one cell over both."""
    first = row.parts[0]
    return len(first.cells) > 1 and (first.width == 1 or first.cells[title].span > 1)


def _is_code_or_sum(
    texts: Sequence[str], columns: Sequence[int], shape: Shape, sums: bool = False
) -> bool:
    """Whether what stands beside a heading is a code in a column that has no canonical name, or
    few numbers: the sums of what is below (nothing else where only `sums` may stand there)."""
    if shape.named.intersection(columns):
        return False
    code = not sums and len(texts) == 1 and bool(shape.named)
    counted = all(_SUM.match(text) or parse_label(text) for text in texts)
    return code or (counted and 3 * len(texts) <= shape.others)


def _with_sums_as_headings(drafts: Sequence[TableRow], shape: Shape) -> list[TableRow]:
    """The rows, those headings that print the sums of what they head: under a roman number or a
    capital letter nothing but numbers, and the row below counts from 1 or on from the row above, or
    is the first heading of another kind (`A` over `I`). As items they would count twice."""
    heads: set[int] = set()
    last: tuple[int, ...] = ()
    for i, (row, below) in enumerate(pairwise(drafts)):
        if _has_sums(row, shape) and _begins_below(below, last):
            heads.add(i)
        if row.parsed is not None and row.parsed.style == "number":
            last = row.parsed.numbers
    for i in range(len(drafts) - 2, -1, -1):
        if i + 1 in heads and _has_sums(drafts[i], shape) and _is_first(drafts[i + 1], drafts[i]):
            heads.add(i)
    return [replace(row, kind="group") if i in heads else row for i, row in enumerate(drafts)]


def _with_counted_as_items(drafts: Sequence[TableRow]) -> list[TableRow]:
    """The rows, those items whose title reaches over all columns though their number goes on with
    those of the items above and below: as headings they would leave a gap."""
    counted = [(i, n) for i, row in enumerate(drafts) if (n := _plain_number(row)) is not None]
    items = {
        here
        for (before, low), (here, n), (after, high) in zip(
            counted, counted[1:], counted[2:], strict=False
        )
        if drafts[here].kind == "group" and low + 1 == n == high - 1
        if drafts[before].kind == drafts[after].kind == "item"
    }
    return [replace(row, kind="item") if i in items else row for i, row in enumerate(drafts)]


def _plain_number(row: TableRow) -> int | None:
    """The number of a row that is counted with one number (`3`, not `3.1`)."""
    if row.parsed is None or row.parsed.style != "number" or len(row.parsed.numbers) != 1:
        return None
    return row.parsed.numbers[0]


def _has_sums(row: TableRow, shape: Shape) -> bool:
    """Whether a row under a roman number or a letter prints nothing but figures."""
    if row.kind != "item" or row.parsed is None or row.parsed.style not in ("roman", "letter"):
        return False
    own = (shape.number, shape.title)
    texts = [cell.text for i, cell in enumerate(row.cells) if i not in own and cell.text]
    return bool(texts) and all(map(_SUM.match, texts))


def _begins_below(below: TableRow, last: tuple[int, ...]) -> bool:
    """Whether a row counts from 1, or on from the last one that was counted."""
    if below.parsed is None or below.parsed.style != "number":
        return False
    numbers = below.parsed.numbers
    return set(numbers) == {1} or (len(last) == len(numbers) == 1 and numbers[0] == last[0] + 1)


def _is_first(below: TableRow, above: TableRow) -> bool:
    """Whether a row is the first of its kind, and the one above it of another."""
    one, other = below.parsed, above.parsed
    if one is None or other is None:
        return False
    return one.style != other.style and set(one.numbers) == {1}


def _is_total(cells: Sequence[TableCell], label: str, shape: Shape) -> bool:
    """A row of sums: its first text is a word for them (`Tổng cộng`), and it has no number; or it
    says what is summed (`Tổng kinh phí`, `Toàn tỉnh`) and prints nothing but figures."""
    texts = [label, *(cell.text for i, cell in enumerate(cells) if i != shape.number)]
    printed = [text for text in texts if text]
    if not printed or names_sum(printed[0]):
        return bool(printed)
    own = shape.number is not None and not cells[shape.number].merged and not label
    return (
        own
        and len(printed) > 1
        and names_what_is_summed(printed[0])
        and all(map(_SUM.match, printed[1:]))
    )


def _point(row: TableRow, shape: Shape) -> str:
    """The sign of a list that a row begins with which has no number and no code before it."""
    if row.label or shape.title is None or any(cell.text for cell in row.cells[: shape.title]):
        return ""
    match = _POINT.match(row.cells[shape.title].text)
    return match.group(1) if match else ""


def _is_bare(cells: Sequence[TableCell], shape: Shape) -> bool:
    """Whether a row prints nothing beside its number and title."""
    own = (shape.number, shape.title)
    return not any(cell.text for i, cell in enumerate(cells) if i not in own)


def _group_label(cells: list[TableCell], label: str, shape: Shape) -> tuple[str, list[TableCell]]:
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


def _with_own_labels(drafts: list[TableRow], shape: Shape) -> list[TableRow]:
    """The rows of a table without a number column, each with the number its title begins with
    (`I. Hàng ăn`) as its label, where most of them begin with one and the first counts from 1."""
    split = [draft if draft.kind == "group" else _with_own_label(draft, shape) for draft in drafts]
    labels = [draft.parsed for draft in split if draft.parsed is not None]
    counted = bool(labels) and set(labels[0].numbers) == {1}
    many = len(labels) >= max(_FEWEST_LABELS, MIN_LABELLED * len(drafts))
    return split if counted and many else drafts


def _with_own_label(draft: TableRow, shape: Shape) -> TableRow:
    label, cells = _group_label(list(draft.cells), draft.label, shape)
    return replace(draft, label=label, parsed=parse_label(label), cells=tuple(cells))


def _mostly_labelled(drafts: Sequence[TableRow]) -> bool:
    items = [draft for draft in drafts if draft.kind == "item"]
    return sum(bool(draft.label) for draft in items) >= MIN_LABELLED * max(1, len(items))


def _beside_label(draft: TableRow, shape: Shape, numbered: bool) -> bool:
    """Whether a row without a number stands beside one that an earlier row prints.

    The page shows it by a merged number cell; where the source has no cells to show, a blank
    number in a table whose items are numbered means the same.
    """
    if shape.number is None or draft.label:
        return False
    return draft.cells[shape.number].merged or numbered
