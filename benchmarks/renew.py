"""Measure anew every figure that stands in the docs, and write it where it stands.

    ./dev shell python benchmarks/renew.py all        all of them (under ten minutes)
    ./dev shell python benchmarks/renew.py run links  those of benchmarks/run.py and links.py

Figures stand in Markdown files between two marks; the first one names the script and its options:

    <!-- figures: run.py --runs 3 -->
    Measured on …                        day, machine, Python and commit
    (what the script prints)
    <!-- end of figures -->

What could not be measured (a tool that is not installed, no time left of `LIMIT`) stays as it was
and is told at the end. A figure elsewhere in the text is one that somebody measured once, and says
so.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from machine import ROOT, stamp

LIMIT = 600.0
"""Seconds for all figures together."""
BLOCK = re.compile(
    r"(?P<mark><!-- figures: (?P<script>\w+)\.py(?P<options>[^\n]*?) -->\n)"
    r"(?P<figures>.*?)(?P<end>^<!-- end of figures -->$)",
    re.DOTALL | re.MULTILINE,
)


def pages() -> list[Path]:
    """The Markdown files that may hold figures."""
    return [*sorted(ROOT.glob("benchmarks/*.md")), *sorted(ROOT.glob("docs/*.md"))]


class NotMeasuredError(Exception):
    """Figures that stay as they were, and why."""


def measure(script: str, options: str, seconds: float = LIMIT) -> str:
    """What a script prints, as Markdown: its tables as they are, all else as it stands.

    Raises `NotMeasuredError` when it fails, with the last line it has said, or takes longer.
    """
    command = [sys.executable, f"benchmarks/{script}.py", *shlex.split(options)]
    shown = " ".join(command[1:])
    print(shown, file=sys.stderr, flush=True)
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=max(1.0, seconds),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotMeasuredError(f"{shown}: no time left") from None
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it failed"]
        raise NotMeasuredError(f"{shown}: {said[-1]}")
    printed = done.stdout.strip()
    return printed if "| --- |" in printed else f"```\n{printed}\n```"


def renewed(page: str, wanted: Iterable[str], figures_of: Callable[[str, str], str]) -> str:
    """The text of a page with the figures of the `wanted` scripts measured anew; all if none is.

    Figures that cannot be measured stay as they are.
    """
    names = set(wanted) - {"all"}

    def anew(block: re.Match[str]) -> str:
        if names and block["script"] not in names:
            return block.group()
        try:
            figures = figures_of(block["script"], block["options"])
        except NotMeasuredError:
            return block.group()
        return f"{block['mark']}{stamp()}\n\n{figures}\n{block['end']}"

    return BLOCK.sub(anew, page)


def main() -> None:
    """Renew the figures of the scripts named, page by page; each is written at once. Exit code 1
    where some could not be measured."""
    end, left = time.monotonic() + LIMIT, []

    def in_time(script: str, options: str) -> str:
        try:
            return measure(script, options, end - time.monotonic())
        except NotMeasuredError as why:
            left.append(str(why))
            raise

    for path in pages():
        page = path.read_text(encoding="utf-8")
        fresh = renewed(page, sys.argv[1:], in_time)
        if fresh != page:
            path.write_text(fresh, encoding="utf-8")
    for why in left:
        print(f"not renewed: {why}", file=sys.stderr)
    sys.exit(bool(left))


if __name__ == "__main__":
    main()
