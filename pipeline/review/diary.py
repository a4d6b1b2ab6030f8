"""What readers saw and did, line by line in one file beside the corrections (`.review.jsonl`).

It is only added to, and each line is on the disk before the reader is answered. A line that a
power cut left half written is passed over. Corrections themselves stand in their own files: the
diary says who saw which cell, what is put off, and what can be undone.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.data.files import sync_file
from pipeline.review.entries import Entry

DIARY = ".review.jsonl"
Line = Mapping[str, Any]
CellKey = tuple[str, str, str]
"""Document, key of the row (`Opened.row_keys`), column."""


@dataclass(slots=True)
class Deed:
    """One decision of a reader: which entries went out of which file and which came in, and which
    cells were seen by that."""

    number: int
    by: str
    at: str
    file: str
    out: tuple[Entry, ...]
    new: tuple[Entry, ...]
    doc_id: str
    what: str
    rows: Mapping[str, Mapping[str, str]]


@dataclass(slots=True)
class Told:
    """What all lines together say.

    `seen` is cell → reader → the text that was seen; `later` are the doubts that are put off;
    `touched` is when a file was changed last; `disputed` are the cells that readers saw otherwise.
    """

    seen: dict[CellKey, dict[str, str]] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)
    deeds: list[Deed] = field(default_factory=list)
    undone: set[int] = field(default_factory=set)
    touched: dict[str, str] = field(default_factory=dict)
    disputed: set[CellKey] = field(default_factory=set)

    def counts(self, by: str) -> dict[tuple[str, int], int]:
        """How many cells of each table a reader has seen: document and number of the table."""
        counted: Counter[tuple[str, int]] = Counter()
        for (doc_id, row, _), readers in self.seen.items():
            if by in readers:
                counted[doc_id, int(row.partition("/")[0])] += 1
        return counted


class Diary:
    """The diary of one folder of corrections; what others add is read when it is asked again."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / DIARY
        self._told = Told()
        self._read_to = 0
        self._lines = 0

    def told(self) -> Told:
        """What the lines say by now."""
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                if size < self._read_to:  # somebody replaced it
                    self._told, self._read_to, self._lines = Told(), 0, 0
                file.seek(self._read_to)
                content = file.read()
        except OSError:
            return self._told
        whole = content[: content.rfind(b"\n") + 1]
        self._read_to += len(whole)
        for line in whole.splitlines():
            self._lines += 1
            self._take(line)
        return self._told

    def _take(self, line: bytes) -> None:
        try:
            said = json.loads(line)
            take = {
                "seen": self._seen,
                "deed": self._deed,
                "undo": self._undo,
                "later": self._later,
            }
            take[said["what"]](said)
        except (ValueError, KeyError, TypeError):
            return  # half a line, or one of a later version

    def _seen(self, said: Line) -> None:
        for row, cells in said["rows"].items():
            for column, text in cells.items():
                key = (said["doc"], row, column)
                readers = self._told.seen.setdefault(key, {})
                if text is None:
                    readers.pop(said["by"], None)
                else:
                    readers[said["by"]] = text
                if len(set(readers.values())) > 1:
                    self._told.disputed.add(key)
                else:
                    self._told.disputed.discard(key)

    def _deed(self, said: Line) -> None:
        out, new = (
            tuple(Entry(name, _restored(fields)) for name, fields in said[side])
            for side in ("out", "new")
        )
        self._told.deeds.append(
            Deed(self._lines, said["by"], said["at"], said["file"], out, new, said["doc"],
                 said["did"], said["rows"])
        )  # fmt: skip
        if out or new:
            self._told.touched[said["file"]] = said["at"]
        self._seen(said)

    def _undo(self, said: Line) -> None:
        self._told.undone.add(said["line"])
        if said["file"]:
            self._told.touched[said["file"]] = said["at"]
        self._seen(said)

    def _later(self, said: Line) -> None:
        keys = set(said["keys"])
        self._told.later = self._told.later - keys if said["take_back"] else self._told.later | keys

    def add(self, by: str, what: str, **more: Any) -> int:
        """Add a line; it is on the disk when this returns. Returns its number.

        To be called by who holds the folder (`sole_editor`).
        """
        self.told()
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        said = {"what": what, "by": by, "at": now, **more}
        line = json.dumps(said, ensure_ascii=False, default=str).encode() + b"\n"
        with self.path.open("ab") as file:
            if file.tell() > self._read_to:  # half a line that a power cut left
                line = b"\n" + line
            file.write(line)
            sync_file(file)
        self.told()
        return self._lines

    def last_deed(self, by: str) -> Deed | None:
        """The latest decision of a reader that is not undone."""
        told = self.told()
        mine = (d for d in reversed(told.deeds) if d.by == by and d.number not in told.undone)
        return next(mine, None)


def as_lines(entries: Sequence[Entry]) -> list[tuple[str, Mapping[str, Any]]]:
    """Entries as a line holds them."""
    return [(entry.decision, dict(entry.fields)) for entry in entries]


def _restored(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Keys of an entry from a line: the date is a date again."""
    day = datetime.fromisoformat(fields["on"]).date()
    return {key: day if key == "on" else value for key, value in fields.items()}
