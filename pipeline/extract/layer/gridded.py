"""A page of a table whose columns are known: its cells line by line, and the rows they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.writing.label_cuts import cut_ends
from pipeline.writing.labels import parse_label


@dataclass(frozen=True, slots=True)
class Lines:
    """The cells of a page line by line: `texts[i][k]` is what line `i` has in column `k`.

    `blanks` are the blank lines above each; `white` what the white above each tells for a row to
    begin there (log odds), where the page shows more of it than blank lines; `spans[i][k]` where
    the text of a cell begins and ends down the page, in lines, where that shows more than the
    number of the line.
    """

    texts: tuple[tuple[str, ...], ...]
    blanks: tuple[int, ...]
    white: tuple[float, ...] = ()
    spans: tuple[tuple[tuple[float, float], ...], ...] = ()

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.texts)

    def span(self, line: int, column: int) -> tuple[float, float]:
        """Where a text begins and ends down the page, in lines."""
        return self.spans[line][column] if self.spans else (line, line + 1)

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
    for index, texts in enumerate(lines.texts):
        number = texts[0] + lines.texts[index + 1][0] if index + 1 in rests else texts[0]
        if index in rests or parse_label(number) is None or _is_rest(lines, index, found):
            continue
        found.append(index)
    return found


def _rests(lines: Lines) -> frozenset[int]:
    """The lines that begin with the rest of the number right above, as numbers count and brackets
    close."""
    numbered = [(index, text) for index, (text, *_) in enumerate(lines.texts) if text]
    ends = cut_ends([text for _, text in numbered])
    return frozenset(
        numbered[at][0]
        for at in ends
        if numbered[at - 1][0] == numbered[at][0] - 1 and not lines.blanks[numbered[at][0]]
    )


def _is_rest(lines: Lines, index: int, found: Sequence[int]) -> bool:
    """Whether a number is the rest of the one on the line above, which a narrow column cuts (`14.`
    over `1`): that one ends with a stop and counts the same as the row before it, or as the next
    one."""
    if not found or found[-1] != index - 1 or lines.blanks[index]:
        return False
    rest, above = (lines.texts[at][0].strip() for at in (index, index - 1))
    if not (rest.isdigit() and above.endswith(".") and above[:-1].isdigit()):
        return False
    before = parse_label(lines.texts[found[-2]][0].strip()) if len(found) > 1 else None
    below = (lines.texts[at][0].strip() for at in range(index + 1, len(lines)))
    after = next(filter(None, below), "")
    same = before is not None and before.numbers[:1] == (int(above[:-1]),)
    return same or after == above
