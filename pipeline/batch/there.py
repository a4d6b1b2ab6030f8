"""The process that does an errand on a machine of a cluster: pickled errand in, readings out."""

from __future__ import annotations

import pickle
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from pipeline.batch.cluster import Brought, Errand
from pipeline.batch.digest import program_digest
from pipeline.batch.progress import Silent
from pipeline.batch.read import read_all
from pipeline.batch.stage import Staged
from pipeline.data.work import Work
from pipeline.model import Source
from pipeline.normalize.values.agency_registry import own_bodies
from pipeline.workers import die_with


def main() -> None:
    """Do the errand on standard input; its readings go to standard output."""
    die_with(int(sys.argv[1]))
    errand = pickle.load(sys.stdin.buffer)
    with tempfile.TemporaryDirectory(prefix="annex-") as folder:
        sys.stdout.buffer.write(pickle.dumps(do(errand, Path(folder))))


def do(errand: Errand, folder: Path) -> tuple[Brought, ...]:
    """Read the files of an errand, laid down in `folder`, one after the other.

    Raises `RuntimeError` where this machine has another version of annex.
    """
    if errand.program != program_digest():
        raise RuntimeError("another version of annex than where the run was started")
    sources = [
        _laid_down(source, content, folder / str(number))
        for number, (source, content) in enumerate(
            zip(errand.sources, errand.contents, strict=True)
        )
    ]
    work = Work(folder / "out")
    work.open()
    with own_bodies(errand.options.own):
        staged = read_all(sources, work, replace(errand.options, workers=1), Silent())
    by_input = {item.source.path: item for item in staged}
    return tuple(_brought(by_input[source.path], work) for source in sources)


def _laid_down(source: Source, content: bytes, folder: Path) -> Source:
    folder.mkdir()
    path = folder / source.path.name
    path.write_bytes(content)
    return replace(source, path=path)


def _brought(item: Staged, work: Work) -> Brought:
    kept = item.bundle.parent == work.cache
    return Brought(item.bundle.read_bytes(), item.bundle.name if kept else None)


if __name__ == "__main__":
    main()
