"""Scans against their truth: rows, labels, cells, characters, values, confidence, time, memory.

    python benchmarks/scan_pages.py OUT
    python benchmarks/scans.py OUT [--use learn|judge|second] [--quick] [--only NAME] [--show 10]

One line per scan and one per half. `rows` are those of the truth found again (+ those too many),
`labels`, `parents` and `kinds` how many of the rows have theirs, `cells` those whose text is right
to the letter, `char` the letters to change over those printed (in %). `num`, `date` and `body` are
the cells with digits whose numbers are right, the deadlines and the named bodies that are read as
from the print. `w<.9` and `r<.9` are the shares of the wrong and of the right cells whose
confidence is below 0.9. Times are processor seconds of all processes that read, start-up included,
and (by the clock).
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from rapidfuzz.distance import Levenshtein  # noqa: E402
from rapidfuzz.fuzz import ratio  # noqa: E402
from scan_pages import ROLES, Row, chosen, make_all, parser, read, use_of, values_of  # noqa: E402

DOUBT = 0.9
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")
_LEAST_ALIKE = 40.0
"""Likeness of two rows (0 to 100) from which one may be the other."""

HEAD = """\
| scan | rows | labels | cells exact, % | letters to change, % | numbers, % | dates, % | bodies, % \
| wrong cells below 0.9 | right cells below 0.9, % | s a page | MB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over scans."""

    pages: int = 0
    rows: int = 0
    found: int = 0
    extra: int = 0
    labels: int = 0
    parents: int = 0
    kinds: int = 0
    cells: int = 0
    exact: int = 0
    letters: int = 0
    edits: int = 0
    numbers: int = 0
    numbers_right: int = 0
    dates: int = 0
    dates_right: int = 0
    bodies: int = 0
    bodies_right: int = 0
    wrong_low: int = 0
    right_low: int = 0
    seconds: float = 0.0
    wall: float = 0.0
    peak: int = 0

    def __add__(self, other: Score) -> Score:
        sums = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        return Score(**(sums | {"peak": max(self.peak, other.peak)}))

    def row(self) -> str:
        """The cells of a table in Markdown under `HEAD`."""
        parts = (
            f"{self.found} of {self.rows}",
            f"{self.labels}",
            f"{_share(self.exact, self.cells)} of {self.cells:,}",
            f"{100 * self.edits / max(1, self.letters):.2f}",
            _share(self.numbers_right, self.numbers),
            _share(self.dates_right, self.dates),
            _share(self.bodies_right, self.bodies),
            f"{self.wrong_low} of {self.cells - self.exact}",
            _share(self.right_low, self.exact),
            f"{self.seconds / max(1, self.pages):.1f}",
            f"{self.peak}",
        )
        return " | ".join(parts)

    def __str__(self) -> str:
        wrong, pages = self.cells - self.exact, max(1, self.pages)
        parts = [
            f"pages {self.pages:3}",
            f"rows {self.found}/{self.rows}+{self.extra}",
            f"labels {self.labels} parents {self.parents} kinds {self.kinds}",
            f"cells {_share(self.exact, self.cells)} of {self.cells}",
            f"char {100 * self.edits / max(1, self.letters):.2f}",
            f"num {_share(self.numbers_right, self.numbers)}",
            f"date {_share(self.dates_right, self.dates)}",
            f"body {_share(self.bodies_right, self.bodies)}",
            f"w<.9 {self.wrong_low}/{wrong}",
            f"r<.9 {_share(self.right_low, self.exact)}",
            f"{self.seconds / pages:.2f} ({self.wall / pages:.2f}) s/page",
            f"{self.peak} MB",
        ]
        return "  ".join(parts)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def read_rows(path: Path, kept: bool) -> dict[str, Any]:
    """What annex reads from one file, as plain data, with time and memory."""
    wall = time.monotonic()
    document = read(path, kept)
    wall = time.monotonic() - wall
    order = {row.row_id: index for index, row in enumerate(document.rows)}
    values = values_of(document)
    rows: list[Row] = [
        {
            "kind": row.kind,
            "label": row.label,
            "parent": order.get(row.parent_row_id or ""),
            "cells": {},
            "raw": {},
            "confidence": {},
            "values": values[row.row_id],
        }
        for row in document.rows
    ]
    for cell in document.cells:
        row = rows[order[cell.row_id]]
        row["cells"][cell.column] = cell.text
        row["raw"][cell.column] = cell.raw
        row["confidence"][cell.column] = getattr(cell, "confidence", None)
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    own, pages = (resource.getrusage(who) for who in whose)
    seconds = sum(used.ru_utime + used.ru_stime for used in (own, pages))
    peak = max(own.ru_maxrss, pages.ru_maxrss) // 1024
    problems = [[p.severity, p.code, p.message, p.evidence] for p in document.problems]
    used = {"seconds": seconds, "wall": wall, "peak": peak}
    return {"rows": rows, "problems": problems, **used}


def read_apart(path: Path, kept: bool) -> dict[str, Any]:
    """`read_rows` in a process of its own."""
    command = [sys.executable, __file__, "--read", str(path), *["--again"] * kept]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["failed"])[-1]
        print(f"  {path.name}: {last}", file=sys.stderr)
        return {"rows": [], "problems": [], "seconds": 0.0, "wall": 0.0, "peak": 0}
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _text_of(row: Row) -> str:
    return " ".join((row["label"], *(t for c, t in sorted(row["cells"].items()) if c != "stt")))


def paired(wanted: Sequence[Row], found: Sequence[Row]) -> dict[int, int]:
    """Row of the truth → row read, in order, so that the likeness of all pairs is greatest."""
    texts = [_text_of(row) for row in found]
    best = [[0.0] * (len(found) + 1) for _ in range(len(wanted) + 1)]
    like = [[ratio(_text_of(row), text) for text in texts] for row in wanted]
    for a in range(len(wanted) - 1, -1, -1):
        for b in range(len(found) - 1, -1, -1):
            pair = best[a + 1][b + 1] + (like[a][b] if like[a][b] >= _LEAST_ALIKE else -1e9)
            best[a][b] = max(pair, best[a + 1][b], best[a][b + 1])
    pairs, a, b = {}, 0, 0
    while a < len(wanted) and b < len(found):
        if best[a][b] == best[a + 1][b]:
            a += 1
        elif best[a][b] == best[a][b + 1]:
            b += 1
        else:
            pairs[a], a, b = b, a + 1, b + 1
    return pairs


def cells_of(wanted: Row, found: Row | None) -> Iterator[tuple[str, str, str, float | None]]:
    """Column, printed text, text read, confidence: of each cell of the truth, the label too. Where
    a header is no known name, and misread, its column is known by its place."""
    blank: Row = {"label": "", "cells": {}, "confidence": {}}
    other = found or blank
    yield "stt", wanted["label"], other["label"], other["confidence"].get("stt")
    own = [column for column in other["cells"] if column != "stt"]
    if len(own) != len(wanted["cells"]) or set(own) & set(wanted["cells"]) == set(own):
        own = list(wanted["cells"])
    for (column, text), place in zip(wanted["cells"].items(), own, strict=True):
        yield column, text, other["cells"].get(place, ""), other["confidence"].get(place)


def score_row(wanted: Row, found: Row | None, parent_right: bool) -> Score:
    """One row of the truth against the one read for it."""
    total = Score(rows=1, found=int(found is not None))
    if found is not None:
        total += Score(
            labels=int(found["label"] == wanted["label"]),
            kinds=int(found["kind"] == wanted["kind"]),
            parents=int(parent_right),
        )
    for column, text, got, sure in cells_of(wanted, found):
        right = text == got and found is not None
        low = sure is not None and sure < DOUBT
        digits = _NUMBER.findall(text)
        total += Score(
            cells=1,
            exact=int(right),
            letters=len(text),
            edits=Levenshtein.distance(text, got),
            wrong_low=int(low and not right),
            right_low=int(low and right),
            numbers=int(bool(digits) and column != "stt"),
            numbers_right=int(bool(digits) and column != "stt" and digits == _NUMBER.findall(got)),
        )
    values = found["values"] if found else {}
    for name, value in wanted.get("values", {}).items():
        right = values.get(name) == value
        body = name in ROLES
        total += Score(bodies=1, bodies_right=right) if body else Score(dates=1, dates_right=right)
    return total


def score(truth: dict[str, Any], result: dict[str, Any], show: int) -> Score:
    """One scan."""
    wanted, found = truth["rows"], result["rows"]
    pairs = paired(wanted, found)
    total = Score(
        pages=truth["pages"],
        extra=len(found) - len(pairs),
        seconds=result["seconds"],
        wall=result["wall"],
        peak=result["peak"],
    )
    for index, row in enumerate(wanted):
        other = found[pairs[index]] if index in pairs else None
        parent = pairs.get(row["parent"]) if row["parent"] is not None else None
        total += score_row(row, other, other is not None and other["parent"] == parent)
        for column, text, got, sure in cells_of(row, other):
            if text != got and show > 0:
                show -= 1
                raw = other["raw"].get(column, "") if other else "(no row)"
                print(f"  {row['label']} {column} {sure}\n    want {text}\n    got  {got}")
                if raw.split() != got.split():
                    print(f"    raw  {' '.join(raw.split())}")
    return total


def main() -> None:
    """Measure the scans asked for."""
    if sys.argv[1:2] == ["--read"]:
        found = read_rows(Path(sys.argv[2]), "--again" in sys.argv)
        print(json.dumps(found, ensure_ascii=False))
        return
    options = parser(__doc__)
    options.add_argument("--show", type=int, default=0, help="wrong cells to print of each scan")
    options.add_argument("--keep", type=Path, help="write what was read of each scan there")
    options.add_argument(
        "--again", action="store_true", help="pictures are read once, and kept beside the scans"
    )
    options.add_argument("--table", action="store_true", help="a table in Markdown")
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.out is None:
            arguments.out = Path(folder)
            make_all(arguments)
        measure_all(arguments)


def measure_all(arguments: argparse.Namespace) -> None:
    """Read the scans asked for and print how well."""
    if arguments.table:
        print(HEAD)
    totals: dict[str, Score] = {}
    for name in chosen(arguments.use, arguments.only, arguments.quick):
        path = arguments.out / f"{name}.json"
        if not path.exists():
            continue
        result = read_apart(arguments.out / f"{name}.pdf", arguments.again)
        if arguments.keep:
            arguments.keep.mkdir(parents=True, exist_ok=True)
            kept = json.dumps(result, ensure_ascii=False)
            (arguments.keep / f"{name}.json").write_text(kept, encoding="utf-8")
        one = score(json.loads(path.read_text(encoding="utf-8")), result, arguments.show)
        told = f"| {name} | {one.row()} |" if arguments.table else f"{name:20} {one}"
        print(told, flush=True)
        use = use_of(name)
        totals[use] = totals.get(use, Score()) + one
    for use, total in totals.items():
        print(f"| **all, {use}** | {total.row()} |" if arguments.table else f"{use:20} {total}")


if __name__ == "__main__":
    main()
