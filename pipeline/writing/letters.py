"""Texts levelled for names and comparing, each way named by what it levels."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str) -> str:
    """An ASCII name for a header or number: `Văn bản giao` → `van_ban_giao`."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    ascii_text = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return "_".join(re.findall(r"[a-z0-9]+", ascii_text.lower()))
