"""Areas painted in strips, as a gradient is drawn: many rules of one length, side by side, that
bound no cell."""

from __future__ import annotations

from pipeline.extract.ruled.lines import Rule

STRIPS, STRIP = 6, 2.0
"""Rules of one length side by side that are the strips of an area, at least, and points from one to
the next, at most: walls have text between them, double rules are two or three."""


def without_hatching(rules: list[Rule]) -> list[Rule]:
    """Rules without those that are the strips of a painted area."""
    if len(rules) < STRIPS:
        return rules
    ordered = sorted(rules, key=lambda rule: (round(rule.lo), round(rule.hi), rule.at))
    kept: list[Rule] = []
    start = 0
    for end in range(1, len(ordered) + 1):
        if end < len(ordered) and _is_next_strip(ordered[end - 1], ordered[end]):
            continue
        if len({round(rule.at, 1) for rule in ordered[start:end]}) < STRIPS:
            kept += ordered[start:end]
        start = end
    return rules if len(kept) == len(rules) else kept


def _is_next_strip(one: Rule, other: Rule) -> bool:
    same = round(one.lo) == round(other.lo) and round(one.hi) == round(other.hi)
    return same and other.at - one.at <= STRIP
