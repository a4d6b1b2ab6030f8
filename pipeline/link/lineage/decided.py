"""What people decided about pairs of rows, as the settling of two documents takes it.

A pair they rejected, and one that cannot be beside a pair they accepted, is no candidate; a pair
they accepted needs no likeness. All other rows are settled with that given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.data.records import LinkRecord
from pipeline.link.lineage.assignment import Edge
from pipeline.link.lineage.model import Decided, LinkInput
from pipeline.link.lineage.pair import Pair

METHOD = "person"
"""What a link rests on that only a person knows of."""


def edges_decided(
    newer: LinkInput, older: LinkInput, decided: Decided, relation: str = ""
) -> Iterator[Edge]:
    """The pairs that were accepted, all or those of one relation, as edges."""
    chosen = [pair for pair, (how, _) in decided.accepted.items() if relation in ("", how)]
    if chosen:
        news = {row.row_id: at for at, row in enumerate(newer.rows)}
        olds = {row.row_id: at for at, row in enumerate(older.rows)}
        yield from ((news[row], olds[other]) for row, other in sorted(chosen))


def candidates_left(pair: Pair, decided: Decided) -> Pair:
    """The pair without the candidates that decisions leave no place for, or have taken."""
    if not decided:
        return pair
    likeness = {
        edge: found for edge, found in pair.likeness.items() if _is_open(pair, edge, decided)
    }
    return replace(pair, likeness=likeness)


def _is_open(pair: Pair, edge: Edge, decided: Decided) -> bool:
    names = pair.newer.rows[edge[0]].row_id, pair.older.rows[edge[1]].row_id
    return names not in decided.accepted and not decided.bars(*names)


def compared(links: Iterable[LinkRecord], decided: Decided) -> dict[tuple[str, str], str]:
    """What the comparison alone says of each pair that was decided; blank where no link."""
    said = {_pair(link): f"{link.status} {link.relation} {link.other_row_id}" for link in links}
    return {pair: said.get(pair, "") for pair in (*decided.accepted, *decided.rejected)}


def with_decided(
    links: Iterable[LinkRecord], own: Iterable[LinkRecord], decided: Decided
) -> list[LinkRecord]:
    """The links of two documents: those people accepted (`own`, as compared), and the others that
    these leave."""
    accepted = [_accepted(link, *decided.accepted[_pair(link)]) for link in own]
    left = [
        link
        for link in links
        if _pair(link) not in decided.accepted and not decided.bars(*_pair(link))
    ]
    return sorted((*accepted, *left), key=_pair)


def _pair(link: LinkRecord) -> tuple[str, str]:
    return link.row_id, link.other_row_id


def _accepted(link: LinkRecord, relation: str, reason: str) -> LinkRecord:
    return replace(link, relation=relation, method=METHOD, status="accepted", decided=reason)
