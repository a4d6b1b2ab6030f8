"""What a document says of itself: number, date, kind, issuer, title, and its key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import PurePosixPath

from pipeline import writing
from pipeline.data.records import FactRecord
from pipeline.model import Overrides
from pipeline.normalize.stamps import read_stamp
from pipeline.normalize.tables.captions import is_upper
from pipeline.normalize.values.agencies import parse_agencies
from pipeline.writing.datafiles import load_beside
from pipeline.writing.headings import annex_heading
from pipeline.writing.letters import plain, slug
from pipeline.writing.patterns import compiled

HEAD_LINES = 80
"""Lines from the top in which a document states its number, date, kind and title."""

_NUMBER = re.compile(r"\bsố\s*:?\s*(\d[\w.]*(?:\s?[/-]{1,2}\s?[^\W_][\w.]*)+)", re.IGNORECASE)
_NUMBER_LINE = re.compile(
    r"(?:^|\s{2,}|(?<=\S )(?=Số:))Số\s*:?\s*(\d[\w.]*(?:\s?[/-]{1,2}\s?[^\W_][\w.]*)+)"
)
_DATE = re.compile(
    r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})"
    r"|ngày\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})",
    re.IGNORECASE,
)
_PLACE_AND_DATE = re.compile(r"^[^\d.;:()]{2,40},\s*ngày\s*\d", re.IGNORECASE)
_ATTACHED = re.compile(r"^\(?\s*(?:ban hành\s+)?kèm theo\s+(?P<what>.*)", re.IGNORECASE)
_ISSUED_BY = re.compile(r"\bcủa\s+(?P<issuer>[^)(]+?)\s*\)?\s*$")
_STATE = re.compile(r"\s*C[ỘO]NG H[ÒO]A X[ÃA] H[ỘO]I.*", re.IGNORECASE)
_MOTTO = re.compile(r"độc lập\s*[-–]\s*tự do.*", re.IGNORECASE)
_AFTER_TITLE = re.compile(
    r"(?:căn cứ|theo đề nghị|xét đề nghị|điều 1\b|[IVX]+\.\s|\(|_{3,}|-{3,}|kính gửi|"
    r"chính phủ$|thủ tướng(?: chính phủ)?$|bộ trưởng|chủ tịch|ủy ban nhân dân|uỷ ban nhân dân|"
    r"hội đồng nhân dân|quốc hội|thống đốc|tổng kiểm toán|chương\s+[ivx]+$|phần\s+)",
    re.IGNORECASE,
)
_DRAFT = re.compile(r"\(?\s*dự thảo\b", re.IGNORECASE)
_TITLE_YEAR = compiled(r"(?<!\w)năm\s+(?P<year>20\d\d)(?!\d)", any_case=True)
_NOT_PERIOD = compiled(
    r"(?<!\w)(?:đến|tới|trước|sau|từ|với|tầm nhìn|giai đoạn|thời kỳ|nhiệm kỳ|định hướng|mục tiêu)"
    r"(?:\s+(?:hết|cuối|đầu|giữa|trước|trong|mốc|thời điểm|đến|tới))*+\s+(?:năm\s+)?(?:19|20)\d\d"
    r"|(?<!\w)ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm"
    r"|(?:19|20)\d\d\s*(?:[-–—/]|đến|tới|và)\s*(?:năm\s+)?(?:19|20)\d\d"
    r"|(?<!\w)(?:bộ luật|luật|hiến pháp|pháp lệnh)(?:\s+\p{L}++){1,8}\s+năm\s+20\d\d"
    r"|năm\s+20\d\d\s*+(?:trở đi|và (?:những|các) năm)",
    any_case=True,
)
_MAX_TITLE_LINES = 12
_MAX_ATTACHED_LINES = 3
_LETTERHEAD = 12
_UNDER_KIND = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a document; None where it does not state them."""

    doc_id: str
    number: str | None
    kind: str | None
    issuer: str | None
    title: str | None
    issued: date | None
    status: str
    url: str | None = None
    evidence: tuple[FactRecord, ...] = ()


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(
        sorted(load_beside(writing.__file__, "kinds.toml")["kinds"], key=len, reverse=True)
    )


def read_facts(
    lines: Sequence[str], marginalia: Sequence[str], name: str, overrides: Overrides
) -> Facts:
    """The facts from the lines outside tables, from top to bottom.

    `marginalia` (signature fields) fill what the lines leave blank; `overrides` win over both;
    `name` is the file the key falls back on.
    """
    head = [plain(line) for line in lines[:HEAD_LINES]]
    margin = [plain(line) for line in marginalia]
    attached = _attached_to(lines)
    top = _before_annex(head)
    at = _kind_line(head[:top])
    stamp = read_stamp(head[: (len(head) if at is None else at) + 1], margin)
    numbers = {
        "settings": overrides.number,
        "letterhead": _own_number(head, at),
        "signature": _first_number(margin, "") or stamp.number,
        "attached": find_number(attached),
    }
    origin = next((name for name, found in numbers.items() if found), None)
    number = numbers[origin] if origin else None
    issued = overrides.issued or _own_date(head) or stamp.issued or _first_date(margin, attached)
    kind = overrides.kind or (_kind_of(head[at]) if at is not None else _kind_of(attached))
    return Facts(
        doc_id=overrides.doc_id or doc_id(number, issued, name),
        number=number,
        kind=kind,
        issuer=overrides.issuer
        or _official_name(_issuer(head[: top if at is None else at], attached)),
        title=overrides.title or (_annex_title(head) if at is None else _title(head, at)),
        issued=issued,
        status=overrides.status or _status(head, at),
        url=overrides.url,
        evidence=(FactRecord("number", origin, 100.0, None, None, ""),) if origin else (),
    )


def doc_id(number: str | None, issued: date | None, name: str) -> str:
    """The key: number and year in lower-case ASCII, or the slug of the file name."""
    if not number:
        return _dashed(PurePosixPath(name).stem) or "document"
    base = _dashed(number)
    year = str(issued.year) if issued else ""
    return base if not year or year in base.split("-") else f"{base}-{year}"


def _dashed(text: str) -> str:
    return slug(text).replace("_", "-")


def find_number(text: str) -> str | None:
    """The first document number after the word `số`, without inner blanks."""
    return next((found for m in _NUMBER.finditer(text) if (found := _as_number(m))), None)


def _as_number(match: re.Match[str]) -> str | None:
    """A matched number without inner blanks; a date (`số 01/02/2026`) is none."""
    text = "".join(match.group(1).split())
    return text if any(char.isalpha() for char in text) else None


def find_date(text: str) -> date | None:
    """The first full date after the word `ngày`; None for one that does not exist."""
    match = _DATE.search(text)
    if match is None:
        return None
    day, month, year = (int(group) for group in match.groups() if group)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def year_of(facts: Facts) -> int | None:
    """The year of the months and quarters that a document prints without one: that of its period,
    where the title names one that lies ahead, else that of its date; None where it has neither."""
    period = period_year(facts.title or "")
    issued = facts.issued.year if facts.issued else None
    return period if period and (issued is None or period == issued + 1) else issued


def period_year(title: str) -> int | None:
    """The one year a title gives as its period (`Kế hoạch hoạt động năm 2025`).

    A goal (`đến năm 2045`), a span of years, a date, the year of a law and a year that is compared
    with are none; where several years could be meant, none is.
    """
    text = plain(title)
    years = {int(match["year"]) for match in _TITLE_YEAR.finditer(text)}
    if len(years) != 1 or _NOT_PERIOD.search(text):
        return None
    return years.pop()


def _before_annex(head: Sequence[str]) -> int:
    """How many lines stand above the first annex heading: the room of a letterhead."""
    return next((i for i, line in enumerate(head) if annex_heading(line)), len(head))


def _attached_to(lines: Sequence[str]) -> str:
    """What an annex is attached to (`(Kèm theo Nghị định số …)`), over its lines."""
    for position, line in enumerate(lines):
        match = _ATTACHED.match(plain(line))
        if match:
            text = match.group("what")
            for below in lines[position + 1 : position + 1 + _MAX_ATTACHED_LINES]:
                if text.endswith(")") or not line.lstrip().startswith("("):
                    break
                text += " " + plain(below)
            return text
    return ""


def _kind_line(head: Sequence[str]) -> int | None:
    """The line that is nothing but the kind of document, in capitals."""
    for position, line in enumerate(head):
        kind = _kind_of(line)
        if kind and is_upper(line) and _DRAFT.sub("", line[len(kind) :]).strip(" ()") == "":
            return position
    return None


def _kind_of(text: str) -> str | None:
    folded = text.casefold()
    return next((kind for kind in _kinds() if folded.startswith(kind.casefold())), None)


def _own_number(head: Sequence[str], at: int | None) -> str | None:
    """The number in the letterhead (`Số: …`): above the kind of document, or right under it."""
    end = _LETTERHEAD if at is None else at + 1 + _UNDER_KIND
    for line in head[:end]:
        match = _NUMBER_LINE.search(line)
        number = _as_number(match) if match else None
        if number:
            return number
    return None


def _first_number(margin: Sequence[str], attached: str) -> str | None:
    for line in margin:
        found = find_number(line) or find_number(f"số {line}")
        if found:
            return found
    return find_number(attached)


def _own_date(head: Sequence[str]) -> date | None:
    for line in head[:40]:
        tail = _STATE.sub("", line)
        match = re.search(r"[^\W\d_][^\d.;:()]{1,40},\s*ngày.*", tail)
        found = find_date(match.group()) if match else None
        if found:
            return found
    return None


def _first_date(margin: Sequence[str], attached: str) -> date | None:
    return next((found for line in (*margin, attached) if (found := find_date(line))), None)


def _issuer(head: Sequence[str], attached: str) -> str | None:
    """The capitals at the top left, before the name of the state and the number."""
    names: list[str] = []
    for line in head:
        own = _STATE.sub("", line).strip(" -_*")
        own = _MOTTO.sub("", own).strip(" -_*")
        if _NUMBER_LINE.search(own) or own.startswith("Số"):
            break
        if own and is_upper(own):
            names.append(own)
    if names:
        return " ".join(names)
    match = _ISSUED_BY.search(attached)
    return match.group("issuer") if match else None


def _official_name(printed: str | None) -> str | None:
    """The registry's spelling where the printed name is exactly that of one body (`CHÍNH PHỦ`);
    otherwise as printed."""
    mentions = parse_agencies(printed) if printed else ()
    if len(mentions) == 1 and mentions[0].text == printed and mentions[0].match == "exact":
        return printed if mentions[0].office else mentions[0].agency
    return printed


def _title(head: Sequence[str], at: int) -> str | None:
    lines: list[str] = []
    for line in head[at + 1 : at + 1 + _MAX_TITLE_LINES]:
        letterhead = _DRAFT.match(line) or _PLACE_AND_DATE.match(line) or _NUMBER_LINE.search(line)
        if letterhead and not lines:
            continue
        if letterhead or _AFTER_TITLE.match(line):
            break
        if lines and is_upper(lines[0]) != is_upper(line):
            break
        lines.append(line)
    return " ".join(lines) or None


def _annex_title(head: Sequence[str]) -> str | None:
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


def _status(head: Sequence[str], at: int | None) -> str:
    top = head[: (at if at is not None else 10) + 2]
    return "draft" if any("DỰ THẢO" in line or _DRAFT.match(line) for line in top) else "issued"
