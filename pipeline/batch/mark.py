"""What a reading depends on, as one mark: equal marks give equal readings."""

from __future__ import annotations

import hashlib

from pipeline import __version__
from pipeline.batch.digest import READ, stage_digest
from pipeline.batch.options import Options
from pipeline.data.files import sha256_of
from pipeline.data.schema import SCHEMA_VERSION
from pipeline.model import Overrides, Source
from pipeline.normalize.values.agency_registry import Own

_NOTHING = Overrides()
_TOLD_NOTHING = repr(_NOTHING)
_NO_BODIES = Own()


def fingerprint(source: Source, options: Options, sha256: str | None = None) -> str:
    """Changes with the file, with what sources.toml and corrections say of it, and with what of
    annex reads it.

    `sha256` is of the bytes that were read; the file is not looked at again.
    """
    overrides = _TOLD_NOTHING if source.overrides == _NOTHING else repr(source.overrides)
    told_of_it = (overrides, repr(source.corrections), *source.complaints)
    if options.own != _NO_BODIES:
        told_of_it += (repr(options.own),)
    settings = (options.engine, str(options.verify), *told_of_it)
    content = sha256_of(source.path) if sha256 is None else sha256
    told = (__version__, SCHEMA_VERSION, stage_digest(READ), *settings, content)
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


def cache_key(name: str, mark: str) -> str:
    """The name under which a reading is kept: by its mark, and the input's name, which it tells."""
    return hashlib.sha256(f"{mark}\0{name}".encode()).hexdigest()[:40]
