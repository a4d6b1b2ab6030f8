"""Bodies of which a seal or a stain hid a part: what still shows fits one name that the table
prints plainly elsewhere, or one of the registry, and no other.

What is put in its place stays as much in doubt as what was read. Of texts that are no names one may
be like another and mean something else: they stay as they were read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from rapidfuzz.fuzz import ratio

from pipeline.model import Fragment
from pipeline.normalize.ocr.pieces import Fix, Spot, spots_of, sureness
from pipeline.normalize.values.agency_registry import load_registry, remembered
from pipeline.writing.letters import without_marks
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
_SYLLABLE = 2
"""Letters of a syllable from which on it tells what stands there."""
_FEWEST = 2
"""Words of such a name: one alone tells nothing."""
SHOWN = 50.0
"""How like a word of a name what shows of it is at least (0 to 100), marks aside."""
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
    sure = {s.piece.text.rstrip(",;") for s in part if _sure(lines, s) >= PLAIN}
    found = _alone_like(text, sure, values, ALIKE)
    named = _alone_like(text, sure, registered(), REGISTERED)
    return named if named and ratio(text, named) > ratio(text, found) else found


def _alone_like(text: str, sure: set[str], values: Collection[str], least: float) -> str:
    """The value with all sure words that a text is like, at `least` (0 to 100), and no other."""
    told = [
        value
        for value in values
        if sure <= {*value.replace(",", "").split()} and has_shown(text, value)
    ]
    near = sorted(((ratio(text, value), value) for value in told), reverse=True)[:2]
    if not near or near[0][0] < least:
        return ""
    return near[0][1] if len(near) == 1 or near[0][0] - near[1][0] >= APART else ""


def has_shown(text: str, value: str) -> bool:
    """Whether each syllable of a reading stands in a name, or one like it, in the same order: a
    seal makes no syllables of others (`Mắt` of `Nhi`). What is none may be the seal's.

    >>> has_shown("Bệnh viện Mắt Trung", "Bệnh viện Nhi Trung ương")
    False
    >>> has_shown("Bệnh viện Măt @ Trung", "Bệnh viện Mắt Trung ương")
    True
    """
    names = [_level(word) for word in value.split()]
    at = 0
    for word in text.split():
        own = _level(word)
        if len(own) < _SYLLABLE or not is_syllable(own):
            continue
        while at < len(names) and ratio(own, names[at]) < SHOWN:
            at += 1
        if at == len(names):
            return False
        at += 1
    return True


def _level(word: str) -> str:
    return without_marks(word.strip(",.;:").lower())


def _sure(lines: Sequence[Fragment], spot: Spot) -> float:
    return sureness(lines[spot.fragment], spot.piece)


def _least(lines: Sequence[Fragment], part: Part) -> float:
    return min(_sure(lines, spot) for spot in part)
