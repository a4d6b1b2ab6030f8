"""Suspected misprints: a syllable that the linked title in another document prints differently.

Two linked titles that differ in one syllable, in its marks alone or in one letter, and one of the
two syllables is much rarer: that one is suspected (`Bổ trí` beside `Bố trí`). Nothing is changed;
the better reading is the evidence of a `suspected-ocr` problem.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from pipeline.link.lineage_model import LinkRow
from pipeline.link.lineage_text import levelled, toneless
from pipeline.records import LinkRecord, ProblemRecord

RARER = 4  # how many times as often the better reading must stand where the other one recurs
_MAX_PLACES = 3  # titles that differ in more places were reworded
_CONTEXT = 1  # neighbouring words on either side that must agree
_WORD = re.compile(r"[^\W\d_]+")


def suspected_misprints(
    links: Iterable[LinkRecord], rows: Iterable[LinkRow]
) -> list[ProblemRecord]:
    """One problem for every suspected word of a linked title, in either document.

    `rows` are all rows of the corpus: their titles tell how common a word is beside its
    neighbours. The evidence reads `Bổ trí → Bố trí`.
    """
    titles = {row.row_id: row.title for row in rows}
    common = _Common(titles.values())
    found = {
        (row_id, wrong, right): (other, row_id)
        for link in links
        if link.status == "accepted" and link.relation == "same"
        for row_id, other, wrong, right in _suspects(link, titles, common)
    }
    return [
        _problem(row_id, other, wrong, right)
        for (row_id, wrong, right), (other, _) in sorted(found.items())
    ]


class _Common:
    """How often words and pairs of neighbouring words stand in the titles."""

    def __init__(self, titles: Iterable[str]) -> None:
        self.words: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        for title in titles:
            words = [levelled(word) for word in _WORD.findall(title)]
            self.words.update(words)
            self.pairs.update(pairwise(words))

    def of(self, words: Sequence[str], at: int) -> int:
        """The greatest count of the word with one of its neighbours."""
        levels = [levelled(word) for word in words]
        before = self.pairs[levels[at - 1], levels[at]] if at else 0
        after = self.pairs[levels[at], levels[at + 1]] if at + 1 < len(levels) else 0
        return max(before, after)


def _suspects(
    link: LinkRecord, titles: Mapping[str, str], common: _Common
) -> Iterator[tuple[str, str, str, str]]:
    """(row, other row, suspected words, better reading) of one link."""
    one, other = titles.get(link.row_id), titles.get(link.other_row_id)
    if one is None or other is None:
        return
    left, right = _WORD.findall(one), _WORD.findall(other)
    for at, beside in _single_differences(left, right):
        if not _alike(levelled(left[at]), levelled(right[beside])):
            continue
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
    if toneless(one) == toneless(other):
        return True
    return min(len(one), len(other)) > 2 and Levenshtein.distance(one, other) == 1


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
        code="suspected-ocr",
        message=f"{other} prints “{right}” for “{wrong}”",
        evidence=f"{wrong} → {right}",
    )
