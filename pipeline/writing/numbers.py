"""Numbers and dates of documents as they are printed: `125/QĐ-TTg`, `ngày 16 tháng 01 năm 2026`.

One grammar each. A number is read in two ways, since two places vouch for it differently: in
running text it must have the form of one (`NUMBER`), after the word `số` of a letterhead anything
joined by its marks is one (`CALLED`), misprinted symbols too. Dates without the word `ngày` are
read where cells hold them (`normalize/values`), in texts levelled for that.
"""

from __future__ import annotations

from datetime import date

from pipeline.writing.patterns import Match, compiled

_CODE = r"\p{Lu}[\p{Lu}A-Za-zđư]*+\d{0,2}(?!\w)"
NUMBER = compiled(
    rf"(?<![\w/.-])(?<!\d,)(?P<serial>\d{{1,5}}(?:\.\d{{1,3}})?[a-z]?)"
    rf"(?P<year>\s?/\s?(?:19|20)\d\d)?(?P<joint>\s?[/–-]\s?)"
    rf"(?P<symbol>{_CODE}(?:\s?[–/&-]\s?{_CODE})*)"
)
"""A number in running text."""
_PART = r"[^\W_][\w.]*"
_CALLED_FORM = r"(?P<number>\d[\w.]*(?:\s?{joint}\s?{part})+(?:(?<=KV|CN)\s[IVX]+(?!\w))?)"
CALLED = _CALLED_FORM.format(joint="[/&-]{1,2}", part=_PART)
"""The form of a number where the place says that it is one."""
CALLED_IN_LETTERHEAD = _CALLED_FORM.format(joint=r"(?:[/&-]{1,2}|–(?=\s?\p{Lu}{2}))", part=_PART)
"""The same where a long dash too joins two marks: in text it parts two things. In its case."""
_CALLED = compiled(rf"\bsố\s*:?\s*{CALLED}", any_case=True)
BLANK_NUMBER = compiled(rf"[Ss]ố\s*:?\s*(?P<symbol>/\s?{_PART}(?:\s?[/&-]\s?{_PART})*)")
"""A number whose serial is left blank: `Số:      /QĐ-TTg`."""

_SYMBOL = compiled(r"/(\p{Lu}[\w-]*\w)")
_SYMBOL_END = compiled(r"/(\p{Lu}[\w-]*+)\Z")
_SYMBOL_START = compiled(r"\p{Lu}[\w-]*\w|\p{Lu}(?!\w)")

_JOINT = r"\s*(?:{word}|[/.-])\s*+"
_TO_MONTH, _TO_YEAR = _JOINT.format(word="tháng"), _JOINT.format(word="năm")
DATE = (
    rf"ngày\s*+(?P<day>\d{{1,2}}){_TO_MONTH}(?P<month>\d{{1,2}}){_TO_YEAR}"
    r"(?P<year>\d{4})(?!\d)"
)
"""The form of a full date after the word `ngày`; in any case."""
_DATE = compiled(DATE, any_case=True)
BLANK_DATE = compiled(
    rf"ngày\s*+(?P<day>\d{{1,2}})?{_TO_MONTH}(?P<month>\d{{1,2}})?{_TO_YEAR}(?P<year>\d{{4}})",
    any_case=True,
)
"""A date whose day or month may be left blank."""
DOTTED_DATE = compiled(r"ngày\s*[.…_\d]*\s*tháng\s*[.…_\d]*\s*năm\s", any_case=True)
"""A date with dots, or nothing, where it is to be filled in."""
CUT_DATE = compiled(
    r"ngày\s*+\d{1,2}(?:\s*(?:/|tháng)\s*+\d{0,2}(?:\s*(?:/|năm)\s*+\d{0,3})?)?(?!\d)",
    any_case=True,
)
"""A date that the text breaks off in."""
DATE_IN_DIGITS = r"(?<![\d/.-])(?:\d{1,2}[/.-]){1,2}(?:19|20)\d\d(?![\d/.-]?\d)"
"""The form of a date or a month that digits alone say."""


def find_number(text: str) -> str | None:
    """The first document number after the word `số`, without inner blanks.

    >>> find_number("Số: 125 /QĐ-TTg")
    '125/QĐ-TTg'
    """
    return next((found for match in _CALLED.finditer(text) if (found := as_number(match))), None)


def as_number(match: Match) -> str | None:
    """A `CALLED` number without inner blanks; a date (`số 01/02/2026`) is none."""
    text = "".join(match["number"].split()).replace("–", "-")
    return text if any(char.isalpha() for char in text) else None


DATE_WITHOUT_YEAR = compiled(r"tháng\s+\d{1,2}\s+năm\s*\Z", any_case=True)
YEAR = compiled(r"\s*(?:19|20)\d\d\s*\Z")
"""A date whose year stands in the next line, and that line. The lines of a letterhead are put
together by a stricter form (normalize/wrapped): there a line below must also hold the number."""


def find_date(text: str) -> date | None:
    """The first full date after the word `ngày`; None for one that does not exist.

    >>> find_date("Hà Nội, ngày 16 tháng 01 năm 2026")
    datetime.date(2026, 1, 16)
    """
    match = _DATE.search(text)
    return as_date(match) if match else None


def as_date(match: Match) -> date | None:
    """The day that a match of `DATE` names; None for one that does not exist."""
    return day_of(int(match["year"]), int(match["month"]), int(match["day"]))


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def symbols_in(text: str) -> list[str]:
    """The symbols after a stroke (`02-KH/BCĐTW` → `BCĐTW`), whatever stands before it."""
    return [match.group(1) for match in _SYMBOL.finditer(text)]


def symbol_over(one: str, other: str) -> str | None:
    """The symbol that the end of a line and the start of the next make together."""
    tail, head = _SYMBOL_END.search(one), _SYMBOL_START.match(other)
    return tail.group(1) + head.group() if tail and head else None
