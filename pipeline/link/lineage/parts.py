"""Tasks that were divided or put together: links `split` and `merged`.

Three things show it: several rows quote one old title, or one row quotes several; the sub-items of
a row whose task is known hold parts of the old text; rows without a link stand word by word inside
one row of the other document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pipeline.frozen import dataclass
from pipeline.link.lineage.assignment import Edge
from pipeline.link.lineage.model import LinkInput
from pipeline.link.lineage.pair import Pair
from pipeline.link.lineage.scoring import PART

QUOTED = 88.0  # likeness of a quoted title to an old one from which the quote means it
CHILD = 75.0  # how much of a sub-item the other document's text must hold
INSIDE = 95.0  # how much of a row without a link one other row must hold
AMONG = PART  # the same where several rows stand inside one
_COVERED = 0.5  # share of a text that the rows which stand inside it make up together
_LONG = 12  # syllables of a row that may stand inside another one alone


@dataclass(frozen=True, slots=True)
class RowPart:
    """A newer and an older row (indices), one of them a part of the other.

    `alone`: the older row has no other row that goes on as the same task.
    """

    new: int
    old: int
    relation: str
    score: float
    method: str
    certain: bool
    alone: bool = True


def quoted_parts(pair: Pair) -> list[RowPart]:
    """What the quoted old titles tell: one title at several rows, several titles at one row."""
    told = _told(pair)
    news_of: dict[int, list[int]] = {}
    olds_of: dict[int, list[int]] = {}
    for new, old in told:
        news_of.setdefault(old, []).append(new)
        olds_of.setdefault(new, []).append(old)
    parts = []
    for (new, old), score in told.items():
        if len(olds_of[new]) > 1:
            parts.append(RowPart(new, old, "merged", score, "quoted-title", True))
            continue
        whole = _whole(pair, old, news_of[old])
        if whole is not None and whole != new:
            parts.append(RowPart(new, old, "split", score, "quoted-title", True, alone=False))
        elif whole is None and len(news_of[old]) > 1:
            parts.append(RowPart(new, old, "split", score, "quoted-title", True))
    return parts


def _told(pair: Pair) -> dict[Edge, float]:
    """Newer row and the older row each of its quotes means, with their likeness."""
    olds_of: dict[int, list[int]] = {}
    for new, old in pair.likeness:
        olds_of.setdefault(new, []).append(old)
    told: dict[Edge, float] = {}
    for new, olds in sorted(olds_of.items()):
        for quote in pair.quotes.get(pair.newer.rows[new].row_id, ()):
            title = pair.comparer.read(quote)
            found = [
                (pair.comparer.text(title, pair.comparer.read(pair.older.rows[old].title)),
                 pair.likeness[new, old].order or 0.0, -old)
                for old in olds
                if pair.likeness[new, old].year != 0.0
            ]  # fmt: skip
            score, _, old = max(found, default=(0.0, 0.0, 0))
            if score >= QUOTED:
                told[new, -old] = max(score, told.get((new, -old), 0.0))
    return told


def _whole(pair: Pair, old: int, news: Sequence[int]) -> int | None:
    """The row that goes on as the old task while others are its parts: the parent of the others."""
    places = pair.newer.places
    parents = {places.get(pair.newer.rows[new].parent_row_id or "", -1) for new in news} - {-1}
    title = pair.comparer.read(pair.older.rows[old].title)
    for at in sorted(parents):
        if (
            pair.comparer.text(pair.comparer.read(pair.newer.rows[at].title), title) >= QUOTED
            or at in news
        ):
            return at
    return None


def structural_parts(
    pair: Pair, accepted: Mapping[int, int], told: Sequence[RowPart]
) -> list[RowPart]:
    """Parts shown by sub-items and by rows that stand inside another one; `accepted` links stay."""
    busy_new = set(accepted) | {part.new for part in told}
    busy_old = set(accepted.values()) | {part.old for part in told}
    sub_new = _sub_items(pair, pair.newer, accepted, busy_new)
    parts = [RowPart(at, whole, "split", s, "sub-items", c, alone=False)
             for at, whole, s, c in sub_new]  # fmt: skip
    back = {old: new for new, old in accepted.items()}
    parts += [RowPart(whole, at, "merged", s, "sub-items", c, alone=False)
              for at, whole, s, c in _sub_items(pair, pair.older, back, busy_old)]  # fmt: skip
    busy_new |= {part.new for part in parts}
    busy_old |= {part.old for part in parts}
    free = [edge for edge in pair.likeness if edge[0] not in busy_new and edge[1] not in busy_old]
    parts += _inside(pair, free, new_is_part=True)
    busy_new |= {part.new for part in parts}
    busy_old |= {part.old for part in parts}
    free = [edge for edge in free if edge[0] not in busy_new and edge[1] not in busy_old]
    return parts + list(_inside(pair, free, new_is_part=False))


def _sub_items(
    pair: Pair, side: LinkInput, linked: Mapping[int, int], busy: Collection[int]
) -> Iterator[tuple[int, int, float, bool]]:
    """Sub-items (of either document) whose text the task linked with their parent holds.

    Yields index, index of that task, score, and whether it is certain: one sub-item alone is not.
    """
    other, read = pair.older if side is pair.newer else pair.newer, pair.comparer.read
    for parent in [parent for parent in side.children if parent in linked]:
        items = [at for at in side.children[parent] if at not in busy]
        whole = read(other.rows[linked[parent]].title)
        scored = [(at, pair.comparer.contained(read(side.rows[at].title), whole)) for at in items]
        held = [(at, score) for at, score in scored if score >= CHILD]
        for at, score in held:
            yield at, linked[parent], score, 2 * len(held) > len(items)


def _inside(pair: Pair, free: Sequence[Edge], new_is_part: bool) -> Iterator[RowPart]:
    """Rows without a link that stand inside one row of the other document, and in no second one."""
    relation = "split" if new_is_part else "merged"
    wholes: dict[int, list[int]] = {}
    parts: dict[int, list[tuple[int, float]]] = {}
    for edge in free:
        part, whole = edge if new_is_part else (edge[1], edge[0])
        score = _held(pair, edge, new_is_part)
        if score >= AMONG:
            wholes.setdefault(part, []).append(whole)
            parts.setdefault(whole, []).append((part, score))
    side, other = (pair.newer, pair.older) if new_is_part else (pair.older, pair.newer)
    for whole, found in parts.items():
        alone = [(part, score) for part, score in found if len(wholes[part]) == 1]
        titles = {part: pair.comparer.read(side.rows[part].title) for part, _ in alone}
        covered = sum(len(title.key) for title in titles.values())
        several = len(alone) > 1 and covered >= _COVERED * len(
            pair.comparer.read(other.rows[whole].title).key
        )
        for part, score in alone:
            certain = several or (score >= INSIDE and titles[part].length >= _LONG)
            new, old = (part, whole) if new_is_part else (whole, part)
            if several or score >= INSIDE:
                yield RowPart(new, old, relation, score, "contained", certain)


def _held(pair: Pair, edge: Edge, new_is_part: bool) -> float:
    """How much of one row stands inside the other, longer one; 0 where leads contradict."""
    likeness = pair.likeness[edge]
    if likeness.agency == 0.0 or likeness.year == 0.0:
        return 0.0
    new = pair.comparer.read(pair.newer.rows[edge[0]].title)
    old = pair.comparer.read(pair.older.rows[edge[1]].title)
    part, whole = (new, old) if new_is_part else (old, new)
    return pair.comparer.held(part, whole)
