"""Do the tests notice? Code is changed in one small thing at a time, and its tests run.

    ./dev shell pip install cosmic-ray        (not in the lock: it is wanted once in a while)
    ./dev shell python benchmarks/mutation.py [--each 20] [--seed 1] [--room normalize/values …]
    ./dev shell python benchmarks/mutation.py --module normalize/text.py \\
        --test normalize/test_text.py

Works in a copy. With `--module` one module is changed and the tests named are run, those alone.
Of all changes that cosmic-ray knows (an operator, a number, a condition, `break` for `continue`, a
decorator gone …) a sample is drawn. A change is *caught* when a test fails (of a room: its own
tests or the golden ones); one that survives is printed, to be judged by a person: a test is
missing, or the change changes nothing. The last figures, judged, are in docs/testing.md.
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


@dataclass(frozen=True, slots=True)
class Target:
    """What is changed, and the tests that should notice; paths in the project."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]


def room_of(folder: Path, room: str) -> Target:
    """A room: its modules (not those of rooms within it), its tests and the golden ones."""

    def paths(top: str, pattern: str) -> Iterator[str]:
        for path in sorted((folder / top / room).glob(pattern)):
            yield str(path.relative_to(folder))

    modules = (path for path in paths("pipeline", "*.py") if not path.endswith("__init__.py"))
    return Target(room, tuple(modules), (*paths("tests", "test_*.py"), *ALWAYS))


def config(folder: Path, target: Target) -> Path:
    """The settings for one target."""
    parts = [sys.executable, "-m pytest -x -q -p no:cacheprovider", *target.tests]
    settings = CONFIG.format(
        modules=list(target.modules), patience=PATIENCE, command=" ".join(parts)
    )
    path = folder / f"{target.name.replace('/', '-')}.toml"
    path.write_text(settings, "utf-8")
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


def tried(folder: Path, target: Target, each: int, seed: int) -> tuple[int, list[Outcome]]:
    """How many changes a target knows, and what became of a sample of them."""
    settings, session = config(folder, target), folder / "session.sqlite"
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
    parser.add_argument("--module", help="below pipeline/; with --test in place of the rooms")
    parser.add_argument("--test", action="append", default=[], help="below tests/")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "annex"
        skip = shutil.ignore_patterns(".git", ".venv", "out", "*cache*")
        shutil.copytree(ROOT, folder, ignore=skip)
        print("| room | changes known | tried | caught |\n| --- | --- | --- | --- |", flush=True)
        targets = [room_of(folder, room) for room in options.room or ROOMS]
        if options.module:
            tests = tuple(f"tests/{test}" for test in options.test)
            targets = [Target(options.module, (f"pipeline/{options.module}",), tests)]
        for target in targets:
            known, done = tried(folder, target, options.each, options.seed)
            caught = sum(one.caught for one in done)
            print(f"| {target.name} | {known:,} | {len(done)} | {caught} |", flush=True)
            for one in done:
                if not one.caught:
                    print(
                        f"{one.module}:{one.line} survives\n{one.diff}", file=sys.stderr, flush=True
                    )


if __name__ == "__main__":
    main()
