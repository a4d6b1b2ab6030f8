"""Words under the letters of a black seal, known again by how the page prints them elsewhere.

The engine takes the letters of the seal for strokes of the print. What shows of a word still fits
one word of the language, set in the letters of the page, and no other; where it does not, the
reading stays as it is. What is put in its place stays in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from pipeline.extract.scan.chains import Goes, bare, settled
from pipeline.extract.scan.covered import is_stamped, is_under
from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.face import PLAIN, face_of
from pipeline.extract.scan.fitting import Fit, Inks, Node, Stretch, fitting, tree_of
from pipeline.extract.scan.print import Line
from pipeline.model import Alternative, ReadWord
from pipeline.writing.compounds import is_compound
from pipeline.writing.pairs import attested, is_pair
from pipeline.writing.patterns import compiled

OVERLAP = 0.5
"""Share of a word that others must cover to replace it."""
WIDE, UNDER_SEAL = 1.6, 0.5
"""x-heights of white from which on a word may be lost there, and how much of it the seal covers."""
SLACK = 2
"""Pixels by which the boxes of words may be too wide: the engine tells them roughly."""
CLEAR = 0.63
"""How sure a word under a seal is, as the seal leaves it, that stays as it was read where it is
known to stand beside its neighbour."""
SURE = 0.65
"""How sure a word is that was known again: less than what a black seal leaves of the surest."""
BESIDE, LEVEL = 0.6, 1.5
"""x-heights within which the baselines of lines beside each other are one, and pixels by which a
word may be laid too high or low."""
COMMAS, ALIKE = frozenset(",;"), 50.0
"""Stops that are kept, and how like the word before one what was read must be (0 to 100)."""
_FIGURES = compiled(r"\d[\d.,/:%-]*\d[.,;%]*")
"""Figures, two at least: of one alone the letters of a seal make more."""
Words = Sequence[ReadWord]
Walls = tuple[float, float]
Told = tuple[Line, Walls | None, list[ReadWord]]
"""A line, the left and right wall of its cell in points, and what is told of it."""


class Veiled(NamedTuple):
    """A line of a cell on a page with a seal: the words read there, which of them it veils, and the
    walls of the cell in pixels."""

    line: Line
    words: Words
    hidden: frozenset[int]
    walls: Walls


def recalled(
    told: Sequence[Told], read: Callable[[Line], Words], inks: Inks, per_point: float
) -> list[Told]:
    """The lines of a page, those of cells under a seal with the words known again by how the page
    prints them elsewhere; `read` has what was read of a line of which nothing is told: the letters
    of the seal may be all it has."""
    veiled: dict[int, Veiled] = {}
    for at, (line, walls, own) in enumerate(told):
        if walls is not None:
            words = own or read(line)
            hidden = frozenset(veiled_among(words, inks.stamped))
            in_pixels = walls[0] * per_point, walls[1] * per_point
            veiled[at] = Veiled(line, words, hidden, in_pixels)
    bases = [line.base for line, _ in _plain(told, inks)]
    parts = [
        (at, laid)
        for at, one in veiled.items()
        for part in stretches_of(one, inks.stamped, inks.marks.x_height)
        if part.x1 - part.x0 >= inks.marks.x_height
        for laid in laid_on(part, bases, _taken(told, at))
    ]
    if not parts:
        return list(told)
    face = face_of(_plain(told, inks), inks.marks)
    fits = fitting([part for _, part in parts], inks, face, _known(face.words))
    goes = _goes_together(told, inks)
    out = list(told)
    best: dict[tuple[int, int], tuple[Stretch, list[Fit]]] = {}
    for (at, part), found in zip(parts, fits, strict=True):
        known = best.get((at, part.x0))
        if known is None or _highest(found) > _highest(known[1]):
            best[at, part.x0] = part, found
    for (at, _), (part, found) in best.items():
        words = veiled[at].words
        beside = _beside(words, part)
        new = list(settled(found, beside, words, part, inks.marks.x_height, goes))
        line, walls, own = out[at]
        out[at] = line, walls, merged(own, new, line)
    return out


def _taken(told: Sequence[Told], at: int) -> list[float]:
    """The baselines of the other lines between the walls of one."""
    return [
        line.base
        for place, (line, walls, words) in enumerate(told)
        if place != at and words and walls == told[at][1]
    ]


def laid_on(part: Stretch, bases: Sequence[float], taken: Sequence[float]) -> Iterator[Stretch]:
    """A stretch, and the same on the baseline of the plain lines beside it where that is another
    one, and none of those `taken`: letters of the seal pull that of a line to their own feet."""
    yield part
    line = part.line
    level = [base for base in bases if abs(base - line.base) <= BESIDE * line.x_height]
    base = median(level) if level else line.base
    is_free = all(abs(base - other) > BESIDE * line.x_height for other in taken)
    if abs(base - line.base) > LEVEL and is_free:
        yield part._replace(line=replace(line, base=base, top=base - line.x_height))


def _highest(fits: Sequence[Fit]) -> float:
    """What the best of some words counts."""
    return max((fit.score for fit in fits), default=0.0)


def veiled_among(words: Words, stamped: Gray) -> Iterator[int]:
    """Which words of a line a seal lies over, but for those that were read for certain and are
    known to stand beside their neighbour."""
    texts = ["", *(bare(word.text) for word in words), ""]
    for at, word in enumerate(words):
        before, own, behind = texts[at : at + 3]
        is_known = is_pair(before, own) or is_pair(own, behind)
        if is_stamped(word, stamped) and not (word.confidence >= CLEAR and is_known):
            yield at


def _plain(told: Sequence[Told], inks: Inks) -> Iterator[tuple[Line, Words]]:
    """The lines over which no seal lies, and their words."""
    for line, _, words in told:
        if words and not any(is_under(mark, inks.stamped) for mark in line.marks):
            yield line, words


def _goes_together(told: Sequence[Told], inks: Inks) -> Goes:
    """What tells which words stand beside each other: official documents, the dictionary, and the
    page where no seal lies over it."""
    printed = {
        (bare(one.text), bare(two.text))
        for _, words in _plain(told, inks)
        for one, two in pairwise(words)
        if min(one.confidence, two.confidence) >= PLAIN and one.text.isalpha()
    }
    return lambda one, two: is_pair(one, two) or (one, two) in printed or is_compound(one, two)


def _known(words: Iterable[str]) -> Node:
    """The syllables of official documents and the words of the page, small and with a capital."""
    known = {*attested(), *(word for word in words if not word.isupper())}
    return tree_of(known | {word[0].upper() + word[1:] for word in known})


def stretches_of(veiled: Veiled, stamped: Gray, unit: float) -> Iterator[Stretch]:
    """The parts of a line between words that no seal veils: those with other words, and white as
    wide as a word over which one lies."""
    plain = [word for at, word in enumerate(veiled.words) if at not in veiled.hidden]
    starts = [int(veiled.walls[0]), *(int(word.x1) - SLACK for word in plain)]
    ends = [*(int(word.x0) + SLACK for word in plain), int(veiled.walls[1])]
    hidden = [word for at, word in enumerate(veiled.words) if at in veiled.hidden]
    top, bottom = round(veiled.line.base - unit), round(veiled.line.base)
    right = stamped.shape[1]
    for start, end in zip(starts, ends, strict=True):
        x0, x1 = (min(max(0, x), right) for x in (start, end))  # boxes reach over the page
        over = stamped[max(0, top) : max(0, bottom), x0:x1]
        is_veiled = over.size > 0 and float((over > 0).mean()) >= UNDER_SEAL
        is_unread = not plain and all(is_under(mark, stamped) for mark in veiled.line.marks)
        if any(x0 <= (word.x0 + word.x1) / 2 <= x1 for word in hidden) or (
            (is_veiled or is_unread) and x1 - x0 >= WIDE * unit
        ):
            yield Stretch(veiled.line, x0, x1)


def _beside(words: Words, part: Stretch) -> tuple[str, str]:
    """The words before and behind a stretch; "" where there is none."""
    before = [word.text for word in words if word.x1 <= part.x0 + SLACK + 1]
    behind = [word.text for word in words if word.x0 >= part.x1 - SLACK - 1]
    return bare(before[-1]) if before else "", bare(behind[0]) if behind else ""


def merged(words: Words, fits: Sequence[Fit], line: Line) -> list[ReadWord]:
    """The words of a line with those known again in the place of what was read there; figures stay,
    as no word has any."""
    figures = [word for word in words if _FIGURES.fullmatch(word.text)]
    fits = [f for f in fits if all(_covered(one, [f]) < OVERLAP for one in figures)]
    gone = [word for word in words if _covered(word, fits) >= OVERLAP]
    new = [_word(fit, [word for word in gone if _covered(word, [fit]) > 0], line) for fit in fits]
    return sorted([*(word for word in words if word not in gone), *new], key=lambda word: word.x0)


def _covered(word: ReadWord, fits: Sequence[Fit]) -> float:
    """How much of a word others cover."""
    common = (max(0.0, min(word.x1, fit.x1) - max(word.x0, fit.x0)) for fit in fits)
    return sum(common) / max(1.0, word.x1 - word.x0)


def _has_comma(word: ReadWord, fit: Fit) -> bool:
    """Whether a comma was read behind a word that is like the one known again: of what is not,
    the comma is the seal's as well."""
    return word.text[-1:] in COMMAS and ratio(bare(word.text), bare(fit.text)) >= ALIKE


def _word(fit: Fit, read: Words, line: Line) -> ReadWord:
    """A word known again, what was read there kept; with the stop that was read behind it."""
    _, y0, _, y1 = line.box
    last = read[-1] if read else None
    stop = last.text[-1] if last and last.x1 > fit.x1 + 1 and _has_comma(last, fit) else ""
    kept = " ".join(word.text for word in read)
    other = (Alternative(kept, min(word.confidence for word in read)),) if kept else ()
    x1 = max(float(fit.x1), last.x1 if last and stop else 0.0)
    return ReadWord(fit.text + stop, SURE, float(fit.x0), y0, x1, y1, other)
