"""What an output knows beside its datasets, in one small database: `OUT/state.sqlite`.

The manifest of a state says what is published from which input. Here stands what outlives states:
every input that was ever published with the key it had (so it gets it again), what was taken out,
and how often what could not be read was tried. What is published counts: a database that is not
there, is damaged or knows another state is made to follow it.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pipeline.frozen import dataclass

STATE = "state.sqlite"
_FORMAT = 1
_PATIENCE = 5.0
"""Seconds to wait for another process that has the database."""
_TABLES = """
create table inputs (root text, name text, mark text not null, doc_id text not null, gone text,
                     primary key (root, name)) without rowid;
create table attempts (root text, name text, circumstances text not null, tries integer not null,
                       message text not null, last text not null,
                       primary key (root, name)) without rowid;
create table followed (manifest text not null);
"""
Identity = tuple[str, str]
"""Root and name of an input."""
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class KnownInput:
    """An input that is or was published: its root, its name there, the mark of what was read, the
    key of its document, and the day it was taken out (null while it stands)."""

    root: str
    name: str
    mark: str
    doc_id: str
    gone: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """How often an input was tried in vain under the same circumstances, the last time when and
    with what message."""

    circumstances: str
    tries: int
    message: str
    last: str


class State:
    """The database of an output. Whoever writes holds the lock of the output."""

    def __init__(self, out: Path) -> None:
        self.path = out / STATE

    def inputs(self) -> list[KnownInput]:
        """Every input that is known, in order."""

        def asked(base: sqlite3.Connection) -> list[KnownInput]:
            rows = base.execute(
                "select root, name, mark, doc_id, gone from inputs order by root, name"
            )
            return [KnownInput(*row) for row in rows]

        return self._read(asked, [])

    def attempts(self) -> dict[Identity, Attempt]:
        """What could not be read, by input."""

        def asked(base: sqlite3.Connection) -> dict[Identity, Attempt]:
            rows = base.execute(
                "select root, name, circumstances, tries, message, last from attempts"
                " order by root, name"
            )
            return {(root, name): Attempt(*rest) for root, name, *rest in rows}

        return self._read(asked, {})

    def follows(self, manifest: str) -> bool:
        """Whether it knows the state that has a manifest (its digest)."""

        def asked(base: sqlite3.Connection) -> bool:
            return base.execute("select manifest from followed").fetchall() == [(manifest,)]

        return self._read(asked, False)

    def follow(self, manifest: str, published: Iterable[KnownInput]) -> None:
        """Take over what is published: its inputs, and which of those that were are no more."""
        now = {(item.root, item.name): item for item in published}
        today = datetime.now(UTC).date().isoformat()

        def follow(base: sqlite3.Connection) -> None:
            found = base.execute(
                "select root, name, mark, doc_id from inputs where gone is null"
            ).fetchall()
            left = [(today, root, name) for root, name, *_ in found if (root, name) not in now]
            base.executemany("update inputs set gone = ? where root = ? and name = ?", left)
            told = {(item.root, item.name, item.mark, item.doc_id) for item in now.values()}
            base.executemany(
                "insert or replace into inputs values (?, ?, ?, ?, null)",
                sorted(told.difference(found)),
            )
            base.execute("delete from followed")
            base.execute("insert into followed values (?)", (manifest,))

        self._write(follow)

    def tried(self, attempts: Mapping[Identity, Attempt | None]) -> None:
        """Note attempts; None for an input that was read."""
        gone = [key for key, attempt in attempts.items() if attempt is None]
        rows = [
            (*key, one.circumstances, one.tries, one.message, one.last)
            for key, one in attempts.items()
            if one is not None
        ]

        def told(base: sqlite3.Connection) -> None:
            base.executemany("delete from attempts where root = ? and name = ?", gone)
            base.executemany("insert or replace into attempts values (?, ?, ?, ?, ?, ?)", rows)

        if rows or gone:
            self._write(told)

    def _read(self, asked: Callable[[sqlite3.Connection], Answer], nothing: Answer) -> Answer:
        """An answer; `nothing` from a database that is not there or is damaged."""
        if not self.path.is_file():
            return nothing
        try:
            with self._opened("ro") as base:
                return asked(base)
        except sqlite3.DatabaseError:
            return nothing

    def _write(self, told: Callable[[sqlite3.Connection], None]) -> None:
        """Change it in one step; a damaged one is begun anew. Raises `OSError`."""
        try:
            self._changed(told)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise _trouble(self.path, error) from error
            self._clear()
            try:
                self._changed(told)
            except sqlite3.DatabaseError as again:
                raise _trouble(self.path, again) from again

    def _changed(self, told: Callable[[sqlite3.Connection], None]) -> None:
        with self._opened("rwc") as base:
            base.execute("begin immediate")
            if base.execute("pragma user_version").fetchone() != (_FORMAT,):
                _begin(base)
            told(base)
            base.execute("commit")

    def _clear(self) -> None:
        for ending in ("", "-journal"):
            with suppress(FileNotFoundError):
                os.unlink(f"{self.path}{ending}")

    @contextmanager
    def _opened(self, mode: str) -> Iterator[sqlite3.Connection]:
        place = f"{self.path.absolute().as_uri()}?mode={mode}"
        with closing(
            sqlite3.connect(place, timeout=_PATIENCE, uri=True, isolation_level=None)
        ) as base:
            yield base


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is at fault, not the machine."""
    lost = str(error).startswith("no such")  # a table or column
    return lost or not isinstance(error, sqlite3.OperationalError)


def _trouble(path: Path, error: sqlite3.DatabaseError) -> OSError:
    return OSError(errno.EIO, str(error), str(path))


def _begin(base: sqlite3.Connection) -> None:
    """Empty tables, whatever another version left."""
    found = base.execute("select name from sqlite_master where type = 'table'").fetchall()
    for (name,) in found:
        base.execute(f'drop table "{name}"')
    for statement in filter(None, map(str.strip, _TABLES.split(";"))):
        base.execute(statement)
    base.execute(f"pragma user_version = {_FORMAT}")
