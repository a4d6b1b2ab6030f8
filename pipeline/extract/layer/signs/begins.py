"""What a header promises of how the cells of its column begin, and ends that promise more."""

from __future__ import annotations

from pipeline.extract.layer.signs.weights import Start
from pipeline.extract.layer.signs.words import DATED, DAY, OPEN_ENDS, Role, is_rate
from pipeline.writing.patterns import compiled

BODIES = frozenset({"head", "agency", "support"})
"""Roles whose cells are names of bodies, or of those who head them."""

_NAMED_BY_NUMBER = compiled(
    r"(?:.*\s)?(?:phụ lục|biểu|bảng|mẫu|chương|mục|phần|điều)(?:\s+số)?\s+"
    r"(?:\d{1,3}[a-zđ]?|[ivxlc]{1,6})\.",
    any_case=True,
)
"""The end of what is named by a number (`Phụ lục II.`, `Mẫu số 03.`): on its line, its title."""


def is_named_by_number(text: str) -> bool:
    """Whether a text ends with what is named by a number and a full stop: words behind it on the
    same line are its title, not the next sentence or cell."""
    return _NAMED_BY_NUMBER.fullmatch(text) is not None


def begin_after(end: str, begin: str) -> str:
    """The class a line begins with behind another: behind an open end (`Tháng`) a day is the rest
    of one; what follows a time on its line tells nothing of it."""
    return "digit" if begin == DATED or (begin == DAY and end in OPEN_ENDS) else begin


def is_promised(role: Role, one: str, two: str) -> bool:
    """Whether a header promises that cells begin so, or promises nothing of how they begin."""
    if not role.begins and role.name != "title":
        return True
    if one in role.begins or f"{one} {two}" in role.begins:
        return True
    return role.name == "unit" and is_rate(one)


def begin_prior(role: Role, one: str, two: str, weights: Start) -> float:
    """Times as often as usual a column begins so, before it has shown how it does."""
    if not role.begins:
        return 1.0
    if is_promised(role, one, two):
        return weights.known
    return weights.other_body if role.name in BODIES else weights.other
