"""Words and numbers cut by the end of a line: what the text alone tells of it."""

from __future__ import annotations

import re

from pipeline.writing.patterns import compiled

CUT_WORD = "a word or number may be cut between two lines of this cell; compare with the page"
"""Why a cell is in doubt whose line may end inside a word."""
_ATTACHED = compiled(r"\w[-/]\Z|%/\Z")
_CUT_YEAR = re.compile(r"\b(?:\d{1,2}|[IV]{1,3})/\d{1,3}\Z")
_CUT_NUMBER = re.compile(r"(?:\d|\b[IV]{1,3})/\d{1,3}\Z")
_REST_OF_YEAR = compiled(r"\d{1,3}(?!\w)")


_OPEN_AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})*\.(\d{0,2})\Z")
_REST_OF_GROUP = re.compile(r"\d{1,3}(?![\w.,])|\d{1,3}(?=\.\d{3}(?!\d))")
_OPEN_SYMBOL = re.compile(r"\d[/-][A-ZĐ]{2,}(?:[/-][A-ZĐ]+)*\Z")
_REST_OF_SYMBOL = re.compile(r"[A-HJ-UWZĐ](?![\w.)])")
"""A capital that is neither a Roman numeral nor a syllable (`Y tế`)."""
_OPEN_KIND = re.compile(r"\d/(?:20\d\d/)?[A-ZĐ]{2,}\Z")
_ISSUER = compiled(r"-\p{Lu}{2}")
_OPEN_QUARTER = compiled(r"[Qq]uý\s+(I{1,2})\Z")
_REST_OF_QUARTER = re.compile(r"(I{1,2}|V)(?=/)")
_QUARTERS = frozenset({"II", "III", "IV"})
"""Numerals of quarters that have two letters to part."""
_STROKE = compiled(r"/(?:(?:\d{1,2}/)?(?:19|20)\d\d(?!\d)|\p{Lu}{2})|0/\p{Lu}{2}")
"""What goes on with a number: the stroke before a year or before who wrote a document, also behind
its last digit where that is a nought, which no number begins and ends with."""
_STOP = re.compile(r"[,;:.!?)](?!\S)")
_OPEN_CODE, _REST_OF_CODE = re.compile(r"(?<!\S)[1-9]\.(\d{1,5})\Z"), re.compile(r"\d{1,5}(?!\S)")
_CODE = 6
"""Digits of the code of a procedure behind its stop."""
_END = 4
"""Characters at the end of a text among which the stroke before a cut year stands."""
_GROUP = 3
"""Digits between two points of a number."""
_YEAR = 4
"""Digits of a year."""


def ends_attached(text: str) -> bool:
    """Whether a hyphen or a stroke ends the text, attached to the word before it (`04-`)."""
    return _ATTACHED.search(text) is not None


def is_cut_number(first: str, second: str) -> bool:
    """Whether a date or the quarter of a year was cut inside its year (`02/202` + `6`, `III/202` +
    `6`): no year has fewer digits."""
    if "/" not in first[-_END:]:
        return False
    start = _CUT_YEAR.search(first)
    rest = _REST_OF_YEAR.match(second)
    if start is None or rest is None:
        return False
    year = start.group().split("/")[1] + rest.group()
    return len(year) == _YEAR and year.startswith(("19", "20"))


def is_cut_stop(first: str, second: str) -> bool:
    """Whether the stop of a sentence was cut from its last word (`14/01/2026` + `; Nghị quyết`): no
    line begins with one."""
    return first[-1:].isalnum() and _STOP.match(second) is not None


def is_cut_symbol(first: str, second: str) -> bool:
    """Whether the symbol of a document was cut inside its last abbreviation (`03-TB/BCĐT` + `W`):
    but for numerals and `Y` no word is one capital; or between its kind and the hyphen before who
    issued it (`2629/QĐ` + `-TTg`)."""
    inside = _OPEN_SYMBOL.search(first) and _REST_OF_SYMBOL.match(second)
    return bool(inside or (_OPEN_KIND.search(first) and _ISSUER.match(second)))


def is_cut_quarter(first: str, second: str) -> bool:
    """Whether a quarter was cut inside its numeral (`Quý I` + `II/2026`)."""
    if not first.endswith("I"):
        return False
    start, rest = _OPEN_QUARTER.search(first), _REST_OF_QUARTER.match(second)
    return start is not None and rest is not None and start[1] + rest[1] in _QUARTERS


def is_cut_stroke(first: str, second: str) -> bool:
    """Whether a date or the symbol of a document was cut right before its stroke (`30/09` +
    `/2025`, `13033` + `/VPCP`), or before the last digit in front of it (`30` + `0/VPCP`)."""
    return first[-1:].isdigit() and _STROKE.match(second) is not None


def is_cut_amount(first: str, second: str) -> bool:
    """Whether a number was cut inside its last group of three digits (`110.00` + `0`)."""
    if "." not in first[-_GROUP:]:
        return False
    start, rest = _OPEN_AMOUNT.search(first), _REST_OF_GROUP.match(second)
    if start is None or rest is None:
        return False
    return len(start[1]) + len(rest[0]) == _GROUP


def is_cut_code(first: str, second: str) -> bool:
    """Whether the code of an administrative procedure was cut inside its six digits (`1.00204` +
    `7`): no amount goes on so."""
    if "." not in first[-_CODE:]:
        return False
    start, rest = _OPEN_CODE.search(first), _REST_OF_CODE.match(second)
    if start is None or rest is None:
        return False
    return len(start[1]) + len(rest[0]) == _CODE


def is_cut_figure(first: str, second: str) -> bool:
    """Whether a date, an amount or a code was cut between two lines."""
    if not second[:1].isdigit():  # with one each of them goes on
        return False
    return (
        is_cut_number(first, second) or is_cut_amount(first, second) or is_cut_code(first, second)
    )


def may_be_cut_number(first: str) -> bool:
    """Whether a text ends as a cut number may. Unlike `is_cut_number` no proof: for those who weigh
    it with other evidence, before they know what follows."""
    return "/" in first[-_END:] and _CUT_NUMBER.search(first) is not None
