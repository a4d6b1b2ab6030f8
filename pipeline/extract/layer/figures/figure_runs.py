"""The figures side by side in a row, or the times: the longest run of them, and what follows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

from pipeline.extract.layer.figures.figure_words import is_figure, text_of_lines
from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.signs.words import is_deadline
from pipeline.writing.patterns import compiled

_SIGN = compiled(r"(?<!\S)[≥≤<>~]\s*(?=\d)")
_RANGE = compiled(r"(?<!\S)(\d[\d.,]*%?)\s*[-–÷]\s*\d[\d.,]*%?(?!\S)")
"""The sign of comparison before a figure, and a range of two (`10 - 10,5`)."""
_SMALL = 2
"""Digits of a number that ends a title, at most."""
_TIME_WORDS = 4
"""Words of a time that stands beside others."""

FoundRun: TypeAlias = tuple[tuple[str, ...], int]
"""A run in a row, and how many words follow it."""


def ended(figures: tuple[str, ...], behind: int, most: int) -> FoundRun:
    """A run without its first figure where that is one too many, small, and nothing stands behind
    the others: titles may end with a number (`Trường THPT số 2`)."""
    first = figures[0] if figures else ""
    small = first.isdecimal() and len(first) <= _SMALL
    return (figures[1:] if small and not behind and len(figures) == most + 1 else figures), behind


def longest_figures(row: UndividedRow) -> Sequence[FoundRun]:
    """The longest run of figures in a row, and how many words follow it: signs of comparison are
    part of the figure behind them, and a dash between two figures may make them a range."""
    text = text_of_lines(row.pieces)
    signed = _SIGN.sub("", text)
    ways = (signed.split(), _RANGE.sub(r"\1", signed).split())
    return [found for words in ways if (found := _longest_of(words, is_figure))]


def longest_times(row: UndividedRow) -> Sequence[FoundRun]:
    """The longest run of times in a row, and how many words follow it: each of them on one line,
    or broken by narrow columns."""
    lines = [word for piece in row.pieces for word in _with_times(piece.text)]
    whole = _with_times(" ".join(piece.text for piece in row.pieces))
    return [found for words in (lines, whole) if (found := _longest_of(words, _is_time))]


@lru_cache(maxsize=4096)
def _with_times(text: str) -> tuple[str, ...]:
    """The words of a line, those of a time as one."""
    words, found, at = text.split(), list[str](), 0
    while at < len(words):
        most = 0 if words[at][0].islower() else min(_TIME_WORDS, len(words) - at)
        sizes = range(most, 0, -1)  # no time begins in lower case: most words are not looked at
        ways = (" ".join(words[at : at + size]) for size in sizes)
        whole = next((way for way in ways if _is_time(way) and not _begins_again(way)), words[at])
        found.append(whole)
        at += len(whole.split())
    return tuple(found)


def _begins_again(text: str) -> bool:
    """Whether another cell begins inside a text: `Quý II/2026 Tháng`."""
    return any(word[0].isupper() and not word.isupper() for word in text.split()[1:])


def _is_time(text: str) -> bool:
    """Whether a text is a time; a year alone may be a figure."""
    return not text[0].islower() and not text.isdigit() and is_deadline(text)


def _longest_of(words: Sequence[str], is_one: Callable[[str], bool]) -> FoundRun | None:
    """The longest run of words of one kind, and how many others follow it."""
    runs = [(told, tuple(own)) for told, own in groupby(words, key=is_one)]
    at, best = max(
        ((at, own) for at, (told, own) in enumerate(runs) if told),
        key=lambda one: len(one[1]),
        default=(0, ()),
    )
    return (best, sum(len(own) for _, own in runs[at + 1 :])) if best else None
