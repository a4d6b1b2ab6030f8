"""Do the tests notice? Code of a room is changed in one small thing at a time, and its tests run.

    ./dev shell pip install cosmic-ray        (not in the lock: it is wanted once in a while)
    ./dev shell python benchmarks/mutation.py [--each 20] [--seed 1] [--room normalize/values …]

Works in a copy. Of all changes that cosmic-ray knows (an operator, a number, a condition, `break`
for `continue`, a decorator gone …) a sample is drawn room by room. A change is *caught* when the
tests of its room or the golden tests fail; one that survives is printed, to be judged by a person:
a test is missing, or the change changes nothing. The last figures, judged, are in docs/testing.md.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from machine import ROOT

ROOMS = (
    "writing",
    "data",
    "normalize",
    "normalize/tables",
    "normalize/values",
    "normalize/corrections",
    "link/claims",
    "link/lineage",
    "link/programme",
)
ALWAYS = ("tests/test_golden.py", "tests/test_golden_values.py")
PATIENCE = 300
"""Seconds the tests of one change may take; an endless loop is caught so."""
CONFIG = """\
[cosmic-ray]
module-path = {modules}
timeout = {patience}.0
excluded-modules = []
test-command = "{command}"

[cosmic-ray.distributor]
name = "local"
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One change: its module and line, whether a test failed, and the change itself as a diff."""

    module: str
    line: int
    caught: bool
    diff: str


def config(folder: Path, room: str) -> Path:
    """The settings for one room: its modules (not those of rooms within it) and its tests."""
    modules = [
        str(path.relative_to(folder))
        for path in sorted((folder / "pipeline" / room).glob("*.py"))
        if path.name != "__init__.py"
    ]
    tests = folder / "tests" / room
    within = [str(path.relative_to(folder)) for path in sorted(tests.glob("test_*.py"))]
    command = " ".join([sys.executable, "-m pytest -x -q -p no:cacheprovider", *within, *ALWAYS])
    path = folder / f"{room.replace('/', '-')}.toml"
    path.write_text(CONFIG.format(modules=modules, patience=PATIENCE, command=command), "utf-8")
    return path


def sampled(session: Path, each: int, seed: int) -> int:
    """Leave `each` of a session's changes to be tried, chosen by `seed`; how many there are."""
    from cosmic_ray.work_db import WorkDB, use_db
    from cosmic_ray.work_item import WorkerOutcome, WorkResult

    with use_db(str(session), WorkDB.Mode.open) as work:
        jobs = sorted(item.job_id for item in work.work_items)
        kept = set(random.Random(seed).sample(jobs, min(each, len(jobs))))
        for job in jobs:
            if job not in kept:
                work.set_result(job, WorkResult(worker_outcome=WorkerOutcome.SKIPPED))
    return len(jobs)


def outcomes(session: Path) -> Iterator[Outcome]:
    """What became of the changes that were tried."""
    from cosmic_ray.work_db import WorkDB, use_db
    from cosmic_ray.work_item import TestOutcome, WorkerOutcome

    with use_db(str(session), WorkDB.Mode.open) as work:
        for item, result in work.completed_work_items:
            if result.worker_outcome == WorkerOutcome.SKIPPED:
                continue
            mutation = item.mutations[0]
            caught = result.test_outcome != TestOutcome.SURVIVED
            yield Outcome(
                str(mutation.module_path), mutation.start_pos[0], caught, result.diff or ""
            )


def tried(folder: Path, room: str, each: int, seed: int) -> tuple[int, list[Outcome]]:
    """How many changes a room knows, and what became of a sample of them."""
    settings, session = config(folder, room), folder / "session.sqlite"
    session.unlink(missing_ok=True)
    run = [sys.executable, "-m", "cosmic_ray.cli"]
    subprocess.run([*run, "init", str(settings), str(session)], cwd=folder, check=True)
    known = sampled(session, each, seed)
    subprocess.run([*run, "exec", str(settings), str(session)], cwd=folder, check=True)
    return known, list(outcomes(session))


def main(arguments: Sequence[str] | None = None) -> None:
    """Try a sample of changes in every room and print what was not noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", action="append", choices=ROOMS)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "annex"
        skip = shutil.ignore_patterns(".git", ".venv", "out", "*cache*")
        shutil.copytree(ROOT, folder, ignore=skip)
        print("| room | changes known | tried | caught |\n| --- | --- | --- | --- |", flush=True)
        for room in options.room or ROOMS:
            known, done = tried(folder, room, options.each, options.seed)
            caught = sum(one.caught for one in done)
            print(f"| {room} | {known:,} | {len(done)} | {caught} |", flush=True)
            for one in done:
                if not one.caught:
                    print(
                        f"{one.module}:{one.line} survives\n{one.diff}", file=sys.stderr, flush=True
                    )


if __name__ == "__main__":
    main()
