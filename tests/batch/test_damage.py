"""A file of the output that was changed at its length, which no glance shows, stops no run and
spreads into no state."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.data import check
from pipeline.data.store import Store
from tests.batch.test_run import files_of, put, run_on
from tests.link.corpus.test_link_corpus import DATES, NUMBERS, text_of

TABLES = ("documents", "tasks", "keys", "links", "amendments", "problems", "threads", "out_tasks")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Inputs and output of a run over three documents that amend each other."""
    top = tmp_path_factory.mktemp("first")
    texts = [text_of(NUMBERS[0], DATES[1], [0, 2], NUMBERS[0], None),
             text_of(NUMBERS[1], DATES[3], [0, 5], NUMBERS[0], (NUMBERS[0], 2))]  # fmt: skip
    run_on(put(top / "in", **{f"{n}__txt": text for n, text in enumerate(texts)}), top / "out")
    return top


@pytest.mark.parametrize("table", TABLES)
def test_damage_that_a_glance_misses(
    first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    monkeypatch.setattr(check, "_SAMPLE", 0)
    folder, out = first / "in", tmp_path / "out"
    shutil.copytree(first / "out", out, symlinks=True)
    (folder / "2.txt").unlink(missing_ok=True)
    for path in Store(out).files(table):
        data = bytearray(path.read_bytes())
        middle = len(data) // 3
        data[4 : 4 + middle] = bytes(byte ^ 0x55 for byte in data[4 : 4 + middle])
        path.write_bytes(data)
    put(folder, **{"2__txt": text_of(NUMBERS[2], DATES[2], [1, 2, 3], NUMBERS[1], None)})
    assert run_on(folder, out).exit_code() == 0
    changed = [path for path in Store(out).files(table) if path.stat().st_nlink == 1]
    assert not {p.name for p in changed} & {name.rpartition("/")[2] for name in damaged(out)}
    monkeypatch.setattr(check, "_SAMPLE", 1000)  # what was not touched is found some day
    assert run_on(folder, out).exit_code() == 0
    run_on(folder, tmp_path / "scratch")
    assert files_of(out) == files_of(tmp_path / "scratch")


def damaged(out: Path) -> tuple[str, ...]:
    return check.all_damaged(Store(out))
