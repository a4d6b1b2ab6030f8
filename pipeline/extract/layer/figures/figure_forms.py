"""Whether the figures of a column can be what its name promises.

`Số hộ` and `Dân số (người)` count what has no parts, so figures with decimals stand under another
name; a share (`Tỷ lệ (%)`) has no thousands. Where two ways to read a header fit the number of
figures, this tells which of them names each.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from pipeline.writing.patterns import compiled

_SHARE = compiled(r"(?<!\d)%|\b(?:tỷ|tỉ) (?:lệ|trọng)\b")
"""The name of a share; that of a rate (`Chi phí quản lý 15%`) is one of amounts."""
_WHOLE = compiled(
    r"^(?:tổng )?số (?!liệu|lượng|tiền|vốn|tiêu|kinh phí|thu|chi)"
    r"|\((?:người|hộ|khẩu|lớp|cái|chiếc|xã|thôn|học sinh|cơ sở)\)$"
)
_CHANGE = compiled(r"\b(?:tăng|giảm|chênh lệch|so (?:sánh|với))\b|\([+-]")
_INCREASE = compiled(r"\+\d.*")
"""The name of a column of changes, and a figure that only such a column has."""
_YEAR = compiled(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DECIMALS = compiled(r"[-+(]?\d+(?:[.,]\d{3})*[.,](?:\d{1,2}|\d{4,})\)?%?")
_THOUSANDS = compiled(r"[-+(]?(?:\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d{4,})\)?")


class _Shares(NamedTuple):
    """The shares of some figures that are increases, have decimals, and have thousands."""

    increases: float
    decimals: float
    thousands: float


@lru_cache(maxsize=1024)
def _shares(figures: tuple[str, ...]) -> _Shares:
    """What some figures, one at least, are: asked again for each way to read a header."""
    forms = (_INCREASE, _DECIMALS, _THOUSANDS)
    found = (sum(form.fullmatch(one) is not None for one in figures) for form in forms)
    return _Shares(*(count / len(figures) for count in found))


def misfit(name: str, over: str, figures: Sequence[str]) -> float:
    """The share of a column's figures that are not what its name, or else the one over it,
    promises."""
    if not figures:
        return 0.0
    shares, (changes, against) = _shares(tuple(figures)), _promised(name, over)
    if shares.increases and not changes:
        return shares.increases
    if not against:
        return 0.0
    return shares.thousands if against == "thousands" else shares.decimals


@lru_cache(maxsize=4096)
def _promised(name: str, over: str) -> tuple[bool, Literal["", "thousands", "decimals"]]:
    """Whether a name or the one over it is that of changes, and what the figures of a column named
    so do not have; asked again for each way to read a header too."""
    changes = _CHANGE.search(f"{name} {over}".lower()) is not None
    for text in (name.lower(), over.lower()):
        if _SHARE.search(text):
            return changes, "thousands"
        if _WHOLE.search(text):
            return changes, "decimals"
    return changes, ""


@lru_cache(maxsize=4096)
def has_unit(name: str) -> bool:
    """Whether a name says in what its figures count: they need not be as those beside them."""
    return name.endswith(")") or _SHARE.search(name.lower()) is not None


def unlike(columns: Sequence[Sequence[str]]) -> float:
    """How much columns that stand below one name differ in the share of their figures that have
    decimals: amounts in one unit are written alike."""
    shares = [_shares(tuple(column)).decimals for column in columns if column]
    return max(shares) - min(shares) if shares else 0.0


def years_back(names: Sequence[str]) -> int:
    """How many names say a year before that of the last one on their left which says one.

    >>> years_back(["Năm 2025", "Ghi chú", "Năm 2026"]), years_back(["Năm 2026", "Năm 2025"])
    (0, 1)
    """
    years = [int(found.group()) for name in names if (found := _YEAR.search(name))]
    return sum(one > other for one, other in pairwise(years))
