"""Units that stand right behind a full title: `thủ tục %`, and far behind it its value.

One blank parts a full line of a title from the unit beside it, as it parts the words of a title, so
that the unit goes with these, and its value one column on. A sign that is a unit by itself behind a
word says where the border runs, unless lines of other titles reach over its place: there it is a
word of its own title, that goes on below (`tỷ lệ %` over `dân số`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.layer.signs.words import Role
from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.corridors.corridors import Cut, is_wide_gap
from pipeline.extract.spaced.corridors.ways import is_figure
from pipeline.extract.spaced.lines.words import Word

_SIGNS = frozenset({"%", "‰"})
"""Signs that are a unit by themselves."""
_FULL = 0.9
"""Share of the lines of the titles of a page that end before the place of a unit: all do but those
that run over into it."""


def with_lone_units(sheets: Iterable[Sheet], roles: Sequence[Role]) -> Iterator[Sheet]:
    """The pages with such units in the column of units, and their values in the one behind it."""
    found = (at for at, (one, other) in enumerate(pairwise(roles), start=1) if _parts(one, other))
    unit = next(found, None)
    for sheet in sheets:
        if unit is None:
            yield sheet
            continue
        lines = list(zip(sheet.told, sheet.cuts, sheet.wide, strict=True))
        titles = [cut.column(told.words, unit - 1) for told, cut, over in lines if not over]
        place = _place(titles)
        cuts = (cut if over else _moved(told.words, cut, unit, place) for told, cut, over in lines)
        yield replace(sheet, cuts=tuple(cuts))


def _place(titles: Iterable[Sequence[Word]]) -> float:
    """From where on units may stand, in characters: where nearly all lines of titles end, but for
    those that end with a sign."""
    ends = sorted(line[-1].x1 for line in titles if line and line[-1].text not in _SIGNS)
    return ends[math.ceil(_FULL * len(ends)) - 1] if ends else 0


def _parts(one: Role, other: Role) -> bool:
    return one.name == "title" and other.name == "unit"


def _moved(words: Sequence[Word], cut: Cut, unit: int, place: float) -> Cut:
    """The columns of a line, `unit` that of units, which stand from `place` on."""
    before, end = cut.column(words, unit - 1), cut.ends[unit - 1]
    if len(before) == 1 or not before or before[-1].text not in _SIGNS:
        return cut
    if before[-1].x0 < place:
        return cut
    if not before[-2].text[-1].isalpha() or not (end == len(words) or is_wide_gap(words, end)):
        return cut
    ends = [*cut.ends[: unit - 1], end - 1, *cut.ends[unit:]]
    beside = cut.column(words, unit)
    if beside:
        values = unit < len(cut.ends) and not cut.column(words, unit + 1)
        if not (values and all(is_figure(word.text) for word in beside)):
            return cut
        ends[unit] = end
    return replace(cut, ends=tuple(ends))
