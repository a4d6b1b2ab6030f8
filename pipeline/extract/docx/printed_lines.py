"""Word files that a program made of a PDF, each run a printed line of its page.

A program that lays a page out again (pdf2docx) writes the lines of a paragraph as runs of one look
behind each other. Where the PDF has no blank at the end of a line the words of two lines then stand
glued (`có` and `liên quan`), where it has one a word that a narrow column broke stands in two parts
(`Thườn` and `g`). Here such lines are lines again, and the words they break are whole.

People's own files have runs of one look too: Word parts them where somebody edited, inside words as
between them, but not where two words meet without a blank.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final, Literal

from lxml import etree

from pipeline.extract.docx.xml import W, head
from pipeline.frozen import dataclass
from pipeline.model import Problem
from pipeline.writing.torn import are_two, is_torn, letters_across

_RUN: Final = W + "r"
_TEXT: Final = W + "t"
_PROPERTIES: Final = W + "rPr"
_FEWEST: Final = 3
"""Ends of lines from which on the runs of a file are lines, where no more ends of runs stand inside
of words: of 110 files people made one glues two words, and has 105 such ends inside of words."""
_REACH: Final = 40
"""Characters on both sides of the end of a run that are looked at: no word is longer."""
_Kind = Literal["line", "word", ""]
_Run = tuple[etree._Element, str | None]


@dataclass(frozen=True, slots=True)
class _End:
    """Where a run ends in its paragraph: the run behind it, whether that looks alike, and what the
    letters on both sides show: the end of a `line`, the inside of a `word`, or nothing."""

    behind: etree._Element
    alike: bool
    kind: _Kind
    syllables: bool
    """Whether two whole syllables stand glued there."""

    @property
    def parts(self) -> bool:
        """Whether a line ends there, where runs are lines."""
        return self.syllables or (self.alike and self.kind != "word")


def part_lines(paragraphs: Iterable[etree._Element]) -> int:
    """Put a break before each run of a document that is a printed line of its own, given its
    paragraphs of several runs.

    A line may be several runs, where its letters are of two fonts: these are parted only where two
    syllables stand glued.

    Returns:
        How many lines stood right behind the one before; 0 where runs are no lines.
    """
    printed = [_runs(paragraph) for paragraph in paragraphs]
    shown = [end for runs in printed if _shows_lines(runs) for end in _ends_of(runs)]
    kinds = [end.kind for end in shown if end.alike]
    if kinds.count("line") < max(_FEWEST, kinds.count("word")):
        return 0
    parted = [end for runs in printed for end in _ends_of(runs) if end.parts]
    for end in parted:
        properties = head(end.behind, _PROPERTIES)
        end.behind.insert(0 if properties is None else 1, etree.Element(W + "br"))
    return sum(end.kind == "line" for end in parted)


def _runs(paragraph: etree._Element) -> list[_Run]:
    """What a paragraph consists of, with the text of each run that holds nothing else."""
    return [(child, _text(child)) for child in paragraph]


def _text(run: etree._Element) -> str | None:
    """The text of a run, None where it holds anything else."""
    properties = head(run, _PROPERTIES)
    content = [child for child in run if child is not properties]
    if run.tag != _RUN or any(child.tag != _TEXT for child in content):
        return None
    return "".join(child.text or "" for child in content)


def _look(run: etree._Element) -> bytes:
    """How a run looks."""
    properties = head(run, _PROPERTIES)
    return b"" if properties is None else etree.tostring(properties)


def _shows_lines(runs: Sequence[_Run]) -> bool:
    """Whether the end of a run may show anything: letters stand on both sides of it, or a blank
    tears a word there. Few paragraphs of people's files do; only of those looks are compared."""
    return any(
        (above[-1].isalpha() and below[0].isalpha()) or _kind(above, below)[0]
        for (_, above), (_, below) in pairwise(runs)
        if above and below and above.strip() and below.strip()
    )


def _ends_of(runs: Sequence[_Run]) -> Iterator[_End]:
    """The ends of runs with nothing but text, right before others of that kind."""
    text = "".join(own or "" for _, own in runs)
    ends = [*accumulate(len(own or "") for _, own in runs)]
    looks = [b"" if own is None else _look(run) for run, own in runs]
    alike = [one == other for one, other in pairwise(looks)]
    lasts = [at for at, same in zip(ends, alike, strict=False) if same]
    start = 0
    for at, same, ((_, own), (run, below)) in zip(ends, alike, pairwise(runs), strict=False):
        if own and below and own.strip() and below.strip():
            until = lasts[after] if (after := bisect_right(lasts, at)) < len(lasts) else len(text)
            before, behind = text[max(at - _REACH, start) : at], text[at : min(at + _REACH, until)]
            end = _End(run, same, *_kind(before, behind))
            start = at if end.parts else start
            yield end


def _kind(text: str, below: str) -> tuple[_Kind, bool]:
    """What the end of a run shows, and whether two syllables stand glued there."""
    if text[-1].isspace() or below[0].isspace():
        return ("line" if is_torn(text.strip(), below.strip()) else ""), False
    verdict = letters_across(text, below)
    if verdict is None:
        return "", False
    return ("line" if verdict == "apart" else "word"), verdict == "apart" and are_two(text, below)


def told_of_lines(count: int) -> Problem:
    """What is said of lines that stood right behind the one before."""
    message = f"{count} lines of a page stood right behind the one before; they were parted"
    return Problem("info", "lines-joined", message)
