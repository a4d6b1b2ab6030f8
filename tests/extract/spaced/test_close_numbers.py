"""Numbers of rows that stand right before their titles, in a column as narrow as they are."""

# ruff: noqa: E501 (lines of texts)

from __future__ import annotations

import textwrap

from tests.extract.spaced.test_spaced import grid_rows

CLOSE = textwrap.dedent(
    """
           TT Tên nhiệm vụ         Chủ trì         Phối hợp         Kết quả         Thời hạn    Căn cứ giao
           17.Nghiên cứu, xây      Bộ Công         Các bộ,          Văn bản quy     Quý         Đề xuất mới
              dựng, trình cấp có   thương          ngành, địa       phạm pháp       III/2026    của Bộ Công
              thẩm quyền xem                       phương           luật được ban               thương
              xét ban hành các                                      hành
              chính sách đột
              phá để thúc đẩy
              gia tăng tỷ lệ nội
              địa hóa, tiêu thụ
              sản phẩm trong
              nước sản xuất - tự
              chủ về công nghệ
              thuộc các lĩnh vực
              công nghiệp trọng
              điểm
           II PHÁT TRIỂN
              KHOA HỌC,
              CÔNG NGHỆ, ĐỔI
              MỚI SÁNG TẠO
           18.Đôn đốc, hướng       Bộ Khoa học     Bộ, ngành,       Các tổ chức     Thường      Công văn số
              dẫn các bộ,          và Công nghệ    địa phương       khoa học và     xuyên       59-CV/BCĐ
              ngành, địa phương                    liên quan        công nghệ                   ngày
              đẩy nhanh tiến độ                                     công lập được               12/9/2025
              tái cơ cấu và sắp                                     tái cơ cấu và               của Ban Chỉ
              xếp các tổ chức                                       sắp xếp                     đạo Trung
              khoa học và công                                                                  ương về tổng
              nghệ công lập theo                                                                kết Nghị quyết
              hướng tinh, gọn,                                                                  số 18-NQ/TW
              mạnh đáp ứng yêu
              cầu về đột phá
              phát triển khoa
              học, công nghệ và
              đổi mới sáng tạo
           19.Xây dựng, trình      Bộ Khoa học     Bộ, ngành,       Quyết định      Trong       Quyết định
              Thủ tướng Chính      và Công nghệ    địa phương       của Thủ tướng   tháng       1131/QĐ-TTg
              phủ Danh mục                         liên quan        Chính phủ       6/2026      ngày
              công nghệ chiến                                                                   12/6/2025
              lược và sản phẩm                                                                  của Thủ tướng
              công nghệ chiến                                                                   Chính phủ
              lược phục vụ lĩnh                                                                 Ban hành
    """
).lstrip("\n")


def test_numbers_right_before_their_titles_are_none_of_these() -> None:
    assert [(row[0], row[1][:20]) for row in grid_rows(CLOSE)[1:]] == [
        ("17.", "Nghiên cứu, xây dựng"),
        ("II", "PHÁT TRIỂN KHOA HỌC,"),
        ("18.", "Đôn đốc, hướng dẫn c"),
        ("19.", "Xây dựng, trình Thủ "),
    ]
