"""Titles made comparable: what two printings of one title may differ in is levelled.

Levelled are letter case, Unicode form, punctuation, the place of a tone mark (`hoà`, `hòa`), i for
y (`tỉ lệ`, `tỷ lệ`) and abbreviations. Nothing here reaches the data.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import chain

from pipeline.frozen import dataclass
from pipeline.writing.characters import map_characters
from pipeline.writing.datafiles import load_beside
from pipeline.writing.wording import spelled_out

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")


def title_key(title: str) -> str:
    """The levelled syllables of a title, one space between them."""
    words = _WORD.findall(map_characters(title).casefold())
    return " ".join(map(spelled_out, words))


def syllables(title: str) -> Words:
    """The syllables of a title, levelled."""
    return tuple(title_key(title).split())


@dataclass(frozen=True, slots=True)
class Holding:
    """How many of some titles hold each word: of one document, counted once for all others."""

    titles: int
    times: Mapping[str, int]


def held_by(titles: Iterable[Iterable[str]]) -> Holding:
    """The words of some titles, counted."""
    words = [set(title) for title in titles]
    return Holding(len(words), Counter(chain.from_iterable(words)))


class Weights:
    """How much each word tells, from how many of the titles of some documents hold it."""

    def __init__(self, *documents: Holding) -> None:
        self._documents = documents
        self._count = sum(document.titles for document in documents)
        self._weights: dict[str, float] = {}

    def of(self, word: str) -> float:
        """Greater than 0 as soon as there is a title; the greater, the rarer the word."""
        known = self._weights.get(word)
        if known is None:
            times = sum(document.times.get(word, 0) for document in self._documents)
            known = self._weights[word] = math.log(1 + self._count / max(1, times))
        return known

    def total(self, title: Mapping[str, int]) -> float:
        """The weight of a whole title, given as counts."""
        return sum([self.of(word) * count for word, count in title.items()])


_LIST = re.compile(r":\s*(?=\Z|[-–+•*]|\(?(?:\d{1,2}|[ivx]{1,4}|[a-zđ])[).])", re.IGNORECASE)
_MIN_HEAD = 6  # syllables; a shorter start says too little on its own
_MIN_REST = 8  # syllables of a task after a frame: what is shorter is the end of a sentence
_MIN_SUBJECT = 3  # syllables of what a paper is about


@dataclass(frozen=True, slots=True)
class Title:
    """A title ready to be compared.

    `key` is its levelled text, `counts` its syllables with their number, `numbers` the words with
    a digit. `head` is what stands before a list (`…, bao gồm: - …`), `paper` the paper a title
    asks for, without the words that ask (`Tham mưu, trình Chính phủ ban hành`), `rest` what stands
    after a frame for several tasks (`Triển khai một số phần mềm …: …`); None without one.
    """

    key: str
    counts: Mapping[str, int]
    numbers: frozenset[str]
    head: Title | None = None
    paper: Title | None = None
    rest: Title | None = None

    @property
    def length(self) -> int:
        """Number of syllables."""
        return self.key.count(" ") + 1 if self.key else 0


@lru_cache(maxsize=16384)
def read_title(text: str) -> Title:
    """A title as printed → a title ready to be compared."""
    return levelled_title(*levelled_texts(text))


def levelled_texts(title: str) -> tuple[str, str | None, str | None, str | None]:
    """A title as printed → what `levelled_title` is given: its levelled text, and those of its
    head, of its paper and of the rest after a frame, where it has them."""
    words = syllables(title)
    heading = list_heading(title)
    paper = " ".join(_paper(words) or ()) or None
    return " ".join(words), heading, paper, None if heading else after_frame(title)


def list_heading(text: str) -> str | None:
    """What stands before the list in a title, levelled; None without a list, or where it says
    too little on its own."""
    start = _LIST.search(text) if ":" in text else None
    words = syllables(text[: start.start()]) if start else ()
    return " ".join(words) if len(words) >= _MIN_HEAD else None


def after_frame(text: str) -> str | None:
    """What stands after a frame and a colon in a title, levelled; None where either says too
    little on its own."""
    frame, _, rest = text.partition(":")
    words = syllables(rest) if rest else ()
    long = len(words) >= _MIN_REST and len(syllables(frame)) >= _MIN_HEAD
    return " ".join(words) if long else None


def levelled_title(
    key: str, head: str | None = None, paper: str | None = None, rest: str | None = None
) -> Title:
    """A title from its levelled texts, as `read_title` makes it from the printed one."""
    parts = (_title(tuple(part.split())) if part else None for part in (head, paper, rest))
    return _title(tuple(key.split()), *parts)


def _title(
    words: Words, head: Title | None = None, paper: Title | None = None, rest: Title | None = None
) -> Title:
    key = " ".join(words)
    numbers = [word for word in words if any(map(str.isdigit, word))] if _has_digit(key) else ()
    return Title(key, Counter(words), frozenset(numbers), head, paper, rest)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


@cache
def _phrases(name: str) -> tuple[Words, ...]:
    """Phrases of `[papers]`, levelled, the longest first."""
    data = load_beside(__file__, "words.toml")["papers"][name]
    return tuple(sorted(map(syllables, data), key=lambda phrase: (-len(phrase), phrase)))


def _paper(words: Words) -> Words | None:
    """Kind and subject of the paper a title asks for, None if it asks for none."""
    at = _skip(words, 0, "openers")
    kind = next((p for p in _phrases("kinds") if words[at : at + len(p)] == p), None)
    if kind is None:
        return None
    subject = words[_skip(words, at + len(kind), "joints") :]
    for tail in _phrases("tails"):
        if subject[-len(tail) :] == tail:
            subject = subject[: -len(tail)]
    return (*kind, *subject) if len(subject) >= _MIN_SUBJECT else None


def _skip(words: Words, at: int, name: str) -> int:
    """The place after all phrases of a list that follow one another from `at`."""
    while True:
        found = next((p for p in _phrases(name) if words[at : at + len(p)] == p), None)
        if found is None:
            return at
        at += len(found)
