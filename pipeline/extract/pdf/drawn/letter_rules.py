"""Rules that are letters: tables set in a font of one width, their grid typed or in box-drawing
characters, as programs print them that know no lines.

::

    +-----+-----------+        │ STT │ Nhiệm vụ │
    | STT | Nhiệm vụ  |        ├─────┼──────────┤

    ____________________       ------------------------

An upright letter is a rule down as high as its line, to the middle of the lines next to it that are
of the grid too; a run of level letters is a rule across, and so are whole lines of signs that begin
and end below each other. Lengths are points of the frame.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.extract.pdf.drawn.rules import PageRules
from pipeline.extract.pdf.letters.chars import PageChars, height_of
from pipeline.extract.pdf.letters.pieces import MIDDLE
from pipeline.extract.ruled.lines import Rule

_UPRIGHT = "|│┃║"
_CROSSING = "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╓╥╖╟╫╢╙╨╜"
_ANY_UPRIGHT = re.compile(f"[{_UPRIGHT}]")
_DRAWN = re.compile(f"[{_CROSSING}─━═]+")
"""A stretch of a rule across in box-drawing characters, which are nothing else."""
_TYPED = re.compile(r"(?=.*[-=]{3})[-=+|:\s]*", re.DOTALL)
"""A whole line that is a rule across as people and programs type it. Each part is looked for once:
a line may be as long as a page has characters."""
_SIGNS = re.compile(r"_{20,}|\.{40,}|…{15,}|-{20,}|={20,}|[‐-―─━═]{15,}")
"""A line of signs as wide as a table."""
_FEWEST_LINES, _FEWEST_RULES = 3, 2
"""Lines on which upright letters stand below each other, and how many such rules a grid has."""
_SAME = 0.25
"""Ems within which letters stand below each other."""
_NEXT = 2.2
"""Ems from one line of a grid to the next, at most."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Letters on one baseline: their indices on the page, their text, and their height."""

    at: tuple[int, ...]
    text: str
    middle: float
    size: float


def with_letter_rules(chars: PageChars, rules: PageRules) -> PageChars:
    """The characters of a page without those that draw a grid, which are blanks now; the rules that
    they are join those of the page."""
    upright = len(_ANY_UPRIGHT.findall(chars.text)) >= _FEWEST_LINES * _FEWEST_RULES
    if not upright and len(_SIGNS.findall(chars.text)) < _FEWEST_LINES:
        return chars
    lines = _lines(chars)
    columns = _columns(chars, lines) if upright else {}
    if len(columns) < _FEWEST_RULES:
        return _with_lines_of_signs(chars, rules, lines)
    taken = {index for found in columns.values() for index, _ in found}
    levels: set[float] = set()
    for line in lines:
        for start, end in _level_runs(line.text):
            run = line.at[start:end]
            x0, x1 = chars.starts[run[0]], chars.ends[run[-1]]
            rules.drawn.horizontal.append(Rule(line.middle, x0, x1))
            taken.update(run)
            levels.add(line.middle)
    rules.drawn.vertical += _rules_down(columns, levels)
    return _without(chars, taken)


def _without(chars: PageChars, taken: Collection[int]) -> PageChars:
    text = "".join(" " if i in taken else letter for i, letter in enumerate(chars.text))
    return replace(chars, text=text)


def _with_lines_of_signs(chars: PageChars, rules: PageRules, lines: Iterable[_Line]) -> PageChars:
    """The characters without lines of signs that are the rules across of a table."""
    found: dict[tuple[int, int], list[_Line]] = {}
    for line in map(_stripped, lines):
        if _SIGNS.fullmatch(line.text):
            ends = chars.starts[line.at[0]], chars.ends[line.at[-1]]
            found.setdefault((round(ends[0] / line.size), round(ends[1] / line.size)), []).append(
                line
            )
    taken: set[int] = set()
    for signs in found.values():
        for line in signs if len(signs) >= _FEWEST_LINES else ():
            low = line.text[0] in "_.…"
            at = line.middle + MIDDLE * line.size if low else line.middle
            rules.drawn.horizontal.append(
                Rule(at, chars.starts[line.at[0]], chars.ends[line.at[-1]])
            )
            taken.update(line.at)
    return _without(chars, taken) if taken else chars


def _stripped(line: _Line) -> _Line:
    """A line without the blanks around it, which programs print behind or before signs."""
    start = len(line.text) - len(line.text.lstrip())
    end = len(line.text.rstrip())
    return replace(line, at=line.at[start:end], text=line.text[start:end])


def _lines(chars: PageChars) -> list[_Line]:
    """The level lines of a page, from the top."""
    found: dict[tuple[float, float], list[int]] = {}
    heights = {
        owner: height_of(ink, chars.frame)
        for owner, ink in chars.inks.items()
        if ink.style.quarter == chars.frame.quarters and not ink.style.hidden
    }
    for index, owner in enumerate(chars.owners):
        if owner in heights:
            base, size = heights[owner]
            found.setdefault((round(base, 1), size), []).append(index)
    out = []
    for (base, size), indices in sorted(found.items()):
        at = tuple(sorted(indices, key=chars.starts.__getitem__))
        text = "".join(chars.text[index] for index in at)
        out.append(_Line(at, text, base - MIDDLE * size, size))
    return out


def _columns(chars: PageChars, lines: Iterable[_Line]) -> dict[float, list[tuple[int, _Line]]]:
    """Where upright letters stand below each other on enough lines: their indices and lines."""
    found: dict[float, list[tuple[int, _Line]]] = {}
    for line in lines:
        for match in _ANY_UPRIGHT.finditer(line.text):
            index = line.at[match.start()]
            x = (chars.starts[index] + chars.ends[index]) / 2
            near = next((at for at in found if abs(at - x) <= _SAME * line.size), x)
            found.setdefault(near, []).append((index, line))
    return {
        at: on for at, on in found.items() if len({line.middle for _, line in on}) >= _FEWEST_LINES
    }


def _level_runs(text: str) -> Iterator[tuple[int, int]]:
    """Where the rules across of a line of text begin and end."""
    if _TYPED.fullmatch(text):
        yield len(text) - len(text.lstrip()), len(text.rstrip())
        return
    for match in _DRAWN.finditer(text):
        if len(match.group()) > 1:
            yield match.span()


def _rules_down(
    columns: Mapping[float, list[tuple[int, _Line]]], levels: Iterable[float]
) -> Iterator[Rule]:
    """The rules down of upright letters, each to those above and below it on lines of the grid."""
    level = sorted(levels)
    for x, found in columns.items():
        middles = sorted({*(line.middle for _, line in found), *level})
        for _, line in found:
            at = middles.index(line.middle)
            half, reach = 0.5 * line.size, _NEXT * line.size
            above = middles[at - 1] if at else line.middle - 2 * reach
            below = middles[at + 1] if at + 1 < len(middles) else line.middle + 2 * reach
            top = above if line.middle - above <= reach else line.middle - half
            bottom = below if below - line.middle <= reach else line.middle + half
            yield Rule(x, top, bottom)
