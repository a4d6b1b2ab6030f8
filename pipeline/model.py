"""Every type that crosses from one stage to the next.

The stages hand each other frozen values and nothing else::

    Source ──extract──▶ Extraction (Page[]) ──normalize──▶ Document ──store──▶ Parquet

Coordinates are in points (1/72 inch) from the top left corner of the page as it is shown; pages
and lines are counted from 1. The rows of the published datasets are declared in `records`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline.frozen import dataclass

Dialect = str
"""Name of a dialect; `extract.dialects` has the table of them."""
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Overrides:
    """What `sources.toml` says of a file that the file cannot say of itself."""

    doc_id: str | None = None
    number: str | None = None
    issued: date | None = None
    title: str | None = None
    kind: str | None = None
    issuer: str | None = None
    status: str | None = None
    url: str | None = None


Decision = Literal[
    "cell", "join", "part", "add", "remove", "divide", "unite", "mark", "kind", "parent", "column",
    "fact", "accept", "link", "original",
]  # fmt: skip
"""What a person may decide about a reading, and about what two documents have in common."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of a person, and what it was made against (docs/corrections.md).

    `place` names the entry for a person (`a.txt.toml, cell 2`). `row` is the fingerprint of the row
    it is about, `at` the table and row it then had (`1/0026`), which tells rows of one fingerprint
    apart. `against` is the text it was made against, `value` the one that takes its place; `lines`
    says of a row that is parted how many lines of each column stay above, `chars` how many
    characters. `cells` are the texts of a row that is added, `page` where it is printed; `number`
    is that of a footnote mark. `document` is another document, `other` the fingerprint of a row of
    it (`other_at` as `at`; of a mark, the row it belongs to), `note` the claim that is meant
    (`fn/ii/26/1`), `relation` how the two rows are one task.
    """

    place: str
    decision: Decision
    by: str
    on: date
    why: str
    row: str = ""
    at: str = ""
    column: str = ""
    against: str = ""
    value: str = ""
    lines: tuple[tuple[str, int], ...] = ()
    chars: tuple[tuple[str, int], ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    page: int = 0
    number: int = 0
    document: str = ""
    other: str = ""
    other_at: str = ""
    note: str = ""
    relation: str = ""

    @property
    def reason(self) -> str:
        """Who decided, when and why, in one line."""
        return f"{self.by}, {self.on.isoformat()}: {self.why}"


@dataclass(frozen=True, slots=True)
class Source:
    """One input file.

    `name` is its path relative to the input root, with forward slashes: the only path that
    reaches the data. `corrections` are what people decided about its reading. `root` numbers the
    input root; where that lies is no part of the data. `complaints` are what is wrong with the
    settings for this file.
    """

    path: Path
    name: str
    overrides: Overrides = Overrides()
    corrections: tuple[Correction, ...] = ()
    root: str = "0"
    complaints: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, str]:
        """What tells an input from all others: its root and its name there."""
        return self.root, self.name


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fragment stands: page, and a line of the text or a box on the page."""

    page: int
    line: int | None = None
    x0: float | None = None
    y0: float | None = None
    x1: float | None = None
    y1: float | None = None


class Alternative(NamedTuple):
    """Another reading of a word, and how sure its reader is of it (0 to 1)."""

    text: str
    confidence: float


class ReadWord(NamedTuple):
    """A word as read from a picture.

    `confidence` is the reader's own (0 to 1, as it says it: not calibrated). The box is in points
    of the page as it is shown, as `Place` has it. `alternatives` are other readings of the same
    word, the surest first; none where there was no second look. `rival` is the word with that one
    letter in another way which the reader was nearest to take, and how near; None where no other
    letter came into question.
    """

    text: str
    confidence: float
    x0: float
    y0: float
    x1: float
    y1: float
    alternatives: tuple[Alternative, ...] = ()
    rival: Alternative | None = None


class Mend(NamedTuple):
    """Words of a line that what is known beside the picture says are misread.

    `read` words of `Fragment.words` from index `at` on are `after` (one word, several, or none).
    `rule` names what knew it, `reason` says in a few words what settles it.
    """

    at: int
    read: int
    after: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """One printed line of a cell, a note or prose, exactly as extracted.

    Raised digits (footnote markers) come as Unicode superscripts, whatever the source did to
    raise them. `glued` says that the page shows the word at its end going on, without a space,
    in the next fragment of the same cell; `spaced`, that a space is printed at its end, so that
    none may be left out. A source whose lines say nothing of the kind leaves both False.
    `hyphenated` says that the hyphen at its end stands there only because the line ends inside a
    word.
    `struck` says that all of it is struck out. `words` are the words of a line that was read
    from a picture, from left to right: joined with one space they are `text`, raised digits
    included. Empty for all that a file holds as text. No reader sets `mends`: where `normalize`
    does, `text` is the mended text, and `printed` what was read.
    """

    text: str
    place: Place
    glued: bool = False
    bold: bool = False
    spaced: bool = False
    struck: bool = False
    words: tuple[ReadWord, ...] = ()
    mends: tuple[Mend, ...] = ()
    hyphenated: bool = False

    @property
    def printed(self) -> str:
        """The text as it was read, whatever was mended since."""
        return " ".join(word.text for word in self.words) if self.mends else self.text


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid: its fragments in reading order, none when blank.

    `span` counts the grid columns it covers (the covered positions hold blank cells).
    `merged` marks a cell that repeats the fragments of one printed in an earlier row of the
    same grid and reaching down over this row. `doubt` says in one line why it could be read
    otherwise, for a cell whose bounds the source does not show; it becomes a problem
    `column-uncertain`. `shaded` says that the source shows a shade behind it.
    """

    fragments: tuple[Fragment, ...] = ()
    span: int = 1
    merged: bool = False
    doubt: str = ""
    shaded: bool = False

    @property
    def raw(self) -> str:
        """The text as extracted, fragments joined with a line feed."""
        return "\n".join(fragment.printed for fragment in self.fragments)


GridRow = tuple[Cell, ...]


Ground = Literal["rules", "mixed", "alignment"]
"""What bounds the cells of a grid: drawn rules, some of them and the text, the text alone."""
UNCLOSED: frozenset[Ground | None] = frozenset({"mixed", "alignment"})
"""What bounds the cells of a table whose rules do not close them."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The part of a table that stands on one page, header rows included.

    `header_rows` is what the file itself declares (a Word table), None where it is silent.
    `open_top` and `open_bottom` say whether the outer rule is missing there; None where the
    source has no rules. `cut` are the columns that alone have no rule at the bottom: there a cell
    merged over rows goes on below the page break. `ground` is None where the source itself says
    what a cell is. `apart` says that the source shows that no table before goes on here (a sheet of
    its own).
    """

    rows: tuple[GridRow, ...]
    header_rows: int | None = None
    open_top: bool | None = None
    open_bottom: bool | None = None
    cut: tuple[int, ...] = ()
    ground: Ground | None = None
    apart: bool = False

    @property
    def fragments(self) -> Iterator[Fragment]:
        """What its cells print, row by row; that of a merged cell in each of its rows."""
        return (fragment for row in self.rows for cell in row for fragment in cell.fragments)

    def with_cells(self, change: Callable[[Cell], Cell]) -> Grid:
        """The grid with each of its cells changed."""
        return replace(self, rows=tuple(tuple(map(change, row)) for row in self.rows))


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote text; `fragments` include its printed number."""

    number: int
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A line outside tables and footnotes. `running` marks page numbers and running heads."""

    fragment: Fragment
    running: bool = False


Block = Grid | Note | Prose


def with_places(block: Block, change: Callable[[Place], Place]) -> Block:
    """The block with the place of each of its fragments changed, and nothing else."""

    def moved(fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
        return tuple(replace(each, place=change(each.place)) for each in fragments)

    if isinstance(block, Prose):
        return replace(block, fragment=replace(block.fragment, place=change(block.fragment.place)))
    if isinstance(block, Note):
        return replace(block, fragments=moved(block.fragments))
    return block.with_cells(lambda cell: replace(cell, fragments=moved(cell.fragments)))


EVIDENCE = 80
"""Characters of the printed text that a problem shows as its evidence."""
UNCERTAIN = "column-uncertain"
"""Code of the problem of a cell that could be read otherwise."""
MOVED = (
    "the row has fewer cells than others, as where one reaches down; it may stand in another column"
)
"""Doubt of a cell that a reader put back on its column, or that it let reach down over it."""
NESTED = "nested-table"
"""Code of the problem of a cell that holds a table of its own, and what it says."""
NESTED_MESSAGE = (
    "a table stands inside a cell; it is read as a table of its own, behind the one it stands in"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A doubt, or a thing that could not be done.

    `code` is one of the documented problem codes; `message` is one line for a person,
    `evidence` the printed text it is about. `label` and `header` name a cell as printed, for a
    doubt about one.
    """

    severity: Severity
    code: str
    message: str
    evidence: str = ""
    page: int | None = None
    label: str | None = None
    header: str | None = None


class Aside(NamedTuple):
    """Characters of a page that a reader set aside because a person sees them badly or not at
    all: why (`pale`, `clipped`, `covered`, `off-page`, `annotation`, `layer`, `hidden`), and how
    many."""

    reason: str
    chars: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its blocks in reading order, and how many characters are printed on it.

    `chars` counts everything but white space, independently of the blocks, so that the ledger
    can find what a block has lost. What a reader leaves out of both is counted in `aside`, by
    reason. `failed` marks a page that could not be read.
    """

    number: int
    blocks: tuple[Block, ...]
    chars: int
    failed: bool = False
    aside: tuple[Aside, ...] = ()


class Attached(NamedTuple):
    """A file carried by another: its name, its bytes (None where they cannot be taken out), and
    whether the file says that it is the same document in another form."""

    name: str
    data: bytes | None
    same: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What one extractor read from a file, nothing repaired.

    `engine` names the reader (`text`, `pdfium`, `docx`, ...). `marginalia` are facts that stand
    outside the printed text, such as the appearance of a signature field. `attached` are files
    the file carries, not yet read. `paged` is False where the file does not say where its pages
    end: then all of it stands on page 1, which is no page anyone sees.
    """

    dialect: Dialect | None
    engine: str
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()
    marginalia: tuple[str, ...] = ()
    attached: tuple[Attached, ...] = ()
    paged: bool = True


@dataclass(frozen=True, slots=True)
class Extraction:
    """A file and what was read from it."""

    source: Source
    sha256: str
    media_type: str
    reading: Reading
