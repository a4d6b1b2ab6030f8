"""What stands in a table outside of its cells: browsers show it before the table (HTML, 13.2.6.1,
foster parenting)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

_PARTS: Final = frozenset({"thead", "tbody", "tfoot", "tr"})
"""Parts of a table that hold others."""
_READ: Final = frozenset({"td", "th", "caption"})
"""Parts of it whose text is that of the table."""
_BLANK: Final = frozenset({"col", "colgroup", "script", "style", "template"})
"""What may stand between these and shows nothing (HTML, 4.9.1)."""
_ROWS: Final = ("tr", "td", "th")
"""What a form or the like around rows holds."""


def fostered(
    table: etree._Element, part: etree._Element | None = None
) -> Iterator[str | etree._Element]:
    """The texts and elements of a table that stand in no cell and no caption, in their order.

    >>> from lxml import html
    >>> table = html.fromstring("<table>Lá <tr><td>a</td><b>x</b></tr><p>Đá</p></table>")
    >>> [one if isinstance(one, str) else one.text for one in fostered(table)]
    ['Lá ', 'x', 'Đá']
    """
    part = table if part is None else part
    if part.text and part.text.strip():
        yield str(part.text)
    for child in part:
        if isinstance(child.tag, str) and child.tag not in _READ | _BLANK:
            # Forms and the like around rows: their rows are read, the rest of them is not.
            if child.tag in _PARTS or _holds_rows(child, table):
                yield from fostered(table, child)
            else:
                yield child
        if child.tail and child.tail.strip():
            yield str(child.tail)


def _holds_rows(element: etree._Element, table: etree._Element) -> bool:
    """Whether rows or cells of a table stand in an element; those in another table are its own."""
    if element.tag == "table":
        return False
    return any(next(r.iterancestors("table"), None) is table for r in element.iter(*_ROWS))
