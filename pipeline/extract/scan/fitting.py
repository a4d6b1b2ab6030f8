"""Which words fit what shows of print under a seal: those whose letters, as the page prints them,
have ink everywhere, and leave none of the ink beside the seal's own unexplained.

A seal adds ink and takes none away. All stretches of a page are laid side by side, the letters are
laid over every place of them, and the words of the language are spelled from left to right, all
places at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.scan.composed import Shape
from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.face import ABOVE, Face, Gap, rows_of, top_of
from pipeline.extract.scan.marks import Marks
from pipeline.extract.scan.print import Line
from pipeline.extract.scan.seals import BARE

Numbers = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

EXPLAINED, UNDER, LACKING = 3.5, 0.4, 8.0
"""What a pixel counts that a word explains, beside the letters of a seal and under them (there the
ink may as well be the seal's), and one that it lacks: hardly any is lost over which a seal lies."""
LOST, LETTER_LOST = 0.012, 3
"""Share of the pixels of a word, spelled in letters, that it may lack while it is spelled, and how
much more a letter alone may."""
WORD_LOST = 0.006
"""The same of a word laid over it whole: its pixels stand as they do elsewhere."""
COARSE_LOST = 0.08
"""The same on the picture made half as large, where most places are told not to be looked at."""
SPARE = 1.5
"""Pixels that a word may lack beside that."""
APART = 60
"""Pixels between two stretches laid side by side: no word reaches over them."""
SIDE = 0.22
"""x-heights beside a word in which no ink of a letter stands: blanks are wider."""
SAME_PLACE = 5
"""Pixels within which a word is found once."""
MOST = 40
"""Places at which a word is kept at most."""
UNEXPLAINED = 0.5
"""How much less than an explained pixel one counts that a word leaves unexplained."""
CLEAR = 0.7
"""Share of the ink beside the letters of the seal that a word explains at least."""
LEAST = 30.0
"""What a word counts at least: about a letter under a seal."""


class Stretch(NamedTuple):
    """A part of a line, in pixels across."""

    line: Line
    x0: int
    x1: int


class Fit(NamedTuple):
    """A word that fits: its place in pixels, what it counts, its text, how many of its pixels it
    lacks, how many it has, the ink beside the letters of the seal, what of that it explains, and
    what of all ink but that of rules, rings and stars."""

    x0: int
    x1: int
    score: float
    text: str
    lacking: float
    pixels: float
    clear: float
    explained: float
    shown: float


@dataclass(frozen=True, slots=True)
class Inks:
    """What is known of the ink of a page: what is left without rules and rings, all of it, and
    where a seal lies over it (`Sheet.stamped`)."""

    marks: Marks
    whole: Gray
    stamped: Gray


@dataclass(frozen=True, slots=True)
class Panel:
    """Stretches laid side by side: where a letter would lack ink, where ink is that it explains
    beside the letters of a seal, and under them; `at` is where each begins."""

    missing: Numbers
    clear: Numbers
    under: Numbers
    at: tuple[int, ...]
    unit: float


@dataclass(slots=True)
class Node:
    """The beginning of some words: what letters follow, and the word that ends here."""

    word: str = ""
    after: dict[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ways:
    """A beginning of a word at many places at once: where it begins and ends, what it counts, what
    it lacks, explains and shows there, and its pixels."""

    start: Places
    end: Places
    score: Numbers
    lacking: Numbers
    explained: Numbers
    shown: Numbers
    pixels: float

    def at(self, kept: npt.NDArray[np.bool_] | Places) -> Ways:
        """The same at some of the places."""
        return Ways(
            self.start[kept], self.end[kept], self.score[kept], self.lacking[kept],
            self.explained[kept], self.shown[kept], self.pixels,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Laid:
    """A letter laid over a panel: what it counts, lacks, explains and shows where it begins at each
    of its columns; its width and pixels."""

    score: Numbers
    lacking: Numbers
    explained: Numbers
    shown: Numbers
    width: int
    pixels: float


def tree_of(words: Iterable[str]) -> Node:
    """Words by their letters."""
    root = Node()
    for word in words:
        node = root
        for letter in word:
            node = node.after.setdefault(letter, Node())
        node.word = word
    return root


def fitting(stretches: Sequence[Stretch], inks: Inks, face: Face, words: Node) -> list[list[Fit]]:
    """The words that fit somewhere in each stretch, the best first: those of a tree as the letters
    of a face spell them, and the plain words of the page."""
    panel = panel_of(stretches, inks)
    everywhere = ((text, _laid(shape, panel)) for text, shape in face.letters.items())
    laid = {text: letter for text, letter in everywhere if letter is not None}
    found = [*_spelled(words, laid, face.gap, panel.missing.shape[1]), *_whole(face.words, panel)]
    fits = sorted(_fits(found, panel), key=lambda fit: -fit.score)
    return [
        _once(
            fit._replace(x0=fit.x0 - at + part.x0, x1=fit.x1 - at + part.x0)
            for fit in fits
            if at <= fit.x0 and fit.x1 <= at + part.x1 - part.x0
        )
        for part, at in zip(stretches, panel.at, strict=True)
    ]


def panel_of(stretches: Sequence[Stretch], inks: Inks) -> Panel:
    """Some stretches of a page laid side by side, a pixel of room above and below their letters."""
    unit = inks.marks.x_height
    rows = rows_of(unit) + 2
    at = np.cumsum([APART, *(part.x1 - part.x0 + APART for part in stretches)])
    size = (rows, int(at[-1]))
    ink, whole, stamped, there = (np.zeros(size, np.uint8) for _ in range(4))
    for part, x in zip(stretches, at, strict=False):
        top = top_of(part.line.base, unit) - 1
        y0, y1 = max(0, top), min(top + rows, inks.whole.shape[0])
        own = (slice(y0 - top, y1 - top), slice(x, x + part.x1 - part.x0))
        of_page = (slice(y0, y1), slice(part.x0, part.x1))
        ink[own] = inks.marks.labels[of_page] > 0
        whole[own] = inks.whole[of_page] > 0
        stamped[own] = inks.stamped[of_page]
        there[own] = 1
    gone = _grown(whole & (1 - ink)) > 0  # rules, rings and stars: what stands there is not known
    shown = (ink > 0) & ~gone
    is_under = stamped > BARE
    missing = 1 - ((_grown(ink) > 0) | gone) * there
    return Panel(
        missing.astype(np.float32),
        (shown & ~is_under).astype(np.float32),
        (shown & is_under).astype(np.float32),
        tuple(map(int, at[:-1])),
        unit,
    )


def _grown(ink: Shape) -> Shape:
    """Ink and the pixels beside it: edges of print are ragged."""
    return np.asarray(cv2.dilate(ink, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _laid(shape: Shape, panel: Panel) -> Laid | None:
    """A letter at every column, as high or low by a pixel as it fits best; None where it fits
    nowhere."""
    if shape.shape[1] > panel.missing.shape[1]:
        return None
    pixels = float(shape.sum())
    over = _over(shape, panel, (0, panel.missing.shape[1]), SPARE + LETTER_LOST * LOST * pixels)
    if over is None:
        return None
    score, lacking, explained, shown = over
    rest = panel.missing.shape[1] - len(score)
    return Laid(
        np.pad(score, (0, rest), constant_values=-1e6),
        np.pad(lacking, (0, rest), constant_values=1e6),
        np.pad(explained, (0, rest)),
        np.pad(shown, (0, rest)),
        shape.shape[1],
        pixels,
    )


def _over(
    shape: Shape, panel: Panel, columns: tuple[int, int], most: float
) -> tuple[Numbers, Numbers, Numbers, Numbers] | None:
    """What a shape counts, lacks, explains and shows at the columns of a panel between two; None
    where it lacks more than `most` everywhere."""
    x0, x1 = columns
    lacking = _matched(panel.missing[:, x0:x1], shape)
    if lacking.min() > most:
        return None
    near = _grown(shape)
    clear, under = (_matched(layer[:, x0:x1], near) for layer in (panel.clear, panel.under))
    scores = EXPLAINED * clear + UNDER * under - LACKING * lacking
    best = scores.argmax(axis=0)
    every = np.arange(scores.shape[1])
    shown = clear + under
    return scores[best, every], lacking[best, every], clear[best, every], shown[best, every]


def _matched(layer: Numbers, shape: Shape) -> Numbers:
    """How many pixels of a layer a shape meets wherever it may be laid."""
    met: Numbers = np.rint(cv2.matchTemplate(layer, shape.astype(np.float32), cv2.TM_CCORR))
    return met


def _spelled(
    node: Node, laid: Mapping[str, Laid], gap: Gap, width: int
) -> Iterator[tuple[str, Ways]]:
    """The words of a tree, where they fit."""
    places = np.arange(width)
    for letter, after in node.after.items():
        if letter not in laid:
            continue
        own = laid[letter]
        ways = Ways(
            places, places + own.width, own.score, own.lacking, own.explained, own.shown, own.pixels
        )  # fmt: skip
        kept = ways.lacking <= SPARE + LETTER_LOST * LOST * own.pixels
        yield from _further(after, letter, ways.at(kept), laid, gap)


def _further(
    node: Node, last: str, ways: Ways, laid: Mapping[str, Laid], gap: Gap
) -> Iterator[tuple[str, Ways]]:
    """The words that go on from a beginning."""
    if not len(ways.start):
        return
    if node.word:
        yield node.word, ways
    for letter, after in node.after.items():
        if letter in laid:
            yield from _further(
                after, letter, _next(ways, laid[letter], gap(last, letter)), laid, gap
            )


def _next(ways: Ways, letter: Laid, gap: int) -> Ways:
    """A beginning and one more letter, a pixel nearer or farther where it fits better."""
    last = len(letter.score) - 1
    tried = np.clip(ways.end + gap + np.array([[-1], [0], [1]]), 0, last)
    best = letter.score[tried].argmax(axis=0)
    place = tried[best, np.arange(len(best))]
    longer = Ways(
        ways.start,
        place + letter.width,
        ways.score + letter.score[place],
        ways.lacking + letter.lacking[place],
        ways.explained + letter.explained[place],
        ways.shown + letter.shown[place],
        ways.pixels + letter.pixels,
    )
    return longer.at(longer.lacking <= SPARE + LOST * longer.pixels)


def _whole(words: Mapping[str, Sequence[Shape]], panel: Panel) -> Iterator[tuple[str, Ways]]:
    """Plain words of the page, where they fit as they stand elsewhere."""
    half = cv2.resize(panel.missing, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    for text, shapes in words.items():
        for shape in shapes:
            for x0, x1 in _worth(shape, half, panel.missing.shape[1]):
                pixels = float(shape.sum())
                over = _over(shape, panel, (x0, x1), SPARE + WORD_LOST * pixels)
                if over is not None:
                    start = np.arange(x0, x0 + len(over[0]))
                    ways = Ways(start, start + shape.shape[1], *over, pixels)
                    yield text, ways.at(ways.lacking <= SPARE + WORD_LOST * pixels)


def _worth(shape: Shape, half: Numbers, width: int) -> Iterator[tuple[int, int]]:
    """The columns between which a shape may fit, told on a panel half as large."""
    if shape.shape[1] <= 1:
        return  # a stroke alone fits wherever there is ink
    small = cv2.resize(shape.astype(np.float32), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    if small.shape[0] > half.shape[0] or small.shape[1] > half.shape[1]:
        return
    lacking = 4 * cv2.matchTemplate(half, small, cv2.TM_CCORR).min(axis=0)
    fits = lacking <= COARSE_LOST * float(shape.sum()) + 2 * SPARE
    edges = np.flatnonzero(np.diff(np.concatenate([[0], fits.astype(np.int8), [0]])))
    for first, end in edges.reshape(-1, 2).tolist():
        x0, x1 = max(0, 2 * first - 2), min(width, 2 * end + 2 + shape.shape[1])
        if x1 - x0 >= shape.shape[1]:
            yield x0, x1


def _fits(found: Iterable[tuple[str, Ways]], panel: Panel) -> Iterator[Fit]:
    """The places at which words fit, the ink that they leave unexplained counted against them."""
    height = slice(round(0.6 * panel.unit), round((ABOVE + 0.1) * panel.unit))
    own, beside = (_sums(rows.sum(axis=0)) for rows in (panel.clear, panel.clear[height]))
    reach, width = round(SIDE * panel.unit), panel.clear.shape[1]
    for text, ways in found:
        ink = own[ways.end] - own[ways.start]
        sides = beside[ways.start] - beside[np.maximum(0, ways.start - reach)]
        sides += beside[np.minimum(width, ways.end + reach)] - beside[ways.end]
        left = np.maximum(0, ink - ways.explained) + sides
        score = ways.score - UNEXPLAINED * EXPLAINED * left
        good = np.flatnonzero((score >= LEAST) & (ways.explained >= CLEAR * (ink + sides) - SPARE))
        for at in good[np.argsort(-score[good])][:MOST]:
            yield Fit(
                int(ways.start[at]), int(ways.end[at]), float(score[at]), text,
                float(ways.lacking[at]), ways.pixels, float(ink[at] + sides[at]),
                float(ways.explained[at]), float(ways.shown[at]),
            )  # fmt: skip


def _sums(columns: Numbers) -> npt.NDArray[np.float64]:
    return np.concatenate([[0.0], np.cumsum(columns, dtype=np.float64)])


def _once(fits: Iterable[Fit]) -> list[Fit]:
    """Each word once at a place."""
    kept: list[Fit] = []
    places: dict[str, list[int]] = {}
    for fit in fits:
        known = places.setdefault(fit.text, [])
        if all(abs(fit.x0 - x) > SAME_PLACE for x in known):
            known.append(fit.x0)
            kept.append(fit)
    return kept
