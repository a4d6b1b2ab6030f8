"""What converters make of documents, against the documents themselves.

    python benchmarks/converters.py FILE… --out OUT [--python PYTHON] [--tool NAME] [--show 5]

Each .docx, .xlsx or .html file is converted by every converter that PYTHON has installed
(converter_tools.py; by default the Python this runs in); what is in OUT already is not made anew.
annex reads the file itself and each text, and both are compared: rows found again, cells right to
the letter, wrong cells and right ones that a problem names. Counted apart are cells of the file
that one above covers and that are blank in the text, which has no way to say it, and numbers that
lack the marks the file shows them with. A text of which no table was read, and which says so,
counts as refused.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from bare import Row, row_pairs  # noqa: E402
from converter_tools import TOOLS  # noqa: E402

from pipeline.data.records import Document  # noqa: E402
from pipeline.errors import InputError  # noqa: E402
from pipeline.extract import extract  # noqa: E402
from pipeline.model import UNCERTAIN, Source  # noqa: E402
from pipeline.normalize import normalize  # noqa: E402
from pipeline.writing.columns import NUMBER  # noqa: E402

WHOLE_ROWS = ("rows-in-one", "row-without-start")
"""Codes of doubts about rows, and about whole tables or texts."""
WHOLE_TEXT = (UNCERTAIN, *WHOLE_ROWS, "rows-uncertain", "header-missing", "row-wider-than-header")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over texts: `told` are wrong cells that a problem of their cell or row names, `once`
    those that only a problem of the whole text names; `covered` are blank ones that one above
    covers, `shown` numbers without the marks that the file shows them with, both no errors of the
    reader; `doubted` right cells that a problem names."""

    texts: int = 0
    refused: int = 0
    rows: int = 0
    found: int = 0
    cells: int = 0
    right: int = 0
    covered: int = 0
    shown: int = 0
    told: int = 0
    once: int = 0
    doubted: int = 0

    def __add__(self, other: Score) -> Score:
        names = [field.name for field in fields(self)]
        return Score(*(getattr(self, name) + getattr(other, name) for name in names))

    def __str__(self) -> str:
        wrong = self.cells - self.right - self.covered - self.shown
        silent = wrong - self.told - self.once
        return (
            f"texts {self.texts:3} refused {self.refused:2}  rows {self.found:6}/{self.rows:<6} "
            f"cells {100 * self.right / max(1, self.cells):5.1f} % of {self.cells:<6} "
            f"covered {self.covered:5} shown {self.shown:5}  "
            f"wrong {wrong:5}: named {self.told:5}, once {self.once:5}, silent {silent:5}  "
            f"right doubted {100 * self.doubted / max(1, self.right):4.1f} %"
        )


def read(path: Path) -> Document | None:
    """A file as annex reads it, or None where it refuses it."""
    try:
        return normalize(extract(Source(path, path.name)))
    except InputError:
        return None


def column_names(document: Document) -> dict[tuple[str, str], str]:
    """What each column is called here: the lowest name over it, since a text may lack what spans
    several; the second of one name has a number."""
    names: dict[tuple[str, str], str] = {}
    for table in document.tables:
        seen: Counter[str] = Counter()
        for column, header in zip(table.columns, table.headers, strict=True):
            lowest = " ".join(header.rpartition(" / ")[2].split()).lower()
            name = "label" if column == NUMBER else lowest
            seen[name] += 1
            names[table.table_id, column] = name if seen[name] == 1 else f"{name} {seen[name]}"
    return names


def read_rows(document: Document) -> tuple[list[Row], list[set[str]], list[set[str]]]:
    """The rows of a document by the names above; the columns of each that a problem names, and
    those that a cell above covers."""
    names = column_names(document)
    tables = {row.row_id: row.table_id for row in document.rows}
    rows: dict[str, Row] = {row.row_id: {"label": row.label} for row in document.rows}
    covered: dict[str, set[str]] = {row_id: set() for row_id in rows}
    for cell in document.cells:
        name = names[cell.table_id, cell.column]
        if name != "label":
            rows[cell.row_id][name] = cell.text
        if cell.merged:
            covered[cell.row_id].add(name)
    doubts: dict[str, set[str]] = {row_id: set() for row_id in rows}
    for one in document.problems:
        if one.row_id in doubts and one.code in (UNCERTAIN, *WHOLE_ROWS):
            name = names.get((tables[one.row_id], one.column or ""), "")
            doubts[one.row_id].add(name if one.code == UNCERTAIN else "")
    return list(rows.values()), list(doubts.values()), list(covered.values())


def bare_number(text: str) -> str:
    """A number without what groups its digits and without a blank fraction; nothing for a text."""
    if not re.fullmatch(r"-?[\d.,\s]+", text.strip()):
        return ""
    return re.sub(r"[.,\s]", "", re.sub(r"\.0\Z", "", text.strip()))


def beginning(row: Row) -> Row:
    """What a row is known by: its number and its first cell that is not blank."""
    first = next((text for name, text in row.items() if name != "label" and text), "")
    return {"label": row["label"], "title": first}


def compare(path: Path, wanted: list[Row], covered: list[set[str]], show: int = 0) -> Score:
    """A text against the rows of its document."""
    whole = sum(map(len, wanted))
    document = read(path)
    if document is None or not document.rows:
        told = document is None or any(p.severity == "error" for p in document.problems)
        return Score(1, int(told), len(wanted), 0, 0 if told else whole)
    found, doubts, _ = read_rows(document)
    once = any(p.code in WHOLE_TEXT and not p.row_id for p in document.problems)
    pairs = dict(row_pairs(list(map(beginning, wanted)), list(map(beginning, found))))
    counts: Counter[str] = Counter()
    for at, row in enumerate(wanted):
        place = pairs.get(at)
        for column, text in row.items():
            got = found[place].get(column) if place is not None else None
            named = place is not None and bool(doubts[place] & {column, ""})
            if got == text:
                counts["right"] += 1
                counts["doubted"] += named
            elif got == "" and column in covered[at]:
                counts["covered"] += 1
            elif got and bare_number(got) == bare_number(text) != "":
                counts["shown"] += 1
            else:
                counts["told" if named else "once" if once else "silent"] += 1
                if show > 0 and not named:
                    show -= 1
                    print(f"  {row['label']} {column}{' (told once)' if once else ''}")
                    print(f"    want {text[:160]!r}\n    got  {got and got[:160]!r}")
    return Score(
        1, 0, len(wanted), len(pairs), whole, counts["right"], counts["covered"],
        counts["shown"], counts["told"], counts["once"], counts["doubted"],
    )  # fmt: skip


def make(path: Path, out: Path, python: str, tools: list[str]) -> None:
    """Convert a file with the converters that a Python has."""
    script = str(ROOT / "benchmarks" / "converter_tools.py")
    subprocess.run([python, script, str(path), str(out), *tools], check=False, timeout=3600)


def main() -> None:
    """Convert, read, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="where the texts are kept")
    parser.add_argument("--python", default=sys.executable, help="the Python with the converters")
    parser.add_argument("--tool", action="append", choices=list(TOOLS), default=[])
    parser.add_argument("--each", action="store_true", help="a line for each text")
    parser.add_argument("--show", type=int, default=0, help="wrong cells to print of each text")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    totals: dict[str, Score] = {}
    for path in arguments.files:
        make(path.resolve(), arguments.out, arguments.python, arguments.tool)
        document = read(path)
        assert document is not None, path
        wanted, _, covered = read_rows(document)
        for name in arguments.tool or TOOLS:
            text = arguments.out / f"{path.stem}.{name}{TOOLS[name][1]}"
            if not text.exists() or not wanted:
                continue
            one = compare(text, wanted, covered, arguments.show)
            totals[name] = totals.get(name, Score()) + one
            if arguments.each or arguments.show:
                print(f"{name:18} {path.stem[-40:]:40} {one}", flush=True)
    for name, score in totals.items():
        print(f"{name:18} {score}")
    print(f"{'all':18} {sum(totals.values(), Score())}")


if __name__ == "__main__":
    main()
