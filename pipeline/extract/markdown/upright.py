"""Decomposed letters in tables whose columns stand below each other: programs align a text as it is
seen, where a mark over a letter takes no room, or by its code points, where it takes one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import Final

from pipeline.extract.markdown.gridded import GRID_RULE
from pipeline.writing.characters import compose

_MARK: Final = re.compile(r"[\u0300-\u036f]")
_DASHES: Final = re.compile(r"\s{0,3}(?:-{2,}|={2,})(?:\s+(?:-{2,}|={2,}))+\s*")
_BEGIN: Final = re.compile(r"(?<=\s)[-=]")
_MOST: Final = 50
"""Lines below a rule that are looked at: a text of rules alone is looked at no more often."""
_Starts = Callable[[str, int], bool]
"""Whether a cell of a line begins at a place."""


def upright(texts: Sequence[str]) -> list[str]:
    """Lines as they are, or composed where more cells then begin below their rules."""
    if not any(map(_MARK.search, texts)):
        return list(texts)
    composed = [compose(text) if _MARK.search(text) else text for text in texts]
    return composed if _cells_below(composed) > _cells_below(texts) else list(texts)


def _cells_below(texts: Sequence[str]) -> int:
    """How many cells of tables begin where the rule above or below them says."""
    return sum(
        starts_at(text, at)
        for rule, starts_at, edges in _rules(texts)
        for text in _beside(texts, rule)
        for at in edges
    )


def _rules(texts: Sequence[str]) -> Iterator[tuple[int, _Starts, list[int]]]:
    """The lines that rule columns, how a cell begins there, and where."""
    for at, text in enumerate(texts):
        if GRID_RULE.fullmatch(text):
            yield at, _after_bar, [k for k, char in enumerate(text) if char == "+"]
        elif _DASHES.fullmatch(text):
            yield at, _after_blank, [match.start() for match in _BEGIN.finditer(text)]


def _after_bar(text: str, at: int) -> bool:
    return text[at : at + 1] in ("|", "+")


def _after_blank(text: str, at: int) -> bool:
    return text[at - 1 : at] == " " and text[at : at + 1].strip() != ""


def _beside(texts: Sequence[str], rule: int) -> Iterator[str]:
    """The line above a rule, and those below it until a blank one."""
    yield from texts[max(rule - 1, 0) : rule]
    yield from takewhile(str.strip, texts[rule + 1 : rule + 1 + _MOST])
