"""What tells whether a word was read right: signs, each 0 or 1 or between, to be weighed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from functools import lru_cache

from pipeline.frozen import dataclass
from pipeline.model import Alternative, Fragment, ReadWord
from pipeline.normalize.ocr.accents import better, is_sly, made_beside
from pipeline.normalize.ocr.elsewhere import gainsaid, placed
from pipeline.normalize.ocr.evidence import Evidence, Support, tokens_of
from pipeline.normalize.ocr.forms import is_formed, is_malformed
from pipeline.normalize.ocr.pieces import (
    Piece,
    Spot,
    letters_in,
    nearly_read,
    rival_of,
    spots_of,
    sureness,
    words_of,
)
from pipeline.normalize.ocr.steady import Own
from pipeline.writing.compounds import compounds_of, is_compound
from pipeline.writing.pairs import Pair, is_firm, is_pair, partners, spellings
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

_MOST = 0.985
"""Confidence beyond which a reader's own word says no more."""
_INNER = compiled(
    r"\p{L}[.,;:'’‘\"*_|][\p{L}\d]|\p{L}\d|\d\p{L}{2}|[|\\_*^~=<>{}\[\]]|\p{Ll}\p{Lu}"
)
"""Marks and letters in places where words have none."""
_HOOKED = str.maketrans("ấếố", "ẩểổ")
"""An acute over a hat, and the hook that it may be."""
_USED = 4
"""Words that documents and the language make with a syllable, from which a hook may be meant:
`cẩu` has as many, `ổng` and `tẩn`, which hardly anyone writes, one."""
_STROKES = compiled(r"[I1]+(?:\W|\Z)")
_COMPARED = compiled(r"[<>]")
_STOP = compiled(r"[.:]\W?\Z")
_PAUSE = compiled(r";\W?\Z")
_YEAR = compiled(r"20\d\d")
_GROUPED = compiled(r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,3},\d{1,2})(?![\d.,]*\d)")
"""A number in groups of three figures, or one with its fraction."""

_ODD = compiled(r"[^\p{L}\d.,;:()/%\-–“”\"'…+&≥≤><⁰¹²³⁴-⁹]")
"""A character that official documents hardly print."""

SIGNS = (
    "odds", "poor", "pair-both", "pair-one", "pair-none", "alone", "repeated", "syllable",
    "foreign", "capitals", "digits", "inner", "strokes", "compared", "stop", "better", "mended",
    "accent", "long", "apart", "raised", "unknown", "ambiguous", "capital", "strange", "one", "odd",
    "comma", "rival", "rival-known", "rival-pair", "rival-open", "rival-digit", "rare", "rare-one",
    "parted", "parted-firm", "last-stop", "never", "common", "open", "led",
    "cased", "again", "symbol", "parted-often",
    "word-one", "word-both", "word-none", "word-other", "language", "language-rare", "looks",
    "formed", "malformed", "edge", "lowered", "lone-year", "small-start", "pause", "mark",
    "unofficial", "gainsaid", "figures", "hanging", "grouped", "plain", "seen", "nearly-seen",
    "only-known", "only-word", "hooked", "headed",
)  # fmt: skip
"""The names of the signs, in their order."""


_UNSURE = 0.8
"""Confidence of the engine below which its letters are often wrong; one sign among others."""
_BOTH = 2
"""Neighbours of a word inside a line."""
_LONG = 12
"""Letters of a word that is several run together, or no word."""
_LED = compiled(r"[-–'’‘\"“][\p{L}\d]")
"""A mark that a speck before a word is read as."""
_PLAIN, _NEARLY = 0.9, 0.15
"""Confidence from which a reader was sure of a word, and how near a letter is that comes into
question."""
_RAREST = 4.0
"""Logarithm of how much commoner another word is, beyond which it says no more."""
_OFTENEST = 2.0
"""Logarithm of how often a token stands in a document, beyond which it says no more."""
_SEVERAL = 2
"""Times a word is written small before a capital is strange."""


AT_HOME, AS_IF = 0.35, 100
"""Share of the words of a document that stand between known neighbours, halfway between the fields
that the pairs of syllables know and others; it counts as so many words of each document."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of the document as a whole: its words, how sure its reader was of them on
    average, what share of them official documents print between both their neighbours, and its own
    codes and names."""

    evidence: Evidence = field(default_factory=Evidence)
    mean: float = 1.0
    at_home: float = AT_HOME
    own: Own = field(default_factory=Own)


def odds(sure: float) -> float:
    """A confidence as logarithmic odds, bounded at both ends."""
    bounded = min(max(sure, 0.02), _MOST)
    return math.log(bounded / (1 - bounded))


def at_home(texts: Iterable[Sequence[Fragment]], evidence: Evidence) -> float:
    """What share of the words of texts official documents print between both their neighbours."""
    both, count = AT_HOME * AS_IF, float(AS_IF)
    for lines in texts:
        for spot in spots_of(lines):
            core = spot.piece.core.lower()
            if spot.sides and len(core) > 1:
                support = evidence.support(spot, core, itself=True)
                both += support.pairs == _BOTH
                count += support.pairs > 0 or not support.times
    return both / count


def signs_of(lines: Sequence[Fragment], seen: Seen) -> Iterator[tuple[Spot, tuple[float, ...]]]:
    """The signs of each word of a text, in the order of `SIGNS`; none of one that was not read from
    a picture."""
    if not any(line.words for line in lines):
        return
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    texts = ["", *(spot.piece.text for spot in spots), ""]
    places = placed(texts[1:-1])
    for at, (spot, (place, _)) in enumerate(zip(spots, places, strict=True)):
        around = (texts[at], texts[at + 2])
        yield spot, tuple(map(float, _signs(lines[spot.fragment], spot, around, place, seen)))


def _signs(
    line: Fragment, spot: Spot, around: tuple[str, str], place: Pair, seen: Seen
) -> tuple[float, ...]:
    piece = spot.piece
    core, text = piece.core.lower(), piece.text
    sure = sureness(line, piece)
    support = seen.evidence.support(spot, core, itself=True)
    word = len(core) > 1
    known = word and is_syllable(core)
    return (
        odds(sure),
        sure < _UNSURE,
        *_supported(spot, support, word),
        seen.evidence.words[core] > 1 if word else False,
        known,
        *_strange(text, word and not known),
        *_figures(text, *around),
        word and better(spot, seen.evidence, sure) is not None,
        *_mended(line, piece),
        len(text) > _LONG,
        _disagreed(line, piece),
        _is_raised(core, text, around[0], seen),
        *_ambiguity(spot, known),
        len(text) == 1 and text.isalnum(),
        bool(_ODD.search(text)),
        text.endswith(","),
        *_rivalry(line, spot, around),
        *_rarity(spot, support.pairs),
        *_parting(text, core, around[1]),
        bool(core) and not partners(core),
        math.log1p(partners(core)) if core else 0.0,
        support.pairs < spot.sides and bool(_sly_others(core)),
        bool(_LED.match(text)),
        _cased(line, piece),
        *_recurrence(text, known, seen.evidence),
        _parted_often(text, core, around[1], seen.evidence),
        *_compounds(line, spot, support.pairs),
        _looks(line, piece),
        is_formed(around[0], text, around[1]),
        is_malformed(around[0], text) or _is_unsettled(line, piece, around),
        _is_mark(text) and not all(around),
        _is_lowered(text, core, around[1]),
        bool(_YEAR.fullmatch(text)) and not any(around),
        not around[0] and text[:1].islower() and bool(around[1]),
        bool(_PAUSE.search(text)) and around[1][:1].islower(),
        len(text) == 1 and not text.isalnum(),
        known and core not in spellings(core) and compounds_of(core) > 0,
        gainsaid(text, place, seen.evidence.between),
        odds(sure) * any(map(str.isdigit, text)),
        text[-1:] in ",;" and not around[1],
        bool(_GROUPED.search(text)),
        _is_plain(line, piece, around, sure),
        *_seen(line, piece),
        *_only(line, spot),
        _is_hooked(spot, around[1]),
        _is_headed(text, around[1]),
    )


def _supported(spot: Spot, support: Support, word: bool) -> tuple[bool, ...]:
    """Whether both neighbours of a word speak for it, one of them, neither and nothing else; and
    whether it has none."""
    return (
        word and spot.sides == _BOTH and support.pairs == _BOTH,
        word and spot.sides > 0 and support.pairs == 1,
        word and spot.sides > 0 and not support.pairs and not support.times,
        word and not spot.sides,
    )


def _strange(text: str, unknown: bool) -> tuple[bool, bool]:
    """Whether letters are no syllable: in small ones, in capitals."""
    capitals = text.strip('().,;:“”"').isupper()
    return unknown and not capitals, unknown and capitals


def _figures(text: str, before: str, after: str) -> tuple[bool, ...]:
    """Whether a token has digits, marks inside them, strokes for the number of a quarter, a sign
    of comparison, a stop inside a sentence."""
    return (
        any(map(str.isdigit, text)),
        bool(_INNER.search(text)),
        before.lower() == "quý" and bool(_STROKES.match(text)),
        bool(_COMPARED.search(text)),
        bool(_STOP.search(text)) and (after[:1].islower() or _is_in_capitals(text, after)),
    )


def _is_in_capitals(text: str, after: str) -> bool:
    """Whether a full stop stands between two words of a heading in capitals, where none ends a
    sentence: a comma looks like it (`CẤP NƯỚC. THOÁT NƯỚC`)."""
    words = letters_in(text), letters_in(after)
    upper = text.isupper() and after.isupper() and text.endswith(".")
    return upper and all(len(word) > 1 and is_syllable(word) for word in words)


def _mended(line: Fragment, piece: Piece) -> tuple[bool, bool]:
    """Whether a piece was mended: otherwise, by its accents."""
    rule = next((mend.rule for mend in line.mends if mend.at == piece.at), None)
    return rule not in (None, "ocr-accent"), rule == "ocr-accent"


def _disagreed(line: Fragment, piece: Piece) -> bool:
    """Whether the next look at a word of a piece read another one."""
    return any(other.text != word.text for word, other in _other_looks(line, piece, 1))


def _is_plain(line: Fragment, piece: Piece, around: tuple[str, str], sure: float) -> bool:
    """Whether a reader was so sure of a word that it did not look again, nearly read nothing else,
    and it stands so: of such words of published annexes, most of them on worn copies, one in a
    hundred is wrong, of the others one in five."""
    near = rival_of(line, piece)
    if near is not None and _is_no_rival(piece.text, near.text, around):
        near = None
    doubted = near is not None and near.confidence >= _NEARLY
    mended = any(mend.at == piece.at for mend in line.mends)
    looked = any(word.alternatives for word in words_of(line, piece))
    return sure >= _PLAIN and not (doubted or mended or looked)


def _seen(line: Fragment, piece: Piece) -> tuple[bool, bool]:
    """Whether a word without a figure was mended to what another look read, or to what its reader
    nearly read."""
    is_mended = any(mend.at == piece.at for mend in line.mends)
    if not is_mended or any(map(str.isdigit, piece.text)):
        return False, False
    looks = any(other.text == piece.text for _, other in _other_looks(line, piece))
    near = rival_of(line, piece)
    return looks, not looks and near is not None and near.text == piece.text


def _is_hooked(spot: Spot, after: str) -> bool:
    """Whether an acute over a hat may as well be a hook (`Số theo dõi` for `Sổ`): that makes a word
    too, and the neighbours speak no less for it. Where the print is a few pixels wide the reader
    takes the one for the other, surely, and at every size that it is shown the line in."""
    core = spot.piece.core.lower()
    other = core.translate(_HOOKED)
    if other == core or any(map(str.isdigit, after)):
        return False
    return (
        partners(other) + compounds_of(other) >= _USED
        and _known_beside(spot, other) >= _known_beside(spot, core)
        and made_beside(spot, other) >= made_beside(spot, core)
    )


def _is_headed(text: str, after: str) -> bool:
    """Whether the last word of a heading in capitals ends in a full stop, which none does; a row
    number may."""
    return not after and text.endswith(".") and text.isupper() and is_syllable(text[:-1].lower())


def _only(line: Fragment, spot: Spot) -> tuple[bool, bool]:
    """Whether of all readings of a word that are not its own the neighbours speak for none, and
    they do for it; whether they do for none, and it is the only one spelled as Vietnamese is."""
    core = spot.piece.core.lower()
    others = nearly_read(line, spot.piece)
    if not others or len(core) <= 1 or not is_syllable(core):
        return False, False
    words = [other for other in others if is_syllable(other)]
    if _spoken_for(spot, core):
        return not any(_spoken_for(spot, other) for other in words), False
    return False, not words


def _spoken_for(spot: Spot, word: str) -> bool:
    """Whether a neighbour of a spot is known to stand beside a word, or makes one with it."""
    return any(is_pair(*pair) or is_compound(*pair) for pair in spot.beside(word))


def _is_unsettled(line: Fragment, piece: Piece, around: tuple[str, str]) -> bool:
    """Whether a semicolon was read as a comma too, or a dash ends a text: specks make both."""
    text = piece.text
    if text in "-–—":
        return bool(around[0]) and not around[1]
    return text.endswith(";") and any(
        other.text == f"{text[:-1]}," for _, other in _other_looks(line, piece)
    )


def _cased(line: Fragment, piece: Piece) -> bool:
    """Whether a look at a word of a piece read it in other letter case."""
    looks = _other_looks(line, piece)
    return any(o.text != w.text and o.text.lower() == w.text.lower() for w, o in looks)


def _other_looks(
    line: Fragment, piece: Piece, most: int | None = None
) -> Iterator[tuple[ReadWord, Alternative]]:
    """The words of a piece, each with what the other looks at it read, so many at most."""
    return ((word, other) for word in words_of(line, piece) for other in word.alternatives[:most])


def _is_mark(text: str) -> bool:
    """Whether a token is a mark alone, as specks at the end of a line are read."""
    return not any(map(str.isalnum, text))


def _is_lowered(text: str, core: str, after: str) -> bool:
    """Whether a word begins small where the next one, which makes a word of the language with it,
    does not (`việt Nam`)."""
    raised = after[:1].isupper() and not after.isupper()
    return raised and text.islower() and is_compound(core, letters_in(after))


def _compounds(line: Fragment, spot: Spot, pairs: int) -> tuple[float, ...]:
    """Whether a word makes a word of the language with one of its neighbours, or with both; whether
    with none, and no official document prints it beside them; whether it does not, and one that a
    reader takes for it does; how common it is in the language, as logarithm, and how much commoner
    such another one is."""
    core = spot.piece.core.lower()
    if not core:
        return (0.0,) * 6
    rival = rival_of(line, spot.piece)
    others = (*_sly_others(core), *([letters_in(rival.text)] if rival else []))
    own = made_beside(spot, core)
    made = max((made_beside(spot, other) for other in others if other and other != core), default=0)
    often = math.log1p(compounds_of(core))
    rare = max((math.log1p(compounds_of(other)) for other in others if other), default=0.0) - often
    return (
        own == 1,
        own == _BOTH,
        spot.sides > 0 and not own and not pairs,
        not own and made > 0,
        often,
        max(0.0, rare) * (not own),
    )


def _looks(line: Fragment, piece: Piece) -> float:
    """How many other readings the looks at the words of a piece gave."""
    return float(max((len(word.alternatives) for word in words_of(line, piece)), default=0))


def _recurrence(text: str, known: bool, evidence: Evidence) -> tuple[float, float]:
    """How often a token that is no syllable stands in the document once more, as logarithm: all of
    it, or the letters of a number."""
    if known:
        return 0.0, 0.0
    bare, *tail = sorted(tokens_of(text), key=len, reverse=True)
    whole, part = (
        min(_OFTENEST, math.log(max(1, evidence.tokens[one]))) for one in (bare, *tail, bare)[:2]
    )
    return whole, part * bool(tail)


def _rivalry(line: Fragment, spot: Spot, around: tuple[str, str]) -> tuple[float, ...]:
    """How near the reader was to take a letter of a word for another one: of any word; where that
    gives a syllable; where its neighbours speak for that one no less; where not all neighbours
    speak for the word as read; where the word has digits."""
    rival = rival_of(line, spot.piece)
    if rival is None or _is_no_rival(spot.piece.text, rival.text, around):
        return (0.0,) * 5
    near, core, other = rival.confidence, spot.piece.core.lower(), letters_in(rival.text)
    known = other != core and is_syllable(other)
    own = _known_beside(spot, core)
    return (
        near,
        near * known,
        near * (known and _known_beside(spot, other) >= own),
        near * (own < spot.sides),
        near * any(map(str.isdigit, spot.piece.text)),
    )


def _is_no_rival(text: str, other: str, around: tuple[str, str]) -> bool:
    """Whether what the reader was near to read can be none: a letter among the figures of a number,
    or what is no date or number of a document for what is one."""
    if not any(map(str.isdigit, text)):
        return False
    before, after = around
    lettered = sum(map(str.isalpha, other)) > sum(map(str.isalpha, text))
    formed = is_formed(before, text, after) and not is_formed(before, other, after)
    return lettered or formed


def _known_beside(spot: Spot, word: str) -> int:
    """How many of the neighbours of a spot are known to stand beside a word."""
    return sum(is_pair(*pair) for pair in spot.beside(word))


@lru_cache(maxsize=4096)
def _sly_others(core: str) -> tuple[str, ...]:
    """The syllables that a reader takes for one."""
    return tuple(other for other in spellings(core) if other != core and is_sly(core, other))


def _rarity(spot: Spot, pairs: int) -> tuple[float, float]:
    """How much commoner a syllable is that a reader takes for this one, as logarithm: where no
    neighbour speaks for this one, and where one of two does."""
    core = spot.piece.core.lower()
    times = [math.log((1 + partners(o)) / (1 + partners(core))) for o in _sly_others(core)]
    rare = min(_RAREST, max((0.0, *times)))
    return rare * (not pairs), rare * (pairs == 1 and spot.sides == _BOTH)


def _parting(text: str, core: str, after: str) -> tuple[bool, bool, bool]:
    """Whether a stop parts a word from one that goes with it, firmly; whether it is the last."""
    if text[-1:] not in ".,:;":
        return False, False, False
    other = letters_in(after) if after[:1].isalpha() else ""
    together = bool(core and other) and is_pair(core, other)
    return together, together and is_firm(core, other), not after


def _parted_often(text: str, core: str, after: str, evidence: Evidence) -> float:
    """How often the document prints two words beside each other, as logarithm, where a stop parts
    them here (`của, Thủ`)."""
    if text[-1:] not in ".,:;" or not core or not after[:1].isalpha():
        return 0.0
    return min(_OFTENEST, math.log1p(evidence.pairs[core, letters_in(after)]))


def _ambiguity(spot: Spot, is_word: bool) -> tuple[bool, bool, bool, bool]:
    """Whether a syllable is in no official document and no word of the language; whether it may be
    another one that a reader takes it for, and no neighbour speaks for it; whether it is in
    capitals and may be another one, and whether one of its neighbours is strange there."""
    core = spot.piece.core.lower()
    others = spellings(core)
    known, sides = _known_beside(spot, core), spot.sides
    capitals = len(core) > 1 and spot.piece.text.isupper()
    return (
        is_word and core not in others and not compounds_of(core),
        bool(core) and bool(_sly_others(core)) and not known,
        capitals and len(others) > 1,
        capitals and known < sides,
    )


def _is_raised(core: str, text: str, before: str, seen: Seen) -> bool:
    """Whether a word begins with a capital inside a sentence though the document mostly writes it
    small beside the same word: small and capital of some letters are of one shape."""
    inside = bool(before) and before[-1].isalnum() and text[:1].isupper() and text[1:].islower()
    return inside and text[:1].lower() in "cosvxzôơuư" and seen.evidence.words[core] > _SEVERAL
