"""Is the first row of a page the rest of the last row of the page before?

A blank number is not proof: the row may stand beside a number merged over the break, or be one
of its own. The decision is a score from what the page and the text show; score and reasons go
into `repairs`, so that a wrong join can be found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.frozen import dataclass
from pipeline.normalize.tables.titles import is_upper
from pipeline.normalize.text import End
from pipeline.writing.cuts import ends_attached, is_cut_amount, is_cut_number

THRESHOLD = 0.5
_PRIOR = 0.5
_PRIOR_UNNUMBERED = 0.3
_FULL_ROW = 3
_MIN_LEARNED = 10
"""Rows from which on the words that begin the cells of a column are known."""

_WITNESSES = 2
"""Cells that begin with a word in lower case from which on cells of the column begin so."""

WHOLE_CELLS = "cells above and below are whole ones of other rows"
_WHOLE = 2
"""Columns that print whole cells on both sides of a break where two rows stand there."""
_VALUE = re.compile(r"[(+-]?\d[\d.,]*(?:\s?%)?\)?")


@dataclass(frozen=True, slots=True)
class Join:
    """The decision about one row: joined when `score` (0–1) reaches the threshold."""

    score: float
    reasons: tuple[str, ...]

    @property
    def joined(self) -> bool:
        """Whether the row belongs to the one before."""
        return self.score >= THRESHOLD


class Beginnings:
    """The words that begin the cells of each column, and the cells that stand there, learned from
    the whole rows of a table."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._words: list[Counter[str]] = []
        self._cells: list[set[str]] = []
        self._rows = 0
        for texts in rows:
            self._rows += 1
            self._words += [Counter() for _ in range(len(texts) - len(self._words))]
            self._cells += [set() for _ in range(len(texts) - len(self._cells))]
            for words, cells, text in zip(self._words, self._cells, texts, strict=False):
                words[_first_word(text)] += 1
                cells.add(text)

    def are_cells(self, column: int, edge: Edge) -> bool:
        """Whether what stands above a break and what stands below are both whole cells of the
        column in other rows."""
        known = self._cells[column] if column < len(self._cells) else ()
        return bool(edge.above) and edge.above in known and edge.below in known

    def is_usual(self, column: int, text: str) -> bool:
        """Whether whole cells of the column begin as `text` does; False while little is known, and
        for a word in lower case that begins one alone: that one may be the rest of a cell too."""
        if self._rows < _MIN_LEARNED or self.is_new(column, text):
            return False
        word = _first_word(text)
        return (
            column >= len(self._words)
            or not word[:1].islower()
            or self._words[column][word] >= _WITNESSES
        )

    def is_new(self, column: int, text: str) -> bool:
        """Whether no cell of the column begins as `text` does; False while little is known."""
        return (
            self._rows >= _MIN_LEARNED
            and column < len(self._words)
            and _first_word(text) not in self._words[column]
        )


def _first_word(text: str) -> str:
    """The word a text begins with; whether in lower case tells, not how the rest is written."""
    word = text.split(" ", 1)[0]
    return word if word.islower() else word.casefold().capitalize()


@dataclass(frozen=True, slots=True)
class Edge:
    """One column at a page break: the cell so far and what stands below it on the next page.

    `end` is how the cell so far ends on the page; `at_bottom` whether its last line is the
    lowest of its row (a cell that is cut is filled to the break), None where the source has no
    places or sets its cells otherwise. `spans` are the columns the cell covers above and below,
    `merged` tells that it reaches down over the break as one cell.
    """

    above: str
    below: str
    end: End = "unknown"
    at_bottom: bool | None = None
    spans: tuple[int, int] = (1, 1)
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """What is known of a page break besides its columns.

    `title` is the position of the title column; `open_edge` says that the rule between the two
    pages is missing, `edges_tell` that the table has breaks with such a rule and breaks without,
    `numbered` that most rows of the table have a number, `titled` that all its rows have a title,
    `spaces_tell` that the source sets the spaces at which its lines break, `lacks` that the row
    below leaves a column blank that nearly all rows fill.
    """

    title: int | None
    open_edge: bool = False
    edges_tell: bool = False
    numbered: bool = True
    titled: bool = False
    spaces_tell: bool = False
    lacks: bool = False


def judge(edges: Sequence[Edge], at: Break, beginnings: Beginnings) -> Join:
    """Weigh whether a row without a number goes on with the row on the page before.

    `edges` are its columns, the number column left out as blank; `beginnings` tells how the
    cells of the table begin.
    """
    score = _PRIOR if at.numbered else _PRIOR_UNNUMBERED
    reasons: list[str] = []
    for weight, reason in _evidence(edges, at, beginnings):
        score += weight
        reasons.append(reason)
    return Join(round(min(1.0, max(0.0, score)), 2), tuple(reasons))


def _evidence(
    edges: Sequence[Edge], at: Break, beginnings: Beginnings
) -> Iterator[tuple[float, str]]:
    printed = [i for i, edge in enumerate(edges) if edge.below]
    yield from _evidence_of_text(edges, printed, at, beginnings)
    yield from _evidence_of_page([edges[i] for i in printed], at)
    if any(edges[i].spans[0] != edges[i].spans[1] for i in printed):
        yield -0.6, "its cells are of other widths"


def _evidence_of_text(
    edges: Sequence[Edge], printed: list[int], at: Break, beginnings: Beginnings
) -> Iterator[tuple[float, str]]:
    """What the texts tell: do they begin inside a sentence, or anew."""
    cells = [edges[i] for i in printed]
    new = [i for i in printed if beginnings.is_new(i, edges[i].below)]
    cut = any(_is_cut(edge) for edge in cells)
    inside = cut or any(
        (_goes_on(edges[i].below) and not beginnings.is_usual(i, edges[i].below))
        or _closes(edges[i])
        for i in printed
    )
    if inside:
        yield 0.3, "begins inside a word" if cut else "begins inside a sentence"
    if inside and at.lacks and not at.numbered:
        yield 0.3, "leaves blank what nearly all rows fill"
    if any(is_open(edge.above) for edge in cells):
        yield 0.1, "the text above is not finished"
    if any(_repeats_end(edge) for edge in cells):
        yield 0.2, "repeats the end of the text above"
    if any(edge.above == edge.below for edge in cells):
        yield -0.2, "says the same as the row above"
    values = sum(_are_values(edge) for edge in cells)
    if values:
        yield -0.4 if values == 1 else -0.8, "a number above and another below"
    whole = sum(beginnings.are_cells(i, edges[i]) for i in printed)
    if not at.numbered and whole >= _WHOLE:
        yield -0.5, WHOLE_CELLS
    if 2 * len(new) > len(printed):
        yield 0.2, "no cell of the column begins so"
    if len(printed) < sum(bool(edge.above) for edge in edges):
        yield 0.05, "fewer cells than the row above"
    if any(not edge.above for edge in cells):
        yield -0.15, "fills a cell that was blank above"
    title = edges[at.title] if at.title is not None and at.title in printed else None
    if title is not None and title.above[-1:] == "." and title.below[0].isupper():
        yield -0.15, "a sentence ends above, another begins"
    untitled = at.titled and title is not None and not title.above
    if untitled:
        yield 0.7, "the row above has no title"
    if at.titled and title is None and at.title is not None and not edges[at.title].merged:
        yield 0.2, "the row below has no title"
    anew = not (inside or untitled) and at.title in printed and at.title not in new
    if anew and len(printed) >= _FULL_ROW:
        yield -0.5, "a full row that begins anew"
    elif anew and len(printed) > 1:
        yield -0.2, "begins anew"
    if not inside and printed == [at.title] and _is_capital_heading(cells[0]):
        yield -0.6, "a heading in capitals"


def _evidence_of_page(cells: Sequence[Edge], at: Break) -> Iterator[tuple[float, str]]:
    """What the page shows: the rules at its edge, how far the cells are filled, their ends."""
    if at.open_edge:
        yield 0.3, "no rule at the page edge"
    if at.edges_tell:
        yield (0.2, "others have one") if at.open_edge else (-0.2, "a rule at the page edge")
    known = [edge.at_bottom for edge in cells if edge.above and edge.at_bottom is not None]
    if known and all(known):
        yield 0.2, "the cells above are filled to the break"
    elif known:
        yield -0.4, "a cell above ends before the break"
    if at.spaces_tell and any(edge.above for edge in cells):
        if all(edge.end != "unknown" for edge in cells if edge.above):
            yield 0.3, "the lines above break at a space"
        elif all(edge.end == "unknown" for edge in cells if edge.above):
            yield -0.2, "the lines above end a text"


def _goes_on(text: str) -> bool:
    """Whether a text cannot begin a cell: it starts in lower case or with a closing mark."""
    return text[0].islower() or text[0] in ",.;:)]”/%"


def _is_cut(edge: Edge) -> bool:
    """Whether a date, a number or a symbol stops above and goes on below: `30/11/` and `2026`."""
    cut = ends_attached(edge.above) or is_cut_number(edge.above, edge.below)
    return cut and edge.below[0].isalnum()


def _closes(edge: Edge) -> bool:
    """Whether the text below closes a bracket that the text above opened."""
    below = edge.below.count(")") - edge.below.count("(")
    return below > 0 and edge.above.count("(") > edge.above.count(")")


def _are_values(edge: Edge) -> bool:
    """Whether the cell prints a number above and another below: no cell holds two, and a column
    that cuts a number leaves its last group open (`110.00` over `0`)."""
    both = _VALUE.fullmatch(edge.above) and _VALUE.fullmatch(edge.below)
    return both is not None and not is_cut_amount(edge.above, edge.below)


def is_open(text: str) -> bool:
    """Whether a text stops in the middle: no closing mark at its end."""
    return bool(text) and (text[-1].isalnum() or text[-1] in ",;-/(") and not text[-1].isupper()


def _repeats_end(edge: Edge) -> bool:
    return len(edge.below) < len(edge.above) and edge.above.endswith(edge.below)


def _is_capital_heading(edge: Edge) -> bool:
    words = [word for word in edge.below.split() if word.isalpha()]
    return len(words) > 1 and is_upper(edge.below) and not is_upper(edge.above)
