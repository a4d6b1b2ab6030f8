"""Footnotes as texts type them: which numbers they have, what calls them, where their text stands.

Markdown calls notes by any name (`[^vu]`), org `[fn:1]`, reStructuredText `[1]_`, others `[1]`;
the text of the note stands on a line of its own. MediaWiki (`<ref>…</ref>`), AsciiDoc
(`footnote:[…]`), DokuWiki (`((…))`), org and Pandoc may set it where the note is called. Notes that
have names are counted in the order in which they are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.writing.raised import raise_digits

_NAME: Final = r"[^\[\]\s:^]{1,60}"
_DEFINED: Final = re.compile(
    rf"\s{{0,3}}(?:\[\^(?P<markdown>{_NAME})\]:|\[fn:(?P<org>{_NAME})\]"
    rf"|\.\.\s+\[(?P<rst>#?{_NAME})\]|(?:fn(?P<textile>\d{{1,4}})\.|\\?\[(?P<typed>\d{{1,4}})\](?!\()))"
    r"(?:\s+(?P<text>\S.*))?\s*"
)
"""A line that begins the text of a note, and the name it is called by."""
_CALLED: Final = re.compile(
    rf"\[\^(?P<markdown>{_NAME})\](?!:)|\[fn:(?P<org>{_NAME})\]|\[(?P<rst>#?{_NAME})\]_(?!\w)"
    r"|(?<=[^\s\[|])\s?\\?\[(?P<typed>\d{1,4})\](?![:(_\[])"
)
_TYPED: Final = re.compile(
    r"<ref(?:\s[^<>/]*?name\s*=\s*[\"']?(?P<ref>[^<>\"'/]+?)[\"']?)?(?:\s[^<>/]*)?"
    r"(?:/>|>(?P<wiki>[^<>]*(?:<(?!/?ref\b)[^<>]*>[^<>]*)*)</ref\s*>)"
    r"|footnote(?:ref)?:(?P<id>[\w-]*)\[(?P<ascii>[^\[\]]*)\]"
    rf"|\[fn:(?P<named>{_NAME})?:\s*(?P<org>[^\[\]]+)\]"
    r"|(?<!\\)\^\[(?P<pandoc>(?:(?<!\w\^\[)|(?=[^\[\]]*[^\W\d_]{2}))[^\[\]]+)\]",
    re.IGNORECASE,
)
"""A note whose text stands where it is called, or that calls one typed before by its name. Right
behind a letter or digit `^[…]` is a note where it holds a word, and a power else."""
_DOKU: Final = re.compile(r"\(\((?P<text>[^()|^]+(?:\([^()]*\)[^()|^]*)*)\)\)")
_DOKU_NAMES: Final = re.compile(r"\s*\^(?:[^|^]+\^){2,}\s*")
_BEGUN: Final = re.compile(r"\s*\[(\d{1,3})\]\s*(?=[^\W\d_])")
"""A line that begins as the text of a note in brackets does: `[3] Đảng ủy Quốc hội`."""
_CALLING: Final = re.compile(
    r"(?<=[^\s\[(|])\s?((?:\[\d{1,3}(?:\s?[,;]\s?\d{1,3}){0,9}\][,;]?\s?){1,9})(?<=\])(?![:(_\[\w])"
)
"""What calls notes in brackets behind a word or number: `[3]`, `[1, 2]`, `[1][2]`."""
_DIGITS: Final = re.compile(r"\d+")
_MORE: Final = re.compile(r"\s{2,}(\S.*)")
"""A line that goes on with a note."""
_MARKS: Final = ("[", "<ref", "footnote", "((")
"""What every call of a note has, in small letters: texts without it are not looked through."""


@dataclass(slots=True)
class TypedNotes:
    """The notes of a text: their numbers by name, and whether `((…))` is one."""

    defined: frozenset[str] = frozenset()
    doku: bool = False
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """The number of the note of this name: new ones are counted on."""
        return self.numbers.setdefault(name, len(self.numbers) + 1)

    def taken(self, text: str) -> tuple[str, list[tuple[int, str]]]:
        """A text with what calls notes as raised numbers, and the notes typed in it."""
        low = text.lower()
        if not any(mark in low for mark in _MARKS):
            return text, []
        typed: list[tuple[int, str]] = []

        def take(name: str, note: str) -> str:
            number = self.number(name or f"\0{len(self.numbers)}")
            if note.strip():
                typed.append((number, note.strip()))
            return f"<sup>{number}</sup>"

        def from_typed(match: re.Match[str]) -> str:
            said = match.groupdict()
            note = said["wiki"] or said["ascii"] or said["org"] or said["pandoc"] or ""
            return take(said["ref"] or said["id"] or said["named"] or "", note)

        def from_call(match: re.Match[str]) -> str:
            name = _name_of(match)
            return take(name, "") if name in self.defined else match.group()

        text = _TYPED.sub(from_typed, text)
        if self.doku:
            text = _DOKU.sub(lambda match: take("", match["text"]), text)
        return _CALLED.sub(from_call, text), typed


def raised_rows(rows: Sequence[Sequence[str]]) -> list[list[str]] | None:
    """The texts of rows, the numbers of notes typed in brackets raised as print has them; None
    where none is. The text of a note stands alone in its row: beside other cells what begins so has
    a number of its own (`[1] Đề án A`).

    >>> raised_rows([["1", "Bộ Tài chính [3]"], ["[3] Đã xong", ""]])
    [['1', 'Bộ Tài chính ³'], ['³ Đã xong', '']]
    >>> raised_rows([["1", "[1] Đề án A"], ["2", "Sau đề án [1]"]])
    """
    alone = [sum(bool(text.strip()) for text in row) == 1 for row in rows]
    notes = bracketed(
        (text, one) for row, one in zip(rows, alone, strict=True) for text in row if "[" in text
    )
    if not notes:
        return None
    return [
        [with_raised(text, notes, one) for text in row]
        for row, one in zip(rows, alone, strict=True)
    ]


def bracketed(texts: Iterable[tuple[str, bool]]) -> frozenset[int]:
    """The numbers of the notes in brackets among these texts, each with whether it stands alone:
    some that do begin with them, and others call at least half of these."""
    begun: set[int] = set()
    called: set[int] = set()
    for text, alone in texts:
        if alone and (match := _BEGUN.match(text)) is not None:
            begun.add(int(match[1]))
            text = text[match.end() :]
        for match in _CALLING.finditer(text):
            called.update(map(int, _DIGITS.findall(match[1])))
    return frozenset(begun if 0 < len(begun) <= 2 * len(begun & called) else ())


def with_raised(text: str, notes: frozenset[int], alone: bool) -> str:
    """A text with the numbers of these notes raised where it calls them or, `alone`, begins with
    one."""
    if "[" not in text:
        return text
    match = _BEGUN.match(text) if alone else None
    if match is not None and int(match[1]) in notes:
        return f"{raise_digits(match[1])} {_with_calls(text[match.end() :], notes)}"
    return _with_calls(text, notes)


def _with_calls(text: str, notes: frozenset[int]) -> str:
    def raised(match: re.Match[str]) -> str:
        numbers = _DIGITS.findall(match[1])
        if not notes.issuperset(map(int, numbers)):
            return match.group()
        return f" {', '.join(map(raise_digits, numbers))}"

    return _CALLING.sub(raised, text)


def notes_of(texts: Sequence[str]) -> tuple[TypedNotes, list[str]]:
    """The notes of a text, and its lines with the texts of notes as Markdown has them (`[^1]: …`):
    on one line, called by a number."""
    begun = {at: match for at, text in enumerate(texts) if (match := _DEFINED.fullmatch(text))}
    names = {_name_of(match) for match in begun.values()}
    plain = all((match["markdown"] or "").isdecimal() for match in begun.values())
    notes = TypedNotes(frozenset(() if plain else names), any(map(_DOKU_NAMES.fullmatch, texts)))
    if plain:
        notes.numbers.update({_name_of(match): int(match["markdown"]) for match in begun.values()})
        return notes, list(texts)
    called = (_name_of(match) for text in texts for match in _CALLED.finditer(text))
    for name in called:
        if name in names:
            notes.number(name)
    return notes, _with_whole_notes(texts, begun, notes)


def _with_whole_notes(
    texts: Sequence[str], begun: dict[int, re.Match[str]], notes: TypedNotes
) -> list[str]:
    """The lines, those that go on with a note joined to its first one and left blank. A line that
    only looks like a note, for nothing calls it, stays."""
    out = list(texts)
    first: int | None = None
    for at, text in enumerate(texts):
        match, more = begun.get(at), _MORE.match(text)
        if match is not None:
            called = notes.numbers.get(_name_of(match))
            first = at if called is not None else None
            if called is not None:
                out[at] = f"[^{called}]: {match['text'] or ''}"
        elif first is not None and more is not None:
            out[first] = f"{out[first]} {more.group(1)}"
            out[at] = ""
        else:
            first = None
    return out


def _name_of(match: re.Match[str]) -> str:
    """The form of a note and the name it has there: names of two forms are two notes."""
    said = match.groupdict()
    form = next((f for f in ("markdown", "org", "rst", "textile", "typed") if said.get(f)), "")
    return f"{'typed' if form == 'textile' else form}:{said[form]}" if form else ""
