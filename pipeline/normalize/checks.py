"""Doubts a document raises about itself: numbers that jump, cells that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.normalize.tables.rows import TableRow
from pipeline.normalize.values.deadlines import parse_deadline
from pipeline.writing.labels import Label, follows, is_next, parse_label


def label_problems(rows: Sequence[TableRow]) -> Iterator[tuple[int, str, str]]:
    """Numbers that repeat or jump, as (row index, code, message).

    Numbers of one style under one parent and heading are one sequence; a sequence may begin
    again at 1 (numbering per group, per parent), go on over parents and headings, and headings may
    be numbered on their own.
    """
    last: dict[tuple[object, ...], int] = {}
    anywhere: dict[tuple[object, ...], int] = {}
    for index, row in enumerate(rows):
        label = row.parsed
        if label is None or not label.numbers:
            continue
        parent = row.position.parent
        sort = (row.kind, label.style, label.depth, label.numbers[:-1])
        number = label.numbers[-1]
        before, through = last.get((sort, parent)), anywhere.get(sort, number)
        last[sort, parent] = anywhere[sort] = number
        if before is None or number == 1 or follows(label, before) or follows(label, through):
            continue
        if number == before:
            yield index, "label-repeated", f"the number {row.label} stands twice in a row"
        else:
            yield index, "label-gap", f"the number {row.label} follows {before}"


def rows_in_one(rows: Sequence[TableRow]) -> Iterator[tuple[int, str, str]]:
    """Rows whose number cell holds several numbers in a run: the source, or the reading, has put
    several rows into one."""
    for index, row in enumerate(rows):
        if row.parsed is None and _is_run(row.label.split()):
            message = f"the numbers {row.label} stand in one cell: several rows are read as one"
            yield index, "rows-in-one", message


def numbers_in_texts(rows: Sequence[TableRow]) -> Iterator[tuple[int, str, str]]:
    """Rows without a number whose text begins with the one that comes next and that no row has: a
    wall between the two was not seen, or a row goes on with what is printed as one."""
    printed = {row.parsed for row in rows}
    before: Label | None = None
    for index, row in enumerate(rows):
        if row.parsed is not None:
            before = row.parsed
            continue
        text = next((cell.text for cell in row.cells if cell.text), "") if not row.label else ""
        number, _, rest = text.partition(" ")
        label = parse_label(number) if rest else None
        if label is None or not is_next(before, label):
            continue
        before = label
        if label not in printed:
            message = f"the number {number} of the row stands in the cell of its text"
            yield index, "label-gap", message


def deadlines_on_pages(rows: Sequence[TableRow], column: int) -> Iterator[tuple[int, str, str]]:
    """Rows without a number that have a whole deadline on each of their pages: what stands at the
    top of the next page need not go on with them."""
    for index, row in enumerate(rows):
        if row.label or row.kind != "item" or row.pages[0] == row.pages[1]:
            continue
        pages: dict[int, list[str]] = {}
        for fragment in row.cells[column].fragments:
            pages.setdefault(fragment.place.page, []).append(fragment.text)
        whole = [text for lines in pages.values() if _is_deadline(text := " ".join(lines))]
        if len(whole) > 1:
            message = f"each page has a whole deadline ({'; '.join(whole)}): two rows may be one"
            yield index, "rows-in-one", message


def _is_deadline(text: str) -> bool:
    return parse_deadline(text).kind not in ("unparsed", "blank")


def _is_run(texts: Sequence[str]) -> bool:
    labels = [label for text in texts if (label := parse_label(text)) is not None]
    if len(labels) < len(texts) or len(texts) <= 1 or not all(label.numbers for label in labels):
        return False
    return all(is_next(a, b) or _heads(a, b) for a, b in pairwise(labels))


def _heads(one: Label, other: Label) -> bool:
    """Whether a number is that of a heading over the first row of its part (`I` over `1`)."""
    return one.style in ("roman", "letter") and (other.style, other.numbers) == ("number", (1,))


def parent_problems(rows: Sequence[TableRow]) -> Iterator[tuple[int, str, str]]:
    """Sub-items whose number names another parent than the row they stand under."""
    for index, row in enumerate(rows):
        if row.position.by_position and not _is_counted_by_its_group(rows, row):
            parent = row.position.parent
            under = rows[parent].label if parent is not None else "no row"
            message = f"{row.label} stands under {under}; the parent was taken from the position"
            yield index, "parent-by-position", message


def _is_counted_by_its_group(rows: Sequence[TableRow], row: TableRow) -> bool:
    """Whether the number of an item goes on from that of its heading: `1.1` under a heading `1`."""
    group = None if row.position.group is None else rows[row.position.group].parsed
    return group is not None and row.parsed is not None and row.parsed.numbers[:-1] == group.numbers
