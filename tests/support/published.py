"""The documents of raw/ as datasets, written once for all tests that read them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.batch.read import Options
from pipeline.batch.run import run
from pipeline.data.datapackage import write_datapackage
from pipeline.data.records import SHARED, TaskRecord
from pipeline.data.store import Store
from tests.conftest import RAW
from tests.extract.text.test_text_sources import BODY, HEAD, document_of


@cache
def published() -> Path:
    """The folder with the datasets; not to be changed."""
    folder = Path(tempfile.mkdtemp(prefix="annex-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    out = folder / "out"
    run([RAW], Options(out))
    write_datapackage(out)
    return out


def with_titles(out: Path, titles: Sequence[str]) -> list[TaskRecord]:
    """Datasets of one document whose tasks have these titles, one each."""
    document = document_of(HEAD + BODY)
    tasks = [
        replace(document.tasks[0], row_id=f"a/1/{i:04}", title=title)
        for i, title in enumerate(titles, start=1)
    ]
    store = Store(out)
    store.open()
    store.publish(store.stage("a", replace(document, tasks=tuple(tasks))), "a")
    for table in SHARED:
        names = {"agencies": "registry", "columns": "dictionary"}
        store.write_shared(table, names.get(table, "all"), [])
    store.close()
    return tasks
