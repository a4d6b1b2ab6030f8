"""Full-text search over the tasks: marks optional, words as beginnings, `"…"` a phrase."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.data.parquet import read_records
from pipeline.data.reading import files
from pipeline.data.records import OutTaskRecord
from pipeline.errors import ConfigError
from pipeline.link.programme.screen import blocks
from pipeline.link.programme.tables import search_key
from pipeline.writing.letters import fold

_DRAFT = "draft"
_PHRASE = re.compile(r'[“"]([^”"]*)[”"]|(\S+)')


def find(out: Path, words: str, current: bool = False) -> list[OutTaskRecord]:
    """The tasks that hold every word and phrase: those that print the marks that were typed
    first, of these the ones in force before superseded ones and drafts, then by how well they fit.
    Raises `ConfigError` where no word is given."""
    query = fts_query(words)
    tasks = [
        task
        for file in files("out_tasks", out)
        for task in read_records(file, "out_tasks")
        if isinstance(task, OutTaskRecord) and (task.is_current or not current)
    ]
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "CREATE VIRTUAL TABLE found USING fts5(text, tokenize='unicode61 remove_diacritics 0')"
        )
        database.executemany(
            "INSERT INTO found (rowid, text) VALUES (?, ?)",
            enumerate(task.search_text for task in tasks),
        )
        hits = database.execute(
            "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank, rowid", [query]
        )
        rows = [tasks[at] for (at,) in hits]
    return sorted(
        rows,
        key=lambda t: (not _as_typed(t, words), not t.is_current, t.status == _DRAFT),
    )


def fts_query(words: str) -> str:
    """What SQLite is asked for.

    >>> fts_query('đất "cơ sở dữ liệu"')
    '"dat"* AND "co so du lieu"*'
    """
    parts = [search_key(phrase or word) for phrase, word in _PHRASE.findall(words)]
    if not any(parts):
        raise ConfigError("say at least one word to look for")
    return " AND ".join(f'"{part}"*' for part in parts if part)


def _as_typed(task: OutTaskRecord, words: str) -> bool:
    """Whether the task prints every word with the marks that were typed."""
    texts = f" {fold(' '.join(filter(None, (task.title, task.lead, task.result))))}"
    return all(f" {word}" in texts for word in fold(words).split())


def text(found: Sequence[OutTaskRecord], limit: int, width: int) -> str:
    """What was found as text for a screen, and how much it is."""
    told = f"{len(found)} found" + (f", {limit} shown" if len(found) > limit else "")
    return f"{blocks(found[:limit], width)}\n\n{told}".lstrip()


def as_data(task: OutTaskRecord) -> dict[str, Any]:
    """A task as plain data, dates as text."""
    return dict(_values(task))


def _values(task: OutTaskRecord) -> Iterator[tuple[str, Any]]:
    for field in fields(task):
        value = getattr(task, field.name)
        yield field.name, value.isoformat() if isinstance(value, date) else value
