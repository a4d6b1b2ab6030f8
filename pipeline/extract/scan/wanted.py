"""Pages that are pictures: which are to be read and how, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipeline.extract.scan.page import ReadPage

Box = tuple[float, float, float, float]
Look = Literal["picture", "sample", "drawn", "parts"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the pictures of a page: each as it was read, or why there is none."""

    pages: tuple[ReadPage, ...]
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to be read, and how: its picture, a few lines of that, the page as it is drawn, or
    the pictures that are `parts` of it, at these boxes."""

    number: int
    look: Look = "picture"
    boxes: tuple[Box, ...] = ()
