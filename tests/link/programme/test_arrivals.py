"""Whatever comes or goes when: small corpora in which each document tells something of others.

The documents of `PROGRAMME` have tasks with every action, divided, merged, removed, renamed by an
earlier document, known from quotations alone, in doubt. Each document goes and comes back; what is
published then is what the others alone would give, and what it was before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.data.records import Document
from pipeline.link.programme import renewed
from pipeline.link.programme.build import build
from tests.batch.test_run import files_of
from tests.link.corpus.test_decided import decided
from tests.link.corpus.test_link_corpus import document
from tests.link.programme.test_programme import whole

LAND = "Xây dựng cơ sở dữ liệu quốc gia về đất đai kết nối với các địa phương"
FUNDS = "Bố trí nguồn lực cho chuyển đổi số của các cơ quan nhà nước"
MISPRINTED = "Bổ trí nguồn lực cho chuyển đổi số của các cơ quan nhà nước"
REPORT = "Báo cáo tình hình sử dụng tài sản công của các đơn vị sự nghiệp"
TELECOM = "Đề án huy động hạ tầng viễn thông dùng chung phục vụ quốc phòng, an ninh"
TOWERS = "Tham mưu ban hành Nghị quyết về cho thuê cột ăng ten, nhà trạm"
COAST = "Hoàn thiện hệ thống giám sát tàu cá và trạm cảnh báo thiên tai vùng ven biển"
BOATS = "Lắp đặt thiết bị định vị trên tàu đánh bắt xa bờ"
STORMS = "Nâng cấp trạm cảnh báo sớm bão, lũ, sóng thần"
BIRTHS = "Cơ sở dữ liệu hộ tịch điện tử toàn quốc"
NATIONS = "Cơ sở dữ liệu người xin thôi quốc tịch"
PERSONS = "Hệ thống thông tin dùng chung về nhân thân của công dân"
SKILLS = "Đào tạo kỹ năng số cho cán bộ, công chức cấp xã theo chương trình thống nhất"
COURSES = "Mở lớp bồi dưỡng trực tuyến về trí tuệ nhân tạo cho viên chức"
HOSPITALS = "Triển khai hồ sơ bệnh án điện tử tại bệnh viện tuyến huyện"
LESSONS = "Biên soạn học liệu số môn khoa học tự nhiên bậc trung học"
BOOKS = "Cấp sách giáo khoa điện tử miễn phí cho học sinh vùng khó khăn"
FORESTS = "Theo dõi diễn biến rừng phòng hộ đầu nguồn bằng ảnh vệ tinh"
PATENTS = "Hỗ trợ doanh nghiệp nhỏ đăng ký bảo hộ sáng chế ở nước ngoài"
MARKETS = "Thí điểm sàn giao dịch tín chỉ các bon trong nông nghiệp"
REVIEWS = "Tổng kết việc thi hành Nghị quyết số 95/NQ-CP ở các đô thị loại một"
TRADES = "Quy định việc chuyển nhượng hạn ngạch phát thải giữa các cơ sở"

_MARKS = "¹²³⁴⁵⁶⁷⁸"
_FIRST, _ABSENT = "số 3/NQ-CP ngày 9 tháng 1 năm 2025", "số 71/NQ-CP ngày 1 tháng 4 năm 2025"


def resolution(
    number: str, day: str, tasks: Sequence[tuple[str, str]], article: str = "", head: str = ""
) -> Document:
    """A resolution with an annex: each task with the note at it, if any."""
    notes = [note for _, note in tasks if note]
    rows = []
    for at, (title, note) in enumerate(tasks, 1):
        mark = f" {_MARKS[notes.index(note)]}" if note else ""
        rows.append(f"{at}.\t{title}{mark}\tBộ Y tế\tTháng 12/2026\n")
    told = "".join(f"\n{_MARKS[at]} {note}\n" for at, note in enumerate(notes))
    return document(
        f"{head}CHÍNH PHỦ\n\nSố: {number}\n\nHà Nội, ngày {day}\n\nNGHỊ QUYẾT\n\nVề việc lớn\n\n"
        f"{article}Phụ lục II\nDANH MỤC CÁC NHIỆM VỤ\n\n"
        f"TT\tTên nhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành\n{''.join(rows)}{told}"
    )


def quoting(title: str, number: str, of: str, verb: str = "Điều chỉnh từ nhiệm vụ") -> str:
    return f"{verb}: “{title}” (STT {number}, Phụ lục II, kèm theo Nghị quyết {of} của Chính phủ)."


_NEW = "Nhiệm vụ mới do Bộ Công an đề xuất."
_EARLIER = resolution("1/NQ-CP", "2 tháng 5 năm 2024", [(BOOKS, _NEW), (FORESTS, ""), (TRADES, "")])
_BASE = resolution(
    "3/NQ-CP", "9 tháng 1 năm 2025",
    [(t, "") for t in (LAND, FUNDS, REPORT, TELECOM, COAST, BIRTHS, NATIONS, SKILLS, HOSPITALS)],
)  # fmt: skip
_AMENDING = resolution(
    "11/NQ-CP", "14 tháng 1 năm 2026",
    [
        (LAND, ""),
        (MISPRINTED, ""),
        (TOWERS, quoting(TELECOM, "4", _ABSENT)),
        (BOATS, quoting(COAST, "5", _FIRST)),
        (STORMS, quoting(COAST, "5", _FIRST) + " "),
        (PERSONS, quoting(f"{BIRTHS}; {NATIONS}", "6, 7", _FIRST, "Điều chỉnh từ các nhiệm vụ")),
        (COURSES, quoting(SKILLS, "8", _FIRST, "Sửa đổi, thay thế nhiệm vụ")),
        (PATENTS, _NEW),
        (BOOKS, quoting(LESSONS, "9", _ABSENT)),
        (TRADES, quoting(MARKETS, "12", _ABSENT)),
    ],
    "Điều 1. Sửa đổi một số nội dung ban hành theo Nghị quyết số 3/NQ-CP ngày 9 tháng 1 năm 2025 "
    "của Chính phủ:\n\nb) Sửa đổi các nhiệm vụ tại Phụ lục II, như sau:\n\n"
    f"- Lược bỏ nhiệm vụ tại số thứ tự 3: “{REPORT}”.\n\n",
)  # fmt: skip
_OTHER = resolution("90/NQ-CP", "15 tháng 6 năm 2025", [(FUNDS, ""), (HOSPITALS, "")])
_TWINS = resolution("95/NQ-CP", "1 tháng 7 năm 2025", [(MARKETS, ""), (MARKETS, "")])
_NAMESAKE = resolution("95/NQ-CP", "1 tháng 7 năm 2023", [(PATENTS, "")])
_DRAFT = resolution(
    "12/NQ-CP", "1 tháng 3 năm 2026", [(LAND, ""), (SKILLS, ""), (REVIEWS, "")], "", "DỰ THẢO\n\n"
)
PROGRAMME = (_EARLIER, _BASE, _AMENDING, _OTHER, _TWINS, _NAMESAKE, _DRAFT)


def _chain() -> Iterator[Document]:
    """Four documents whose rows people joined; the second one keeps the third from the fourth."""
    titles = [(LAND, FUNDS), (REPORT, COAST), (SKILLS, BIRTHS), (HOSPITALS, FORESTS)]
    numbers = ("10/NQ-CP", "11/NQ-CP", "20/NQ-CP", "50/NQ-CP")
    plain = [
        resolution(number, f"9 tháng 1 năm {2022 + at}", [(title, "") for title in own])
        for at, (number, own) in enumerate(zip(numbers, titles, strict=True))
    ]
    yield plain[0]
    for old, new in pairwise(plain):
        told = [decided(new, old, 1, 1)]
        if new is plain[-1]:
            told.append(replace(decided(new, plain[0], 1, 2), place="new.txt.toml, link 2"))
        yield replace(new, decisions=tuple(told))


def _alike() -> Iterator[Document]:
    """Two documents whose rows nothing tells apart."""
    for number, day in (("7/NQ-CP", "9 tháng 1 năm 2025"), ("8/NQ-CP", "1 tháng 4 năm 2025")):
        yield resolution(number, day, [(MARKETS, "")] * 101)


CORPORA: Mapping[str, tuple[Document, ...]] = {
    "a programme": PROGRAMME,
    "tasks that people joined": tuple(_chain()),
    "rows without number": tuple(_alike()),
}


@pytest.mark.parametrize("corpus", CORPORA.values(), ids=CORPORA)
def test_each_document_may_go_and_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corpus: Sequence[Document]
) -> None:
    monkeypatch.setattr(renewed, "_SHARE", 0)
    turn = tmp_path / "in turn"
    whole(turn, corpus)
    told = files_of(turn)
    for one in corpus:
        whole(tmp_path / one.doc_id, [other for other in corpus if other is not one])
        whole(turn, [], [one.doc_id])
        assert files_of(turn) == files_of(tmp_path / one.doc_id), f"without {one.doc_id}"
        whole(turn, [one])
        assert files_of(turn) == told, f"with {one.doc_id} again"


def test_an_older_plan_with_the_same_words_makes_no_task_its_own(tmp_path: Path) -> None:
    whole(tmp_path, PROGRAMME)
    (row,) = (r for r in build(tmp_path).programme if r.title == TRADES)
    assert (row.number, row.action, row.programme) == ("11/NQ-CP", "amended", "3/NQ-CP")
