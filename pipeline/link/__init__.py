"""Documents → links: what a footnote says was amended, the same task elsewhere, citations.

`annotate` adds to a document what it says of others and needs no other document; `link_corpus`
settles what that means among all published documents.
"""

from __future__ import annotations

from pipeline.link.amendments import annotate, prose_of, tell
from pipeline.link.citations import find_citations
from pipeline.link.claims import Claim, parse_claims

__all__ = ["Claim", "annotate", "find_citations", "parse_claims", "prose_of", "tell"]
