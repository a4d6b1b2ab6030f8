"""How the text of a footnote begins: with its number, raised or on the line.

A raised number says so itself. One on the line is a note's where something else vouches for it, and
the forms differ by what that is: in a PDF small letters or a rule above (`PLAIN`), so `3.` and `3)`
may be one; in a text whose grid is lost nothing (`UNPROVEN`), so a number with a mark after it is a
label; at the foot of spaced text its own column (`AT_FOOT`).
"""

from __future__ import annotations

import re

from pipeline.writing.patterns import compiled
from pipeline.writing.raised import RAISED_NUMBER, lower_digits

RAISED_START = compiled(rf"\s*+(?:[(\[]\s*+)?(?P<number>{RAISED_NUMBER})\s*+[.):\]]?\s*+")
PLAIN = compiled(r"([1-9]\d{0,2})(?![\d/.,%-]\d)[.):]?(\s*+)(?=(\p{L}|[“\"(\[]))")
UNPROVEN = compiled(
    r"(?:\[(?P<boxed>\d{1,3})\]|(?P<plain>\d{1,3})(?![.,\d/%)-]))\s*(?=\p{L}|[“\"(])"
)
AT_FOOT = compiled(r"\[?(?P<number>\d{1,3})\]?(?:\Z|(?=\p{L}|[“\"(]))")
ALONE_AT_FOOT = re.compile(r"\[?\d{1,3}\]?\Z")


def raised_number(text: str) -> int | None:
    """The number of the footnote whose text begins here (`⁹ Điều chỉnh …`); None without a raised
    number, or where nothing follows it.

    >>> raised_number("⁹ Điều chỉnh"), raised_number("⁹")
    (9, None)
    """
    match = RAISED_START.match(text)
    if match is None or not text[match.end("number") :].strip(" \t\n)]"):
        return None
    return int(lower_digits(match["number"]))
