"""Table headers in a text layer: where they stand, and which words name which column.

A header begins with the name of the number column (`TT`, `STT`). Its names follow, one per line or
several on one, wrapped or not; they are told apart by the names that are known (words.toml)
and by the capital letter a name begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, takewhile

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.names.name_search import (
    Word,
    by_line,
    divided,
    divided_into,
    is_plausible,
    with_names_apart,
)
from pipeline.extract.layer.numbered.rows import HEADING_STYLES
from pipeline.extract.layer.signs.grouped import Groups
from pipeline.extract.layer.signs.words import OTHER, Role, lexicon, one_text, role_of
from pipeline.frozen import dataclass
from pipeline.writing.labels import FIRST_START, LABEL_START, is_column_number, parse_label
from pipeline.writing.letters import fold

LONGEST = 40
"""Printed lines a header may take, the row of column numbers under it included."""
MOST_WORDS = 90
"""Words of the longest header: what has more is a page whose header is not understood."""
_LONGEST_LINE = 200
_MIN_COLUMNS = 3
_SECOND, _BELOW = re.compile(r"(?:[2B]|II|0?2)[.)]?(?=\s|$)"), 60
"""What the second row of a table begins with, and lines from the header to it at most."""
_UNDER = 4
"""Lines under a heading among which the number of its first row stands."""
_NAME_LINES = 3
"""Lines on which the name of the numbers may stand: `S`, `T`, `T`."""
MOST_OVER = 4
"""Names over several columns, which have no number in the row of column numbers."""
_AMOUNTS = re.compile(r"\s\d{1,3}(?:[.,]\d{3})+ \d{1,3}(?:[.,]\d{3})+(?=\s|$)")
"""Amounts of thousands side by side: years and numbers of columns are none."""
_ABBREVIATION = 4
_VOWELS = frozenset("aeiouy")
"""What each syllable of the language has one of, its marks left out."""
_OF_FIGURES = "số lượng"
"""What a column of figures is named like whose name tells nothing."""
_OF_TIMES = "thời hạn"
"""The same of times."""
_NUMBER = "number"
"""The form of figures."""
_OF_PEOPLE = "đơn vị công tác"
"""What `Đơn vị` names beside the posts of people: nobody's post has a unit of measure."""


@dataclass(frozen=True, slots=True)
class Upper:
    """A name over several columns, `first` up to `end`, line by line."""

    first: int
    end: int
    name: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class HeaderPieces:
    """A header: pieces `start` up to `end`, and the text of each column's name, line by line.

    `names[i]` are (piece index, text) pairs; the first column is the number column, whose name is
    blank in a table that has none. `legend` holds
    the row of column numbers (`(1) (2) (3)`) where one is printed, `upper` the names over several
    columns where the text tells levels. `figures` and `times` are the columns behind the number
    column whose cells the rows show to be such, `unsure` those that another way to read the names,
    nearly as good, names otherwise; `groups` what the rows teach of amounts whose thousands blanks
    part, if they have such. `raised` are names printed above the header that may be those over
    several of its columns.
    """

    start: int
    end: int
    names: tuple[tuple[Word, ...], ...]
    legend: tuple[tuple[Word, ...], ...] = ()
    upper: tuple[Upper, ...] = ()
    figures: frozenset[int] = frozenset()
    times: frozenset[int] = frozenset()
    unsure: frozenset[int] = frozenset()
    groups: Groups = ()
    raised: tuple[tuple[Word, ...], ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the table has a column of numbers."""
        return bool(self.names[0])

    @property
    def titles(self) -> tuple[str, ...]:
        """The columns' names as one text each, words whole that a narrow column tears."""
        return tuple(one_text([text for _, text in name]) if name else "" for name in self.names)

    @property
    def roles(self) -> tuple[Role, ...]:
        """What each column after the number column holds, as far as its name tells.

        One column names the row: the first that can, or else the first that holds no codes.
        """
        roles = [role_of(title) for title in self.titles[1:]]
        if any(role.name == "post" for role in roles):
            roles = [role_of(_OF_PEOPLE) if role.name == "unit" else role for role in roles]
        for index in self.figures:
            roles[index] = roles[index] if roles[index].shapes else role_of(_OF_FIGURES)
        for index in self.times:
            roles[index] = roles[index] if roles[index].shapes else role_of(_OF_TIMES)
        naming = [index for index, role in enumerate(roles) if role.name == "title"]
        for index in naming[1:]:
            roles[index] = OTHER
        if not naming:
            named = next((at for at, role in enumerate(roles) if role.name != "code"), 0)
            roles[named] = role_of("nội dung")
        return tuple(roles)

    @property
    def side_by_side(self) -> frozenset[int]:
        """The columns of figures, where their names promise figures or nothing: digits that stand
        side by side in others may be parts of codes and of times."""
        roles = self.roles
        promised = all(_NUMBER in roles[at].shapes for at in self.figures)
        return self.figures if promised else frozenset()

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
            header = repeated(pieces, start, headers) or _read(pieces, start, skip)
            if header is not None:
                headers.append(header)
    return headers


def _number_header(pieces: Sequence[LinePiece], start: int, piece: LinePiece) -> int:
    """How many words from the start of a piece name the number column; 0 if they do not."""
    words = piece.text.split(None, 4)
    if words[0] not in _number_begins():  # so is nearly every line
        return 0
    if start + 1 < len(pieces) and len(words) == 1:
        words = words + pieces[start + 1].text.split(None, 4)
    for number in lexicon().numbers:
        if tuple(words[: len(number)]) == number:
            return len(number)
    lines = pieces[start : start + _NAME_LINES]
    alone = len(list(takewhile(lambda one: " " not in one.text, lines)))
    cut = accumulate(one.text.split(None, 1)[0] for one in lines[: alone + 1])
    return next((count for count, text in enumerate(cut, 1) if (text,) in lexicon().numbers), 0)


@cache
def _number_begins() -> frozenset[str]:
    """First words of lines that name the number column, also letter by letter (`S`, `T`, `T`)."""
    numbers = lexicon().numbers
    letters = (number[0][:end] for number in numbers if len(number) == 1
               for end in range(1, len(number[0])))  # fmt: skip
    return frozenset((*(number[0] for number in numbers), *letters))


def repeated(
    pieces: Sequence[LinePiece], start: int, headers: Sequence[HeaderPieces]
) -> HeaderPieces | None:
    """The header that stands here if it reads as one before it, whatever its line breaks."""
    words = words_of(pieces, start, min(len(pieces), start + LONGEST))
    for known in sorted(headers, key=lambda header: -sum(map(len, header.names))):
        taken = iter(words)
        columns = (*known.names, *known.legend)
        names = [_taken(taken, name) for name in columns]
        if not all(found for found, name in zip(names, columns, strict=True) if name):
            continue
        end, after = names[-1][-1][0] + 1, next(taken, None)
        if after is not None and after[0] < end:
            continue
        printed = [_as_known(*pair) for pair in zip(names, columns, strict=True)]
        count = len(known.names)
        return HeaderPieces(start, end, tuple(printed[:count]), tuple(printed[count:]))
    return None


def _taken(words: Iterator[Word], name: Sequence[Word]) -> list[Word]:
    """The next words if they spell a name, whatever blanks a program left out or put in between;
    none else."""
    wanted, found, spelt = "".join(_flat(name)), list[Word](), ""
    while len(spelt) < len(wanted) and (word := next(words, None)):
        found.append(word)
        spelt += word[1]
    return found if spelt == wanted else []


def _as_known(words: Sequence[Word], name: Sequence[Word]) -> tuple[Word, ...]:
    """A name line by line; on one line with the blanks of the name it repeats where a program
    left some out or put some in."""
    if [word for _, word in words] == _flat(name):
        return by_line(words)  # of no word at all, too
    return ((words[0][0], " ".join(_flat(name))),)


def _letters(title: str) -> str:
    return fold(title).replace(" ", "")


def _flat(name: Sequence[Word]) -> list[str]:
    return [word for _, text in name for word in text.split()]


def words_of(pieces: Sequence[LinePiece], start: int, end: int) -> list[Word]:
    """The words of some pieces, each with its piece; where names run together (`Ghi chúHạng I`)
    they are parted."""
    return [
        (index, word)
        for index in range(start, end)
        for word in with_names_apart(pieces[index].text).split()
    ]


def _read(pieces: Sequence[LinePiece], start: int, skip: int) -> HeaderPieces | None:
    """The header that begins here: the longest that a label ends, else that whose lines are
    printed again, else the longest of names that are all known, else of all that can be names."""
    ends = _ends(pieces, start)
    words = words_of(pieces, start, ends[0])
    skip += len(list(takewhile(lambda word: word[1][0].islower(), words[skip:])))
    divisions = divided(words[skip:][:MOST_WORDS], in_lines=True)
    found = (_header(pieces, start, end, skip, divisions) for end in ends)
    headers = [header for header in found if header is not None]
    if ends[0] < len(pieces) and (
        _begins_rows(pieces, ends[0]) or _is_closed(pieces, start, ends[0])
    ):
        return next(iter(headers), None)
    again = start + printed_again(pieces, start, ends[0])
    printed = [header for header in headers if header.end == again]
    known = [header for header in headers if _is_known(header)]
    return next(iter((*printed, *known, *headers)), None)


def printed_again(pieces: Sequence[LinePiece], start: int, end: int) -> int:
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
    divisions: Sequence[tuple[float, list[list[Word]]]],
) -> HeaderPieces | None:
    """The pieces up to an end as a header, if they can be one."""
    words = words_of(pieces, start, end)
    body, legend = _split_legend(words[skip:])
    if len(body) >= len(divisions):
        return None
    names = divisions[len(body)][1]
    if len(names) + 1 < len(legend):
        # The numbers of the columns tell how many there are.
        names = divided_into(body, len(legend) - 1)
    if len(names) + 1 < _MIN_COLUMNS or not all(map(is_plausible, names)):
        return None
    if _unlikely(names) and not _counts_on(pieces, end):
        return None
    if not in_one_case(names):
        return None
    columns = (by_line(words[:skip]), *(by_line(name) for name in names))
    if legend and not len(columns) - MOST_OVER <= len(legend) <= len(columns):
        return None
    return HeaderPieces(start, end, columns, tuple(by_line([word]) for word in legend))


def _ends(pieces: Sequence[LinePiece], start: int) -> list[int]:
    """Where the header may end: before the first label, or else after any of its lines."""
    last = start + 1
    while last < min(len(pieces), start + LONGEST) and not _breaks(pieces, last):
        if _is_closed(pieces, start, last):
            break
        last += 1
    return list(range(last, start, -1))


def _is_closed(pieces: Sequence[LinePiece], start: int, end: int) -> bool:
    """Whether nothing of a header stands below an end: there are amounts side by side, as in a line
    of sums (`TỔNG CỘNG 32.175 559.503`), or the numbers of all columns stand above it."""
    if _AMOUNTS.search(pieces[end].text):
        return True
    words = [word for piece in pieces[start:end] for word in piece.text.split()]
    numbers = _split_legend([(0, word) for word in words])[1]
    below = pieces[end].text.split()[0]
    told = len(numbers) >= _MIN_COLUMNS and _opens_legend(numbers[0][1])
    return told and not is_column_number(below)


def _breaks(pieces: Sequence[LinePiece], index: int) -> bool:
    piece = pieces[index]
    if piece.opens_page or len(piece.text) > _LONGEST_LINE:
        return True
    if _in_legend(pieces, index):
        return False
    return _begins_rows(pieces, index)


def _begins_rows(pieces: Sequence[LinePiece], index: int) -> bool:
    return FIRST_START.match(pieces[index].text) is not None or _counts_from(pieces, index)


def _counts_from(pieces: Sequence[LinePiece], index: int) -> bool:
    """Whether rows begin here that are counted from a number other than 1, or a heading other than
    I: what a number is followed by begins like a cell, and numbers that follow it are below."""
    match = LABEL_START.match(pieces[index].text)
    label = parse_label(match.group("label")) if match else None
    if match is None or label is None or label.depth != 1:
        return False
    below = [piece.text for piece in pieces[index + 1 : index + 1 + _BELOW]]
    rest = pieces[index].text[match.end() :].strip() or (below or [""])[0]
    if not rest[:1].isupper() or is_column_number(rest.split()[0]):
        return False
    if label.style in HEADING_STYLES:
        return any(_number_of(text) is not None for text in below[:_UNDER])
    number = label.numbers[0]
    return any(_number_of(text) == number + 1 for text in below)


def _number_of(text: str) -> int | None:
    """The number a line begins with as a row does."""
    match = LABEL_START.match(text)
    label = parse_label(match.group("label")) if match else None
    if label is None or label.style not in ("number", "paren"):
        return None
    return label.numbers[-1]


def _in_legend(pieces: Sequence[LinePiece], index: int) -> bool:
    """Whether a `(1)` or `1` is that of a row of column numbers: `2` follows at once."""
    text = " ".join(piece.text for piece in pieces[index : index + 3])
    first, second = ([*text.split(), "", ""])[:2]
    if first.strip("()[]") == "A":
        return second.strip("()[]") in ("B", "1")
    return is_column_number(first) and second.strip("()[]") == "2"


def _split_legend(words: list[Word]) -> tuple[list[Word], list[Word]]:
    """Names apart from the row of column numbers at the end."""
    cut = len(words)
    while cut and is_column_number(words[cut - 1][1]):
        cut -= 1
    first = (at for at in range(len(words) - 1, cut - 1, -1) if _opens_legend(words[at][1]))
    cut = next(first, cut)
    return (words[:cut], words[cut:]) if len(words) - cut >= _MIN_COLUMNS else (words, [])


def _opens_legend(number: str) -> bool:
    """Whether a column number is the first (`(1)`); one before it ends a name (`Vị trí 3 (1)`)."""
    return number.strip("()[]") in ("1", "A")


def _unlikely(names: Sequence[Sequence[Word]]) -> bool:
    """A sentence that begins with `TT`: nothing in it is known to name a column."""
    return all(role_of(" ".join(word for _, word in name)).name == "other" for name in names)


def _counts_on(pieces: Sequence[LinePiece], end: int) -> bool:
    """Whether rows that are numbered stand right below a header, whatever its columns are."""
    below = [piece.text for piece in pieces[end : end + _BELOW]]
    if below and FIRST_START.match(below[0]):
        return any(map(_SECOND.match, below[1:]))
    return end < len(pieces) and _counts_from(pieces, end)


def in_one_case(names: Sequence[Sequence[Word]]) -> bool:
    """Whether names are all in capitals or none is: a heading in capitals under a header is no
    name of a column. Abbreviations (`ĐVT`, `TH 2025`, `STT TT 37`) aside."""
    texts = [" ".join(word for word in _flat(name) if not word.isdigit()) for name in names]
    return len({text.isupper() for text in texts if not _is_short(text)}) <= 1


def _is_short(name: str) -> bool:
    """Whether a name is an abbreviation: of few letters, or of consonants only."""
    return len(name) <= _ABBREVIATION or not _VOWELS.intersection(fold(name))
