"""Codes that stand one blank before the titles beside them.

A column of codes is as narrow as these, and titles begin right behind it (`60,004 X-quang`): no
white corridor parts the two, and a title that is wider than its column pushes the border into
itself. Where most rows of a table begin with a code behind their number, and enough of them have it
alone in its column, all have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.corridors.corridors import Cut
from pipeline.extract.spaced.lines.words import Word, text_of
from pipeline.writing.labels import parse_label

_CODE = re.compile(r"\d{2,6}(?:[.,]\d{2,6})?")
"""A code of several digits, as its table prints it: a sheet shows `10001` as `10,001`."""
_FEWEST, _ALONE = 5, 0.2
"""Rows with a code alone in its column, and their share of those that begin with one, that show
that it has a column: titles begin with codes of documents too."""
_SHARE = 0.7
"""Share of the numbered rows with words in the two columns that begin with such a code."""
_BESIDE = 2
"""Characters that codes of a page may begin beside each other."""

_TITLES = 2
"""The column of titles: behind those of numbers and of codes."""

_Line = tuple[Sequence[Word], Cut]


def with_lone_codes(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages of a table with the codes that begin its rows in their own column."""
    lines = [line for sheet in sheets for line in _numbered(sheet)]
    return list(map(_apart, sheets)) if _have_codes(lines) else list(sheets)


def _numbered(sheet: Sheet) -> Iterator[_Line]:
    """The lines of a page that begin with the number of a row, and how they are cut."""
    for told, cut, over in zip(sheet.told, sheet.cuts, sheet.wide, strict=True):
        if not over and len(cut.ends) > _TITLES:
            number = text_of(cut.column(told.words, 0))
            label = parse_label(number) if number else None
            if label is not None and label.style == "number":
                yield told.words, cut


def _begin(line: _Line) -> Sequence[Word]:
    """The words in the columns of codes and of titles."""
    words, cut = line
    return words[cut.ends[0] : cut.ends[_TITLES]]


def _has_code(words: Sequence[Word]) -> bool:
    """Whether words begin with a code, and go on as a title does if they go on."""
    text = len(words) == 1 or (len(words) > 1 and words[1].text[0].isalpha())
    return text and _CODE.fullmatch(words[0].text) is not None


def _have_codes(lines: Sequence[_Line]) -> bool:
    """Whether the rows of a table begin with a code that has a column."""
    begins = [words for line in lines if (words := _begin(line))]
    codes = [words for words in begins if _has_code(words)]
    alone = sum(
        len(own) == 1 and _has_code(own)
        for words, cut in lines
        for own in [cut.column(words, _TITLES - 1)]
    )
    return len(codes) >= _SHARE * len(begins) and alone >= max(_FEWEST, _ALONE * len(codes))


def _apart(sheet: Sheet) -> Sheet:
    """A page, the codes that begin its rows in their column and what follows them in the next."""
    places = Counter(words[0].x0 for line in _numbered(sheet) if _has_code(words := _begin(line)))
    if not places:
        return sheet
    [(place, _)] = places.most_common(1)
    cuts = [
        cut if over else _parted(told.words, cut, place)
        for told, cut, over in zip(sheet.told, sheet.cuts, sheet.wide, strict=True)
    ]
    return replace(sheet, cuts=tuple(cuts))


def _parted(words: Sequence[Word], cut: Cut, place: int) -> Cut:
    """A line cut behind the code that stands where those of its page do."""
    if len(cut.ends) <= _TITLES:
        return cut
    own = _begin((words, cut))
    if not _has_code(own) or abs(own[0].x0 - place) > _BESIDE:
        return cut
    return replace(cut, ends=(cut.ends[0], cut.ends[0] + 1, *cut.ends[_TITLES:]))
