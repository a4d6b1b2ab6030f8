"""A folder that is watched: what is put into it is read once it is there completely."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.batch.options import Options
from pipeline.batch.published import Summary
from pipeline.batch.run import run
from pipeline.batch.sources import FoundSources, check_path, corrections_of, files_in
from pipeline.errors import AnnexError, LockedError, NothingError

Stamp = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds: what stays while a file is at rest."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds between two looks, and for which a file must rest before it is taken; with `once`,
    watching ends when all that is there has been taken."""

    interval: float = 30.0
    settle: float = 10.0
    once: bool = False


@dataclass(slots=True)
class Arrivals:
    """The files of a folder, and since when each has been as it is."""

    folder: Path
    options: Options
    settle: float
    _since: dict[Path, tuple[Stamp, float]] = field(default_factory=dict)

    def look(self, now: float) -> dict[Path, Stamp]:
        """Look at the folder; the files that have rested long enough."""
        stamps = {path: stamp for path in self._files() if (stamp := _stamp(path)) is not None}
        before = self._since
        self._since = {
            path: before[path] if path in before and before[path][0] == stamp else (stamp, now)
            for path, stamp in stamps.items()
        }
        return {p: stamp for p, (stamp, since) in self._since.items() if now - since >= self.settle}

    @property
    def present(self) -> set[Path]:
        """All files that were there at the last look."""
        return set(self._since)

    def _files(self) -> Iterator[Path]:
        yield from files_in(self.folder, self.options.out, FoundSources())
        yield from self.folder.glob("*.toml")
        corrections = self.options.corrections or corrections_of(self.folder)
        if corrections is not None:
            yield from corrections.rglob("*.toml")


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:  # gone since it was listed
        return None
    return status.st_size, status.st_mtime_ns


def watch_folder(
    folder: Path,
    options: Options,
    rhythm: Rhythm,
    tell: Callable[[Summary], None],
    warn: Callable[[str], None],
    wait: Callable[[float], None] = time.sleep,
) -> Summary:
    """Run over a folder whenever something in it is new, changed or gone, and at rest.

    Ends with `rhythm.once` alone, with the last summary. While another run writes to the output,
    or the disk is full, it waits; what a run refuses (`AnnexError`) is told, and tried again at
    the next change. Raises `ConfigError` for a folder that is not there, and with `once` whatever
    a run raises, but for `LockedError`.
    """
    folder = check_path(folder, options.out)
    arrivals, taken, last = Arrivals(folder, options, rhythm.settle), dict[Path, Stamp](), ""
    summary: Summary | None = None
    while True:
        ripe = arrivals.look(time.monotonic())
        if _is_news(ripe, taken, arrivals.present):
            done, trouble = _attempt(folder, replace(options, only=frozenset(ripe)), rhythm.once)
            if not isinstance(trouble, LockedError | OSError):
                taken = ripe
            if done is not None:
                summary = done
                tell(done)
            if trouble is not None and str(trouble) != last:
                warn(f"{trouble}; watching goes on")
            last = str(trouble)
        if rhythm.once and all(path.suffix == ".toml" for path in arrivals.present):
            raise NothingError(f"{folder}: no document found")
        if (
            rhythm.once
            and summary is not None
            and ripe == taken
            and ripe.keys() == arrivals.present
        ):
            return summary
        wait(rhythm.interval)


def _is_news(
    ripe: Mapping[Path, Stamp], taken: Mapping[Path, Stamp], present: Collection[Path]
) -> bool:
    """Whether something is new, changed or gone; settings alone wait for a document."""
    if not taken and all(path.suffix == ".toml" for path in ripe):
        return False
    return bool(ripe.items() - taken.items() or taken.keys() - set(present))


def _attempt(
    folder: Path, options: Options, strictly: bool
) -> tuple[Summary | None, AnnexError | OSError | None]:
    """A run, or what it met; with `strictly` only that another run is writing."""
    try:
        return run([folder], options), None
    except LockedError as error:
        return None, error
    except (AnnexError, OSError) as error:
        if strictly:
            raise
        return None, error
