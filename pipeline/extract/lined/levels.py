"""Headers of two levels in a text with one paragraph a line.

The names of the upper row come first, then those of the lower one. Programs that print blank cells
show which columns have no name of their own there: a blank stands for each. Those that leave out
what a cell above covers (Mammoth) print the lower names at the end; what they belong to is told by
what header names are known (`Cơ quan thực hiện` over `Chủ trì`, `Phối hợp`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.layer.names.headers import Upper
from pipeline.extract.layer.signs.words import lexicon
from pipeline.frozen import dataclass
from pipeline.writing.letters import fold

Name = tuple[tuple[int, str], ...]
"""The lines of a name, as (index of the piece, text)."""
_FEWEST = 2
"""Names below one that stands over several columns, at least."""
_LONGEST = 8
"""Words of such a name, at most: longer ones are cells of rows without a number."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The name of each column, and those over several columns; `used` names in all are those of the
    header."""

    names: tuple[Name, ...]
    upper: tuple[Upper, ...]
    used: int


def levels_of(names: Sequence[Name], blanks: Sequence[int]) -> Levels | None:
    """The levels of a header whose names are printed in this order, with so many blank paragraphs
    behind each; None of a header of one level, and where it is not sure. What follows when each
    name of the upper row has a blank or names below it stands in the first row."""
    first = next((at for at, count in enumerate(blanks) if count), None)
    if first is None:
        return _known(names)
    over, place = names[: first + 1], blanks[first]
    below: list[list[Name]] = [[] for _ in over]
    for at in range(first + 1, len(names)):
        if place >= len(over):
            break
        below[place].append(names[at])
        place += 1 + blanks[at] if blanks[at] else 0
    short = all(len(_text(name).split()) <= _LONGEST for part in below for name in part)
    return _put(over, below) if place >= len(over) and short else None


def _known(names: Sequence[Name]) -> Levels | None:
    """The levels where the last names go on in one of those before as known names do."""
    for count in range(len(names) - 2, _FEWEST - 1, -1):
        over, below = names[:-count], list(names[-count:])
        found = [at for at, name in enumerate(over) if all(_goes_on(name, one) for one in below)]
        if len(found) == 1:
            return _put(over, [below if at == found[0] else [] for at in range(len(over))])
    return None


def _goes_on(over: Name, below: Name) -> bool:
    """Whether the first words of a name and all of another are a known name (`Cơ quan thực hiện`
    and `Chủ trì`: `cơ quan chủ trì`)."""
    words, rest = fold(_text(over)).split(), fold(_text(below))
    begun = (" ".join([*words[:count], rest]) for count in range(1, len(words)))
    return any(name in lexicon().names for name in begun)


def _text(name: Name) -> str:
    return " ".join(text for _, text in name)


def _put(over: Sequence[Name], below: Sequence[Sequence[Name]]) -> Levels | None:
    """Names, each with those below it; None where one stands over a single column."""
    if not any(below) or any(len(part) == 1 for part in below):
        return None
    found: list[Name] = []
    upper: list[Upper] = []
    for name, part in zip(over, below, strict=True):
        if part:
            upper.append(Upper(len(found), len(found) + len(part), name))
        found += part or [name]
    return Levels(tuple(found), tuple(upper), len(found) + len(upper))
