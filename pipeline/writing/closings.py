"""What stands at the end of a document: recipients, and for whom somebody signs (Nghị định 30/2020,
Phụ lục I)."""

from __future__ import annotations

from pipeline.writing.patterns import compiled

_CLOSING = compiled(r"(?:Nơi nhận\s*:|(?:TM|KT|TL|TUQ)\.\s+[A-ZĐÀ-Ỹ]{2})")
_SIGNATURE = compiled(
    r"(?:ký bởi|người ký|ngày ký|thời gian ký|ký ngày|digitally signed|signed by"
    r"|signing (?:date|time))\s*:",
    any_case=True,
)
"""What the text of an electronic signature begins with (Thông tư 01/2019/TT-BNV, điều 16)."""
_SIGNING = compiled(
    r"(?:\(ký\b|người lập(?: biểu| bảng)?$|(?:kế toán|thủ) trưởng\b"
    r"|(?:\p{L}+(?: \p{L}+){0,3}, ?)?\.*,? ?ngày[ .…\d]+tháng[ .…\d]+năm[ .…\d]*$)",
    any_case=True,
)
"""Who signs a form, and where and when (Thông tư 200/2014/TT-BTC, phụ lục 2)."""
_CHECKED = compiled(r"\bsignature (?:not verified|(?:not )?valid)\b", any_case=True)
"""What a reader of PDF prints over a signature that it has looked at."""


def is_signing(text: str) -> bool:
    """Whether a part of a line stands where a form is signed.

    >>> is_signing("(Ký, họ tên)"), is_signing("Hà Nội, ngày 05 tháng 01 năm 2026")
    (True, True)
    >>> is_signing("Văn bản ký ngày 05 tháng 01 năm 2026")
    False
    """
    return _SIGNING.match(text) is not None


def is_signature(text: str) -> bool:
    """Whether a line is text of an electronic signature.

    >>> is_signature("Ký bởi: Văn phòng"), is_signature("Ký kết: 2 văn bản")
    (True, False)
    >>> is_signature("Báo cáo Signature Not Verified")
    True
    """
    return _SIGNATURE.match(text) is not None or _CHECKED.search(text) is not None


def is_closing(text: str) -> bool:
    """Whether a line or a part of one closes a document.

    >>> is_closing("Nơi nhận:"), is_closing("TM. ỦY BAN NHÂN DÂN"), is_closing("TM tỉnh")
    (True, True, False)
    """
    return _CLOSING.match(text) is not None
