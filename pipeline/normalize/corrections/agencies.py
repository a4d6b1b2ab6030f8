"""Bodies and aliases of people's own (`corrections/agencies.toml`), beside the packaged ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.normalize.values.agency_registry import Agency, Alias, Own, packaged
from pipeline.writing.letters import word_key

_TEXTS = ("id", "name", "kind", "parent_id", "of", "by", "why")
_DATES = ("on", "valid_from", "valid_to")
_LISTS = ("aliases", "successor_ids")
_FORMS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "body": (
        ("id", "name", "kind", "by", "on", "why"),
        ("aliases", "parent_id", "valid_from", "valid_to", "successor_ids"),
    ),
    "alias": (("of", "name", "by", "on", "why"), ()),
}
"""Of each entry: the keys it must have and those it may have."""


def read_own(path: Path) -> Own:
    """The bodies and aliases of a file, none where it is missing.

    Raises `ConfigError` for what is not in the form of docs/corrections.md, for an id or a name
    that another body has, and for a body that is not there.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Own()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    try:
        entries = list(_entries(data))
        own = Own(
            tuple(_body(entry) for form, entry in entries if form == "body"),
            tuple(
                Alias(entry["of"], _level(entry["name"]), _signed(entry))
                for form, entry in entries
                if form == "alias"
            ),
        )
        _check(own)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from error
    return own


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for form, entries in data.items():
        if form not in _FORMS:
            raise ValueError(f"unknown entry {form!r}; known: {', '.join(_FORMS)}")
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            raise ValueError(f"write [[{form}]] and the keys below it")
        for number, entry in enumerate(entries, start=1):
            _check_keys(f"{form} {number}", entry, *_FORMS[form])
            yield form, entry


def _check_keys(
    place: str, entry: Mapping[str, Any], must: tuple[str, ...], may: tuple[str, ...]
) -> None:
    for key in must:
        if key not in entry:
            raise ValueError(f"{place}: {key} is missing")
    for key, value in entry.items():
        if key not in (*must, *may):
            raise ValueError(f"{place}: unknown key {key!r}; known: {sorted((*must, *may))}")
        if key in _TEXTS and not (isinstance(value, str) and value.strip()):
            raise ValueError(f"{place}: {key} must be a text")
        if key in _DATES and (not isinstance(value, date) or isinstance(value, datetime)):
            raise ValueError(f"{place}: {key} must be a date")
        if key in _LISTS and not _is_texts(value):
            raise ValueError(f"{place}: {key} must be a list of texts")


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)


def _level(text: str) -> str:
    return " ".join(text.split())


def _signed(entry: Mapping[str, Any]) -> str:
    return f"{entry['by']}, {entry['on'].isoformat()}: {entry['why']}"


def _body(entry: Mapping[str, Any]) -> Agency:
    return Agency(
        agency_id=entry["id"],
        name=_level(entry["name"]),
        aliases=tuple(_level(alias) for alias in entry.get("aliases", ())),
        kind=entry["kind"],
        parent_id=entry.get("parent_id"),
        valid_from=entry.get("valid_from"),
        valid_to=entry.get("valid_to"),
        successor_ids=tuple(entry.get("successor_ids", ())),
        source=_signed(entry),
    )


def _check(own: Own) -> None:
    """Raises ValueError where an id or a name would stand for two bodies, or for none."""
    known = {body.agency_id for body in packaged().agencies}
    ids = [body.agency_id for body in own.bodies]
    for key in ids:
        if key in known or ids.count(key) > 1:
            raise ValueError(f"another body has the id {key!r}")
    known |= set(ids)
    named = [key for body in own.bodies for key in (body.parent_id, *body.successor_ids) if key]
    for key in (*named, *(alias.of for alias in own.aliases)):
        if key not in known:
            raise ValueError(f"there is no body {key!r}")
    _check_names(own)


def _check_names(own: Own) -> None:
    taken: dict[str, str] = {
        _key(name): body.agency_id
        for body in packaged().agencies
        for name in (body.name, *body.aliases)
    }
    given = [(name, body.agency_id) for body in own.bodies for name in (body.name, *body.aliases)]
    for name, key in (*given, *((alias.name, alias.of) for alias in own.aliases)):
        other = taken.setdefault(_key(name), key)
        if other != key:
            raise ValueError(f"{name!r} is a name of {other}")


def _key(name: str) -> str:
    return " ".join(word_key(word) for word in name.split())
