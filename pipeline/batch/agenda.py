"""What a run has before it: the inputs under its paths, beside what stands already.

A run and a look at what it would do ask here, so that one never says otherwise than the other does.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from pathlib import Path

from pipeline.batch.digest import JOIN, PROGRAMME
from pipeline.batch.options import Options
from pipeline.batch.published import Archive, Known, read_archive, split_unchanged
from pipeline.batch.sources import FoundSources, check_path, find, own_agencies
from pipeline.batch.stages import stale_stages
from pipeline.batch.tries import resting
from pipeline.data.state import State
from pipeline.data.store import Store
from pipeline.frozen import dataclass
from pipeline.model import Source


@dataclass(frozen=True, slots=True)
class Wanted:
    """Paths that somebody gave, where they lie, and the options with the bodies that the
    corrections beside them name."""

    paths: tuple[Path, ...]
    places: tuple[Path, ...]
    options: Options

    @classmethod
    def of(cls, paths: Sequence[Path], options: Options) -> Wanted:
        """Raises `ConfigError` for a path or a body that is wrong."""
        places = tuple(check_path(path, options.out) for path in paths)
        own = own_agencies(paths, options.corrections)
        return cls(tuple(paths), places, replace(options, own=own))


@dataclass(frozen=True, slots=True)
class Found:
    """The inputs that were found, and the archive that stands where the output lies."""

    inputs: FoundSources
    archive: Archive
    store: Store

    @classmethod
    def of(cls, wanted: Wanted) -> Found:
        """Look at the output and under the paths; nothing is written."""
        options = wanted.options
        store = Store(options.out)
        archive = read_archive(store, options.corrections)
        archive.follow(wanted.places)
        inputs = find(wanted.paths, options.out, archive.roots, options.corrections, options.only)
        archive.roots = inputs.roots
        return cls(inputs, archive, store)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to be done: inputs to read, documents that stay, those of which a file is `damaged`,
    and the stages that are to be made anew though nothing of the inputs changed."""

    new: list[Source]
    known: Known
    damaged: list[str]
    stale: Set[str]

    @classmethod
    def of(cls, found: Found, state: State, options: Options, broken: Set[str]) -> Agenda:
        """`broken` are the damaged files of the state that stands, below its folder."""
        stale = stale_stages(found.store, found.archive.made)
        stale |= {PROGRAMME} if broken else set()  # it is made from the state before, else
        damaged = found.store.inside(broken, found.archive.documents)
        rests = resting(state.attempts(), found.inputs.sources, options)
        known, new = split_unchanged(
            found.inputs, found.archive, options, damaged, anew=JOIN in stale, resting=rests
        )
        return cls(new, known, damaged, stale)
