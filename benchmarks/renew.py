"""Measure anew every figure that stands in the docs, and write it where it stands.

    ./dev shell python benchmarks/renew.py            all of them (about an hour)
    ./dev shell python benchmarks/renew.py run links  those of benchmarks/run.py and links.py

Figures stand in Markdown files between two marks; the first one names the script and its options:

    <!-- figures: run.py --runs 3 -->
    Measured on …                        day, machine, Python and commit
    (what the script prints)
    <!-- end of figures -->

A figure elsewhere in the text is one that somebody measured once, and says so.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from machine import ROOT, stamp

BLOCK = re.compile(
    r"(?P<mark><!-- figures: (?P<script>\w+)\.py(?P<options>[^\n]*?) -->\n)"
    r"(?P<figures>.*?)(?P<end>^<!-- end of figures -->$)",
    re.DOTALL | re.MULTILINE,
)


def pages() -> list[Path]:
    """The Markdown files that may hold figures."""
    return [*sorted(ROOT.glob("benchmarks/*.md")), *sorted(ROOT.glob("docs/*.md"))]


def measure(script: str, options: str) -> str:
    """What a script prints, as Markdown: its tables as they are, all else as it stands.

    Raises `subprocess.CalledProcessError` when it fails.
    """
    command = [sys.executable, f"benchmarks/{script}.py", *shlex.split(options)]
    print(" ".join(command[1:]), file=sys.stderr, flush=True)
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    printed = done.stdout.strip()
    return printed if "| --- |" in printed else f"```\n{printed}\n```"


def renewed(page: str, wanted: Iterable[str], figures_of: Callable[[str, str], str]) -> str:
    """The text of a page with the figures of the `wanted` scripts measured anew; all if none is."""
    names = set(wanted)

    def anew(block: re.Match[str]) -> str:
        if names and block["script"] not in names:
            return block.group()
        figures = figures_of(block["script"], block["options"])
        return f"{block['mark']}{stamp()}\n\n{figures}\n{block['end']}"

    return BLOCK.sub(anew, page)


def main() -> None:
    """Renew the figures of the scripts named, page by page; each is written at once."""
    for path in pages():
        page = path.read_text(encoding="utf-8")
        fresh = renewed(page, sys.argv[1:], measure)
        if fresh != page:
            path.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    main()
