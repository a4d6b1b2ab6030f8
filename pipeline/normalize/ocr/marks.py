"""Marks that specks make among words: stops inside a sentence, quotes that nothing opens or closes,
strokes that stand alone; and the white between two words that was overlooked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from pipeline.model import Fragment
from pipeline.normalize.ocr.evidence import Evidence
from pipeline.normalize.ocr.pieces import Fix, Spot, spots_of
from pipeline.writing.compounds import is_compound
from pipeline.writing.datafiles import load_beside
from pipeline.writing.pairs import is_firm, is_pair, is_word
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

RULE = "ocr-grammar"
_STOPPED = compiled(r"(?P<word>\p{Ll}{2,})[.:]")
_ENDED = compiled(r"(?P<word>\p{Ll}{2,})\.")
_PAUSED = compiled(r"(?P<word>\p{L}+)[.,;'’‘]")
_NOTHING = Evidence()
_ALIKE = frozenset("cosvxzôốồổỗộơớờởỡợưứừửữựóòỏõọ")
"""Letters whose capital has the same shape."""
_OFTEN = 3
"""Times the document prints two words beside each other, from which a stop between them, where
the second is small, is a speck."""
_INSIDE = compiled(r"(?P<one>\p{L}\p{Ll}+)(?P<mark>[.,'’\"_*~^|])(?P<two>\p{Ll}{2,})(?P<rest>\W*)")
_ALONE = frozenset("_~^|`¬'’‘\"")
"""Marks that never stand alone in official writing."""
_SINGLE, _DOUBLE = frozenset("'’‘"), frozenset('"“”')
"""Quotation marks whose one kind, where a text has only one of them, nothing opens or closes."""
_AT_EDGE = compiled(r"^['’‘\"](?=[\p{L}\d])|(?<=[\p{L}\d.,;:)])['’‘\"]$")
_BEFORE_NUMBER = compiled(r"(?P<word>[Tt]háng|[Nn]ăm|[Nn]gày|[Qq]uý)[.,'](?P<number>[\dIV].*)")
_NUMBERED = compiled(r"(?P<word>[Tt]háng|[Nn]ăm|[Nn]gày|[Qq]uý|[Ss]ố)[.,:;'’‘]")
_DASHED = compiled(r"[-–](?P<word>\p{Ll}{2,})(?P<rest>\W*)")
_TWICE = compiled(r"(?<=[\p{L}\d)])\.\.$")
_LETTERS = compiled(r"(?P<letters>\p{L}\p{Ll}{3,})(?P<rest>\W*)")
_RUN_ON = compiled(r"(?P<letters>(?P<one>\p{Lu})(?P<rest>\p{Ll}{2,}))(?P<stop>\W*)")
_ABBREVIATED = compiled(r"[\p{Lu}\d/.&-]*\p{Lu}{2}")
_LEAST = 2
"""Letters of each of two words that were read as one."""


def mark_fixes(lines: Sequence[Fragment], evidence: Evidence = _NOTHING) -> list[Fix]:
    """What in a text is a speck and no mark, and what is two words."""
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    found: dict[tuple[int, int], Fix] = {}
    for spot, text, reason in (
        *_quotes(spots),
        *_stops(spots, evidence),
        *_words(spots),
        *_whites(spots),
    ):
        found.setdefault((spot.fragment, spot.piece.at), Fix([spot], text, RULE, reason))
    return list(found.values())


_Change = tuple[Spot, str, str]


def _quotes(spots: Sequence[Spot]) -> Iterator[_Change]:
    """Quotes without their counterpart, and marks that stand alone."""
    text = "".join(spot.piece.text for spot in spots)
    lonely = {
        mark
        for marks in (_SINGLE, _DOUBLE)
        if sum(char in marks for char in text) == 1
        for mark in marks
    }
    for spot in spots:
        word = spot.piece.text
        if len(spots) > 1 and set(word) <= _ALONE and (word not in lonely or len(word) == 1):
            yield spot, "", "a mark that stands alone"
        elif (match := _AT_EDGE.search(word)) and match.group() in lonely:
            yield spot, _AT_EDGE.sub("", word), "a quote that nothing opens or closes"


@cache
def _binding() -> frozenset[str]:
    """Words after which no comma or full stop stands inside a text."""
    return frozenset(load_beside(__file__, "marks.toml")["binding"])


def _stops(spots: Sequence[Spot], evidence: Evidence) -> Iterator[_Change]:
    """Stops between two words that go together, the second of them small; and after words that
    bind."""
    for one, two in pairwise(spots):
        match = _STOPPED.fullmatch(one.piece.text)
        after = two.piece.core
        small = after.islower() and two.piece.text[:1].isalpha()
        if match and small and _is_word_cut(match["word"], after):
            yield one, match["word"], "no sentence ends inside a word"
        elif match and small and evidence.pairs[match["word"], after] >= _OFTEN:
            yield one, match["word"], "the document prints the two words beside each other"
        elif (match := _PAUSED.fullmatch(one.piece.text)) and match["word"].lower() in _binding():
            yield one, match["word"], "no stop stands after a word that binds"
        elif (match := _DASHED.fullmatch(two.piece.text)) and is_word(
            one.piece.core.lower(), match["word"]
        ):
            yield two, match["word"] + match["rest"], "no dash stands inside a word"
        elif (match := _ENDED.fullmatch(one.piece.text)) and small and _goes_on(one, two):
            yield one, match["word"] + ",", "a full stop before a small letter is a comma"
        elif (match := _NUMBERED.fullmatch(one.piece.text)) and two.piece.text[:1].isdigit():
            yield one, match["word"], "a word and its number, a speck between"
    for spot in spots:
        match = _INSIDE.fullmatch(spot.piece.text)
        if match and _go_together(match["one"], match["two"], match["mark"] == ","):
            text = f"{match['one']} {match['two']}{match['rest']}"
            yield spot, text, "two words, a speck between"
        elif match := _BEFORE_NUMBER.fullmatch(spot.piece.text):
            yield (
                spot,
                f"{match['word']} {match['number']}",
                "a word and its number, a speck between",
            )
        elif _TWICE.search(spot.piece.text):
            yield spot, spot.piece.text[:-1], "a full stop stands once, or three times"


def _goes_on(one: Spot, two: Spot) -> bool:
    """Whether a small letter that is no capital misread follows a word: no sentence ends there (of
    13,700 marks between words and small letters in published tables one is a full stop)."""
    word = two.piece.core
    return word[:1] not in _ALIKE and is_syllable(one.piece.core.lower()) and is_syllable(word)


def _is_word_cut(one: str, other: str) -> bool:
    return is_firm(one, other) or is_compound(one.lower(), other)


def _go_together(one: str, two: str, as_word: bool) -> bool:
    known = is_word if as_word else is_pair
    return is_syllable(one) and is_syllable(two) and known(one.lower(), two.lower())


def _words(spots: Sequence[Spot]) -> Iterator[_Change]:
    """Words that are two, where only one cut gives two that go together."""
    for spot in spots:
        match = _LETTERS.fullmatch(spot.piece.text)
        if match is None or is_syllable(match["letters"]):
            continue
        letters = match["letters"]
        cuts = range(_LEAST, len(letters) - _LEAST + 1)
        found = [at for at in cuts if _go_together(letters[:at], letters[at:], False)]
        if len(found) == 1:
            text = f"{letters[: found[0]]} {letters[found[0] :]}{match['rest']}"
            yield spot, text, "two words without white between"


def _whites(spots: Sequence[Spot]) -> Iterator[_Change]:
    """The last letter of an abbreviation that was read as the first of the word after it
    (`BCĐT Wngày`)."""
    for one, two in pairwise(spots):
        match = _RUN_ON.fullmatch(two.piece.text)
        twice = match is not None and one.piece.text == match["one"]  # a line of its own
        if match is None or not (twice or _ABBREVIATED.fullmatch(one.piece.text)):
            continue
        if is_syllable(match["rest"].lower()) and not is_syllable(match["letters"].lower()):
            reason = "the white stands a letter further on"
            if not one.piece.text.endswith(match["one"]):  # it was seen twice
                yield one, one.piece.text + match["one"], reason
            yield two, match["rest"] + match["stop"], reason
