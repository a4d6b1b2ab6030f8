"""The registry of agencies: bodies, their names and mergers, and the words around them.

Bodies, aliases and the words of the grammar are in `agencies.toml`; nothing here is about one
body.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field, replace
from datetime import date
from functools import cache, lru_cache, wraps
from itertools import chain
from typing import Any, ParamSpec, TypeVar

from pipeline.frozen import dataclass
from pipeline.normalize.values.agency_words import WORD, units
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import without_marks, word_key
from pipeline.writing.posts import plural_posts, posts

P = ParamSpec("P")
T = TypeVar("T")
_NOUNS = ("generic", "institution", "opener")


@dataclass(frozen=True, slots=True)
class Agency:
    """A body of the registry; `valid_to` is its last day, the first successor the main one."""

    agency_id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    parent_id: str | None
    valid_from: date | None
    valid_to: date | None
    successor_ids: tuple[str, ...]
    source: str

    def valid(self, on: date | None) -> bool:
        """Whether it exists on that day; without a day, whether it still exists."""
        if on is None:
            return self.valid_to is None
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)


@dataclass(frozen=True, slots=True)
class Alias:
    """A further name of a body of the registry, and who gave it."""

    of: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Own:
    """Bodies and aliases of people's own, beside the packaged ones."""

    bodies: tuple[Agency, ...] = ()
    aliases: tuple[Alias, ...] = ()


class Node:
    """A place in the tree of names: the words that may follow; `joint` where `,` or `và` may."""

    __slots__ = ("hits", "joint", "next")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.joint: Node | None = None
        self.hits: list[tuple[str, str]] = []  # role and what the name stands for


@dataclass(frozen=True, slots=True)
class Registry:
    """The bodies by id, in file order, and the words that stand between and around them."""

    by_id: Mapping[str, Agency]
    abbreviations: Mapping[str, tuple[str, ...]]
    conjunctions: frozenset[str]
    introduces: Mapping[str, tuple[str, ...]]
    plural_offices: frozenset[str]
    words: set[str] = field(default_factory=set, repr=False)
    root: Node = field(default_factory=Node, repr=False)
    initials: dict[str, dict[str, Node]] = field(default_factory=dict, repr=False)

    def today(self, agency_id: str) -> tuple[str, ...]:
        """The bodies that do its duties now: itself, or those it was merged into or shared out
        to, each followed to the end."""
        agency = self.by_id.get(agency_id)
        if agency is None or agency.valid_to is None:
            return (agency_id,)
        ends = (end for successor in agency.successor_ids for end in self.today(successor))
        return tuple(dict.fromkeys(ends)) or (agency_id,)

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """Every body."""
        return tuple(self.by_id.values())

    def add(self, name: str, role: str, value: str) -> None:
        """Enter a name into the tree."""
        node, joint = self.root, False
        for unit in units(name, self):
            if unit.mark != WORD:
                joint = True
                continue
            if joint:
                node.joint = node.joint or Node()
                node, joint = node.joint, False
            if unit.key not in node.next:
                node.next[unit.key] = Node()
                self.words.add(unit.key)
            node = node.next[unit.key]
        if (role, value) not in node.hits:
            node.hits.append((role, value))


_own = Own()
_forget: list[Callable[[], None]] = []


def remembered(size: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A function with a memory of so many answers, which end with the registry they rest on."""

    def with_memory(function: Callable[P, T]) -> Callable[P, T]:
        memory = lru_cache(size)(function)
        _forget.append(memory.cache_clear)

        @wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> T:
            return memory(*args, **kwargs)  # type: ignore[arg-type]

        return asked

    return with_memory


@contextmanager
def own_bodies(own: Own) -> Iterator[None]:
    """While it lasts, the registry has these bodies and aliases too, in processes started now as
    well."""
    global _own
    before, _own = _own, own
    if own != before:
        _forget_all()
    try:
        yield
    finally:
        _own = before
        if own != before:
            _forget_all()


def _forget_all() -> None:
    load_registry.cache_clear()
    for forget in _forget:
        forget()


@cache
def packaged() -> Registry:
    """The registry of `agencies.toml` alone."""
    return _registry(Own())


@cache
def load_registry() -> Registry:
    """The registry of `agencies.toml`, and the own bodies that are set (`own_bodies`)."""
    return _registry(_own)


def _registry(own: Own) -> Registry:
    """Raises ValueError where two bodies share an id."""
    data = load_beside(__file__, "agencies.toml")
    grammar = data["grammar"]
    bodies = list(_bodies(data["group"], data["form"]))
    bodies += chain.from_iterable([list(_relatives(f, bodies)) for f in data["family"]])
    bodies = [_with_aliases(body, own) for body in (*bodies, *own.bodies)]
    shortened = data["abbreviations"].items()
    registry = Registry(
        by_id={body.agency_id: body for body in bodies},
        abbreviations={
            word_key(short): tuple(map(word_key, full.split())) for short, full in shortened
        },
        conjunctions=frozenset(map(word_key, grammar["conjunctions"])),
        introduces={noun: tuple(kinds) for noun, kinds in grammar["introduces"].items()},
        plural_offices=plural_posts(),
    )
    if len(registry.by_id) != len(bodies):
        raise ValueError("agencies.toml: two bodies have the same id")
    _enter_names(registry, bodies, data["form"])
    _enter_grammar(registry, grammar)
    for word, node in registry.root.next.items():
        registry.initials.setdefault(without_marks(word)[0], {})[word] = node
    return registry


@cache
def body_heads() -> tuple[str, ...]:
    """First words of the names of bodies, as written."""
    return tuple(load_beside(__file__, "agencies.toml")["grammar"]["head"])


def _with_aliases(body: Agency, own: Own) -> Agency:
    names = [alias.name for alias in own.aliases if alias.of == body.agency_id]
    return replace(body, aliases=tuple(dict.fromkeys((*body.aliases, *names)))) if names else body


def _bodies(groups: list[dict[str, Any]], forms: list[dict[str, Any]]) -> Iterator[Agency]:
    for facts in ({**group, **line} for group in groups for line in group["bodies"]):
        aliases = (
            *facts.get("aliases", ()),
            *_forms(facts["kind"], facts["name"], forms, "aliases"),
        )
        yield Agency(
            agency_id=facts["id"],
            name=facts["name"],
            aliases=tuple(dict.fromkeys(aliases)),
            kind=facts["kind"],
            parent_id=facts.get("parent_id") or None,
            valid_from=facts.get("valid_from"),
            valid_to=facts.get("valid_to"),
            successor_ids=tuple(facts.get("successor_ids", ())),
            source=facts["source"],
        )


def _forms(kind: str, name: str, forms: list[dict[str, Any]], column: str) -> Iterator[str]:
    for form in forms:
        if form["kind"] == kind and name.startswith(form["of"] + " "):
            rest = name.removeprefix(form["of"] + " ")
            yield from (pattern.format(rest=rest) for pattern in form.get(column, ()))


def _relatives(family: dict[str, Any], bodies: list[Agency]) -> Iterator[Agency]:
    """The bodies that stand beside others (`Tỉnh ủy Lào Cai` beside `Tỉnh Lào Cai`)."""
    prefix, of, without = family["id"] + "-", family["of"] + " ", family.get("except", ())
    for body in bodies:
        if body.kind != family["of_kind"] or body.agency_id in without:
            continue
        if body.name.startswith(of):
            first, *others = (n.format(rest=body.name.removeprefix(of)) for n in family["names"])
            yield Agency(
                agency_id=prefix + body.agency_id,
                name=first,
                aliases=tuple(others),
                kind=family["kind"],
                parent_id=body.agency_id,
                valid_from=body.valid_from,
                valid_to=body.valid_to,
                successor_ids=tuple(prefix + s for s in body.successor_ids if s not in without),
                source=family["source"],
            )


def _enter_names(registry: Registry, bodies: list[Agency], forms: list[dict[str, Any]]) -> None:
    for body in bodies:
        for name in (body.name, *body.aliases):
            registry.add(name, "agency", body.agency_id)
            if "&" in name:  # `Bộ KH và CN`
                registry.add(name.replace("&", ", "), "agency", body.agency_id)
            for rest in _forms(body.kind, name, forms, "listed"):
                registry.add(rest, "listed", body.agency_id)
                for part in re.split(r", | và | - ", rest)[1:]:
                    registry.add(part, "part", part)


def _enter_grammar(registry: Registry, grammar: dict[str, Any]) -> None:
    for role, words in grammar.items():
        if isinstance(words, list) and role != "conjunctions":
            for word in words:
                registry.add(word, role, word)
                if role in _NOUNS:
                    registry.add(word, "noun", word)
    for office in posts():
        registry.add(office, "office", office.replace(",", ""))
