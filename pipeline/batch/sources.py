"""Which files are documents, what `sources.toml` says of them and what people corrected."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from pipeline.batch.origins import Origin, read_origins
from pipeline.batch.overrides import SOURCES_FILE, Settings, read_settings
from pipeline.batch.passed_over import is_no_document, is_output, is_passed_over
from pipeline.errors import ConfigError
from pipeline.frozen import dataclass
from pipeline.model import Overrides, Source
from pipeline.normalize.corrections.agencies import read_own
from pipeline.normalize.corrections.read import SUFFIX, read_corrections
from pipeline.normalize.values.agency_registry import Own

CORRECTIONS = "corrections"
AGENCIES = "agencies.toml"
"""The folder of corrections in or beside an input root, and the file of own bodies in it."""


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that names of inputs are relative to; `whole` if it was read with all it holds."""

    path: Path
    whole: bool


@dataclass(slots=True)
class FoundSources:
    """What lies under the paths of a run.

    `scope` are the files and folders that were looked through, `closed` the folders in them that
    could not be listed, and files left for later; `roots` are all input roots by number; `wrong`
    are lines for a person about what belongs to no single document; `unread` counts, by ending,
    the files that hold none.
    """

    sources: list[Source] = field(default_factory=list)
    scope: list[Path] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)
    roots: dict[str, Root] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of files that were not taken for documents."""
        if not self.unread:
            return ()
        counts = ", ".join(f"{count} .{ending}" for ending, count in self.unread.most_common())
        return (f"not read, no documents by their endings: {counts}; name one to have it read",)

    def covers(self, path: Path) -> bool:
        """Whether a file at this place would have been found."""
        above = {path, *path.parents}
        return not above.isdisjoint(self.scope) and above.isdisjoint(self.closed)


def discover(paths: Iterable[Path], corrections: Path | None = None) -> list[Source]:
    """Every document under the paths; see `find`."""
    return find(paths, corrections=corrections).sources


def find(
    paths: Iterable[Path],
    out: Path | None = None,
    roots: Mapping[str, Root] | None = None,
    corrections: Path | None = None,
    only: Collection[Path] | None = None,
) -> FoundSources:
    """Every document under the paths, in the order of their names.

    In a folder, hidden files, lock files of office programs, half-loaded files, TOML, and Markdown
    files that speak of the folder (README) are passed over; files of data, programs, sounds and
    fonts are not read and told once (`notes`); every other file is taken for a document, so that
    nothing is left out silently. A file named on its own is always taken. The
    output folder is never looked into.

    A path inside one of `roots` that was read whole is a part of that root: its files keep their
    names. `corrections` is the folder of corrections, by default the one in or beside each root.
    With `only`, other files are not looked at, as if they lay in a folder that is closed.
    Raises `ConfigError` for a path that is not there or is output, and for a wrong correction.
    """
    if corrections is not None and not corrections.is_dir():
        raise ConfigError(f"{corrections}: no such folder of corrections")
    named: dict[Path, set[str]] = {}
    found = FoundSources(roots=dict(roots or {}))
    seen: dict[str, Source] = {}
    folders: dict[str, str] = {}
    for given in paths:
        path = check_path(given, out)
        root = _root_of(path, [r.path for r in found.roots.values() if r.whole])
        number = _numbered(root, path.is_dir(), found.roots)
        found.scope.append(path)
        folder = corrections or corrections_of(root)
        listed = list(_under(path, root, number, out, found, only))
        for source in listed:
            seen.setdefault(_leads_to(source.path, folders), with_corrections(source, folder))
        if folder is not None and path == root:
            arriving = [f for f in found.closed if f.is_relative_to(root)]
            there = {source.name for source in listed}
            there |= {printable_name(file.relative_to(root)) for file in arriving}
            named.setdefault(_place(folder), set()).update(there)
    for folder, names in named.items():
        _check_named(folder, names)
    found.sources = sorted(seen.values(), key=lambda source: (source.name, str(source.path)))
    return found


def _numbered(path: Path, whole: bool, roots: dict[str, Root]) -> str:
    """The number of a root, the next one if it is new."""
    known = next((number for number, root in roots.items() if root.path == path), None)
    number = known or str(max(map(int, roots), default=-1) + 1)
    roots[number] = Root(path, whole or (known is not None and roots[known].whole))
    return number


def check_path(given: Path, out: Path | None) -> Path:
    """The absolute path of what a run is asked to read. Raises `ConfigError`."""
    if not os.path.lexists(given):
        raise ConfigError(f"{given}: no such file or folder")
    path = Path(os.path.normpath(given.absolute()))
    if out is not None and _place(out) in (_place(path), *_place(path).parents):
        raise ConfigError(f"{given}: datasets go there; it cannot be read as input")
    return path


def _place(path: Path) -> Path:
    """Where a path leads, links followed; the path itself where they lead nowhere."""
    return Path(os.path.realpath(path))


def _leads_to(path: Path, folders: dict[str, str]) -> str:
    """The same for one of many files; where the `folders` lead is looked up once."""
    folder, name = os.path.split(path)
    if os.path.islink(path):
        return os.path.realpath(path)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder)
    return os.path.join(folders[folder], name)


def _root_of(path: Path, roots: Sequence[Path]) -> Path:
    """The folder that names are relative to: the widest known one around the path, else the path
    itself, or the folder of a single file."""
    around = [root for root in roots if root in (path, *path.parents)]
    own = path if path.is_dir() else path.parent
    return min((own, *around), key=lambda root: len(root.parts))


def _under(
    path: Path,
    root: Path,
    number: str,
    out: Path | None,
    found: FoundSources,
    only: Collection[Path] | None,
) -> Iterator[Source]:
    settings = read_settings(root / SOURCES_FILE)
    whole = path.is_dir()
    files = sorted(files_in(path, out, found), key=lambda file: file.parts) if whole else [path]
    names = {file: printable_name(file.relative_to(root)) for file in files}
    found.wrong += settings.wrong
    if path == root:
        lost = sorted(set(settings.entries) - set(names.values()))
        found.wrong += [f"{root / SOURCES_FILE}: no such document: {name}" for name in lost]
    origins = _Origins(found.wrong)
    for file, name in names.items():
        if only is not None and file not in only:
            found.closed.append(file)
            continue
        yield origins.told(with_settings(Source(file, name, root=number), settings))


@dataclass(slots=True)
class _Origins:
    """Where files were fetched from, by folder; what cannot be read goes to `wrong`."""

    wrong: list[str]
    known: dict[Path, dict[str, Origin]] = field(default_factory=dict)

    def told(self, source: Source) -> Source:
        """A source with the address it is from, unless sources.toml names one or the file has
        changed since."""
        origin = self._of(source.path.parent).get(source.path.name)
        if origin is None or source.overrides.url is not None or not origin.is_of(source.path):
            return source
        return replace(source, overrides=replace(source.overrides, url=origin.url))

    def _of(self, folder: Path) -> dict[str, Origin]:
        if folder not in self.known:
            try:
                self.known[folder] = read_origins(folder)
            except ConfigError as error:
                self.known[folder] = {}
                self.wrong.append(str(error))
        return self.known[folder]


def with_settings(source: Source, settings: Settings) -> Source:
    """A source with what `sources.toml` says of it and what is wrong with that."""
    overrides = settings.entries.get(source.name, Overrides())
    complaints = settings.complaints.get(source.name, ())
    if overrides == source.overrides and complaints == source.complaints:
        return source
    return replace(source, overrides=overrides, complaints=complaints)


def files_in(top: Path, out: Path | None, found: FoundSources) -> Iterator[Path]:
    """The files in a folder that are taken for documents; `found` keeps what cannot be listed."""

    def cannot(error: OSError) -> None:
        place = Path(error.filename)
        found.closed.append(place)
        where = printable_name(place)
        found.wrong.append(f"{where}: the folder cannot be listed ({error.strerror})")

    for folder, subfolders, files in os.walk(top, onerror=cannot):
        here = Path(folder)
        subfolders[:] = [
            name for name in subfolders
            if not name.startswith(".") and not is_output(here / name, out)
        ]  # fmt: skip
        named = [file for file in files if not is_passed_over(file)]
        unread = [file for file in named if is_no_document(file)]
        found.unread.update(file.rpartition(".")[2].casefold() for file in unread)
        yield from (here / file for file in named if file not in unread)


def printable_name(path: Path) -> str:
    """A path as text that can be stored and shown: what is no UTF-8 and what steers a terminal is
    written as `\\xNN`."""
    text = os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return char if char == "\u00a0" else char.encode("unicode_escape").decode("ascii")


def own_agencies(paths: Iterable[Path], corrections: Path | None = None) -> Own:
    """The bodies and aliases in the folders of corrections that count for the paths.

    Raises `ConfigError`.
    """
    roots = (path if path.is_dir() else path.parent for path in paths)
    folders = [corrections] if corrections else [corrections_of(root) for root in roots]
    files = {(folder / AGENCIES).resolve() for folder in folders if folder}
    found = sorted(file for file in files if file.exists())
    if len(found) > 1:
        raise ConfigError(f"{found[0]} and {found[1]}: choose one with --corrections")
    return read_own(found[0]) if found else Own()


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


def with_corrections(source: Source, folder: Path | None) -> Source:
    """A source with what people corrected in its reading. Raises `ConfigError`."""
    if folder is None:
        return source
    label = source.name + SUFFIX
    return replace(source, corrections=read_corrections(folder / label, label))


def _check_named(folder: Path, names: Iterable[str]) -> None:
    """Raises `ConfigError` for corrections of a file that is not there: they would never count."""
    known = {name + SUFFIX for name in names} | {AGENCIES}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*" + SUFFIX)}
    lost = sorted(files - known)
    if lost:
        raise ConfigError(f"{folder / lost[0]}: there is no document {lost[0][: -len(SUFFIX)]}")
