"""Text documents as they really arrive: encodings, line ends, lost cells, cut rows."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.data.records import Document
from pipeline.errors import InputError
from pipeline.extract.dialects import form_of
from pipeline.extract.text.lines import split_lines
from pipeline.model import Extraction, Source
from pipeline.normalize import normalize
from pipeline.writing.letters import printed_chars
from tests.conftest import ReadText, codes, texts_of

HEAD = "TT\tTên nhiệm vụ\tCơ quan chủ trì\tThời hạn\n"
BODY = "1.\tXây dựng Đề án\tBộ Tài chính\tTháng 12/2025\n2.\tBáo cáo kết quả\tBộ Y tế\tQuý I/2026\n"
ROWS = [
    ("1.", "Xây dựng Đề án", "Bộ Tài chính", "Tháng 12/2025"),
    ("2.", "Báo cáo kết quả", "Bộ Y tế", "Quý I/2026"),
]


def document_of(content: str | bytes) -> Document:
    from pathlib import Path

    data = content.encode() if isinstance(content, str) else content
    reading = form_of(data).read(Path("a"), data)
    return normalize(Extraction(Source(Path("a"), "a.txt"), "", "text/plain", reading))


def rows_of(document: Document, table: int = 1) -> list[tuple[str, ...]]:
    return [
        (
            row["label"],
            *(text for name, text in row.items() if name not in ("label", "kind", "stt")),
        )
        for row in texts_of(document, table)
    ]


def cp1258(text: str) -> bytes:
    """Windows-1258 as Windows wrote it: base letters, tone marks after them."""
    encoded = b""
    for char in unicodedata.normalize("NFC", text):
        try:
            encoded += char.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", char)
            tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
            shape = unicodedata.normalize(
                "NFC", base + "".join(mark for mark in marks if mark not in tones)
            )
            encoded += shape.encode("cp1258") + "".join(tones).encode("cp1258")
    return encoded


ENCODINGS = {
    "utf-8": (HEAD + BODY).encode(),
    "no line end at the end": (HEAD + BODY).rstrip().encode(),
    "crlf": (HEAD + BODY).replace("\n", "\r\n").encode(),
    "old mac": (HEAD + BODY).replace("\n", "\r").encode(),
    "byte-order mark": b"\xef\xbb\xbf" + (HEAD + BODY).encode(),
    "utf-16 with mark": (HEAD + BODY).encode("utf-16"),
    "utf-16-le": (HEAD + BODY).encode("utf-16-le"),
    "utf-16-be": (HEAD + BODY).encode("utf-16-be"),
    "utf-32": (HEAD + BODY).encode("utf-32"),
    "decomposed": unicodedata.normalize("NFD", HEAD + BODY).encode(),
    "windows-1258": cp1258(HEAD + BODY),
}


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS)
def test_every_encoding_gives_the_same_rows(data: bytes) -> None:
    assert rows_of(document_of(data)) == ROWS


def test_a_damaged_byte_is_reported() -> None:
    document = document_of((HEAD + BODY * 3).encode() + b"4.\tX\xff\t\t")
    assert "encoding-damaged" in codes(document)


BAD = [
    (b"", "empty-file"),
    (b" \r\n\t ", "empty-file"),
    (b"\x89PNG\r\n\x1a\n" + bytes(100), "not-a-document"),
    (bytes(range(256)) * 20, "not-text"),
    (b"PK\x03\x04broken", "damaged"),
]


@pytest.mark.parametrize(("data", "code"), BAD)
def test_what_is_not_text_is_refused(data: bytes, code: str, read_text: ReadText) -> None:
    with pytest.raises(InputError) as error:
        form_of(data)
    assert error.value.code == code
    assert "\n" not in str(error.value)


def test_a_blank_cell_may_hold_a_no_break_space() -> None:
    document = document_of(HEAD + "\u00a0\tViệc lớn\t\u00a0\tThường xuyên\n")
    assert rows_of(document) == [("", "Việc lớn", "", "Thường xuyên")]


def test_a_header_missing_on_a_page_goes_on_with_the_table() -> None:
    document = document_of(
        HEAD + BODY + "\n3.\tViệc ba\tBộ Công an\t2026\n\n" + HEAD + "4.\tBốn\t\t\n"
    )
    assert [row["label"] for row in texts_of(document)] == ["1.", "2.", "3.", "4."]
    assert len(document.tables) == 1
    assert [row.first_page for row in document.rows] == [1, 1, 2, 3]


def test_a_header_that_gains_a_column_widens_the_table() -> None:
    wider = "TT\tTên nhiệm vụ\tCơ quan chủ trì\tThời hạn\tGhi chú\n3.\tBa\tBộ Y tế\t2026\tgấp\n"
    document = document_of(HEAD + BODY + "\n" + wider)
    assert document.tables[0].columns == ("stt", "title", "lead", "deadline", "note")
    assert [row["note"] for row in texts_of(document)] == ["", "", "gấp"]


def test_a_cell_beyond_the_header_is_kept_and_reported() -> None:
    document = document_of(HEAD + "1.\tViệc\tBộ Y tế\t2026\tthừa\n")
    assert texts_of(document)[0]["column_5"] == "thừa"
    assert "row-wider-than-header" in codes(document)


def test_a_continuation_at_the_very_top_is_a_row_and_a_problem() -> None:
    document = document_of(HEAD + "\tdựng nền tảng\t\t12/2025\n" + BODY)
    assert [row["label"] for row in texts_of(document)] == ["", "1.", "2."]
    assert "row-without-start" in codes(document)


def test_a_row_beside_a_merged_number_stays_a_row() -> None:
    text = HEAD + BODY + "\tViệc thêm\tBộ Công an\tQuý II/2026\n3.\tBa\tBộ Y tế\t2026\n"
    document = document_of(text)
    assert [row["title"] for row in texts_of(document)][2] == "Việc thêm"
    assert [row.parent_row_id for row in document.rows] == [None, None, "a/1/0002", None]


def test_a_full_row_at_the_top_of_a_page_is_not_swallowed() -> None:
    page = HEAD + "\tXây dựng quy chế mới\tBộ Công an\tQuý II/2026\n3.\tBa\tBộ Y tế\t2026\n"
    document = document_of(HEAD + BODY + "\n" + page)
    assert [row["title"] for row in texts_of(document)] == [
        "Xây dựng Đề án", "Báo cáo kết quả", "Xây dựng quy chế mới", "Ba",
    ]  # fmt: skip


def test_a_footnote_text_may_stand_before_its_marker() -> None:
    text = (
        "Phụ lục I\n¹ Nhiệm vụ mới do Bộ Y tế đề xuất.\n\n" + HEAD + "1.\tViệc ¹\tBộ Y tế\t2026\n"
    )
    (note,) = document_of(text).footnotes
    assert (note.annex, note.number, note.action) == ("Phụ lục I", 1, "new")
    assert (note.text, note.row_id) == ("Nhiệm vụ mới do Bộ Y tế đề xuất.", "a/1/0001")


def test_footnotes_without_their_other_half_are_reported() -> None:
    text = HEAD + "1.\tViệc ¹\tBộ Y tế ²\t2026\n\n² Sửa đổi từ nhiệm vụ cũ\n\n⁷ Không ai gọi\n"
    document = document_of(text)
    assert [(n.number, n.text is None, n.row_id is None) for n in document.footnotes] == [
        (1, True, False), (2, False, False), (7, False, True),
    ]  # fmt: skip
    assert {"footnote-without-text", "footnote-without-marker"} <= set(codes(document))


def test_footnote_numbers_begin_again_in_each_annex() -> None:
    annex = "Phụ lục {0}\n" + HEAD + "1.\tViệc ¹\tBộ Y tế\t2026\n\n¹ Điều chỉnh từ {0}\n\n"
    document = document_of(annex.format("I") + annex.format("II"))
    assert [(n.footnote_id, n.text) for n in document.footnotes] == [
        ("a/fn/phu-luc-i/1", "Điều chỉnh từ I"), ("a/fn/phu-luc-ii/1", "Điều chỉnh từ II"),
    ]  # fmt: skip


def test_two_tables_in_one_annex() -> None:
    other = "TT\tChỉ tiêu\tĐơn vị\tKết quả\n1\tTỷ lệ\t%\t≥ 30\n"
    document = document_of("Phụ lục I\n" + HEAD + BODY + "\nB. CÁC CHỈ TIÊU\n\n" + other)
    assert [(t.annex, t.kind, t.title) for t in document.tables] == [
        ("Phụ lục I", "tasks", None), ("Phụ lục I", "indicators", "CÁC CHỈ TIÊU"),
    ]  # fmt: skip


def test_labels_that_jump_or_repeat_are_reported() -> None:
    rows = "".join(f"{n}.\tViệc\tBộ Y tế\t2026\n" for n in (1, 2, 2, 5, 6))
    document = document_of(HEAD + rows)
    assert [(p.code, p.evidence) for p in document.problems] == [
        ("label-repeated", "2."), ("label-gap", "5."),
    ]  # fmt: skip


def test_a_hard_line_break_inside_a_cell() -> None:
    text = HEAD + "1.\tViệc một\ncòn tiếp\tBộ Tài chính,\nBộ Y tế\t2026\n2.\tHai\tBộ Y tế\t2026\n"
    assert rows_of(document_of(text))[0] == (
        "1.", "Việc một còn tiếp", "Bộ Tài chính, Bộ Y tế", "2026",
    )  # fmt: skip


def test_trimmed_trailing_blanks_are_blank_cells() -> None:
    document = document_of(HEAD + "I.\tNhóm một\n1.\tViệc\tBộ Y tế\n2.\tHai\tBộ Y tế\t2026\n")
    assert [(r["kind"], r["label"]) for r in texts_of(document)] == [
        ("group", "I."), ("item", "1."), ("item", "2."),
    ]  # fmt: skip
    assert rows_of(document)[1] == ("1.", "Việc", "Bộ Y tế", "")


def test_page_numbers_and_form_feeds_leave_no_trace() -> None:
    text = HEAD + BODY + "\n12\n\f" + HEAD + "\tvà đánh giá\t\t\n3.\tBa\tBộ Y tế\t2026\n"
    document = document_of(text)
    assert rows_of(document)[1] == ("2.", "Báo cáo kết quả và đánh giá", "Bộ Y tế", "Quý I/2026")
    assert document.rows[1].last_page == 2


@pytest.mark.parametrize("feed", ["\f", "\n\f", "\f\n", "\n\f\n", "\n \f\n\n"])
def test_a_form_feed_ends_a_line_wherever_it_stands(feed: str) -> None:
    document = document_of(HEAD + BODY[:-1] + feed + HEAD + "3.\tBa\tBộ Y tế\t2026\n")
    assert [row.label for row in document.rows] == ["1.", "2.", "3."]
    assert [row.first_page for row in document.rows] == [1, 1, 2]
    assert rows_of(document)[2] == ("3.", "Ba", "Bộ Y tế", "2026")


def test_running_heads_do_not_begin_a_new_table() -> None:
    head = "Kế hoạch chuyển đổi số\nTrang {}\n"
    pages = [HEAD + f"{n}.\tViệc\tBộ Y tế\t2026\n" for n in range(1, 5)]
    text = "".join(head.format(n) + "\n" + page + "\n" for n, page in enumerate(pages, start=1))
    document = document_of("Phụ lục I\n" + text)
    assert [table.rows for table in document.tables] == [4]


def test_an_annex_heading_repeated_on_every_page_is_no_new_annex() -> None:
    part = "Phụ lục I\n\n" + HEAD + "{0}.\tViệc\tBộ Y tế\t2026\n\n"
    document = document_of(part.format(1) + part.format(2))
    assert [(table.annex, table.rows) for table in document.tables] == [("Phụ lục I", 2)]


def test_numbering_that_begins_again_under_the_same_heading_is_a_new_table() -> None:
    part = "Phụ lục I\n{}\n\n" + HEAD + BODY + "\n"
    document = document_of(part.format("VIỆC MỘT") + part.format("VIỆC HAI"))
    assert [table.title for table in document.tables] == ["VIỆC MỘT", "VIỆC HAI"]


def test_a_table_without_numbers_is_joined_by_its_text() -> None:
    head = "Nhiệm vụ\tChủ trì\tThời hạn\n"
    document = document_of(head + "Việc một\tBộ Y tế\t2026\n\n" + head + "và hai\t\t\nBa\t\t2027\n")
    assert [row["title"] for row in texts_of(document)] == ["Việc một và hai", "Ba"]


CELLS = "\tTT\n\tTên nhiệm vụ\n\tChủ trì\n\tThời hạn\n\n"


def cells_row(*texts: str) -> str:
    return "".join(f"\t{text}\n" for text in texts) + "\n"


def test_one_cell_per_line() -> None:
    text = (
        CELLS
        + cells_row("I.", "Nhóm một")
        + cells_row("", "Việc", "Bộ Tài chính,\nBộ Y tế", "2025")
    )
    document = document_of(
        text + cells_row("NHIỆM VỤ CHUNG") + cells_row("\u00a0", "Hai", " ", "2026")
    )
    assert document.facts.dialect == "text-cells"
    assert rows_of(document) == [
        ("I.", "Nhóm một", "", ""),
        ("", "Việc", "Bộ Tài chính, Bộ Y tế", "2025"),
        ("", "NHIỆM VỤ CHUNG", "", ""),
        ("", "Hai", "", "2026"),
    ]
    assert [row["kind"] for row in texts_of(document)] == ["group", "item", "group", "item"]


def test_what_stands_before_the_first_tab_of_a_row_is_a_cell() -> None:
    text = CELLS + "\t\n1.\tViệc\n\tBộ Y tế\n\t2025\n\n" + cells_row("2.", "B", "C", "D")
    document = document_of(text)
    assert document.facts.dialect == "text-cells"
    assert any("Bộ Y tế" in row for row in rows_of(document))
    assert rows_of(document)[-1] == ("2.", "B", "C", "D")


def test_a_footnote_right_under_a_row_of_cells() -> None:
    text = (
        CELLS
        + "\t1.\n\tViệc ¹\n\tBộ Y tế\n\t2025\n¹ Nhiệm vụ mới\n\n"
        + cells_row("2.", "B", "C", "D")
    )
    document = document_of(text)
    assert [row["deadline"] for row in texts_of(document)] == ["2025", "D"]
    assert document.footnotes[0].text == "Nhiệm vụ mới"


def test_a_blank_line_inside_a_cell_does_not_end_the_row() -> None:
    text = (
        CELLS
        + "\t1.\n\tViệc\n\tBộ Tài chính,\n\nBộ Y tế\n\t2025\n\n"
        + cells_row("2.", "B", "C", "D")
    )
    assert rows_of(document_of(text))[0] == ("1.", "Việc", "Bộ Tài chính, Bộ Y tế", "2025")


def test_a_blank_cell_that_lost_its_tab_is_still_a_cell() -> None:
    text = (
        CELLS
        + "\t1.\n\tViệc\n\tBộ Y tế\n\t2025\n\n\t2.\n\tHai\n\tBa\n\n"
        + cells_row("3.", "B", "C", "D")
    )
    assert [row[0] for row in rows_of(document_of(text))] == ["1.", "2.", "3."]


def test_prose_without_a_table_gives_none() -> None:
    document = document_of(
        "CHÍNH PHỦ\n\nSố: 12/CĐ-TTg\n\nHà Nội, ngày 2 tháng 3 năm 2026\n\nVăn bản\n"
    )
    assert document.tables == ()


# --- a table printed anyhow comes back as it was ---------------------------------------------

word = st.text("abcdeghikđêộươ", min_size=1, max_size=6)
sentence = st.lists(word, min_size=1, max_size=9).map(" ".join)
capital = sentence.map(lambda text: text[0].upper() + text[1:])
agency = st.sampled_from(["Bộ Y tế", "Bộ Tài chính", "Bộ Văn hóa, Thể thao và Du lịch"])
deadline = st.sampled_from(["Tháng 12/2025", "Thường xuyên", "2026", "Quý III/2026"])
table_rows = st.lists(st.tuples(capital, agency, deadline), min_size=1, max_size=12)


@st.composite
def printed_tables(draw: st.DrawFn) -> tuple[str, list[tuple[str, ...]], int]:
    """A table as text with page breaks between rows and inside titles, and what it says."""
    rows = [(f"{i}.", *row) for i, row in enumerate(draw(table_rows), start=1)]
    said: list[tuple[str, ...]] = [*rows]
    text = HEAD
    for label, title, lead, due in rows:
        words = title.split()
        cut = draw(st.integers(0, len(words) - 1))
        repeat = draw(st.booleans())
        ambiguous = words[:cut][-len(words[cut:]) :] == words[cut:]  # reads like a repeated end
        if cut and not ambiguous and draw(st.booleans()):
            kept = words if repeat else words[:cut]
            text += (
                f"{label}\t{' '.join(kept)}\t{lead}\t{due}\n\n{HEAD}\t{' '.join(words[cut:])}\t\t\n"
            )
        else:
            text += f"{label}\t{title}\t{lead}\t{due}\n"
            if draw(st.booleans()):
                text += "\n" + HEAD
    return text, said, printed_chars(text)


@settings(max_examples=150, deadline=None)
@given(printed_tables())
def test_page_breaks_do_not_change_what_a_table_says(
    printed: tuple[str, list[tuple[str, ...]], int],
) -> None:
    text, rows, chars = printed
    document = document_of(text)
    assert rows_of(document) == rows
    assert sum(page.chars_in_cells for page in document.pages) == chars
    assert all(page.chars_unplaced == 0 for page in document.pages)


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab1.I(Ộđ¹²\t\t\n\n \u00a0\f-/"), max_size=300))
def test_any_text_is_accounted_for(text: str) -> None:
    """Whatever the text: no failure, and every printed character in exactly one place."""
    if not text.strip():
        return
    document = document_of(text)
    unread = document.facts.dialect == "text-layer"
    assert unread or all(page.chars_unplaced == 0 for page in document.pages)
    assert sum(page.chars for page in document.pages) == printed_chars(text)


@pytest.mark.parametrize("count", [60, 61, 75, 200])
def test_a_long_page_keeps_its_last_row(count: int) -> None:
    rows = "".join(f"{n}.\tViệc {n}\tBộ Y tế\tNăm 2026\n" for n in range(1, count + 1))
    document = document_of(HEAD + rows)
    assert [task.stt for task in document.tasks] == [str(n) for n in range(1, count + 1)]


@given(st.text("aộ \t\r\n\f\x0b\x1e\x1f"))
def test_lines_are_those_an_editor_counts_and_a_form_feed_opens_a_page(text: str) -> None:
    marks = {"\x0b": " ", "\x1e": "-", "\x1f": ""}
    told: list[tuple[int, str, bool]] = []
    opens = False
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        first, *others = line.split("\f")
        for place, part in enumerate((first, *others)):
            opens = opens or place > 0
            if part.strip() or place == len(others):
                shown = "".join(marks.get(char, char) for char in part)
                holds = bool(shown.strip() or "\t" in shown)
                told.append((number, shown, opens and holds))
                opens = opens and not holds
    assert [(line.number, line.text, line.new_page) for line in split_lines(text)] == told
