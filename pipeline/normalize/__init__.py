"""Pages → document: tables stitched, rows made whole, columns named, values parsed.

Every change to printed text is a repair, every doubt a problem. A document's datasets never
depend on which other documents are in the corpus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.normalize.document import failed as failed
    from pipeline.normalize.document import normalize as normalize


def __getattr__(name: str) -> Any:
    """`normalize` and `failed`, loaded when they are first asked for: who asks for a registry or
    what people corrected does without the rest."""
    if name in ("failed", "normalize"):
        from pipeline.normalize import document

        return getattr(document, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
