"""A list of addresses → files in a folder, each with where it is from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path

from pipeline.batch.origins import Origin, read_origins, write_origins
from pipeline.data.files import sha256_of, write_whole
from pipeline.errors import LockedError
from pipeline.intake.download import Answer, Downloader, FetchError
from pipeline.intake.promised import check_promise, name_apart, name_for, safe_name
from pipeline.intake.wanted import Wanted

_LONGEST_TAG = 512
_AT_ONCE = 25
"""Origins are written after so many files, and at the end however it ends."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one address: a file that is `new`, `changed` or `unchanged`; or why none."""

    url: str
    name: str | None = None
    state: str = "failed"
    why: str | None = None


def fetch(wanted: Sequence[Wanted], into: Path, downloader: Downloader) -> Iterator[Fetched]:
    """Fetch addresses into a folder, one after the other; what became of each, as it comes.

    A file appears whole or not at all. No file is overwritten but by a newer one of its own
    address, and never one that was changed since. Raises `LockedError`, `ConfigError`.
    """
    into.mkdir(parents=True, exist_ok=True)
    with _alone(into):
        folder = _Folder(into, read_origins(into))
        try:
            for one in wanted:
                yield _fetched(one, folder, downloader)
        finally:
            folder.keep()


@contextmanager
def _alone(into: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(into / ".fetch.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LockedError(f"another annex fetch is writing into {into}; wait for it") from None
    try:
        yield
    finally:
        lock.release()


def _fetched(one: Wanted, folder: _Folder, downloader: Downloader) -> Fetched:
    try:
        if one.wrong is not None:
            raise FetchError(one.wrong)
        name, origin = folder.known(one.url)
        answer = downloader.get(one.url, _conditions(origin))
        if answer.data is None:
            return Fetched(one.url, name, "unchanged")
        check_promise(answer.data, one.url, answer.headers)
        return folder.take(one, answer, answer.data)
    except FetchError as error:
        return Fetched(one.url, why=str(error))


def _conditions(origin: Origin | None) -> dict[str, str]:
    """What a server is told of the file that is here, so that it need not send it again."""
    told = {
        "If-None-Match": origin.etag if origin else None,
        "If-Modified-Since": origin.last_modified if origin else None,
    }
    return {name: value for name, value in told.items() if value}


@dataclass(slots=True)
class _Folder:
    """A folder and where its files are from, by name."""

    path: Path
    origins: dict[str, Origin]
    _news: int = 0
    _by_url: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_url = {origin.url: name for name, origin in self.origins.items()}

    def known(self, url: str) -> tuple[str | None, Origin | None]:
        """The file of an address and its origin, if it is here as it came."""
        name = self._by_url.get(url)
        if name is None or not self.origins[name].is_of(self.path / name):
            return None, None
        return name, self.origins[name]

    def take(self, one: Wanted, answer: Answer, data: bytes) -> Fetched:
        """Put what came where it belongs, with its origin. Raises `FetchError`."""
        sha256 = hashlib.sha256(data).hexdigest()
        name, state = self._place(one, answer.headers, data, sha256)
        target = self.path / name
        if state != "unchanged":
            write_whole(target, data)
        status = target.stat()
        led_to = answer.led_to if answer.led_to != one.url else None
        now = datetime.now(UTC).replace(microsecond=0)
        self.origins[name] = Origin(
            one.url, sha256, status.st_size, status.st_mtime_ns, now, led_to,
            _tag(answer.headers, "ETag"), _tag(answer.headers, "Last-Modified"),
        )  # fmt: skip
        if (earlier := self._by_url.get(one.url, name)) != name:
            self.origins.pop(earlier, None)
        self._by_url[one.url] = name
        self._news += 1
        if self._news % _AT_ONCE == 0:
            self.keep()
        return Fetched(one.url, name, state)

    def _place(self, one: Wanted, headers: Message, data: bytes, sha256: str) -> tuple[str, str]:
        """The name for what came, and whether a file of that name is `new`, `changed`, or there."""
        earlier = self._by_url.get(one.url)
        if earlier is not None and os.path.lexists(self.path / earlier):
            return earlier, self._against(earlier, sha256)
        plain = safe_name(one.name, data) if one.name else name_for(one.url, headers, data)
        for name in (plain, name_apart(plain, one.url)):
            namesake = self._namesake(name)
            if namesake is None:
                return name, "new"
            if namesake not in self.origins and _is_file_of(self.path / namesake, sha256):
                return namesake, "unchanged"
        raise FetchError(f"{name}: a file of that name is there, from elsewhere; move it away")

    def _against(self, name: str, sha256: str) -> str:
        if _is_file_of(self.path / name, sha256):
            return "unchanged"
        if not self.origins[name].is_of(self.path / name):
            raise FetchError(f"{name} was changed since it was fetched; move it away")
        return "changed"

    def _namesake(self, name: str) -> str | None:
        """The file that has this name, whatever the case of its letters."""
        alike = name.casefold()
        return next((n for n in os.listdir(self.path) if n.casefold() == alike), None)

    def keep(self) -> None:
        """Write down where the files are from."""
        if self._news:
            write_origins(self.path, self.origins)


def _is_file_of(path: Path, sha256: str) -> bool:
    return sha256_of(path) == sha256


def _tag(headers: Message, name: str) -> str | None:
    """A header that can be kept and sent back, None for one that cannot."""
    value = str(headers.get(name, "")).strip()
    usable = value.isascii() and value.isprintable() and 0 < len(value) <= _LONGEST_TAG
    return value if usable else None


def told(results: Mapping[str, int]) -> str:
    """How many of each, on one line."""
    return ", ".join(f"{count} {state}" for state, count in results.items() if count)
