"""What inputs say, compared: which of their annexes hold the same text.

The unit is an annex: the tables of one input that stand under one annex heading, or one table where
no heading is printed. Texts are compared by runs of words without their accents, so that neither
the cut of rows nor a misread letter here and there hides that two inputs print one annex.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from zlib import crc32

from pipeline.batch.near import text_names
from pipeline.data.records import DOUBT, Document, ProblemRecord, TableRecord
from pipeline.writing.letters import slug, without_marks
from pipeline.writing.patterns import compiled

_WORD = compiled(r"\w+")
_RUN = 3
"""Words that make a run: long enough that two texts on one subject share few of them."""
_AGREE = 0.5
"""Share of the runs of the shorter text that two readings of one annex have in common. Readings of
the samples by different readers share over 0.9, different annexes of one decision under 0.1."""
_AGREE_IF_NAMED_ALIKE = 0.2
"""The same where both stand under one annex number: a bad scan of it is still that annex."""
_SAME_TEXT = 0.9
"""Share of the runs of the shorter input from which its text alone proves that it is the other: two
plans of one programme share fewer, as do a draft and what became of it."""
_SAME_PICTURE = 0.8
"""The same where one of them was read from a picture: one word in fourteen may be misread in more
than its accents."""
_ROUNDING = 1e-6
"""What a share of a count may be off by."""
_FEWEST_RUNS = 60
"""An annex with so many runs is looked for under other names; a shorter one may read like many."""
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_OF_THE_CONTENT = frozenset(
    {"agency-unknown", "deadline-unparsed", "footnote-repeated", "footnote-without-marker",
     "footnote-without-text", "header-unknown", "label-gap", "label-repeated",
     "parent-by-position", "claim-unparsed"}
)  # fmt: skip
"""Problems of what is printed: every good reading has them."""


@dataclass(frozen=True)
class Unit:
    """An annex of one input: its tables, the words of its rows, how many rows are certain, and
    whether it was read from a picture."""

    annex: str | None
    tables: tuple[TableRecord, ...]
    texts: tuple[str, ...]
    certain: int
    pictured: bool = False

    @cached_property
    def runs(self) -> frozenset[str]:
        """The runs of words in its rows."""
        return frozenset(chain.from_iterable(map(_runs, self.texts)))

    @cached_property
    def number(self) -> tuple[int, ...] | None:
        """The number of the annex; None where its heading has none."""
        return annex_number(self.annex)


def units_of(document: Document) -> tuple[Unit, ...]:
    """The annexes of an input, in printed order."""
    texts: dict[str, list[str]] = {table.table_id: [] for table in document.tables}
    for table_id, row in _row_texts(document):
        texts[table_id].append(row)
    doubtful = {p.row_id for p in document.problems if p.row_id and is_doubt(p)}
    read = [cell for cell in document.cells if cell.confidence is not None]
    doubtful |= {cell.row_id for cell in read if (cell.confidence or 0.0) < DOUBT}
    certain = dict.fromkeys(texts, 0)
    for line in document.rows:
        certain[line.table_id] += line.row_id not in doubtful
    pictured = {cell.table_id for cell in read}
    return tuple(_unit(group, texts, certain, pictured) for group in _annexes(document.tables))


def sketches(document: Document) -> Iterator[str]:
    """Names under which another reading of one of its annexes is found, however the rest of it was
    read."""
    for unit in units_of(document):
        if len(unit.runs) >= _FEWEST_RUNS:
            yield from text_names({crc32(run.encode()) for run in unit.runs})


def certain_rows(document: Document) -> int:
    """How many rows were read without a doubt."""
    return sum(unit.certain for unit in units_of(document))


def doubts(document: Document) -> int:
    """How many doubts the reading raised, those about the printed content left out."""
    return sum(is_doubt(problem) for problem in document.problems)


def is_doubt(problem: ProblemRecord) -> bool:
    """Whether a problem questions how something was read."""
    return problem.severity != "info" and problem.code not in _OF_THE_CONTENT


def agree(one: Unit, other: Unit) -> bool:
    """Whether two units hold the text of one annex. Those of different numbers never do."""
    if not one.runs or not other.runs:
        return False
    named = one.number is not None and other.number is not None
    if named and one.number != other.number:
        return False
    return share(one.runs, other.runs) >= (_AGREE_IF_NAMED_ALIKE if named else _AGREE)


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter text stands in the longer one, 0 to 1."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


@dataclass(frozen=True)
class Text:
    """All that an input says in its annexes, and whether some of it was read from a picture."""

    units: tuple[Unit, ...]

    @cached_property
    def runs(self) -> frozenset[str]:
        """The runs of words of all annexes."""
        return frozenset().union(*(unit.runs for unit in self.units))

    @cached_property
    def pictured(self) -> bool:
        """Whether an annex was read from a picture."""
        return any(unit.pictured for unit in self.units)


def same_text(one: Text, other: Text) -> bool:
    """Whether all that the shorter of two inputs says stands in the longer one."""
    pictured = one.pictured or other.pictured
    return share(one.runs, other.runs) >= (_SAME_PICTURE if pictured else _SAME_TEXT)


def may_be_same(texts: Sequence[Text]) -> list[set[int]]:
    """For each of some texts the places of others of which `same_text` may be true.

    Of the shorter text at most one run in five is not in the longer one. So among its rarest two in
    five there are as many of the longer's as may be missing: no pair is lost, few are left.
    """
    counts = Counter(run for text in texts for run in text.runs)
    rarest = [_rarest(text.runs, counts) for text in texts]
    held: dict[str, list[int]] = {run: [] for runs, _ in rarest for run in runs if counts[run] > 1}
    for at, text in enumerate(texts):
        for run in text.runs & held.keys():
            held[run].append(at)
    found: list[set[int]] = [set() for _ in texts]
    for at, (runs, fewest) in enumerate(rarest):
        shared = Counter(other for run in runs for other in held.get(run, ()))
        for other in (other for other, hits in shared.items() if hits >= fewest and other != at):
            found[at].add(other)
            found[other].add(at)
    return found


def _rarest(runs: frozenset[str], counts: Mapping[str, int]) -> tuple[list[str], int]:
    """The rarest runs of a text, and how many of them are in any longer text that is the same."""
    missing = int((1 - min(_SAME_TEXT, _SAME_PICTURE)) * len(runs) + _ROUNDING)
    ordered = sorted(runs, key=lambda run: (counts[run], run))[: 2 * missing + 1]
    return ordered, len(ordered) - missing


def annex_number(annex: str | None) -> tuple[int, ...] | None:
    """The number in an annex heading, Roman or Arabic (`Phụ lục II` is 2, `Phụ lục 5.13` 5 and
    13); None where it has none."""
    numbers: list[int] = []
    for word in reversed(slug(annex or "").split("_")):
        value = int(word) if word.isdigit() else _roman(word)
        if value is None:
            break
        numbers.insert(0, value)
    return tuple(numbers) or None


def _roman(word: str) -> int | None:
    if not word or not set(word) <= set(_ROMAN):
        return None
    values = [_ROMAN[char] for char in word]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _annexes(tables: Iterable[TableRecord]) -> Iterator[tuple[TableRecord, ...]]:
    """Successive tables under one heading together, those without a heading one by one."""
    for annex, group in groupby(tables, key=lambda table: table.annex):
        if annex is None:
            yield from ((table,) for table in group)
        else:
            yield tuple(group)


def _unit(
    tables: tuple[TableRecord, ...],
    texts: dict[str, list[str]],
    certain: dict[str, int],
    pictured: Set[str],
) -> Unit:
    ids = [table.table_id for table in tables]
    lines = tuple(text for table_id in ids for text in texts[table_id])
    sure = sum(certain[table_id] for table_id in ids)
    return Unit(tables[0].annex, tables, lines, sure, not pictured.isdisjoint(ids))


def _row_texts(document: Document) -> Iterator[tuple[str, str]]:
    for (table_id, _), cells in groupby(document.cells, key=lambda c: (c.table_id, c.row_id)):
        yield table_id, " ".join(cell.text for cell in cells)


def _runs(text: str) -> Iterator[str]:
    words = _WORD.findall(without_marks(text.casefold()))
    if 0 < len(words) < _RUN:
        yield " ".join(words)
    yield from map(" ".join, zip(*(words[at:] for at in range(_RUN)), strict=False))
