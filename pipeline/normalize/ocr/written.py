"""What the grammar of official writing says is misread: quarters, days, numbers of documents and
annexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.model import Fragment
from pipeline.normalize.ocr.pieces import Fix, Piece, Spot, spots_of, sureness
from pipeline.normalize.ocr.shapes import as_certain_digits, as_roman, distance
from pipeline.normalize.ocr.symbols import kind_by_letters
from pipeline.writing.labels import parse_label
from pipeline.writing.numbers import day_of
from pipeline.writing.patterns import compiled

RULE = "ocr-grammar"
_QUARTERS = ("I", "II", "III", "IV")
_QUARTER = compiled(r"(?P<count>[^\s/.,;:()]{1,4})(?P<rest>(?:[/.,;:)].*)?)\Z")
_ARABIC = compiled(r"[1-4]\Z")
_FAIR = 0.9
"""Confidence from which an arabic quarter is not overruled where the document has no other."""
_ANNEX = compiled(r"(?P<count>[^\s/.,;:()]{1,6})(?P<rest>[/.,;:)]?)\Z")
_DATE = compiled(
    r"(?P<head>[^\w]?)(?P<day>\w{1,2})(?P<one>[/.-])(?P<month>\w{1,2})(?P<two>[/.-])"
    r"(?P<year>[\w]{4})(?P<rest>\W*)\Z"
)
_CODE = compiled(
    r"(?P<head>\W*)(?P<serial>[\p{L}\d]{1,5}|\d{1,4}\.\d{1,2})(?P<year>/\w{4})?(?P<joint>[-–/])"
    r"(?P<symbol>\p{L}[\p{L}\d]*+(?:[-/–&]\p{L}[\p{L}\d]*+)*)(?P<rest>\W*)\Z"
)
_SYMBOL = compiled(r"\p{Lu}[\p{L}\d&]{1,9}")
_BAR_BEFORE = compiled(r"[\]|!](?=\d)")
"""A one before other figures of a number (`]7/NQ-CP`): no bracket closes there."""
_STROKES_WITH_H = compiled(r"(?=.*H)[IVXH]{2,5}\.")
_TIMES = 2
_NEAR = 1.2
"""How far a symbol may look from one that the document prints, to be that one."""


_YEARS = range(1945, 2101)
"""Years of documents of this state and their deadlines."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How the document writes: whether it counts quarters in roman numerals (None where it does
    not show), and the symbols its document numbers have, with how often each."""

    roman_quarters: bool | None = None
    symbols: Counter[str] = field(default_factory=Counter)


def habits_of(texts: Sequence[Sequence[Fragment]]) -> Habits:
    """The habits that the texts of a document show."""
    romans = arabic = 0
    symbols: Counter[str] = Counter()
    for lines in texts:
        for before, spot in _with_word(spots_of(lines)):
            if before == "quý" and (match := _QUARTER.match(spot.piece.text)):
                romans += as_roman(match["count"]) in _QUARTERS and not match["count"].isdigit()
                arabic += match["count"] in ("2", "3", "4")
            match = _CODE.match(spot.piece.text)
            if match and sureness(lines[spot.fragment], spot.piece) >= _FAIR:
                symbols[match["symbol"]] += 1
    roman = True if romans > arabic else False if arabic else None
    return Habits(roman, symbols)


def _with_word(spots: Sequence[Spot]) -> Iterator[tuple[str, Spot]]:
    """Each spot with the letters of the one before."""
    before = ""
    for spot in spots:
        yield before, spot
        before = spot.piece.core.lower()


_FOREIGN = {"—": "–", "¡": "i", "ï": "i", "ñ": "n", "Ñ": "N", "⁄": "/", "ƒ": "f"}
"""Characters that no official document prints, and the letter they look like."""


def character_fixes(lines: Sequence[Fragment]) -> list[Fix]:
    """Characters that are no Vietnamese."""
    fixes = []
    closed = any(_CLOSING.search(spot.piece.text) for spot in spots_of(lines))
    for spot in spots_of(lines):
        text = _BESIDE_FIGURE.sub("", spot.piece.text.translate(_FOREIGN_TABLE))
        text = _TWICE.sub("Đ", _SIX.sub("6", text))
        text = text if closed else _STRAY.sub("", text)
        if text != spot.piece.text:
            fixes.append(Fix([spot], text, RULE, "a character that is not written here"))
    return fixes


_FOREIGN_TABLE = str.maketrans(_FOREIGN)
_BESIDE_FIGURE = compiled(r"(?<=\d)§|§(?=\d)")
"""A figure seen twice: sections are written "Điều" and "mục" here."""
_SIX = compiled(r"(?<=\d[,./]?)ó(?![\p{L}ó])|(?<!\p{L})ó(?=\d|[,.]\d|[,.]?ó*%)")
"""A six of a face in which it has the stroke of an `ó`: no syllable stands among figures."""
_TWICE = compiled("ĐÐ|ÐĐ")
"""A `Đ` seen twice, once as the letter of another language that looks the same."""
_STRAY = compiled(r"(?<![\p{L}'])'(?=[VWYTA]\p{L})")
"""An apostrophe seen in the white beside a slanted capital, …"""
_CLOSING = compiled(r"[\p{L}\d.,]'")
"""… unless one that closes says that it opens a quotation."""


def kind_fixes(lines: Sequence[Fragment]) -> list[Fix]:
    """Lines that are a kind of document in capitals but for their accents (`KÉ HOẠCH`)."""
    fixes = []
    for at, line in enumerate(lines):
        spots = [replace(spot, fragment=at) for spot in spots_of([line])]
        text = " ".join(spot.piece.text for spot in spots)
        kind = kind_by_letters(text) if text.isupper() else None
        if kind is not None and kind.upper() != text:
            fixes.append(Fix(spots, kind.upper(), RULE, "a kind of document"))
    return fixes


_MONTH = compiled(r"(?P<month>[Il|1]{1,2}|[Il|][0-2])(?P<rest>(?:/\d{4})?\W*)\Z")
_LESS_THAN_TWO = compiled(r"(?P<one>[Il|])(?P<rest>,\d+\W*)\Z")
"""A one before a decimal comma; a point may part the number of a heading (`I.2`)."""
_ASSEMBLY = compiled(r"QH(?P<number>[\dIlO]{2})\Z")
"""What the National Assembly of so many terms passed."""
_SIGN = compiled(r"[≥≤]\Z")
_DOUBLED = compiled(r"[<>](?=\d)")
"""A comparison seen again in the number after it."""


def written_fixes(lines: Sequence[Fragment], habits: Habits) -> list[Fix]:
    """What in a text no official document writes so, and how it must read."""
    fixes = []
    words: list[str] = []
    last = ""
    for spot in spots_of(lines):
        piece = spot.piece
        if not piece.text:
            continue
        sure = sureness(lines[spot.fragment], piece)
        found = _meant(words, piece, sure, habits) or _doubled(last, piece)
        if found is not None and found[0] != piece.text:
            fixes.append(Fix([spot], found[0], RULE, found[1]))
        words.append(piece.core.lower())
        last = piece.text
    return fixes


def _meant(
    words: Sequence[str], piece: Piece, sure: float, habits: Habits
) -> tuple[str, str] | None:
    before = words[-1] if words else ""
    if before == "quý":
        return _quarter(piece.text, sure, habits)
    if words[-2:] == ["phụ", "lục"]:
        return _annex(piece.text)
    if before == "tháng" and (match := _MONTH.match(piece.text)):
        return as_certain_digits(match["month"]) + match["rest"], "months in arabic numerals"
    if match := _LESS_THAN_TWO.match(piece.text):
        return f"1{match['rest']}", "no roman number has decimals"
    return _heading(piece.text) or _day(piece.text) or _document_number(piece.text, sure, habits)


def _heading(text: str) -> tuple[str, str] | None:
    """`IH.` is III: no word is written so."""
    label = parse_label(as_roman(text)) if _STROKES_WITH_H.fullmatch(text) else None
    if label is None or label.style != "roman":
        return None
    return f"{as_roman(text)}.", "the number of a heading"


def _doubled(before: str, piece: Piece) -> tuple[str, str] | None:
    """`≥ >50`: the sign stands once."""
    if _SIGN.search(before) and _DOUBLED.match(piece.text):
        return piece.text[1:], "a sign that stands once"
    return None


def _quarter(text: str, sure: float, habits: Habits) -> tuple[str, str] | None:
    match = _QUARTER.match(text)
    if match is None or match["count"] in _QUARTERS:
        return None
    if _ARABIC.match(match["count"]):
        one = match["count"] == "1"
        roman = habits.roman_quarters or (habits.roman_quarters is None and sure < _FAIR)
        return (f"I{match['rest']}", "quarters in roman numerals") if one and roman else None
    count = as_roman(match["count"])
    return (f"{count}{match['rest']}", "the count of a quarter") if count in _QUARTERS else None


def _annex(text: str) -> tuple[str, str] | None:
    """`Phụ lục H` is annex II, `Phụ lục IH` annex III; a capital that is a letter of its own and
    no strokes (`Phụ lục A`) stays."""
    match = _ANNEX.match(text)
    if match is None or match["count"].isdigit() or not _strokes(match["count"]):
        return None
    count = as_roman(match["count"])
    label = parse_label(count)
    if label is None or label.style != "roman" or count == match["count"]:
        return None
    return f"{count}{match['rest']}", "the number of an annex"


def _strokes(text: str) -> bool:
    return all(char in "IVXLHNUTl|1!¡i" for char in text)


def _day(text: str) -> tuple[str, str] | None:
    """A day whose digits were read as letters: it must be one that the calendar has."""
    match = _DATE.match(text)
    if match is None or all(match[part].isdigit() for part in ("day", "month", "year")):
        return None
    parts = {part: as_certain_digits(match[part]) for part in ("day", "month", "year")}
    if not all(part.isdigit() for part in parts.values()):
        return None
    day: date | None = day_of(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    if day is None or day.year not in _YEARS:
        return None
    written = f"{parts['day']}{match['one']}{parts['month']}{match['two']}{parts['year']}"
    return f"{match['head']}{written}{match['rest']}", "a day"


def _document_number(text: str, sure: float, habits: Habits) -> tuple[str, str] | None:
    """A number of a document: digits before its symbol, and a symbol the document prints."""
    match = _CODE.match(_BAR_BEFORE.sub("1", text))
    if match is None or not any(map(str.isdigit, match["serial"])):
        return None
    if not _SYMBOL.match(match["symbol"]):
        return None
    serial = as_certain_digits(match["serial"])
    if not serial.replace(".", "").isdigit():
        return None
    symbol = _known_symbol(match["symbol"], sure, habits)
    out = f"{match['head']}{serial}{match['year'] or ''}{match['joint']}{symbol}{match['rest']}"
    return out, "the number of a document"


def _known_symbol(symbol: str, sure: float, habits: Habits) -> str:
    """A symbol, or the one that the document prints and that it looks like."""
    if match := _ASSEMBLY.match(symbol):
        return f"QH{as_certain_digits(match['number'])}"
    if habits.symbols[symbol] >= _TIMES or sure >= _FAIR:
        return symbol
    near = [
        other
        for other, count in habits.symbols.items()
        if count >= _TIMES and other != symbol and distance(symbol, other) <= _NEAR
    ]
    return near[0] if len(near) == 1 else symbol
