"""Confidence of cells: fitted on the scans to learn on, shown on those to judge by.

    python benchmarks/scan_pages.py OUT
    python benchmarks/scan_confidence.py OUT --fit     → pipeline/normalize/ocr/confidence.toml
    python benchmarks/scans.py OUT --use judge --keep KEPT
    python benchmarks/scan_confidence.py KEPT --plot OUT → docs/scans-reliability.svg

A word's signs (`normalize/ocr/signs.py`) are weighed by logistic regression, a cell's chance is the
product of those of its words.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
from scan_pages import Row, chosen  # noqa: E402
from scans import cells_of, paired  # noqa: E402

from pipeline.data.records import DOUBT  # noqa: E402
from pipeline.extract import extract  # noqa: E402
from pipeline.model import Extraction, Fragment, Source  # noqa: E402
from pipeline.normalize.ocr.apply import mend_pages, mend_tables  # noqa: E402
from pipeline.normalize.ocr.confidence import orders  # noqa: E402
from pipeline.normalize.ocr.signs import (  # noqa: E402
    LABEL_SIGNS,
    SIGNS,
    Seen,
    label_signs,
    signs_of,
)
from pipeline.normalize.tables.rows import build_rows  # noqa: E402
from pipeline.normalize.tables.stitch import stitch  # noqa: E402

TARGET = ROOT / "pipeline" / "normalize" / "ocr" / "confidence.toml"
PLOT = ROOT / "docs" / "scans-reliability.svg"
RIDGE = 1.0
DOUBTED = 0.11
"""Share of the right cells that may be doubted."""
HEAD = """\
# How much each sign of a word (and of a row number) says for and against its reading: weights of
# a logistic regression over logarithmic odds. Fitted by benchmarks/scan_confidence.py on {words}
# words ({wrong} of them wrong) and {labels} row numbers ({mislabelled} wrong) of the scans to learn
# on.
"""

Numbers = Any


@dataclass(slots=True)
class Sample:
    """Signs, and whether what has them was right; `cells` says which signs are those of one cell,
    and whether all of it was right."""

    signs: list[Sequence[float]]
    right: list[bool]
    cells: list[tuple[slice, bool]]


def extraction_of(path: Path) -> Extraction:
    """What the readers say of a scan, read once and kept beside it."""
    kept = path.with_suffix(".pkl")
    if not kept.exists():
        kept.write_bytes(pickle.dumps(extract(Source(path, path.name))))
    found: Extraction = pickle.loads(kept.read_bytes())  # our own file
    return found


Shown = tuple[Row, dict[str, tuple[Fragment, ...]]]


def rows_of(extraction: Extraction) -> tuple[list[Shown], Seen]:
    """Every row with the lines of its cells, as the tables have them."""
    pages, seen = mend_pages(extraction.reading.pages)
    out: list[Shown] = []
    for table in mend_tables(stitch(pages).tables):
        rows = build_rows(table)
        follow = orders([row.label for row in rows])
        for row, order in zip(rows, follow, strict=True):
            named = list(zip(table.header.columns, row.cells, strict=True))
            texts = {column: cell.text for column, cell in named}
            data = {"label": row.label, "cells": texts, "confidence": {}, "order": order}
            out.append((data, {column: cell.fragments for column, cell in named}))
    return out, seen


def words_right(wanted: str, found: Sequence[str]) -> list[bool]:
    """Which of the words of a cell its truth has, in order."""
    right = [False] * len(found)
    matcher = SequenceMatcher(None, wanted.split(), found, autojunk=False)
    for block in matcher.get_matching_blocks():
        right[block.b : block.b + block.size] = [True] * block.size
    return right


def gather_samples(out: Path, words: Sample, labels: Sample) -> None:
    """The signs of all words and row numbers of the scans to learn on."""
    for name in chosen("learn", None, quick=False):
        path = out / f"{name}.json"
        if not path.exists():
            continue
        truth = json.loads(path.read_text(encoding="utf-8"))["rows"]
        shown, seen = rows_of(extraction_of(out / f"{name}.pdf"))
        pairs = paired(truth, [row for row, _ in shown])
        if len(pairs) < 0.8 * len(truth):
            print(f"{name}: rows not found, left out", file=sys.stderr)
            continue
        for index, place in pairs.items():
            row, lines = shown[place]
            for column, wanted, got, _ in cells_of(truth[index], row):
                if column == "stt":
                    signs = label_signs(lines.get("stt", ()), row["order"], seen)
                    if signs is not None:
                        labels.signs.append(signs)
                        labels.right.append(wanted == got)
                    continue
                found = list(signs_of(lines.get(column, ()), seen))
                right = words_right(wanted, [spot.piece.text for spot, _ in found])
                start = len(words.signs)
                words.signs += [signs for _, signs in found]
                if found:
                    words.cells.append((slice(start, len(words.signs)), wanted == got))
                words.right += [True] * len(right) if wanted == got else right


def fitted(sample: Sample) -> Numbers:
    """Bias and weights by which the signs say best what is right."""
    signs = np.array(sample.signs, dtype=float)
    data = np.hstack([np.ones((len(signs), 1)), signs])
    right = np.array(sample.right, dtype=float)
    ridge = np.full(data.shape[1], RIDGE)
    ridge[0] = 1e-6
    weights = np.zeros(data.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-data @ weights))
        slope = data.T @ (chance - right) + ridge * weights
        bend = (data * (chance * (1 - chance))[:, None]).T @ data + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-7:
            break
    return weights


def caution(sample: Sample, weights: Numbers) -> float:
    """What is taken off the log odds of every word, so that a share of the right cells is doubted:
    errors are few, and one that is missed costs more than a cell that is looked at in vain."""
    signs = np.array(sample.signs, dtype=float)
    odds = np.hstack([np.ones((len(signs), 1)), signs]) @ weights
    best = 0.0
    for shift in np.arange(0.0, 3.0, 0.05):
        chance = 1 / (1 + np.exp(-(odds - shift)))
        doubted = [chance[part].prod() < DOUBT for part, right in sample.cells if right]
        if np.mean(doubted) > DOUBTED:
            break
        best = float(shift)
    return best


def fit(out: Path) -> None:
    """Fit the weights and write them."""
    words, labels = Sample([], [], []), Sample([], [], [])
    gather_samples(out, words, labels)
    text = HEAD.format(
        words=len(words.right), wrong=words.right.count(False),
        labels=len(labels.right), mislabelled=labels.right.count(False),
    )  # fmt: skip
    known = tomllib.loads(TARGET.read_text(encoding="utf-8"))
    for kind, names, sample in (("words", SIGNS, words), ("labels", LABEL_SIGNS, labels)):
        text += f"\n[{kind}]\n"
        if all(sample.right):  # nothing to learn from: the weights stay as they were
            weights = np.array([known[kind][name] for name in ("bias", *names)])
        else:
            weights = fitted(sample)
        weights[0] -= caution(sample, weights) if sample.cells else 0.0
        for name, weight in zip(("bias", *names), weights, strict=True):
            text += f"{name} = {weight:.3f}\n"
    TARGET.write_text(text, encoding="utf-8")


BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0001)


def judged(kept: Path, truths: Path) -> Iterator[tuple[float, bool]]:
    """Confidence of each cell of the scans to judge by, and whether it is right."""
    for name in chosen("judge", None, quick=False):
        if not (kept / f"{name}.json").exists():
            print(f"{name}: not read", file=sys.stderr)
            continue
        truth = json.loads((truths / f"{name}.json").read_text(encoding="utf-8"))["rows"]
        found = json.loads((kept / f"{name}.json").read_text(encoding="utf-8"))["rows"]
        for index, place in paired(truth, found).items():
            for _, wanted, got, sure in cells_of(truth[index], found[place]):
                if sure is not None:
                    yield sure, wanted == got


def plot(kept: Path, truths: Path) -> None:
    """The share of right cells against their confidence, as a table and a picture."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "annex"
    from matplotlib import pyplot

    cells = np.array([(sure, right) for sure, right in judged(kept, truths)], dtype=float)
    points = []
    for low, high in pairwise(BINS):
        inside = cells[(cells[:, 0] >= low) & (cells[:, 0] < high)]
        if len(inside):
            sure, right = inside.mean(axis=0)
            points.append((sure, right, len(inside)))
            print(f"| {low:.2f}–{min(high, 1.0):.2f} | {len(inside)} | {sure:.3f} | {right:.3f} |")
    figure, axes = pyplot.subplots(figsize=(4.6, 4.2))
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1)
    for sure, right, count in points:
        axes.scatter([sure], [right], s=12 * math.log2(count + 1), color="#1f5fa8")
        axes.annotate(str(count), (sure, right), (4, -11), textcoords="offset points", fontsize=7)
    axes.set_xlabel("confidence")
    axes.set_ylabel("share of cells read right")
    figure.tight_layout()
    figure.savefig(PLOT, metadata={"Date": None})


def main() -> None:
    """Fit, or plot."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("out", type=Path, help="the scans, or with --plot what was read of them")
    options.add_argument("--fit", action="store_true")
    options.add_argument("--plot", type=Path, metavar="SCANS", help="the scans that were read")
    arguments = options.parse_args()
    if arguments.fit:
        fit(arguments.out)
    if arguments.plot:
        plot(arguments.out, arguments.plot)


if __name__ == "__main__":
    main()
