"""Page numbers between lines, where nothing else shows the pages."""

from __future__ import annotations

from pipeline.extract.layer.lines import LinePiece, with_page_numbers

HEADERS = (
    ["Cơ quan, đơn      Năm 2027           Năm 2028", "STT", "vị      Nhiệm vụ   Kinh phí"],
    ["Cơ quan, đơn        Năm 2027         Năm 2028", "STT", "vị     Nhiệm vụ    Kinh phí"],
)
ROWS = [f"Sở {name}     Tập huấn     2.000,0" for name in ("Y tế", "Nội vụ", "Tư pháp", "Công an")]


def test_numbers_above_a_header_of_two_lines_count_pages_whatever_its_blanks() -> None:
    texts = [*HEADERS[0], *ROWS, *ROWS]
    for page in range(2, 6):
        texts += [str(page), *HEADERS[page % 2], *ROWS, *ROWS]
    pieces = [LinePiece(text, line, "") for line, text in enumerate(texts, start=1)]
    paged, numbers = with_page_numbers(pieces)
    assert [paged[index].text for index in sorted(numbers)] == ["2", "3", "4", "5"]
