"""Columns whose words have all lost their accents: fonts whose codes name base letters do so.

Of the syllables of Vietnamese text a quarter bear no mark, so a few of them in a row say nothing;
a whole column of nothing else, beside columns that have marks, is what a file fails to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

FEWEST = 8
"""Words of a column from which on it cannot be by chance that none has a mark: a quarter of all
words has none, so that one column in 65,000 does."""
VIETNAMESE = 0.9
"""Share of the words that are syllables of Vietnamese: names and words of other languages, codes
and units have no marks by nature."""
LONG = 2
"""Letters of a word that counts: single ones are parts of symbols."""
_WORD = compiled(r"\p{L}++")


def bare_columns(columns: Sequence[Sequence[str]]) -> Iterator[int]:
    """The columns, each given by the texts of its cells, that have lost their accents."""
    bare = [not any(map(_has_accent, texts)) for texts in columns]
    if all(bare):
        return
    for at in (at for at, is_bare in enumerate(bare) if is_bare):
        words = (word for text in columns[at] for word in _WORD.findall(text))
        long = {word.casefold() for word in words if len(word) >= LONG}
        if len(long) >= FEWEST and sum(map(is_syllable, long)) >= VIETNAMESE * len(long):
            yield at


def _has_accent(text: str) -> bool:
    """Whether a text has a letter that ASCII lacks: in most columns the first cell tells."""
    return not text.isascii() and any(char.isalpha() and char > "\x7f" for char in text)
