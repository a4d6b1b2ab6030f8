"""The batch: same bytes anywhere, bad inputs beside good ones, all or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from PIL import Image

from pipeline.batch import summary
from pipeline.batch.options import Options
from pipeline.batch.published import Summary
from pipeline.batch.run import run
from pipeline.data.bundle import Bundle, DamagedError, document_tables, write_bundle
from pipeline.data.generations import place
from pipeline.data.parquet import tables_of_document
from pipeline.data.records import Document
from pipeline.data.schema import arrow_schema, record_types
from pipeline.data.store import MANIFEST, Store
from pipeline.errors import ConfigError
from pipeline.model import Source
from pipeline.workers import Limits, map_processes
from tests.conftest import RAW
from tests.extract.text.test_text_sources import BODY, HEAD, document_of
from tests.support.published import published

GOOD = HEAD + BODY


def files_of(out: Path) -> dict[str, str]:
    """Every file of the state that counts and the hash of its bytes; what tells where the inputs
    lie left out."""
    state = place(out)
    return {
        path.relative_to(state).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(state.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    } | {MANIFEST: json.dumps(Store(out).read_manifest().get("documents"))}


def read(out: Path, table: str, doc_id: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pq.read_table(out / table / f"{doc_id}.parquet").to_pylist()
    return rows


def put(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def run_on(folder: Path, out: Path, **options: object) -> Summary:
    return run([folder], replace(Options(out), **options))  # type: ignore[arg-type]


def test_the_problems_of_many_documents_are_summed_up_as_those_of_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run_on(put(tmp_path / "in", a__txt=GOOD, b__txt="\n", c__txt=b"\0"), tmp_path / "out")
    few = summary.groups(done, tmp_path / "out", [tmp_path / "in"])
    monkeypatch.setattr(summary, "_MANY", 2)
    assert few == summary.groups(done, tmp_path / "out", [tmp_path / "in"]) != []


def test_the_command_for_a_problem_names_the_file_that_has_it(tmp_path: Path) -> None:
    head = "Số: 12/QĐ-UBND\nPHỤ LỤC\nTT,Nhiệm vụ,Cơ quan chủ trì\n"
    rows = [f"{n},Xây dựng đề án số {n} về đất đai,Bộ Y tế\n" for n in range(1, 9)]
    broken = [rows[0], rows[1].replace(",", ',"', 1), *rows[2:]]
    folder = put(tmp_path / "in", a__csv=head + "".join(rows), b__csv=head + "".join(broken))
    done = run_on(folder, tmp_path / "out")
    assert len(done.documents) == 1
    told = summary.groups(done, tmp_path / "out", [folder])
    assert [g.next for g in told if g.code == "quote-open"] == [f"annex inspect {folder}/b.csv"]


def test_the_same_documents_give_the_same_bytes_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "other place" / "raw"
    elsewhere.mkdir(parents=True)
    for path in sorted(RAW.iterdir(), reverse=True):
        shutil.copy(path, elsewhere / path.name)
        os.utime(elsewhere / path.name, (1, 1))
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "out"
    summary = run([elsewhere], Options(out, workers=2))
    assert files_of(out) == files_of(published())
    assert summary.exit_code() == 0
    assert len(summary.documents) == 5


def test_every_document_has_every_file_with_the_full_schema(tmp_path: Path) -> None:
    summary = run_on(put(tmp_path / "in", a__txt=GOOD, empty__txt=""), tmp_path / "out")
    for document in summary.documents:
        for table in tables_of_document():
            schema = pq.read_schema(tmp_path / "out" / table / f"{document.doc_id}.parquet")
            assert schema.equals(arrow_schema(table)), table
    assert set(record_types()) == {p.name for p in (tmp_path / "out").iterdir()} - {
        ".lock", ".work", "generations", "runs", "manifest.json", "datapackage.json",
        "state.sqlite",
    }  # fmt: skip


def test_bad_inputs_are_named_and_the_others_written(tmp_path: Path) -> None:
    folder = put(
        tmp_path / "in", good__txt=GOOD, empty__txt="", picture__txt=b"\x89PNG\r\n\x1a\n123"
    )
    summary = run_on(folder, tmp_path / "out")
    assert summary.exit_code() == 1
    assert sorted(line.split(":")[0] for line in summary.errors) == ["empty.txt", "picture.txt"]
    assert all("\n" not in line for line in summary.errors)
    assert len(read(tmp_path / "out", "rows", "good")) == 2
    (problem,) = read(tmp_path / "out", "problems", "empty")
    assert (problem["severity"], problem["code"]) == ("error", "empty-file")
    (facts,) = read(tmp_path / "out", "documents", "empty")
    assert facts["dialect"] is None


def test_an_unreadable_file_is_one_problem(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", good__txt=GOOD)
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere")
    summary = run_on(folder, tmp_path / "out")
    assert summary.exit_code() == 1
    assert len(summary.documents) == 2


def test_prose_gives_no_table_and_is_no_failure(tmp_path: Path) -> None:
    summary = run_on(put(tmp_path / "in", a__txt="chỉ có lời\nkhông có bảng\n"), tmp_path / "out")
    assert summary.exit_code() == 0
    assert read(tmp_path / "out", "problems", "a") == []
    assert read(tmp_path / "out", "tables", "a") == []
    (page,) = read(tmp_path / "out", "pages", "a")
    assert (page["status"], page["chars_in_prose"]) == ("prose", page["chars"])


def test_a_scan_of_which_nothing_is_read_is_an_alarm(tmp_path: Path) -> None:
    picture = Image.new("RGB", (600, 800), "white")
    picture.save(put(tmp_path / "in", a__txt=GOOD) / "scan.pdf")
    summary = run_on(tmp_path / "in", tmp_path / "out")
    assert summary.exit_code() == 1
    assert [line.partition(":")[0] for line in summary.errors] == ["scan.pdf"]
    found = read(tmp_path / "out", "problems", "scan")
    assert {(problem["severity"], problem["code"]) for problem in found} == {
        ("warning", "page-without-text"),
        ("error", "no-table"),
    }
    (facts,) = read(tmp_path / "out", "documents", "scan")
    assert (facts["dialect"], facts["status"]) == ("pdf-scan", None)


def test_unchanged_documents_are_not_read_again(tmp_path: Path) -> None:
    folder, out = put(tmp_path / "in", a__txt=GOOD, b__txt=GOOD + "3.\tBa\t\t\n"), tmp_path / "out"
    run_on(folder, out)
    before = files_of(out)
    again = run_on(folder, out)
    assert [document.fresh for document in again.documents] == [False, False]
    assert files_of(out) == before
    put(folder, b__txt=GOOD)
    changed = run_on(folder, out)
    assert {d.doc_id: d.fresh for d in changed.documents} == {"a": False, "b": True}
    assert [document.fresh for document in run_on(folder, out, force=True).documents] == [
        True,
        True,
    ]


def test_a_failure_is_remembered_when_nothing_changed(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", empty__txt="")
    assert run_on(folder, tmp_path / "out").exit_code() == 1
    assert run_on(folder, tmp_path / "out").exit_code() == 1


def test_overrides_name_a_document_and_replace_its_old_key(tmp_path: Path) -> None:
    folder, out = put(tmp_path / "in", a__txt=GOOD), tmp_path / "out"
    run_on(folder, out)
    put(folder, sources__toml='["a.txt"]\nnumber = "5/QĐ-TTg"\nissued = 2026-02-03\n')
    (document,) = run_on(folder, out).documents
    assert document.doc_id == "5-qd-ttg-2026"
    assert not (out / "rows" / "a.parquet").exists()
    assert list(json.loads((out / "manifest.json").read_text())["documents"]) == ["5-qd-ttg-2026"]


WRONG_SETTINGS = [
    "[a",
    '["b.txt"]\nnumber = "1"',
    '["a.txt"]\ncolour = "red"',
    '["a.txt"]\nissued = "2026"',
    '"a.txt" = 3',
]


@pytest.mark.parametrize("text", WRONG_SETTINGS)
def test_a_wrong_entry_is_an_error_and_every_file_is_read(tmp_path: Path, text: str) -> None:
    folder = put(tmp_path / "in", a__txt=GOOD, c__txt=GOOD + "3.\tBa\t\t\n", sources__toml=text)
    summary = run_on(folder, tmp_path / "out")
    assert summary.exit_code() == 1
    assert len(summary.errors) == 1
    assert [document.counts["rows"] for document in summary.documents] == [2, 3]


def test_a_bad_line_is_a_problem_of_its_file_alone(tmp_path: Path) -> None:
    text = '["a.txt"]\nnumber = "5/QĐ-TTg"\n\n["c.txt"]\ntitle = oops\n'
    folder = put(tmp_path / "in", a__txt=GOOD, c__txt=GOOD + "3.\tBa\t\t\n", sources__toml=text)
    summary = run_on(folder, tmp_path / "out")
    assert [document.doc_id for document in summary.documents] == ["5-qd-ttg", "c"]
    assert [line.partition(":")[0] for line in summary.errors] == ["c.txt"]


@pytest.mark.parametrize("key", ["/abs/path", "../up", ".hidden", "a/b", "x" * 300, ""])
def test_a_key_that_is_no_name_is_not_used(tmp_path: Path, key: str) -> None:
    folder = put(tmp_path / "in", a__txt=GOOD, sources__toml=f'["a.txt"]\ndoc_id = "{key}"\n')
    (document,) = run_on(folder, tmp_path / "out").documents
    assert document.doc_id == "a"
    assert "settings-wrong" in {p["code"] for p in read(tmp_path / "out", "problems", "a")}


def test_a_missing_path_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        run_on(tmp_path / "nowhere", tmp_path / "out")


# --- renditions --------------------------------------------------------------------------------

LETTER = "CHÍNH PHỦ\nSố: 7/NQ-CP\nHà Nội, ngày 3 tháng 4 năm 2026\nNGHỊ QUYẾT\nVề việc lớn\n\n"


def as_cells(tsv: str) -> str:
    rows = ["".join(f"\t{cell}\n" for cell in row.split("\t")) for row in tsv.splitlines()]
    return "\n".join(rows)


def test_two_inputs_of_one_number_are_renditions(tmp_path: Path) -> None:
    other = as_cells(GOOD.replace("Bộ Y tế", "Bộ Công an"))
    folder = put(tmp_path / "in", z__txt=LETTER + GOOD, a__txt=LETTER + other)
    (document,) = run_on(folder, tmp_path / "out").documents
    assert (document.doc_id, document.dialect) == ("7-nq-cp-2026", "text-tsv")
    (facts,) = read(tmp_path / "out", "documents", "7-nq-cp-2026")
    assert (facts["source"], facts["renditions"]) == ("z.txt", ["a.txt"])
    differs = [
        p for p in read(tmp_path / "out", "problems", "7-nq-cp-2026")
        if p["code"] == "rendition-differs"
    ]  # fmt: skip
    assert [(p["row_id"], p["column"], p["evidence"]) for p in differs] == [
        ("7-nq-cp-2026/1/0002", "lead", "Bộ Công an")
    ]


def test_a_rendition_that_comes_later_joins_the_one_that_is_there(tmp_path: Path) -> None:
    folder, out = put(tmp_path / "in", z__txt=LETTER + as_cells(GOOD)), tmp_path / "out"
    run_on(folder, out)
    put(folder, a__txt=LETTER + GOOD)
    (document,) = run_on(folder, out).documents
    assert (document.dialect, len(document.inputs)) == ("text-tsv", 2)
    before = files_of(out)
    assert [d.fresh for d in run_on(folder, out).documents] == [False]
    assert files_of(out) == before


def test_two_documents_that_share_only_a_number_are_kept_apart(tmp_path: Path) -> None:
    other = "TT\tTên nhiệm vụ\tChủ trì\tThời hạn\n1.\tViệc khác hẳn\tSở Y tế\t2027\n"
    folder = put(tmp_path / "in", a__txt=LETTER + GOOD, b__txt=LETTER + other)
    documents = run_on(folder, tmp_path / "out").documents
    assert len(documents) == 2
    assert documents[0].doc_id == "7-nq-cp-2026"
    assert documents[1].doc_id.startswith("7-nq-cp-2026-")
    assert read(tmp_path / "out", "tasks", documents[1].doc_id)[0]["title"] == "Việc khác hẳn"


# --- all or nothing ----------------------------------------------------------------------------


def test_records_in_a_bundle_come_back_as_they_were(tmp_path: Path) -> None:
    document = document_of("Phụ lục I\n" + GOOD + "3.\tBa ¹\tBộ Y tế\t2026\n\n¹ Nhiệm vụ mới\n")
    write_bundle(tmp_path / "x", document_tables(document), {"a": 1})
    bundle = Bundle(tmp_path / "x")
    assert bundle.document() == document
    assert bundle.facts == {"a": 1}
    data = (tmp_path / "x").read_bytes()
    for cut in (0, 10, 70, len(data) // 2, len(data) - 1):
        (tmp_path / "x").write_bytes(data[:cut])
        with pytest.raises(DamagedError):
            Bundle(tmp_path / "x")


# --- workers -----------------------------------------------------------------------------------


def _misbehave(what: str) -> str:
    if what == "hang":
        time.sleep(60)
    if what == "die":
        os._exit(9)
    if what == "eat":
        return str(len(bytearray(3 * 1024**3)))
    return what


def test_a_task_that_hangs_or_dies_does_not_stop_the_others() -> None:
    tasks = ["a", "hang", "b", "die", "c"]
    done = map_processes(_misbehave, tasks, 2, Limits(seconds=1.0))
    found = {item.task: item.failure or item.result for item in done}
    assert found == {"a": "a", "b": "b", "c": "c", "hang": "timeout", "die": "crashed"}


def test_a_task_that_eats_memory_is_stopped() -> None:
    (done,) = map_processes(_misbehave, ["eat"], 1, Limits(seconds=30, memory=2 * 1024**3))
    assert done.failure == "crashed"


def test_a_reader_that_fails_is_one_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(source: Source, *settings: object) -> Document:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("pipeline.batch.read.extract", broken)
    summary = run_on(put(tmp_path / "in", a__txt=GOOD), tmp_path / "out")
    assert summary.errors == ("a.txt: annex failed on it: ZeroDivisionError: a bug",)
