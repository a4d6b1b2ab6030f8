"""Calls of notes that a Word file sets in small print and does not raise.

A program that makes a Word file of a PDF (pdf2docx) keeps the size of raised digits and forgets
that they are raised: `Tháng 12/2025` and a call of note 7 print as `Tháng 12/20257`. The note says
so: outside of tables its text begins with the same number, in small print or apart; or the numbers
count on through the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline.extract.docx.xml import VAL, W, child, head, value, whole
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


_Run = tuple[etree._Element, str]
"""A run with its text."""


def raise_calls(paragraphs: Iterable[etree._Element]) -> None:
    """Raise the numbers in small print behind texts with which the text of a note begins, those at
    the beginning of such texts, and the powers of units (`m²`), given the paragraphs of several
    runs."""
    printed = [(p, runs) for p in paragraphs if len(runs := _runs(p)) > 1]
    notes = [
        (number, runs[0])
        for paragraph, runs in printed
        if (number := _begins(runs)) and next(paragraph.iterancestors(W + "tc"), None) is None
    ]
    small = [
        (number, above, below)
        for _, runs in printed
        for above, below in pairwise(runs)
        if (number := _called(above, below))
    ]
    powers = [below for number, above, below in small if _is_power(number, above)]
    others = [(number, below) for number, above, below in small if not _is_power(number, above)]
    counted = _count_on([int(number) for number, _ in others])
    known = {number for number, _ in notes}
    calls = [call for call in others if counted or call[0] in known]
    called = {number for number, _ in calls}
    begun = [run for number, run in notes if number in called]
    for run, _ in (*powers, *begun, *(run for _, run in calls)):
        _raise(run)


def _count_on(numbers: Sequence[int]) -> bool:
    """Whether numbers count through a file as those of notes do."""
    steps = [other - one for one, other in pairwise((0, *numbers))]
    return len(steps) >= _FEWEST and steps.count(1) >= _SHARE * len(steps)


def _runs(paragraph: etree._Element) -> list[_Run]:
    """The runs of a paragraph that print text."""
    runs = paragraph.findall(_RUN)
    texts = ("".join(part.text or "" for part in run.iterchildren(_TEXT)) for run in runs)
    return [(run, text) for run, text in zip(runs, texts, strict=True) if text.strip()]


def _begins(runs: Sequence[_Run]) -> str:
    """The number with which a paragraph begins, in small print or apart; blank where it begins
    otherwise."""
    (first, text), (second, _), *_ = runs
    found = _NUMBER.fullmatch(text)
    if not found:
        return ""
    apart = text[-1].isspace() or next(second.iter(W + "tab"), None) is not None
    return found.group(1) if apart or _is_small(first, second) else ""


def _called(above: _Run, below: _Run) -> str:
    """The number in small print right behind a text, blank where none stands there or the file
    itself sets it higher or lower than the line (`CO₂`)."""
    run, text = below
    found = _NUMBER.fullmatch(text)
    if not found or above[1][-1].isspace() or text[0].isspace():
        return ""
    look = head(run, _PROPERTIES)
    placed = any(child(look, name) is not None for name in _PLACED)
    return found.group(1) if not placed and _is_small(run, above[0]) else ""


def _is_power(number: str, above: _Run) -> bool:
    """Whether a number in small print is the power of a unit of length that it stands behind."""
    return number in _POWERS and _LENGTH.search(above[1]) is not None


def _is_small(run: etree._Element, beside: etree._Element) -> bool:
    return 0 < _size(run) <= _SMALL * _size(beside)


def _size(run: etree._Element) -> int:
    """The own size of a run in half points, 0 where it says none."""
    return whole(value(head(run, _PROPERTIES), "sz")) or 0


def _raise(run: etree._Element) -> None:
    properties = head(run, _PROPERTIES)
    if properties is not None and child(properties, "vertAlign") is None:
        etree.SubElement(properties, W + "vertAlign").set(VAL, "superscript")
