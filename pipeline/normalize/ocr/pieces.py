"""Lines read from a picture as pieces: the words as they stand now, and how they were read.

A piece is one or more read words that stand for one text. Mending gives a piece another text (or
several pieces one); what was read is never lost, since a mend points at the words it replaces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.frozen import dataclass
from pipeline.model import Alternative, Fragment, Mend, ReadWord
from pipeline.writing.patterns import compiled

_CORE = compiled(r"[\p{L}\p{M}]+")
_STOPS = frozenset('.,;:!?()[]{}“”"…/')
_NEAR = 0.15
"""How near the letter must be that came next, for its word to come into question."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, and the words of its fragment it was read from (`count` from index `at` on)."""

    text: str
    at: int
    count: int

    @property
    def core(self) -> str:
        """The one run of letters in it, "" where there is none or several."""
        return _run_in(self.text)

    def with_core(self, core: str) -> str:
        """The text with another run of letters in place of its own."""
        return _CORE.sub(core, self.text, 1)


def is_read(fragment: Fragment) -> bool:
    """Whether a line was read from a picture and its words are told."""
    return bool(fragment.words) and fragment.printed == " ".join(w.text for w in fragment.words)


def pieces_of(fragment: Fragment) -> tuple[Piece, ...]:
    """The pieces of a line read from a picture, mends applied; none for another line.

    A word that a mend takes out is a piece without text.
    """
    if not is_read(fragment):
        return ()
    out, at = [], 0
    mends = {mend.at: mend for mend in fragment.mends}
    while at < len(fragment.words):
        mend = mends.get(at)
        count = mend.read if mend else 1
        out.append(Piece(mend.after if mend else fragment.words[at].text, at, count))
        at += count
    return tuple(out)


def mended(fragment: Fragment, mends: Sequence[Mend]) -> Fragment:
    """A line with more mends, which take the place of earlier ones over the same words."""
    if not mends:
        return fragment
    taken = {at for mend in mends for at in range(mend.at, mend.at + mend.read)}
    kept = [m for m in fragment.mends if not taken.intersection(range(m.at, m.at + m.read))]
    ordered = tuple(sorted((*kept, *mends)))
    out = replace(fragment, mends=ordered)
    return replace(out, text=" ".join(piece.text for piece in pieces_of(out) if piece.text))


def words_of(fragment: Fragment, piece: Piece) -> Sequence[ReadWord]:
    """The read words behind a piece."""
    return fragment.words[piece.at : piece.at + piece.count]


def rival_of(fragment: Fragment, piece: Piece) -> Alternative | None:
    """What the reader was nearest to read of a piece, by one letter; None where nothing else came
    into question."""
    found = (word.rival for word in words_of(fragment, piece) if word.rival)
    return max(found, key=lambda one: one.confidence, default=None)


def nearly_read(fragment: Fragment, piece: Piece, least: float = 0.0) -> frozenset[str]:
    """What other looks had for a piece, and the word with the letter that came near, in lower
    case, as far as the reader was `least` sure of it; its own letters are none of them."""
    seen = map(letters_in, texts_nearly_read(fragment, piece, least))
    return frozenset({*seen} - {"", piece.core.lower()})


def texts_nearly_read(fragment: Fragment, piece: Piece, least: float = 0.0) -> list[str]:
    """The same, as it was read."""
    looks = (one for word in words_of(fragment, piece) for one in word.alternatives)
    seen = [one.text for one in looks if one.confidence >= least]
    rival = rival_of(fragment, piece)
    if rival is not None and rival.confidence >= max(_NEAR, least):
        seen.append(rival.text)
    return seen


def letters_in(text: str) -> str:
    """The one run of letters in a text, in lower case; "" where there is none or several."""
    return _run_in(text).lower()


def _run_in(text: str) -> str:
    """The one run of letters in a text, "" where there is none or several."""
    if text.isalpha():  # most words are nothing else
        return text
    found = _CORE.findall(text)
    return found[0] if len(found) == 1 else ""


def begun_like(word: str, read: str) -> str:
    """A word in small letters, its first a capital where that of what was read is."""
    return word[:1].upper() + word[1:] if read[:1].isupper() else word


def sureness(fragment: Fragment, piece: Piece) -> float:
    """How sure the reader was of the least sure word of a piece (0 to 1)."""
    return min((word.confidence for word in words_of(fragment, piece)), default=1.0)


@dataclass(frozen=True, slots=True)
class Spot:
    """A piece in the text of a cell: which of its fragments it stands in, its neighbours' letters
    in lower case ("" where a stop or the end of the text is between), and those of the word beyond
    the next one."""

    fragment: int
    piece: Piece
    before: str = ""
    after: str = ""
    beyond: str = ""

    @property
    def sides(self) -> int:
        """On how many sides it has a neighbour."""
        return int(bool(self.before)) + int(bool(self.after))

    def beside(self, word: str) -> list[tuple[str, str]]:
        """A word that stands here with each of its neighbours, in the order they are printed."""
        before = [(self.before, word)] if self.before else []
        return [*before, (word, self.after)] if self.after else before


def spots_of(fragments: Sequence[Fragment]) -> list[Spot]:
    """The pieces of a text over its lines, each with the words beside it."""
    placed = [
        (index, piece) for index, fragment in enumerate(fragments) for piece in pieces_of(fragment)
    ]
    pieces = [None, *(piece for _, piece in placed), None]
    afters = [_beside(one, other, ahead=True) for one, other in pairwise(pieces[1:])]
    beyond = [after and far for after, far in pairwise([*afters, ""])]
    return [
        Spot(index, piece, _beside(pieces[at], piece), after, far)
        for at, ((index, piece), after, far) in enumerate(zip(placed, afters, beyond, strict=True))
    ]


def _beside(one: Piece | None, other: Piece | None, ahead: bool = False) -> str:
    """The word on the far side of two pieces, unless something other than a space parts them."""
    if one is None or other is None or not one.text or not other.text:
        return ""
    if one.text[-1] in _STOPS or other.text[0] in _STOPS or one.text[-1] in "-–":
        return ""
    far = other if ahead else one
    return far.core.lower()


def pairs_of(spots: Sequence[Spot]) -> Iterator[tuple[Spot, str]]:
    """Each piece that has a next word, with that word."""
    return ((spot, spot.after) for spot in spots if spot.piece.core and spot.after)


@dataclass(frozen=True, slots=True)
class Fix:
    """Neighbouring spots of a text that are to read otherwise, and what settles it."""

    spots: Sequence[Spot]
    text: str
    rule: str
    reason: str

    def mends(self) -> Iterator[tuple[int, Mend]]:
        """Which words of which line get which text: all of it stands where the first one does."""
        text = self.text
        for spot in self.spots:
            piece = spot.piece
            yield spot.fragment, Mend(piece.at, piece.count, text, self.rule, self.reason)
            text = ""


def fixed(fragments: Sequence[Fragment], fixes: Sequence[Fix]) -> tuple[Fragment, ...]:
    """The lines of a text with all that is to read otherwise.

    Mends of one line that follow each other become one where only the first has a text, so that
    what was read as several words and is one is told as one change.
    """
    if not fixes:
        return tuple(fragments)
    placed = [placed for fix in fixes for placed in fix.mends()]
    return tuple(
        mended(fragment, _together([mend for at, mend in placed if at == index]))
        for index, fragment in enumerate(fragments)
    )


def _together(mends: Sequence[Mend]) -> list[Mend]:
    out: list[Mend] = []
    for mend in sorted(mends):
        last = out[-1] if out else None
        if last and not mend.after and last.at + last.read == mend.at and last.rule == mend.rule:
            out[-1] = last._replace(read=last.read + mend.read)
        else:
            out.append(mend)
    return out
