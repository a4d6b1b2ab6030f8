"""Labelled fields of a quoted item: `Tên. Thời hạn: Tháng 9/2025. Cơ quan chủ trì: Bộ Nội vụ`.

The labels are the header names of the tables (writing/columns.toml); misprints are
allowed for (`Thời gian giàn thành`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from rapidfuzz import fuzz

from pipeline.data.records import FieldRecord
from pipeline.writing.columns import columns, kinds
from pipeline.writing.letters import fold, slug
from pipeline.writing.patterns import Match, compiled

Subject = str
"""The kind of table an item stood in."""
LABEL_SCORE = 86.0
"""Lowest likeness (0–100) of a misprinted field label: `Thời gian giàn thành` scores 90, labels of
different columns score below 80."""
_SHORTEST_LABEL = 6
_LABEL = compiled(
    r"(?:\A|(?P<end>[.;,])\s++|\s[-–+]\s++)(?P<label>\p{L}[^.:;“”\"]{1,70}?)\s*+:\s*+"
)


@cache
def _labels() -> dict[Subject, tuple[tuple[str, str], ...]]:
    """Printed label (folded) and column, per kind of table."""
    return {
        kind: tuple(
            (fold(label), column.name)
            for column in columns().values()
            if column.name != "title" and kind in column.names
            for label in column.names[kind].exact
        )
        for kind in kinds()
    }


def split_fields(text: str, subject: Subject | None) -> tuple[str, tuple[FieldRecord, ...]]:
    """An item as its title and its labelled fields: `Tên. Thời hạn: Tháng 9/2025`.

    A label begins the text or a sentence and ends with a colon; a value reaches to the next one.
    """
    found = [
        (match.start(), match.end(), column)
        for match in _label_places(text)
        if (column := label_column(match.group("label"), subject))
    ]
    if not found:
        return text, ()
    ends = [start for start, _, _ in found[1:]] + [len(text)]
    fields = tuple(
        FieldRecord(column, text[begin:end].strip(" ;,."))
        for (_, begin, column), end in zip(found, ends, strict=True)
    )
    return text[: found[0][0]].strip(" ;,"), fields


def _label_places(text: str) -> Iterator[Match]:
    """Every place where a label could stand, overlapping ones included."""
    at = 0
    while match := _LABEL.search(text, at):
        yield match
        at = max(match.end() - 1, match.start() + 1)


def label_column(label: str, subject: Subject | None) -> str | None:
    """The column a printed label stands for, misprints allowed; None for any other words."""
    key = fold(label)
    asked = sorted(kinds(), key=lambda kind: kind != subject)
    best: tuple[str | None, float] = (None, 0.0)
    for kind in asked:
        exact = next((column for name, column in _labels()[kind] if name == key), None)
        if exact:
            return exact
    for kind in asked:
        for name, column in _labels()[kind]:
            score = _label_likeness(key, name)
            if score > best[1] and score >= LABEL_SCORE:
                best = column, score
    return best[0]


def _label_likeness(one: str, other: str) -> float:
    """Likeness of two labels; an accent that went astray (`Kết qủa`) counts for nothing."""
    if (
        abs(len(one.split()) - len(other.split())) > 1
        or min(len(one), len(other)) < _SHORTEST_LABEL
    ):
        return 0.0
    plain = fuzz.ratio(slug(one), slug(other))
    return max(fuzz.ratio(one, other), plain)
