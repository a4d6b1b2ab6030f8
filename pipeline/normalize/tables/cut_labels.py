"""Numbers of rows that a column too narrow cut over lines, or a page break over rows.

`(10` over `)` and `1` over `1.` are one number each where the text without blanks is a number and
it follows the one before, or where a bracket that opens in the one piece closes in the other.
A number printed again with `(tiếp)` says by itself that its row goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalize.text import CleanText, TextRepair
from pipeline.writing.labels import Label, bare, is_next, parse_label
from pipeline.writing.patterns import compiled

RULE = "word-cut"
LOOK_BACK = 200
"""Rows before in which the number that comes before another is looked for."""
_MARKS = "()[].,:/-"
_GOES_ON = compiled(r"(?P<label>.{1,12}?)\s*+\(?(?:tiếp|tt)(?:\s+theo)?\.?\)?", any_case=True)


def follows(label: Label, earlier: Sequence[Label]) -> bool:
    """Whether a number comes next after one of those before, or counts anew from the last."""
    return any(is_next(one, label) for one in earlier[-LOOK_BACK:])


def whole_label(cell: CleanText, earlier: Sequence[Label]) -> CleanText:
    """A number cell without the blanks at which its column cut the number.

    `earlier` are the numbers of the rows before.
    """
    tight = "".join(cell.text.split())
    label = parse_label(tight)
    if tight == cell.text or label is None:
        return cell
    at_marks = all(
        one[-1] in _MARKS or other[0] in _MARKS
        for one, other in zip(cell.text.split(), cell.text.split()[1:], strict=False)
    )
    if not at_marks and (parse_label(cell.text) is not None or not follows(label, earlier)):
        return cell
    change = TextRepair(RULE, cell.text, tight)
    return replace(cell, text=tight, changes=(*cell.changes, change))


def over_break(above: str, below: str, earlier: Sequence[Label]) -> str | None:
    """The number that two pieces above and below a page break make; None where they are two.

    `earlier` are the numbers of the rows before the one above.
    """
    tight = "".join(f"{above}{below}".split())
    label = parse_label(tight)
    if not above or not below or label is None or _goes_on_so(below):
        return None
    if above.count("(") > above.count(")") and below.count(")") > below.count("("):
        return tight
    own, other = parse_label(above), parse_label(below)
    apart = own is not None and other is not None and follows(other, [own])
    return tight if not apart and follows(label, earlier) and above[-1].isalnum() else None


def _goes_on_so(text: str) -> bool:
    """Whether dots say that rows go on so (`...` below `3`), as rows of forms do.

    >>> _goes_on_so("..."), _goes_on_so("…"), _goes_on_so("."), _goes_on_so(".1")
    (True, True, False, False)
    """
    return text.strip() != "." and not text.strip(".… ")


def says_it_goes_on(above: str, below: str) -> bool:
    """Whether the number below a page break is the one above it, with a word that its row goes on:
    `3 (tiếp)` below `3`."""
    found = _GOES_ON.fullmatch(below)
    if found is None or parse_label(above) is None:
        return False
    return bare(found["label"]) == bare(above)
