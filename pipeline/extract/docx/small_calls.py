"""Calls of notes that a Word file sets in small print and does not raise.

A program that makes a Word file of a PDF (pdf2docx) keeps the size of raised digits and forgets
that they are raised: `Tháng 12/2025` and a call of note 7 print as `Tháng 12/20257`. The note says
so: outside of tables its text begins with the same number, in small print or apart; or the numbers
count on through the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline.extract.docx.xml import VAL, W, child, head, value, whole
from pipeline.frozen import dataclass
from pipeline.writing.patterns import compiled

_RUN: Final = W + "r"
_TEXT: Final = W + "t"
_PROPERTIES: Final = W + "rPr"
_PLACED: Final = ("vertAlign", "position")
"""Properties of a run that is raised or lowered (ECMA-376, 17.3.2.42 and 17.3.2.24)."""
_NUMBER: Final = compiled(r"\s*+(\d{1,3})\s*+")
_LENGTH: Final = compiled(r"(?<!\p{L})[kdc]?m\Z")
_POWERS: Final = ("2", "3")
"""A unit of length, and what makes it one of area or volume."""
_FEWEST, _SHARE = 3, 0.8
"""Numbers that count on, and their share of all: a note may be called twice."""
_SMALL: Final = 0.75
"""Of the size of the text beside it: raised digits are set at 58 to 70 % of it."""


@dataclass(frozen=True, slots=True)
class _Sized:
    """A run with its text and its own size in half points, 0 where it says none; whether the file
    itself sets it higher or lower than the line (`CO₂`)."""

    run: etree._Element
    text: str
    size: int
    placed: bool


def raise_calls(root: etree._Element) -> None:
    """Raise the numbers in small print behind texts with which the text of a note begins, those at
    the beginning of such texts, and the powers of units (`m²`)."""
    if next(root.iter(W + "sz"), None) is None:
        return
    paragraphs = [(p, runs) for p in root.iter(W + "p") if len(runs := [*_runs(p)]) > 1]
    notes = [
        (number, runs[0])
        for paragraph, runs in paragraphs
        if (number := _begins(runs)) and next(paragraph.iterancestors(W + "tc"), None) is None
    ]
    small = [
        (number, below)
        for _, runs in paragraphs
        for above, below in pairwise(runs)
        if (number := _called(above, below)) and not _is_power(above, below)
    ]
    counted = _count_on([int(number) for number, _ in small])
    known = {number for number, _ in notes}
    calls = [call for call in small if counted or call[0] in known]
    powers = [
        below
        for _, runs in paragraphs
        for above, below in pairwise(runs)
        if _is_power(above, below)
    ]
    for power in powers:
        _raise(power.run)
    called = {number for number, _ in calls}
    for number, found in (*notes, *calls):
        if number in called:
            _raise(found.run)


def _count_on(numbers: Sequence[int]) -> bool:
    """Whether numbers count through a file as those of notes do."""
    steps = [other - one for one, other in pairwise((0, *numbers))]
    return len(steps) >= _FEWEST and steps.count(1) >= _SHARE * len(steps)


def _runs(paragraph: etree._Element) -> Iterator[_Sized]:
    """The runs of a paragraph that print text."""
    for run in paragraph.iterchildren(_RUN):
        text = "".join(part.text or "" for part in run.iterchildren(_TEXT))
        if text.strip():
            look = head(run, _PROPERTIES)
            placed = any(child(look, name) is not None for name in _PLACED)
            yield _Sized(run, text, whole(value(look, "sz")) or 0, placed)


def _begins(runs: list[_Sized]) -> str:
    """The number with which a paragraph begins, in small print or apart; blank where it begins
    otherwise."""
    found = _NUMBER.fullmatch(runs[0].text)
    apart = runs[0].text[-1].isspace() or next(runs[1].run.iter(W + "tab"), None) is not None
    return found.group(1) if found and (apart or _is_small(*runs[:2])) else ""


def _called(above: _Sized, below: _Sized) -> str:
    """The number in small print right behind a text, blank where none stands there."""
    found = _NUMBER.fullmatch(below.text)
    behind = not above.text[-1].isspace() and not below.text[0].isspace()
    small = _is_small(below, above) and not below.placed
    return found.group(1) if found and behind and small else ""


def _is_power(above: _Sized, below: _Sized) -> bool:
    """Whether a number in small print is the power of a unit of length."""
    return _called(above, below) in _POWERS and _LENGTH.search(above.text) is not None


def _is_small(one: _Sized, beside: _Sized) -> bool:
    return 0 < one.size <= _SMALL * beside.size


def _raise(run: etree._Element) -> None:
    properties = head(run, _PROPERTIES)
    if properties is not None and child(properties, "vertAlign") is None:
        etree.SubElement(properties, W + "vertAlign").set(VAL, "superscript")
