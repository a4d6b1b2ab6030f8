"""What people decided between documents: applied, missed, and the same whatever came when."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.batch.settle import write_programme
from pipeline.data.records import DecisionRecord, Document
from pipeline.data.store import Store
from pipeline.link.corpus import corpus
from pipeline.link.corpus import shelf as shelf_room
from tests.batch.test_run import files_of
from tests.link.corpus.test_link_corpus import (
    DATES,
    NUMBERS,
    TEXTS,
    by_key,
    document,
    step,
    text_of,
)
from tests.support.published import next_state

OLD = document(text_of(NUMBERS[2], DATES[2], [0, 1, 2], NUMBERS[0], None))
NEW = document(text_of(NUMBERS[1], DATES[3], [1, 5, 2], NUMBERS[2], (NUMBERS[2], 0)))
"""The first two tasks of the older one are twins; the first of the newer one reads like the second
of them, and its note quotes the first."""
PLAIN = {(1, 1): "review", (1, 2): "review", (3, 3): "accepted"}


def decided(
    new: Document, old: Document, row: int, other: int, value: str = "accepted",
    relation: str = "same", decision: str = "link", **told: str | None,
) -> DecisionRecord:  # fmt: skip
    """A decision on row `row` of a document and row `other` of another, from 1."""
    first = DecisionRecord(
        doc_id=new.doc_id, place=f"new.txt.toml, {decision} 1", decision=decision,
        row_id=new.rows[row - 1].row_id, column="", against="", other_doc_id=old.doc_id,
        other_row=old.rows[other - 1].fingerprint, other_at="", note="",
        relation=relation if value == "accepted" and decision == "link" else "", value=value,
        reason="Lan, 2026-03-01: đọc cả hai",
    )  # fmt: skip
    return replace(first, **told)  # type: ignore[arg-type]


def settled(out: Path, *records: DecisionRecord) -> Store:
    """What is published of both documents with decisions of the newer one."""
    step(out, [OLD, replace(NEW, decisions=records)])
    with next_state(out) as draft:
        write_programme(draft)
    return Store(out)


def linked(store: Store) -> dict[tuple[int, int], str]:
    """Ordinals of both rows → status of their link."""
    links = store.read(NEW.doc_id, "links")
    return {(_at(link.row_id), _at(link.other_row_id)): link.status for link in links}


def _at(row_id: str | None) -> int:
    return int((row_id or "0").rpartition("/")[2])


def originals(store: Store) -> list[int]:
    return [_at(claim.original_row_id) for claim in store.read(NEW.doc_id, "amendments")]


def partners(store: Store, row: int) -> set[int]:
    """The rows of the older document that are in the thread of a row of the newer one."""
    versions = list(store.read("all", "versions"))
    name = next(v.thread_id for v in versions if v.row_id == NEW.rows[row - 1].row_id)
    return {_at(v.row_id) for v in versions if v.thread_id == name and v.doc_id == OLD.doc_id}


def test_without_decisions_note_and_likeness_decide(tmp_path: Path) -> None:
    store = settled(tmp_path)
    assert linked(store) == PLAIN
    assert originals(store) == [1]
    assert partners(store, 1) == partners(store, 2) == set(), "what waits for review joins nothing"
    assert any(v.disputed for v in store.read("all", "versions"))


def test_a_pair_that_was_not_proposed_is_accepted(tmp_path: Path) -> None:
    store = settled(tmp_path, decided(NEW, OLD, 2, 2))
    assert linked(store) == {(1, 1): "accepted", (2, 2): "accepted", (3, 3): "accepted"}
    assert partners(store, 2) == {2}
    link = next(k for k in store.read(NEW.doc_id, "links") if k.decided)
    assert (link.method, link.decided) == ("person", "Lan, 2026-03-01: đọc cả hai")
    (told,) = store.read(NEW.doc_id, "decisions")
    other = OLD.rows[1].row_id
    assert (told.status, told.before, told.after) == ("applied", "", f"accepted same {other}")
    repair = next(r for r in store.read(NEW.doc_id, "repairs") if r.rule == "corrected")
    assert (repair.row_id, repair.column, repair.after) == (told.row_id, "links", told.after)


def test_a_pair_that_is_rejected_leaves_links_notes_and_threads(tmp_path: Path) -> None:
    store = settled(tmp_path, decided(NEW, OLD, 1, 1, "rejected"))
    assert linked(store) == {(1, 2): "accepted", (3, 3): "accepted"}
    assert (originals(store), partners(store, 1)) == ([0], {2})
    (told,) = store.read(NEW.doc_id, "decisions")
    assert told.after == f"rejected {OLD.rows[0].row_id}"


def test_an_accepted_pair_goes_before_the_note(tmp_path: Path) -> None:
    store = settled(tmp_path, decided(NEW, OLD, 1, 2))
    assert linked(store) == {(1, 2): "accepted", (3, 3): "accepted"}
    assert (originals(store), partners(store, 1)) == ([0], {2})
    assert not any(v.disputed for v in store.read("all", "versions"))


def test_a_part_is_a_part_and_no_thread_of_its_whole(tmp_path: Path) -> None:
    store = settled(tmp_path, decided(NEW, OLD, 2, 3, relation="split"))
    relations = {_at(k.row_id): k.relation for k in store.read(NEW.doc_id, "links")}
    assert relations == {1: "same", 2: "split", 3: "same"}
    assert partners(store, 2) == set()
    assert any(OLD.rows[2].row_id in t.from_threads for t in store.read("all", "threads"))


def test_the_original_of_a_note_is_set_and_rejected(tmp_path: Path) -> None:
    quoted = NEW.amendments[0].original_title
    other = decided(NEW, OLD, 1, 2, decision="original", against=quoted)
    store = settled(tmp_path / "set", other)
    assert originals(store) == [2]
    (claim,) = store.read(NEW.doc_id, "amendments")
    assert (claim.status, claim.original_doc_id) == ("resolved", OLD.doc_id)
    (told,) = store.read(NEW.doc_id, "decisions")
    assert (told.before, told.after) == (OLD.rows[0].row_id, OLD.rows[1].row_id)
    without = decided(NEW, OLD, 1, 1, "rejected", decision="original", against=quoted)
    store = settled(tmp_path / "rejected", without)
    assert (originals(store), store.read(NEW.doc_id, "amendments")[0].status) == ([0], "cited")


def test_a_doubt_between_documents_is_accepted_and_stays_on_record(tmp_path: Path) -> None:
    store = settled(tmp_path / "plain")
    old = text_of(NUMBERS[2], DATES[2], [2, 2], NUMBERS[0], None)
    new = text_of(NUMBERS[1], DATES[3], [2], NUMBERS[0], None)
    first, second = document(old), document(new)
    step(tmp_path / "doubt", [first, second])
    store = Store(tmp_path / "doubt")
    doubt = next(p for p in store.read(second.doc_id, "problems") if p.code == "link-ambiguous")
    yes = DecisionRecord(
        second.doc_id, "new.txt.toml, accept 1", "accept", doubt.row_id, "", doubt.evidence, None,
        "", "", "", "", doubt.code, "Lan, 2026-03-01: hai dòng như nhau",
    )  # fmt: skip
    step(tmp_path / "doubt", [replace(second, decisions=(yes,))])
    store = Store(tmp_path / "doubt")
    kept = next(p for p in store.read(second.doc_id, "problems") if p.code == "accepted")
    assert (kept.accepted_from, kept.accepted_by) == ("warning link-ambiguous", yes.reason)
    assert store.read(second.doc_id, "decisions")[0].status == "applied"


MISSED = {
    "no document": (decided(NEW, OLD, 1, 1, other_doc_id="x"), "stale"),
    "no row": (decided(NEW, OLD, 1, 1, other_row="0" * 16), "stale"),
    "own document": (decided(NEW, NEW, 1, 2), "stale"),
    "no claim": (decided(NEW, OLD, 1, 1, decision="original", against="khác"), "stale"),
    "no doubt": (decided(NEW, OLD, 1, 1, decision="accept", value="label-gap"), "stale"),
}


@pytest.mark.parametrize("what", MISSED)
def test_what_means_nothing_is_an_error_and_changes_nothing(tmp_path: Path, what: str) -> None:
    record, status = MISSED[what]
    store = settled(tmp_path, record)
    assert (linked(store), originals(store)) == (PLAIN, [1])
    (told,) = store.read(NEW.doc_id, "decisions")
    (problem,) = (p for p in store.read(NEW.doc_id, "problems") if p.severity == "error")
    assert (told.status, problem.code) == (status, f"correction-{status}")
    assert problem.message == f"new.txt.toml, {record.decision} 1: {told.outcome}"


def test_the_newer_of_two_documents_has_the_decision(tmp_path: Path) -> None:
    wrong = decided(OLD, NEW, 2, 2)
    step(tmp_path, [replace(OLD, decisions=(wrong,)), NEW])
    (told,) = Store(tmp_path).read(OLD.doc_id, "decisions")
    assert told.status == "stale"
    assert "newer" in told.outcome


def test_decisions_that_cannot_be_together_are_not_applied(tmp_path: Path) -> None:
    one = decided(NEW, OLD, 2, 1)
    two = replace(decided(NEW, OLD, 2, 2), place="new.txt.toml, link 2")
    store = settled(tmp_path, one, two)
    assert linked(store) == PLAIN
    assert {d.status for d in store.read(NEW.doc_id, "decisions")} == {"ambiguous"}


def test_rows_that_print_the_same_are_told_apart_by_their_place(tmp_path: Path) -> None:
    twins = document(text_of(NUMBERS[2], DATES[2], [0, 2], NUMBERS[0], None))
    rows = tuple(replace(row, fingerprint=twins.rows[0].fingerprint) for row in twins.rows)
    both = decided(NEW, replace(twins, rows=rows), 2, 1)
    for at, status in (("", "ambiguous"), ("1/0002", "applied")):
        out = tmp_path / (at.replace("/", "-") or "none")
        mine = replace(NEW, decisions=(replace(both, other_at=at),))
        step(out, [replace(twins, rows=rows), mine])
        assert [d.status for d in Store(out).read(NEW.doc_id, "decisions")] == [status]


# --- the same in one run or in many ----------------------------------------------------------


_choices = st.lists(
    st.tuples(
        st.integers(0, len(NUMBERS) - 1), st.integers(0, len(NUMBERS) - 1), st.integers(0, 3),
        st.integers(0, 3), st.sampled_from(["accepted", "rejected"]),
        st.sampled_from(["same", "split", "merged"]), st.sampled_from(["link", "link", "original"]),
    ),
    max_size=4,
)  # fmt: skip
_Choices = Sequence[tuple[int, int, int, int, str, str, str]]


def with_decisions(documents: dict[str, Document], choices: _Choices) -> dict[str, Document]:
    """Documents with decisions on each other; some mean nothing, some contradict others."""
    keys = list(documents)
    result = dict(documents)
    for at, (mine, yours, row, other, value, relation, decision) in enumerate(choices):
        new, old = documents[keys[mine]], documents[keys[yours]]
        rows = [item.row_id for item in new.rows if item.kind == "item"]
        told = [item for item in old.rows if item.kind == "item"]
        quoted = next((a.original_title or "" for a in new.amendments), "")
        place = {"place": f"{new.doc_id}.toml, {decision} {at}", "against": quoted}
        record = decided(new, old, 1, 1, value, relation, decision, **place)
        record = replace(
            record, row_id=rows[row % len(rows)], other_row=told[other % len(told)].fingerprint
        )
        made = result[new.doc_id]
        result[new.doc_id] = replace(made, decisions=(*made.decisions, record))
    return result


@settings(max_examples=8, deadline=None)
@given(TEXTS, _choices, _choices, st.permutations(range(len(NUMBERS))), st.integers(1, 30))
def test_decisions_give_the_same_bytes_in_one_run_or_in_many(
    texts: Sequence[str], choices: _Choices, earlier: _Choices, order: Sequence[int], batch: int
) -> None:
    plain = by_key(texts)
    documents, before = with_decisions(plain, choices), with_decisions(plain, earlier)
    keys = [list(documents)[at] for at in order]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        once, turn = Path(folder) / "at once", Path(folder) / "in turn"
        step(once, documents.values())
        patch.setattr(corpus, "KEYS", batch)
        patch.setattr(shelf_room, "CHUNK", 1)
        for key in keys:
            step(turn, [before[key]])
        step(turn, [documents[key] for key in keys if documents[key] != before[key]])
        for out in (once, turn):
            with next_state(out) as draft:
                write_programme(draft)
        assert files_of(once) == files_of(turn)


@settings(max_examples=5, deadline=None)
@given(TEXTS, _choices, st.integers(0, len(NUMBERS) - 1), st.integers(1, 30))
def test_a_document_that_goes_and_comes_back_leaves_decisions_as_they_were(
    texts: Sequence[str], choices: _Choices, goes: int, batch: int
) -> None:
    documents = with_decisions(by_key(texts), choices)
    key = list(documents)[goes]
    left = [found for name, found in documents.items() if name != key]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        step(Path(folder) / "without", left)
        patch.setattr(corpus, "KEYS", batch)
        step(Path(folder) / "gone", documents.values())
        step(Path(folder) / "gone", (), [key])
        assert files_of(Path(folder) / "without") == files_of(Path(folder) / "gone")
        step(Path(folder) / "without", documents.values())
        step(Path(folder) / "gone", [documents[key]])
        assert files_of(Path(folder) / "without") == files_of(Path(folder) / "gone")
