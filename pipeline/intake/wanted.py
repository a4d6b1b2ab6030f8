"""The list of what to fetch: addresses, one a line, or TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from pipeline.errors import ConfigError

_KEPT = "%/:=&?~+!$,;'@()*[]|"
"""What is not quoted again in an address: its own signs (RFC 3986, 2.2) and what is quoted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One address, as it is asked for, and the name its file is to have (None: by the address).
    `wrong` says why it cannot be asked for."""

    url: str
    name: str | None = None
    wrong: str | None = None


def read_list(path: Path) -> list[Wanted]:
    """The addresses in a list, each once, in their order.

    A text has one address a line, `#` begins a comment line. TOML (`*.toml`) has
    `urls = ["…"]`, or tables `["name.pdf"]` with `url = "…"`, as in sources.toml.
    Raises `ConfigError` for a list that cannot be read or is empty.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        given = _of_toml(text) if path.suffix.casefold() == ".toml" else _of_lines(text)
        found = {wanted.url: wanted for wanted in (_checked(url, name) for url, name in given)}
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise ConfigError(f"{path}: no list of addresses ({why})") from None
    if not found:
        raise ConfigError(f"{path}: no address in it")
    return list(found.values())


def _of_lines(text: str) -> Iterator[tuple[str, str | None]]:
    lines = (line.strip() for line in text.splitlines())
    yield from ((line, None) for line in lines if line and not line.startswith("#"))


def _of_toml(text: str) -> Iterator[tuple[str, str | None]]:
    for key, value in tomllib.loads(text).items():
        if key == "urls" and isinstance(value, list):
            yield from ((str(url), None) for url in value)
        elif isinstance(value, Mapping) and isinstance(value.get("url"), str):
            yield value["url"], key
        else:
            raise ValueError(f'{key}: write url = "…" below the name, or urls = ["…"]')


def _checked(given: str, name: str | None) -> Wanted:
    try:
        return Wanted(as_asked(given), name)
    except ValueError as error:
        return Wanted(given, name, str(error))


def as_asked(given: str) -> str:
    """An address in ASCII, without its fragment, as a server is asked for it.

    >>> as_asked("https://example.vn/Phụ lục.pdf#page=2")
    'https://example.vn/Ph%E1%BB%A5%20l%E1%BB%A5c.pdf'

    Raises `ValueError` with what is wrong with it.
    """
    if not given.isprintable():
        raise ValueError("there are control characters in the address")
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("only addresses that begin with http:// or https:// are fetched")
    if "@" in parts.netloc:
        raise ValueError("the address holds a name or password, which would be published with it")
    netloc = _host(parts.hostname) + (f":{parts.port}" if parts.port is not None else "")
    path, query = quote(parts.path or "/", safe=_KEPT), quote(parts.query, safe=_KEPT)
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def _host(name: str) -> str:
    if ":" in name:
        return f"[{name}]"
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        raise ValueError("the name of the host cannot be written") from None


def host_of(url: str) -> str:
    """The host of an address, with its port."""
    return urlsplit(url).netloc
