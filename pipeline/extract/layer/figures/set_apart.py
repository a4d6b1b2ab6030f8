"""Figures of a row that stand side by side, each on a line of its own.

Programs print the cells of a row that are one line high as one line, behind the last line of the
title: `THPT số 2 20.700.000 4.800.000 - 1.100.000`. Where the rows of a table show how many columns
of figures there are, that many figures side by side are as many cells, and no line holds two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise
from typing import TypeAlias

from pipeline.extract.layer.figures.figure_words import is_figure
from pipeline.extract.layer.lines.lines import SAME_LINE, LinePiece
from pipeline.extract.layer.names.headers import HeaderPieces
from pipeline.extract.layer.numbered.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.signs.grouped import Groups, best, is_amount
from pipeline.extract.layer.signs.words import DASHES
from pipeline.writing.cuts import is_cut_amount

_FEWEST = 2
"""Figures side by side that are cells at least; a row may have some blank ones."""
_Place: TypeAlias = tuple[int, int]
"""A line of a row, and one of its words."""
_Token: TypeAlias = tuple[str, _Place, _Place]
"""A word, whole where its column cuts it, where it begins and where the next one does."""


def with_figures_apart(rows: Sequence[UndividedRow], header: HeaderPieces) -> list[UndividedRow]:
    """The rows of a table, those with figures side by side with each of these on a line of its own;
    as they are where the header has no columns of figures, or where more figures stand side by
    side than it has and others stand behind these."""
    columns = header.side_by_side
    count = len(columns)
    if not count:
        return list(rows)
    is_last = max(columns) == len(header.names) - 2
    return [_apart(row, count, is_last, header.groups) for row in rows]


def _apart(row: UndividedRow, count: int, is_last: bool, groups: Groups) -> UndividedRow:
    if row.style in HEADING_STYLES:
        return row
    parts = tuple(tuple(_parted(part, count, is_last, groups)) for part in row.parts)
    return replace(row, parts=parts)


def _parted(
    pieces: Sequence[LinePiece], count: int, is_last: bool, groups: Groups
) -> Iterator[LinePiece]:
    """The lines of a row on one page, its figures apart."""
    words = [piece.text.split() for piece in pieces]
    tokens = list(_tokens(words, in_groups=False))
    run = _amounts(tokens, groups) if groups else _run(tokens, count, is_last)
    edges = {place for _, start, end in run for place in (start, end)}
    for line, piece in enumerate(pieces):
        cuts = [at for at in range(1, len(words[line])) if (line, at) in edges]
        if not cuts:
            yield piece
            continue
        for begin, end in pairwise([0, *cuts, len(words[line])]):
            own = replace(piece, text=" ".join(words[line][begin:end]))
            yield replace(own, sign=SAME_LINE, opens_page=False) if begin else own


def _amounts(tokens: Sequence[_Token], groups: Groups) -> Sequence[_Token]:
    """The longest run of figures among some words as amounts whose thousands blanks part."""
    run = _run(tokens, len(tokens), is_last=False)
    sizes, _ = best([text for text, _, _ in run], groups)
    ends = [*accumulate(sizes, initial=0)]
    parts = (run[begin:end] for begin, end in pairwise(ends))
    return [(" ".join(text for text, _, _ in part), part[0][1], part[-1][2]) for part in parts]


def held_lines(pieces: Sequence[LinePiece], count: int, is_last: bool) -> tuple[int, ...]:
    """The lines on which so many figures of a row begin that stand side by side, each on lines of
    its own, and the line behind the last of them; none where others may be meant."""
    words = [piece.text.split() for piece in pieces]
    run = _run(list(_tokens(words, in_groups=True)), count, is_last)
    if len(run) != count or any(at for _, (_, at), _ in run):
        return ()
    lines = [line for _, (line, _), _ in run]
    line, at = run[-1][2]
    return () if at else (*lines, line)


def _tokens(words: Sequence[Sequence[str]], in_groups: bool) -> Iterator[_Token]:
    """The words of some lines, amounts whole that a narrow column cuts; a line that is nothing but
    one `in_groups` is one."""
    begun: tuple[str, _Place] | None = None
    for line, own in enumerate(words):
        if in_groups and is_amount(own):
            yield " ".join(own), (line, 0), (line + 1, 0)
            continue
        below = words[line + 1][0] if line + 1 < len(words) and words[line + 1] else ""
        for at, word in enumerate(own):
            text, start = (begun[0] + word, begun[1]) if begun else (word, (line, at))
            begun = None
            if at + 1 == len(own) and below and is_cut_amount(text, below):
                begun = text, start
                continue
            last = at + 1 == len(own)
            yield text, start, (line + 1, 0) if last else (line, at + 1)


def _run(tokens: Sequence[_Token], count: int, is_last: bool) -> Sequence[_Token]:
    """The only longest run of figures among some words; of one that is too long its end where no
    column stands behind it: digits before it are those of a title (`Trường THPT số 2`)."""
    runs = [list(own) for told, own in groupby(tokens, key=lambda one: is_figure(one[0])) if told]
    longest = max(map(len, runs), default=0)
    found = [run for run in runs if len(run) == longest]
    if len(found) != 1 or longest < _FEWEST:
        return ()
    if longest > count:
        texts = [text for text, _, _ in found[0]]
        return () if not is_last or _may_be_ranges(texts, count) else found[0][-count:]
    return found[0]


def _may_be_ranges(texts: Sequence[str], count: int) -> bool:
    """Whether figures are so many where dashes between two of them make ranges (`10 - 15`)."""
    dashes = sum(text in DASHES for text in texts[1:-1])
    return any(len(texts) - 2 * ranges == count for ranges in range(1, dashes + 1))
