"""Annexes of our own (annexes.toml) set as offices set them: letterhead, merged cells, signature.

`piece` gives rows as truth, `set_annex` the printed document.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from layouts import _FODT, _typst_text, print_html, set_fodt, set_typst

ANNEXES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("annexes.toml").read_text(encoding="utf-8")
)
MERGED = "^"
LEADING = 0.65
"""White between lines in heights of the letters, where a style says nothing: Typst's own."""
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
        below = label == MERGED or bool(_BELOW.fullmatch(label))
        label = "" if label == MERGED else label
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
        f"#set par(leading: {style.get('leading', LEADING)}em)",
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


Spanned = tuple[str, int, int]
"""A printed cell: its text, the rows and the columns it covers."""


def spanned(lines: Sequence[Sequence[str]], width: int) -> Iterator[list[Spanned | None]]:
    """The rows of a table, None where a cell from above or the left covers the place."""
    for at, (label, *cells) in enumerate(lines):
        if len(cells) == 1:
            yield [(label, 1, 1), (cells[0], 1, width - 1), *[None] * (width - 2)]
            continue
        yield [
            None if text == MERGED else (text, _spans(lines, at, column), 1)
            for column, text in enumerate((label, *cells))
        ]


def shares_of(doc: str, style: Mapping[str, Any]) -> list[float]:
    """The width of each column, of all of them together."""
    widths = [style["widths"].get(c, style["widths"]["other"]) for c in ANNEXES[doc]["columns"]]
    return [width / sum(widths) for width in widths]


def as_html(doc: str, style: Mapping[str, Any], rows: Sequence[int] | None = None) -> str:
    """The document as a page for a browser to print."""
    annex, shares = ANNEXES[doc], shares_of(doc, style)
    paper = "A4 landscape" if style["landscape"] else "A4"
    align = "middle" if style.get("middle") else "top"
    out = [
        f"<meta charset=utf-8><style>@page{{size:{paper};margin:1.7cm}}"
        f"body{{font:{style['size']}pt '{style['font']}'}}table{{border-collapse:collapse;"
        f"width:100%;table-layout:fixed}}td,th{{border:0.8px solid;padding:3pt 4pt;"
        f"vertical-align:{align};overflow-wrap:break-word}}p{{text-align:center;margin:3pt}}"
        ".letter td{border:none;text-align:center;vertical-align:top}</style>"
    ]
    if "letter" in style:
        letter = {name: html.escape(text) for name, text in style["letter"].items()}
        out.append(_HTML_HEAD.format(**letter))
    title, *rest = map(html.escape, annex["heading"])
    out += [f"<p><b>{title}</b></p>", *(f"<p>{line}</p>" for line in rest), "<table><colgroup>"]
    out += [f"<col style='width:{100 * share:.2f}%'>" for share in shares]
    heads = "".join(f"<th>{html.escape(text)}</th>" for text in annex["headers"])
    out.append(f"</colgroup><thead><tr>{heads}</tr></thead><tbody>")
    for cells in spanned(lines_of(doc, rows), len(shares)):
        out.append("<tr>" + "".join(_html_cell(*cell) for cell in cells if cell) + "</tr>")
    out.append("</tbody></table>")
    if "letter" in style:
        out.append(_HTML_FOOT.format(**letter))
    return "\n".join(out)


_HTML_HEAD = """<table class=letter><tr><td><b>{body}</b><br>_______<br>Số: {number}</td>
<td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br><b>Độc lập - Tự do - Hạnh phúc</b><br>
______________<br><i>{place}, ngày {day}</i></td></tr></table><p>&nbsp;</p>"""
_HTML_FOOT = """<table class=letter><tr>
<td><i><b>Nơi nhận:</b></i><br>- Như Điều 3;<br>- Lưu: VT.</td>
<td><b>{who}</b><br><br><br><br><br><b>{name}</b></td></tr></table>"""


def _html_cell(text: str, rows: int, columns: int) -> str:
    shown = html.escape(text)
    shown = f"<b>{shown}</b>" if columns > 1 else shown
    return f"<td rowspan={rows} colspan={columns}>{shown}</td>"


def as_fodt(doc: str, style: Mapping[str, Any], rows: Sequence[int] | None = None) -> str:
    """The document, without a letterhead, as a flat OpenDocument text."""
    annex, shares = ANNEXES[doc], shares_of(doc, style)
    wide, high = (29.7, 21.0) if style["landscape"] else (21.0, 29.7)
    columns = [
        f'<style:style style:name="T{at}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{share * (wide - 3):.3f}cm"/>'
        "</style:style>"
        for at, share in enumerate(shares)
    ]
    body = [
        f'<text:p text:style-name="H">{html.escape(line)}</text:p>' for line in annex["heading"]
    ]
    body.append("<table:table>")
    body += [f'<table:table-column table:style-name="T{at}"/>' for at in range(len(shares))]
    heads = "".join(_fodt_cell((text, 1, 1)) for text in annex["headers"])
    body.append(
        f"<table:table-header-rows><table:table-row>{heads}</table:table-row>"
        "</table:table-header-rows>"
    )
    for cells in spanned(lines_of(doc, rows), len(shares)):
        row = "".join(map(_fodt_cell, cells))
        body.append(f"<table:table-row>{row}</table:table-row>")
    body.append("</table:table>")
    return _FODT.format(
        font=style["font"], size=style["size"], width=wide, height=high,
        orientation="landscape" if style["landscape"] else "portrait",
        align="middle" if style.get("middle") else "top",
        columns="\n".join(columns), body="\n".join(body),
    )  # fmt: skip


def _fodt_cell(cell: Spanned | None) -> str:
    if cell is None:
        return "<table:covered-table-cell/>"
    text, rows, columns = cell
    return (
        f'<table:table-cell table:style-name="C" table:number-rows-spanned="{rows}" '
        f'table:number-columns-spanned="{columns}"><text:p>{html.escape(text)}</text:p>'
        "</table:table-cell>"
    )


def set_annex(doc: str, style: Mapping[str, Any], rows: Sequence[int] | None, pdf: Path) -> None:
    """Set a piece of an annex with the maker of its style, Typst where none is named."""
    maker = style.get("maker", "typst")
    if maker == "chromium":
        print_html(as_html(doc, style, rows), pdf)
    elif maker == "libreoffice":
        set_fodt(as_fodt(doc, style, rows), pdf)
    else:
        set_typst(as_typst(doc, style, rows), pdf)
