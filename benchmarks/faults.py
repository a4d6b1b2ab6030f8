"""An archive under faults: whatever cuts a run off, the next healthy one gives the same bytes.

    ./dev shell python benchmarks/faults.py [--kinds cut,power,…] [--from 1] [--to N] [--every 1]
        [--kills 200] [--seed 1] [--packed] [--keep FOLDER]

A few documents are published, then one is added, one changed, one withdrawn. That last run is
cut off: at every call of the file system it makes (from a number to a number, at each Nth) the
process ends, or ends as in a power cut (what was not synced is empty), or the call fails (I/O
error, full disk); so do the processes it starts (`worker-…`: each at its own call of that number);
then it is killed at random moments (the run alone, its whole group, SIGTERM, Ctrl-C). After each
fault a reader must find the state before or the state after, whole; and the next run without
faults must give what a run from scratch gives. Exit code 1 where it does not. `--packed` has
several documents in each file, as a large archive has, written by processes side by side.
"""

from __future__ import annotations

import argparse
import errno
import mmap
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))

from pipeline.batch import settle  # noqa: E402
from pipeline.batch.options import Options  # noqa: E402
from pipeline.batch.run import run  # noqa: E402
from pipeline.data import draft, files, layout  # noqa: E402
from pipeline.data.check import all_damaged  # noqa: E402
from pipeline.data.generations import place  # noqa: E402
from pipeline.data.store import Store  # noqa: E402

SIGNS = {
    "run": signal.SIGKILL, "group": signal.SIGKILL, "term": signal.SIGTERM,
    "interrupt": signal.SIGINT,
}  # fmt: skip
CALLS = ("replace", "rename", "link", "symlink", "unlink", "mkdir", "fsync", "rmdir")
"""Calls of `os` that change what is on the disk, or make it sure."""
WORKER = "worker-"
"""Faults in the processes that read, settle and write."""
KINDS = ("cut", "power", "EIO", "ENOSPC", "worker-cut", "worker-EIO", "worker-ENOSPC")
CUT = 99
"""Exit code of a process that ends in the middle of a call."""


@dataclass(frozen=True)
class Fault:
    """What happens at a call: `cut`, `power`, or an error number."""

    kind: str
    number: int
    in_worker: bool = False
    """Whether it happens in each process that the run starts (at its call of that number), not in
    the run itself."""


def text_of(number: int, day: int, tasks: list[str], cites: int | None) -> str:
    cited = f" (Kế hoạch số {cites}/KH-UBND)" if cites else ""
    lines = [f"{n}.\t{task}\tBộ Y tế\tTháng {n}/2026\n" for n, task in enumerate(tasks, 1)]
    return (
        f"UBND TỈNH\nSố: {number}/KH-UBND\nHà Nội, ngày {day} tháng 4 năm 2026\nKẾ HOẠCH\n"
        f"Về việc {number}{cited}\n\nPhụ lục I\n\nTT\tTên nhiệm vụ\tCơ quan chủ trì\tThời hạn\n"
        + "".join(lines)
    )


def begin(folder: Path) -> None:
    """Inputs of the first run."""
    folder.mkdir(parents=True)
    for number in range(1, 6):
        own = [f"Xây dựng cơ sở dữ liệu số {number}.{n} của tỉnh" for n in range(4)]
        shared = ["Hoàn thành kết nối, chia sẻ dữ liệu đất đai với trung ương"]
        text = text_of(number, number, own + shared, number - 1)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def change(folder: Path) -> None:
    """Inputs of the run that faults meet: one new, one changed, one gone."""
    (folder / "2.txt").write_text(text_of(2, 2, ["Việc khác hẳn", "Việc hai"], 1), encoding="utf-8")
    text = text_of(6, 9, ["Hoàn thành kết nối, chia sẻ dữ liệu đất đai với trung ương"], 2)
    (folder / "6.txt").write_text(text, encoding="utf-8")
    (folder / "4.txt").unlink(missing_ok=True)


def bytes_of(out: Path) -> dict[str, bytes]:
    """What readers see, file by file."""
    folder = place(out)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.parquet"))
    }


def healthy(folder: Path, out: Path) -> None:
    run([folder], Options(out, workers=2, prune=True))


class Tally:
    """How many calls of the file system the run made, and the process it started that made most."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 2 * 8)

    def count(self, made: int, inside: bool) -> None:
        """Told of the calls a process has made, by each of them."""
        if made > self.most(inside):
            self._shared[8 * inside : 8 * inside + 8] = made.to_bytes(8, "little")

    def most(self, inside: bool) -> int:
        """Calls of the run, or of the process it started."""
        return int.from_bytes(self._shared[8 * inside : 8 * inside + 8], "little")


def faulty(folder: Path, out: Path, fault: Fault, tally: Tally | None = None) -> int:
    """The run in a process of its own that meets a fault; returns its exit code."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code = 1
    try:
        quiet()
        os.setpgid(0, 0)
        inject(out, fault, tally or Tally())
        healthy(folder, out)
        code = 0
    finally:
        os._exit(code)


def quiet() -> None:
    """Workers that lose their run have nothing to say."""
    void = os.open(os.devnull, os.O_WRONLY)
    os.dup2(void, 2)


def inject(out: Path, fault: Fault, tally: Tally) -> None:
    """Let a call of the file system go wrong, in this process and those it starts."""
    made, inside = 0, False
    sure: set[tuple[int, int, int]] = {_mark(path) for path in out.rglob("*") if path.is_file()}

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            nonlocal made
            made += 1
            tally.count(made, inside)
            if made == fault.number and inside == fault.in_worker:
                if fault.kind == "power":
                    _lose(out, sure)
                    os.killpg(0, signal.SIGKILL)
                if fault.kind == "cut":
                    os._exit(CUT)
                raise OSError(getattr(errno, fault.kind), os.strerror(getattr(errno, fault.kind)))
            result = real(*args, **options)
            if name == "fsync":
                found = os.fstat(args[0])
                sure.add((found.st_ino, found.st_size, found.st_mtime_ns))
            return result

        return call

    def begun() -> None:
        nonlocal made, inside
        made, inside = 0, True

    os.register_at_fork(after_in_child=begun)
    for name in CALLS:
        setattr(os, name, watched(name, getattr(os, name)))

    def sync(folder: Path) -> None:
        files.sync(folder)
        sure.update(_mark(path) for path in out.rglob("*") if path.is_file())

    draft.sync = sync  # type: ignore[attr-defined]


def _mark(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _lose(out: Path, sure: set[tuple[int, int, int]]) -> None:
    """A power cut: names are there, what was not synced is empty."""
    for path in out.rglob("*"):
        if path.is_file() and not path.is_symlink() and _mark(path) not in sure:
            os.truncate(path, 0)


def killed(folder: Path, out: Path, how: str, after: float) -> int:
    """The run, killed after so many seconds; returns its exit code."""
    pid = os.fork()
    if not pid:
        code = 1
        try:
            quiet()
            os.setpgid(0, 0)
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            healthy(folder, out)
            code = 0
        finally:
            os._exit(code)
    time.sleep(after)
    sign = SIGNS[how]
    target = os.killpg if how in ("group", "interrupt") else os.kill
    with suppress(ProcessLookupError):
        target(pid, sign)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@dataclass
class Bench:
    """Copies of one archive, each put through a fault."""

    folder: Path
    inputs: Path
    before: dict[str, bytes]
    after: dict[str, bytes]

    @classmethod
    def made(cls, top: Path) -> Bench:
        inputs = top / "in"
        begin(inputs)
        healthy(inputs, top / "first")
        before = bytes_of(top / "first")
        change(inputs)
        healthy(inputs, top / "scratch")
        return cls(top, inputs, before, bytes_of(top / "scratch"))

    def put_through(self, act: Callable[[Path], int], in_worker: bool = False) -> tuple[int, str]:
        """Exit code of a run that a fault meets, and what is wrong after it ("" for nothing). Where
        a worker is lost, the run publishes what it could read and link: a state of its own."""
        out = self.folder / "tried"
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(self.folder / "first", out, symlinks=True)
        code = act(out)
        seen = bytes_of(out)
        if not in_worker and seen not in (self.before, self.after):
            return code, "a reader sees neither the state before nor the state after"
        healthy(self.inputs, out)
        if bytes_of(out) != self.after:
            return code, "the next run does not give what a run from scratch gives"
        return code, "files are damaged" if all_damaged(Store(out)) else ""

    def meeting(self, fault: Fault) -> Callable[[Path], int]:
        """A run that meets a fault."""
        return lambda out: faulty(self.inputs, out, fault)

    def calls(self) -> Tally:
        """How many calls of the file system the run and the processes it starts make."""
        tally = Tally()
        self.put_through(lambda out: faulty(self.inputs, out, Fault("none", 0), tally))
        return tally


def faults(
    bench: Bench, kinds: Sequence[str], numbers: range, kills: int, seed: int
) -> Iterator[tuple[str, Callable[[Path], int]]]:
    """Every fault by name."""
    tally = bench.calls()
    print(f"{tally.most(False)} calls of the run, {tally.most(True)} of a process it starts",
          flush=True)  # fmt: skip
    for kind in kinds:
        inside = kind.startswith(WORKER)
        for number in numbers:
            if number <= tally.most(inside):
                fault = Fault(kind.removeprefix(WORKER), number, in_worker=inside)
                yield kind, bench.meeting(fault)
    chance = random.Random(seed)
    for at in range(kills):
        how, after = ("run", "group", "term", "interrupt")[at % 4], chance.uniform(0, 1.5)
        yield how, partial(killed, bench.inputs, how=how, after=after)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", default=",".join(KINDS), help="Faults at calls; none for none.")
    parser.add_argument("--from", dest="first", type=int, default=1, help="The first call.")
    parser.add_argument("--to", dest="last", type=int, default=10_000, help="The last call.")
    parser.add_argument("--every", type=int, default=1, help="At each so many calls.")
    parser.add_argument("--kills", type=int, default=200, help="Kills at random moments.")
    parser.add_argument("--seed", type=int, default=1, help="Of the moments.")
    parser.add_argument("--packed", action="store_true", help="Several documents in a file.")
    parser.add_argument("--keep", type=Path, help="A folder to work in; it stays.")
    asked = parser.parse_args()
    kinds = [] if asked.kinds == "none" else asked.kinds.split(",")
    if wrong_kinds := set(kinds) - set(KINDS):
        parser.error(f"no such fault: {min(wrong_kinds)}; there are {', '.join(KINDS)}")
    numbers = range(asked.first, asked.last + 1, asked.every)
    if asked.packed:
        layout.SINGLE, layout._SHARE = 2, 1
        draft._FEW = settle._LITTLE = 0  # so that processes write and link side by side
    with tempfile.TemporaryDirectory(prefix="annex-faults-") as made:
        bench = Bench.made(asked.keep or Path(made))
        done: Counter[str] = Counter()
        wrong: list[str] = []
        for kind, act in faults(bench, kinds, numbers, asked.kills, asked.seed):
            code, what = bench.put_through(act, kind.startswith(WORKER))
            done[kind] += 1
            if sum(done.values()) % 50 == 0:
                print(dict(done), flush=True)
            if what:
                wrong.append(f"{kind} {done[kind]}: {what} (exit {code})")
                print(wrong[-1], flush=True)
    for kind, count in done.items():
        print(f"{kind:13} {count:5} faults, {sum(w.startswith(kind + ' ') for w in wrong)} wrong")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
