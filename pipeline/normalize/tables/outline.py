"""Section headings, parents and levels: from labels and their order.

The parent is decided by position, not by the printed number: a sub-item stands under the nearest
row above it whose label is of a higher style, whatever that row is numbered.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.frozen import dataclass
from pipeline.writing.labels import Label


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """What the outline needs of a row.

    Whether it is a heading, its label, and whether it stands beside a label printed in an earlier
    row. `point` is the sign that begins its text where it has no label (`- …`, `+ …`), `heads` says
    that it prints nothing but a title, so that unlabelled rows below are its own, `apart` that it
    is a total: nothing stands under it, and it stands under no row.
    """

    is_group: bool
    label: Label | None
    under_last: bool = False
    point: str = ""
    heads: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """Where a row stands: indices of its parent and heading in the table, and its depth.

    `by_position` says that the printed number names another parent than the position does.
    """

    parent: int | None
    group: int | None
    level: int
    by_position: bool = False


_Signature = tuple[str, int]
_HIGH = ("roman", "letter")
"""Styles of labels that never stand under a number, a lettered point or an unlabelled row."""


def outline(entries: Sequence[OutlineEntry]) -> list[Position]:
    """The position of each row of one table."""
    positions: list[Position] = []
    groups: list[tuple[_Signature, int]] = []
    items: list[tuple[_Signature, int]] = []
    for index, entry in enumerate(entries):
        if entry.is_group:
            items.clear()
            _pop_group(groups, _signature(entry.label))
            above = groups[-1][1] if groups else None
            positions.append(Position(None, above, len(groups)))
            groups.append((_signature(entry.label), index))
            continue
        group = groups[-1][1] if groups else None
        if entry.apart:
            positions.append(Position(None, group, 0))
            continue
        parent = _item_parent(items, entry, entries)
        positions.append(
            Position(parent, group, _level(parent, positions), _disagrees(entry, parent, entries))
        )
        if not entry.under_last:
            items.append((_item_signature(entry), index))
    return positions


def _item_signature(entry: OutlineEntry) -> _Signature:
    return (entry.point, 0) if entry.point and not entry.label else _signature(entry.label)


def _signature(label: Label | None) -> _Signature:
    return ("none", 0) if label is None else (label.style, label.depth)


def _level(parent: int | None, positions: Sequence[Position]) -> int:
    return 0 if parent is None else positions[parent].level + 1


def _pop_group(groups: list[tuple[_Signature, int]], signature: _Signature) -> None:
    """A heading closes the headings of its own rank, those below it and everything under them."""
    known = [place for place, (other, _) in enumerate(groups) if _ranks_below(other, signature)]
    if known:
        del groups[known[0] :]
    elif signature[0] == "none":
        groups.clear()


def _ranks_below(signature: _Signature, other: _Signature) -> bool:
    """Whether a label is of the style of another and counts as deep or deeper."""
    return signature[0] == other[0] and signature[1] >= other[1]


def _item_parent(
    items: list[tuple[_Signature, int]], entry: OutlineEntry, entries: Sequence[OutlineEntry]
) -> int | None:
    """The row an item stands under; closes what is not above it any more."""
    if entry.under_last:
        return items[-1][1] if items else None
    style, depth = _item_signature(entry)
    if style == "none":
        while items and not entries[items[-1][1]].heads:
            items.pop()
    elif style == "number":
        while items and not _outranks(items[-1][0], depth):
            items.pop()
    else:
        known = [i for i, (other, _) in enumerate(items) if _ranks_below(other, (style, depth))]
        if known:
            del items[known[0] :]
        while items and style in _HIGH and items[-1][0][0] not in _HIGH:
            items.pop()
    return items[-1][1] if items else None


def _outranks(signature: _Signature, depth: int) -> bool:
    """Whether a row of that label can stand above a number of `depth` counters."""
    style, other = signature
    return style in _HIGH or (style == "number" and other < depth)


def _disagrees(entry: OutlineEntry, parent: int | None, entries: Sequence[OutlineEntry]) -> bool:
    """Whether a printed number such as 38.1 stands under another row than its own 38."""
    label = entry.label
    if label is None or label.style != "number" or label.depth <= 1 or entry.under_last:
        return False
    above = entries[parent].label if parent is not None else None
    return above is None or above.numbers != label.numbers[:-1]
