"""The headers of a text with one paragraph a line: each name stands on a line of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import lru_cache
from itertools import pairwise

from pipeline.extract.layer.lines.lines import LinePiece, read_pieces
from pipeline.extract.layer.names.headers import LONGEST, HeaderPieces
from pipeline.extract.layer.signs.words import lexicon
from pipeline.extract.lined.levels import Levels, Name, levels_of
from pipeline.extract.lined.ranks import ranked
from pipeline.extract.lined.tokens import blanks_between, paragraphs_of, usual_gap
from pipeline.extract.lined.wrapped import fits, unwrapped, width_of
from pipeline.extract.text.dialect import is_spaced, lines_of
from pipeline.extract.text.lines import NumberedLine
from pipeline.frozen import dataclass
from pipeline.writing.labels import LABEL_START, LONE_LETTER, is_column_number, parse_label
from pipeline.writing.letters import fold, plain
from pipeline.writing.patterns import compiled
from pipeline.writing.sums import names_sum, names_what_is_summed

_FEWEST, _MOST_WORDS = 2, 24
"""Names beside that of the numbers, and words of the longest name (lists of amendments)."""
_PROBED = 12
"""Rows below names that are looked at for whether they have as many paragraphs."""
_LONGEST_NUMBER = 20
"""Characters of the longest line that names the column of numbers."""
_CLOSED = (".", ";", ":")
"""What a name does not end with."""
_WRAPPED = 0.1
"""Share of the lines, each text once, that begin with a small letter, from which on lines wrap:
paragraphs begin with a capital, a number, a dash or the letter of a point but for a few (units).
Texts of three programs over 13 Word files had 0.08 at most, bare texts of PDF files 0.2 at
least."""
_TABBED = 8
"""Lines of which one may have a tab: offices and signers stand apart by some, forms to fill in
have them, cells do not."""
_FIGURE = compiled(r"-?\d[\d.,]*\s?%?")
_POINT = compiled(r"\p{L}[.)](?=\s|\Z)")
"""The letter of a point in a list."""


def find_heads(pieces: Sequence[LinePiece], gap: int, width: int = 0) -> list[HeaderPieces]:
    """The headers of a text whose paragraphs stand `gap` blank lines apart, in order; `width` is
    that at which lines were broken."""
    found: list[HeaderPieces] = []
    for start, piece in enumerate(pieces):
        if found and start < found[-1].end:
            continue
        if names_numbers(piece.text):
            header = _header(pieces, start, gap, width)
            if header is not None:
                found.append(header)
    return found


def names_numbers(text: str) -> bool:
    """Whether a whole line names the column of numbers (`STT`)."""
    return tuple(text.split()) in lexicon().numbers


def _header(pieces: Sequence[LinePiece], start: int, gap: int, width: int) -> HeaderPieces | None:
    """The header that begins here: names line by line, up to the first number of a row; a line in
    small letters or in brackets goes on in the name before it."""
    names: list[list[tuple[int, str]]] = [[(start, pieces[start].text)]]
    end, closed = start + 1, False
    while end < min(len(pieces), start + LONGEST) and not _begins_rows(pieces, end):
        text = pieces[end].text
        if _is_column_number(text):
            break
        if len(text.split()) > _MOST_WORDS or text.endswith(_CLOSED):
            closed = True
            break
        close = not blanks_between(pieces[end - 1].line, pieces[end].line, gap)
        full = width and not fits(pieces[end - 1].text, text, width)
        if (text[0].islower() or text[0] == "(" or full) and len(names) > 1 and close:
            names[-1].append((end, text))
        else:
            names.append([(end, text)])
        end += 1
    every = tuple(tuple(name) for name in names)
    levels = _levels(pieces, every, end, gap)
    told = _rows_below(pieces, every[levels.used - 1], len(levels.names), gap)
    for count in _fewer(pieces, every, gap):
        if _rows_below(pieces, every[count - 1], count, gap) > told:
            return HeaderPieces(start, every[count - 1][-1][0] + 1, every[:count])
    if closed and not told:
        return None
    if levels.used < len(names):
        end = names[levels.used][0][0]
    legend = [(at, piece.text) for at, piece in _legend(pieces, end, len(levels.names))]
    end += len(legend)
    if end >= len(pieces) or len(levels.names) <= _FEWEST:
        return None
    if levels.used == len(names) and not told and not _begins_rows(pieces, end):
        return None
    printed = tuple((one,) for one in legend)
    return HeaderPieces(start, end, levels.names, printed, levels.upper)


def _levels(pieces: Sequence[LinePiece], names: Sequence[Name], end: int, gap: int) -> Levels:
    """The levels of names up to piece `end`; one where nothing tells of more."""
    below = [*(name[0][0] for name in names[1:]), min(end, len(pieces) - 1)]
    blanks = [
        blanks_between(pieces[name[-1][0]].line, pieces[at].line, gap)
        for name, at in zip(names, below, strict=True)
    ]
    return levels_of(names, blanks) or Levels(tuple(names), (), len(names))


def _fewer(pieces: Sequence[LinePiece], names: Sequence[Name], gap: int) -> Iterator[int]:
    """How many of some lines may be the names alone: those up to the first blank paragraph, the
    number of a row that has none, and all but the last, a heading over the rows."""
    for count, (name, below) in enumerate(pairwise(names), start=1):
        if blanks_between(pieces[name[-1][0]].line, pieces[below[0][0]].line, gap):
            if count > _FEWEST:
                yield count
            break
    if len(names) - 1 > _FEWEST:
        yield len(names) - 1


def _rows_below(pieces: Sequence[LinePiece], name: Name, columns: int, gap: int) -> float:
    """What the rows of one paragraph for each of so many columns count that stand right below the
    last name of a header."""
    above = name[-1][0]
    own = pieces[above + 1 : above + 1 + _PROBED * columns]
    if not own:
        return 0.0
    until = own[-1].line + (columns + 1) * (gap + 1)  # the last cells of a text may be blank
    if above + 1 + len(own) < len(pieces):
        until = pieces[above + 1 + len(own)].line
    tokens = paragraphs_of(own, pieces[above].line, until, gap)
    return ranked(tokens, columns).value


def _legend(
    pieces: Sequence[LinePiece], start: int, columns: int
) -> Iterator[tuple[int, LinePiece]]:
    """The column numbers below a header, where there is one for each column."""
    row = list(enumerate(pieces[start : start + columns], start))
    if len(row) == columns > _FEWEST and all(_is_column_number(piece.text) for _, piece in row):
        yield from row


def _is_column_number(text: str) -> bool:
    """Whether a line is the number of a column, that of one which is computed (`(9)=(8-7)`), or one
    in brackets that a program took for a negative number (`-7`)."""
    first = text.split("=")[0].strip()
    return is_column_number(first) or is_column_number(first.removeprefix("-"))


def _begins_rows(pieces: Sequence[LinePiece], index: int) -> bool:
    """Whether the label of a row stands here, alone on its line or before its text."""
    if begins_sum(pieces, index):
        return True
    text = with_stop(pieces[index].text)
    match = LABEL_START.match(text)
    label = parse_label(match.group("label")) if match else None
    if label is None or label.numbers[-1] != 1:
        return False
    return match is not None and (match.end() == len(text) or label.style != "number")


def begins_sum(pieces: Sequence[LinePiece], index: int) -> bool:
    """Whether a row of sums stands here: its name, and a figure that counts no column below it (a
    column of sums has another name there, or column numbers)."""
    text, below = pieces[index].text, pieces[index + 1 : index + 2]
    return (names_sum(text) or names_what_is_summed(text)) and any(
        is_figure(piece.text) and not _is_column_number(piece.text) for piece in below
    )


def is_figure(text: str) -> bool:
    """Whether a text is a number, or a share."""
    return _FIGURE.fullmatch(text) is not None


def with_stop(text: str) -> str:
    """A line that is a capital alone with the stop that makes it the label of a heading (`A` as
    `A.`); any other as it is."""
    return f"{text}." if LONE_LETTER.fullmatch(text) else text


def is_known(header: HeaderPieces) -> bool:
    """Whether a name of a header is known to name a column."""
    return any(
        fold(title) in lexicon().names or role.name != "other"
        for title, role in zip(header.titles[1:], header.roles, strict=True)
    )


@dataclass(frozen=True, slots=True)
class LinedText:
    """A text in paragraphs: its lines, its paragraphs and its headers; the width at which its lines
    were broken, 0 where they were not, and the lines of the file where they were counted anew."""

    lines: Sequence[NumberedLine]
    pieces: list[LinePiece]
    heads: list[HeaderPieces]
    width: int = 0
    real: Mapping[int, int] = field(default_factory=dict)


@lru_cache(maxsize=1)  # asked for the dialect, then read
def heads_of(data: bytes) -> LinedText:
    """The paragraphs of a text and its headers; none where its lines wrap, but at one width."""
    lines: Sequence[NumberedLine] = lines_of(data)[0]
    printed = read_pieces(lines)
    gap, width = usual_gap(printed), 0
    real: dict[int, int] = {}
    if wraps(printed):
        width = width_of(lines, gap)
        if not width:
            return LinedText(lines, [], [])
        lines, real = unwrapped(lines, gap, width)
    pieces = _pieces(lines)
    heads = [head for head in find_heads(pieces, gap, width) if is_known(head)]
    return LinedText(lines, pieces, heads, width, real)


def _pieces(lines: Sequence[NumberedLine]) -> list[LinePiece]:
    opening = {line.number for line in lines if line.new_page}
    return [
        replace(piece, sign="", opens_page=piece.line in opening) for piece in read_pieces(lines)
    ]


def wraps(pieces: Sequence[LinePiece]) -> bool:
    """Whether so many lines begin inside a sentence that they are no paragraphs."""
    texts = {piece.text for piece in pieces if not _POINT.match(piece.text)}
    return sum(text[0].islower() for text in texts) > _WRAPPED * len(texts)


def is_lined(data: bytes) -> bool:
    """Whether a text has one paragraph a line, and a header of names below each other."""
    lines, _ = lines_of(data)
    tabbed = sum("\t" in line.text for line in lines)
    if _TABBED * tabbed > len(lines) or is_spaced(data):
        return False
    texts = (line.text.strip() for line in lines)
    named = any(names_numbers(plain(text)) for text in texts if len(text) <= _LONGEST_NUMBER)
    return named and bool(heads_of(data).heads)  # few texts have such a line, and all are asked
