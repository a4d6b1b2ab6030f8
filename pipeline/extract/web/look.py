"""How elements of a web page are shown, as far as it matters for reading: hidden, raised, bold,
struck out, ruled.

Attributes and `style` are read, and of style sheets the rules with plain selectors (an element,
a class, an id, or an element with one of these). Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT: Final = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_OTHER_MEDIA: Final = re.compile(r"@media\s+(?!screen|all)[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SELECTOR: Final = re.compile(r"(?P<tag>\w+|\*)?(?P<by>[.#][\w-]+)?")
_SHOWING: Final = re.compile(
    r"(?<![\w-])(?P<name>display|visibility|mso-hide)\s*:\s*(?P<value>[\w-]+)"
)
_NO_SIZE: Final = re.compile(
    r"(?<![\w-])font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|\Z)"
)
_OFF_SCREEN: Final = re.compile(
    r"(?<![\w-])(?:(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{4,}(?:px|pt|em)"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\))"
)
"""Set where no reader looks: programs that read pages aloud find it there."""
_PSEUDO: Final = re.compile(r"::?(?:before|after)\b")
_MADE_TEXT: Final = re.compile(
    r"(?<![\w-])content\s*:[^;]*(?:counters?\(|attr\(|\"[^\"]*[^\W_][^\"]*\"|'[^']*[^\W_][^']*')"
)
_BOLD: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|\bfont\s*:[^;]*\bbold\b")
_NOT_BOLD: Final = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)")
_STRUCK: Final = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through")
_RAISED: Final = re.compile(
    r"vertical-align\s*:\s*super|mso-text-raise\s*:\s*\d|position\s*:\s*relative[^}]*top\s*:\s*-\d"
)
_RULED: Final = re.compile(
    r"border(?:-(?:top|left|right|bottom))?(?:-(?:style|width))?\s*:(?!\s*(?:none|0|hidden))"
    r"[^;]*(?:solid|double|dashed|dotted|thin|medium|\d)"
)
_WHITE: Final = re.compile(
    r"(?<![\w-])color\s*:\s*(?:white|#fff(?:fff)?|rgb\(255,\s*255,\s*255\))(?![\w])"
)
_BACKGROUND: Final = re.compile(r"background(?:-color)?\s*:|mso-shading|mso-pattern")
_SHADE: Final = re.compile(r"background(?:-color)?\s*:([^;]*)")
_NO_SHADE: Final = re.compile(
    r"(?:white|transparent|none|inherit|initial|#fff(?:fff)?\b|rgb\(255,\s*255,\s*255\)|rgba\(.*,\s*0\))"
)
UNSEEN_TAGS: Final = frozenset(
    ("head", "script", "style", "template", "noscript", "title", "meta", "link", "object", "svg")
)
_STRUCK_TAGS: Final = frozenset({"s", "strike", "del"})
_BOLD_TAGS: Final = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})

_LOOKS: Final = _STRUCK_TAGS | _BOLD_TAGS | {"sup", "pre"}


@dataclass(frozen=True, slots=True)
class Look:
    """How text is shown where it stands."""

    bold: bool = False
    struck: bool = False
    raised: bool = False
    kept: bool = False
    """White space counts as it stands (`pre`)."""


PLAIN: Final = Look()


@dataclass(slots=True)
class StyleSheet:
    """The rules of the style sheets by tag, class and id, each with its declarations."""

    rules: dict[tuple[str, str], str] = field(default_factory=dict)
    generated: set[tuple[str, str]] = field(default_factory=set)
    """What has text before or behind it that the style sheet makes."""

    def generates(self, element: etree._Element) -> bool:
        """Whether a style sheet prints text in an element."""
        return not self.generated.isdisjoint(_keys_of(element)) if self.generated else False

    def style(self, element: etree._Element) -> str:
        """All declarations for an element, its own last, in lower case."""
        own = (element.get("style") or "").lower()
        if not self.rules:
            return own
        found = [self.rules[key] for key in _keys_of(element) if key in self.rules]
        return ";".join([*found, own])


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
    for element in root.iter("style"):
        text = _COMMENT.sub(" ", text_of(element).lower())
        for selectors, body in _RULE.findall(_OTHER_MEDIA.sub(" ", text)):
            for key in _keys(selectors):
                sheet.rules[key] = f"{sheet.rules.get(key, '')};{body}"
            if _MADE_TEXT.search(body):
                sheet.generated.update(_keys(_PSEUDO.sub("", selectors)))
    return sheet


def _keys(selectors: str) -> Iterator[tuple[str, str]]:
    for selector in selectors.split(","):
        match = _SELECTOR.fullmatch(selector.strip())
        if match and (match["tag"] or match["by"]):
            tag = "" if match["tag"] in (None, "*") else match["tag"]
            yield tag, match["by"] or ""


def is_hidden(element: etree._Element, style: str) -> bool:
    """Whether an element and what stands in it is not shown."""
    if element.tag in UNSEEN_TAGS or element.get("hidden") is not None:
        return True
    if element.tag == "input" and (element.get("type") or "").lower() == "hidden":
        return True
    if not style:
        return False
    last = {match["name"]: match["value"] for match in _SHOWING.finditer(style)}
    return (
        last.get("display") == "none"
        or last.get("visibility") in ("hidden", "collapse")
        or last.get("mso-hide") == "all"
        or _NO_SIZE.search(style) is not None
        or _OFF_SCREEN.search(style) is not None
    )


def look_of(element: etree._Element, style: str, around: Look) -> Look:
    """The look of the text in an element that stands in text of another look."""
    tag = element.tag
    if not style and tag not in _LOOKS:
        return around
    bold = around.bold or tag in _BOLD_TAGS or bool(_BOLD.search(style))
    if _NOT_BOLD.search(style):
        bold = False
    struck = around.struck or tag in _STRUCK_TAGS or bool(_STRUCK.search(style))
    raised = around.raised or tag == "sup" or bool(_RAISED.search(style))
    return Look(bold, struck, raised, around.kept or tag == "pre" or "pre-wrap" in style)


def is_white(style: str) -> bool:
    """Whether text is white and nothing is said of what is behind it."""
    return bool(style) and bool(_WHITE.search(style)) and not _BACKGROUND.search(style)


def is_shaded(element: etree._Element, style: str) -> bool:
    """Whether an element is shown on another colour than white."""
    named = (element.get("bgcolor") or "").strip().lower()
    found = _SHADE.findall(style)
    colour = str(found[-1]).strip() if found else named
    return bool(colour) and _NO_SHADE.match(colour) is None


def is_ruled(element: etree._Element, style: str) -> bool:
    """Whether borders are drawn around an element."""
    border = (element.get("border") or "").strip()
    return border not in ("", "0") or bool(_RULED.search(style))
