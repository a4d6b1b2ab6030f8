"""States of the output: one counts, the others can be gone back to, a reader keeps its own."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest
from click.testing import CliRunner

import pipeline
from pipeline.batch.options import Options
from pipeline.batch.progress import Silent
from pipeline.batch.run import run
from pipeline.cli import main
from pipeline.data import layout
from pipeline.data.generations import KEPT, current, numbers, place
from pipeline.errors import ConfigError
from tests.batch.test_archive import other
from tests.batch.test_run import GOOD, files_of, put, read, run_on
from tests.data.test_reading import TABLES

NAMES = [f"Huyện {n}" for n in range(7)]


@pytest.fixture
def packed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few documents are many."""
    monkeypatch.setattr(layout, "SINGLE", 2)
    monkeypatch.setattr(layout, "_SHARE", 2)


def folder_of(tmp_path: Path, *names: str) -> Path:
    folder = put(tmp_path / "in", a__txt=GOOD)
    for name in names:
        put(folder, **{f"{name[-1]}__txt": other(name)})
    return folder


def plain(out: Path, table: str) -> dict[str, int]:
    """Rows that plain libraries see, each by one call."""
    return {
        "pandas": len(pd.read_parquet(out / table)),
        "polars": len(pl.read_parquet(f"{out}/{table}/*.parquet")),
        "duckdb": len(duckdb.sql(f"from '{out}/{table}/*.parquet'").fetchall()),
        "annex": len(pipeline.read(table, out)),
    }


@pytest.mark.usefixtures("packed")
def test_a_packed_archive_reads_as_a_small_one_does(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_on(folder_of(tmp_path, *NAMES), out)
    files = os.listdir(place(out) / "tasks")
    assert 1 < len(files) < 8
    for table in TABLES:
        assert len(set(plain(out, table).values())) == 1, table
    tasks = pipeline.read("tasks", out)
    assert len(tasks) == 2 + 2 * len(NAMES)
    assert list(tasks.doc_id) == sorted(tasks.doc_id)
    assert list(tasks.row_id) == sorted(tasks.row_id)


def test_a_document_whose_copy_comes_under_another_number_stays_as_it_is(tmp_path: Path) -> None:
    first = "UBND TỈNH\nSố: 4/KH-UBND\nHà Nội, ngày 3 tháng 4 năm 2026\nKẾ HOẠCH\n\n" + other("Huế")
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=first)
    before = run_on(folder, out).documents[0].doc_id
    stood = (place(out) / "cells" / f"{before}.parquet").stat().st_ino
    put(folder, b__txt=first.replace("4/KH", "14/KH"))
    summary = run_on(folder, out)
    assert len(summary.documents) == 2
    assert [d.doc_id for d in summary.news.documents] != [before]
    assert len(summary.news.documents) == 1
    assert (place(out) / "cells" / f"{before}.parquet").stat().st_ino == stood
    run_on(folder, tmp_path / "at once")
    assert files_of(out) == files_of(tmp_path / "at once")


@pytest.mark.usefixtures("packed")
def test_the_bytes_of_a_packed_archive_do_not_depend_on_what_came_when(tmp_path: Path) -> None:
    out = tmp_path / "out"
    folder = folder_of(tmp_path)
    for name in NAMES:  # over several layouts
        put(folder, **{f"{name[-1]}__txt": other(name)})
        run_on(folder, out)
    put(folder, **{"3__txt": other("Mường Lay")})
    (folder / "5.txt").unlink()
    run_on(folder, out, prune=True)
    run_on(folder, tmp_path / "scratch", workers=1)
    assert files_of(out) == files_of(tmp_path / "scratch")
    for name in ("0", "1", "2", "4", "6"):
        (folder / f"{name}.txt").unlink()
        run_on(folder, out, prune=True)
    run_on(folder, tmp_path / "few")
    assert files_of(out) == files_of(tmp_path / "few")
    assert sorted(os.listdir(out / "tasks")) == ["3.parquet", "a.parquet"]


def test_one_more_document_rewrites_one_file_per_dataset(tmp_path: Path, packed: None) -> None:
    out, folder = tmp_path / "out", folder_of(tmp_path, *NAMES)
    run_on(folder, out)
    before = {table: inodes(out / table) for table in TABLES}
    put(folder, **{"3__txt": other("Mường Lay")})
    run_on(folder, out)
    written = {table: len(inodes(out / table) - before[table]) for table in TABLES}
    for table in ("documents", "cells", "tasks"):  # links may be those of others
        assert written[table] == 1
    for table in ("threads", "versions", "programme", "out_tasks"):  # where tasks hang together
        assert len(before[table]) == len(before["tasks"]) == 4


def inodes(folder: Path) -> set[int]:
    return {path.stat().st_ino for path in folder.iterdir()}


def test_a_snapshot_stays_as_it_is_while_runs_publish(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", folder_of(tmp_path)
    run_on(folder, out)
    with pipeline.snapshot(out) as state:
        for name in NAMES[: KEPT + 1]:
            put(folder, **{f"{name[-1]}__txt": other(name)})
            run_on(folder, out)
        assert {len(state.read(table).doc_id.unique()) for table in ("documents", "rows")} == {1}
        assert len(pd.read_parquet(state.path / "tasks")) == 2
        assert len(numbers(out)) == KEPT + 1
    put(folder, z__txt=other("Vinh"))
    run_on(folder, out)
    assert len(numbers(out)) == KEPT
    assert current(out) == KEPT + 3


def test_nothing_new_is_no_new_state(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", folder_of(tmp_path)
    for _ in range(3):
        run_on(folder, out)
    assert numbers(out) == [1]


def test_going_back_and_on_again(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", folder_of(tmp_path)
    run_on(folder, out)
    first = files_of(out)
    put(folder, b__txt=other("Vinh"))
    run_on(folder, out)
    second = files_of(out)
    told = CliRunner().invoke(main, ["restore", "--out", str(out)]).output
    assert told == "1: 1 documents\n2 *: 2 documents\n"
    assert CliRunner().invoke(main, ["restore", "1", "--out", str(out)]).exit_code == 0
    assert files_of(out) == first
    run_on(folder, out)
    assert files_of(out) == second
    missing = CliRunner().invoke(main, ["restore", "9", "--out", str(out)])
    assert (missing.exit_code, missing.output.count("\n")) == (1, 1)


def test_a_file_that_is_not_as_it_was_published_is_found_and_mended(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", folder_of(tmp_path, *NAMES[:2])
    run_on(folder, out)
    before = files_of(out)
    path = place(out) / "cells" / "a.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    found = CliRunner().invoke(main, ["check", "--out", str(out)])
    assert found.exit_code == 1
    assert "cells/a.parquet" in found.output
    for _ in range(40):  # a run looks through a few files
        run_on(folder, out)
        if files_of(out) == before:
            break
    assert files_of(out) == before
    assert CliRunner().invoke(main, ["check", "--out", str(out)]).exit_code == 1  # an older state
    assert "the one that counts: " in CliRunner().invoke(main, ["check", "--out", str(out)]).output


def former(out: Path) -> None:
    """What an earlier version left: folders of files and a manifest, no states."""
    state = shutil.copytree(place(out), out.parent / "former")
    (state / "files.json").unlink()
    shutil.rmtree(out)
    state.rename(out)


def test_what_an_earlier_version_left_is_taken_over(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", folder_of(tmp_path, *NAMES[:3])
    run_on(folder, out)
    before = files_of(out)
    former(out)
    (folder / "1.txt").unlink()
    assert len(run_on(folder, out).notes) == 1
    assert {k: v for k, v in files_of(out).items() if "/" in k} == {
        k: v for k, v in before.items() if "/" in k
    }
    assert all(path.is_symlink() for path in out.iterdir() if path.name in TABLES)
    assert len(read(out, "rows", "1")) == 2


def refuse(code: int) -> Callable[..., None]:
    def refusing(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return refusing


def test_a_file_system_without_hard_links_gets_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, folder = tmp_path / "out", folder_of(tmp_path)
    monkeypatch.setattr(os, "link", refuse(errno.EPERM))
    run_on(folder, out)
    put(folder, b__txt=other("Vinh"))
    run_on(folder, out)
    assert plain(out, "tasks") == dict.fromkeys(("pandas", "polars", "duckdb", "annex"), 4)


def test_a_file_system_without_links_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "symlink", refuse(errno.EPERM))
    with pytest.raises(ConfigError, match="no symbolic links"):
        run_on(folder_of(tmp_path), tmp_path / "out")


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, folder = tmp_path / "out", folder_of(tmp_path, *NAMES)
    begun: list[str] = []

    class Cut(Silent):
        def expect(self, pages: object) -> None:
            begun.clear()

        def begin(self, name: str) -> None:
            begun.append(name)

        def end(self, name: str, pages: int) -> None:
            if len(begun) == 7:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run([folder], Options(out, workers=1), Cut())
    assert not (out / "tasks").exists()
    run([folder], Options(out, workers=1), Cut())
    assert len(begun) <= 2
    run_on(folder, tmp_path / "scratch")
    assert files_of(out) == files_of(tmp_path / "scratch")
