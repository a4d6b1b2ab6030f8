"""What the lines of a document are, as numbers, so that many rows are scored at once.

What a score depends on (the words and the width of a line, the signs it begins and ends with, the
form of a cell) gets a number when it is first met. A model then scores each number once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.words import (
    PLAIN,
    BracketMarks,
    LineMeasure,
    Whole,
    may_have_form,
    whole_line,
)

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
_Thing = TypeVar("_Thing", bound=Hashable)
_Arrays = TypeVar("_Arrays", bound=NamedTuple)


UNKNOWN = -1
"""No number."""
_MARKS = 20
"""Bits in which the marks of one kind are counted: no cell has half a million."""


class Numbered(dict[_Thing, int]):
    """Things and their numbers, in the order in which they were met: who asks for the number of a
    new one gives it one."""

    def __missing__(self, thing: _Thing) -> int:
        """The number of a thing that is met for the first time."""
        number = self[thing] = len(self)
        return number


class GoingOn(dict[tuple[int, int], float]):
    """How lines go on with others by their words, by the numbers of both, as it is asked for."""

    def __init__(self, ground: Background, lines: Sequence[LineMeasure]) -> None:
        self._ground, self._lines = ground, lines

    def __missing__(self, pair: tuple[int, int]) -> float:
        """Of two lines that are asked for the first time."""
        one, other = (self._lines[number] for number in pair)
        score = self[pair] = self._ground.line_goes_on(one, other)
        return score


class LineFacts(NamedTuple):
    """What is asked of lines, by their numbers: the width of each and of its first word, numbers
    of its first and last sign and of how a cell begins that begins with it, whether it ends with a
    stop, whether it is the point of a list, where its words stand among all words and how many it
    has; of what kind it is as a whole cell, its brackets where another line follows and where none
    does (`packed`), whether a cell that begins with it may have a form, and how many characters it
    has."""

    width: Numbers
    head: Numbers
    begin: Numbers
    end: Numbers
    start: Numbers
    stopped: Numbers
    point: Numbers
    at: Numbers
    many: Numbers
    alone: Numbers
    followed: Numbers
    ended: Numbers
    formed: Numbers
    size: Numbers


class Told(NamedTuple):
    """What the lines of cells tell together: of what kind each cell is, and of some of them, by
    their places among these (few are asked for), the numbers of their texts, and how many
    characters these have at least, and at most."""

    kinds: Numbers
    texts: Callable[[Numbers], Numbers]
    sizes: Callable[[Numbers], tuple[Numbers, Numbers]]


def packed(marks: BracketMarks) -> int:
    """Brackets and quotation marks as one number, so that those of lines add up."""
    return marks.brackets + (marks.quotes << _MARKS) + (marks.straight << 2 * _MARKS)


def balanced(marks: Numbers) -> Truths:
    """Whether everything that is opened is closed, by packed marks."""
    found: Truths = marks & ((2 << 2 * _MARKS) - 1) == 0
    return found


def picked(arrays: _Arrays, kept: Numbers | Truths | tuple[Numbers, ...]) -> _Arrays:
    """Some of what stands side by side in arrays."""
    return arrays._make(values[kept] for values in arrays)


def end_to_end(parts: Sequence[_Arrays]) -> _Arrays:
    """What stands side by side in some parts, one after another."""
    return parts[0]._make(map(np.concatenate, zip(*parts, strict=True)))


def numbered(things: Numbers) -> tuple[Numbers, Numbers]:
    """Equal things as one number, in the order in which they come: the number of each thing, and
    where each number is met first. Things are no negative numbers, and none is very high."""
    met = np.arange(len(things))
    first = np.empty(int(things.max(initial=-1)) + 1, dtype=np.int64)
    first[things[::-1]] = met[::-1]  # of equal ones the first is written last
    new = np.flatnonzero(first[things] == met)
    number = np.empty_like(first)
    number[things[new]] = np.arange(len(new))
    return number[things], new


class Catalogue:
    """The numbers of one document."""

    def __init__(self, ground: Background) -> None:
        self.ground = ground
        self.words: Numbered[str] = Numbered()
        self.signs: Numbered[str] = Numbered()
        self.begins: Numbered[str] = Numbered()
        self.ends: Numbered[str] = Numbered()
        self.kinds: Numbered[tuple[str, str, bool]] = Numbered()
        self.texts: Numbered[str] = Numbered()
        self.lines: list[LineMeasure] = []
        """Each line by its number."""
        self.going_on = GoingOn(ground, self.lines)
        self.starts: list[LineMeasure] = []
        """For each way in which a cell begins a line that does so."""
        self.cuts: list[tuple[LineMeasure, LineMeasure, bool]] = []
        """For each way in which a line is cut in two the parts of one that is, and whether its row
        began on a page before."""
        self.alone: list[tuple[int, int]] = []
        """Of each line, as the only one of a cell, the numbers of its kind and of its text."""
        self._lines: Numbered[tuple[str, str]] = Numbered()
        self._starts: Numbered[tuple[tuple[str, str], str]] = Numbered()
        self._cuts: Numbered[tuple[str, str, str, str, tuple[str, str], bool]] = Numbered()
        self._facts: list[tuple[int, ...]] = []
        self._words: list[int] = []
        self._told = LineFacts(*np.empty((len(LineFacts._fields), 0), dtype=np.int64))
        self._spelled = np.empty(0, dtype=np.int64)

    def line(self, line: LineMeasure) -> int:
        """The number of a line."""
        number = self._lines[line.text, line.end]
        if number == len(self.lines):
            self.lines.append(line)
            alone = whole_line(line)
            self.alone.append(self.whole(alone))
            self._facts.append(
                (
                    line.width,
                    line.head,
                    self.begins[line.begin],
                    self.ends[line.end],
                    self._start(line),
                    line.stops,
                    line.is_point,
                    len(self._words),
                    len(line.words),
                    self.kinds[alone.kind],
                    packed(alone.followed),
                    packed(alone.ended),
                    may_have_form(line.text),
                    len(line.text),
                )
            )
            self._words += map(self.words.__getitem__, line.words)
        return number

    def _start(self, line: LineMeasure) -> int:
        number = self._starts[line.first, line.begin]
        if number == len(self.starts):
            self.starts.append(line)
        return number

    def facts(self) -> LineFacts:
        """What is asked of the lines that have a number by now."""
        if (known := len(self._told.width)) < len(self.lines):
            new = np.array(self._facts[known:], dtype=np.int64).T
            self._told = LineFacts(*np.concatenate((self._told, new), axis=1))
        return self._told

    def spelled(self) -> Numbers:
        """The words of all lines, one line after another."""
        if (known := len(self._spelled)) < len(self._words):
            new = np.array(self._words[known:], dtype=np.int64)
            self._spelled = np.concatenate((self._spelled, new))
        return self._spelled

    def cut(self, one: LineMeasure, other: LineMeasure, later: bool) -> int:
        """The number of the way in which a line is cut into these two, in a row that may have begun
        on a page before."""
        number = self._cuts[one.end, one.words[-1], other.begin, other.words[0], other.first, later]
        if number == len(self.cuts):
            self.cuts.append((one, other, later))
        return number

    def plain_kinds(self) -> Numbers:
        """The kinds of cells without a form, by the end of the last line and whether all brackets
        are closed."""
        every = [[self.kinds[PLAIN, end, closed] for closed in (False, True)] for end in self.ends]
        return np.array(every, dtype=np.int64).reshape(-1, 2)

    def whole(self, whole: Whole) -> tuple[int, int]:
        """The numbers of the kind of a cell and of its text."""
        return self.kinds[whole.kind], self.texts[whole.text]


@lru_cache(maxsize=1)
def catalogue_of(ground: Background) -> Catalogue:
    """The catalogue of the document that was read last."""
    return Catalogue(ground)
