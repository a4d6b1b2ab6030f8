"""What a list of numbers leaves out between one and the next of its kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.frozen import dataclass
from pipeline.writing.labels import Label, Style

Kind = tuple[Style, tuple[int, ...]]
"""What numbers have in common that count on: their style and the counts before the last."""


@dataclass(frozen=True, slots=True)
class Gap:
    """From the number at position `start` on to the next of its kind, at `end`, `missing` are left
    out. The `first` of a kind counts from 0, at the number before of any kind, or before all."""

    start: int
    end: int
    missing: int
    first: bool


def gaps_of(labels: Iterable[Label | None]) -> Iterator[Gap]:
    """What each number leaves out behind the one before of its kind, none of them as well; places
    without a number count as positions.

    >>> one, three = Label("number", (1,)), Label("number", (3,))
    >>> [(gap.start, gap.end, gap.missing) for gap in gaps_of([one, None, three])]
    [(-1, 0, 0), (0, 2, 1)]
    """
    last: dict[Kind, tuple[int, int]] = {}
    begun = -1
    for at, label in enumerate(labels):
        if label is None or not label.numbers:
            continue
        kind, count = (label.style, label.numbers[:-1]), label.numbers[-1]
        before, start = last.get(kind, (0, begun))
        yield Gap(start, at, count - before - 1, kind not in last)
        last[kind] = count, at
        begun = at
