"""The next state of the output: built beside the one that counts, published in one step.

It begins as the state before it, file by file the same on the disk. What is put into it waits in
bundles and is folded into files together; so is what settling adds. Nothing is ever written into a
file: it is written anew and takes the place of the name.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.data.bundle import Bundle, write_bundle
from pipeline.data.datapackage import FILE as DATAPACKAGE
from pipeline.data.files import note_of, sync, written_whole
from pipeline.data.generations import begin, drop_old, link_tables, share, switch
from pipeline.data.layout import Layout, layout_for
from pipeline.data.parquet import conformed, tables_of_document, to_arrow, write_arrow
from pipeline.data.records import SHARED, Record
from pipeline.data.schema import arrow_schema, record_types
from pipeline.data.slices import Slices
from pipeline.data.store import MANIFEST, Inventory, Store, has_ends, write_json
from pipeline.errors import AnnexError
from pipeline.workers import OWN_WORK, beside, side_by_side

if TYPE_CHECKING:
    import pyarrow as pa

_CHANGES = ".changes"
_AT_A_TIME = 5_000
"""Records that are held before they become Arrow."""
_FEW = 80
"""Files that are written sooner than processes are started."""
_WAITING = 32
"""Documents whose rows are held in memory until all is settled."""
Result = TypeVar("Result")
_Job = tuple[str, Sequence[str], Sequence[str]]
"""A file, the documents whose rows it holds, and the datasets that have it and change."""


def linked_names() -> list[str]:
    """What stands in OUT and leads to the state that counts."""
    return [*record_types(), MANIFEST, DATAPACKAGE]


class DamagedFilesError(AnnexError, ValueError):
    """Files of a state whose rows were to go into the next one are not as they were published."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__(f"{min(names)} is damaged; annex check lists what else is")
        self.names = frozenset(names)

    def __reduce__(self) -> tuple[type[DamagedFilesError], tuple[frozenset[str]]]:
        """It may come from another process."""
        return type(self), (self.names,)


class Draft(Store):
    """A state that is being built on another one; reads as it will be."""

    def __init__(self, base: Store) -> None:
        self.out, self.base = base.out, base
        self.folder = begin(base.out)
        self._below = base
        self._layout = base.layout
        self._pending: dict[str, dict[str, Path]] = {}
        self._removed: set[str] = set()
        self._folded_ahead: frozenset[str] = frozenset()
        self._doc_ids = set(base.doc_ids())
        self._written = 0
        self._looked_at: set[str] = set()
        self._slices = Slices()
        self._held: dict[tuple[str, str], pa.Table] = {}
        self._bundles: dict[Path, Bundle] = {}
        self._share_base()

    def _share_base(self) -> None:
        """Let the folder hold the files of the state before."""
        describing = self.base.folder / DATAPACKAGE
        if describing.exists():
            share(describing, self.folder / DATAPACKAGE)
        for table in record_types():
            (self.folder / table).mkdir()
            for path in self.base.files(table):
                share(path, self.folder / table / path.name)

    @property
    def layout(self) -> Layout:
        """Which file holds which document."""
        return self._layout

    def put(self, doc_id: str, bundle: Path) -> None:
        """Take datasets of a document from a file, which must stay until they are folded in."""
        tables = self._bundle(bundle, anew=True).tables
        self._pending.setdefault(doc_id, {}).update(dict.fromkeys(tables, bundle))
        self._doc_ids.add(doc_id)
        self._folded_ahead -= frozenset(tables)
        for table in tables:  # the file may be one that was put before, written anew
            self._held.pop((doc_id, table), None)

    def leave(self, doc_id: str) -> None:
        """Let a document stay as it stands; what was put of it is not taken."""
        self._pending.pop(doc_id, None)

    def write(self, doc_id: str, tables: Mapping[str, Sequence[Record]]) -> None:
        """Take some datasets of a document; the others stay as they are."""
        self._written += 1
        path = self.folder / _CHANGES / str(self._written)
        write_bundle(path, tables)
        self.put(doc_id, path)

    def set_aside(self, doc_id: str, tables: Mapping[str, Sequence[Record]]) -> Path:
        """Write some datasets of a document to a file that can be `put`: what a process made that
        the draft knows nothing of. A document's next one takes the place of the one before."""
        path = self.folder / _CHANGES / f"{doc_id}-aside"
        write_bundle(path, tables)
        return path

    def remove(self, doc_id: str) -> None:
        """Take a document out, all that was put of it too."""
        self._pending.pop(doc_id, None)
        self._removed.add(doc_id)
        self._doc_ids.discard(doc_id)

    def write_shared(self, table: str, name: str, records: Sequence[Record]) -> None:
        """Write a dataset that has one file for all documents."""
        self.write_shared_rows(table, name, to_arrow(table, records))

    def write_shared_rows(self, table: str, name: str, rows: pa.Table) -> None:
        """The same of rows as Arrow holds them."""
        with written_whole(self.folder / table / f"{name}.parquet") as path:
            write_arrow(path, rows)

    def write_shared_files(
        self, table: str, files: Mapping[str, pa.Table], whole: bool = False
    ) -> None:
        """Write files of a dataset over all documents, by name; others stay, or go where these are
        the `whole` dataset."""
        for path in self.files(table) if whole else ():
            if path.name not in files:
                path.unlink()
        for name, rows in files.items():
            with written_whole(self.folder / table / name) as path:
                write_arrow(path, rows)

    def doc_ids(self) -> list[str]:
        """Keys of the documents there will be."""
        return sorted(self._doc_ids)

    def arrow(
        self, doc_id: str, table: str, columns: Sequence[str] | None = None
    ) -> pa.Table | None:
        """The rows of a document as they will be."""
        if table in SHARED:  # written into the folder at once
            return super().arrow(doc_id, table, columns)
        if table in self._pending.get(doc_id, {}):
            rows = self._put(doc_id, table)
            return rows if columns is None else rows.select(list(columns))
        return None if doc_id in self._removed else self._below.arrow(doc_id, table, columns)

    def _put(self, doc_id: str, table: str) -> pa.Table:
        """The rows of a dataset that was put; held where few documents wait to be folded in."""
        rows = self._held.get((doc_id, table))
        if rows is None:
            rows = self._bundle(self._pending[doc_id][table]).arrow(table)
            if self._is_small:
                self._held[doc_id, table] = rows
        return rows

    @property
    def _is_small(self) -> bool:
        """Whether few documents wait, and each has its own files, before and now."""
        if self._below.layout.buckets or layout_for(len(self._doc_ids)).buckets:
            return False
        return len(self._pending) <= _WAITING

    def whole(
        self, table: str, columns: Sequence[str], doc_ids: Collection[str] | None = None
    ) -> pa.Table:
        """Some columns of a dataset as it will be."""
        import pyarrow as pa
        import pyarrow.compute as pc

        changed = {doc_id for doc_id, bundles in self._pending.items() if table in bundles}
        if not (changed or self._removed):
            return self._below.whole(table, columns, doc_ids)
        if self._is_small:
            wanted = self._doc_ids if doc_ids is None else self._doc_ids & set(doc_ids)
            found = (self.arrow(d, table, columns) for d in sorted(wanted, key=self.layout.file))
            schema = pa.schema([arrow_schema(table).field(name) for name in columns])
            own = [conformed(rows, schema) for rows in found if rows is not None]
            return pa.concat_tables([schema.empty_table(), *own])
        rows = self._below.whole(table, list(dict.fromkeys((*columns, "doc_id"))), doc_ids)
        gone = pa.array(sorted(changed | self._removed), type=pa.string())
        rows = rows.filter(pc.invert(pc.is_in(rows["doc_id"], gone)))
        new = [self.arrow(d, table) for d in sorted(changed) if doc_ids is None or d in doc_ids]
        parts = (rows, *(part for part in new if part is not None))
        return pa.concat_tables([part.select(list(columns)) for part in parts])

    def unlike(self, table: str, column: str, value: str) -> frozenset[str]:
        """The documents that will have a row whose text in a column is another one."""
        if self._removed and self._is_small:  # what is left of them is not looked at
            rows = {d: self.columns(d, table, [column]) for d in self._doc_ids}
            return frozenset(d for d, own in rows.items() if any(r[column] != value for r in own))
        waiting = {d for d, bundles in self._pending.items() if table in bundles}
        told = {d: self.columns(d, table, [column]) for d in waiting}
        new = {d for d, rows in told.items() if any(row[column] != value for row in rows)}
        return (self._below.unlike(table, column, value) - waiting - self._removed) | new

    def read(self, doc_id: str, table: str) -> tuple[Any, ...]:
        """The records of one dataset of a document as they will be."""
        bundle = self._pending.get(doc_id, {}).get(table)
        return (
            super().read(doc_id, table) if bundle is None else self._bundle(bundle).records(table)
        )

    def fact(self, doc_id: str, table: str, name: str) -> Any:
        """What the file from which a dataset of a document was put says of itself; None where it
        does not say it, or nothing was put."""
        bundle = self._pending.get(doc_id, {}).get(table)
        return None if bundle is None else self._bundle(bundle).facts.get(name)

    def _bundle(self, path: Path, anew: bool = False) -> Bundle:
        """A file that was put, looked through once where few documents wait; `anew` where it may
        have been written anew."""
        if not self._is_small:
            return Bundle(path)
        if anew or path not in self._bundles:
            self._bundles[path] = Bundle(path)
        return self._bundles[path]

    def fold_many(self, workers: int = 1) -> None:
        """Write what waits where there are many documents; of few it is as well read as it waits,
        and written once, when all is settled."""
        if not self._is_small:
            self.fold(workers)

    def fold_beside(
        self, work: Callable[[], Result], changing: Collection[str], workers: int
    ) -> Result:
        """What `work` comes to, of which is known that it puts rows of the datasets it is
        `changing`: the files of all others are written by another process meanwhile, where one may
        be started and there are few documents; again with the rest, where it puts rows of them
        after all. Raises `DamagedFilesError`."""
        if workers <= 1 or not self._is_small:
            return work()
        ahead = frozenset(tables_of_document()) - self._folded_ahead - frozenset(changing)
        jobs = [
            (name, doc_ids, [table for table in tables if table in ahead])
            for name, doc_ids, tables in self._jobs(self._layout_to_be)
        ]
        self._folded_ahead |= ahead
        found: list[Result] = []
        self._looked_at |= beside(self._write_files, jobs, OWN_WORK, lambda: found.append(work()))
        return found[0]

    def fold(self, workers: int = 1) -> None:
        """Write the files that what was put and removed changes, in so many processes where files
        hold many documents. Raises `DamagedFilesError`."""
        if not self._pending and not self._removed:
            return
        layout = self._layout_to_be
        jobs = self._jobs(layout)
        apart = workers if sum(len(tables) for _, _, tables in jobs) > _FEW else 1
        for looked_at in side_by_side(self._write_file, jobs, apart, OWN_WORK):
            self._looked_at |= looked_at
        if layout != self._below.layout:
            self._drop_others({name for name, _, _ in jobs})
        self._settle_on(layout)

    @property
    def _layout_to_be(self) -> Layout:
        return layout_for(len(self._doc_ids))

    def _jobs(self, layout: Layout) -> list[_Job]:
        """The files that are to be written; all, where documents move to others."""
        members: dict[str, list[str]] = {layout.file(doc_id): [] for doc_id in self._removed}
        for doc_id in self.doc_ids():
            members.setdefault(layout.file(doc_id), []).append(doc_id)
        moved = layout != self._below.layout
        every = tuple(tables_of_document())
        touched = dict.fromkeys(members, every) if moved else self._touched(layout)
        return [
            (name, members[name], [table for table in tables if table not in self._folded_ahead])
            for name, tables in touched.items()
        ]

    def _drop_others(self, names: Collection[str]) -> None:
        """Let the files of documents go that are not of these names."""
        for table in tables_of_document():
            for path in self.files(table):
                if path.name not in names:
                    path.unlink()

    def folded_elsewhere(self) -> None:
        """Another process, which was given this draft, has written the files."""
        self._settle_on(self._layout_to_be)

    def begin_again(self) -> None:
        """Forget what another process, which was given this draft and failed, did to the files;
        what was put waits to be folded in as before."""
        for table in record_types():
            shutil.rmtree(self.folder / table)
        (self.folder / DATAPACKAGE).unlink(missing_ok=True)
        self._share_base()

    def _touched(self, layout: Layout) -> dict[str, tuple[str, ...]]:
        """File → datasets that change in it."""
        found: dict[str, set[str]] = {}
        for doc_id, bundles in self._pending.items():
            found.setdefault(layout.file(doc_id), set()).update(bundles)
        for doc_id in self._removed:
            found.setdefault(layout.file(doc_id), set()).update(tables_of_document())
        return {name: tuple(sorted(tables)) for name, tables in found.items()}

    def _refuse_damaged(self, table: str, doc_ids: Iterable[str]) -> set[str]:
        """Raises `DamagedFilesError` for a file of the state before that is not as it was
        published: what is taken from it would count as whole ever after. Returns those that are."""
        taken = (d for d in doc_ids if table not in self._pending.get(d, {}))
        names = {f"{table}/{self._below.layout.file(doc_id)}" for doc_id in taken}
        looked_at = {
            name
            for name in names & self.base.inventory.files.keys() - self._looked_at
            if self._is_shared(self._below.folder / name)
        }
        noted = self.base.inventory.files
        if bad := [n for n in looked_at if note_of(self._below.folder / n) != noted[n]]:
            raise DamagedFilesError(bad)
        return looked_at

    def _write_files(self, jobs: Sequence[_Job]) -> set[str]:
        """Write some files, each in its datasets; returns what `_write_file` does."""
        return set[str]().union(*map(self._write_file, jobs))

    def _write_file(self, job: _Job) -> set[str]:
        """Write one file in each of some datasets; returns the files of the state before that were
        found whole."""
        name, doc_ids, tables = job
        bundles: dict[Path, Bundle] = {}
        looked_at = set[str]()
        for table in tables:
            target = self.folder / table / name
            if not doc_ids:
                target.unlink(missing_ok=True)
                continue
            looked_at |= self._refuse_damaged(table, doc_ids)
            parts = list(self._parts(table, doc_ids, bundles))
            with written_whole(target) as path:
                write_arrow(path, _joined(parts, table))
        return looked_at

    def _parts(
        self, table: str, doc_ids: Sequence[str], bundles: dict[Path, Bundle]
    ) -> Iterator[pa.Table]:
        """The rows of some documents in order, those that were put and those that stay."""
        put = {doc_id for doc_id in doc_ids if table in self._pending.get(doc_id, {})}
        for is_new, inside in groupby(doc_ids, put.__contains__):
            if not is_new:
                for rows in self._below.arrows(list(inside), table):
                    yield conformed(rows, arrow_schema(table))
                continue
            if self._is_small:
                yield from (self._put(doc_id, table) for doc_id in inside)
                continue
            waiting: list[Record] = []
            for path in (self._pending[doc_id][table] for doc_id in inside):
                bundle = bundles.setdefault(path, bundles.get(path) or Bundle(path))
                waiting += bundle.records(table)
                if len(waiting) > _AT_A_TIME:
                    yield to_arrow(table, waiting)
                    waiting = []
            if waiting:
                yield to_arrow(table, waiting)

    def _settle_on(self, layout: Layout) -> None:
        """From now on what was folded is what stands."""
        self._layout = layout
        self._below = _Folder(self.folder, layout, self.base)
        self._folded_ahead = frozenset()
        self._held.clear()
        self._bundles.clear()
        self._pending.clear()
        self._removed.clear()

    def publish(self, manifest: Mapping[str, Any]) -> int:
        """Make this the state that counts: checked, on the disk, then switched to in one step.

        Returns its number. Raises `AnnexError` where it is not whole; then nothing changes.
        """
        self.fold()
        shutil.rmtree(self.folder / _CHANGES, ignore_errors=True)
        write_json(self.folder / MANIFEST, manifest)
        self._check_whole()
        self._noted().write(self.folder)
        link_tables(self.out, linked_names(), over=False)
        sync(self.folder)
        number = switch(self.out, self.folder)
        link_tables(self.out, linked_names(), over=True)
        drop_old(self.out)
        return number

    def discard(self) -> None:
        """Leave the state that counts as it is."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _check_whole(self) -> None:
        """Every dataset has the files of all documents, and each has its end."""
        wanted = {self._layout.file(doc_id) for doc_id in self.doc_ids()}
        for table in tables_of_document():
            paths, shared = self.files(table), self._shared(table)
            if {path.name for path in paths} != wanted:
                raise AnnexError(f"{table} does not have all documents; nothing was published")
            for path in paths:
                if path.name not in shared and not has_ends(path):
                    raise AnnexError(f"{path} is damaged; nothing was published")

    def _shared(self, table: str) -> frozenset[str]:
        """The files of a dataset that are one with those of the state before."""
        mine, theirs = (_inodes(folder / table) for folder in (self.folder, self.base.folder))
        return frozenset(name for name, inode in mine.items() if theirs.get(name) == inode)

    def _is_shared(self, path: Path) -> bool:
        """Whether a file is one with that of the state before."""
        return _are_one(path, self.base.folder / path.parent.name / path.name)

    def _noted(self) -> Inventory:
        known = self.base.inventory.files
        files: dict[str, tuple[int, str]] = {}
        for table in record_types():
            shared = self._shared(table)
            for path in self.files(table):
                name = f"{table}/{path.name}"
                before = known.get(name) if path.name in shared else None
                files[name] = before or note_of(path)
        return Inventory(self._layout, files)


class _Folder(Store):
    """What is folded of a draft."""

    def __init__(self, folder: Path, layout: Layout, base: Store) -> None:
        self.out = self.folder = folder
        self._layout, self._base = layout, base
        self._slices = Slices()

    @property
    def layout(self) -> Layout:
        return self._layout

    def _content(self, path: Path) -> object:
        name = f"{path.parent.name}/{path.name}"
        noted = self._base.inventory.files.get(name)
        return noted if noted and _are_one(path, self._base.folder / name) else path


def _are_one(path: Path, other: Path) -> bool:
    """Whether two names are of one file."""
    try:
        return path.samefile(other)
    except OSError:
        return False


def _inodes(folder: Path) -> dict[str, int]:
    """The files of a folder and what tells each from all others of the file system."""
    try:
        with os.scandir(folder) as entries:
            return {entry.name: entry.inode() for entry in entries}
    except OSError:
        return {}


def _joined(parts: Sequence[pa.Table], table: str) -> pa.Table:
    import pyarrow as pa

    return pa.concat_tables(parts) if parts else arrow_schema(table).empty_table()
