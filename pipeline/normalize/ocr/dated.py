"""Deadlines that mean nothing as they were read: the grammar of deadlines tells what is misread.

Of each word there are few other readings: what another look had, the letter the engine was near to
take, it without the marks of specks, a word of deadlines that it nearly is, another year of the
column. The nearest way to read the cell that is a deadline counts, if no other is as near and
means another day. Words that are spelled as Vietnamese is, and were read for sure, stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from pipeline.model import Fragment
from pipeline.normalize.ocr.pieces import (
    Fix,
    Spot,
    begun_like,
    is_read,
    rival_of,
    spots_of,
    sureness,
    words_of,
)
from pipeline.normalize.ocr.shapes import distance
from pipeline.normalize.values.deadline_words import written_words
from pipeline.normalize.values.deadlines import Deadline, parse_deadline
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

RULE = "ocr-grammar"
_REASON = "a deadline"
_MOST_WORDS = 10
"""Words of a cell that is looked at: a longer one is a sentence."""
_TRIED = 300
"""Ways to read a cell that are tried, the nearest first."""
_SEEN, _NEARLY, _BARE, _DROPPED, _OTHER_YEAR = 0.6, 0.8, 0.4, 1.0, 1.0
"""What it costs to take what another look had, the letter that came near, the word without marks,
nothing, another year."""
_NO_WORD = 0.5
"""What it costs besides that a word is spelled as none is."""
_FAR, _FAR_SHARE = 2.0, 0.4
"""How far a word of deadlines is from one that was misread, and by its length, at most."""
_CLEAR = 0.3
"""By how much nearer than any that means another day a way to read must be."""
_SURE = 0.9
"""Confidence from which a word that is spelled right stays."""

_SPECKS = compiled(r"^[^\p{L}\d(]+|(?<=[\p{L}\d)])[^\p{L}\d,)]+$|(?<=\d)[^\p{L}\d,./)-]+|§(?=\d)")
_WORD = compiled(r"(?P<before>[^\p{L}\d]*)(?P<word>\p{L}[^\s\d]*)(?P<after>[,)]?)")
_AFTER = compiled(r"(?<=\w)[:_~*|'’‘]+$")
"""Marks that end no deadline."""
_YEAR = compiled(r"(?<!\d)(?P<year>[12]\d{3})(?=\W*$)")
_LEAST = 2
"""Letters of a misread word of deadlines."""


class Reading(NamedTuple):
    """What a word may be, and what it costs to read it so."""

    cost: float
    text: str


def year_counts(cells: Sequence[Sequence[Fragment]]) -> Counter[str]:
    """How often the cells of a column print each year."""
    return Counter(
        match["year"]
        for lines in cells
        for spot in spots_of(lines)
        if (match := _YEAR.search(spot.piece.text))
    )


def deadline_fixes(lines: Sequence[Fragment], years: Counter[str]) -> Iterator[Fix]:
    """The words of a cell that are misread in a deadline; of one that is a deadline as it stands
    the mark of a speck behind it."""
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    if not 0 < len(spots) <= _MOST_WORDS or not all(map(is_read, lines)):
        return
    texts = [spot.piece.text for spot in spots]
    if _meaning(texts).kind != "unparsed":
        bare = _AFTER.sub("", texts[-1])
        if bare and bare != texts[-1]:
            yield Fix([spots[-1]], bare, RULE, _REASON)
        return
    found = _nearest([_readings(lines, spot, years) for spot in spots])
    for spot, text in zip(spots, found, strict=False):
        if text != spot.piece.text:
            yield Fix([spot], text, RULE, _REASON)


def _meaning(texts: Sequence[str]) -> Deadline:
    return parse_deadline(" ".join(text for text in texts if text))


def _nearest(readings: Sequence[Sequence[Reading]]) -> tuple[str, ...]:
    """The nearest way to read a cell that is a deadline; nothing where there is none, or several
    as near that mean different days."""
    best: tuple[float, tuple[str, ...], Deadline] | None = None
    for cost, texts in _ways(readings):
        if best is not None and cost > best[0] + _CLEAR:
            break
        meaning = _meaning(texts)
        if meaning.kind in ("unparsed", "blank", "conditional"):
            continue
        if best is None:
            best = cost, texts, meaning
        elif meaning != best[2]:
            return ()
    return best[1] if best else ()


def _ways(readings: Sequence[Sequence[Reading]]) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Ways to read all words, the cheapest first."""
    first = (0,) * len(readings)
    heap = [(sum(own[0].cost for own in readings), first)]
    known = {first}
    for _ in range(_TRIED):
        if not heap:
            return
        cost, places = heappop(heap)
        yield cost, tuple(own[at].text for own, at in zip(readings, places, strict=True))
        for word, at in enumerate(places):
            after = (*places[:word], at + 1, *places[word + 1 :])
            if at + 1 < len(readings[word]) and after not in known:
                known.add(after)
                more = readings[word][at + 1].cost - readings[word][at].cost
                heappush(heap, (cost + more, after))


def _readings(lines: Sequence[Fragment], spot: Spot, years: Counter[str]) -> list[Reading]:
    """What a word may be, the likeliest first: as it was read, and otherwise."""
    text, line = spot.piece.text, lines[spot.fragment]
    found: dict[str, float] = {text: 0.0}
    if not _stays(text, sureness(line, spot.piece)):
        words = words_of(line, spot.piece)
        seen = [one.text for one in words[0].alternatives] if len(words) == 1 else []
        rival = rival_of(line, spot.piece)
        for cost, other in (
            *((_SEEN, one) for one in seen),
            *(((_NEARLY, rival.text),) if rival else ()),
            _without_specks(text),
            *_words_near(text),
            *_years_near(text, years),
        ):
            if other:
                found[other] = min(cost, found.get(other, cost))
        if sum(map(str.isalnum, text)) <= 1 and not any(map(str.isdigit, text)):
            found.setdefault("", _DROPPED)
    return sorted(Reading(cost, other) for other, cost in found.items())


def _without_specks(text: str) -> tuple[float, str]:
    """A word without the marks of specks; dearer where what is left is no word either."""
    bare = _SPECKS.sub("", text)
    return _BARE + _NO_WORD * (bare.isalpha() and not is_syllable(bare)), bare


def _stays(text: str, sure: float) -> bool:
    """Whether a word is one of deadlines, or one that was read for sure."""
    match = _WORD.fullmatch(text)
    if match is None:
        return False
    word = match["word"].lower()
    return not match["before"] and (
        word in written_words() or (sure >= _SURE and is_syllable(word))
    )


def _words_near(text: str) -> Iterator[tuple[float, str]]:
    """The words of deadlines that a word nearly is, in its letter case."""
    match = _WORD.fullmatch(text)
    if match is None or len(match["word"]) < _LEAST:
        return
    read = match["word"].lower()
    for word in written_words():
        far = distance(read, word)
        if far <= min(_FAR, _FAR_SHARE * len(word)):
            yield far / 2, begun_like(word, match["word"]) + match["after"]


def _years_near(text: str, years: Counter[str]) -> Iterator[tuple[float, str]]:
    """A token with another year of the column, one digit apart, in place of its own."""
    match = _YEAR.search(text)
    if match is None or years[match["year"]] > 1:
        return
    for year, times in years.items():
        apart = sum(one != other for one, other in zip(year, match["year"], strict=True))
        if apart == 1 and times > 1:
            yield _OTHER_YEAR, text[: match.start()] + year + text[match.end() :]
