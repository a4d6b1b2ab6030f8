"""annex: the annex tables of Vietnamese government documents as data.

The stages, each a room of its own: `extract` (bytes → pages), `normalize` (pages → document),
`link` (documents → links), and `run`, which takes a folder through all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.data.reading import read as read
    from pipeline.link.programme.views import programme as programme

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`pipeline.read` and `pipeline.programme`, loaded when they are first asked for."""
    if name == "read":
        from pipeline.data.reading import read

        return read
    if name == "programme":
        from pipeline.link.programme.views import programme

        return programme
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
