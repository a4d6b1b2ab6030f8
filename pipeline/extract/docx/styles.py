"""What the styles of a Word file make of a run: bold, hidden, capitals, raised, its font.

Toggle properties (bold, caps, hidden) combine as ECMA-376 part 1, 17.7.3 says: a paragraph
style and a character style that both set one cancel each other; what stands at the run itself
is absolute.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from pipeline.extract.colours import WHITE, are_same
from pipeline.extract.docx.xml import VAL, W, child, is_on, number, value, whole
from pipeline.writing.symbol_fonts import is_symbol_font

_TOGGLES: Final = {
    W + "b": "bold",
    W + "vanish": "hidden",
    W + "caps": "caps",
    W + "smallCaps": "caps",
    W + "strike": "struck",
    W + "dstrike": "struck",
}
_ADDING: Final = frozenset({"caps", "struck"})
"""Toggles that two properties set: one of them on is enough."""
_RUN_FONTS: Final = W + "rFonts"
_VERT_ALIGN: Final = W + "vertAlign"
_RUN_STYLE: Final = W + "rStyle"
_POSITION: Final = W + "position"
_COLOR: Final = W + "color"
_SIZE: Final = W + "sz"
_SCALE: Final = W + "w"
_BEHIND: Final = frozenset({W + "shd", W + "highlight"})
_LOOKED_AT: Final = frozenset(
    {*_TOGGLES, _RUN_FONTS, _VERT_ALIGN, _RUN_STYLE, _POSITION, _COLOR, _SIZE, _SCALE, *_BEHIND}
)
_MIN_LIFT: Final = 4
"""Half points by which text is moved up to be a mark; less is a correction of the line."""
_LEAST_SIZE: Final = 2
"""Half points: letters of a point, the least that Word offers, are a line of dots."""
_LEAST_SCALE: Final = 5
"""Per cent of their width to which letters are squeezed, strokes of a third of a point then. Word
offers 33 to 200, and takes 1."""
_HIGHLIGHTS: Final = {
    "black": "000000",
    "yellow": "FFFF00",
    "green": "00FF00",
    "cyan": "00FFFF",
    "magenta": "FF00FF",
    "blue": "0000FF",
    "red": "FF0000",
}
"""Colors of highlighting that are also those of letters."""
_LEGACY_FONTS: Final = (".vn", "vni-", "vni ")
_NO_FILL: Final = frozenset({"", "AUTO", "FFFFFF", "NONE", "CLEAR", "NIL"})
_MAX_BASES: Final = 32


@dataclass(frozen=True, slots=True)
class TextLook:
    """How a run is printed. `font` is the family for Latin text, "" where nothing names one.

    `legacy` says that the font puts Vietnamese on the codes of other characters, `plain` that
    nothing here changes the characters (weight does not). `lifted` text is moved up by hand,
    `white` is its color, `shaded` says that something is drawn behind it; `ink` and `ground` are
    the colors, "" where none is said; `tiny` letters are a point high at most, `squeezed` ones as
    narrow as a line.
    """

    bold: bool = False
    hidden: bool = False
    caps: bool = False
    raised: bool = False
    struck: bool = False
    lifted: bool = False
    white: bool = False
    shaded: bool = False
    ink: str = ""
    ground: str = ""
    tiny: bool = False
    squeezed: bool = False
    font: str = ""
    legacy: bool = False
    plain: bool = True

    @property
    def unseen(self) -> bool:
        """Whether nobody sees the letters, whatever they stand on: they are as tiny as dots or as
        narrow as lines, or of the color of their own ground."""
        return self.tiny or self.squeezed or are_same(self.ink, self.ground)


PLAIN: Final = TextLook()


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph's place in an automatic numbering; `num_id` 0 switches it off."""

    num_id: int | None
    level: int | None


_Partial = dict[str, bool | str]
_SHOWN: Final = ("hidden", "caps", "struck", "white")
"""What changes which characters are seen, or how: toggles, and white letters."""


class Styles:
    """The styles part, asked for looks and numberings; every answer is kept."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self._defaults: _Partial = {}
        self.table_default = ""
        self._looks: dict[tuple[str, str, frozenset[str]], TextLook] = {}
        self._partials: dict[str, _Partial] = {}
        self._runs: dict[tuple[object, ...], TextLook] = {}
        self._numberings: dict[str, tuple[Numbered, str] | None] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        for style in root.iterfind(W + "style"):
            ident = style.get(W + "styleId", "")
            self._styles.setdefault(ident, style)
            default = style.get(W + "default") in {"1", "true"}
            if default and style.get(W + "type") == "paragraph":
                self._default = ident
            elif default and style.get(W + "type") == "table":
                self.table_default = ident
        run = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        if run is not None:
            self._defaults = _partial(run)

    def tables(self) -> list[etree._Element]:
        """The styles of tables."""
        return [style for style in self._styles.values() if style.get(W + "type") == "table"]

    def chain(self, ident: str) -> list[etree._Element]:
        """A style and what it is based on, nearest first."""
        found: list[etree._Element] = []
        while ident in self._styles and len(found) < _MAX_BASES:
            style = self._styles[ident]
            if style in found:
                break
            found.append(style)
            ident = value(style, "basedOn") or ""
        return found

    def paragraph_style(self, named: etree._Element | None) -> str:
        """The style id of a paragraph, the default one where it names none (`w:pStyle`)."""
        return (named.get(VAL) if named is not None else None) or self._default

    def base_look(
        self, paragraph_style: str, run_style: str, table: frozenset[str] = frozenset()
    ) -> TextLook:
        """What the two styles of a run make of it, before its own properties; `table` are the
        toggles that the style of its table sets."""
        key = (paragraph_style, run_style, table)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._combine(paragraph_style, run_style, table)
        return look

    def _combine(self, paragraph_style: str, run_style: str, table: frozenset[str]) -> TextLook:
        paragraph, run = self._style_partial(paragraph_style), self._style_partial(run_style)
        merged = self._defaults | paragraph | run
        for name in ("bold", "hidden", "caps", "struck"):
            cancelled = bool(paragraph.get(name)) != bool(run.get(name))
            cancelled = cancelled != (name in table)
            merged[name] = bool(self._defaults.get(name)) or cancelled
        if "white" in table and not merged.get("ink"):
            merged |= {"white": True, "ink": WHITE}
        return _look(PLAIN, merged)

    def _style_partial(self, ident: str) -> _Partial:
        known = self._partials.get(ident)
        if known is None:
            known = {}
            for style in reversed(self.chain(ident)):
                run = style.find(W + "rPr")
                if run is not None:
                    known |= _partial(run)
            self._partials[ident] = known
        return known

    def run_look(
        self,
        paragraph_style: str,
        properties: etree._Element | None,
        table: frozenset[str] = frozenset(),
    ) -> TextLook:
        """The look of a run with these own properties in a paragraph of that style; `table` as for
        `base_look`."""
        if properties is None:
            return self.base_look(paragraph_style, "", table)
        own = _partial(properties)
        style = str(own.pop("style", ""))
        key = (paragraph_style, style, table, *own.items())
        look = self._runs.get(key)
        if look is None:
            look = self._runs[key] = _look(self.base_look(paragraph_style, style, table), own)
        return look

    def numbering(self, paragraph_style: str) -> tuple[Numbered, str] | None:
        """The numbering a paragraph style brings along, with the id of the style that sets it."""
        try:
            return self._numberings[paragraph_style]
        except KeyError:
            found = self._numberings[paragraph_style] = self._find_numbering(paragraph_style)
            return found

    def _find_numbering(self, paragraph_style: str) -> tuple[Numbered, str] | None:
        for style in self.chain(paragraph_style):
            found = numbered(child(child(style, "pPr"), "numPr"))
            if found is not None and found.num_id is not None:
                return found, style.get(W + "styleId", "")
        return None

    def list_number(self, ident: str) -> int | None:
        """The `w:numId` of a list style (`w:numStyleLink` leads to one)."""
        style = self._styles.get(ident)
        found = numbered(child(child(style, "pPr"), "numPr"))
        return None if found is None else found.num_id

    def page_break_before(self, paragraph_style: str, own: etree._Element | None) -> bool:
        """Whether a paragraph starts a page of its own, by its own property or its style's."""
        if own is not None:
            return is_on(own)
        for style in self.chain(paragraph_style):
            break_before = style.find(f"{W}pPr/{W}pageBreakBefore")
            if break_before is not None:
                return is_on(break_before)
        return False


def numbered(found: etree._Element | None) -> Numbered | None:
    """What a `w:numPr` says, None without one."""
    if found is None:
        return None
    return Numbered(number(found, "numId"), number(found, "ilvl"))


def _partial(properties: etree._Element) -> _Partial:
    """What run properties say of a look, and nothing they are silent about."""
    found: _Partial = {}
    for prop in properties:
        tag = prop.tag
        if tag not in _LOOKED_AT:
            continue
        name = _TOGGLES.get(tag)
        if name is not None:
            found[name] = is_on(prop) or (name in _ADDING and bool(found.get(name)))
        elif tag == _VERT_ALIGN:
            found["raised"] = prop.get(VAL) == "superscript"
        elif tag == _POSITION:
            found["lifted"] = (whole(prop.get(VAL)) or 0) >= _MIN_LIFT
        elif tag == _COLOR:
            found["ink"] = (prop.get(VAL) or "").upper()
            found["white"] = are_same(str(found["ink"]), WHITE)
        elif tag in _BEHIND:
            found["shaded"] = is_shade(prop)
            found["ground"] = _ground(prop)
        elif tag == _SIZE:
            found["tiny"] = 0 < (whole(prop.get(VAL)) or 0) <= _LEAST_SIZE
        elif tag == _SCALE:
            scale = whole((prop.get(VAL) or "").removesuffix("%")) or 0
            found["squeezed"] = 0 < scale <= _LEAST_SCALE
        elif tag == _RUN_STYLE:
            found["style"] = prop.get(VAL, "")
        else:
            font = prop.get(W + "ascii") or prop.get(W + "hAnsi")
            if font:
                found["font"] = font
    return found


def toggles_of(properties: etree._Element | None) -> dict[str, bool]:
    """What run properties say of what changes which characters are seen."""
    found = {} if properties is None else _partial(properties)
    return {name: bool(found[name]) for name in _SHOWN if name in found}


def _ground(prop: etree._Element) -> str:
    """The color of a shade or highlight, "" where it has none of its own."""
    if prop.tag == W + "highlight":
        return _HIGHLIGHTS.get(prop.get(VAL, ""), "")
    fill = prop.get(W + "fill", "").upper()
    return fill if prop.get(VAL, "clear") == "clear" and fill not in _NO_FILL else ""


def is_shade(prop: etree._Element) -> bool:
    """Whether a shade or highlight is one: not white, not cleared."""
    fill = prop.get(W + "fill", prop.get(VAL, "")).upper()
    pattern = prop.get(VAL, "clear").lower()
    return fill not in _NO_FILL or pattern not in ("clear", "nil", "none")


def is_shaded(element: etree._Element, styles: Styles) -> bool:
    """Whether a text element stands on a shade: of its paragraph, its cell, its table's style, or
    in a text box, which may be filled."""
    for around in element.iterancestors():
        tag = around.tag
        if tag == W + "p":
            properties = child(around, "pPr")
            named = child(properties, "pStyle")
            shades = [child(properties, "shd")]
            shades += [
                s.find(f"{W}pPr/{W}shd") for s in styles.chain(styles.paragraph_style(named))
            ]
        elif tag == W + "tc":
            shades = [child(child(around, "tcPr"), "shd")]
        elif tag == W + "tbl":
            properties = child(around, "tblPr")
            named_style = value(properties, "tblStyle") or ""
            shades = [child(properties, "shd")]
            shades += [shade for s in styles.chain(named_style) for shade in s.iter(W + "shd")]
        elif tag == W + "txbxContent":
            return True
        else:
            continue
        if any(shade is not None and is_shade(shade) for shade in shades):
            return True
    return False


def is_of_ground(element: etree._Element, look: TextLook) -> bool:
    """Whether a text element has the color of the shade of its paragraph or, where that has none,
    of its cell; a run with a shade of its own stands on that."""
    if look.shaded or look.ink in ("", "AUTO"):
        return False
    for around in element.iterancestors(W + "p", W + "tc", W + "txbxContent"):
        if around.tag == W + "txbxContent":
            return False
        properties = child(around, "pPr" if around.tag == W + "p" else "tcPr")
        shade = child(properties, "shd")
        if shade is not None and is_shade(shade):
            return are_same(look.ink, _ground(shade))
        if around.tag == W + "tc":
            return False
    return False


def _look(base: TextLook, own: _Partial) -> TextLook:
    own.pop("style", None)
    look = replace(base, **own) if own else base  # type: ignore[arg-type]
    legacy = look.font.lower().startswith(_LEGACY_FONTS)
    plain = not (
        look.hidden
        or look.caps
        or look.raised
        or look.struck
        or look.lifted
        or look.white
        or look.unseen
        or legacy
        or is_symbol_font(look.font)
    )
    return replace(look, legacy=legacy, plain=plain)


def run_overrides(base: TextLook, properties: etree._Element | None) -> TextLook:
    """A look changed by run properties that stand alone, as those of a numbering level do."""
    return base if properties is None else _look(base, _partial(properties))
