"""Which of the words that fit what shows under a seal stand there: those of the chain from left to
right that counts most, if no chain with another word in their place counts nearly as much."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice

import numpy as np
import numpy.typing as npt

from pipeline.extract.scan.face import STOPS
from pipeline.extract.scan.fitting import Fit, Stretch
from pipeline.model import ReadWord
from pipeline.writing.pairs import is_pair
from pipeline.writing.syllables import is_syllable

PAIR = 15.0
"""What it counts that a word is known to stand beside its neighbour: as much as half a letter under
a seal, so that it settles which of two accents stands where nothing shows of it."""
READ = 15.0
"""What it counts that the engine read the same word there."""
MARGIN = 10.0
"""By how much the chain must count more than any with another word in the place of one (of 27
sealed pages learned from about 170 words were right that did, eight wrong)."""
STRONG, ALONE = 60.0, 120.0
"""What a word counts at least: beside one it is known to follow or to come before, and alone."""
LACKS = 1 / 300
"""Share of its pixels that a word may lack, or one of them: right ones lack none, most wrong ones
several."""
SHOWN = 0.95
"""Share of the ink beside the letters of the seal that a word explains at least."""
SEEN = 0.3
"""Share of a word that must show at least: under a star any word may stand (right ones show a third
and more)."""
BLANK, FAR = 0.2, 1.2
"""x-heights of white between two words at least, and at most between such as stand beside each
other."""
SAME, OVER = 0.5, 0.35
"""Share of a word that another must cover to stand at its place, and to be in its way."""
MOST = 30
"""Words that may fit at one place of a stretch that are looked at, the best first: of a stretch as
a whole a word that shows little is far from the best, and alone at its place."""
MOST_OF_ALL = 2000
"""Words of a stretch that are looked at, as each is laid beside each other: as many as have room at
`MOST` a place beneath the widest seal, 152 points at 300 dpi, if half of each is 10 pixels."""

Goes = Callable[[str, str], bool]
"""Whether two lower-case words are known to stand beside each other."""
Scores = npt.NDArray[np.float64]


def bare(text: str) -> str:
    """A word as pairs are known: small, without the stop behind it."""
    return text.strip("".join(STOPS)).lower()


def settled(
    fits: Sequence[Fit],
    beside: tuple[str, str],
    read: Sequence[ReadWord],
    part: Stretch,
    unit: float,
    goes: Goes = is_pair,
) -> Iterator[Fit]:
    """The words that stand in a stretch for certain. `beside` are the words before and behind it,
    `read` what the engine read in it, `goes` tells which words are known to stand beside each
    other; the best of `fits` come first."""
    fitting = [_with_read(fit, read) for fit in islice(_best(fits), MOST_OF_ALL)]
    own = sorted([*fitting, *_as_read(read, fitting, part)], key=lambda fit: fit.x1)
    if not fitting:
        return
    texts = [bare(fit.text) for fit in own]
    links, first, last = _links(own, texts, unit, goes), *_ends(own, beside, part, unit, goes)
    scores = np.array([fit.score for fit in own])
    before, chain = _chain(scores, links, first, last)
    behind = _best_behind(scores, links, last)
    through = before + behind - scores
    for at in chain:
        fit = own[at]
        others = [
            through[place]
            for place, other in enumerate(own)
            if texts[place] != texts[at] and _is_in_the_way(other, fit)
        ]
        is_beside = through[at] - scores[at] > 0 and _is_paired(at, chain, links, first, last)
        is_strong = scores[at] + PAIR * is_beside >= (STRONG if is_beside else ALONE)
        alone = max(others, default=-np.inf)
        if _is_whole(fit) and is_strong and through[at] - alone >= MARGIN:
            yield fit


def _best(fits: Sequence[Fit]) -> Iterator[Fit]:
    """The best at each place."""
    taken = np.zeros(max((fit.x1 for fit in fits), default=0) + 1, np.int64)
    for fit in fits:
        middle = slice((3 * fit.x0 + fit.x1) // 4, (fit.x0 + 3 * fit.x1) // 4 + 1)
        if taken[middle].min() < MOST:
            taken[middle] += 1
            yield fit


def _with_read(fit: Fit, read: Sequence[ReadWord]) -> Fit:
    """A word that counts more where it was read there."""
    wide = fit.x1 - fit.x0
    for word in read:
        common = min(word.x1, fit.x1) - max(word.x0, fit.x0)
        if bare(word.text) == bare(fit.text) and common >= SAME * wide:
            return fit._replace(score=fit.score + READ)
    return fit


def _as_read(read: Sequence[ReadWord], fits: Sequence[Fit], part: Stretch) -> Iterator[Fit]:
    """The syllables that the engine read in a stretch and that fit nowhere: they say what stands
    beside them, and lack all their ink, so that they are not settled themselves."""
    for word in read:
        text = bare(word.text)
        x0, x1 = round(word.x0), round(word.x1)
        is_within = part.x0 <= (x0 + x1) / 2 <= part.x1
        known = any(bare(f.text) == text and _is_in_the_way(f, word) for f in fits)
        if is_within and is_syllable(text) and not known:
            yield Fit(x0, x1, 0.0, word.text, 1e6, 1.0, 0.0, 0.0, 0.0)


def _is_whole(fit: Fit) -> bool:
    """Whether a word lacks hardly any ink, leaves hardly any unexplained, and most of it shows."""
    is_seen = fit.shown >= SEEN * fit.pixels and fit.explained >= SHOWN * fit.clear
    return is_seen and fit.lacking <= max(1.0, LACKS * fit.pixels)


def _is_in_the_way(one: Fit, other: Fit | ReadWord) -> bool:
    """Whether two words cannot both stand in a line."""
    common = min(one.x1, other.x1) - max(one.x0, other.x0)
    return common >= OVER * min(one.x1 - one.x0, other.x1 - other.x0)


def _links(fits: Sequence[Fit], texts: Sequence[str], unit: float, goes: Goes) -> Scores:
    """What it counts that one word is followed by another: nothing, `PAIR`, or never."""
    starts, ends = (
        np.array(side) for side in zip(*((fit.x0, fit.x1) for fit in fits), strict=True)
    )
    white = starts[None, :] - ends[:, None]
    links = np.where(white >= BLANK * unit, 0.0, -np.inf)
    known = cache(goes)
    for one, two in np.argwhere((white >= BLANK * unit) & (white <= FAR * unit)).tolist():
        if known(texts[one], texts[two]):
            links[one, two] = PAIR
    return links


def _ends(
    fits: Sequence[Fit], beside: tuple[str, str], part: Stretch, unit: float, goes: Goes
) -> tuple[Scores, Scores]:
    """What it counts that a word is the first of a stretch, and that it is the last."""
    far = FAR * unit
    first = [
        fit.x0 - part.x0 <= far and beside[0] != "" and goes(beside[0], bare(fit.text))
        for fit in fits
    ]
    last = [
        part.x1 - fit.x1 <= far and beside[1] != "" and goes(bare(fit.text), beside[1])
        for fit in fits
    ]
    return PAIR * np.array(first, float), PAIR * np.array(last, float)


def _chain(scores: Scores, links: Scores, first: Scores, last: Scores) -> tuple[Scores, list[int]]:
    """What the best chain counts that ends with each word, and the best of all."""
    best, back = np.zeros_like(scores), np.full(len(scores), -1)
    for at, score in enumerate(scores):  # sorted by their ends: none follows a later one
        ways = best[:at] + links[:at, at]
        place = int(ways.argmax()) if at else -1
        follows = at > 0 and ways[place] > first[at]
        best[at] = score + (ways[place] if follows else first[at])
        back[at] = place if follows else -1
    place, chain = int((best + last).argmax()), []
    while place >= 0:
        chain.append(place)
        place = int(back[place])
    return best, chain[::-1]


def _best_behind(scores: Scores, links: Scores, last: Scores) -> Scores:
    """What the best chain counts that begins with each word."""
    best = np.zeros_like(scores)
    for at in range(len(scores) - 1, -1, -1):
        ways = links[at, at + 1 :] + best[at + 1 :]
        best[at] = scores[at] + max(last[at], float(ways.max(initial=-np.inf)))
    return best


def _is_paired(at: int, chain: Sequence[int], links: Scores, first: Scores, last: Scores) -> bool:
    """Whether a word of a chain is known beside one of its neighbours."""
    place = chain.index(at)
    before = links[chain[place - 1], at] if place else first[at]
    behind = links[at, chain[place + 1]] if place + 1 < len(chain) else last[at]
    return bool(max(before, behind) > 0)
