"""Deadlines among the other words of a line."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.extract.layer.signs.words import is_deadline, lexicon

_MOST_WORDS = 4
"""Words of a deadline that stands behind other words."""


@lru_cache(maxsize=65536)
def ends_with_deadline(text: str) -> bool:
    """Whether a text ends with a deadline behind other words: `Chính phủ Quý I/2026`,
    `Quốc hội 2025`."""
    words = text.split()
    return any(
        _may_begin(words[at], words[at - 1]) and is_deadline(" ".join(words[at:]))
        for at in range(max(1, len(words) - _MOST_WORDS), len(words))
    )


def _may_begin(word: str, before: str) -> bool:
    """Whether a cell may begin at a word: a capital, or digits behind a word that leaves nothing
    open and does not begin a time itself (`năm 2025`, `giai đoạn 2025-2030`)."""
    if word[0].isupper():
        return True
    last = before.casefold()
    return (
        word[0].isdigit()
        and before[-1].isalpha()
        and last not in lexicon().open_words
        and last not in _before_numbers()
    )


@cache
def _before_numbers() -> frozenset[str]:
    """The words behind which a number begins no cell: those that times begin with, and `số`."""
    deadline = next(role for role in lexicon().roles if role.name == "deadline")
    return frozenset(word for begin in deadline.begins for word in begin.split()) | {"số"}


@lru_cache(maxsize=65536)
def holds_deadline(text: str) -> bool:
    """Whether a text is a deadline, or one stands among the cells on a line, which begin with a
    capital, or have one in the number of a document: `Xã Mường Than Tháng 2 Sở Nội vụ`,
    `Bộ Nội vụ 2025 03-TB/BCĐTW`."""
    words = text.split()
    begins = [at for at, word in enumerate(words) if at == 0 or _may_begin(word, words[at - 1])]
    ends = [at for at, word in enumerate(words) if any(map(str.isupper, word))]
    return any(
        is_deadline(" ".join(words[at:end]))
        for at in begins
        for end in (*ends, len(words))
        if at < end <= at + _MOST_WORDS
    )
