"""Names of a header that stand too close to be told apart, by the cells below them.

A dense table sets names one blank apart (`Đơn Tiêu chuẩn kỹ` over `vị tính  thuật`). Its cells
stand in white corridors all the same: where these part the lines of a page into more fields than a
name has columns, and words of it stand over each of them, it is the names of these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from pipeline.extract.spaced.lines.words import WIDE, SpacedLine, Word
from pipeline.extract.spaced.names.agreed import lines_of, read_as
from pipeline.extract.spaced.names.header import HeaderLines, is_legend
from pipeline.extract.spaced.names.upper import Part, Upper

Field = tuple[int, int]
"""Where the cells between two corridors begin, and end."""

_Dealt = tuple[list[tuple[Part, ...]], list[Upper]]
"""The names of columns, and those over several of them."""

PAGE = 400
"""Lines below a header whose cells show its columns: a page has fewer."""
_FEWEST, _CELLS = 6, 3
"""Lines with cells below a header that show corridors, and the cells of each."""
_FAR = 3
"""Blank lines between a header and the numbers of its columns, at most."""
_FILLED = 2
"""Lines with a cell in a field."""


def told_apart(
    rows: Sequence[SpacedLine], headers: Sequence[HeaderLines], opening: set[int]
) -> list[HeaderLines]:
    """The headers, names that the cells below them show to be several told apart. Those of the same
    lines of words are read as most of those are that show it: each page sets them at other places,
    and one where each name stands over a column of cells shows that its names are read well."""
    ends = [*(header.start for header in headers[1:]), len(rows)][: len(headers)]
    votes: dict[tuple[str, ...], Counter[tuple[str, ...]]] = {}
    models: dict[tuple[tuple[str, ...], tuple[str, ...]], HeaderLines] = {}
    for header, end in zip(headers, ends, strict=True):
        if not header.counted:
            continue
        fields = fields_of(rows, header, end, opening)
        other = named_apart(header, fields)
        if other is not header or _over_each(header, fields):
            lines = lines_of(rows, header)
            votes.setdefault(lines, Counter())[other.titles] += 1
            models.setdefault((lines, other.titles), other)
    best = {lines: models[lines, _most_told(own)] for lines, own in votes.items()}
    return [
        read_as(rows, best[lines], header.start) if lines in best else header
        for header in headers
        for lines in [lines_of(rows, header)]
    ]


def _most_told(votes: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    """The names that most pages show, first of those with more columns than others have: a column
    that is blank on a page does not show there."""
    least = min(map(len, votes))
    return max(votes, key=lambda titles: (len(titles) > least, votes[titles]))


def _over_each(header: HeaderLines, fields: Sequence[Field]) -> bool:
    """Whether each name of a header stands over a field of its own, and each field has one."""
    reach = [fields_under(name, fields) for name in header.columns]
    return [*range(len(fields))] == [at for own in reach if len(own) == 1 for at in own]


def fields_of(
    rows: Sequence[SpacedLine], header: HeaderLines, end: int, opening: set[int]
) -> list[Field]:
    """Where the numbers of the columns of a header stand, or else the cells down to line `end`."""
    numbered = _numbered_fields(rows, header, opening)
    return numbered or fields_below(rows, header.end, end, opening)


def _numbered_fields(
    rows: Sequence[SpacedLine], header: HeaderLines, opening: set[int]
) -> list[Field]:
    """Where the numbers of the columns stand, in or right below a header; none without them."""
    end = header.end + (header.end < len(rows) and header.end not in opening)
    for row in rows[header.start : end]:
        if is_legend(row) and row.blanks <= _FAR:
            return [(word.x0, word.x1) for word in row.words]
    return []


def fields_below(
    rows: Sequence[SpacedLine], start: int, end: int, opening: set[int]
) -> list[Field]:
    """The fields that white corridors part the lines with cells below a header into, as far as its
    page goes; none where there are too few."""
    stop = next((at for at in range(start, end) if at in opening), end)
    lines = [rows[at].words for at in range(start, stop) if len(rows[at].segments) >= _CELLS]
    if len(lines) < _FEWEST:
        return []
    covered = np.zeros(max(words[-1].x1 for words in lines) + WIDE, dtype=int)
    for words in lines:
        for word in words:
            covered[word.x0 : word.x1] += 1
    edges = np.flatnonzero(np.diff(np.concatenate(([0], covered > 0, [0])))).reshape(-1, 2)
    fields: list[Field] = []
    for x0, x1 in edges.tolist():
        if fields and x0 - fields[-1][1] < WIDE:
            fields[-1] = (fields[-1][0], x1)
        else:
            fields.append((x0, x1))
    return [field for field in fields if _filled(lines, field) >= _FILLED]


def _filled(lines: Sequence[Sequence[Word]], field: Field) -> int:
    return sum(any(_inside(word, field) for word in words) for words in lines)


def _inside(word: Word, field: Field) -> bool:
    return word.x0 < field[1] and field[0] < word.x1


def named_apart(header: HeaderLines, fields: Sequence[Field]) -> HeaderLines:
    """A header whose names are told apart by the fields below them."""
    for first, last, own in _groups(header, fields):
        found = _dealt([part for name in header.columns[first:last] for part in name], own)
        if found is not None:
            other = with_names(header, first, last, *found)
            if other.titles != header.titles:
                return named_apart(other, fields)
    return header


def _groups(header: HeaderLines, fields: Sequence[Field]) -> Iterator[tuple[int, int, list[Field]]]:
    """Names beside each other (the columns `first` up to `last`) and the fields they stand over, of
    which each stands over no other's, where one of them stands over several."""
    reach = [fields_under(name, fields) for name in header.columns]
    first = 1
    while first < len(reach):
        last, own = first + 1, set(reach[first])
        while last < len(reach) and own & reach[last]:
            own |= reach[last]
            last += 1
        several = any(len(over) > 1 for over in reach[first:last])
        if several and len(own) >= last - first and not own & reach[0]:
            yield first, last, [fields[at] for at in sorted(own)]
        first = last


def fields_under(name: Sequence[Part], fields: Sequence[Field]) -> set[int]:
    """The fields that a name stands over, the nearest one if it stands over none; by place."""
    words = [word for _, own in name for word in own]
    over = {at for at, field in enumerate(fields) if any(_inside(word, field) for word in words)}
    return over or {_nearest(word, fields) for word in words[:1] if fields}


def _dealt(parts: Sequence[Part], fields: Sequence[Field]) -> _Dealt | None:
    """The words of names dealt to the fields below them, and those that stand over several; none if
    a name over several has no names below it, or a field has no name."""
    names: list[dict[int, tuple[Word, ...]]] = [{} for _ in fields]
    over: dict[Field, list[Part]] = {}
    whole = _one_each(parts, fields)
    for index, words in sorted(parts, key=lambda part: (part[0], part[1][0].x0)):
        pieces = whole.get((index, words)) or _pieces(words, fields, names)
        if pieces is None:
            reached = [
                at for at, field in enumerate(fields) if any(_inside(w, field) for w in words)
            ]
            over.setdefault((reached[0], reached[-1]), []).append((index, words))
            continue
        for at, own in pieces.items():
            names[at][index] = (*names[at].get(index, ()), *own)
    below = all(
        min(names[at], default=-1) > index
        for (first, last), own in over.items()
        for index, _ in own
        for at in range(first, last + 1)
    )
    if not below or not all(names):
        return None
    columns = [tuple(sorted(name.items())) for name in names]
    return columns, [Upper(first, last, tuple(own)) for (first, last), own in over.items()]


def _one_each(
    parts: Sequence[Part], fields: Sequence[Field]
) -> dict[Part, dict[int, tuple[Word, ...]]]:
    """The texts of the lines that have one for each field, wide gaps between them: each is of its
    own, also where a narrow cell below leaves a word of it to the next (`vị tính  thuật`)."""
    lines: dict[int, list[tuple[Word, ...]]] = {}
    for index, words in sorted(parts, key=lambda part: (part[0], part[1][0].x0)):
        lines.setdefault(index, []).append(words)
    return {
        (index, words): {at: words}
        for index, texts in lines.items()
        if len(texts) == len(fields)
        and all(other[0].x0 - one[-1].x1 >= WIDE for one, other in pairwise(texts))
        for at, words in enumerate(texts)
    }


def _pieces(
    words: Sequence[Word], fields: Sequence[Field], names: Sequence[Mapping[int, object]]
) -> dict[int, tuple[Word, ...]] | None:
    """The words of a line of a name by the field they stand over; none if it stands over several:
    one of its words does, or it goes from one to the next in small letters, where no lines above
    are the beginnings of two names."""
    found: dict[int, tuple[Word, ...]] = {}
    before = -1
    for word in words:
        own = [at for at, field in enumerate(fields) if _inside(word, field)]
        if len(own) > 1:
            return None
        at = own[0] if own else _nearest(word, fields)
        begins = word.text[0].isupper() or (names[before] and names[at])
        if 0 <= before < at and not begins:
            return None
        found[at] = (*found.get(at, ()), word)
        before = at
    return found


def _nearest(word: Word, fields: Sequence[Field]) -> int:
    """The field that a word is nearest to; of two as near that whose middle is."""

    def off(at: int) -> tuple[int, int]:
        x0, x1 = fields[at]
        return max(x0 - word.x1, word.x0 - x1), abs(x0 + x1 - word.x0 - word.x1)

    return min(range(len(fields)), key=off)


def with_names(
    header: HeaderLines,
    first: int,
    last: int,
    columns: Sequence[tuple[Part, ...]],
    over: Sequence[Upper],
) -> HeaderLines:
    """A header with other names for some of its columns."""
    more = len(columns) - (last - first)

    def moved(one: Upper) -> Upper:
        left = one.first if one.first < last else one.first + more
        return replace(one, first=left, last=one.last if one.last < first else one.last + more)

    added = [replace(one, first=one.first + first, last=one.last + first) for one in over]
    return replace(
        header,
        columns=(*header.columns[:first], *columns, *header.columns[last:]),
        upper=(*map(moved, header.upper), *added),
    )
