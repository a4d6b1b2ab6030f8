"""Columns whose lines break inside words, anywhere: which of them do, and which lines of a cell go
on with the word of the one above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, starmap

from pipeline.writing.cuts import CUT_WORD, is_cut_amount, is_cut_number
from pipeline.writing.pairs import is_pair, is_word
from pipeline.writing.patterns import compiled
from pipeline.writing.torn import is_torn, letters_across

_FEWEST, _SHARE = 3, 0.1
"""Lines of the cells of a column that tear a syllable for certain, and their share of those with
letters on both sides of the end, from which on its words break anywhere."""
_GOES_ON = compiled(r"[/.,-](?!\s|$)")
"""Signs that go on with a date or an amount; before a blank they begin an item of a list."""
_FIGURES, _FIGURES_BEFORE = compiled(r"\d+"), compiled(r"(?<!\d)\d+\Z")
_LETTERS, _BEFORE_END = compiled(r"\p{L}++"), compiled(r"(?<!\p{L})(\p{L}++) (\p{L}++)\Z")
_YEAR = compiled(r"(?:19|20)\d\d")


def breaks_words(cells: Iterable[Sequence[str]]) -> bool:
    """Whether the lines of the cells of a column break inside words."""
    ends = [pair for lines in cells for pair in pairwise(lines)]
    torn = sum(is_torn(one, other) for one, other in ends if one[-1].isalpha())
    if torn < _FEWEST:
        return False
    letters = sum(letters_across(one, other) is not None for one, other in ends)
    return torn >= _SHARE * letters


def glued_lines(lines: Sequence[str]) -> list[tuple[bool, str]]:
    """For each line of a cell of a column that breaks words but the last, whether the next one goes
    on with its last word, and the doubt about it. What is torn for certain is put together first:
    spelling tells more of whole words.

    >>> [glued for glued, _ in glued_lines(["Thư", "ờng", "xuy", "ên"])]
    [True, False, True]
    >>> [glued for glued, _ in glued_lines(["Thán", "g", "12/202", "5"])]
    [True, False, True]
    """
    parts = [[lines[0]]]
    for line in lines[1:]:
        if is_torn("".join(parts[-1]), line):
            parts[-1].append(line)
        else:
            parts.append([line])
    texts = ["".join(part) for part in parts]
    between = [*starmap(_across, pairwise(texts))]
    found: list[tuple[bool, str]] = []
    for part, end in zip(parts, [*between, (False, "")], strict=True):
        found += [(True, "")] * (len(part) - 1) + [end]
    return found[:-1]


def _across(text: str, below: str) -> tuple[bool, str]:
    if text[-1].isdigit():
        return _behind_figures(text, below)
    verdict = letters_across(text, below)
    if verdict == "either" and _makes_word(text, below):
        return True, ""
    return verdict in ("torn", "either"), CUT_WORD if verdict in ("either", "hardly") else ""


def _makes_word(text: str, below: str) -> bool:
    """Whether the letters across the end of a line make a word with the one before, and those
    before the end make none with it.

    >>> _makes_word("Thường xu", "yên"), _makes_word("Quý I", "II/2026")
    (True, False)
    """
    parts = _BEFORE_END.search(text.lower())
    rest = _LETTERS.match(below.lower())
    if parts is None or rest is None:
        return False
    before, head = parts.groups()
    return is_word(before, head + rest.group()) and not is_pair(before, head)


def _behind_figures(text: str, below: str) -> tuple[bool, str]:
    """The same behind a digit: a date, a year or an amount that is whole with the next line goes on
    there, and so may other digits; a year is whole by itself."""
    if not below[0].isdigit():
        return _GOES_ON.match(below) is not None, ""
    if is_cut_number(text, below) or is_cut_amount(text, below):
        return True, ""
    one, other = _FIGURES_BEFORE.search(text), _FIGURES.match(below)
    together = one and other and _YEAR.fullmatch(one.group() + other.group())
    is_year = one and _YEAR.fullmatch(one.group())
    return not is_year, "" if together else CUT_WORD
