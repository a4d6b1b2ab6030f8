"""The published datasets, read back by document: one state, wherever its rows lie."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, groupby
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline.data.files import sync_file, write_text_whole, written_whole
from pipeline.data.generations import place
from pipeline.data.layout import Layout, layout_of
from pipeline.data.parquet import holds_only, lacks, records_in, rows_of_files, tables_of_document
from pipeline.data.records import SHARED
from pipeline.data.slices import Slices

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.json"
INVENTORY = "files.json"
ROOTS = "roots.json"
"""Of a former layout, beside the facts of runs."""


class Store:
    """One state of the datasets under `out`: the one that counts when the store is made."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = place(out)
        self._slices = Slices()

    def __getstate__(self) -> dict[str, Any]:
        """Other processes read for themselves."""
        return {**self.__dict__, "_slices": Slices()}

    @cached_property
    def inventory(self) -> Inventory:
        """The files of the state as they were published; nothing where nobody noted them."""
        return read_inventory(self.folder)

    @cached_property
    def _told(self) -> frozenset[str]:
        """The documents that the manifest names, unless it was read before."""
        return frozenset(read_json(self.folder / MANIFEST, _unless_entry).get("documents", {}))

    @property
    def layout(self) -> Layout:
        """Which file holds which document."""
        return self.inventory.layout

    @property
    def is_current(self) -> bool:
        """Whether this is a state of the present layout, not a folder of a former one."""
        return self.folder != self.out and bool(self.inventory.files)

    def doc_ids(self) -> list[str]:
        """Keys of the documents: as they were published, or else as the files have them."""
        if not self.layout.buckets:
            return sorted(path.stem for path in self.files("documents"))
        if told := self._told:
            return sorted(told)
        found: list[str] = self.whole("documents", ["doc_id"])["doc_id"].to_pylist()
        return sorted(found)

    def files(self, table: str) -> list[Path]:
        """The files of a dataset, sorted by name."""
        folder = self.folder / table
        names = os.listdir(folder) if folder.is_dir() else []
        found = (name for name in names if name.endswith(".parquet") and name[0] != ".")
        return [folder / name for name in sorted(found)]

    def path(self, table: str, doc_id: str) -> Path:
        """The file that holds a document's rows of a dataset; of a dataset with one file for all
        documents that file, by its name."""
        name = f"{doc_id}.parquet" if table in SHARED else self.layout.file(doc_id)
        return self.folder / table / name

    def read(self, doc_id: str, table: str) -> tuple[Any, ...]:
        """The records of one dataset of a document; none where there is no file.

        A column that another version of the program did not write is None, one this version does
        not know is left out.
        """
        rows = self.arrow(doc_id, table)
        return () if rows is None else tuple(records_in(rows, table))

    def columns(self, doc_id: str, table: str, names: Sequence[str]) -> list[dict[str, Any]]:
        """Some columns of one dataset of a document; nothing where there is no file."""
        rows = self.arrow(doc_id, table, names)
        found: list[dict[str, Any]] = [] if rows is None else rows.to_pylist()
        return found

    def arrow(
        self, doc_id: str, table: str, columns: Sequence[str] | None = None
    ) -> pa.Table | None:
        """The rows of a document as Arrow holds them; None where there is no file."""
        import pyarrow.parquet as pq

        path = self.path(table, doc_id)
        if not path.exists():
            return None
        if self.layout.buckets and table not in SHARED:
            return self._slices.rows(path, doc_id, columns)
        wanted = None if columns is None else list(columns)
        with pq.ParquetFile(path) as file:
            return file.read(columns=wanted, use_threads=False)

    def arrows(self, doc_ids: Sequence[str], table: str) -> Iterator[pa.Table]:
        """The rows of some documents one after another, in as few pieces as they stand in."""
        if not self.layout.buckets:
            found = (self.arrow(doc_id, table) for doc_id in doc_ids)
            yield from (rows for rows in found if rows is not None)
            return
        for name, inside in groupby(doc_ids, self.layout.file):
            path = self.folder / table / name
            if path.exists():
                yield from self._slices.runs(path, list(inside))

    def whole(
        self, table: str, columns: Sequence[str], doc_ids: Collection[str] | None = None
    ) -> pa.Table:
        """Some columns of a dataset, of all documents or of some, in the order of files."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if doc_ids is None:
            return rows_of_files(self.files(table), table, columns, self._content)
        folder, names = self.folder / table, self.layout.files(doc_ids)
        paths = [path for path in (folder / name for name in sorted(names)) if path.exists()]
        if not self.layout.buckets:
            return rows_of_files(paths, table, columns)
        some = pa.array(sorted(doc_ids), pa.string())
        rows = rows_of_files(paths, table, list(dict.fromkeys((*columns, _KEY))))
        wanted = pc.is_in(rows[_KEY], some)
        if not pc.all(wanted).as_py():
            rows = rows.filter(wanted)
        return rows.select(list(columns))

    def _content(self, path: Path) -> object:
        """What files of the same bytes have in common, as far as it was noted."""
        noted = self.inventory.files.get(f"{path.parent.name}/{path.name}")
        return noted or path

    def unlike(self, table: str, column: str, value: str) -> frozenset[str]:
        """The documents with a row of a dataset whose text in a column is another one (or none);
        files whose least and greatest text are this one are not read."""
        import pyarrow.compute as pc

        paths = [path for path in self.files(table) if not holds_only(path, column, value)]
        rows = rows_of_files(paths, table, [_KEY, column])
        other = pc.fill_null(pc.not_equal(rows[column], value), fill_value=True)
        return frozenset(rows[_KEY].filter(other).unique().to_pylist())

    def lacking(self, table: str, column: str, columns: Sequence[str]) -> pa.Table:
        """Some columns of the rows of a dataset that have nothing in one of them; files that say
        of themselves that there are none are not read."""
        import pyarrow.compute as pc

        paths = [path for path in self.files(table) if lacks(path, column)]
        rows = rows_of_files(paths, table, columns)
        return rows.filter(pc.is_null(rows[column]))

    def shared(self, table: str, name: str) -> tuple[Any, ...]:
        """The records of a dataset that has one file for all documents; none where it has none."""
        return self.read(name, table)

    def inside(self, names: Collection[str], doc_ids: Iterable[str]) -> list[str]:
        """The documents of which rows are in some files, named below the folder."""
        if not names:
            return []
        tables = tables_of_document()
        files = {name for path in map(PurePosixPath, names) for name in [path.name]
                 if path.parent.name in tables}  # fmt: skip
        return [doc_id for doc_id in doc_ids if self.layout.file(doc_id) in files]

    def damaged(self, doc_ids: Iterable[str]) -> list[str]:
        """Documents of which a file is missing, empty or cut off."""
        wanted = list(doc_ids)
        names = {self.layout.file(doc_id) for doc_id in wanted}
        paths = [f"{table}/{name}" for name in names for table in tables_of_document()]
        return self.inside([name for name in paths if not self.is_whole(name)], wanted)

    def is_whole(self, name: str) -> bool:
        """Whether a file is there and as long as it was published."""
        noted = self.inventory.files.get(name)
        path = self.folder / name
        try:
            return path.stat().st_size == noted[0] if noted else has_ends(path)
        except OSError:
            return False

    def read_manifest(self) -> dict[str, Any]:
        """What was published from which input; empty where nothing was, or it is unreadable."""
        manifest = read_json(self.folder / MANIFEST)
        self._told = frozenset(manifest.get("documents", {}))
        return manifest

    def read_roots(self) -> dict[str, Any]:
        """Where the numbered input roots lie on this machine; empty where nobody knows."""
        return self.read_manifest().get("roots") or read_json(self.out / "runs" / ROOTS)

    def write_run(self, facts: Mapping[str, Any]) -> Path:
        """Write `runs/<n>.json`, the only place for times and machines. Returns it."""
        folder = self.out / "runs"
        folder.mkdir(exist_ok=True)
        numbers = [int(p.stem) for p in folder.glob("*.json") if p.stem.isdigit()]
        path = folder / f"{max(numbers, default=0) + 1}.json"
        write_text_whole(path, json.dumps(facts, indent=1, sort_keys=True) + "\n")
        return path


class Inventory:
    """The files of a state: path below its folder → bytes and sha256."""

    def __init__(self, layout: Layout, files: Mapping[str, tuple[int, str]]) -> None:
        self.layout = layout
        self.files = files

    def write(self, folder: Path) -> None:
        """Note them in the folder of the state."""
        files = {name: list(noted) for name, noted in sorted(self.files.items())}
        write_json(folder / INVENTORY, {"buckets": self.layout.buckets, "files": files})


def read_inventory(folder: Path) -> Inventory:
    """What is noted of the files in a folder."""
    told = read_json(folder / INVENTORY)
    files = {name: (size, digest) for name, (size, digest) in told.get("files", {}).items()}
    layout = Layout(told["buckets"]) if told else layout_of(folder / "documents")
    return Inventory(layout, files)


def _unless_entry(found: dict[str, Any]) -> dict[str, Any] | None:
    """Nothing in place of what a manifest says of one document: of a large archive that is much."""
    return None if "inputs" in found else found


def read_json(path: Path, hook: Callable[[dict[str, Any]], Any] | None = None) -> dict[str, Any]:
    """An object in a file, each object in it as `hook` has it; empty where there is none, or it is
    unreadable."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"), object_hook=hook)
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Data as a file that appears whole and depends on the data alone."""
    with written_whole(path) as temporary, temporary.open("wb") as file:
        for piece in chain(_pieces(data, 2), "\n"):
            file.write(piece.encode("ascii"))  # a path may be no UTF-8
        sync_file(file)


_encoded = json.JSONEncoder(sort_keys=True).encode


def _pieces(data: Any, levels: int) -> Iterator[str]:
    """Data as JSON, the objects of some levels entry by entry, so that it is never whole twice."""
    if not (levels and isinstance(data, Mapping) and data):
        yield _encoded(data)
        return
    before = "{"
    for key in sorted(data):
        yield f"{before}{_encoded(key)}: "
        if levels > 1:
            yield from _pieces(data[key], levels - 1)
        else:
            yield _encoded(data[key])
        before = ", "
    yield "}"


_KEY = "doc_id"
_MAGIC = b"PAR1"
_TAIL = 4 + len(_MAGIC)
"""Bytes after what a Parquet file says of itself: how long that is, and the sign."""


def has_ends(path: Path) -> bool:
    """Whether a Parquet file begins as one and has its end, which is written last and says how long
    it is. Raises `OSError`."""
    with path.open("rb") as file:
        begins = file.read(len(_MAGIC)) == _MAGIC
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    about = int.from_bytes(tail[: -len(_MAGIC)], "little")
    return begins and tail.endswith(_MAGIC) and len(_MAGIC) + about + _TAIL <= size
