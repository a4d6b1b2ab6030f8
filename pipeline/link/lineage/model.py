"""What the linking of tasks takes and gives: plain frozen values.

::

    LinkInput ─┐
    LinkInput ─┼─link_documents─▶ Linked (LinkRecord[], ProblemRecord[])
    Bridge[] ──┘
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import overload

from pipeline.data.records import LinkRecord, ProblemRecord
from pipeline.frozen import dataclass

Successors = Mapping[str, tuple[str, ...]]
"""Agency id → the bodies that took over its duties directly."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One item as far as linking needs it; rows stand in printed order.

    `kind` keeps the items of different kinds of tables apart. `group` is the title of the section
    heading.
    `leads` are ids of agencies known to the registry; `year` is the year by which an indicator is
    to be reached, as its section heading says.
    """

    row_id: str
    title: str
    parent_row_id: str | None = None
    group: str = ""
    leads: frozenset[str] = frozenset()
    kind: str = "tasks"
    year: int | None = None


class RowColumns(Sequence[LinkRow]):
    """The rows of a document that stand in columns; each is made when it is first asked for."""

    def __init__(
        self,
        row_ids: Sequence[str],
        parents: Sequence[str | None],
        make: Callable[[int], LinkRow],
    ) -> None:
        self.row_ids, self.parents, self._make = row_ids, parents, make
        self._made: dict[int, LinkRow] = {}
        self.titled: dict[str, int] = {}
        """Title → its row, of the rows that were asked for."""

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.row_ids)

    @overload
    def __getitem__(self, at: int) -> LinkRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[LinkRow]: ...
    def __getitem__(self, at: int | slice) -> LinkRow | Sequence[LinkRow]:
        """A row, or some."""
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        known = self._made.get(at)
        if known is not None:
            return known
        if not 0 <= at < len(self):
            raise IndexError(at)
        made = self._made[at] = self._make(at)
        self.titled[made.title] = at
        return made


@dataclass(frozen=True)
class LinkInput:
    """The rows of one document, in printed order."""

    doc_id: str
    rows: Sequence[LinkRow]

    @cached_property
    def row_ids(self) -> Sequence[str]:
        """The id of each row."""
        known = self.rows
        return known.row_ids if isinstance(known, RowColumns) else [row.row_id for row in known]

    @cached_property
    def parents(self) -> Sequence[str | None]:
        """The parent of each row."""
        known = self.rows
        return known.parents if isinstance(known, RowColumns) else [r.parent_row_id for r in known]

    @cached_property
    def places(self) -> dict[str, int]:
        """row_id → its place among the rows."""
        return {row_id: at for at, row_id in enumerate(self.row_ids)}

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """Place of a row → places of its sub-items."""
        found: dict[int, list[int]] = {}
        for at, row_id in enumerate(self.parents):
            parent = self.places.get(row_id) if row_id else None
            if parent is not None:
                found.setdefault(parent, []).append(at)
        return found

    def above(self, row: LinkRow) -> str:
        """The title a row stands under: of its parent, else of its section."""
        parent = self.places.get(row.parent_row_id or "")
        return row.group if parent is None else self.rows[parent].title or row.group


@dataclass(frozen=True, slots=True)
class Bridge:
    """An old title that the newer document itself quotes for one of its rows."""

    row_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two rows are; every part 0–100, None where one side says nothing.

    `text` compares the titles, `quoted` an old title the newer row quotes, `agency` the leads,
    `order` the place among the neighbours, `context` the headings they stand under, `year` the
    years by which they are to be reached.
    """

    text: float
    title: float
    quoted: float = 0.0
    agency: float | None = None
    order: float | None = None
    context: float | None = None
    year: float | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What people said of two documents: pairs of rows that are one task (with how they are, and
    who says so), and pairs that are not."""

    accepted: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    rejected: frozenset[tuple[str, str]] = frozenset()

    def bars(self, row_id: str, other_row_id: str) -> bool:
        """Whether two rows cannot be one task: a person said so, or that another one is."""
        pair = row_id, other_row_id
        return pair in self.rejected or (
            pair not in self.accepted
            and any(
                relation == "same" and (row == row_id or other == other_row_id)
                for (row, other), (relation, _) in self.accepted.items()
            )
        )

    def __bool__(self) -> bool:
        """Whether anything was decided."""
        return bool(self.accepted or self.rejected)


NOTHING = Decided()
"""Nobody has said anything."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Links between two documents, and the doubts about them."""

    links: tuple[LinkRecord, ...] = ()
    problems: tuple[ProblemRecord, ...] = field(default=())
