"""Units that stand right behind a full title: `thủ tục %`, and far behind it its value.

One blank parts a full line of a title from the unit beside it, as it parts the words of a title, so
that the unit goes with these, and its value one column on. A sign that is a unit by itself behind a
word says where the border runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.layer.words import Role
from pipeline.extract.spaced.corridors import Cut, is_wide_gap
from pipeline.extract.spaced.sheets import Sheet
from pipeline.extract.spaced.ways import is_figure
from pipeline.extract.spaced.words import Word

_SIGNS = frozenset({"%", "‰"})
"""Signs that are a unit by themselves."""


def with_lone_units(sheets: Iterable[Sheet], roles: Sequence[Role]) -> Iterator[Sheet]:
    """The pages with such units in the column of units, and their values in the one behind it."""
    found = (at for at, (one, other) in enumerate(pairwise(roles), start=1) if _parts(one, other))
    unit = next(found, None)
    for sheet in sheets:
        if unit is None:
            yield sheet
            continue
        lines = zip(sheet.told, sheet.cuts, sheet.wide, strict=True)
        cuts = (cut if over else _moved(told.words, cut, unit) for told, cut, over in lines)
        yield replace(sheet, cuts=tuple(cuts))


def _parts(one: Role, other: Role) -> bool:
    return one.name == "title" and other.name == "unit"


def _moved(words: Sequence[Word], cut: Cut, unit: int) -> Cut:
    """The columns of a line, `unit` that of units."""
    before, end = cut.column(words, unit - 1), cut.ends[unit - 1]
    if len(before) == 1 or not before or before[-1].text not in _SIGNS:
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
