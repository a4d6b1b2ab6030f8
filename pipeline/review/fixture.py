"""From reading to fixture: a table of which every cell was seen, and what others saw there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from pipeline.data.records import CellRecord, TableRecord
from pipeline.errors import ConfigError
from pipeline.qa.accept import accept, add_reader
from pipeline.qa.diff import TableDiff, diff
from pipeline.qa.fixtures import FixtureDocument, read_fixture, read_status, table_files
from pipeline.qa.outputs import as_fixture
from pipeline.review.decide import RefusedError, about, text_of, waits
from pipeline.review.diary import Told
from pipeline.review.entries import Entry
from pipeline.review.shelf import Opened


@dataclass(frozen=True, slots=True)
class Disputed:
    """A field that a fixture has otherwise than what is published. `row_id` is blank for a row
    that is not published, `column` for what is no cell (then `what` says it)."""

    row_id: str
    column: str
    what: str
    label: str
    fixture: str
    read: str


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The fixture of a table: whether a person checked it, who read it, where it differs."""

    checked: bool
    readers: tuple[str, ...]
    differences: tuple[Disputed, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a reader has come with a table; `first` is the first cell not seen."""

    seen: int
    cells: int
    first: CellRecord | None
    waiting: int

    @property
    def all(self) -> bool:
        """Whether every cell was seen and nothing waits for the next run."""
        return self.first is None and not self.waiting and self.cells > 0


def seen_of(
    opened: Opened, table: TableRecord, entries: Sequence[Entry], told: Told, by: str
) -> Seen:
    """What a reader has seen of a table, as its cells stand now."""
    seen = cells = 0
    waiting = opened.waiting_in(table.table_id)
    first = None
    for row in opened.rows_of.get(table.table_id, ()):
        own = about(opened, row, entries)
        waiting += sum(waits(opened, row, entry) for entry in own)
        key = opened.row_keys[row.row_id]
        for cell in opened.cells_of[row.row_id]:
            cells += 1
            readers = told.seen.get((opened.document.doc_id, key, cell.column), {})
            if readers.get(by) == text_of(cell, own):
                seen += 1
            else:
                first = first or cell
    return Seen(seen, cells, first, waiting)


class Fixtures:
    """The folder of fixtures; comparisons are kept while neither side changes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._kept: dict[str, tuple[object, dict[int, Yardstick]]] = {}
        self._lock = Lock()

    def doc_ids(self) -> list[str]:
        """Documents that have fixtures."""
        return sorted(path.name for path in self.root.glob("*") if table_files(path))

    def state(self) -> str:
        """Changes when a table is added, or a person has checked one."""
        return str([_sign(path) for path in sorted(self.root.glob("*/status.toml"))])

    def checked(self) -> frozenset[str]:
        """The tables that have a checked fixture."""
        found = []
        for doc_id in self.doc_ids():
            try:
                words = read_status(self.root / doc_id).get("tables", {})
            except ConfigError:  # it is in the queue
                continue
            found += [
                f"{doc_id}/{path.stem}"
                for path in table_files(self.root / doc_id)
                if words.get(path.stem, "checked") == "checked"
            ]
        return frozenset(found)

    def of(self, opened: Opened, state: str) -> dict[int, Yardstick]:
        """The yardsticks of a document's tables, by the table's number."""
        doc_id = opened.document.doc_id
        folder = self.root / doc_id
        files = [*table_files(folder), folder / "status.toml"]
        sign = (state, *(_sign(path) for path in files))
        with self._lock:
            kept = self._kept.get(doc_id)
            if kept is None or kept[0] != sign:
                kept = self._kept[doc_id] = (sign, _yardsticks(folder, opened))
            return kept[1]

    def finish(
        self, opened: Opened, table: TableRecord, seen: Seen, by: str, on: date, replace: bool
    ) -> str:
        """Make a fixture of a table that a reader has read through, or say that he has read the one
        that is there. Returns the key of what was done.

        Raises `RefusedError` where cells were not seen, or something waits for the next run, or the
        fixture of another reader differs and is not to be replaced.
        """
        if not seen.all:
            raise RefusedError("refused.unseen" if seen.first else "refused.waiting",
                               left=seen.cells - seen.seen, waiting=seen.waiting)  # fmt: skip
        signed = f"{by}, {on.isoformat()}"
        there = _yardsticks(self.root / opened.document.doc_id, opened).get(table.ordinal)
        if there is not None and there.checked and not there.differences:
            readers = [name for name in there.readers if not name.startswith(f"{by}, ")]
            if len(readers) == len(there.readers):
                add_reader(self.root, opened.document.doc_id, table.ordinal, signed)
            return "done.second" if readers else "done.finish"
        if there is not None and there.checked and not replace:
            raise RefusedError("refused.differs", n=len(there.differences))
        accept(self.root, as_fixture(opened.document), table.ordinal, replace, [signed])
        return "done.finish"


def _sign(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return path.name, 0, 0
    return path.name, found.st_mtime_ns, found.st_size


def _yardsticks(folder: Path, opened: Opened) -> dict[int, Yardstick]:
    if not table_files(folder):
        return {}
    expected = read_fixture(folder)
    found = as_fixture(opened.document)
    compared = diff(_only(expected, found), found).tables
    readers = {table.ordinal: table for table in expected.tables}
    return {
        pair.found.ordinal: Yardstick(
            pair.expected.checked,
            readers[pair.expected.ordinal].readers,
            tuple(_disputed(opened.document.doc_id, pair)),
        )
        for pair in compared
        if pair.expected and pair.found
    }


def _only(expected: FixtureDocument, found: FixtureDocument) -> FixtureDocument:
    """A fixture without its footnotes: they belong to the document, not to a table."""
    return FixtureDocument(expected.doc_id, expected.tables, (), expected.accepted, False)


def _disputed(doc_id: str, pair: TableDiff) -> Iterator[Disputed]:
    assert pair.found is not None
    if pair.columns.state != "equal":
        yield Disputed("", "", "columns", "", pair.columns.expected, pair.columns.found)
    for row in pair.rows:
        side = row.found or row.expected
        assert side is not None
        row_id = f"{doc_id}/{pair.found.ordinal}/{row.found.number:04}" if row.found else ""
        if row.state in ("missing", "extra"):
            told = [" | ".join(filter(None, texts)) for texts in
                    ([f.expected for f in row.fields], [f.found for f in row.fields])]  # fmt: skip
            yield Disputed(row_id, "", row.state, side.label, told[0], told[1])
            continue
        for item in row.fields:
            if item.state != "equal":
                column = "stt" if item.aspect == "label" else item.column
                yield Disputed(row_id, column, item.aspect, side.label, item.expected, item.found)
