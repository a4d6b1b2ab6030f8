"""Rows of one document out of a file that holds many, the last files held in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

_HELD = 48 * 1024 * 1024
"""Bytes of rows that are held."""
_KEY = "doc_id"


class Slices:
    """Reads packed files; a file is read once for all its documents, as long as it is held."""

    def __init__(self) -> None:
        self._held: OrderedDict[object, tuple[pa.Table, dict[str, tuple[int, int]]]] = OrderedDict()
        self._size = 0

    def rows(self, path: Path, doc_id: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of a document, all columns or some; none where it has none there."""
        table, places = self._open(path, columns)
        start, length = places.get(doc_id, (0, 0))
        return table.slice(start, length)

    def runs(self, path: Path, doc_ids: Sequence[str]) -> Iterator[pa.Table]:
        """The rows of some documents in this order, what stands together in one piece."""
        table, places = self._open(path, None)
        begun, end = 0, 0
        for start, length in (places[doc_id] for doc_id in doc_ids if doc_id in places):
            if start != end:
                if end > begun:
                    yield table.slice(begun, end - begun)
                begun = start
            end = start + length
        if end > begun:
            yield table.slice(begun, end - begun)

    def _open(
        self, path: Path, columns: Sequence[str] | None
    ) -> tuple[pa.Table, dict[str, tuple[int, int]]]:
        found = path.stat()
        key = path, tuple(columns or ()), found.st_ino, found.st_mtime_ns, found.st_size
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        table, places = _read(path, columns)
        self._held[key] = table, places
        self._size += table.nbytes
        while self._size > _HELD and len(self._held) > 1:
            self._size -= self._held.popitem(last=False)[1][0].nbytes
        return table, places


def _read(path: Path, columns: Sequence[str] | None) -> tuple[pa.Table, dict[str, tuple[int, int]]]:
    """A file and where each document's rows are: first and number."""
    import pyarrow.parquet as pq

    wanted = None if columns is None else list(dict.fromkeys((*columns, _KEY)))
    with pq.ParquetFile(path) as file:
        table = file.read(columns=wanted, use_threads=False)
    counts = table[_KEY].value_counts().to_pylist()  # in the order in which they stand
    starts = accumulate((item["counts"] for item in counts), initial=0)
    places = {
        item["values"]: (at, item["counts"]) for item, at in zip(counts, starts, strict=False)
    }
    return table if columns is None else table.select(list(columns)), places
