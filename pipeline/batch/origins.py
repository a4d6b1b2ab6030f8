"""Where files were fetched from: `fetched.toml` beside them, written by `annex fetch`."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.data.files import sha256_of, write_text_whole
from pipeline.errors import ConfigError
from pipeline.frozen import dataclass

ORIGINS_FILE = "fetched.toml"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one file is from and what it was when it came: `size` in bytes, `mtime_ns` of the file
    as it was written, `fetched` in UTC; `led_to` is where redirects led."""

    url: str
    sha256: str
    size: int
    mtime_ns: int
    fetched: datetime
    led_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    def is_of(self, file: Path) -> bool:
        """Whether the file is still the one that was fetched; read only where its time differs."""
        try:
            status = file.stat()
        except OSError:
            return False
        if status.st_size != self.size:
            return False
        return status.st_mtime_ns == self.mtime_ns or sha256_of(file) == self.sha256


def read_origins(folder: Path) -> dict[str, Origin]:
    """The origins of the files in a folder, by file name; none where nothing was fetched.

    Raises `ConfigError` for a file that is no such list.
    """
    path = folder / ORIGINS_FILE
    try:
        entries = tomllib.loads(path.read_bytes().decode("utf-8"))
        return {name: _origin(entry) for name, entry in entries.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ConfigError(
            f"{path}: cannot be read ({' '.join(str(error).split())}); mend it or move it away"
        ) from None


def _origin(entry: Any) -> Origin:
    origin = Origin(**entry)
    for name in ("url", "sha256"):
        if not isinstance(getattr(origin, name), str):
            raise TypeError(f"{name} must be a text")
    for name in ("size", "mtime_ns"):
        if not isinstance(getattr(origin, name), int):
            raise TypeError(f"{name} must be a number")
    return origin


def write_origins(folder: Path, origins: Mapping[str, Origin]) -> None:
    """Write the origins of the files in a folder, in the order of their names."""
    text = "\n".join(_entry(name, origins[name]) for name in sorted(origins))
    write_text_whole(folder / ORIGINS_FILE, text)


def _entry(name: str, origin: Origin) -> str:
    given = ((field.name, getattr(origin, field.name)) for field in fields(origin))
    lines = [f"{key} = {_value(value)}\n" for key, value in given if value is not None]
    return f"[{_value(name)}]\n{''.join(lines)}"


def _value(value: str | int | datetime) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    # JSON writes text as TOML does, but for one control character
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
