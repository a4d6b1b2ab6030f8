"""Documents read on the machines of a Dask cluster (`--cluster ADDRESS`), and brought back.

An errand takes the bytes of some files to a machine and brings the readings back as files, so that
the machines share nothing but the network. There it runs in a process of its own, with the limits
that hold here: a document may hang or crash its reader there as well. A machine that is lost in
the middle has its errands done again by another one.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.batch.digest import program_digest
from pipeline.batch.machines import answered, cluster_client
from pipeline.batch.options import Options
from pipeline.model import Source

if TYPE_CHECKING:
    from distributed import Future

_TRAVELS = 200 * 1024 * 1024
"""Bytes of a file that is sent to a cluster at most: larger ones are read here."""
_ERRAND = 1024 * 1024
_TOGETHER = 16
"""Bytes and number of small files that go in one errand: a few seconds of work, beside the half a
second in which a process starts."""
_RUNNER = "pipeline.batch.there"


@dataclass(frozen=True, slots=True)
class Errand:
    """Files to read elsewhere: their sources and bytes, how, and by which program."""

    sources: tuple[Source, ...]
    contents: tuple[bytes, ...]
    options: Options
    program: str


@dataclass(frozen=True, slots=True)
class Brought:
    """A reading that came back: its bundle as bytes, and the name it is kept under; None where
    another try may give more."""

    bundle: bytes
    kept_as: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back of an errand: a reading for each of its files, or why there is none."""

    errand: Errand
    brought: tuple[Brought, ...] = ()
    failure: str | None = None


def do_errands(
    sources: Iterable[Source],
    options: Options,
    begun: Callable[[Source], None] = lambda source: None,
) -> Iterator[Answer]:
    """Have the sources read on the cluster, small ones together; answers as they come.

    Raises `ConfigError` where there is no scheduler, no machine, or one of another program.
    """
    with cluster_client(options.cluster or "") as client:

        def hand_out(errand: Errand) -> Future[Any]:
            for source in errand.sources:
                begun(source)
            return client.submit(do_here, errand, pure=False)

        errands = (_errand(group, options) for group in list(_groups(sources)))
        for errand, future in answered(client, errands, hand_out):
            yield _answer(future, errand)


def can_travel(source: Source) -> bool:
    """Whether a source is a file that can be sent: no folder, and not too large."""
    path = source.path
    return path.is_file() and os.access(path, os.R_OK) and path.stat().st_size <= _TRAVELS


def _groups(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """Files that go together: so many that starting a process for them costs little."""
    group: list[Source] = []
    size = 0
    for source in sources:
        bytes_ = source.path.stat().st_size
        if group and (size + bytes_ > _ERRAND or len(group) == _TOGETHER):
            yield group
            group, size = [], 0
        group.append(source)
        size += bytes_
    if group:
        yield group


def _errand(sources: Sequence[Source], options: Options) -> Errand:
    contents = tuple(source.path.read_bytes() for source in sources)
    # a path of this machine says nothing there
    told = tuple(replace(source, path=Path(source.path.name)) for source in sources)
    plain = replace(options, out=Path(), cluster=None, corrections=None, only=None, force=False)
    return Errand(told, contents, plain, program_digest())


def _answer(future: Future[Any], errand: Errand) -> Answer:
    error = future.exception()
    if error is None:
        return Answer(errand, future.result())
    return Answer(errand, failure=" ".join(f"{type(error).__name__}: {error}".split()))


def do_here(errand: Errand) -> tuple[Brought, ...]:
    """Read the files of an errand on this machine, in a process of its own.

    Raises `RuntimeError` where that fails; the faults of documents are in their readings.
    """
    # not forked: the process of a Dask worker has threads, and may start no children by itself
    done = subprocess.run(
        [sys.executable, "-m", _RUNNER, str(os.getpid())],
        input=pickle.dumps(errand),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise RuntimeError("".join(last) or f"ended with {done.returncode}")
    brought: tuple[Brought, ...] = pickle.loads(done.stdout)
    return brought
