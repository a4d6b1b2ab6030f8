"""What the letters of a page look like, and the words it prints plainly: patterns taken from its
own print, by which print is known again where a seal lies over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.extract.scan.boldness import boldness_of, strokes_of
from pipeline.extract.scan.composed import Shape, with_composed
from pipeline.extract.scan.marks import Mark, Marks
from pipeline.extract.scan.print import Line
from pipeline.model import ReadWord

ABOVE, BELOW = 1.75, 0.7
"""x-heights over and under the baseline in which letters stand with all their accents: the rows of
each shape of a page."""
PLAIN = 0.9
"""How sure a word is that is taken for a pattern: of a hundred such words one is misread."""
SAME_SIZE = 0.1
"""By how much of the page's x-height that of a line may differ."""
LOW = 0.45
"""x-heights over the baseline under which a letter reaches, and no accent does."""
SAMPLES, WORD_SAMPLES = 12, 3
"""Samples of a letter from which its pattern is made, and of a word that are kept: more tell
nothing new."""
ALIKE = 1
"""Pixels by which samples of a letter differ in width, and are laid over each other."""
FEWEST = 4
"""Pixels of ink of a pattern at least."""
STOPS = {",": 1, ".": 1, ";": 2, ":": 2}
"""Signs behind words, and how many marks they have."""
HEAVY = 1.15
"""How much thicker than those of most lines the strokes of a line may be whose letters are taken:
bold ones are a third thicker and more."""
ROUNDS = 6
"""Rounds in which the white beside letters is found: it hardly changes after four."""

Gap = Callable[[str, str], int]
"""The pixels between two letters of a word."""


Told = tuple[Line, Sequence[ReadWord]]
"""A line, and its words."""


class Face(NamedTuple):
    """The letters of a page, the white between two of them, and its plain words."""

    letters: Mapping[str, Shape]
    gap: Gap
    words: Mapping[str, Sequence[Shape]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or letter of a line, and its marks."""

    text: str
    marks: Sequence[Mark]
    base: float


def face_of(lines: Iterable[Told], marks: Marks) -> Face:
    """The face of a page, from lines over which no seal lies, and their words."""
    samples: dict[str, list[Shape]] = defaultdict(list)
    whites: dict[tuple[str, str], list[int]] = defaultdict(list)
    words: dict[str, list[Shape]] = defaultdict(list)
    near = SAME_SIZE * marks.x_height
    for line, read in _of_one_weight(list(lines), marks):
        if abs(line.x_height - marks.x_height) > near:
            continue
        for piece in _words(line, read):
            bare = _without_stop(piece)
            if bare is not None and len(words[bare.text]) < WORD_SAMPLES:
                words[bare.text].append(shape_of(bare, marks))
            letters = _letters(piece, marks.x_height)
            for one, next_one in pairwise(letters):
                white = _left(next_one.marks) - _right(one.marks)
                whites[one.text, next_one.text].append(white)
            for letter in letters:
                if len(samples[letter.text]) < SAMPLES:
                    samples[letter.text].append(shape_of(letter, marks))
    patterns = ((text, _pattern(shapes)) for text, shapes in samples.items())
    plain = {text: shape for text, shape in patterns if int(shape.sum()) >= FEWEST}
    base = round(ABOVE * marks.x_height)
    composed = with_composed(plain, base - round(marks.x_height), base)
    return Face(composed, _gaps(whites), {t: s for t, s in words.items() if s})


def _of_one_weight(lines: Sequence[Told], marks: Marks) -> Iterator[Told]:
    """The lines without those in bold, which come first on most pages: names of columns."""
    thick = strokes_of(marks)
    weights = [boldness_of(line, thick) for line, _ in lines]
    most = HEAVY * float(np.median(weights or [0.0]))
    return (one for one, weight in zip(lines, weights, strict=True) if weight <= most)


def rows_of(unit: float) -> int:
    """How many rows of pixels a shape has on a page of some x-height."""
    return round(ABOVE * unit) + round(BELOW * unit)


def top_of(base: float, unit: float) -> int:
    """The first row of the shapes over a baseline."""
    return round(base - ABOVE * unit)


def shape_of(piece: Piece, marks: Marks) -> Shape:
    """The ink of a piece of a line."""
    rows, top = rows_of(marks.x_height), top_of(piece.base, marks.x_height)
    x0, x1 = _left(piece.marks), _right(piece.marks)
    shape = np.zeros((rows, x1 - x0), np.uint8)
    y0, y1 = max(0, top), min(top + rows, marks.labels.shape[0])
    own = np.isin(marks.labels[y0:y1, x0:x1], [mark.label for mark in piece.marks])
    shape[y0 - top : y1 - top] = own
    return shape


def _left(marks: Sequence[Mark]) -> int:
    return min(mark.x0 for mark in marks)


def _right(marks: Sequence[Mark]) -> int:
    return max(mark.x1 for mark in marks)


def _words(line: Line, read: Sequence[ReadWord]) -> Iterator[Piece]:
    """The sure words of a line with their marks, where its white parts it in as many words as were
    read."""
    groups = _parted(line.marks, len(read))
    for word, own in zip(read, groups, strict=False):
        is_there = word.x0 <= (_left(own) + _right(own)) / 2 <= word.x1
        if word.confidence >= PLAIN and is_there:
            yield Piece(word.text, own, line.base)


def _parted(marks: Sequence[Mark], count: int) -> list[list[Mark]]:
    """Some marks in so many groups, by the widest white between them; none where it is hardly wider
    than the white within a group."""
    runs = _runs(marks, 0)
    gaps = [_left(after) - _right(before) for before, after in pairwise(runs)]
    widest = sorted(range(len(gaps)), key=lambda at: -gaps[at])
    cuts, others = set(widest[: count - 1]), widest[count - 1 :]
    if len(runs) < count or (cuts and others and gaps[others[0]] >= gaps[widest[count - 2]] - 1):
        return []
    groups: list[list[Mark]] = [[]]
    for at, run in enumerate(runs):
        groups[-1] += run
        if at in cuts:
            groups.append([])
    return groups


def _runs(marks: Sequence[Mark], over: int) -> list[list[Mark]]:
    """Marks that stand over each other by more than so many pixels, from left to right."""
    runs: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda one: one.x0):
        if runs and mark.x0 < _right(runs[-1]) - over:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return runs


def _without_stop(word: Piece) -> Piece | None:
    """A word without the stop behind it; None for what has other signs or figures, or one letter,
    which may be part of any other."""
    bare = word.text.rstrip("".join(STOPS))
    stop = word.text[len(bare) :]
    if len(bare) <= 1 or not bare.isalpha() or len(stop) > 1:
        return None
    own = sorted(word.marks, key=lambda mark: mark.x0)
    left = own[: len(own) - STOPS.get(stop, 0)]
    return Piece(bare, left, word.base) if left else None


def _letters(word: Piece, unit: float) -> list[Piece]:
    """The letters of a word, where as many stand apart as were read; else none."""
    low = [mark for mark in word.marks if mark.y1 > word.base - LOW * unit]
    runs = _runs(low, 1)
    if len(runs) != len(word.text) or not all(c.isalpha() or c in STOPS for c in word.text):
        return []
    for accent in (mark for mark in word.marks if mark not in low):
        max(runs, key=lambda run: _shared(run, accent)).append(accent)
    return [Piece(text, own, word.base) for text, own in zip(word.text, runs, strict=True)]


def _shared(run: Sequence[Mark], accent: Mark) -> tuple[int, float]:
    """By how much an accent stands over the marks of a letter, and how near their middles are."""
    x0, x1 = _left(run), _right(run)
    return min(x1, accent.x1) - max(x0, accent.x0), -abs((x0 + x1) / 2 - accent.x)


def _pattern(samples: Sequence[Shape]) -> Shape:
    """The pixels that most samples of a letter have as ink."""
    width = int(np.median([shape.shape[1] for shape in samples]))
    near = [shape for shape in samples if abs(shape.shape[1] - width) <= ALIKE]
    if not near:
        return np.zeros((samples[0].shape[0], 1), np.uint8)
    total = np.zeros((near[0].shape[0], width))
    for shape in near:
        total += _laid(shape, total, width)
    return (2 * total >= len(near)).astype(np.uint8)


def _laid(shape: Shape, total: np.ndarray, width: int) -> np.ndarray:
    """A sample moved to where it lies best on those before it."""
    rows = shape.shape[0]
    room = np.zeros((rows + 2 * ALIKE, width + 4 * ALIKE))
    room[ALIKE : ALIKE + rows, ALIKE : ALIKE + shape.shape[1]] = shape
    steps = range(2 * ALIKE + 1)
    ways = [room[y : y + rows, x : x + width] for y in steps for x in steps]
    middle = len(ways) // 2
    return max(ways, key=lambda way: float((way * total).sum())) if total.any() else ways[middle]


def _gaps(whites: Mapping[tuple[str, str], Sequence[int]]) -> Gap:
    """The white between letters: of pairs the page prints as it is there, of others from what each
    has on its sides, the sum of which comes as near as can be to the white of all pairs."""
    known = {pair: float(np.median(white)) for pair, white in whites.items()}
    usual = float(np.mean(list(known.values()))) if known else 0.0
    before: dict[str, float] = {}
    after: dict[str, float] = {}
    for _ in range(ROUNDS):
        after = _sides([(one, white - before.get(two, 0.0)) for (one, two), white in known.items()])
        before = _sides([(two, white - after[one]) for (one, two), white in known.items()])

    def gap(one: str, two: str) -> int:
        other = after.get(one, usual) + before.get(two, 0.0)
        return round(known.get((one, two), other))

    return gap


def _sides(whites: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, list[float]] = defaultdict(list)
    for letter, white in whites:
        found[letter].append(white)
    return {letter: sum(own) / len(own) for letter, own in found.items()}
