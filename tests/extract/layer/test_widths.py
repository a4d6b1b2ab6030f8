"""How wide a column is, and lines that a program printed as one."""

from __future__ import annotations

from pipeline.extract.layer.lines.glued import parted
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.signs.weights import WEIGHTS
from pipeline.extract.layer.signs.widths import breaks_of, width_of
from pipeline.extract.layer.signs.words import ink

CELLS = (
    ["Bộ Khoa học", "và Công", "nghệ"],
    ["Bộ Giáo dục", "và Đào tạo"],
    ["Bộ Văn hóa,", "Thể thao và", "Du lịch"],
    ["Bộ Nông", "nghiệp và", "Môi trường"],
)


def test_a_few_cells_divided_wrongly_do_not_move_the_width_of_a_column() -> None:
    wrong = ["Bộ Tài chính Cơ quan, đơn vị có liên quan đến việc", "thực hiện nhiệm vụ"]
    inks = [[ink(line) for line in cell] for cell in (*CELLS, *CELLS, wrong)]
    breaks = [one for cell in inks for one in breaks_of(cell)]
    widest = [(max(one.width for one in cell), len(cell) > 1) for cell in inks]
    width = width_of(widest, breaks, WEIGHTS.limit)
    fits = max(ink(line).width for cell in CELLS for line in cell)
    assert fits <= width.limit <= width.reach < ink("Bộ Khoa học và").width
    assert width.trust == 1.0


def test_widths_are_not_believed_where_cells_are_wider_than_lines() -> None:
    inks = [[ink(line) for line in cell] for cell in CELLS]
    breaks = [one for cell in inks for one in breaks_of(cell)]
    widest = [(max(one.width for one in cell), len(cell) > 1) for cell in inks]
    single = [(ink(" ".join(cell)).width, False) for cell in CELLS]
    assert width_of([*widest, *single], breaks, WEIGHTS.limit).trust < 1.0


def test_lines_that_a_program_joined_are_parted() -> None:
    joined = [LinePiece("Các bộ, ngành cóliên quan", line, "0") for line in range(12)]
    pieces, count = parted(joined)
    assert count == len(joined)
    assert [piece.text for piece in pieces[:2]] == ["Các bộ, ngành có", "liên quan"]
    assert [piece.line for piece in pieces[:2]] == [0, 0]


def test_a_slip_of_the_document_is_left_as_it_is() -> None:
    once = [LinePiece("Các bộ, ngành cóliên quan", 0, "0"), LinePiece("Bộ Tài chính", 1, "0")]
    assert parted(once) == (once, 0)


def test_words_glued_of_what_the_document_prints_apart_are_parted() -> None:
    texts = ["UBND cấp xã", "Hằng Quý", "Sở Nội vụ; UBNDcấp xã", "QuýIII/2026", "Luật củaBộ"]
    texts += ["Trước ngày 20tháng cuối quý", "ngành VNeID, eTax", "Môitrường"]
    pieces, count = parted([LinePiece(text, line, "0") for line, text in enumerate(texts)])
    assert [piece.text for piece in pieces[2:6]] == ["Sở Nội vụ; UBND", "cấp xã", "Quý", "III/2026"]
    assert [piece.text for piece in pieces[7:9]] == ["Trước ngày 20", "tháng cuối quý"]
    assert [piece.text for piece in pieces[9:]] == ["ngành VNeID, eTax", "Môitrường"]
    assert count == 3
