"""Rows of figures among the lines of prose: a table without row numbers that no reader took.

Names lead to values on their lines, lines end in as many figures side by side, or as many values
stand below each of several names.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise, takewhile

from pipeline.normalize.prose_lines import ProseLine
from pipeline.writing.patterns import compiled

FORMULA = compiled(r"\S\s*=|=\s*\S|[∑∏∫√×÷∂∞\U0001D400-\U0001D7FF]")
_LED = compiled(r"[^\W\d_].{0,200}?(?:\.{4,}|…{2,}|_{4,})\s*(?P<value>\d[^…_]{0,40})\Z")
_AMOUNT = compiled(r"[^\W\d_][^:;.]{0,100}(?<![.,\d])\s\d{1,3}(?:[.,]\d{3})+\Z")
"""A line without a stop that ends in an amount (`Cây bưởi đồng/cây 250.000`)."""
_FIGURES = compiled(
    r"(?:\d{1,3}[.)]\s+)?[^\W\d_].{0,150}?(?:\s(?:[-–]|[-+(]?\d{1,3}(?:[.,]\d+)+\s?%?\)?|\d+\s?%)){2,}\Z"
)
"""A line that ends in several amounts or shares (`1. Lương thực 116,56 99,16 100,49`)."""
_BESIDE = compiled(r"\d[\d.,]*+%?")
"""A figure among several at the end of a line (`MH 01 Giáo dục chính trị 6 63 21`)."""
_GROUP = compiled(r"\d{1,3}")
_DIGITS, _GROUPS = 3, 6
"""Digits of a whole group of an amount, and groups of several amounts at the end of a line, half of
them whole: three amounts of thousands."""
_FOLIO = compiled(r"\d{1,4}\s*\Z")
_VALUE = compiled(
    r"[-+(]?(?:\d{1,3}(?:\.\d{3})*,\d+|\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?(?=\s?%))\s?%?\)?\Z"
    r"|[-–]\Z"
)
"""A line that is an amount or a share and nothing else, or the dash in place of one; numbers of
sections (`1.2`) and years are none."""

_FIGURE = compiled(r"\d[\d.,]*\s?%?\Z")
"""A line that is a figure of any form and nothing else."""

_DASHES = frozenset("-–")
"""What stands in place of a value; alone it may be the sign of a point, too."""
_MIN_LED = 3
"""Lines of names, leaders and values that make a table; forms have no values, contents pages."""
_MIN_VALUES, _NAME_LINES = 6, 3
"""Values alone on their lines that make a table where each name has as many of them, and lines of
the longest name: sentences stand between the values that prose has on a line of their own."""
_MIN_BESIDE = 6
"""Lines that end in as many figures side by side that make a table: prose has hardly one."""
_MIN_BELOW = 5
"""Names with as many figures below each that make a table, whatever the figures look like."""
MAX_GAP = 12
"""Lines from one row number to the next: rows are shorter, pages are longer."""


def led_values(lines: Sequence[ProseLine]) -> list[ProseLine]:
    """Lines below each other that lead from a name to a value (`Hộ dân cư ..... 8.200 đồng`), with
    or without leaders."""
    for led, run in groupby(lines, key=lambda line: _leads_to_value(line.text)):
        found = list(run)
        if led and len(found) >= _MIN_LED:
            return found
    return []


def figures_beside(lines: Sequence[ProseLine]) -> list[ProseLine]:
    """Lines near each other that end in as many figures side by side, whatever stands between
    them: rows of a table that carry no numbers."""
    runs: dict[int, list[tuple[int, ProseLine]]] = {}
    for at, line in enumerate(lines):
        if not _ends_in_figures(line.text) or FORMULA.search(line.text):
            continue
        count = sum(1 for _ in takewhile(_is_amount, reversed(line.text.split())))
        run = runs.get(count, [])
        runs[count] = [*run, (at, line)] if run and at - run[-1][0] <= MAX_GAP else [(at, line)]
        if len(runs[count]) >= _MIN_BESIDE:
            return [line for _, line in runs[count]]
    return []


def values_below_names(lines: Sequence[ProseLine]) -> list[ProseLine]:
    """A name and its values, each value on a line of its own, where as many stand below each of
    the names around it: a table whose cells stand one below the other, its rows without numbers."""
    stretches = [list(run) for _, run in groupby(lines, lambda line: bool(_VALUE.match(line.text)))]
    found, count, before = list[ProseLine](), 0, 0
    for names, values in pairwise(stretches):
        if not _VALUE.match(values[0].text):
            continue
        if len(names) > _NAME_LINES:
            before = 0
        if len(values) != before:
            found, count, before = [*names[-_NAME_LINES:], *values], 0, len(values)
        count += sum(line.text not in _DASHES for line in values)
        if count >= _MIN_VALUES and count > before:
            return found
    return []


def figures_below_names(lines: Sequence[ProseLine]) -> list[ProseLine]:
    """The same of figures of any form, two or more below each of several names in turn."""
    alone = (list(run) for _, run in groupby(lines, lambda line: bool(_FIGURE.match(line.text))))
    found, before = list[list[ProseLine]](), 0
    for names, values in pairwise(alone):
        if not _FIGURE.match(values[0].text):
            continue
        same = len(values) == before and len(names) <= _NAME_LINES
        found = [*found, values] if same else [values]
        before = len(values)
        if before > 1 and len(found) >= _MIN_BELOW:
            return [*names, *values]
    return []


def _ends_in_figures(text: str) -> bool:
    """Whether a line names something and ends in two figures or more, behind no stop."""
    words = text.split(" ")
    count = sum(1 for _ in takewhile(_BESIDE.fullmatch, reversed(words)))
    before = (words[-figures - 1][-1:] for figures in range(2, min(count, len(words) - 1) + 1))
    return any(one not in ".,;:" for one in before) and any(map(str.isalpha, text))


def _is_amount(word: str) -> bool:
    return word[0].isdigit() and not any(map(str.isalpha, word))


def _ends_in_groups(text: str) -> bool:
    """Whether a line that names something ends in amounts whose digits white groups (`Cao Đạt
    162 320 86 029 66 576`)."""
    words = text.split()
    groups = list(takewhile(_GROUP.fullmatch, reversed(words)))
    whole = sum(len(group) == _DIGITS for group in groups)
    named = any(map(str.isalpha, words[: len(words) - len(groups)]))
    return named and len(groups) >= _GROUPS and 2 * whole >= len(groups)


def _leads_to_value(text: str) -> bool:
    if _ends_in_groups(text):
        return True
    if _AMOUNT.match(text) or (_FIGURES.match(text) and not text.endswith((" -", " –"))):
        return True
    match = _LED.match(text)
    return match is not None and _FOLIO.match(match.group("value")) is None
