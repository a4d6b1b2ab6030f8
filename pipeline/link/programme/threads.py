"""Which places are one task: what links say, strongest first, one place a document.

What joins two places that a stronger join has already given to others is a dispute, told and not
followed. Divided and merged tasks stay threads of their own; the thread they came from ends where
nothing in that document goes on as the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date

from pipeline.frozen import dataclass
from pipeline.link.corpus.agree import ACCEPTED, PRINTS, SAME
from pipeline.link.programme.evidence import DRAFT, ISSUED, Evidence, ItemReading

_CLAIMED = 100.0
"""How certain a claim of a document is."""


@dataclass(frozen=True, slots=True)
class SameTask:
    """Two places that something calls one task, or one a part of the other."""

    newer: str
    older: str
    relation: str
    claimed: bool
    score: float
    decided: bool = False


@dataclass(slots=True)
class Thread:
    """One task: its places, oldest first; `ended` is the day another task took its place."""

    name: str
    places: list[ItemReading]
    sources: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    ended: date | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Threads:
    """All threads by name, in order, and the places whose joins dispute each other."""

    by_name: Mapping[str, Thread]
    of_place: Mapping[str, str]
    disputed: frozenset[str]


def threads_of(evidence: Evidence) -> Threads:
    """The tasks of a corpus. They depend on what is published, not on the order it came in."""
    joins = sorted(joins_of(evidence), key=lambda join: _strength(join, evidence.places))
    same = [join for join in joins if join.relation == SAME]
    groups, disputed = _grouped(evidence.places, same, evidence.apart)
    threads = {}
    for members in groups:
        places = sorted((evidence.places[key] for key in members), key=lambda p: p.order)
        name = min(places, key=lambda p: (p.source.standing == DRAFT, p.order)).key
        threads[name] = Thread(name, places)
    of_place = {place.key: name for name, thread in threads.items() for place in thread.places}
    _relate([j for j in joins if j.relation != SAME], evidence.places, threads, of_place)
    disputed |= {link.row_id for link in evidence.links if link.claim == "disputes"}
    return Threads(dict(sorted(threads.items())), of_place, frozenset(disputed))


# --- joins -----------------------------------------------------------------------------------


def joins_of(evidence: Evidence) -> Iterator[SameTask]:
    """What links say of pairs of places."""
    for link in evidence.links:
        if link.status == ACCEPTED and {link.row_id, link.other_row_id} <= evidence.places.keys():
            sure = link.claim is not None and link.claim != PRINTS
            yield SameTask(
                link.row_id, link.other_row_id, link.relation, link.claim is not None,
                _CLAIMED if sure else link.score, link.decided is not None,
            )  # fmt: skip


def _strength(join: SameTask, places: Mapping[str, ItemReading]) -> tuple[object, ...]:
    """What people decided first, then joins between documents in force, claims before likeness,
    then the likest."""
    sides = places[join.newer].source.standing, places[join.older].source.standing
    in_force = sides == (ISSUED, ISSUED)
    return (
        not join.decided, not in_force, not join.claimed, -join.score, join.newer, join.older,
    )  # fmt: skip


# --- groups ----------------------------------------------------------------------------------


def _grouped(
    places: Mapping[str, ItemReading],
    joins: Iterable[SameTask],
    apart: Collection[tuple[str, str]],
) -> tuple[list[set[str]], set[str]]:
    """Places by task, and those whose join would have put two rows of one document together, or
    two rows of which a person said that they are `apart`."""
    group = {key: {key} for key in places}
    documents = {key: {place.source.key} for key, place in places.items()}
    home = {key: key for key in places}
    disputed: set[str] = set()
    for join in joins:
        one, other = home[join.newer], home[join.older]
        if one == other:
            continue
        if documents[one] & documents[other] or _kept_apart(one, other, home, apart):
            disputed |= _in_dispute(join, places)
            continue
        one, other = sorted((one, other), key=lambda key: (-len(group[key]), key))
        for key in group[other]:
            home[key] = one
        group[one] |= group.pop(other)
        documents[one] |= documents.pop(other)
    return [group[key] for key in sorted(group)], disputed


def _kept_apart(
    one: str, other: str, home: Mapping[str, str], apart: Iterable[tuple[str, str]]
) -> bool:
    ends = {one, other}
    return any({home.get(row), home.get(second)} == ends for row, second in apart)


def _in_dispute(join: SameTask, places: Mapping[str, ItemReading]) -> set[str]:
    """The places a refused join casts doubt on: a draft casts none on what is in force."""
    sides = {key for key in (join.newer, join.older) if places[key].source.standing != ISSUED}
    return sides or {join.newer, join.older}


# --- divided and merged ----------------------------------------------------------------------


def _relate(
    joins: Iterable[SameTask],
    places: Mapping[str, ItemReading],
    threads: Mapping[str, Thread],
    of_place: Mapping[str, str],
) -> None:
    """Tell threads what they came from and became; what is in force only."""
    for join in joins:
        newer, older = places[join.newer], places[join.older]
        thread, other = threads[of_place[join.newer]], threads[of_place[join.older]]
        standing = {newer.source.standing, older.source.standing}
        if thread is other or standing != {ISSUED}:
            continue
        thread.sources.add(other.name)
        other.targets.add(thread.name)
        goes_on = any(
            place.source.standing == ISSUED and place.source.age >= newer.source.age
            for place in other.places
        )
        day = newer.source.counts_from or newer.source.when
        if not goes_on and (other.ended is None or day < other.ended):
            other.ended, other.how = day, join.relation
