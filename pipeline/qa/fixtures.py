"""Hand-checked fixtures: what each document prints, as CSV files a person can correct.

A folder per document, a file per table; the format is described in `tests/fixtures/README.md`.
Beside the tables a folder may hold

- `footnotes.csv`: the notes; none is expected where the file is missing;
- `accepted.csv` (table, row, column, text, why): readings that count as equal to the fixture;
- `status.toml`: `[tables] "2" = "unchecked"` for a table no person has read yet,
  `complete = false` where not every table of the document has a file, and who read a table
  through (`[readers] "1" = ["Nguyễn Lan, 2026-03-01"]`).

A field that begins with an apostrophe is the text behind it: so spreadsheets take `1/2`, `(77)` or
`=x` for text and not for a date, a number or a formula. Files they have saved (byte-order mark,
semicolons, carriage returns) are read as they are.

Every error in them is a `ConfigError` that names the file and the line.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from pipeline.errors import ConfigError

STATUS = "status.toml"
NOTES = "footnotes.csv"
ACCEPTED = "accepted.csv"
LEADING = ("row", "kind", "label", "parent", "group")
MARKERS = "footnotes"
NOTE_COLUMNS = ("annex", "number", "row", "column", "action", "text")
_ACCEPTED_COLUMNS = ("table", "row", "column", "text", "why")
_KINDS = ("group", "item", "total")
_CHECKED = {"checked": True, "unchecked": False}

GUARD = "'"
_SIGNS = tuple("=+-@'\t\r")
_WORDS = ("true", "false")
_MOST_CONVERTED = 60
"""Characters of the longest text that a spreadsheet takes for a number, a date or a time."""

Marker = tuple[str, int]
"""Column of the cell that carries a footnote marker, and the number of the note."""


@dataclass(frozen=True, slots=True)
class FixtureRow:
    """One row of a table.

    `parent` and `group` are numbers of rows of the same table, None for none (and 0, in what was
    extracted, for a row that is not there). `texts` follow the columns of the table; None stands
    for a cell that was lost altogether. `number_cell` is the text of the number cell where an
    extraction has another one there than the label (files have the label alone).
    """

    number: int
    kind: str
    label: str
    parent: int | None
    group: int | None
    texts: tuple[str | None, ...]
    markers: tuple[Marker, ...] = ()
    number_cell: str | None = None


@dataclass(frozen=True, slots=True)
class FixtureTable:
    """One table: its canonical columns in printed order (the number column apart) and rows."""

    ordinal: int
    columns: tuple[str, ...]
    rows: tuple[FixtureRow, ...]
    annex: str = ""
    checked: bool = True
    readers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FixtureNote:
    """One footnote. `row` and `column` are those of the cell that carries its marker.

    `table` is the table of that row, None where it is not told (the files name the row alone).
    """

    annex: str
    number: int
    row: int | None
    column: str
    action: str
    text: str
    table: int | None = None


def as_lines(table: FixtureTable) -> list[dict[str, str]]:
    """The rows of a table as its file has them: name of each column → text. A cell that was lost
    altogether is in no line."""
    return [
        {
            "row": str(row.number),
            "kind": row.kind,
            "label": row.label,
            "parent": "" if row.parent is None else str(row.parent),
            "group": "" if row.group is None else str(row.group),
            **{name: text for name, text in _texts(table, row) if text is not None},
            MARKERS: " ".join(f"{column}:{number}" for column, number in row.markers),
        }
        for row in table.rows
    ]


def cells_of(table: FixtureTable) -> list[dict[str, str]]:
    """The cells of a table by column, row by row, the printed number as `label`."""
    return [
        {"label": row.label, **{name: text or "" for name, text in _texts(table, row)}}
        for row in table.rows
    ]


def _texts(table: FixtureTable, row: FixtureRow) -> Iterator[tuple[str, str | None]]:
    return zip(table.columns, row.texts, strict=True)


Accepted = Mapping[tuple[int, int, str], Mapping[str, str]]
"""(table, row, column) → reading that counts as equal → why."""


@dataclass(frozen=True, slots=True)
class FixtureDocument:
    """What one document prints. `complete` says that every table of it is here."""

    doc_id: str
    tables: tuple[FixtureTable, ...]
    notes: tuple[FixtureNote, ...] = ()
    accepted: Accepted | None = None
    complete: bool = True

    @property
    def checked(self) -> bool:
        """Whether a person has read every table."""
        return all(table.checked for table in self.tables)

    def table(self, ordinal: int) -> FixtureTable:
        """The table of a number. Raises StopIteration where there is none."""
        return next(table for table in self.tables if table.ordinal == ordinal)


def read_fixtures(root: Path) -> list[FixtureDocument]:
    """Every folder under `root` that holds a table file, in the order of their names.

    Raises `ConfigError` where there is none.
    """
    folders = sorted(path for path in root.glob("*") if table_files(path))
    if not folders:
        raise ConfigError(f"{root}: no fixtures here; one folder per document, 1.csv per table")
    return [read_fixture(folder) for folder in folders]


def read_fixture(folder: Path) -> FixtureDocument:
    """The fixture of one document. Raises `ConfigError` for what does not follow the format."""
    status = read_status(folder)
    words = status.get("tables", {})
    files = table_files(folder)
    lost = sorted(set(words) - {path.stem for path in files})
    if lost:
        raise ConfigError(f"{folder / STATUS}: no table file {lost[0]}.csv")
    readers = status.get("readers", {})
    tables = tuple(
        _read_table(path, words.get(path.stem, "checked"), tuple(readers.get(path.stem, ())))
        for path in files
    )
    return FixtureDocument(
        doc_id=folder.name,
        tables=tables,
        notes=tuple(_read_notes(folder / NOTES)),
        accepted=_read_accepted(folder / ACCEPTED, tables),
        complete=status.get("complete", True),
    )


def table_files(folder: Path) -> list[Path]:
    """The table files of a folder, by number."""
    files = [path for path in folder.glob("*.csv") if path.stem.isdecimal()]
    return sorted(files, key=lambda path: int(path.stem))


def read_status(folder: Path) -> dict[str, Any]:
    """What `status.toml` says; nothing where it is missing."""
    path = folder / STATUS
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    unknown = sorted(set(data) - {"complete", "tables", "readers"})
    words = data.get("tables", {})
    if unknown or not isinstance(words, dict) or not isinstance(data.get("complete", True), bool):
        raise ConfigError(f"{path}: write complete = true or false, and [tables] with words")
    for table, word in words.items():
        if word not in _CHECKED:
            raise ConfigError(f'{path}: table {table}: write "checked" or "unchecked"')
    readers = data.get("readers", {})
    if not isinstance(readers, dict) or not all(map(_is_texts, readers.values())):
        raise ConfigError(f"{path}: write [readers] with a list of names for each table")
    return data


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _records(path: Path, leading: Sequence[str], last: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and fields of each record. The header must begin with `leading` and end with `last`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True, delimiter=_delimiter(file, leading[0]))
            header = next(reader, [])
            good = header[: len(leading)] == list(leading) and header[-1:] == [last]
            if not good or len(set(header)) != len(header):
                raise ConfigError(f"{path}:1: columns must be {', '.join(leading)} … {last}")
            for record in reader:
                if len(record) != len(header):
                    found = f"{len(record)} fields, the header has {len(header)}"
                    raise ConfigError(f"{path}:{reader.line_num}: {found}")
                texts = [text.removeprefix(GUARD) for text in record]
                yield reader.line_num, dict(zip(header, texts, strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error


def guarded(text: str) -> str:
    """A text behind an apostrophe where a spreadsheet would take it for something else: it holds a
    digit, begins with a sign, is a word of its own or begins with an apostrophe."""
    short = len(text) <= _MOST_CONVERTED
    number = short and any(char.isnumeric() for char in text)
    converted = number or text[:1] in _SIGNS or text.casefold() in _WORDS
    return GUARD + text if text and converted else text


def _delimiter(file: TextIO, first: str) -> str:
    """What parts the fields: a comma, or the sign behind the first name of the header that a
    spreadsheet has written."""
    line = file.readline()
    file.seek(0)
    sign = line.removeprefix('"').removeprefix(first).removeprefix('"')[:1]
    return sign if sign in (";", "\t") else ","


def _read_table(path: Path, word: str, readers: tuple[str, ...]) -> FixtureTable:
    rows = []
    columns: tuple[str, ...] = ()
    for line, record in _records(path, LEADING, MARKERS):
        columns = tuple(record)[len(LEADING) : -1]
        rows.append(_row(f"{path}:{line}", record, columns))
    if [row.number for row in rows] != list(range(1, len(rows) + 1)):
        raise ConfigError(f"{path}: the rows must be numbered from 1 without a gap")
    for row in rows:
        for other in (row.parent, row.group):
            if other is not None and not 1 <= other <= len(rows):
                raise ConfigError(f"{path}: row {row.number}: there is no row {other}")
    return FixtureTable(int(path.stem), columns, tuple(rows), "", _CHECKED[word], readers)


def _row(where: str, record: Mapping[str, str], columns: Sequence[str]) -> FixtureRow:
    if record["kind"] not in _KINDS:
        raise ConfigError(f"{where}: kind must be group or item, not {record['kind']!r}")
    return FixtureRow(
        number=_number(where, record["row"]),
        kind=record["kind"],
        label=record["label"],
        parent=_number(where, record["parent"]) if record["parent"] else None,
        group=_number(where, record["group"]) if record["group"] else None,
        texts=tuple(record[column] for column in columns),
        markers=tuple(_marker(where, word) for word in record[MARKERS].split()),
    )


def _number(where: str, text: str) -> int:
    if not text.isdecimal():
        raise ConfigError(f"{where}: {text!r} is not a number")
    return int(text)


def _marker(where: str, word: str) -> Marker:
    column, colon, number = word.rpartition(":")
    if not colon:
        raise ConfigError(f"{where}: a footnote is written column:number, not {word!r}")
    return column, _number(where, number)


def _read_notes(path: Path) -> Iterator[FixtureNote]:
    if not path.exists():
        return
    for line, record in _records(path, NOTE_COLUMNS[:-1], NOTE_COLUMNS[-1]):
        where = f"{path}:{line}"
        yield FixtureNote(
            annex=record["annex"],
            number=_number(where, record["number"]),
            row=_number(where, record["row"]) if record["row"] else None,
            column=record["column"],
            action=record["action"],
            text=record["text"],
        )


def _read_accepted(path: Path, tables: Sequence[FixtureTable]) -> Accepted:
    """The accepted readings. One that names no cell is an error: it would never count."""
    accepted: dict[tuple[int, int, str], dict[str, str]] = {}
    known = {table.ordinal: table for table in tables}
    if not path.exists():
        return accepted
    for line, record in _records(path, _ACCEPTED_COLUMNS[:-1], _ACCEPTED_COLUMNS[-1]):
        where = f"{path}:{line}"
        ordinal, row = _number(where, record["table"]), _number(where, record["row"])
        table, column = known.get(ordinal), record["column"]
        if table is None or row > len(table.rows) or column not in ("label", *table.columns):
            raise ConfigError(f"{where}: there is no cell {ordinal}, {row}, {column!r}")
        accepted.setdefault((ordinal, row, column), {})[record["text"]] = record["why"]
    return accepted
