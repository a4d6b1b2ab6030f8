"""Texts that PDFium gives as white on white paper and that are seen: their letters are filled with
a gradient, or they stand on one.

PDFium says white of every fill that is a shading pattern (ISO 32000-1, 8.7.4), and not that it is
one. So it is asked to paint such texts. Hardly a page has any.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pipeline.extract.pdf.drawn.objects import leaves, top_objects
from pipeline.extract.pdf.drawn.rules import MAX_LOOKS, Box, PageRules
from pipeline.extract.pdf.letters.chars import PageChars
from pipeline.extract.pdf.shown.traces import (
    LETTERS,
    WHITE,
    boxes_of,
    only,
    picture_of,
    unchanging,
)  # fmt: skip


def show_patterned(page: int, chars: PageChars, rules: PageRules) -> None:
    """Let the white texts show of which the page shows something, though no shade or image is
    known to lie beneath them; white rules are seen where such texts stand on a ground."""
    pale = {owner for owner, ink in chars.inks.items() if ink.style.pale and not ink.style.hidden}
    boxes = {
        owner: box for owner, box in boxes_of(chars, pale).items() if not _on_shade(box, rules)
    }
    if not boxes:
        return
    items = [item for item, _ in leaves(top_objects(page))]
    inked = _coloured(page, items, boxes)
    few = len(boxes) * len(rules.grounds) <= MAX_LOOKS  # else all are painted
    on_ground = {
        owner: box
        for owner, box in boxes.items()
        if owner not in inked and (not few or _lies_on(box, rules.grounds))
    }
    grounded = _standing_out(page, items, on_ground) if on_ground else set()
    for owner in inked | grounded:
        ink = chars.inks[owner]
        chars.inks[owner] = ink._replace(style=ink.style._replace(pale=False, faint=False))
    if grounded:
        rules.show_pale()


def _on_shade(box: Box, rules: PageRules) -> bool:
    return rules.covers((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _lies_on(box: Box, areas: Sequence[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in areas)


def _coloured(page: int, items: Collection[int], boxes: Mapping[int, Box]) -> set[int]:
    """The texts whose letters are no white ones; all where that cannot be told."""
    with only(items, boxes.keys()):
        alone = picture_of(page)
    if alone is None:
        return set(boxes)
    return {owner for owner, box in boxes.items() if alone.coloured(box) >= LETTERS[0]}


def _standing_out(page: int, items: Collection[int], boxes: Mapping[int, Box]) -> set[int]:
    """The white texts that are seen on a ground. White letters over dark ones stand on none: they
    are the rim of a shadow."""
    with only(items, {item for item in items if item not in boxes}):
        ground = picture_of(page, WHITE)
    if ground is None:
        return set(boxes)
    found = {owner: box for owner, box in boxes.items() if ground.coloured(box) > LETTERS[1]}
    return set(found) - unchanging(page, items, found) if found else set()
