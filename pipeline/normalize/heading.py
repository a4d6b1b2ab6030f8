"""The heading of a document: the line that says its kind, and the title under it.

Kind and title stand in lines of their own, or the title goes on in the line of the kind (`KẾ HOẠCH
PHÁT TRIỂN …`). A letter (`công văn`) has neither: `V/v …` under its number says what it is about,
`Kính gửi` to whom it goes.
Source: Nghị định 30/2020/NĐ-CP, annex I, II.5.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from itertools import takewhile, zip_longest

from pipeline.normalize.letterhead import PLACE_DATE, has_letterhead, is_motto
from pipeline.normalize.tables.titles import is_upper
from pipeline.writing.headings import annex_heading
from pipeline.writing.kinds import document_kinds
from pipeline.writing.letters import plain
from pipeline.writing.numbers import BLANK_NUMBER, CALLED_IN_LETTERHEAD
from pipeline.writing.patterns import compiled

LETTER = "Công văn"
TEXT_BEGINS = compiled(r"căn cứ|theo đề nghị|xét đề nghị|điều 1\b|kính gửi|\(", any_case=True)
DRAFT = re.compile(r"\(?\s*dự thảo\b", re.IGNORECASE)
NUMBER_LINE = compiled(rf"(?:^[-–_*•\s]*|\s{{2,}}|(?<=\S )(?=Số:))Số\s*:?\s*{CALLED_IN_LETTERHEAD}")

_SPACED = re.compile(r"(?<!\S)(?:\S\s{1,3}){3,}\S(?!\S)")
_AFTER_TITLE = re.compile(
    r"(?:căn cứ|theo đề nghị|xét đề nghị|điều 1\b|[IVX]+\.\s|\(|_{3,}|-{3,}|kính gửi|"
    r"chính phủ$|thủ tướng(?: chính phủ)?$|bộ trưởng|chủ tịch|ủy ban nhân dân|uỷ ban nhân dân|"
    r"[ủu][ỷy] ban thường vụ|hội đồng nhân dân|quốc hội|thống đốc|tổng kiểm toán|"
    r"chương\s+[ivx]+$|phần\s+|mục lục$|quyết định\s*:|nghị quyết\s*:|"
    r"thường trực\s|\D{2,30},\s*\d{1,2}/\d{4}$)",
    re.IGNORECASE,
)
_BODY = compiled(
    r"(?:(?:phó )?chủ tịch\s|bộ trưởng\s|[ủu][ỷy] ban |hội đồng nhân dân|quốc hội|thống đốc)",
    any_case=True,
)
_BREAKS_OFF = compiled(r"(?:,|\b(?:và|của|thuộc|do|tại|với|cho|trình|giữa|về))\s*\Z", any_case=True)
"""How a line ends that cannot be the last of a title."""
_OPENS_TEXT = compiled(
    r"Thực hiện\s+(?:\p{L}+\s+){1,4}số\s+\d"
    r"|(?:Để|Nhằm)\s+(?:tiếp tục|triển khai|thực hiện|tăng cường)"
    r"|Tại\s+(?:phiên|cuộc|kỳ|hội)\s"
    r"|Ngày\s+\d|Năm\s+(?:19|20)\d\d,|Nơi nhận|[-+•]\s|\d{1,2}[.)]\s|[IVX]+\s?[-–.]\s"
)
"""How the text under a title opens where neither capitals nor bold letters end the title."""
_TO = compiled(r"kính gửi\s*:?", any_case=True)
_ABOUT = compiled(r"(?:\A|\s)V\s*/\s*v\s*:?\s*(?P<what>\S.*)|\AVề việc\s*:?\s*(?P<what>\S.*)")
_MAX_TITLE_LINES = 12  # longer ones are text
_OF_KIND = 3
"""Words after a kind that tell it from others of its kind (`CHƯƠNG TRÌNH HÀNH ĐỘNG`, `KẾT LUẬN
THANH TRA`): the title stands below, in letters of its own."""


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(sorted(document_kinds(), key=len, reverse=True))


def kind_of(text: str) -> str | None:
    """The kind of document that a text begins with, whatever its letter case."""
    folded = text.casefold()
    return next((kind for kind in _kinds() if _begins(folded, kind.casefold())), None)


def _begins(text: str, words: str) -> bool:
    """Whether words begin a text; `DỰ THẢO` may be set right behind them."""
    rest = text.removeprefix(words)
    return rest != text and (not rest[:1].isalnum() or DRAFT.match(rest) is not None)


def kind_line(head: Sequence[str], first: int) -> int | None:
    """The line that is nothing but the kind of document, in capitals, below the name of the state
    (line `first`); else the first below the number, or where none is printed below that name, that
    goes on with the title in capitals."""
    below = list(enumerate(head[first:], start=first))
    alone = next(
        (at for at, line in below if _is_kind_alone(line) and not _is_rest(head, at)), None
    )
    if alone is not None:
        return alone
    numbered = next((at for at, line in enumerate(head) if NUMBER_LINE.search(line)), None)
    if numbered is None and not has_letterhead(head[first : first + 1]):
        return None
    under = takewhile(
        lambda item: not TEXT_BEGINS.match(item[1]),
        below[max(0, (first if numbered is None else numbered) - first + 1) :],
    )
    return next((at for at, line in under if is_upper(line) and _rest_of_kind(line)), None)


def _is_rest(head: Sequence[str], at: int) -> bool:
    """Whether the line above breaks off so that this one goes on with a name (`PHÒNG TÀI CHÍNH -`
    over `KẾ HOẠCH`)."""
    above = head[at - 1].rstrip() if at else ""
    return is_upper(above) and above.endswith((" -", " –", " VÀ", ","))


def _is_kind_alone(line: str) -> bool:
    kind = kind_of(line)
    return bool(kind and is_upper(line)) and not _rest_of_kind(line)


def _rest_of_kind(line: str) -> str:
    """What a line says after the kind it begins with, but for `DỰ THẢO`; "" where it begins with
    none or says no more."""
    kind = kind_of(line)
    return DRAFT.sub("", line[len(kind) :]).strip(" ()") if kind else ""


def title_under(head: Sequence[str], at: int, bold: Collection[str]) -> str | None:
    """What stands after and under the kind (line `at`), until the text begins: by its words, by
    the look of its lines, or by a line that ends as a sentence does."""
    first = _rest_of_kind(head[at])
    below = head[at + 1 : at + 1 + _MAX_TITLE_LINES]
    if first and not _stands_below(first, below[:1], bold):
        return " ".join(_title_lines(below, [first], bold))
    return " ".join((first, *_title_lines(below, [], bold))).strip() or None


def _stands_below(first: str, below: Sequence[str], bold: Collection[str]) -> bool:
    """Whether what follows a kind in its line only tells it from others, and the title is the line
    below: in letters of its own, bold where the document has bold lines, and no text."""
    if len(first.split()) > _OF_KIND or not below or is_upper(below[0]):
        return False
    text = _OPENS_TEXT.match(below[0]) or below[0].endswith((":", ".", ";"))
    return not text and (not bold or below[0] in bold)


def _title_lines(below: Sequence[str], begun: Sequence[str], bold: Collection[str]) -> list[str]:
    """The lines of the title below the kind, after those `begun`."""
    lines = list(begun)
    for line, following in zip_longest(below, below[1:], fillvalue=""):
        apart = _is_letterhead(line) or _is_rule(line)
        if apart and not lines:
            continue
        if apart or (_AFTER_TITLE.match(line) and not _names_on(lines, line, following)):
            break
        if lines and (_look(lines[0], bold) != _look(line, bold) or _OPENS_TEXT.match(line)):
            break
        if lines and line.endswith((":", ".", ";")):
            break
        lines.append(line)
    return lines


def _names_on(lines: Sequence[str], line: str, following: str) -> bool:
    """Whether a line that begins as the body that issues goes on with the title: the one above
    breaks off, or that body stands in the line below."""
    if not lines or not _BODY.match(line):
        return False
    return bool(_BREAKS_OFF.search(lines[-1]) or (_BODY.match(following) and is_upper(following)))


def _is_letterhead(line: str) -> bool:
    place = PLACE_DATE.match(line)
    return bool(DRAFT.match(line) or place or NUMBER_LINE.search(line))


def _look(line: str, bold: Collection[str]) -> tuple[bool, bool]:
    return is_upper(line), line in bold


def _is_rule(line: str) -> bool:
    """Whether a line is drawn with signs (`-----`, `*`)."""
    return not any(char.isalnum() for char in line)


def annex_title(head: Sequence[str]) -> str | None:
    """The capitals under the first annex heading, for an annex that stands alone."""
    for position, line in enumerate(head):
        heading = annex_heading(line)
        if heading:
            lines = [heading[1]] if heading[1] else []
            for below in head[position + 1 : position + 1 + _MAX_TITLE_LINES]:
                if not is_upper(below):
                    break
                lines.append(below)
            return " ".join(lines) or None
    return None


def is_address(line: str) -> bool:
    """Whether a line says to whom a letter goes."""
    return _TO.match(line) is not None


def about(head: Sequence[str]) -> str | None:
    """What a letter is about (`V/v …` under its number), over its lines, those of the right column
    left out; None where it does not say so. `head` ends above whom it goes to."""
    for position, line in enumerate(head):
        match = _ABOUT.search(line)
        if match:
            under = [text for text in head[position + 1 :] if _goes_on(text)]
            return " ".join((PLACE_DATE.sub("", match["what"]), *under)).rstrip(" .;") or None
    return None


def _goes_on(line: str) -> bool:
    """Whether a line can be the next of what a letter is about."""
    other = _is_letterhead(line) or _is_rule(line) or BLANK_NUMBER.search(line)
    return not (other or is_upper(line) or has_letterhead((line,)) or is_motto(line))


def together(line: str) -> str:
    """The line as written, its letters together where they are set apart (`Q U Y Ế T`)."""
    line = plain(_SPACED.sub(lambda m: _word_of(m.group()), line))
    return _squeezed_kinds().get("".join(line.split()), line)


def _word_of(letters: str) -> str:
    """Letters set apart as the words they are: those of a kind, or one."""
    word = "".join(letters.split())
    return _squeezed_kinds().get(word, word)


@cache
def _squeezed_kinds() -> dict[str, str]:
    """Kinds in capitals, by their letters without spaces (`QUYẾTĐỊNH`)."""
    return {"".join(kind.upper().split()): kind.upper() for kind in _kinds()}
