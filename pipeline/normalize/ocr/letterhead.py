"""Facts of a letterhead that was read from a picture: as printed, or none and a doubt.

Numbers and days are stamped or written by hand, and the capitals of a body lose their accents
first. What they were read as counts where nothing in it is unsure; a symbol is known by its
grammar, a body by the registry or by how the document writes its name elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.model import Fragment, Problem, ReadWord
from pipeline.normalize.facts import UNCERTAIN_FACT, Facts
from pipeline.normalize.ocr.bodies import body_meant
from pipeline.normalize.ocr.pieces import is_read, pieces_of, words_of
from pipeline.normalize.ocr.symbols import symbol_meant
from pipeline.normalize.text import TextRepair
from pipeline.writing.letters import plain, unspaced
from pipeline.writing.numbers import DATE, as_date
from pipeline.writing.patterns import compiled

NUMBER_RULE, BODY_RULE = "ocr-grammar", "ocr-body"
SURE = 0.85
"""Confidence of a word with digits from which they count; in a coarse picture few have more."""
_TITLE = 0.75
"""Confidence that every word of a title has which is not doubted."""
_TOP = 16
"""Lines from the top among which a letterhead has its number and its date."""
_OF_NUMBER = compiled(r"(?<!\w)S[oôốóòồỗ]\s*:", any_case=True)
_OF_DATE = compiled(r",\s*ngày(?!\w)|(?<!\w)tháng\b.*\bnăm(?!\w)", any_case=True)
_DATE = compiled(DATE, any_case=True)
_SETTLES = "the kind of document and the body that its symbol stands for"
_SHOWN = ("letterhead", "heading", "attached")
"""Origins of facts that stand in lines of the document."""

Named = tuple[str, TextRepair]


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact after a look at how it was read: its value, and how it was read if it was mended."""

    value: Any
    repair: TextRepair | None = None


def checked_facts(facts: Facts, lines: Sequence[Fragment]) -> tuple[Facts, list[Named]]:
    """The facts with those mended, or taken back, that stand in lines read from a picture, and what
    was mended. `lines` are those outside tables, from top to bottom."""
    if not any(map(is_read, lines[:_TOP])):
        return facts, []
    issuer = _issuer(facts, lines)
    number = _number(replace(facts, issuer=issuer.value), lines)
    found = {"number": number, "issuer": issuer, "issued_date": _date(facts, lines)}
    lost = {name for name, fact in found.items() if fact.value is None}
    if "number" in lost:
        lost |= {fact.name for fact in facts.evidence if fact.origin == "symbol"}
    kept = replace(
        facts,
        number=number.value,
        issued=found["issued_date"].value,
        issuer=None if "issuer" in lost else issuer.value,
        kind=None if "kind" in lost else facts.kind,
        evidence=tuple(fact for fact in facts.evidence if fact.name not in lost),
    )
    doubts = (*facts.doubts, *_doubts(facts, kept, lines))
    named = [(name, fact.repair) for name, fact in found.items() if fact.repair is not None]
    return replace(kept, doubts=doubts), named


def _evidence(facts: Facts, name: str, lines: Sequence[Fragment]) -> list[Fragment]:
    """The read lines a fact stands in; none where people or the file itself gave it."""
    known = (fact for fact in facts.evidence if fact.name == name and fact.origin in _SHOWN)
    text = next((fact.evidence for fact in known), "")
    return [
        line
        for line in filter(is_read, lines)
        if (own := plain(line.text)) and (own in text or (text and text in own))
    ]


def _window(lines: Sequence[Fragment], text: str) -> tuple[ReadWord, ...]:
    """The fewest words of one line that a text was put together from."""
    wanted = unspaced(text)
    runs = [
        words
        for line in lines
        if (pieces := pieces_of(line))
        for start in range(len(pieces))
        for stop in range(start + 1, len(pieces) + 1)
        if wanted in "".join(unspaced(piece.text) for piece in pieces[start:stop])
        for words in [tuple(w for piece in pieces[start:stop] for w in words_of(line, piece))]
    ]
    return min(runs, key=len, default=())


def _is_sure(words: Sequence[ReadWord]) -> bool:
    """Whether nothing speaks against the digits of words."""
    return all(
        word.confidence >= SURE
        and all(_digits(other.text) == _digits(word.text) for other in word.alternatives)
        for word in words
        if _digits(word.text)
    )


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _number(facts: Facts, lines: Sequence[Fragment]) -> _Fact:
    read = facts.number
    own = _evidence(facts, "number", lines)
    if read is None or not own:
        return _Fact(read)
    words = _window(own, read)
    sure = bool(words) and min(word.confidence for word in words) >= SURE
    meant = symbol_meant(read, facts.kind, facts.issuer, sure) if _is_sure(words) else None
    if meant is None or not words:
        return _Fact(None)
    return _Fact(meant, None if meant == read else TextRepair(NUMBER_RULE, read, meant, _SETTLES))


def _date(facts: Facts, lines: Sequence[Fragment]) -> _Fact:
    own = _evidence(facts, "issued_date", lines)
    if facts.issued is None or not own:
        return _Fact(facts.issued)
    for line in own:
        for match in _DATE.finditer(plain(line.text)):
            words = _window([line], match.group())
            if as_date(match) == facts.issued and words and _is_sure(words):
                return _Fact(facts.issued)
    return _Fact(None)


def _issuer(facts: Facts, lines: Sequence[Fragment]) -> _Fact:
    own = _evidence(facts, "issuer", lines)
    if facts.issuer is None or not own:
        return _Fact(facts.issuer)
    meant = body_meant(facts.issuer, own, lines)
    if meant is None or meant.name == facts.issuer:
        return _Fact(meant and meant.name)
    return _Fact(meant.name, TextRepair(BODY_RULE, facts.issuer, meant.name, meant.reason))


def _doubts(read: Facts, kept: Facts, lines: Sequence[Fragment]) -> Iterator[Problem]:
    """What a picture leaves open of the facts of a letterhead."""
    told = {problem.message.split()[1] for problem in read.doubts}
    head = [plain(line.text) for line in lines[:_TOP] if is_read(line)]
    shown = {"number": _OF_NUMBER, "date": _OF_DATE}
    values = {"number": kept.number, "date": kept.issued}
    of_issuer = next((f.evidence for f in read.evidence if f.name == "issuer"), None)
    letterhead = of_issuer if any(map(_OF_DATE.search, head)) else None
    for name, pattern in shown.items():
        line = next(filter(pattern.search, head), letterhead)
        if line is not None and values[name] is None and name not in told:
            yield _doubt(f"the {name} in the letterhead is not read for certain", line)
    if read.issuer and not kept.issuer:
        yield _doubt("the body that issues is not read for certain", read.issuer)
    if any(map(_is_doubted, _evidence(read, "title", lines))):
        yield _doubt("the title may be misread", read.title or "")


def _is_doubted(line: Fragment) -> bool:
    """Whether a line has a word of which the reader was unsure, and that nothing mended."""
    mended = {at for mend in line.mends for at in range(mend.at, mend.at + mend.read)}
    return any(word.confidence < _TITLE and at not in mended for at, word in enumerate(line.words))


def _doubt(message: str, evidence: str) -> Problem:
    return Problem("warning", UNCERTAIN_FACT, f"{message}; give it in sources.toml", evidence)
