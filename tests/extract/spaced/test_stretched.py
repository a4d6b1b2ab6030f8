"""Words that stand two or three blanks apart: on a grid that is narrower than their letters."""

# ruff: noqa: E501 (lines of texts)

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.spaced.lines.stretched import with_words_closed
from pipeline.extract.spaced.lines.words import SpacedLine, words_of
from tests.extract.spaced.test_spaced import grid_rows

STRETCHED = textwrap.dedent(
    """
      TT     Chỉ tiêu                                   Đơn  vị                             Kết  quả                           Cơ  quan   chủ   trì  theo   dõi,
                                                                                                                               đánh  giá
       I     Nâng cao nhận  thức,  đột phá   về đổi  mới  tư duy, xác  định quyết  tâm  chính  trị mạnh  mẽ,  quyết  liệt lãnh đạo,  chỉ đạo,  tạo xung  lực mới
       5     Xếp hạng chỉ số phát triển Chính phủ       Thứ  bậc                            ≤ 3 Đông  Nam  Á; ≤ 50  Thế giới   Bộ Thông  tin  và  Truyền  thông
             điện  tử, Chính   phủ số
       6     Xếp hạng về nghiên cứu và phát triển       Thứ  bậc                            ≤ 3  Đông  Nam  Á                  Bộ Thông  tin  và  Truyền  thông
             trí  tuệ  nhân  tạo,  trung   tâm  phát
             triển  một  số ngành,   lĩnh  vực  công
             nghiệp  công  nghệ  số mà  Việt Nam  có
             lợi  thế
       7     Số doanh   nghiệp  công  nghệ số  ngang    Doanh  nghiệp                       ≥ 5                                Bộ Thông  tin  và  Truyền  thông
             tầm  các nước  tiên  tiến
       8     Tỷ  lệ đóng  góp  của  năng  suất  nhân    %                                   ≥ 55                               Bộ Kế  hoạch  và Đầu  tư
             tố  tổng  hợp (TFP)   vào  tăng  trưởng
             kinh  tế
       9     Tỉ trọng   xuất  khẩu   sản  phẩm  công    %                                   ≥ 50                               Bộ Khoa  học  và  Công  nghệ
             nghệ  cao trên  tổng  giá trị hàng  hóa
             xuất  khẩu
      10     Quy  mô kinh  tế  số                       % GDP                               ≥ 30                               Bộ Thông  tin  và  Truyền  thông
    """
).lstrip("\n")
DIGITAL, SCIENCE = "Bộ Thông tin và Truyền thông", "Bộ Khoa học và Công nghệ"


def test_blanks_between_words_part_no_cells() -> None:
    assert grid_rows(STRETCHED)[1:] == [
        ["I", "Nâng cao nhận thức, đột phá về đổi mới tư duy, xác định quyết tâm chính trị mạnh "
              "mẽ, quyết liệt lãnh đạo, chỉ đạo, tạo xung lực mới", "", "", ""],
        ["5", "Xếp hạng chỉ số phát triển Chính phủ điện tử, Chính phủ số", "Thứ bậc",
         "≤ 3 Đông Nam Á; ≤ 50 Thế giới", DIGITAL],
        ["6", "Xếp hạng về nghiên cứu và phát triển trí tuệ nhân tạo, trung tâm phát triển một số "
              "ngành, lĩnh vực công nghiệp công nghệ số mà Việt Nam có lợi thế", "Thứ bậc",
         "≤ 3 Đông Nam Á", DIGITAL],
        ["7", "Số doanh nghiệp công nghệ số ngang tầm các nước tiên tiến", "Doanh nghiệp", "≥ 5",
         DIGITAL],
        ["8", "Tỷ lệ đóng góp của năng suất nhân tố tổng hợp (TFP) vào tăng trưởng kinh tế", "%",
         "≥ 55", "Bộ Kế hoạch và Đầu tư"],
        ["9", "Tỉ trọng xuất khẩu sản phẩm công nghệ cao trên tổng giá trị hàng hóa xuất khẩu",
         "%", "≥ 50", SCIENCE],
        ["10", "Quy mô kinh tế số", "% GDP", "≥ 30", DIGITAL],
    ]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(["một", "Bộ", "90", "%"]), min_size=1), min_size=40))
def test_texts_with_one_blank_between_words_stay_as_they_are(lines: list[list[str]]) -> None:
    rows = [SpacedLine(at, words_of(" ".join(words))) for at, words in enumerate(lines)]
    assert with_words_closed(rows) == rows
