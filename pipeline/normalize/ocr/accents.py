"""Accents that were misread, settled by the words beside them.

`chỉ tiết` and `chi tiết` are both spelled as Vietnamese is; which of them is misread shows from
what stands beside it: official documents, and this one, write the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import starmap

from pipeline.frozen import dataclass
from pipeline.model import Alternative, Fragment, Mend
from pipeline.normalize.ocr.evidence import SURE, Evidence, Support
from pipeline.normalize.ocr.forms import goes_together
from pipeline.normalize.ocr.pieces import (
    Spot,
    letters_in,
    mended,
    rival_of,
    spots_of,
    sureness,
)
from pipeline.writing.compounds import compounds_of, is_compound
from pipeline.writing.letters import syllable_key
from pipeline.writing.pairs import is_pair, is_word, partners, spellings

RULE = "ocr-accent"
_GROUPS = "âầấẩẫậăằắẳẵặ êềếểễệ ôồốổỗộ iỉí dđ uư ụự ũữ ùừ úứ ủử aạ oọ eẹ uụ ưự iị yỵ ơợ"
_SLY = tuple(map(frozenset, _GROUPS.split()))
"""Letters that a reader takes for each other and is sure: a tone above a hat is small, so are the
hook of an i, the horn of a u, the stroke of a d and a dot below."""
_SLIPS = str.maketrans("ếốấỉẾỐẤỈáéóúứớíýÁÉÓÚỨỚÍÝ", "ểổẩiỂỔẨIảẻỏủửởỉỷẢẺỎỦỬỞỈỶ")
"""Letters that a reader of coarse print has for others, again and again: a hook looks as an acute,
the dot of an i as a hook."""
_RARER = 4
"""How much rarer a syllable may be that was read as another one by such a slip."""
_SURE = 0.95
"""Confidence from which only a reading that differs in sly letters may be the better one."""
_FAIR = 0.93
"""Confidence under which a reader was in doubt of a word, …"""
_POOR = 0.8
"""… and under which it was in great doubt."""
_NEAR, _COMMONER = 0.3, 30
"""How near the reader was to read another letter, and how much commoner that word is, for it to be
the better reading, where a neighbour is known beside it, …"""
_FAR_COMMONER = 100
"""… and where none is: `đê` is no `đề` for all that documents write, `sô` and `đế` are misread."""
_SELDOM = 2
"""With how many others official documents write a syllable of which they do not tell much."""
_OFTEN = 3
"""Times the document prints another reading, from which it alone speaks for it."""


_BOTH = 2
"""Neighbours of a word inside a line."""


@dataclass(frozen=True, slots=True)
class Better:
    """A better reading of a word, what speaks for it, and whether that settles it."""

    word: str
    reason: str
    settled: bool


def better(
    spot: Spot, evidence: Evidence, sure: float, rival: Alternative | None = None
) -> Better | None:
    """The reading of a word with other accents that its neighbours speak for, None where they speak
    for the word as read, or for several. Where they speak for none it is what the reader was near
    to read (`rival`), if that is far commoner."""
    read = evidence.support(spot, spot.piece.core.lower(), itself=sure >= SURE)
    near = letters_in(rival.text) if rival is not None and rival.confidence >= _NEAR else ""
    found = _slip(spot, evidence, read) or _beside(spot, evidence, sure, read, near)
    if found is not None and _unmakes(spot, found.word.lower()):
        return None
    if found is not None and (
        _is_at_home(spot, evidence, found.word.lower(), sure)
        or (sure >= _SURE and found.word.lower() != near and not _makes(spot, found.word.lower()))
    ):
        found = replace(found, settled=False)
    if (found is None or not found.settled) and not read.pairs and rival is not None:
        return _commoner(spot, evidence, rival) or found
    return found


def made_beside(spot: Spot, word: str) -> int:
    """With how many of its neighbours a syllable at a spot makes a word of the language, or stands
    in the name of a body."""
    return sum(goes_together(*pair) for pair in spot.beside(word))


def _makes(spot: Spot, word: str) -> bool:
    """Whether a word makes another one with a neighbour, in official documents or the language:
    two that only stand beside each other somewhere (`của tàu`, where a door is meant) gainsay no
    reader who was sure and saw nothing else."""
    return made_beside(spot, word) > 0 or any(is_word(*pair) for pair in spot.beside(word))


def _unmakes(spot: Spot, other: str) -> bool:
    """Whether a word as read makes a word of the language with a neighbour, and another reading of
    it none: `thâm niên` is no `thẩm niên`, though official documents write `cấp thẩm`."""
    both = replace(spot, before=unslipped(spot.before), after=unslipped(spot.after))
    others = made_beside(spot, other) or made_beside(both, other)
    return made_beside(spot, spot.piece.core.lower()) > 0 and not others


def unslipped(word: str) -> str:
    """What a word is where its reader took one letter for another as it often does.

    >>> unslipped("đối"), unslipped("tỉnh"), unslipped("bộ")
    ('đổi', 'tinh', 'bộ')
    """
    return word.translate(_SLIPS)


def _slip(spot: Spot, evidence: Evidence, read: Support) -> Better | None:
    """What a word is where its reader slipped: no neighbour makes a word with it as read, and one
    does with it as it then is, which may be slipped itself (`chuyến đối`)."""
    word = spot.piece.core.lower()
    other = unslipped(word)
    if other == word or read.firm or other not in spellings(word):
        return None
    support = evidence.support(unbound(spot), other)
    strange = not read.pairs and spot.sides == _BOTH
    if partners(word) > _RARER * partners(other) and not support.words and not strange:
        return None
    alone = support.firm > 0 and (not read.pairs or (support.words > 0 and support.pairs == _BOTH))
    if not alone and not _both_slipped(spot, word, other):
        return None
    return Better(_cased(other, spot.piece.core), _reason(spot, other, support), True)


def _both_slipped(spot: Spot, word: str, other: str) -> bool:
    """Whether a word and its neighbour make a word where both were slips."""
    before, after = unslipped(spot.before), unslipped(spot.after)
    return (
        before != spot.before and is_word(before, other) and not is_pair(spot.before, word)
    ) or (after != spot.after and is_word(other, after) and not is_pair(word, spot.after))


def _is_at_home(spot: Spot, evidence: Evidence, other: str, sure: float) -> bool:
    """Whether a word that official documents write too seldom to tell may well be meant, though
    they write another reading beside a neighbour: nothing says that those two are a word, and the
    word as read makes words in the document, or its reader was sure of it and it makes more of
    them in the language (`cống` than `cổng`)."""
    word = spot.piece.core.lower()
    support = evidence.support(spot, other)
    if partners(word) > _SELDOM or support.words or support.times or support.pairs == _BOTH:
        return False
    if made_beside(spot, other):
        return False
    more = sure >= _SURE and compounds_of(word) > compounds_of(other)
    return more or is_used(word, other, evidence)


def is_used(word: str, other: str, evidence: Evidence) -> bool:
    """Whether a syllable makes words of the language anywhere in the document, which another one
    would not make there: who writes `đê điều` also writes `ven đê`."""
    return any(
        is_compound(*pair) and not is_compound(*(other if one == word else one for one in pair))
        for pair in evidence.pairs
        if word in pair
    )


def _commoner(spot: Spot, evidence: Evidence, rival: Alternative) -> Better | None:
    """What the reader was near to read, where that is a far commoner syllable: one that official
    documents write beside a neighbour, or as no word that they write."""
    word, other = spot.piece.core.lower(), letters_in(rival.text)
    if other == word or rival.confidence < _NEAR or not is_sly(word, other):
        return None
    if {word[0], other[0]} == {"d", "đ"}:
        return None  # the picture tells whether a bar is there
    known = evidence.support(spot, other).pairs > 0
    least = _COMMONER if known else _FAR_COMMONER
    if 1 + partners(other) < least * (1 + partners(word)):
        return None
    if _unmakes(spot, other) or is_used(word, other, evidence):
        return None
    reason = f"{other}: a far commoner word, and nearly read"
    return Better(_cased(other, spot.piece.core), reason, True)


def _beside(spot: Spot, evidence: Evidence, sure: float, read: Support, near: str) -> Better | None:
    """The reading that the neighbours of a word speak for; of several for which they do, that which
    the reader was `near` to read."""
    word = spot.piece.core.lower()
    if len(word) <= 1 or not spot.sides or read.pairs == spot.sides:
        return None
    found = [
        (support, other)
        for other in spellings(word)
        if syllable_key(other) != syllable_key(word) and (_is_sly(spot, other) or sure < _SURE)
        if (support := evidence.support(spot, other)) and _speaks(support, read)
    ]
    found.sort(reverse=True)
    found = [one for one in found if one[1] == near and one[0].pairs == found[0][0].pairs] or found
    if not found or (len(found) > 1 and not _outweighs(found[0][0], found[1][0])):
        return None
    support, other = found[0]
    sly = _is_sly(spot, other)
    settled = _settles(support, read, spot.sides, sly, sure)
    settled = settled and not _is_of_the_next(spot, word, evidence)
    known = word in spellings(word)
    settled = settled or (sly and not known and support.firm > 0)
    return Better(_cased(other, spot.piece.core), _reason(spot, other, support), settled)


def unbound(spot: Spot) -> Spot:
    """A spot without the word after it, where that makes a word of the language with the one beyond
    it (`tính | quy định`): it speaks for no other word here (`tỉnh quy`)."""
    bound = bool(spot.beyond) and is_compound(spot.after, spot.beyond)
    return replace(spot, after="", beyond="") if bound else spot


def _is_of_the_next(spot: Spot, word: str, evidence: Evidence) -> bool:
    """Whether the next word makes one of the language with the one beyond it (`tiểu đề án`), so
    that it speaks for no other word here (`tiêu đề`), and the document writes a word before it as
    it was read, again and again."""
    return unbound(spot) is not spot and evidence.pairs[word, spot.after] >= _OFTEN


def _speaks(support: Support, read: Support) -> bool:
    """Whether anything speaks rather for a reading than for that of the reader."""
    often = support.times >= _OFTEN and support.times > _OFTEN * read.times
    return support.pairs > read.pairs or (often and not read.pairs)


def _outweighs(one: Support, other: Support) -> bool:
    return (one.pairs, one.words) > (other.pairs, other.words) or one.times > 2 * other.times


def _settles(support: Support, read: Support, sides: int, sly: bool, sure: float) -> bool:
    """Whether what speaks for another reading settles it: both neighbours, one that makes a word
    with it where letters are sly or the reader was in doubt, or the document alone."""
    often = support.times >= _OFTEN and support.times > _OFTEN * read.times
    if read.pairs:
        return sly and support.pairs == _BOTH and support.words > 0 and (sure < _FAIR or often)
    if support.pairs == sides == _BOTH:
        return sly or sure < _FAIR
    if support.words:
        return (sly and (support.pairs == sides or sure < _SURE)) or sure < _POOR
    return (often and (sly or sure < _FAIR)) or (support.pairs == sides and sure < _POOR)


def _is_sly(spot: Spot, other: str) -> bool:
    """Whether a word may be another one though its reader was sure: on capitals all accents are
    small."""
    core = spot.piece.core
    capitals = core.isupper() and len(core) == len(other)
    return capitals or is_sly(core.lower(), other)


def is_sly(word: str, other: str) -> bool:
    """Whether two spellings differ only in letters that a reader takes for each other."""
    return len(word) == len(other) and all(starmap(_alike, zip(word, other, strict=True)))


@lru_cache(maxsize=16_384)
def _alike(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _SLY)


def _reason(spot: Spot, word: str, support: Support) -> str:
    pair = " ".join(part for part in (spot.before, word, spot.after) if part)
    times = f", {support.times} times in the document" if support.times else ""
    known = "known" if support.pairs else "not known"
    return f"{pair}: {known} in official documents{times}"


def _cased(word: str, like: str) -> str:
    """A word in the letter case of another of the same length."""
    if len(word) != len(like):
        return word
    return "".join(
        char.upper() if other.isupper() else char for char, other in zip(word, like, strict=True)
    )


def accent_mends(
    fragments: Sequence[Fragment], evidence: Evidence
) -> Iterator[tuple[int, Mend, Better]]:
    """The words of a text that have a better reading: in which of its lines, and how it reads."""
    for spot in spots_of(fragments):
        if spot.piece.core:
            line = fragments[spot.fragment]
            rival = rival_of(line, spot.piece)
            found = better(spot, evidence, sureness(line, spot.piece), rival)
            if found is not None:
                piece, text = spot.piece, spot.piece.with_core(found.word)
                yield spot.fragment, Mend(piece.at, piece.count, text, RULE, found.reason), found


def with_accents(fragments: Sequence[Fragment], evidence: Evidence) -> tuple[Fragment, ...]:
    """The lines of a text with the accents that are settled."""
    settled = [(at, mend) for at, mend, found in accent_mends(fragments, evidence) if found.settled]
    return tuple(
        mended(fragment, [mend for at, mend in settled if at == index])
        for index, fragment in enumerate(fragments)
    )
