"""Text that a drawn line strikes out: its words, told by a short rule through their letters.

A rule of a table runs between lines of text and on beyond them. A line that strikes text out lies
over the middle of small letters, begins and ends where words do, and passes over no wide gap.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import attrgetter

from pipeline.extract.pdf.drawn.rules import PageRules
from pipeline.extract.pdf.letters.aside import Lost
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.ruled.lines import SAME_LINE, Rule, join_rules

_LOW, _HIGH = 0.12, 0.42
"""Heights above the baseline, in ems, between which a line runs through small letters: programs
draw it at a quarter to a third of the type size."""
_SLACK, _SHORT = 0.6, 0.12
"""Ems by which such a line may reach beyond a word, as it is drawn by hand or strikes out the space
behind it, and by which it may fall short of one."""
_WIDEST = 1.0
"""Ems of white between words that one such line strikes out."""

SIGNED = (
    "a stroke is drawn before a figure in this cell, as a minus or an arrow is; look at the page"
)
_SIGN, _NEAR = (0.2, 1.3), 0.6
"""Ems that the stroke of a minus or an arrow is long, and by which it ends before its figure."""

_base, _size = attrgetter("base"), attrgetter("size")

Split = Callable[[Piece], list[Piece]]


def mark_struck(
    pieces: list[Piece], rules: Sequence[Rule], split: Split, strikes: Sequence[Rule] = ()
) -> list[Piece]:
    """The pieces, those that a rule strikes out marked; one that is struck in part comes in words.

    `rules` are the level rules of the page, `strikes` those of annotations that strike text out:
    they can be nothing else, however far they reach beyond it.
    """
    ordered = sorted([piece for piece in pieces if not piece.tilt], key=_base)
    bases = list(map(_base, ordered))
    most = max(map(_size, ordered), default=0.0)
    struck: set[int] = set()
    parts: dict[int, list[Piece]] = {}
    drawn = join_rules(_near_text(rules, bases, most)) if ordered else []
    for rule, is_certain in [*((one, False) for one in drawn), *((one, True) for one in strikes)]:
        first = bisect_left(bases, rule.at + _LOW * most / 2)
        last = bisect_right(bases, rule.at + _HIGH * most)
        near = [piece for piece in ordered[first:last] if _runs_through(rule, piece)]
        for piece in near:
            parts.setdefault(id(piece), split(piece))
        words = [word for piece in near for word in parts[id(piece)]]
        found = _under(rule, words)
        if is_certain or _is_strike(rule, found):
            struck |= set(map(id, found))
    if not struck:
        return pieces
    return [part for piece in pieces for part in _marked(piece, parts.get(id(piece), []), struck)]


def _near_text(rules: Sequence[Rule], bases: Sequence[float], most: float) -> list[Rule]:
    """The rules at a height where text stands that they may run through: those of tables do not."""
    low, high = _LOW * most / 2 - SAME_LINE, _HIGH * most + SAME_LINE
    return [
        rule
        for rule in rules
        if bisect_left(bases, rule.at + low) < bisect_right(bases, rule.at + high)
    ]


def _runs_through(rule: Rule, piece: Piece) -> bool:
    """Whether a rule runs through the small letters of a piece."""
    height = (piece.base - rule.at) / piece.size
    return _LOW <= height <= _HIGH and rule.lo < piece.x1 and piece.x0 < rule.hi


def _under(rule: Rule, words: Sequence[Piece]) -> list[Piece]:
    """The words over which a rule lies, from left to right."""
    return sorted(
        (
            word
            for word in words
            if rule.lo - _SHORT * word.size <= word.x0 and word.x1 <= rule.hi + _SHORT * word.size
        ),
        key=lambda word: word.x0,
    )


def _is_strike(rule: Rule, words: Sequence[Piece]) -> bool:
    """Whether a rule begins and ends with the words under it."""
    if not words:
        return False
    slack = _SLACK * words[0].size
    ends = words[0].x0 - rule.lo <= slack and rule.hi - words[-1].x1 <= slack
    apart = any(b.x0 - a.x1 > _WIDEST * a.size for a, b in pairwise(words))
    return ends and not apart


def _marked(piece: Piece, words: Sequence[Piece], struck: set[int]) -> list[Piece]:
    marks = [id(word) in struck for word in words]
    if not any(marks):
        return [piece]
    if all(marks):
        return [piece._replace(struck=True)]
    return [word._replace(struck=own) for word, own in zip(words, marks, strict=True)]


def signs_drawn(rules: PageRules, pieces: Sequence[Piece]) -> list[Lost]:
    """Where a short level rule stands right before a figure, over no text: a minus or an arrow that
    is drawn, without which the figure says something else."""
    ordered = sorted(pieces, key=_base)
    figures = [piece for piece in ordered if piece.text[:1].isdecimal() and not piece.tilt]
    most = max(map(_size, figures), default=0.0)
    highest = max(map(_size, ordered), default=0.0)
    short = [rule for rule in rules.horizontal if rule.hi - rule.lo <= _SIGN[1] * most]
    return [
        Lost((figure.x0 + figure.x1) / 2, figure.middle, SIGNED)
        for rule in _near_text(short, list(map(_base, figures)), most)
        for figure in _set_over(rule, figures, most)
        if _is_sign(rule, figure)
        and not any(_runs_through(rule, piece) for piece in _set_over(rule, ordered, highest))
    ]


def _set_over(rule: Rule, pieces: Sequence[Piece], most: float) -> Sequence[Piece]:
    """Those of some pieces, sorted by their baselines and of a size at most, through which a rule
    may run by its height: all for each rule would take long on a page of dashes."""
    first = bisect_left(pieces, rule.at, key=_base)
    return pieces[first : bisect_right(pieces, rule.at + most, key=_base)]


def _is_sign(rule: Rule, figure: Piece) -> bool:
    """Whether a rule stands before a figure as a minus does, at the height of one."""
    size = figure.size
    return (
        _SIGN[0] * size <= rule.hi - rule.lo <= _SIGN[1] * size
        and 0 <= figure.x0 - rule.hi <= _NEAR * size
        and _LOW <= (figure.base - rule.at) / size <= _HIGH
    )


def without_strikes(rules: Sequence[Rule], pieces: Sequence[Piece]) -> list[Rule]:
    """The rules that strike nothing out."""
    struck = [piece for piece in pieces if piece.struck]
    return [rule for rule in rules if not any(_runs_through(rule, piece) for piece in struck)]
