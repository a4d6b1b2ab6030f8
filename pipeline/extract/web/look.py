"""How elements of a web page are shown, as far as it matters for reading: hidden, raised, bold,
struck out, ruled.

Attributes, `style` and style sheets are read: rules with plain selectors (an element, a class, an
id, or an element with one of these) by a look into a table, others by `selectors`. Nothing is
fetched.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from lxml import etree

from pipeline.extract.web.cascade import settled
from pipeline.extract.web.counters import Counted, counted, counts
from pipeline.extract.web.frameworks import hidden_by_name
from pipeline.extract.web.nesting import parted, rules_of
from pipeline.extract.web.selectors import may_find, selected
from pipeline.writing.legacy_fonts import is_legacy
from pipeline.writing.symbol_fonts import is_symbol_font

_LONG: Final = re.compile(r"(?<![^;])[^;]{1000,}+")
"""A declaration that says nothing of what is asked here: a picture, or made to be slow."""
_SELECTOR: Final = re.compile(r"(?P<tag>\w+|\*)?(?P<by>[.#][\w-]+)?")
_SHOWING: Final = re.compile(
    r"(?<![\w-])(?P<name>display|visibility|mso-hide)\s*:\s*(?P<value>[\w-]+)"
    r"(?P<important>\s*!\s*important)?"
)
_DISPLAYED: Final = re.compile(r"(?<![\w-])display\s*:\s*(?!none)[a-z]")
"""What a sheet says of an element counts before what hides it by its kind (HTML, 15.3.1)."""
_OFF_SCREEN: Final = re.compile(
    r"(?<![\w-])(?:(?:left|top|right|bottom|text-indent|margin-left|inset|translate)\s*:[^;(]*"
    r"(?<![\w.])-(?:\d{4,}(?:px|pt)|\d{3,}(?:r?em|v[wh]))"
    r"|transform\s*:\s*translate\w*\([^;)]*-(?:\d{4,}px|\d{3,}(?:r?em|v[wh]))"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\))"
)
"""Set where no reader looks: programs that read pages aloud find it there."""
_ROOM: Final = re.compile(
    r"(?<![\w-])(?P<name>overflow(?:-[xy])?|(?:m(?:ax|in)-)?(?:height|width)|transform|clip-path"
    r"|content-visibility|scale|zoom|flex(?:-grow)?)"
    r"\s*:\s*(?P<value>[^;!]*)(?P<important>!\s*important)?"
)
"""What says how much room a text has."""
_NO_ROOM: Final = re.compile(r"(?:0(?:\.0+)?(?:px|pt|r?em|%)?|[01](?:\.\d+)?px)\s*")
"""A pixel holds no letter: what is for programs that read aloud alone is given one."""
_TO_NOTHING: Final = {
    "transform": re.compile(r".*scale[xy]?\(\s*0(?:\.0\d*)?\s*[,)]"),
    "scale": re.compile(r"(?:\S+\s+)?0(?:\.0\d*)?\s*\Z"),
    "zoom": re.compile(r"0*\.0\d*\s*\Z|[0-9](?:\.\d*)?%"),
    "clip-path": re.compile(
        r"inset\(\s*(?:50|100)%|(?:circle|ellipse)\(\s*0(?![.\d])"
        r"|polygon\(\s*+((?:[^\s,()]++\s*+)++)(?:,\s*+\1)*\)"
    ),
}
"""What makes of a text, or leaves of it, less than a tenth of its size (CSS Transforms 2, 5; CSS
Masking 1, 5)."""
_BOXED: Final = re.compile(
    r"(?<![\w-])(?:display\s*:\s*(?:(?:inline-)?(?:block|flex|grid)|flow-root)"
    r"|position\s*:\s*(?:absolute|fixed)|float\s*:\s*(?:left|right))"
)
_ROOMY: Final = frozenset(
    ["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "col", "colgroup"]
)
"""Elements that take the room that their text needs, whatever height is said of them."""
_IN_LINE: Final = frozenset(
    ("a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "label", "mark", "s", "small",
     "span", "strong", "u")
)  # fmt: skip
"""Elements that have no height of their own unless they are said to be boxes."""
_PSEUDO: Final = re.compile(r"::?(?:before|after)\b")
_MADE_TEXT: Final = re.compile(
    r"(?<![\w-])content\s*:[^;]*(?:counters?\(|attr\(|\"[^\"]*[^\W_][^\"]*\"|'[^']*[^\W_][^']*')"
)
_LITERAL: Final = re.compile(
    r"(?<![\w-])content\s*:\s*((?:\"[^\"]*\"|'[^']*'|\s)+)(?:;|!|\Z)", re.IGNORECASE
)
_SAYING: Final = frozenset("%‰°≤≥≈±€$₫✓✔✗✘☐☑☒")
"""Signs that say something of a value; bullets, arrows and signs to click on (`+`) do not."""
_QUOTED: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_CODE: Final = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_CAPITALS: Final = re.compile(r"text-transform\s*:\s*(\w+)")
_SMALL_CAPITALS: Final = re.compile(r"(?<![\w-])font(?:-variant(?:-caps)?)?\s*:[^;]*small-caps")
_SHOWN_BY: Final = re.compile(
    r"(?<![\w-])(?:display|visibility|mso-hide|font-size|color|opacity|position|clip|left|text-indent"
    r"|content-visibility|filter|mask|-webkit-text-fill-color"
    r"|overflow|transform|scale|zoom|inset|translate|(?:m(?:ax|in)-)?(?:height|width)|text-decoration|text-transform|vertical-align|font-weight"
    r"|font-family|font-variant|font|list-style|border|background|grid|counter-(?:reset|increment|set)|order|flex|direction"
    r"|unicode-bidi|quotes)\b"
)
"""Properties that this room asks for."""
_HIDING: Final = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|text-decoration[\w-]*\s*:[^;]*line-through|(?:opacity|font-size)\s*:\s*0(?![\d.]))"
)
_BOLD: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|\bfont\s*:[^;]*\bbold\b")
_NOT_BOLD: Final = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)")
_FONT: Final = re.compile(r"(?<![\w-])font(?:-family)?\s*:([^;]*)")
_LINES: Final = re.compile(r"(?<![\w-])text-decoration(?:-line)?\s*:([^;]*)")
_APART: Final = re.compile(
    r"(?<![\w-])(?:display\s*:\s*inline-(?:block|flex|grid|table)|float\s*:\s*(?:left|right)"
    r"|position\s*:\s*(?:absolute|fixed))"
)
"""Boxes by themselves: a line through the text around them does not reach into them (CSS Text
Decoration 3, 2.1)."""
_RAISED: Final = re.compile(
    r"vertical-align\s*:\s*super|mso-text-raise\s*:\s*\d"
    r"|position\s*:\s*relative[^}]*(?<![\w-])top\s*:\s*-\.?\d"
    r"|(?<![\w-])top\s*:\s*-\.?\d[^}]*position\s*:\s*relative"
)
_LIFTED: Final = re.compile(r"vertical-align\s*:\s*\+?(?![0.]+(?![\d.]))\.?\d")
"""Above the line by a length of its own, which is said of letters and never of cells."""
_RULED: Final = re.compile(
    r"border(?:-(?:top|left|right|bottom))?(?:-(?:style|width))?\s*:(?!\s*(?:none|0|hidden))"
    r"[^;]*(?:solid|double|dashed|dotted|thin|medium|\d)"
)
_OUT_OF_FLOW: Final = re.compile(r"(?<![\w-])position\s*:\s*(?:absolute|fixed)")
UNTOLD_TAGS: Final = frozenset(
    ("head", "script", "style", "template", "noscript", "title", "meta", "link", "annotation",
     "annotation-xml")
)  # fmt: skip
"""Elements that are not shown (HTML, 15.3.1); annotations are what a formula was made from, beside
how it is shown (MathML Core)."""
_UNSEEN_TAGS: Final = (
    UNTOLD_TAGS
    | {"object", "canvas", "audio", "video", "datalist", "noframes"}
    | {"meter", "progress"}
)
"""Those, and what has text only for whoever does not see what it shows, or asks for it."""
_BACKWARDS: Final = re.compile(r"(?<![\w-])unicode-bidi\s*:\s*(?:bidi|isolate)-override")
_FROM_RIGHT: Final = re.compile(r"(?<![\w-])direction\s*:\s*rtl")
_NO_QUOTES: Final = re.compile(r"(?<![\w-])quotes\s*:\s*none")
_NO_WORDS: Final = re.compile(r"(?<![\w-])content\s*:\s*(?:none|''|\"\")")
_SURROGATE, _PRIVATE = 0xD800, 0xE000
"""Code points from the first on are halves of characters, from the second on signs of a font."""
_STRUCK_TAGS: Final = frozenset({"s", "strike", "del"})
_BOLD_TAGS: Final = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})

_LOOKS: Final = _STRUCK_TAGS | _BOLD_TAGS | {"sup", "pre", "font"}


@dataclass(frozen=True, slots=True)
class Look:
    """How text is shown where it stands."""

    bold: bool = False
    struck: bool = False
    raised: bool = False
    kept: bool = False
    """White space counts as it stands (`pre`)."""
    case: str = ""
    """How letters are set by `text-transform`."""
    font: str = ""
    """The font, where it is one from before Unicode, or one of signs."""


PLAIN: Final = Look()


@dataclass(slots=True)
class StyleSheet:
    """The rules of the style sheets by tag, class and id, each with its declarations."""

    rules: dict[tuple[str, str], str] = field(default_factory=dict)
    generated: set[tuple[str, str]] = field(default_factory=set)
    """What has text before or behind it that the style sheet makes."""
    made: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """The words put `before` or `after` what a tag and a mark name."""
    found: dict[etree._Element, str] = field(default_factory=dict)
    """Declarations for the elements that other selectors find."""
    unsure: list[etree._Element] = field(default_factory=list)
    """What a selector may find that is not known, of a rule that hides or strikes out."""
    unquoted: bool = False
    """Whether quotations have no marks of their own."""
    counted: Counted = field(default_factory=dict)
    """The words put before and after elements that other selectors find, or that count."""
    _plain: dict[tuple[object, str | None, str | None], str] = field(default_factory=dict)
    """Declarations by tag, class and id: a page has few of these for all its cells."""

    def generates(self, element: etree._Element) -> bool:
        """Whether a style sheet prints text in an element."""
        return not self.generated.isdisjoint(_keys_of(element)) if self.generated else False

    def words(self, element: etree._Element, place: str) -> str:
        """The words a style sheet puts before or after an element."""
        if self.counted and (element, place) in self.counted:
            return self.counted[element, place]
        if not self.made:
            return ""
        named = ((*key, place) for key in _keys_of(element))
        return next((self.made[key] for key in named if key in self.made), "")

    def style(self, element: etree._Element) -> str:
        """The declarations that count for an element, its own last, in lower case."""
        own = _LONG.sub("", (element.get("style") or "").lower())
        if element.tag == "font" and (colour := element.get("color")):
            own = f"color:{colour.lower()};{own}"
        if not self.rules and not self.found:
            return settled(own) if own else ""
        known = self.found.get(element, "") if self.found else ""
        said = f"{self._plain_style(element)}{known};{own}"
        return settled(said) if len(said) > 1 else ""

    def _plain_style(self, element: etree._Element) -> str:
        """What plain selectors declare for an element."""
        called = element.tag, element.get("class"), element.get("id")
        known = self._plain.get(called)
        if known is None:
            keys = (key for key in _keys_of(element) if key in self.rules)
            said = "".join(f"{self.rules[key]};" for key in keys)
            known = self._plain[called] = f"{settled(said)};" if said else ""
        return known


def _keys_of(element: etree._Element) -> list[tuple[str, str]]:
    """What plain selectors may call an element: its tag, its classes, its id."""
    tag = str(element.tag)
    marks = [f".{name}" for name in (element.get("class") or "").lower().split()]
    ident = element.get("id")
    marks += [f"#{ident.lower()}"] if ident else []
    return [(tag, ""), *((t, mark) for mark in marks for t in ("", tag))]


def text_of(element: etree._Element) -> str:
    """All text in an element, shown or not."""
    return "".join(map(str, element.itertext()))


def style_sheet(root: etree._Element) -> StyleSheet:
    """The rules of a page that can hide, raise, strike out or rule."""
    sheet = StyleSheet()
    others: list[tuple[str, str]] = []
    spoken: dict[str, list[tuple[str, str]]] = {"before": [], "after": []}
    for element in root.iter("style"):
        tree = next(element.iterancestors("template"), None)
        rules = rules_of(text_of(element), (element.get("media") or "all").lower())
        if tree is not None:  # rules of a shadow root hold inside of it (CSS Scoping 1, 3.3)
            sheet.found.update(selected(tree, _rules_apart(rules)))
            continue
        for selectors, body in rules:
            _take_rule(sheet, others, selectors, _LONG.sub("", body.lower()))
            _take_made(sheet, spoken, selectors, body)
    for found, body in selected(root, others).items():
        sheet.found[found] = f"{body};{sheet.found.get(found, '')}"
    sheet.unsure += may_find(root, [name for name, body in others if _HIDING.search(body)])
    for found in hidden_by_name(root, sheet.rules):
        sheet.found[found] = f"{sheet.found.get(found, '')};display:none"
    made = {
        (element, place): body
        for place, rules in spoken.items()
        for element, body in selected(root, rules).items()
    }
    if made:
        sheet.counted.update(counted(root, sheet.style, made))
    return sheet


def _rules_apart(rules: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The selectors of rules, each by itself with its declarations."""
    return [
        (selector, _LONG.sub("", body.lower()))
        for selectors, body in rules
        for selector in dict.fromkeys(parted(selectors))
        if not _PSEUDO.search(selector)
    ]


def _take_rule(sheet: StyleSheet, others: list[tuple[str, str]], selectors: str, body: str) -> None:
    """Enter a rule under what its plain selectors call; `others` takes the rest."""
    for selector in dict.fromkeys(parted(selectors)):
        key = _key(selector)
        if key is not None:
            sheet.rules[key] = f"{sheet.rules.get(key, '')};{body}"
        elif _SHOWN_BY.search(body) and not _PSEUDO.search(selector):
            others.append((selector, body))


def _take_made(
    sheet: StyleSheet, spoken: dict[str, list[tuple[str, str]]], selectors: str, body: str
) -> None:
    """Enter the words that a rule puts before or after elements, or that it makes other text;
    `spoken` takes what counts or what other selectors find."""
    words = _words_of(body)
    if not words and not _MADE_TEXT.search(body.lower()):
        named = (_key(_PSEUDO.sub("", selector)) for selector in parted(selectors))
        sheet.unquoted |= ("q", "") in named and _NO_WORDS.search(body) is not None
        return
    for selector in parted(selectors):
        place, key = _PSEUDO.search(selector), _key(_PSEUDO.sub("", selector))
        if place is not None and (counts(body) or (key is None and words)):
            spoken[place.group().strip(":").lower()].append((_PSEUDO.sub("", selector), body))
        elif key is not None and not words:
            sheet.generated.add(key)
        elif key is not None and place is not None:
            sheet.made[(*key, place.group().strip(":").lower())] = words


def _words_of(body: str) -> str:
    """The text of a rule that is nothing but words; blank where it counts, takes attributes, or
    shows signs alone."""
    match = _LITERAL.search(body)
    if match is None:
        return ""
    text = "".join(one or other for one, other in _QUOTED.findall(match.group(1)))
    text = _CODE.sub(lambda code: _character(int(code.group(1), 16)), text)
    return text if any(char.isalnum() or char in _SAYING for char in text) else ""


def _character(code: int) -> str:
    return chr(code) if 0 < code <= sys.maxunicode and not _SURROGATE <= code < _PRIVATE else ""


def _key(selector: str) -> tuple[str, str] | None:
    match = _SELECTOR.fullmatch(selector.strip().lower())
    if match is None or not (match["tag"] or match["by"]):
        return None
    return ("" if match["tag"] in (None, "*") else match["tag"]), match["by"] or ""


def is_hidden(element: etree._Element, style: str) -> bool:
    """Whether an element and what stands in it is not shown."""
    if is_removed(element, style):
        return True
    if not style:
        return False
    last = _last(style)
    return (
        last.get("visibility") in ("hidden", "collapse")
        or last.get("mso-hide") == "all"
        or _OFF_SCREEN.search(style) is not None
        or _is_squeezed(element, style)
    )


def _is_squeezed(element: etree._Element, style: str) -> bool:
    """Whether an element is given no room for its text. A table is no such text: it stands in a
    panel that opens when somebody asks for it."""
    last = _last(style, _ROOM)
    if element.tag in _ROOMY or not _has_no_room(last):
        return False
    if next(element.iter("table"), None) is not None:
        return False
    if any(_TO_NOTHING[name].match(last.get(name, "")) for name in ("clip-path", "zoom")):
        return True  # what counts for every element
    return element.tag not in _IN_LINE or _BOXED.search(style) is not None


def _has_no_room(last: dict[str, str]) -> bool:
    """Whether a text is scaled or clipped to nothing or not drawn (CSS Containment 2, 4), or has no
    height or width and what does not fit is cut off (what opens when somebody asks for it)."""
    if last.get("content-visibility", "").startswith("hidden"):
        return True
    if any(said.match(last.get(name, "")) for name, said in _TO_NOTHING.items()):
        return True
    cut = any(
        last.get(f"overflow{axis}", "").startswith(("hidden", "clip")) for axis in ("", "-x", "-y")
    )
    return cut and any(map(partial(_is_without, last), ("height", "width")))


def _is_without(last: dict[str, str], side: str) -> bool:
    """Whether a box has no height or width: what it takes at least counts before what it takes at
    most, and a part of a row that grows begins with any (CSS 2, 10.4; CSS Flexbox 1, 7.1)."""
    least = last.get(f"min-{side}", "")
    if least[:1].isdigit() and not _NO_ROOM.fullmatch(least):
        return False
    grows = last.get("flex", last.get("flex-grow", ""))[:1] not in ("", "0", "n", "i")
    said = (last.get(f"max-{side}", ""), "" if grows else last.get(side, ""))
    return any(map(_NO_ROOM.fullmatch, said))


def is_removed(element: etree._Element, style: str) -> bool:
    """Whether an element is not shown and takes no place either, so that what follows moves up."""
    if element.tag == "input" and (element.get("type") or "").lower() == "hidden":
        return True
    if _is_unshown(element) and not (_is_by_kind(element) and _DISPLAYED.search(style)):
        return True
    if not style:
        return False
    off_flow = _OFF_SCREEN.search(style) and _OUT_OF_FLOW.search(style)
    return _last(style).get("display") == "none" or bool(off_flow)


def _is_unshown(element: etree._Element) -> bool:
    """Whether what an element is keeps it from being shown: its kind, that it waits to be opened
    (`dialog`, `popover`), or that it says so."""
    if element.tag in _UNSEEN_TAGS:
        return element.get("shadowrootmode") is None  # else a template that is shown (HTML, 4.12.3)
    closed = element.tag == "dialog" and element.get("open") is None
    return closed or element.get("popover") is not None or element.get("hidden") is not None


def _is_by_kind(element: etree._Element) -> bool:
    """Whether a sheet may show again what an element hides by what it is."""
    found_later = (element.get("hidden") or "").lower() == "until-found"  # drawn when it is found
    return element.tag not in _UNSEEN_TAGS and not found_later


def is_backwards(element: etree._Element, style: str) -> bool:
    """Whether an element shows its letters from right to left, the last one first."""
    if element.tag == "bdo":
        return (element.get("dir") or "").lower() == "rtl"
    return bool(_BACKWARDS.search(style) and _FROM_RIGHT.search(style))


def is_quoted(element: etree._Element, style: str, sheet: StyleSheet) -> bool:
    """Whether a browser puts quotation marks around an element (`q`; HTML, 15.3.4)."""
    return element.tag == "q" and not sheet.unquoted and not _NO_QUOTES.search(style)


def is_folded(element: etree._Element, style: str) -> bool:
    """Whether a row or column is taken out of its table as a whole."""
    return is_removed(element, style) or _last(style).get("visibility") in ("collapse", "hidden")


def _last(style: str, said: re.Pattern[str] = _SHOWING) -> dict[str, str]:
    """The value that counts of each property: the last one, before it the last important one."""
    found = sorted(said.finditer(style), key=lambda match: match["important"] is not None)
    return {match["name"]: match["value"] for match in found}


def is_closed(element: etree._Element) -> bool:
    """Whether an element is details that nobody has opened: only their summary is shown."""
    return element.tag == "details" and element.get("open") is None


def look_of(element: etree._Element, style: str, around: Look) -> Look:
    """The look of the text in an element that stands in text of another look."""
    tag = element.tag
    if not style and tag not in _LOOKS:
        return around
    bold = around.bold or tag in _BOLD_TAGS or bool(_BOLD.search(style))
    if _NOT_BOLD.search(style):
        bold = False
    lines = _LINES.findall(style)  # what a sheet says counts before what the tag means
    struck = "line-through" in lines[-1] if lines else tag in _STRUCK_TAGS
    struck = struck or (around.struck and not _APART.search(style))
    raised = around.raised or tag == "sup" or bool(_RAISED.search(style))
    raised = raised or (tag in _IN_LINE and bool(_LIFTED.search(style)))
    kept = around.kept or tag == "pre" or "pre-wrap" in style
    cases = _CAPITALS.findall(style)
    case = cases[-1] if cases else around.case
    case = "uppercase" if _SMALL_CAPITALS.search(style) else case
    return Look(bold, struck, raised, kept, case, _own_font(element, style, around.font))


def _own_font(element: etree._Element, style: str, around: str) -> str:
    """The font from before Unicode, or of signs, that an element is set in, "" for every other."""
    named = _FONT.findall(style)
    if not named and element.get("face") is None:
        return around
    faces = (named[-1] if named else element.get("face") or "").split(",")
    names = [re.sub(r"^.*\dp[tx]\S*\s", "", face).strip(" \"'") for face in faces]
    if is_symbol_font(names[0]):
        return names[0]
    return next((name for name in names if is_legacy(name)), "")


def is_ruled(element: etree._Element, style: str) -> bool:
    """Whether borders are drawn around an element."""
    border = (element.get("border") or "").strip()
    return border not in ("", "0") or bool(_RULED.search(style))
