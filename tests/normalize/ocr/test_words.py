"""Words that are misread: accents by their neighbours, grammar by its forms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model import Cell, Fragment, Grid, Page, Prose
from pipeline.normalize.ocr.accents import with_accents
from pipeline.normalize.ocr.apply import mend_pages
from pipeline.normalize.ocr.evidence import Evidence, gather
from pipeline.normalize.text import clean
from tests.normalize.ocr.lines import line, rivalled

# As read, the confidence of the word in doubt, as it is to be read.
ACCENTS = [
    ("quy định chỉ tiết thi hành Luật", 0.96, "quy định chi tiết thi hành Luật"),
    ("đối mới sáng tạo và chuyên đổi số", 0.9, "đổi mới sáng tạo và chuyển đổi số"),
    ("Báo cáo Thủ tướng Chính phú", 0.97, "Báo cáo Thủ tướng Chính phủ"),  # half a hook
    ("Chế biến và Xuất khẩu Thúy sản", 0.97, "Chế biến và Xuất khẩu Thủy sản"),
    ("đấy mạnh chuyến đối số quốc gia", 0.97, "đẩy mạnh chuyển đổi số quốc gia"),  # both slipped
    ("đánh giá tống thế tình hình", 0.97, "đánh giá tổng thể tình hình"),
    ("trên tỉnh thần đó", 0.97, "trên tinh thần đó"),
    ("cơ sở đữ liệu quốc gia", 0.8, "cơ sở dữ liệu quốc gia"),
    ("các cơ quan, tố chức liên quan", 0.93, "các cơ quan, tổ chức liên quan"),
    ("bảo đảm an ninh hàng hải, quản tr¡ nội bộ", 0.8, "bảo đảm an ninh hàng hải, quản trị nội bộ"),
    ("Nghị quyết số ]7/NQ-CP ngày", 0.96, "Nghị quyết số 17/NQ-CP ngày"),
    ("Quyết định số 523/QĐÐ-TTg", 0.8, "Quyết định số 523/QĐ-TTg"),
    ("lãi suất ó,ó%/năm, tháng 11/202ó", 0.8, "lãi suất 6,6%/năm, tháng 11/2026"),
]
GRAMMAR = [
    ("Tháng II hằng năm", "Tháng 11 hằng năm"),
    ("Tháng I2/2026", "Tháng 12/2026"),
    ("cho I,2 triệu hộ dân", "cho 1,2 triệu hộ dân"),
    ("Luật số 50/2010/QHI2", "Luật số 50/2010/QH12"),
    ("Quý H/2026", "Quý II/2026"),
    ("Trong Quý IH/2026", "Trong Quý III/2026"),
    ("Phụ lục H", "Phụ lục II"),
    ("IH. TỔ CHỨC THỰC HIỆN", "III. TỔ CHỨC THỰC HIỆN"),
    ("Thông báo số S52/TB-VPCP", "Thông báo số 552/TB-VPCP"),
    ("ngày 3l/12/2O25", "ngày 31/12/2025"),
    ("≥ >50", "≥ 50"),
    ("'Văn phòng Chính phủ", "Văn phòng Chính phủ"),
    ("'2025", "2025"),
]
KEPT = [
    "theo mục I.2 của Kế hoạch",
    "xã Phú Mỹ, phường Giá Rai",
    "tính toán chi phí, báo cáo",
    "chỉ đạo, kiểm tra và chi trả",
    "số đăng ký, cơ chế bố trí vốn",
    "thế giới và thành phố",
    "Phụ lục A",
    "Phụ lục IV",
    "Quý IV/2026",
    "Tổ công tác họp định kỳ",
    "Đảng uỷ xã Hoà Bình",
    "30-NQ/TW",
    "Hợp đồng BT/BOT",
    "gọi là 'Văn phòng số'",
    "Công văn [71/BNV-CCHC] của",
    "> 50 và < 60",
]


def mended(*texts: str, sure: float = 0.96) -> list[Fragment]:
    lines = [line(text, sure, 20.0 * at) for at, text in enumerate(texts)]
    grid = Grid(tuple((Cell((one,)),) for one in lines))
    (page,), _ = mend_pages([Page(1, (grid,), 0)])
    (block,) = page.blocks
    assert isinstance(block, Grid)
    return [row[0].fragments[0] for row in block.rows]


@pytest.mark.parametrize(("read", "sure", "printed"), ACCENTS)
def test_accents_that_the_words_beside_them_settle(read: str, sure: float, printed: str) -> None:
    (found,) = mended(read, sure=sure)
    assert found.text == printed
    assert found.printed == read
    changes = clean((found,)).changes
    assert changes
    assert all(change.reason for change in changes)


@pytest.mark.parametrize(("read", "printed"), GRAMMAR)
def test_what_official_writing_has_no_form_for(read: str, printed: str) -> None:
    (found,) = mended(read, sure=0.8)
    assert found.text == printed
    assert found.printed == read


@pytest.mark.parametrize("text", KEPT)
def test_what_may_be_printed_so_stays(text: str) -> None:
    (found,) = mended(text, sure=0.9)
    assert found.text == text
    assert not found.mends


@pytest.mark.parametrize(
    "text",
    [
        "cách thức tính quy định tại Luật",  # `tỉnh quy` is cut out of `tỉnh | quy định`
        "trạng cửa tàu",  # official documents write `của tàu`
        "đảng viên về sinh hoạt",  # `vệ sinh` is a word, and so is `sinh hoạt`
    ],
)
def test_what_was_surely_read_is_not_gainsaid_by_words_that_only_stand_beside_it(
    text: str,
) -> None:
    (found,) = mended(text, sure=0.97)
    assert found.text == text


def test_an_arabic_quarter_stays_where_the_document_writes_so() -> None:
    texts = ["Quý 1/2026", "Quý 2/2026", "Quý 3/2026"]
    assert [one.text for one in mended(*texts, sure=0.8)] == texts


def test_an_arabic_quarter_among_roman_ones_was_misread() -> None:
    found = mended("Quý 1/2026", "Quý II/2026", "Quý IV/2026")
    assert [one.text for one in found] == ["Quý I/2026", "Quý II/2026", "Quý IV/2026"]


def test_text_that_no_picture_gave_is_never_touched() -> None:
    pages = [Page(1, (Prose(Fragment("quy định chỉ tiết", line("x").place)),), 0)]
    assert mend_pages(pages)[0] == tuple(pages)


NEARLY = [
    ("rà soát đế phá vỡ", "đế", "để", 0.6, "rà soát để phá vỡ"),
    ("xa đế phá vỡ", "đế", "để", 0.1, "xa đế phá vỡ"),  # hardly anything saw it
    ("xa sô tang", "sô", "số", 0.7, "xa số tang"),
    ("vé số dạo phố", "dạo", "đạo", 0.8, "vé số dạo phố"),  # a bar is seen or not
    ("các thế lực thù địch", "thế", "thể", 0.6, "các thế lực thù địch"),  # both are common
    ("chỉ tiêu", "chỉ", "phỉ", 0.6, "chỉ tiêu"),
    ("các xã ven đê", "đê", "đề", 0.7, "các xã ven đê"),  # official documents write no `ven đề`
    ("đi trên đê từ báo động", "đê", "đề", 0.7, "đi trên đê từ báo động"),
    ("gửi Phủ sô", "sô", "số", 0.3, "gửi Phủ số"),
]


def test_a_word_that_official_documents_seldom_write_stays_where_it_may_be_meant() -> None:
    (drain,) = mended("đấu nối nước thải vào cống mưa")
    assert drain.text == "đấu nối nước thải vào cống mưa"
    read = rivalled("các đê xung yếu", "đê", "đề", 0.7)
    assert with_accents([read], Evidence())[0].text == "các đề xung yếu"
    dikes = gather([[line("hộ đê, đê điều")]])
    assert with_accents([read], dikes)[0].text == "các đê xung yếu"


@pytest.mark.parametrize("sure", [0.87, 0.96])
@pytest.mark.parametrize(
    ("read", "rival", "meant"),
    [
        ("Hãng năm", "Hằng", "Hằng năm"),  # official documents write both
        ("Hãng năm", "Hàng", "Hàng năm"),
        ("Hãng năm", "Hâng", "Hàng năm"),
    ],
)
def test_of_two_words_that_may_be_meant_it_is_the_one_that_was_nearly_read(
    read: str, rival: str, meant: str, sure: float
) -> None:
    found = rivalled(read, read.split()[0], rival, 0.4)
    words = tuple(word._replace(confidence=sure) for word in found.words)
    page = Page(1, (Prose(replace(found, words=words)),), 0)
    ((prose,),) = (one.blocks for one in mend_pages([page])[0])
    assert prose.fragment.text == meant


@pytest.mark.parametrize(("read", "word", "rival", "near", "meant"), NEARLY)
def test_a_far_commoner_word_that_was_nearly_read(
    read: str, word: str, rival: str, near: float, meant: str
) -> None:
    (mended,) = with_accents([rivalled(read, word, rival, near)], Evidence())
    assert mended.text == meant


def test_a_word_before_one_of_two_syllables_is_not_the_first_of_another_word() -> None:
    texts = (
        "các tiểu đề án trọng điểm", "Hoàn thành tiểu đề án về y tế",
        "Mỗi tiểu đề án có dự toán", "Thẩm định tiểu đề án trước năm 2027",
    )  # fmt: skip
    assert [found.text for found in mended(*texts)] == list(texts)
    (alone,) = mended(texts[-1])
    assert alone.text == "Thẩm định tiêu đề án trước năm 2027"
