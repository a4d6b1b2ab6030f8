"""Which files are documents, what `sources.toml` says of them and what people corrected."""

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
from pipeline.normalize.corrections.read import SUFFIX, read_corrections

SOURCES_FILE = "sources.toml"
CORRECTIONS = "corrections"
AGENCIES = "agencies.toml"
"""The folder of corrections in or beside an input root, and the file of own bodies in it."""
_NOT_DOCUMENTS = frozenset({".toml"})
_ABOUT_FOLDER = re.compile(r"(?:readme|license|changelog|contributing)\b.*\.md", re.IGNORECASE)
"""Markdown files that by custom speak of the folder they lie in."""


def discover(paths: Iterable[Path], corrections: Path | None = None) -> list[Source]:
    """Every document under the paths, in the order of their names.

    In a folder, hidden files, lock files of office programs, TOML, and Markdown files that speak of
    the folder (README) are passed over; every other file is taken for a document, so that nothing
    is left out silently. A file named on its own is always taken.
    `corrections` is the folder of corrections, by default the one in or beside each folder.
    Raises `ConfigError` for a path that is not there, and for a wrong `sources.toml` or correction.
    """
    if corrections is not None and not corrections.is_dir():
        raise ConfigError(f"{corrections}: no such folder of corrections")
    found: dict[Path, Source] = {}
    named: dict[Path, set[str]] = {}
    for path in paths:
        if not path.exists():
            raise ConfigError(f"{path}: no such file or folder")
        folder = corrections or corrections_of(path if path.is_dir() else path.parent)
        listed = list(_in_folder(path, folder) if path.is_dir() else _single(path, folder))
        for source in listed:
            found.setdefault(source.path.resolve(), source)
        if folder is not None and path.is_dir():
            named.setdefault(folder.resolve(), set()).update(source.name for source in listed)
    for folder, names in named.items():
        _check_named(folder, names)
    return sorted(found.values(), key=lambda source: (source.name, str(source.path)))


def corrections_of(root: Path) -> Path | None:
    """The folder of corrections in an input root, or else beside it; None where there is none.

    Raises `ConfigError` where there are both.
    """
    # an input root may be a link: beside it means beside its name
    found = [
        folder
        for folder in (root / CORRECTIONS, Path(os.path.abspath(root)).parent / CORRECTIONS)
        if folder.is_dir()
    ]
    if len(found) > 1:
        raise ConfigError(f"{found[0]} and {found[1]}: choose one with --corrections")
    return found[0] if found else None


def _single(path: Path, corrections: Path | None) -> Iterator[Source]:
    overrides = read_overrides(path.parent / SOURCES_FILE)
    yield _source(path, path.name, overrides, corrections)


def _in_folder(root: Path, corrections: Path | None) -> Iterator[Source]:
    overrides = read_overrides(root / SOURCES_FILE)
    names = sorted(_document_names(root))
    lost = sorted(set(overrides) - set(names))
    if lost:
        raise ConfigError(f"{root / SOURCES_FILE}: no such document: {', '.join(lost)}")
    for name in names:
        yield _source(root / name, name, overrides, corrections)


def _source(
    path: Path, name: str, overrides: Mapping[str, Overrides], corrections: Path | None
) -> Source:
    settings = overrides.get(name, Overrides())
    if corrections is None:
        return Source(path, name, settings)
    label = name + SUFFIX
    return Source(path, name, settings, read_corrections(corrections / label, label))


def _check_named(folder: Path, names: Iterable[str]) -> None:
    """Raises `ConfigError` for corrections of a file that is not there: they would never count."""
    known = {name + SUFFIX for name in names} | {AGENCIES}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*" + SUFFIX)}
    lost = sorted(files - known)
    if lost:
        raise ConfigError(f"{folder / lost[0]}: there is no document {lost[0][: -len(SUFFIX)]}")


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
