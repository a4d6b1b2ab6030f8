"""Decisions of people: applied where they match one thing, a problem everywhere else."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.data.records import Document, as_raised
from pipeline.extract.dialects import form_of
from pipeline.model import Correction, Extraction, Source
from pipeline.normalize import normalize
from pipeline.normalize.corrections.match import fingerprint

HEAD = "TT\tTên nhiệm vụ\tCơ quan chủ trì\tThời hạn\n"
BODY = (
    "I\tNHÓM MỘT\t\t\n"
    "1.\tXây dựng Đề án\tBộ Tài chinh\tTháng 12/205\n"
    "2.\tBáo cáo kết quả\tBộ Y tế\tQuý I/2026\n"
    "3.\tRà soát quy trình\tBộ Y tế\tQuý I/2026\n"
    "4.\tRà soát quy trình\tBộ Y tế\tQuý I/2026\n"
)
TOP = "NGHỊ QUYẾT\nSố: 12/NQ-CP\nHà Nội, ngày 3 tháng 2 năm 2026\n\n"
TEXT = TOP + HEAD + BODY


def read(entries: Sequence[Correction] = (), text: str = TEXT) -> Document:
    data = text.encode()
    reading = form_of(data).read(Path("a"), data)
    source = Source(Path("a"), "a.txt", corrections=tuple(entries))
    return normalize(Extraction(source, "", "text/plain", reading))


def entry(decision: Any, number: int = 1, **keys: Any) -> Correction:
    place = f"a.txt.toml, {decision} {number}"
    return Correction(place, decision, "Lan", date(2026, 3, 1), "đọc lại bản in", **keys)


def mark(document: Document, ordinal: int) -> str:
    """The fingerprint of a row as the datasets give it."""
    row = document.rows[ordinal - 1]
    return fingerprint(c.raw for c in document.cells if c.row_id == row.row_id)


def text(document: Document, ordinal: int, column: str) -> str:
    row = document.rows[ordinal - 1].row_id
    return next(c.text for c in document.cells if (c.row_id, c.column) == (row, column))


def codes(document: Document) -> list[str]:
    return [p.code for p in document.problems if p.code.startswith(("correction-", "accepted"))]


def corrected(document: Document) -> list[tuple[str | None, str, str]]:
    return [(r.column, r.before, r.after) for r in document.repairs if r.rule == "corrected"]


PLAIN = read()
DEADLINE = entry("cell", column="deadline", against="Tháng 12/205", value="Tháng 12/2025")
LEAD = entry("cell", 2, column="lead", against="Bộ Tài chinh", value="Bộ Tài chính")


def test_a_corrected_cell_is_read_anew_and_on_record() -> None:
    document = read([DEADLINE, LEAD])
    task = next(t for t in document.tasks if t.stt == "1")
    assert (task.deadline, task.due_date) == ("Tháng 12/2025", date(2025, 12, 31))
    who = [a.agency for a in document.assignments if a.row_id == task.row_id]
    assert who == ["Bộ Tài chính"]
    assert "deadline-unparsed" in {p.code for p in PLAIN.problems}
    assert "deadline-unparsed" not in {p.code for p in document.problems}
    assert corrected(document) == [
        ("lead", "Bộ Tài chinh", "Bộ Tài chính"),
        ("deadline", "Tháng 12/205", "Tháng 12/2025"),
    ]
    repair = next(r for r in document.repairs if r.rule == "corrected")
    assert repair.reason == "Lan, 2026-03-01: đọc lại bản in"
    cell = next(c for c in document.cells if c.text == "Bộ Tài chính")
    assert cell.raw == "Bộ Tài chinh"  # what is printed stays


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(DEADLINE, against="Tháng 11/205"), "correction-stale"),
        (replace(DEADLINE, row="0" * 16), "correction-stale"),
        (replace(DEADLINE, column="result"), "correction-stale"),
        (entry("cell", column="lead", against="Bộ Y tế", value="Bộ Nội vụ"),
         "correction-ambiguous"),
        (entry("join", row="f" * 16, against="e" * 16), "correction-stale"),
        (entry("column", against="Kết quả", value="result"), "correction-stale"),
        (entry("fact", column="number", against="13/NQ-CP", value="14/NQ-CP"),
         "correction-stale"),
        (entry("link", row="f" * 16, document="a", other="e" * 16, value="accepted"),
         "correction-stale"),
    ],
)  # fmt: skip
def test_what_matches_nothing_or_two_things_is_an_error_and_changes_nothing(
    wrong: Correction, code: str
) -> None:
    document = read([wrong])
    assert codes(document) == [code]
    problem = next(p for p in document.problems if p.code == code)
    assert problem.severity == "error"
    assert wrong.place in problem.message
    assert (document.cells, document.tasks, document.rows) == (
        PLAIN.cells, PLAIN.tasks, PLAIN.rows,
    )  # fmt: skip


def test_rows_that_print_the_same_are_told_apart_by_their_place() -> None:
    twins = TEXT.replace("4.\t", "3.\t")
    plain = read(text=twins)
    rows = [n for n in range(1, 6) if mark(plain, n) == mark(plain, 5)]
    assert rows == [4, 5]
    one = entry("cell", row=mark(plain, 5), column="lead", against="Bộ Y tế", value="Bộ Nội vụ")
    assert codes(read([one], twins)) == ["correction-ambiguous"]
    document = read([replace(one, at="1/0005")], twins)
    assert [text(document, n, "lead") for n in (4, 5)] == ["Bộ Y tế", "Bộ Nội vụ"]
    assert codes(document) == []


def test_two_that_decide_the_same_are_both_left_out() -> None:
    other = replace(DEADLINE, place="a.txt.toml, cell 2", value="Tháng 11/2025")
    document = read([DEADLINE, other])
    assert codes(document) == ["correction-ambiguous"] * 2
    assert text(document, 2, "deadline") == "Tháng 12/205"


def test_a_row_is_joined_with_the_one_above() -> None:
    join = entry("join", row=mark(PLAIN, 4), against=mark(PLAIN, 3))
    document = read([join])
    assert len(document.rows) == 4
    assert text(document, 3, "title") == "Báo cáo kết quả Rà soát quy trình"
    assert [r.row_id for r in document.rows] == [f"12-nq-cp-2026/1/{n:04}" for n in range(1, 5)]
    assert sum(page.chars_unplaced for page in document.pages) == 0
    (change,) = corrected(document)
    assert change[0] is None
    assert change[1].count("\n") == 1


def test_three_rows_become_one_whichever_is_told_first() -> None:
    marks = [mark(PLAIN, n) for n in (3, 4, 5)]
    first = entry("join", 1, row=marks[1], against=marks[0])
    second = entry("join", 2, row=marks[2], against=marks[1])
    documents = [read(order) for order in itertools.permutations([first, second])]
    assert documents[0] == documents[1]
    assert len(documents[0].rows) == 3
    whole = fingerprint(c.raw for c in read([first]).cells if c.row_id == "12-nq-cp-2026/1/0003")
    again = read([first, replace(second, against=whole)])  # made against the row joined before
    assert [r.label for r in again.rows] == [r.label for r in documents[0].rows]


def test_a_row_is_parted_where_its_lines_are() -> None:
    join = entry("join", row=mark(PLAIN, 4), against=mark(PLAIN, 3))
    whole = read([join])
    lines = (("deadline", 1), ("lead", 1), ("stt", 1), ("title", 1))
    part = entry("part", row=mark(whole, 3), lines=lines)
    parted = read([join, part])
    assert parted.tasks == PLAIN.tasks
    assert [mark(parted, n) for n in range(1, 6)] == [mark(PLAIN, n) for n in range(1, 6)]
    for wrong in ((("title", 9),), (("nothing", 1),), ()):
        document = read([join, replace(part, lines=wrong)])
        assert codes(document) == ["correction-stale"]
        assert len(document.rows) == 4


def test_kind_and_parent_move_what_stands_below() -> None:
    group = read([entry("kind", row=mark(PLAIN, 3), value="group")])
    assert group.rows[2].kind == "group"
    assert len(group.tasks) == len(PLAIN.tasks) - 1
    under = read([entry("parent", row=mark(PLAIN, 4), value=mark(PLAIN, 2))])
    task = next(t for t in under.tasks if t.ordinal == 4)
    assert (task.parent_row_id, task.stt_path) == (PLAIN.rows[1].row_id, "1.3")
    assert under.rows[3].level == 1
    assert under.tasks[0].has_children


def test_no_row_stands_under_itself() -> None:
    marks = [mark(PLAIN, n) for n in (2, 3)]
    circle = [
        entry("parent", 1, row=marks[0], value=marks[1]),
        entry("parent", 2, row=marks[1], value=marks[0]),
    ]
    assert set(codes(read(circle))) == {"correction-ambiguous"}
    assert codes(read([entry("parent", row=marks[0], value=marks[0])])) == ["correction-ambiguous"]


def test_a_named_column_makes_a_table_of_tasks() -> None:
    strange = TEXT.replace("Cơ quan chủ trì", "Ai làm")
    assert not read(text=strange).tasks or read(text=strange).tasks[0].lead is None
    document = read([entry("column", against="Ai làm", value="lead")], strange)
    assert [t.lead for t in document.tasks] == [t.lead for t in PLAIN.tasks]
    assert "header-unknown" not in {p.code for p in document.problems}
    assert document.tables[0].headers[2] == "Ai làm"
    both = [entry("column", 1, against="Ai làm", value="lead"),
            entry("column", 2, against="Thời hạn", value="lead")]  # fmt: skip
    assert codes(read(both, strange)) == ["correction-ambiguous"] * 2


def test_facts_are_corrected_and_the_key_stays() -> None:
    known = PLAIN.facts
    fix = entry("fact", column="issued_date", against="2026-02-03", value="2026-02-13")
    document = read([fix])
    assert (document.facts.issued_date, document.doc_id) == (date(2026, 2, 13), known.doc_id)
    assert [f.origin for f in document.facts.facts if f.name == "issued_date"] == ["correction"]


def test_an_accepted_doubt_stays_on_record() -> None:
    doubt = next(p for p in PLAIN.problems if p.code == "deadline-unparsed")
    yes = entry("accept", value=doubt.code, against=doubt.evidence, column="deadline")
    document = read([yes])
    kept = next(p for p in document.problems if p.code == "accepted")
    assert (kept.severity, kept.row_id) == ("info", doubt.row_id)
    assert kept.accepted_by == "Lan, 2026-03-01: đọc lại bản in"
    assert (kept.accepted_from, kept.message) == (f"warning {doubt.code}", doubt.message)
    assert as_raised(kept) == doubt


def test_a_doubt_that_the_reading_does_not_have_is_left_to_the_stage_between_documents() -> None:
    document = read([entry("accept", value="link-ambiguous", against="")])
    assert codes(document) == []
    (left,) = document.decisions
    assert (left.decision, left.value, left.status) == ("accept", "link-ambiguous", "open")


ENTRIES = [
    DEADLINE,
    LEAD,
    entry("join", row=mark(PLAIN, 4), against=mark(PLAIN, 3)),
    entry("kind", row=mark(PLAIN, 5), value="total"),
    entry("fact", column="kind", against=PLAIN.facts.kind or "", value="Quyết định"),
    entry("cell", 3, column="lead", against="Bộ Y tế", value="?"),
]


@settings(max_examples=20, deadline=None)
@given(st.permutations(ENTRIES))
def test_the_order_of_entries_is_nothing(order: list[Correction]) -> None:
    one, other = read(ENTRIES), read(order)
    assert sorted(map(repr, one.problems)) == sorted(map(repr, other.problems))
    assert sorted(map(repr, one.repairs)) == sorted(map(repr, other.repairs))
    assert (one.cells, one.rows, one.tasks) == (other.cells, other.rows, other.tasks)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_text(against: str, value: str) -> None:
    document = read([entry("cell", column="lead", against=against, value=value)])
    printed = [c.raw for c in PLAIN.cells if c.column == "lead"]
    assert bool(codes(document)) == (printed.count(against) != 1)
