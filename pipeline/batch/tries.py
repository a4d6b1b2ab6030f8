"""What could not be read is tried again by the next runs, three times in all; then it rests.

It rests until it, annex, a limit or a tool is another one, or somebody asks for it (`--force`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from pipeline.batch.mark import fingerprint
from pipeline.batch.options import Options
from pipeline.data.bundle import Bundle
from pipeline.data.records import ProblemRecord
from pipeline.data.state import Attempt, Identity, State
from pipeline.data.work import Work
from pipeline.errors import PASSING
from pipeline.model import Source

if TYPE_CHECKING:
    from pipeline.batch.stage import Staged

TRIES = 3
QUARANTINED = "quarantined"
_OF_THE_MOMENT = "unreadable"
"""Code of what lies with the disk or a permission: looking again costs nothing."""


def resting(
    attempts: Mapping[Identity, Attempt], sources: Sequence[Source], options: Options
) -> frozenset[Identity]:
    """The inputs that were tried often enough and are what they were."""
    tired = {key: one for key, one in attempts.items() if one.tries >= TRIES}
    if not tired or options.force:
        return frozenset()
    return frozenset(
        source.identity
        for source in sources
        if (found := tired.get(source.identity)) is not None
        and found.circumstances == circumstances(source, options)
    )


def circumstances(source: Source, options: Options, sha256: str | None = None) -> str:
    """Changes with all that may make another try succeed."""
    limits = f"{options.limits.seconds} {options.limits.memory}"
    told = (fingerprint(source, options, sha256), limits, *_tools())
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:40]


@cache
def _tools() -> tuple[str, ...]:
    """The programs that are there to convert files, as they are."""
    from pipeline.extract.office.libreoffice import OFFICE_NAMES

    found = (shutil.which(name) for name in OFFICE_NAMES)
    return tuple(f"{path} {os.stat(path).st_mtime_ns}" for path in found if path)


def with_tries(
    staged: Sequence[Staged], state: State, work: Work, options: Options
) -> list[Staged]:
    """What was read, each that could not be read the third time with a problem that says so.

    The attempts are noted.
    """
    before = state.attempts()
    now: dict[Identity, Attempt | None] = {}
    told = []
    for item in staged:
        key = item.source.identity
        code = _fault(item) if item.passing else None
        if code is None:
            now |= {key: None} if key in before else {}
        elif code != _OF_THE_MOMENT:
            now[key] = attempt = _again(before.get(key), item, options)
            if attempt.tries >= TRIES:
                item = _rests(item, attempt.tries, work)
        told.append(item)
    state.tried(now)
    return told


def _again(before: Attempt | None, item: Staged, options: Options) -> Attempt:
    same = circumstances(item.source, options, item.sha256)
    tries = before.tries if before is not None and before.circumstances == same else 0
    last = datetime.now(UTC).isoformat(timespec="seconds")
    return Attempt(same, tries + 1, item.errors[0] if item.errors else "", last)


def _fault(item: Staged) -> str | None:
    """The code of what may pass."""
    problems = Bundle(item.bundle).records("problems")
    return next((p.code for p in problems if p.severity == "error" and p.code in PASSING), None)


def _rests(item: Staged, tries: int, work: Work) -> Staged:
    from pipeline.batch.stage import Job, job_key, stage

    document = Bundle(item.bundle).document()
    message = (
        f"{item.source.name}: could not be read {tries} times; it is not tried again until it, "
        "annex, a limit or a tool changes (annex run --force tries at once)"
    )
    problem = ProblemRecord(
        document.doc_id, None, None, None, "error", QUARANTINED, message, item.source.name
    )
    document = replace(document, problems=(*document.problems, problem))
    return stage(work, Job(item.source, f"rests-{job_key(item.source)}"), document, read=item.read)
