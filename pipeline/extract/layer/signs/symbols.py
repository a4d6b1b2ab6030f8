"""Symbols of documents that a line break spoiled: a cell that holds one is in doubt."""

from __future__ import annotations

import re
from functools import cache

from pipeline.writing.datafiles import load_beside
from pipeline.writing.kinds import document_kinds, issuers_by_symbol

CUT_SYMBOL = "a symbol may be cut between two lines of this cell; compare with the page"
"""Why a cell is in doubt that may hold the two parts of one symbol."""
LACKS_HYPHEN = "the symbol of a document in this cell seems to lack a hyphen; compare with the page"
"""Why a cell is in doubt whose text lost the hyphen at which a symbol was broken."""
_SYMBOL_END = re.compile(r"[/-](\w+)\Z")
_LEAST = 2
"""Letters of a symbol of a kind that say so: with one letter too much else begins."""


def lacks_hyphen(text: str) -> bool:
    """Whether the symbol of a document has kind and issuer with nothing between them
    (`43/TBVPCP`): some programs take the hyphen at the end of a line for one of theirs."""
    return _unparted().search(text) is not None


@cache
def _unparted() -> re.Pattern[str]:
    """A kind and an issuer that nothing parts, behind a number."""
    kinds = {mark for marks in document_kinds().values() for mark in marks if len(mark) >= _LEAST}
    issuers = [
        *issuers_by_symbol(),
        *load_beside(__file__, "symbols.toml")["issuers"]["begins"],
    ]
    return re.compile(rf"\d/(?:{'|'.join(sorted(kinds))})(?:{'|'.join(issuers)})")


def may_be_cut_symbol(one: str, other: str) -> bool:
    """Whether two lines of a cell may hold the two parts of a symbol that a narrow column cut
    (`03-TB/BCĐ` + `TW`): a symbol without a stop behind it, and an abbreviation."""
    match = _SYMBOL_END.search(one)
    first = re.split(r"[\s,;.-]", other, maxsplit=1)[0]
    return match is not None and all(
        part.isalpha() and part.isupper() for part in (match.group(1), first)
    )
