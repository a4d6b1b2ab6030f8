"""A large archive of small documents: what a night costs, in time, memory and files.

    ./dev shell python benchmarks/archive_scale.py [--documents 10000] [--alike] [--keep FOLDER]

Documents of ten tasks, three rows of ten those of an earlier one. Titles are made as in
`links_scale`, each with the subject of its document, as plans have one (`--alike`: without; of so
short a stock of words come three links a row, and one web of tasks that holds three of five). Each
step is the command `annex run` as a process of its own: everything, nothing new, one document more,
one changed. Printed are wall time, processor time with all workers, the largest resident memory of
the parent, files per dataset and lines on the screen; then what a reader waits.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))

from links_scale import Titles  # noqa: E402

ROWS = 10
OLD = 0.3
REACH = 500


def own_titles(titles: Titles, number: int, alike: bool) -> list[str]:
    """The titles a document has of its own."""
    titles.random = random.Random(f"own {number}")
    made = [titles.make() for _ in range(ROWS)]
    subject = " ".join(titles.name() for _ in range(2))
    return made if alike else [f"{title} {subject}" for title in made]


def text_of(titles: Titles, number: int, alike: bool = False) -> str:
    """One document as tab-separated text."""
    chance = random.Random(f"more {number}")
    own = own_titles(titles, number, alike)
    if number:
        earlier = chance.randrange(max(0, number - REACH), number)
        old = own_titles(titles, earlier, alike)
        titles.random = chance
        for at in chance.sample(range(ROWS), int(ROWS * OLD)):
            own[at] = titles.edited(old[at])
    lines = [f"{n}.\t{title}\tBộ Y tế\tTháng {n}/2026\n" for n, title in enumerate(own, 1)]
    return (
        f"UBND TỈNH\nSố: {number + 1}/KH-UBND\nHà Nội, ngày {number % 28 + 1} tháng 4 năm 2026\n"
        f"KẾ HOẠCH\nVề việc {number}\n\nPhụ lục I\n\n"
        f"TT\tTên nhiệm vụ\tCơ quan chủ trì\tThời hạn\n{''.join(lines)}"
    )


def make(folder: Path, titles: Titles, numbers: range, alike: bool) -> None:
    for number in numbers:
        place = folder / f"{number // 500:03}" / f"{number:06}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text_of(titles, number, alike), encoding="utf-8")


def step(name: str, raw: Path, out: Path) -> None:
    """One run as a process of its own; prints what it cost."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began, peak = time.monotonic(), 0
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run", str(raw), "--out", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONPATH": str(TOP)},
    )  # fmt: skip
    while process.poll() is None:
        peak = max(peak, _peak(process.pid))
        time.sleep(0.05)
    assert process.stdout is not None
    lines = process.stdout.read().count("\n")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    most = max(
        len(os.listdir(path)) for path in out.iterdir() if path.is_symlink() and path.is_dir()
    )
    print(f"{name:14} exit {process.returncode} {time.monotonic() - began:8.1f} s wall "
          f"{used:8.1f} s processor  parent {peak // 1024:4} MB  {most:4} files  {lines} lines",
          flush=True)  # fmt: skip


def _peak(pid: int) -> int:
    """Largest resident memory of a process so far, kB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0")
    return int(line.split()[1])


def timed(name: str, act: Callable[[], object]) -> None:
    began, used = time.monotonic(), time.process_time()
    act()
    print(f"{name:28} {time.monotonic() - began:.2f} s wall {time.process_time() - used:.2f} s "
          "processor", flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--alike", action="store_true", help="Titles of few words.")
    parser.add_argument("--keep", type=Path, help="A folder to work in; it stays.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="annex-scale-") as made:
        folder = asked.keep or Path(made)
        raw, out, titles = folder / "raw", folder / "out", Titles()
        make(raw, titles, range(asked.documents), asked.alike)
        step("everything", raw, out)
        step("nothing new", raw, out)
        make(raw, titles, range(asked.documents, asked.documents + 1), asked.alike)
        step("one more", raw, out)
        place = raw / "000" / "000007.txt"
        place.write_text(text_of(titles, 10**7, asked.alike), encoding="utf-8")
        step("one changed", raw, out)
        import pandas

        import pipeline

        pipeline.read("agencies", out)
        timed('pipeline.read("tasks")', lambda: pipeline.read("tasks", out))
        timed("pandas.read_parquet tasks", lambda: pandas.read_parquet(out / "tasks"))
        timed('pipeline.read("cells")', lambda: pipeline.read("cells", out))


if __name__ == "__main__":
    main()
