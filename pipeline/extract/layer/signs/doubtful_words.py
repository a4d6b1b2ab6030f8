"""What the text of a cell shows of what a program lost or added in it: white, the digits of a mark.

Nothing is put right: it says why a cell is in doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.writing.syllables import is_syllable

LACKS_BLANK = "a line of this cell ends at a stroke, and whether a blank follows it is not shown"
"""Why a cell is in doubt whose lines join without a blank that may be printed."""
OTHER_WHITE = "other cells of this column have white where this one has none, or none where it has"
"""Why a cell is in doubt that differs in nothing but white from the form of others."""
_SHORT = 24
"""Letters of the longest text whose white is compared with that of others."""
_RARER = 1.5
"""How much rarer a form must be than the same with other white for its white to be in doubt."""
_SIGN = re.compile(r"[≥≤<>=±~]")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
MARKED = "digits stand right behind a word of this cell; they may be the mark of a footnote"
"""Why a cell is in doubt that may hold the digits of a raised mark."""
_MARKED = re.compile(
    r"(?:\W*([^\W\d_]*[^\W\d_A-Z])|.*(?:[)”»]|[^\W\d]\.)|\d{1,2}[/.-](?:19|20)\d\d)\d{1,2}"
)

_CODE = re.compile(r"(?:[A-ZĐ]+\.){2,}\d+")
"""The code of an item (`CH.TH.35`): its digits are its own."""


def marked_words(text: str) -> list[str]:
    """The words that digits stand right behind, or a year with digits too many (`gia29`,
    `12/202626`): those of a raised mark, it seems, whose note is not among the notes found."""
    return [
        word
        for part in text.split()
        if (word := part.rstrip(".,;:"))[-1:].isdigit()
        and (match := _MARKED.fullmatch(word))
        and not _CODE.fullmatch(word)
        and (
            match.group(1) is None or (not match.group(1).isascii() or is_syllable(match.group(1)))
        )
    ]


def may_lack_blank(one: str, other: str) -> bool:
    """Whether a line ends at a stroke between two words (`các tỉnh/` + `thành phố`): whether a
    blank follows it the end of a line does not show."""
    return one[-1] == "/" and one[-2:-1].isalpha() and other[0].islower()


def unlike_white(texts: Iterable[str]) -> frozenset[str]:
    """The short texts with a sign whose form stands in their column with other white, and more
    often (`≥5` beside `≥ 80`), or as often where they are those without: some programs lose a blank
    behind a sign, none adds one."""
    signed = [text for text in texts if _has_sign(text)]
    own = {text: _form(text) for text in signed}
    forms = Counter(own[text] for text in signed)
    usual: dict[str, int] = {}
    for form, count in forms.items():
        bare = form.replace(" ", "")
        usual[bare] = max(usual.get(bare, 0), count)
    alike = Counter(form.replace(" ", "") for form in forms)
    return frozenset(
        text
        for text, form in own.items()
        if alike[bare := form.replace(" ", "")] > 1
        and (forms[form] <= usual[bare] / _RARER or (form == bare and forms[form] == usual[bare]))
    )


def _has_sign(text: str) -> bool:
    return len(text) <= _SHORT and any(map(str.isdigit, text)) and bool(_SIGN.search(text))


def _form(text: str) -> str:
    return _DIGITS.sub("0", _WORD.sub("a", text))
