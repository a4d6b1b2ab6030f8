"""Symbols of document numbers (`QĐ-UBND`) as their grammar has them: a kind, then a body."""

from __future__ import annotations

import unicodedata

from pipeline.normalize.body_names import abbreviated
from pipeline.writing.kinds import document_kinds, issuers_by_symbol
from pipeline.writing.letters import without_marks
from pipeline.writing.patterns import compiled

_NUMBER = compiled(
    r"(?P<serial>\d[\d.]*[a-z]?(?:/(?:19|20)\d\d)?[/-]{1,2})(?P<first>\p{L}+)(?P<rest>[-/&].*)?"
)
_LEAST = 2
"""Letters of a mark of a body that say which one it is: one letter begins too many."""


def symbol_meant(number: str, kind: str | None, issuer: str | None, sure: bool) -> str | None:
    """A number with its symbol as its grammar has it; None where the symbol is none. `sure` says
    that the reader was, of letters that no grammar knows.

    >>> symbol_meant("46/QD-BCĐCCHC", "Quyết định", "Ban Chỉ đạo cải cách hành chính", False)
    '46/QĐ-BCĐCCHC'
    """
    match = _NUMBER.fullmatch(number)
    if match is None:
        return None
    first = _kind_mark(match["first"], kind)
    rest = match["rest"] or ""
    body = _body_mark(rest[1:], issuer)
    if (first is None or (rest and body is None)) and not sure:
        return None
    return f"{match['serial']}{first or match['first']}{rest[:1]}{body or rest[1:]}"


def kind_by_letters(text: str) -> str | None:
    """The kind of document that a text is but for its accents and capitals.

    >>> kind_by_letters("KÉ HOẠCH")
    'Kế hoạch'
    """
    kinds = [kind for kind in document_kinds() if _level(kind) == _level(text)]
    return kinds[0] if len(kinds) == 1 else None


def _kind_mark(mark: str, kind: str | None) -> str | None:
    """The symbol of a kind that looks like `mark`: that of the document's own kind first."""
    own = [known for known in document_kinds().get(kind or "", ()) if _level(known) == _level(mark)]
    every = {known for marks in document_kinds().values() for known in marks}
    alike = [known for known in every if _level(known) == _level(mark)]
    if mark in every and not own:
        return mark
    found = own or alike
    return found[0] if len(found) == 1 else None


def _body_mark(mark: str, issuer: str | None) -> str | None:
    """The abbreviation of a body that looks like `mark`: its initials, in which no letter but Đ has
    a mark, or one of the registry."""
    words = unicodedata.normalize("NFD", issuer or "").split()
    initials = "".join(word[0] for word in words).upper()
    if len(mark) >= _LEAST and _level(initials).startswith(_level(mark)):
        return initials[: len(mark)]
    known = mark in issuers_by_symbol() or abbreviated(mark)
    return mark if known else None


def _level(text: str) -> str:
    return without_marks(text.lower())
