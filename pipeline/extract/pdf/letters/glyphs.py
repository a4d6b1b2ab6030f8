"""Letters that a page sets in more than one glyph, or a file in more than one code: made one.

The lists are those of the characters of a page, one entry each, and are cut in place to match the
text that is returned.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from unicodedata import category, normalize

_TWINS = re.compile("([\u00c0-\u01ff\u1ea0-\u1eff])(?=\\1)")
_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE_HALF = re.compile("[\ud800-\udfff]")
_SPACING = {
    "`": "\u0300", "\u02cb": "\u0300",
    "\u00b4": "\u0301", "\u02ca": "\u0301",
    "^": "\u0302", "\u02c6": "\u0302",
    "~": "\u0303", "\u02dc": "\u0303",
    "\u02d8": "\u0306", "\u02c0": "\u0309",
}  # fmt: skip
"""Accents that have room of their own, as programs set them over letters their font lacks, and what
they are there."""
_MARK = re.compile(f"[\u0300-\u036f{re.escape(''.join(_SPACING))}]")
_NEIGHBOURS = 4
"""Letters looked at on each side of a mark."""
_LINE = 3.0
"""Points of height that are looked through together."""
_NEAR = 0.35
"""In ems: how far a mark's place along the line may lie beyond its letter's."""
_BEARERS = frozenset("aeiouyAEIOUY")
"""The letters over which marks stand. Where one is near enough no other letter is meant: a narrow
letter (`i`) is so close to the one before it that half of its mark stands over that."""
_TILDE = "\u0303"


def without_halves(
    text: str, starts: list[float], ends: list[float], owners: list[int | None]
) -> str:
    """The text with characters beyond U+FFFF as one each; PDFium gives them as two halves."""
    if not _LONE_HALF.search(text):
        return text
    second = {match.start() + 1 for match in _HALVES.finditer(text)}
    for at in sorted(second, reverse=True):
        del starts[at], ends[at], owners[at]
    whole = _HALVES.sub(lambda match: _joined(match.group()), text)
    return _LONE_HALF.sub("\ufffd", whole)


def _joined(halves: str) -> str:
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def without_twins(
    text: str, starts: list[float], ends: list[float], owners: list[int | None]
) -> str:
    """The text without letters that a font draws with two glyphs, letter and mark, each of them
    reported as the whole letter.

    Two such letters in a row have each its own place; twins stand one inside the other.
    """
    twins = [
        at + 1
        for at in (match.start() for match in _TWINS.finditer(text))
        if starts[at] <= starts[at + 1] < (starts[at] + ends[at]) / 2
    ]
    for at in reversed(twins):
        ends[at - 1] = max(ends[at - 1 : at + 1])
        text = text[:at] + text[at + 1 :]
        del starts[at], ends[at], owners[at]
    return text


def with_marks(
    text: str,
    starts: list[float],
    ends: list[float],
    owners: list[int | None],
    heights: Callable[[int], tuple[float, float]],
) -> str:
    """The text with each accent that a page sets as a text of its own behind its letter.

    `heights` gives the baseline and the size of a text object. Such accents are placed by hand,
    right after their letter or after all letters of the page; the letter is the one they stand
    over. An accent that has room of its own is one where it stands over a letter, wherever it is
    set.
    """
    marks = [
        at
        for at in (match.start() for match in _MARK.finditer(text))
        if owners[at] is not None
        and (text[at] in _SPACING or not at or owners[at - 1] != owners[at])
    ]
    if not marks:
        return text
    letters = _Letters(text, starts, ends, owners, heights)
    own = list(text)
    hosts: dict[int, list[int]] = {}
    for at in marks:
        host = letters.under(at)
        if host is not None:
            hosts.setdefault(host, []).append(at)
            own[at] = _SPACING.get(text[at], text[at])
            starts[at] = ends[at] = ends[host]
            owners[at] = owners[host]
    moved = {at for found in hosts.values() for at in found}
    order = [
        at
        for whole in range(len(text))
        if whole not in moved
        for at in (whole, *hosts.get(whole, ()))
    ]
    starts[:] = [starts[at] for at in order]
    ends[:] = [ends[at] for at in order]
    owners[:] = [owners[at] for at in order]
    return "".join(own[at] for at in order)


class _Letters:
    """The letters of a page by their place."""

    def __init__(
        self,
        text: str,
        starts: Sequence[float],
        ends: Sequence[float],
        owners: Sequence[int | None],
        heights: Callable[[int], tuple[float, float]],
    ) -> None:
        self.text = text
        self.starts, self.ends, self.owners, self.heights = starts, ends, list(owners), heights
        self.lines: dict[int, list[tuple[float, int]]] = {}
        for at, owner in enumerate(owners):
            is_letter = text[at] not in _SPACING and category(text[at])[0] == "L"
            if owner is not None and is_letter:
                line = round(heights(owner)[0] / _LINE)
                self.lines.setdefault(line, []).append((starts[at], at))
        for row in self.lines.values():
            row.sort()

    def under(self, mark: int) -> int | None:
        """The letter a mark stands over, None if it stands over none."""
        owner = self.owners[mark]
        if owner is None:
            return None
        base, size = self.heights(owner)
        middle = (self.starts[mark] + self.ends[mark]) / 2
        reach = 0.0 if self.text[mark] in _SPACING else _NEAR * size
        near = []
        for line in range(
            round((base - 0.3 * size) / _LINE), round((base + 0.3 * size) / _LINE) + 1
        ):
            found = self.lines.get(line, [])
            at = bisect_left(found, (middle, mark))
            for _, letter in found[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]:
                away = max(self.starts[letter] - middle, middle - self.ends[letter], 0.0)
                if away <= reach:
                    strange = not self._bears(letter, mark)
                    near.append((strange, away, letter != mark - 1, abs(letter - mark), letter))
        return min(near)[-1] if near else None

    def _bears(self, letter: int, mark: int) -> bool:
        """Whether the mark is written over the letter: over a vowel, or as in `ñ`."""
        base = normalize("NFD", self.text[letter])[0]
        return base in _BEARERS or (
            base in "nN" and _SPACING.get(self.text[mark], self.text[mark]) == _TILDE
        )
