"""Cells outside of tables: rows that no header tells are said to be left out, prose is none."""

import pytest

from pipeline.extract.layer.numbered.crowded import ROWS_UNCERTAIN
from pipeline.extract.spaced.reader import read_spaced
from pipeline.extract.text.lines import NumberedLine

BELOW = """
Trình tự thực hiện

                Bước 1: Cơ sở nộp hồ sơ đến cơ quan chuyên môn về y tế trực
                tiếp, qua dịch vụ bưu chính công ích hoặc trực tuyến trên cổng
                dịch vụ công của tỉnh.
                Bước 2: Cơ quan tiếp nhận xem xét hồ sơ và trả lời bằng văn bản
                trong thời hạn ba ngày làm việc.

Thành phần hồ sơ

                1. Văn bản đề nghị theo mẫu tại Phụ lục I ban hành kèm theo
                Nghị định này.
                2. Giấy chứng nhận lưu hành tự do, bản gốc hoặc bản sao hợp lệ
                của cơ quan có thẩm quyền.
                3. Mẫu nhãn của tất cả các quy cách đóng gói theo kích thước
                thực có xác nhận của cơ sở.

Căn cứ pháp lý

                Luật Dược ngày 06 tháng 4 năm 2016, đã được sửa đổi, bổ sung
                một số điều theo luật của kỳ họp sau.
                Nghị định của Chính phủ về quản lý hóa chất dùng trong lĩnh
                vực gia dụng và y tế.
"""
"""Two ruled columns, the names and the texts to them in rows of their own."""
BESIDE = """
Trình tự thực hiện        Bước 1: Cơ sở nộp hồ sơ đến cơ quan chuyên môn
                          về y tế trực tiếp, qua dịch vụ bưu chính công
                          ích hoặc trực tuyến trên cổng dịch vụ công.
                          Bước 2: Cơ quan tiếp nhận xem xét hồ sơ và trả
                          lời bằng văn bản trong ba ngày làm việc.
Thành phần hồ sơ          1. Văn bản đề nghị theo mẫu tại Phụ lục I ban
                          hành kèm theo Nghị định này.
                          2. Giấy chứng nhận lưu hành tự do, bản gốc hoặc
                          bản sao hợp lệ của cơ quan có thẩm quyền.
                          3. Mẫu nhãn của tất cả các quy cách đóng gói.
Căn cứ pháp lý            Luật Dược ngày 06 tháng 4 năm 2016, đã được sửa
                          đổi, bổ sung một số điều.
                          Nghị định của Chính phủ về quản lý hóa chất dùng
                          trong lĩnh vực gia dụng và y tế.
"""
COUNTED = """
Danh sách kèm theo công văn

       Đơn vị hành chính
1      Xã An Bình, huyện Long Hồ
2      Xã Bình Hòa Phước,
       huyện Long Hồ
3      Phường Tân Ngãi
4      Phường Trường An
"""
ARTICLES = """
Điều 1. Phạm vi điều chỉnh

        1. Nghị quyết này quy định về các nhiệm vụ và giải pháp chủ yếu của
các bộ, ngành và địa phương trong năm 2026.
        2. Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ và địa phương có
trách nhiệm tổ chức thực hiện.
        3. Kinh phí thực hiện do ngân sách nhà nước bảo đảm.

Điều 2. Tổ chức thực hiện

        1. Các bộ trưởng xây dựng kế hoạch của bộ mình, trong đó xác định:
        a) Nhiệm vụ được giao và thời gian hoàn thành từng nhiệm vụ của bộ;
        b) Đơn vị chủ trì, đơn vị phối hợp và kinh phí thực hiện nhiệm vụ;
        2. Văn phòng Chính phủ theo dõi, đôn đốc, kiểm tra việc thực hiện và
báo cáo Thủ tướng Chính phủ hằng quý.

Điều 3. Hiệu lực thi hành

        1. Nghị quyết có hiệu lực từ ngày ký.
        2. Các bộ trưởng chịu trách nhiệm thi hành Nghị quyết này.
"""
LIST = """
       Hồ sơ chuyển sinh hoạt của đảng viên gồm các giấy tờ sau đây:

(1)    Giấy chứng nhận học lớp bồi dưỡng nhận thức về Đảng do trung
       tâm chính trị cấp;
(2)    Đơn xin vào Đảng;
(3)    Lý lịch của người xin vào Đảng và các văn bản thẩm tra kèm
       theo;
(4)    Giấy giới thiệu của đảng viên chính thức;
"""
LETTER = """
BỘ Y TẾ                              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                                          Độc lập - Tự do - Hạnh phúc

Kính gửi:       Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung
                ương; các đơn vị thuộc Bộ

Nơi nhận:                                          KT. BỘ TRƯỞNG
- Như trên;                                        THỨ TRƯỞNG
- Lưu: VT.
"""


def told(text: str) -> list[tuple[int | None, str]]:
    lines = [NumberedLine(number, line) for number, line in enumerate(text.split("\n"), start=1)]
    return [(p.page, p.evidence) for p in read_spaced(lines)[1] if p.code == ROWS_UNCERTAIN]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (BELOW, "Trình tự thực hiện"),
        (BESIDE, "Trình tự thực hiện Bước 1: Cơ sở nộp hồ sơ"),
        (COUNTED, "1 Xã An Bình, huyện Long Hồ"),
    ],
)
def test_rows_without_a_header_are_told_once(text: str, first: str) -> None:
    ((page, evidence),) = told(text)
    assert page == 1
    assert evidence.startswith(first)


@pytest.mark.parametrize("text", [ARTICLES, LIST, LETTER, ARTICLES + LIST + LETTER])
def test_prose_is_no_table(text: str) -> None:
    assert told(text) == []
