"""The header of a table in the app: level by level, with the room that each column needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_BETWEEN = " / "
"""What stands between the levels of a printed header (`tables.headers`)."""
_ROOM = (("short", 14), ("middle", 60), ("long", 1 << 30))
"""Words for the room that a column needs, with the longest text that has enough of it."""


_FIGURE = re.compile(r"[\d\s.,/%≥≤<>+−–-]{1,24}")


def is_figure(text: str) -> bool:
    """Whether a text is nothing but a number, which no line may break."""
    return _FIGURE.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class HeadView:
    """A cell of the header: what it says, the columns and the levels it covers. `column` is blank
    above several; `width` is a word for how much room its texts need."""

    text: str
    columns: int
    levels: int
    column: str = ""
    width: str = ""


def heads(
    columns: Sequence[tuple[str, str]], texts: Iterable[tuple[str, str]]
) -> tuple[tuple[HeadView, ...], ...]:
    """The header of a table, level by level: what several columns share stands once, above them.
    `columns` are their names and printed headers, `texts` column and text of the cells below."""
    names = [(header or column).split(_BETWEEN) for column, header in columns]
    widths = _widths(texts)
    depth = max(map(len, names), default=1)
    ends = [
        HeadView(name[-1], 1, depth - len(name) + 1, column, widths.get(column, ""))
        for name, (column, _) in zip(names, columns, strict=True)
    ]
    return tuple(tuple(_level(names, ends, level)) for level in range(depth))


def _level(
    names: Sequence[Sequence[str]], ends: Sequence[HeadView], level: int
) -> Iterator[HeadView]:
    at = 0
    while at < len(names):
        size, shared = 1, names[at][: level + 1]
        if len(names[at]) == level + 1:
            yield ends[at]
        elif len(names[at]) > level:
            while at + size < len(names) and _shares(names[at + size], shared):
                size += 1
            yield HeadView(shared[-1], size, 1)
        at += size


def _shares(name: Sequence[str], upper: Sequence[str]) -> bool:
    return len(name) > len(upper) and name[: len(upper)] == upper


def _widths(texts: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """How much room each column needs, by one of its longer texts."""
    lengths: dict[str, list[int]] = {}
    for column, text in texts:
        lengths.setdefault(column, []).append(len(text))
    return {column: _room(sorted(own)[len(own) * 9 // 10]) for column, own in lengths.items()}


def _room(length: int) -> str:
    return next(word for word, most in _ROOM if length <= most)
