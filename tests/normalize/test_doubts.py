"""Equal doubts are told once, with a count; single ones as they are."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.data.records import ProblemRecord
from pipeline.extract import extract
from pipeline.model import Source
from pipeline.normalize import normalize
from pipeline.normalize.doubts import few, notes_apart, told_once
from pipeline.normalize.notes import Marker, Matched


def problem(code: str, table: str | None) -> ProblemRecord:
    return ProblemRecord("d", table, None, None, "warning", code, "a message", "")


def test_a_few_doubts_are_told_one_by_one_and_many_as_one() -> None:
    gaps = [(n, "label-gap", f"the number {n}") for n in range(62)]
    assert list(few(gaps[:3])) == gaps[:3]
    assert list(few(gaps)) == [(0, "label-gap", "the number 0, and 61 more like it")]


@given(st.lists(st.sampled_from(["label-gap", "label-repeated"])))
def test_no_kind_of_doubt_is_lost(codes: list[str]) -> None:
    doubts = [(n, code, "m") for n, code in enumerate(codes)]
    told = list(few(doubts))
    assert {code for _, code, _ in told} == set(codes)
    assert {(n, code) for n, code, _ in told} <= set(enumerate(codes))


def test_tables_with_one_fault_are_named_in_one_problem() -> None:
    found = [problem("header-missing", f"d/{n}") for n in (3, 4, 11)]
    other = [
        problem("label-gap", "d/3"),
        problem("label-gap", "d/4"),
        problem("table-empty", "d/9"),
    ]
    told = told_once([*found, *other])
    assert [(p.code, p.table_id) for p in told] == [
        ("header-missing", "d/3"), ("label-gap", "d/3"), ("label-gap", "d/4"),
        ("table-empty", "d/9"),
    ]  # fmt: skip
    assert told[0].message == "a message; 3 of them: 3, 4, 11"
    assert told[3].message == "a message"


def test_marks_outside_tables_are_told_by_annex() -> None:
    marks = [Marker("Phụ lục I", n, None, None, 1) for n in (1, 2, 5)]
    marks += [Marker(None, 7, None, None, 1), Marker("Phụ lục I", 9, "d/1/0001", "title", 1)]
    matched = Matched((), tuple(marks), (), ())
    assert list(notes_apart(matched)) == [
        ("footnote-without-text",
         "4 footnotes (Phụ lục I: 1 to 5; the document: 7) are called in the text, without a text"),
    ]  # fmt: skip


def test_a_column_of_tasks_that_holds_codes_is_told(tmp_path: Path) -> None:
    tasks = ["Tiếp nhận văn bản đến", "Sao lục hồ sơ", "Lưu trữ", "Thống kê", "Rà soát"]
    for names, doubted in ((["Nhiệm vụ", "Mã"], True), (["Mã", "Nhiệm vụ"], False)):
        cells = [(f"{at}", f"CH.0{at}", task, "Sở Nội vụ") for at, task in enumerate(tasks, 1)]
        rows = [cell for row in cells for cell in row]
        path = tmp_path / "annex.txt"
        path.write_text("\n".join(["PHỤ LỤC", "STT", *names, "Cơ quan chủ trì", *rows]), "utf-8")
        found = normalize(extract(Source(path, path.name))).problems
        assert any("are codes" in problem.message for problem in found) == doubted
