"""The history of tasks: threads, versions, how they stand on a day, and what was changed."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.batch.settle import write_programme
from pipeline.cli import main
from pipeline.data import layout
from pipeline.data.parquet import read_records
from pipeline.data.records import (
    ChangeRecord,
    Document,
    LinkRecord,
    ProgrammeRecord,
    ThreadRecord,
    VersionRecord,
)
from pipeline.data.store import Store
from pipeline.errors import ConfigError
from pipeline.link.claims.amendments import tell
from pipeline.link.corpus import corpus
from pipeline.link.corpus import shelf as shelf_room
from pipeline.link.corpus.shelf import Shelf
from pipeline.link.programme import renewed
from pipeline.link.programme import threads as joined
from pipeline.link.programme.build import Programme, build
from pipeline.link.programme.calendars import ics
from pipeline.link.programme.changes import kind_of
from pipeline.link.programme.evidence import (
    Evidence,
    ItemReading,
    Witness,
    frame_of,
    read_evidence,
)
from pipeline.link.programme.finding import find, fts_query
from pipeline.link.programme.screen import blocks
from pipeline.link.programme.standing import standing
from pipeline.link.programme.versions import is_exclusive
from pipeline.link.programme.views import Wanted, bodies_called, programme_view
from tests.batch.test_run import files_of
from tests.conftest import FIXTURES
from tests.link.corpus.test_link_corpus import (
    DATES,
    NUMBERS,
    TEXTS,
    by_key,
    read_document,
    step,
    text_of,
)
from tests.support.published import published

NEW = "11-nq-cp-2026"


@cache
def built() -> Programme:
    return build(published())


def thread_of(row_id: str) -> ThreadRecord:
    found = [t for t in built().threads if row_id in (t.thread_id, *t.aliases)]
    assert len(found) == 1, row_id
    return found[0]


def versions_of(row_id: str) -> list[VersionRecord]:
    name = thread_of(row_id).thread_id
    return [v for v in built().versions if v.thread_id == name]


def changes_at(row_id: str) -> list[ChangeRecord]:
    return [c for rows in built().changes.values() for c in rows if c.row_id == row_id]


# --- the documents of raw/ -------------------------------------------------------------------


def test_every_row_stands_in_one_thread() -> None:
    rows = [v.row_id for v in built().versions if v.row_id]
    assert len(rows) == len(set(rows))
    items = {r.row_id for t in ("tasks", "indicators") for d in Store(published()).doc_ids()
             for r in Store(published()).read(d, t)}  # fmt: skip
    assert set(rows) == items


def test_a_task_known_from_a_quotation_has_its_earlier_version() -> None:
    quoted, printed = versions_of("11-nq-cp-2026/2/0106")
    assert (quoted.number, quoted.stt_path, quoted.known) == ("71/NQ-CP", "89.86", "partial")
    assert (quoted.title, quoted.lead) == ("Cơ sở dữ liệu xử lý vi phạm hành chính", "Bộ Tư pháp")
    assert (quoted.deadline, quoted.doc_id) == (None, None)
    assert quoted.in_force_until == date(2026, 1, 13)
    assert (printed.action, printed.lead, printed.known) == ("amended", "Bộ Công an", "full")
    kinds = {c.column: (c.before, c.kind, c.source) for c in changes_at("11-nq-cp-2026/2/0106")}
    assert kinds["lead"] == ("Bộ Tư pháp", "lead", "footnote")
    assert kinds["title"][1] == "wording"


def test_indicators_of_two_years_are_two_threads() -> None:
    assert thread_of("11-nq-cp-2026/1/0008").thread_id == "03-nq-cp-2025/1/0058"
    assert thread_of("11-nq-cp-2026/1/0005").thread_id == "03-nq-cp-2025/1/0042"


def test_a_removed_indicator_stands_until_the_day_before() -> None:
    name = thread_of("03-nq-cp-2025/1/0024").thread_id
    for day, stands in ((date(2025, 3, 1), True), (date(2026, 1, 13), True),
                        (date(2026, 1, 14), False)):  # fmt: skip
        found = {r.thread_id for r in standing(built().threads, built().versions, day)}
        assert (name in found) is stands
    assert thread_of(name).status == "removed"


def test_a_merged_task_follows_its_parts() -> None:
    merged = thread_of("11-nq-cp-2026/2/0040")
    assert len(merged.from_threads) == 2
    for name in merged.from_threads:
        part = next(t for t in built().threads if t.thread_id == name)
        assert (part.status, part.to_threads) == ("merged", (merged.thread_id,))
    assert {c.kind for c in changes_at("11-nq-cp-2026/2/0040")} >= {"merged"}


def test_drafts_are_told_and_never_in_force() -> None:
    drafts = [v for v in built().versions if v.action == "draft"]
    assert len(drafts) == 346
    assert not [v for v in drafts if v.in_force_from or v.in_force_until]
    assert not [t for t in built().out_tasks if t.status == "draft" and t.is_current]


def test_every_deadline_that_moved_between_two_resolutions_is_a_change() -> None:
    store = Store(published())
    due = {t.row_id: t.due_date for d in store.doc_ids() for t in store.read(d, "tasks")}
    moved = [
        k.row_id
        for k in store.read(NEW, "links")
        if k.other_doc_id == "03-nq-cp-2025"
        and (k.status, k.relation) == ("accepted", "same")
        and due.get(k.row_id) != due.get(k.other_row_id)
    ]
    told = {c.row_id for c in store.read(NEW, "changes") if (c.kind or "").startswith("deadline")}
    assert len(moved) == 21
    assert set(moved) <= told


def test_nothing_a_footnote_quotes_is_lost_from_changes() -> None:
    store = Store(published())
    document = read_document(store, NEW)
    kept = {(c.row_id, c.column, c.before, c.after) for c in store.read(NEW, "changes")}
    said = {(c.row_id, c.column, c.before, c.after) for c in tell(document).changes}
    assert said
    assert said <= kept


def test_links_amendments_and_threads_say_the_same() -> None:
    store = Store(published())
    names = {key: t.thread_id for t in built().threads for key in (t.thread_id, *t.aliases)}
    disputed = {v.row_id for v in built().versions if v.disputed}
    issued = {"03-nq-cp-2025", NEW}
    for link in store.read(NEW, "links"):
        if link.relation == "same" and link.status == "accepted" and link.other_doc_id in issued:
            assert names[link.row_id] == names[link.other_row_id] or link.row_id in disputed
    pairs = {(link.row_id, link.other_row_id): link for link in store.read(NEW, "links")}
    for record in store.read(NEW, "amendments"):
        if record.row_id and record.original_row_id:  # what a note claims is a link, or disputed
            link = pairs[record.row_id, record.original_row_id]
            assert link.claim is not None or link.decided
            assert link.status == "accepted" or link.row_id in disputed
        for c in changes_at(record.row_id or ""):
            assert c.thread_id in {t.thread_id for t in built().threads}


def test_the_programme_says_what_it_cannot_know() -> None:
    view = programme_view(published(), Wanted(as_of=date(2025, 12, 31)))
    assert any(n.startswith("71/NQ-CP of 2025-04-01 is cited and not held: 63") for n in view.notes)
    before = programme_view(published(), Wanted(as_of=date(2025, 3, 1)))
    assert not any("71/NQ-CP" in note for note in before.notes)
    assert len(before.rows) == 197


def test_a_body_is_found_under_its_old_name() -> None:
    day = date(2026, 2, 1)
    rows = programme_view(published(), Wanted(as_of=day, agency="bo ke hoach va dau tu")).rows
    assert any(r.lead == "Bộ Kế hoạch và Đầu tư" for r in rows)
    today = programme_view(published(), Wanted(as_of=day, agency="Bộ Tài chính")).rows
    assert {r.thread_id for r in rows} <= {r.thread_id for r in today}
    police = programme_view(published(), Wanted(day, "03/NQ-CP", "Bộ Công an"))
    led = [r for r in police.rows if "Bộ Công an" not in (r.lead or "")]
    assert led
    assert any(
        note.startswith(f"{len(led)} of these {len(police.rows)} tasks are led by a body whose")
        and "Bộ Thông tin và Truyền thông" in note
        for note in police.notes
    )
    with pytest.raises(ConfigError, match="no agency"):
        bodies_called("Bộ Không có")
    with pytest.raises(ConfigError, match="no document"):
        programme_view(published(), Wanted(number="9999/NQ-CP"))


def test_the_analysts_table_is_the_programme() -> None:
    frame = pipeline.programme("2026-02-01", published(), number="03/NQ-CP")
    assert set(frame.doc_id.dropna()) == {"03-nq-cp-2025", NEW}
    assert str(frame.due_date.dtype).startswith("datetime64")
    assert frame.attrs["notes"]


def test_published_datasets_are_what_is_built() -> None:
    for table in ("threads", "versions", "programme", "out_tasks"):
        path = published() / table / "all.parquet"
        assert tuple(read_records(path, table)) == getattr(built(), table)


# --- whatever comes when ---------------------------------------------------------------------


def whole(out: Path, came: Sequence[Document], went: Sequence[str] = ()) -> None:
    step(out, came, went, then=write_programme)


@settings(max_examples=9, deadline=None, phases=[Phase.generate])
@given(
    TEXTS,
    st.tuples(TEXTS, st.sets(st.integers(0, len(NUMBERS) - 1))),
    st.permutations(range(len(NUMBERS))),
    st.integers(1, 3),
    st.integers(1, 40),
    st.booleans(),
)
def test_nothing_depends_on_what_came_changed_or_went_when(
    texts: Sequence[str],
    earlier: tuple[Sequence[str], set[int]],
    order: Sequence[int],
    together: int,
    batch: int,
    packed: bool,
) -> None:
    """Links and histories of all documents at once; or of an earlier state of some, of which the
    others take the place in turn; and what is left when one goes: each step settles and tells what
    it touches alone."""
    documents, before = by_key(texts), by_key([earlier[0][at] for at in sorted(earlier[1])])
    keys = [list(documents)[at] for at in order]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        if packed:
            patch.setattr(layout, "SINGLE", 1)
            patch.setattr(layout, "_SHARE", 1)
        patch.setattr(renewed, "_SHARE", 0)
        whole(Path(folder) / "at once", list(documents.values()))
        whole(Path(folder) / "without", [documents[key] for key in keys[1:]])
        patch.setattr(corpus, "KEYS", batch)
        patch.setattr(shelf_room, "CHUNK", 1)
        if before:
            whole(Path(folder) / "in turn", list(before.values()))
        for at in range(0, len(keys), together):
            came = [documents[key] for key in keys[at : at + together]]
            went = () if at else sorted(before.keys() - documents.keys())
            whole(Path(folder) / "in turn", came, went)
        assert files_of(Path(folder) / "at once") == files_of(Path(folder) / "in turn")
        whole(Path(folder) / "in turn", [], [keys[0]])
        assert files_of(Path(folder) / "without") == files_of(Path(folder) / "in turn")


WAITING = {
    "a claim on what is not held reads like a row that comes": [
        text_of(NUMBERS[1], DATES[3], [0], NUMBERS[0], (NUMBERS[2], 5)),
        text_of(NUMBERS[3], DATES[2], [5, 2], NUMBERS[3], None),
    ],
    "an older document quotes another title for one number": [
        text_of(NUMBERS[1], DATES[3], [0], NUMBERS[1], (NUMBERS[2], 5)),
        text_of(NUMBERS[0], DATES[1], [4], NUMBERS[0], (NUMBERS[2], 2)),
    ],
    "a misprint is shown by two documents": [
        text_of(NUMBERS[1], DATES[3], [3], NUMBERS[1], None),
        text_of(NUMBERS[0], DATES[1], [2], NUMBERS[0], None),
        text_of(NUMBERS[3], DATES[2], [2], NUMBERS[3], None),
    ],
}


@pytest.mark.parametrize("texts", WAITING.values(), ids=WAITING)
def test_what_one_document_tells_of_another_is_told_whichever_comes_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Sequence[str]
) -> None:
    monkeypatch.setattr(renewed, "_SHARE", 0)
    documents = list(by_key(texts).values())
    whole(tmp_path / "at once", documents)
    for document in documents:
        whole(tmp_path / "in turn", [document])
    assert files_of(tmp_path / "at once") == files_of(tmp_path / "in turn")
    for document in documents[1:]:
        whole(tmp_path / "in turn", [], [document.doc_id])
    whole(tmp_path / "first", documents[:1])
    assert files_of(tmp_path / "first") == files_of(tmp_path / "in turn")


def test_an_earlier_document_renames_a_thread_and_keeps_its_old_name(tmp_path: Path) -> None:
    old = text_of(NUMBERS[0], DATES[1], [0, 2], NUMBERS[0], None)
    new = text_of(NUMBERS[1], DATES[3], [0, 5], NUMBERS[2], None)
    documents = by_key([old, new])
    whole(tmp_path, [documents["11-nq-cp-2026"]])
    (before,) = [t for t in build(tmp_path).threads if t.thread_id == "11-nq-cp-2026/1/0001"]
    whole(tmp_path, [documents["3-nq-cp-2025"]])
    (after,) = [t for t in build(tmp_path).threads if t.thread_id == "3-nq-cp-2025/1/0001"]
    assert after.aliases == (before.thread_id,)
    whole(tmp_path, [], ["3-nq-cp-2025"])
    assert before in build(tmp_path).threads


def test_a_fault_in_order_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Joins taken as they come instead of strongest first would give other threads."""
    one = rivals()
    turned = replace(one, links=tuple(reversed(one.links)))
    found = joined.threads_of(one)
    assert found == joined.threads_of(turned)
    assert found.of_place["b/1/0001"] == found.of_place["a/1/0002"] != found.of_place["a/1/0001"]
    assert found.disputed == {"b/1/0001", "a/1/0001"}
    monkeypatch.setattr(joined, "_strength", lambda join, places: 0)
    assert joined.threads_of(one).of_place != joined.threads_of(turned).of_place


def rivals() -> Evidence:
    """One row that two rows of an older document are linked with."""
    old, new = (
        Witness(key, key, day, day, key, "issued")
        for key, day in (("a", date(2025, 1, 1)), ("b", date(2026, 1, 1)))
    )
    item = Store(published()).read(NEW, "tasks")[0]
    keys = {"a/1/0001": old, "a/1/0002": old, "b/1/0001": new}
    places = {key: ItemReading(key, source, "tasks", {}, item) for key, source in keys.items()}
    links = tuple(
        LinkRecord("b/1/0001", other, "b", "a", "same", score, 90.0, 100.0, "title", "accepted")
        for other, score in (("a/1/0001", 90.0), ("a/1/0002", 95.0))
    )
    return Evidence({"a": old, "b": new}, places, links, (), {})


def test_the_order_of_evidence_does_not_matter() -> None:
    shelf = Shelf(published())
    evidence = read_evidence(shelf, frame_of(shelf))
    turned = replace(
        evidence,
        links=tuple(reversed(evidence.links)),
        places=dict(reversed(tuple(evidence.places.items()))),
    )
    assert joined.threads_of(turned).of_place == joined.threads_of(evidence).of_place


# --- small parts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "before", "after", "kind"),
    [
        ("deadline", "Tháng 9/2025", "Tháng 12/2025", "deadline_later"),
        ("deadline", "12/2026", "Tháng 9/2026", "deadline_earlier"),
        ("deadline", "12/2025", "Tháng 12/2025", "spelling"),
        ("deadline", "2025", "Tháng 12/2025", "wording"),
        ("deadline", "Hằng năm", "Hàng năm", "spelling"),
        ("deadline", "12/2025", "Thường xuyên", "deadline"),
        ("deadline", "2025", "", "deadline"),
        ("title", "Cấp sổ sức khỏe", "Cấp sổ sức khoẻ.", "spelling"),
        ("title", "Cấp sổ", "Cấp sổ sức khỏe", "wording"),
        ("title", "Cấp sổ", "Cấp sổ", None),
        ("lead", "Bộ Y tế", "Bộ Công an", "lead"),
        ("target", "≥ 30", "≥ 50", "target_raised"),
        ("target", "≥ 80", "30", "target_lowered"),
        ("target", "≥30", "≥ 30", "spelling"),
        ("target", "Có", "≥ 30", "target"),
        ("unit", "%", "Lần GDP", "target"),
        ("result", "Đề án", "Nghị định", "result"),
    ],
)
def test_kinds_of_changes(column: str, before: str, after: str, kind: str | None) -> None:
    assert kind_of(column, before, after) == kind


@pytest.mark.parametrize(
    ("deadline", "kind", "exclusive"),
    [
        ("Trước ngày 15/3/2026", "day", True),
        ("trước 15/3/2026", "day", True),
        ("Ngày 15/3/2026", "day", False),
        ("Trước tháng 3/2026", "month", False),
        (None, None, False),
    ],
)
def test_exclusive_deadlines(deadline: str | None, kind: str | None, exclusive: bool) -> None:
    assert is_exclusive(deadline, kind) is exclusive


def test_calendars_are_folded_and_escaped() -> None:
    rows = standing(built().threads, built().versions)
    told = ics(rows)
    assert told.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in told.split("\r\n")) <= 75
    assert told.count("BEGIN:VEVENT") == sum(row.due_date is not None for row in rows)
    before = replace(rows[-1], due_exclusive=True, due_date=date(2026, 3, 15), title="A, b")
    whole_text = ics([before]).replace("\r\n ", "")
    assert "SUMMARY:Trước ngày: A\\, b" in whole_text
    assert "DTSTART;VALUE=DATE:20260315" in whole_text


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("đất đai", '"dat"* AND "dai"*'),
        ('"cơ sở dữ liệu" bo', '"co so du lieu"* AND "bo"*'),
        ("a-b", '"a b"*'),
    ],
)
def test_queries(words: str, query: str) -> None:
    assert fts_query(words) == query


def test_search_needs_no_marks_and_prefers_those_typed() -> None:
    plain, marked = find(published(), "dat dai"), find(published(), "đất đai")
    assert {t.row_id for t in plain} == {t.row_id for t in marked}
    assert any("đất đai" in (t.title or "") for t in plain)
    assert "đất đai" in (marked[0].title or "").lower()
    assert find(published(), "dat dai", current=True)
    standing = [(not task.is_current, task.status == "draft") for task in plain]
    assert standing == sorted(standing)
    assert len(set(standing)) > 1
    told = blocks(plain, 80)
    assert "no. ?" not in told
    assert "not in force" in told
    with pytest.raises(ConfigError, match="at least one word"):
        find(published(), "…")


# --- commands --------------------------------------------------------------------------------


def invoke(*args: str) -> str:
    done = CliRunner().invoke(main, [*args, "--out", str(published())])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_programme_is_written_in_every_form(tmp_path: Path) -> None:
    targets = [str(tmp_path / f"a.{form}") for form in ("csv", "xlsx", "md", "json")]
    invoke("programme", "--as-of", "2026-02-01", "--of", "11/NQ-CP", "--csv", targets[0],
           "--xlsx", targets[1], "--md", targets[2], "--json", targets[3])  # fmt: skip
    with Path(targets[0]).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    data = json.loads(Path(targets[3]).read_text(encoding="utf-8"))
    assert len(rows) == len(data["tasks"]) > 200
    assert Path(targets[2]).read_text(encoding="utf-8").count("\n| ") == len(rows) + 1
    assert Path(targets[1]).stat().st_size > 10_000
    assert "1 tasks" in invoke("programme", "--removed")


def test_changes_are_told_in_every_form() -> None:
    assert "2026-01-14 11/NQ-CP, 11-nq-cp-2026/2/0106" in invoke("changes", "--since", "2026-01-01")
    told = json.loads(invoke("changes", "--between", "2026-01-01", "2026-12-31", "--json"))
    assert {row["number"] for row in told} == {"11/NQ-CP"}
    assert not [row for row in told if row["kind"] == "spelling"]
    feed = ET.fromstring(invoke("changes", "--since", "2025-01-01", "--atom"))
    ids = [e.text for e in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(ids) == len(set(ids)) > 50
    assert "## 11/NQ-CP (2026-01-14)" in invoke("changes", "--since", "2026-01-01", "--md")
    assert CliRunner().invoke(main, ["changes"]).exit_code == 2


def test_find_and_calendar_are_commands() -> None:
    assert "đất đai" in invoke("find", "dat", "dai")
    assert json.loads(invoke("find", "dat dai", "--current", "--json"))[0]["is_current"]
    assert invoke("calendar", "--agency", "Bộ Công an").startswith("BEGIN:VCALENDAR")


# --- checked by eye --------------------------------------------------------------------------


def test_tasks_stand_as_they_were_read_on_three_days() -> None:
    with (FIXTURES / "programme" / "standing.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    names = {key: t.thread_id for t in built().threads for key in (t.thread_id, *t.aliases)}
    found = []
    for line in expected:
        rows = standing(built().threads, built().versions, date.fromisoformat(line["as_of"]))
        row = next((r for r in rows if r.thread_id == names[line["task"]]), None)
        found.append({"task": line["task"], "as_of": line["as_of"]} | _read(row))
    assert found == expected
    assert len({line["task"] for line in expected}) >= 40


def _read(row: ProgrammeRecord | None) -> dict[str, str]:
    names = ("number", "action", "known", "stt", "title", "lead", "deadline", "due_date")
    if row is None:
        return dict.fromkeys(names, "")
    until = row.deadline if row.deadline is not None else row.target
    texts = (row.number, row.action, row.known, row.stt_path, (row.title or "")[:60], row.lead)
    return dict(zip(names, (*(t or "" for t in texts), until or "", str(row.due_date or "")),
                    strict=True))  # fmt: skip


def test_the_history_told_in_parts_is_the_history_told_at_once() -> None:
    once, parts = build(published()), build(published(), places=7)
    assert parts.tables == once.tables
    assert parts.changes == once.changes
