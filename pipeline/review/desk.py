"""Where decisions are carried out: checked against what the file holds now, then written.

Whoever decides says what he saw (`mark`). Where the row was read or decided otherwise meanwhile, in
another tab or by another person, nothing is written and he is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from pipeline.batch.sources import AGENCIES
from pipeline.data.records import RowRecord
from pipeline.errors import ConfigError
from pipeline.link.programme.views import today
from pipeline.normalize.corrections.read import SUFFIX
from pipeline.review.decide import Deciding, Plan, RefusedError, Signed, mark_of
from pipeline.review.diary import Deed, Diary, Told, as_lines
from pipeline.review.entries import Entry, changed, parse, read_text, save, sole_editor
from pipeline.review.shelf import Input, Opened, Shelf

_NEVER = "1970-01-01T00:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Done:
    """A decision that was carried out: what it was, and the document it is about."""

    what: str
    doc_id: str
    entries: int


class Desk:
    """Files of corrections and diaries of one output folder."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._diaries: dict[Path, Diary] = {}
        self._files: dict[Path, tuple[tuple[int, int], list[Entry]]] = {}
        self._lock = Lock()

    def diary(self, folder: Path) -> Diary:
        """The diary of a folder of corrections."""
        with self._lock:
            return self._diaries.setdefault(folder, Diary(folder))

    def told(self, folder: Path | None = None) -> Told:
        """What the diary of a folder says by now."""
        return self.diary(folder or self.shelf.folder()).told()

    def input_of(self, opened: Opened, row: RowRecord) -> Input:
        """The input a row was read from."""
        source = opened.tables[row.table_id].source
        return self.shelf.input_of(opened.document.doc_id, source)

    def entries(self, path: Path) -> list[Entry]:
        """The entries of a file of corrections, read again when it has changed."""
        try:
            found = path.stat()
            state = (found.st_mtime_ns, found.st_size)
        except OSError:
            return []
        held = self._files.get(path)
        if held is None or held[0] != state:
            held = self._files[path] = (state, _parsed(path)[1])
        return held[1]

    def decide(
        self,
        opened: Opened,
        row: RowRecord,
        mark: str,
        signed: Signed,
        what: str,
        plan: Callable[[Deciding], Plan],
    ) -> Done:
        """Carry out a decision about one row. Raises `RefusedError` and `ConfigError`."""

        def checked(entries: list[Entry]) -> Plan:
            if mark_of(opened, row, entries) != mark:
                raise RefusedError("refused.changed")
            return plan(Deciding(opened, row, entries, signed))

        place, doc_id = self.input_of(opened, row), opened.document.doc_id
        return self.carry_out(place, doc_id, signed.by, what, checked)

    def carry_out(
        self,
        place: Input,
        doc_id: str,
        by: str,
        what: str,
        plan: Callable[[list[Entry]], Plan],
    ) -> Done:
        """Make a plan of what a file holds now, and write it."""
        folder = self.shelf.folder(place.root)
        if not folder.exists() and plan([]) == Plan():
            return Done(what, doc_id, 0)  # the folder is made with the first decision
        with sole_editor(folder):
            text, entries = _parsed(place.corrections)
            made = plan(entries)
            after = changed(text, made.out, made.new) if made.out or made.new else text
            if made == Plan():
                return Done(what, doc_id, 0)
            file = place.corrections.relative_to(folder).as_posix()
            self._write(folder, by, place.corrections, text, after, {
                "file": file, "doc": doc_id, "did": what, "rows": made.seen,
                "out": as_lines(made.out), "new": as_lines(made.new),
            })  # fmt: skip
        return Done(what, doc_id, len(made.new) + len(made.out))

    def _write(
        self, folder: Path, by: str, path: Path, before: str, after: str, said: dict[str, Any]
    ) -> None:
        """The diary first: what it says and the file does not hold is nothing to undo."""
        diary = self.diary(folder)
        number = diary.add(by, "deed", **said)
        if after == before:
            return
        try:
            save(path, after)
        except (ConfigError, OSError):
            diary.add(by, "undo", line=number, file=said["file"], doc=said["doc"], rows={})
            raise

    def undo(self, by: str) -> Done:
        """Take back the latest decision of a reader. Raises `RefusedError` where there is none, or
        where somebody has changed it since."""
        folders = {self.shelf.folder(root) for root in self.shelf.roots()}
        found = [(d, f) for f in folders if (d := self.diary(f).last_deed(by)) is not None]
        if not found:
            raise RefusedError("refused.nothing-to-undo")
        deed, folder = max(found, key=lambda pair: pair[0].at)
        with sole_editor(folder):
            return self._undo(deed, folder)

    def _undo(self, deed: Deed, folder: Path) -> Done:
        diary, path = self.diary(folder), folder / deed.file
        try:
            if deed.new or deed.out:
                save(path, changed(read_text(path), deed.new, deed.out))
        except ConfigError as error:
            raise RefusedError("refused.changed") from error
        finally:  # what is cut off here is tried once more and found to be gone
            gone = {row: dict.fromkeys(cells) for row, cells in deed.rows.items()}
            file = deed.file if deed.new or deed.out else ""
            diary.add(deed.by, "undo", line=deed.number, file=file, doc=deed.doc_id, rows=gone)
        return Done(deed.what, deed.doc_id, len(deed.new) + len(deed.out))

    def files(self) -> Iterator[Input]:
        """The files of corrections there are, each with the input it is about."""
        for root in self.shelf.roots():
            folder = self.shelf.folder(root)
            for path in sorted(folder.rglob("*" + SUFFIX)):
                file = path.relative_to(folder).as_posix()
                if file != AGENCIES:
                    yield Input(root, file.removesuffix(SUFFIX), path)

    def take_back(self, by: str, file: str, key: str) -> Done:
        """Take an entry out of a file, whoever wrote it. Raises `RefusedError`."""
        place = next((place for place in self.files() if place.name + SUFFIX == file), None)
        if place is None:
            raise RefusedError("refused.changed")

        def plan(entries: list[Entry]) -> Plan:
            found = tuple(entry for entry in entries if entry.key == key)
            if not found:
                raise RefusedError("refused.changed")
            return Plan(out=found[:1])

        return self.carry_out(place, "", by, "take-back", plan)

    def changed_inputs(self) -> list[Path]:
        """Inputs whose corrections were changed since the last run began."""
        begun = self.shelf.last_run()
        found = []
        for root in self.shelf.roots():
            folder = self.shelf.folder(root)
            touched = self.told(folder).touched
            files = {path.relative_to(folder).as_posix() for path in folder.rglob("*" + SUFFIX)}
            for file in sorted(files | touched.keys()):
                by_hand = _mtime(folder / file) > begun
                if by_hand or datetime.fromisoformat(touched.get(file, _NEVER)).timestamp() > begun:
                    path = root / file.removesuffix(SUFFIX)
                    found += [path] if path.is_file() else []
        return found

    def put_off(self, by: str, key: str, take_back: bool) -> None:
        """Put a doubt off, or take it up again."""
        folder = self.shelf.folder()
        with sole_editor(folder):
            self.diary(folder).add(by, "later", keys=[key], take_back=take_back)


def signed(by: str, why: str) -> Signed:
    """Signed today."""
    return Signed(by, today(), why)


def _parsed(path: Path) -> tuple[str, list[Entry]]:
    text = read_text(path)
    try:
        return text, parse(text)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def _mtime(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
