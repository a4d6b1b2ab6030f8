"""Make scans whose truth is known: tables typeset, turned into pictures, spoiled.

The tables are hand-checked ones and annexes of our own (annexes.toml).

    python benchmarks/scan_pages.py OUT [--use HALF] [--only NAME] [--quick]

Writes `OUT/<scan>.pdf` (pictures alone), `OUT/<scan>.print.pdf` (the same document with its text)
and `OUT/<scan>.json` (the truth: rows of the fixture, what annex reads from the print as deadline
and agencies of each). Which half a scan belongs to stands in scans.toml.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import tomllib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
import pypdfium2  # noqa: E402
from annexes import piece, set_annex  # noqa: E402
from laid_out import FIXTURES, Table, tables  # noqa: E402
from layouts import MAKERS  # noqa: E402
from PIL import Image  # noqa: E402
from scan_faults import FAULTS, SEALS, Picture, spoiled, stored  # noqa: E402

from pipeline.data.records import Document  # noqa: E402
from pipeline.extract import extract  # noqa: E402
from pipeline.model import Extraction, Source  # noqa: E402
from pipeline.normalize import normalize  # noqa: E402
from pipeline.qa.fixtures import FixtureRow, FixtureTable, read_fixture  # noqa: E402

_ALL: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(
    (ROOT / "benchmarks" / "scans.toml").read_text(encoding="utf-8")
)
STYLES, SCANS = _ALL["style"], _ALL["scan"]
ROWS = 22
"""Rows of a piece, about: three to five pages."""
QUALITY = 85
ROLES = ("head", "lead", "coordination")

Row = dict[str, Any]


def use_of(name: str) -> str:
    """The half a scan belongs to: that of its page style."""
    return str(STYLES[SCANS[name]["style"]]["use"])


def pieces(rows: Sequence[FixtureRow]) -> list[range]:
    """A table cut into pieces of about `ROWS` rows, none of which begins inside an item."""
    starts = [0]
    for index, row in enumerate(rows):
        if index - starts[-1] >= ROWS and not row.parent:
            starts.append(index)
    return [range(a, b) for a, b in zip(starts, [*starts[1:], len(rows)], strict=True)]


def piece_of(scan: Mapping[str, Any]) -> tuple[Table, list[Row]]:
    """The part of a table that a scan shows, and its rows as truth."""
    doc, number = scan["doc"], scan.get("table", 1)
    whole = read_fixture(FIXTURES / doc).table(number)
    part = pieces(whole.rows)[scan.get("part", 1) - 1]
    table = list(tables(doc))[number - 1]
    notes = {(r - part.start, c): n for (r, c), n in table.notes.items() if r - 1 in part}
    cut = replace(table, rows=table.rows[part.start : part.stop], notes=notes)
    return cut, [_truth(whole, index, part.start) for index in part]


def _truth(table: FixtureTable, index: int, start: int) -> Row:
    row = table.rows[index]
    cells = dict(zip(table.columns, row.texts, strict=True))
    parent = row.parent - 1 - start if row.parent else None
    return {"kind": row.kind, "label": row.label, "parent": parent, "cells": cells}


def extraction_of(path: Path) -> Extraction:
    """What the readers say of a scan, read once and kept beside it."""
    kept = path.with_suffix(".pkl")
    if not kept.exists():
        kept.write_bytes(pickle.dumps(extract(Source(path, path.name))))
    found: Extraction = pickle.loads(kept.read_bytes())  # our own file
    return found


def read(path: Path, kept: bool = False) -> Document:
    """What annex reads from a file; `kept` takes what its readers said when it was last asked."""
    return normalize(extraction_of(path) if kept else extract(Source(path, path.name)))


def values_of(document: Document) -> dict[str, dict[str, Any]]:
    """Row → the day a deadline means, and the bodies named in each role."""
    found: dict[str, dict[str, Any]] = {row.row_id: {} for row in document.rows}
    for task in document.tasks:
        if task.deadline is not None:
            due = task.due_date.isoformat() if task.due_date else None
            found[task.row_id]["deadline"] = [task.deadline_kind, due]
    for named in document.assignments:
        bodies = found[named.row_id].setdefault(named.role, [])
        bodies.append(named.agency_id or named.text)
    return found


def pictures(pdf: Path, scan: Mapping[str, Any], seed: int) -> Iterator[Image.Image]:
    """The pages of a PDF as the scan shows them."""
    document = pypdfium2.PdfDocument(pdf)
    faults = {name: float(scan[name]) for name in FAULTS if name in scan}
    for number, page in enumerate(document):
        shown = page.render(scale=scan["dpi"] / 72, grayscale="photo" not in scan).to_numpy()
        picture: Picture = np.ascontiguousarray(shown[..., 0] if shown.shape[-1] == 1 else shown)
        own = {name: s for name, s in faults.items() if name not in SEALS or number % 2 == 0}
        yield stored(spoiled(picture, own, seed + number), scan.get("stored", QUALITY))


def make(name: str, out: Path) -> None:
    """Make one scan: its pictures, its print, its truth."""
    scan = SCANS[name]
    style = STYLES[scan["style"]]
    pdf = out / f"{name}.print.pdf"
    if "annex" in scan:
        rows = piece(scan["annex"], scan.get("rows"))
        set_annex(scan["annex"], style, scan.get("rows"), pdf)
    else:
        table, rows = piece_of(scan)
        MAKERS[style["maker"]]([table], style, pdf)
    printed = read(pdf)
    found = [values_of(printed)[row.row_id] for row in printed.rows]
    if [row.label for row in printed.rows] == [row["label"] for row in rows]:
        for row, values in zip(rows, found, strict=True):
            row["values"] = values
    pages = list(pictures(pdf, scan, zlib.crc32(name.encode())))
    target = out / f"{name}.pdf"
    pages[0].save(target, "PDF", resolution=scan["dpi"], save_all=True, append_images=pages[1:])
    facts = printed.documents[0]
    truth = {"use": use_of(name), "pages": len(pages), "number": facts.number, "rows": rows}
    (out / f"{name}.json").write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    print(f"{name}: {len(rows)} rows, {len(pages)} pages", file=sys.stderr)


def chosen(use: str | None, only: str | None, quick: bool) -> Iterator[str]:
    """Names of the scans asked for."""
    for name, scan in SCANS.items():
        if (
            use in (None, use_of(name))
            and only in (None, name)
            and (scan.get("quick") or not quick)
        ):
            yield name


def parser(description: str | None) -> argparse.ArgumentParser:
    """Options that making and measuring share."""
    options = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("out", type=Path, nargs="?")
    options.add_argument("--use", choices=sorted({str(style["use"]) for style in STYLES.values()}))
    options.add_argument("--only", choices=list(SCANS))
    options.add_argument("--quick", action="store_true")
    return options


def main() -> None:
    """Make the scans asked for, those that are there left out."""
    options = parser(__doc__)
    arguments = options.parse_args()
    if arguments.out is None:
        options.error("say where the scans are to be written")
    make_all(arguments)


def make_all(arguments: argparse.Namespace) -> None:
    """Make the scans asked for that are not there."""
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name in chosen(arguments.use, arguments.only, arguments.quick):
        if not (arguments.out / f"{name}.json").exists():
            make(name, arguments.out)


if __name__ == "__main__":
    main()
