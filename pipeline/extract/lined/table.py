"""The rows of a table of which each paragraph stands on a line of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.names.headers import HeaderPieces
from pipeline.extract.layer.numbered.rows import (
    HEADING_STYLES,
    Apart,
    FoundLabel,
    UndividedRow,
    cut_rows,
    find_labels,
)
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.lined.fit import LONGEST, Dealt, certain, deal, learned, one_each
from pipeline.extract.lined.heads import begins_sum, is_figure, with_stop
from pipeline.extract.lined.ranks import Kind, goes_over, ranked
from pipeline.extract.lined.tokens import (
    BLANK,
    Paragraph,
    blanks_between,
    paragraphs_of,
    text_of,
)
from pipeline.extract.lined.wrapped import fits
from pipeline.writing.closings import is_closing
from pipeline.writing.labels import (
    LABEL_START,
    LONE_LETTER,
    POINT_START,
    parse_label,
    split_heading,
)

_SURE = 2.0
"""Log odds over the next best way to deal a row from which on a cell is sure: seven to one."""
_ROUNDS = 2
"""How often the rows are dealt anew by what they taught."""
_WHOLE = 3.0
"""Log odds that a number is that of the next row which stands one paragraph for each column below
the one before: as much as that it counts on by one."""
_CROWDED = 4
"""Paragraphs for each column, from which on a row is hardly one."""
_FEW, _MOST_TAIL = 3, 4
"""Rows of one paragraph a cell that tell how many the last one has, and the share of one in so
many rows that may be otherwise then."""


@dataclass(frozen=True, slots=True)
class LinedRow:
    """A row: its label (none where its number is blank), its paragraphs, how they are dealt (None
    where they are too many), which columns are in doubt, what stands behind the table, and whether
    the places of its paragraphs tell where it ends, so that it needs no number for that."""

    label: tuple[LinePiece, ...]
    line: int
    tokens: tuple[Paragraph, ...]
    dealt: Dealt | None
    doubted: tuple[bool, ...] = ()
    after: tuple[LinePiece, ...] = ()
    placed: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    label: tuple[LinePiece, ...]
    style: str
    line: int
    tokens: tuple[Paragraph, ...]
    tail: bool
    unsure: bool = False
    placed: bool = False

    @property
    def heading(self) -> bool:
        return bool(self.label) and self.style in HEADING_STYLES

    @property
    def printed(self) -> int:
        return sum(map(bool, self.tokens))


def is_fit(header: HeaderPieces, row: LinedRow) -> bool:
    """Whether a row may have one paragraph or a few for each of its columns: where cells stand
    beside each other on a line it has fewer, where its numbers were not found far more."""
    columns, printed = len(header.names) - 1, sum(map(bool, row.tokens))
    return not printed or columns <= 2 * printed <= 2 * _CROWDED * columns


def read_rows(
    header: HeaderPieces,
    pieces: Sequence[LinePiece],
    lines: tuple[int, int],
    gap: int,
    ground: Background,
    width: int = 0,
) -> list[LinedRow]:
    """The rows of the paragraphs below a header, which ends on the first of two `lines`, up to the
    other; `width` is that at which lines were broken: those that begin small and would have fit
    behind the one before are still the rests of cells that a page cuts."""
    above, end = lines
    columns = len(header.names) - 1
    apart, alone = _apart(pieces, gap, columns), _alone(pieces)
    plain = _without_codes(alone)
    ways = [
        *(
            _rows(pieces, _with_sums(pieces, _labels(pieces, lines, apart, columns)), end, gap)
            for lines in ([alone] if plain == alone else [alone, plain])
        ),
        _chunks(pieces, end, gap, columns + 1),
        _by_places(paragraphs_of(pieces, above, end, gap), columns, width),
    ]
    rows = max(ways, key=lambda rows: _whole(rows, columns, width))
    blanks = _prints_blanks(rows, columns) or bool(width and _any_blank(rows))
    if blanks:
        rows = [part for row in rows for part in _several(row, columns)]
    else:
        rows = [replace(row, tokens=tuple(filter(None, row.tokens))) for row in rows]
    even = _are_even(rows, columns)
    model = TableModel(header.roles, ground, Counter(), firm=False)
    known = [
        (row.tokens, one_each(row.tokens), row.heading)
        for row in rows
        if len(row.tokens) == columns and not row.tail and (blanks or even)
    ]
    for _ in range(_ROUNDS):
        model = learned(model, known) if known else model
        figures = _figure_columns([(tokens, one) for tokens, one, _ in known], columns)
        dealt = [
            _sums(row, figures, columns) or _dealt(model, row, columns, blanks, even, width)
            for row in rows
        ]
        known = [
            (row.tokens, one, row.heading)
            for row, one in zip(rows, dealt, strict=True)
            if one is not None and min(one.margins) >= _SURE
        ]
    return [
        _lined(
            row,
            one,
            (not width and even and blanks and _is_uneven(row, columns)) or _is_cut(row, one),
        )
        for row, one in zip(rows, dealt, strict=True)
    ]


def _is_uneven(row: _Row, columns: int) -> bool:
    """Whether a row of a table that prints its blank cells has more paragraphs than cells, or fewer
    though it is more than a title."""
    return row.printed > columns or (row.printed > 1 and len(row.tokens) < columns)


def _is_cut(row: _Row, dealt: Dealt | None) -> bool:
    """Whether a row seems to be cut by a page break, the rests of its cells behind their
    beginnings: a paragraph in small letters follows another one in a cell behind the first."""
    return dealt is not None and any(
        text_of(token)[:1].islower() and parse_label(text_of(token).split()[0]) is None
        for begin, end in dealt.spans[1:]
        for token in row.tokens[begin + 1 : end]
    )


def _lined(row: _Row, dealt: Dealt | None, crowded: bool) -> LinedRow:
    """A row as it is printed; all its cells are in doubt where it is `crowded`."""
    if dealt is None:
        return LinedRow(row.label, row.line, row.tokens, None, placed=row.placed)
    after = tuple(piece for token in row.tokens[dealt.end :] for piece in token)
    crowded = row.unsure or (crowded and not row.tail)
    doubted = tuple(crowded or margin < _SURE for margin in dealt.margins)
    return LinedRow(row.label, row.line, row.tokens, dealt, doubted, after, row.placed)


def _dealt(
    model: TableModel, row: _Row, columns: int, blanks: bool, even: bool, width: int
) -> Dealt | None:
    """How the paragraphs of a row are dealt."""
    if len(row.tokens) == columns and blanks:
        return one_each(row.tokens)
    longer = row.tail and len(row.tokens) > columns
    if longer and (even or (blanks and width and _is_told(row, columns, width))):
        return _last_one(model, row, columns, blanks, width)
    if row.heading and row.printed == 1:
        return _title_alone(row, columns)
    if len(row.tokens) > LONGEST and not row.tail:
        return None
    return deal(model, row.tokens[:LONGEST], blanks, row.heading, row.tail, width)


def _is_told(row: _Row, columns: int, width: int) -> bool:
    """Whether the first paragraphs of a row end for certain, so that they are its cells."""
    pairs = pairwise(row.tokens[: columns + 1])
    return all(fits(text_of(one), text_of(other), width) for one, other in pairs if one and other)


def _figure_columns(rows: Sequence[tuple[Sequence[Paragraph], Dealt]], columns: int) -> list[int]:
    """The columns that hold figures in most of the rows that fill them."""
    found = [Counter[bool]() for _ in range(columns)]
    for tokens, dealt in rows:
        for column, (begin, end) in enumerate(dealt.spans):
            texts = [text_of(token) for token in tokens[begin:end] if token]
            if texts:
                found[column][len(texts) == 1 and is_figure(texts[0])] += 1
    return [at for at, count in enumerate(found) if count[True] > count[False]]


def _sums(row: _Row, figures: Sequence[int], columns: int) -> Dealt | None:
    """A row of sums whose blank cells left nothing: its name, and a figure for each column that
    holds such; None of any other row."""
    size = len(figures) + 1
    texts = [text_of(token) for token in row.tokens[:size]]
    ends = len(row.tokens) == size or (row.tail and len(row.tokens) > size)
    if not figures or figures[0] == 0 or not ends or not all(map(is_figure, texts[1:])):
        return None
    if not _is_of_sums(row):
        return None
    spans, end = [(0, 1)], 1
    for column in range(1, columns):
        begin, end = end, end + (column in figures)
        spans.append((begin, end))
    return certain(spans)


def _last_one(model: TableModel, row: _Row, columns: int, blanks: bool, width: int) -> Dealt:
    """The last row of a table whose rows have one paragraph a cell, as it has then: what follows
    stands behind the table. Where that reads better otherwise, a cell may have several or none."""
    found = one_each(row.tokens[:columns])
    other = deal(model, row.tokens[:LONGEST], blanks, row.heading, True, width)
    margins = zip(found.spans, other.spans, found.margins, strict=True)
    return replace(found, margins=tuple(own if one == two else 0.0 for one, two, own in margins))


def _title_alone(row: _Row, columns: int) -> Dealt:
    """A heading over all columns: its title, and nothing else."""
    size = len(row.tokens)
    return certain([(0, size), *[(size, size)] * (columns - 1)])


def _whole(rows: Sequence[_Row], columns: int, width: int) -> int:
    """How many rows have one paragraph a cell, lines broken at `width` put together."""
    return sum(
        0
        <= len(row.tokens) - columns
        <= sum(goes_over(row.tokens, at, width) for at in range(1, len(row.tokens)))
        for row in rows
    )


def _chunks(pieces: Sequence[LinePiece], end: int, gap: int, width: int) -> list[_Row]:
    """The rows where each takes as many paragraphs as the header has names, a number or a blank
    first; none where numbers do not count on in them."""
    every = paragraphs_of(pieces, pieces[0].line - 1 - gap, end, gap) if pieces else []
    found: list[_Row] = []
    for start in range(0, len(every) - width + 1, width):
        first, *own = every[start : start + width]
        label = parse_label(text_of(first)) if first else None
        if (first and label is None) or not any(own):
            break
        line = next(piece.line for token in (first, *own) for piece in token)
        found.append(_Row(first, label.style if label else "", line, tuple(own), False))
    while (
        found
        and len(every) > len(found) * width
        and not (found[-1].label or _is_of_sums(found[-1]))
    ):
        found.pop()  # what stands behind the table begins there
    rest = every[len(found) * width :]
    if found:
        found[-1] = replace(found[-1], tokens=(*found[-1].tokens, *rest), tail=True)
    return found if _count_on(found) else []


def _by_places(tokens: Sequence[Paragraph], columns: int, width: int) -> list[_Row]:
    """The rows where their places tell them; what stands behind the last one, or closes the
    document, is left to it. A heading that nothing names as one may be a paragraph too many of the
    row above, whose cells then stand one column aside."""
    found: list[_Row] = []
    end = 0
    closing = (at for at, token in enumerate(tokens) if is_closing(text_of(token)))
    for rank in ranked(tokens[: next(closing, None)], columns + 1, width).rows:
        own, end = tokens[rank.start : rank.end], rank.end
        if rank.kind is Kind.HEADING:
            heading = _heading(own, columns)
            if heading.unsure and own[0] and found:
                found[-1] = replace(found[-1], unsure=True)
            found.append(heading)
            continue
        label = parse_label(text_of(own[0])) if own[0] else None
        line = next(piece.line for token in own for piece in token)
        style, rest = label.style if label else "", is_rest(own)
        unsure = rest or rank.kind is not Kind.EVEN
        if rest and found:
            found[-1] = replace(found[-1], unsure=True)
        found.append(_Row(own[0], style, line, tuple(own[1:]), False, unsure))
    if found and any(tokens[end:]):
        found[-1] = replace(found[-1], tokens=(*found[-1].tokens, *tokens[end:]), tail=True)
    return [replace(row, placed=True) for row in found]


def is_rest(tokens: Sequence[Paragraph]) -> bool:
    """Whether a row may be the rest of the one above, which a page cuts: it has no number, and a
    cell of it begins inside a sentence."""
    texts = [text_of(token) for token in tokens]
    return not texts[0] and any(text[:1].islower() for text in texts)


def _heading(tokens: Sequence[Paragraph], columns: int) -> _Row:
    """A heading merged over its row, its label on a line of its own, before the title or none."""
    labelled = len(tokens) > 1 and (not tokens[0] or parse_label(text_of(tokens[0])) is not None)
    label = tokens[0] if labelled else BLANK
    title = tuple(piece for token in tokens[labelled:] for piece in token)
    line = next(piece.line for token in tokens for piece in token)
    if not label and (parts := split_heading(text_of(title))) is not None:
        [row] = cut_rows(title, [FoundLabel(0, parts[0])])
        label = row.label
        title = tuple(piece for part in row.parts for piece in part)
    parsed = parse_label(text_of(label)) if label else None
    if parsed is not None and parsed.style in HEADING_STYLES:
        return _Row(label, parsed.style, line, (title,), False)
    unsure = not (label or text_of(title).isupper())
    return _Row(label, "", line, (title, *[BLANK] * (columns - 1)), False, unsure)


def _is_of_sums(row: _Row) -> bool:
    """Whether a row is one of sums: it has no number, but the name of such a row and a figure."""
    pieces = [piece for token in row.tokens for piece in token]
    return not row.label and bool(row.tokens[0]) and begins_sum(pieces, 0)


def _count_on(rows: Sequence[_Row]) -> bool:
    """Whether most numbers of rows follow the one before."""
    labels = [parse_label(row.label[0].text) for row in rows if row.label]
    numbers = [label.numbers for label in labels if label and label.style == "number"]
    follow = sum(other[-1] in (1, one[-1] + 1) for one, other in pairwise(numbers))
    return len(numbers) >= _FEW and _MOST_TAIL * follow >= (_MOST_TAIL - 1) * (len(numbers) - 1)


def _are_even(rows: Sequence[_Row], columns: int) -> bool:
    """Whether nearly every row has one paragraph a cell, so that the last one has as well."""
    whole = [row for row in rows if not row.heading and not row.tail]
    even = sum(len(row.tokens) == columns for row in whole)
    return even >= _FEW and _MOST_TAIL * (len(whole) - even) <= len(whole)


def _prints_blanks(rows: Sequence[_Row], columns: int) -> bool:
    """Whether blank cells are printed: more rows have as many paragraphs as columns with the blank
    ones than without."""
    plain = [row for row in rows if not row.heading and not row.tail]
    with_blanks = sum(len(row.tokens) == columns for row in plain)
    without = sum(row.printed == columns for row in plain)
    return with_blanks > without or with_blanks == len(plain) > 0


def _any_blank(rows: Sequence[_Row]) -> bool:
    """Whether a blank paragraph stands in a row: what prints some blank cells prints all."""
    return any(not token for row in rows if not row.tail for token in row.tokens)


def _with_sums(pieces: Sequence[LinePiece], labels: Sequence[FoundLabel]) -> list[FoundLabel]:
    """The labels, that of the first line, at which the header ends, where they leave it out, and
    the beginnings of rows of sums, which have none."""
    found = {label.index: label for label in labels}
    first = pieces[0].text if pieces else ""
    begins = LONE_LETTER.fullmatch(first) or LABEL_START.match(first)
    if begins is not None:
        found.setdefault(0, FoundLabel(0, begins[0]))
    named = {label.index + label.span for label in found.values()}
    for at in range(len(pieces)):
        if at not in named and begins_sum(pieces, at):
            found[at] = FoundLabel(at, "", 0)
    return [found[at] for at in sorted(found)]


def _labels(
    pieces: Sequence[LinePiece], lines: Sequence[LinePiece], apart: Apart, columns: int
) -> Sequence[FoundLabel]:
    """The labels of rows in the lines of a table, as they are printed. Where a lone `A` begins its
    rows, lone capitals may head others, if one begins within a row below them: elsewhere they are
    values (projects of group B)."""
    if not pieces or not LONE_LETTER.fullmatch(pieces[0].text):
        return find_labels(lines, apart=apart)
    letters = {
        at
        for at, piece in enumerate(lines)
        if LONE_LETTER.fullmatch(piece.text)
        and any(LABEL_START.match(below.text) for below in lines[at + 1 : at + 2 + columns])
    }
    stopped = [
        replace(piece, text=with_stop(piece.text)) if at in letters else piece
        for at, piece in enumerate(lines)
    ]
    return [
        replace(label, text=pieces[label.index].text) if label.index in letters else label
        for label in find_labels(stopped, apart=apart)
    ]


def _alone(pieces: Sequence[LinePiece]) -> list[LinePiece]:
    """The lines of a table of which the first number stands alone, as those of all its rows do:
    what begins with a number and goes on is made none (`1. Trình tự thực hiện` in a cell, or in the
    text behind the table)."""
    if not pieces or parse_label(pieces[0].text) is None:
        return list(pieces)
    return [
        replace(piece, text=f"({piece.text}")
        if LABEL_START.match(piece.text) and parse_label(piece.text) is None
        else piece
        for piece in pieces
    ]


def _without_codes(pieces: Sequence[LinePiece]) -> list[LinePiece]:
    """The lines of a table with those that are a number of several counters made none: goods have
    codes (`10.001`) that count on as well as rows do."""
    codes = [(label := parse_label(piece.text)) and label.depth > 1 for piece in pieces]
    return [
        replace(piece, text=f"({piece.text}") if code else piece
        for piece, code in zip(pieces, codes, strict=True)
    ]


def _apart(pieces: Sequence[LinePiece], gap: int, columns: int) -> Apart:
    """How far from each other the numbers of rows stand: as many paragraphs as there are columns
    between them, the blank ones counted."""
    steps = (1 + blanks_between(a.line, b.line, gap) for a, b in pairwise(pieces))
    return Apart([*accumulate(steps, initial=0)][: len(pieces)], columns + 1, _WHOLE)


def _rows(
    pieces: Sequence[LinePiece], labels: Sequence[FoundLabel], end: int, gap: int
) -> list[_Row]:
    """The rows that labels begin: those of the number column, and points alone on their lines."""
    if not labels:
        return []
    cut = [part for row in cut_rows(pieces, labels) for part in _points(row)]
    found: list[_Row] = []
    below = [*((row.line, bool(row.label)) for row in cut[1:]), (end, True)]
    for row, (until, next_label) in zip(cut, below, strict=True):
        own = [piece for part in row.parts for piece in part]
        before = row.label[-1].line if row.label else own[0].line - 1
        if own and own[0].line == before:  # the label and its text share a line
            tokens: list[Paragraph] = [(own[0],), *paragraphs_of(own[1:], before, until, gap)]
        else:
            tokens = paragraphs_of(own, before, until, gap)
        if not next_label and tokens and not tokens[-1]:
            tokens.pop()  # the blank number of a row of sums
        found.append(_Row(row.label, row.style, row.line, tuple(tokens), row.tail))
    return found


def _points(row: UndividedRow) -> list[UndividedRow]:
    """A row up to the first point that is alone on its line as the number of a row is, and a row
    for each of these."""
    stream = [piece for part in row.parts for piece in part]
    points = [
        FoundLabel(at, piece.text)
        for at, piece in enumerate(stream)
        if POINT_START.fullmatch(piece.text) and parse_label(piece.text)
    ]
    if not points:
        return [row]
    first = replace(row, parts=(tuple(stream[: points[0].index]),), tail=False)
    rest = cut_rows(stream, points)
    return [first, *(replace(one, tail=row.tail and one.tail) for one in rest)]


def _several(row: _Row, columns: int) -> Iterator[_Row]:
    """The rows that stand under one number, where blank cells are printed: each further one begins
    with a blank number."""
    tokens = row.tokens
    if len(tokens) <= columns or (len(tokens) - columns) % (columns + 1):
        yield row
        return
    starts = range(columns, len(tokens), columns + 1)
    if any(tokens[start] for start in starts):
        yield row
        return
    yield replace(row, tokens=tokens[:columns], tail=False)
    for start in starts:
        own = tokens[start + 1 : start + 1 + columns]
        line = next((token[0].line for token in own if token), row.line)
        yield _Row((), "", line, own, False)
