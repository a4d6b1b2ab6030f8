"""Names over several columns that are printed above the header they belong to.

Where the cells of a header stand at their middle, a name over several columns is higher than those
beside it, `STT` among them, and a program prints it first: `Mức giá (đồng)` above `STT | Tên dịch
vụ | Ghi chú` above `Hạng I | Hạng II | Hạng III`. What is printed so above a header on each of its
pages may be such names; above one that is printed once, a line that is no title. Whether they are,
and where they stand, the figures of the rows tell (figured).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.names.headers import MOST_OVER, HeaderPieces
from pipeline.extract.layer.names.name_search import (
    Word,
    by_line,
    divided,
    is_plausible,
    with_names_apart,
)
from pipeline.extract.layer.signs.words import lexicon
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.letters import fold

_LINES = 3
"""Lines above a header that may be names over its columns, at most: one that is broken into more
is as high as the header."""
_LONGEST = 80
"""Characters of such a line at most."""
_OF_UNIT = "đơn vị tính"
"""What a line begins with that says the unit of a whole table."""


def with_raised(pieces: Sequence[LinePiece], headers: Sequence[HeaderPieces]) -> list[HeaderPieces]:
    """The headers of a text, each with what may be names printed above it."""
    found = list(headers)
    for alike in _alike(headers):
        above = [[*_above(pieces, headers[place])] for place in alike]
        texts = [[pieces[at].text for at in lines] for lines in above]
        is_alone = len(alike) == 1
        if is_alone:
            count = int(bool(above[0]) and _is_below_title(pieces, above[0][0]))
        else:
            count = min(_shared(texts[0], other) for other in texts[1:])
        for place, lines in zip(alike, above, strict=True):
            raised = _names(pieces, lines[:count], is_alone)
            found[place] = replace(headers[place], raised=raised)
    return found


def _alike(headers: Sequence[HeaderPieces]) -> list[list[int]]:
    """The places of the headers that count rows, those together that name the same columns."""
    groups: list[list[int]] = []
    for place, header in enumerate(headers):
        if not header.counts:
            continue
        own = next((group for group in groups if header.same_as(headers[group[0]])), None)
        if own is None:
            groups.append([place])
        else:
            own.append(place)
    return groups


def _names(
    pieces: Sequence[LinePiece], lines: Sequence[int], is_alone: bool
) -> tuple[tuple[Word, ...], ...]:
    """The names that some lines above a header, from the lowest up, may be, line by line;
    `is_alone` says that no other header names its columns."""
    words = [
        (at, word) for at in reversed(lines) for word in with_names_apart(pieces[at].text).split()
    ]
    names = divided(words, in_lines=True)[-1][1] if words else []
    if not 0 < len(names) <= MOST_OVER or not all(map(is_plausible, names)):
        return ()
    if is_alone and not all(map(_is_known, names)):
        return ()
    return tuple(map(by_line, names))


def _is_known(name: Sequence[Word]) -> bool:
    """Whether words are a known name or end with a unit. Above a header that is printed once others
    may be the second line of a title (`Áp dụng từ năm 2026`)."""
    text = " ".join(word for _, word in name)
    return text.endswith(")") or fold(text) in lexicon().names


def _above(pieces: Sequence[LinePiece], header: HeaderPieces) -> Iterator[int]:
    """The lines above a header on its page that may be names, from the lowest up."""
    for at in range(header.start - 1, max(0, header.start - 1 - _LINES), -1):
        if pieces[at + 1].opens_page or not _may_name(pieces[at].text):
            return
        yield at


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines two texts have in common from their first on."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _may_name(text: str) -> bool:
    """Whether a line may be names of columns."""
    if len(text) > _LONGEST or text.isupper() or not any(map(str.isalpha, text)):
        return False
    if text[0] in "(*-" or text[-1] in ".:;," or ":" in text or is_annex_heading(text):
        return False
    return not fold(text).startswith(_OF_UNIT)


def _is_below_title(pieces: Sequence[LinePiece], at: int) -> bool:
    """Whether a line stands below the title of a table, so that it is none itself: in capitals, or
    a remark in brackets, or the unit of all figures."""
    above = pieces[at - 1].text.strip() if at else ""
    if not above or is_annex_heading(above):
        return False
    return above.isupper() or above[-1] == ")" or fold(above).startswith(_OF_UNIT)
