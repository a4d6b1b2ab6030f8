"""Lines of a letterhead that belong together: where a narrow column or a portal's page broke the
name of the state, a number (`Số:` over `06/2019/TT-BKHĐT`), a date (`Kon Tum, ngày 25` over
`tháng 01 năm 2024`) or the kind (`THÔNG` over `TƯ`)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pipeline.writing.kinds import document_kinds
from pipeline.writing.letters import plain, without_marks
from pipeline.writing.numbers import find_date
from pipeline.writing.patterns import compiled

MOTTOES = tuple(
    tuple(text.split())
    for text in (
        "cong hoa xa hoi chu nghia viet nam",
        "dang cong san viet nam",
        "doc lap - tu do - hanh phuc",
        "doan tncs ho chi minh",
        "doan thanh nien cong san ho chi minh",
    )
)
"""What the right column of a letterhead says, without marks."""
_NUMBER_ALONE = compiled(r"(?:Luật\s+|Nghị quyết\s+)?Số\s*:?\s*\Z", any_case=True)
_NUMBER = compiled(r"\d[\w.]*\s?[/-]\s?\S")
_LACKS_YEAR = compiled(r",\s*ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s*\Z", any_case=True)
_BESIDE_NUMBER = compiled(r"(?P<own>\s*Số\s*:?\s*\d.*?\S)\s+(?P<year>(?:19|20)\d\d)\s*\Z")
"""A date that lacks its year, and the year beside the number in the line below."""
_OPEN_NUMBER = compiled(r"\bSố\s*:?\s*\d\S*[-/&]\s*\Z", any_case=True)
_SYMBOL = compiled(r"\s*\p{Lu}[\p{Lu}đ]*+\d*(?:[-&]\p{Lu}[\p{L}]*+)*+\s*\Z")
"""A number that a line's end cuts after one of its marks, and the symbol it goes on with."""
_DAY = compiled(r"ngày\s*\d", any_case=True)
_OPEN_DATE = compiled(r"\D{0,45}(?:\d{1,2}\s*)?,\s*ngày\b.{0,25}\Z", any_case=True)
_PLACE_ALONE = compiled(r"\p{Lu}[^\d.;:()]{1,40},\s*\Z")


def unwrapped(lines: Iterable[str]) -> list[str]:
    """The lines, those put together that a break inside one of these forms parted."""
    whole: list[str] = []
    for line in lines:
        year = _BESIDE_NUMBER.match(line) if whole and _LACKS_YEAR.search(whole[-1]) else None
        if year:
            whole[-1] = f"{whole[-1].rstrip()} {year['year']}"
            whole.append(year["own"])
        elif whole and _OPEN_NUMBER.search(whole[-1]) and _SYMBOL.match(line):
            whole[-1] = f"{whole[-1].rstrip()}{line.strip()}"
        elif whole and _go_together(plain(whole[-1]), plain(line)):
            whole[-1] = f"{whole[-1].rstrip()} {line.strip()}"
        else:
            whole.append(line)
    return whole


def _go_together(one: str, other: str) -> bool:
    return bool(
        _is_motto(one, other)
        or (_NUMBER_ALONE.match(one) and _NUMBER.match(other))
        or (_PLACE_ALONE.match(one) and _DAY.match(other))
        or _is_date(one, other)
        or f"{one} {other}" in _kinds_in_capitals()
    )


@cache
def _kinds_in_capitals() -> frozenset[str]:
    return frozenset(map(str.upper, document_kinds()))


def _is_motto(one: str, other: str) -> bool:
    upper, lower = bare(one), bare(other)
    words = upper + lower
    return bool(upper and lower) and any(words == motto[: len(words)] for motto in MOTTOES)


def _is_date(one: str, other: str) -> bool:
    """Whether a date begins in one line and ends in the next."""
    if not _OPEN_DATE.match(one) or find_date(one) or find_date(other):
        return False
    return find_date(f"{one} {other}") is not None


def bare(text: str) -> tuple[str, ...]:
    """The words without marks and letter case, every dash as a hyphen."""
    return tuple(without_marks(text.lower().replace("–", "-")).split())
