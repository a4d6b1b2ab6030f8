"""A picture is recognised once: the same pixels, read by the same reader, give the same page.

Kept are the words with their boxes and confidence, the rules, and how the page was set straight:
`ReadPage` as JSON, made small. Which reader it was is for the shelf to know.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from pipeline.extract.ruled.lines import Rule
from pipeline.extract.scan.engine import Engine
from pipeline.extract.scan.page import Picture, ReadLine, ReadPage, read_picture
from pipeline.extract.scan.shelf import Shelf
from pipeline.extract.scan.upright import Projection
from pipeline.model import Alternative, ReadWord

DIGITS = 4
"""After the point: a ten-thousandth of a point is no pixel of any scan."""


def recognised(
    picture: Picture, engine: Callable[[], Engine], shelf: Shelf | None, sample: bool = False
) -> ReadPage:
    """What a picture shows (`read_picture`), from the shelf where it lies there."""
    if shelf is None:
        return read_picture(picture, engine(), sample)
    key = key_of(picture, sample)
    data = shelf.get(key)
    page = None if data is None else unpacked(data)
    if page is None:
        data = packed(read_picture(picture, engine(), sample))
        shelf.put(key, data)
        page = unpacked(data)  # so that it says the same now as when it is taken from there
        assert page is not None
    return replace(page, x=picture.x, y=picture.y)


def key_of(picture: Picture, sample: bool) -> str:
    """Another one for each other pixel, fineness or way to read; where it stands is no part."""
    told = (picture.pixels.shape, str(picture.pixels.dtype), float(picture.per_point), sample)
    digest = hashlib.blake2b(repr(told).encode(), digest_size=20)
    digest.update(np.ascontiguousarray(picture.pixels).data)
    return digest.hexdigest()


def packed(page: ReadPage) -> bytes:
    """A page as bytes; lengths and chances to the fourth digit after the point."""
    lines = [
        (line.words, line.x0, line.y0, line.x1, line.y1, line.base, line.size, line.bold)
        for line in page.lines
    ]
    told = {
        "lines": _short(lines), "across": _short(page.across), "down": _short(page.down),
        "size": _short(page.size),
        "back": page.back.matrix.tolist(), "sample": page.sample, "coarse": page.coarse,
        "letters": page.letters, "unread": page.unread, "lost": _short(page.lost),
    }  # fmt: skip
    return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())


def _short(told: Any) -> Any:
    """The same with few digits: a page takes half the room."""
    if isinstance(told, (tuple, list)):
        return [_short(one) for one in told]
    return round(float(told), DIGITS) if isinstance(told, float) else told


def unpacked(data: bytes) -> ReadPage | None:
    """The page again; None where the bytes are none that `packed` makes."""
    try:
        told: dict[str, Any] = json.loads(zlib.decompress(data))
        width, height = told["size"]
        return ReadPage(
            lines=tuple(_line(*line) for line in told["lines"]),
            across=tuple(Rule(*rule) for rule in told["across"]),
            down=tuple(Rule(*rule) for rule in told["down"]),
            size=(width, height),
            lost=tuple((x, y) for x, y in told["lost"]),
            back=Projection(np.array(told["back"], dtype=np.float64).reshape(3, 3)),
            **{name: told[name] for name in ("sample", "coarse", "letters", "unread")},
        )
    except (zlib.error, ValueError, TypeError, KeyError):
        return None


def _line(words: Sequence[Sequence[Any]], *rest: Any) -> ReadLine:
    return ReadLine(tuple(map(_word, words)), *rest)


def _word(told: Sequence[Any]) -> ReadWord:
    text, sure, x0, y0, x1, y1, alternatives, rival = told
    others = tuple(Alternative(*one) for one in alternatives)
    nearest = None if rival is None else Alternative(*rival)
    return ReadWord(text, sure, x0, y0, x1, y1, others, nearest)
