"""What a header promises of how the cells of its column begin."""

from __future__ import annotations

from pipeline.extract.layer.weights import Start
from pipeline.extract.layer.words import DATED, DAY, OPEN_ENDS, Role

BODIES = frozenset({"head", "agency", "support"})
"""Roles whose cells are names of bodies, or of those who head them."""


def begin_after(end: str, begin: str) -> str:
    """The class a line begins with behind another: behind an open end (`Tháng`) a day is the rest
    of one; what follows a time on its line tells nothing of it."""
    return "digit" if begin == DATED or (begin == DAY and end in OPEN_ENDS) else begin


def is_promised(role: Role, one: str, two: str) -> bool:
    """Whether a header promises that cells begin so, or promises nothing of how they begin."""
    if not role.begins and role.name != "title":
        return True
    return one in role.begins or f"{one} {two}" in role.begins


def begin_prior(role: Role, one: str, two: str, weights: Start) -> float:
    """Times as often as usual a column begins so, before it has shown how it does."""
    if not role.begins:
        return 1.0
    if is_promised(role, one, two):
        return weights.known
    return weights.other_body if role.name in BODIES else weights.other
