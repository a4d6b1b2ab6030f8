"""Durations: a deadline that counts from an event and names no day (`05 ngày làm việc`)."""

from __future__ import annotations

from pipeline.writing.patterns import compiled

_NUMBER = r"(?:\d+(?:[.,]\d+)?|½|\d\s?[/⁄]\s?\d|nửa|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_UNIT = r"(?:phút|giờ|tiếng|ngày|tuần|tháng|quý|năm)"
_DURATION = compiled(
    r"(?:(?:trong|không quá|tối đa|chậm nhất|tối thiểu|ít nhất|khoảng|từ|sau)\s+"
    r"(?:(?:vòng|thời hạn|thời gian|là)\s+)?)?"
    rf"{_NUMBER}(?:\s*(?:-|đến)\s*{_NUMBER})?\s*(?:\([^()]{{1,20}}\)\s*)?"
    rf"{_UNIT}(?:\s*\([^()]{{1,30}}\))?(?:\s+(?:làm việc|liên tục))*[.;]?\Z"
)


def is_duration(plain: str) -> bool:
    """Whether a cell (lower case, NFC) says how long, and neither until when nor how often.

    >>> is_duration("03 (ba) ngày làm việc"), is_duration("trong năm 2026")
    (True, False)
    """
    return _DURATION.match(plain) is not None
