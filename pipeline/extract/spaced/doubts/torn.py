"""Columns too narrow for their words, whose lines break inside these: one prints `Thời gian` as
`Thờ`, `i`, `gia`, `n`, and `Tháng 12/2025` as `Thán`, `g`, `12/202`, `5`.

Which lines of a name go on without a blank shows where all its letters are those of one that is
known; which lines of cells do is told by the spelling of the words they tear (`writing.cut_lines`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from pipeline.extract.layer.signs.words import lexicon
from pipeline.writing.letters import fold
from pipeline.writing.patterns import compiled

_GROUPS = compiled(r"\(?\d{1,3}(?:(?:\.\d{3})+|(?:,\d{3})+)\)?")
"""An amount whose thousands are parted by stops, or by commas."""


def torn_lines(lines: Sequence[str]) -> tuple[bool, ...]:
    """For each line of a name but the last whether the next one goes on with its last word; none
    where the name is no known one, or is known with a blank between all its lines."""
    whole = [fold(line) for line in lines]
    if len(lines) < 2 or " ".join(whole) in lexicon().names:  # noqa: PLR2004
        return (False,) * (len(lines) - 1)
    letters = [line.replace(" ", "") for line in whole]
    known = _known().get("".join(letters))
    if known is None:
        return (False,) * (len(lines) - 1)
    words = set(accumulate(len(word) for word in known.split()))
    return tuple(end not in words for end in list(accumulate(map(len, letters)))[:-1])


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """The known names by their letters."""
    return {name.replace(" ", ""): name for name in lexicon().names}


def is_cut_group(lines: Sequence[str]) -> bool:
    """Whether two lines are an amount that its column cuts inside the last group of thousands
    (`13.00` over `0`): neither is one by itself."""
    if len(lines) != 2:  # noqa: PLR2004
        return False
    return not _GROUPS.fullmatch(lines[0]) and _GROUPS.fullmatch("".join(lines)) is not None
