"""How alike are two rows? Titles first; leads, order and headings can only take away.

The text of two titles is scored twice: by rapidfuzz, which sees the order of the words, and by the
share of rare syllables they have in common, which sees what a long common phrase hides (`Cơ sở dữ
liệu về …`). The lower of the two counts: twins that stand side by side differ in one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from rapidfuzz import fuzz

from pipeline.frozen import dataclass
from pipeline.link.lineage.model import Likeness, LinkRow, Successors
from pipeline.link.lineage.text import Title, Weights, read_title
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import without_marks

LEAD_PENALTY = 3.0  # points lost when no lead of one row carries on a lead of the other
ORDER_PENALTY = 3.0  # points lost when the pair crosses all of its matched neighbours
CONTEXT_PENALTY = 2.0  # points lost when the headings or parents are different
NUMBER_PENALTY = 12.0  # points lost when both titles name numbers and share none
YEAR_PENALTY = 20.0  # points lost when the rows are to be reached by different years
FRAME_PENALTY = 4.0  # points lost where one title has a frame for several tasks before it
GROWN_SCORE = 88.0  # points of a title that only grew a tail, see `_grown`
GROWN_SHARE = 96.0
GROWN_SYLLABLES = 10
HELD_SHARE = 90.0  # share of its weight a part has in the whole
PART = 80.0  # how much of a part the other row must hold, if it is one of several (`parts`)
LONGER = 1.25  # how many times longer the text must be that holds a part
SHORT = 8  # syllables below which standing inside a text says nothing
HOPELESS = 70.0  # likeness below which titles are not weighed: less is no link (`REVIEW`)
ONLY_MARKS = 0.85  # what a syllable is worth that differs in its marks alone


@dataclass(frozen=True, slots=True)
class Comparer:
    """Compares rows of two documents; `weights` come from the titles of both, `read` makes printed
    titles ready."""

    weights: Weights
    successors: Successors
    read: Callable[[str], Title] = read_title

    def likeness(self, newer: LinkRow, older: LinkRow, quotes: Iterable[str] = ()) -> Likeness:
        """How alike two rows are, order and context apart."""
        one, other = self.read(newer.title), self.read(older.title)
        quoted = max((self.text(self.read(quote), other) for quote in quotes), default=0.0)
        agency = agency_score(newer.leads, older.leads, self.successors)
        text = self.text(one, other)
        if agency != 0.0 and self._grown(one, other):
            text = max(text, GROWN_SCORE)
        year = year_score(newer, older)
        return Likeness(text, title_score(one, other), quoted, agency, year=year)

    def may_link(self, newer: LinkRow, older: LinkRow) -> bool:
        """Whether titles and leads leave two rows a chance to be one task, or one a part of the
        other: all else can only take away."""
        one, other = self.read(newer.title), self.read(older.title)
        if self.text(one, other) >= HOPELESS:
            return True
        if agency_score(newer.leads, older.leads, self.successors) == 0.0:
            return False
        return (
            self._grown(one, other)
            or self.held(one, other) >= PART
            or self.held(other, one) >= PART
        )

    def text(self, one: Title, other: Title) -> float:
        """Likeness of two titles, 0–100.

        Lists are left out where a heading stands before them, the words that ask for a paper
        where both titles ask for one, and a frame for several tasks that one of them has.
        """
        score = self._plain(one, other)
        if one.paper and other.paper:
            score = max(score, self._plain(one.paper, other.paper))
        if one.head or other.head:
            score = max(score, self._plain(one.head or one, other.head or other))
        if (one.rest is None) != (other.rest is None):
            score = max(score, self._plain(one.rest or one, other.rest or other) - FRAME_PENALTY)
        return score

    def _plain(self, one: Title, other: Title) -> float:
        if one.key == other.key:
            return 100.0
        score = float(fuzz.ratio(one.key, other.key, score_cutoff=HOPELESS))
        if score:
            score = min(score, self._shared(one, other))
        if one.numbers and other.numbers and not one.numbers & other.numbers:
            score -= NUMBER_PENALTY
        return max(score, 0.0)

    def _shared(self, one: Title, other: Title) -> float:
        """Share of the weight both titles have in common, 0–100."""
        total = self.weights.total(one.counts) + self.weights.total(other.counts)
        return 200 * self._common(one, other) / total if total else 0.0

    def _common(self, one: Title, other: Title) -> float:
        """Weight of the common syllables; one that differs in its marks alone counts in part."""
        left: dict[str, list[float]] = {}
        common = 0.0
        for syllable, count in one.counts.items():
            both = min(count, other.counts.get(syllable, 0))
            weight = self.weights.of(syllable)
            common += both * weight
            if count > both:
                left.setdefault(without_marks(syllable), []).extend([weight] * (count - both))
        for syllable, count in other.counts.items():
            more = count > one.counts.get(syllable, 0)
            rest = left.get(without_marks(syllable)) if more else None
            if rest:
                common += ONLY_MARKS * min(rest.pop(), self.weights.of(syllable))
        return common

    def held(self, part: Title, whole: Title) -> float:
        """How much of `part` the `whole` holds, 0 where one is too short to tell, or the other."""
        if len(whole.key) < LONGER * len(part.key) or part.length < SHORT:
            return 0.0
        return self.contained(part, whole)

    def contained(self, part: Title, whole: Title) -> float:
        """How much of `part` stands in one stretch of the longer `whole`, 0–100.

        0 unless nearly all of its weight is there: a frame of common words holds nothing.
        """
        total = self.weights.total(part.counts)
        if not total or len(part.key) > len(whole.key):
            return 0.0
        if 100 * self._common(part, whole) < HELD_SHARE * total:
            return 0.0
        return float(fuzz.partial_ratio(part.key, whole.key))

    def _grown(self, one: Title, other: Title) -> bool:
        """Whether the longer title is the shorter one with a tail added."""
        short, long = sorted((one, other), key=lambda title: len(title.key))
        if short.length < GROWN_SYLLABLES or (short.numbers != long.numbers and short.numbers):
            return False
        return fuzz.ratio(short.key, long.key[: len(short.key)]) >= GROWN_SHARE


def title_score(one: Title, other: Title) -> float:
    """The published likeness of two titles: rapidfuzz on the levelled texts, 0–100."""
    return 100.0 if one.key == other.key else float(fuzz.ratio(one.key, other.key))


def agency_score(
    one: frozenset[str], other: frozenset[str], successors: Successors
) -> float | None:
    """Share of the smaller side's agencies that the other side carries on; None if one is blank."""
    if not one or not other:
        return None
    small, large = sorted((one, other), key=lambda side: (len(side), sorted(side)))
    met = sum(any(carries_on(a, b, successors) for b in large) for a in small)
    return 100.0 * met / len(small)


def carries_on(one: str, other: str, successors: Successors) -> bool:
    """Whether two ids are one body, or one took over the duties of the other; the Party committee
    of a body counts as the body."""
    one, other = _answers(one), _answers(other)
    return (
        one == other
        or (one in successors and other in _heirs(one, successors))
        or (other in successors and one in _heirs(other, successors))
    )


@cache
def _answers(agency: str) -> str:
    """The body whose Party committee this is, else the body itself."""
    committees = load_beside(__file__, "words.toml")["leads"]["committees"]
    found = next((agency[len(c) :] for c in committees if agency.startswith(c)), "")
    return found or agency


def _heirs(agency: str, successors: Successors) -> set[str]:
    found: set[str] = set()
    waiting = [agency]
    while waiting:
        for heir in successors.get(waiting.pop(), ()):
            if heir not in found:
                found.add(heir)
                waiting.append(heir)
    return found


def total_score(likeness: Likeness) -> float:
    """The certainty of a link, 0–100: the titles (or a quoted one), less what speaks against it."""
    score = max(likeness.text, likeness.quoted)
    score -= LEAD_PENALTY * _missing(likeness.agency)
    score -= ORDER_PENALTY * _missing(likeness.order)
    score -= CONTEXT_PENALTY * _missing(likeness.context)
    score -= YEAR_PENALTY * _missing(likeness.year)
    return round(max(score, 0.0), 2)


def year_score(newer: LinkRow, older: LinkRow) -> float | None:
    """0 where two indicators are to be reached by different years; None where one names none."""
    if newer.year is None or older.year is None:
        return None
    return 100.0 if newer.year == older.year else 0.0


def _missing(part: float | None) -> float:
    return 0.0 if part is None else 1 - part / 100


def context_score(newer: str, older: str) -> float | None:
    """Likeness of the titles two rows stand under, 0–100; None where one stands under nothing."""
    if not (newer and older):
        return None
    return title_score(read_title(newer), read_title(older))
