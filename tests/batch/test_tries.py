"""What could not be read: tried again, three times; then it rests until something changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.batch import read as reading
from pipeline.batch import tries
from pipeline.batch.options import Options
from pipeline.batch.published import Summary
from pipeline.batch.run import run
from pipeline.cli import main
from pipeline.data.state import STATE
from pipeline.model import Source
from pipeline.workers import Limits
from tests.batch.test_archive import other
from tests.batch.test_run import GOOD, put, read, run_on


@pytest.fixture
def read_now(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file with a line for each reading of b.txt, which takes all the memory there is."""
    told = tmp_path / "told"
    told.touch()
    real = reading.read_source

    def hungry(source: Source, *rest: object) -> object:
        if source.name == "b.txt" and "nặng" in source.path.read_text(encoding="utf-8"):
            with told.open("a", encoding="utf-8") as file:
                file.write("x\n")
            raise MemoryError
        return real(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read_source", hungry)
    return told


def codes_of(out: Path, doc_id: str) -> list[object]:
    return [problem["code"] for problem in read(out, "problems", doc_id)]


def times(told: Path) -> int:
    return len(told.read_text(encoding="utf-8").splitlines())


def heavy(tmp_path: Path) -> tuple[Path, Path]:
    return put(tmp_path / "in", a__txt=GOOD, b__txt=other("nặng")), tmp_path / "out"


def test_the_third_try_is_the_last_until_something_changes(
    tmp_path: Path, read_now: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = heavy(tmp_path)
    found: list[Summary] = [run_on(folder, out) for _ in range(5)]
    assert times(read_now) == 3
    assert [codes_of(out, "b").count("quarantined"), codes_of(out, "b")[0]] == [1, "needs-memory"]
    for number, summary in enumerate(found):
        told = [line for line in summary.errors if line.startswith("b.txt")]
        assert len(told) == (1 if number < 2 else 2), number
        assert summary.exit_code() == 1
    run([folder], Options(out, limits=Limits(seconds=900)))
    assert times(read_now) == 4
    run_on(folder, out, force=True)
    assert times(read_now) == 5
    monkeypatch.setattr(tries, "_tools", lambda: ("soffice 1",))
    run_on(folder, out)
    assert times(read_now) == 6
    put(folder, b__txt=other("nhẹ"))
    assert run_on(folder, out).errors == ()
    assert len(read(out, "tasks", "b")) == 2
    put(folder, b__txt=other("nặng nữa"))
    for _ in range(4):
        last = run_on(folder, out)
    assert times(read_now) == 9  # those of another file do not count
    assert len(read(out, "tasks", "b")) == 2  # the last good version
    assert any("not tried again" in line for line in last.errors)


def test_a_lost_database_is_begun_anew_and_tries_again(tmp_path: Path, read_now: Path) -> None:
    folder, out = heavy(tmp_path)
    for _ in range(3):
        run_on(folder, out)
    for number, damage in enumerate((b"SQLite format 3\0" + b"?" * 5000, b"no database", b"")):
        (out / STATE).write_bytes(damage)
        assert run_on(folder, out).exit_code() == 1
        assert times(read_now) == 4 + number


def test_the_disk_is_no_fault_of_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = put(tmp_path / "in", a__txt=GOOD, b__txt=other("Huế")), tmp_path / "out"

    def full(*_: object) -> object:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "read_source", full)
        for _ in range(4):
            run_on(folder, out)
    assert run_on(folder, out).errors == ()


def test_status_shows_what_failed_what_rests_and_what_went(tmp_path: Path, read_now: Path) -> None:
    folder, out = heavy(tmp_path)
    put(
        folder,
        c__txt=other("Vinh"),
        d__txt=other("Lai"),
        e__pdf="%PDF-1.7 cut off",
        f__txt=other("Huế"),
    )
    for _ in range(3):
        run_on(folder, out)
    (folder / "c.txt").unlink()
    run_on(folder, out, prune=True)
    (folder / "d.txt").unlink()
    told = CliRunner().invoke(main, ["status", "--out", str(out)]).output
    for line in ("5 documents from 5 inputs", "not tried again", "b.txt: tried 3 times", "e.pdf",
                 "d.txt (d)", "taken out: 1", "c, 20", "last run: "):  # fmt: skip
        assert line in told, (line, told)
    data = json.loads(CliRunner().invoke(main, ["status", "--out", str(out), "--json"]).output)
    assert [one["input"] for one in data["quarantined"]] == ["b.txt"]
    assert data["taken_out"][0]["inputs"] == ["c.txt"]


# --- keys --------------------------------------------------------------------------------------


def number_of(title: str) -> str:
    return (
        "UBND TỈNH\nSố: 7/KH-UBND\nHà Nội, ngày 2 tháng 4 năm 2026\nKẾ HOẠCH\nVề việc lớn\n\n"
        "Phụ lục I\n\n" + other(title)
    )


def keys_of(summary: Summary) -> dict[str, str]:
    return {document.inputs[0][1]: document.doc_id for document in summary.documents}


def test_a_document_keeps_its_key_whatever_comes_goes_or_is_read_again(tmp_path: Path) -> None:
    folder, out = put(tmp_path / "in", m__txt=number_of("Huế"), x__txt=GOOD), tmp_path / "out"
    assert keys_of(run_on(folder, out))["m.txt"] == "7-kh-ubnd-2026"
    put(folder, a__txt=number_of("Vinh").replace("TỈNH", "THÀNH PHỐ"))
    keys = keys_of(run_on(folder, out))
    assert keys["m.txt"] == "7-kh-ubnd-2026"
    assert keys["a.txt"].startswith("7-kh-ubnd-2026-")
    for force in (True, False):
        (out / STATE).unlink(missing_ok=True)  # what is published knows it too
        assert keys_of(run_on(folder, out, force=force)) == keys
    text = (folder / "a.txt").read_text(encoding="utf-8")
    (folder / "a.txt").unlink()
    run_on(folder, out, prune=True)
    put(folder, b__txt=text)  # back under another name
    assert keys_of(run_on(folder, out))["b.txt"] == keys["a.txt"]
    (folder / "m.txt").unlink()
    run_on(folder, out, prune=True)
    (folder / "b.txt").write_text(text.replace("2027", "2029"), encoding="utf-8")
    assert keys_of(run_on(folder, out))["b.txt"] == keys["a.txt"]
