"""How common a pair of neighbouring syllables is in titles: one list for every corpus.

The counts are data (common.toml) and not taken from the documents at hand, so that what is
decided about two documents does not change with the others that are there.
"""

from __future__ import annotations

from functools import cache

from pipeline.writing.datafiles import load_beside

FILE = "common.toml"


class Counts(dict[str, int]):
    """Pair of levelled syllables, one space between them → number of titles; 0 for an unlisted one.

    A pair that is asked for is not added.
    """

    def __missing__(self, pair: str) -> int:
        """A pair that is not listed."""
        return 0


@cache
def common_pairs() -> Counts:
    """The list as data."""
    return Counts(load_beside(__file__, FILE)["pairs"])
