"""The letterhead: its two columns told apart, and who stands in the left one.

Left stand the body above and the body that issues, in capitals; right the name of the state and its
motto, or of the Party; then number, place and date. A PDF prints both columns into one line or
alternates them; so what the right column says is cut out wherever it stands.
Source: Nghị định 30/2020/NĐ-CP, annex I; for Party documents Hướng dẫn 36-HD/VPTW of 2018.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.normalize.body_names import is_local_branch
from pipeline.normalize.issuer import composed, is_committee, lacks_name, lacks_owner
from pipeline.normalize.joint import are_one_name, breaks_word, is_whole_above, one_behind_the_other
from pipeline.normalize.name_heads import begins_area, begins_body
from pipeline.normalize.tables.titles import is_upper
from pipeline.normalize.wrapped import MOTTOES, bare
from pipeline.writing.headings import annex_heading
from pipeline.writing.letters import fold, plain
from pipeline.writing.patterns import compiled
from pipeline.writing.posts import posts

_STATE = compiled(
    r"C[ỘO]NG\s+H(?:ÒA|OÀ|OA)\s+X[ÃA]\s+H[ỘO]I"
    r"(?:\s+CH[ỦU](?:\s+NGH[ĨI]A(?:\s+VI[ỆE]T(?:\s+NAM)?)?)?)?"
    r"|ĐẢNG\s+C[ỘO]NG\s+S[ẢA]N(?:\s+VI[ỆE]T(?:\s+NAM)?)?"
    r"|(?<!(?:TRUNG\s+ƯƠNG|BAN\s+CHẤP\s+HÀNH|BAN\s+THƯỜNG\s+VỤ)\s+)"
    r"(?P<union>ĐOÀN\s+(?:TNCS|THANH\s+NIÊN\s+CỘNG\s+SẢN)\s+HỒ\s+CHÍ\s+MINH)\s*\Z",
    any_case=True,
)
"""Whose document it is: of the state, the Party, the Youth Union (not where that ends the name of a
committee of it)."""
_MOTTO = compiled(
    r"độc\s+lập\s*[-–]\s*tự\s+do(?:\s*[-–](?:\s*h[ạa]nh(?:\s+phúc)?)?)?|[-_*=]{2,}", any_case=True
)
_NUMBER = compiled(r"(?<!\w)Số\s*:|\ASố(?=\s+\d)|(?<!\w)Số(?=\s+\d+\s*[-/])")
_WORD = r"\p{Lu}\p{Ll}*+(?:[-–'’]\s?\p{L}+)*+"
_PLACE = (
    rf"(?<!\w)(?:(?:TP|Tp|TX|Tx|TT|T\.P|H|Q|P|X)\.?\s*)?(?<!\w){_WORD}"
    rf"(?:\s+(?:{_WORD}|phố|trấn|xã|khu|thị|[-–](?=\s\p{{Lu}}\p{{Ll}})|\d{{1,2}}(?=\s*,)))*+"
)
"""The name of a place: words with one capital each, so that the capitals of a left column end
before it."""
_DAY = r"\s*,\s*[Nn](?:gày|GÀY)(?=\s*(?:[\d.…_]|tháng|\Z)).*"
PLACE_DATE = compiled(
    rf"{_PLACE}{_DAY}|\A\p{{Lu}}\p{{Ll}}*+(?:\s+\p{{L}}\p{{Ll}}*+){{1,5}}{_DAY}"
    rf"|\A\p{{Ll}}+(?:\s+\p{{L}}+){{1,5}}{_DAY}|\A\p{{Lu}}+(?:\s+\p{{Lu}}+){{1,4}}{_DAY}"
    r"|\A(?:Thành phố\s+|Tỉnh\s+)?(?:\p{Lu}\p{Ll}*+\s+){1,4}ngày\s+\d{1,2}\s+tháng\s+\d.*",
    any_case=False,
)
"""Place and date; many leave the comma out."""
_ACTING = compiled(r"(?<!\w)(?:TM|KT|TL|TUQ|T/M)(?:\s*\.\s*|\s+)(?=\p{Lu})")
_OPEN = compiled(r"\sVÀ\Z|[,-]\Z")
_PLACE_NUMBER = compiled(r"\d{1,2}\Z")
"""What a narrow column leaves of a name that ends with a number (`BAN QUẢN LÝ DỰ ÁN` over `85`)."""
_SENTENCE = compiled(r"[.;:,]\Z|\A\P{Lu}|.{90}")
_STAMP = compiled(
    r"(?:DỰ THẢO|HỎA TỐC|THƯỢNG KHẨN|KHẨN|MẬT|TỐI MẬT|TUYỆT MẬT|BẢN SAO|SAO Y|BẢN CHÍNH|MẪU"
    r"|PHỤ LỤC)\b"
)
"""What is stamped or written beside a letterhead (Nghị định 30/2020/NĐ-CP, annex I, II.9)."""
_LINES_ABOVE = 4
"""Lines of the left column that may stand above the name of the state: two bodies of two lines
each."""


def letterhead(lines: Sequence[str]) -> tuple[int, int, int]:
    """First line of the letterhead, the line that names the state (the first where none does), and
    the line after the room it may take: an annex heading ends it. A page of a portal has much
    above it."""
    top = next((i for i, line in enumerate(lines) if annex_heading(line)), len(lines))
    state = next((i for i, line in enumerate(lines[:top]) if _STATE.search(line)), None)
    start = 0 if state is None else _first_above(lines, state)
    return start, start if state is None else state, top


def _first_above(lines: Sequence[str], state: int) -> int:
    """Where the left column begins that stands above the name of the state: so many lines that
    print words, counted from the number where that stands above it too, with what it is about; up
    to twice as many in capitals where a narrow column broke them and none yet begins a body. A
    first word that is broken off is no line of its own."""
    near = range(max(0, state - 2 * _LINES_ABOVE), state)
    numbered = next((at for at in near if _NUMBER.search(lines[at])), state)
    worded = [at for at in range(numbered) if any(map(str.isalnum, lines[at]))]
    start, count = numbered, 0
    for at in reversed(worded):
        count += len(lines[at].split()) > 1 or not is_upper(lines[at])
        whole = begins_body(lines[start]) and not _OPEN.search(lines[at].rstrip())
        if count > _LINES_ABOVE and (whole or count > 2 * _LINES_ABOVE):
            break
        if count > _LINES_ABOVE and not is_upper(lines[at]):
            break
        start = at
    return start


def has_letterhead(lines: Sequence[str]) -> bool:
    """Whether the lines name the state or the Party, or begin a number: those of a document."""
    return any(_STATE.search(line) or _NUMBER.search(line) for line in lines)


def is_motto(line: str) -> bool:
    """Whether a line begins as the motto of the state does."""
    return _MOTTO.match(line) is not None


def read_issuer(lines: Sequence[str], open_ended: bool = False) -> tuple[str, str] | None:
    """The body that issues, its name in normal form, and the lines it is read from.

    `lines` are those above the kind of document. Without the name of the state only lines that
    begin as bodies are named count: capitals may be a title; so may those below motto and number
    where no line for the kind ends the letterhead (`open_ended`).
    """
    left: list[str] = []
    lines = _heads_whole(lines)
    known = has_letterhead(lines)
    state = next((at for at, line in enumerate(lines) if _STATE.search(line)), -2)
    rest: tuple[str, ...] = ()
    for at, line in enumerate(lines):
        number = _NUMBER.search(line)
        numbered = any(map(_NUMBER.search, lines[at:]))
        known = known and (numbered or not (open_ended and any(map(_MOTTO.match, lines[:at]))))
        printed = line[: number.start()] if number else line
        own, rest = _left_of(printed, rest)
        own = f"- {own}" if own and left and printed.lstrip().startswith("- ") else own
        if own and _can_be_body(own, known, left, beside=at <= state + 1):
            left.append(own)
        elif number or (own and left and not known):
            break
    left = left or _unnamed(lines)
    return (composed(_under_union(_bodies(left), lines)), " ".join(left)) if left else None


def _under_union(bodies: list[str], lines: Sequence[str]) -> list[str]:
    """The bodies, below the Youth Union where its name alone tells whose committee issues: its
    papers print that in the right column, in place of the state's."""
    found = (match["union"] for match in map(_STATE.search, lines) if match and match["union"])
    union = next(found, None)
    return [union, *bodies] if union and is_committee(bodies) else bodies


def _heads_whole(lines: Sequence[str]) -> list[str]:
    """The lines, the first word of a body put to the rest of its name where a narrow column broke
    them (`ỦY` over `BAN NHÂN DÂN`)."""
    whole: list[str] = []
    for line in lines:
        above = whole[-1].strip(" -_*.•") if whole else ""
        alone = above.isalpha() and is_upper(above) and not begins_body(above)
        alone = alone and not whole[-1].rstrip().endswith(("-", "–"))
        if alone and is_upper(line) and begins_body(f"{above} {line.strip()}"):
            whole[-1] = f"{above} {line.strip()}"
        else:
            whole.append(line)
    return whole


def _can_be_body(own: str, known: bool, left: Sequence[str], beside: bool) -> bool:
    """Whether what a left column prints names a body, or goes on with the name above. Schools and
    offices set theirs in small letters too: beside the name of the state, text stands below."""
    if _PLACE_NUMBER.match(own):
        return known and bool(left)
    if not is_upper(own):
        return beside and begins_body(own) and _SENTENCE.search(own) is None
    return begins_body(own) or (bool(left) and (known or begins_area(own)))


def _unnamed(lines: Sequence[str]) -> list[str]:
    """The capitals of the left column where none begins as bodies are known to: the place says
    whose name it is, between the name of the state, or right above it, and the number."""
    number = next((at for at, line in enumerate(lines) if _NUMBER.search(line)), None)
    head = lines[: number or 0]
    if not any(map(_STATE.search, head)):
        return []
    own = (_left_of(line, ())[0].strip(" -") for line in head)
    return [text for text in own if is_upper(text) and not _STAMP.match(text)][:_LINES_ABOVE]


def without_right(line: str) -> str:
    """A line without what the right column of a letterhead says: the state and its motto."""
    return _MOTTO.sub(" ", _STATE.sub(" ", line)).rstrip()


def _left_of(line: str, rest: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """What the left column prints in a line, and the end of what the right one says that it leaves
    to a line below; `rest` is what lines above left."""
    whole = PLACE_DATE.sub(" ", line)
    line = _without_end(whole, rest)
    found = [match.group() for pattern in (_STATE, _MOTTO) for match in pattern.finditer(line)]
    left_over = () if line != whole else rest
    carried = next((over for text in found if (over := _carried(text))), left_over)
    own = plain(_MOTTO.sub(" ", _STATE.sub(" ", line))).rstrip(" _*.").lstrip(" -_*.•")
    return _ACTING.sub("", own.removesuffix(" ,")), carried


def _carried(printed: str) -> tuple[str, ...]:
    words = bare(printed)
    whole = next((text for text in MOTTOES if text[: len(words)] == words), words)
    return whole[len(words) :]


def _without_end(line: str, rest: tuple[str, ...]) -> str:
    """The line without the words it ends with, where they are those that were carried over."""
    words = line.split()
    if rest and bare(" ".join(words[-len(rest) :])) == rest:
        return " ".join(words[: -len(rest)])
    return line


def _bodies(left: Sequence[str]) -> list[str]:
    """The lines put together: a line that begins no body goes on with the one above, and so does
    what that needs to be whole (`THỦ TƯỚNG` over `CHÍNH PHỦ`, a line that ends with `VÀ`)."""
    bodies: list[str] = []
    for line in (body for text in left for body in one_behind_the_other(text)):
        opened = bool(bodies) and (
            fold(bodies[-1]) in _posts()
            or _OPEN.search(bodies[-1])
            or are_one_name(bodies[-1], line)
            or lacks_name(bodies[-1])
            or lacks_owner(bodies[-1])
            or breaks_word(bodies[-1], line)
        )
        if opened or (bodies and (begins_area(line) or not _begins(bodies[-1], line))):
            bodies[-1] += f" {line}"
        else:
            bodies.append(line)
    return bodies


def _begins(above: str, line: str) -> bool:
    return begins_body(line) or is_whole_above(above, line) or is_local_branch(line)


@cache
def _posts() -> frozenset[str]:
    return frozenset(map(fold, posts()))
