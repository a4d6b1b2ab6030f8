"""Precision and recall of the links between documents on the hand-decided pairs.

    ./dev shell python benchmarks/links.py [--score S]

Prints, for every threshold, what the accepted links are worth; then the same per pair of
documents at the threshold in use, what stays unlinked, and the recall of the blocking alone.
An accepted link that no label decides counts as wrong until somebody has read it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


from pipeline.link.lineage.decide import ACCEPT
from pipeline.link.lineage.input import quotes_of
from pipeline.link.lineage.links import candidates, link_documents
from pipeline.link.lineage.rarity import usual
from tests.support.labelled_links import (
    Bridge,
    Label,
    document,
    labels,
    pairs_of_documents,
    quotes,
    successors,
    twins_apart,
)

THRESHOLDS = (72.0, 74.0, 76.0, 78.0, 80.0, 82.0, 84.0, 86.0, 88.0, 90.0, 92.0, 95.0, 98.0)
Rows = tuple[str, str]


def accepted(evidence: Iterable[Bridge], score: float) -> dict[Rows, str]:
    """Accepted links over all labelled pairs of documents, with their relation."""
    return {
        (link.row_id, link.other_row_id): link.relation
        for newer, older in pairs_of_documents()
        for link in link_documents(
            document(newer), document(older), tuple(evidence), successors(), score
        ).links
        if link.status == "accepted"
    }


def likest_twins() -> Mapping[Rows, float]:
    """Score of the link between twins of one document, where they are offered one at all."""
    found = {}
    for label in labels():
        if label.is_twin:
            rows = label.row_id, label.other_row_id
            links = twins_apart(label.documents[0], [label]).links
            found[rows] = max((k.score for k in links if (k.row_id, k.other_row_id) == rows
                               and k.relation == "same"), default=0.0)  # fmt: skip
    return found


def blocking_recall(evidence: Iterable[Bridge]) -> tuple[int, int, float]:
    """(true pairs among the candidates, true pairs, candidates per newer row)."""
    quoted = quotes_of(evidence)
    true = {(k.row_id, k.other_row_id) for k in labels() if k.relation != "none"}
    found: set[Rows] = set()
    count = rows = 0
    for newer, older in pairs_of_documents():
        new, old = document(newer).rows, document(older).rows
        pairs = candidates(document(newer), document(older), quoted, usual()).edges
        found |= {(new[i].row_id, old[j].row_id) for i, j in pairs}
        count, rows = count + len(pairs), rows + len(new)
    return len(true & found), len(true), count / rows


def line(found: Mapping[Rows, str], decided: Iterable[Label], twins: Mapping[Rows, float],
         score: float) -> str:  # fmt: skip
    """One line of the table of thresholds."""
    true = {(k.row_id, k.other_row_id): k.relation for k in decided if k.relation != "none"}
    none = {(k.row_id, k.other_row_id) for k in decided if k.relation == "none"}
    right = sum(true.get(rows) == relation for rows, relation in found.items())
    near = len(none & found.keys()) + sum(value >= score for value in twins.values())
    precision = right / (len(found) or 1)
    shown = f"**{score:.0f}**, in use" if score == ACCEPT else f"{score:.0f}"
    return (f"| {shown} | {len(found)} | {right} | {precision:.3f} "
            f"| {right / len(true):.3f} | {near} |")  # fmt: skip


def per_documents(found: Mapping[Rows, str]) -> None:
    for newer, older in pairs_of_documents():
        true = {(k.row_id, k.other_row_id): k.relation for k in labels()
                if k.documents == (newer, older) and k.relation != "none"}  # fmt: skip
        mine = {rows: relation for rows, relation in found.items()
                if (rows[0].split("/")[0], rows[1].split("/")[0]) == (newer, older)}  # fmt: skip
        right = sum(true.get(rows) == relation for rows, relation in mine.items())
        print(f"| {newer} → {older} | {len(true)} | {len(mine)} | {right} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--score", type=float, default=ACCEPT)
    chosen = parser.parse_args().score
    decided, twins = labels(), likest_twins()
    true = sum(label.relation != "none" for label in decided)
    print(f"{true} true pairs, {len(decided) - true} near misses ({len(twins)} twins)\n")
    for name, evidence in (
        ("With the old titles that the footnotes of 11/NQ-CP quote", quotes()),
        ("By titles alone, as between documents without footnotes", ()),
    ):
        print(f"{name}:\n\n| score | accepted | right | precision | recall | near misses |")
        print("| --- | --- | --- | --- | --- | --- |")
        for score in THRESHOLDS:
            print(line(accepted(evidence, score), decided, twins, score))
        print()
    print("At the score in use, by documents:\n")
    print("| documents | true pairs | accepted | right |\n| --- | --- | --- | --- |")
    found = accepted(quotes(), chosen)
    per_documents(found)
    missed = []
    for label in decided:
        if label.relation != "none" and (label.row_id, label.other_row_id) not in found:
            missed.append(f"`{label.row_id}` {label.relation} `{label.other_row_id}`")
    print(f"\nNot accepted: {', '.join(missed)}.")
    reached, wanted, each = blocking_recall(quotes())
    print(f"Blocking alone offers {reached} of {wanted}, with {each:.1f} candidates per row.")


if __name__ == "__main__":
    main()
