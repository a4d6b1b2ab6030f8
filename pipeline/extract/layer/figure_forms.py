"""Whether the figures of a column can be what its name promises.

`Số hộ` and `Dân số (người)` count what has no parts, so figures with decimals stand under another
name; a share (`Tỷ lệ (%)`) has no thousands. Where two ways to read a header fit the number of
figures, this tells which of them names each.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.writing.patterns import compiled

_SHARE = compiled(r"%|\b(?:tỷ|tỉ) (?:lệ|trọng)\b")
_WHOLE = compiled(
    r"^(?:tổng )?số (?!liệu|lượng|tiền|vốn|tiêu|kinh phí|thu|chi)"
    r"|\((?:người|hộ|khẩu|lớp|cái|chiếc|xã|thôn|học sinh|cơ sở)\)$"
)
_DECIMALS = compiled(r"[-+(]?\d+(?:[.,]\d{3})*[.,](?:\d{1,2}|\d{4,})\)?%?")
_THOUSANDS = compiled(r"[-+(]?(?:\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d{4,})\)?")


def misfit(name: str, over: str, figures: Sequence[str]) -> float:
    """The share of a column's figures that are not what its name, or else the one over it,
    promises."""
    against = next(
        (other for text in (name.lower(), over.lower())
         for kind, other in ((_SHARE, _THOUSANDS), (_WHOLE, _DECIMALS)) if kind.search(text)),
        None,
    )  # fmt: skip
    if against is None or not figures:
        return 0.0
    return sum(against.fullmatch(one) is not None for one in figures) / len(figures)
