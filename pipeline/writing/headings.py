"""Lines that head an annex (`Phụ lục II`): page breaks of a text, and context of a table."""

from __future__ import annotations

from pipeline.writing import letters
from pipeline.writing.patterns import compiled

_ANNEX = compiled(
    r"\s*+(?P<label>(?:phụ lục|biểu mẫu|biểu)(?:\s+số)?"
    r"(?:\s*:?\s*(?:(?:[IVXLC]+[a-zA-Z]?|[A-Z])(?:\.\d{1,2})*+|\d+(?:\.\d+)*[a-zA-Z]?)(?!\w)"
    r"(?:\s*[-–]\s*(?:\d{1,3}|[A-Z])(?=\s*\Z)|/\p{L}[\p{L}\d]{0,11}(?:-\p{L}[\p{L}\d]{0,11}){0,3}(?!\w))?)?)"
    r"(?:\s*+\(tiếp(?:\s+theo)?\))?+"
    r"\s*+(?:[.:–-]++\s*+(?P<title>\S.*))?(?::\s*+)?\Z",
    any_case=True,
)
_LISTED = compiled(r"(?:\.{4,}|…{2,})\s*\d*\s*\Z")
"""The leaders of a list of contents: the annex stands elsewhere."""
_CONTINUED = compiled(
    r".{0,200}\(tiếp(?:\s+theo)?[^()]{0,40}\)\s*\Z|tiếp theo\b.{0,60}", any_case=True
)
_LONGEST_HEADING = 300


def annex_heading(text: str) -> tuple[str, str] | None:
    """Label and title of an annex heading (`Phụ lục I. Danh mục …`), or None.

    A sentence that merely begins with the word (`Phụ lục II kèm theo Nghị quyết này`) is none:
    after the label comes nothing, or a full stop, colon or dash and the title. A label in lower
    case, or a title that ends like a sentence, is running text.
    """
    plain = letters.plain(text)
    if not plain or len(plain) > _LONGEST_HEADING or not plain[0].isupper():
        return None
    match = _ANNEX.match(plain)
    if match is None or is_listed(plain):
        return None
    title = match.group("title") or ""
    if title.endswith((";", ",")):
        return None
    return " ".join(match.group("label").split()), " ".join(title.split())


def is_listed(text: str) -> bool:
    """Whether a line is one of a list of contents: what it names stands elsewhere."""
    return _LISTED.search(letters.plain(text)) is not None


def is_continuation(text: str) -> bool:
    """Whether a line says that what stands below it goes on from the page before
    (`Phụ lục I (tiếp theo)`, `(tiếp theo trang trước)`)."""
    return _CONTINUED.fullmatch(letters.plain(text)) is not None


def is_annex_heading(text: str) -> bool:
    """Whether the line heads an annex."""
    return annex_heading(text) is not None
