"""The documents of raw/ as datasets, written once for all tests that read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.batch.sources import discover
from pipeline.data.bundle import document_tables
from pipeline.data.draft import Draft
from pipeline.data.parquet import tables_of_document, write_parquet
from pipeline.data.records import SHARED, Document, Record, TaskRecord
from pipeline.data.store import Store
from tests.conftest import RAW
from tests.extract.text.test_text_sources import BODY, HEAD, document_of
from tests.support.once import folder_once, seed


@cache
def published() -> Path:
    """The folder with the datasets; not to be changed."""
    return folder_once("published", publish) / "out"


@cache
def two_published() -> Path:
    """The same of two documents, one of which amends others: for what is slow over all five."""
    names = ("11-nq-cp-2026", "ke-hoach-2026-phu-luc-ii")
    inputs = [RAW / f"{name}.txt" for name in names]
    return folder_once("two-published", lambda folder: publish(folder, inputs)) / "out"


def publish(folder: Path, inputs: Sequence[Path] = (RAW,)) -> None:
    """A run over documents of raw/ that finds them read."""
    out = folder / "out"
    seed(out, discover(inputs))
    run(inputs, Options(out))


def with_titles(out: Path, titles: Sequence[str]) -> list[TaskRecord]:
    """Datasets of one document whose tasks have these titles, one each."""
    document = document_of(HEAD + BODY)
    tasks = [
        replace(document.tasks[0], row_id=f"a/1/{i:04}", title=title)
        for i, title in enumerate(titles, start=1)
    ]
    write_plain(out, replace(document, tasks=tuple(tasks)))
    for table in SHARED:
        names = {"agencies": "registry", "columns": "dictionary"}
        write_file(out / table / f"{names.get(table, 'all')}.parquet", table, [])
    return tasks


def write_plain(out: Path, *documents: Document) -> Path:
    """Datasets as people copy them together: files, and no states."""
    for document in documents:
        for table in tables_of_document():
            write_file(out / table / f"{document.doc_id}.parquet", table, getattr(document, table))
    return out


def write_file(path: Path, table: str, records: Sequence[Record]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_parquet(path, table, records)


@contextmanager
def next_state(out: Path) -> Iterator[Draft]:
    """The next state of some datasets, published at the end."""
    out.mkdir(parents=True, exist_ok=True)
    draft = Draft(Store(out))
    yield draft
    draft.publish({})


def put_into(draft: Draft, *documents: Document) -> None:
    for document in documents:
        draft.write(document.doc_id, document_tables(document))
    draft.fold()
