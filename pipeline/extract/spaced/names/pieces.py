"""The texts of a header's lines: names of columns, and lines of names.

Wide gaps part them, and names that are known stand apart behind one blank. Where that leaves open
which words are one text, the lines above and below do: the lines of a name stand in the middle over
each other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise
from math import inf

from pipeline.extract.layer.names.name_search import split_names
from pipeline.extract.spaced.lines.words import SpacedLine, Word, meet, segments
from pipeline.extract.spaced.names.upper import Part, apart

OPEN = "-/"
"""Ends of a line after which a name goes on below whatever its letters are."""
_PAIR = 2
_DEALT = 4
"""Characters by which the words of a name may be off the middle of its line above, where they stand
one blank beside those of the next name."""
_MIDDLE = 1.0
"""Characters by which lines of a name that stand in the middle over each other may be off."""

Number = dict[int, int]
"""The lines of the number column's name, and how many words of each it takes."""


def pieces_of(
    rows: Sequence[SpacedLine],
    lines: Iterable[int],
    number: Number,
    named: Set[int] = frozenset(),
) -> list[Part]:
    """The texts of the lines of a header that may be names by themselves, without the name of the
    number column."""
    lines = list(lines)
    texts = _whole([(at, words) for at in lines for words in _unnamed(rows[at], number.get(at, 0))])
    pieces = [
        (index, piece)
        for index, words in texts
        for part in _set_apart((index, words), list(_parted(words, named)), texts)
        for piece in apart(part)
    ]
    return _dealt(pieces)


def _whole(texts: Sequence[Part]) -> list[Part]:
    """The texts, those that white space parts inside a name as one: names begin with capitals,
    so that one in small letters below nothing goes on with the one beside it, where a text below
    stands under both. Justified names stand so (`Người    đứng` over `đầu chịu trách`)."""
    found: list[Part] = []
    for index, words in texts:
        one = found[-1][1] if found and found[-1][0] == index else ()
        inside = (
            one
            and one[0].text[0].isupper()
            and words[0].text[0].islower()
            and not any(at < index and meet(own, words) for at, own in texts)
            and any(at > index and meet(own, one) and meet(own, words) for at, own in texts)
        )
        if inside:
            found[-1] = (index, (*one, *words))
        else:
            found.append((index, words))
    return found


def _dealt(pieces: Sequence[Part]) -> list[Part]:
    """The texts, one in small letters under several names that stand apart dealt to these: a dense
    header leaves one blank between their further lines (`Số hiệu   Nhãn   Số hiệu` over `nguy hiệu,
    biểu nguy`). Each word goes to the name it is nearest to the middle of, and each has some."""
    found: list[Part] = []
    for index, words in _begun(pieces):
        over = [(at, own) for at, own in found if at < index and meet(own, words)]
        above = [own for at, own in over if at == over[-1][0]]
        goes_on = words[0].text[0].islower() and len(above) > 1
        parts = _nearest(words, above) if goes_on else []
        found += [(index, part) for part in parts or [words]]
    return found


def _begun(pieces: Sequence[Part]) -> Iterator[Part]:
    """The texts, one over several names that go on in small letters below it as the beginnings of
    these (`Số hiệu nguy Nhãn hiệu,` over `hiểm   biểu trưng`)."""
    for index, words in pieces:
        under = [(at, own) for at, own in pieces if at > index and meet(own, words)]
        below = [own for at, own in under if at == min(line for line, _ in under)]
        parts = [words]
        if words[0].text[0].isupper() and all(own[0].text[0].islower() for own in below):
            parts = _beginnings(words, below)
        yield from ((index, part) for part in parts)


def _beginnings(
    words: tuple[Word, ...], below: Sequence[tuple[Word, ...]]
) -> list[tuple[Word, ...]]:
    """The names that a text begins, by what stands apart below it; itself, if it begins one."""
    parts = _nearest(words, below, in_capitals=True) if len(below) > 1 else []
    return parts or [words]


def _nearest(
    words: tuple[Word, ...], others: Sequence[Sequence[Word]], in_capitals: bool = False
) -> list[tuple[Word, ...]]:
    """A text parted into as many as stand over or under it, each near the middle of its own one:
    the parts that are least off these, the first ones as short as may be; none where there is no
    such way. With `in_capitals` each begins with a capital letter.

    Name by name the best way to each place is kept: the ways to part a long line are too many.
    """
    best: dict[int, tuple[float, list[int]]] = {0: (0, [])}
    for own in others:
        reached: dict[int, tuple[float, list[int]]] = {}
        for begin, (cost, places) in best.items():
            for end, off in _near(words, begin, own, in_capitals):
                reached[end] = min(reached.get(end, (inf, [])), (cost + off, [*places, end]))
        best = reached
    _, ends = best.get(len(words), (0, []))
    return [words[a:b] for a, b in pairwise([0, *ends])]


def _near(
    words: Sequence[Word], begin: int, own: Sequence[Word], in_capitals: bool
) -> Iterator[tuple[int, int]]:
    """Where a part may end that begins with a word, near the middle of another text, and by how
    many half characters it is off."""
    if begin == len(words) or (in_capitals and not words[begin].text[0].isupper()):
        return
    middle = own[0].x0 + own[-1].x1 - words[begin].x0
    first = bisect_left(words, middle - 2 * _DEALT, begin, key=lambda word: word.x1)
    for end in range(first + 1, len(words) + 1):
        off = _off(words[begin:end], own)
        if off > 2 * _DEALT:
            return
        yield end, abs(off)


def _off(words: Sequence[Word], other: Sequence[Word]) -> int:
    """By how many half characters the middles of two texts are apart."""
    return words[0].x0 + words[-1].x1 - other[0].x0 - other[-1].x1


def _unnamed(row: SpacedLine, number: int) -> list[tuple[Word, ...]]:
    """The texts of a line between wide gaps, without the name of the number column."""
    return list(segments(row.words[number:]))


def _set_apart(
    text: Part, parts: Sequence[tuple[Word, ...]], texts: Sequence[Part]
) -> Sequence[tuple[Word, ...]]:
    """The names in a text: one, if a line below goes on in small letters in the middle under all of
    it, where two would meet (`Lãnh đạo Bộ chỉ` over `đạo`); two, if it goes on in small letters in
    the middle under a line that stands over nothing else of it (`Kế hoạch` over the end of
    `Ước thực năm 2026`)."""
    index, words = text
    if len(parts) > 1:
        below = [o for at, o in texts if at > index and o[0].text[0].islower() and meet(o, words)]
        return [words] if len(below) == 1 and _is_under_both(below[0], parts) else parts
    above = [own for at, own in texts if at < index]
    for place in range(1, len(words) if words[0].text[0].isupper() else 0):
        first, rest = words[:place], words[place:]
        if rest[0].text[0].islower() and any(
            _in_middle(own, rest) and not meet(own, first) for own in above
        ):
            return [first, rest]
    return parts


def _is_under_both(words: Sequence[Word], parts: Sequence[tuple[Word, ...]]) -> bool:
    """Whether a text stands where two others meet above it, in the middle under both, and has room
    under either."""
    if len(parts) > _PAIR:
        return False
    one, other = parts
    if words[-1].x1 - words[0].x0 > min(part[-1].x1 - part[0].x0 for part in parts):
        return False
    inside = words[0].x0 < one[-1].x1 and other[0].x0 <= words[-1].x1
    return inside and _in_middle(words, [*one, *other])


def _in_middle(words: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether a text stands in the middle over or under another one."""
    return meet(words, other) and abs(_off(words, other)) <= 2 * _MIDDLE


def parts_of(
    row: SpacedLine, number: int, named: Set[int] = frozenset()
) -> Iterator[tuple[Word, ...]]:
    """The names and parts of names on a line of a header whose first words (`number`) name the
    number column; parted where names begin on any of its lines (`named`), or without that where
    they are known."""
    if number:
        yield row.words[:number]
    for segment in _unnamed(row, number):
        yield from _parted(segment, named)


def _parted(segment: tuple[Word, ...], named: Set[int]) -> Iterator[tuple[Word, ...]]:
    """The names in a text."""
    begin = 0
    for place in _begins(segment, named):
        yield segment[begin:place]
        begin = place
    yield segment[begin:]


def _begins(segment: Sequence[Word], named: Set[int]) -> Iterator[int]:
    """The words of a segment behind the first that begin another name, or a line of one."""
    if named:
        yield from (place for place, word in enumerate(segment) if place and word.x0 in named)
        return
    for name in split_names([(place, word.text) for place, word in enumerate(segment)])[1:]:
        place, text = name[0]
        if text[0].isupper() and segment[-1].text[-1] not in OPEN:
            yield place


def name_starts(row: SpacedLine) -> Iterator[int]:
    """Where the names on a line begin, as far as capitals show it."""
    yield from (word.x0 for word in row.words if _is_name(word.text))


def _is_name(word: str) -> bool:
    """Whether a word may begin a name by its letters: a capital and small ones."""
    return word[0].isupper() and not word.isupper()
