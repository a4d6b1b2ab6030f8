"""Headers of tables that number no row (`Nhiệm vụ | Cơ quan chủ trì | Thời hạn | Sản phẩm`).

Nothing but its words tells such a header: it stands right below a title or the head of a page, and
nearly all of its names are known. It is looked for only in annexes that have no header with a
column of numbers, so that the cells of a numbered table are never taken for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from pipeline.extract.layer.figures.figure_rows import figure_rows
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.names.headers import (
    MOST_WORDS,
    HeaderPieces,
    find_headers,
    in_one_case,
    printed_again,
    repeated,
    words_of,
)
from pipeline.extract.layer.names.name_search import (
    Word,
    by_line,
    divided,
    first_words,
    is_plausible,
)
from pipeline.extract.layer.signs.words import lexicon, role_of
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.letters import fold

_Division: TypeAlias = tuple[float, list[list[Word]]]
"""How likely some words are names of columns, and these."""
_LINES, _LONGEST_LINE = 12, 150
"""Lines of such a header, and characters of one, at most."""
_PLACES = 40
"""Lines of an annex at which a header is looked for, at most: titles stand above it, while lines of
prose that end in brackets go on without end."""
_FEWEST = 4
"""Columns of such a header at least; three of a few words each are met in prose."""
_UNKNOWN = 4
"""Names of which one at most may be unknown."""
_SHORT = 6
"""Words of a name that is known by its beginning alone, at most."""
_TOLD = 3
"""Names that tell what their columns hold, at least."""
_ROOM = 6
"""Lines below it that a table has at least."""


def find_all_headers(pieces: Sequence[LinePiece]) -> list[HeaderPieces]:
    """The headers of a text, in order, those of tables without a column of numbers among them."""
    numbered = find_headers(pieces)
    found = list(numbered)
    for start, end in _free_annexes(pieces, numbered):
        found += _headers_in(pieces, start, end)
    return sorted(found, key=lambda header: header.start)


def _free_annexes(
    pieces: Sequence[LinePiece], numbered: Sequence[HeaderPieces]
) -> Iterator[tuple[int, int]]:
    """The annexes of a text, heading and all, without a header that has a column of numbers."""
    heads = [at for at, piece in enumerate(pieces) if is_annex_heading(piece.text)]
    for start, end in pairwise([*heads, len(pieces)]):
        if not any(start <= header.start < end for header in numbered):
            yield start, end


def _headers_in(pieces: Sequence[LinePiece], start: int, end: int) -> Iterator[HeaderPieces]:
    """The first header of an annex, and where it is printed again."""
    at, known, tried = start + 1, list[HeaderPieces](), 0
    while at < end and (known or tried < _PLACES):
        header = repeated(pieces, at, known) if known else None
        if not known and end - at > _ROOM and _may_begin(pieces, at):
            header = _read(pieces, at, end)
            tried += 1
        if header is None:
            at += 1
            continue
        known = known or [header]
        yield header
        at = header.end


def _may_begin(pieces: Sequence[LinePiece], at: int) -> bool:
    """Whether a header may begin with a line."""
    return _is_below_title(pieces, at) and _begins_name(pieces[at].text)


def _is_below_title(pieces: Sequence[LinePiece], at: int) -> bool:
    """Whether a line stands below the title of a table, or a remark in brackets behind one."""
    above = pieces[at - 1].text.strip()
    return (
        is_annex_heading(above)
        or above.isupper()
        or above.endswith(")")
        or fold(above).startswith("đơn vị tính")
    )


def _read(pieces: Sequence[LinePiece], start: int, end: int) -> HeaderPieces | None:
    """The longest header that begins with a line."""
    last = start + 1
    while last < min(end, start + _LINES) and _may_be_named(pieces[last]):
        last += 1
    divisions = divided(words_of(pieces, start, last)[:MOST_WORDS], in_lines=True)
    stops = range(last, start, -1)
    found = (_header(pieces, start, stop, divisions) for stop in stops)
    named = next((header for header in found if header is not None), None)
    return named or _over_figures(pieces, start, end, divisions)


def _over_figures(
    pieces: Sequence[LinePiece], start: int, end: int, divisions: Sequence[_Division]
) -> HeaderPieces | None:
    """Some lines as a header whose names need not be known: below it rows end with as many figures
    side by side as some of its names promise. It ends before the first line that is printed on no
    other page, or else with the last name that promises something."""
    ways = [
        names
        for stop in range(start + 1, min(start + _LINES, end - _ROOM) + 1)
        if (names := _names(pieces, start, stop, divisions))
    ]
    told = [
        names for names in ways
        if figure_rows(pieces[names.end : end], names.titles[1:]).rows
    ]  # fmt: skip
    again = start + printed_again(pieces, start, min(start + _LINES, len(pieces)))
    printed = [header for header in told if header.end == again]
    return next(iter((*printed, *reversed(told))), None)


def _names(
    pieces: Sequence[LinePiece], start: int, end: int, divisions: Sequence[_Division]
) -> HeaderPieces | None:
    """Some lines as names of columns, the first that of a title, the last one that tells what its
    column holds."""
    count = len(words_of(pieces, start, end))
    names = divisions[count][1] if count < len(divisions) else []
    if len(names) < _FEWEST or not all(map(is_plausible, names)) or not in_one_case(names):
        return None
    titles = [_text(name) for name in names]
    if any(":" in title for title in titles) or role_of(titles[-1]).name == "other":
        return None
    return HeaderPieces(start, end, ((), *map(by_line, names)))


def _may_be_named(piece: LinePiece) -> bool:
    """Whether a line may be one of a header."""
    return not piece.opens_page and len(piece.text) <= _LONGEST_LINE


def _begins_name(text: str) -> bool:
    """Whether a line begins with a word that names of columns begin with."""
    first = text.split(None, 1)[0]
    return first[0].isupper() and fold(first) in first_words()


def _header(
    pieces: Sequence[LinePiece], start: int, end: int, divisions: Sequence[_Division]
) -> HeaderPieces | None:
    """Some lines as a header, if they can be one; `divisions` are those of their first words, by
    how many."""
    count = len(words_of(pieces, start, end))
    if count >= len(divisions):
        return None
    names = divisions[count][1]
    if len(names) < _FEWEST or not all(map(is_plausible, names)):
        return None
    if any(":" in _text(name) for name in names) or not in_one_case(names):
        return None
    known = [_is_known(name) for name in names]
    if not (known[0] and known[-1]) or known.count(False) > len(names) // _UNKNOWN:
        return None
    roles = {role_of(_text(name)).name for name in names} - {"other"}
    if len(roles) < _TOLD:
        return None
    return HeaderPieces(start, end, ((), *map(by_line, names)))


def _is_known(name: Sequence[Word]) -> bool:
    """Whether a name is known as it stands, or tells by its beginning what its column holds."""
    text = _text(name)
    if fold(text) in lexicon().names:
        return True
    return len(name) <= _SHORT and role_of(text).name != "other"


def _text(name: Sequence[Word]) -> str:
    return " ".join(word for _, word in name)
