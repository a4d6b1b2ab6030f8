"""Inputs spoiled by chance, form by form: each must be read or refused, never anything else.

    ./dev shell python benchmarks/mutated.py [--count 20000] [--seed 1] [--keep FOLDER] [--only N]

The small inputs of the tests are spoiled by their structure (`spoil.py`): input N of a seed is
always the same bytes. Each is read as in a run, in a process with limits, down to the rows that
would be published. *Read* and *refused* (`InputError` of the document's own fault) are right; a
crash, a time-out, memory or a bug is printed with where it happened, and the input kept. A table
that only its guard saved (`table-failed`) is counted too. Forms that LibreOffice converts, and
bare text, are drawn rarely.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))

from spoil import raw, ways  # noqa: E402

from pipeline.batch.options import Options  # noqa: E402
from pipeline.batch.read import read_source  # noqa: E402
from pipeline.data.bundle import Bundle, document_tables, write_bundle  # noqa: E402
from pipeline.data.parquet import to_arrow  # noqa: E402
from pipeline.errors import InputError  # noqa: E402
from pipeline.extract.dialects import FORMS, form_of  # noqa: E402
from pipeline.model import Source  # noqa: E402
from pipeline.workers import Limits, map_processes  # noqa: E402

LIMITS = Limits(seconds=300.0, memory=4 * 1024**3)
RARE, SLOW = 0.01, "text-layer"
"""Share of the inputs that LibreOffice must convert, or whose columns must be found: each takes
seconds."""
LARGEST = 70_000
"""Bytes of an input that is spoiled, most: large ones take long and show little more."""
MOST = 2_000_000
"""Bytes of a spoiled input, most."""
SLOWEST = 0.4
"""Seconds of processor time in which an unspoiled input is read at most."""


@dataclass(frozen=True)
class Outcome:
    """What became of an input: `read`, `refused code`, or what went wrong and where."""

    what: str
    where: str = ""
    seconds: float = 0.0

    @property
    def right(self) -> bool:
        return self.what.partition(" ")[0] in ("read", "refused")


class Inputs:
    """Documents to be spoiled, by form."""

    def __init__(self, files: list[Path], seed: int) -> None:
        self.seed = seed
        self.forms: dict[str, list[Path]] = {}
        self.rare: dict[str, list[Path]] = {}
        for path in files:
            try:
                form = form_of(path.read_bytes())
            except InputError:
                continue
            slow = form.conversion or form.dialect == SLOW
            group = self.rare if slow else self.forms
            group.setdefault(f"{form.dialect} {form.media_type}", []).append(path)

    def drawn(self, number: int) -> tuple[Path, bytes]:
        """Input `number`: the document it was, and its bytes now."""
        chance = random.Random(f"{self.seed} {number}")
        forms = self.rare if self.rare and chance.random() < RARE else self.forms
        path = chance.choice(forms[chance.choice(sorted(forms))])
        data = path.read_bytes()
        spoil = raw if chance.random() < 0.1 else ways(data, path.name)
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            data = spoil(data, chance)[:MOST]
        return path, data


@dataclass(frozen=True)
class Reader:
    """Reads inputs as a worker of a run does, down to the rows that would be published."""

    inputs: Inputs
    folder: Path

    def __call__(self, number: int) -> Outcome:
        path, data = self.inputs.drawn(number)
        place = self.folder / f"{number}{path.suffix}"
        place.write_bytes(data)
        began = time.monotonic()
        found = outcome(place, self.folder / f"{number}.bundle")
        if found.right:
            place.unlink()
        return Outcome(found.what, found.where, time.monotonic() - began)


def outcome(path: Path, bundle: Path) -> Outcome:
    """What becomes of a file."""
    try:
        document = read_source(Source(path, path.name), Options(Path()))
        write_bundle(bundle, document_tables(document))
        for table in (kept := Bundle(bundle)).tables:
            to_arrow(table, kept.records(table))
    except InputError as error:
        return Outcome(f"{'could not' if error.passing else 'refused'} {error.code}", str(error))
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        last = next((f for f in reversed(frames) if "pipeline" in f.filename), frames[-1])
        name = Path(last.filename).relative_to(TOP) if TOP in Path(last.filename).parents else "?"
        return Outcome("bug", f"{name}:{last.lineno} {type(error).__name__}: {str(error)[:120]}")
    finally:
        bundle.unlink(missing_ok=True)
    saved = [p.message for p in document.problems if p.code == "table-failed"]
    return Outcome("read in part", saved[0]) if saved else Outcome("read")


@dataclass
class Tally:
    """What became of all."""

    counts: Counter[str]
    wrong: dict[str, list[int]]
    longest: float = 0.0

    def take(self, number: int, found: Outcome) -> None:
        self.counts[found.what] += 1
        self.longest = max(self.longest, found.seconds)
        if not found.right or found.what == "read in part":
            key = f"{found.what}: {found.where}"
            self.wrong.setdefault(key, []).append(number)
            if len(self.wrong[key]) == 1:
                print(f"{number}: {key}", flush=True)

    @cached_property
    def failed(self) -> bool:
        return any(name.partition(" ")[0] not in ("read", "refused") for name in self.counts)


def seeds() -> list[Path]:
    """The small inputs that are read quickly."""
    return [
        path
        for top in ("tests/inputs", "tests/samples", "tests/fixtures", "benchmarks/seeds")
        for path in sorted((TOP / top).rglob("*"))
        if path.is_file() and path.stat().st_size <= LARGEST
        and path.suffix not in (".json", ".toml") and path.name not in ("expected.csv", "README.md")
    ]  # fmt: skip


def _quick(path: Path) -> float:
    """Seconds a file takes; one that LibreOffice converts counts as quick."""
    try:
        if form_of(path.read_bytes()).conversion:
            return 0.0
        began = time.process_time()
        read_source(Source(path, path.name), Options(Path()))
        return time.process_time() - began
    except InputError:
        return 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="Where inputs stay that went wrong.")
    parser.add_argument("--only", type=int, help="One input, here and now.")
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="annex-mutated-"))
    folder.mkdir(parents=True, exist_ok=True)
    if asked.only is not None:
        path, data = Inputs(seeds_quick(1), asked.seed).drawn(asked.only)
        place = folder / f"{asked.only}{path.suffix}"
        place.write_bytes(data)
        read_source(Source(place, place.name), Options(Path()))
        return
    inputs = Inputs(seeds_quick(asked.workers), asked.seed)
    for name, files in sorted((inputs.forms | inputs.rare).items()):
        print(f"{len(files):4} {name}", flush=True)
    told = {f"{form.dialect} {form.media_type}" for form in FORMS}
    print("no input of:", ", ".join(sorted(told - inputs.forms.keys() - inputs.rare.keys())))
    tally = Tally(Counter(), {})
    began = time.monotonic()
    numbers = range(asked.first, asked.first + asked.count)
    for done in map_processes(Reader(inputs, folder), numbers, asked.workers, LIMITS, nested=True):
        tally.take(done.task, done.result or Outcome(f"could not {done.failure}"))
        if (total := sum(tally.counts.values())) % 250 == 0:
            print(f"{total} in {time.monotonic() - began:.0f} s: {dict(tally.counts)}", flush=True)
    for key, which in sorted(tally.wrong.items(), key=lambda item: -len(item[1])):
        print(f"{len(which):5} × {key} (e.g. {which[:3]})")
    print(f"{sum(tally.counts.values())} inputs, {tally.longest:.1f} s the longest")
    for what, count in tally.counts.most_common():
        print(f"{count:6} {what}")
    sys.exit(tally.failed)


def seeds_quick(workers: int) -> list[Path]:
    """Those of the seeds that are read in `SLOWEST` seconds, so that time goes into many."""
    took = {
        done.task: done.result
        for done in map_processes(_quick, seeds(), workers, LIMITS, nested=True)
    }
    return [path for path in seeds() if (found := took[path]) is not None and found <= SLOWEST]


if __name__ == "__main__":
    main()
