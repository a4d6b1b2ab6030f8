"""Entries of a file of corrections, added and taken out without touching anything else in it.

A file may have been written by a person: what stands in it, comments and order included, stays
byte for byte. Every change is parsed again before it takes the file's place, so that a file never
holds anything but what it held and the entries that were meant.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.data.files import sync_file, sync_folder, written_whole
from pipeline.errors import ConfigError
from pipeline.normalize.corrections.read import read_corrections

Fields = Mapping[str, Any]
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*(\w+)[ \t]*\]\][ \t]*(?:#.*)?\r?$", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_LEFT = re.compile(r"(?:^[ \t]*(?:#[^\n]*)?(?:\n|\Z))+\Z", re.MULTILINE)
"""Blank lines and comments at the end of an entry: they belong to what comes after it."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LOCK = ".review.lock"
_PATIENCE = 10.0
"""Seconds to wait for whoever else is writing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision in a file: its name, its keys, and where in the text it stands."""

    decision: str
    fields: Fields
    start: int = 0
    end: int = 0

    @property
    def same(self) -> tuple[str, str]:
        """Equal for entries that say the same."""
        return self.decision, json.dumps(self.fields, sort_keys=True, default=str)

    @property
    def key(self) -> str:
        """What names the entry in a page."""
        return hashlib.sha256("\0".join(self.same).encode()).hexdigest()[:16]


@contextmanager
def sole_editor(folder: Path) -> Iterator[None]:
    """Hold a folder of corrections while reading and writing it. Raises `ConfigError` where
    somebody else holds it for long."""
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=_PATIENCE)
    except Timeout:
        raise ConfigError(f"{folder} is being written by somebody else; try again") from None
    try:
        for left in folder.rglob(".*.tmp"):  # of one who was killed while he held the folder
            left.unlink(missing_ok=True)
        yield
    finally:
        lock.release()


def read_text(path: Path) -> str:
    """The text of a file of corrections, its line ends as they are; blank where there is none."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error


def parse(text: str) -> list[Entry]:
    """The entries of a text, in its order. Raises `ConfigError` for what is no such text, or in
    which they cannot be told apart line by line."""
    data = _loaded(text)
    headers = list(_HEADER.finditer(text))
    starts = [match.start() for match in _TABLE.finditer(text)]
    counted: dict[str, int] = {}
    entries = []
    for match in headers:
        decision = match[1]
        number = counted[decision] = counted.get(decision, -1) + 1
        own = data.get(decision)
        if not isinstance(own, list) or number >= len(own):
            raise ConfigError("its entries cannot be told apart; write [[…]] and keys below it")
        end = min((at for at in starts if at > match.start()), default=len(text))
        end -= len(left[0]) if (left := _LEFT.search(text[match.start() : end])) else 0
        entries.append(Entry(decision, own[number], match.start(), end))
    if len(entries) != sum(len(own) for own in data.values() if isinstance(own, list)):
        raise ConfigError("its entries cannot be told apart; write [[…]] and keys below it")
    return entries


def _loaded(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(error)) from error


def changed(text: str, out: Sequence[Entry], new: Sequence[Entry]) -> str:
    """A text without some of its entries and with others at its end.

    Raises `ConfigError` where an entry to go is not there, or the rest would not stay the same.
    """
    there = parse(text)
    expected = [entry.same for entry in there]
    for entry in sorted(out, key=lambda entry: -_find(there, entry).start):
        found = _find(there, entry)
        text = text[: found.start] + text[found.end :]
        expected.remove(entry.same)
        there = parse(text)
    ending = "\r\n" if "\r\n" in text else "\n"
    for entry in new:
        text = _stripped(text, ending) + written(entry).replace("\n", ending)
    expected += [entry.same for entry in new]
    if sorted(entry.same for entry in parse(text)) != sorted(expected):
        raise ConfigError("it is written in a form that cannot be added to; write [[…]] entries")
    return text


def _find(entries: Sequence[Entry], wanted: Entry) -> Entry:
    found = [entry for entry in entries if entry.same == wanted.same]
    if not found:
        raise ConfigError("the decision is not there any more")
    return found[-1]


def _stripped(text: str, ending: str) -> str:
    bare = text.rstrip("\r\n")
    return f"{bare}{ending}{ending}" if bare.strip("\ufeff") else bare


def written(entry: Entry) -> str:
    """An entry as it stands in a file."""
    lines = [f"[[{entry.decision}]]"]
    lines += [f"{_key(key)} = {_value(value)}" for key, value in entry.fields.items()]
    return "\n".join(lines) + "\n"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    # JSON writes text as TOML does, but for one control character
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def save(path: Path, text: str) -> None:
    """Write a file of corrections so that it is on the disk, whole, before anything goes on; a file
    without anything in it goes. Raises `ConfigError` for what a run would refuse."""
    if not text.strip("\ufeff\r\n\t "):
        path.unlink(missing_ok=True)
        return
    with written_whole(path) as temporary:
        with temporary.open("wb") as file:
            file.write(text.encode())
            sync_file(file)
        read_corrections(temporary, path.name)
    sync_folder(path.parent)
