"""What stands at the end of a document: recipients, and for whom somebody signs (Nghị định 30/2020,
Phụ lục I)."""

from __future__ import annotations

from pipeline.writing.patterns import compiled

_CLOSING = compiled(r"(?:Nơi nhận\s*:|(?:TM|KT|TL|TUQ)\.\s+[A-ZĐÀ-Ỹ]{2})")


def is_closing(text: str) -> bool:
    """Whether a line or a part of one closes a document.

    >>> is_closing("Nơi nhận:"), is_closing("TM. ỦY BAN NHÂN DÂN"), is_closing("TM tỉnh")
    (True, True, False)
    """
    return _CLOSING.match(text) is not None
