"""Numbers of rows that their narrow column cuts: `(10` over `5)`, `38.` over `1`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.writing.labels import follows, is_next, parse_label

_CLOSING: Final = re.compile(r"\d{0,2}\)|\.")
_PIECE: Final = re.compile(r"\d{1,2}\.?|\d?\.")
_ROMAN: Final = re.compile(r"[IVX]+\.?")
_BEFORE_CUT: Final = re.compile(r"[\d.]+")
_SEEN: Final = 5
"""Texts below a number that are looked at for the next one: the two of it, and headings."""
MOST_LINES: Final = 3
"""Lines over which a column cuts a number: it has room for one digit at least."""


def may_be_number(text: str) -> bool:
    """Whether a text of a number column may be a number of a row, or what closes one that a column
    or a page cuts: its bracket (`)`, `0)`), or its stop."""
    return parse_label(text) is not None or _CLOSING.fullmatch(text) is not None


def whole_numbers(texts: Sequence[str]) -> list[str]:
    """The texts of a number column, numbers that are cut by it as one."""
    ends = cut_ends(texts)
    out: list[str] = []
    for at, text in enumerate(texts):
        if at in ends:
            out[-1] += text
        else:
            out.append(text)
    return out


def may_be_part(text: str) -> bool:
    """Whether a text may be a line of a number that its column cuts into digits."""
    return _PIECE.fullmatch(text) is not None


def is_one_cut(texts: Sequence[str]) -> bool:
    """Whether texts of a number column right below each other, a digit or two each, can be nothing
    but one number (`6` over `9.`, `4` over `2.` over `2`): none of them is the number after the one
    above, or the last alone has the stop that numbers have."""
    if not 1 < len(texts) <= MOST_LINES or not all(map(may_be_part, texts)):
        return False
    apart = not any(counts_on(*pair) for pair in pairwise(texts))
    closed = texts[-1].endswith(".") and not any(text.endswith(".") for text in texts[:-1])
    return (apart or closed) and parse_label("".join(texts)) is not None


def cut_ends(texts: Sequence[str]) -> frozenset[int]:
    """Which texts of a number column are the end of the one above: they close its brackets
    (`(10` over `5)`, `(1` over `01` over `)`), or both together are the number that comes next
    (`1` over `0.` behind `9.`, or before `1` over `1.`; headings may stand between), or three are
    (`3` over `8.` over `1`), or they are the stop of a number or the end of a roman one. Where the
    one before is as long and stands on one line the column has room for both."""
    ends: set[int] = set()
    before = counted = ""
    for at, (upper, lower) in enumerate(pairwise(texts)):
        if at in ends:
            continue
        if closing := _closing(texts[at : at + MOST_LINES]):
            ends.update(range(at + 1, at + 1 + closing))
            before = "".join(texts[at : at + 1 + closing])
            continue
        if _is_in_three(before, texts[at : at + 2 * MOST_LINES]):
            ends.update((at + 1, at + 2))
            before = counted = "".join(texts[at : at + MOST_LINES])
            continue
        whole = upper + lower
        inside = upper[-1].isdigit() and lower[0].isdigit()
        fits = at > 0 and at - 1 not in ends and len(before) >= len(whole)
        follows = not fits and _comes_next(before, whole) and not counts_on(before, upper)
        below = texts[at + 2 : at + 2 + _SEEN]
        leads = _leads(upper, lower, below)
        over = _comes_next(counted, whole) and counted != before and not _count_alike(upper, lower)
        number = leads or (inside and (follows or over))
        number = number or _is_sub_number(before, upper, lower, below)
        roman = _ROMAN.fullmatch(whole) and is_roman_cut(upper, lower)
        if number or _is_stop(upper, lower) or roman:
            ends.add(at + 1)
        before = whole if at + 1 in ends else upper
        counted = before if before[0].isdigit() else counted
    return frozenset(ends)


def _leads(upper: str, lower: str, below: Sequence[str]) -> bool:
    """Whether two texts are a number that the one below them, cut likewise, comes after (`1` over
    `1.`, then `1` over `2.`; `11.` over `8`, then `11.` over `9`), headings of another kind apart
    (`VI.`)."""
    whole = parse_label(upper + lower)
    if whole is None or not lower[0].isdigit() or not _BEFORE_CUT.fullmatch(upper):
        return False
    one, other = parse_label(upper), parse_label(lower)
    if one is None or other is None or other.numbers == (*one.numbers, 1):
        return False  # `1.1` is whole, and the first below `1`
    alike = [t for t in below if (one := parse_label(t)) and one.style == whole.style]
    two, three = (
        len(alike) >= count and _comes_next(upper + lower, "".join(alike[:count]))
        for count in (2, 3)
    )  # one alone is cut by nothing: `1.2.` below `1.` and `1.1.`
    if _count_alike(upper, lower):  # else `1.` and `2.` below each heading were `1.2.`
        return two and upper[-1] == "." and alike[:1] == [upper]
    return two or three


def _closing(texts: Sequence[str]) -> int:
    """How many texts below the first belong to it: up to the one that closes its bracket, those
    between holding digits alone."""
    if texts[0].count("(") <= texts[0].count(")"):
        return 0
    for at, text in enumerate(texts[1:], start=1):
        if text.endswith(")"):
            return at
        if not text.isdigit():
            break
    return 0


def _is_stop(upper: str, lower: str) -> bool:
    """Whether a text is the stop of the number above it (`III` over `.`)."""
    return lower == "." and upper[-1].isalnum() and parse_label(upper) is not None


def is_roman_cut(upper: str, lower: str) -> bool:
    """Whether two texts are a roman number that its column cuts (`VI` over `I.`): the upper one has
    no stop, and the lower one is not the number after it."""
    if not (upper + lower.rstrip(".")).isalpha() or counts_on(upper, lower):
        return False
    labels = map(parse_label, (upper, lower, upper + lower))
    return all(label is not None and label.style == "roman" for label in labels)


def _is_in_three(before: str, texts: Sequence[str]) -> bool:
    """Whether the first three texts are a number of two levels (`3` over `8.` over `1`): the one
    after that before, or before what the three below them make."""
    three, after = "".join(texts[:MOST_LINES]), "".join(texts[MOST_LINES:])
    if len(texts) < MOST_LINES or not (texts[0].isdigit() and texts[2].isdigit()):
        return False
    label = parse_label(three) if texts[1].endswith(".") and texts[1][:-1].isdigit() else None
    if label is None or label.depth == 1:
        return False
    return _comes_next(three, after) or (label.numbers[-1] > 1 and _comes_next(before, three))


def _is_sub_number(before: str, upper: str, lower: str, below: Sequence[str]) -> bool:
    """Whether two texts are a number cut behind a stop within it (`2.` over `1`): together they are
    the one after that before, or the first below it, and the upper one alone is not; nor does the
    text below them count on, as the rows below a heading do (`II.`, `1`, `2` behind `2`)."""
    if not (upper.endswith(".") and lower.strip(".)").isdigit()):
        return False
    if below and _count_alike(lower, below[0]):
        return False
    one, alone, whole = map(parse_label, (before, upper, upper + lower))
    if one is None or alone is None or whole is None or not one.numbers:
        return False
    if one.style != whole.style:
        return False
    after = (*one.numbers[:-1], one.numbers[-1] + 1)
    return alone.numbers != after and whole.numbers in (after, (*one.numbers, 1))


def _comes_next(before: str, text: str) -> bool:
    """Whether a number is the one right after another of its style, of the same level or of one
    above (`9.3`, `10`), or the first below it (`9`, `9.1`); `XI`, `12` and `1`, `1.11.2` are not.
    More than `counts_on` asks: two whole numbers of rows must not be taken for one."""
    one, other = parse_label(before), parse_label(text)
    if one is None or other is None or one.style != other.style or not one.numbers:
        return False
    if other.numbers == (*one.numbers, 1):
        return True
    level = replace(one, numbers=one.numbers[: other.depth])
    return other.depth <= one.depth and is_next(level, other)


def _count_alike(upper: str, lower: str) -> bool:
    """Whether the lower of two texts is the number after the upper, and printed alike: of `1` over
    `2.` one has a stop."""
    return counts_on(upper, lower) and upper[-1].isdigit() == lower[-1].isdigit()


def counts_on(upper: str, lower: str) -> bool:
    """Whether the lower of two numbers of rows is the one after the upper."""
    one, other = parse_label(upper), parse_label(lower)
    if one is None or other is None or not one.numbers or not other.numbers:
        return False
    return any(follows(other, number) for number in one.numbers)
