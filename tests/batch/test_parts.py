"""Several inputs, one document: nothing that one of them holds is lost to another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.batch.agreement import annex_number
from pipeline.batch.group import together
from pipeline.batch.same import described
from pipeline.data.records import Document, ProblemRecord
from pipeline.extract.dialects import form_of
from pipeline.link.claims.amendments import annotate
from pipeline.model import Extraction, Source
from pipeline.normalize import normalize
from tests.batch.test_run import files_of, put, read, run_on
from tests.link.corpus.test_decided import decided

LETTER = "CHÍNH PHỦ\nSố: 7/NQ-CP\nHà Nội, ngày 3 tháng 4 năm 2026\nNGHỊ QUYẾT\nVề việc lớn\n\n"
ATTACHED = "(Kèm theo Nghị quyết số 7/NQ-CP ngày 03 tháng 4 năm 2026 của Chính phủ)\n"
HEAD = "TT\tTên nhiệm vụ\tCơ quan chủ trì\tThời hạn\n"
NUMERALS = ("I", "II", "III", "IV")
VERBS = ("Xây dựng", "Rà soát", "Ban hành", "Tổng kết", "Nâng cấp", "Khảo sát")
THINGS = ("cảng cá", "thư viện", "đường sắt", "bệnh viện", "trường học", "bảo tàng")


def annex(number: int, rows: int, attached: bool = False) -> str:
    """An annex of its own subject: no two annexes have a row in common."""
    lines = [
        f"{row}.\t{VERBS[row % 6]} {THINGS[number]} số {number}{row} tại khu {row * 7 + number} "
        f"theo đề án {number}-{row}\tBộ Y tế\t2026\n"
        for row in range(1, rows + 1)
    ]
    heading = f"Phụ lục {NUMERALS[number]}\nDANH MỤC {THINGS[number].upper()}\n"
    return heading + (ATTACHED if attached else "") + HEAD + "".join(lines) + "\n"


def as_document(text: str, name: str) -> Document:
    data = text.encode()
    reading = form_of(data).read(Path(name), data)
    sha = hashlib.sha256(data).hexdigest()
    return annotate(normalize(Extraction(Source(Path(name), name), sha, "text/plain", reading)))


def united(documents: Sequence[Document]) -> list[Document]:
    return together([described(document, None) for document in documents])


ANNEXES = st.lists(st.integers(0, 3), unique=True, max_size=4).map(sorted)


@st.composite
def inputs(draw: st.DrawFn) -> list[Document]:
    """A resolution in one to four files, whole or in part, with more or fewer rows of an annex."""
    texts = []
    for number in range(draw(st.integers(1, 4))):
        held = draw(ANNEXES)
        letter = draw(st.booleans()) or not held
        body = "".join(annex(n, draw(st.integers(1, 9)), not letter) for n in held)
        texts.append(as_document((LETTER if letter else "") + body, f"{number}.txt"))
    return texts


def rows_by_annex(document: Document) -> dict[str | None, int]:
    found: dict[str | None, int] = {}
    for table in document.tables:
        found[table.annex] = found.get(table.annex, 0) + table.rows
    return found


@settings(max_examples=25, deadline=None)
@given(inputs())
def test_no_annex_has_fewer_rows_than_in_any_single_input(documents: list[Document]) -> None:
    made = united(documents)
    for document in documents:
        for name, rows in rows_by_annex(document).items():
            assert max(rows_by_annex(one).get(name, 0) for one in made) >= rows


@settings(max_examples=25, deadline=None)
@given(inputs(), st.randoms(use_true_random=False))
def test_the_order_of_inputs_is_nothing(documents: list[Document], random: object) -> None:
    shuffled = list(documents)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert united(documents) == united(shuffled)


@settings(max_examples=25, deadline=None)
@given(inputs())
def test_every_key_is_unique_and_every_reference_leads_somewhere(
    documents: list[Document],
) -> None:
    for made in united(documents):
        tables = [table.table_id for table in made.tables]
        rows = [row.row_id for row in made.rows]
        assert tables == [f"{made.doc_id}/{n}" for n in range(1, len(tables) + 1)]
        assert len(set(rows)) == len(rows) == sum(table.rows for table in made.tables)
        assert {row.table_id for row in made.rows} <= set(tables)
        assert {row.parent_row_id for row in made.rows} <= {None, *rows}
        assert {cell.row_id for cell in made.cells} == set(rows)
        assert {task.row_id for task in made.tasks} <= set(rows)
        assert {p.row_id for p in made.problems} <= {None, *rows}
        named = {made.facts.source, *(part.source for part in made.facts.parts)}
        assert {table.source for table in made.tables} <= named
        assert {page.source for page in made.pages} == named


def test_annexes_add_up_in_their_order() -> None:
    made = united(
        [
            as_document(annex(2, 5, attached=True), "c.txt"),
            as_document(annex(0, 3, attached=True), "a.txt"),
            as_document(LETTER, "quyet-dinh.txt"),
            as_document(annex(1, 4, attached=True), "b.txt"),
        ]
    )
    (document,) = made
    assert [(t.annex, t.source, t.rows) for t in document.tables] == [
        ("Phụ lục I", "a.txt", 3), ("Phụ lục II", "b.txt", 4), ("Phụ lục III", "c.txt", 5),
    ]  # fmt: skip
    assert document.facts.source == "quyet-dinh.txt"
    assert [part.source for part in document.facts.parts] == ["a.txt", "b.txt", "c.txt"]
    assert document.facts.title == "Về việc lớn"


def test_an_annex_as_a_file_beside_the_whole_takes_nothing_away() -> None:
    whole = as_document(LETTER + annex(0, 8) + annex(1, 4) + annex(2, 6), "whole.txt")
    alone = as_document(annex(1, 6, attached=True), "annex-ii.txt")
    (document,) = united([whole, alone])
    assert rows_by_annex(document) == {"Phụ lục I": 8, "Phụ lục II": 6, "Phụ lục III": 6}
    assert [table.source for table in document.tables] == ["whole.txt", "annex-ii.txt", "whole.txt"]


def test_a_decision_about_a_reading_that_is_not_published_is_an_error() -> None:
    texts = {"0.txt": LETTER + annex(1, 5), "1.txt": LETTER + annex(1, 3)}
    read_ones = [as_document(text, name) for name, text in texts.items()]
    old = as_document(annex(2, 3), "old.txt")
    documents = [
        replace(one, decisions=(decided(one, old, 1, 1, place=f"{one.facts.source}.toml, link 1"),))
        for one in read_ones
    ]
    (made,) = united(documents)
    assert [d.place for d in made.decisions] == ["0.txt.toml, link 1"]
    assert made.decisions[0].row_id == made.rows[0].row_id
    (problem,) = (p for p in made.problems if p.code == "correction-stale")
    assert (problem.severity, problem.message.partition(":")[0]) == ("error", "1.txt.toml, link 1")


def test_three_forms_that_cite_one_circular_stay_apart() -> None:
    forms = [
        as_document(
            f"BÁO CÁO\n{ATTACHED}{HEAD}1.\t{verb} việc riêng của mẫu {n}\tSở {n}\t{2020 + n}\n",
            f"mau-{n}.txt",
        )
        for n, verb in enumerate(VERBS[:3])
    ]
    made = united(forms)
    assert [len(document.rows) for document in made] == [1, 1, 1]
    assert len({document.doc_id for document in made}) == 3


ROMAN = [
    ("Phụ lục II", (2,)), ("PHỤ LỤC IX", (9,)), ("Phụ lục số 5.13", (5, 13)), ("Phụ lục", None),
    ("Biểu mẫu 3", (3,)), (None, None), ("Phụ lục II - 4", (2, 4)),
]  # fmt: skip


def of_issuer(name: str, *issuer: str) -> Document:
    plan = LETTER.replace("CHÍNH PHỦ", "\n".join(issuer)).replace("NQ-CP", "KH-UBND")
    return as_document(plan + annex(1, 30), name)


def test_two_provinces_that_print_one_annex_under_one_number_stay_apart() -> None:
    issued = (("TỈNH LÀO CAI", "a.txt"), ("TỈNH NINH BÌNH", "b.txt"))
    documents = united([of_issuer(name, "ỦY BAN NHÂN DÂN", of) for of, name in issued])
    assert {d.facts.issuer for d in documents} == {
        "Ủy ban nhân dân tỉnh Lào Cai", "Ủy ban nhân dân tỉnh Ninh Bình"
    }  # fmt: skip


COLUMNS = (
    ("BỘ Y TẾ",), ("ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"), ("ỦY BAN NHÂN DÂN", "XÃ TẢ VAN"),
    ("UBND TỈNH LÀO CAI", "SỞ Y TẾ"),
)  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(st.lists(st.sampled_from(range(4)), min_size=2, max_size=3, unique=True))
def test_one_number_of_several_issuers_is_as_many_documents(issuers: list[int]) -> None:
    plan = LETTER.replace("NQ-CP", "KH-UBND")
    texts = [plan.replace("CHÍNH PHỦ", "\n".join(COLUMNS[n])) + annex(n, 5) for n in issuers]
    made = united([as_document(text, f"{n}.txt") for n, text in enumerate(texts)])
    assert len({document.facts.issuer for document in made}) == len(issuers)
    assert [len(document.rows) for document in made] == [5] * len(issuers)


def test_communes_that_send_out_one_plan_word_for_word_stay_apart() -> None:
    names = ("XÃ BÌNH MINH", "XÃ ĐẠI THẮNG", "XÃ BÌNH MlNH")
    files = [of_issuer(f"{n}.txt", "ỦY BAN NHÂN DÂN", name) for n, name in enumerate(names)]
    assert [len(one.facts.renditions) for one in united(files)] == [1, 0]


def test_a_rendition_that_names_another_issuer_is_told() -> None:
    (document,) = united([
        of_issuer("a.txt", "BỘ Y TẾ"), of_issuer("b.txt", "BỘ NỘI VỤ")
    ])  # fmt: skip
    (told,) = [p for p in document.problems if p.code == "rendition-differs"]
    assert (told.message, told.evidence) == (
        "b.txt has another issuer than a.txt", "Bộ Nội vụ, not Bộ Y tế"
    )  # fmt: skip


@pytest.mark.parametrize(("heading", "number"), ROMAN)
def test_an_annex_has_the_number_in_its_heading(
    heading: str | None, number: tuple[int, ...] | None
) -> None:
    assert annex_number(heading) == number


# --- in runs -----------------------------------------------------------------------------------


def test_a_part_that_comes_later_gives_the_same_bytes(tmp_path: Path) -> None:
    texts = {
        "qd__txt": LETTER, "a__txt": annex(0, 3, True), "b__txt": annex(1, 4, True),
        "c__txt": LETTER + annex(1, 2),
    }  # fmt: skip
    once = tmp_path / "once"
    run_on(put(tmp_path / "all", **texts), once)
    for order in (list(texts), list(reversed(texts))):
        folder, out = tmp_path / f"in-{order[0]}", tmp_path / f"out-{order[0]}"
        for name in order:
            run_on(put(folder, **{name: texts[name]}), out)
        assert files_of(out) == files_of(once)


def test_a_file_of_which_nothing_is_read_displaces_nothing_and_is_told(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", a__txt=annex(0, 3), a__pdf=b"%PDF-1.4 broken")
    summary = run_on(folder, tmp_path / "out")
    (document,) = summary.documents
    assert (document.doc_id, document.counts["rows"]) == ("a", 3)
    assert [line.partition(":")[0] for line in summary.errors] == ["a.pdf"]
    assert summary.exit_code() == 1
    (facts,) = read(tmp_path / "out", "documents", "a")
    assert facts["renditions"] == ["a.pdf"]


def test_files_of_one_name_in_two_folders_are_two_documents(tmp_path: Path) -> None:
    put(tmp_path / "in")
    put(tmp_path / "in" / "x", phuluc__txt=annex(0, 3))
    put(tmp_path / "in" / "y", phuluc__txt="")
    summary = run_on(tmp_path / "in", tmp_path / "out")
    assert sorted(document.counts["rows"] for document in summary.documents) == [0, 3]


def test_a_rendition_without_a_number_under_another_name_is_known_by_its_text(
    tmp_path: Path,
) -> None:
    files = {
        "nghi_quyet__txt": LETTER + annex(0, 12),
        "bang__txt": annex(0, 12),  # the same annex, without a word of its resolution
        "khac__txt": annex(1, 12),
        "du_thao__txt": "DỰ THẢO\n" + annex(0, 12),  # a draft is another document
        "giong__txt": annex(0, 6) + annex(1, 6).partition(HEAD)[2],  # half of it reads the same
    }
    summary = run_on(put(tmp_path / "in", **files), tmp_path / "out")
    assert [d.doc_id for d in summary.documents] == ["7-nq-cp-2026", "du-thao", "giong", "khac"]
    (record,) = read(tmp_path / "out", "documents", "7-nq-cp-2026")
    assert record["number"] == "7/NQ-CP"
    assert (record["source"], record["renditions"]) == ("bang.txt", ["nghi_quyet.txt"])


MISREAD = {"án": "ản", "Rà": "Rả", "khu": "khu", "trường": "tường", "bệnh": "bẹnh"}


def as_scan(document: Document, without: int) -> Document:
    """A document as a picture of it is read: words misread, a row overlooked, all unsure."""
    lost = document.rows[without].row_id
    cells = tuple(
        replace(cell, text=" ".join(MISREAD.get(w, w) for w in cell.text.split()), confidence=0.8)
        for cell in document.cells
        if cell.row_id != lost
    )
    rows = tuple(row for row in document.rows if row.row_id != lost)
    facts = replace(document.facts, source="scan.pdf", dialect="pdf-scan", sha256="5" * 64)
    return replace(document, documents=(facts,), cells=cells, rows=rows)


def test_a_scan_is_a_rendition_of_the_print_which_is_published() -> None:
    document = as_document(annex(0, 30), "ban_in.txt")
    (whole,) = united([as_scan(document, 4), document])
    assert (whole.facts.source, whole.facts.renditions) == ("ban_in.txt", ("scan.pdf",))
    assert [cell.text for cell in whole.cells] == [cell.text for cell in document.cells]
    told = [p for p in whole.problems if p.code == "rendition-differs"]
    lost = [p for p in told if p.column is None]
    assert [(p.row_id, p.severity) for p in lost] == [(whole.rows[4].row_id, "warning")]
    assert {p.severity for p in told if p.column} == {"info"}


def test_a_number_shown_with_more_places_is_told_once_and_a_doubt_of_both_files_too() -> None:
    document = as_document(annex(0, 30), "a.docx")
    first, second, *rest = document.cells
    doubt = ProblemRecord(
        document.doc_id, None, None, None, "warning", "footnote-repeated", "x", ""
    )

    def shown(source: str, one: str, other: str) -> Document:
        facts = replace(document.facts, source=source, sha256=source[0] * 64)
        cells = (replace(first, text=one), replace(second, text=other), *rest)
        return replace(document, documents=(facts,), cells=cells, problems=(doubt,))

    (whole,) = united([shown("a.docx", "-8,333333", "0,5"), shown("b.xls", "-8,333333333", "0,6")])
    found = [(p.code, p.severity, p.row_id is None) for p in whole.problems]
    assert sorted(found) == [
        ("footnote-repeated", "warning", True),
        ("rendition-differs", "info", True),
        ("rendition-differs", "warning", False),
    ]
