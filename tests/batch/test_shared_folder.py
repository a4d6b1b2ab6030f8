"""All published files as one folder: no row is lost against reading each alone."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.batch.agreement import Unit, agree, units_of
from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.batch.sources import discover
from pipeline.data.records import Document
from pipeline.data.store import Store
from pipeline.errors import InputError
from pipeline.model import Source
from tests.conftest import SHARED
from tests.support.once import reading, seed
from tests.support.scans import first_page, is_scan

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the published files are not here"),
]


def published(store: Store) -> Iterator[Document]:
    for doc_id in store.doc_ids():
        tables = ("documents", "tables", "rows", "cells", "problems")
        yield Document(**{name: store.read(doc_id, name) for name in tables})


def test_no_row_is_lost_to_a_neighbour(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for file in sorted([*SHARED.glob("published/*.*"), *SHARED.glob("real/*.*")]):
        if file.name != "README.md":
            shutil.copy(first_page(file) if is_scan(file) else file, folder / file.name)
    sources = {source.name: source for source in discover([folder])}
    seed(tmp_path / "out", sources.values())
    run([folder], Options(tmp_path / "out"))
    seen: Counter[str] = Counter()
    for document in published(Store(tmp_path / "out")):
        facts = document.facts
        inputs = (facts.source, *facts.renditions, *(part.source for part in facts.parts))
        seen.update(inputs)
        if len(inputs) > 1:
            made = units_of(document)
            for name in inputs:
                for unit in alone(sources[name]):
                    assert rows(made, unit) >= len(unit.texts), (facts.doc_id, name, unit.annex)
    assert seen == dict.fromkeys(sources, 1)


def alone(source: Source) -> tuple[Unit, ...]:
    """The annexes of one file; none of one that cannot be read."""
    try:
        return units_of(reading(source))
    except InputError:
        return ()


def rows(made: tuple[Unit, ...], unit: Unit) -> int:
    """How many rows the document has of the annex."""
    alike = [one for one in made if agree(one, unit) or one.texts == unit.texts]
    return sum(len(one.texts) for one in alike)
