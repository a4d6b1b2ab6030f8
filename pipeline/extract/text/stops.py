"""Tabs in a text whose spacing is kept: jumps to the next stop, no borders of cells.

Editors and terminals write the blanks of a page as tabs where these lead to the same place. Such a
text has cells that blanks part beside cells that tabs do, and its rows have any number of tabs.
The right distance of stops sets cells below each other; where none does, nobody knows how wide the
tabs were. Who types a table may set its cells below each other by tabs alone, one or three. Other
programs put one tab in the place of any run of blanks: blank cells are gone then, and which column
a cell stands in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pipeline.extract.text.lines import NumberedLine

UNKNOWN: Final = 0
"""Tabs stand for blanks, and no distance of stops sets the cells below each other."""
_USUAL: Final = (8, 4)
"""Distances of stops that programs have, the commonest first."""
_DISTANCES: Final = tuple(range(2, 17))
"""Distances of stops that are compared: twice the commonest at most."""
_FEW: Final = 2
"""Lines with a tab in any text."""
_MIXED: Final = 5
"""One line in so many has cells that blanks part, at least: as in a text without tabs."""
_ROWS: Final = 0.6
"""Share of the lines with tabs that have the same number of them, more than one, where tabs part
cells; lines of a page have any number."""
_LANDED: Final = 0.25
"""Share of the tabs with blanks behind them where blanks were written as tabs: a cell begins at a
stop by chance only, one time in eight or four. Where tabs part cells hardly any has."""
_ALIKE: Final = 0.75
"""Share of the lines with tabs that have the same number of them up to which they are lines of
cells and no rows: 0.87 and more of rows, at most 0.6 of lines."""
_KINDS: Final = 3
"""How many numbers of tabs there are then at least."""
_BLANK: Final = 0.02
"""Share of the lines with a blank cell, one tab behind another, up to which blank cells are gone:
rows have 0.12 and more."""
_INSIDE: Final = 0.12
"""Share of the lines with a cell that begins inside a sentence from which on cells go on from line
to line: at least 0.15 of lines, at most 0.09 of rows."""
_LINES: Final = 10
"""Lines that tell it."""
_SET: Final = 0.85
"""Share of the cells of such lines that stand below each other from which on tabs alone set them
so: 0.88 to 1.00 of tables typed with tabs, 0.48 to 0.78 of long rows whose cells tabs part."""
_CLEARER: Final = 0.03
"""By how much more cells stand below each other with the right stops than with any others."""
_AROUND: Final = 3
"""Lines above and below in which a cell has others below each other."""
_WIDE: Final = re.compile(r"\S {3,}\S|\t {2,}\S")
_TAB: Final = re.compile(r"\t+( *)")
_BEGIN: Final = re.compile(r"(?<=  )\S")


def tab_stops(lines: Sequence[NumberedLine]) -> int | None:
    """The distance of the stops that tabs jump to (characters), `UNKNOWN` if nothing shows it; None
    where tabs part cells, or there are none."""
    tabbed = [line.text for line in lines if "\t" in line.text]
    printed = [line.text for line in lines if not line.blank]
    if _are_lines(tabbed):
        likeliest = max(_USUAL, key=lambda distance: _clear(printed, distance))
        if _clear(printed, likeliest) >= _SET:
            return likeliest
        if sum("\t\t" in text for text in tabbed) <= _BLANK * len(tabbed):
            return UNKNOWN
    if not tabbed or (len(tabbed) > _FEW and _have_rows(tabbed)):
        return None
    if _MIXED * sum(_WIDE.search(text) is not None for text in printed) <= len(printed):
        return None
    if len(tabbed) <= _FEW:
        return _USUAL[0]
    clear = {distance: _clear(printed, distance) for distance in _DISTANCES}
    best = max(_USUAL, key=lambda distance: clear[distance])
    landed = [bool(match[1]) for text in tabbed for match in _TAB.finditer(text)]
    if sum(landed) >= _LANDED * len(landed):
        return best
    others = max(share for distance, share in clear.items() if distance != best)
    return best if clear[best] >= others + _CLEARER else UNKNOWN


def _have_rows(tabbed: Sequence[str]) -> bool:
    """Whether the lines with tabs are rows: most have the same number of them. Tabs before the
    first cell of all lines are indents."""
    inner = [text.count("\t") for text in tabbed if "\t" in text.strip()]
    return any(
        count > 1 and many >= _ROWS * len(inner) for count, many in Counter(inner).most_common(1)
    )


def _are_lines(tabbed: Sequence[str]) -> bool:
    """Whether lines with tabs are those of cells and no rows: they have any number of tabs, and
    cells go on from line to line."""
    inner = [text.strip() for text in tabbed if "\t" in text.strip()]
    counts = Counter(text.count("\t") for text in inner)
    if len(inner) < _LINES or len(counts) < _KINDS or max(counts.values()) >= _ALIKE * len(inner):
        return False
    begun = sum(any(cell.lstrip()[:1].islower() for cell in text.split("\t")) for text in inner)
    return begun >= _INSIDE * len(inner)


def _clear(printed: Sequence[str], distance: int) -> float:
    """The share of the cells of lines, their tabs set to stops, that begin where one of a line near
    them does."""
    begins = [cells_begun(text.expandtabs(distance)) for text in printed]
    count = below = 0
    for at, own in enumerate(begins):
        count += len(own)
        below += len(own & near(begins, at))
    return below / max(1, count)


def cells_begun(text: str) -> set[int]:
    """Where the cells of a line begin that stand behind blanks (characters)."""
    return {match.start() for match in _BEGIN.finditer(text)}


def near(begins: Sequence[set[int]], at: int) -> set[int]:
    """Where cells begin on the lines near one, of what begins on each line."""
    return set().union(*begins[max(0, at - _AROUND) : at], *begins[at + 1 : at + 1 + _AROUND])
