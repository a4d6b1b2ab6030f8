"""Pages → document: tables stitched, rows made whole, columns named, values parsed.

Every change to printed text is a repair, every doubt a problem. A document's datasets never
depend on which other documents are in the corpus.
"""

from __future__ import annotations

from pipeline.normalize.document import failed, normalize

__all__ = ["failed", "normalize"]
