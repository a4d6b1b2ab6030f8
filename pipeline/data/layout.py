"""Which file of a dataset holds a document.

Up to `SINGLE` documents each has a file of its own, named after it. A larger archive is packed:
documents go by a hash of their key into so many files as their number alone gives, so that the
bytes do not depend on what came when, and one more document rewrites one file per dataset.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pipeline.frozen import dataclass

SINGLE = 200
"""Documents up to which each has files of its own."""
_SHARE = 32
"""Documents of a file, about, while there are few files."""
_MOST = 128
"""Files of a dataset at most."""
_PACKED = re.compile(r"part-\d{3}-of-(\d{3})\.parquet")


@dataclass(frozen=True, slots=True)
class Layout:
    """`buckets` is the number of files of each dataset, 0 where each document has its own."""

    buckets: int = 0

    def file(self, doc_id: str) -> str:
        """The name of the file that holds a document."""
        if not self.buckets:
            return f"{doc_id}.parquet"
        return self.name(self.bucket(doc_id))

    def files(self, doc_ids: Iterable[str]) -> set[str]:
        """The names of the files that hold some documents."""
        if not self.buckets:
            return {self.file(doc_id) for doc_id in doc_ids}
        return {self.name(bucket) for bucket in {self.bucket(doc_id) for doc_id in doc_ids}}

    def name(self, bucket: int) -> str:
        """The name of a file of a packed archive."""
        return f"part-{bucket:03}-of-{self.buckets:03}.parquet"

    def bucket(self, doc_id: str) -> int:
        """The number of that file; 0 where each document has its own."""
        return _hashed(doc_id) % self.buckets if self.buckets else 0

    def in_order(self, doc_ids: Iterable[str]) -> list[str]:
        """Documents file by file, by key within each: the order in which reading them is cheap."""
        return sorted(doc_ids, key=lambda doc_id: (self.bucket(doc_id), doc_id))


@lru_cache(maxsize=1 << 14)
def _hashed(doc_id: str) -> int:
    """A key as a number, the same everywhere; asked again and again in an archive."""
    return zlib.crc32(doc_id.encode())


def layout_for(count: int) -> Layout:
    """The layout of an archive of so many documents."""
    if count <= SINGLE:
        return Layout()
    buckets = 1
    while buckets * _SHARE < count and buckets < _MOST:
        buckets *= 2
    return Layout(buckets)


def layout_of(folder: Path) -> Layout:
    """The layout that the files of a dataset show."""
    found = map(_PACKED.fullmatch, (path.name for path in folder.glob("part-*.parquet")))
    return next((Layout(int(match[1])) for match in found if match), Layout())
