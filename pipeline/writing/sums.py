"""Rows of sums: the words they begin with."""

from __future__ import annotations

from pipeline.writing.patterns import compiled

_SUM_WORDS = compiled(
    r"(?:tổng(?: cộng| số)?|cộng)(?: (?:chung|dồn|lũy kế|toàn \w+|cả nước|các \w+|"
    r"(?:mục|phần|nhóm|bảng|trang)?\s?(?:[IVX]+|\d+|[a-zđ])(?!\w)))*\s*"
    r"(?:[:.](?:\s*\d[\d.,]*(?:\s[^\W\d]+){0,4})?|\(.{0,60}\))?\Z",
    any_case=True,
)
"""Words of a row of sums, and of what they are of: `Tổng cộng (I + II)`, `Cộng mục 1`,
`Tổng số: 24 nhiệm vụ`."""
_CARRIED = compiled(
    r"(?:cộng )?(?:mang|chuyển) (?:sang )?trang (?:sau|trước)\Z"
    r"|(?:số )?(?:(?:cộng )?trang trước|cộng) (?:chuyển|mang) sang(?: trang sau)?\Z|mang sang\Z",
    any_case=True,
)
"""What a page carries over to the next one, or takes over from the one before."""

_SUMMED = compiled(
    r"(?:tổng (?:kinh phí|chi phí|diện tích|giá trị|mức|vốn|nguồn vốn|dự toán|nhu cầu|sản lượng|"
    r"khối lượng|biên chế|dân số|điểm|tín chỉ|số (?!liệu)\p{L}+)|(?:toàn|cả) (?:tỉnh|thành phố|"
    r"huyện|quận|thị xã|xã|phường|ngành|nước|quốc|trường|vùng|khu vực))"
    r"(?:\s\p{L}+){0,5}\s*(?:\([^()]{0,60}\))?\s*[:.]?\Z",
    any_case=True,
)
"""What a row beside numbered ones is called that sums them: `Tổng kinh phí thực hiện`."""


def names_what_is_summed(text: str) -> bool:
    """Whether a text says what is summed: a name of a row of sums only where the rows it sums are
    numbered, it is not, and it has nothing but figures.

    >>> names_what_is_summed("Toàn tỉnh"), names_what_is_summed("Tổng cục Thuế")
    (True, False)
    """
    return _SUMMED.match(text) is not None


def names_sum(text: str) -> bool:
    """Whether a text is the name of a row of sums.

    >>> names_sum("Tổng cộng (I + II)"), names_sum("Tổng kết năm")
    (True, False)
    """
    return _SUM_WORDS.match(text) is not None or _CARRIED.match(text) is not None
