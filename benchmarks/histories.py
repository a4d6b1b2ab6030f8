"""An archive over a history of changes, overlapping runs and readers that never stop.

    ./dev shell python benchmarks/histories.py [--histories 20] [--steps 12] [--seed 1]

A history is a random sequence: documents are added, changed, renumbered, renamed, removed, copied
with other letters; a run looks at all of them or at one folder, is killed, or starts twice at once.
All the while a reader takes snapshots: what its rows refer to must be in the same snapshot. At the
end of each history a healthy run must give the bytes that a run from scratch gives. No number is
given to two documents: which of two keeps a key is a matter of history, and meant to be.
"""

from __future__ import annotations

import argparse
import multiprocessing as mp
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))

from faults import SIGNS, bytes_of, killed, quiet, text_of  # noqa: E402

import pipeline  # noqa: E402
from pipeline.batch.options import Options  # noqa: E402
from pipeline.batch.run import run  # noqa: E402
from pipeline.data.check import all_damaged  # noqa: E402
from pipeline.data.store import Store  # noqa: E402
from pipeline.errors import ConfigError, LockedError, NothingError  # noqa: E402

TASKS = [f"Xây dựng cơ sở dữ liệu số {n} về đất đai, dân cư và doanh nghiệp" for n in range(12)]
FOLDERS = ("a", "b/c")


@dataclass
class History:
    """One archive, its inputs and the chance that changes them."""

    folder: Path
    chance: random.Random
    numbers: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    @property
    def inputs(self) -> Path:
        return self.folder / "in"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def files(self) -> list[Path]:
        return sorted(path for path in self.inputs.rglob("*.txt"))

    def text(self, number: int | None = None) -> str:
        """A document of some of the tasks, under a number that nobody else has or had."""
        self.numbers["next"] += 1
        number = number or 100 + self.numbers["next"]
        tasks = self.chance.sample(TASKS, self.chance.randrange(1, 5))
        cites = self.chance.choice([None, 101, 102, 103])
        return text_of(number, self.chance.randrange(1, 28), tasks, cites)

    def begin(self) -> None:
        for name in FOLDERS:
            (self.inputs / name).mkdir(parents=True)
        for _ in range(6):
            self.add()
        self.healthy(self.inputs)

    def add(self) -> None:
        place = self.inputs / self.chance.choice(FOLDERS)
        (place / f"{len(self.files())}-{self.numbers['next']}.txt").write_text(self.text(), "utf-8")

    def change(self) -> None:
        """Other tasks under the same number, where no other file has that number."""
        numbers = {path: _number(path) for path in self.files()}
        alone = [p for p, own in numbers.items() if list(numbers.values()).count(own) == 1]
        if alone:
            path = self.chance.choice(alone)
            path.write_text(self.text(numbers[path]), "utf-8")

    def renumber(self) -> None:
        self.chance.choice(self.files()).write_text(self.text(), "utf-8")

    def rename(self) -> None:
        path = self.chance.choice(self.files())
        self.numbers["names"] += 1
        path.rename(self.inputs / self.chance.choice(FOLDERS) / f"new-{self.numbers['names']}.txt")

    def remove(self) -> None:
        if len(self.files()) > 4:
            self.chance.choice(self.files()).unlink()

    def rendition(self) -> None:
        """The same document once more, with a tag that is no text."""
        path = self.chance.choice(self.files())
        self.numbers["names"] += 1
        again = path.with_name(f"again-{self.numbers['names']}.txt")
        again.write_text(path.read_text("utf-8") + "\n", "utf-8")

    def part(self) -> None:
        """A run over one folder."""
        self.healthy(self.inputs / self.chance.choice(FOLDERS))

    def whole(self) -> None:
        self.healthy(self.inputs)

    def kill(self) -> None:
        how = self.chance.choice(list(SIGNS))
        killed(self.inputs, self.out, how, self.chance.uniform(0.05, 1.5))

    def overlap(self) -> None:
        """Two runs at once: one is refused, or comes after the other."""
        context = mp.get_context("fork")
        both = [
            context.Process(target=_locked_or_done, args=(self.inputs, self.out)) for _ in range(2)
        ]
        for process in both:
            process.start()
        for process in both:
            process.join()
            assert process.exitcode == 0, "a run died beside another"

    def healthy(self, folder: Path) -> None:
        if any(folder.rglob("*.txt")):
            run([folder], Options(self.out, workers=1, prune=True))

    def step(self) -> None:
        acts = (
            self.add, self.change, self.renumber, self.rename, self.remove, self.rendition,
            self.part, self.whole, self.kill, self.kill, self.overlap,
        )  # fmt: skip
        act = self.chance.choice(acts)
        self.done[act.__name__] += 1
        try:
            act()
        except NothingError:  # most went at once: that is refused
            self.done["refused"] += 1

    def wrong(self) -> str:
        """What is wrong at the end; "" for nothing."""
        while True:
            try:
                self.healthy(self.inputs)
                break
            except NothingError:
                self.add()  # until those that are gone are no longer most
        scratch = self.folder / "scratch"
        run([self.inputs], Options(scratch, workers=1))
        one, other = bytes_of(self.out), bytes_of(scratch)
        if one != other:
            names = sorted(k for k in {*one, *other} if one.get(k) != other.get(k))
            return f"{len(names)} files differ from a run from scratch: {names[:6]}"
        return "files are damaged" if all_damaged(Store(self.out)) else ""


def _number(path: Path) -> int:
    return int(path.read_text("utf-8").partition("Số: ")[2].partition("/")[0])


def _locked_or_done(folder: Path, out: Path) -> None:
    quiet()
    try:
        run([folder], Options(out, workers=1, prune=True))
    except (LockedError, NothingError):
        return


def look(out: Path, stop: Event, seen: object) -> None:
    """Read one snapshot after another until told to stop; what is wrong goes into a queue."""
    while not stop.is_set():
        try:
            told = torn(out)
        except ConfigError:  # nothing is published yet
            told = None
        if told is not None:
            seen.put(told)  # type: ignore[attr-defined]
        time.sleep(0.01)


def torn(out: Path) -> str:
    """What one snapshot refers to and does not have; "" for nothing."""
    with pipeline.snapshot(out) as state:
        rows = set(state.read("rows", "arrow")["row_id"].to_pylist())
        documents = set(state.read("documents", "arrow")["doc_id"].to_pylist())
        links = state.read("links", "arrow")
        tasks = state.read("tasks", "arrow")
    ends = {*links["row_id"].to_pylist(), *links["other_row_id"].to_pylist()}
    lost = (ends | set(tasks["row_id"].to_pylist())) - rows
    strange = set(tasks["doc_id"].to_pylist()) ^ documents
    return f"rows {sorted(lost)[:2]}, documents {sorted(strange)[:2]}" if lost or strange else ""


def told(folder: Path, seed: str, steps: int) -> tuple[str, int, Counter[str]]:
    """What is wrong with a history, the snapshots that were read meanwhile, and what was done."""
    history = History(folder, random.Random(seed))
    history.begin()
    context = mp.get_context("fork")
    stop, seen = context.Event(), context.SimpleQueue()
    reader = context.Process(target=look, args=(history.out, stop, seen), daemon=True)
    reader.start()
    found: list[str] = []
    for _ in range(steps):
        history.step()
        while not seen.empty():
            found.append(seen.get())
    wrong = history.wrong()
    stop.set()
    while reader.is_alive() or not seen.empty():
        if not seen.empty():
            found.append(seen.get())
        reader.join(0.01)
    half = [line for line in found if line]
    return wrong or (f"a reader saw half: {half[0]}" if half else ""), len(found), history.done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=20)
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    done: Counter[str] = Counter()
    wrong = snapshots = 0
    for number in range(asked.histories):
        folder = Path(tempfile.mkdtemp(prefix="annex-history-"))
        what, read, did = told(folder, f"{asked.seed} {number}", asked.steps)
        done += did
        snapshots += read
        wrong += bool(what)
        if what:
            print(f"history {number}: {what} (left in {folder})", flush=True)
        else:
            shutil.rmtree(folder)
        print(f"{number + 1} histories, {snapshots} snapshots, {wrong} wrong", flush=True)
    print(dict(done))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
