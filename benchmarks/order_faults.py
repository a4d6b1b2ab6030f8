"""Do the tests notice when what is published begins to depend on who came first?

    ./dev shell python benchmarks/order_faults.py [--name WORDS]

Plants each fault of order_faults.toml in a copy, alone, and runs the tests of links and of the
programme until one fails. A fault that no test catches is printed and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from machine import ROOT

TESTS = (
    "tests/link/programme/test_arrivals.py",
    "tests/link/lineage/test_join.py",
    "tests/link/corpus/test_link_corpus.py",
)
"""What is run, the surest first."""


def copied(folder: Path) -> Path:
    """The project without its data, where a fault may stand."""
    copy = folder / "annex"
    left = shutil.ignore_patterns(".*", "out", "__pycache__")
    shutil.copytree(ROOT, copy, ignore=left)
    return copy


def caught_by(copy: Path, fault: dict[str, str]) -> str | None:
    """The first test that fails with a fault planted. Raises `SystemExit` where its text does not
    stand once in the file, or where no test ran."""
    path = copy / "pipeline" / "link" / fault["file"]
    whole = path.read_text(encoding="utf-8")
    if whole.count(fault["old"]) != 1:
        raise SystemExit(f"{fault['file']} does not say once: {fault['old']}")
    path.write_text(whole.replace(fault["old"], fault["new"]), encoding="utf-8")
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *TESTS],
            cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    finally:
        path.write_text(whole, encoding="utf-8")
    if ran.returncode not in (0, 1):
        raise SystemExit(f"the tests did not run: {ran.stdout[-500:]}{ran.stderr[-500:]}")
    return (
        next(line.strip("_ ") for line in ran.stdout.splitlines() if line[:2] == "__")
        if (ran.returncode)
        else None
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", default="", help="only faults whose name holds these words")
    words = parser.parse_args().name
    faults = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["fault"]
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        for fault in (fault for fault in faults if words in fault["name"]):
            found = caught_by(copy, fault)
            missed += found is None
            how = f"caught by {found}" if found else "NOT CAUGHT"
            print(f"{fault['name']}: {how}", flush=True)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
