"""Pieces of text with their look, as any markup has them, put together to printed lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.frozen import dataclass
from pipeline.model import Block, Fragment, Note, Place, Prose
from pipeline.writing.letters import printed_chars
from pipeline.writing.note_starts import raised_number


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one look. A line feed in `text` ends a printed line."""

    text: str
    bold: bool = False
    struck: bool = False


def fragments(runs: Iterable[Run], place: Place) -> tuple[Fragment, ...]:
    """The printed lines of the runs; lines with nothing on them are none.

    What is struck out is a fragment of its own; where it stands inside a word, the parts of
    that word are `glued`.
    """
    runs = list(runs)
    if len(runs) == 1 and "\n" not in runs[0].text:  # as in nearly every cell
        run = runs[0]
        text = run.text.strip()
        return (Fragment(text, place, bold=run.bold, struck=run.struck),) if text else ()
    return tuple(piece for line in _lines(runs) for piece in _pieces(line, place))


def _lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for run in runs:
        first, *rest = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in rest:
            yield line
            line = [replace(run, text=text)]
    yield line


def _pieces(line: list[Run], place: Place) -> Iterator[Fragment]:
    parts = [part for part in _by_strike(line) if part.text]
    for at, part in enumerate(parts):
        text = part.text.strip()
        if not text:
            continue
        following = parts[at + 1].text if at + 1 < len(parts) else ""
        meets = bool(following) and not part.text[-1].isspace() and not following[0].isspace()
        yield (
            Fragment(
                text,
                place,
                glued=meets,
                bold=part.bold,
                spaced=bool(following) and not meets,
            )
            if not part.struck
            else Fragment(text, place, meets, part.bold, struck=True)
        )


def _by_strike(line: list[Run]) -> Iterator[Run]:
    """Neighbours that are both struck out, or both not, as one; bold where all of it is."""
    joined: Run | None = None
    for run in line:
        if joined is None:
            joined = run
        elif joined.struck == run.struck or not run.text.strip():
            bold = joined.bold if not run.text.strip() else joined.bold and run.bold
            bold = run.bold if not joined.text.strip() else bold
            joined = Run(joined.text + run.text, bold, joined.struck)
        else:
            yield joined
            joined = run
    if joined is not None:
        yield joined


def text_blocks(lines: Iterable[Fragment]) -> Iterator[Block]:
    """Lines outside tables: notes by the raised number they begin with, prose otherwise.

    A line that is struck out heads nothing.
    """
    for line in lines:
        number = raised_number(line.text)
        if number is None:
            yield Prose(line, running=line.struck)
        else:
            yield Note(number, (line,))


def count_chars(pieces: Iterable[Fragment]) -> int:
    """How many characters the fragments print."""
    return sum(printed_chars(piece.text) for piece in pieces)
