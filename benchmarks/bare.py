"""Bare text of many layouts against the fixtures: rows, cells, doubts, time, memory.

    python benchmarks/layouts.py OUT
    python benchmarks/bare.py OUT [--use learn|judge] [--text spaced] [--only NAME] [--show 5]

Reads what layouts.py made. `rows` are those of the truth found again, `cells` those whose text is
right to the letter, `flagged` the share of the wrong cells that a problem names: that of the cell,
or for rows that are missing that of a table whose rows are uncertain. `doubted` is the share of the
right cells that a problem names too. A text that was refused counts as such, not as wrong.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from laid_out import FIXTURES, printed  # noqa: E402
from layouts import TEXTS, layouts_of, make  # noqa: E402

from pipeline.data.records import Document  # noqa: E402
from pipeline.extract import extract  # noqa: E402
from pipeline.extract.layer.numbered.crowded import ROWS_UNCERTAIN  # noqa: E402
from pipeline.model import UNCERTAIN, Source  # noqa: E402
from pipeline.normalize import normalize  # noqa: E402
from pipeline.qa.fixtures import cells_of, read_fixture  # noqa: E402

Row = dict[str, str]
_NAMES = {"stt": "label"}

HEAD = """\
| layouts | text | read | rows found | cells right | wrong cells that a problem names \
| right cells that one names | s per 100 KB |
| --- | --- | --- | --- | --- | --- | --- | --- |"""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over texts; `texts` read, `refused` told to be unreadable."""

    texts: int = 0
    refused: int = 0
    rows: int = 0
    found: int = 0
    extra: int = 0
    cells: int = 0
    right: int = 0
    wrong_flagged: int = 0
    right_flagged: int = 0
    flagged: int = 0
    seconds: float = 0.0
    kilobytes: float = 0.0

    def __add__(self, other: Score) -> Score:
        names = [field.name for field in fields(self)]
        return Score(*(getattr(self, name) + getattr(other, name) for name in names))

    def shares(self) -> tuple[float, float, float, float]:
        """Percent of cells right, of wrong ones and right ones flagged; seconds per 100 KB."""
        wrong = self.cells - self.right
        pairs = (
            (self.right, self.cells),
            (self.wrong_flagged, wrong),
            (self.right_flagged, self.right),
            (self.seconds, self.kilobytes),
        )
        right, told, doubted, pace = (100 * part / max(1, whole) for part, whole in pairs)
        return right, told, doubted, pace

    def row(self) -> str:
        """The cells of a table in Markdown under `HEAD`."""
        right, told, doubted, pace = self.shares()
        return (
            f"{self.texts - self.refused} of {self.texts} | {self.found:,} of {self.rows:,} | "
            f"{right:.1f} % | {told:.0f} % | {doubted:.1f} % | {pace:.1f}"
        )

    def __str__(self) -> str:
        right, told, doubted, pace = self.shares()
        return (
            f"texts {self.texts:3} refused {self.refused:2} rows {self.found}/{self.rows} "
            f"(+{self.extra}) cells {right:.1f} % of {self.cells}, wrong flagged {told:.0f} % "
            f"(flags {self.flagged}), right doubted {doubted:.1f} %, {pace:.2f} s per 100 KB"
        )


def truth(doc_id: str, layout: Mapping[str, Any]) -> list[Row]:
    """The rows of all tables of a document as a layout has them: label and columns."""
    return [
        cells | {"label": printed(row.label, row.kind, layout)}
        for table in read_fixture(FIXTURES / doc_id).tables
        for row, cells in zip(table.rows, cells_of(table), strict=True)
    ]


def found_rows(document: Document) -> tuple[list[Row], list[set[str]]]:
    """The rows that were read, and the columns in doubt of each."""
    rows: dict[str, Row] = {row.row_id: {"label": row.label} for row in document.rows}
    for cell in document.cells:
        if cell.column != "stt":
            rows[cell.row_id][cell.column] = cell.text
    doubts: dict[str, set[str]] = {row_id: set() for row_id in rows}
    for problem in document.problems:
        if problem.code == UNCERTAIN and problem.row_id in doubts:
            doubts[problem.row_id].add(_NAMES.get(problem.column or "", problem.column or ""))
    return list(rows.values()), list(doubts.values())


def _key(row: Row) -> str:
    return f"{row['label'].strip('.()')}|{row.get('title', '')[:24]}"


def row_pairs(wanted: list[Row], found: list[Row]) -> Iterator[tuple[int, int]]:
    """Rows that are the same: by number and the beginning of the title; between such, in order."""
    matcher = SequenceMatcher(None, [*map(_key, wanted)], [*map(_key, found)], autojunk=False)
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal" or a1 - a0 == b1 - b0:
            yield from zip(range(a0, a1), range(b0, b1), strict=True)
        elif kind == "replace":
            taken = b0
            for at in range(a0, a1):
                for place in range(taken, b1):
                    if wanted[at]["label"] == found[place]["label"]:
                        yield at, place
                        taken = place + 1
                        break


def score(path: Path, doc_id: str, layout: Mapping[str, Any], show: int) -> Score:
    """Read one text and compare it with the fixture of its document."""
    return compare(path, truth(doc_id, layout), show)


def compare(
    path: Path,
    wanted: list[Row],
    show: int,
    written: Callable[[list[Row]], list[Row]] = lambda rows: rows,
) -> Score:
    """Read one file and compare it with the rows it should have; `written` makes the rows that were
    read comparable with these."""
    start = time.process_time()
    extraction = extract(Source(path, path.name))
    document = normalize(extraction)
    seconds = time.process_time() - start
    size = path.stat().st_size / 1024
    if any(p.severity == "error" and p.code == "text-interleaved" for p in document.problems):
        return Score(texts=1, refused=1, seconds=seconds, kilobytes=size)
    found, doubts = found_rows(document)
    found = written(found)
    right = flagged = doubted = 0
    uncertain = any(problem.code == ROWS_UNCERTAIN for problem in document.problems)
    pairs = dict(row_pairs(wanted, found))
    for at, row in enumerate(wanted):
        place = pairs.get(at)
        for column, text in row.items():
            got = found[place].get(column, "") if place is not None else None
            told = uncertain if place is None else bool(doubts[place] & {column, ""})
            if got == text:
                right += 1
                doubted += told
                continue
            flagged += told
            if show > 0:
                show -= 1
                print(f"  {row['label']} {column}{' FLAGGED' if told else ''}")
                print(f"    want {text}\n    got  {got}")
    return Score(
        1, 0, len(wanted), len(pairs), len(found) - len(pairs), sum(map(len, wanted)), right,
        flagged, doubted, sum(map(len, doubts)), seconds, size,
    )  # fmt: skip


def main() -> None:
    """Score the texts that were made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", help="what layouts.py made; else made anew")
    parser.add_argument("--use", choices=("learn", "judge"))
    parser.add_argument("--text", choices=TEXTS, action="append")
    parser.add_argument("--table", action="store_true", help="totals as a table in Markdown")
    parser.add_argument("--only")
    parser.add_argument("--doc")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--layouts", type=Path, help="instead of layouts.toml")
    arguments = parser.parse_args()
    arguments.drawn = layouts_of(arguments.layouts)
    with tempfile.TemporaryDirectory() as folder:
        if arguments.out is None:
            arguments.out = Path(folder)
            for name, layout in arguments.drawn.items():
                if arguments.use in (None, layout["use"]) and arguments.only in (None, name):
                    make(name, layout, arguments.out)
        score_all(arguments)
    if not arguments.table:
        print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def score_all(arguments: argparse.Namespace) -> None:
    """Score the texts asked for, and print the totals."""
    if arguments.table:
        print(HEAD)
    for use in ("learn", "judge"):
        for text in arguments.text or TEXTS:
            if arguments.use not in (None, use):
                continue
            total = Score()
            for name, layout in arguments.drawn.items():
                if layout["use"] != use or arguments.only not in (None, name):
                    continue
                for doc_id in layout["docs"]:
                    path = arguments.out / name / f"{doc_id}.{text}.txt"
                    if arguments.doc not in (None, doc_id) or not path.exists():
                        continue
                    one = score(path, doc_id, layout, arguments.show)
                    total += one
                    if arguments.each or arguments.show:
                        print(f"  {name} {doc_id} {text}: {one}", flush=True)
            if total.texts and arguments.table:
                print(f"| {use} | {text} | {total.row()} |", flush=True)
            elif total.texts:
                print(f"{use} {text}: {total}", flush=True)


if __name__ == "__main__":
    main()
