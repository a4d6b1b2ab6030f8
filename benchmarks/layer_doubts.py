"""Fit the weights by which a cell of bare text is in doubt (`doubt` in weights.toml).

    python benchmarks/layouts.py OUT
    python benchmarks/layer_doubts.py OUT [--right FILE …] [--doubted 0.08] [--write]

A logistic regression of whether a cell is wrong on its signs (`extract/layer/search/doubt.py`).
Texts are those of the layouts for learning in OUT, and all others there whose rows stand beside
them: `NAME.json`, a list of tables `{"rows": [[label, cell, …], …]}`, for each `NAME.ORDER.txt`.
Of the files given with `--right` every cell is known to be right. Named is the share of wrong
cells in doubt, by texts that the fit has not seen (it leaves each sixth of the documents out in
turn), where so many right ones are in doubt as asked for; the base is set for that.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import logistic  # noqa: E402
from bare import Row, row_pairs  # noqa: E402
from laid_out import as_set, tables  # noqa: E402
from layouts import LAYOUTS  # noqa: E402
from learn_layer import DATA  # noqa: E402

from pipeline.extract.layer.reader import divided_tables  # noqa: E402
from pipeline.extract.layer.search.doubt import Signs  # noqa: E402
from pipeline.extract.layer.signs.weights import WEIGHTS  # noqa: E402
from pipeline.extract.layer.signs.words import one_text  # noqa: E402
from pipeline.extract.text.lines import split_lines  # noqa: E402

ORDERS = ("pdfium", "raw", "pypdf")
"""The texts in the order of their content."""
PARTS, SHRINK = 6, 3.0
"""Parts of the documents that are left out in turn, and how far weights are drawn to nothing (as so
many cells of unit variance)."""
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell whose truth is known: the document it is of, its signs, whether it is wrong."""

    document: str
    signs: Signs
    wrong: bool


def lessons(out: Path) -> Iterator[tuple[str, Path, list[list[str]]]]:
    """Document, text, and the rows that are printed in it."""
    for name, layout in LAYOUTS.items():
        for doc_id in layout["docs"] if layout["use"] == "learn" else ():
            paths = [out / name / f"{doc_id}.{order}.txt" for order in ORDERS]
            if any(path.exists() for path in paths):
                every = [as_set(table, layout) for table in tables(doc_id)]
                rows = [list(cells) for table in every for _, cells in table.rows]
                yield from ((doc_id, path, rows) for path in paths if path.exists())
    for truth in sorted(out.glob("*.json")):
        found = json.loads(truth.read_text(encoding="utf-8"))
        rows = [row for table in found for row in table["rows"]]
        for order in ORDERS:
            if (path := truth.with_suffix(f".{order}.txt")).exists():
                yield truth.stem, path, rows


def seen(name: str, path: Path, rows: Sequence[Sequence[str]] | None) -> Iterator[Seen]:
    """The cells of a text; all right where no rows are given."""
    lines = list(split_lines(path.read_text(encoding="utf-8")))
    done = [row for table in divided_tables(lines, WEIGHTS) for row in table.rows if row.signs]
    read = [[row.row.text, *_texts(row.division)] for row in done]
    pairs: Iterable[tuple[int, int]] = ((at, at) for at in range(len(read)))
    if rows is not None:
        pairs = row_pairs([*map(_row, rows)], [*map(_row, read)])
    for at, place in pairs:
        wanted = read[at] if rows is None else [*rows[at], *[""] * len(read[place])]
        for column, signs in enumerate(done[place].signs, start=1):
            yield Seen(name, signs, _plain(wanted[column]) != _plain(read[place][column]))


def _texts(division: object) -> Iterator[str]:
    for runs in getattr(division, "cells", ()):
        lines = [line for run in runs if run for line in run.lines]
        yield one_text(lines) if lines else ""


def _row(cells: Sequence[str]) -> Row:
    return {"label": cells[0], "title": cells[1]}


def _plain(text: str) -> str:
    """A text without white, hyphens that line ends take, and the number of a point."""
    return re.sub(r"^\(\d+\)", "", re.sub(r"[\s\u00ad-]+", "", text))


def fitted(signs: Array, wrong: Array) -> Array:
    """The base and the weights of the signs, fitted on signs of unit variance."""
    mean, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    found = logistic.fitted((signs - mean) / spread, wrong, 0.0, SHRINK)
    weights = found[1:] / spread
    return np.array([found[0] - weights @ mean, *weights])


def odds(found: Array, signs: Array) -> Array:
    result: Array = found[0] + signs @ found[1:]
    return result


def named(values: Array, wrong: Array, doubted: float) -> tuple[float, float]:
    """From which odds on so many right cells are in doubt, and the share of wrong ones then."""
    least = float(np.quantile(values[wrong == 0], 1 - doubted))
    return least, float((values[wrong == 1] > least).mean())


def unseen(cells: Sequence[Seen], signs: Array, wrong: Array) -> Array:
    """The odds of each cell by a fit that leaves its document out."""
    documents = sorted({cell.document for cell in cells})
    result = np.zeros(len(cells))
    for part in range(PARTS):
        own = np.isin([cell.document for cell in cells], documents[part::PARTS])
        if own.any():
            result[own] = odds(fitted(signs[~own], wrong[~own]), signs[own])
    return result


def written(text: str, values: dict[str, float]) -> str:
    """The data file with other values in its group `doubt`."""
    start, end = text.index("[doubt]"), text.index("[left]")
    group = text[start:end]
    for name, value in values.items():
        group = re.sub(rf"(?m)^{name} = {{ value = \S+?,", f"{name} = {{ value = {value:g},", group)
    return text[:start] + group + text[end:]


def main() -> None:
    """Fit, and say what the fit is worth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--right", type=Path, nargs="*", default=[])
    parser.add_argument("--doubted", type=float, default=0.08)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    cells = [cell for lesson in lessons(asked.out) for cell in seen(*lesson)]
    cells += [cell for path in asked.right for cell in seen(path.name, path, None)]
    signs = np.array([cell.signs for cell in cells], dtype=np.float64)
    wrong = np.array([cell.wrong for cell in cells], dtype=np.float64)
    now = odds(np.array([getattr(WEIGHTS.doubt, n) for n in ("base", *Signs._fields)]), signs)
    told = [float((now[wrong == is_wrong] > 0).mean()) for is_wrong in (1, 0)]
    print(f"{len(cells)} cells, {int(wrong.sum())} of them wrong; now {told[0]:.3f} of these and")
    print(f"{told[1]:.3f} of the right ones are in doubt")
    for share in (0.04, 0.06, 0.08, 0.1, 0.12):
        print(f"{share}: {named(unseen(cells, signs, wrong), wrong, share)[1]:.3f} named, unseen")
    found = fitted(signs, wrong)
    least, _ = named(odds(found, signs), wrong, asked.doubted)
    values = dict(zip(Signs._fields, found[1:], strict=True), base=found[0] - least)
    print({name: round(value, 3) for name, value in values.items()})
    if asked.write:
        rounded = {name: float(f"{value:.3g}") for name, value in values.items()}
        DATA.write_text(written(DATA.read_text(encoding="utf-8"), rounded), encoding="utf-8")


if __name__ == "__main__":
    main()
