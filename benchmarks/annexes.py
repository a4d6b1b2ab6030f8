"""Annexes of our own (annexes.toml) set as offices set them: letterhead, merged cells, signature.

`piece` gives rows as truth, `set_annex` the printed document.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from layouts import _typst_text, set_typst

ANNEXES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("annexes.toml").read_text(encoding="utf-8")
)
MERGED = "^"
_BELOW = re.compile(r"\(\w+\)|\w\)|\d+\.\d+")
"""Labels of rows that stand below the item before them."""

Row = dict[str, Any]


def lines_of(doc: str, rows: Sequence[int] | None = None) -> list[list[str]]:
    """The rows of an annex as they are printed, cells parted; `rows` are the first and the last,
    from 1."""
    lines = [line.split("|") for line in ANNEXES[doc]["rows"].strip().splitlines()]
    first, last = rows or (1, len(lines))
    chosen = lines[first - 1 : last]
    if any(cell == MERGED for cell in chosen[0]):
        raise ValueError(f"{doc}: row {first} begins inside a merged cell")
    return chosen


def piece(doc: str, rows: Sequence[int] | None = None) -> list[Row]:
    """The rows as truth, a merged text in each row that its cell covers."""
    columns = ANNEXES[doc]["columns"]
    found: list[Row] = []
    above: dict[str, str] = {}
    item = None
    for label, *cells in lines_of(doc, rows):
        group = len(cells) == 1
        texts = dict.fromkeys(columns[1:], "") | dict(zip(columns[1:], cells, strict=False))
        texts = {c: above.get(c, "") if text == MERGED else text for c, text in texts.items()}
        below = bool(_BELOW.fullmatch(label))
        if not group and not below:
            item = len(found)
        kind = "group" if group else "item"
        found.append(
            {"kind": kind, "label": label, "parent": item if below else None, "cells": texts}
        )
        above = texts
    return found


def _spans(lines: Sequence[Sequence[str]], at: int, column: int) -> int:
    """Rows that the cell of a row covers."""
    count = 1
    while at + count < len(lines) and lines[at + count][column:][:1] == [MERGED]:
        count += 1
    return count


def _rows(lines: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    for at, (label, *cells) in enumerate(lines):
        if len(cells) == 1:
            heading = f"table.cell(colspan: {width - 1})[*{_typst_text(cells[0])}*]"
            yield f"[{_typst_text(label)}], {heading},"
            continue
        for column, text in enumerate((label, *cells)):
            if text != MERGED:
                span = _spans(lines, at, column)
                yield f"table.cell(rowspan: {span})[{_typst_text(text)}],"


_HEAD = """
#grid(columns: (1fr, 1.3fr), align: center,
  [*{body}*\\ #line(length: 20%, stroke: 0.6pt)\\ Số: {number}],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*\\ *Độc lập - Tự do - Hạnh phúc*\\
   #line(length: 45%, stroke: 0.6pt)\\ _{place}, ngày {day}_])
"""
_FOOT = """
#grid(columns: (1fr, 1fr),
  [_*Nơi nhận:*_\\ #text(size: 9pt)[- Như Điều 3;\\ - Lưu: VT, KSTT (2b).]],
  align(center)[*{who}*\\ #v(2.2cm) *{name}*])
"""


def as_typst(doc: str, style: Mapping[str, Any], rows: Sequence[int] | None = None) -> str:
    """The document as Typst source."""
    annex, lines = ANNEXES[doc], lines_of(doc, rows)
    flipped = str(bool(style["landscape"])).lower()
    align = "horizon" if style.get("middle") else "top"
    widths = [style["widths"].get(name, style["widths"]["other"]) for name in annex["columns"]]
    out = [
        f'#set page(paper: "a4", flipped: {flipped}, margin: (x: 1.7cm, y: 1.8cm), numbering: "1")',
        f'#set text(font: "{style["font"]}", size: {style["size"]}pt, lang: "vi")',
        f"#set table(inset: (x: 3.5pt, y: 4.5pt), align: {align} + left, stroke: 0.55pt)",
    ]
    if "letter" in style:
        out.append(_HEAD.format(**style["letter"]))
    title, *rest = annex["heading"]
    out += [f"#align(center)[*{_typst_text(title)}*]\n"]
    out += [f"#align(center)[{_typst_text(line)}]\n" for line in rest]
    headers = ", ".join(f"align(center)[*{_typst_text(text)}*]" for text in annex["headers"])
    fractions = ", ".join(f"{width}fr" for width in widths)
    out.append(f"#table(columns: ({fractions}), table.header({headers}),")
    out += _rows(lines, len(widths))
    out.append(")")
    if "letter" in style:
        out.append(_FOOT.format(**style["letter"]))
    return "\n".join(out)


def set_annex(doc: str, style: Mapping[str, Any], rows: Sequence[int] | None, pdf: Path) -> None:
    """Set a piece of an annex with Typst."""
    set_typst(as_typst(doc, style, rows), pdf)
