"""Whether a token is written as numbers, dates and symbols of official documents are: what a reader
could hardly have hit by chance, and what no reader can have read right."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipeline.normalize.values.agency_registry import packaged
from pipeline.writing.compounds import is_compound
from pipeline.writing.numbers import NUMBER
from pipeline.writing.pairs import neighbours
from pipeline.writing.patterns import compiled

_DATE = compiled(r"(?:(?:0?[1-9]|[12]\d|3[01])/)?(?:0?[1-9]|1[0-2])/(?:19[4-9]|20\d)\d")
_YEAR = compiled(r"(?:19[4-9]|20\d)\d")
_QUARTER = compiled(r"(?:I|II|III|IV)(?:/(?:19[4-9]|20\d)\d)?")
_LIKE_DATE = compiled(r"(?:\d{1,2}/){1,2}\d{4}")
_LIKE_YEAR = compiled(r"\d{4}")
_BEFORE_YEAR = ("năm", "-", "–")
"""What stands before a year by itself: its word, or the dash of a stretch of years."""
_CUT = compiled(r"\d{1,5}[a-z]?(?:/(?:19|20)\d\d)?(?:[/-]\p{Lu}[\p{Lu}đ&]*)?[/-]")
"""The number of a document up to where its line breaks: behind a dash or a stroke."""
_SYMBOL = compiled(r"(?:\p{Lu}[\p{Lu}đ]{1,7}(?:Tg)?|TTg)(?:[-&/]\p{Lu}[\p{Lu}đ]*(?:Tg)?)*")
_MEASURE = compiled(r"(?:k?m[23²³]|k[Vm]|[kMG]W[hp]?|ha)(?:/\p{L}+)?")
_MARKS = ".,;:()[]“”\"'’‘"
_LETTERED = compiled(r"(?<!\p{L})(?:\d+[.,]?[OoIlóÓ]|[OoIlóÓ]\d)[\dOoIlóÓ]*+(?!\p{L})")
"""Figures read as the letters that look like them. Of 60 words of scans to learn on that have such
a run none is right."""


_TORN = compiled(r"[)\]}]\d.*|\d+-\d\p{Lu}+/.*")
"""A bracket that closes before a number, a figure in the symbol of a document (`28-1B/TGV`)."""


def is_formed(before: str, text: str, after: str) -> bool:
    """Whether a token is a date, a quarter after its word, or the number of a document or a part
    of one that its line breaks.

    >>> is_formed("quý", "IV/2026;", ""), is_formed("số", "1658/", "QĐ-TTg")
    (True, True)
    >>> is_formed("số", "81/QĐ-", "TTg"), is_formed("70-NQ/", "TW", ""), is_formed("", "m2", "")
    (True, True, True)
    """
    bare = text.strip(_MARKS)
    if _DATE.fullmatch(bare) or NUMBER.fullmatch(bare):
        return True
    if before.lower() == "quý":
        return bool(_QUARTER.fullmatch(bare))
    if before.lower() in _BEFORE_YEAR and _YEAR.fullmatch(bare):
        return True
    if _MEASURE.fullmatch(bare):
        return True
    whole = bare + after.strip(_MARKS) if _CUT.fullmatch(bare) else ""
    cut = before + bare if _CUT.fullmatch(before) and _SYMBOL.fullmatch(bare) else ""
    return bool(NUMBER.fullmatch(whole) or NUMBER.fullmatch(cut))


def is_malformed(before: str, text: str) -> bool:
    """Whether a token stands for a date that no calendar has, a year of no document, a quarter
    beyond the fourth, or a number with letters among its figures.

    >>> is_malformed("", "12/2926"), is_malformed("", "2925"), is_malformed("quý", "IX/2026")
    (True, True, True)
    >>> is_malformed("", "62OI"), is_malformed("", "CO2"), is_malformed("", "QL1A")
    (True, False, False)
    >>> is_malformed("", "28-1B/TGV"), is_malformed("số", ")1/2026/TT-BCT")
    (True, True)
    >>> is_malformed("tháng", "10/2026"), is_malformed("quý", "IV/2026"), is_malformed("", "3/4")
    (False, False, False)
    """
    bare = text.strip(_MARKS)
    if _LETTERED.search(bare) or _TORN.fullmatch(text):
        return True
    if _LIKE_DATE.fullmatch(bare):
        return not _DATE.fullmatch(bare)
    if before.lower() == "quý" and len(bare) > 1:
        return not _QUARTER.fullmatch(bare) and not bare.isalpha()
    year = _LIKE_YEAR.fullmatch(bare) and (not before or before.lower() in _BEFORE_YEAR)
    return bool(year) and not _YEAR.fullmatch(bare)


@cache
def _named() -> Mapping[str, frozenset[str]]:
    """What follows a syllable in the names of bodies and places."""
    found: dict[str, set[str]] = {}
    for body in packaged().agencies:
        for name in (body.name, *body.aliases):
            for one, other in neighbours(name):
                found.setdefault(one, set()).add(other)
    return {one: frozenset(others) for one, others in found.items()}


def goes_together(one: str, other: str) -> bool:
    """Whether two lower-case syllables stand beside each other in a word of the language or in the
    name of a body or a place.

    >>> goes_together("quảng", "ngãi"), goes_together("phao", "tiêu"), goes_together("ngãi", "phao")
    (True, True, False)
    """
    return is_compound(one, other) or other in _named().get(one, ())
