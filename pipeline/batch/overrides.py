"""What `sources.toml` says of the files beside it, and what is wrong with it.

A wrong entry is a problem of the file it is about, and of no other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.model import Overrides
from pipeline.writing.patterns import compiled

SOURCES_FILE = "sources.toml"
_TABLE = re.compile(r"^(?=[ \t]*\[)", re.MULTILINE)
_HEADER = compiled(r"""[ \t]*\[\s*(?:"([^"\n]*)"|'([^'\n]*)'|([\w-]+))""")
_DOC_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}")
"""Keys are names of files: nothing leads out of the folder, nothing is hidden or too long."""


@dataclass(slots=True)
class Settings:
    """Entries by file name; what is wrong with the entry of a file; what belongs to no file."""

    entries: dict[str, Overrides] = field(default_factory=dict)
    complaints: dict[str, tuple[str, ...]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def read_settings(path: Path) -> Settings:
    """The entries of a `sources.toml`; none where the file is missing."""
    settings = Settings()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return settings
    except (OSError, UnicodeDecodeError) as error:
        settings.wrong.append(f"{path}: cannot be read ({error}); nothing it says is used")
        return settings
    for name, entry, why in _entries(text):
        if name is None:
            settings.wrong.append(f"{path}: {why}")
            continue
        good, complaints = _checked(entry) if why is None else ({}, [why])
        settings.entries[name] = Overrides(**good)
        if complaints:
            settings.complaints[name] = tuple(f"{SOURCES_FILE}: {told}" for told in complaints)
    return settings


def _entries(text: str) -> Iterator[tuple[str | None, Any, str | None]]:
    """Name, keys and what is wrong of each entry; a text that is no TOML is read table by table,
    so that the good ones count."""
    try:
        yield from ((name, entry, None) for name, entry in tomllib.loads(text).items())
    except tomllib.TOMLDecodeError:
        for part in _TABLE.split(text):
            yield from _of_part(part)


def _of_part(part: str) -> Iterator[tuple[str | None, Any, str | None]]:
    try:
        yield from ((name, entry, None) for name, entry in tomllib.loads(part).items())
    except tomllib.TOMLDecodeError as error:
        header = _HEADER.match(part)
        name = next((group for group in header.groups() if group), None) if header else None
        first = part.strip().partition("\n")[0]
        yield name, {}, f"{error}, in the entry that begins {first[:60]!r}"


def _checked(entry: Any) -> tuple[dict[str, Any], list[str]]:
    """The keys that can be used, and what is wrong with the others."""
    if not isinstance(entry, Mapping):
        return {}, ["write the name of the file in square brackets and its keys below"]
    good: dict[str, Any] = {}
    complaints: list[str] = []
    for key, value in entry.items():
        why = _wrong(key, value)
        if why:
            complaints.append(why)
        else:
            good[key] = value
    return good, complaints


def _wrong(key: str, value: Any) -> str | None:
    known = sorted(field.name for field in fields(Overrides))
    wanted = date if key == "issued" else str
    if key not in known:
        return f"unknown key {key!r}; known: {', '.join(known)}"
    if not isinstance(value, wanted) or isinstance(value, datetime):
        return f"{key} must be a {wanted.__name__}"
    if key == "doc_id" and not _DOC_ID.fullmatch(str(value)):
        return f"doc_id {value!r} is no key: up to 100 ASCII letters, digits, and - . _ between"
    return None
