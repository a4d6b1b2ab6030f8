"""Texts that a file replaces by others for those who copy them (`/ActualText`): what is printed is
read, where its letters have code points.

Programs replace what they draw in glyphs without a meaning of their own (ligatures, letters put
together, hyphens at the end of a line): there both say the same, and the replacement is kept. It
stands where its glyphs do: of one inside a form PDFium gives the place within the form, not the
page.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import replace

from pipeline.extract.pdf.drawn.objects import leaves, top_objects
from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.file.frame import Frame
from pipeline.extract.pdf.letters.aside import Lost
from pipeline.extract.pdf.letters.chars import SPECIAL, Cache, PageChars, read_chars
from pipeline.extract.pdf.letters.pieces import clean, middle_of
from pipeline.writing.syllables import implausible_share

REPLACED = (
    "the file replaces the text printed in this cell by another; the print is read, compare both"
)
_KEY = b"ActualText"
_HYPHENS = str.maketrans(dict.fromkeys("\x02\xad\ufffe-‐‑\u200b"))

_value_type = raw.function("FPDFPageObjMark_GetParamValueType", raw.INT, raw.PTR, ctypes.c_char_p)
_remove_mark = raw.function("FPDFPageObj_RemoveMark", raw.INT, raw.PTR, raw.PTR)


def as_printed(
    page: int, chars: PageChars, cache: Cache, shown: Frame
) -> tuple[PageChars, list[Lost]]:
    """The characters of a page as they are printed, and where the file says otherwise."""
    marked = [owner for owner in chars.inks if _replacement(owner)]
    if not marked:
        return chars, []
    _remove_marks(page)
    printed = read_chars(page, cache, shown)
    if printed is None or len(printed.unmapped) > len(chars.unmapped):
        return chars, []
    said, drawn = _texts(chars, marked), _texts(printed, marked)
    differ = [owner for owner in marked if _differs(said[owner], drawn[owner])]
    if not differ:
        inside = {owner for owner, forms in leaves(top_objects(page)) if forms}
        return _placed(chars, printed, inside.intersection(marked)), []
    return printed, [_place(printed, owner) for owner in differ]


def _placed(chars: PageChars, printed: PageChars, owners: Set[int]) -> PageChars:
    """The characters of a page, those of some text objects in even parts of the width in which
    their glyphs are printed."""
    if not owners:
        return chars
    drawn = _indexes(printed, owners)
    starts, ends = chars.starts.copy(), chars.ends.copy()
    for owner, indexes in _indexes(chars, owners).items():
        if not (indexes and drawn[owner]):
            continue
        begin = min(printed.starts[index] for index in drawn[owner])
        width = (max(printed.ends[index] for index in drawn[owner]) - begin) / len(indexes)
        for part, index in enumerate(indexes):
            starts[index], ends[index] = begin + part * width, begin + (part + 1) * width
    return replace(chars, starts=starts, ends=ends)


def _indexes(chars: PageChars, owners: Iterable[int]) -> dict[int, list[int]]:
    """Where the characters of each of some text objects stand in the text of the page."""
    found: dict[int, list[int]] = {owner: [] for owner in owners}
    for index, owner in enumerate(chars.owners):
        if owner in found:
            found[owner].append(index)
    return found


def _replacement(item: int) -> int:
    """The mark of an object that replaces its text, 0 if none does."""
    for index in range(raw.count_marks(item)):
        mark = raw.get_mark(item, index)
        if _value_type(mark, _KEY):
            return int(mark)
    return 0


def _remove_marks(page: int) -> None:
    for item, _ in leaves(top_objects(page)):
        while mark := _replacement(item):
            if not _remove_mark(item, mark):
                break


def _texts(chars: PageChars, owners: Iterable[int]) -> dict[int, str]:
    found = _indexes(chars, owners).items()
    return {owner: "".join(chars.text[index] for index in indexes) for owner, indexes in found}


def _differs(said: str, drawn: str) -> bool:
    """Whether another text is printed than the file says. A replacement may stand for several
    objects, of which the first has it: print that it begins with agrees."""
    if not drawn.strip() or SPECIAL.sub("", drawn.translate(_HYPHENS)) != drawn.translate(_HYPHENS):
        return False
    one, other = _levelled(said), _levelled(drawn)
    if one.startswith(other) or other.startswith(one):
        return False
    return len(implausible_share(drawn)[1]) <= len(implausible_share(said)[1])


def _levelled(text: str) -> str:
    """A text as it is compared: its letters and digits, whatever their case and form."""
    plain = unicodedata.normalize("NFKC", clean(text.translate(_HYPHENS), None))
    return "".join(plain.split()).casefold()


def _place(chars: PageChars, owner: int) -> Lost:
    at = chars.owners.index(owner)
    x = chars.starts[at] + chars.frame.shift
    return Lost(x, middle_of(chars.inks[owner], chars.frame), REPLACED)
