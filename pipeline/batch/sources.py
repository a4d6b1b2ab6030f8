"""Which files are documents, and what `sources.toml` says of them."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.model import Overrides, Source

SOURCES_FILE = "sources.toml"
_NOT_DOCUMENTS = frozenset({".toml"})
_ABOUT_FOLDER = re.compile(r"(?:readme|license|changelog|contributing)\b.*\.md", re.IGNORECASE)
"""Markdown files that by custom speak of the folder they lie in."""


def discover(paths: Iterable[Path]) -> list[Source]:
    """Every document under the paths, in the order of their names.

    In a folder, hidden files, lock files of office programs, TOML, and Markdown files that speak of
    the folder (README) are passed over; every other file is taken for a document, so that nothing
    is left out silently. A file named on its own is always taken.
    Raises `ConfigError` for a path that is not there and for a wrong `sources.toml`.
    """
    found: dict[Path, Source] = {}
    for path in paths:
        if not path.exists():
            raise ConfigError(f"{path}: no such file or folder")
        listed = _in_folder(path) if path.is_dir() else _single(path)
        for source in listed:
            found.setdefault(source.path.resolve(), source)
    return sorted(found.values(), key=lambda source: (source.name, str(source.path)))


def _single(path: Path) -> Iterator[Source]:
    overrides = read_overrides(path.parent / SOURCES_FILE)
    yield Source(path, path.name, overrides.get(path.name, Overrides()))


def _in_folder(root: Path) -> Iterator[Source]:
    overrides = read_overrides(root / SOURCES_FILE)
    names = sorted(_document_names(root))
    lost = sorted(set(overrides) - set(names))
    if lost:
        raise ConfigError(f"{root / SOURCES_FILE}: no such document: {', '.join(lost)}")
    for name in names:
        yield Source(root / name, name, overrides.get(name, Overrides()))


def _document_names(root: Path) -> Iterator[str]:
    for folder, subfolders, files in os.walk(root):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for file in files:
            path = Path(folder) / file
            hidden = file.startswith((".", "~$"))  # ~$ and .~lock. are lock files
            about = path.suffix.lower() in _NOT_DOCUMENTS or _ABOUT_FOLDER.fullmatch(file)
            if not hidden and not about:
                yield path.relative_to(root).as_posix()


def read_overrides(path: Path) -> dict[str, Overrides]:
    """The entries of a `sources.toml` by file name; none where the file is missing.

    Raises `ConfigError` for a file that is not TOML, an unknown key or a value of a wrong type.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return {name: _overrides(path, name, entry) for name, entry in data.items()}


def _overrides(path: Path, name: str, entry: Mapping[str, Any]) -> Overrides:
    known = {field.name for field in fields(Overrides)}
    if not isinstance(entry, dict):
        raise ConfigError(f'{path}: {name}: write ["{name}"] and the keys below it')
    for key, value in entry.items():
        wanted = date if key == "issued" else str
        if key not in known:
            raise ConfigError(f"{path}: {name}: unknown key {key!r}; known: {sorted(known)}")
        if not isinstance(value, wanted):
            raise ConfigError(f"{path}: {name}: {key} must be a {wanted.__name__}")
    return Overrides(**entry)
