"""Suspected misprints: a syllable that the linked title in another document prints differently.

Two linked titles that differ in one syllable, in its marks alone or in one letter, and one of the
two syllables is much rarer: that one is suspected (`Bổ trí` beside `Bố trí`). Nothing is changed;
the better reading is the evidence of a `suspected-ocr` problem.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain, pairwise

from rapidfuzz.distance import Levenshtein

from pipeline.data.records import LinkRecord, ProblemRecord
from pipeline.frozen import dataclass
from pipeline.link.doubts import ARROW, MISPRINT, document_of
from pipeline.link.lineage.rarity import Rarity
from pipeline.writing.letters import without_marks
from pipeline.writing.patterns import compiled
from pipeline.writing.wording import levelled

RARER = 4  # how many times as often the better reading must stand where the other one recurs
_MAX_PLACES = 3  # titles that differ in more places were reworded
_CONTEXT = 1  # neighbouring words on either side that must agree
_WORD = compiled(r"\p{L}++")


_SHORTEST = 3
"""Letters of a word in which one may be misprinted: shorter ones are all alike."""


def suspected_misprints(
    links: Iterable[LinkRecord], titles: Mapping[str, str], common: Callable[[], Common]
) -> list[ProblemRecord]:
    """One problem for every suspected word of a linked title, in either document.

    `titles` are those of the rows of both documents; `common`, asked only where titles differ,
    tells how common a word is beside its neighbours. The evidence reads `Bổ trí → Bố trí`.
    """
    same = [link for link in links if link.status == "accepted" and link.relation == "same"]
    if not same:
        return []
    differing = [
        (link, left, right, places)
        for link in same
        for left, right, places in _compared(link, titles)
        if places
    ]
    if not differing:  # as in most pairs of documents: nothing is counted
        return []
    counts = common()
    return each_once(
        _problem(row_id, other, wrong, better)
        for link, left, right, places in differing
        for row_id, other, wrong, better in _suspects(link, left, right, places, counts)
    )


def each_once(problems: Iterable[ProblemRecord]) -> list[ProblemRecord]:
    """Suspected misprints in order, each told once: of several rows that print it better, the
    last one by its key is named."""
    found: dict[tuple[str, ...], ProblemRecord] = {}
    for problem in problems:
        key = (problem.row_id or "", *problem.evidence.split(ARROW))
        if key not in found or problem.other_row_ids > found[key].other_row_ids:
            found[key] = problem
    return [found[key] for key in sorted(found)]


def neighbours(titles: Iterable[str]) -> Counter[tuple[str, str]]:
    """How often pairs of neighbouring words stand in the titles of a document."""
    words = (map(levelled, _WORD.findall(title)) for title in titles)
    return Counter(chain.from_iterable(map(pairwise, words)))


@dataclass(frozen=True, slots=True)
class Common:
    """How often pairs of neighbouring words stand in two documents and in the table of rarity."""

    newer: Counter[tuple[str, str]]
    older: Counter[tuple[str, str]]
    rarity: Rarity

    def of(self, words: Sequence[str], at: int) -> int:
        """The greatest count of the word with one of its neighbours, here and in the table."""
        levels = [levelled(word) for word in words]
        before = self._both(levels[at - 1], levels[at]) if at else 0
        after = self._both(levels[at], levels[at + 1]) if at + 1 < len(levels) else 0
        return max(before, after)

    def _both(self, one: str, other: str) -> int:
        here = self.newer[one, other] + self.older[one, other]
        return here + self.rarity.count(f"{one} {other}")


def _compared(
    link: LinkRecord, titles: Mapping[str, str]
) -> Iterator[tuple[list[str], list[str], list[tuple[int, int]]]]:
    """The words of two linked titles, and the places where one may be misprinted."""
    one, other = titles.get(link.row_id), titles.get(link.other_row_id)
    if one is None or other is None or one == other:
        return
    left, right = _WORD.findall(one), _WORD.findall(other)
    places = _single_differences(left, right)
    alike = [(a, b) for a, b in places if _alike(levelled(left[a]), levelled(right[b]))]
    yield left, right, alike


def _suspects(
    link: LinkRecord,
    left: Sequence[str],
    right: Sequence[str],
    places: Iterable[tuple[int, int]],
    common: Common,
) -> Iterator[tuple[str, str, str, str]]:
    """(row, other row, suspected words, better reading) of one link."""
    for at, beside in places:
        count, count_beside = common.of(left, at), common.of(right, beside)
        if _rarer(count, count_beside):
            yield link.row_id, link.other_row_id, _phrase(left, at), _phrase(right, beside)
        elif _rarer(count_beside, count):
            yield link.other_row_id, link.row_id, _phrase(right, beside), _phrase(left, at)


def _rarer(count: int, beside: int) -> bool:
    """Whether the first reading is much rarer: it stands nowhere else, or seldom."""
    return count < beside and (count <= 1 or beside >= RARER * count)


def _single_differences(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Places where one word stands for another, between words that agree."""
    keys = [levelled(word) for word in left], [levelled(word) for word in right]
    blocks = SequenceMatcher(None, *keys, autojunk=False).get_opcodes()
    places = [block for block in blocks if block[0] != "equal"]
    if len(places) > _MAX_PLACES:
        return []
    return [
        (i1, j1)
        for tag, i1, i2, j1, j2 in places
        if tag == "replace" and i2 - i1 == 1 and j2 - j1 == 1
    ]


def _alike(one: str, other: str) -> bool:
    """Whether two words differ in marks alone, or in one letter of at least three."""
    if without_marks(one) == without_marks(other):
        return True
    return min(len(one), len(other)) >= _SHORTEST and Levenshtein.distance(one, other) == 1


def _phrase(words: Sequence[str], at: int) -> str:
    """A word with the one after it, or the one before it at the end."""
    start = at if at + 1 < len(words) else max(0, at - 1)
    return " ".join(words[start : start + 1 + _CONTEXT])


def _problem(row_id: str, other: str, wrong: str, right: str) -> ProblemRecord:
    doc_id, table, _ = row_id.rsplit("/", 2)
    return ProblemRecord(
        doc_id=doc_id,
        table_id=f"{doc_id}/{table}",
        row_id=row_id,
        column="title",
        severity="info",
        code=MISPRINT,
        message=f"{other} prints “{right}” for “{wrong}”",
        evidence=f"{wrong}{ARROW}{right}",
        other_row_ids=(other,),
        other_doc_id=document_of(other),
    )
