"""What a reader sets aside: text of the file that a person does not see on the page.

It reaches no cell; how much it is, and why, is counted for every page, so that nothing is left
out without a word.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pipeline.model import Aside

Reason = Literal["pale", "hidden", "layer", "covered", "clipped", "off-page", "annotation"]
"""White on white; invisible (a text layer); in a layer switched off; under a painted area; out of
its clip box; beyond the edge of the page; said by a signature field or a stamp."""


COVERED = "something is painted over a text in this cell, which is left out; look at the page"
PICTURE = "a picture is all this cell holds; what was recognised in it may be wrong or missing"
UNREAD = "print in this cell could not be read, or lies under a seal; look at the page"
CLIPPED = "the page does not show all of a text in this cell; compare it with the page"


class Lost(NamedTuple):
    """Where a text stands that the page does not show whole, and what that makes doubtful."""

    x: float
    y: float
    why: str


@dataclass(slots=True)
class SetAside:
    """What of one page was set aside. `cut` are texts of which a clip box shows only a part and
    that are read whole, `beyond` those cut by the edge of the page; `lost` is where such texts and
    those left out stand."""

    chars: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[str]] = field(default_factory=dict)
    cut: list[str] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)

    lost: list[Lost] = field(default_factory=list)

    def counted(self) -> tuple[Aside, ...]:
        """How many characters were set aside, by reason."""
        return tuple(Aside(reason, self.chars[reason]) for reason in sorted(self.chars))

    def add(self, reason: Reason, text: str) -> None:
        """Set a text aside."""
        count = len("".join(text.split()))
        if count:
            self.chars[reason] += count
            self.samples.setdefault(reason, []).append(text.strip())
