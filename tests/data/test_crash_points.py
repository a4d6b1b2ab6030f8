"""A state is switched to whole: wherever the making of it is cut off, or the disk refuses."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.rekey import with_key
from pipeline.data.draft import Draft, linked_names
from pipeline.data.generations import clear, link_tables, numbers
from pipeline.data.records import Document
from pipeline.data.store import Store
from tests.extract.text.test_text_sources import BODY, HEAD, document_of
from tests.support.published import put_into

Step = Callable[[Path], None]
CALLS = ("replace", "rename", "link", "symlink", "unlink", "mkdir", "fsync")


class CutError(BaseException):
    """The process ends here."""


def documents() -> tuple[Document, Document, Document]:
    found = document_of(HEAD + BODY)
    other = replace(found.tasks[0], title="Việc khác")
    return found, with_key(found, "b"), replace(found, tasks=(other, *found.tasks[1:]))


def publish(out: Path, *given: Document, gone: tuple[str, ...] = ()) -> None:
    out.mkdir(exist_ok=True)
    clear(out)
    draft = Draft(Store(out))
    for doc_id in gone:
        draft.remove(doc_id)
    put_into(draft, *given)
    draft.publish({"documents": {doc_id: {} for doc_id in draft.doc_ids()}})


def seen(out: Path) -> dict[str, Any]:
    """What readers of all kinds find, through the pointer."""
    if not os.path.exists(out / "documents"):
        return {}
    names = sorted(path.name for path in (out / "tasks").iterdir())
    return {
        "plain": {table: sorted(os.listdir(out / table)) == names for table in ("rows", "cells")},
        "documents": sorted(Store(out).read_manifest()["documents"]),
        "titles": _titles(Store(out)),
    }


def _titles(store: Store) -> list[str | None]:
    return [task.title for doc_id in store.doc_ids() for task in store.read(doc_id, "tasks")]


def cut_at(patch: pytest.MonkeyPatch, number: int, error: BaseException) -> list[str]:
    """Let the call `number` of the file system fail; returns the calls as they are made."""
    made: list[str] = []

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            made.append(name)
            if len(made) == number:
                raise error
            return real(*args, **options)

        return call

    for name in CALLS:
        patch.setattr(os, name, watched(name, getattr(os, name)))
    return made


def copied(out: Path, to: Path) -> Path:
    """The same state elsewhere: files as further links, since none is changed in its place."""
    if out.exists():
        shutil.copytree(out, to, symlinks=True, copy_function=os.link)
    return to


TROUBLES = {"cut": CutError(), "full": OSError(errno.ENOSPC, "No space left on device")}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_call_of_the_file_system_may_be_the_last(tmp_path: Path, trouble: str) -> None:
    first, second, changed = documents()
    steps: list[Step] = [
        lambda out: publish(out, first),
        lambda out: publish(out, second, changed),
        lambda out: publish(out, gone=("b",)),
    ]
    whole = tmp_path / "whole"
    states, calls = [seen(tmp_path)], []
    for at, step in enumerate(steps):
        copied(whole, tmp_path / f"before-{at}")
        with pytest.MonkeyPatch.context() as patch:
            calls.append(cut_at(patch, 0, CutError()))
            step(whole)
        states.append(seen(whole))
    for at, step in enumerate(steps):
        total = len(calls[at])
        # The files of all tables are alike; at the end the pointer is switched.
        for number in sorted({1, 2, 3, *range(4, total, 60), *range(total - 9, total + 1)}):
            out = copied(tmp_path / f"before-{at}", tmp_path / f"{at}-{number}")
            with pytest.MonkeyPatch.context() as patch, suppress(CutError, OSError):
                cut_at(patch, number, TROUBLES[trouble])
                step(out)
            assert seen(out) in (states[at], states[at + 1]), (at, number, calls[at][number - 1])
            clear(out)
            if numbers(out):
                link_tables(out, linked_names(), over=True)
            if seen(out) != states[at + 1]:
                step(out)
            assert seen(out) == states[at + 1]
