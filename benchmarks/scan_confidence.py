"""Confidence of cells: fitted on the scans to learn on, shown on those to judge by.

    python benchmarks/scan_pages.py OUT
    python benchmarks/syllable_pairs.py --to PAIRS FILE…  (none of these scans is of)
    python benchmarks/scan_confidence.py OUT --fit --pairs PAIRS
                                                       → pipeline/normalize/ocr/confidence.toml
    python benchmarks/scan_confidence.py FOLDER --fit-numbers --pairs PAIRS
                                                       → its weights of row numbers
    python benchmarks/scans.py OUT --again --keep KEPT
    python benchmarks/scan_confidence.py KEPT --plot OUT
                                                       → docs/scans-reliability.svg

Pictures are read once and kept beside the scans: those that another reader recognised are to be
taken away first (OUT/*.pkl). Scans of annexes of our own, of which no pair is counted, are weighed
by the pairs as they are, those of documents by PAIRS.

A word's signs (`normalize/ocr/signs.py`) are weighed by logistic regression, a cell's chance is the
product of those of its words. How careful to be is chosen on scans left out of the fit, all those
of one document at a time: so careful that `DOUBTED` of the right cells are below 0.9. Not fitted,
but set on other scans (docs/scans.md), are `BY_HAND` and `LOWERED`: a fit writes them as they are
here. Too few row numbers of the scans to learn on are wrong: their weights are fitted apart, on all
scans of a folder whose truth lies beside them (`NAME.pdf`, `NAME.json`).
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
from logistic import fitted  # noqa: E402
from scan_pages import SCANS, Row, chosen, extraction_of  # noqa: E402
from scans import cells_of, paired  # noqa: E402

from pipeline.data.records import DOUBT  # noqa: E402
from pipeline.model import Extraction, Fragment  # noqa: E402
from pipeline.normalize.ocr.apply import mend_pages, mend_tables  # noqa: E402
from pipeline.normalize.ocr.confidence import care  # noqa: E402
from pipeline.normalize.ocr.numbering import LABEL_SIGNS, label_signs, orders  # noqa: E402
from pipeline.normalize.ocr.signs import (  # noqa: E402
    SIGNS,
    Seen,
    signs_of,
)
from pipeline.normalize.tables.rows import build_rows  # noqa: E402
from pipeline.normalize.tables.stitch import stitch  # noqa: E402
from pipeline.writing import pairs  # noqa: E402

TARGET = ROOT / "pipeline" / "normalize" / "ocr" / "confidence.toml"
PLOT = ROOT / "docs" / "scans-reliability.svg"
RIDGE = 1.0
USES = ("learn", "second", "third", "fourth", "fifth", "sixth")
"""The halves that are learned from: five have judged, and have been looked at since."""
JUDGED = ("seventh",)
"""The halves that are judged by: nothing is learned from them."""
DOUBTED = 0.185
"""Share of the right cells with words that may be doubted: with row numbers and blank cells, none
of which is, less than the one in six of all cells that is asked."""
LEFT_OUT = "left-out.json"
"""Where a fit writes how sure the cells of the scans left out of it are, and which are right."""
BY_HAND = {
    "plain": 1.5, "seen": 2.0, "nearly-seen": 0.8, "only-known": 1.5, "only-word": 1.2,
    "hooked": -6.0, "headed": -3.0,
}  # fmt: skip
"""Weights of signs that are no part of the fit."""
LOWERED = 0.5
"""What the bias is lowered by then: what these signs save is spent on doubt of other words."""
FITTED = tuple(name for name in SIGNS if name not in BY_HAND)
"""The signs whose weights are fitted, in their order."""
SHIFTS = np.arange(-2.0, 4.0, 0.05)
"""What may be taken off the log odds of every word."""
TENTHS = 10
"""Parts of the scans by whose row numbers is fitted, each of which is left out once."""
NUMBERS_DOUBTED = 0.065
"""Share of the right row numbers that may be doubted."""
LABELS_HEAD = "# Too few row numbers"
NUMBERS_HEAD = """\
# Too few row numbers of the scans above are wrong to fit by. These weights are of a logistic
# regression on {labels} row numbers of {scans} other scans, {wrong} of them wrong (docs/scans.md),
# fitted by benchmarks/scan_confidence.py --fit-numbers; the bias so that on scans left out of the
# fit {doubted:.1%} of the right ones are below 0.9: so are {found} of the wrong ones.
"""
HEAD = """\
# How much each sign of a word (and of a row number) says for and against its reading: weights of
# a logistic regression over logarithmic odds. Fitted by benchmarks/scan_confidence.py on {words}
# words ({wrong} wrong) in {cells} cells and {labels} row numbers ({mislabelled} wrong) of the scans
# to learn on, each by pairs of syllables (writing/pairs.toml) that were not counted from its
# document; the bias so that on scans of documents left out of the fit {doubted:.0%} of the right
# cells are below 0.9. Set by hand after that, on further scans (docs/scans.md): {by_hand}, and the
# bias {lowered} lower than fitted.
"""

Numbers = Any


@dataclass(slots=True)
class Sample:
    """Signs, and whether what has them was right; `cells` says which signs are those of one cell,
    and whether all of it was right, `scans` which cells are those of one scan."""

    signs: list[Sequence[float]]
    right: list[bool]
    cells: list[tuple[slice, bool]]
    scans: list[tuple[slice, str]]
    care: dict[str, float] = field(default_factory=dict)
    """What is taken off the log odds of the words of each scan."""
    own: list[float] = field(default_factory=list)
    """What is added to those of each word."""

    def without(self, document: str) -> tuple[Numbers, Numbers, Numbers]:
        """The signs of all words but those of the scans of one document, whether they are right,
        and what is added to their log odds beside the weights."""
        kept = [
            (at, name)
            for cells, name in self.scans
            if text_of(name) != document
            for at in self._at(cells)
        ]
        return (
            np.array([self.signs[at] for at, _ in kept], dtype=float),
            np.array([self.right[at] for at, _ in kept], dtype=float),
            np.array([self.own[at] - self.care[name] for at, name in kept]),
        )

    def _at(self, cells: slice) -> range:
        """Which words stand in some cells."""
        if cells.start == cells.stop:
            return range(0)
        return range(self.cells[cells.start][0].start, self.cells[cells.stop - 1][0].stop)


def text_of(scan: str) -> str:
    """The document or annex that a scan shows."""
    told = SCANS[scan]
    return str(told.get("annex") or told["doc"])


Shown = tuple[Row, dict[str, tuple[Fragment, ...]]]


def rows_of(extraction: Extraction) -> tuple[list[Shown], Seen]:
    """Every row with the lines of its cells, as the tables have them."""
    pages, seen = mend_pages(extraction.reading.pages)
    out: list[Shown] = []
    for table in mend_tables(stitch(pages).tables):
        rows = build_rows(table)
        cells = [dict(zip(table.header.columns, row.cells, strict=True)) for row in rows]
        numbers = [own["stt"].fragments if "stt" in own else () for own in cells]
        follow = orders([row.label for row in rows], numbers)
        for row, named, order in zip(rows, cells, follow, strict=True):
            texts = {column: cell.text for column, cell in named.items()}
            data = {"label": row.label, "cells": texts, "confidence": {}, "order": order}
            out.append((data, {column: cell.fragments for column, cell in named.items()}))
    return out, seen


def _is_of_document(name: str) -> bool:
    return "annex" not in SCANS[name]


def _take_pairs(path: Path) -> None:
    """Weigh by the pairs of a file from now on."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    vars(pairs)["load_beside"] = lambda *_: data
    for one in vars(pairs).values():
        if hasattr(one, "cache_clear"):
            one.cache_clear()


def words_right(wanted: str, found: Sequence[str]) -> list[bool]:
    """Which of the words of a cell its truth has, in order."""
    right = [False] * len(found)
    matcher = SequenceMatcher(None, wanted.split(), found, autojunk=False)
    for block in matcher.get_matching_blocks():
        right[block.b : block.b + block.size] = [True] * block.size
    return right


def gather_samples(out: Path, words: Sample, labels: Sample, blind: Path | None) -> None:
    """The signs of all words and row numbers of the scans to learn on; those of documents by the
    pairs of a file, `blind` to them."""
    names = [name for use in USES for name in chosen(use, None, quick=False)]
    for name in sorted(names, key=_is_of_document):
        if blind is not None and _is_of_document(name):
            _take_pairs(blind)
            blind = None
        path = out / f"{name}.json"
        if not path.exists():
            continue
        truth = json.loads(path.read_text(encoding="utf-8"))["rows"]
        shown, seen = rows_of(extraction_of(out / f"{name}.pdf"))
        found_rows = paired(truth, [row for row, _ in shown])
        if len(found_rows) < 0.8 * len(truth):
            print(f"{name}: rows not found, left out", file=sys.stderr)
            continue
        begin = len(words.cells)
        for index, place in found_rows.items():
            row, lines = shown[place]
            for column, wanted, got, _ in cells_of(truth[index], row):
                if column == "stt":
                    signs = label_signs(lines.get("stt", ()), row["order"])
                    if signs is not None:
                        labels.signs.append(signs)
                        labels.right.append(wanted == got)
                    continue
                found = list(signs_of(lines.get(column, ()), seen))
                right = words_right(wanted, [spot.piece.text for spot, _ in found])
                start = len(words.signs)
                words.signs += [_to_fit(signs) for _, signs in found]
                words.own += [seen.own.speaks_for(lines.get(column, ()), spot) for spot, _ in found]
                if found:
                    words.cells.append((slice(start, len(words.signs)), wanted == got))
                words.right += [True] * len(right) if wanted == got else right
        words.scans.append((slice(begin, len(words.cells)), name))
        words.care[name] = care(seen)


def _to_fit(signs: Sequence[float]) -> tuple[float, ...]:
    """Those of the signs of a word whose weights are fitted."""
    named = dict(zip(SIGNS, signs, strict=True))
    return tuple(named[name] for name in FITTED)


def weights_of(fit: Iterable[float]) -> dict[str, float]:
    """The bias and the weight of each sign, from those that were fitted (the bias first)."""
    bias, *others = fit
    named = dict(zip(FITTED, others, strict=True)) | BY_HAND
    return {"bias": bias - LOWERED} | {name: named[name] for name in SIGNS}


def _sure_of(odds: Numbers, right: bool, shift: float) -> tuple[float, bool]:
    """How sure a cell is whose words have these log odds, and whether it is right."""
    return float((1 / (1 + np.exp(-(odds - shift)))).prod()), right


def caution(sample: Sample, out: Path) -> float:
    """What is taken off the log odds of every word, so that a share of the right cells of scans
    that were left out of the fit is doubted: errors are few, and one that is missed costs more
    than a cell that is looked at in vain. How sure their cells then are is written beside the
    scans."""
    found: list[tuple[Numbers, bool]] = []
    for document in sorted({text_of(name) for _, name in sample.scans}):
        weights = fitted(*sample.without(document), RIDGE)
        print(f"  without {document}", file=sys.stderr)
        own = [(cells, name) for cells, name in sample.scans if text_of(name) == document]
        for part, right, less in (
            (*cell, sample.care[name]) for cells, name in own for cell in sample.cells[cells]
        ):
            signs = np.array(sample.signs[part], dtype=float)
            odds = np.hstack([np.ones((len(signs), 1)), signs]) @ weights
            found.append((odds - less + np.array(sample.own[part]), right))
    best = 0.0
    for shift in SHIFTS:
        low = {True: 0, False: 0}
        for odds, right in found:
            low[right] += int((1 / (1 + np.exp(-(odds - shift)))).prod() < DOUBT)
        wrong = sum(not right for _, right in found)
        if low[True] > DOUBTED * (len(found) - wrong):
            break
        best = float(shift)
        (out / LEFT_OUT).write_text(json.dumps([_sure_of(*one, shift) for one in found]))
        told = f"{shift:.2f}: below {DOUBT} {low[False]} of {wrong} wrong cells, {low[True]} of"
        print(f"{told} {len(found) - wrong} right ones", file=sys.stderr)
    return best


def fit(out: Path, blind: Path | None) -> None:
    """Fit the weights of words and write them, with those set by hand; those of row numbers, of
    which too few of these scans are wrong, stay as they stand."""
    words, labels = Sample([], [], [], []), Sample([], [], [], [])
    gather_samples(out, words, labels, blind)
    weights = fitted(*words.without(""), RIDGE)
    weights[0] -= caution(words, out)
    head = HEAD.format(
        words=len(words.right), wrong=words.right.count(False), labels=len(labels.right),
        mislabelled=labels.right.count(False), cells=len(words.cells), doubted=DOUBTED,
        by_hand=", ".join(f'"{name}"' for name in BY_HAND), lowered=LOWERED,
    )  # fmt: skip
    lines = [f"{name} = {weight:.3f}" for name, weight in weights_of(weights).items()]
    kept = TARGET.read_text(encoding="utf-8")
    kept = kept[kept.index(LABELS_HEAD) :]
    text = "\n".join([head, "[words]", *lines, "", kept])
    TARGET.write_text(text, encoding="utf-8")


Numbered = tuple[Sequence[float], bool]
"""The signs of a row number, and whether it is right."""


def numbers_in(folder: Path) -> Iterator[list[Numbered]]:
    """The row numbers of each scan of a folder. Those that the truth lacks are left out: it has
    them in the row above."""
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))["rows"]
        shown, _ = rows_of(extraction_of(path.with_suffix(".pdf")))
        found: list[Numbered] = []
        for index, place in paired(truth, [row for row, _ in shown]).items():
            row, lines = shown[place]
            signs = label_signs(lines.get("stt", ()), row["order"])
            wanted = truth[index]["label"]
            if signs is not None and (wanted or not row["label"]):
                found.append((signs, wanted == row["label"]))
        yield found


def _fit_numbers(scans: Iterable[Sequence[Numbered]]) -> Numbers:
    """The bias and the weights of the signs of row numbers."""
    signs, right = zip(*(one for scan in scans for one in scan), strict=True)
    return fitted(np.array(signs, dtype=float), np.array(right, dtype=float), 0.0, RIDGE)


def _odds(weights: Numbers, scan: Sequence[Numbered]) -> list[tuple[float, bool]]:
    """The log odds of the numbers of a scan, and whether they are right."""
    return [(float(weights[0] + np.dot(weights[1:], signs)), right) for signs, right in scan]


def fit_numbers(folder: Path, blind: Path | None) -> None:
    """Fit the weights of row numbers on the scans of a folder and write them; how careful to be is
    chosen on scans left out of the fit, a tenth of them at a time."""
    if blind is not None:
        _take_pairs(blind)
    scans = [scan for scan in numbers_in(folder) if scan]
    out: list[tuple[float, bool]] = []
    for part in range(TENTHS):
        others = [scan for at, scan in enumerate(scans) if at % TENTHS != part]
        weights = _fit_numbers(others)
        out += [one for scan in scans[part::TENTHS] for one in _odds(weights, scan)]
    right, wrong = ([odds for odds, told in out if told is which] for which in (True, False))
    limit = float(np.quantile(right, NUMBERS_DOUBTED))
    weights = _fit_numbers(scans)
    weights[0] += math.log(DOUBT / (1 - DOUBT)) - limit
    head = NUMBERS_HEAD.format(
        labels=f"{len(out):,}", scans=len(scans), wrong=len(wrong), doubted=NUMBERS_DOUBTED,
        found=sum(odds < limit for odds in wrong),
    )  # fmt: skip
    named = zip(("bias", *LABEL_SIGNS), weights, strict=True)
    lines = [f"{name} = {weight:.3f}" for name, weight in named]
    kept = TARGET.read_text(encoding="utf-8")
    kept = kept[: kept.index(LABELS_HEAD)]
    TARGET.write_text(kept + "\n".join([head + "[labels]", *lines, ""]), encoding="utf-8")


BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0001)
COLOURS = {"learned from": "#9a9a9a", "left out of the fit": "#1f5fa8", "judged": "#b8432f"}


def names_of(uses: Sequence[str]) -> list[str]:
    """The scans of some halves."""
    return [name for use in uses for name in chosen(use, None, quick=False)]


def told_of(kept: Path, truths: Path, names: Iterable[str]) -> Iterator[tuple[float, bool]]:
    """Confidence of each cell of some scans, and whether it is right."""
    for name in names:
        if not (kept / f"{name}.json").exists():
            continue
        truth = json.loads((truths / f"{name}.json").read_text(encoding="utf-8"))["rows"]
        found = json.loads((kept / f"{name}.json").read_text(encoding="utf-8"))["rows"]
        for index, place in paired(truth, found).items():
            for _, wanted, got, sure in cells_of(truth[index], found[place]):
                if sure is not None:
                    yield sure, wanted == got


def points_of(cells: Iterable[tuple[float, bool]]) -> Iterator[tuple[float, float, int]]:
    """Mean confidence, share of right cells and their number, of each bin that has cells."""
    data = np.array(list(cells), dtype=float).reshape(-1, 2)
    for low, high in pairwise(BINS):
        inside = data[(data[:, 0] >= low) & (data[:, 0] < high)]
        if len(inside):
            sure, right = inside.mean(axis=0)
            yield float(sure), float(right), len(inside)


def plot(kept: Path, truths: Path) -> None:
    """The share of right cells against their confidence, as a table and a picture: of the halves
    learned from, of those cells left out of the fit, of the last half to judge by and of other
    scans that lie beside them, of which nothing was learned; of those of them that are there."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "annex"
    from matplotlib import pyplot

    past = truths / LEFT_OUT
    left_out = json.loads(past.read_text(encoding="utf-8")) if past.exists() else []
    others = [path.stem for path in sorted(truths.glob("*.json")) if path != past]
    judged = [*names_of(JUDGED), *(name for name in others if name not in SCANS)]
    learned = told_of(kept, truths, names_of(USES))
    cells = learned, left_out, told_of(kept, truths, judged)
    figure, axes = pyplot.subplots(figsize=(4.8, 4.4))
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1)
    for (name, colour), found in zip(COLOURS.items(), cells, strict=True):
        points = list(points_of(found))
        for sure, right, count in points:
            print(f"| {name} | {count} | {sure:.3f} | {right:.3f} |")
        if points:
            x, y, counts = zip(*points, strict=True)
            sizes = [8 * math.log2(count + 1) for count in counts]
            axes.plot(x, y, color=colour, linewidth=0.8)
            axes.scatter(x, y, s=sizes, color=colour, label=name)
    axes.set_xlabel("confidence")
    axes.set_ylabel("share of cells read right")
    axes.legend(loc="upper left", frameon=False)
    figure.tight_layout()
    figure.savefig(PLOT, metadata={"Date": None})


def main() -> None:
    """Fit, or plot."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("out", type=Path, help="the scans, or with --plot what was read of them")
    options.add_argument("--fit", action="store_true")
    options.add_argument("--fit-numbers", action="store_true")
    options.add_argument("--pairs", type=Path, help="pairs of syllables to fit by")
    options.add_argument("--plot", type=Path, metavar="SCANS", help="the scans that were read")
    arguments = options.parse_args()
    if arguments.fit:
        fit(arguments.out, arguments.pairs)
    if arguments.fit_numbers:
        fit_numbers(arguments.out, arguments.pairs)
    if arguments.plot:
        plot(arguments.out, arguments.plot)


if __name__ == "__main__":
    main()
