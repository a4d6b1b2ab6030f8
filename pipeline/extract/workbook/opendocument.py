"""OpenDocument spreadsheets before LibreOffice converts them: what a file shows its values as,
where no style of it says so.

Programs that write such files (pandas, odfpy) give a cell its value, its kind and the text that it
shows, and no style for numbers. LibreOffice then shows the number of days for a date and 0,125 for
12,5 %; the text is what the author saw. It also leaves out tabs and ends of lines inside a
paragraph of a cell, and writes the words around as one.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.extract.office.odf import CONTENT, OFFICE, TABLE, TEXT, parts_of, with_content

_STYLES = "styles.xml"
_NUMBER_STYLE: Final = b"data-style-name"
_PARTING: Final = frozenset({TEXT + "line-break", TEXT + "tab"})
_KINDS: Final = frozenset({"date", "time", "percentage", "currency", "boolean"})
"""Kinds of values that are shown otherwise than the number they are stored as."""


def with_shown_texts(data: bytes) -> bytes:
    """A packed spreadsheet whose dates, shares and sums are the texts that the file shows for them,
    where it has no style for numbers, and whose lines and tabs are blanks; any other as it is.

    Raises:
        InputError: `damaged`, `encrypted`, `too-large`.
    """
    parts = parts_of(data, CONTENT, _STYLES)
    content = parts.get(CONTENT, b"")
    styled = any(_NUMBER_STYLE in part for part in parts.values())
    bare = not styled and b"value-type" in content
    if not bare and b"line-break" not in content and b":tab" not in content:
        return data

    def change(root: etree._Element) -> bool:
        ends = list(root.iter(*_PARTING))
        for end in ends:
            end.tag = TEXT + "s"  # one blank
        cells = root.iter(TABLE + "table-cell") if bare else ()
        return bool(sum(map(_as_text, cells)) + len(ends))

    return with_content(data, change)


def _as_text(cell: etree._Element) -> bool:
    """Make a cell the text it shows, where that is more than its number; whether it was."""
    shown = cell.find(TEXT + "p")
    if cell.get(OFFICE + "value-type") not in _KINDS or shown is None:
        return False
    for name in [str(name) for name in cell.attrib if str(name).startswith(OFFICE)]:
        del cell.attrib[name]
    cell.set(OFFICE + "value-type", "string")
    return True
