"""Kinds of official documents, and who issues them by the end of their numbers (kinds.toml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from pipeline.writing.datafiles import load_beside


def document_kinds() -> Mapping[str, Sequence[str]]:
    """Each kind as it is written, with the symbols that stand for it in numbers."""
    return cast("Mapping[str, Sequence[str]]", load_beside(__file__, "kinds.toml")["kinds"])


def issuers_by_symbol() -> Mapping[str, str]:
    """Each symbol that ends a number and whose body is not found by its initials, and that body."""
    return cast("Mapping[str, str]", load_beside(__file__, "kinds.toml")["issuers"])
