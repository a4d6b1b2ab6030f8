"""The same task in two documents: candidates → likeness → one consistent assignment → links.

A pair of documents is settled as a whole. Every row has at most one link `same`; which one is
decided for all rows together (`lineage_assignment`), so that twins that stand side by side do not
swap. Rows that became several, or one out of several, get links `split` and `merged`
(`lineage_parts`). What is likely but not certain has status `review`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from pipeline.data.records import LinkRecord, ProblemRecord
from pipeline.link.doubts import link_doubt
from pipeline.link.lineage.assignment import Edge
from pipeline.link.lineage.blocking import Blocker, Candidates, keys_table
from pipeline.link.lineage.decide import ACCEPT, REVIEW, best_pairs, rivals
from pipeline.link.lineage.decided import candidates_left, edges_decided, with_decided
from pipeline.link.lineage.input import quotes_of
from pipeline.link.lineage.keys import keys_of
from pipeline.link.lineage.model import (
    NOTHING,
    Bridge,
    Decided,
    Likeness,
    Linked,
    LinkInput,
    Successors,
)
from pipeline.link.lineage.pair import Pair, make_pair
from pipeline.link.lineage.parts import RowPart, quoted_parts, structural_parts
from pipeline.link.lineage.rarity import Rarity, usual
from pipeline.link.lineage.scoring import Comparer, total_score
from pipeline.link.lineage.text import Holding, Weights, held_by, syllables


def link_documents(
    newer: LinkInput,
    older: LinkInput,
    evidence: Sequence[Bridge] = (),
    successors: Successors | None = None,
    accept: float = ACCEPT,
    rarity: Rarity | None = None,
) -> Linked:
    """The links between the rows of two documents, and a problem for each ambiguous one.

    `evidence` are old titles the newer document quotes for its rows; `accept` is the lowest score
    of an accepted link; `rarity` tells rare pairs of syllables, the usual table without one.
    Swapping the documents gives the same pairs, with `split` and `merged` exchanged (evidence
    apart, which is one-sided).
    """
    quotes = quotes_of(evidence)
    weights = Weights(holding(newer), holding(older))
    edges = candidates(newer, older, quotes, rarity or usual()).edges
    pair = make_pair(newer, older, quotes, Comparer(weights, successors or {}), edges)
    return settle(pair, accept)


def candidates(
    newer: LinkInput,
    older: LinkInput,
    quotes: Mapping[str, Sequence[str]],
    rarity: Rarity,
) -> Candidates:
    """The rows of two documents that are worth comparing."""
    ours, theirs = keys_of(newer, quotes, rarity), keys_of(older, {}, rarity)
    if not (ours and theirs):
        return Candidates(())
    yes, no = np.ones((1, 1), bool), np.zeros((1, 1), bool)
    found = Blocker(keys_table(ours)).candidates(keys_table(theirs), yes, no)
    return found.get((0, 0), Candidates(()))


def holding(document: LinkInput) -> Holding:
    """How many titles of a document hold each syllable."""
    return held_by(syllables(row.title) for row in document.rows)


# --- one pair of documents -------------------------------------------------------------------


def settle(pair: Pair, accept: float, decided: Decided = NOTHING) -> Linked:
    """Quoted parts first, then the assignment, then the parts that only structure shows; all of
    what people `decided` leaves open."""
    given = list(edges_decided(pair.newer, pair.older, decided))
    whole, pair = pair, candidates_left(pair, decided)
    told = quoted_parts(pair)
    barred_new = {part.new for part in told}
    barred_old = {part.old for part in told if part.alone}
    scores = {
        edge: total_score(likeness)
        for edge, likeness in pair.likeness.items()
        if edge[0] not in barred_new and edge[1] not in barred_old
    }
    scores = {edge: score for edge, score in scores.items() if score >= REVIEW}
    same = best_pairs(scores, {edge: _name(pair, edge) for edge in scores})
    rivals_of = rivals(same, scores)
    status = {
        edge: "accepted" if scores[edge] >= accept and not found else "review"
        for edge, found in rivals_of.items()
    }
    accepted = {new: old for new, old in same.items() if status[new, old] == "accepted"}
    accepted |= dict(edges_decided(whole.newer, whole.older, decided, "same"))
    parts = [*told, *structural_parts(pair, accepted, told)]
    news, olds = {part.new for part in parts}, {part.old for part in parts}
    kept = {
        edge: state
        for edge, state in status.items()
        if state == "accepted" or not (edge[0] in news or edge[1] in olds)
    }
    links = [_same_link(pair, edge, scores[edge], state) for edge, state in kept.items()]
    links += [_part_link(pair, part) for part in parts]
    own = [_same_link(whole, e, total_score(whole.likeness_of(e)), "accepted") for e in given]
    links = with_decided(links, own, decided)
    return Linked(
        tuple(links), tuple(_doubts(pair, [e for e in kept if scores[e] >= accept], rivals_of))
    )


def _same_link(pair: Pair, edge: Edge, score: float, status: str) -> LinkRecord:
    likeness = pair.likeness_of(edge)
    quoted = likeness.quoted > likeness.text
    method = "quoted-title" if quoted else "title"
    return _record(pair, edge, "same", score, likeness, method, status)


def _part_link(pair: Pair, part: RowPart) -> LinkRecord:
    edge = part.new, part.old
    score, status = round(part.score, 2), "accepted" if part.certain else "review"
    return _record(pair, edge, part.relation, score, pair.likeness_of(edge), part.method, status)


def _record(
    pair: Pair,
    edge: Edge,
    relation: str,
    score: float,
    likeness: Likeness,
    method: str,
    status: str,
) -> LinkRecord:
    return LinkRecord(
        row_id=pair.newer.rows[edge[0]].row_id,
        other_row_id=pair.older.rows[edge[1]].row_id,
        doc_id=pair.newer.doc_id,
        other_doc_id=pair.older.doc_id,
        relation=relation,
        score=score,
        title_score=round(likeness.title, 2),
        agency_score=round(likeness.agency or 0.0, 2),
        method=method,
        status=status,
    )


def _name(pair: Pair, edge: Edge) -> str:
    """The two row ids, the same whichever document comes first."""
    return "|".join(sorted((pair.newer.rows[edge[0]].row_id, pair.older.rows[edge[1]].row_id)))


def _doubts(
    pair: Pair, edges: Iterable[Edge], rivals_of: Mapping[Edge, Sequence[Edge]]
) -> Iterator[ProblemRecord]:
    """A problem for every link that is good enough but has a rival as good."""
    for edge in sorted(edges):
        if not rivals_of[edge]:
            continue
        row, other = pair.newer.rows[edge[0]], pair.older.rows[edge[1]]
        ids = {pair.older.rows[rival[1]].row_id for rival in rivals_of[edge] if rival[0] == edge[0]}
        ids |= {
            pair.newer.rows[rival[0]].row_id for rival in rivals_of[edge] if rival[0] != edge[0]
        }
        yield link_doubt(pair.newer.doc_id, row.row_id, other.row_id, sorted(ids), row.title)
