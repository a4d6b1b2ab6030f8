"""A page of a table whose columns are known: its cells line by line, and the rows they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.writing.counted_cuts import counted_ends
from pipeline.writing.label_cuts import counts_on, cut_ends, is_roman_cut
from pipeline.writing.labels import parse_label

_NEAR = 2
"""Lines from the piece of a number that its column cuts to the next one, at most."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The cells of a page line by line: `texts[i][k]` is what line `i` has in column `k`.

    `blanks` are the blank lines above each; `white` what the white above each tells for a row to
    begin there (log odds), where the page shows more of it than blank lines; `spans[i][k]` where
    the text of a cell begins and ends down the page, in lines, where that shows more than the
    number of the line; `lasts` the last line of the number that begins on each, where its column
    cuts numbers and they were put together.
    """

    texts: tuple[tuple[str, ...], ...]
    blanks: tuple[int, ...]
    white: tuple[float, ...] = ()
    spans: tuple[tuple[tuple[float, float], ...], ...] = ()
    lasts: tuple[int, ...] = ()

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.texts)

    def span(self, line: int, column: int) -> tuple[float, float]:
        """Where a text begins and ends down the page, in lines."""
        return self.spans[line][column] if self.spans else (line, line + 1)

    def last(self, line: int) -> int:
        """The last line of the number that begins on one."""
        return self.lasts[line] if self.lasts else line

    def edges(self) -> list[tuple[float, float]]:
        """Where each line begins and ends down the page: the outermost of its texts."""
        filled = [
            [self.span(line, k) for k, text in enumerate(texts) if text]
            for line, texts in enumerate(self.texts)
        ]
        return [
            (min(top for top, _ in own), max(bottom for _, bottom in own))
            if own
            else self.span(line, 0)
            for line, own in enumerate(filled)
        ]


@dataclass(frozen=True, slots=True)
class Span:
    """A row: lines `start` up to `end`, and the line of its number, None where it has none."""

    start: int
    end: int
    label: int | None


@dataclass(frozen=True, slots=True)
class Cutting:
    """The rows of a page, and for each the columns that are a guess: cut otherwise they would have
    other lines, and the page would read nearly as well; whether the first one goes on from the page
    before, as far as that is known; and how well the page reads, where other ways to read it are
    compared."""

    rows: tuple[Span, ...]
    guessed: tuple[frozenset[int], ...]
    resumes: bool = False
    score: float = 0.0


def labels_of(lines: Lines) -> list[int]:
    """The lines with the number of a row."""
    found: list[int] = []
    rests = _rests(lines)
    rests_of = {upper: lines.texts[lower][0] for lower, upper in rests.items()}
    for index, texts in enumerate(lines.texts):
        number = texts[0] + rests_of.get(index, "")
        if index in rests or parse_label(number) is None or _is_rest(lines, index, found):
            continue
        found.append(index)
    return found


def _rests(lines: Lines) -> dict[int, int]:
    """The lines that begin with the rest of the number right above, as numbers count and brackets
    close, with the line of what stands above."""
    numbered = [(index, text) for index, (text, *_) in enumerate(lines.texts) if text]
    texts = [text.replace(" ", "") for _, text in numbered]
    usual = cut_ends(texts)
    counted = counted_ends(texts, usual)
    if counted != usual:
        return {
            lower: upper
            for (upper, _), (lower, _) in (numbered[at - 1 : at + 1] for at in counted)
            if _is_right_below(lines, upper, lower)
        }
    below = pairwise(numbered)
    more = {
        at
        for at, ((_, one), (place, other)) in enumerate(below, start=1)
        if is_roman_cut(one, other) or _is_beside_title(lines, place, one, other)
    }
    return {
        lower: upper
        for (upper, one), (lower, other) in (numbered[at - 1 : at + 1] for at in usual | more)
        if _is_right_below(lines, upper, lower, _NEAR if _is_open(one, other) else 1)
    }


def _is_open(upper: str, lower: str) -> bool:
    """Whether two pieces of a number tell by themselves that they are such: a bracket or a stop
    says so, or letters; of digits alone the next row may have the lower one."""
    if upper.startswith("(") or lower.endswith(")") or upper.isalpha():
        return True
    return "." in upper and lower.isdigit()


def _is_right_below(lines: Lines, upper: int, lower: int, near: int = _NEAR) -> bool:
    """Whether two lines of the number column stand right below each other: where cells are centred
    a line of cells set half a line off may stand between."""
    return lower - upper <= near and not any(lines.blanks[upper + 1 : lower + 1])


def _is_rest(lines: Lines, index: int, found: Sequence[int]) -> bool:
    """Whether a number is the rest of the one right above, which a narrow column cuts (`14.`
    over `1`): that one ends with a stop and counts the same as the row before it, or as the next
    one; or the others all have a stop, or it stands inside a title."""
    if not found or not _is_right_below(lines, found[-1], index):
        return False
    rest, above = (lines.texts[at][0].strip() for at in (index, found[-1]))
    if not (rest.isdigit() and above.endswith(".") and above[:-1].isdigit()):
        return False
    before = parse_label(lines.texts[found[-2]][0].strip()) if len(found) > 1 else None
    below = (lines.texts[at][0].strip() for at in range(index + 1, len(lines)))
    after = next(filter(None, below), "")
    same = before is not None and before.numbers[:1] == (int(above[:-1]),)
    if same or after == above:
        return True
    inside = lines.texts[index][1][:1].islower()
    return not counts_on(above, rest) and (inside or _all_marked(lines, (found[-1], index)))


def _all_marked(lines: Lines, but: Sequence[int]) -> bool:
    """Whether the numbers of a page, and some there are beside some two, have a stop or a bracket
    behind them, those apart that stand right below one that a stop ends: one without is none."""
    numbered = [(at, texts[0].strip()) for at, texts in enumerate(lines.texts) if texts[0]]
    others = [
        text
        for (above, one), (at, text) in pairwise([(-_NEAR, ""), *numbered])
        if at not in but and not (one.endswith(".") and _is_right_below(lines, above, at))
    ]
    return bool(others) and not any(map(str.isdigit, others))


def _is_beside_title(lines: Lines, place: int, upper: str, lower: str) -> bool:
    """Whether a number with a stop (`6.`) is the end of the digits right above it, since it stands
    beside the middle of a title: the row of those has begun, and its own cannot."""
    if not (upper.isdigit() and lower[:-1].isdigit() and lower.endswith(".")):
        return False
    above, title = (lines.texts[at][1] for at in (place - 1, place))
    return bool(above) and title[:1].islower() and lines.texts[place - 1][0] == upper
