"""Number and date of a signed file, where the text leaves them blank.

Whoever signs such a file electronically lays number, day and month over the blanks of the
letterhead (`Số:      /QĐ-UBND`, `ngày    tháng    năm 2026`), as the appearance of a signature
field or an annotation. They are read from there and put into the blanks they stand over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from pipeline.frozen import dataclass
from pipeline.writing.numbers import BLANK_DATE, BLANK_NUMBER, day_of

_DIGITS = re.compile(r"[\d\s]+\Z")
_SIGNED_AT = re.compile(r"\b(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}")


_STAMPED = 3
"""Numbers that signing lays over a page: number, day, month."""
_MONTHS = 12  # of a year
_LONGEST_DAY = 2
"""Digits of a day: more are day and month in one."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What was laid over the blanks of a letterhead; None where nothing was, or it is unclear."""

    number: str | None = None
    issued: date | None = None


def read_stamp(head: Sequence[str], margin: Sequence[str]) -> Stamp:
    """The stamp of a letterhead (`head`, its lines) from the texts laid over the page.

    Of the bare numbers among these texts, in reading order, the first goes to the number if that
    is blank, the next two to day and month.
    """
    suffix = _blank_number(head)
    numbers = _bare_numbers(margin)
    number = None
    if suffix and numbers:
        number = f"{numbers[0]}{''.join(suffix.split())}"
        numbers = numbers[1:]
    return Stamp(number, _date(head, [int(found) for found in numbers], margin))


def _blank_number(head: Sequence[str]) -> str | None:
    """What is printed after the blank of the number; its halves may stand on two lines."""
    for text in (*head, *(f"{one} {other}" for one, other in pairwise(head))):
        match = BLANK_NUMBER.search(text)
        if match:
            return match.group(1)
    return None


def _bare_numbers(margin: Sequence[str]) -> list[str]:
    """The numbers of texts that hold nothing else. Three apart are number, day and month; of more,
    which the file gives twice, each counts once, and a text with several keeps their order and
    goes before the same ones apart."""
    texts = [text for text in margin if _DIGITS.match(text)]
    together = [text.split() for text in texts if len(text.split()) > 1]
    apart = [text for text in texts if len(text.split()) == 1]
    if len(apart) == _STAMPED and not together:
        return apart
    grouped = {number for group in together for number in group}
    found = [number for number in apart if number not in grouped]
    return list(dict.fromkeys(found + [number for group in together for number in group]))


def _date(head: Sequence[str], numbers: list[int], margin: Sequence[str]) -> date | None:
    """The date whose blanks the numbers fill; a laid-over month wins over a printed one."""
    match = next((m for line in head if (m := BLANK_DATE.search(line))), None)
    if match is None or (match.group(1) and match.group(2)):
        return None
    year = int(match.group(3))
    if len(numbers) > 1:
        day, month = numbers[:2] if numbers[1] <= _MONTHS else numbers[1::-1]
        return day_of(year, month, day)
    if len(numbers) == 1 and len(str(numbers[0])) > _LONGEST_DAY:
        return _day_and_month(str(numbers[0]), year)
    if len(numbers) == 1 and bool(match.group(1)) != bool(match.group(2)):
        day, month = int(match.group(1) or numbers[0]), int(match.group(2) or numbers[0])
        return day_of(year, month, day)
    return _signed_on(margin, year, match.group(2))


def _day_and_month(digits: str, year: int) -> date | None:
    """Day and month set as one number (`237`), where only one cut gives a date."""
    cuts = ((int(digits[:at]), int(digits[at:])) for at in range(1, len(digits)))
    found = [day for d, m in cuts if (day := day_of(year, m, d))]
    return found[0] if len(found) == 1 else None


def _iso_day(text: str) -> date | None:
    """The day `2026-01-14` stands for; None for one that does not exist."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _signed_on(margin: Sequence[str], year: int, month: str | None) -> date | None:
    """The day of the signature, if it agrees with what is printed of the date."""
    for text in margin:
        match = _SIGNED_AT.search(text)
        signed = _iso_day(match.group(1)) if match else None
        if signed and signed.year == year and month and signed.month == int(month):
            return signed
    return None
