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


def names_sum(text: str) -> bool:
    """Whether a text is the name of a row of sums.

    >>> names_sum("Tổng cộng (I + II)"), names_sum("Tổng kết năm")
    (True, False)
    """
    return _SUM_WORDS.match(text) is not None or _CARRIED.match(text) is not None
