"""Words that the dictionary settles: misread alone, or two side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model import Alternative, Fragment
from pipeline.normalize.ocr.evidence import Evidence, gather
from pipeline.normalize.ocr.joined import joined_fixes
from pipeline.normalize.ocr.lexical import lexical_fixes, repeated_fixes
from pipeline.normalize.ocr.pieces import fixed
from tests.normalize.ocr.lines import line, rivalled

MISREAD = [
    ("kho dữ liệu, nên tàng, quản lý", 0.96, "kho dữ liệu, nền tảng, quản lý"),
    ("Tống kêt, đề nghị", 0.97, "Tổng kết, đề nghị"),
    ("NÊN TÀNG", 0.9, "NỀN TẢNG"),
    ("kho dự trử", 0.9, "kho dự trữ"),
    ("bị tôi thiểu", 0.97, "bị tối thiểu"),
]
RIGHT = [
    ("Hội sinh vật cảnh", 0.9),
    ("di dời vào cụm", 0.9),
    ("gia hạn đê, kè", 0.96),
    ("ở Nên Tàng", 0.97),
    ("trồng keo lai", 0.9),
    ("chợ Gò Sạn", 0.97),
]


def _mended(text: str, sure: float, evidence: Evidence | None = None) -> str:
    lines = (line(text, sure),)
    return fixed(lines, lexical_fixes(lines, evidence or Evidence()))[0].text


@pytest.mark.parametrize(("read", "sure", "meant"), MISREAD)
def test_what_means_nothing_as_read_is_the_word_it_nearly_is(
    read: str, sure: float, meant: str
) -> None:
    assert _mended(read, sure) == meant


@pytest.mark.parametrize(("read", "sure"), RIGHT)
def test_what_may_be_meant_stays(read: str, sure: float) -> None:
    assert _mended(read, sure) == read


def test_what_the_document_writes_again_stays() -> None:
    assert _mended("sàn nên tàng", 0.96, gather([[line("nên tàng")], [line("nên tàng")]])) == (
        "sàn nên tàng"
    )


def test_what_another_look_had_counts() -> None:
    found = line("Kiếm kê vải bạt", 0.8)
    assert fixed((found,), lexical_fixes((found,), Evidence()))[0].text == found.text
    looked = found.words[0]._replace(alternatives=(Alternative("Kiểm", 0.7),))
    seen = replace(found, words=(looked, *found.words[1:]))
    (mended,) = fixed((seen,), lexical_fixes((seen,), Evidence()))
    assert mended.text == "Kiểm kê vải bạt"
    assert mended.printed == found.text


NEARLY = [
    # (as read, the word in doubt, what was nearly read, how nearly, as it is to be read)
    ("bí thư chỉ bộ cơ sở", "chỉ", "chi", 0.6, "bí thư chi bộ cơ sở"),
    ("bí thư chỉ bộ cơ sở", "chỉ", "chi", 0.2, "bí thư chỉ bộ cơ sở"),  # hardly read
    ("chỉ đạo cơ sở", "chỉ", "chi", 0.6, "chỉ đạo cơ sở"),  # a word as read
    ("thuộc tinh Vân Nam", "tinh", "tỉnh", 0.1, "thuộc tinh Vân Nam"),
    ("thuộc tỉnh Vân Nam", "tỉnh", "tinh", 0.6, "thuộc tỉnh Vân Nam"),  # `tinh vân`, no name
    ("đường SÁT ĐÔ THỊ", "SÁT", "SẮT", 0.4, "đường SẮT ĐÔ THỊ"),
]


@pytest.mark.parametrize(("read", "word", "rival", "near", "meant"), NEARLY)
def test_what_was_nearly_read_and_alone_makes_a_word_is_meant(
    read: str, word: str, rival: str, near: float, meant: str
) -> None:
    lines = (rivalled(read, word, rival, near),)
    used = gather([[line("chỉ đạo, chỉ tiêu, chỉ thị")], [line("hạ sát, sát hạch")]])
    assert fixed(lines, lexical_fixes(lines, used))[0].text == meant


JOINED = [
    ("Tên sản phãm/công việc", "phãm/công", "phẩm/công", "Tên sản phẩm/công việc"),
    ("Tên sản phãm/công việc", "phãm/công", "phấm/công", "Tên sản phẩm/công việc"),
    ("(sản phãm/công", "phãm/công", "phẩm/cóng", "(sản phẩm/công"),
    ("theo tiêu chí/chỉ tiêu.", "chí/chỉ", "chi/chỉ", "theo tiêu chí/chỉ tiêu."),
    ("Công văn số 57-NQ/TW", "57-NQ/TW", "57-NO/TW", "Công văn số 57-NQ/TW"),
]


@pytest.mark.parametrize(("read", "word", "rival", "meant"), JOINED)
def test_each_word_that_a_slash_joins_is_one(read: str, word: str, rival: str, meant: str) -> None:
    lines = (rivalled(read, word, rival, 0.6),)
    assert fixed(lines, list(joined_fixes(lines, Evidence())))[0].text == meant


EXPLOSIVES = [[line("thuốc nổ, vật liệu nổ, kíp nổ")]]


@pytest.mark.parametrize(
    ("read", "texts", "meant"),
    [
        ("không có khí nỗ", EXPLOSIVES, "không có khí nổ"),
        (
            "không có khí nỗ",
            [[line("thuốc nỗ, chất nỗ, vật liệu nỗ, kíp nỗ, khí nỗ")]],
            "không có khí nổ",
        ),
        ("không có khí nỗ", EXPLOSIVES[:0], "không có khí nỗ"),
        ("không có khí nỗ", [*EXPLOSIVES, [line("nỗ lực")]], "không có khí nỗ"),
        ("có nỗ lực", EXPLOSIVES, "có nỗ lực"),
    ],
)
def test_what_documents_never_write_is_what_this_one_writes_and_looks_like_it(
    read: str, texts: list[list[Fragment]], meant: str
) -> None:
    lines = (line(read, 0.97),)
    assert fixed(lines, repeated_fixes(lines, gather(texts)))[0].text == meant


def test_the_number_of_an_annex_is_no_word() -> None:
    found = line("PHỤ LỤC II", 0.93)
    number = found.words[-1]._replace(alternatives=(Alternative("I", 0.9),))
    seen = replace(found, words=(*found.words[:-1], number))
    assert fixed((seen,), lexical_fixes((seen,), Evidence()))[0].text == "PHỤ LỤC II"
