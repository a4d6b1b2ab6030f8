"""The state of a walk through a Word story: page, paragraph, ledger, and the line being printed.

Pages. Word stores where its last layout broke pages (`w:lastRenderedPageBreak`), besides the
breaks an author set. The stored marks follow the text order of the file, not the page, which
matters in tables; as Word writes them:

- the first mark in a row, before any text of it: the row stands on the next page;
- a mark inside a cell's text: the rest of that cell stands on the next page;
- a mark at the start of a cell after one that ran over: the text is back on the row's page;
- a mark right after a break the author set, or after a row that ran over: that same break again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from pipeline.extract.runs import Run, fragments
from pipeline.model import Fragment, Place, Problem, Severity

NoteKind = Literal["footnote", "endnote"]


class Struck(str):
    """A piece of a line that is struck out."""

    __slots__ = ()


class Tab(str):
    """A tab of a line, printed as a blank."""

    __slots__ = ()


@dataclass(slots=True)
class FlowLine:
    """A printed line being put together; its page is that of its first printed piece."""

    number: int | None
    page: int
    pieces: list[str] = field(default_factory=list)
    bold: bool = False
    begun: bool = False
    after_call: bool = False

    def between_tabs(self) -> list[str]:
        """The texts that its tabs part."""
        parts = [""]
        for piece in self.pieces:
            if isinstance(piece, Tab):
                parts.append("")
            else:
                parts[-1] += piece
        return [part.strip() for part in parts]

    def fragments(self) -> list[Fragment]:
        """The line as a fragment, none when nothing is printed on it; what is struck out is one
        of its own."""
        place = Place(self.page, self.number)
        if any(isinstance(piece, Struck) for piece in self.pieces):
            runs = (Run(str(p), self.bold, isinstance(p, Struck)) for p in self.pieces)
            return list(fragments(runs, place))
        text = "".join(self.pieces).strip()
        return [Fragment(text, place, bold=self.bold)] if text else []


@dataclass(frozen=True, slots=True)
class Call:
    """A note called in the text: its mark as printed, and where the call stands."""

    kind: NoteKind
    ident: str
    mark: str
    page: int
    line: int | None


@dataclass(slots=True)
class _Row:
    """A table row being read: the page it starts on and the furthest one reached."""

    start: int
    furthest: int
    seen: bool = False


@dataclass(slots=True)
class Flow:
    """Where the walk stands. `chars` is the ledger: printed characters per page; `pale` counts
    those that are white on white.

    `paragraphs` counts those of the document body; `line` is what a place says of it.
    """

    page: int = 1
    paragraphs: int = 0
    line: int | None = None
    chars: Counter[int] = field(default_factory=Counter)
    calls: list[Call] = field(default_factory=list)
    pale: Counter[int] = field(default_factory=Counter)
    problems: dict[tuple[str, str], Problem] = field(default_factory=dict)
    _rows: list[_Row] = field(default_factory=list)
    _cell_seen: bool = True
    _broken: bool = False
    _printed: bool = False

    @property
    def in_row(self) -> bool:
        """Whether a row of a table is being read."""
        return bool(self._rows)

    def print_on(self, line: FlowLine, text: str, bold: bool) -> None:
        """Print a piece of text on a line, and enter it in the ledger."""
        count = len("".join(text.split()))  # all but white space
        if count:
            if not line.begun:
                line.begun, line.page, line.bold = True, self.page, bold
                self._see()
            self.chars[line.page] += count
            line.bold = line.bold and bold
        line.pieces.append(text)

    def _see(self) -> None:
        self._broken, self._cell_seen, self._printed = False, True, True
        if self._rows:
            self._rows[-1].seen = True

    def problem(self, severity: Severity, code: str, message: str, evidence: str = "") -> None:
        """Record a doubt; the same one about the same text counts once."""
        self.problems.setdefault(
            (code, evidence), Problem(severity, code, message, evidence, self.page)
        )

    def break_page(self, only_if_printed: bool = False) -> None:
        """A page break the author set."""
        if only_if_printed and (self._broken or not self._printed):
            return
        self.page += 1
        self._broken = True

    def rendered_break(self) -> None:
        """A page break where Word's last layout put one."""
        if self._broken:
            self._broken = False
        elif not self._rows:
            self.page += 1
        elif not self._rows[-1].seen:
            self._row_break()
        elif self._cell_seen or self._rows[-1].furthest == self._rows[-1].start:
            self.page += 1

    def _row_break(self) -> None:
        """Move every row that has printed nothing yet to the next page."""
        self.page += 1
        for row in reversed(self._rows):
            if row.seen:
                break
            row.start += 1
            row.furthest = max(row.furthest, row.start)

    @contextmanager
    def aside(self, page: int, line: int | None) -> Iterator[None]:
        """Print something that stands beside the text: afterwards the text goes on unmoved."""
        kept = (self.page, self.line, self._rows, self._cell_seen, self._broken, self._printed)
        self.page, self.line, self._rows = page, line, []
        yield
        self.page, self.line, self._rows, self._cell_seen, self._broken, self._printed = kept

    def enter_row(self) -> None:
        """Begin a table row on the page reached so far."""
        self._rows.append(_Row(self.page, self.page))

    def enter_cell(self) -> None:
        """Begin a cell: back to the page its row starts on."""
        self.page = self._rows[-1].start
        self._cell_seen = False

    def leave_cell(self, reaches_down: bool) -> None:
        """End a cell. One that reaches down over further rows does not move those."""
        row = self._rows[-1]
        if not reaches_down:
            row.furthest = max(row.furthest, self.page)
        self._cell_seen = True

    def leave_row(self) -> None:
        """End a row: what follows stands on the furthest page it reached."""
        row = self._rows.pop()
        self.page = row.furthest
        self._broken = self._broken or row.furthest > row.start
        if self._rows:
            self._rows[-1].seen = self._rows[-1].seen or row.seen
