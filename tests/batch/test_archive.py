"""An archive over many runs: no document is lost, displaced or stale, whatever the inputs do."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.batch.options import Options
from pipeline.batch.published import Summary
from pipeline.batch.run import run
from pipeline.errors import ConfigError, NothingError
from pipeline.model import Source
from tests.batch.test_run import GOOD, LETTER, files_of, put, read, run_on

OTHER = GOOD.replace("Bộ Y tế", "Bộ Công an").replace("Một", "Việc khác hẳn của tỉnh")
PROSE = "chỉ có lời, không có bảng, của "


def sources_of(out: Path) -> list[str]:
    found = [read(out, "documents", path.stem)[0] for path in (out / "documents").glob("*.parquet")]
    return sorted(str(facts["source"]) for facts in found)


def other(name: str) -> str:
    return (
        "TT\tTên nhiệm vụ\tChủ trì\tThời hạn\n"
        f"1.\tViệc riêng của {name} trong năm này\tSở {name}\t2027\n"
        f"2.\tXây dựng kế hoạch {name} cho quý sau\tUBND {name}\t2028\n"
    )


def test_one_name_in_two_months_is_two_documents(tmp_path: Path) -> None:
    out = tmp_path / "out"
    put(tmp_path / "in", a__txt=GOOD)
    put(tmp_path / "in" / "01", phu_luc__txt=other("Huế"))
    run_on(tmp_path / "in", out)
    put(tmp_path / "in" / "02", phu_luc__txt=other("Vinh"))
    run_on(tmp_path / "in", out)
    assert sources_of(out) == ["01/phu_luc.txt", "02/phu_luc.txt", "a.txt"]
    run_on(tmp_path / "in", tmp_path / "scratch")
    assert files_of(out) == files_of(tmp_path / "scratch")


def test_one_name_in_two_roots_is_two_documents_in_runs_apart(tmp_path: Path) -> None:
    out = tmp_path / "out"
    one = put(tmp_path / "one", x__txt=other("Huế"))
    two = put(tmp_path / "two", x__txt=other("Vinh"))
    run_on(one, out)
    run_on(two, out)
    assert sources_of(out) == ["x.txt", "x.txt"]
    before = files_of(out)
    for folder in (one, two, one):
        assert not any(document.fresh for document in run_on(folder, out).documents)
    assert files_of(out) == before


def test_an_empty_namesake_wipes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_on(put(tmp_path / "one", phu_luc__txt=GOOD), out)
    empty = put(tmp_path / "two", phu_luc__txt="")
    assert run_on(empty, out).exit_code() == 1
    assert len(read(out, "rows", "phu-luc")) == 2
    both = run([tmp_path / "one", empty], Options(tmp_path / "both"))
    assert [document.counts["rows"] for document in both.documents] in ([2, 0], [0, 2])


def test_three_letters_of_one_name_are_three_documents(tmp_path: Path) -> None:
    for month in ("01", "02", "03"):
        put(tmp_path / "in", r__txt=GOOD)
        put(tmp_path / "in" / month, thu__txt=PROSE + "một người")
    run_on(tmp_path / "in", tmp_path / "out")
    assert sources_of(tmp_path / "out") == ["01/thu.txt", "02/thu.txt", "03/thu.txt", "r.txt"]


def test_a_run_over_a_part_leaves_the_rest(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=other("Huế"))
    put(folder / "sub", a__txt=other("Vinh"), b__txt=other("Lai"))
    run_on(folder, out)
    before = files_of(out)
    for part in (folder / "sub", folder / "sub" / "a.txt", folder / "a.txt"):
        run_on(part, out)
        assert files_of(out) == before
        run_on(part, out, force=True)
        assert files_of(out) == before


def test_one_rendition_alone_keeps_the_other(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=LETTER + GOOD)
    put(folder, z__txt=LETTER + GOOD.replace("Bộ Y tế", "Bộ Công an"))
    run_on(folder, out)
    before = files_of(out)
    run_on(folder / "z.txt", out, force=True)
    assert files_of(out) == before


def test_a_wider_folder_takes_over_what_a_part_had(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=GOOD)
    put(folder / "sub", b__txt=other("Vinh"))
    run_on(folder / "sub", out)
    run_on(folder, out)
    assert sources_of(out) == ["a.txt", "sub/b.txt"]


def test_a_moved_root_is_the_same_root(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=GOOD, b__txt=other("Vinh"))
    run_on(folder, out)
    before = files_of(out)
    folder.rename(tmp_path / "moved")
    assert not any(document.fresh for document in run_on(tmp_path / "moved", out).documents)
    assert files_of(out) == before


# --- what goes ---------------------------------------------------------------------------------


def test_a_removed_input_is_told_and_stays_until_pruned(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=GOOD, b__txt=other("Vinh"))
    put(folder, c__txt=other("Lai"))
    run_on(folder, out)
    (folder / "b.txt").unlink()
    kept = run_on(folder, out)
    assert sources_of(out) == ["a.txt", "b.txt", "c.txt"]
    assert [note.partition(" ")[0] for note in kept.notes] == ["b.txt"]
    assert kept.exit_code() == 0
    assert kept.exit_code("warning") == 1
    run_on(folder, out, prune=True)
    assert sources_of(out) == ["a.txt", "c.txt"]
    run_on(folder, tmp_path / "scratch")
    assert files_of(out) == files_of(tmp_path / "scratch")


def test_a_renamed_input_is_one_document(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=GOOD, b__txt=other("Vinh"))
    run_on(folder, out)
    (folder / "b.txt").rename(folder / "new.txt")
    assert run_on(folder, out).notes == ()
    assert sources_of(out) == ["a.txt", "new.txt"]


def test_most_documents_never_go_at_once(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=GOOD)
    put(folder / "sub", b__txt=other("Vinh"), c__txt=other("Lai"))
    run_on(folder, out)
    before = files_of(out)
    shutil.rmtree(folder / "sub")
    with pytest.raises(NothingError, match="mounted"):
        run_on(folder, out, prune=True)
    assert files_of(out) == before


def test_an_empty_mount_is_no_success(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=GOOD)
    run_on(folder, out)
    before = files_of(out)
    (folder / "a.txt").unlink()
    with pytest.raises(NothingError, match="no document found"):
        run_on(folder, out, prune=True)
    assert files_of(out) == before


def test_what_was_never_read_goes_with_its_file(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=GOOD, b__pdf=b"%PDF-1.4 cut off")
    assert run_on(folder, out).exit_code() == 1
    (folder / "b.pdf").unlink()
    told = run_on(folder, out)
    assert (told.exit_code(), len(told.documents)) == (0, 1)
    assert any("b.pdf withdrawn" in line for line in told.notes)


def test_a_folder_that_cannot_be_listed_withdraws_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=GOOD, d__txt=other("Kon"))
    put(folder / "sub", b__txt=other("Vinh"))
    run_on(folder, out)
    real = os.scandir

    def closed(path: str) -> object:  # root may list every folder
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", closed)
    summary = run_on(folder, out, prune=True)
    assert summary.exit_code() == 1
    assert "sub: the folder cannot be listed" in summary.errors[0]
    assert sources_of(out) == ["a.txt", "d.txt", "sub/b.txt"]


def test_output_is_never_input(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", a__txt=GOOD)
    for _ in range(2):
        assert len(run_on(folder, folder / "out").documents) == 1
    assert len(run_on(folder, tmp_path / "elsewhere").documents) == 1
    for wrong in (folder / "out", folder / "out" / "tasks"):
        with pytest.raises(ConfigError, match="cannot be read as input"):
            run_on(wrong, folder / "out")


def test_what_programs_leave_in_folders_is_no_document(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", a__txt=GOOD)
    for name in ("Thumbs.db", "~$a.docx", "b.pdf.part", ".DS_Store", "desktop.ini", "c.crdownload"):
        (folder / name).write_bytes(b"x")
    assert len(run_on(folder, tmp_path / "out").documents) == 1


@pytest.mark.parametrize("name", ["v" * 251, "Phụ lục " * 18])
def test_a_long_name_has_a_key_of_bounded_length(tmp_path: Path, name: str) -> None:
    folder = put(tmp_path / "in", a__txt=GOOD)
    (folder / f"{name}.txt").write_text(other("Vinh"), encoding="utf-8")
    number = LETTER.replace("7/NQ-CP", f"7/{'NQ-' * 100}CP") + other("Lai")
    put(folder, n__txt=number)
    for _ in range(2):
        summary = run_on(folder, tmp_path / "out")
        assert len(summary.documents) == 3
        assert max(len(document.doc_id) for document in summary.documents) <= 100


# --- three outcomes ----------------------------------------------------------------------------


def broken_by(monkeypatch: pytest.MonkeyPatch, error: BaseException | None) -> None:
    def broken(source: Source, *settings: object) -> object:
        if error is None:
            os._exit(9)
        raise error

    monkeypatch.setattr("pipeline.batch.read.extract", broken)


TROUBLES = [MemoryError(), OSError(5, "Input/output error"), ZeroDivisionError("a bug"), None]


@pytest.mark.parametrize("error", TROUBLES, ids=repr)
def test_a_trouble_of_the_machine_is_no_fact_about_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException | None
) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=GOOD)
    run_on(folder, out)
    put(folder, b__txt=other("Vinh"))
    broken_by(monkeypatch, error)
    for _ in range(2):
        summary = run_on(folder, out, force=True)
        assert summary.exit_code() == 1
        assert [len(read(out, "rows", doc_id)) for doc_id in ("a", "b")] == [2, 0]
        (problem,) = read(out, "problems", "a")
        assert (problem["severity"], problem["code"]) == ("error", "kept-last-good")
        assert len(summary.errors) == 2
    monkeypatch.undo()
    assert run_on(folder, out).exit_code() == 0
    run_on(folder, tmp_path / "scratch")
    assert files_of(out) == files_of(tmp_path / "scratch")


def test_a_damaged_copy_keeps_what_was_read_and_is_remembered(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=GOOD, b__txt=other("Vinh"))
    run_on(folder, out)
    put(folder, a__txt=b"PK\x03\x04half a file")
    for fresh in (True, False):
        summary = run_on(folder, out)
        assert summary.exit_code() == 1, fresh
        assert [line.partition(":")[0] for line in summary.errors] == ["a.txt"]
        assert len(read(out, "rows", "a")) == 2
        codes = [problem["code"] for problem in read(out, "problems", "a")]
        assert codes == ["kept-last-good"]
    put(folder, a__txt=GOOD)
    assert run_on(folder, out).exit_code() == 0
    run_on(folder, tmp_path / "scratch")
    assert files_of(out) == files_of(tmp_path / "scratch")


def test_a_document_that_took_too_long_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(tmp_path / "in", a__txt=GOOD)
    options = Options(tmp_path / "out")
    monkeypatch.setattr("pipeline.batch.read.extract", lambda *_: time.sleep(60))
    slow = run([folder], replace(options, limits=replace(options.limits, seconds=0.5)))
    assert slow.exit_code() == 1
    monkeypatch.undo()
    healthy: Summary = run([folder], options)
    assert healthy.exit_code() == 0


# --- what a cut-off run or a bad disk leaves ---------------------------------------------------


@pytest.mark.parametrize("left", [b"", b"PAR1", None], ids=["empty", "cut", "missing"])
@pytest.mark.parametrize("force", [False, True])
def test_a_damaged_file_in_the_output_is_read_again(
    tmp_path: Path, left: bytes | None, force: bool
) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=GOOD, b__txt=other("Vinh"))
    run_on(folder, out)
    before = files_of(out)
    for table in ("documents", "cells", "links"):
        path = out / table / "a.parquet"
        path.unlink() if left is None else path.write_bytes(left)
        run_on(folder, out, force=force)
        assert files_of(out) == before


def test_what_a_dead_run_left_stops_nothing(tmp_path: Path) -> None:
    out, folder = tmp_path / "out", put(tmp_path / "in", a__txt=GOOD)
    run_on(folder, out)
    before = files_of(out)
    put(out / ".work", shared__parquet=b"half")
    (out / ".work" / "staged").mkdir()
    for name in (".next", ".gone-7"):
        put(out / "generations" / name, files__json=b"half")
    (out / "generations" / ".current.link").symlink_to("99")
    put(folder, b__txt=other("Vinh"))
    run_on(folder, out)
    (folder / "b.txt").unlink()
    run_on(folder, out, prune=True)
    assert files_of(out) == before
    assert sorted(os.listdir(out / "generations")) == ["1", "2", "3", "current"]
    assert os.listdir(out / ".work") == ["read"]
