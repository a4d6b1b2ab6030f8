"""Table headers in a text layer: where they stand, and which words name which column.

A header begins with the name of the number column (`TT`, `STT`). Its names follow, one per line or
several on one, wrapped or not; they are told apart by the names that are known (words.toml)
and by the capital letter a name begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise, takewhile
from math import inf

from pipeline.extract.layer.lines import LinePiece
from pipeline.extract.layer.rows import HEADING_STYLES
from pipeline.extract.layer.words import OTHER, SPACE, Role, ink, lexicon, role_of
from pipeline.writing.labels import FIRST_START, LABEL_START, is_column_number, parse_label
from pipeline.writing.letters import fold
from pipeline.writing.syllables import is_syllable

LONGEST = 40
"""Printed lines a header may take, the row of column numbers under it included."""
_COMMA = -6.0
"""Score of a name that ends with a comma or an open word: it goes on (`Cơ quan, đơn vị`)."""
_MAX_NAME = 24
"""Words of the longest name: lists of what is to be amended have some twenty."""
_WORDY, _WORDINESS = 12, 0.15
"""Words from which on a name is unlike others, and what each further one costs."""
_INSIDE, _BEGUN_INSIDE = 1.2, 2.4
"""What a capital inside a name costs, and what one of a word does that names begin with."""
_BEHIND_NUMBER = 3.0
"""What a capital behind a number costs inside a name: numbers end names (`Vị trí 1 | Vị trí 2`)."""
_SMALL = 6.0
"""What a name costs that begins in no capital: it outweighs what a known name gains, for it is the
rest of one (`Bộ phận | chủ trì`, `Kế hoạch năm | 2026`)."""
_TOLD, _TOLD_BY = 0.5, 0.3
"""What words gain that tell what their column holds, and by how many."""
_ROUNDED = 1e-6
"""More than sums that are added up in another order differ by."""
_ALONE = 0.5
"""What a name of a single word costs that is not known."""
_ATTACHED = ",/-–"
"""What a word ends with behind which a name goes on."""
_MIDWAY = 0.8
"""What a name in capitals costs that begins inside a line: its letters do not show that it does."""
_ROOM, _ROOMY = 0.08, 2.0
"""Share of the width of a name from which on a line of it has room for the next word, and what it
costs that the word is not there: lines end where their column does."""
_MOST_WORDS = 90
"""Words of the longest header: what has more is a page whose header is not understood."""
_LONGEST_LINE = 200
_MIN_COLUMNS = 3
_SECOND, _BELOW = re.compile(r"(?:[2B]|II|0?2)[.)]?(?=\s|$)"), 60
"""What the second row of a table begins with, and lines from the header to it at most."""
_UNDER = 4
"""Lines under a heading among which the number of its first row stands."""
_NAME_LINES = 3
"""Lines on which the name of the numbers may stand: `S`, `T`, `T`."""
_ABBREVIATION = 4
_OF_PEOPLE = "đơn vị công tác"
"""What `Đơn vị` names beside the posts of people: nobody's post has a unit of measure."""
_Word = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Upper:
    """A name over several columns, `first` up to `end`, line by line."""

    first: int
    end: int
    name: tuple[_Word, ...]


@dataclass(frozen=True, slots=True)
class HeaderPieces:
    """A header: pieces `start` up to `end`, and the text of each column's name, line by line.

    `names[i]` are (piece index, text) pairs; the first column is the number column. `legend` holds
    the row of column numbers (`(1) (2) (3)`) where one is printed, `upper` the names over several
    columns where the text tells levels.
    """

    start: int
    end: int
    names: tuple[tuple[_Word, ...], ...]
    legend: tuple[tuple[_Word, ...], ...] = ()
    upper: tuple[Upper, ...] = ()

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
        if any(role.name == "post" for role in roles):
            roles = [role_of(_OF_PEOPLE) if role.name == "unit" else role for role in roles]
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
    words = _words(pieces, start, ends[0])
    skip += len(list(takewhile(lambda word: word[1][0].islower(), words[skip:])))
    divisions = _divisions(words[skip:][:_MOST_WORDS], in_lines=True)
    found = (_header(pieces, start, end, skip, divisions) for end in ends)
    headers = [header for header in found if header is not None]
    if ends[0] < len(pieces) and _begins_rows(pieces, ends[0]):
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
    if len(names) + 1 < _MIN_COLUMNS or not all(map(_plausible, names)):
        return None
    if _unlikely(names) and not _counts_on(pieces, end):
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


def _split_legend(words: list[_Word]) -> tuple[list[_Word], list[_Word]]:
    """Names apart from the row of column numbers at the end."""
    cut = len(words)
    while cut and is_column_number(words[cut - 1][1]):
        cut -= 1
    return (words[:cut], words[cut:]) if len(words) - cut >= _MIN_COLUMNS else (words, [])


def split_names(words: Sequence[_Word]) -> list[list[_Word]]:
    """The most likely division of header words into names."""
    return _divisions(words)[-1][1]


def _divisions(
    words: Sequence[_Word], in_lines: bool = False
) -> list[tuple[float, list[list[_Word]]]]:
    """The most likely division of no word, the first word, the first two … and its score; whether
    words stand `in_lines` that end where their column does."""
    best: list[tuple[float, list[list[_Word]]]] = [(0.0, [])]
    for end in range(1, len(words) + 1):
        option = (-inf, 0)
        for begin in range(end - 1, max(0, end - _MAX_NAME) - 1, -1):
            before = best[begin][0]
            score = _division_score(words, begin, end, in_lines, option[0] - before)
            option = max(option, (before + score, begin))
        score, begin = option
        best.append((score, [*best[begin][1], list(words[begin:end])]))
    return best


def _division_score(
    words: Sequence[_Word], begin: int, end: int, in_lines: bool, least: float
) -> float:
    """How well words `begin` up to `end` are one name, by the lines they stand on too; what comes
    to less than `least` may come out lower still."""
    name = words[begin:end]
    score = _name_score(name, least)
    if not in_lines or score < least - _ROUNDED:
        return score
    inside = begin and words[begin - 1][0] == words[begin][0] != words[-1][0]
    return score - _room(name) - _MIDWAY * (inside and words[begin][1].isupper())


def _name_score(name: Sequence[_Word], least: float) -> float:
    """How well words are one name: every word of a known name counts, and so does its length, so
    that the longest known name wins over two short ones. What their role tells is not asked for
    where it could not bring them up to `least`: that costs the most."""
    text = " ".join(word for _, word in name)
    small = 0.0 if text[0].isupper() else -_SMALL
    if _is_open(name[-1][1]) and fold(text) not in lexicon().names:
        return _COMMA + small
    known = _known_words(name)
    if known:
        return 2.0 * known - 0.5 + small
    inside = _capitals(name)
    score = -1.0 - sum(map(_cost_inside, inside)) + small
    score -= _BEHIND_NUMBER * _behind_numbers(name)
    score -= _WORDINESS * max(0, len(name) - _WORDY)
    gain = _TOLD + _TOLD_BY * (text.split().index(inside[0]) if inside else len(name))
    if score + gain >= least - _ROUNDED and role_of(text).name != "other":
        score += gain
    return score - (_ALONE if len(name) == 1 else 0.0)


def _capitals(name: Sequence[_Word]) -> list[str]:
    """The words inside a name, not all in capitals, that could begin one: none behind an open word,
    and of the words of a name of its own (`Bộ Công Thương`) the first."""
    words = [word for _, word in name]
    return [
        other
        for at, (one, other) in enumerate(pairwise(words))
        if other[0].isupper()
        and not other.isupper()
        and not _is_open(one)
        and not (at and one[0].isupper() and not one.isupper())
    ]


def _behind_numbers(name: Sequence[_Word]) -> int:
    """How many capitals stand behind a number in a name."""
    words = [word for _, word in name]
    return sum(one[-1].isdigit() and other[0].isupper() for one, other in pairwise(words))


def _cost_inside(word: str) -> float:
    return _BEGUN_INSIDE if fold(word) in _first_words() else _INSIDE


@cache
def _first_words() -> frozenset[str]:
    """What known names begin with."""
    return frozenset(name.split()[0] for name in lexicon().names)


def _is_open(word: str) -> bool:
    """Whether a name goes on behind a word."""
    return word[-1] in _ATTACHED or word.casefold() in lexicon().open_words


def _room(name: Sequence[_Word]) -> float:
    """What the lines of a name cost that end although the next word would have had room."""
    if name[0][0] == name[-1][0]:
        return 0.0
    lines = [ink(text) for _, text in _by_line(name)]
    widest = max(line.width for line in lines)
    return _ROOMY * sum(
        one.width + SPACE + other.head < (1 - _ROOM) * widest for one, other in pairwise(lines)
    )


def _promises(words: Sequence[_Word]) -> bool:
    """Whether words in capitals behind a known name name a column themselves (`THỜI GIAN` behind
    `SẢN PHẨM`)."""
    return len(words) > 1 and role_of(" ".join(word for _, word in words)).name == "deadline"


def _known_words(name: Sequence[_Word]) -> int:
    """How many words of a name are a known one: all, or those before words in small letters or
    abbreviations that say more of it (`Cơ quan chủ trì` in `Cơ quan chủ trì cung cấp số liệu`)."""
    words = [word for _, word in name]
    worded = list(accumulate(map(str.isalnum, words)))
    in_capitals = all(map(str.isupper, words))
    for count in range(len(name), 0, -1):
        # What has more words than any known name is none: it need not be put together.
        if worded[count - 1] <= _longest_name() and (
            fold(" ".join(words[:count])) in lexicon().names
        ):
            return 0 if in_capitals and _promises(name[count:]) else count
        last = words[count - 1]
        year = count < len(words) and words[count].isdigit()
        abbreviated = last.isalpha() and last.isupper() and len(last) > 1
        abbreviated = abbreviated and not is_syllable(last) and not year
        goes_on = in_capitals or abbreviated or last[0].islower() or last[0] == "("
        if not (goes_on or (count > 1 and _is_open(words[count - 2]))):
            return 0
    return 0


@cache
def _longest_name() -> int:
    """Words of the longest known name."""
    return max(len(name.split()) for name in lexicon().names)


def _plausible(name: Sequence[_Word]) -> bool:
    """Whether words can name a column: a known name, or a few words under a known beginning."""
    text = " ".join(word for _, word in name)
    if fold(text) in lexicon().names:
        return True
    if not text[0].isupper() or text.endswith((".", ";", ",", ":")):
        return False
    inside = len(_capitals(name))
    return len(name) <= _MAX_NAME and inside <= (1 if role_of(text).name == "other" else 2)


def _unlikely(names: Sequence[Sequence[_Word]]) -> bool:
    """A sentence that begins with `TT`: nothing in it is known to name a column."""
    return all(role_of(" ".join(word for _, word in name)).name == "other" for name in names)


def _counts_on(pieces: Sequence[LinePiece], end: int) -> bool:
    """Whether rows that are numbered stand right below a header, whatever its columns are."""
    below = [piece.text for piece in pieces[end : end + _BELOW]]
    if below and FIRST_START.match(below[0]):
        return any(map(_SECOND.match, below[1:]))
    return end < len(pieces) and _counts_from(pieces, end)


def _in_one_case(names: Sequence[Sequence[_Word]]) -> bool:
    """Whether names are all in capitals or none is: a heading in capitals under a header is no
    name of a column. Abbreviations (`ĐVT`, `TH 2025`) aside."""
    texts = [" ".join(word for _, word in name if not word.isdigit()) for name in names]
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
