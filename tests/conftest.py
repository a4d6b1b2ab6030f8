"""What the tests share: the repository, its documents, a document from a text in memory."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd  # noqa: F401  # commands keep it out of their process; tests run them in theirs
import pytest
from hypothesis import settings

from pipeline.batch.read import read_document_from
from pipeline.batch.sources import discover
from pipeline.data.records import Document
from pipeline.model import Source
from tests.support.once import begin_session, reading

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile("same")
"""The same examples on every run, so that a change is judged by itself; new ones are looked for
with `./dev test --hypothesis-profile=search`, and what that finds becomes a test."""

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
RAW = ROOT / "raw"
FIXTURES = TESTS / "fixtures"
CASES = TESTS / "cases"
SHARED = ROOT.parent / "shared" / "corpus"

MEMORY, ROOM = Path("/dev/shm"), 4 << 30
"""A folder that is memory, and the bytes a session may need there."""


def pytest_configure() -> None:
    """Write to memory where there is room: each state that is published is put on the disk, and a
    test that waits for the disk waits for all that others write there."""
    given = "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK)
    if not given and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # asked for anew
    begin_session()


@pytest.fixture(scope="session", autouse=True)
def warmed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where many tests share a process, it loads what they need before it forks others."""
    from tests.support.warm import warm

    if "PYTEST_XDIST_WORKER" in os.environ:
        warm(tmp_path_factory.mktemp("warm"))


ReadText = Callable[..., Document]


def pytest_runtest_setup() -> None:
    """Every test begins in the project: the folder another one was in may be gone."""
    os.chdir(ROOT)


@cache
def raw_document(name: str) -> Document:
    """A document of raw/, read once for all tests."""
    return reading(raw_source(name))


def raw_source(name: str) -> Source:
    """A document of raw/ as a run finds it."""
    return next(source for source in discover([RAW]) if source.name == name)


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Read a document given as text or bytes: `read_text(text, name="a.txt")`."""

    def read(content: str | bytes, name: str = "a.txt") -> Document:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_document_from(Source(path, name))

    return read


def texts_of(document: Document, table: int = 1) -> list[dict[str, str]]:
    """The rows of a table as column → text, with `label` and `kind`."""
    rows = {r.row_id: {"label": r.label, "kind": r.kind} for r in document.rows}
    for cell in document.cells:
        if cell.table_id == document.tables[table - 1].table_id:
            rows[cell.row_id][cell.column] = cell.text
    wanted = document.tables[table - 1].table_id
    return [rows[r.row_id] for r in document.rows if r.table_id == wanted]


def codes(document: Document) -> list[str]:
    """The problem codes of a document, sorted."""
    return sorted(problem.code for problem in document.problems)
