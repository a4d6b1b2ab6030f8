"""Lines of a message that another one quotes: each begins with `>`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.text.lines import NumberedLine
from pipeline.model import Problem

_MOST: Final = 0.5
"""Share of the printed lines from which on their marks are those of a quoted message: columns of
values (`> 5 ha`) have fewer."""
_FEWEST: Final = 5
"""Lines of the shortest message whose marks are known as such."""
_MARK: Final = re.compile(r"> ?")


def unmarked(
    lines: Sequence[NumberedLine],
) -> tuple[Sequence[NumberedLine], tuple[Problem, ...]]:
    """The lines without the marks of quoted messages, and what is told of these."""
    found: Sequence[NumberedLine] = lines
    while _are_quoted(found):
        found = [
            replace(line, text=line.text[match.end() :])
            if (match := _MARK.match(line.text))
            else line
            for line in found
        ]
    if found is lines:
        return lines, ()
    many = sum(line.text != other.text for line, other in zip(lines, found, strict=True))
    message = f"{many} lines begin with the mark of a quoted message (>), which is left out"
    return found, (Problem("info", "characters-mapped", message),)


def _are_quoted(lines: Sequence[NumberedLine]) -> bool:
    marked = sum(line.text[:1] == ">" for line in lines)
    return marked >= _FEWEST and marked > _MOST * sum(not line.blank for line in lines)
