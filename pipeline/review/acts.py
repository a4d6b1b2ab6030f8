"""The decisions the app offers, by the name the page asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pipeline.review.decide import Deciding, Plan, RefusedError
from pipeline.review.reshape import add_row, divide_table, remove_row, set_marks, unite_tables

_NUMBERS = re.compile(r"\d{1,4}")
Asked = Mapping[str, Any]


def _edit(deciding: Deciding, asked: Asked) -> Plan:
    text = asked.get("text")
    if not isinstance(text, str):
        raise RefusedError("refused.changed")
    return deciding.edit(_column(asked), text)


def _part(deciding: Deciding, asked: Asked) -> Plan:
    chars = asked.get("chars")
    if not isinstance(chars, dict) or not all(type(n) is int for n in chars.values()):
        raise RefusedError("refused.part")
    return deciding.part(chars)


def _add(deciding: Deciding, asked: Asked) -> Plan:
    cells = asked.get("cells")
    if not isinstance(cells, dict) or not all(isinstance(text, str) for text in cells.values()):
        raise RefusedError("refused.blank-row")
    page = asked.get("page")
    return add_row(
        deciding, cells, str(asked.get("kind") or "item"), bool(asked.get("above")),
        page if type(page) is int and page > 0 else None,
    )  # fmt: skip


def _marks(deciding: Deciding, asked: Asked) -> Plan:
    numbers = _NUMBERS.findall(str(asked.get("marks", "")))
    return set_marks(deciding, _column(asked), [int(number) for number in numbers])


def _column(asked: Asked) -> str:
    return str(asked.get("column", ""))


ACTS: Mapping[str, Callable[[Deciding, Asked], Plan]] = {
    "accept": lambda deciding, asked: deciding.accept(_column(asked)),
    "accept-row": lambda deciding, asked: deciding.accept_all(),
    "edit": _edit,
    "other": lambda deciding, asked: deciding.take_other(_column(asked)),
    "join": lambda deciding, asked: deciding.join(),
    "part": _part,
    "add": _add,
    "remove": lambda deciding, asked: remove_row(deciding),
    "divide": lambda deciding, asked: divide_table(deciding, str(asked.get("title") or "")),
    "unite": lambda deciding, asked: unite_tables(deciding),
    "marks": _marks,
    "heading": lambda deciding, asked: deciding.kind("group"),
    "item": lambda deciding, asked: deciding.kind("item"),
    "total": lambda deciding, asked: deciding.kind("total"),
    "parent": lambda deciding, asked: deciding.parent(str(asked.get("above", ""))),
}
