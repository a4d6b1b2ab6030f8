"""Posts that people of bodies hold (posts.toml)."""

from __future__ import annotations

from functools import cache

from pipeline.writing.datafiles import load_beside


@cache
def posts() -> tuple[str, ...]:
    """Every post, as printed."""
    data = load_beside(__file__, "posts.toml")
    return (*data["single"], *data["plural"])


@cache
def plural_posts() -> frozenset[str]:
    """Posts that alone stand for all who hold them (`Bộ trưởng, Thủ trưởng cơ quan ngang bộ`)."""
    return frozenset(load_beside(__file__, "posts.toml")["plural"])
