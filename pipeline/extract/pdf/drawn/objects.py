"""The objects of a page, those in forms in the place of their form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.extract.pdf.drawn.rules import MAX_NESTING, MAX_OBJECTS
from pipeline.extract.pdf.file import raw

Forms = tuple[int, ...]
"""The forms around an object, the outermost first; none around those of the page itself."""


def top_objects(page: int) -> Iterator[int]:
    """The objects of the page itself."""
    count = min(raw.count_objects(page), MAX_OBJECTS)
    return (raw.page_object(page, index) for index in range(count))


def leaves(items: Iterable[int]) -> Iterator[tuple[int, Forms]]:
    """Those of some objects, and of what forms among them hold, that are no forms, in the order
    they are painted."""
    stack: list[tuple[int, Forms]] = [(item, ()) for item in items]
    stack.reverse()
    while stack:
        item, forms = stack.pop()
        if raw.object_type(item) != raw.FORM:
            yield item, forms
        elif len(forms) < MAX_NESTING:
            count = min(raw.form_count(item), MAX_OBJECTS - len(stack))
            inside = (*forms, item)
            stack += [(raw.form_object(item, at), inside) for at in reversed(range(count))]
