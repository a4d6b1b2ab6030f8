"""Headings over all columns of a table that rules down alone part, none of them at its sides: the
rules down break off at a heading, and only those left of it, between the numbers and the texts of
the rows, go on beside it.

Each part between two headings would be a table of its own otherwise, without the columns that no
rule down bounds where too little is printed in them. Where the table ends at its sides the texts
beside the rules tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.ruled.lines import Rule

SAME = 2.0
"""Points by which the ends of rules down that break off together may differ."""
LINE = 6.0
"""Points: a heading is higher."""
FEWEST = 2
"""Rules down that break off together."""
MOST = 500
"""Rules down on a page, and across; with more it is a drawing."""
MOST_ACROSS = 3
"""Rules across of such a table: above and below its header, and under its last row. One that has
more parts its rows by them, and what breaks off beside it is another table's."""
OUT = 8.0
"""Points by which an undrawn rule stands out over the outermost rule down, at least: by less it
would end there."""
Text = tuple[float, float, float]
"""Left and right end of a text, and the height of its middle."""


def rules_at_headings(
    across: Sequence[Rule], walls: Sequence[Rule], texts: Sequence[Text]
) -> list[Rule]:
    """Rules across that are not drawn, above and below headings. `across` and `walls` are lines:
    joined rules."""
    if not FEWEST < len(walls) <= MOST or len(across) > MOST:
        return []
    found: list[Rule] = []
    for y in sorted({*_together(wall.lo for wall in walls), *_together(w.hi for w in walls)}):
        rule = _at(y, across, walls, texts)
        if rule is not None:
            found.append(rule)
    return found


def _together(ends: Iterator[float]) -> Iterator[float]:
    """The heights at which several rules end."""
    group: list[float] = []
    for end in [*sorted(ends), float("inf")]:
        if group and end - group[0] > SAME:
            if len(group) >= FEWEST:
                yield sum(group) / len(group)
            group = []
        group.append(end)


def _at(
    y: float, across: Sequence[Rule], walls: Sequence[Rule], texts: Sequence[Text]
) -> Rule | None:
    """The rule at a height where rules down end together, if only ones left of them go on."""
    through = [wall for wall in walls if wall.lo < y - LINE and wall.hi > y + LINE]
    ending = [w for w in walls if min(abs(w.lo - y), abs(w.hi - y)) <= SAME]
    if not through or max(wall.at for wall in through) >= min(wall.at for wall in ending):
        return None
    own = [rule for rule in across if rule.lo < through[0].at < rule.hi]
    if len(own) > MOST_ACROSS or any(abs(rule.at - y) <= LINE for rule in own):
        return None  # they are drawn
    top, bottom = min(wall.lo for wall in through), max(wall.hi for wall in through)
    rows = [(x0, x1) for x0, x1, middle in texts if top < middle < bottom]
    rows += [(rule.lo, rule.hi) for rule in own if top <= rule.at <= bottom]
    left = min((x0 for x0, _ in rows), default=through[0].at)
    right = max((x1 for _, x1 in rows), default=ending[-1].at)
    return Rule(y, min(left, through[0].at - OUT), max(right, ending[-1].at + OUT))
