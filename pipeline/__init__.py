"""annex: the annex tables of Vietnamese government documents as data.

The stages, each a room of its own: `extract` (bytes → pages), `normalize` (pages → document),
`link` (documents → links), and `run`, which takes a folder through all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.data.reading import read as read
    from pipeline.data.reading import snapshot as snapshot
    from pipeline.link.programme.views import programme as programme

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`pipeline.read`, `snapshot` and `programme`, loaded when they are first asked for."""
    if name in ("read", "snapshot"):
        from pipeline.data import reading

        return getattr(reading, name)
    if name == "programme":
        from pipeline.link.programme.views import programme

        return programme
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
