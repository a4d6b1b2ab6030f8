"""What costs much and depends on its inputs alone is made once for all workers of a session.

The first worker that asks makes it, the others wait and take it from the folder of the session.
Readings are kept as a run keeps them: by the digest of the program, the bytes of the file, its
name and what is said of it; so a run can be given them as it is given what an earlier run had
read when it was cut off (`seed`).
"""

from __future__ import annotations

import atexit
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

from filelock import FileLock

from pipeline.batch.mark import cache_key, fingerprint
from pipeline.batch.options import Options
from pipeline.batch.read import read_source
from pipeline.batch.sources import discover
from pipeline.batch.stage import Job, job_key, stage
from pipeline.data.records import Document
from pipeline.data.work import Work
from pipeline.errors import InputError
from pipeline.extract import prepare
from pipeline.extract.media import may_need_office
from pipeline.model import Source

_SESSION = "ANNEX_TESTS_SESSION"
"""Where the folder of the session is told to the workers, which inherit it."""


def begin_session() -> Path:
    """The folder of the session; the process that makes it takes it away at its end."""
    if _SESSION not in os.environ:
        folder, owner = tempfile.mkdtemp(prefix="annex-tests-"), os.getpid()
        os.environ[_SESSION] = folder

        def remove() -> None:
            if os.getpid() == owner:
                shutil.rmtree(folder, ignore_errors=True)

        atexit.register(remove)
    return Path(os.environ[_SESSION])


TESTS = Path(__file__).resolve().parents[1]
INPUTS = TESTS / "inputs"
PUBLISHED = [TESTS.parents[1] / "shared" / "corpus" / name for name in ("published", "real")]
"""Where files stand that LibreOffice converts."""

T = TypeVar("T")


def once(name: str, make: Callable[[], T]) -> T:
    """What `make` gives, made by one worker for all; it must survive pickling."""
    path = begin_session() / f"{name}.pickle"
    with FileLock(f"{path}.lock"):
        if not path.exists():
            half = path.with_suffix(".half")
            half.write_bytes(pickle.dumps(make()))
            half.rename(path)
    return cast(T, pickle.loads(path.read_bytes()))


def folder_once(name: str, fill: Callable[[Path], object]) -> Path:
    """A folder that `fill` has filled, by one worker for all; not to be changed."""

    def make() -> None:
        folder.mkdir()
        fill(folder)

    folder = begin_session() / name
    once(f"{name}-filled", make)
    return folder


def reading(source: Source) -> Document:
    """A source as `annex` reads it. Raises `InputError`."""
    options = Options(Path())
    prepared = conversions() if needs_office(source) else None
    mark = fingerprint(source, options)
    return once(cache_key(source.name, mark), lambda: read_source(source, options, prepared))


def needs_office(source: Source) -> bool:
    """Whether LibreOffice converts a source before it is read."""
    return may_need_office(source.path.read_bytes())


@cache
def conversions() -> Path:
    """What LibreOffice makes of all inputs of the tests, in one call as in a run."""
    inputs = [*INPUTS.glob("*/in"), *filter(Path.is_dir, PUBLISHED)]
    found = [source for folder in inputs for source in discover([folder])]
    return folder_once("converted", lambda folder: prepare(found, folder))


def seed(out: Path, sources: Iterable[Source]) -> None:
    """Give a run into `out` what is read in these sources; those that cannot be read it finds."""
    work = Work(out)
    work.open()
    for source in sources:
        try:
            stage(work, Job(source, job_key(source)), reading(source), Options(out))
        except InputError:
            continue
