"""Which links are certain: weights for the assignment, thresholds, and rivals."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from pipeline.link.lineage.assignment import Edge, assign

ACCEPT = 84.0  # lowest score of an accepted link; docs/linking.md shows what other values do
REVIEW = 70.0  # lowest score of a link that is offered for review
MARGIN = 2.0  # an accepted link beats what could stand in its place by so many points
_DOUBLING = 4.0  # points that make a pair count twice as much in the assignment


def best_pairs(scores: Mapping[Edge, float], names: Mapping[Edge, str]) -> dict[int, int]:
    """Newer → older row of the assignment with the greatest total certainty.

    Certainty doubles every few points, so that one certain pair outweighs two middling ones.
    `names` tell equal totals apart; a name must not depend on which document comes first.
    """
    return assign(
        {
            edge: (round(_certainty(score) * 10**6) << 40) + zlib.crc32(names[edge].encode())
            for edge, score in scores.items()
        }
    )


def _certainty(score: float) -> float:
    return 2 ** ((score - REVIEW) / _DOUBLING) if score >= REVIEW else 0.0


def rivals(same: Mapping[int, int], scores: Mapping[Edge, float]) -> dict[Edge, list[Edge]]:
    """For each link the pairs that could stand in its place at a loss below `MARGIN`.

    Either a row without a link takes the place, or two links exchange their rows.
    """
    touching: dict[int, list[Edge]] = {}  # newer row, or ~older row → its pairs
    for edge in scores:
        touching.setdefault(edge[0], []).append(edge)
        touching.setdefault(~edge[1], []).append(edge)
    taken = {old: new for new, old in same.items()}
    return {
        (new, old): [
            rival
            for rival in (*touching[new], *touching[~old])
            if rival != (new, old) and _is_rival((new, old), rival, same, taken, scores)
        ]
        for new, old in same.items()
    }


def _is_rival(
    edge: Edge,
    rival: Edge,
    same: Mapping[int, int],
    taken: Mapping[int, int],
    scores: Mapping[Edge, float],
) -> bool:
    """Whether the assignment would hardly be worse with another pair for one of two rows."""
    now, then = _certainty(scores[edge]), _certainty(scores[rival])
    if rival[1] == edge[1] and rival[0] in same:  # that row gives up its own partner
        left = same[rival[0]]
        now += _certainty(scores[rival[0], left])
        then += _certainty(scores.get((edge[0], left), 0.0))
    elif rival[0] == edge[0] and rival[1] in taken:
        left = taken[rival[1]]
        now += _certainty(scores[left, rival[1]])
        then += _certainty(scores.get((left, edge[1]), 0.0))
    return then > 2 ** (-MARGIN / _DOUBLING) * now
