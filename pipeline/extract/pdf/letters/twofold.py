"""Letters that a font draws in two ways though its table of code points gives one letter for both.

A table may give `n` for the glyphs of `n` and of `N`, and no word tells which is printed; the
breadths of the two glyphs do. So does that of a ligature of which the table gives the first letter
alone: it is broader than any such letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.letters.aside import Lost
from pipeline.extract.pdf.letters.chars import PageChars
from pipeline.extract.pdf.letters.pieces import middle_of

TWOFOLD = (
    "the font draws a letter of this cell in two ways; the file may give another than the page "
    "prints"
)
BROADER = 0.04
"""Ems by which the breadths of two glyphs differ: places are rounded to less. In 23 published and
real files no upright font has two breadths for one letter."""
FEW = 0.2
"""Share of the places of a letter up to which the rarer glyph alone is in doubt: small letters
whose capitals are given as small ones are many, and right."""
_MEASURE = "n"
_NARROW = frozenset("fijlt")
"""Letters that are narrower than `n` in every face whose letters differ in breadth."""
_STEPS = 1 / BROADER * 2
"""Steps per em of a coarse look: two glyphs are more than one step apart."""
_matrix = raw.Out("f", 6)
_Letter = tuple[int, str]
"""A letter of one font."""


class _Place(NamedTuple):
    """Where a letter of a font stands on a page, and how broad it is, in ems."""

    at: int
    letter: _Letter
    breadth: float


def drawn_in_two_ways(chars: PageChars) -> list[Lost]:
    """Where a page shows letters of which their font has two glyphs, or the glyph of a ligature."""
    sizes: dict[int | None, float] = {o: _breadth_of_em(o, chars) for o in chars.inks}
    if chars.numbers or not _may_be(chars, sizes):
        return []
    places = list(_places(chars, sizes))
    breadths: dict[_Letter, Counter[float]] = {}
    for place in places:
        breadths.setdefault(place.letter, Counter())[round(place.breadth, 2)] += 1
    strange = {letter: _strange(letter, breadths) for letter in breadths}
    return [
        Lost(
            (chars.starts[at] + chars.ends[at]) / 2 + chars.frame.shift,
            middle_of(chars.inks[owner], chars.frame),
            TWOFOLD,
        )
        for at, letter, breadth in places
        if round(breadth, 2) in strange[letter] and (owner := chars.owners[at]) is not None
    ]


def _may_be(chars: PageChars, sizes: Mapping[int | None, float]) -> bool:
    """Whether a page may show such letters: a coarse look at all of it, which costs little."""
    steps = {owner: _STEPS / size if size else 0.0 for owner, size in sizes.items()}
    fonts = {owner: raw.text_font(owner) if size else None for owner, size in sizes.items()}
    seen = {
        (fonts.get(owner), char, int((end - start) * steps.get(owner, 0.0)))
        for owner, char, start, end in zip(
            chars.owners, chars.text, chars.starts, chars.ends, strict=True
        )
    }
    least: dict[tuple[int | None, str], int] = {}
    most: dict[tuple[int | None, str], int] = {}
    for font, char, step in seen:
        if step and char.isalpha():
            letter = font, char
            least[letter] = min(step, least.get(letter, step))
            most[letter] = max(step, most.get(letter, step))
    return any(
        broad > least[font, char] + 1
        or (char in _NARROW and broad > most.get((font, _MEASURE), broad))
        for (font, char), broad in most.items()
    )


def _places(chars: PageChars, sizes: Mapping[int | None, float]) -> Iterator[_Place]:
    """The upright letters of a page that are glyphs of their own: letters that share one have the
    room of all of them or none."""
    starts, ends = chars.starts, chars.ends
    last = len(chars.text) - 1
    for at, owner in enumerate(chars.owners):
        char, size = chars.text[at], sizes.get(owner)
        if not size or owner is None or not char.isalpha():
            continue
        shared = at < last and starts[at + 1] == ends[at + 1] == ends[at]
        if ends[at] > starts[at] and not shared:
            font = raw.text_font(owner) or 0
            yield _Place(at, (font, char), (ends[at] - starts[at]) / size)


def _breadth_of_em(owner: int, chars: PageChars) -> float:
    """Points along the line that a letter as broad as its size takes; 0 for slanted text, whose
    letters were moved, and for text of another direction than the page's."""
    style = chars.inks[owner].style
    if style.font.slanted or style.quarter != chars.frame.quarters:
        return 0.0
    if not raw.object_matrix(owner, _matrix.at[0]):
        return 0.0
    a, b, c, d, _, _ = _matrix.read()
    return style.size * hypot(a, b) / hypot(c, d) if c or d else 0.0


def _strange(letter: _Letter, breadths: Mapping[_Letter, Counter[float]]) -> set[float]:
    """The breadths of a letter at which it may be another."""
    own = breadths[letter]
    order = sorted(own)
    cuts = [at for at, (one, other) in enumerate(pairwise(order), 1) if other - one > BROADER]
    if cuts:
        glyphs = [order[a:b] for a, b in pairwise([0, *cuts, len(order)])]
        most = max(sum(own[b] for b in glyph) for glyph in glyphs)
        rare = [g for g in glyphs if sum(own[b] for b in g) <= FEW * most]
        return {breadth for glyph in rare or glyphs for breadth in glyph}
    font, char = letter
    measure = breadths.get((font, _MEASURE))
    if char not in _NARROW or not measure:
        return set()
    return {breadth for breadth in own if breadth > max(measure) + BROADER}
