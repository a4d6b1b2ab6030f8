"""What needs a person's eyes, the most pressing first, of which a reader sees what is asked for.
What fills it after each run is in `unsettled.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.review.diary import CellKey, Told
from pipeline.review.shelf import told_apart

KINDS = ("error", "unread", "reader", "cell", "link", "doubt", "thread", "table", "note")
"""Sorts of items, in the order in which they should be looked at: what could not be read, pages not
read, readers who disagree, cells in doubt, links that wait, other doubts, disputed histories,
tables nobody has checked, notes."""
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at. `key` names it over runs; `reason` is a problem code, or one of the
    app's own; `other` is the row of another document it is about; `number` is the document's,
    `label` the row's, `title` what the table is called; `more` like it are in the same row;
    `beside` is what the other row says, where `evidence` is what the row says; `cells` are those
    whose being seen settles it; `others` are the reasons of what was folded into it; `claim` is the
    amendment whose original is not known.
    """

    key: str
    kind: str
    doc_id: str
    table_id: str | None = None
    row_id: str | None = None
    column: str | None = None
    page: int | None = None
    severity: str = "warning"
    reason: str = ""
    message: str = ""
    evidence: str = ""
    other: str | None = None
    number: str = ""
    label: str = ""
    title: str = ""
    more: int = 0
    beside: str = ""
    cells: tuple[CellKey, ...] = ()
    others: tuple[str, ...] = ()
    claim: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Its own, and those of what is one with it."""
        return self.reason, *self.others


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader chose to see; blank is all."""

    kind: str = ""
    doc_id: str = ""
    table_id: str = ""
    reason: str = ""
    later: bool = False

    def takes(self, item: Item) -> bool:
        """Whether an item is among it. Notes are when they are asked for."""
        return (
            (item.kind == self.kind if self.kind else item.kind != "note" or bool(self.reason))
            and self.doc_id in ("", item.doc_id)
            and self.table_id in ("", item.table_id)
            and self.reason in ("", *item.reasons)
        )


@dataclass(frozen=True, slots=True)
class View:
    """One page of the queue and the counts beside its filters."""

    items: Sequence[Item]
    total: int
    page: int
    pages: int
    kinds: Mapping[str, int]
    documents: Mapping[str, int]
    tables: Mapping[str, int]
    names: Mapping[str, str]
    """What a person calls each document and table."""
    reasons: Mapping[str, int]
    later: int
    done: int


@dataclass(slots=True)
class Queue:
    """All items of an output folder, as of one state of it."""

    items: list[Item] = field(default_factory=list)

    def view(self, wanted: Wanted, told: Told, page: int = 1) -> View:
        """What is chosen, without what was decided since the last run and what was put off (or that
        alone)."""
        later = told.later
        left = [item for item in self.items if not _is_done(item, told)]
        open_items = [item for item in left if (item.key in later) == wanted.later]
        chosen = [item for item in open_items if wanted.takes(item)]
        pages = max(1, -(-len(chosen) // PAGE_SIZE))
        page = min(max(1, page), pages)
        return View(
            items=chosen[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
            total=len(chosen),
            page=page,
            pages=pages,
            kinds=Counter(item.kind for item in open_items),
            documents=_counted(open_items, wanted, "doc_id"),
            tables=_counted(open_items, wanted, "table_id"),
            names=_names(open_items),
            reasons=_counted(open_items, wanted, "reasons"),
            later=sum(item.key in later for item in left),
            done=len(self.items) - len(left),
        )

    def with_items(self, items: Iterable[Item]) -> Queue:
        """The queue with further items, in their places."""
        more = list(items)
        return Queue(ordered([*self.items, *more])) if more else self


def _names(items: Iterable[Item]) -> dict[str, str]:
    """What a person calls documents and tables: number and title of a table."""
    names = told_apart({item.doc_id: item.number or item.doc_id for item in items})
    for item in items:
        if item.table_id:
            number = item.table_id.rpartition("/")[2]
            names[item.table_id] = f"{number} · {item.title}" if item.title else number
    return names


def _is_done(item: Item, told: Told) -> bool:
    return bool(item.cells) and all(told.seen.get(cell) for cell in item.cells)


def _counted(items: Iterable[Item], wanted: Wanted, name: str) -> Mapping[str, int]:
    """How many there are of each value that could be chosen beside the other choices."""
    others = Wanted(
        kind=wanted.kind,
        doc_id="" if name == "doc_id" else wanted.doc_id,
        table_id="" if name in ("doc_id", "table_id") else wanted.table_id,
        reason="" if name == "reasons" else wanted.reason,
    )
    counted: Counter[str] = Counter()
    for item in items:
        if others.takes(item):
            value = getattr(item, name)
            counted.update({value} if isinstance(value, str) else set(value or ()))
    return {key: counted[key] for key in sorted(key for key in counted if key)}


def ordered(items: Iterable[Item]) -> list[Item]:
    """Each once, in the order in which they should be looked at: by kind, document and place."""
    order = {kind: n for n, kind in enumerate(KINDS)}
    one_each = {item.key: item for item in items}.values()
    return sorted(one_each, key=lambda i: (order[i.kind], i.doc_id, *_place(i), i.reason))


def _place(item: Item) -> tuple[int, int, int]:
    """Table, row and page: the order in which a document is read."""
    numbers = [int(n) for n in (item.row_id or item.table_id or "").split("/")[1:] if n.isdecimal()]
    table, row = (*numbers, 0, 0)[:2]
    return table, row, item.page or 0
