"""Which words of a header are one name: the division of all of them that is likeliest.

Names are told apart by those that are known (words.toml), by the capital letter a name begins with
and by the lines its words stand on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from math import inf

from pipeline.extract.layer.signs.words import SPACE, ink, lexicon, role_of
from pipeline.writing.letters import fold
from pipeline.writing.patterns import Match, compiled
from pipeline.writing.syllables import is_syllable, syllables_of

_COMMA = -6.0
"""Score of a name that ends with a comma, an open word or a bracket that is not closed, or begins
behind one: it goes on (`Cơ quan, đơn vị`)."""
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
_YEAR, _YEARS = re.compile(r"(?:19|20)\d\d"), 1.5
"""A year, and what the name of a column gains that is one of several: as much as a known word."""
_OF_YEAR = "năm"
"""The word that a year stands behind."""
_BEFORE_TIMES, _TIMES = frozenset({"từ", "đến"}), frozenset({"ngày", "tháng", "quý", "năm"})
"""Words that name places alone (`Từ | Đến`), and what times begin with behind them."""
_ATTACHED = ",/-–"
"""What a word ends with behind which a name goes on."""
_MIDWAY = 0.8
"""What a name in capitals costs that begins inside a line: its letters do not show that it does."""
_ROOM, _ROOMY = 0.08, 2.0
"""Share of the width of a name from which on a line of it has room for the next word, and what it
costs that the word is not there: lines end where their column does."""

_RUN_TOGETHER = compiled(
    r"(?<!\p{L})(?P<one>\p{Lu}?\p{Ll}+)(?=(?P<other>\p{Lu}\p{Ll}*)(?!\p{L}))|\)(?=\p{Lu})"
)
"""The end of a name that the next one follows without a blank: a small letter before a capital, or
a bracket."""

Word = tuple[int, str]
"""A word of a header, with the piece it stands in."""


def split_names(words: Sequence[Word]) -> list[list[Word]]:
    """The most likely division of header words into names."""
    return divided(words)[-1][1]


def divided(words: Sequence[Word], in_lines: bool = False) -> list[tuple[float, list[list[Word]]]]:
    """The most likely division of no word, the first word, the first two … and its score; whether
    words stand `in_lines` that end where their column does."""
    best: list[tuple[float, list[list[Word]]]] = [(0.0, [])]
    for end in range(1, len(words) + 1):
        option = (-inf, 0)
        for begin in range(end - 1, max(0, end - _MAX_NAME) - 1, -1):
            before = best[begin][0]
            score = division_score(words, begin, end, in_lines, option[0] - before)
            option = max(option, (before + score, begin))
        score, begin = option
        best.append((score, [*best[begin][1], list(words[begin:end])]))
    return best


def divided_into(words: Sequence[Word], count: int) -> list[list[Word]]:
    """The most likely division of header words, in lines, into so many names; none where there are
    fewer words."""
    ends = range(len(words) + 1)
    scores = {
        (begin, end): division_score(words, begin, end, True, -inf)
        for end in ends
        for begin in range(max(0, end - _MAX_NAME), end)
    }
    best: dict[int, tuple[float, list[list[Word]]]] = {0: (0.0, [])}
    for _ in range(count):
        options = (
            (best[begin][0] + score, begin, end)
            for (begin, end), score in scores.items()
            if begin in best
        )
        last: dict[int, tuple[float, int]] = {}
        for score, begin, end in options:
            last[end] = max(last.get(end, (-inf, 0)), (score, begin))
        best = {
            end: (score, [*best[begin][1], list(words[begin:end])])
            for end, (score, begin) in last.items()
        }
    return best.get(len(words), (0.0, []))[1]


def division_score(
    words: Sequence[Word], begin: int, end: int, in_lines: bool, least: float
) -> float:
    """How well words `begin` up to `end` are one name, by the lines they stand on too; what comes
    to less than `least` may come out lower still."""
    name = words[begin:end]
    score = _YEARS if _is_one_of_years(words, begin, end) else _name_score(name, least)
    if not in_lines or score < least - _ROUNDED:
        return score
    inside = begin and words[begin - 1][0] == words[begin][0] != words[-1][0]
    score += _COMMA * _lacks_number(words, end)
    return score - _room(name) - _MIDWAY * (inside and words[begin][1].isupper())


def _is_one_of_years(words: Sequence[Word], begin: int, end: int) -> bool:
    """Whether a name is a year that stands beside another one: each is that of a column
    (`Kế hoạch` over `2026 2027 2028`)."""
    if end - begin != 1 or not _YEAR.fullmatch(words[begin][1]):
        return False
    beside = (*words[max(0, begin - 1) : begin], *words[end : end + 1])
    return any(_YEAR.fullmatch(word) for _, word in beside)


def _lacks_number(words: Sequence[Word], end: int) -> bool:
    """Whether a name would end with `năm` before the year that belongs to it: one year alone, for
    of several each is the name of a column (`Kế hoạch năm` over `2026 2027`); or with `đến` before
    a time (`Mục tiêu đến | năm 2030`), where it names no place."""
    last, below = fold(words[end - 1][1]), [word for _, word in (*words[end : end + 2], (0, ""))]
    years = [_YEAR.fullmatch(word) is not None for word in below]
    until = last in _BEFORE_TIMES and fold(below[0]) in _TIMES
    return until or (last == _OF_YEAR and years[0] and not years[1])


def _name_score(name: Sequence[Word], least: float) -> float:
    """How well words are one name: every word of a known name counts, and so does its length, so
    that the longest known name wins over two short ones. What their role tells is not asked for
    where it could not bring them up to `least`: that costs the most."""
    text = " ".join(word for _, word in name)
    small = 0.0 if text[0].isupper() else -_SMALL
    if _is_open(name[-1][1]) and fold(text) not in lexicon().names:
        return _COMMA + small
    if _depths(text.split())[-1]:
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


def _capitals(name: Sequence[Word]) -> list[str]:
    """The words inside a name, not all in capitals, that could begin one: none behind an open word
    or in brackets, and of the words of a name of its own (`Bộ Công Thương`) the first."""
    words = [word for _, word in name]
    depths = _depths(words)
    return [
        other
        for at, (one, other) in enumerate(pairwise(words))
        if other[0].isupper()
        and not depths[at]
        and not other.isupper()
        and not _is_open(one)
        and not (at and one[0].isupper() and not one.isupper())
    ]


def _depths(words: Sequence[str]) -> list[int]:
    """How many brackets are open behind each of some words."""
    return list(accumulate(word.count("(") - word.count(")") for word in words))


def _behind_numbers(name: Sequence[Word]) -> int:
    """How many capitals stand behind a number in a name."""
    words = [word for _, word in name]
    return sum(one[-1].isdigit() and other[0].isupper() for one, other in pairwise(words))


def _cost_inside(word: str) -> float:
    return _BEGUN_INSIDE if fold(word) in first_words() else _INSIDE


@cache
def first_words() -> frozenset[str]:
    """What known names begin with."""
    return frozenset(name.split()[0] for name in lexicon().names)


def _is_open(word: str) -> bool:
    """Whether a name goes on behind a word."""
    return word[-1] in _ATTACHED or word.casefold() in lexicon().open_words


def _room(name: Sequence[Word]) -> float:
    """What the lines of a name cost that end although the next word would have had room."""
    if name[0][0] == name[-1][0]:
        return 0.0
    lines = [ink(text) for _, text in by_line(name)]
    widest = max(line.width for line in lines)
    return _ROOMY * sum(
        one.width + SPACE + other.head < (1 - _ROOM) * widest for one, other in pairwise(lines)
    )


def _promises(words: Sequence[Word]) -> bool:
    """Whether words in capitals behind a known name name a column themselves (`THỜI GIAN` behind
    `SẢN PHẨM`)."""
    return len(words) > 1 and role_of(" ".join(word for _, word in words)).name == "deadline"


def _known_words(name: Sequence[Word]) -> int:
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


def with_names_apart(text: str) -> str:
    """A line of a header with a blank between names that a program prints without one, and between
    words of one.

    >>> with_names_apart("Mức giá (đồng)Ghi chúHạng I"), with_names_apart("Bệnh việnhạng II VNeID")
    ('Mức giá (đồng) Ghi chú Hạng I', 'Bệnh viện hạng II VNeID')
    """
    parted = _RUN_TOGETHER.sub(_with_blank, text)
    return " ".join(_two_words(word) for word in parted.split())


def _with_blank(found: Match) -> str:
    """The end of a name and a blank, where both words beside it are spelled as syllables are."""
    one, other = found["one"], found["other"]
    are_words = one is None or (is_syllable(one) and is_syllable(other))
    return f"{found.group()} " if are_words else found.group()


def _two_words(word: str) -> str:
    """A word that is two syllables in one way alone, with a blank between these."""
    ways = syllables_of(word)
    return " ".join(ways[0]) if len(ways) == 1 else word


def is_plausible(name: Sequence[Word]) -> bool:
    """Whether words can name a column: a known name, or a few words under a known beginning."""
    text = " ".join(word for _, word in name)
    if fold(text) in lexicon().names or _YEAR.fullmatch(text):
        return True
    if not text[0].isupper() or text.endswith((".", ";", ",", ":")):
        return False
    inside = len(_capitals(name))
    return len(name) <= _MAX_NAME and inside <= (1 if role_of(text).name == "other" else 2)


def by_line(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words put together again where they stand on one line."""
    lines: list[Word] = []
    for index, word in words:
        if lines and lines[-1][0] == index:
            lines[-1] = (index, f"{lines[-1][1]} {word}")
        else:
            lines.append((index, word))
    return tuple(lines)
