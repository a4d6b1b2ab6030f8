"""What a document says of itself: number, date, kind, issuer, title, and its key."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile, zip_longest
from pathlib import PurePosixPath
from typing import Any

from pipeline.data.records import FactRecord
from pipeline.frozen import dataclass
from pipeline.model import Overrides, Problem
from pipeline.normalize.body_names import abbreviated, area_of
from pipeline.normalize.heading import (
    DRAFT,
    LETTER,
    NUMBER_LINE,
    TEXT_BEGINS,
    about,
    annex_title,
    is_address,
    kind_line,
    kind_of,
    title_under,
    together,
)
from pipeline.normalize.issuer import lacks_place, named_issuer, with_place
from pipeline.normalize.letterhead import PLACE_DATE, letterhead, read_issuer, without_right
from pipeline.normalize.stamps import Stamp, read_stamp
from pipeline.normalize.tables.titles import is_upper
from pipeline.normalize.values.communes import province_of
from pipeline.normalize.wrapped import unwrapped
from pipeline.writing.kinds import document_kinds, issuers_by_symbol
from pipeline.writing.letters import plain, slug
from pipeline.writing.numbers import CALLED, DOTTED_DATE, as_number, find_date, find_number
from pipeline.writing.patterns import compiled

HEAD_LINES = 80
"""Lines from the top in which a document states its number, date, kind and title."""

LONGEST_KEY = 100
"""Letters of a key: with what is put to it the name of a file still has room."""

_NAMED = compiled(rf"(?:Luật|Bộ luật|Nghị quyết|Pháp lệnh|Lệnh)\s+số\s*:?\s*{CALLED}\s*\Z")
"""How laws and resolutions of the National Assembly print their number, kind included."""
_BLANK = re.compile(r"(?<!\w)Số\s*:?\s*(?:[.…_\s]*/|[.…_\s]*$)")
_BLANK_DAY = compiled(r"ngày[\s.…_]*/", any_case=True)
_BLANK_CITED = compiled(r"(?<!\w)số\s*:?[\s.…_]*/", any_case=True)
_ATTACHED = re.compile(
    r"^\(?\s*(?:(?:ban hành\s+(?:kèm\s+)?|(?:đính\s+)?kèm\s+)theo|đính\s+kèm)\s+(?P<what>.*)",
    re.IGNORECASE,
)
_BRACKET = compiled(r"\((?=\s*(?:ban hành|đính kèm|kèm theo)\s)", any_case=True)
_ISSUED_BY = re.compile(r"\bcủa\s+(?P<issuer>[^)(]+?)\s*\)?\s*$")
_ASSEMBLED = ("Luật", "Bộ luật", "Nghị quyết", "Pháp lệnh")
"""What assemblies issue."""
_ADOPTED = compiled(
    r"\A(?:Luật|Bộ luật|Nghị quyết|Pháp lệnh)\s+này\s+(?:đã\s+)?được\s+.{5,200}?\bthông qua"
    r"(?:\s+tại\s+.{5,100}?)?\s+(?P<day>ngày\s+\d.{1,30})"
)
"""How the laws and resolutions of assemblies end: their day is that on which they were passed."""
_STATE = re.compile(r"\s*C[ỘO]NG H(?:[ÒO]A|OÀ) X[ÃA] H[ỘO]I.*", re.IGNORECASE)
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
_BY_RULE = compiled(r"(?:Ủy ban nhân dân|Hội đồng nhân dân)\s")
_MAX_ATTACHED_LINES = 5  # below the first, of what an annex is attached to
_BREAKS_OFF = " …"
"""Put to what an annex is attached to where its bracket is not closed: the name may go on."""
_MAX_PASSED_LINES = 4
"""Lines of the sentence that says when a document was passed."""
_LETTERHEAD = 12
_UNDER_KIND = 3
_SEARCHED = 400
"""Lines in which the name of the state is looked for: a page of a portal has much above it."""
UNCERTAIN_FACT = "fact-uncertain"
_CONFIDENCE = {
    "settings": 100.0, "letterhead": 95.0, "heading": 90.0, "signature": 85.0, "attached": 80.0,
    "closing": 80.0, "symbol": 70.0,
}  # fmt: skip
"""How far a fact is trusted by where it stands: the order in which the places were right over the
published files."""


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
    province_id: str | None = None
    """The province in which the commune lies that issues; None for other bodies, and in doubt."""
    evidence: tuple[FactRecord, ...] = ()
    doubts: tuple[Problem, ...] = ()


def read_facts(
    lines: Sequence[str],
    marginalia: Sequence[str],
    name: str,
    overrides: Overrides,
    bold: Collection[str] = (),
) -> Facts:
    """The facts from the lines outside tables, from top to bottom.

    `marginalia` (signature fields) fill what the lines leave blank; `overrides` win over both;
    `name` is the file the key falls back on; `bold` are the lines set in bold letters.
    """
    top = unwrapped(_apart(lines[: _SEARCHED + HEAD_LINES]))
    start, state, end = letterhead(top[:_SEARCHED])
    head = [together(line) for line in top[start : start + HEAD_LINES]]
    margin = [plain(line) for line in marginalia]
    at = kind_line(head[: end - start], state - start)
    above = head[: _room(head, end - start) if at is None else at]
    own = above if at is None else [*above, *_under_kind(head[at + 1 :])]
    stands_alone = _number_line(own) is None
    attached = _attached_to(head) if stands_alone else ""
    stamp = read_stamp([*own, attached], margin)
    letter = _letter_to(head[: _room(head, end - start) + 1]) if at is None and not attached else ""
    found = {
        "number": _number(own, margin, stamp, attached, overrides),
        "issued_date": _date(own, margin, stamp, attached, lines, overrides),
        "kind": _kind(head, at, attached, letter, overrides),
        "issuer": _as_written(_issuer_of(above, at is None, attached, overrides), lines, head),
        "title": _title_of(head, at, letter, {together(line) for line in bold}, overrides),
    }
    number, issued = found["number"].value, found["issued_date"].value
    if found["kind"].value is None and number:
        named = kind_of(found["number"].evidence)  # `Nghị quyết số: 29/2021/QH15`
        by_symbol = _Found(_kind_by_symbol(number), "symbol", number)
        found["kind"] = replace(found["number"], value=named) if named else by_symbol
    if found["issuer"].value is None and number:
        found["issuer"] = _Found(_issuer_by_symbol(number), "symbol", number)
    return Facts(
        doc_id=key_of(overrides.doc_id, number, issued, name),
        number=number,
        kind=found["kind"].value,
        issuer=found["issuer"].value,
        title=found["title"].value,
        issued=issued,
        status=overrides.status or _status(head, at),
        url=overrides.url,
        province_id=province_of(area_of(found["issuer"].value or ""), top, issued),
        evidence=tuple(one.record(name) for name, one in found.items() if one.value is not None),
        doubts=tuple(_doubts(own, attached, found)),
    )


def _apart(lines: Iterable[str]) -> Iterator[str]:
    """The lines, cells apart that a text of a page parts by strokes (`BỘ Y TẾ | CỘNG HÒA …`), and
    what an annex is attached to apart from its title in capitals (`MỨC TRỢ CẤP (Kèm theo …)`)."""
    for line in lines:
        bracket = _BRACKET.search(line)
        if bracket and line[: bracket.start()].strip() and is_upper(line[: bracket.start()]):
            yield from (line[: bracket.start()].rstrip(), line[bracket.start() :])
        else:
            yield from (filter(None, map(str.strip, line.split("|"))) if " |" in line else (line,))


@dataclass(frozen=True, slots=True)
class _Found:
    """A fact, where it is from, and the line it is read from."""

    value: Any = None
    origin: str = ""
    evidence: str = ""

    def record(self, name: str) -> FactRecord:
        """It as published; page and line are filled by who knows them."""
        return FactRecord(name, self.origin, _CONFIDENCE[self.origin], None, None, self.evidence)


def _first(*found: _Found) -> _Found:
    return next((one for one in found if one.value is not None), _Found())


def _number(
    own: Sequence[str],
    margin: Sequence[str],
    stamp: Stamp,
    attached: str,
    overrides: Overrides,
) -> _Found:
    """The document's own number; that of the document an annex names only where no line of the
    letterhead is meant for a number."""
    line = _number_line(own)
    blank = line is not None and _as_own_number(line) is None
    signed = next((text for text in margin if _signed_number(text)), "")
    return _first(
        _Found(overrides.number, "settings", overrides.number or ""),
        _Found(None if line is None or blank else _as_own_number(line), "letterhead", line or ""),
        _Found(_signed_number(signed), "signature", signed),
        _Found(stamp.number, "signature", line or attached),
        _Found(_attached_number(attached), "attached", attached),
    )


def _attached_number(attached: str) -> str | None:
    """The number an annex names, also right after the kind (`Nghị quyết 219/2019/NQ-HĐND`)."""
    kind = kind_of(attached) or ""
    return find_number(attached) or find_number(f"số {attached[len(kind) :]}")


def _date(
    own: Sequence[str],
    margin: Sequence[str],
    stamp: Stamp,
    attached: str,
    lines: Sequence[str],
    overrides: Overrides,
) -> _Found:
    """The document's own date, beside its place, or where none stands there the day on which it was
    passed; never one that it cites."""
    printed = next((line for line in own if _own_date([line])), "")
    blank = any(DOTTED_DATE.search(text) and not find_date(text) for text in own)
    passed = "" if printed or blank or attached else _passed(lines)
    return _first(
        _Found(overrides.issued, "settings", str(overrides.issued or "")),
        _Found(_own_date([printed]) if printed else None, "letterhead", printed),
        _Found(stamp.issued, "signature", next(iter(margin), "")),
        _Found(_first_date(margin, ""), "signature", next(iter(margin), "")),
        _Found(find_date(attached), "attached", attached),
        _Found(find_date(passed), "closing", passed),
    )


def _passed(lines: Sequence[str]) -> str:
    """The sentence that says when an assembly passed the document, from the word `ngày`; its lines
    put together. "" where none says so."""
    for at, line in enumerate(lines):
        if line.lstrip().startswith(_ASSEMBLED):
            text = " ".join(map(plain, lines[at : at + _MAX_PASSED_LINES]))
            match = _ADOPTED.match(text)
            if match:
                return str(match["day"])
    return ""


def _letter_to(head: Sequence[str]) -> str:
    """The line that says to whom a letter goes, "" where none does or no number stands above it: a
    form is addressed too."""
    to = next((at for at, line in enumerate(head) if is_address(line)), None)
    return head[to] if to is not None and _number_line(head[:to]) is not None else ""


def _kind(
    head: Sequence[str], at: int | None, attached: str, letter: str, overrides: Overrides
) -> _Found:
    """The kind in capitals; for an annex alone the kind of the document it is attached to; none is
    printed on a letter."""
    kind = kind_of(attached)
    own = None if at is None else kind_of(head[at])
    return _first(
        _Found(overrides.kind, "settings", overrides.kind or ""),
        _Found(own, "heading", "" if at is None else head[at]),
        _Found(kind, "attached", attached),
        _Found(LETTER if letter else None, "letterhead", letter),
    )


def _issuer_of(
    above: Sequence[str], open_ended: bool, attached: str, overrides: Overrides
) -> _Found:
    printed = read_issuer(above, open_ended)
    match = _ISSUED_BY.search(attached)
    whole = match is not None and not attached.endswith(_BREAKS_OFF)
    named = named_issuer(match.group("issuer")) if match and whole else None
    return _first(
        _Found(overrides.issuer, "settings", overrides.issuer or ""),
        _Found(printed[0], "letterhead", printed[1]) if printed else _Found(),
        _Found(named, "attached", attached),
    )


def _as_written(issuer: _Found, lines: Sequence[str], head: Sequence[str]) -> _Found:
    """A body that the letterhead prints in capitals, in the letters in which the document writes
    its name: which of its words begin with a capital no rule tells, but for those of places. Where
    the letterhead leaves its place out, with that which the head of the document names."""
    if issuer.origin != "letterhead":
        return issuer
    if lacks_place(issuer.value):
        return replace(issuer, value=with_place(issuer.value, head))
    if _BY_RULE.match(issuer.value):
        return issuer
    name = re.compile(rf"(?<!\w){re.escape(issuer.value)}(?!\w)", re.IGNORECASE)
    found = (match.group() for line in lines for match in name.finditer(plain(line)))
    written = next((text for text in found if text[0].isupper() and not is_upper(text)), None)
    return replace(issuer, value=written or issuer.value)


def _title_of(
    head: Sequence[str],
    at: int | None,
    letter: str,
    bold: Collection[str],
    overrides: Overrides,
) -> _Found:
    own = annex_title(head) if at is None else title_under(head, at, bold)
    title = about(head[: head.index(letter)]) if letter else own
    return _first(
        _Found(overrides.title, "settings", overrides.title or ""),
        _Found(title, "heading", title or ""),
    )


def _doubts(own: Sequence[str], attached: str, found: Mapping[str, _Found]) -> Iterator[Problem]:
    """What a letterhead or an annex leaves open: the fact is null, and somebody should know why.
    Digits set by hand may be drawn, or be a picture: what has no characters is not read."""
    line = _number_line(own)
    if line is not None and found["number"].value is None:
        message = "the number in the letterhead is blank or drawn; give it in sources.toml"
        yield Problem("warning", UNCERTAIN_FACT, message, line)
    blank = next((text for text in own if DOTTED_DATE.search(text)), None)
    if blank is not None and found["issued_date"].value is None:
        message = "the date in the letterhead is blank or drawn; give it in sources.toml"
        yield Problem("warning", UNCERTAIN_FACT, message, blank)
    if _BLANK_CITED.search(attached) and found["number"].value is None:
        message = "the number of what it is attached to is blank; give it in sources.toml"
        yield Problem("warning", UNCERTAIN_FACT, message, attached)
    if (DOTTED_DATE.search(attached) or _BLANK_DAY.search(attached)) and found[
        "issued_date"
    ].value is None:
        message = "the date of what it is attached to is blank; give it in sources.toml"
        yield Problem("warning", UNCERTAIN_FACT, message, attached)
    issuer = found["issuer"]
    if issuer.origin == "letterhead" and lacks_place(issuer.value):
        message = f"{issuer.value} is named without its place; give it in sources.toml"
        yield Problem("warning", UNCERTAIN_FACT, message, issuer.evidence)
    issued_by = _ISSUED_BY.search(attached)
    if issued_by is not None and found["issuer"].value is None:
        what = "not to its end" if attached.endswith(_BREAKS_OFF) else "without its place"
        message = f"the issuer is named {what}; give it in sources.toml"
        yield Problem("warning", UNCERTAIN_FACT, message, issued_by.group("issuer"))


def _room(head: Sequence[str], end: int) -> int:
    """How many lines a letterhead without a line for the kind may take; twice as many where whom
    a letter goes to ends it."""
    stop = next((i for i, line in enumerate(head[:end]) if TEXT_BEGINS.match(line)), end)
    letter = stop < end and is_address(head[stop])
    return min(stop, (1 + letter) * _LETTERHEAD)


def _number_line(own: Sequence[str]) -> str | None:
    """The line of the letterhead that is meant for the number, filled in or blank."""
    left = [without_right(line) for line in own]
    for line, below in zip_longest(left, left[1:], fillvalue=""):
        if NUMBER_LINE.search(line) or _NAMED.match(line) or _BLANK.search(line):
            goes_on = line.rstrip(" :").endswith("Số") and below.lstrip().startswith("/")
            return f"{line} {below}" if goes_on else line
    return None


def _as_own_number(line: str) -> str | None:
    match = NUMBER_LINE.search(line) or _NAMED.match(line)
    return as_number(match) if match else None


def _signed_number(text: str) -> str | None:
    return find_number(text) or find_number(f"số {text}")


def _kind_by_symbol(number: str) -> str | None:
    """The kind whose symbol a number carries, where only one kind has it: right after the serial
    (`12/QĐ-BTC`), before 1997 after the issuer (`01-TANDTC/TTLT`); what stands elsewhere is a unit
    (`1022/BHXH-CĐ`)."""
    parts = [part for part in re.split(r"[/-]", number) if not part[:1].isdigit()]
    marks = {*parts[:1], *(parts[-1:] if number.endswith(f"/{parts[-1]}") else ())} if parts else {}
    kinds = [kind for kind, symbols in document_kinds().items() if set(marks) & set(symbols)]
    return kinds[0] if len(kinds) == 1 else None


def _issuer_by_symbol(number: str) -> str | None:
    """The body whose abbreviation ends a number (`62/2026/TT-BXD`)."""
    mark = re.split(r"[/&-]", number)[-1].rstrip("0123456789")
    return issuers_by_symbol().get(mark) or abbreviated(mark)


def key_of(chosen: str | None, number: str | None, issued: date | None, name: str) -> str:
    """The key that somebody chose, else the one by number, date and file."""
    return chosen or doc_id(number, issued, name)


def doc_id(number: str | None, issued: date | None, name: str) -> str:
    """The key: number and year in lower-case ASCII, or the slug of the file name.

    It names files, so that it is never longer than `LONGEST_KEY`: of a longer one the start and a
    digest of all of it stay.
    """
    base = _dashed(number or "")
    if not base:
        return _bounded(_dashed(PurePosixPath(name).stem) or "document")
    year = str(issued.year) if issued else ""
    return _bounded(base if not year or year in base.split("-") else f"{base}-{year}")


def _bounded(key: str) -> str:
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:12]
    return f"{key[: LONGEST_KEY - 13].rstrip('-')}-{digest}"


def _dashed(text: str) -> str:
    return slug(text).replace("_", "-")


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


def _attached_to(lines: Sequence[str]) -> str:
    """What an annex is attached to (`(Kèm theo Nghị định số …)`), over the lines of its bracket."""
    for position, line in enumerate(lines):
        text, closed = plain(line), not line.lstrip().startswith("(")
        for below in lines[position + 1 : position + 1 + _MAX_ATTACHED_LINES]:
            closed = closed or ")" in text
            text = text if closed else f"{text} {plain(below)}"
        match = _ATTACHED.match(text)
        if match:
            return str(match["what"]) + ("" if closed or ")" in text else _BREAKS_OFF)
    return ""


def _under_kind(below: Sequence[str]) -> list[str]:
    """The lines right under the kind, where some print number and date, before the text begins."""
    return list(takewhile(lambda line: not TEXT_BEGINS.match(line), below[:_UNDER_KIND]))


def _own_date(head: Sequence[str]) -> date | None:
    for line in head[:40]:
        match = PLACE_DATE.search(_STATE.sub("", line))
        found = find_date(match.group()) if match else None
        if found:
            return found
    return None


def _first_date(margin: Sequence[str], attached: str) -> date | None:
    return next((found for line in (*margin, attached) if (found := find_date(line))), None)


def _status(head: Sequence[str], at: int | None) -> str:
    top = head[: (at if at is not None else 10) + 2]
    return "draft" if any("DỰ THẢO" in line or DRAFT.match(line) for line in top) else "issued"
