"""The letterhead: its two columns told apart, and who stands in the left one.

Left stand the body above and the body that issues, in capitals; right the name of the state and its
motto, or of the Party; then number, place and date. A PDF prints both columns into one line or
alternates them; so what the right column says is cut out wherever it stands.
Source: Nghị định 30/2020/NĐ-CP, annex I; for Party documents Hướng dẫn 36-HD/VPTW of 2018.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.normalize.tables.captions import is_upper
from pipeline.normalize.values.agencies import parse_agencies
from pipeline.writing.headings import annex_heading
from pipeline.writing.letters import plain
from pipeline.writing.patterns import compiled

_STATE = compiled(
    r"C[ỘO]NG\s+H(?:ÒA|OÀ|OA)\s+X[ÃA]\s+H[ỘO]I(?:\s+CH[ỦU]\s+NGH[ĨI]A(?:\s+VI[ỆE]T(?:\s+NAM)?)?)?"
    r"|ĐẢNG\s+C[ỘO]NG\s+S[ẢA]N\s+VI[ỆE]T\s+NAM",
    any_case=True,
)
_MOTTO = compiled(
    r"độc\s+lập\s*[-–]\s*tự\s+do(?:\s*[-–]\s*h[ạa]nh\s+phúc)?|[-_*=]{2,}", any_case=True
)
_NUMBER = compiled(r"(?<!\w)Số\s*:|\ASố(?=\s+\d)|(?<!\w)Số(?=\s+\d+\s*[-/])")
_PLACE_DATE = compiled(r"[^\W\d_][^\d.;:()]{1,40},\s*ngày.*", any_case=True)
_AREA = compiled(
    r"(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\s", any_case=True
)
_BODY = compiled(
    r"(?:BỘ|[ỦU][YỶ] BAN|UBND|HĐND|HỘI ĐỒNG|SỞ|CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|CHỦ TỊCH NƯỚC|VĂN PHÒNG"
    r"|BAN|TỈNH [ỦU][YỶ]|THÀNH [ỦU][YỶ]|ĐẢNG [ỦU][YỶ]|HUYỆN [ỦU][YỶ]|VỤ"
    r"|ĐẠI HỌC|TRƯỜNG|HỌC VIỆN|CỤC|TỔNG CỤC|VIỆN|TÒA ÁN|TOÀ ÁN|NGÂN HÀNG|THANH TRA|KIỂM TOÁN"
    r"|TRUNG TÂM|TỔNG CÔNG TY|CÔNG TY|TẬP ĐOÀN|LIÊN ĐOÀN|TỔNG LIÊN ĐOÀN|HỘI|PHÒNG|BẢO HIỂM"
    r"|THÔNG TẤN XÃ|ĐÀI|BỆNH VIỆN|KHO BẠC|CHI CỤC|MẶT TRẬN|ĐOÀN|[ỦU][YỶ] BAN)(?!\w)"
)
_ACTING = compiled(r"(?:TM|KT|TL|TUQ|T/M)\s*\.?\s*(?=\p{Lu})")
_SPELLED = (("UBND", "ỦY BAN NHÂN DÂN"), ("HĐND", "HỘI ĐỒNG NHÂN DÂN"), ("UỶ", "ỦY"))
_PARTY_CENTRE = "ban chấp hành trung ương"
_LEVEL_ALONE = compiled(
    r".*\b(?:nhân dân|sở)\s*(?:tỉnh|thành phố|huyện|quận|xã|phường)?\s*\Z", any_case=True
)
_LINES_ABOVE = 4


def letterhead(lines: Sequence[str]) -> tuple[int, int, int]:
    """First line of the letterhead, the line that names the state (the first where none does), and
    the line after the room it may take: an annex heading ends it. A page of a portal has much
    above it."""
    top = next((i for i, line in enumerate(lines) if annex_heading(line)), len(lines))
    state = next((i for i, line in enumerate(lines[:top]) if _STATE.search(line)), None)
    start = 0 if state is None or state <= _LINES_ABOVE else state - _LINES_ABOVE
    return start, start if state is None else state, top


def has_letterhead(lines: Sequence[str]) -> bool:
    """Whether the lines name the state or the Party, or begin a number: those of a document."""
    return any(_STATE.search(line) or _NUMBER.search(line) for line in lines)


def read_issuer(lines: Sequence[str], open_ended: bool = False) -> tuple[str, str] | None:
    """The body that issues, its name in normal form, and the lines it is read from.

    `lines` are those above the kind of document. Without the name of the state only lines that
    begin as bodies are named count: capitals may be a title; so may those below the motto where
    no line for the kind ends the letterhead (`open_ended`).
    """
    left: list[str] = []
    known = has_letterhead(lines)
    for line in lines:
        known = known and not (open_ended and any(map(_MOTTO.match, lines[: lines.index(line)])))
        number = _NUMBER.search(line)
        own = _PLACE_DATE.sub(" ", line[: number.start()] if number else line)
        own = plain(_MOTTO.sub(" ", _STATE.sub(" ", own))).strip(" -_*.").removesuffix(" ,")
        own = _ACTING.sub("", own)
        if own and is_upper(own) and (_BODY.match(own) or (left and (known or _AREA.match(own)))):
            left.append(own)
        elif number or (own and left and not known):
            break
    return (_composed(_bodies(left)), " ".join(left)) if left else None


def named_issuer(text: str) -> str | None:
    """The issuer that an annex names (`… của Ủy ban nhân dân tỉnh Vĩnh Long`) in normal form; None
    where only its level is named (`của UBND tỉnh`), or a field without a place (`của Sở Xây dựng`:
    every province has one)."""
    name = _in_form(_spelled(plain(text).strip(" .,)")))
    return None if _LEVEL_ALONE.match(name) or _is_field_alone(name) else name


def _is_field_alone(name: str) -> bool:
    first, _, field = name.partition(" ")
    return first == "Sở" and _registered(f"Bộ {field}") is not None


def _bodies(left: Sequence[str]) -> list[str]:
    """The lines put together: a line that begins no body goes on with the one above."""
    bodies: list[str] = []
    for line in left:
        if bodies and (_AREA.match(line) or not _BODY.match(line)):
            bodies[-1] += f" {line}"
        else:
            bodies.append(line)
    return bodies


def _composed(bodies: Sequence[str]) -> str:
    """The issuing body, with the place or the body above that its own name leaves out."""
    *above, own = (_in_form(_spelled(body)) for body in bodies)
    if not above:
        return own
    area = above[-1].partition("nhân dân ")[2]
    if above[-1].casefold() == _PARTY_CENTRE:
        return _in_form(f"{own} Trung ương")
    if area and not own.endswith(area):
        return f"{own} {area}"
    return own


def _spelled(name: str) -> str:
    for short, full in _SPELLED:
        name = name.replace(short, full if name.isupper() or short == "UỶ" else full.capitalize())
    return name.replace("Uỷ", "Ủy")


def _in_form(name: str) -> str:
    """A name as it is written in running text: as the registry has it, or in small letters but for
    its first and those of places."""
    known = _registered(name)
    if known or not is_upper(name):
        return known or name
    words = name.lower().split()
    begin = next((at for at in range(1, len(words)) if _is_area(words[at:])), len(words))
    begin += 2 if words[begin : begin + 1] and words[begin] in _TWO_WORDS else 1
    common = _field(" ".join(words[:begin]))
    return " ".join((common, *(word.capitalize() for word in words[begin:])))


_TWO_WORDS = ("thành", "thị", "đặc")


def _is_area(words: Sequence[str]) -> bool:
    return _AREA.match(" ".join(words[:3])) is not None and len(words) > 1


def _field(name: str) -> str:
    """A body in small letters; one of a field (`sở khoa học và công nghệ`) as its ministry writes
    the field."""
    first, _, field = name.partition(" ")
    ministry = _registered(f"Bộ {field}") if first == "sở" else None
    return f"Sở {ministry[3:]}" if ministry else name[:1].upper() + name[1:]


def _registered(name: str) -> str | None:
    mentions = parse_agencies(name)
    if len(mentions) != 1 or mentions[0].text != name or mentions[0].office:
        return None
    return mentions[0].agency if mentions[0].match == "exact" else None


def abbreviated(mark: str) -> str | None:
    """The body that the registry knows under an abbreviation (`BXD`)."""
    mentions = parse_agencies(mark) if mark.isalpha() and len(mark) > 1 else ()
    if len(mentions) != 1 or mentions[0].match not in ("exact", "alias"):
        return None
    return mentions[0].agency
