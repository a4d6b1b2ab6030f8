"""Documents named in running text: `Quyết định số 125/QĐ-TTg ngày 16/01/2026`, `Luật Dữ liệu`.

A mention is read around its number: the kind and issuer before it, the date after it. Acts called
by name have no number. Kinds, symbols and names of laws are data (kinds.toml of `writing`,
symbols.toml, laws.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import groupby

from pipeline.frozen import dataclass
from pipeline.writing.datafiles import load_beside
from pipeline.writing.kinds import document_kinds
from pipeline.writing.numbers import CUT_DATE, DATE, NUMBER, as_date
from pipeline.writing.patterns import Match, Pattern, any_of, compiled, found_in

_DATE = compiled(rf"(?:\s++của\s++[^\d;:.,()“”\"]{{2,60}}?)?\s*+,?\s*+{DATE}", any_case=True)
_GAP = re.compile(r"\s*,?\s*")
_PLACE = compiled(
    r"\s*\((?:các\s+)?(?:điều|khoản|điểm|chương|mục)\s+\d[^()]{0,200}\)", any_case=True
)
_FIRST = re.compile(r"\w+")
_YEAR = compiled(r"\s+năm\s+(?:19|20)\d\d(?!\d)")
_NAME_END = compiled(r"[;.:()“”\"\n]|,\s++(?=\p{Lu})|,")
_UP_TO_NUMBER = compiled(
    r"(?:(?:\s+của|,)\s+[^\d;:.()“”\"]{2,60}?(?=\s+số))?[\s,]*(?:\bsố\s*+)?:?\s*+\Z", any_case=True
)
_CALLED = compiled(r"(?<!\w)số\s*:?\s*\Z", any_case=True)
_JOINT = re.compile(r"[/–-]")
_LOOK_BACK = 100


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named at `text[start:end]`.

    `number` is without inner blanks and with plain hyphens; None for an act called by name, and
    only the serial where nothing else is printed (`Nghị quyết số 57`).
    """

    start: int
    end: int
    text: str
    number: str | None
    kind: str | None
    issued: date | None


@dataclass(frozen=True, slots=True)
class _Names:
    kinds: dict[str, str]
    symbols: dict[str, str]
    letter: str
    kind: Pattern
    bare: Pattern
    named: Pattern
    hint: Pattern
    laws: dict[str, list[str]]
    stops: frozenset[str]


@cache
def _names() -> _Names:
    data = load_beside(__file__, "symbols.toml")
    laws = load_beside(__file__, "laws.toml")
    kinds = document_kinds()
    words = {kind.casefold(): kind for kind in kinds}
    words |= {word.casefold(): kind for word, kind in data["words"].items()}
    words |= {word.casefold(): "" for word in data["generic"]["words"]}
    symbols = {symbol: kind for kind, codes in kinds.items() for symbol in codes}
    named = _any_of(data["named"]["kinds"])
    return _Names(
        kinds=words,
        symbols=symbols | data["symbols"],
        letter=data["letter"]["kind"],
        kind=compiled(rf"(?<!\w)(?:{_any_of(words)})(?!\w)", any_case=True),
        bare=compiled(
            rf"(?<!\w)(?P<kind>{_any_of(data['bare']['kinds'])})\s+"
            r"(?:số\s+(?P<called>\d{1,4})|(?!(?:19|20)\d\d)(?P<serial>\d{2,4}))(?!\s?[/–-]|[\d.%]|\w)"
        ),
        named=compiled(rf"(?<!\w)(?P<kind>{named})\s++(?=\p{{Lu}})"),
        # Without a digit, and the last word of what is called by name, a text names nothing.
        hint=compiled(rf"\d|{any_of(kind.split()[-1] for kind in data['named']['kinds'])}"),
        laws={
            first: list(names)
            for first, names in groupby(sorted(laws["names"], key=_first), _first)
        },
        stops=frozenset(laws["stops"]),
    )


def _any_of(words: Iterable[str]) -> str:
    """A pattern of the words with any white space and optional commas."""
    return any_of(words).replace(r",\s+", r",?\s+")


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Every document the text names, in printed order, none inside another."""
    if _names().hint.search(text) is None:  # so are most cells
        return ()
    found = [*_numbered(text), *_called(text)]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def number_key(number: str | None) -> str:
    """A number for comparing: without blanks and letter case, all marks alike."""
    plain = "".join((number or "").split()).casefold()
    return plain.replace("–", "-").replace("/", "-")


# --- called by number ------------------------------------------------------------------------


def _numbered(text: str) -> Iterator[Mention]:
    if _JOINT.search(text) is None:
        return
    for match in found_in(text, NUMBER):
        kind, start, called = _before(text, match.start())
        if not (called or _is_number(match)):
            continue
        number = "".join(match.group().split()).replace("–", "-")
        end, issued = _date_after(text, match.end())
        known = kind or _kind_of(match.group("symbol"), bool(match.group("year")))
        name = _name_before(text, start) if not kind else None
        if name:
            start, known = name
        yield Mention(start, end, text[start:end].strip(), number, known, issued)


def _before(text: str, at: int) -> tuple[str | None, int, bool]:
    """Kind and start of a mention whose number begins at `at`; whether a word calls it."""
    names = _names()
    window = max(0, at - _LOOK_BACK)
    for word in reversed(list(names.kind.finditer(text, window, at))):
        if _UP_TO_NUMBER.match(text, word.end(), at):
            kind = names.kinds[" ".join(word.group().casefold().split())]
            return kind or None, word.start(), True
    called = _CALLED.search(text, window, at)
    return None, called.start() if called else at, called is not None


def _name_before(text: str, at: int) -> tuple[int, str] | None:
    """A law called by name right before its number (`Luật Dữ liệu số 60/2024/QH15`)."""
    window = max(0, at - _LOOK_BACK)
    for mention in _called(text[window:at]):
        gap = text[window + mention.end : at].strip(" ,(")
        if not gap and mention.number is None and mention.kind:
            return window + mention.start, mention.kind
    return None


def _is_number(match: Match) -> bool:
    """Whether what looks like a number is one though no word calls it so."""
    codes = re.split(r"\s?[–/&-]\s?", match.group("symbol"))
    known = any(code in _names().symbols and len(code) > 1 for code in codes)
    spaced = match.group("joint") != match.group("joint").strip()
    return known or (not spaced and (len(codes) > 1 or bool(match.group("year"))))


def _kind_of(symbol: str, dated: bool) -> str | None:
    """The kind a symbol stands for. A number `serial/issuer-unit` is that of a letter."""
    names = _names()
    codes = re.split(r"\s?[–/&-]\s?", symbol)
    if len(codes) > 1 and codes[0] == "L":
        return "Lệnh"
    kind = next((names.symbols[code] for code in codes[:2] if code in names.symbols), None)
    if kind or dated or "/" in symbol or len(codes) <= 1:
        return kind
    return names.letter


def _date_after(text: str, at: int) -> tuple[int, date | None]:
    """Where the date after a number ends, and the date; None where it is cut off or wrong."""
    match = _DATE.match(text, at)
    if match:
        return match.end(), as_date(match)
    gap = _GAP.match(text, at)
    cut = CUT_DATE.match(text, gap.end() if gap else at)
    return (cut.start() + len(cut.group().rstrip()) if cut else at), None


# --- called by name, or by a bare serial -----------------------------------------------------


def _called(text: str) -> Iterator[Mention]:
    names = _names()
    for match in found_in(text, names.named):
        end = _end_of_name(text, match.end())
        if end > match.end():
            for tail in (_YEAR, _PLACE):
                more = tail.match(text, end)
                end = more.end() if more else end
            yield Mention(
                match.start(), end, text[match.start() : end], None, match.group("kind"), None
            )
    for match in found_in(text, names.bare):
        end, issued = _date_after(text, match.end())
        kind = names.kinds[" ".join(match.group("kind").casefold().split())]
        number = match.group("called") or match.group("serial")
        yield Mention(match.start(), end, text[match.start() : end], number, kind, issued)


def _law_at(text: str, at: int) -> Match | None:
    """The name of a law that stands at a place of a text. Its first word tells which these may be:
    to compile the names of all takes longer than to read a document that calls one."""
    word = _FIRST.match(text, at)
    pattern = _laws(word.group().casefold()) if word else None
    return pattern.match(text, at) if pattern else None


@cache
def _laws(first: str) -> Pattern | None:
    """The names of the laws that begin with a word."""
    names = _names().laws.get(first)
    return compiled(rf"(?:{_any_of(names)})(?!\w)", any_case=True) if names else None


def _first(name: str) -> str:
    found = _FIRST.match(name)
    return found.group().casefold() if found else ""


def _end_of_name(text: str, at: int) -> int:
    law = _law_at(text, at)
    if law:
        return law.end()
    limit = _NAME_END.search(text, at)
    stop = limit.start() if limit else len(text)
    end = at
    for word in re.finditer(r"\S+", text[at:stop]):
        if word.group().casefold() in _names().stops:
            break
        end = at + word.end()
    return end
