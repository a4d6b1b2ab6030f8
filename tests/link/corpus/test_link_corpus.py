"""Links settled document by document: whatever comes when, the datasets are the same."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.batch.settle import numbers_of, settle_links
from pipeline.data.draft import Draft
from pipeline.data.parquet import tables_of_document
from pipeline.data.records import Document
from pipeline.data.store import Store
from pipeline.extract import extract
from pipeline.link.claims.amendments import annotate, prose_of
from pipeline.link.corpus import corpus
from pipeline.link.corpus import shelf as shelf_room
from pipeline.link.corpus.agree import agreed
from pipeline.link.corpus.due import CorpusChange
from pipeline.link.corpus.shelf import Shelf, age
from pipeline.link.doubts import (
    claim_doubt,
    documents_named,
    is_claim_doubt,
    is_link_doubt,
    link_doubt,
)
from pipeline.link.lineage.input import bridges, link_input, successors
from pipeline.link.lineage.links import link_documents
from pipeline.model import Source
from pipeline.normalize import normalize
from tests.batch.test_run import files_of, put
from tests.support.published import next_state, published, put_into

TASKS = (
    "Xây dựng cơ sở dữ liệu quốc gia về đất đai kết nối với các địa phương",
    "Xây dựng cơ sở dữ liệu quốc gia về đất đai, kết nối các địa phương",
    "Bố trí nguồn lực cho chuyển đổi số của các cơ quan nhà nước",
    "Bổ trí nguồn lực cho chuyển đổi số của các cơ quan nhà nước",
    "Báo cáo kết quả thực hiện nhiệm vụ chuyển đổi số của cơ quan",
    "Đề án huy động hạ tầng viễn thông dùng chung phục vụ quốc phòng, an ninh",
    "Tham mưu ban hành Nghị quyết về sử dụng chung công trình viễn thông",
)
NUMBERS = ("3/NQ-CP", "11/NQ-CP", "71/NQ-CP", "90/QĐ-TTg")
DATES = (None, "ngày 9 tháng 1 năm 2025", "ngày 1 tháng 4 năm 2025", "ngày 15 tháng 1 năm 2026")


def text_of(
    number: str, day: str | None, tasks: list[int], cites: str, quotes: tuple[str, int] | None
) -> str:
    """A resolution: its tasks, a document each of them cites, an old title a footnote quotes."""
    head = f"CHÍNH PHỦ\n\nSố: {number}\n\n" + (f"Hà Nội, {day}\n\n" if day else "")
    lines = [
        f"{n}.\t{TASKS[task]}{' ¹' if n == 1 and quotes else ''}\tBộ Y tế\tNghị quyết số {cites}\n"
        for n, task in enumerate(tasks, 1)
    ]
    note = ""
    if quotes:
        cited, old = quotes
        note = (
            f"\n¹ Sửa đổi nhiệm vụ số 1 Phụ lục II ban hành kèm theo Nghị quyết số {cited} "
            f"“1. {TASKS[old]}”\n"
        )
    return (
        f"{head}NGHỊ QUYẾT\n\nVề việc lớn\n\nPhụ lục II\nDANH MỤC CÁC NHIỆM VỤ\n\n"
        f"TT\tTên nhiệm vụ\tCơ quan chủ trì\tCăn cứ giao\n{''.join(lines)}{note}"
    )


@cache
def document(text: str) -> Document:
    """A document with what it tells of others, as a run stages it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text(text, encoding="utf-8")
        extraction = extract(Source(path, "a.txt"))
        return annotate(normalize(extraction), prose_of(extraction))


def step(
    out: Path,
    came: Iterable[Document],
    went: Iterable[str] = (),
    then: Callable[[Draft, frozenset[str]], object] = lambda draft, changed: None,
) -> None:
    """What a run does once its documents are read; `then` is told which documents changed."""
    documents, gone = list(came), frozenset(went)
    keys = frozenset(found.doc_id for found in documents)
    with next_state(out) as draft:
        numbers = numbers_of(draft, (keys | gone) & set(draft.doc_ids()))
        for doc_id in sorted(gone):
            draft.remove(doc_id)
        put_into(draft, *documents)
        _, settled = settle_links(draft, CorpusChange(keys, gone, numbers), 1)
        draft.fold()
        then(draft, keys | gone | settled)


_day = st.sampled_from(DATES)
_tasks = st.lists(st.integers(0, len(TASKS) - 1), min_size=1, max_size=4)
_cites = st.sampled_from(NUMBERS)
_quotes = st.none() | st.tuples(_cites, st.integers(0, len(TASKS) - 1))
TEXTS = st.tuples(
    *(st.builds(text_of, st.just(number), _day, _tasks, _cites, _quotes) for number in NUMBERS)
)


def by_key(texts: Sequence[str]) -> dict[str, Document]:
    return {found.doc_id: found for found in map(document, texts)}


def test_many_small_documents_are_settled_in_one_pass(tmp_path: Path) -> None:
    step(tmp_path, by_key([text_of(n, None, [0, 1], n, None) for n in NUMBERS]).values())
    shelf = shelf_room.Shelf(tmp_path)
    assert list(shelf_room.passes(shelf, shelf.entries, corpus.KEYS)) == [frozenset(shelf.entries)]
    assert len(list(shelf_room.passes(shelf, shelf.entries, 1))) == len(shelf.entries)


def test_links_with_a_document_that_changed_do_not_stay(tmp_path: Path) -> None:
    new = document(text_of(NUMBERS[1], DATES[3], [1], NUMBERS[3], None))
    old = document(text_of(NUMBERS[2], DATES[2], [0], NUMBERS[3], None))
    step(tmp_path, [new, old])
    assert Store(tmp_path).read(new.doc_id, "links")
    step(tmp_path, [document(text_of(NUMBERS[2], DATES[2], [5], NUMBERS[3], None))])
    assert not Store(tmp_path).read(new.doc_id, "links")


def test_a_document_that_comes_later_settles_what_waited_for_it(tmp_path: Path) -> None:
    """By runs of the whole program, with workers."""
    old = text_of(NUMBERS[2], DATES[2], [0, 2, 5], NUMBERS[0], None)
    new = text_of(NUMBERS[1], DATES[3], [1, 3, 6], NUMBERS[2], (NUMBERS[2], 5))
    folder = put(tmp_path / "in", new__txt=new)
    run([folder], Options(tmp_path / "out"))
    (claim,) = Store(tmp_path / "out").read("11-nq-cp-2026", "amendments")
    assert claim.status == "cited"
    put(folder, old__txt=old)
    run([folder], Options(tmp_path / "out", workers=2))
    store = Store(tmp_path / "out")
    (claim,) = store.read("11-nq-cp-2026", "amendments")
    assert (claim.status, claim.original_row_id) == ("resolved", "71-nq-cp-2025/1/0003")
    assert {c.cited_doc_id for c in store.read("11-nq-cp-2026", "citations")} == {"71-nq-cp-2025"}
    assert [k.other_row_id for k in store.read("11-nq-cp-2026", "links")] == [
        "71-nq-cp-2025/1/0003",
        "71-nq-cp-2025/1/0002",
    ]
    (misprint,) = [p for p in store.read("11-nq-cp-2026", "problems") if p.code == "suspected-ocr"]
    assert misprint.evidence == "Bổ trí → Bố trí"
    run([folder], Options(tmp_path / "again"))
    assert files_of(tmp_path / "again") == files_of(tmp_path / "out")


def test_doubts_say_which_documents_they_tell_of() -> None:
    link = link_doubt("b", "b/1/0002", "a-1/1/0003", ["a-1/1/0004", "b/1/0005"], "Việc")
    assert list(link.other_row_ids) == ["a-1/1/0003", "a-1/1/0004", "b/1/0005"]
    assert documents_named(link) == {"a-1", "b"}
    claim = claim_doubt("b", None, "a-1", "Việc")
    assert documents_named(claim) == {"a-1"}
    assert [is_link_doubt(link), is_claim_doubt(link)] == [True, False]
    assert [is_link_doubt(claim), is_claim_doubt(claim)] == [False, True]
    for doubt in (link, claim):
        reworded = replace(doubt, message="khác")
        assert documents_named(reworded) == documents_named(doubt)
        assert is_link_doubt(reworded) == is_link_doubt(doubt)


def test_published_links_are_those_of_the_documents_two_by_two() -> None:
    """The fast way beside the plain one: every pair of documents on its own."""
    store = Store(published())
    documents = {doc_id: read_document(store, doc_id) for doc_id in store.doc_ids()}
    shelf = Shelf(store.out)
    ages = sorted(shelf.entries.values(), key=age)
    for at, newer in enumerate(ages):
        links = [
            link
            for older in ages[:at]
            for link in link_documents(
                link_input(documents[newer.doc_id]),
                link_input(documents[older.doc_id]),
                bridges(documents[newer.doc_id].amendments),
                successors(),
            ).links
        ]
        told = agreed(links, documents[newer.doc_id].amendments)
        assert documents[newer.doc_id].links == told


def read_document(store: Store, doc_id: str) -> Document:
    return Document(**{table: store.read(doc_id, table) for table in tables_of_document()})
