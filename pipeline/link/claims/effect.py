"""From when a document counts, as it says of itself: `Nghị quyết này có hiệu lực từ ngày …`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline.data.records import Document
from pipeline.writing.letters import fold
from pipeline.writing.numbers import day_of
from pipeline.writing.patterns import compiled, found_in

_SAYS = compiled(
    r"(?P<what>\p{L}++(?:\s\p{L}++)?+)\s+này\s+(?:sẽ\s+|bắt\s+đầu\s+)?+có\s+hiệu\s+lực"
    r"(?:\s+thi\s+hành)?+\s*,?\s*(?:kể\s+)?+(?:từ|sau)\s+(?=(?P<when>[^;“”]{1,80}))",
    any_case=True,
)
_MAY_SAY = compiled(r"hiệu\s+lực", any_case=True)
"""What is said with: a document that does not have it need not be searched word by word."""
_DAY = compiled(
    r"(?:ngày\s+)?+(?P<day>\d{1,2})(?:\s*tháng\s*|\s*[/.-]\s*)(?P<month>\d{1,2})"
    r"(?:\s*năm\s*|\s*[/.-]\s*)(?P<year>\d{4})(?!\d)",
    any_case=True,
)
_SIGNED = compiled(
    r"(?:ngày\s+)?+(?:được\s+)?+(?:\p{L}++\s+){0,3}?(?:ký|ban\s+hành|thông\s+qua)", any_case=True
)
_LATER = compiled(r"(?P<days>\d{1,3})(?:\s*\([^)]{0,40}\))?+\s*ngày", any_case=True)


def effect_of(lines: Sequence[str], kind: str | None, issued: date | None) -> date | None:
    """The first day a document counts; None where it does not say, or says several days.

    `lines` are its body, `kind` is what it calls itself. What it says of the day it was signed
    needs that day.

    >>> effect_of(["Nghị quyết này có hiệu lực từ ngày 01/7/2025."], "Nghị quyết", None)
    datetime.date(2025, 7, 1)
    """
    told = list(_told(" ".join(lines), issued))
    own = {day for what, day in told if kind and fold(what).endswith(fold(kind))}
    days = own or {day for _, day in told}
    return next(iter(days)) if len(days) == 1 else None


def _told(text: str, issued: date | None) -> Iterator[tuple[str, date]]:
    for match in found_in(text, _SAYS) if _MAY_SAY.search(text) else ():
        day = _day(match["when"], issued)
        if day:
            yield match["what"], day


def _day(text: str, issued: date | None) -> date | None:
    named, later = _DAY.match(text), _LATER.match(text)
    if named:
        return day_of(int(named["year"]), int(named["month"]), int(named["day"]))
    if issued and later:
        return issued + timedelta(days=int(later["days"]))
    return issued if _SIGNED.match(text) else None


def with_effect(document: Document, lines: Sequence[str]) -> Document:
    """The document with the day from which it counts."""
    facts = document.facts
    day = effect_of(lines, facts.kind, facts.issued_date)
    return replace(document, documents=(replace(facts, effective_date=day),))
