"""How likely it is that a cell of a divided row is wrong.

How much worse the next best division is tells most of it, but not all: what was learned from rows
that were divided wrongly makes the next ones look sure. So other signs are counted beside it, those
above all that do not depend on what was learned: how many names of the header are known, whether
cells begin as their headers promise, whether the words on both sides of a border go on in the
document at large or make a word in others, whether a column that is hardly ever blank is. What each
tells was measured (weights.toml, benchmarks/layer_doubts.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from math import log1p
from operator import mul
from typing import NamedTuple

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import Division, LineRun, is_unwrapped, together
from pipeline.extract.layer.numbered.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.signs.begins import is_promised
from pipeline.extract.layer.signs.ground import clip
from pipeline.extract.layer.signs.weights import Doubt
from pipeline.extract.layer.signs.words import OTHER, PLAIN, ink, lexicon
from pipeline.writing.pairs import is_firm, is_word

_SUREST = 30.0
"""How much worse the next best division is at most: none is surer than that."""
_WORST, _BEST = -10.0, 3.0
"""Bounds of how well the worst cell of a row reads: beyond them nothing more is told."""
_ENOUGH = 20
"""Rows from which on a table teaches enough."""
_STRANGE = 6.0
"""The most that a blank cell tells in a column that is never blank (log odds)."""
_TELLING = 4.0
"""The most that the first words of a cell, or its form, tell for or against it (log odds)."""
_MOST_INNER = 3.0
"""Words inside a cell that begin others elsewhere, of which more tell nothing more: lists of bodies
have any number."""
_OF_TITLES = frozenset({"upper", "digit", "open"})
"""What the title of a row begins with."""
_OFTEN, _SELDOM = 1.0, 0.5
"""What words that many official documents write beside each other tell, and those of few."""
_STOPS = ",.;:)"
"""What may stand behind the last letter of a word."""
_ATTACHED = ",-;("
"""What a word ends with behind which a name does not begin a cell."""


class Signs(NamedTuple):
    """What tells that a cell is wrong; each is 0 or more, and the higher the likelier it is."""

    near: float
    """How near the next best division is that gives the cell other lines, in logarithms."""
    poor: float
    """How badly the worst cell of the row reads in its column."""
    untaught: float
    """How little is known of the columns: the share of those whose names say nothing of their
    cells, where no row has taught anything; 0 from `_ENOUGH` rows on."""
    missing: float
    """How seldom its column is blank, where the cell is."""
    goes_on: float
    """How well the words across its borders follow each other elsewhere in the document."""
    lower: float
    """Whether it begins in lower case."""
    filled: float
    """Whether it has any text."""
    strange: float
    """Whether it is not what its header promises, by its form or its first words; half where the
    header promises nothing."""
    next_strange: float
    """The same of the next cell that is not blank: where one begins the other ends."""
    next_plain: float
    """Whether that one has no form that its header promises, as a deadline has."""
    inner: float
    """How many words inside it begin cells elsewhere: bodies, up to `_MOST_INNER`."""
    blanks: float
    """Whether any cell of its row is blank."""
    formless: float
    """How badly its form, its end and its brackets fit its column."""
    taught: float
    """How well its first words fit what rows have taught of its column: beside what is promised
    that tells against it, for rows that were divided wrongly have taught it too."""
    counted: float
    """Whether its row is an item, no heading."""
    words: float
    """Whether the words across its borders make one in official documents: `Việt` + `Nam`."""


def odds_of(signs: Sequence[Signs], weights: Doubt) -> tuple[float, ...]:
    """How much likelier each cell is wrong than one that is just sure enough (log odds): above 0
    it is in doubt."""
    each = [getattr(weights, name) for name in Signs._fields]
    return tuple(weights.base + sum(map(mul, each, own)) for own in signs)


def signs_of(model: TableModel, row: UndividedRow, division: Division) -> Iterator[Signs]:
    """The signs of the cell of each column."""
    heading = row.style in HEADING_STYLES
    cells = [[run for run in runs if run] for runs in division.cells]
    poor = _BEST - clip(min(_fits(model, cells, row)), _WORST, _BEST)
    few = max(0.0, 1.0 - model.columns[0].cells / _ENOUGH)
    untaught = few * sum(own.role == OTHER for own in model.columns) / len(cells)
    across = _over_borders(division, partial(_goes_on, model))
    words = _over_borders(division, _make_word)
    promised = [_promised(model, column, runs) for column, runs in enumerate(cells)]
    blanks = not all(cells)
    for column, (margin, runs) in enumerate(zip(division.margins, cells, strict=True)):
        after = next((at for at in range(column + 1, len(cells)) if cells[at]), None)
        start = model.start(column, runs[0].head) if runs else 0.0
        form = model.finish(column, together(tuple(runs))) if runs else 0.0
        yield Signs(
            near=log1p(_SUREST) - log1p(clip(margin, 0.0, _SUREST)),
            poor=poor,
            untaught=untaught,
            missing=0.0 if runs else min(_STRANGE, -model.blank(column, heading)),
            goes_on=across[column],
            lower=bool(runs) and runs[0].head.begin == "lower",
            filled=bool(runs),
            strange=1.0 - promised[column],
            next_strange=0.0 if after is None else 1.0 - promised[after],
            next_plain=after is None or not _has_form(model, after, cells[after]),
            inner=min(_MOST_INNER, sum(_begins_inside(run.lines) for run in runs)),
            blanks=blanks,
            formless=_TELLING - clip(form, -_TELLING, _TELLING),
            taught=_TELLING + clip(start, -_TELLING, _TELLING),
            counted=not heading,
            words=words[column],
        )


def _promised(model: TableModel, column: int, runs: Sequence[LineRun]) -> float:
    """Whether a cell is what its header promises, by its form or its first words; half where it
    promises nothing. The first cell begins where its row does."""
    if not runs:
        return 0.0
    role, head = model.columns[column].role, runs[0].head
    if _has_form(model, column, runs):
        return 1.0
    if role.begins:
        return float(is_promised(role, *head.first))
    begins_row = role.name == "title" and column == 0 and head.begin in _OF_TITLES
    return 1.0 if begins_row else 0.5


def _has_form(model: TableModel, column: int, runs: Sequence[LineRun]) -> bool:
    """Whether a cell has a form that its header promises."""
    form = together(tuple(runs)).form
    return form != PLAIN and form in model.columns[column].role.shapes


def _begins_inside(lines: Sequence[str]) -> int:
    """How many words in lines begin cells elsewhere: in capitals, no open word or comma before."""
    words = " ".join(lines).split()
    known, opened = lexicon().any_begin, lexicon().open_words
    return sum(
        other[0].isupper()
        and other.casefold() in known
        and one[-1] not in _ATTACHED
        and one.casefold() not in opened
        for one, other in pairwise(words)
    )


def _goes_on(model: TableModel, one: LineRun, other: LineRun) -> float:
    """How well the words across a border follow each other in the document."""
    return model.across(one.tail, other.head, one.until is not None)


def _over_borders(division: Division, tell: Callable[[LineRun, LineRun], float]) -> list[float]:
    """Per column what is told of the borders of its cell; of two what tells more."""
    found = [0.0] * len(division.cells)
    for part in range(len(division.ends)):
        runs = [(at, run) for at, cell in enumerate(division.cells) if (run := cell[part])]
        for (left, one), (right, other) in pairwise(runs):
            told = max(0.0, tell(one, other))
            found[left], found[right] = max(found[left], told), max(found[right], told)
    return found


def _make_word(one: LineRun, other: LineRun) -> float:
    """How surely the words on both sides of a border make one together."""
    last = one.tail.words[-1].casefold()
    first = other.head.words[0].rstrip(_STOPS).casefold()
    if is_word(last, first):
        return _OFTEN
    return _SELDOM if is_firm(last, first) else 0.0


def _fits(
    model: TableModel, cells: Sequence[Sequence[LineRun]], row: UndividedRow
) -> Iterator[float]:
    for column, runs in enumerate(cells):
        yield _fit(model, column, runs, row)


def _fit(model: TableModel, column: int, runs: Sequence[LineRun], row: UndividedRow) -> float:
    """How well a cell fits its column: its lines, how it begins, how it ends. The title of a
    heading may have any width, and so may a cell that the program did not wrap."""
    heading = row.style in HEADING_STYLES
    if not runs:
        return model.blank(column, heading)
    free = (heading and column == 0) or is_unwrapped(row, runs[0], model.page_width)
    score = model.start(column, runs[0].head) + model.finish(column, together(tuple(runs)))
    return score + sum(_line_scores(model, column, runs, free))


def _line_scores(
    model: TableModel, column: int, runs: Sequence[LineRun], free: bool
) -> Iterator[float]:
    inks = [ink(line) for run in runs for line in run.lines]
    signs = [sign for run in runs for sign in (None, *run.signs)][1:]
    yield from (model.line(column, one, free) for one in inks)
    for (one, other), sign in zip(pairwise(inks), signs, strict=True):
        yield model.join(one, other) + (0.0 if free else model.wrap(column, one, other))
        yield 0.0 if sign is None else model.inside(sign)
