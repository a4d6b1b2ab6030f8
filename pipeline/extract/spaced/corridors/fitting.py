"""How well the cells of a page fit their columns, by their forms: that tells ways to cut it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.extract.layer.signs.words import PLAIN, Role, shape
from pipeline.extract.layer.uncounted.gridded import Lines
from pipeline.writing.labels import parse_label

_BLANK = 4
"""Strange cells that a column without any counts as."""


def fitting(lines: Lines, roles: Sequence[Role]) -> float:
    """How well the cells of a page fit what its header promises of their columns."""
    score = 0.0
    for texts in lines.texts:
        if texts[0]:
            score += 1.0 if parse_label(texts[0]) else -1.0
            score -= 2.0 if any(texts) and not texts[1] else 0.0
        for text, role in zip(texts[1:], roles[1:], strict=True):
            score += _fits(text, role) if text else 0.0
    return score


def _fits(text: str, role: Role) -> float:
    form = shape(text)
    if form in role.shapes:
        return 1.0
    words = [word.casefold() for word in text.split()[:2]]
    if words[0] in role.begins or " ".join(words) in role.begins:
        return 0.5
    return -1.0 if form != PLAIN and role.shapes else 0.0


def strangers(lines: Lines) -> int:
    """How many lines of cells are not like most of their column: figures, texts, or texts that
    begin with a figure; a column that is blank on all of a page counts as some."""
    count = 0
    for column in range(1, len(lines.texts[0]) if lines.texts else 0):
        kinds = Counter(_kind(texts[column]) for texts in lines.texts if texts[column])
        count += kinds.total() - max(kinds.values()) if kinds else _BLANK
    return count


def _kind(text: str) -> tuple[bool, bool]:
    return text[0].isdigit(), any(map(str.isalpha, text))
