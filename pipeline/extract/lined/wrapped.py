"""Paragraphs whose lines a program broke at one width, each line a paragraph of its own.

Who pastes a page into Word gets a paragraph for every line of a cell. Where all lines were broken
at one width little has to be guessed: a line goes on in the next one only if the first word of that
did not fit behind it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from pipeline.extract.text.lines import NumberedLine

_FEWEST = 30
"""Lines that go on for certain, from which on they tell a width."""
_ALL = 0.98
"""Share of these that one width explains, where there is one: in texts broken at one width it was
0.997 and more."""


def width_of(lines: Sequence[NumberedLine], gap: int) -> int:
    """The width in characters at which the lines were broken that stand `gap` blank ones apart; 0
    where there is none."""
    printed = [line for line in lines if line.text.strip()]
    ends = [
        (len(one.text.strip()), len(other.text.split()[0]))
        for one, other in pairwise(printed)
        if other.number - one.number == gap + 1 and other.text.lstrip()[0].islower()
    ]
    if len(ends) < _FEWEST:
        return 0
    longest = sorted(size for size, _ in ends)[int(_ALL * len(ends))]
    broken = sum(size <= longest < size + 1 + word for size, word in ends)
    return longest if broken >= _ALL * len(ends) else 0


def fits(line: str, below: str, width: int) -> bool:
    """Whether the first word of the line below would have had room: then a paragraph ends."""
    return len(last_line(line, width)) + 1 + len(below.split()[0]) <= width


@lru_cache(maxsize=4096)
def last_line(paragraph: str, width: int) -> str:
    """The last line of a paragraph that was broken at a width.

    >>> last_line("Xây dựng Đề án đào tạo", 12)
    'án đào tạo'
    """
    return textwrap.wrap(paragraph, width, break_on_hyphens=False)[-1]


def unwrapped(
    lines: Sequence[NumberedLine], gap: int, width: int
) -> tuple[list[NumberedLine], dict[int, int]]:
    """The lines, those that go on for certain put together, in a text counted anew; and the line of
    the file on which each of these begins. A page that begins inside one opens with the next."""
    found: list[NumberedLine] = []
    real: dict[int, int] = {}
    shift, last, opens = 0, None, False
    for line in lines:
        text = line.text.strip()
        if (
            text
            and last is not None
            and line.number - last.number == gap + 1
            and text[0].islower()
            and not fits(last.text.strip(), text, width)
        ):
            at = next(k for k in range(len(found) - 1, -1, -1) if found[k].text.strip())
            found[at] = replace(found[at], text=f"{found[at].text} {text}")
            del found[at + 1 :]
            shift, last, opens = shift + gap + 1, line, opens or line.new_page
            continue
        own = replace(line, number=line.number - shift)
        real[own.number] = line.number
        if text:
            own = replace(own, new_page=own.new_page or opens)
            last, opens = line, False
        found.append(own)
    return found, real
