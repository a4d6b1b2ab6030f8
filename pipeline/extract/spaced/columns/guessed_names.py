"""What is told of a table whose header may name its columns wrongly: a value below a wrong name is
lost for whoever asks for the right one, however well it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.extract.layer.signs.words import lexicon
from pipeline.extract.spaced.columns.sheets import SpacedText
from pipeline.extract.spaced.lines.words import WIDE
from pipeline.extract.spaced.names.fields import PAGE, Field, fields_of, fields_under
from pipeline.extract.spaced.names.header import LEVELS, HeaderLines
from pipeline.model import Problem
from pipeline.writing.letters import fold

HEADER_UNCERTAIN = "header-uncertain"
"""Code of the names of a table's columns that may be others."""


def names_guessed(text: SpacedText, header: HeaderLines) -> Iterator[Problem]:
    """The doubt about the names of a header, one for the table: those one blank apart that are not
    both known and do not each stand over cells of their own, those that begin inside a sentence,
    and those that say a word twice in a row, as two lines of several names do that are read as one;
    above marks or columns of figures also those that other ways to read the header give
    differently, and two columns of one name, as the one over each of them is missed then."""
    titles = header.titles
    fields = _fields(text, header)
    doubtful = [
        column in header.doubtful or (bool(header.borders) and titles.count(title) > 1)
        for column, title in enumerate(titles)
    ]
    for column in range(1, len(titles)):
        if _is_cut(titles[column]) or _says_twice(titles[column]):
            doubtful[column] = True
        beside = (column - 1, column)
        if column > 1 and _meets(header, *beside) and not _are_sure(header, beside, fields):
            doubtful[column - 1] = doubtful[column] = True
    if not any(doubtful):
        return
    named = [title for title, doubt in zip(titles, doubtful, strict=True) if doubt]
    message = (
        f"the names of {len(named)} columns of this table stand too close to each other, are not"
        f" read whole, or may stand over others: compare with the page"
    )
    page = text.pages[header.start]
    yield Problem("warning", HEADER_UNCERTAIN, message, " | ".join(named), page)


def _fields(text: SpacedText, header: HeaderLines) -> list[Field]:
    """The fields of the cells below a header, or of the numbers of its columns."""
    end = min(len(text.rows), header.end + PAGE)
    return fields_of(text.rows, header, end, set(text.opening))


def _are_sure(header: HeaderLines, beside: tuple[int, int], fields: Sequence[Field]) -> bool:
    """Whether two names beside each other are known, or each stands over one field, another one."""
    if all(fold(header.titles[k].split(LEVELS)[-1]) in lexicon().names for k in beside):
        return True
    one, other = (fields_under(header.columns[k], fields) for k in beside)
    return len(one) == len(other) == 1 and one != other


def _meets(header: HeaderLines, column: int, other: int) -> bool:
    """Whether the name of a column stands one blank before that of the next one on a line."""
    behind = {index: words[0].x0 for index, words in header.columns[other]}
    return any(
        behind[index] - words[-1].x1 < WIDE
        for index, words in header.columns[column]
        if index in behind
    )


def _is_cut(title: str) -> bool:
    """Whether a name, or one over it, begins with a small letter, as none does."""
    return any(part[:1].islower() for part in title.split(LEVELS))


def _says_twice(title: str) -> bool:
    return any(one == other and one.isalpha() for one, other in pairwise(title.split()))
