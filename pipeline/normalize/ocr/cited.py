"""Words of citations, which their number or letter tells: `Điêu 26`, `khoản I`, `Điếm b`.

Hardly anything else that is spelled like them but for its marks stands before a number in official
writing; where it does (`giao khoán 120 ha`), what stands around both tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.model import Fragment
from pipeline.normalize.ocr.pieces import Fix, Spot, begun_like, spots_of
from pipeline.writing.letters import without_marks
from pipeline.writing.numbers import NUMBER
from pipeline.writing.pairs import is_pair, partners
from pipeline.writing.patterns import compiled

RULE = "ocr-grammar"
_BEFORE_NUMBER = {"dieu": "điều", "khoan": "khoản", "diem": "điểm", "thang": "tháng"}
"""Parts of a document, and the month, by their letters: what they are before a number."""
_PARTS = ("điều", "khoản", "điểm")
"""Those of them that amounts may stand behind, where they are other words: `khoán` is one that
documents write."""
_WORDS = ("khoan", "thang")
"""Words that stand before numbers too (`khoan 12 giếng`)."""
_BARE_PARTS = ("dieu", "khoan")
"""Those that are counted in arabic numerals alone."""
_NUMBER = compiled(r"\d{1,3}[a-eđ]?[,;.)]?")
_MONTH = compiled(r"(?:0?[1-9]|1[0-2])/\d{4}[,;.)]?")
_LETTER = compiled(r"[a-zđ][,;)]?")
_ONE = compiled(r"(?P<one>[IlÌÍỊ|!†\]\[])(?P<rest>[,;.)]?)")
_MARKS = ".,;:()"


def citation_fixes(lines: Sequence[Fragment]) -> list[Fix]:
    """The words before a number that are misread in nothing but their marks, and the ones that are
    read as letters behind them."""
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    found = (
        fix
        for (one, two), third in zip(pairwise(spots), [*spots[2:], None], strict=False)
        for fix in (_word(one, two, third), _one(one, two))
    )
    return [fix for fix in found if fix is not None]


def _word(one: Spot, two: Spot, third: Spot | None) -> Fix | None:
    core = one.piece.core
    bare = without_marks(core.lower())
    after = two.piece.text
    wanted = _BEFORE_NUMBER.get(bare)
    if wanted is not None:
        number = _MONTH if wanted == "tháng" else _NUMBER
        is_cited = number.fullmatch(after) or (wanted == "điểm" and _LETTER.fullmatch(after))
    else:
        wanted = "số" if bare == "so" and core != core.upper() else None
        is_cited = wanted is not None and NUMBER.fullmatch(after.strip(_MARKS))
    if wanted is None or not is_cited or core.lower() in (wanted, *_WORDS) or core.isupper():
        return None
    if one.piece.text != core:  # something stands between
        return None
    if wanted in _PARTS and partners(core.lower()) and not _is_amid(one, wanted, third):
        return None
    return Fix([one], begun_like(wanted, core), RULE, f"{wanted}: what stands before a number")


def _is_amid(one: Spot, wanted: str, third: Spot | None) -> bool:
    """Whether what stands before a word and its number, or behind both, is of a citation."""
    after = without_marks(third.piece.core.lower()) if third is not None else ""
    return is_pair(one.before, wanted) or _BEFORE_NUMBER.get(after) in _PARTS


def _one(one: Spot, two: Spot) -> Fix | None:
    match = _ONE.fullmatch(two.piece.text)
    before = one.piece.text
    if match is None or before.isupper() or without_marks(before.lower()) not in _BARE_PARTS:
        return None
    return Fix([two], f"1{match['rest']}", RULE, "articles and clauses in arabic numerals")
