"""Files of corrections: one TOML file per input, checked before anything is read.

The form is described in docs/corrections.md. Every error is a `ConfigError` that names the file
and the entry.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from pipeline.errors import ConfigError
from pipeline.model import Correction, Decision

SUFFIX = ".toml"
_SIGNED = {"by": str, "on": date, "why": str}
_FORMS: Mapping[str, tuple[Mapping[str, type], Mapping[str, type]]] = {
    "cell": ({"column": str, "against": str, "text": str}, {"row": str, "at": str}),
    "join": ({"row": str, "above": str}, {"at": str}),
    "part": ({"row": str}, {"lines": dict, "chars": dict, "at": str}),
    "add": (
        {"cells": dict},
        {"below": str, "above": str, "at": str, "kind": str, "page": int},
    ),
    "remove": ({"row": str}, {"at": str}),
    "divide": ({"row": str}, {"at": str, "title": str}),
    "unite": ({"row": str, "above": str}, {"at": str}),
    "mark": (
        {"number": int, "row": str, "column": str, "to_row": str, "to_column": str},
        {"at": str, "to_at": str},
    ),
    "kind": ({"row": str, "kind": str}, {"at": str}),
    "parent": ({"row": str, "parent": str}, {"at": str}),
    "column": ({"header": str, "name": str}, {"at": str}),
    "fact": ({"name": str, "against": str, "value": str}, {}),
    "accept": (
        {"code": str, "against": str},
        {"row": str, "at": str, "column": str, "document": str},
    ),
    "link": (
        {"row": str, "document": str, "other": str, "status": str},
        {"at": str, "other_at": str, "relation": str},
    ),
    "original": (
        {"row": str, "against": str, "document": str, "other": str, "status": str},
        {"at": str, "other_at": str, "note": str},
    ),
}
"""Of each decision: the keys it must have and those it may have, with their types."""
_FIELDS = {
    "text": "value", "above": "against", "kind": "value", "parent": "value", "header": "against",
    "value": "value", "code": "value", "status": "value", "below": "row", "title": "value",
    "to_row": "other", "to_at": "other_at", "to_column": "value",
}  # fmt: skip
"""Keys of a file that are fields of another name; `name` is the column, or the name it gets."""
_TABLES = ("lines", "chars", "cells")
"""Keys that hold a value for each column."""
_FACTS = ("number", "kind", "issuer", "title", "issued_date", "status")
_WORDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("kind", "kind"): ("group", "item", "total"),
    ("add", "kind"): ("group", "item", "total"),
    ("link", "status"): ("accepted", "rejected"),
    ("link", "relation"): ("same", "split", "merged"),
    ("original", "status"): ("accepted", "rejected"),
}
"""Decision and key → what may stand there."""
_STATUS = ("issued", "draft")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_corrections(path: Path, label: str) -> tuple[Correction, ...]:
    """The corrections of a file, none where it is missing; `label` names it in messages.

    Raises `ConfigError`.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return tuple(_entries(path, label, data))


def _entries(path: Path, label: str, data: Mapping[str, Any]) -> Iterator[Correction]:
    for decision, entries in data.items():
        if decision not in get_args(Decision):
            known = ", ".join(get_args(Decision))
            raise ConfigError(f"{path}: unknown correction {decision!r}; known: {known}")
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            raise ConfigError(f"{path}: write [[{decision}]] and the keys below it")
        for number, entry in enumerate(entries, start=1):
            place = f"{decision} {number}"
            try:
                yield correction(f"{label}, {place}", decision, entry)
            except ValueError as error:
                raise ConfigError(f"{path}: {place}: {error}") from error


def correction(place: str, decision: Any, entry: Mapping[str, Any]) -> Correction:
    """One entry of a file; `place` names it. Raises ValueError for a key that is missing, unknown
    or of a wrong type."""
    must, may = _FORMS[decision]
    _check_keys(entry, {**must, **_SIGNED}, may)
    given = {key: _clean(key, value) for key, value in entry.items() if key not in _TABLES}
    if decision == "part" and not {"lines", "chars"} & entry.keys():
        raise ValueError("lines is missing, or chars")
    if decision == "add" and len({"below", "above"} & entry.keys()) != 1:
        raise ValueError("write below or above, and the fingerprint of the row there")
    if decision == "fact":
        _check_fact(given["name"], given["value"])
        given["column"] = given.pop("name")
    if decision == "column":
        if not _NAME.fullmatch(given["name"]):
            raise ValueError(f"name: {given['name']!r} is no column name")
        given["value"] = given.pop("name")
    for key, value in given.items():
        words = _WORDS.get((decision, key), (value,))
        if value not in words:
            raise ValueError(f"{key}: write one of {', '.join(words)}")
    fields = {_FIELDS.get(key, key): value for key, value in given.items()}
    lines, chars = (_counts(key, entry.get(key, {})) for key in ("lines", "chars"))
    cells = _texts(entry.get("cells", {}))
    return Correction(place, decision, lines=lines, chars=chars, cells=cells, **fields)


def _check_keys(
    entry: Mapping[str, Any], must: Mapping[str, type], may: Mapping[str, type]
) -> None:
    known = {**must, **may}
    for key in must:
        if key not in entry:
            raise ValueError(f"{key} is missing")
    for key, value in entry.items():
        if key not in known:
            raise ValueError(f"unknown key {key!r}; known: {sorted(known)}")
        if not isinstance(value, known[key]) or isinstance(value, datetime | bool):
            raise ValueError(f"{key} must be a {known[key].__name__}")
    for key in ("by", "why"):
        if not entry[key].strip():
            raise ValueError(f"{key} is blank")


def _clean(key: str, value: Any) -> Any:
    """A value as the datasets write text; what a page printed stays letter for letter."""
    if not isinstance(value, str) or key in ("against", "header"):
        return value
    if any(unicodedata.category(char) in ("Cc", "Cs") and not char.isspace() for char in value):
        raise ValueError(f"{key} holds a control character")
    return " ".join(unicodedata.normalize("NFC", value).split())


def _check_fact(name: str, value: str) -> None:
    if name not in _FACTS:
        raise ValueError(f"name: write one of {', '.join(_FACTS)}")
    if name == "status" and value not in _STATUS:
        raise ValueError(f"value: write one of {', '.join(_STATUS)}")
    if name == "issued_date":
        date.fromisoformat(value)


def _counts(key: str, given: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    for column, count in given.items():
        if type(count) is not int or count < 0:
            raise ValueError(f"{key}: {column} must be a number")
    return tuple(sorted(given.items()))


def _texts(given: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    for column, text in given.items():
        if not isinstance(text, str):
            raise ValueError(f"cells: {column} must be a text")
    return tuple(sorted((column, _clean("text", text)) for column, text in given.items()))
