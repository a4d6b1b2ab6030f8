"""Table headers in a text layer: where they stand, and which words name which column.

A header begins with the name of the number column (`TT`, `STT`). Its names follow, one per line or
several on one, wrapped or not; they are told apart by the names that are known (words.toml)
and by the capital letter a name begins with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.layer.lines import LinePiece
from pipeline.extract.layer.words import OTHER, Role, lexicon, role_of
from pipeline.writing.labels import FIRST_START, is_column_number
from pipeline.writing.letters import fold

LONGEST = 40
"""Printed lines a header may take, the row of column numbers under it included."""
_COMMA = -6.0
"""Score of a name that ends with a comma: it goes on (`Cơ quan, đơn vị chủ trì`)."""
_MAX_NAME = 12
_MOST_WORDS = 90
"""Words of the longest header: what has more is a page whose header is not understood."""
_LONGEST_LINE = 200
_MIN_COLUMNS = 3
_ABBREVIATION = 4
_Word = tuple[int, str]


@dataclass(frozen=True, slots=True)
class HeaderPieces:
    """A header: pieces `start` up to `end`, and the text of each column's name, line by line.

    `names[i]` are (piece index, text) pairs; the first column is the number column. `legend` holds
    the row of column numbers (`(1) (2) (3)`) where one is printed.
    """

    start: int
    end: int
    names: tuple[tuple[_Word, ...], ...]
    legend: tuple[tuple[_Word, ...], ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """The columns' names as one text each."""
        return tuple(" ".join(text for _, text in name) for name in self.names)

    @property
    def roles(self) -> tuple[Role, ...]:
        """What each column after the number column holds, as far as its name tells.

        One column names the row: the first that can, or else the first of all.
        """
        roles = [role_of(title) for title in self.titles[1:]]
        naming = [index for index, role in enumerate(roles) if role.name == "title"]
        for index in naming[1:]:
            roles[index] = OTHER
        if not naming:
            roles[0] = role_of("nội dung")
        return tuple(roles)

    def same_as(self, other: HeaderPieces) -> bool:
        """Whether both name the same columns."""
        return [*map(_letters, self.titles)] == [*map(_letters, other.titles)]


def find_headers(pieces: Sequence[LinePiece]) -> list[HeaderPieces]:
    """The headers of a text, in order; one that repeats an earlier one is divided like it."""
    headers: list[HeaderPieces] = []
    for start, piece in enumerate(pieces):
        if headers and start < headers[-1].end:
            continue
        skip = _number_header(pieces, start, piece)
        if skip:
            header = _repeated(pieces, start, headers) or _read(pieces, start, skip)
            if header is not None:
                headers.append(header)
    return headers


def _number_header(pieces: Sequence[LinePiece], start: int, piece: LinePiece) -> int:
    """How many words from the start of a piece name the number column; 0 if they do not."""
    words = piece.text.split(None, 4)
    if start + 1 < len(pieces) and len(words) == 1:
        words = words + pieces[start + 1].text.split(None, 4)
    for number in lexicon().numbers:
        if tuple(words[: len(number)]) == number:
            return len(number)
    return 0


def _repeated(
    pieces: Sequence[LinePiece], start: int, headers: Sequence[HeaderPieces]
) -> HeaderPieces | None:
    """The header that stands here if it reads as one before it, whatever its line breaks."""
    words = _words(pieces, start, min(len(pieces), start + LONGEST))
    for known in sorted(headers, key=lambda header: -sum(map(len, header.names))):
        taken = iter(words)
        columns = (*known.names, *known.legend)
        names = [_taken(taken, name) for name in columns]
        if not all(names):
            continue
        end, after = names[-1][-1][0] + 1, next(taken, None)
        if after is not None and after[0] < end:
            continue
        printed = [_as_known(*pair) for pair in zip(names, columns, strict=True)]
        count = len(known.names)
        return HeaderPieces(start, end, tuple(printed[:count]), tuple(printed[count:]))
    return None


def _taken(words: Iterator[_Word], name: Sequence[_Word]) -> list[_Word]:
    """The next words if they spell a name, whatever blanks a program left out or put in between;
    none else."""
    wanted, found, spelt = "".join(_flat(name)), list[_Word](), ""
    while len(spelt) < len(wanted) and (word := next(words, None)):
        found.append(word)
        spelt += word[1]
    return found if spelt == wanted else []


def _as_known(words: Sequence[_Word], name: Sequence[_Word]) -> tuple[_Word, ...]:
    """A name line by line; on one line with the blanks of the name it repeats where a program
    left some out or put some in."""
    if [word for _, word in words] == _flat(name):
        return _by_line(words)
    return ((words[0][0], " ".join(_flat(name))),)


def _letters(title: str) -> str:
    return fold(title).replace(" ", "")


def _flat(name: Sequence[_Word]) -> list[str]:
    return [word for _, text in name for word in text.split()]


def _words(pieces: Sequence[LinePiece], start: int, end: int) -> list[_Word]:
    return [(index, word) for index in range(start, end) for word in pieces[index].text.split()]


def _read(pieces: Sequence[LinePiece], start: int, skip: int) -> HeaderPieces | None:
    """The header that begins here: the longest that a label ends, else that whose lines are
    printed again, else the longest of names that are all known, else of all that can be names."""
    ends = _ends(pieces, start)
    divisions = _divisions(_words(pieces, start, ends[0])[skip:][:_MOST_WORDS])
    found = (_header(pieces, start, end, skip, divisions) for end in ends)
    headers = [header for header in found if header is not None]
    if ends[0] < len(pieces) and FIRST_START.match(pieces[ends[0]].text):
        return next(iter(headers), None)
    again = start + _printed_again(pieces, start, ends[0])
    printed = [header for header in headers if header.end == again]
    known = [header for header in headers if _is_known(header)]
    return next(iter((*printed, *known, *headers)), None)


def _printed_again(pieces: Sequence[LinePiece], start: int, end: int) -> int:
    """How many of some lines are printed again further below, as those of a header are on each
    page; at most."""
    lines = [piece.text for piece in pieces[start:end]]
    again = (
        [piece.text for piece in pieces[index : index + len(lines)]]
        for index in range(end, len(pieces))
        if pieces[index].text == lines[0]
    )
    return max((_alike(lines, other) for other in again), default=0)


def _alike(lines: Sequence[str], other: Sequence[str]) -> int:
    """How many lines two texts begin with alike."""
    pairs = zip(lines, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(lines), len(other)))


def _is_known(header: HeaderPieces) -> bool:
    """Whether all names of a header are known as they stand."""
    return all(fold(title) in lexicon().names for title in header.titles[1:])


def _header(
    pieces: Sequence[LinePiece],
    start: int,
    end: int,
    skip: int,
    divisions: Sequence[tuple[float, list[list[_Word]]]],
) -> HeaderPieces | None:
    """The pieces up to an end as a header, if they can be one."""
    words = _words(pieces, start, end)
    body, legend = _split_legend(words[skip:])
    if len(body) >= len(divisions):
        return None
    names = divisions[len(body)][1]
    if len(names) + 1 < _MIN_COLUMNS or not all(map(_plausible, names)) or _unlikely(names):
        return None
    if not _in_one_case(names):
        return None
    columns = (_by_line(words[:skip]), *(_by_line(name) for name in names))
    if len(legend) not in (0, len(columns)):
        return None
    return HeaderPieces(start, end, columns, tuple(_by_line([word]) for word in legend))


def _ends(pieces: Sequence[LinePiece], start: int) -> list[int]:
    """Where the header may end: before the first label, or else after any of its lines."""
    last = start + 1
    while last < min(len(pieces), start + LONGEST) and not _breaks(pieces, last):
        last += 1
    return list(range(last, start, -1))


def _breaks(pieces: Sequence[LinePiece], index: int) -> bool:
    piece = pieces[index]
    if piece.opens_page or len(piece.text) > _LONGEST_LINE:
        return True
    return FIRST_START.match(piece.text) is not None and not _in_legend(pieces, index)


def _in_legend(pieces: Sequence[LinePiece], index: int) -> bool:
    """Whether a `(1)` or `1` is that of a row of column numbers: `2` follows at once."""
    text = " ".join(piece.text for piece in pieces[index : index + 3])
    first, second = ([*text.split(), "", ""])[:2]
    if first.strip("()[]") == "A":
        return second.strip("()[]") in ("B", "1")
    return is_column_number(first) and second.strip("()[]") == "2"


def _split_legend(words: list[_Word]) -> tuple[list[_Word], list[_Word]]:
    """Names apart from the row of column numbers at the end."""
    cut = len(words)
    while cut and is_column_number(words[cut - 1][1]):
        cut -= 1
    return (words[:cut], words[cut:]) if len(words) - cut >= _MIN_COLUMNS else (words, [])


def split_names(words: Sequence[_Word]) -> list[list[_Word]]:
    """The most likely division of header words into names."""
    return _divisions(words)[-1][1]


def _divisions(words: Sequence[_Word]) -> list[tuple[float, list[list[_Word]]]]:
    """The most likely division of no word, the first word, the first two … and its score."""
    best: list[tuple[float, list[list[_Word]]]] = [(0.0, [])]
    for end in range(1, len(words) + 1):
        options = [
            (best[begin][0] + _name_score(words[begin:end]), begin)
            for begin in range(max(0, end - _MAX_NAME), end)
        ]
        score, begin = max(options)
        best.append((score, [*best[begin][1], list(words[begin:end])]))
    return best


def _name_score(name: Sequence[_Word]) -> float:
    """How well words are one name: every word of a known name counts, and so does its length, so
    that the longest known name wins over two short ones."""
    text = " ".join(word for _, word in name)
    small = -3.0 if not text[0].isupper() else 0.0
    if text.endswith(","):
        return _COMMA + small
    known = _known_words(name)
    if known:
        return 2.0 * known - 0.5 + small
    inside = sum(word[0].isupper() and not word.isupper() for _, word in name[1:])
    score = -1.0 - 1.2 * inside + small
    if role_of(text).name != "other":
        score += 0.5 + 0.3 * len(name)
    return score


def _known_words(name: Sequence[_Word]) -> int:
    """How many words of a name are a known one: all, or those before words in small letters that
    say more of it (`Cơ quan chủ trì` in `Cơ quan chủ trì cung cấp thông tin`)."""
    for count in range(len(name), 0, -1):
        if fold(" ".join(word for _, word in name[:count])) in lexicon().names:
            return count
        if not name[count - 1][1][0].islower():
            return 0
    return 0


def _plausible(name: Sequence[_Word]) -> bool:
    """Whether words can name a column: a known name, or a few words under a known beginning."""
    text = " ".join(word for _, word in name)
    if fold(text) in lexicon().names:
        return True
    if not text[0].isupper() or text.endswith((".", ";", ",", ":")):
        return False
    inside = sum(word[0].isupper() for _, word in name[1:]) if not text.isupper() else 0
    return len(name) <= _MAX_NAME and inside <= (1 if role_of(text).name == "other" else 2)


def _unlikely(names: Sequence[Sequence[_Word]]) -> bool:
    """A sentence that begins with `TT`: nothing in it is known to name a column."""
    return all(role_of(" ".join(word for _, word in name)).name == "other" for name in names)


def _in_one_case(names: Sequence[Sequence[_Word]]) -> bool:
    """Whether names are all in capitals or none is: a heading in capitals under a header is no
    name of a column. Abbreviations (`ĐVT`) aside."""
    texts = [" ".join(word for _, word in name) for name in names]
    return len({text.isupper() for text in texts if len(text) > _ABBREVIATION}) <= 1


def _by_line(words: Sequence[_Word]) -> tuple[_Word, ...]:
    """Words put together again where they stand on one line."""
    lines: list[_Word] = []
    for index, word in words:
        if lines and lines[-1][0] == index:
            lines[-1] = (index, f"{lines[-1][1]} {word}")
        else:
            lines.append((index, word))
    return tuple(lines)
