"""Speed and memory of the command over raw/, measured from outside, imports included.

    ./dev shell python benchmarks/run.py [--runs 5]

Prints one line per command: median and slowest wall time, peak memory of the largest process.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {
    "annex --help": ["--help"],
    "annex run raw (5 documents)": ["run", str(ROOT / "raw"), "--force"],
    "annex run raw, nothing new": ["run", str(ROOT / "raw")],
    "annex inspect 11-nq-cp-2026.txt": ["inspect", str(ROOT / "raw" / "11-nq-cp-2026.txt")],
}


def measure(arguments: list[str], folder: str) -> tuple[float, int]:
    """Wall seconds and peak memory in MB of one run."""
    command = [sys.executable, "-m", "pipeline", *arguments]
    if arguments[0] == "run":
        command += ["--out", str(Path(folder) / "out")]
    pid = os.fork()
    if pid == 0:  # a child of its own, so that the peak is that of this run alone
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        Path(folder, "peak").write_text(str(peak))
        os._exit(done.returncode)
    started = time.monotonic()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    seconds = time.monotonic() - started
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return seconds, int(Path(folder, "peak").read_text())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    print(f"{'command':36} {'median s':>9} {'max s':>7} {'peak MB':>8}")
    for name, arguments in COMMANDS.items():
        with tempfile.TemporaryDirectory() as folder:
            measure(arguments, folder)  # warm-up: fills caches, makes `out` for the second run
            measured = [measure(arguments, folder) for _ in range(runs)]
        seconds = [item[0] for item in measured]
        peak = max(item[1] for item in measured)
        print(f"{name:36} {statistics.median(seconds):9.2f} {max(seconds):7.2f} {peak:8}")


if __name__ == "__main__":
    main()
