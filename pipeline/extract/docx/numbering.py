"""Automatic numbering turned into the labels Word prints.

Counters belong to the abstract numbering, so that two lists made from one go on counting;
`w:startOverride` restarts the first time its list is used (ECMA-376 part 1, 17.9). A level
restarts after every paragraph of a higher level, unless `w:lvlRestart` says after which or never.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.extract.docx.styles import PLAIN, Numbered, Styles, TextLook, run_overrides
from pipeline.extract.docx.xml import MC, VAL, W, flag, number, value, whole
from pipeline.writing.counting import letters, roman

LEVELS: Final = 9

_MAX_PRINTED: Final = 32_767
"""Word counts no further; it also bounds the length of a Roman number."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering. `restart_after`: None = after any higher level, 0 = never."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart_after: int | None = None
    width: int = 0
    style: str = ""
    look: TextLook = PLAIN


@dataclass(frozen=True, slots=True)
class NumberLabel:
    """A printed label: its text, what stands between it and the paragraph, and how it looks."""

    text: str
    gap: str
    look: TextLook
    known: bool = True
    bullet: bool = False


@dataclass(slots=True)
class _List:
    """A `w:num`: the abstract numbering it counts in, and where it departs from it."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Numbering:
    """The counters of one document, advanced paragraph by paragraph in document order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[int, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[int, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        links: dict[str, str] = {}
        for abstract in root.iterfind(W + "abstractNum"):
            ident = abstract.get(W + "abstractNumId", "")
            self._levels[ident] = _levels(abstract)
            link = value(abstract, "numStyleLink")
            if link:
                links[ident] = link
        for num in root.iterfind(W + "num"):
            ident_number = whole(num.get(W + "numId"))
            if ident_number is not None:
                self._lists[ident_number] = _list(num)
        self._follow(links)

    def _follow(self, links: dict[str, str]) -> None:
        """Let an abstract numbering that only names a list style count in the one it means."""
        for entry in self._lists.values():
            target = self._styles.list_number(links.get(entry.abstract, ""))
            if target is not None and target in self._lists:
                entry.abstract = self._lists[target].abstract

    def label(self, own: Numbered | None, paragraph_style: str) -> NumberLabel | None:
        """Count a paragraph and return its label, None for one without numbering.

        `own` is the paragraph's own `w:numPr`; the style's fills in what it leaves open.
        """
        place = self._place(own, paragraph_style)
        if place is None or place[0] not in self._lists:
            return None
        num_id, level = place
        self._advance(num_id, level)
        return self._print(num_id, level)

    def _place(self, own: Numbered | None, style: str) -> tuple[int, int] | None:
        if own is not None and own.num_id is not None:
            return (own.num_id, _clamp(own.level or 0)) if own.num_id else None
        inherited = self._styles.numbering(style)
        if inherited is None or not inherited[0].num_id:
            return None
        num_id, level = inherited[0].num_id, inherited[0].level
        if own is not None and own.level is not None:
            level = own.level
        elif num_id in self._lists:
            level = self._level_of_style(num_id, inherited[1], level or 0)
        return num_id, _clamp(level or 0)

    def _level_of_style(self, num_id: int, style: str, otherwise: int) -> int:
        for index, level in self._levels.get(self._lists[num_id].abstract, {}).items():
            if level.style == style:
                return index
        return otherwise

    def _level(self, num_id: int, index: int) -> Level:
        entry = self._lists[num_id]
        if index in entry.levels:
            return entry.levels[index]
        return self._levels.get(entry.abstract, {}).get(index, Level(form="none"))

    def _start(self, num_id: int, index: int) -> int:
        return self._lists[num_id].starts.get(index, self._level(num_id, index).start)

    def _advance(self, num_id: int, index: int) -> None:
        entry = self._lists[num_id]
        counts = self._counts.setdefault(entry.abstract, [None] * LEVELS)
        for level in entry.starts:
            if (num_id, level) not in self._started and level <= index:
                self._started.add((num_id, level))
                counts[level] = None
        count = counts[index]
        counts[index] = self._start(num_id, index) if count is None else count + 1
        for lower in range(index + 1, LEVELS):
            after = self._level(num_id, lower).restart_after
            if after is None or (after and index < after):
                counts[lower] = None

    def _print(self, num_id: int, index: int) -> NumberLabel | None:
        level = self._level(num_id, index)
        if level.look.hidden:
            return None
        text, known = level.text, True
        if level.form != "bullet":
            text, known = self._fill(num_id, index, level)
        if not text.strip():
            return None
        gap = "" if level.suffix == "nothing" else " "
        return NumberLabel(text.strip(), gap, level.look, known, level.form == "bullet")

    def _fill(self, num_id: int, index: int, level: Level) -> tuple[str, bool]:
        """Put the counts of this level and those above it into the level's text."""
        counts = self._counts[self._lists[num_id].abstract]
        pieces = level.text.split("%")
        text, known = pieces[0], True
        for piece in pieces[1:]:
            if piece[:1] not in "123456789" or not piece:
                text += "%" + piece
                continue
            which = int(piece[0]) - 1
            shown = self._level(num_id, which)
            count = counts[which] if which <= index else None
            form = "decimal" if level.legal and shown.form != "none" else shown.form
            printed = self._start(num_id, which) if count is None else count
            text += format_number(printed, form, shown.width) + piece[1:]
            known = known and shown.form in _FORMATS
        return text, known


def _clamp(level: int) -> int:
    return min(max(level, 0), LEVELS - 1)


def _levels(parent: etree._Element) -> dict[int, Level]:
    found = {}
    for level in parent.iterfind(W + "lvl"):
        index = whole(level.get(W + "ilvl"))
        if index is not None and 0 <= index < LEVELS:
            found[index] = _level(level)
    return found


def _level(element: etree._Element) -> Level:
    form, width = _form(element)
    picture = element.find(W + "lvlPicBulletId") is not None
    start = number(element, "start")
    return Level(
        start=1 if start is None else start,
        form=form,
        text="" if picture else (value(element, "lvlText") or ""),
        suffix=value(element, "suff") or "tab",
        legal=flag(element, "isLgl"),
        restart_after=number(element, "lvlRestart"),
        width=width,
        style=value(element, "pStyle") or "",
        look=run_overrides(PLAIN, element.find(W + "rPr")),
    )


def _form(level: etree._Element) -> tuple[str, int]:
    """The number format, and for `001, 002, …` how many digits it has."""
    for choice in level.iterfind(f"{MC}AlternateContent/{MC}Choice/{W}numFmt"):
        first = (choice.get(W + "format") or "").split(",")[0].strip()
        if choice.get(VAL) == "custom" and first.isascii() and first.isdigit():
            return "custom", min(len(first), 9)
    plain = level.find(W + "numFmt")
    if plain is None:
        plain = level.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    return (plain.get(VAL) if plain is not None else None) or "decimal", 0


def _list(num: etree._Element) -> _List:
    entry = _List(value(num, "abstractNumId") or "")
    for override in num.iterfind(W + "lvlOverride"):
        index = whole(override.get(W + "ilvl"))
        if index is None or not 0 <= index < LEVELS:
            continue
        start = number(override, "startOverride")
        if start is not None:
            entry.starts[index] = start
        level = override.find(W + "lvl")
        if level is not None:
            entry.levels[index] = _level(level)
    return entry


def format_number(count: int, form: str, width: int = 0) -> str:
    """A count in one of Word's number formats; an unknown format prints as decimal.

    >>> format_number(4, "upperRoman"), format_number(28, "lowerLetter")
    ('IV', 'bb')
    """
    if form in {"none", "bullet"}:
        return ""
    if form in _PADDED:
        return _PADDED[form].format(count=count, width=width)
    if form in _SPELLED and 0 < count <= _MAX_PRINTED:
        return _SPELLED[form](count)
    return str(count)


_PADDED: Final = {
    "decimalZero": "{count:02d}",
    "numberInDash": "- {count} -",
    "custom": "{count:0{width}d}",
}
_SPELLED: Final[dict[str, Callable[[int], str]]] = {
    "upperRoman": roman,
    "lowerRoman": lambda count: roman(count).lower(),
    "upperLetter": lambda count: letters(count).upper(),
    "lowerLetter": letters,
}
_FORMATS: Final = frozenset({"decimal", "bullet", "none", *_PADDED, *_SPELLED})
