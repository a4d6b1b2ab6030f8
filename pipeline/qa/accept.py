"""The current extraction written as a fixture, for a person to read and correct.

What is written is marked `unchecked` in the folder's `status.toml`. It stays so until somebody
has read it against the source and changes that word; the tests fail on unchecked fixtures. Where
a person read it through before it was written, it is `checked`, with who that was.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path

from pipeline.data.files import write_text_whole, written_whole
from pipeline.errors import ConfigError
from pipeline.qa.fixtures import (
    LEADING,
    MARKERS,
    NOTE_COLUMNS,
    NOTES,
    STATUS,
    FixtureDocument,
    FixtureNote,
    FixtureRow,
    FixtureTable,
    guarded,
    read_fixture,
    read_status,
    table_files,
)

_HEADER = """\
# "unchecked": written from an extraction. Read the table against the source, correct the file,
# then write "checked". complete = false: not every table of the document has a file. readers: who
# read a table through.
"""


def accept(
    root: Path,
    document: FixtureDocument,
    ordinal: int,
    replace: bool = False,
    readers: Sequence[str] = (),
) -> Path:
    """Write table `ordinal` of an extraction and its footnotes under `root`. Returns the file.

    `readers` have read it through: then it is checked. What was there before stays beside it as
    `.old`. Raises `ConfigError` where the document has no such table, and where a person has
    checked the one on file, unless it is to be replaced.
    """
    table = next((table for table in document.tables if table.ordinal == ordinal), None)
    if table is None:
        known = ", ".join(str(table.ordinal) for table in document.tables) or "none"
        raise ConfigError(f"{document.doc_id} has no table {ordinal}; its tables: {known}")
    folder = root / document.doc_id
    folder.mkdir(parents=True, exist_ok=True)
    status = read_status(folder)
    path = folder / f"{ordinal}.csv"
    checked = path.exists() and status.get("tables", {}).get(str(ordinal), "checked") == "checked"
    if checked and not replace:
        raise ConfigError(f"{path} was checked by a person; --replace writes a new one beside it")
    notes = _notes(folder, document, table)
    _write(path, (*LEADING, *table.columns, MARKERS), map(_row, table.rows))
    if notes or (folder / NOTES).exists():
        _write(folder / NOTES, NOTE_COLUMNS, map(_note, notes))
    word = "checked" if readers else "unchecked"
    words = {**status.get("tables", {}), str(ordinal): word}
    who = {**status.get("readers", {}), str(ordinal): list(readers)}
    present = {int(file.stem) for file in table_files(folder)}
    complete = present >= {table.ordinal for table in document.tables}
    _write_status(folder / STATUS, words, complete, who)
    return path


def add_reader(root: Path, doc_id: str, ordinal: int, reader: str) -> None:
    """Say of a fixture that one more person has read it through. Raises `ConfigError`."""
    folder = root / doc_id
    status = read_status(folder)
    if not (folder / f"{ordinal}.csv").exists():
        raise ConfigError(f"{folder} has no table {ordinal}")
    words = {**status.get("tables", {}), str(ordinal): "checked"}
    who = status.get("readers", {})
    own = list(dict.fromkeys([*who.get(str(ordinal), ()), reader]))
    complete = status.get("complete", True)
    _write_status(folder / STATUS, words, complete, {**who, str(ordinal): own})


def _notes(folder: Path, document: FixtureDocument, table: FixtureTable) -> list[FixtureNote]:
    """The notes on file, with those extracted from this table in place of their like."""
    kept = read_fixture(folder).notes if table_files(folder) else ()
    fresh = [note for note in document.notes if _belongs(note, table)]
    replaced = {(note.annex, note.number) for note in fresh}
    return [*(note for note in kept if (note.annex, note.number) not in replaced), *fresh]


def _belongs(note: FixtureNote, table: FixtureTable) -> bool:
    return note.table == table.ordinal or (note.table is None and note.annex == table.annex)


def _row(row: FixtureRow) -> list[str]:
    return [
        str(row.number),
        row.kind,
        row.label,
        "" if row.parent is None else str(row.parent),
        "" if row.group is None else str(row.group),
        *(text or "" for text in row.texts),
        " ".join(f"{column}:{number}" for column, number in row.markers),
    ]


def _note(note: FixtureNote) -> list[str]:
    row = "" if note.row is None else str(note.row)
    return [note.annex, str(note.number), row, note.column, note.action, note.text]


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A file that Excel opens as UTF-8 and leaves as it is; the one before it stays as `.old`."""
    with (
        written_whole(path) as temporary,
        temporary.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([guarded(text) for text in row] for row in rows)
        file.flush()
        if path.exists() and path.read_bytes() != temporary.read_bytes():
            _keep(path)


def _keep(path: Path) -> None:
    """A copy of a file beside it, under a name that no file has."""
    names = (path.with_name(f"{path.name}.old{number or ''}") for number in count())
    shutil.copy2(path, next(name for name in names if not name.exists()))


def _write_status(
    path: Path, words: Mapping[str, str], complete: bool, who: Mapping[str, Sequence[str]]
) -> None:
    lines = [_HEADER] + ([] if complete else ["complete = false\n"]) + ["[tables]\n"]
    lines += [f'"{table}" = "{words[table]}"\n' for table in sorted(words, key=int)]
    read = {table: names for table, names in who.items() if names}
    lines += ["\n[readers]\n"] if read else []
    for table in sorted(read, key=int):
        names = ", ".join(json.dumps(name, ensure_ascii=False) for name in read[table])
        lines.append(f'"{table}" = [{names}]\n')
    write_text_whole(path, "".join(lines))
