"""The title of a table: which of the lines above it is its caption.

A caption is set apart (capitals, bold letters, a number of its own as `Bảng 2`) or stands alone
under a heading. What closes the part of a document before it is none: a signature, an address, a
unit, a line that says what the annex is attached to.
Source: Nghị định 30/2020/NĐ-CP, annex I, for the parts of a document and how each is set.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from pipeline.writing.kinds import document_kinds
from pipeline.writing.letters import fold, plain
from pipeline.writing.patterns import compiled
from pipeline.writing.posts import posts

LONGEST_CAPTION = 300
"""Letters of the longest line that heads anything: the longest caption of the published files has
284."""
_MIN_UPPER_SHARE = 0.8
"""Share of capitals in a line set in them: `năm`, `m2` and the like stay small."""
_MOST_TEXT = 3
"""Lines of running text between a caption and its table: a sentence that introduces it. More, and
what is set apart above them heads the text."""
_LONG_LINE = 90
"""Letters from which a line that names no field of a form is running text."""
_LONGEST_POST = 60
"""Letters of the longest line over a signature."""

_SMALL_SECTION = compiled(
    r"\d{1,2}(?:(?:\.\d{1,2})*\s*[.)](?!\d)|(?:\.\d{1,2})+(?=\s))\s*(?P<title>\S.*)\Z"
)
_LABELLED = compiled(r"(?:\d{1,2}(?:\.\d{1,2})*\s*[.)]|[a-zđ]\s?\)|[IVX]{1,5}\s?[.-])\s*\S")
_NUMBERED = compiled(
    r"(?:bảng|biểu|danh mục|mẫu)(?:\s+số)?\s+\d[\d.]*\s*(?:[.:–-]\s*)?\S", any_case=True
)
_FILL_IN = compiled(r"\.{4,}|…{1,}|_{4,}")
_RULE = compiled(r"[\W_]*\Z")
_UNIT = compiled(
    r"\(?\s*(?:đơn\s+vị(?:\s+tính)?|đvt|đ/v(?:\s+tính)?)(?:\s[^:]{0,30})?\s*:", any_case=True
)
_REMARK = compiled(r"(?:lưu ý|ghi chú|chú thích|kính gửi)\s*:?\s*(?:\Z|\S)", any_case=True)
_STATE = compiled(
    r"(?:C[ỘO]NG\s+H(?:ÒA|OÀ)|ĐẢNG\s+C[ỘO]NG\s+S[ẢA]N|ĐỘC\s+LẬP\s*[-–]\s*TỰ\s+DO)", any_case=True
)
_ADDRESS = compiled(r"nơi nhận\s*:|[-–+]\s|lưu\s*:", any_case=True)
_FOR = compiled(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\s*\.?\s+\p{Lu}{2}")
_SIGNED = compiled(
    r"(?:người\s+(?:lập|làm|ký|đề nghị|khai|phê duyệt|đại diện|đánh giá|kiểm tra|báo cáo|giao|nhận"
    r"|thực hiện)|thủ trưởng|đại diện|kế toán trưởng|xác nhận|lập biểu|họ và tên)"
    r"(?:[\s/]+\p{L}+){0,9}\Z",
    any_case=True,
)
_SIGN_HERE = compiled(
    r"\((?:đã\s+)?(?:ký|chữ ký|họ\s*(?:và)?\s*tên|ghi rõ|đóng dấu)", any_case=True
)
_NUMBER_LINE = compiled(r"số\s*:\s*[\d.…\s]*/\s*\p{Lu}", any_case=True)
"""The number of a document: its letterhead ends there."""
_PERSON = compiled(r"(?:\p{Lu}\p{L}*\s+){1,5}\p{Lu}\p{L}*\Z")
_CONTENTS = compiled(r"(?:\.{4,}|…{2,})\s*\d{1,4}\s*\Z|mục lục\Z", any_case=True)


def is_upper(text: str) -> bool:
    """Whether a line is set in capitals."""
    letters = [char for char in text if char.isalpha()]
    upper = sum(char.isupper() for char in letters)
    return len(letters) > 1 and upper >= _MIN_UPPER_SHARE * len(letters)


def title_of(
    lines: Sequence[str], headed: bool, bold: Collection[str] = (), in_annex: bool = False
) -> str | None:
    """The title among the lines above a table, None where none is its caption.

    `headed` says that the first line is that of an annex or section heading, or follows it;
    `bold` are the lines set in bold letters; `in_annex` that what kind of document a line names is
    that of a form (`BÁO CÁO` over `TÌNH HÌNH …`), and not of the document itself.
    """
    kept = list(_without_furniture(_after_signature(list(map(plain, lines)))))
    if not kept:
        return None
    run = _caption_run(kept, headed, bold)
    if (len(run) == 1 and is_kind(run[0])) or (not in_annex and _heads_document(kept, run)):
        run = []
    line = " ".join(run) or (kept[0] if headed and len(kept) == 1 else kept[-1])
    small = _SMALL_SECTION.match(line)
    text = small.group("title") if small else line
    if run:
        return text.rstrip(" :") or None
    return text if _reads_like_one(text) else None


def _reads_like_one(text: str) -> bool:
    return (
        text[0].isupper()
        and not text.endswith((".", ";", ",", ":"))
        and len(text) <= LONGEST_CAPTION
        and not (is_kind(text) or _FILL_IN.search(text))
    )


def _without_furniture(lines: Sequence[str]) -> Iterator[str]:
    """The lines without rules of signs, units, lists of contents, remarks and what stands in
    brackets (which may take several lines)."""
    furniture = (_RULE, _UNIT, _REMARK, _STATE)
    open_bracket = False
    for line in lines:
        if open_bracket or line.startswith("("):
            open_bracket = line.count("(") + open_bracket > line.count(")")
        elif not (any(sign.match(line) for sign in furniture) or _CONTENTS.search(line)):
            yield line


def _after_signature(lines: list[str]) -> list[str]:
    """The lines below the last that belongs to the end of what stands before."""
    last = max((i for i, line in enumerate(lines) if _closes(line)), default=-1)
    signed = last >= 0 and not _ADDRESS.match(lines[last])
    named = signed and last + 1 < len(lines) and _is_person(lines[last + 1])
    return lines[last + 1 + named :]


def _closes(line: str) -> bool:
    """Whether a line is one of the address, signature or letterhead of a document."""
    if any(pattern.match(line) for pattern in (_ADDRESS, _FOR, _SIGN_HERE, _NUMBER_LINE)):
        return True
    return len(line) <= _LONGEST_POST and (fold(line) in _posts() or bool(_SIGNED.match(line)))


def _is_person(line: str) -> bool:
    return _PERSON.match(line) is not None and not is_upper(line)


@cache
def _posts() -> frozenset[str]:
    """Posts as they stand over a signature."""
    return frozenset(map(fold, posts()))


def _caption_run(lines: Sequence[str], headed: bool, bold: Collection[str]) -> list[str]:
    """The last lines that are set apart, all in one way; none where text stands between them and
    the table."""
    looks = [_look(line, bold) for line in lines]
    end = max((i for i, look in enumerate(looks) if any(look)), default=-1)
    if end < 0 or not (headed or sum(map(_is_text, lines[end + 1 :])) <= _MOST_TEXT):
        return []
    start = end
    while start and looks[start - 1] == looks[end] and not _begins_caption(lines[start]):
        start -= 1
    end += _goes_on(lines, end) if _NUMBERED.match(lines[start]) else 0
    return list(lines[start : end + 1])


def _heads_document(lines: Sequence[str], run: Sequence[str]) -> bool:
    """Whether a run says what the document is: its kind stands in it or right above it."""
    if not run:
        return False
    start = lines.index(run[0])
    return any(map(is_kind, (*lines[max(0, start - 1) : start], *run)))


def _look(line: str, bold: Collection[str]) -> tuple[bool, bool, bool]:
    """How a line is set apart: capitals, bold letters, a number of its own; a field of a form by
    none of them."""
    if len(line) > LONGEST_CAPTION or _FILL_IN.search(line):
        return False, False, False
    return is_upper(line), line in bold, _NUMBERED.match(line) is not None


def _begins_caption(line: str) -> bool:
    return _NUMBERED.match(line) is not None or _LABELLED.match(line) is not None


def _is_text(line: str) -> bool:
    return len(line) >= _LONG_LINE or line.endswith((".", ";"))


def _goes_on(lines: Sequence[str], end: int) -> int:
    """How many of the lines below go on with a sentence that a line begins."""
    below = lines[end + 1 :]
    return next((i for i, line in enumerate(below) if not line[0].islower()), len(below))


def is_kind(line: str) -> bool:
    """Whether a line says what kind of document begins (`KẾ HOẠCH`), and nothing else."""
    return is_upper(line) and fold(line) in _kinds()


@cache
def _kinds() -> frozenset[str]:
    return frozenset(map(fold, document_kinds()))
