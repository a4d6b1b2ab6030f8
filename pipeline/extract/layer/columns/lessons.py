"""What the rows of a table were divided into, counted: all that a model of its columns learns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field
from itertools import pairwise

from pipeline.extract.layer.lines.lines import SAME_LINE
from pipeline.extract.layer.signs.begins import begin_after
from pipeline.extract.layer.signs.weights import Limit
from pipeline.extract.layer.signs.widths import WIDE, Break, breaks_of, width_of
from pipeline.extract.layer.signs.words import LineMeasure, Role, ink, one_text, shape
from pipeline.frozen import dataclass

Before = tuple[str, int, int, bool]
"""What stood before a cell: the sign, the lines of the cell before (0 to 3), those of this one (the
same), whether columns were left blank between."""

OWN = 1
"""What a row counts for itself: it is no witness of its own reading."""


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell as a pass divided it: its lines, the signs between them, and what stood before (None
    at the start of a page), whether it is `whole`, and whether its row is printed as one line,
    which tells nothing of how wide a column is."""

    column: int
    lines: tuple[str, ...]
    signs: tuple[str, ...]
    before: Before | None
    whole: bool
    unwrapped: bool = False


@dataclass(slots=True)
class Column:
    """What was counted of a column: of its cells first words, pairs of them, all words, forms,
    texts, begins, how many are blank; the width at which it wraps (`limit`, `reach`), how far that
    is believed, and by how many lines that wrap it is borne out."""

    role: Role
    starts: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    shapes: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    begins: Counter[str] = field(default_factory=Counter)
    blank: Counter[bool] = field(default_factory=Counter)
    cells: int = 0
    limit: float = WIDE
    reach: float = WIDE
    wraps: float = 0
    trust: float = 1


class Lessons:
    """Counts over the columns of a table, and over all of them together."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self.columns = [Column(role) for role in roles]
        self.inside: Counter[str] = Counter()
        """Signs between the lines of cells."""
        self.border: Counter[Before] = Counter()
        self.after_lines = 0
        """Cells that begin on the last line of one of several lines."""
        self.pairs_in: Counter[tuple[str, str]] = Counter()
        """Ends and begins of lines that meet inside cells."""
        self.pairs_out: Counter[tuple[str, str]] = Counter()
        """The same of lines that meet at borders."""
        self.cuts: Counter[tuple[str, str]] = Counter()
        """Words that meet at borders."""
        self.shapes: Counter[str] = Counter()
        self.begins: Counter[str] = Counter()

    @classmethod
    def of(
        cls,
        roles: Sequence[Role],
        cells: Iterable[FoundCell],
        blanks: Iterable[tuple[int, bool, bool]],
        limit: Limit,
    ) -> Lessons:
        """What divided rows teach. `blanks` are (column, under a heading label, blank) for every
        column of every row."""
        new = cls(roles)
        widest: dict[int, list[tuple[int, bool]]] = {}
        breaks: dict[int, list[Break]] = {}
        for cell in cells:
            inks = [ink(line) for line in cell.lines]
            new._count(cell, inks)
            if cell.unwrapped:
                continue
            widest.setdefault(cell.column, []).append(
                (max(one.width for one in inks), len(inks) > 1)
            )
            breaks.setdefault(cell.column, []).extend(breaks_of(inks))
        for column, heading, blank in blanks:
            if not heading:
                new.columns[column].blank[blank] += 1
        for index, found in widest.items():
            own = new.columns[index]
            own.limit, own.reach, own.trust = width_of(found, breaks[index], limit)
        return new

    def _count(self, cell: FoundCell, inks: Sequence[LineMeasure]) -> None:
        column = self.columns[cell.column]
        if cell.whole:
            self._count_whole(column, inks[0], one_text(cell.lines))
        column.wraps += len(inks) - 1
        words = column.words
        for one in inks:
            for word in set(one.words):
                words[word] = words.get(word, 0) + 1
        for sign in cell.signs:
            self.inside[sign] += 1
        for one, other in pairwise(inks):
            self.pairs_in[one.end, begin_after(one.end, other.begin)] += 1
        if cell.before is not None:
            self.border[cell.before] += 1
            self.after_lines += cell.before[0] == SAME_LINE and cell.before[1] > 1

    def _count_whole(self, column: Column, first: LineMeasure, text: str) -> None:
        form = shape(text)
        column.cells += 1
        column.starts[first.first[0]] += 1
        column.pairs[first.first] += 1
        column.begins[first.begin] += 1
        self.begins[first.begin] += 1
        column.shapes[form] += 1
        self.shapes[form] += 1
        column.texts[text] += 1

    def count_borders(self, pairs: Iterable[tuple[LineMeasure, LineMeasure]]) -> None:
        """Count the ends and beginnings that meet at borders."""
        for one, other in pairs:
            self.pairs_out[one.end, begin_after(one.end, other.begin)] += 1
            self.cuts[one.words[-1], other.words[0]] += 1
