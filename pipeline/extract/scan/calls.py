"""Raised numbers in a line of print: the calls of footnotes, told by the height of the page's
small letters."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.scan.marks import Mark

LOW, HIGH = 0.68, 1.2
"""Heights of a raised digit, in x-heights; quotation marks are lower."""
RISE = 0.4
"""x-heights from the baseline of the line to the foot of a raised digit."""
WIDEST = 0.95
"""Width of a raised digit, in x-heights."""
NEAR = 1.6
"""White between a call and the word it belongs to, in x-heights."""


def calls_among(marks: Sequence[Mark], base: float, x_height: float) -> list[list[Mark]]:
    """The raised numbers among the marks of a line (sorted by `x0`), each its digits in order."""
    raised = [m for m in marks if _is_raised(m, base, x_height) and not _on_letter(m, marks)]
    calls: list[list[Mark]] = []
    for mark in raised:
        if calls and mark.x0 - calls[-1][-1].x1 <= 0.5 * x_height:
            calls[-1].append(mark)
        else:
            calls.append([mark])
    return calls


def _is_raised(mark: Mark, base: float, unit: float) -> bool:
    return (
        LOW * unit <= mark.height <= HIGH * unit
        and mark.width <= WIDEST * unit
        and RISE * unit <= base - mark.y1 <= 1.1 * unit
    )


def _on_letter(mark: Mark, marks: Sequence[Mark]) -> bool:
    """Whether a letter stands below a mark: then it is an accent, or the upper part of one."""
    return any(
        other is not mark
        and other.y1 > mark.y1
        and min(mark.x1, other.x1) - max(mark.x0, other.x0) > 0.3 * mark.width
        for other in marks
    )
