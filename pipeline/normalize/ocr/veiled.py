"""Bodies of which a seal or a stain hid a part: what still shows fits one name that the table
prints plainly elsewhere, or one of the registry, and no other.

What is put in its place stays as much in doubt as what was read. Of texts that are no names one may
be like another and mean something else: they stay as they were read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise, starmap

from rapidfuzz.fuzz import ratio

from pipeline.model import Fragment
from pipeline.normalize.ocr.pieces import Fix, Spot, spots_of, sureness, words_of
from pipeline.normalize.values.agency_registry import load_registry, remembered
from pipeline.writing.letters import without_marks
from pipeline.writing.pairs import is_word
from pipeline.writing.syllables import is_syllable

RULE = "ocr-value"
PLAIN = 0.9
"""Confidence of every word of a value that is printed plainly."""
HIDDEN = 0.7
"""Confidence under which a word may be what stands over the print: what a black seal leaves of the
surest."""
ALIKE, APART = 60.0, 15.0
"""How like what is read a name must be (0 to 100), and how much less like it is any other."""
REGISTERED = 70.0
"""How like it a name must be that the table prints nowhere."""
_STOPS = ",.;:"
_SYLLABLE = 2
"""Letters of a syllable from which on it tells what stands there."""
_FEWEST = 2
"""Words of such a name: one alone tells nothing."""
SHOWN, SAME = 55.0, 100.0
"""How like a word of a name what shows of it is at least (0 to 100), marks aside, and where it is
a word together with what was read beside it: `Quốc phòng` is no `tộc … Tôn`."""
_UNFINISHED = frozenset({"và"})
"""Words that end no name."""
ROOM = 0.5
"""Share of their usual width that words need between two that show: type is narrower in places."""
_SHORT, _LONG = "UBND", "Ủy ban nhân dân"
"""How the registry has names that tables print at length."""

Lines = tuple[Fragment, ...]
Part = tuple[Spot, ...]


def whole(lines: Lines) -> list[Part]:
    """All of a text as its one part."""
    return [tuple(spot for spot in spots_of(lines) if spot.piece.text)]


def listed(lines: Lines) -> list[Part]:
    """What commas and semicolons part."""
    parts: list[list[Spot]] = [[]]
    for spot in whole(lines)[0]:
        parts[-1].append(spot)
        if spot.piece.text.endswith((",", ";")):
            parts.append([])
    return [tuple(part) for part in parts if part]


def shown(part: Part) -> str:
    """The text of a part, without the comma that parts it from the next."""
    return " ".join(spot.piece.text for spot in part).rstrip(",;")


def plain_values(cells: Iterable[Lines]) -> frozenset[str]:
    """What stands plainly in some cells, between commas; nothing with figures, of which one may
    be any other."""
    return frozenset(
        shown(part)
        for lines in cells
        for part in listed(lines)
        if _least(lines, part) >= PLAIN and not any(map(str.isdigit, shown(part)))
    )


@remembered(1)
def registered() -> frozenset[str]:
    """The names of the registry, as tables print them."""
    names = {name for body in load_registry().agencies for name in (body.name, *body.aliases)}
    names = {name.replace(_SHORT, _LONG) for name in names}
    return frozenset(name for name in names if len(name.split()) >= _FEWEST)


def veiled_fixes(lines: Lines, values: Collection[str]) -> Iterator[Fix]:
    """The parts of a cell that are one of some values as far as they show, or a name of the
    registry; all of a cell, which may be a name with commas, before its parts."""
    parts = listed(lines)
    fixes = list(_fixes(lines, whole(lines), ())) if len(parts) > 1 else []
    yield from fixes or _without_repeats(list(_fixes(lines, parts, values)), parts)


def _without_repeats(fixes: Sequence[Fix], parts: Sequence[Part]) -> Iterator[Fix]:
    """Those fixes that leave no name standing twice in a cell: parts of one name, which a comma of
    the seal cuts, are both like it."""
    mended = {tuple(fix.spots) for fix in fixes}
    names = Counter(_bare(fix.text) for fix in fixes)
    names.update(shown(part) for part in parts if part not in mended)
    return (fix for fix in fixes if names[_bare(fix.text)] == 1)


def _bare(text: str) -> str:
    return text.rstrip(",;")


def _fixes(lines: Lines, parts: Iterable[Part], values: Collection[str]) -> Iterator[Fix]:
    for part in parts:
        if not part or _least(lines, part) >= HIDDEN:
            continue
        value = _beneath(lines, part, values)
        if value:
            mark = part[-1].piece.text[len(part[-1].piece.text.rstrip(",;")) :]
            known = "printed elsewhere" if value in values else "a body of the registry"
            reason = f"{value}: {known}, and alone like what still shows"
            yield Fix(part, value + mark, RULE, reason)


def _beneath(lines: Lines, part: Part, values: Collection[str]) -> str:
    """The one value, or else name of the registry, that a part is; "" where none or several are
    like it, or where all lack a word that was read for certain."""
    text = shown(part)
    if text in values or text in registered():
        return ""
    found = _alone_like(lines, part, values, ALIKE)
    named = _alone_like(lines, part, registered(), REGISTERED)
    return named if named and ratio(text, named) > ratio(text, found) else found


def _alone_like(lines: Lines, part: Part, values: Collection[str], least: float) -> str:
    """The value with all sure words that a part is like, at `least` (0 to 100), that has room
    there, and no other."""
    text = shown(part)
    sure = {s.piece.text.rstrip(",;") for s in part if _sure(lines, s) >= PLAIN}
    told = [
        value
        for value in values
        if sure <= {*value.replace(",", "").split()} and _has_room(lines, part, value)
    ]
    near = sorted(((ratio(text, value), value) for value in told), reverse=True)[:2]
    if not near or near[0][0] < least:
        return ""
    return near[0][1] if len(near) == 1 or near[0][0] - near[1][0] >= APART else ""


def places_in(names: Sequence[str], words: Sequence[str]) -> list[int | None] | None:
    """Which word of a name each word of a reading is, None for what is no syllable; None where a
    syllable is none of them, or stands in another order: a seal makes no syllables of others.

    >>> places_in("Bệnh viện Mắt Trung ương".split(), "Bệnh viện Măt @ Trung".split())
    [0, 1, 2, None, 3]
    >>> places_in("Bệnh viện Nhi Trung ương".split(), "Bệnh viện Mắt Trung".split())
    """
    levelled = list(map(_level, names))
    found: list[int | None] = []
    at = 0
    for place, word in enumerate(words):
        own = _level(word)
        if len(own) < _SYLLABLE or not is_syllable(word.strip(_STOPS).lower()):
            found.append(None)
            continue
        least = SAME if _is_of_a_word(words, place) else SHOWN
        while at < len(levelled) and ratio(own, levelled[at]) < least:
            at += 1
        if at == len(levelled):
            return None
        found.append(at)
        at += 1
    return found


def _is_of_a_word(words: Sequence[str], at: int) -> bool:
    """Whether a syllable makes a word with one beside it."""
    texts = [word.strip(_STOPS).lower() for word in words[max(0, at - 1) : at + 2]]
    return any(starmap(is_word, pairwise(texts)))


def _has_room(lines: Lines, part: Part, value: str) -> bool:
    """Whether a part may be a name of which words do not show: all that shows is of it, where two
    words that stand next to each other are not next to each other in it there is white, or the end
    of a line, for those between, and none are added to what shows whole and may be a name."""
    names = value.split()
    places = places_in(names, [spot.piece.text for spot in part])
    if places is None:
        return False
    start = places[0] or 0
    is_whole = places == list(range(start, start + len(places)))
    if is_whole and not _is_unfinished(names, start, len(places)):
        return len(places) == len(names)
    placed = list(zip(part, places, strict=True))
    for (one, place), (two, next_place) in pairwise(placed):
        if place is not None and next_place is not None and next_place - place > 1:
            between = " ".join(names[place + 1 : next_place])
            if _white(lines, one, two) < ROOM * len(between) * _pitch(lines):
                return False
    return True


def _is_unfinished(names: Sequence[str], start: int, count: int) -> bool:
    """Whether so many words of a name from one on are no name: they begin or end inside of a word
    (`Môi` of `Môi trường`), or a word stands at their end that ends none."""
    end = start + count
    at_end = names[end - 1] in _UNFINISHED or _is_word_at(names, end)
    return _is_word_at(names, start) or (end < len(names) and at_end)


def _is_word_at(names: Sequence[str], at: int) -> bool:
    """Whether a word of a name makes one with the word before it."""
    return 0 < at < len(names) and is_word(names[at - 1].lower(), names[at].lower())


def _white(lines: Lines, one: Spot, two: Spot) -> float:
    """The points between two words that follow each other, in one line or up to where the longest
    line of their cell ends."""
    end = words_of(lines[one.fragment], one.piece)[-1].x1
    if one.fragment == two.fragment:
        return words_of(lines[two.fragment], two.piece)[0].x0 - end
    return max(word.x1 for line in lines for word in line.words) - end


def _pitch(lines: Lines) -> float:
    """How wide a letter of some lines is, in points."""
    words = [word for line in lines for word in line.words]
    return sum(w.x1 - w.x0 for w in words) / max(1, sum(len(w.text) for w in words))


def _level(word: str) -> str:
    return without_marks(word.strip(_STOPS).lower())


def _sure(lines: Sequence[Fragment], spot: Spot) -> float:
    return sureness(lines[spot.fragment], spot.piece)


def _least(lines: Sequence[Fragment], part: Part) -> float:
    return min(_sure(lines, spot) for spot in part)
