"""annex: the annex tables of Vietnamese government documents as data.

The stages, each a room of its own: `extract` (bytes → pages), `normalize` (pages → document),
`link` (documents → links), and `run`, which takes a folder through all of them.
"""

from __future__ import annotations

__version__ = "0.1.0"
