"""The decisions the app offers, by the name the page asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.review.decide import Deciding, Plan, RefusedError

Asked = Mapping[str, Any]


def _edit(deciding: Deciding, asked: Asked) -> Plan:
    text = asked.get("text")
    if not isinstance(text, str):
        raise RefusedError("refused.changed")
    return deciding.edit(_column(asked), text)


def _part(deciding: Deciding, asked: Asked) -> Plan:
    lines = asked.get("lines")
    if not isinstance(lines, dict) or not all(type(n) is int for n in lines.values()):
        raise RefusedError("refused.part")
    return deciding.part(lines)


def _column(asked: Asked) -> str:
    return str(asked.get("column", ""))


ACTS: Mapping[str, Callable[[Deciding, Asked], Plan]] = {
    "accept": lambda deciding, asked: deciding.accept(_column(asked)),
    "accept-row": lambda deciding, asked: deciding.accept_all(),
    "edit": _edit,
    "other": lambda deciding, asked: deciding.take_other(_column(asked)),
    "join": lambda deciding, asked: deciding.join(),
    "part": _part,
    "heading": lambda deciding, asked: deciding.kind("group"),
    "item": lambda deciding, asked: deciding.kind("item"),
    "total": lambda deciding, asked: deciding.kind("total"),
    "parent": lambda deciding, asked: deciding.parent(str(asked.get("above", ""))),
}
